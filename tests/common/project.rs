//! A project with flags in a real repository, and the program as its users run it: with nothing of our environment.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::git::{Repo, isolate};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// What every flag has to say, and no edit of these tests is about.
pub(crate) const METADATA: &str = "\
description: One-page checkout
owner: payments-team
type: release
created: 2026-11-01
expires: 2027-02-01
";

/// Three environments, none of them protected.
pub(crate) const OPEN: &str = "environments: [development, staging, production]\n";

/// The same with `production` protected.
pub(crate) const PROTECTED: &str =
    "environments: [development, staging, production]\nprotected: [production]\npolicy: {max_step: 50}\n";

/// A flag with these lines below its metadata.
pub(crate) fn flag(rest: &str) -> String {
    format!("{METADATA}{rest}")
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, run in a folder with these words as its arguments.
pub(crate) fn program(folder: &Path, home: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
    command.env_clear().envs(env::var_os("PATH").map(|path| ("PATH", path)));
    isolate(&mut command, home);
    command.env("FFCTL_NOW", "2026-11-21").current_dir(folder).args(words(arguments));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Words divided by spaces; one in single quotes may have spaces in it.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('\'').enumerate();
    parts.flat_map(|(nth, part)| if nth % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

pub(crate) fn run(command: Command) -> Outcome {
    let output = assert_cmd::Command::from_std(command).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Outcome { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A repository with a flags directory.
pub(crate) struct Project {
    pub(crate) repo: Repo,
}

impl Project {
    /// With these settings and no flag.
    pub(crate) fn new(settings: &str) -> Project {
        let project = Project { repo: Repo::new() };
        project.write("flags/ffctl.yaml", settings);
        project
    }

    /// With one flag, `checkout`, that has these lines below its metadata, committed.
    pub(crate) fn with_checkout(settings: &str, rest: &str) -> Project {
        let project = Project::new(settings);
        project.write("flags/checkout.yaml", &flag(rest));
        project.repo.commit("flags", "2026-11-20");
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.repo.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        self.repo.write(path, text);
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file with text")
    }

    /// The lines of `checkout` below its metadata.
    pub(crate) fn checkout(&self) -> String {
        let text = self.read("flags/checkout.yaml");
        text.strip_prefix(METADATA).expect("the metadata stays").to_owned()
    }

    /// The program with these words, not yet run.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        program(self.repo.path(), self.repo.home(), arguments)
    }

    /// Runs the program with these words.
    pub(crate) fn ffctl(&self, arguments: &str) -> Outcome {
        run(self.command(arguments))
    }

    /// Runs an edit that has to work, and to print just this.
    #[track_caller]
    pub(crate) fn edits(&self, arguments: &str, out: &str, err: &str) {
        let outcome = self.ffctl(arguments);
        let said = (outcome.code, outcome.out.as_str(), outcome.err.as_str());
        assert_eq!(said, (Some(0), out, err), "ffctl {arguments}");
    }

    /// Runs an edit that has to be refused in just these words, and to write nothing.
    #[track_caller]
    pub(crate) fn refuses(&self, arguments: &str, err: &str) {
        let before = self.files();
        let outcome = self.ffctl(arguments);
        let said = (outcome.code, outcome.out.as_str(), outcome.err.as_str());
        assert_eq!(said, (Some(2), "", err), "ffctl {arguments}");
        assert!(self.files() == before, "ffctl {arguments}: something was written");
    }

    /// Every file of the work tree with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.repo.path(), &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != ".git" {
                collect(&path, files);
            }
        } else {
            files.insert(path.clone(), fs::read(path).expect("a file"));
        }
    }
}
