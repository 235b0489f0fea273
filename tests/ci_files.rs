//! What is ready to use in CI: the action, the workflows, the hooks and the README's examples say what the program takes.

#![allow(clippy::unwrap_used)]

#[path = "ci_files/action.rs"]
mod action;
#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;
#[path = "ci_files/report.rs"]
mod report;

use git::Repo;
use program::{Run, Sandbox, ffctl};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn file(name: &str) -> Value {
    yaml(&fs::read_to_string(path(name)).unwrap())
}

/// The YAML examples of the README's section on CI.
fn examples() -> Vec<Value> {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    let section = readme.split("\n## In CI\n").nth(1).unwrap().split("\n## ").next().unwrap();
    section.split("```yaml\n").skip(1).map(|rest| yaml(rest.split("```").next().unwrap())).collect()
}

fn workflows() -> Vec<Value> {
    let mut workflows: Vec<Value> =
        [".github/examples/flags.yml", ".github/examples/flags-report.yml"].map(file).into();
    workflows.extend(examples());
    workflows
}

/// The texts under these keys, wherever they stand.
fn texts(value: &Value, keys: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| match value {
            Value::String(text) if keys.contains(&key.as_str()) => found.push(text.clone()),
            Value::Array(items) if keys.contains(&key.as_str()) && items.iter().all(Value::is_string) => {
                found.extend(items.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            value => texts(value, keys, found),
        }),
        Value::Array(items) => items.iter().for_each(|value| texts(value, keys, found)),
        _ => {}
    }
}

fn scripts(documents: &[Value]) -> Vec<String> {
    let mut scripts = Vec::new();
    documents.iter().for_each(|document| texts(document, &["run", "script", "entry"], &mut scripts));
    scripts
}

/// The words of each `ffctl` command of a script.
fn commands(script: &str) -> Vec<Vec<String>> {
    let words = |line: &str| -> Option<Vec<String>> {
        let words = line.trim().strip_prefix("ffctl ")?.split_whitespace();
        Some(words.take_while(|word| !matches!(*word, ">" | ">>" | "|" | "||" | "&&")).map(str::to_owned).collect())
    };
    script.lines().filter_map(words).collect()
}

#[test]
fn every_command_is_one_that_the_program_takes() {
    let mut documents = workflows();
    documents.push(file(".pre-commit-hooks.yaml"));
    let commands: Vec<Vec<String>> = scripts(&documents).iter().flat_map(|script| commands(script)).collect();
    assert!(commands.len() >= 7, "{commands:?}");
    let repo = Repo::new();
    program::copy(&program::example(), &repo.path().join("flags"));
    program::copy(&path("tests/shop"), &repo.path().join("tests/shop"));
    repo.commit("all", "2026-11-20");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    for command in commands {
        // What GitHub sets for a pull request.
        let words: Vec<String> =
            command.iter().map(|word| word.replace("$GITHUB_BASE_REF", "main").replace('"', "")).collect();
        let run = Run::of(ffctl(repo.path(), &words.iter().map(String::as_str).collect::<Vec<_>>()));
        assert!(run.code < 2, "{run:?}");
    }
}

#[test]
fn no_script_has_an_expression_in_its_text() {
    let mut documents = workflows();
    documents.push(file(".github/actions/ffctl/action.yml"));
    let scripts = scripts(&documents);
    assert!(scripts.len() >= 7);
    assert!(scripts.iter().all(|script| !script.contains("${{")), "{scripts:?}");
}

#[test]
fn workflows_name_when_they_run_and_what_they_may_do() {
    for name in ["flags", "flags-report"] {
        let workflow = file(&format!(".github/examples/{name}.yml"));
        assert!(workflow["on"]["schedule"][0]["cron"].is_string(), "{name}");
        assert_eq!(workflow["permissions"]["contents"], "read", "{name}");
        let jobs = workflow["jobs"].as_object().unwrap();
        assert!(jobs.values().all(|job| job["runs-on"].is_string() && job["steps"].is_array()), "{name}");
    }
    assert_eq!(file(".github/examples/flags-report.yml")["permissions"]["issues"], "write");
}

#[test]
fn hooks_have_what_pre_commit_asks_for() {
    let hooks = file(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    let ids: Vec<&str> = hooks.iter().filter_map(|hook| hook["id"].as_str()).collect();
    assert_eq!(ids, ["ffctl-validate", "ffctl-audit"]);
    for hook in hooks {
        assert!(hook["name"].is_string() && hook["entry"].is_string());
        assert_eq!(hook["language"], "rust");
        assert_eq!([&hook["always_run"], &hook["pass_filenames"]], [&Value::from(true), &Value::from(false)]);
    }
}

#[test]
fn the_readme_names_what_is_there() {
    let examples = examples();
    let hooks = file(".pre-commit-hooks.yaml");
    let ids: Vec<&Value> = hooks.as_array().unwrap().iter().map(|hook| &hook["id"]).collect();
    let named = examples.iter().find_map(|example| example["repos"][0]["hooks"].as_array()).unwrap();
    assert!(named.iter().all(|hook| ids.contains(&&hook["id"])), "{named:?}");

    let inputs = file(".github/actions/ffctl/action.yml")["inputs"].clone();
    let steps = examples.iter().find_map(|example| example["steps"].as_array()).unwrap();
    let is_ours = |step: &&Value| step["uses"].as_str().unwrap().starts_with("ffctl/ffctl/.github/actions/ffctl@");
    let given = steps.iter().find(is_ours).unwrap()["with"].as_object().unwrap();
    assert!(given.keys().all(|input| inputs.get(input).is_some()), "{given:?}");
    let words = ["command", "format"].map(|input| given[input].as_str().unwrap());
    let run: Run = Sandbox::example().run(&[words[0], "--format", words[1]]);
    assert_eq!(run.code, 0, "{run:?}");
}
