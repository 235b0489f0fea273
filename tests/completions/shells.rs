//! What each shell is answered, and the scripts that ask.

use crate::colours;
use crate::git::isolate;
use crate::program::{Run, Sandbox, ffctl, flag};
use std::path::Path;

/// What bash is answered, which hands over the part that is replaced, and its line.
fn bash(sandbox: &Sandbox, replaced: &str, line: &str) -> String {
    let mut command = sandbox.ffctl(&["--", replaced, line]);
    command.env("FFCTL_COMPLETE", "bash");
    Run::of(command).out
}

#[test]
fn bash_is_answered_what_it_is_to_put_in_the_place_of_what_it_cuts_off() {
    let sandbox = colours();
    assert_eq!(bash(&sandbox, "st", "ffctl eval colours --env=st"), "staging\n");
    assert_eq!(bash(&sandbox, "", "ffctl eval colours --env="), "staging\n");
    assert_eq!(bash(&sandbox, "no", "ffctl eval colours -a region=no"), "north\n");
    assert_eq!(bash(&sandbox, "", "ffctl --flags-dir=\"flags\" show "), "colours\n");
    assert_eq!(bash(&sandbox, "in", "ffctl rollout colours --rule in"), "in\\ the\\ north\n");
    assert_eq!(bash(&sandbox, "in", "ffctl rollout colours --rule 'in"), "in the north\n");
}

#[test]
fn zsh_is_answered_values_and_descriptions_divided_by_a_colon() {
    let text = flag("").replace("description: d", "description: 'one: two'");
    let sandbox = Sandbox::new(&[("a.yaml", text), ("b.yaml", flag("rules: [{name: 'x:y', if: {segment: s}}]"))]);
    let asked = |line: &[&str]| {
        let mut command = sandbox.ffctl(&[&["--", "ffctl"], line].concat());
        command.env("FFCTL_COMPLETE", "zsh");
        Run::of(command).out
    };
    assert_eq!(asked(&["show", "a"]), "a:one: two\n");
    assert_eq!(asked(&["rollout", "b", "--rule", ""]), "x\\:y\n");
}

#[test]
fn the_variable_alone_changes_no_command() {
    let sandbox = colours();
    for shell in ["fish", "tcsh", ""] {
        let mut command = sandbox.ffctl(&["eval", "colours", "-u", "u-1"]);
        command.env("FFCTL_COMPLETE", shell);
        assert_eq!(Run::of(command).out, sandbox.run(&["eval", "colours", "-u", "u-1"]).out);
    }
}

#[test]
fn each_shell_has_a_script_that_asks_the_program() {
    let nowhere = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish"] {
        let run = Run::of(ffctl(nowhere.path(), &["completions", shell]));
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(run.out.contains("FFCTL_COMPLETE") && run.out.contains("command ffctl --"), "{}", run.out);
    }
    assert_eq!(Run::of(ffctl(nowhere.path(), &["completions", "tcsh"])).code, 2);
}

/// Bash is where the suite runs anyway; the other shells are tried by hand.
#[test]
fn bash_takes_the_script_and_calls_the_program() {
    let sandbox = colours();
    let folder = Path::new(env!("CARGO_BIN_EXE_ffctl")).parent().expect("a folder").display().to_string();
    let script = "source <(ffctl completions bash)
        COMP_LINE='ffctl eval colours --env=st' COMP_POINT=27
        _ffctl ffctl st --env
        echo \"${COMPREPLY[@]}\"; complete -p ffctl";
    let mut command = std::process::Command::new("bash");
    isolate(&mut command, &sandbox.path(""));
    let path = std::env::var("PATH").expect("a path");
    command.env("PATH", format!("{folder}:{path}")).current_dir(sandbox.path("")).args(["--norc", "-c", script]);
    let output = command.output().expect("bash");
    let printed = String::from_utf8(output.stdout).expect("text");
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0], "staging", "{}", String::from_utf8_lossy(&output.stderr));
    assert!(lines[1].ends_with("-F _ffctl ffctl"), "{printed}");
}
