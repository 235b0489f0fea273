//! A flag that is excused from a rule, and for how long.

use crate::git::Repo;
use crate::{audit, committed, release};
use serde_json::{Value, json};

/// Fully on since 2026-09-01, with these waivers.
fn stale(waivers: &str) -> Repo {
    committed(&[("a", release("2026-09-01", "2027-01-31", &format!("enabled: true\n{waivers}")))], "2026-09-01")
}

const WAIVERS: &str = "waivers:\n  - rule: stale\n    until: 2026-12-01\n    reason: The old app still asks\n";

fn rules(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
fn what_is_waived_is_no_finding_and_is_counted_and_kept_in_sight() {
    let repo = stale(WAIVERS);
    let run = audit(&repo, &[]);
    assert_eq!((run.out.as_str(), run.code), ("", 0));
    assert_eq!(run.err, "1 flag on 2026-11-21: nothing found, 1 waived\n");

    let run = audit(&repo, &["-v"]);
    let line = "waived a  fully on in every environment, unchanged for 81 days, since 2026-09-01 \
                (stale, until 2026-12-01: The old app still asks)\n";
    assert_eq!((run.out.as_str(), run.code), (line, 0));

    let document = audit(&repo, &["--format", "json"]).json();
    assert_eq!(document["findings"], json!([]));
    let waived = &document["waived"][0];
    assert_eq!(
        ["key", "rule", "level", "until", "reason"].map(|field| &waived[field]),
        ["a", "stale", "warning", "2026-12-01", "The old app still asks"]
    );
    assert_eq!((&waived["line"], &waived["help"].is_string()), (&json!(7), &true));
}

#[test]
fn on_its_day_the_waiver_ends_and_is_a_finding_beside_what_it_excused() {
    let repo = stale(WAIVERS);
    let at = |now: &str| audit(&repo, &["--now", now, "--format", "json"]);
    assert_eq!(at("2026-11-30").json()["findings"], json!([]));
    let run = at("2026-12-01");
    let document = run.json();
    assert_eq!((rules(&document["findings"]), run.code), (vec!["stale", "overage", "expired-waiver"], 1));
    let waiver = &document["findings"][2];
    assert_eq!(waiver["message"], "the waiver of `stale` ended today, 2026-12-01; it said: The old app still asks");
    assert_eq!((&waiver["line"], &waiver["column"]), (&json!(10), &json!(12)));
}

#[test]
fn a_waiver_that_is_added_today_does_not_make_the_flag_fresh() {
    let repo = stale("");
    repo.write("flags/a.yaml", &release("2026-09-01", "2027-01-31", &format!("enabled: true\n{WAIVERS}")));
    for moment in ["not committed", "committed"] {
        let document = audit(&repo, &["--format", "json"]).json();
        assert_eq!((rules(&document["findings"]), rules(&document["waived"])), (vec![], vec!["stale"]), "{moment}");
        repo.commit("excused", "2026-11-20");
    }
}

#[test]
fn a_waiver_is_for_its_rule_alone_and_one_without_a_finding_is_said() {
    let document = audit(&stale(&WAIVERS.replace("stale", "expired")), &["--format", "json"]).json();
    assert_eq!(rules(&document["findings"]), ["stale", "unused-waiver"]);
    assert_eq!(document["waived"], json!([]));
}

#[test]
fn where_the_rule_cannot_tell_its_waiver_is_left_alone() {
    let repo = stale(WAIVERS);
    repo.commit("something else", "2026-11-20");
    let document = audit(&repo.clone_with(&["--depth", "1"]), &["--format", "json"]).json();
    assert_eq!((rules(&document["findings"]), rules(&document["unknowns"])), (vec![], vec!["stale"]));
}

#[test]
fn a_rule_that_is_off_leaves_its_waivers_without_work() {
    let repo = stale(WAIVERS);
    repo.write("flags/ffctl.yaml", "policy: {rules: {stale: off}}\n");
    let document = audit(&repo, &["--format", "json"]).json();
    assert_eq!(rules(&document["findings"]), ["unused-waiver"]);
}
