//! Whoever reads what is printed: closed pipes, full disks, and colour.

use crate::program::{Run, Sandbox, TODAY, flag};
use crate::sandbox;
use std::fs::File;
use std::process::{Command as Process, Stdio};

/// Runs the program with this as its standard output; the exit code, and what it says beside it.
fn printing_to(sandbox: &Sandbox, arguments: &[&str], out: impl Into<Stdio>) -> (Option<i32>, String) {
    let mut command = Process::new(env!("CARGO_BIN_EXE_ffctl"));
    command.env_clear().env("FFCTL_NOW", TODAY).current_dir(sandbox.path("")).args(arguments).stdout(out);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    (output.status.code(), said)
}

const PRINTING: &[&[&str]] = &[
    &["list"],
    &["list", "--format", "json"],
    &["show", "good"],
    &["validate"],
    &["validate", "--format", "json"],
    &["eval", "good"],
    &["eval", "--all", "--format", "json"],
    &["audit", "--format", "json"],
];

#[test]
fn a_closed_pipe_is_no_error() {
    let sandbox = sandbox();
    for &arguments in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, said) = printing_to(&sandbox, arguments, writer);
        assert!(code == Some(0) && !said.contains("error"), "{arguments:?}: {code:?} {said}");
    }
}

#[test]
fn a_closed_pipe_does_not_make_a_yes_of_a_no() {
    let sandbox = sandbox();
    sandbox.write("bad.yaml", "rolout: 1");
    for (arguments, expected) in [(&["validate"][..], 1), (&["list"], 2), (&["eval", "--all"], 2)] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(printing_to(&sandbox, arguments, writer).0, Some(expected), "{arguments:?}");
    }
}

#[test]
fn a_pipe_that_closes_midway_is_no_error() {
    let sandbox = sandbox();
    for i in 0..2000 {
        sandbox.write(&format!("f{i}.yaml"), flag("rollout: 100"));
    }
    let script = format!("{{ {} list; echo $? >&2; }} | head -1", env!("CARGO_BIN_EXE_ffctl"));
    let output = Process::new("sh").args(["-c", &script]).current_dir(sandbox.path("")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.lines().any(|line| line == "0") && !said.contains("panicked"), "{said}");
}

#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let sandbox = sandbox();
    for &arguments in PRINTING {
        let (code, said) = printing_to(&sandbox, arguments, full.try_clone().unwrap());
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains("error: cannot print the result: "), "{arguments:?}: {said}");
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let sandbox = sandbox();
    let styled = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = sandbox.ffctl(arguments);
        command.envs(variables.iter().copied());
        Run::of(command).out.contains('\u{1b}')
    };
    assert!(!styled(&["list"], &[]), "a pipe is no terminal");
    assert!(styled(&["list", "--color", "always"], &[]));
    assert!(styled(&["list"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!styled(&["list"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!styled(&["list", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}
