//! Impact against brute force: each bucket, each draw, and 100,000 ids one by one.

#![allow(clippy::unwrap_used)]

#[path = "common/flags.rs"]
mod flags;

use ffctl::change::{RuleTitle, TreeModel};
use ffctl::evaluate::{CompiledFlag, Evaluation, Segments, draw};
use ffctl::impact::{Impact, Scene, Share, Transition, Whom};
use ffctl::model::{Clause, Context, Flag, Percent, Segment, Split, TargetingLayer, VariantName, Variants};
use flags::{ENVIRONMENTS, SEGMENTS, condition, flag, pair, percent};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const IDS: usize = 100_000;
const NAMES: [&str; 3] = ["a", "b", "c"];

type Moves = BTreeMap<(String, String), u64>;

fn thousandths(number: u32) -> Percent {
    Percent::from_thousandths(number).unwrap()
}

/// A clause of the variants `a`, `b` and `c`, of which the last is the fallback.
fn clause() -> impl Strategy<Value = Clause> {
    let split = option::of([percent(), percent()]).prop_shuffle_split();
    (percent(), split).prop_map(|(rollout, split)| match split {
        None => Clause { rollout: Some(rollout), serve: Some(VariantName("a".into())), split: None },
        Some(split) => Clause { rollout: Some(rollout), serve: None, split: Some(split) },
    })
}

/// Two percentages as the weights of three variants, in any order.
trait SplitStrategy {
    fn prop_shuffle_split(self) -> BoxedStrategy<Option<Split>>;
}

impl<S: Strategy<Value = Option<[Percent; 2]>> + 'static> SplitStrategy for S {
    fn prop_shuffle_split(self) -> BoxedStrategy<Option<Split>> {
        let order = Just(NAMES).prop_shuffle();
        (self, order)
            .prop_map(|(bounds, order)| {
                let mut bounds = bounds?.map(Percent::thousandths);
                bounds.sort_unstable();
                let weights = [bounds[0], bounds[1] - bounds[0], 100_000 - bounds[1]].map(thousandths);
                Some(Split(order.map(|name| VariantName(name.into())).into_iter().zip(weights).collect()))
            })
            .boxed()
    }
}

fn of_clause(of: &Flag, clause: Clause, salt: &str) -> Flag {
    let list = NAMES.iter().map(|name| (VariantName((*name).into()), json!(*name))).collect();
    Flag {
        variants: Variants { declared: true, list },
        fallback: Some(VariantName("c".into())),
        bucket_by: None,
        salt: Some(salt.into()),
        environments: vec![],
        base: TargetingLayer { enabled: Some(true), clause, ..Default::default() },
        ..of.clone()
    }
}

/// What is given at a bucket and a draw, by the words of the format and nothing of the program.
fn given(clause: &Clause, bucket: u32, split: u32) -> &str {
    if bucket >= clause.rollout.unwrap().thousandths() {
        return "c";
    }
    let Some(weights) = &clause.split else { return "a" };
    let mut end = 0;
    for (name, weight) in &weights.0 {
        end += weight.thousandths();
        if split < end {
            return &name.0;
        }
    }
    unreachable!("the weights sum to everybody")
}

/// How many pairs of bucket and draw go where, each bucket and each draw looked at.
fn counted(was: &Clause, is: &Clause) -> Moves {
    let (mut buckets, mut draws) = (BTreeMap::new(), BTreeMap::new());
    let admits = |clause: &Clause, bucket| bucket < clause.rollout.unwrap().thousandths();
    for n in 0..100_000u32 {
        *buckets.entry((admits(was, n), admits(is, n))).or_insert(0u64) += 1;
        *draws.entry((given_admitted(was, n), given_admitted(is, n))).or_insert(0u64) += 1;
    }
    let mut moves = Moves::new();
    for ((in_was, in_is), width) in &buckets {
        for ((from, to), height) in &draws {
            let from = if *in_was { from.as_str() } else { "c" };
            let to = if *in_is { to.as_str() } else { "c" };
            *moves.entry((from.to_owned(), to.to_owned())).or_default() += width * height;
        }
    }
    moves
}

