//! Segments, settings, and directories.

use super::{Table, flag, flag_named, hold, words};
use ffctl::change::{Subject, TreeModel, diff_segments, diff_settings, diff_trees};
use ffctl::model::{Flag, Segment, Settings};
use ffctl::yaml::{read_segment, read_settings};

fn segment(fields: &str) -> Segment {
    read_segment("staff", &format!("{{{fields}}}")).valid().unwrap_or_else(|| panic!("{fields} is invalid"))
}

fn settings(fields: &str) -> Settings {
    read_settings(&format!("{{{fields}}}")).valid().unwrap_or_else(|| panic!("{fields} is invalid"))
}

#[test]
fn segments_are_told_like_rules() {
    let employees = "if: {attribute: email, operator: ends_with, value: '@a.com'}";
    let table: Table<'_> = &[
        (employees, "if: {segment: b}", &["if email ends_with \"@a.com\" → segment b"]),
        (employees, "users: [u-2, u-1]", &["if email ends_with \"@a.com\" removed", "users u-2, u-1 added"]),
        ("users: [u-2, u-1]", "users: [u-1, u-2, u-1]", &[]),
        ("if: {any: [{segment: a}, {segment: b}]}", "if: {any: [{segment: b}, {segment: a}]}", &[]),
        ("users: [u-2, u-1]", "users: [u-1]", &["user u-2 removed"]),
        (
            "users: [u-1], description: People",
            "users: [u-1], owner: platform",
            &["description 'People' removed", "owner platform added"],
        ),
    ];
    hold(table, segment, |old, new| diff_segments(Some(old), Some(new)));
    let some = segment(&format!("{employees}, users: [u-1]"));
    let created = diff_segments(None, Some(&some));
    assert_eq!(words(&created), ["created"]);
    assert_eq!(created[0].what.to().unwrap(), "if email ends_with \"@a.com\", 1 user");
    assert_eq!(words(&diff_segments(Some(&some), None)), ["removed"]);
}

#[test]
fn settings_are_told_by_setting_and_their_defaults_are_no_change() {
    let table: Table<'_> = &[
        ("environments: [a, b]", "environments: [a, b, c]", &["environments a, b → a, b, c"]),
        ("environments: [a, b]", "environments: [b, a]", &["environments a, b → b, a"]),
        ("protected: [a, b]", "protected: [b, a]", &[]),
        (
            "policy: {rules: {stale: off, expired: {ops: warning}}, owners: [a, b]}",
            "policy: {rules: {stale: error, overage: {release: off}}, owners: [b, c, a], ramp_stuck_after: 2w, unused_after: 1w}",
            &[
                "policy.ramp_stuck_after 30d → 14d",
                "policy.unused_after 30d → 7d",
                "policy.owners a, b → b, c, a",
                "policy.rules expired ops (warning) removed",
                "policy.rules stale off → error",
                "policy.rules overage release (off) added",
            ],
        ),
        ("policy: {rules: {stale: off, expired: off}}", "policy: {rules: {expired: off, stale: off}}", &[]),
        ("ramp: [1, 10, 25, 50, 100.0]", "policy: {max_step: 100, stale_after: 30d}", &[]),
        ("protected: [a]", "ramp: [5, 100]", &["protected a removed", "ramp 1, 10, 25, 50, 100 → 5, 100"]),
        ("ramp: [1]", "attributes: {plan: string}, ramp: [1]", &["attributes plan: string added"]),
        (
            "attributes: {plan: string, age: number}",
            "attributes: {age: date, seats: number}",
            &["attribute plan (string) removed", "attribute age number → date", "attribute seats (number) added"],
        ),
        ("attributes: {plan: string, age: number}", "attributes: {age: number, plan: string}", &[]),
        (
            "policy: {max_step: 50, max_age: {release: 90d}}",
            "policy: {max_age: {release: 2w, experiment: 60d}, require: [ticket], expiring_within: 1w, stale_after: 1d}",
            &[
                "policy.max_step 50% → 100%",
                "policy.expiring_within 14d → 7d",
                "policy.stale_after 30d → 1d",
                "policy.max_age release 90d → 14d",
                "policy.max_age experiment (60d) added",
                "policy.require ticket added",
            ],
        ),
        (
            "code: {paths: [src], exclude: [x]}",
            "code: {paths: [src, lib]}",
            &["code.paths src → src, lib", "code.exclude x removed"],
        ),
        (
            "code: {aliases: [dotted, snake_case], patterns: ['f({key})', 'g({key})']}",
            "code: {aliases: [snake_case, dotted], patterns: ['g({key})']}",
            &["code.patterns f({key}), g({key}) → g({key})"],
        ),
        (
            "code: {aliases: [camelCase]}",
            "code: {patterns: ['f({key})']}",
            &["code.aliases camelCase removed", "code.patterns f({key}) added"],
        ),
    ];
    hold(table, settings, diff_settings);
}

