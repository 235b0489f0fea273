//! The action's steps, run as GitHub runs them: with variables, and files for what they say.

use super::{file, path};
use crate::program::{HEAD, Sandbox, TODAY};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

const INPUTS: &[&str] = &["COMMAND", "ARGS", "FLAGS_DIR", "FORMAT", "OUTPUT", "SUMMARY", "VERSION"];

/// What a step did.
#[derive(Debug)]
struct Step {
    code: i32,
    log: String,
    /// What it wrote as its outputs.
    output: String,
    summary: String,
}

/// Runs a script of the action in a folder, with these inputs and no others.
fn step(sandbox: &Sandbox, script: &str, inputs: &[(&str, &str)]) -> Step {
    let binaries = path(env!("CARGO_BIN_EXE_ffctl")).parent().unwrap().display().to_string();
    let (output, summary) = (sandbox.path("output.txt"), sandbox.path("summary.md"));
    [&output, &summary].iter().for_each(|file| fs::write(file, "").unwrap());
    let action = path(".github/actions/ffctl");
    let mut command = Command::new("bash");
    command.arg(action.join(script)).current_dir(sandbox.path("")).env_clear();
    command.env("PATH", format!("{binaries}:{}", std::env::var("PATH").unwrap())).env("FFCTL_NOW", TODAY);
    command.envs([("GITHUB_OUTPUT", &output), ("GITHUB_STEP_SUMMARY", &summary), ("GITHUB_ACTION_PATH", &action)]);
    command.envs(INPUTS.iter().map(|name| (format!("INPUT_{name}"), "")));
    command.envs(inputs.iter().map(|(name, value)| (format!("INPUT_{name}"), *value)));
    let done = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Step {
        code: done.status.code().unwrap(),
        log: text(done.stdout) + &text(done.stderr),
        output: fs::read_to_string(output).unwrap(),
        summary: fs::read_to_string(summary).unwrap(),
    }
}

/// One flag, that is expired.
fn expired() -> Sandbox {
    Sandbox::new(&[("gone.yaml", HEAD.replace("type: ops", "type: release\nexpires: 2026-11-20"))])
}

#[test]
fn the_manifest_hands_every_input_to_the_scripts_that_read_it() {
    let action = file(".github/actions/ffctl/action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let mut handed = BTreeSet::from(["working-directory".to_owned()]);
    for step in steps.iter().filter(|step| step["run"].is_string()) {
        assert_eq!(step["shell"], "bash");
        let script = step["run"].as_str().unwrap().split('/').nth(1).unwrap().trim_end_matches('"');
        let text = fs::read_to_string(path(".github/actions/ffctl").join(script)).unwrap();
        for (variable, value) in step["env"].as_object().unwrap() {
            assert!(text.contains(variable), "{script} reads {variable}");
            let input = value.as_str().unwrap().trim_start_matches("${{ inputs.").trim_end_matches(" }}");
            handed.insert(input.to_owned());
        }
    }
    for (name, input) in action["inputs"].as_object().unwrap() {
        assert!(handed.contains(name), "{name}");
        assert!(input["description"].is_string() && input["default"].is_string(), "{name}");
    }
    assert_eq!(action["outputs"]["exit-code"]["value"], "${{ steps.run.outputs.exit-code }}");
}

#[test]
fn it_ends_as_the_command_does_and_says_so() {
    let sandbox = expired();
    for (command, args, code) in
        [("validate", "", 0), ("audit", "", 1), ("audit", "--now=2026-10-01\n--deny=error", 0), ("adit", "", 2)]
    {
        let step = step(&sandbox, "run.sh", &[("COMMAND", command), ("ARGS", args), ("FORMAT", "github")]);
        assert_eq!((step.code, step.output), (code, format!("exit-code={code}\n")), "{command}: {}", step.log);
    }
}

#[test]
fn an_argument_a_line_stays_what_it_is() {
    let sandbox = expired();
    fs::create_dir(sandbox.path("a b")).unwrap();
    fs::copy(sandbox.path("flags/gone.yaml"), sandbox.path("a b/gone.yaml")).unwrap();
    let inputs = [
        ("COMMAND", "validate"),
        ("FLAGS_DIR", "a b"),
        ("FORMAT", "github"),
        ("ARGS", "a b/gone.yaml\n\n--deny\nwarning\n"),
    ];
    let step_of = |inputs: &[(&str, &str)]| step(&sandbox, "run.sh", inputs);
    let fine = step_of(&inputs);
    assert_eq!((fine.code, fine.log.as_str()), (0, "ffctl validate: 1 file: nothing found\n"));
    for evil in ["$(touch made)", "`touch made`", "; touch made", "*", "--deny warning", "' \" \\"] {
        for input in ["COMMAND", "ARGS", "FLAGS_DIR", "FORMAT"] {
            let step = step_of(&[&inputs[..], &[(input, evil)]].concat());
            assert_eq!(step.code, 2, "{input} {evil}: {}", step.log);
        }
    }
    assert!(!sandbox.path("made").exists());
}

#[test]
fn the_result_goes_to_a_file_and_to_the_summary_where_asked() {
    let sandbox = expired();
    let inputs = [("COMMAND", "audit"), ("FORMAT", "sarif"), ("OUTPUT", "the result.sarif"), ("SUMMARY", "true")];
    let done = step(&sandbox, "run.sh", &inputs);
    assert_eq!((done.code, done.log.as_str()), (1, ""));
    let log: Value = serde_json::from_str(&fs::read_to_string(sandbox.path("the result.sarif")).unwrap()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(done.summary.starts_with("### ffctl audit: 1 error, 1 warning\n"), "{}", done.summary);
    let nowhere = step(&sandbox, "run.sh", &[("COMMAND", "audit"), ("OUTPUT", "no/folder/x")]);
    assert_ne!(nowhere.code, 0, "{nowhere:?}");
    let plain = step(&sandbox, "run.sh", &[("COMMAND", "list")]);
    assert_eq!((plain.code, plain.summary.as_str()), (0, ""));
    assert!(plain.log.contains("gone"), "{}", plain.log);
}

#[test]
fn a_version_is_a_word_and_without_one_it_is_what_the_sources_are() {
    let sandbox = expired();
    let id = |version| step(&sandbox, "source.sh", &[("VERSION", version)]);
    assert_eq!(id("v1.2.3").output, "id=v1.2.3\n");
    let own = id("").output;
    assert!(own.len() >= "id=".len() + 41 && own == id("").output, "{own}");
    for evil in ["../x", "--branch", "a b", "a\nb=c", "$(x)"] {
        let refused = id(evil);
        assert_eq!((refused.code, refused.output.as_str()), (2, ""), "{evil}");
    }
}
