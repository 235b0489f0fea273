//! A terminal to ask a person on, made by the program `script` of util-linux.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::git::isolate;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The program on a terminal of its own.
pub(crate) struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    screen: ChildStdout,
    seen: String,
}

impl Terminal {
    /// Whether this machine has what a terminal needs.
    pub(crate) fn is_possible() -> bool {
        let probe = Command::new("script")
            .args(["--quiet", "--return", "--command", "test -t 0 && test -t 2 && exit 42", "/dev/null"])
            .stdin(Stdio::null())
            .output();
        probe.is_ok_and(|output| output.status.code() == Some(42))
    }

    /// Runs the program in a folder.
    pub(crate) fn run(folder: &Path, home: &Path, arguments: &str) -> Terminal {
        Terminal::run_with(folder, home, &[], arguments)
    }

    /// The same with more variables.
    pub(crate) fn run_with(folder: &Path, home: &Path, variables: &[(&str, &str)], arguments: &str) -> Terminal {
        let line = format!("exec '{}' {arguments}", env!("CARGO_BIN_EXE_ffctl"));
        let mut command = Command::new("script");
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        isolate(&mut command, home);
        command.env("FFCTL_NOW", "2026-11-21").env("TERM", "dumb").current_dir(folder);
        command.envs(variables.iter().copied());
        command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program script");
        let keyboard = child.stdin.take().expect("a keyboard");
        let screen = child.stdout.take().expect("a screen");
        Terminal { child, keyboard, screen, seen: String::new() }
    }

    /// Waits until the screen ends with these words.
    pub(crate) fn until(&mut self, words: &str) {
        let mut bytes = Vec::new();
        while !bytes.ends_with(words.as_bytes()) {
            let mut byte = [0];
            let read = self.screen.read(&mut byte).expect("a screen");
            assert_eq!(read, 1, "it ended without {words:?}: {}", String::from_utf8_lossy(&bytes));
            bytes.extend(byte);
        }
        self.seen.push_str(&String::from_utf8_lossy(&bytes));
    }

    /// Types, and waits for the end: the exit code, and all that was on the screen.
    pub(crate) fn types(mut self, keys: &str) -> (Option<i32>, String) {
        self.keyboard.write_all(keys.as_bytes()).expect("a keyboard");
        self.keyboard.flush().expect("a keyboard");
        let mut rest = Vec::new();
        self.screen.read_to_end(&mut rest).expect("a screen");
        let code = self.child.wait().expect("an end").code();
        (code, self.seen + &String::from_utf8_lossy(&rest))
    }
}
