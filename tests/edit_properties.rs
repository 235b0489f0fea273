//! An edit of any document is the change it says, by a parser that took no part in it, and leaves every other line
//! as it was.

#![allow(clippy::unwrap_used)]

#[path = "common/documents.rs"]
mod documents;

use documents::{KEYS, Tree, document, without_mark};
use ffctl::model::{Path, Scalar, ScalarKind, Step};
use ffctl::yaml::{Edit, Subtree, edit};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_yaml::Value;

/// The paths to all that a tree has.
fn paths(tree: &Tree, at: &Path, all: &mut Vec<(Path, Tree)>) {
    match tree {
        Tree::Leaf(_) => {}
        Tree::Map(entries) => entries.iter().for_each(|(key, value)| paths(value, &at.clone().key(KEYS[*key]), all)),
        Tree::List(items) => items.iter().enumerate().for_each(|(i, item)| paths(item, &at.clone().index(i), all)),
    }
    all.push((at.clone(), tree.clone()));
}

fn pick(tree: &Tree, index: Index, wanted: impl Fn(&Path, &Tree) -> bool) -> Option<Path> {
    let mut all = Vec::new();
    paths(tree, &Path::root(), &mut all);
    all.retain(|(path, tree)| wanted(path, tree));
    (!all.is_empty()).then(|| index.get(&all).0.clone())
}

fn scalar() -> impl Strategy<Value = Scalar> {
    let text = prop_oneof!["[a-z]{1,6}", "[ -~]{0,10}", "\\PC{0,6}", Just("a\nb".to_owned()), Just("true".to_owned())];
    prop_oneof![
        (0..100u8).prop_map(|number| Scalar { text: number.to_string(), kind: ScalarKind::Number }),
        any::<bool>().prop_map(|boolean| Scalar { text: boolean.to_string(), kind: ScalarKind::Boolean }),
        text.prop_map(Scalar::text),
    ]
}

