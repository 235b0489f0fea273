//! The gates against brute force: whoever loses something in an evaluation of many, a gate has said so.

#![allow(clippy::unwrap_used)]

#[path = "common/flags.rs"]
mod flags;

use ffctl::change::TreeModel;
use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::gate::{Finding, Proposal, Rollbacks, judge};
use ffctl::model::{
    Clause, Condition, Context, Flag, Percent, Segment, Settings, Split, TargetingLayer, VariantName, Variants,
};
use flags::{ENVIRONMENTS, SEGMENTS, condition, flag, pair, percent};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Tree = BTreeMap<String, Segment>;

/// What segments say before and after: often the same.
fn segments() -> impl Strategy<Value = (Tree, Tree)> {
    let users = || subsequence(&["u-1", "u-2", "u-5", "u-6", "u-7"][..], 0..4);
    let asks = || option::of(condition().prop_filter("no segment names another", |asks| asks.segments().is_empty()));
    let one = move || (asks(), users());
    let pair = (one(), one(), any::<[bool; 2]>()).prop_map(|(old, other, [same_asks, same_users])| {
        let asks = if same_asks { old.0.clone() } else { other.0 };
        let users = if same_users { old.1.clone() } else { other.1 };
        (old, (asks, users))
    });
    proptest::collection::vec(pair, SEGMENTS.len()).prop_map(|pairs| {
        let segment = |name: &&str, (condition, users): (Option<Condition>, Vec<&str>)| {
            let users = users.into_iter().map(str::to_owned).collect();
            let segment = Segment { name: (*name).to_owned(), description: None, owner: None, condition, users };
            ((*name).to_owned(), segment)
        };
        let (old, new): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let tree = |list: Vec<_>| SEGMENTS.iter().zip(list).map(|(name, said)| segment(name, said)).collect();
        (tree(old), tree(new))
    })
}

fn judged(old: &Flag, new: &Flag, (before, after): &(Tree, Tree), settings: &Settings) -> Vec<Finding> {
    fn model<'m>(flag: &'m Flag, segments: &'m Tree, settings: &'m Settings) -> TreeModel<'m> {
        TreeModel {
            flags: BTreeMap::from([(flag.key.as_str(), flag)]),
            segments: segments.iter().map(|(name, segment)| (name.as_str(), segment)).collect(),
            settings: Some(settings),
        }
    }
    let rollbacks = Rollbacks::default();
    let proposal = Proposal::new(model(old, before, settings), model(new, after, settings), None, &rollbacks);
    judge(&proposal, &|_, _, own| Some(own))
}

fn settings() -> Settings {
    let environments = ENVIRONMENTS.iter().map(|&name| name.to_owned()).collect();
    Settings { environments, ..Settings::default() }
}

/// Whether somebody who got the one no longer has what it was.
fn loses(old: &Flag, had: &VariantName, new: &Flag, gets: &VariantName) -> bool {
    let (before, after) = (old.variants.value(had).unwrap(), new.variants.value(gets).unwrap());
    let is_boolean = old.variants.list.iter().all(|(_, value)| value.is_boolean());
    if is_boolean {
        return before == true && after != true;
    }
    let is_fallback = old.fallback() == Some(had);
    !is_fallback && had != gets && before != after
}

/// Some who differ in all that the flags ask; a few have no id.
fn contexts() -> impl Iterator<Item = Context> {
    let values = ["US", "CA", "31", "true"];
    let id = |n: usize| if n % 9 == 8 { Value::Null } else { json!(format!("u-{}", n % 23)) };
    let context = move |n: usize| json!({"user_id": id(n), "country": values[n % 4], "plan": values[n / 4 % 4], "company": format!("c-{}", n % 7)});
    let sparse = (0..30).map(move |n| json!({"user_id": id(n), "country": values[n % 4]}));
    (0..400).map(context).chain(sparse).map(|json| Context::from_json(json).unwrap())
}

fn loser(old: &Flag, new: &Flag, (before, after): &(Tree, Tree), environment: &str) -> Option<String> {
    let compile = |flag: &Flag, segments: &Tree| {
        CompiledFlag::compile(flag, Some(environment), &Segments::compile(segments)).ok()
    };
    let (was, is) = (compile(old, before)?, compile(new, after)?);
    let mut losers = contexts().filter(|context| {
        let (had, gets) = (was.evaluate(context).variant.clone(), is.evaluate(context).variant.clone());
        loses(old, &had, new, &gets)
    });
    losers.next().map(|context| format!("{context:?}"))
}

