//! Cases on the boundaries, offered and added.

use super::{CHECKOUT, SETTINGS, checkout};
use crate::program::{Sandbox, flag};
use std::fs;

fn suggest(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let run = sandbox.run(&[&["test", "--suggest"], arguments].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run.out
}

#[test]
fn each_comparison_and_each_draw_gets_its_cases() {
    let run = checkout().run(&["test", "--suggest", "checkout", "-e", "production"]);
    insta::assert_snapshot!("suggestions", run.transcript());
}

#[test]
fn what_is_pasted_passes_and_is_not_suggested_again() {
    let sandbox = checkout();
    let cases = suggest(&sandbox, &["checkout", "-e", "production"]);
    sandbox.write("checkout.yaml", flag(CHECKOUT).trim_end().to_owned() + "\n" + &cases);
    let run = sandbox.run(&["test"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(suggest(&sandbox, &["checkout", "-e", "production"]), "");
}

#[test]
fn every_operator_has_its_boundary() {
    for (condition, holds, fails) in [
        ("operator: equals, value: US", "US", "other"),
        ("operator: not_equals, value: US", "other", "US"),
        ("operator: in, value: [US, CA]", "CA", "other"),
        ("operator: not_in, value: [US]", "other", "US"),
        ("operator: greater_than, value: 30", "31", "30"),
        ("operator: at_most, value: 0.5", "0.5", "0.6"),
        ("operator: starts_with, value: eu-", "eu-", "eu"),
        ("operator: ends_with, value: \"@a.org\"", "someone@a.org", "someone@a.or"),
        ("operator: contains, value: sso", "sso", "other"),
        ("operator: contains, value: 7", "[7]", "[8]"),
        ("operator: matches, value: '^v\\d{2}$'", "v11", "v1"),
        ("operator: before, value: 2026-12-01", "2026-11-30T23:59:59Z", "2026-12-01"),
        ("operator: after, value: 2026-12-01", "2026-12-01T00:00:01Z", "2026-12-01"),
        ("operator: semver_at_least, value: \"5.1\"", "\"5.1\"", "5.1.0-0"),
        ("operator: semver_greater_than, value: \"5.3.1\"", "5.3.2", "5.3.1"),
    ] {
        let rule = format!("rules:\n  - {{name: r, if: {{attribute: x, {condition}}}}}\nrollout: 0");
        let out = suggest(&Sandbox::new(&[("a.yaml", flag(&rule))]), &["a"]);
        for (value, variant) in [(holds, true), (fails, false)] {
            let case = format!("    context: {{user_id: u-1, x: {value}}}\n    expect: {variant}\n");
            assert!(out.contains(&case), "{condition}: {value}\n{out}");
        }
    }
}

#[test]
fn a_segment_a_not_and_a_missing_attribute_are_followed() {
    let rule = "rules:\n  - {name: r, if: {not: {segment: blocked}}}\nrollout: 0";
    let sandbox = Sandbox::new(&[("a.yaml", flag(rule))]);
    sandbox.write("segments/blocked.yaml", "if: {attribute: risk, operator: at_least, value: 9}\nusers: [u-9]\n");
    let out = suggest(&sandbox, &["a"]);
    for case in [
        "{user_id: u-1, risk: 8}\n    expect: true",
        "{user_id: u-1, risk: 9}\n    expect: false",
        "{user_id: u-1}\n    expect: true",
        "{user_id: u-9}\n    expect: false",
    ] {
        assert!(out.contains(case), "{case}\n{out}");
    }
}

#[test]
fn what_cannot_be_found_is_said() {
    let rule = "rules:\n  - {name: r, if: {attribute: x, operator: matches, value: '\\bno\\Bway\\b$^'}}\nrollout: 0";
    let run = Sandbox::new(&[("a.yaml", flag(rule))]).run(&["test", "--suggest", "a"]);
    assert!(run.err.contains("not said: rule 'r': no context was found that it is for\n"), "{run:?}");
    assert_eq!(run.code, 0);
}

#[test]
fn a_flag_without_cases_gets_the_list_too_and_one_that_is_off_a_single_case() {
    let off = "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: false\nrollout: 20\n";
    let out = suggest(&Sandbox::new(&[("a.yaml", off)]), &["a"]);
    assert_eq!(
        out,
        "tests:\n  - name: switched off\n    context: {user_id: u-1}\n    expect: false\n    reason: DISABLED\n"
    );
}

#[test]
fn cases_are_added_behind_those_that_are_there_and_no_other_byte_changes() {
    for line_end in ["\n", "\r\n"] {
        let text = (flag(CHECKOUT) + "  # the last word\n").replace('\n', line_end);
        let sandbox = Sandbox::new(&[("ffctl.yaml", SETTINGS.to_owned()), ("checkout.yaml", text.clone())]);
        let run = sandbox.run(&["test", "--suggest", "checkout", "-e", "production", "--write"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
        assert!(run.out.starts_with("checkout  tests changed: "), "{run:?}");
        let after = fs::read_to_string(sandbox.path("flags/checkout.yaml")).unwrap();
        let is_added = |line: &similar::Change<&str>| line.tag() != similar::ChangeTag::Delete;
        assert!(similar::TextDiff::from_lines(&text, &after).iter_all_changes().all(|line| is_added(&line)), "{after}");
        assert_eq!(sandbox.run(&["test"]).code, 0);
        let again = sandbox.run(&["test", "--suggest", "checkout", "-e", "production", "--write"]);
        assert!(again.err.contains("it is so already; nothing was written"), "{again:?}");
    }
}

#[test]
fn a_dry_run_shows_the_patch_and_cases_in_brackets_are_left_to_people() {
    let sandbox = checkout();
    let run = sandbox.run(&["test", "--suggest", "checkout", "--write", "--dry-run"]);
    assert!(run.out.contains("\n+  - name: rule 'staff' holds with email someone@example.com\n"), "{run:?}");
    assert_eq!(fs::read_to_string(sandbox.path("flags/checkout.yaml")).unwrap(), flag(CHECKOUT));
    sandbox.write("a.yaml", flag("rollout: 50\ntests: [{context: {}, expect: false}]"));
    let run = sandbox.run(&["test", "--suggest", "a", "--write"]);
    assert_eq!((run.code, run.err.contains("paste what `ffctl test --suggest` prints by hand")), (2, true), "{run:?}");
}

#[test]
fn a_flag_of_very_many_rules_ends_with_an_answer() {
    let rule = |number: usize| {
        format!(
            "  - if: {{all: [{{attribute: a{number}, operator: exists, value: true}}, {{attribute: b, operator: equals, value: {number}}}]}}\n"
        )
    };
    let rules: String = (0..300).map(rule).collect();
    let sandbox = Sandbox::new(&[("a.yaml", flag(&format!("rules:\n{rules}rollout: 0")))]);
    let out = suggest(&sandbox, &["a"]);
    assert!(out.contains("context: {user_id: u-1, a0: any, b: 0}\n    expect: true\n"), "{}", &out[..400]);
}
