//! The forms that CI reads: what each of them says of the same findings, and that other people's words break none.

#![allow(clippy::unwrap_used)]

#[path = "ci_formats/changes.rs"]
mod changes;
#[path = "common/git.rs"]
mod git;
#[path = "ci_formats/github.rs"]
mod github;
#[path = "ci_formats/junit.rs"]
mod junit;
#[path = "ci_formats/markdown.rs"]
mod markdown;
#[path = "ci_formats/paths.rs"]
mod paths;
#[path = "common/program.rs"]
mod program;
#[path = "ci_formats/sarif.rs"]
mod sarif;

use git::Repo;
use program::{HEAD, Run, ffctl};
use serde_json::Value;

const FORMATS: &[&str] = &["github", "sarif", "junit", "markdown"];

/// Two flags: one whose words are as bad as words can be, and one that expired.
fn awkward() -> Repo {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", "environments: [production]\npolicy: {require: [ticket]}\n");
    repo.write("flags/fine.yaml", &format!("{HEAD}ticket: T-1\n"));
    let fields = [
        r#""100%, a:b\n::error::x | <b>`c`</b> @team #12": 1"#,
        r###""##[error]]]> & 'é' \"q\" \u001B[2J😀": 2"###,
        "environments:\n  \"stag\\\\|ing\": {enabled: true}",
    ];
    repo.write("flags/a, b: 100% [x]/döner.yaml", &format!("{HEAD}ticket: T-2\n{}\n", fields.join("\n")));
    let expired = HEAD.replace("type: ops", "type: release\nexpires: 2026-11-20");
    repo.write("flags/gone, too/expired.yaml", &expired);
    repo.commit("flags", "2026-11-20");
    repo
}

/// As many flags that expired.
fn expired(number: usize) -> Repo {
    let repo = Repo::new();
    let flag = HEAD.replace("type: ops", "type: release\nexpires: 2026-11-20");
    (0..number).for_each(|n| repo.write(format!("flags/flag-{n:04}.yaml"), &flag));
    repo.commit("flags", "2026-11-20");
    repo
}

fn run(repo: &Repo, arguments: &[&str]) -> Run {
    Run::of(ffctl(repo.path(), arguments))
}

/// What a command says in a form.
fn said(repo: &Repo, command: &str, format: &str) -> Run {
    run(repo, &[command, "--format", format])
}

/// The findings as JSON has them: those of the files that are in an audit's way, then its own.
fn found(repo: &Repo, command: &str) -> Vec<Value> {
    let document = said(repo, command, "json").json();
    let lists =
        ["diagnostics", "problems", "findings"].map(|name| document[name].as_array().cloned().unwrap_or_default());
    lists.concat()
}

fn text<'v>(finding: &'v Value, field: &str) -> &'v str {
    finding[field].as_str().unwrap_or_default()
}

#[test]
fn validate_in_every_form() {
    let repo = awkward();
    for format in FORMATS.iter().filter(|format| **format != "sarif") {
        insta::assert_snapshot!(format!("validate_{format}"), said(&repo, "validate", format).transcript());
    }
}

#[test]
fn audit_in_every_form() {
    let repo = awkward();
    for format in FORMATS.iter().filter(|format| **format != "sarif") {
        insta::assert_snapshot!(format!("audit_{format}"), said(&repo, "audit", format).transcript());
    }
}

#[test]
fn where_all_is_well_every_form_says_so() {
    let repo = Repo::new();
    repo.write("flags/fine.yaml", HEAD);
    repo.commit("flags", "2026-11-20");
    for format in FORMATS.iter().filter(|format| **format != "sarif") {
        for command in ["validate", "audit"] {
            let run = said(&repo, command, format);
            insta::assert_snapshot!(format!("clean_{command}_{format}"), run.transcript());
        }
    }
}

#[test]
fn the_form_has_no_say_in_how_it_ends() {
    let (awkward, expired) = (awkward(), expired(1));
    for format in [&["table", "json"], FORMATS].concat() {
        let code = |repo, arguments: &[&str]| run(repo, &[arguments, &["--format", format]].concat()).code;
        assert_eq!(code(&awkward, &["validate"]), 1, "{format}");
        assert_eq!(code(&awkward, &["validate", "flags/fine.yaml"]), 0, "{format}");
        assert_eq!(code(&awkward, &["audit"]), 2, "{format}: a file that cannot be read was not audited");
        assert_eq!(code(&expired, &["audit"]), 1, "{format}");
        assert_eq!(code(&expired, &["audit", "--now", "2026-11-08"]), 1, "{format}: expiring");
        assert_eq!(code(&expired, &["audit", "--now", "2026-11-08", "--deny", "error"]), 0, "{format}");
    }
}

#[test]
fn only_the_commands_that_judge_offer_them() {
    let repo = expired(1);
    for format in ["github", "sarif", "junit"] {
        for command in [&["list"][..], &["show", "flag-0000"], &["eval", "flag-0000"], &["log"], &["diff"]] {
            let run = run(&repo, &[command, &["--format", format]].concat());
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{command:?} {format}");
            assert!(run.err.contains(&format!("invalid value '{format}'")), "{}", run.err);
        }
    }
    for command in ["validate", "audit"] {
        let run = said(&repo, command, "sarfi");
        assert!(run.code == 2 && run.err.contains("a similar value exists: 'sarif'"), "{}", run.err);
    }
}

#[test]
fn what_an_audit_cannot_know_is_said_in_every_form() {
    let repo = expired(3);
    repo.commit("second", "2026-11-20");
    let shallow = repo.clone_with(&["--depth", "1"]);
    shallow.write("flags/ffctl.yaml", "policy: {stale_after: 30d}\n");
    let unknowns = said(&shallow, "audit", "json").json()["unknowns"].as_array().unwrap().clone();
    assert!(!unknowns.is_empty(), "a shallow clone leaves questions");
    for format in FORMATS {
        let run = said(&shallow, "audit", format);
        for unknown in &unknowns {
            let (key, message) = (text(unknown, "key"), text(unknown, "message"));
            assert!(run.out.contains(&format!("{key}: {message}")), "{format}: {}", run.out);
        }
    }
}
