//! Changes in words, one line each.

use super::shorten::{listed, pair};
use super::{Field, RuleTitle, Turn, What};
use crate::model::{beginning, one_line};
use std::fmt;

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.field {
            Field::Flag | Field::Segment => self.existence(),
            Field::Rules => self.of_rule(),
            Field::Name => self.naming(),
            Field::Tests => self.of_tests(),
            _ => self.of_value(),
        };
        let turned = matches!(self.turn, Turn::Set { .. } | Turn::Instead { .. });
        let note = if self.inherited && !turned { " (inherited)" } else { "" };
        // Names and texts are other people's: none of them starts a line of its own or steers a terminal.
        f.pad(&(one_line(&words) + note))
    }
}

impl What {
    fn existence(&self) -> String {
        match &self.turn {
            Turn::Set { from, .. } => format!("renamed from {from}"),
            Turn::Added(state) if self.field == Field::Flag => format!("created, {state}"),
            Turn::Added(_) => "created".to_owned(),
            _ => "removed".to_owned(),
        }
    }

    fn of_rule(&self) -> String {
        let rule = self.rule_words();
        // A number says little of a rule: the others have moved up or down.
        let content = |text: &str| match &self.rule {
            Some(RuleTitle::Numbered(_)) => format!(": {}", beginning(text)),
            _ => String::new(),
        };
        match &self.turn {
            Turn::Added(text) => format!("{rule} added{}", content(text)),
            Turn::Removed(text) => format!("{rule} removed{}", content(text)),
            Turn::Moved { after: Some(other), .. } => format!("{rule} moved after {}", title_words(other)),
            Turn::Moved { after: None, .. } => format!("{rule} moved to the top"),
            _ => "rules stay as they were".to_owned(),
        }
    }

    fn naming(&self) -> String {
        let rule = self.rule_words();
        match &self.turn {
            Turn::Set { to, .. } => format!("{rule} renamed to '{}'", beginning(to)),
            Turn::Added(name) => format!("{rule} named '{}'", beginning(name)),
            _ => format!("{rule} loses its name"),
        }
    }

    fn of_tests(&self) -> String {
        let count = |list: &[String], word: &str| (!list.is_empty()).then(|| format!("{} {word}", list.len()));
        match &self.turn {
            Turn::Members { added, removed } => {
                let counts: Vec<String> = count(added, "added").into_iter().chain(count(removed, "removed")).collect();
                format!("tests changed: {}", counts.join(", "))
            }
            _ => "tests changed".to_owned(),
        }
    }

    fn of_value(&self) -> String {
        let (one, all) = (self.label(self.field.noun()), self.label(self.field.name()));
        let label = if self.item.is_some() { &one } else { &all };
        let whole = |value: &str| self.shown(self.field, beginning(value));
        match &self.turn {
            Turn::Set { from, to } => {
                let (from, to) = pair(from, to);
                let to = self.now(self.shown(self.field, to));
                phrase(&[label, &format!("{} → {to}", self.shown(self.field, from))]) + self.consequence()
            }
            Turn::Instead { of, from, to } => {
                let (was, is) = (self.shown(*of, beginning(from)), whole(to));
                let now = self.now(format!("{} {is}", self.field.name()));
                phrase(&[&self.label(of.name()), &format!("{was} → {now}")])
            }
            Turn::Added(value) => phrase(&[label, &self.aside(whole(value)), "added"]),
            Turn::Removed(value) => phrase(&[label, &self.aside(whole(value)), "removed"]),
            Turn::Kept(_) if self.field == Field::Overrides => "overrides stay as they were".to_owned(),
            Turn::Kept(value) => phrase(&[label, "stays", &whole(value)]),
            Turn::Members { added, removed } if self.item.is_some() => {
                format!("{one}: {}", came_and_went(added, removed))
            }
            Turn::Members { added, removed } => {
                let label = if added.len() + removed.len() == 1 { &one } else { &all };
                format!("{label} {}", came_and_went(added, removed))
            }
            Turn::Moved { from, to, .. } => format!("{label} moved {from} → {to}"),
        }
    }

    /// Rule, field and entry: `rule 'employees' rollout`, `override true`. A switch needs no name.
    fn label(&self, field: &str) -> String {
        let field = if self.field == Field::Enabled { "" } else { field };
        phrase(&[&self.rule_words(), field, &beginning(self.item.as_deref().unwrap_or_default())])
    }

    fn rule_words(&self) -> String {
        self.rule.as_ref().map(title_words).unwrap_or_default()
    }

    /// A value with its unit.
    fn shown(&self, field: Field, value: String) -> String {
        match field {
            Field::Rollout | Field::MaxStep => format!("{value}%"),
            Field::Enabled => if value == "true" { "enabled" } else { "disabled" }.to_owned(),
            Field::Description => format!("'{value}'"),
            _ if value.is_empty() => "''".to_owned(),
            _ => value,
        }
    }

    /// The value after, where the environment inherits it from now on.
    fn now(&self, value: String) -> String {
        if self.inherited { format!("inherited ({value})") } else { value }
    }

    /// A value beside the entry that has it.
    fn aside(&self, value: String) -> String {
        if self.item.is_some() { format!("({value})") } else { value }
    }

    fn consequence(&self) -> &'static str {
        match self.field {
            Field::Salt | Field::BucketBy => " (everyone is drawn anew)",
            _ => "",
        }
    }
}

fn title_words(title: &RuleTitle) -> String {
    match title {
        RuleTitle::Named(name) => RuleTitle::Named(beginning(name)).to_string(),
        RuleTitle::Numbered(_) => title.to_string(),
    }
}

fn came_and_went(added: &[String], removed: &[String]) -> String {
    let words = |list: &[String], word: &str| (!list.is_empty()).then(|| format!("{} {word}", listed(list)));
    words(added, "added").into_iter().chain(words(removed, "removed")).collect::<Vec<_>>().join(", ")
}

fn phrase(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
