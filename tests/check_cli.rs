//! `ffctl check` in real repositories: each gate and its nearest sibling, and what it goes by.

#![allow(clippy::unwrap_used)]

#[path = "check_cli/git.rs"]
mod branches;
#[path = "common/git.rs"]
mod git;
#[path = "check_cli/losses.rs"]
mod losses;
#[path = "common/past.rs"]
mod past;
#[path = "check_cli/people.rs"]
mod people;
#[path = "check_cli/policy.rs"]
mod policy;
#[path = "common/program.rs"]
mod program;
#[path = "check_cli/rules.rs"]
mod rules;

use past::Past;
use program::Run;
use serde_json::Value;

/// Production is protected, and ramped in steps of 50 points.
const SETTINGS: &str = "environments: [staging, production]\nprotected: [production]\npolicy: {max_step: 50}\n";

/// Everybody's file has an owner.
const OWNED: &str = "* @acme/everyone\n";

/// Files of `flags/` with their texts.
type Files<'f> = &'f [(&'f str, &'f str)];

/// A repository whose `main` has these files, on the branch `change`.
fn merged(files: Files<'_>) -> Past {
    let past = Past::of(git::Repo::new());
    past.write("ffctl.yaml", SETTINGS);
    past.repo.write("CODEOWNERS", OWNED);
    files.iter().for_each(|(path, text)| past.write(path, text));
    past.commit("before", "2026-11-01");
    past.repo.git(&["checkout", "--quiet", "-b", "change"]);
    past
}

/// The same with a change that is committed; a file without a text goes.
fn proposed(before: Files<'_>, after: Files<'_>, message: &str) -> Past {
    let past = merged(before);
    for (path, text) in after {
        match text.is_empty() {
            true => std::fs::remove_file(past.repo.path().join("flags").join(path)).unwrap(),
            false => past.write(path, text),
        }
    }
    past.commit(message, "2026-11-02");
    past
}

fn check(past: &Past, arguments: &[&str]) -> Run {
    past.run(&[&["check", "--against", "main"], arguments].concat())
}

fn document(past: &Past, arguments: &[&str]) -> Value {
    check(past, &[arguments, &["--format", "json"]].concat()).json()
}

/// What is found, a line each: `users-lose-feature a production: 15% of users lose it: …`.
fn found(past: &Past) -> Vec<String> {
    let document = document(past, &[]);
    let line = |finding: &Value| {
        let text = |name: &str| finding[name].as_str().map(str::to_owned);
        let place: Vec<String> = [text("rule"), text("key"), text("environment")].into_iter().flatten().collect();
        format!("{}: {}", place.join(" "), finding["message"].as_str().unwrap())
    };
    document["findings"].as_array().unwrap().iter().map(line).collect()
}

/// A flag with a boolean answer and these lines.
fn flag(lines: &str) -> String {
    past::flag(&format!("enabled: true\n{lines}\n"))
}
