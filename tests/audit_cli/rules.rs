//! Every rule of the audit through the program: what it finds, and the nearest good sibling.

use crate::{audit, committed, release};
use ffctl::audit::RULES;
use serde_json::Value;
use std::collections::BTreeSet;

/// A rule, when the flag was committed, the flag that it finds with what is said, and one that it does not.
struct Case {
    rule: &'static str,
    committed: &'static str,
    found: String,
    said: &'static str,
    fine: String,
}

fn case(rule: &'static str, committed: &'static str, found: String, said: &'static str, fine: String) -> Case {
    Case { rule, committed, found, said, fine }
}

fn cases() -> Vec<Case> {
    let ramping = |created: &str, expires: &str| release(created, expires, "enabled: true\nrollout: 50");
    let lasting = |fields: &str| release("2026-09-01", "2027-01-31", fields);
    let (on, off) = (lasting("enabled: true"), lasting("enabled: false"));
    let one = "variants: {red: r, blue: b}\nfallback: red\nenabled: true\nserve: blue\noverrides: {blue: [u-1]}";
    let half = "environments: {staging: {rollout: 50}}";
    let experiment = |expires: &str, fields: &str| {
        release("2026-10-01", expires, fields).replace("type: release", "type: experiment")
    };
    let split = "enabled: true\nsplit: {true: 50, false: 50}";
    let three =
        "variants: {red: r, blue: b, grey: g}\nfallback: red\nenabled: true\nsplit: {red: 50, blue: 50, grey: 0}";
    let waived = |rule: &str, until: &str| {
        format!("enabled: true\nrollout: 50\nwaivers: [{{rule: {rule}, until: {until}, reason: A calm quarter}}]")
    };
    vec![
        case("expired", "2026-11-01", ramping("2026-11-01", "2026-11-21"), "expired today, 2026-11-21", {
            release("2026-11-01", "2026-12-06", "enabled: true\nrollout: 50")
        }),
        case(
            "expiring",
            "2026-11-01",
            ramping("2026-11-01", "2026-12-05"),
            "expires in 14 days, on 2026-12-05",
            ramping("2026-11-01", "2026-12-06"),
        ),
        case(
            "missing-metadata",
            "2026-11-01",
            ramping("2026-11-01", "2027-01-31").replace("T-1", "\"\""),
            "no `ticket`, which `policy.require` asks of every flag",
            ramping("2026-11-01", "2027-01-31"),
        ),
        case(
            "overage",
            "2026-11-01",
            ramping("2026-08-22", "2027-01-31"),
            "91 days old (created on 2026-08-22); the limit for the type release is 90 days",
            ramping("2026-08-23", "2027-01-31"),
        ),
        case(
            "stale",
            "2026-10-22",
            on.clone(),
            "fully on in every environment, unchanged for 30 days, since 2026-10-22",
            lasting(&format!("enabled: true\n{half}")),
        ),
        case(
            "stale",
            "2026-10-22",
            off,
            "fully off in every environment, unchanged for 30 days, since 2026-10-22",
            lasting("enabled: false\nenvironments: {staging: {enabled: true}}"),
        ),
        case(
            "stale",
            "2026-10-22",
            lasting(one),
            "`blue` for everybody in every environment, unchanged for 30 days, since 2026-10-22",
            lasting(&one.replace("{blue: [u-1]}", "{red: [u-1]}")),
        ),
        case(
            "stale",
            "2026-10-01",
            on.clone(),
            "fully on in every environment, unchanged for 51 days, since 2026-10-01",
            on.replace("type: release", "type: kill-switch"),
        ),
        case(
            "ramp-stuck",
            "2026-09-02",
            ramping("2026-09-01", "2027-01-31"),
            "at 50% in staging and production, unchanged for 80 days, since 2026-09-02",
            experiment("2027-01-31", "enabled: true\nrollout: 50"),
        ),
        case(
            "undecided-experiment",
            "2026-11-01",
            experiment("2026-11-20", split),
            "still splits in staging and production, 1 day after it expired, on 2026-11-20",
            experiment("2027-01-31", split),
        ),
        case(
            "dead-variant",
            "2026-11-01",
            experiment("2027-01-31", three),
            "nobody can get the variant `grey`: it is named only with a weight of 0",
            experiment("2027-01-31", &three.replace("blue: 50, grey: 0", "blue: 49, grey: 1")),
        ),
        case(
            "owner-unknown",
            "2026-11-01",
            ramping("2026-11-01", "2027-01-31").replace("o-team", "p-team"),
            "nobody knows the owner 'p-team': it is not in `policy.owners`",
            ramping("2026-11-01", "2027-01-31").replace("o-team", "\"@acme/O-Team\""),
        ),
        case(
            "expired-waiver",
            "2026-11-01",
            release("2026-11-01", "2027-01-31", &waived("stale", "2026-11-20")),
            "the waiver of `stale` ended 1 day ago, on 2026-11-20; it said: A calm quarter",
            release("2026-11-01", "2026-12-01", &waived("expiring", "2026-11-22")),
        ),
        case(
            "unused-waiver",
            "2026-11-01",
            release("2026-11-01", "2027-01-31", &waived("expiring", "2026-11-22")),
            "the waiver of `expiring` excuses from nothing: the rule finds nothing here",
            release("2026-11-01", "2026-12-05", &waived("expiring", "2026-11-22")),
        ),
    ]
}

#[test]
fn each_rule_finds_what_it_is_for_and_not_its_nearest_sibling() {
    for Case { rule, committed: day, found, said, fine } in cases() {
        let repo = committed(&[("found", found), ("fine", fine)], day);
        let document = audit(&repo, &["--format", "json"]).json();
        let findings: Vec<[&Value; 3]> = document["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| ["key", "rule", "message"].map(|field| &finding[field]))
            .collect();
        // An experiment that is over is expired too.
        let beside = |found: &&[&Value; 3]| rule == "undecided-experiment" && found[1] == "expired";
        let findings: Vec<_> = findings.iter().filter(|found| !beside(found)).copied().collect();
        assert_eq!(findings, [["found", rule, said]], "{rule}");
    }
}

#[test]
fn every_rule_is_shown_by_a_case() {
    let shown: BTreeSet<&str> = cases().iter().map(|case| case.rule).collect();
    // What code and metrics tell is shown beside them.
    let elsewhere = ["unreferenced", "unknown-reference", "unused"];
    assert_eq!(shown, RULES.iter().map(|rule| rule.name).filter(|name| !elsewhere.contains(name)).collect());
}
