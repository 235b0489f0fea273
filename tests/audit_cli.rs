//! `ffctl audit` in real repositories: each rule, the levels that are denied, and what it says where it cannot know.

#![allow(clippy::unwrap_used)]

#[path = "audit_cli/baseline.rs"]
mod baseline;
#[path = "audit_cli/code.rs"]
mod code;
#[path = "common/git.rs"]
mod git;
#[path = "audit_cli/history.rs"]
mod history;
#[path = "audit_cli/levels.rs"]
mod levels;
#[path = "audit_cli/owners.rs"]
mod owners;
#[path = "common/program.rs"]
mod program;
#[path = "audit_cli/remedies.rs"]
mod remedies;
#[path = "audit_cli/rules.rs"]
mod rules;
#[path = "audit_cli/waivers.rs"]
mod waivers;

use git::Repo;
use program::{Run, ffctl};
use serde_json::json;

const SETTINGS: &str = "environments: [staging, production]\n\
                        policy: {stale_after: 30d, ramp_stuck_after: 80d, max_age: {release: 90d}, \
                        require: [ticket], owners: [o-team]}\n";

/// A release flag with a ticket.
fn release(created: &str, expires: &str, fields: &str) -> String {
    format!(
        "description: d\nowner: o-team\ntype: release\ncreated: {created}\nexpires: {expires}\nticket: T-1\n{fields}\n"
    )
}

/// A repository with these settings and flags, all committed on a day.
fn committed(flags: &[(&str, String)], day: &str) -> Repo {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", SETTINGS);
    flags.iter().for_each(|(key, text)| repo.write(format!("flags/{key}.yaml"), text));
    repo.commit("flags", day);
    repo
}

fn audit(repo: &Repo, arguments: &[&str]) -> Run {
    Run::of(ffctl(repo.path(), &[&["audit"], arguments].concat()))
}

/// A repository with a flag for each rule, and one for none.
fn one_of_each() -> Repo {
    let half = "enabled: true\nrollout: 50";
    committed(
        &[
            ("fine", release("2026-11-01", "2027-01-31", half)),
            ("gone", release("2026-09-01", "2026-11-20", half)),
            ("leaving", release("2026-09-01", "2026-12-01", half)),
            ("lonely", release("2026-11-01", "2027-01-31", half).replace("ticket: T-1\n", "")),
            ("old-and-stale", release("2026-08-01", "2027-01-31", "enabled: true")),
        ],
        "2026-10-01",
    )
}

#[test]
fn findings_are_a_table_where_there_is_room_and_stacked_where_not() {
    let repo = one_of_each();
    for width in [60, 200] {
        let mut command = ffctl(repo.path(), &["audit"]);
        command.env("COLUMNS", width.to_string());
        insta::assert_snapshot!(format!("audit_at_{width}_columns"), Run::of(command).transcript());
    }
}

#[test]
fn quiet_prints_the_findings_alone() {
    let run = audit(&one_of_each(), &["-q"]);
    assert_eq!((run.err.as_str(), run.code), ("", 1));
    assert_eq!(run.out.lines().count(), 6, "a heading and five findings:\n{}", run.out);
}

