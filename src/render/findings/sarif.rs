//! A SARIF 2.1.0 log, as code scanning takes it.

use crate::model::Level;
use crate::report::{AskedRule, Findings, Found, Region};
use md5::{Digest, Md5};
use serde_json::{Value, json};
use std::collections::HashMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME: &str = "https://github.com/ffctl/ffctl";
const RULES_PAGE: &str = "https://github.com/ffctl/ffctl/blob/main/src/format.md";

/// What the paths of the log are from: whoever reads it knows where that is.
const ROOT: &str = "%SRCROOT%";

/// The log of one run.
pub(super) fn log(findings: &Findings<'_>) -> Value {
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> =
        findings.found.iter().map(|found| result(found, findings, fingerprints.of(found))).collect();
    let notifications: Vec<Value> =
        findings.notes.iter().map(|note| json!({"level": "note", "message": {"text": note}})).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "ffctl",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": HOME,
                "rules": findings.rules.iter().map(|rule| descriptor(rule, findings.command)).collect::<Vec<_>>(),
            }},
            "automationDetails": {"id": format!("ffctl/{}/", findings.command)},
            "invocations": [{
                "executionSuccessful": findings.is_complete,
                "toolExecutionNotifications": notifications,
            }],
            "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(rule: &AskedRule<'_>, command: &str) -> Value {
    let help = format!("{}. A rule of `ffctl {command}`; its level is {} by default.", rule.about, rule.level.name());
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.about},
        "fullDescription": {"text": rule.about},
        "help": {"text": help.replace('`', ""), "markdown": help},
        "helpUri": RULES_PAGE,
        "defaultConfiguration": {"level": level(rule.level)},
    })
}

fn result(found: &Found<'_>, findings: &Findings<'_>, fingerprint: String) -> Value {
    let text = match found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.to_owned(),
    };
    let mut location = json!({"physicalLocation": {
        "artifactLocation": artifact(&found.file),
        "region": region(found.region),
    }});
    if let Some(name) = found.key.or(found.path) {
        let kind = if found.key.is_some() { "object" } else { "property" };
        location["logicalLocations"] = json!([{"fullyQualifiedName": name, "kind": kind}]);
    }
    let mut result = json!({
        "ruleId": found.rule,
        "level": level(found.level),
        "message": {"text": text},
        "locations": [location],
        // Code scanning goes by the first of them alone; without it, a line that moves would make an alert anew.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint.clone(), "ffctlFinding/v1": fingerprint},
    });
    if let Some(index) = findings.rules.iter().position(|rule| rule.name == found.rule) {
        result["ruleIndex"] = index.into();
    }
    if let Some(environment) = found.environment {
        result["properties"] = json!({"environment": environment});
    }
    result
}

fn artifact(file: &str) -> Value {
    match file.starts_with('/') {
        true => json!({"uri": format!("file://{}", uri(file))}),
        false => json!({"uri": uri(file), "uriBaseId": ROOT}),
    }
}

/// A file as a whole is its first line: code scanning shows no result without a place.
fn region(region: Option<Region>) -> Value {
    match region {
        None => json!({"startLine": 1}),
        Some(Region { line, column, end: None }) => json!({"startLine": line, "startColumn": column}),
        Some(Region { line, column, end: Some((end_line, end_column)) }) => {
            json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
        }
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

/// A path as a URI: every byte but letters, digits and `-._~/` by its number.
fn uri(path: &str) -> String {
    let is_itself = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if is_itself(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What makes findings the same from one run to the next: the rule, what it is about, and neither the line nor the words,
/// which count days.
#[derive(Default)]
struct Fingerprints(HashMap<String, usize>);

impl Fingerprints {
    fn of(&mut self, found: &Found<'_>) -> String {
        let mut hash = Md5::new();
        for part in [Some(found.rule), found.key, found.environment, Some(&found.file), found.path] {
            hash.update(part.unwrap_or_default());
            hash.update([0]);
        }
        let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let nth = self.0.entry(hash.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        format!("{hash}:{nth}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_uri_whatever_is_in_it() {
        assert_eq!(uri("flags/a b/ü:%#?.yaml"), "flags/a%20b/%C3%BC%3A%25%23%3F.yaml");
    }

    #[test]
    fn a_fingerprint_stays_where_lines_and_words_change() {
        let found = |message: &'static str, line| Found {
            rule: "expiring",
            level: Level::Warning,
            key: Some("a"),
            environment: None,
            message,
            help: None,
            file: "flags/a.yaml".into(),
            region: Some(Region { line, column: 1, end: None }),
            path: None,
        };
        let (today, tomorrow) = (found("in 3 days", 5), found("in 2 days", 8));
        let mut run = Fingerprints::default();
        let first = run.of(&today);
        assert_eq!(Fingerprints::default().of(&tomorrow), first);
        assert_ne!(run.of(&today), first, "one run has no fingerprint twice");
        assert_ne!(Fingerprints::default().of(&Found { key: Some("b"), ..today }), first);
    }
}
