//! What holds for the changes between any two flags.

#![allow(clippy::unwrap_used)]

#[path = "common/flags.rs"]
mod flags;
#[path = "common/meaning.rs"]
mod meaning;

use ffctl::change::{Change, Subject, TreeModel, Turn, diff, diff_trees, set_enabled, set_rollout};
use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::model::{Clause, Comparison, Condition, Context, Flag, Override, Percent, Rule, Segment, VariantName};
use flags::{ENVIRONMENTS, SEGMENTS, flag, pair, percent};
use meaning::meaning;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use std::collections::BTreeSet;

/// The same flag in other words: defaults written out, sets turned around, what is inherited written down again.
fn disguised() -> impl Strategy<Value = (Flag, Flag)> {
    (flag(), any::<[bool; 8]>()).prop_map(|(flag, choices)| {
        let mut other = flag.clone();
        if choices[0] {
            other.salt = Some(flag.salt().to_owned());
            other.bucket_by = Some(flag.bucket_by().to_owned());
            other.fallback = flag.fallback().cloned();
        }
        if choices[1] {
            other.tags.reverse();
            other.links.extend(flag.links.clone());
            other.tests.reverse();
            other.variants.list.reverse();
            other.environments.reverse();
        }
        if choices[2] && !flag.base.clause.is_empty() {
            other.base.clause.rollout.get_or_insert(Percent::FULL);
        }
        if choices[3] && other.base.clause.split.is_none() && !flag.base.clause.is_empty() {
            other.base.clause.serve = flag.base.clause.serve.clone().or(flag.variants.default_serve().cloned());
        }
        let turned = |overrides: &mut Vec<Override>| {
            // Where an id is listed twice the order counts.
            let ids: Vec<&String> = overrides.iter().flat_map(|entry| &entry.ids).collect();
            if ids.iter().collect::<BTreeSet<_>>().len() == ids.len() {
                overrides.reverse();
            }
            overrides.iter_mut().for_each(|entry| entry.ids.reverse());
        };
        for name in ENVIRONMENTS {
            let was = flag.targeting(Some(name));
            let index = other.environments.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                other.environments.push(((*name).to_owned(), Default::default()));
                other.environments.len() - 1
            });
            let layer = &mut other.environments[index].1;
            if choices[4] {
                layer.enabled = Some(was.enabled);
                layer.rules = Some(was.rules.to_vec());
            }
            if choices[5] {
                layer.overrides = Some(was.overrides.to_vec());
            }
            if choices[6] && !was.lacks_default() {
                layer.clause = was.clause.clone();
            }
            if choices[7] {
                layer.rules.iter_mut().flatten().for_each(|rule| turn_around(&mut rule.condition));
                layer.overrides.iter_mut().for_each(turned);
            }
        }
        (flag, other)
    })
}

fn turn_around(condition: &mut Condition) {
    match condition {
        Condition::Attribute { value: Comparison::List(list), .. } => {
            list.reverse();
            list.push(list[0].clone());
        }
        Condition::All(list) | Condition::Any(list) => {
            list.iter_mut().for_each(turn_around);
            list.reverse();
        }
        Condition::Not(inner) => turn_around(inner),
        _ => {}
    }
}

fn environments<'f>(a: &'f Flag, b: &'f Flag) -> BTreeSet<&'f str> {
    a.environments.iter().chain(&b.environments).map(|(name, _)| name.as_str()).collect()
}

fn hold_together(a: &Flag, b: &Flag) -> Result<(), TestCaseError> {
    let environments = environments(a, b);
    let same = meaning(a, &environments) == meaning(b, &environments);
    let changes = diff(Some(a), Some(b));
    prop_assert_eq!(changes.is_empty(), same, "{:#?}", changes);
    Ok(())
}

/// The answers to some who differ in all that the flags ask.
fn answers(flag: &Flag, environment: Option<&str>) -> Vec<String> {
    let users = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    let segment = |(i, &name): (usize, &&str)| Segment {
        name: name.to_owned(),
        description: None,
        owner: None,
        condition: None,
        users: if i == 0 { users(&["u-1", "u-5"]) } else { users(&["u-5", "u-6"]) },
    };
    let segments = SEGMENTS.iter().enumerate().map(segment).map(|segment| (segment.name.clone(), segment)).collect();
    let Ok(compiled) = CompiledFlag::compile(flag, environment, &Segments::compile(&segments)) else {
        return vec!["invalid".to_owned()];
    };
    let contexts = (0..40).map(|n| {
        let country = ["US", "CA", "31", "true"][n % 4];
        json!({"user_id": format!("u-{}", n % 10), "country": country, "plan": n / 10 * 31, "company": format!("c-{n}")})
    });
    let answer = |context| {
        let context = Context::from_json(context).unwrap();
        let answer = compiled.evaluate(&context);
        format!("{:?} {:?} {:?} {:?}", answer.variant, answer.value, answer.bucket, answer.error)
    };
    contexts.map(answer).collect()
}