/// The changes of two directories, each flag under its key.
fn trees(old: &[Flag], new: &[Flag]) -> Vec<(Subject, Vec<String>)> {
    fn model(flags: &[Flag]) -> TreeModel<'_> {
        TreeModel { flags: flags.iter().map(|flag| (flag.key.as_str(), flag)).collect(), ..TreeModel::default() }
    }
    diff_trees(&model(old), &model(new)).into_iter().map(|(subject, changes)| (subject, words(&changes))).collect()
}

#[test]
fn a_flag_under_another_key_is_renamed_and_one_that_differs_in_more_is_another_flag() {
    let subject =
        |key: &str, words: &[&str]| (Subject::Flag(key.into()), words.iter().map(|&w| w.to_owned()).collect());
    let old = [flag_named("old", "enabled: true")];
    let kept = [flag_named("new", "enabled: true, salt: old")];
    let drawn_anew = [flag_named("new", "enabled: true")];
    let edited = [flag_named("new", "enabled: true, rollout: 5, salt: old")];
    let another = [flag_named("new", "enabled: true, rollout: 5")];
    assert_eq!(trees(&old, &kept), [subject("new", &["renamed from old"])]);
    let said = ["renamed from old", "salt old → new (everyone is drawn anew)"];
    assert_eq!(trees(&old, &drawn_anew), [subject("new", &said)]);
    let said = ["renamed from old", "rollout 100% → 5%"];
    assert_eq!(trees(&old, &edited), [subject("new", &said)], "its salt says which flag it is");
    assert_eq!(trees(&old, &another), [subject("new", &["created, enabled"]), subject("old", &["removed"])]);
    let both = [old[0].clone(), kept[0].clone()];
    assert_eq!(trees(&old, &both), [subject("new", &["created, enabled"])], "the old one is still there");
    let twin = flag_named("a-twin", "enabled: true");
    assert_eq!(
        trees(&[twin, old[0].clone()], &kept),
        [subject("a-twin", &["removed"]), subject("new", &["renamed from old"])],
        "who kept the buckets goes before a twin"
    );
}

#[test]
fn a_directory_tells_its_flags_then_its_segments_then_its_settings() {
    let (before, after) = (flag("enabled: true"), flag("enabled: false"));
    let (was, is) = (segment("users: [u-1]"), segment("users: [u-2]"));
    let declared = settings("environments: [production]");
    let old =
        TreeModel { flags: [("new-checkout", &before)].into(), segments: [("staff", &was)].into(), settings: None };
    let new = TreeModel {
        flags: [("new-checkout", &after)].into(),
        segments: [("staff", &is)].into(),
        settings: Some(&declared),
    };
    let told: Vec<_> =
        diff_trees(&old, &new).into_iter().map(|(subject, changes)| (subject, words(&changes))).collect();
    assert_eq!(
        told,
        [
            (Subject::Flag("new-checkout".into()), vec!["enabled → disabled".to_owned()]),
            (Subject::Segment("staff".into()), vec!["users u-2 added, u-1 removed".to_owned()]),
            (Subject::Settings, vec!["environments production added".to_owned()]),
        ]
    );
    assert!(diff_trees(&new, &new).is_empty());
}