const OF_LOSSES: &[&str] = &["users-lose-feature", "buckets-reshuffled", "variant-still-served"];

fn rollout(from: Percent, split: Option<Percent>, turned: bool) -> Clause {
    let variant = |name: &str| VariantName(name.to_owned());
    let split = split.map(|weight| {
        let rest = Percent::from_thousandths(100_000 - weight.thousandths()).unwrap();
        let mut weights = vec![(variant("true"), weight), (variant("false"), rest)];
        if turned {
            weights.reverse();
        }
        Split(weights)
    });
    Clause { rollout: Some(from), split, serve: None }
}

fn clause() -> impl Strategy<Value = Clause> {
    (percent(), option::of(percent()), any::<bool>()).prop_map(|(from, split, turned)| rollout(from, split, turned))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn nobody_loses_anything_without_a_gate_that_says_so((old, new) in pair(), segments in segments()) {
        let findings = judged(&old, &new, &segments, &settings());
        for environment in ENVIRONMENTS {
            let is_told = findings.iter().filter(|found| OF_LOSSES.contains(&found.rule)).any(|found| {
                found.environment.as_deref().is_none_or(|name| name == *environment)
            });
            if !is_told {
                let loser = loser(&old, &new, &segments, environment);
                prop_assert_eq!(loser, None, "{}: {:#?}\n{:#?}", environment, findings, segments);
            }
        }
    }

    #[test]
    fn what_stays_as_it_is_is_let_through(old in flag(), segments in segments()) {
        let same = (segments.0.clone(), segments.0);
        prop_assert_eq!(judged(&old, &old, &same, &settings()), vec![]);
    }

    #[test]
    fn the_share_that_is_said_is_the_share_of_those_who_lose(mut old in flag(), was in clause(), is in clause()) {
        old = Flag { variants: Variants::boolean(), fallback: None, bucket_by: None, environments: vec![], ..old };
        old.base = TargetingLayer { enabled: Some(true), clause: was, ..Default::default() };
        let mut new = old.clone();
        new.base.clause = is;
        let none = (Tree::new(), Tree::new());
        let findings = judged(&old, &new, &none, &Settings::default());
        let compile = |flag: &Flag| CompiledFlag::compile(flag, None, &Segments::default()).unwrap();
        let (before, after) = (compile(&old), compile(&new));
        const USERS: usize = 4_000;
        let contexts = (0..USERS).map(|n| Context::from_json(json!({"user_id": format!("user-{n}")})).unwrap());
        let (mut had, mut lost) = (0, 0);
        for context in contexts {
            let (was, is) = (before.evaluate(&context).value == true, after.evaluate(&context).value == true);
            had += usize::from(was);
            lost += usize::from(was && !is);
        }
        let points = |count: usize| count as f64 * 100.0 / USERS as f64;
        let (had, lost) = (points(had), points(lost));
        let Some(finding) = findings.first() else {
            prop_assert_eq!(lost, 0.0);
            return Ok(());
        };
        prop_assert!(!finding.message.contains(" may "), "{}", finding.message);
        let share = match finding.message.split_once("% of users lose it") {
            Some((share, _)) => share.parse().unwrap_or(0.0),
            None if finding.message.starts_with("all users lose it") => had,
            None => { prop_assert!(finding.message.starts_with("users without an id lose it"), "{}", finding.message); 0.0 }
        };
        // Four standard deviations of a share of this many users.
        prop_assert!((share - lost).abs() <= 3.2, "{}: {lost}", finding.message);
    }

    #[test]
    fn a_rise_of_the_same_clause_loses_nobody_anything(flag in flag(), percents in any::<[u16; 2]>(), segments in segments()) {
        let mut old = Flag { variants: Variants::boolean(), fallback: None, environments: vec![], ..flag };
        let percent = |n: u16| Percent::from_thousandths(u32::from(n)).unwrap();
        old.base.clause = rollout(percent(percents[0].min(percents[1])), None, false);
        let mut new = old.clone();
        new.base.clause = rollout(percent(percents[0].max(percents[1])), None, false);
        let same = (segments.0.clone(), segments.0);
        prop_assert_eq!(judged(&old, &new, &same, &settings()), vec![]);
    }
}
