//! What is found in conditions, and what is rightly left alone.

#![allow(clippy::unwrap_used)]

use ffctl::logic::Logic;
use ffctl::model::{Condition, Segment};
use ffctl::yaml::read_segment;
use std::collections::BTreeMap;

/// `a equals 1` and its like, in short; anything that begins with `{` is YAML already.
fn condition(text: &str) -> Condition {
    let yaml = |text: &str| match text.strip_prefix("not ") {
        Some(text) => format!("{{not: {}}}", shorthand(text)),
        None => shorthand(text),
    };
    let read = read_segment("x", &format!("if: {}", yaml(text)));
    read.valid().unwrap_or_else(|| panic!("{text}")).condition.unwrap()
}

fn shorthand(text: &str) -> String {
    if text.starts_with('{') {
        return text.to_owned();
    }
    let mut words = text.splitn(3, ' ');
    let mut next = || words.next().unwrap();
    match (next(), next()) {
        ("segment", name) => format!("{{segment: {name}}}"),
        (attribute, operator) => format!("{{attribute: {attribute}, operator: {operator}, value: {}}}", next()),
    }
}

fn segments() -> BTreeMap<String, Segment> {
    let segments = [
        ("americans", "if: {attribute: country, operator: in, value: [US, CA]}"),
        ("germans", "if: {attribute: country, operator: equals, value: DE}"),
        ("pinned", "users: [u-1, \"7\"]"),
        ("staff", "if: {attribute: email, operator: ends_with, value: \"@example.com\"}\nusers: [u-1]"),
        ("crew", "if: {segment: staff}"),
        ("nobody", "if: {all: [{segment: americans}, {segment: germans}]}"),
        ("circle", "if: {any: [{segment: circle}, {segment: nobody}]}"),
    ];
    let read = segments.map(|(name, text)| (name.to_owned(), read_segment(name, text).valid().unwrap()));
    read.into_iter().collect()
}

