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
    let look = |asked: Asked<'_>| {
        // An empty segment is reported in its own file.
        if let (Subject::Flag(_), Condition::Segment(_)) = (subject, asked.condition) {
            return Vec::new();
        }
        let mut finder = Finder { logic: scope.logic(), asked, given: Vec::new(), found: Vec::new() };
        let possible = finder.look(Vec::new(), asked.condition);
        match (subject, asked.rule) {
            _ if possible => {}
            (Subject::Segment(segment), _) if segment.users.is_empty() => finder.conclude_empty(),
            (_, Some((index, rule))) => finder.conclude(&format!(", so nobody matches {}", title(index, rule))),
            _ => {}
        }
        finder.found
    };
    asked(subject).into_iter().flat_map(look).collect()
}

/// The way to a condition inside another: the field, and the place in its list. A path is made when there is something to
/// say.
type Way = Vec<(&'static str, Option<usize>)>;

/// What cannot be, found from the outside in.
struct Finder<'a> {
    logic: Logic<'a>,
    asked: Asked<'a>,
    /// What holds already wherever the condition at hand is asked.
    given: Vec<(Way, &'a Condition)>,
    found: Vec<Diagnostic>,
}

impl<'a> Finder<'a> {
    /// Whether the condition can hold together with what is given. Of what cannot, the smallest part is blamed.
    fn look(&mut self, way: Way, condition: &'a Condition) -> bool {
        let outer = self.given.len();
        take_apart(way, condition, &mut self.given);
        let possible = !self.is_nobody_given();
        if possible {
            for part in outer..self.given.len() {
                if let (way, group @ (Condition::Any(_) | Condition::Not(_))) = &self.given[part] {
                    self.look_inside(way.clone(), group);
                }
            }
            self.given.truncate(outer);
        } else {
            let parts = self.given.split_off(outer);
            self.blame(parts);
            self.given.truncate(outer);
        }
        possible
    }

    fn look_inside(&mut self, way: Way, condition: &'a Condition) {
        match condition {
            Condition::Any(list) => {
                let alternatives = list.iter().enumerate();
                alternatives.for_each(|(i, inner)| _ = self.look(step(&way, "any", Some(i)), inner));
            }
            // What is given says nothing about what is to fail: there, only what is impossible by itself is strange.
            Condition::Not(inner) => self.alone(|finder| _ = finder.look(step(&way, "not", None), inner)),
            Condition::All(_) | Condition::Attribute { .. } | Condition::Segment(_) => {}
        }
    }

    /// Finds the first part that cannot hold with those before it.
    fn blame(&mut self, parts: Vec<(Way, &'a Condition)>) {
        for (way, part) in parts {
            if self.logic.is_impossible(part) {
                return self.blame_alone(way, part);
            }
            self.given.push((way, part));
            if self.is_nobody_given() {
                return self.blame_last();
            }
        }
    }

    fn blame_alone(&mut self, way: Way, part: &'a Condition) {
        match part {
            Condition::Attribute { .. } => {
                let message = format!("{} holds for nobody", quoted(part));
                self.report(&way, message, "list what it should find, or remove the condition");
            }
            // An empty segment is reported in its own file, and what always holds by its own rule.
            _ => self.alone(|finder| finder.look_inside(way, part)),
        }
    }

    fn blame_last(&mut self) {
        let Some(((way, last), earlier)) = self.given.split_last() else { return };
        let is_partner = |(_, other): &&(Way, &Condition)| self.logic.nobody_is(&[other, last], &[]);
        let partner = match earlier.iter().find(is_partner) {
            Some((at, other)) => format!("{} ({})", quoted(other), follow(Path::root(), at)),
            None => "what has to hold besides".to_owned(),
        };
        let message = format!("{} can never hold together with {partner}", quoted(last));
        let help = "correct one of them, or put them in `any` if one is enough";
        self.report(&way.clone(), message, help);
    }

    fn report(&mut self, way: &Way, message: String, help: &str) {
        let path = follow(self.asked.path(), way);
        self.found.push(Diagnostic::warning("impossible-condition", path, message).help(help.to_owned()));
    }

    fn is_nobody_given(&self) -> bool {
        let given: Vec<&Condition> = self.given.iter().map(|(_, condition)| *condition).collect();
        self.logic.nobody_is(&given, &[])
    }

    /// Looks with nothing given.
    fn alone(&mut self, look: impl FnOnce(&mut Self)) {
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

    fn conclude_empty(&mut self) {
        const NOBODY: &str = "nobody can be in the segment";
        if let [reason] = self.found.as_mut_slice() {
            reason.rule = "empty-segment";
            reason.message = format!("{NOBODY}: {}", reason.message);
        } else {
            let message = format!("{NOBODY}: its condition holds for nobody");
            let help = "mend the condition, list `users`, or remove the segment".to_owned();
            self.found.push(Diagnostic::warning("empty-segment", self.asked.path(), message).at_key().help(help));
        }
    }
}

/// The conditions that have to hold for this one, each with the way to it.
fn take_apart<'a>(way: Way, condition: &'a Condition, parts: &mut Vec<(Way, &'a Condition)>) {
    match condition {
        Condition::All(list) => {
            let inner = list.iter().enumerate();
            inner.for_each(|(i, part)| take_apart(step(&way, "all", Some(i)), part, parts));
        }
        single => parts.push((way, single)),
    }
}

fn step(way: &Way, field: &'static str, index: Option<usize>) -> Way {
    way.iter().copied().chain([(field, index)]).collect()
}

fn follow(root: Path, way: &Way) -> Path {
    way.iter().fold(root, |path, (field, index)| match index {
        Some(index) => path.key(*field).index(*index),
        None => path.key(*field),
    })
}
