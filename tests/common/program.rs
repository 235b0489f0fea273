//! The program as a user runs it: in a folder of its own, with nothing of the user's surroundings.

// Each test file uses a part of it.
#![allow(dead_code)]

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::{env, fs};
use tempfile::TempDir;

/// The day of every test.
pub(crate) const TODAY: &str = "2026-11-21";

/// The fields that every flag needs; what a test is about begins on line 6.
pub(crate) const HEAD: &str = "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: true\n";

/// A flag of the type `ops` with these fields besides.
pub(crate) fn flag(fields: &str) -> String {
    format!("{HEAD}{fields}\n")
}

/// A folder with a flags directory in it, gone when it is dropped.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// With these files in `flags/`.
    pub(crate) fn new<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Sandbox {
        let sandbox = Sandbox { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(sandbox.path("flags")).expect("the flags directory");
        files.iter().for_each(|(path, content)| sandbox.write(path, content));
        sandbox
    }

    /// With the example project.
    pub(crate) fn example() -> Sandbox {
        let sandbox = Sandbox::new::<&str>(&[]);
        copy(&example(), &sandbox.path("flags"));
        sandbox
    }

    /// Writes a file in `flags/`, and the folders above it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path("flags").join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("the folders above");
        fs::write(path, content).expect("the file");
    }

    /// A path from the folder that holds `flags/`, where commands run.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The program with these arguments, ready for more.
    pub(crate) fn ffctl(&self, arguments: &[&str]) -> Command {
        ffctl(self.folder.path(), arguments)
    }

    /// What the program does with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.ffctl(arguments))
    }

    /// The document it prints with `--format json`.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        self.run(&[arguments, &["--format", "json"]].concat()).json()
    }
}

/// The flags directory of the example project.
pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("flags")
}

/// Copies a folder's files into another.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).expect("a file");
        }
    }
}

/// The program in a folder: no variable of the user's, a home of its own, and the clock at [`TODAY`].
pub(crate) fn ffctl(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
    command.env_clear().env("FFCTL_NOW", TODAY).envs(env::var_os("PATH").map(|path| ("PATH", path)));
    // What lies above the folder is the machine's, also where it is a git repository.
    command.env("HOME", folder).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder));
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    command.current_dir(folder).args(arguments);
    command
}

/// What the program did.
#[derive(Debug)]
pub(crate) struct Run {
    /// The arguments.
    pub(crate) words: Vec<String>,
    /// The exit code.
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) out: String,
    /// What it said beside it.
    pub(crate) err: String,
}

impl Run {
    /// Runs a command to its end. Whatever it is asked, it does not panic.
    pub(crate) fn of(mut command: Command) -> Run {
        let words = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        let output = command.output().expect("the program");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        let run = Run {
            words,
            code: output.status.code().expect("an exit code, not a signal"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert!(!format!("{}{}", run.out, run.err).contains("panicked"), "{run:?}");
        run
    }

    /// The document it printed.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The documents it printed, one a line.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a document a line")).collect()
    }

    /// The command, what it printed, what it said beside it, and its exit code: for snapshots.
    pub(crate) fn transcript(&self) -> String {
        let quoted = |word: &String| if word.contains(' ') { format!("'{word}'") } else { word.clone() };
        let words: Vec<String> = self.words.iter().map(quoted).collect();
        let beside = if self.err.is_empty() { String::new() } else { format!("--- stderr\n{}", self.err) };
        format!("$ ffctl {}\n{}{beside}--- exit {}\n", words.join(" "), self.out, self.code)
    }
}
