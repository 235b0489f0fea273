//! SARIF logs, held to the schema that OASIS published.

use super::{awkward, expired, found, run, said, text};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The schema as it was published, which the crate `serde-sarif` carries and makes its types from.
fn published() -> String {
    let arguments = ["metadata", "--offline", "--format-version=1", "--filter-platform=host-tuple"];
    let cargo = Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: Value = serde_json::from_slice(&cargo.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(text(package, "manifest_path"));
    fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap()
}

pub(super) fn schema() -> Validator {
    // The pattern of a language has a bracket too many in it, and is no regular expression.
    let text = published().replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
pub(super) fn holds(schema: &Validator, log: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().unwrap()
}

/// The log of an audit, with the first of its rules alone.
#[test]
fn a_log_is_complete() {
    let mut log = said(&awkward(), "audit", "sarif").json();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["rules"].as_array_mut().unwrap().truncate(1);
    assert_eq!(driver["semanticVersion"].take(), env!("CARGO_PKG_VERSION"));
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn every_log_holds_to_the_published_schema() {
    let schema = schema();
    let (awkward, expired) = (awkward(), expired(12));
    for repo in [&awkward, &expired] {
        for arguments in [&["validate"][..], &["audit"], &["audit", "--rev", "HEAD"], &["validate", "--rev", "HEAD"]] {
            holds(&schema, &run(repo, &[arguments, &["--format", "sarif"]].concat()).json());
        }
    }
    let mut wrong = said(&expired, "audit", "sarif").json();
    wrong["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!schema.is_valid(&wrong), "the schema sees what is wrong");
}

#[test]
fn each_result_is_a_finding_with_its_rule_and_its_place() {
    let repo = awkward();
    for command in ["validate", "audit"] {
        let (found, log) = (found(&repo, command), said(&repo, command, "sarif").json());
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(results(&log).len(), found.len());
        for (result, finding) in results(&log).iter().zip(&found) {
            assert_eq!(result["ruleId"], finding["rule"]);
            assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], finding["rule"]);
            assert_eq!(result["level"], finding["level"]);
            assert!(text(&result["message"], "text").starts_with(text(finding, "message")));
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
            assert_eq!(place["region"]["startLine"], finding["line"]);
            let file = text(&place["artifactLocation"], "uri");
            assert!(file.is_ascii() && !file.contains([' ', ':', '[']), "{file}");
        }
    }
}

#[test]
fn rules_say_what_they_are_about_and_how_bad_it_is() {
    let log = said(&expired(1), "audit", "sarif").json();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let names: Vec<&str> = rules.iter().map(|rule| text(rule, "id")).collect();
    let known: Vec<&str> = ffctl::audit::RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names, known);
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            assert!(!text(&rule[field], "text").is_empty(), "{rule}");
        }
        assert!(["error", "warning"].contains(&text(&rule["defaultConfiguration"], "level")), "{rule}");
    }
}

#[test]
fn fingerprints_differ_and_stay_when_lines_move_and_days_pass() {
    let repo = awkward();
    let prints = |arguments: &[&str]| -> Vec<String> {
        let log = run(&repo, &[arguments, &["--format", "sarif"]].concat()).json();
        let print = |result: &Value| text(&result["partialFingerprints"], "primaryLocationLineHash").to_owned();
        results(&log).iter().map(print).collect()
    };
    let (before, audited) = (prints(&["validate"]), prints(&["audit"]));
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());
    assert_eq!(prints(&["audit", "--now", "2026-11-25"]), audited, "the words count days");
    let path = "flags/a, b: 100% [x]/döner.yaml";
    let text = std::fs::read_to_string(repo.path().join(path)).unwrap();
    repo.write(path, &format!("# a line\n\n# and another\n{text}"));
    assert_eq!(prints(&["validate"]), before);
}

#[test]
fn each_command_is_a_category_of_its_own_and_says_whether_it_saw_everything() {
    let repo = awkward();
    for (command, is_complete) in [("validate", true), ("audit", false)] {
        let run = &said(&repo, command, "sarif").json()["runs"][0];
        assert_eq!(run["automationDetails"]["id"], format!("ffctl/{command}/"));
        assert_eq!(run["invocations"][0]["executionSuccessful"], is_complete);
    }
}