/// An edit, in an environment or at the top level.
#[derive(Clone, Debug)]
enum AnEdit {
    Enabled { environment: Option<String>, to: bool },
    Rollout { environment: Option<String>, rule: Option<usize>, to: Percent },
}

impl AnEdit {
    fn environment(&self) -> Option<&str> {
        match self {
            AnEdit::Enabled { environment, .. } | AnEdit::Rollout { environment, .. } => environment.as_deref(),
        }
    }

    fn apply(&self, flag: &Flag) -> Flag {
        match self {
            AnEdit::Enabled { to, .. } => set_enabled(flag, self.environment(), *to).after,
            AnEdit::Rollout { rule, to, .. } => set_rollout(flag, self.environment(), *rule, *to).after,
        }
    }
}

fn edit() -> impl Strategy<Value = AnEdit> {
    let environment = || proptest::option::of(select(ENVIRONMENTS).prop_map(str::to_owned));
    prop_oneof![
        (environment(), any::<bool>()).prop_map(|(environment, to)| AnEdit::Enabled { environment, to }),
        (environment(), proptest::option::of(0..3usize), percent())
            .prop_map(|(environment, rule, to)| AnEdit::Rollout { environment, rule, to }),
    ]
}

/// The edit, of a rule that the place it edits has; of the default clause where it has none.
fn within_rules(edit: AnEdit, flag: &Flag) -> AnEdit {
    let layer = edit.environment().map_or(Some(&flag.base), |name| flag.layer(name));
    let rules = layer.and_then(|layer| layer.rules.as_ref()).map_or(0, Vec::len);
    match edit {
        AnEdit::Rollout { environment, rule, to } => {
            AnEdit::Rollout { environment, rule: rule.and_then(|index| index.checked_rem(rules)), to }
        }
        other => other,
    }
}

/// What an edit sets, as it holds in the place it edits.
fn holding(edit: &AnEdit, flag: &Flag) -> Option<String> {
    let targeting = flag.targeting(edit.environment());
    let rollout = |clause: &Clause| clause.rollout.unwrap_or(Percent::FULL).to_string();
    match edit {
        AnEdit::Enabled { .. } => Some(targeting.enabled.to_string()),
        AnEdit::Rollout { rule: None, .. } => Some(rollout(&targeting.clause)),
        AnEdit::Rollout { rule: Some(index), .. } => targeting.rules.get(*index).map(|rule| rollout(&rule.clause)),
    }
}

