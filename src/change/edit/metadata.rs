//! What people know of a flag: owner, expiry, ticket, tags, description, type

use super::FlagEdit;
use super::draft::Draft;
use crate::model::{Flag, FlagType, Path, Scalar};
use chrono::NaiveDate;

/// A piece of metadata and its new value; nothing, or an empty list, takes the field away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// What the flag switches.
    Description(String),
    /// Who answers for it.
    Owner(String),
    /// What it is for.
    Type(FlagType),
    /// When it expires.
    Expires(Option<NaiveDate>),
    /// Its ticket.
    Ticket(Option<String>),
    /// Its labels.
    Tags(TagsEdit),
}

/// What becomes of the tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagsEdit {
    /// These and no others.
    Exactly(Vec<String>),
    /// Some come and some go.
    Members {
        /// Those that come.
        added: Vec<String>,
        /// Those that go.
        removed: Vec<String>,
    },
}

/// Sets a piece of metadata.
pub fn set_metadata(flag: &Flag, text: &str, metadata: &Metadata) -> FlagEdit {
    let mut draft = Draft::new(flag, text);
    let at = |name: &str| Path::root().key(name);
    match metadata {
        Metadata::Description(words) => {
            draft.flag.description.clone_from(words);
            draft.set(at("description"), Scalar::text(words));
        }
        Metadata::Owner(owner) => {
            draft.flag.owner.clone_from(owner);
            draft.set(at("owner"), Scalar::text(owner));
        }
        Metadata::Type(flag_type) => {
            draft.flag.flag_type = *flag_type;
            draft.set(at("type"), Scalar::text(flag_type.name()));
        }
        Metadata::Expires(date) => {
            draft.flag.expires = *date;
            set_or_remove(&mut draft, "expires", date.map(|date| date.to_string()), flag.expires.is_some());
        }
        Metadata::Ticket(ticket) => {
            draft.flag.ticket.clone_from(ticket);
            set_or_remove(&mut draft, "ticket", ticket.clone(), flag.ticket.is_some());
        }
        Metadata::Tags(edit) => set_tags(&mut draft, edit),
    }
    draft.finish()
}

fn set_or_remove(draft: &mut Draft<'_>, field: &str, value: Option<String>, is_there: bool) {
    let path = Path::root().key(field);
    match value {
        Some(value) => draft.set(path, Scalar::text(value)),
        None if is_there => draft.remove(path),
        None => {}
    }
}

/// Tags that stay keep their place and their comments; new ones come last.
fn set_tags(draft: &mut Draft<'_>, edit: &TagsEdit) {
    let path = Path::root().key("tags");
    let old = std::mem::take(&mut draft.flag.tags);
    let wanted = match edit {
        TagsEdit::Exactly(tags) | TagsEdit::Members { added: tags, .. } => tags,
    };
    let stays = |tag: &String| match edit {
        TagsEdit::Exactly(tags) => tags.contains(tag),
        TagsEdit::Members { removed, .. } => !removed.contains(tag),
    };
    let mut new: Vec<&String> = Vec::new();
    for tag in wanted {
        if !old.contains(tag) && !new.contains(&tag) {
            new.push(tag);
        }
    }
    let nothing_stays = !old.iter().any(stays);
    if nothing_stays && new.is_empty() && !old.is_empty() && !draft.has_comments(&path) {
        return draft.remove(path);
    }
    // From the end, so that the numbers of the others stay right.
    for index in (0..old.len()).rev().filter(|&index| !stays(&old[index])) {
        draft.remove(path.clone().index(index));
    }
    new.iter().for_each(|tag| draft.append(path.clone(), tag));
    draft.flag.tags = old.iter().filter(|tag| stays(tag)).chain(new).cloned().collect();
}
