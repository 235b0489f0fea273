//! `ffctl eval --contexts`: many contexts in, an answer a line out.

#![allow(clippy::unwrap_used)]

#[path = "bulk_cli/forms.rs"]
mod forms;
#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;
#[path = "bulk_cli/progress.rs"]
mod progress;
#[path = "bulk_cli/streams.rs"]
mod streams;
#[path = "bulk_cli/summary.rs"]
mod summary;
#[path = "common/terminal.rs"]
mod terminal;
#[path = "bulk_cli/trouble.rs"]
mod trouble;

use program::{Run, Sandbox, example, ffctl};
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Contexts that the flags of the example answer in every way.
const CONTEXTS: &[&str] = &[
    r#"{"user_id": "u-2579", "plan": "premium", "country": "CA", "email": "ada@mail.example.net"}"#,
    r#"{"user_id": "user-123"}"#,
    r#"{"user_id": "user-666", "email": "grace@example.com"}"#,
    r#"{"targetingKey": "u-1480", "company": {"plan": "team", "region": "eu"}, "company_id": "c-10412"}"#,
    r#"{"email": "ada@example.com", "company.plan": "enterprise", "company": {"plan": "free"}}"#,
    r#"{"user_id": 7, "age_days": "31", "country": "US", "nested": {"list": [1, {"deep": null}]}}"#,
    r#"{}"#,
    r#"{"user_id": "é\u00e9\n", "plan": null, "plan": "premium", "country": "US"}"#,
];

/// The example project with these lines in a file.
fn with_contexts(name: &str, content: impl AsRef<[u8]>) -> Sandbox {
    let sandbox = Sandbox::example();
    fs::write(sandbox.path(name), content).unwrap();
    sandbox
}

fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn each_answer_is_byte_for_byte_that_of_its_context_alone() {
    let sandbox = with_contexts("contexts.ndjson", lines(CONTEXTS));
    for key in ["new-checkout", "invoice-engine", "api-limits", "pricing-page-headline", "card-payments"] {
        for environment in [&["-e", "production"][..], &[]] {
            let arguments = |more: &[&'static str]| [&["eval", key][..], environment, more].concat();
            let bulk = sandbox.run(&arguments(&["--contexts", "contexts.ndjson"]));
            let alone = |context: &&'static str| sandbox.run(&arguments(&["--format", "json", "-c", context])).out;
            let each: String = CONTEXTS.iter().map(alone).collect();
            assert_eq!((bulk.out.as_str(), bulk.err.as_str(), bulk.code), (each.as_str(), "", 0), "{key}");
        }
    }
}

#[test]
fn several_flags_answer_in_the_order_asked_and_all_in_that_of_their_keys() {
    let sandbox = with_contexts("contexts.ndjson", lines(CONTEXTS));
    let several = sandbox.run(&["eval", "new-checkout", "api-limits", "--contexts", "contexts.ndjson"]);
    let keys: Vec<Value> = several.json_lines().iter().map(|answer| answer["key"].clone()).collect();
    assert_eq!(keys, ["new-checkout", "api-limits"].repeat(CONTEXTS.len()));

    let all = sandbox.run(&["eval", "--all", "--contexts", "contexts.ndjson", "-e", "staging"]);
    let alone =
        |context: &&str| sandbox.run(&["eval", "--all", "-e", "staging", "--format", "json", "-c", context]).out;
    assert_eq!(all.out, CONTEXTS.iter().map(alone).collect::<String>());
}

#[test]
fn several_flags_for_one_context_are_refused() {
    let run = Sandbox::example().run(&["eval", "new-checkout", "card-payments", "-u", "user-123"]);
    let said = "error: several flags take --contexts\nhelp: or --all for every flag\n";
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", said, 2));
}

fn conformance(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/tree").join(path)
}

#[test]
fn every_answer_is_that_of_the_vectors() {
    let text = fs::read_to_string(conformance("expected.ndjson")).unwrap();
    let expected: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let contexts = fs::read_to_string(conformance("contexts.ndjson")).unwrap().lines().count();
    let environments: HashSet<Option<&str>> = expected.iter().map(|line| line["environment"].as_str()).collect();
    assert!(environments.len() > 1);
    for environment in environments {
        let option = environment.map_or(vec![], |name| vec!["-e", name]);
        let asked = [&["eval", "--all", "--contexts", "contexts.ndjson"], &option[..]].concat();
        let run = Run::of(ffctl(&conformance(""), &asked));
        assert_eq!((run.err.as_str(), run.code), ("", 0));
        let answers = run.json_lines();
        let by_context: Vec<&[Value]> = answers.chunks(answers.len() / contexts).collect();
        for line in expected.iter().filter(|line| line["environment"].as_str() == environment) {
            let of_context = by_context[line["i"].as_u64().unwrap() as usize];
            let answer = of_context.iter().find(|answer| answer["key"] == line["key"]).unwrap();
            let given = [&answer["variant"], &answer["value"], &answer["reason"], &answer["errorCode"]];
            assert_eq!(given, [&line["variant"], &line["value"], &line["reason"], &line["error"]], "{line}");
        }
    }
}

#[test]
fn contexts_are_answered_by_the_flags_of_another_moment_too() {
    let repo = git::Repo::new();
    program::copy(&example(), &repo.path().join("flags"));
    repo.commit("flags", "2026-11-01");
    repo.write("flags/checkout/new-checkout.yaml", &program::flag("rollout: 100"));
    repo.commit("for everyone", "2026-11-10");
    repo.write("contexts.ndjson", "{\"user_id\": \"user-666\"}\n");
    let variant = |moment: &[&str]| {
        let asked = ["eval", "new-checkout", "--contexts", "contexts.ndjson"];
        Run::of(ffctl(repo.path(), &[&asked, moment].concat())).json()["variant"].clone()
    };
    assert_eq!(variant(&[]), "true");
    assert_eq!(variant(&["--rev", "HEAD~1"]), "false");
    assert_eq!(variant(&["--as-of", "2026-11-05"]), "false");
}
