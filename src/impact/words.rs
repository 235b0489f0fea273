//! What a change does to people, in sentences.

use super::{Group, Named, Transition, Whom};
use crate::model::one_line;

/// How many ids are named.
const NAMED: usize = 3;

impl Group {
    /// What becomes of them: `15.000% of users outside any rule go from false to true; nobody goes the other way`.
    pub fn sentence(&self) -> Option<String> {
        let moved: Vec<&Transition> = self.transitions.iter().filter(|transition| transition.moves).collect();
        let whom = self.whom();
        let is_all = moved.len() == 1 && moved.iter().all(|transition| transition.is_whole());
        let mut parts = Vec::new();
        if let [first, rest @ ..] = &moved[..] {
            let share = if is_all { "all".to_owned() } else { format!("{} of", first.share) };
            let rest = rest.iter().map(|transition| format!(", {} {}", transition.share, transition.words()));
            parts.push(format!("{share} {whom} {}", first.words()) + &rest.collect::<String>());
        }
        if self.is_drawn_anew {
            parts.push("everybody is drawn anew".to_owned());
        } else if is_one_way(&moved) && !is_all {
            parts.push("nobody goes the other way".to_owned());
        }
        let without_id = self.without_id_words();
        if moved.is_empty() {
            parts = without_id.map(|words| format!("{whom} without an id {words}")).into_iter().collect();
        } else {
            parts.extend(without_id.map(|words| format!("those without an id {words}")));
        }
        self.moves().then(|| one_line(&parts.join("; ")))
    }

    fn without_id_words(&self) -> Option<String> {
        match &self.without_id[..] {
            [] => None,
            [only] => Some(only.words()),
            several => {
                let ways: Vec<String> = several.iter().map(Transition::words).collect();
                Some(format!("may {}", ways.join(" or ")))
            }
        }
    }

    /// Who they are.
    fn whom(&self) -> String {
        let all = |whom: &Whom| matches!(whom, Whom::Everyone | Whom::OfNoRule { has_rules: false });
        match (&self.before, &self.after) {
            (before, after) if before == after || all(before) => format!("users{}", place(after)),
            (before, after) if all(after) => format!("users{}", place(before)),
            (before, after) => {
                format!("users who were{} and are{} now (if there are any)", place(before), place(after))
            }
        }
    }
}

fn place(whom: &Whom) -> String {
    match whom {
        Whom::Everyone | Whom::OfNoRule { has_rules: false } | Whom::Users(_) => String::new(),
        Whom::OfRule(title) => format!(" in {title}"),
        Whom::OfNoRule { has_rules: true } => " outside any rule".to_owned(),
    }
}

/// Whether nobody who moves goes where another comes from, and both ways could be gone.
fn is_one_way(moved: &[&Transition]) -> bool {
    let goes_back = |one: &&Transition| moved.iter().any(|other| (&other.from, &other.to) == (&one.to, &one.from));
    let both = |transition: &&Transition| transition.from.is_some() && transition.to.is_some();
    !moved.is_empty() && moved.iter().all(both) && !moved.iter().any(goes_back)
}

impl Transition {
    fn words(&self) -> String {
        transition_words(self.from.as_deref(), self.to.as_deref(), false)
    }
}

fn transition_words(from: Option<&str>, to: Option<&str>, is_one: bool) -> String {
    let (go, get) = if is_one { ("goes", "gets") } else { ("go", "get") };
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("{get} another value of {to}"),
        (Some(from), Some(to)) => format!("{go} from {from} to {to}"),
        (None, Some(to)) => format!("{get} {to}, where there was no flag"),
        (Some(from), None) => format!("{go} from {from} to nothing: the flag is gone"),
        (None, None) => format!("{get} nothing"),
    }
}

impl Named {
    /// What becomes of them: `u-1, u-2 go from false to true`.
    pub fn sentence(&self) -> String {
        let named = self.ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = self.ids.len().saturating_sub(NAMED);
        let whom = if more == 0 { named } else { format!("{named} and {more} more") };
        let is_one = self.is_certain && self.ids.len() == 1;
        let may = if self.is_certain { "" } else { "may " };
        let words = transition_words(self.from.as_deref(), self.to.as_deref(), is_one);
        one_line(&format!("{whom} {may}{words}"))
    }
}
