//! What a change of meaning is called.

#[path = "change_words/rules.rs"]
mod rules;
#[path = "change_words/targeting.rs"]
mod targeting;
#[path = "change_words/tree.rs"]
mod tree;

use ffctl::change::{Change, diff};
use ffctl::model::Flag;
use ffctl::yaml::read_flag;
use std::fmt::Debug;

fn flag_named(key: &str, fields: &str) -> Flag {
    let metadata = "description: d, owner: o, type: ops, created: 2026-11-01";
    let text =
        if fields.starts_with("description") { format!("{{{fields}}}") } else { format!("{{{metadata}, {fields}}}") };
    read_flag(key, &text).valid().unwrap_or_else(|| panic!("{text} is invalid"))
}

fn flag(fields: &str) -> Flag {
    flag_named("new-checkout", fields)
}

/// Each change on a line: the environment, if it is one's, then the words.
fn words(changes: &[Change]) -> Vec<String> {
    let line = |change: &Change| match &change.environment {
        Some(environment) => format!("{environment}: {}", change.what),
        None => change.what.to_string(),
    };
    changes.iter().map(line).collect()
}

/// A table of what was, what is, and what that is called.
type Table<'t> = &'t [(&'t str, &'t str, &'t [&'t str])];

fn hold<T: Debug>(table: Table<'_>, read: impl Fn(&str) -> T, diff: impl Fn(&T, &T) -> Vec<Change>) {
    for (old, new, expected) in table {
        let changes = diff(&read(old), &read(new));
        assert_eq!(words(&changes), *expected, "\n{old}\n{new}");
    }
}

fn hold_for_flags(table: Table<'_>) {
    hold(table, flag, |old, new| diff(Some(old), Some(new)));
}

#[test]
fn metadata_is_told_by_field() {
    let with =
        |fields: &str| format!("description: d, owner: o, type: ops, created: 2026-11-01, enabled: true{fields}");
    let plain = with("");
    let cases: &[(&str, &str, &[&str])] = &[
        (", expires: 2026-12-01", ", expires: 2027-01-15", &["expires 2026-12-01 → 2027-01-15"]),
        ("", ", expires: 2027-01-15", &["expires 2027-01-15 added"]),
        (", ticket: PAY-1", "", &["ticket PAY-1 removed"]),
        ("", ", tags: [checkout]", &["tag checkout added"]),
        (", tags: [a, b]", ", tags: [c, b, d]", &["tags c, d added, a removed"]),
        (", tags: [a, b]", ", tags: [b, a, a]", &[]),
        (", tags: [a]", ", tags: [a, b, b]", &["tag b added"]),
        (", links: ['https://a.b']", "", &["link https://a.b removed"]),
        ("", ", waivers: [{rule: stale, until: 2027-01-31, reason: r}]", &["waiver stale until 2027-01-31: r added"]),
        (
            ", waivers: [{rule: stale, until: 2027-01-31, reason: r}]",
            ", waivers: [{rule: stale, until: 2027-02-28, reason: r}]",
            &["waivers stale until 2027-02-28: r added, stale until 2027-01-31: r removed"],
        ),
        ("", ", tags: [a, b, c, d, e, f]", &["tags a, b, c, d, … 2 more added"]),
    ];
    for (old, new, expected) in cases {
        hold_for_flags(&[(&with(old), &with(new), expected)]);
    }
    hold_for_flags(&[
        (&plain, &plain.replace("owner: o", "owner: growth"), &["owner o → growth"]),
        (&plain, &plain.replace("type: ops", "type: permission"), &["type ops → permission"]),
        (&plain, &plain.replace("-11-01", "-11-02"), &["created 2026-11-01 → 2026-11-02"]),
        (&plain, &plain.replace("description: d", "description: \"d e\\nf\""), &["description 'd' → 'd e f'"]),
        (
            &plain.replace(
                "description: d",
                "description: One page for the whole checkout and not a page more than that",
            ),
            &plain.replace(
                "description: d",
                "description: Two pages for the whole checkout and not a page more than that",
            ),
            &["description 'One page for the whole…' → 'Two pages for the whole…'"],
        ),
    ]);
}

#[test]
fn tests_are_counted_and_flags_come_and_go() {
    hold_for_flags(&[
        (
            "enabled: true, tests: [{context: {}, expect: true}, {name: x, context: {}, expect: true}]",
            "enabled: true, tests: [{name: x, context: {a: 1}, expect: true}, {context: {}, expect: true}, {context: {}, expect: true}]",
            &["tests changed: 2 added, 1 removed"],
        ),
        (
            "enabled: true, tests: [{context: {}, expect: true}, {name: x, context: {}, expect: true}]",
            "enabled: true, tests: [{name: x, context: {}, expect: true}, {context: {}, expect: true}]",
            &[],
        ),
    ]);
    let created = |fields| words(&diff(None, Some(&flag(fields))));
    assert_eq!(created("enabled: false"), ["created, disabled"]);
    assert_eq!(created("enabled: true"), ["created, enabled"]);
    let staged = "enabled: false, environments: {staging: {enabled: true}, production: {rollout: 1}}";
    assert_eq!(created(staged), ["created, enabled in staging"]);
    assert_eq!(words(&diff(Some(&flag("enabled: false")), None)), ["removed"]);
    assert!(diff(None, None).is_empty());
}

#[test]
fn machines_read_the_whole_of_what_people_see_in_short() {
    let long = "x".repeat(300);
    let old = flag("enabled: true, rollout: 0, rules: [{name: a, if: {segment: s}}]");
    let new =
        flag(&format!("enabled: false, rollout: 5, rules: [{{name: a, if: {{segment: {long}}}}}], ticket: {long}"));
    let changes = diff(Some(&old), Some(&new));
    let parts: Vec<_> = changes
        .iter()
        .map(|change| {
            let rule = change.what.rule.as_ref().map(|rule| rule.to_string());
            (change.what.field.name(), rule, change.what.from(), change.what.to())
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        parts,
        [
            ("ticket", None, None, text(&long)),
            ("enabled", None, text("true"), text("false")),
            ("if", text("rule 'a'"), text("segment s"), Some(format!("segment {long}"))),
            ("rollout", None, text("0"), text("5")),
        ]
    );
    assert!(changes.iter().all(|change| change.what.to_string().chars().count() < 160));
}
