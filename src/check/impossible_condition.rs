//! `impossible-condition`, `empty-segment`: what is asked of people can be true of somebody.

use super::places::{Asked, asked};
use super::words::{quoted, title};
use super::{Rule, Scope, Subject};
use crate::logic::Logic;
use crate::model::{Condition, Diagnostic, Level, Path};

pub(super) const RULES: &[Rule] = &[
    Rule { name: "impossible-condition", level: Level::Warning, about: "a condition can hold for somebody" },
    Rule { name: "empty-segment", level: Level::Warning, about: "somebody can be in a segment" },
];

pub(super) fn check(subject: Subject<'_>, scope: Scope<'_>) -> Vec<Diagnostic> {
    let look = |Asked { path, condition, rule }: Asked<'_>| {
        let mut finder = Finder { logic: scope.logic(), root: path.0.len(), given: Vec::new(), found: Vec::new() };
        let possible = finder.look(path.clone(), condition);
        match (subject, rule) {
            _ if possible => {}
            (Subject::Segment(segment), _) if segment.users.is_empty() => finder.conclude_empty(path),
            (_, Some((index, rule))) => finder.conclude(&format!(", so nobody matches {}", title(index, rule))),
            _ => {}
        }
        finder.found
    };
    asked(subject).into_iter().flat_map(look).collect()
}

/// What cannot be, found from the outside in.
struct Finder<'a> {
    logic: Logic<'a>,
    /// How long the path to the outermost condition is.
    root: usize,
    /// What holds already wherever the condition at hand is asked.
    given: Vec<(Path, &'a Condition)>,
    found: Vec<Diagnostic>,
}

impl<'a> Finder<'a> {
    /// Whether the condition can hold together with what is given. Of what cannot, the smallest part is blamed.
    fn look(&mut self, path: Path, condition: &'a Condition) -> bool {
        let mut parts = Vec::new();
        take_apart(path, condition, &mut parts);
        let outer = self.given.len();
        self.given.extend(parts.iter().cloned());
        let possible = !self.is_nobody_given();
        if possible {
            parts.into_iter().for_each(|(path, part)| self.look_inside(path, part));
            self.given.truncate(outer);
        } else {
            self.given.truncate(outer);
            self.blame(parts);
            self.given.truncate(outer);
        }
        possible
    }

    fn look_inside(&mut self, path: Path, condition: &'a Condition) {
        match condition {
            Condition::Any(list) => {
                let alternatives = list.iter().enumerate();
                alternatives.for_each(|(i, inner)| _ = self.look(path.clone().key("any").index(i), inner));
            }
            // What is given says nothing about what is to fail: there, only what is impossible by itself is strange.
            Condition::Not(inner) => self.with_nothing_given(|finder| _ = finder.look(path.key("not"), inner)),
            Condition::All(_) | Condition::Attribute { .. } | Condition::Segment(_) => {}
        }
    }

    /// Finds the first part that cannot hold with those before it.
    fn blame(&mut self, parts: Vec<(Path, &'a Condition)>) {
        for (path, part) in parts {
            if self.logic.is_impossible(part) {
                return self.blame_alone(path, part);
            }
            self.given.push((path, part));
            if self.is_nobody_given() {
                return self.blame_last();
            }
        }
    }

    fn blame_alone(&mut self, path: Path, part: &'a Condition) {
        match part {
            Condition::Attribute { .. } => {
                let message = format!("{} holds for nobody", quoted(part));
                self.report(path, message, "list what it should find, or remove the condition");
            }
            // An empty segment is reported in its own file, and what holds for everybody by its own rule.
            _ => self.with_nothing_given(|finder| finder.look_inside(path, part)),
        }
    }

    fn blame_last(&mut self) {
        let Some(((path, last), earlier)) = self.given.split_last() else { return };
        let is_partner = |(_, other): &&(Path, &Condition)| self.logic.nobody_is(&[other, last], &[]);
        let partner = match earlier.iter().find(is_partner) {
            Some((at, other)) => format!("{} ({})", quoted(other), Path(at.0[self.root..].to_vec())),
            None => "what has to hold besides".to_owned(),
        };
        let message = format!("{} can never hold together with {partner}", quoted(last));
        let help = "correct one of them, or put them in `any` if one is enough";
        self.report(path.clone(), message, help);
    }

    fn report(&mut self, path: Path, message: String, help: &str) {
        self.found.push(Diagnostic::warning("impossible-condition", path, message).help(help.to_owned()));
    }

    fn is_nobody_given(&self) -> bool {
        let given: Vec<&Condition> = self.given.iter().map(|(_, condition)| *condition).collect();
        self.logic.nobody_is(&given, &[])
    }

    fn with_nothing_given(&mut self, look: impl FnOnce(&mut Self)) {
        let given = std::mem::take(&mut self.given);
        look(self);
        self.given = given;
    }

    /// Says what follows for the whole, where one finding is the reason.
    fn conclude(&mut self, consequence: &str) {
        if let [reason] = self.found.as_mut_slice() {
            reason.message += consequence;
        }
    }

    fn conclude_empty(&mut self, path: Path) {
        const NOBODY: &str = "nobody can be in the segment";
        if let [reason] = self.found.as_mut_slice() {
            reason.rule = "empty-segment";
            reason.message = format!("{NOBODY}: {}", reason.message);
        } else {
            let message = format!("{NOBODY}: its condition holds for nobody");
            let help = "mend the condition, list `users`, or remove the segment".to_owned();
            self.found.push(Diagnostic::warning("empty-segment", path, message).at_key().help(help));
        }
    }
}

/// The conditions that have to hold for this one, each with its path.
fn take_apart<'a>(path: Path, condition: &'a Condition, parts: &mut Vec<(Path, &'a Condition)>) {
    match condition {
        Condition::All(list) => {
            let inner = list.iter().enumerate();
            inner.for_each(|(i, part)| take_apart(path.clone().key("all").index(i), part, parts));
        }
        single => parts.push((path, single)),
    }
}