/// Conditions, and whether they can hold for one context.
const TOGETHER: &[(&[&str], bool)] = &[
    // Equality
    (&["country in [US]", "country in [DE]"], false),
    (&["country in [US, DE]", "country in [DE, FR]"], true),
    (&["country equals US", "country equals us"], false),
    (&["country equals US", "country not_equals US"], false),
    (&["country equals US", "not country equals US"], false),
    (&["country in [US, CA]", "country not_in [CA, US, MX]"], false),
    (&["country in [US, CA]", "country not_in [CA]"], true),
    (&["country not_equals US", "not country not_equals US"], false),
    (&["not country equals US", "not country not_equals US"], true),
    (&["country in []"], false),
    (&["country not_in []"], true),
    (&["not country in []"], true),
    (&["country equals US", "state equals CA"], true),
    // Values of several types
    (&["n equals 1", "n equals 1.0"], true),
    (&["n equals \"1\"", "n equals \"1.0\""], true),
    (&["n equals \"01\"", "n equals \"1.0\"", "n not_equals 1"], false),
    (&["n equals \"1\"", "n not_equals 1"], false),
    (&["n equals 1", "n not_equals \"1\""], true),
    (&["n equals \"1\"", "n starts_with \"1.\""], false),
    (&["n equals 1", "n starts_with \"1.\""], true),
    (&["b equals true", "b equals \"true\""], true),
    (&["b equals true", "b equals false"], false),
    (&["b equals true", "b equals \"True\""], false),
    (&["b equals true", "b greater_than 0"], false),
    // Numbers
    (&["age greater_than 30", "age less_than 20"], false),
    (&["age greater_than 20", "age less_than 30"], true),
    (&["age greater_than 20", "age at_most 20"], false),
    (&["age at_least 20", "age at_most 20"], true),
    (&["age at_least 20", "age at_most 20", "age not_equals 20"], false),
    (&["age at_least 20", "age at_most 20", "age not_equals \"20\""], true),
    (&["age greater_than 20", "age less_than 21"], true),
    (&["age greater_than 30", "not age greater_than 20"], false),
    (&["not age greater_than 20", "not age at_most 20"], true),
    (&["age in [10, 20]", "age greater_than 20"], false),
    (&["age in [10, \"30\"]", "age greater_than 20"], true),
    (&["age equals young", "age greater_than 20"], false),
    (&["age greater_than 200000000000000000000000000000000000000", "age less_than 1"], true),
    // Dates and versions
    (&["at after 2026-06-01", "at before 2026-01-01"], false),
    (&["at after 2026-01-01", "at before 2026-06-01"], true),
    (&["at after 2026-06-01", "at before \"2026-06-01T02:00:00+02:00\""], false),
    (&["at equals \"2026-06-01\"", "at after 2026-06-01"], false),
    (&["v semver_at_least 2.0", "v semver_less_than 2.0.0"], false),
    (&["v semver_at_least 2.0.0-rc.1", "v semver_less_than 2"], true),
    (&["v semver_equals 1.2", "v semver_equals v1.2.0"], true),
    (&["v semver_equals 1.2", "not v semver_equals v1.2.0"], false),
    (&["v semver_equals 1.2", "v semver_greater_than 1.2.0"], false),
    (&["v equals 2", "v semver_equals 2.0", "v semver_less_than 2"], false),
    (&["v equals 2", "v semver_equals 2.0", "not v semver_less_than 2"], true),
    // Texts
    (&["id starts_with a", "id starts_with b"], false),
    (&["id starts_with a", "id starts_with ab"], true),
    (&["id starts_with [a, b]", "id starts_with [c, bx]"], true),
    (&["id starts_with [a, b]", "id starts_with [c, bx]", "not id starts_with b"], false),
    (&["id starts_with a", "id ends_with b"], true),
    (&["id ends_with \"@a.com\"", "id ends_with \"@b.com\""], false),
    (&["id contains abc", "id not_contains b"], true),
    (&["id contains abc", "id not_contains b", "id matches x"], false),
    (&["id equals abc", "id matches \"^b\""], false),
    (&["id in [abc, bcd]", "id matches \"^b\""], true),
    (&["id equals abc", "id contains x"], false),
    // Lists
    (&["groups contains qa", "groups contains ops"], true),
    (&["groups contains qa", "groups not_contains qa"], false),
    (&["groups contains 7", "groups not_contains \"7\""], true),
    (&["groups contains \"7\"", "groups not_contains 7", "not groups starts_with \"\""], false),
    (&["groups contains qa", "groups equals qa"], true),
    (&["groups contains 7", "groups greater_than 3"], true),
    (&["groups contains qa", "groups exists false"], false),
    // Presence
    (&["plan exists false", "plan not_equals pro"], false),
    (&["plan exists false", "not plan equals pro"], true),
    (&["plan exists false", "plan exists true"], false),
    (&["plan exists true", "not plan equals pro"], true),
    (&["company exists false", "company.plan exists true"], true),
    // Groups
    (&["{all: [{attribute: a, operator: equals, value: 1}, {attribute: a, operator: equals, value: 2}]}"], false),
    (&["{any: [{segment: americans}, {segment: germans}]}", "country equals FR"], false),
    (&["{any: [{segment: americans}, {segment: pinned}]}", "country equals FR"], true),
    (&["not {all: [{segment: americans}, {segment: crew}]}", "segment americans", "segment staff"], false),
    // Segments
    (&["segment americans", "segment germans"], false),
    (&["segment americans", "country equals DE"], false),
    (&["segment americans", "not segment germans"], true),
    (&["segment crew", "not segment staff"], false),
    (&["segment staff", "email ends_with \"@example.org\""], true),
    (&["segment staff", "email ends_with \"@example.org\"", "user_id equals u-2"], false),
    (&["segment pinned", "user_id equals 7"], true),
    (&["segment pinned", "user_id in [8, u-2]"], false),
    (&["segment pinned", "user_id exists false"], false),
    (&["segment nobody"], false),
    // What is broken elsewhere
    (&["segment circle"], true),
    (&["segment missing", "not segment missing"], true),
    (&["segment missing", "country equals US", "country equals DE"], false),
];

/// Whether the second condition holds wherever the first does.
const NARROWER: &[(&str, &str, bool)] = &[
    ("country equals US", "country in [US, CA]", true),
    ("country in [US, CA]", "country equals US", false),
    ("country equals US", "country not_equals CA", true),
    ("country not_equals CA", "country exists true", true),
    ("country equals US", "not country exists false", true),
    ("not country equals US", "country not_equals US", false),
    ("country not_equals US", "not country equals US", true),
    ("age greater_than 30", "age at_least 30", true),
    ("age at_least 30", "age greater_than 30", false),
    ("age equals 31", "age greater_than 30", true),
    ("age equals \"31\"", "age equals 31", true),
    ("age equals 31", "age equals \"31\"", false),
    ("v semver_equals 2.1", "v semver_at_least 2", true),
    ("at after 2026-06-01", "at after 2026-01-01", true),
    ("email ends_with \"@a.example.com\"", "email ends_with [\".com\", \".org\"]", true),
    ("email starts_with a", "email contains a", true),
    ("email contains ab", "email contains b", false),
    ("segment germans", "country in [DE, AT]", true),
    ("email ends_with \"@example.com\"", "segment crew", true),
    ("segment crew", "email ends_with \"@example.com\"", false),
    ("user_id equals u-1", "segment pinned", true),
    ("user_id equals 7", "segment pinned", false),
    ("segment americans", "not segment germans", true),
];

