//! `missing-metadata`: the flag lacks what the settings require of every flag.

use super::way_out::extend;
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{Flag, Level, Path, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "missing-metadata",
    level: Level::Error,
    about: "the flag lacks a field that `policy.require` names; an empty text or list counts as none",
    why: "Who to ask and where it was decided is known on the day a flag is made, and forgotten a year later, when \
          somebody wants to remove it.",
    mend: "Fill the field in. `policy.require` can name description, owner, type, created, expires, ticket, tags and links.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let required = settings.policy.require.iter();
    let missing: Vec<&String> = required.filter(|field| lacks(subject.flag, field)).collect();
    let Some(first) = missing.first() else { return Verdict::Fine };
    let named: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
    let commands: Vec<String> = missing.iter().map(|field| command(subject.flag, field, today)).collect();
    let message = format!("no {}, which `policy.require` asks of every flag", words::list(&named));
    Verdict::Found(Found::at(Path::root().key(first.as_str()), message, words::list(&commands)))
}

/// The command that fills a field in.
fn command(flag: &Flag, field: &str, today: NaiveDate) -> String {
    let key = &flag.key;
    match field {
        "expires" => extend(flag, today),
        "links" => format!("`ffctl edit {key}` (add `links`)"),
        field => format!("`ffctl set {key} {field} {}`", field.to_uppercase()),
    }
}

/// Whether the flag has nothing to say in a field. A name that is no metadata is the settings' mistake, not the flag's.
fn lacks(flag: &Flag, field: &str) -> bool {
    let blank = |text: &String| text.trim().is_empty();
    match field {
        "description" => blank(&flag.description),
        "owner" => blank(&flag.owner),
        "ticket" => flag.ticket.as_ref().is_none_or(blank),
        "tags" => flag.tags.iter().all(blank),
        "links" => flag.links.iter().all(blank),
        "expires" => flag.expires.is_none(),
        // The model has no flag without `created` and `type`.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, message, subject};
    use super::*;

    fn missing(flag: &Flag, required: &[&str]) -> Option<String> {
        let mut settings = Settings::default();
        settings.policy.require = required.iter().map(|&field| field.to_owned()).collect();
        message(&check(&subject(flag), &settings, day(0))).map(str::to_owned)
    }

    const FIELDS: &[&str] = &["description", "owner", "ticket", "tags", "links", "expires", "created", "type"];

    #[test]
    fn a_flag_with_every_field_lacks_none() {
        assert_eq!(missing(&flag(), FIELDS), None);
    }

    #[test]
    fn each_field_that_is_required_and_empty_is_named() {
        let empty = |change: fn(&mut Flag)| {
            let mut flag = flag();
            change(&mut flag);
            flag
        };
        for (flag, field) in [
            (empty(|flag| flag.description = String::new()), "description"),
            (empty(|flag| flag.owner = " \n".into()), "owner"),
            (empty(|flag| flag.ticket = None), "ticket"),
            (empty(|flag| flag.ticket = Some(String::new())), "ticket"),
            (empty(|flag| flag.tags = vec![]), "tags"),
            (empty(|flag| flag.tags = vec![" ".into()]), "tags"),
            (empty(|flag| flag.links = vec![]), "links"),
            (empty(|flag| flag.expires = None), "expires"),
        ] {
            let expected = format!("no `{field}`, which `policy.require` asks of every flag");
            assert_eq!(missing(&flag, FIELDS), Some(expected));
            assert_eq!(missing(&flag, &["created"]), None, "{field} is not required here");
        }
    }

    #[test]
    fn all_that_is_missing_is_one_finding_in_the_order_of_the_settings() {
        let mut flag = flag();
        (flag.ticket, flag.tags, flag.links) = (None, vec![], vec![]);
        let said = missing(&flag, &["links", "owner", "ticket", "tags"]);
        assert_eq!(said.unwrap(), "no `links`, `ticket` and `tags`, which `policy.require` asks of every flag");
    }
}