/// The most entries of `list` that can stay where they are while the rest is moved, by trying all.
fn most_that_stay(list: &[usize]) -> u32 {
    let rises = |mask: &u32| {
        let chosen: Vec<_> = (0..list.len()).filter(|i| mask >> i & 1 == 1).map(|i| list[i]).collect();
        chosen.is_sorted()
    };
    (0..1u32 << list.len()).filter(rises).map(u32::count_ones).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_flag_does_not_differ_from_itself(a in flag()) {
        prop_assert_eq!(diff(Some(&a), Some(&a.clone())), []);
    }

    #[test]
    fn no_change_is_told_just_where_two_flags_mean_the_same((a, b) in pair()) {
        hold_together(&a, &b)?;
        hold_together(&b, &a)?;
    }

    #[test]
    fn no_change_is_told_of_a_flag_in_other_words((a, b) in disguised()) {
        prop_assert_eq!(diff(Some(&a), Some(&b)), []);
        hold_together(&b, &a)?;
    }

    #[test]
    fn without_a_change_that_affects_targeting_all_get_the_same_answers((a, b) in pair()) {
        let silent = !diff(Some(&a), Some(&b)).iter().any(|change| change.affects_targeting());
        for name in ENVIRONMENTS.iter().copied().map(Some).chain([None]).filter(|_| silent) {
            prop_assert_eq!(answers(&a, name), answers(&b, name), "{:?}", name);
        }
    }

    #[test]
    fn an_environment_that_no_change_reaches_answers_as_before((a, b) in pair()) {
        let changes = diff(Some(&a), Some(&b));
        for name in ENVIRONMENTS {
            let told = changes.iter().any(|change| change.affects_targeting() && change.reaches(name, Some(&a), Some(&b)));
            let (before, after) = (answers(&a, Some(name)), answers(&b, Some(name)));
            // What makes another part valid or invalid is told of that part.
            let invalid = |answers: &[String]| answers.len() == 1;
            if !told && !invalid(&before) && !invalid(&after) {
                prop_assert_eq!(before, after, "{}: {:#?}", name, changes);
            }
        }
    }

    #[test]
    fn an_edit_is_one_change_in_its_environment_or_none(mut flag in flag(), edit in edit()) {
        // Where the top level has a default, no environment lacks one that an edit up there would give it.
        flag.base.clause.rollout.get_or_insert(Percent::ZERO);
        let edit = within_rules(edit, &flag);
        let (was, is) = (holding(&edit, &flag), holding(&edit, &edit.apply(&flag)));
        let changes = diff(Some(&flag), Some(&edit.apply(&flag)));
        prop_assert_eq!(changes.len(), usize::from(was != is), "{:#?}", changes);
        for change in changes {
            prop_assert_eq!(change.environment.as_deref(), edit.environment());
            prop_assert_eq!((change.what.from(), change.what.to()), (was.clone(), is.clone()));
        }
    }

    #[test]
    fn as_few_rules_as_possible_are_said_to_move(order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(), a in flag()) {
        let rule = |i: &usize| Rule { name: Some(i.to_string()), condition: Condition::Segment("staff".into()), clause: Clause::default() };
        let with = |order: &[usize]| {
            let mut flag = a.clone();
            flag.environments.clear();
            flag.base.rules = Some(order.iter().map(rule).collect());
            flag
        };
        let changes = diff(Some(&with(&[0, 1, 2, 3, 4, 5])), Some(&with(&order)));
        let moved = |change: &Change| matches!(change.what.turn, Turn::Moved { .. });
        prop_assert!(changes.iter().all(moved));
        prop_assert_eq!(changes.len(), order.len() - most_that_stay(&order) as usize);
    }

    #[test]
    fn words_are_one_short_line_that_tells_before_from_after(a in flag(), texts in any::<[String; 4]>(), long in "[a-z ]{40,300}") {
        let mut b = a.clone();
        b.description = texts[0].clone();
        b.owner = long.clone() + &texts[1];
        b.ticket = Some(texts[2].clone() + &long);
        b.tags.extend(texts.clone());
        let rule = Rule { name: Some(texts[3].clone()), condition: Condition::Segment(long.clone()), clause: Clause::default() };
        b.base.rules.get_or_insert_default().insert(0, rule);
        b.base.overrides = Some(vec![Override { variant: VariantName(long), ids: texts.to_vec() }]);
        for change in diff(Some(&a), Some(&b)) {
            let words = change.what.to_string();
            prop_assert!(!words.contains(char::is_control), "{words:?}");
            prop_assert!(!words.is_empty() && words.chars().count() < 500, "{words:?}");
        }
        for change in diff(Some(&b), Some(&Flag { owner: b.owner.clone() + "!", ..b.clone() })) {
            let words = change.what.to_string();
            let (from, to) = words.strip_prefix("owner ").unwrap().split_once(" → ").unwrap();
            prop_assert_ne!(from, to);
        }
    }

    #[test]
    fn a_rename_that_keeps_the_salt_is_one_change_among_other_flags(flags in proptest::collection::vec(flag(), 1..5)) {
        let named: Vec<Flag> = flags.into_iter().enumerate().map(|(i, flag)| Flag { key: format!("flag-{i}"), ..flag }).collect();
        let mut after = named.clone();
        after[0].salt = Some(named[0].salt().to_owned());
        after[0].key = "renamed".into();
        fn model(flags: &[Flag]) -> TreeModel<'_> {
            TreeModel { flags: flags.iter().map(|flag| (flag.key.as_str(), flag)).collect(), ..TreeModel::default() }
        }
        let told = diff_trees(&model(&named), &model(&after));
        let words: Vec<_> = told.iter().flat_map(|(_, changes)| changes).map(|change| change.what.to_string()).collect();
        prop_assert_eq!(words, ["renamed from flag-0"]);
        prop_assert_eq!(&told[0].0, &Subject::Flag("renamed".into()));
    }
}
