//! Flags of every shape, made of few words so that two of them often have something in common.

// Each test file uses a part of it.
#![allow(dead_code)]

use ffctl::model::{
    Clause, Comparison, Condition, Flag, FlagType, Operator, Override, Percent, Rule, Scalar, ScalarKind, Split,
    TargetingLayer, TestCase, VariantName, Variants, Waiver, parse_date,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;

/// The environments that they name.
pub(crate) const ENVIRONMENTS: &[&str] = &["development", "staging", "production"];
/// The segments that they name.
pub(crate) const SEGMENTS: &[&str] = &["staff", "beta"];

/// A percentage, often one that was there before.
pub(crate) fn percent() -> impl Strategy<Value = Percent> {
    prop_oneof![select(&[0, 10_000, 25_000, 100_000][..]), 0..=100_000u32]
        .prop_map(|thousandths| Percent::from_thousandths(thousandths).unwrap())
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(words).prop_map(str::to_owned)
}

pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let list = vec(select(&["US", "CA", "31", "true"][..]), 1..4);
    let kinds = select(&[ScalarKind::Text, ScalarKind::Text, ScalarKind::Number][..]);
    let scalar = |text: &str, kind| match text.parse::<i32>() {
        Ok(_) => Scalar { text: text.to_owned(), kind },
        Err(_) => Scalar::text(text),
    };
    let compare = (word(&["country", "plan"]), list, kinds).prop_map(move |(attribute, list, kind)| {
        let list = list.into_iter().map(|text| scalar(text, kind)).collect();
        Condition::Attribute { attribute, operator: Operator::In, value: Comparison::List(list) }
    });
    let leaf = prop_oneof![compare, word(SEGMENTS).prop_map(Condition::Segment)];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..3).prop_map(Condition::All),
            vec(inner.clone(), 1..3).prop_map(Condition::Any),
            inner.prop_map(|condition| Condition::Not(Box::new(condition))),
        ]
    })
}

fn variant() -> impl Strategy<Value = VariantName> {
    word(&["true", "false"]).prop_map(VariantName)
}

/// A clause, at times an empty one.
fn clause() -> impl Strategy<Value = Clause> {
    let split = (percent(), any::<bool>()).prop_map(|(weight, turned)| {
        let rest = Percent::from_thousandths(100_000 - weight.thousandths()).unwrap();
        let mut split = vec![(VariantName("true".into()), weight), (VariantName("false".into()), rest)];
        if turned {
            split.reverse();
        }
        Split(split)
    });
    let serving = prop_oneof![
        3 => Just((None, None)),
        2 => variant().prop_map(|variant| (Some(variant), None)),
        1 => split.prop_map(|split| (None, Some(split))),
    ];
    (option::of(percent()), serving).prop_map(|(rollout, (serve, split))| Clause { rollout, serve, split })
}

fn rule() -> impl Strategy<Value = Rule> {
    (option::of(word(&["employees", "early", "late"])), condition(), clause())
        .prop_map(|(name, condition, clause)| Rule { name, condition, clause })
}

fn overrides() -> impl Strategy<Value = Vec<Override>> {
    let ids = |ids: &'static [&'static str]| subsequence(ids, 1..=ids.len());
    (ids(&["u-1", "u-2", "u-3"]), ids(&["u-3", "u-4"]), any::<bool>()).prop_map(|(some, others, turned)| {
        let pinned = |variant: &str, ids: Vec<&str>| Override {
            variant: VariantName(variant.into()),
            ids: ids.into_iter().map(str::to_owned).collect(),
        };
        let mut overrides = vec![pinned("true", some), pinned("false", others)];
        if turned {
            overrides.reverse();
        }
        overrides
    })
}

fn layer() -> impl Strategy<Value = TargetingLayer> {
    (option::of(any::<bool>()), option::of(overrides()), option::of(vec(rule(), 0..4)), clause())
        .prop_map(|(enabled, overrides, rules, clause)| TargetingLayer { enabled, overrides, rules, clause })
}

fn variants() -> impl Strategy<Value = Variants> {
    let declared = (select(vec![json!(true), json!(1)]), any::<bool>()).prop_map(|(value, turned)| {
        let mut list = vec![(VariantName("true".into()), value), (VariantName("false".into()), json!(false))];
        if turned {
            list.reverse();
        }
        Variants { declared: true, list }
    });
    prop_oneof![2 => Just(Variants::boolean()), 1 => declared]
}

fn test_case() -> impl Strategy<Value = TestCase> {
    (option::of(word(&["x", "y"])), variant()).prop_map(|(name, expect)| TestCase {
        name,
        environment: None,
        at: None,
        context: serde_json::Map::new(),
        expect,
        reason: None,
    })
}

fn waiver() -> impl Strategy<Value = Waiver> {
    let until = select(&["2026-12-01", "2027-01-15"][..]).prop_map(|date| parse_date(date).unwrap());
    (word(&["stale", "overage"]), until, word(&["x", "y"])).prop_map(|(rule, until, reason)| Waiver {
        rule,
        until,
        reason,
    })
}

/// A flag that can be read from a file; not all are valid.
pub(crate) fn flag() -> impl Strategy<Value = Flag> {
    let date = || select(&["2026-11-01", "2026-12-01", "2027-01-15"][..]).prop_map(|date| parse_date(date).unwrap());
    let known = (word(&["d", "e"]), word(&["o", "p"]), select(FlagType::ALL), date(), option::of(date()));
    let labels = (
        option::of(word(&["T-1"])),
        vec(word(&["a", "b", "c"]), 0..3),
        vec(word(&["https://a.b"]), 0..2),
        vec(waiver(), 0..3),
    );
    let draws = (option::of(word(&["user_id", "company"])), option::of(word(&["flag", "salt"])));
    let answers = (variants(), option::of(variant()), draws);
    let environments = btree_map(select(ENVIRONMENTS), layer(), 0..4);
    let targeting = (any::<bool>(), layer(), environments, vec(test_case(), 0..3));
    (known, labels, answers, targeting).prop_map(|(known, labels, answers, targeting)| {
        let (variants, fallback, (bucket_by, salt)) = answers;
        let (enabled, layer, environments, tests) = targeting;
        Flag {
            key: "flag".into(),
            description: known.0,
            owner: known.1,
            flag_type: known.2,
            created: known.3,
            expires: known.4,
            ticket: labels.0,
            tags: labels.1,
            links: labels.2,
            waivers: labels.3,
            variants,
            fallback,
            bucket_by,
            salt,
            base: TargetingLayer { enabled: Some(enabled), ..layer },
            environments: environments.into_iter().map(|(name, layer)| (name.to_owned(), layer)).collect(),
            tests,
        }
    })
}

/// Two flags that have much in common: each part of the second is the first's or another flag's.
pub(crate) fn pair() -> impl Strategy<Value = (Flag, Flag)> {
    (flag(), flag(), any::<u32>(), any::<u32>()).prop_map(|(a, b, some, others)| {
        let mut mixed = a.clone();
        // Few bits at a time: most parts stay.
        let mut part = some & others;
        let mut take = || {
            part = part.rotate_right(1);
            part & 1 == 1
        };
        macro_rules! mix {
            ($($($field:ident).+),*) => {$( if take() { mixed.$($field).+ = b.$($field).+.clone(); } )*};
        }
        mix!(description, owner, flag_type, created, expires, ticket, tags, links, waivers, variants, fallback);
        mix!(bucket_by, salt);
        mix!(base.enabled, base.overrides, base.rules, base.clause, base.clause.rollout, environments, tests);
        (a, mixed)
    })
}