#[test]
fn machines_get_one_document_the_most_pressing_first() {
    let finding = |key: &str, level: &str, rule: &str, message: &str, help: &str, [line, column]: [u32; 2]| {
        let file = format!("flags/{key}.yaml");
        json!({
            "key": key, "owner": "o-team", "rule": rule, "level": level,
            "message": message, "help": help, "file": file, "line": line, "column": column,
        })
    };
    let decide = |key: &str| {
        format!(
            "decide (`ffctl rollout {key} 100` or `ffctl rollout {key} 0`), take the flag out of the code, \
             then `ffctl remove {key}`"
        )
    };
    let settled = "keep in the code what `true` does, then `ffctl remove old-and-stale`";
    let expected = json!({
        "version": 1,
        "today": "2026-11-21",
        "flags": 5,
        "findings": [
            finding("gone", "error", "expired", "expired 1 day ago, on 2026-11-20",
                &format!("{}; or, where it is still needed, `ffctl set gone expires 2027-02-21`", decide("gone")), [5, 10]),
            finding("lonely", "error", "missing-metadata", "no `ticket`, which `policy.require` asks of every flag",
                "`ffctl set lonely ticket TICKET`", [1, 1]),
            finding("leaving", "warning", "expiring", "expires in 10 days, on 2026-12-01",
                &format!("{}; or, where it takes longer, `ffctl set leaving expires 2027-02-21`", decide("leaving")), [5, 10]),
            finding("old-and-stale", "warning", "stale",
                "fully on in every environment, unchanged for 51 days, since 2026-10-01",
                &format!("{settled}; or, where it is to stay, give it the type that says so: \
                          `ffctl set old-and-stale type ops`, kill-switch or permission"), [7, 10]),
            finding("old-and-stale", "warning", "overage",
                "112 days old (created on 2026-08-01); the limit for the type release is 90 days",
                &format!("{settled}; the limit is `policy.max_age` of the settings"), [4, 10]),
        ],
        "waived": [],
        "baseline": null,
        "unknowns": [],
        "notes": [],
        "problems": [],
    });
    let run = audit(&one_of_each(), &["--format", "json"]);
    assert_eq!((run.json(), run.code), (expected, 1));
}

#[test]
fn the_exit_code_says_whether_a_finding_is_as_bad_as_what_is_denied() {
    let half = "enabled: true\nrollout: 50";
    let [fine, leaving, gone] =
        ["2027-01-31", "2026-12-01", "2026-11-21"].map(|expires| release("2026-11-01", expires, half));
    for (flags, arguments, code) in [
        (&[("a", fine.clone())][..], &[][..], 0),
        (&[("a", fine.clone())], &["--deny", "error"], 0),
        (&[("a", leaving.clone())], &[], 1),
        (&[("a", leaving.clone())], &["--deny", "warning"], 1),
        (&[("a", leaving.clone())], &["--deny", "error"], 0),
        (&[("a", gone.clone())], &["--deny", "error"], 1),
        (&[("a", gone.clone()), ("b", leaving.clone())], &[], 1),
        (&[("a", fine.clone())], &["--deny", "info"], 2),
    ] {
        let run = audit(&committed(flags, "2026-11-20"), arguments);
        assert_eq!(run.code, code, "{flags:?} {arguments:?} {run:?}");
    }
}

#[test]
fn a_broken_file_ends_with_2_and_hides_no_finding() {
    let repo = one_of_each();
    repo.write("flags/broken.yaml", "rolout: 10\n");
    let whole = audit(&one_of_each(), &["--format", "json"]).json();
    for arguments in [&[][..], &["--deny", "error"]] {
        let run = audit(&repo, &[arguments, &["--format", "json"]].concat());
        let document = run.json();
        assert_eq!((run.code, &document["findings"]), (2, &whole["findings"]));
        assert_eq!(document["problems"][0]["file"], "flags/broken.yaml");
    }
    let run = audit(&repo, &[]);
    assert!(run.out.contains("expired") && run.err.contains("error[unknown-field]: unknown field `rolout`"), "{run:?}");
}

#[test]
fn the_clock_can_be_set_to_ask_about_another_day() {
    let repo = one_of_each();
    let rules = |now: &str| {
        let document = audit(&repo, &["--now", now, "--format", "json"]).json();
        assert_eq!(document["today"], now[..10], "the day in UTC");
        let findings = document["findings"].as_array().unwrap().clone();
        findings.iter().map(|found| format!("{} {}", found["key"], found["rule"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(rules("2026-10-02"), ["lonely missing-metadata"]);
    assert_eq!(
        rules("2026-11-06T23:59:59Z"),
        ["lonely missing-metadata", "gone expiring", "old-and-stale stale", "old-and-stale overage"]
    );
    assert_eq!(rules("2026-12-01")[..3], ["gone expired", "leaving expired", "lonely missing-metadata"]);
}

#[test]
fn a_flag_without_findings_is_said_to_be_so() {
    let run = audit(&committed(&[("a", release("2026-11-01", "2027-01-31", "enabled: false"))], "2026-11-20"), &[]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", "1 flag on 2026-11-21: nothing found\n", 0));
}
