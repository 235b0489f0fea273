//! A project whose flags have a past, in a real repository, and the program run in it.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::git::{Repo, isolate};
use crate::program::{Run, ffctl};
use serde_json::Value;
use std::cell::Cell;
use std::fs;
use std::path::Path;

/// What every flag of these tests says.
pub(crate) const HEAD: &str = "description: d\nowner: shop\ntype: ops\ncreated: 2026-01-01\n";

/// The environments of these tests.
pub(crate) const SETTINGS: &str = "environments: [staging, production]\n";

/// A flag with these lines besides.
pub(crate) fn flag(lines: &str) -> String {
    format!("{HEAD}{lines}")
}

/// A repository with `flags/`. When it is dropped, git finds nothing wrong with it.
pub(crate) struct Past {
    pub(crate) repo: Repo,
    is_broken: Cell<bool>,
}

impl Past {
    /// With the settings committed on 2026-01-01.
    pub(crate) fn new() -> Past {
        let past = Past::of(Repo::new());
        past.write("ffctl.yaml", SETTINGS);
        past.commit("settings", "2026-01-01");
        past
    }

    /// In this repository as it is.
    pub(crate) fn of(repo: Repo) -> Past {
        Past { repo, is_broken: Cell::new(false) }
    }

    /// A clone of it; over `file://`, as `--depth` needs.
    pub(crate) fn clone_with(&self, options: &[&str]) -> Past {
        Past::of(self.repo.clone_with(options))
    }

    /// From here on the test breaks what git keeps.
    pub(crate) fn expect_damage(&self) {
        self.is_broken.set(true);
    }

    /// Writes a file in `flags/`.
    pub(crate) fn write(&self, path: &str, text: &str) {
        self.repo.write(Path::new("flags").join(path), text);
    }

    /// Replaces a text in a file of `flags/`; it has to be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from} in {text}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// What a file in `flags/` says.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.repo.path().join("flags").join(path)).expect("a file")
    }

    /// Commits everything on a day; the first ten characters of the commit's id.
    pub(crate) fn commit(&self, message: &str, date: &str) -> String {
        self.repo.commit(message, date)[..10].to_owned()
    }

    /// The same by somebody else.
    pub(crate) fn commit_by(&self, author: &str, message: &str, date: &str) -> String {
        self.repo.git(&["add", "--all"]);
        let author = format!("--author={author}");
        self.repo.git_on(date, &["commit", "--quiet", "--allow-empty", &author, "--message", message]);
        self.repo.git(&["rev-parse", "HEAD"])[..10].to_owned()
    }

    /// Writes a file of `flags/` and commits it.
    pub(crate) fn change(&self, path: &str, text: &str, date: &str) -> String {
        self.write(path, text);
        self.commit(path, date)
    }

    /// What the program does with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments)
    }

    /// The same in a folder.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = ffctl(&self.repo.path().join(folder), arguments);
        command.env("GIT_CEILING_DIRECTORIES", self.repo.home());
        Run::of(command)
    }

    /// The lines it prints, if it ends well.
    #[track_caller]
    pub(crate) fn lines(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{run:?}");
        run.out.lines().map(str::to_owned).collect()
    }

    /// The changes that `log` tells with these arguments, one a line: `2026-01-01 a production: rollout 10% → 25%`.
    #[track_caller]
    pub(crate) fn log(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(&[&["log", "--format", "ndjson"], arguments].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
        run.json_lines().iter().map(entry).collect()
    }
}

/// A change of meaning on a line.
pub(crate) fn entry(entry: &Value) -> String {
    let text = |name: &str| entry[name].as_str().map(str::to_owned);
    let date = text("date");
    let kind = text("kind").filter(|kind| kind != "flag");
    let place = [kind, text("key"), text("environment")];
    let place: Vec<String> = date.into_iter().chain(place.into_iter().flatten()).collect();
    format!("{}: {}", place.join(" "), text("words").expect("words"))
}

impl Drop for Past {
    fn drop(&mut self) {
        if !self.is_broken.get() && !std::thread::panicking() {
            let mut git = std::process::Command::new("git");
            isolate(&mut git, self.repo.home());
            // A partial clone lacks objects that git would fetch.
            git.env("GIT_NO_LAZY_FETCH", "1").current_dir(self.repo.path());
            let output = git.args(["fsck", "--strict", "--no-progress", "--no-dangling"]).output().expect("git");
            let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            let wrong: Vec<&str> = said.lines().filter(|line| !line.starts_with("notice: ")).collect();
            assert_eq!(wrong, [""; 0]);
        }
    }
}
