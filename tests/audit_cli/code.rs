//! What the code says of the flags: `unreferenced` and `unknown-reference`.

use crate::git::Repo;
use crate::{SETTINGS, audit, release};
use serde_json::{Value, json};

const CODE: &str = "code: {paths: [src], patterns: ['is_on( \"{key}\"']}\n";

/// Flags of 14 and of 13 days, neither of which this code mentions; and this is added to the settings.
fn repo(settings: &str, code: &str) -> Repo {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", &format!("{SETTINGS}{settings}"));
    for (key, created) in [("old", "2026-11-07"), ("young", "2026-11-08")] {
        let text = release(created, "2027-01-31", "enabled: true\nrollout: 50");
        repo.write(format!("flags/{key}.yaml"), &text);
    }
    repo.write("src/main.rs", code);
    repo.commit("all", "2026-11-08");
    repo
}

fn found(document: &Value) -> Vec<Value> {
    let fields = ["rule", "level", "key", "file", "line", "column"];
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|finding| fields.map(|field| finding[field].clone()).into()).collect()
}

#[test]
fn a_flag_that_no_code_mentions_is_found_once_it_is_old_enough_for_it() {
    let repo = repo(CODE, "fn main() {}\n");
    let document = audit(&repo, &["--format", "json"]).json();
    assert_eq!(found(&document), [json!(["unreferenced", "warning", "old", "flags/old.yaml", 1, 1])]);
    assert_eq!(document["findings"][0]["message"], "no code mentions it");
    repo.write("src/main.rs", "// 'old' goes\n");
    assert_eq!(found(&audit(&repo, &["--format", "json"]).json()), Vec::<Value>::new());
    let then = audit(&repo, &["--format", "json", "--rev", "HEAD"]).json();
    assert_eq!(found(&then), [json!(["unreferenced", "warning", "old", "HEAD:flags/old.yaml", 1, 1])]);
}

#[test]
fn code_that_asks_for_no_flag_is_found_where_it_asks() {
    let code = "fn main() {\n    is_on(\"old\") && is_on( \"odl\");\n}\n";
    let run = audit(&repo(CODE, code), &["--format", "json"]);
    let document = run.json();
    assert_eq!(found(&document), [json!(["unknown-reference", "error", "odl", "src/main.rs", 2, 29])]);
    assert_eq!(document["findings"][0]["help"], "did you mean 'old'?");
    assert_eq!(run.code, 1);
}

#[test]
fn where_the_settings_do_not_tell_of_code_nobody_is_blamed() {
    let run = audit(&repo("", "fn main() {}\n"), &["--format", "json"]);
    let document = run.json();
    assert_eq!((found(&document).len(), document["unknowns"].clone(), run.code), (0, json!([]), 0));
}

#[test]
fn the_policy_sets_the_level_by_type_or_asks_neither() {
    let code = "is_on(\"odl\")\n";
    let levels = |rules: &str| {
        let settings = format!("{SETTINGS}{CODE}").replace("policy: {", &format!("policy: {{rules: {{{rules}}}, "));
        let repo = repo("", code);
        repo.write("flags/ffctl.yaml", &settings);
        let document = audit(&repo, &["--format", "json"]).json();
        let findings = document["findings"].as_array().unwrap().clone();
        findings
            .iter()
            .map(|found| format!("{} {}", found["rule"], found["level"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(levels("unreferenced: {release: error}"), ["unknown-reference error", "unreferenced error"]);
    assert_eq!(levels("unreferenced: {release: off}, unknown-reference: warning"), ["unknown-reference warning"]);
    assert_eq!(levels("unreferenced: off, unknown-reference: off"), Vec::<String>::new());
}

#[test]
fn a_baseline_knows_one_unknown_reference_from_another() {
    let repo = repo(CODE, "is_on(\"odl\"); is_on(\"old\")\n");
    assert_eq!(audit(&repo, &["--write-baseline"]).code, 0);
    assert_eq!(audit(&repo, &["--baseline"]).code, 0);
    repo.write("src/main.rs", "is_on(\"odl\"); is_on(\"old\"); is_on(\"yuong\")\n");
    let run = audit(&repo, &["--baseline", "--format", "json"]);
    assert_eq!(found(&run.json()), [json!(["unknown-reference", "error", "yuong", "src/main.rs", 1, 36])]);
    assert_eq!(run.code, 1);
}

#[test]
fn where_the_code_cannot_be_searched_that_is_said_and_is_no_finding() {
    let repo = repo("code: {paths: [lib]}\n", "fn main() {}\n");
    let run = audit(&repo, &["--format", "json"]);
    let document = run.json();
    assert_eq!(found(&document), Vec::<Value>::new());
    assert_eq!(document["unknowns"][0]["rule"], "unreferenced");
    assert!(document["notes"][0].as_str().unwrap().contains("lib"), "{}", document["notes"]);
    assert_eq!(run.code, 0);
}