fn value_of(scalar: &Scalar) -> Value {
    match scalar.kind {
        ScalarKind::Text => Value::from(scalar.text.as_str()),
        ScalarKind::Number => Value::from(scalar.text.parse::<u64>().unwrap()),
        ScalarKind::Boolean => Value::from(scalar.text == "true"),
    }
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(without_mark(text)).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn is_key(key: &Value, name: &str) -> bool {
    key.as_str().map_or_else(|| serde_yaml::to_string(key).unwrap().trim() == name, |key| key == name)
}

/// The place of a path in a value, made where it is missing.
fn place<'v>(value: &'v mut Value, path: &[Step]) -> &'v mut Value {
    match path {
        [] => value,
        [Step::Index(index), rest @ ..] => place(&mut value[*index], rest),
        [Step::Key(name) | Step::Repeated(name, _), rest @ ..] => {
            if value.is_null() {
                *value = Value::Mapping(Default::default());
            }
            let mapping = value.as_mapping_mut().unwrap();
            let known = mapping.keys().find(|key| is_key(key, name)).cloned();
            let key = known.unwrap_or_else(|| Value::from(name.as_str()));
            place(mapping.entry(key).or_insert(Value::Null), rest)
        }
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// How many lines at the beginning and at the end are the same.
fn same_lines(before: &str, after: &str) -> (usize, usize) {
    let (before, after) = (lines(before), lines(after));
    let top = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - top;
    let bottom = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    (top, bottom)
}

/// A line below such a text gives it a final newline, which it did not have.
fn ends_in_block_text(text: &str) -> bool {
    text.ends_with("# no comment")
}

fn comments(text: &str) -> usize {
    text.matches("# §§").count()
}

fn no_order(_: &[Step]) -> &'static [&'static str] {
    &["owner", "enabled", "rollout", "new"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn setting_a_scalar_changes_its_line_alone((tree, text) in document(), at in any::<Index>(), value in scalar()) {
        let Some(path) = pick(&tree, at, |_, tree| matches!(tree, Tree::Leaf(_))) else { return Ok(()) };
        let mut expected = read(&text);
        let old = std::mem::replace(place(&mut expected, &path.0), value_of(&value));
        let edited = match edit(&text, &[Edit::Set { path: path.clone(), value: value.clone() }], no_order) {
            Ok(edited) => edited,
            // A tag that makes a text of a number is the one thing in these documents that is in the way.
            Err(refusal) => {
                prop_assert!(text.contains("!!str 7") && value.kind != ScalarKind::Text, "{refusal:?}\n{text}");
                return Ok(());
            }
        };
        prop_assert_eq!(read(&edited), expected, "{}\n{}", text, edited);
        let old = old.as_str().unwrap_or_default();
        prop_assert_eq!(comments(&text), comments(&edited) + comments(old), "{}\n{}", text, edited);
        let (top, bottom) = same_lines(&text, &edited);
        let changed = lines(&text).len() - top - bottom;
        let own = if old.contains("# no comment") { lines(old).len() + 2 } else { 1 };
        prop_assert!(changed <= own, "{}\n{}", text, edited);
    }

    #[test]
    fn a_new_key_adds_lines_or_changes_one((tree, text) in document(), at in any::<Index>(), deep in any::<bool>(), value in scalar()) {
        let Some(mut path) = pick(&tree, at, |_, tree| matches!(tree, Tree::Map(_))) else { return Ok(()) };
        path = path.key("new");
        if deep {
            path = path.key("it's").key("0");
        }
        let mut expected = read(&text);
        *place(&mut expected, &path.0) = value_of(&value);
        let edited = match edit(&text, &[Edit::Set { path, value }], no_order) {
            Ok(edited) => edited,
            Err(refusal) => {
                prop_assert!(ends_in_block_text(&text), "{:?}\n{}", refusal, text);
                return Ok(());
            }
        };
        let is_right = same_but_for_keys(&read(&edited), &expected);
        prop_assert!(is_right, "{}\n{}", text, edited);
        prop_assert_eq!(comments(&text), comments(&edited), "{}\n{}", text, edited);
        let (top, bottom) = same_lines(&text, &edited);
        prop_assert!(lines(&text).len() - top - bottom <= 1, "{}\n{}", text, edited);
    }

    #[test]
    fn a_new_item_adds_a_line_or_changes_one((tree, text) in document(), at in any::<Index>(), value in scalar()) {
        let Some(path) = pick(&tree, at, |_, tree| matches!(tree, Tree::List(_))) else { return Ok(()) };
        let mut expected = read(&text);
        place(&mut expected, &path.0).as_sequence_mut().unwrap().push(value_of(&value));
        match edit(&text, &[Edit::Append { path, value }], no_order) {
            Ok(edited) => {
                prop_assert_eq!(read(&edited), expected, "{}\n{}", text, edited);
                prop_assert_eq!(comments(&text), comments(&edited), "{}\n{}", text, edited);
                let (top, bottom) = same_lines(&text, &edited);
                prop_assert!(lines(&text).len() - top - bottom <= 1, "{}\n{}", text, edited);
            }
            Err(refusal) => prop_assert!(ends_in_block_text(&text), "{:?}\n{}", refusal, text),
        }
    }

    #[test]
    fn a_removal_leaves_everything_else((tree, text) in document(), at in any::<Index>()) {
        let Some(path) = pick(&tree, at, |path, _| path.0.len() > 1) else { return Ok(()) };
        let mut expected = read(&text);
        let (last, parent) = path.0.split_last().unwrap();
        match (last, place(&mut expected, parent)) {
            (Step::Index(index), Value::Sequence(items)) => drop(items.remove(*index)),
            (Step::Key(name), Value::Mapping(entries)) => entries.retain(|key, _| !is_key(key, name)),
            other => panic!("{other:?}"),
        }
        if let Ok(edited) = edit(&text, &[Edit::Remove { path: path.clone() }], no_order) {
            prop_assert_eq!(read(&edited), expected, "{}\n{}", text, edited);
        }
    }

    #[test]
    fn a_copy_means_what_its_source_does_and_leaves_every_comment(
        (tree, text) in document(),
        (from, to) in any::<(Index, Index)>(),
        anew in any::<bool>(),
    ) {
        let is_entry = |path: &Path| matches!(path.0.last(), Some(Step::Key(_)));
        let from = pick(&tree, from, |path, tree| is_entry(path) && !matches!(tree, Tree::Leaf(_)));
        let to = match anew {
            true => pick(&tree, to, |_, tree| matches!(tree, Tree::Map(_))).map(|path| path.key("new")),
            false => pick(&tree, to, |path, _| is_entry(path)),
        };
        let Some((from, to)) = from.zip(to) else { return Ok(()) };
        let mut expected = read(&text);
        let value = place(&mut expected, &from.0).clone();
        *place(&mut expected, &to.0) = value;
        let put = |subtree| edit(&text, &[Edit::Put { path: to.clone(), subtree }], no_order);
        let edited = match Subtree::of(&text, &from).and_then(put) {
            Ok(edited) => edited,
            Err(refusal) => {
                // Anchors, keys behind a question mark, texts that keep the blank lines below them, and any text on
                // lines of its own where it would end a file without a newline, or take an indented comment below for
                // a line of its own.
                let at_the_end = !text.ends_with('\n') && text.contains("# no comment");
                let is_indented = |line: &str| line.starts_with(' ') && line.trim_start().starts_with("# §§");
                let above_a_comment = text.contains("# no comment") && text.lines().any(is_indented);
                let odd = at_the_end || above_a_comment || ["&x", "? ", "|+", ">+"].iter().any(|odd| text.contains(odd));
                prop_assert!(odd, "{:?}\n{}", refusal, text);
                return Ok(());
            }
        };
        prop_assert_eq!(read(&edited), expected, "{}\n{}", text, edited);
        for comment in (1..=comments(&text)).filter(|_| anew).map(|number| format!("# §§{number}.")) {
            prop_assert!(edited.contains(&comment), "{} is gone\n{}\n{}", comment, text, edited);
        }
    }
}

/// Equal, where a new key `0` may be a number to the parser.
fn same_but_for_keys(left: &Value, right: &Value) -> bool {
    let as_text = |value: &Value| {
        let mut value = value.clone();
        keys_to_text(&mut value);
        value
    };
    as_text(left) == as_text(right)
}

fn keys_to_text(value: &mut Value) {
    match value {
        Value::Mapping(mapping) => {
            let entries = std::mem::take(mapping).into_iter().map(|(key, mut value)| {
                keys_to_text(&mut value);
                (
                    Value::from(
                        key.as_str()
                            .map_or_else(|| serde_yaml::to_string(&key).unwrap().trim().to_owned(), str::to_owned),
                    ),
                    value,
                )
            });
            *mapping = entries.collect();
        }
        Value::Sequence(items) => items.iter_mut().for_each(keys_to_text),
        _ => {}
    }
}