fn given_admitted(clause: &Clause, split: u32) -> String {
    let all = Clause { rollout: Some(Percent::FULL), ..clause.clone() };
    given(&all, 0, split).to_owned()
}

fn compiled(flag: &Flag) -> CompiledFlag {
    CompiledFlag::compile(flag, None, &Segments::default()).unwrap()
}

fn shares(impact: &Impact) -> BTreeMap<(String, String), Share> {
    let [group] = &impact.groups[..] else { panic!("one audience: {impact:?}") };
    let transition = |found: &Transition| ((found.from.clone().unwrap(), found.to.clone().unwrap()), found.share);
    group.transitions.iter().map(transition).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn shares_are_those_of_every_bucket_and_draw_and_of_100_000_ids_one_by_one(
        any in flag(), was in clause(), is in clause()
    ) {
        let (old, new) = (of_clause(&any, was.clone(), "salt"), of_clause(&any, is.clone(), "salt"));
        let none = BTreeMap::new();
        let told = shares(&Scene::of_edit(&old, &new, &none).impact(None));
        let exact = counted(&was, &is);
        let cells = exact.iter().map(|(way, count)| (way.clone(), Share::of_cells(*count)));
        prop_assert_eq!(&told, &cells.collect::<BTreeMap<_, _>>());

        let (before, after) = (compiled(&old), compiled(&new));
        let mut moved = Moves::new();
        for n in 0..IDS {
            let id = format!("u-{n}");
            let point = draw("salt", &id);
            let context = Context::from_json(json!({"user_id": id})).unwrap();
            let way = (before.evaluate(&context).variant.0.clone(), after.evaluate(&context).variant.0.clone());
            let predicted = (given(&was, point.bucket, point.split), given(&is, point.bucket, point.split));
            prop_assert_eq!((way.0.as_str(), way.1.as_str()), predicted, "{}", id);
            *moved.entry(way).or_default() += 1;
        }
        for (way, share) in &told {
            let part = share.percent() / 100.0;
            let counted = *moved.get(way).unwrap_or(&0) as f64;
            let deviation = (IDS as f64 * part * (1.0 - part)).sqrt();
            prop_assert!((counted - IDS as f64 * part).abs() <= 6.0 * deviation + 3.0, "{way:?} {share} {counted}");
        }
        prop_assert!(moved.keys().all(|way| told.contains_key(way)));
    }

    #[test]
    fn whoever_is_drawn_anew_goes_where_two_independent_draws_lead(any in flag(), was in clause(), is in clause()) {
        let (old, new) = (of_clause(&any, was, "salt"), of_clause(&any, is, "other"));
        let none = BTreeMap::new();
        let told = shares(&Scene::of_edit(&old, &new, &none).impact(None));
        let (before, after) = (compiled(&old), compiled(&new));
        let mut moved = Moves::new();
        for n in 0..IDS {
            let context = Context::from_json(json!({"user_id": format!("u-{n}")})).unwrap();
            let way = (before.evaluate(&context).variant.0.clone(), after.evaluate(&context).variant.0.clone());
            *moved.entry(way).or_default() += 1;
        }
        for (way, share) in &told {
            let part = share.percent() / 100.0;
            let counted = *moved.get(way).unwrap_or(&0) as f64;
            let deviation = (IDS as f64 * part * (1.0 - part)).sqrt();
            prop_assert!((counted - IDS as f64 * part).abs() <= 6.0 * deviation + 3.0, "{way:?} {share} {counted}");
        }
        prop_assert!(moved.keys().all(|way| told.contains_key(way)));
    }
}

type Tree = BTreeMap<String, Segment>;

fn segments() -> impl Strategy<Value = Tree> {
    let users = || subsequence(&["u-1", "u-2", "u-5", "u-6", "u-7"][..], 0..4);
    let asks = || option::of(condition().prop_filter("no segment names another", |asks| asks.segments().is_empty()));
    proptest::collection::vec((asks(), users()), SEGMENTS.len()).prop_map(|said| {
        let segment = |(name, (condition, users)): (&&str, (Option<_>, Vec<&str>))| {
            let users = users.into_iter().map(str::to_owned).collect();
            ((*name).to_owned(), Segment { name: (*name).to_owned(), description: None, owner: None, condition, users })
        };
        SEGMENTS.iter().zip(said).map(segment).collect()
    })
}

