//! Real repositories to test with, made by the git program and by nothing of its user's settings.

// Each test file uses a part of it.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};
use tempfile::TempDir;

/// Who commits.
pub(crate) const AUTHOR: &str = "Zoë Test";

/// A repository with a work tree, in a folder that goes when it does.
pub(crate) struct Repo {
    home: TempDir,
    path: PathBuf,
}

impl Repo {
    /// An empty repository on the branch `main`.
    pub(crate) fn new() -> Repo {
        Repo::init(&[])
    }

    /// The same with more options for `git init`.
    pub(crate) fn init(options: &[&str]) -> Repo {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("repo");
        fs::create_dir(&path).expect("a folder for the repository");
        let repo = Repo { home, path };
        repo.git(&[&["init", "--quiet"], options].concat());
        repo
    }

    /// A clone of this one, `--depth 1` for example; over `file://`, as that option needs.
    pub(crate) fn clone_with(&self, options: &[&str]) -> Repo {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("repo");
        let from = format!("file://{}", self.path.display());
        let to = path.display().to_string();
        self.git(&[&["clone", "--quiet"], options, &[&from, &to]].concat());
        Repo { home, path }
    }

    /// The top of the work tree.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A folder beside the work tree that belongs to the test alone.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: impl AsRef<Path>, text: &str) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("the folders above");
        fs::write(path, text).expect("the file");
    }

    /// Commits everything in the work tree on a day, `2026-10-01`, or at a time, `2026-10-01T23:30:00-02:00`; the
    /// commit's id.
    pub(crate) fn commit(&self, message: &str, date: &str) -> String {
        self.git(&["add", "--all"]);
        self.git_on(date, &["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"]).trim_end().to_owned()
    }

    /// Runs git in the work tree; what it prints. It has to succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_on("2026-01-01", arguments)
    }

    /// The same on a day or at a time.
    pub(crate) fn git_on(&self, date: &str, arguments: &[&str]) -> String {
        let output = self.try_git_on(date, arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {stderr}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// The same where it may fail.
    pub(crate) fn try_git_on(&self, date: &str, arguments: &[&str]) -> Output {
        let time = if date.contains('T') { date.to_owned() } else { format!("{date}T12:00:00Z") };
        let mut command = Command::new("git");
        isolate(&mut command, self.home.path());
        command.current_dir(&self.path).args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]);
        command.args(["-c", "protocol.file.allow=always"]).args(arguments);
        command.envs([("GIT_AUTHOR_DATE", &time), ("GIT_COMMITTER_DATE", &time)]);
        command.envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, AUTHOR)));
        command.envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "zoe@example.com")));
        command.output().expect("the git program")
    }
}

/// Keeps the settings of the user, and of a hook that may run the tests, from a program that runs git.
pub(crate) fn isolate(command: &mut Command, home: &Path) {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command.envs(["HOME", "XDG_CONFIG_HOME", "USERPROFILE"].map(|name| (name, home)));
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", home.join("no-such-settings"));
}
