//! `certain-condition`: a condition that holds for everybody asks nothing.

use super::places::{asked, each_condition};
use super::words::quoted;
use super::{Rule, Scope, Subject};
use crate::logic::Logic;
use crate::model::{Condition, Diagnostic, Level, Path};

pub(super) const RULES: &[Rule] =
    &[Rule { name: "certain-condition", level: Level::Warning, about: "a condition can fail for somebody" }];

pub(super) fn check(subject: Subject<'_>, scope: Scope<'_>) -> Vec<Diagnostic> {
    let logic = scope.logic();
    let mut is_clean = true;
    let mut ask = |condition: &_| is_clean = is_clean && !logic.is_certain(condition);
    asked(subject).iter().for_each(|asked| alternatives(asked.condition, &mut ask));
    // The paths are made when there is something to say.
    if is_clean {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_condition(subject, &mut |path, condition| {
        if let Condition::Any(list) = condition
            && logic.is_certain(condition)
            // Where one alternative holds for everybody, the reason is inside it.
            && !list.iter().any(|alternative| logic.is_certain(alternative))
        {
            found.push(complaint(path.clone().key("any"), list, logic));
        }
    });
    found
}

/// Calls `ask` with every `any`: only among alternatives can there be one for everybody.
fn alternatives(condition: &Condition, ask: &mut impl FnMut(&Condition)) {
    condition.walk(&mut |condition| {
        if matches!(condition, Condition::Any(_)) {
            ask(condition);
        }
    });
}

fn complaint(path: Path, list: &[Condition], logic: Logic<'_>) -> Diagnostic {
    let pairs = (1..list.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    let (path, message) = match pairs.into_iter().find(|&(i, j)| logic.nobody_is(&[], &[&list[i], &list[j]])) {
        Some((i, j)) => {
            let message = format!("for everybody, {} or {} (any[{i}]) holds", quoted(&list[j]), quoted(&list[i]));
            (path.index(j), message)
        }
        None => (path, "for everybody, one of these holds".to_owned()),
    };
    let help = "use `all` if both are meant, or remove the condition: it asks nothing";
    Diagnostic::warning("certain-condition", path, message).help(help.to_owned())
}