/// Some who differ in all that the flags ask; a few have no id.
fn contexts() -> impl Iterator<Item = Context> {
    let values = ["US", "CA", "31", "true"];
    let id = |n: usize| if n % 9 == 8 { Value::Null } else { json!(format!("u-{}", n % 23)) };
    let context = move |n: usize| json!({"user_id": id(n), "country": values[n % 4], "plan": values[n / 4 % 4], "company": format!("c-{}", n % 7)});
    let sparse = (0..30).map(move |n| json!({"user_id": id(n), "country": values[n % 4]}));
    (0..400).map(context).chain(sparse).map(|json| Context::from_json(json).unwrap())
}

fn whom(flag: &Flag, environment: &str, answer: &Evaluation<'_>) -> Whom {
    let targeting = flag.targeting(Some(environment));
    match answer.rule {
        _ if !targeting.enabled => Whom::Everyone,
        Some(rule) => Whom::OfRule(match rule.name {
            Some(name) => RuleTitle::Named(name.to_owned()),
            None => RuleTitle::Numbered(rule.index + 1),
        }),
        None => Whom::OfNoRule { has_rules: !targeting.rules.is_empty() },
    }
}

/// Whether the impact knows of this.
fn is_told(
    impact: &Impact,
    (old, new): (&Flag, &Flag),
    environment: &str,
    answers: [&Evaluation<'_>; 2],
    id: Option<&str>,
) -> bool {
    let [was, is] = answers;
    let way = |from: &Option<String>, to: &Option<String>| {
        from.as_ref() == Some(&was.variant.0) && to.as_ref() == Some(&is.variant.0)
    };
    let named = impact.users.iter().filter(|named| id.is_some_and(|id| named.ids.iter().any(|known| known == id)));
    let (before, after) = (whom(old, environment, was), whom(new, environment, is));
    let mut groups = impact.groups.iter().filter(|group| (&group.before, &group.after) == (&before, &after));
    let in_group = groups.any(|group| {
        group.transitions.iter().chain(&group.without_id).any(|found| found.moves && way(&found.from, &found.to))
    });
    in_group || named.into_iter().any(|named| way(&named.from, &named.to))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn nobody_moves_whom_the_impact_does_not_know((old, new) in pair(), before in segments(), after in option::of(segments())) {
        let after = after.unwrap_or_else(|| before.clone());
        fn model<'m>(flag: &'m Flag, segments: &'m Tree) -> TreeModel<'m> {
            TreeModel {
                flags: BTreeMap::from([(flag.key.as_str(), flag)]),
                segments: segments.iter().map(|(name, segment)| (name.as_str(), segment)).collect(),
                settings: None,
            }
        }
        let scenes = Scene::all_of(&model(&old, &before), &model(&new, &after));
        for environment in ENVIRONMENTS {
            let compile = |flag: &Flag, segments: &Tree| {
                CompiledFlag::compile(flag, Some(environment), &Segments::compile(segments)).ok()
            };
            let (Some(was), Some(is)) = (compile(&old, &before), compile(&new, &after)) else { continue };
            let impact = scenes.first().map(|(_, scene)| scene.impact(Some(environment))).unwrap_or_default();
            for group in &impact.groups {
                let mut sum = Share::default();
                group.transitions.iter().for_each(|transition| sum += transition.share);
                prop_assert_eq!(sum, Share::FULL);
            }
            for context in contexts() {
                let (a, b) = (was.evaluate(&context), is.evaluate(&context));
                if (a.variant, a.value) != (b.variant, b.value) {
                    let id = context.get("user_id").and_then(Value::as_str);
                    prop_assert!(is_told(&impact, (&old, &new), environment, [&a, &b], id), "{context:?} {a:?} {b:?} {impact:#?}");
                }
            }
        }
    }

    #[test]
    fn nobody_moves_where_nothing_changes(flag in flag(), segments in segments()) {
        for environment in ENVIRONMENTS {
            let impact = Scene::of_edit(&flag, &flag, &segments).impact(Some(environment));
            prop_assert!(!impact.moves(), "{impact:#?}");
        }
    }
}
