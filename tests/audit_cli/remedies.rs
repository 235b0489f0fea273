//! What a finding says to do about it, done: every command in backquotes parses, runs, and is taken.

use crate::git::Repo;
use crate::program::{Run, ffctl};
use crate::{audit, release};
use std::collections::BTreeSet;

/// A protected environment, and steps that are held to 50 points.
const SETTINGS: &str = "environments: [staging, 'the live site']\nprotected: ['the live site']\n\
                        policy: {max_step: 50, max_age: {release: 90d}, owners: [o-team], \
                        require: [ticket, tags, links, description, expires]}\ncode: {paths: [src]}\n";

fn repo() -> Repo {
    let repo = Repo::new();
    let experiment =
        |fields: &str| release("2026-09-01", "2026-11-01", fields).replace("type: release", "type: experiment");
    let waiver = |until: &str| format!("enabled: false\nwaivers: [{{rule: expiring, until: {until}, reason: r}}]");
    let permission = "description: d\nowner: p-team\ntype: permission\ncreated: 2026-01-01\nenabled: true\n";
    for (key, text) in [
        ("ramp", release("2026-07-01", "2026-11-01", "enabled: true\nrollout: 10")),
        (
            "live",
            release(
                "2026-07-01",
                "2026-12-01",
                "enabled: true\nrollout: 0\nenvironments: {'the live site': {rollout: 60}}",
            ),
        ),
        (
            "slow",
            release(
                "2026-07-01",
                "2026-12-01",
                "enabled: true\nrollout: 0\nenvironments: {'the live site': {rollout: 10}}",
            ),
        ),
        ("on", release("2026-07-01", "2026-12-01", "enabled: true")),
        ("differs", release("2026-07-01", "2026-12-01", "enabled: true\nenvironments: {staging: {enabled: false}}")),
        ("test", experiment("enabled: true\nsplit: {true: 50, false: 50}")),
        ("three", experiment("variants: {a: 1, b: 2, c: 3}\nfallback: a\nenabled: true\nsplit: {a: 50, b: 50, c: 0}")),
        ("excused", release("2026-07-01", "2027-01-31", &waiver("2026-11-01"))),
        ("well", release("2026-07-01", "2027-01-31", &waiver("2027-01-01"))),
        ("bare", permission.to_owned()),
    ] {
        repo.write(format!("flags/{key}.yaml"), &text);
    }
    repo.write("flags/ffctl.yaml", SETTINGS);
    let mentioned = ["ramp", "live", "slow", "on", "differs", "test", "three", "excused", "bare"];
    repo.write("src/flags.ts", &mentioned.map(|key| format!("on('{key}');\n")).concat());
    let unused = "ffctl_flag_served_since_timestamp_seconds{flag=\"slow\"} 1785542400\n";
    repo.write("metrics.txt", unused);
    repo.commit("flags", "2026-08-01");
    repo
}

/// The words of a command line, quotes taken away as a shell does.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = parts.flat_map(|(nth, part)| match nth % 2 {
        1 => vec![part.to_owned()],
        _ => part.split_whitespace().map(str::to_owned).collect(),
    });
    words.collect()
}

#[test]
fn every_command_that_a_finding_names_works_as_it_is_typed() {
    let document = audit(&repo(), &["--usage", "metrics.txt", "--format", "json"]).json();
    let mut rules = BTreeSet::new();
    let mut ran = BTreeSet::new();
    for finding in document["findings"].as_array().unwrap() {
        let help = finding["help"].as_str().unwrap();
        let commands: Vec<&str> =
            help.split('`').skip(1).step_by(2).filter_map(|code| code.strip_prefix("ffctl ")).collect();
        assert!(!commands.is_empty(), "{finding}");
        rules.insert(finding["rule"].as_str().unwrap().to_owned());
        for command in commands {
            if !ran.insert(command.to_owned()) {
                continue;
            }
            // Without a terminal nothing is asked: whoever types it there answers yes.
            let words = words(command);
            let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
            arguments.push("--yes");
            let repo = repo();
            let mut program = ffctl(repo.path(), &arguments);
            program.env("EDITOR", "true");
            let run = Run::of(program);
            assert_eq!(run.code, 0, "ffctl {command}: {run:?}");
        }
    }
    // What code asks for in vain is no command's to mend.
    let of_flags = ffctl::audit::RULES.iter().filter(|rule| rule.name != "unknown-reference");
    let known: BTreeSet<String> = of_flags.map(|rule| rule.name.to_owned()).collect();
    assert_eq!(rules, known, "every rule is found in this directory");
    assert!(ran.contains("rollout slow --next -e 'the live site'"), "{ran:?}");
    assert!(ran.contains("rollout live 100 -e 'the live site'"), "{ran:?}");
}

#[test]
fn done_as_it_says_the_finding_is_gone() {
    for (key, rule, command) in [
        ("on", "stale", &["remove", "on", "--yes"][..]),
        ("on", "stale", &["set", "on", "type", "ops", "--yes"]),
        ("ramp", "expired", &["set", "ramp", "expires", "2027-02-21", "--yes"]),
        ("live", "ramp-stuck", &["rollout", "live", "100", "-e", "the live site", "--yes"]),
        ("bare", "owner-unknown", &["set", "bare", "owner", "o-team", "--yes"]),
    ] {
        let repo = repo();
        let is_found = || {
            let document = audit(&repo, &["--format", "json"]).json();
            let findings = document["findings"].as_array().unwrap().clone();
            findings.iter().any(|finding| finding["key"] == key && finding["rule"] == rule)
        };
        assert!(is_found(), "{key} {rule}");
        let run = Run::of(ffctl(repo.path(), command));
        assert_eq!(run.code, 0, "{run:?}");
        assert!(!is_found(), "{key} {rule} after {command:?}");
    }
}

#[test]
fn people_read_a_command_once_for_all_flags_that_are_mended_alike() {
    let out = audit(&repo(), &[]).out;
    assert!(out.contains("`ffctl set KEY expires 2027-02-21`"), "{out}");
    assert!(!out.contains("`ffctl remove on`") && out.contains("`ffctl remove KEY`"), "{out}");
}
