//! The proof that an edit changes what it says and nothing else.
//!
//! The bytes outside of the splices are the same by construction. What both texts mean is read by two parsers that
//! share no code: the tree of this crate, which knows every scalar's own text and follows merge keys, and
//! `serde_yaml`, which expands aliases. By each of the two, the new document has to be the old one with that one
//! change: everything else is there, is equal, and stands in the same order.

use super::super::build::parse;
use super::super::node::{Data, Node};
use super::find::key_text;
use super::{Edit, Problem, Subtree};
use crate::model::{Path, Scalar, ScalarKind, Step};
use serde_yaml::value::{Tag, TaggedValue};
use serde_yaml::{Mapping, Value};

/// What the old text means.
pub(super) struct Proof<'e, 't> {
    edit: &'e Edit,
    text: &'t str,
    root: Option<&'e Node<'t>>,
    ours: Value,
    theirs: Value,
}

impl<'e, 't> Proof<'e, 't> {
    /// Reads the old text.
    ///
    /// # Errors
    /// The second parser cannot read it.
    pub(super) fn begin(text: &'t str, root: Option<&'e Node<'t>>, edit: &'e Edit) -> Result<Proof<'e, 't>, Problem> {
        let theirs = their_value(text).map_err(|error| {
            let lines = error.location().map_or(0, |location| location.line().saturating_sub(1));
            let at = text.split_inclusive('\n').take(lines).map(str::len).sum();
            Problem::by_hand(at, format!("YAML parsers do not agree on this document: {error}"))
        })?;
        Ok(Proof { edit, text, root, ours: root.map_or(Value::Null, our_value), theirs })
    }

    /// Whether an edited text means what the old one did, with the change.
    pub(super) fn holds_for(&self, edited: &str) -> bool {
        let (Ok(root), Ok(theirs)) = (parse(edited), their_value(edited)) else { return false };
        let ours = root.as_ref().map_or(Value::Null, our_value);
        let (with_path, text) = match self.edit {
            Edit::Remove { .. } => (self.root, self.text),
            Edit::Set { .. } | Edit::Append { .. } | Edit::Put { .. } => (root.as_ref(), edited),
        };
        let ways = with_path.and_then(|root| ways(root, text, self.edit.path()));
        let Some((our_way, their_way)) = ways else { return false };
        Change::by(self.edit, our_scalar, |subtree| &subtree.ours).is_all(&self.ours, &ours, &our_way)
            && Change::by(self.edit, their_scalar, |subtree| &subtree.theirs).is_all(&self.theirs, &theirs, &their_way)
    }
}

/// What stands at a path, as either parser reads it.
pub(super) fn values_at(root: &Node<'_>, text: &str, path: &Path) -> Option<(Value, Value)> {
    let (our_way, their_way) = ways(root, text, path)?;
    Some((follow(our_value(root), &our_way)?, follow(their_value(text).ok()?, &their_way)?))
}

fn follow(value: Value, way: &[Way]) -> Option<Value> {
    way.iter().try_fold(value, |mut value, step| match step {
        Way::Key(key) => value.as_mapping_mut()?.remove(key),
        Way::Index(index) => value.as_sequence_mut()?.get_mut(*index).map(std::mem::take),
    })
}

/// A step into a value. A key is `true` or `2` to `serde_yaml`, and a text to us.
enum Way {
    Key(Value),
    Index(usize),
}

/// A path in our terms, and in those of `serde_yaml`.
fn ways(mut node: &Node<'_>, text: &str, path: &Path) -> Option<(Vec<Way>, Vec<Way>)> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for step in &path.0 {
        match step {
            Step::Key(name) => {
                let entries = &node.mapping()?.entries;
                let entry = entries.iter().find(|entry| key_text(&entry.key) == Some(name))?;
                ours.push(Way::Key(our_key(&entry.key)));
                theirs.push(Way::Key(serde_yaml::from_str(&text[entry.key.span.clone()]).ok()?));
                node = &entry.value;
            }
            Step::Index(index) => {
                ours.push(Way::Index(*index));
                theirs.push(Way::Index(*index));
                node = node.items()?.get(*index)?;
            }
            Step::Repeated(..) => return None,
        }
    }
    Some((ours, theirs))
}

/// What is different at the end of the way.
enum Change {
    Set(Value),
    Append(Value),
    Put(Value),
    Remove,
}

impl Change {
    fn by(edit: &Edit, value_of: fn(&Scalar) -> Value, value_in: fn(&Subtree) -> &Value) -> Change {
        match edit {
            Edit::Set { value, .. } => Change::Set(value_of(value)),
            Edit::Append { value, .. } => Change::Append(value_of(value)),
            Edit::Put { subtree, .. } => Change::Put(value_in(subtree).clone()),
            Edit::Remove { .. } => Change::Remove,
        }
    }

