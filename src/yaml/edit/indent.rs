//! How far this document indents.

use super::super::node::{Data, Mapping, Node};
use super::elements;
use super::lines::column;

/// Where a document does not tell.
pub(super) const DEFAULT: usize = 2;

/// The columns from a mapping to one in it: as in the siblings of what is to be written, else as anywhere in the
/// document, else as lists stand in it.
pub(super) fn step(text: &str, root: &Node<'_>, siblings: &Mapping<'_>) -> usize {
    let nested = |child: &Node<'_>| child.mapping().is_some();
    let any = |_: &Node<'_>| true;
    children(text, siblings, &nested)
        .or_else(|| anywhere(text, root, &nested))
        .or_else(|| anywhere(text, root, &any))
        .unwrap_or(DEFAULT)
}

fn anywhere(text: &str, node: &Node<'_>, counts: &dyn Fn(&Node<'_>) -> bool) -> Option<usize> {
    match &node.data {
        _ if node.alias => None,
        Data::Scalar { .. } => None,
        Data::Sequence { items, .. } => items.iter().find_map(|item| anywhere(text, item, counts)),
        Data::Mapping(mapping) => children(text, mapping, counts).or_else(|| {
            let own = mapping.entries.iter().filter(|entry| !entry.merged);
            own.map(|entry| &entry.value).find_map(|value| anywhere(text, value, counts))
        }),
    }
}

/// How far a mapping's first block collection that counts is indented; lists may stand right below their key.
fn children(text: &str, mapping: &Mapping<'_>, counts: &dyn Fn(&Node<'_>) -> bool) -> Option<usize> {
    let own = mapping.entries.iter().filter(|entry| !entry.merged && !entry.value.alias);
    own.filter(|entry| !entry.value.is_flow() && counts(&entry.value)).find_map(|entry| {
        let first = elements::elements(text, &entry.value).ok()?.first()?.start;
        let key = elements::start(text, entry.key.span.start);
        column(text, first).checked_sub(column(text, key)).filter(|step| *step > 0)
    })
}