/// Whether a condition holds for everybody.
const CERTAIN: &[(&str, bool)] = &[
    ("plan exists true", false),
    ("{any: [{attribute: p, operator: exists, value: true}, {attribute: p, operator: exists, value: false}]}", true),
    ("{any: [{segment: staff}, {not: {segment: crew}}]}", true),
    (
        "{any: [{attribute: p, operator: equals, value: a}, {attribute: p, operator: not_equals, value: a}]}",
        // Not for those without `p`.
        false,
    ),
    (
        "{any: [{attribute: p, operator: equals, value: a}, {attribute: p, operator: not_equals, value: a}, \
         {attribute: p, operator: exists, value: false}]}",
        // Not for those whose `p` is a list.
        false,
    ),
    (
        "{any: [{not: {attribute: n, operator: at_most, value: 1}}, {attribute: n, operator: less_than, value: 2}]}",
        true,
    ),
    ("{any: [{attribute: n, operator: greater_than, value: 1}, {attribute: n, operator: less_than, value: 2}]}", false),
    ("not {segment: nobody}", true),
    ("not {segment: missing}", false),
];

#[test]
fn conditions_that_can_never_hold_together_are_found_and_no_others() {
    let segments = segments();
    let logic = Logic::new(&segments);
    for (texts, possible) in TOGETHER {
        let conditions: Vec<Condition> = texts.iter().map(|text| condition(text)).collect();
        assert_eq!(logic.nobody_is(&conditions.iter().collect::<Vec<_>>(), &[]), !possible, "{texts:?}");
        assert_eq!(logic.is_impossible(&Condition::All(conditions)), !possible, "{texts:?}");
    }
}

#[test]
fn conditions_that_lie_within_others_are_found_and_no_others() {
    let segments = segments();
    for (narrow, wide, expected) in NARROWER {
        let implied = Logic::new(&segments).implies(&condition(narrow), &condition(wide));
        assert_eq!(implied, *expected, "{narrow} within {wide}");
    }
}

#[test]
fn conditions_that_hold_for_everybody_are_found_and_no_others() {
    let segments = segments();
    for (text, expected) in CERTAIN {
        assert_eq!(Logic::new(&segments).is_certain(&condition(text)), *expected, "{text}");
    }
}

#[test]
fn nothing_is_claimed_of_a_segment_in_doubt() {
    let segments = segments();
    let doubtful = ["germans".to_owned()].into();
    let [both, other] = [["americans", "germans"], ["americans", "nobody"]]
        .map(|names| Condition::All(names.map(|name| Condition::Segment(name.to_owned())).into()));
    let logic = Logic::new(&segments).doubting(&doubtful);
    assert!(Logic::new(&segments).is_impossible(&both) && !logic.is_impossible(&both));
    assert!(Logic::new(&segments).is_impossible(&other) && !logic.is_impossible(&other));
}

/// `n` segments, each of which names the next in this many ways.
fn chain(n: usize, ways: usize) -> BTreeMap<String, Segment> {
    let segment = |i: usize| {
        let next = vec![Condition::Segment(format!("s-{}", i + 1)); ways];
        let last = condition("country equals DE");
        let condition = if i + 1 == n { last } else { Condition::Any(next) };
        let name = format!("s-{i}");
        (name.clone(), Segment { name, description: None, owner: None, condition: Some(condition), users: vec![] })
    };
    (0..n).map(segment).collect()
}

#[test]
fn a_question_that_would_take_too_long_is_left_open() {
    let asked = [condition("segment s-0"), condition("country equals US")];
    let can_hold = |segments| !Logic::new(&segments).nobody_is(&asked.iter().collect::<Vec<_>>(), &[]);
    assert!(!can_hold(chain(5, 2)));
    assert!(can_hold(chain(60, 2)), "2^59 ways");
    assert!(!can_hold(chain(60, 1)));
    assert!(can_hold(chain(50_000, 1)), "deeper than evaluation goes");
    let ids = |from: usize| (from..from + 10_500).map(|i| format!("u-{i}")).collect::<Vec<_>>().join(", ");
    let [some, others] = [0, 10_500].map(|from| condition(&format!("user_id in [{}]", ids(from))));
    let segments = BTreeMap::new();
    assert!(!Logic::new(&segments).is_impossible(&Condition::All(vec![some.clone(), others])));
    assert!(Logic::new(&segments).implies(&some, &some));
}

#[test]
fn as_many_choices_as_are_looked_at_need_little_stack() {
    let choice = |i| {
        format!("{{any: [{}, {}]}}", shorthand(&format!("a-{i} exists true")), shorthand(&format!("b-{i} equals 1")))
    };
    let choices = |n: usize| (0..n).map(choice).collect::<Vec<_>>().join(", ");
    let segments = BTreeMap::new();
    let logic = Logic::new(&segments);
    for n in [10, 990, 5_000] {
        assert!(!logic.is_impossible(&condition(&format!("{{all: [{}]}}", choices(n)))));
    }
}
