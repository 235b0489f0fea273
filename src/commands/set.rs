//! `ffctl set`

use super::editing::{EditArgs, edit_flags};
use super::shared::{Session, refused};
use crate::change::{Metadata, TagsEdit, set_metadata};
use crate::model::{Days, FlagType, hint, parse_date};
use crate::report::EditReport;
use anyhow::Result;
use chrono::{NaiveDate, TimeDelta};
use clap::{Args, ValueEnum};

/// Sets what people know of a flag: its owner, expiry, ticket, tags, description or type.
///
/// A date is YYYY-MM-DD, or days and weeks from today: 30d, 2w. An empty value takes the field away where the format
/// does without it; so does `never` for `expires`.
#[derive(Debug, Args)]
pub(super) struct SetArgs {
    /// The flag's key
    key: String,
    /// The field
    #[arg(value_enum)]
    field: Field,
    /// Its new value. Tags: a,b sets them all; +a,-b adds and removes some
    #[arg(allow_hyphen_values = true)]
    value: String,
    #[command(flatten)]
    edit: EditArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Field {
    Owner,
    Expires,
    Ticket,
    Tags,
    Description,
    Type,
}

pub(super) fn run(args: &SetArgs, session: &Session) -> Result<EditReport> {
    let metadata = args.metadata(session.today())?;
    edit_flags(&args.edit, session, std::slice::from_ref(&args.key), &|loaded| {
        Ok(set_metadata(&loaded.file.flag, &loaded.text, &metadata))
    })
}

impl SetArgs {
    fn metadata(&self, today: NaiveDate) -> Result<Metadata> {
        let value = self.value.trim();
        let optional = || (!value.is_empty()).then(|| value.to_owned());
        Ok(match self.field {
            Field::Description => Metadata::Description(value.to_owned()),
            Field::Owner => Metadata::Owner(value.to_owned()),
            Field::Ticket => Metadata::Ticket(optional()),
            Field::Type => Metadata::Type(flag_type(value)?),
            Field::Expires if matches!(value, "" | "never") => Metadata::Expires(None),
            Field::Expires => Metadata::Expires(Some(expiry(value, today)?)),
            Field::Tags => Metadata::Tags(tags(value)?),
        })
    }
}

pub(super) fn flag_type(name: &str) -> Result<FlagType> {
    let names = FlagType::ALL.iter().map(|flag_type| flag_type.name());
    FlagType::from_name(name).ok_or_else(|| refused(format!("unknown type '{name}'"), hint(name, names)))
}

/// A date, or a span from today.
pub(super) fn expiry(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    let days = || Days::parse(text.strip_prefix('+').unwrap_or(text));
    let later = |Days(days)| today.checked_add_signed(TimeDelta::days(days.into()));
    parse_date(text).or_else(|| days().and_then(later)).ok_or_else(|| {
        let help = "write a day of the calendar, 2027-02-01, or days or weeks from today, 30d or 2w".to_owned();
        refused(format!("'{text}' is not a date"), Some(help))
    })
}

fn tags(text: &str) -> Result<TagsEdit> {
    let words: Vec<&str> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let of_sign = |sign: char| -> Vec<String> {
        words.iter().filter_map(|word| word.strip_prefix(sign)).map(|word| word.trim().to_owned()).collect()
    };
    let (added, removed) = (of_sign('+'), of_sign('-'));
    match added.len() + removed.len() {
        0 => Ok(TagsEdit::Exactly(words.into_iter().map(str::to_owned).collect())),
        signed if signed == words.len() => Ok(TagsEdit::Members { added, removed }),
        _ => Err(refused(
            format!("'{text}' says both what the tags are and what comes or goes"),
            Some("write a,b for these tags and no others, or +a,-b to add one and remove one".to_owned()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_a_date_or_a_span_from_today() {
        let today = parse_date("2026-11-21").unwrap();
        let date = |text: &str| expiry(text, today).ok().map(|date| date.to_string());
        for (text, expected) in [("2027-02-01", "2027-02-01"), ("30d", "2026-12-21"), ("+2w", "2026-12-05")] {
            assert_eq!(date(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "2027-2-1", "2027-02-30", "-3d", "++3d", "3"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn tags_are_set_or_come_and_go() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let members =
            |added: &[&str], removed: &[&str]| TagsEdit::Members { added: list(added), removed: list(removed) };
        assert_eq!(tags("a, b,").unwrap(), TagsEdit::Exactly(list(&["a", "b"])));
        assert_eq!(tags("").unwrap(), TagsEdit::Exactly(list(&[])));
        assert_eq!(tags("+a,-b").unwrap(), members(&["a"], &["b"]));
        assert!(tags("a,-b").is_err());
    }
}