    /// Whether this change turns the old value into the new one. What is missing on the way counts as empty.
    fn is_all(&self, old: &Value, new: &Value, way: &[Way]) -> bool {
        match (way, self) {
            ([], Change::Set(value)) => new == value && !old.is_mapping() && !old.is_sequence(),
            ([], Change::Append(value)) => {
                let (Some(old), Some(new)) = (list(old), new.as_sequence()) else { return false };
                new.split_last() == Some((value, old))
            }
            ([], Change::Put(value)) => new == value,
            ([], Change::Remove) => false,
            ([Way::Key(key), rest @ ..], _) => {
                let (Some(old), Some(new)) = (mapping(old), new.as_mapping()) else { return false };
                let others_are_equal = others(&old, key).eq(others(new, key));
                let removed = rest.is_empty() && matches!(self, Change::Remove);
                others_are_equal
                    && match (old.get(key), new.get(key)) {
                        (old, new) if removed => old.is_some() && new.is_none(),
                        (old, Some(new)) => self.is_all(old.unwrap_or(&Value::Null), new, rest),
                        (_, None) => false,
                    }
            }
            ([Way::Index(index), rest @ ..], _) => {
                let (Some(old), Some(new)) = (list(old), new.as_sequence()) else { return false };
                let Some((before, [item, after @ ..])) = old.split_at_checked(*index) else { return false };
                let Some((new_before, from)) = new.split_at_checked(*index) else { return false };
                if rest.is_empty() && matches!(self, Change::Remove) {
                    return before == new_before && after == from;
                }
                let Some((new_item, new_after)) = from.split_first() else { return false };
                before == new_before && after == new_after && self.is_all(item, new_item, rest)
            }
        }
    }
}

fn others<'v>(mapping: &'v Mapping, key: &Value) -> impl Iterator<Item = (&'v Value, &'v Value)> {
    mapping.iter().filter(move |(other, _)| *other != key)
}

fn mapping(value: &Value) -> Option<std::borrow::Cow<'_, Mapping>> {
    use std::borrow::Cow;
    match value {
        Value::Mapping(mapping) => Some(Cow::Borrowed(mapping)),
        Value::Null => Some(Cow::Owned(Mapping::new())),
        _ => None,
    }
}

fn list(value: &Value) -> Option<&[Value]> {
    match value {
        Value::Sequence(items) => Some(items),
        Value::Null => Some(&[]),
        _ => None,
    }
}

/// A document without its byte order mark, which `serde_yaml` takes for a column.
fn their_value(text: &str) -> Result<Value, serde_yaml::Error> {
    serde_yaml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A node with what its merge keys bring.
fn our_value(node: &Node<'_>) -> Value {
    match &node.data {
        Data::Scalar { .. } => node.scalar().map_or(Value::Null, |scalar| our_scalar(&scalar)),
        Data::Sequence { items, .. } => Value::Sequence(items.iter().map(our_value).collect()),
        Data::Mapping(mapping) => {
            let pairs = mapping.entries.iter().map(|entry| (our_key(&entry.key), our_value(&entry.value)));
            Value::Mapping(pairs.collect())
        }
    }
}

fn our_key(key: &Node<'_>) -> Value {
    match key.text() {
        Some(text) => Value::from(text),
        None => our_value(key),
    }
}

/// A number with its spelling: `2.10` is not `2.1`.
fn our_scalar(scalar: &Scalar) -> Value {
    let text = Value::from(scalar.text.as_str());
    match scalar.kind {
        ScalarKind::Text => text,
        kind => Value::Tagged(Box::new(TaggedValue { tag: Tag::new(format!("{kind:?}")), value: text })),
    }
}

fn their_scalar(scalar: &Scalar) -> Value {
    match scalar.kind {
        ScalarKind::Text => Value::from(scalar.text.as_str()),
        ScalarKind::Number | ScalarKind::Boolean => serde_yaml::from_str(&scalar.text).unwrap_or(Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text is proven to be `{a: 1, b: [x, 2.10], c: {d: 1}}` after an edit.
    fn is_proven(edit: &Edit, edited: &str) -> bool {
        let text = "a: 1\nb: [x, 2.10]\nc: {d: 1}\n";
        let root = parse(text).unwrap();
        Proof::begin(text, root.as_ref(), edit).unwrap().holds_for(edited)
    }

    #[test]
    fn only_the_change_itself_is_proven() {
        let set = Edit::Set { path: Path::root().key("c").key("d"), value: Scalar::text("y") };
        assert!(is_proven(&set, "{a: 1, b: [x, 2.10], c: {d: 'y'}}"));
        for wrong in [
            "{a: 1, b: [x, 2.10], c: {d: 1}}",
            "{a: 2, b: [x, 2.10], c: {d: y}}",
            "{a: '1', b: [x, 2.10], c: {d: y}}",
            "{a: 1, b: [x, 2.1], c: {d: y}}",
            "{a: 1, b: [x, 2.10, z], c: {d: y}}",
            "{a: 1, b: [x, 2.10], c: {d: y, e: 1}}",
            "{b: [x, 2.10], a: 1, c: {d: y}}",
            "{a: 1, c: {d: y}}",
            "{a: 1, b: [x, 2.10], c: {d: y}",
            "",
        ] {
            assert!(!is_proven(&set, wrong), "{wrong}");
        }
    }

    #[test]
    fn an_item_is_added_at_the_end_and_removed_where_it_was() {
        let append = Edit::Append { path: Path::root().key("b"), value: Scalar::text("y") };
        assert!(is_proven(&append, "{a: 1, b: [x, 2.10, y], c: {d: 1}}"));
        assert!(!is_proven(&append, "{a: 1, b: [y, x, 2.10], c: {d: 1}}"));
        assert!(!is_proven(&append, "{a: 1, b: [x, 2.10, y, y], c: {d: 1}}"));
        let remove = Edit::Remove { path: Path::root().key("b").index(0) };
        assert!(is_proven(&remove, "{a: 1, b: [2.10], c: {d: 1}}"));
        assert!(!is_proven(&remove, "{a: 1, b: [x], c: {d: 1}}"));
        let remove = Edit::Remove { path: Path::root().key("a") };
        assert!(is_proven(&remove, "{b: [x, 2.10], c: {d: 1}}"));
        assert!(!is_proven(&remove, "{a: ~, b: [x, 2.10], c: {d: 1}}"));
    }
}
