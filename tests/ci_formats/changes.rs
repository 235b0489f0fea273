//! `check` and `refs` in the forms that CI reads.

use super::sarif::{holds, schema};
use super::{FORMATS, Repo, run};
use crate::program::HEAD;

/// A rollout is lowered, and code asks for a flag that there is not.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", "environments: [production]\ncode: {paths: [src], patterns: ['on(\"{key}\")']}\n");
    repo.write("flags/a.yaml", &format!("{HEAD}rollout: 50\n"));
    repo.write("flags/b.yaml", HEAD);
    repo.write("src/shop, all/pay.ts", "on(\"a\");\non(\"aa\");\n");
    repo.commit("flags", "2026-11-20");
    repo.write("flags/a.yaml", &format!("{HEAD}rollout: 20\n"));
    repo.commit("less", "2026-11-21");
    repo
}

const COMMANDS: &[(&str, &[&str])] = &[("check", &["check", "--against", "HEAD~1"]), ("refs", &["refs"])];

#[test]
fn in_every_form() {
    let repo = repo();
    for (name, command) in COMMANDS {
        for format in FORMATS.iter().filter(|format| **format != "sarif") {
            let run = run(&repo, &[command, &["--format", format][..]].concat());
            insta::assert_snapshot!(format!("{name}_{format}"), run.transcript());
        }
    }
}

#[test]
fn logs_hold_to_the_published_schema_and_name_rules_and_places() {
    let repo = repo();
    for ((_, command), (rule, file, line)) in COMMANDS
        .iter()
        .zip([("users-lose-feature", "flags/a.yaml", 6), ("unknown-reference", "src/shop%2C%20all/pay.ts", 2)])
    {
        let run = run(&repo, &[command, &["--format", "sarif"][..]].concat());
        let log = run.json();
        holds(&schema(), &log);
        let result = &log["runs"][0]["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        let said = (
            result["ruleId"].as_str(),
            place["artifactLocation"]["uri"].as_str(),
            place["region"]["startLine"].as_i64(),
        );
        assert_eq!((said, run.code), ((Some(rule), Some(file), Some(line)), 1));
    }
}
