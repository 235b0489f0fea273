//! `rollout`, of the default clause or of a rule

use super::draft::{Draft, place};
use super::{EditError, FlagEdit};
use crate::model::{Flag, Percent, hint};
use crate::yaml::plain;

/// Sets the share that the default clause admits, or the rule of this index.
pub fn set_rollout(flag: &Flag, environment: Option<&str>, rule: Option<usize>, to: Percent) -> FlagEdit {
    let mut draft = Draft::new(flag, "");
    let layer = draft.layer(environment);
    let clause = match rule {
        None => Some(&mut layer.clause),
        Some(index) => layer.rules.as_mut().and_then(|rules| rules.get_mut(index)).map(|rule| &mut rule.clause),
    };
    if let Some(clause) = clause {
        clause.rollout = Some(to);
    }
    let place = place(environment);
    let clause = rule.map_or(place.clone(), |index| place.key("rules").index(index));
    draft.set(clause.key("rollout"), plain(&to.to_string()));
    draft.finish()
}

/// Finds a rule by its name, or by its number from 1, in the place where it is written.
///
/// # Errors
/// Where there is none, several have the name, or the environment inherits its rules.
pub fn find_rule(flag: &Flag, environment: Option<&str>, wanted: &str) -> Result<usize, EditError> {
    let layer = environment.map_or(Some(&flag.base), |name| flag.layer(name));
    let Some(rules) = layer.and_then(|layer| layer.rules.as_ref()) else {
        return Err(match environment {
            Some(name) if flag.base.rules.is_some() => {
                EditError::new(format!("{name} inherits its rules from the top level"))
                    .help("leave out --env to edit the rule for every environment that inherits it")
            }
            _ => EditError::new(format!("'{}' has no rules here", flag.key)),
        });
    };
    let named: Vec<usize> = (0..rules.len()).filter(|&i| rules[i].name.as_deref() == Some(wanted)).collect();
    let by_number = || wanted.parse::<usize>().ok().filter(|number| (1..=rules.len()).contains(number));
    match (&named[..], by_number()) {
        ([index], _) => Ok(*index),
        ([], Some(number)) => Ok(number - 1),
        ([], None) => {
            let names = rules.iter().filter_map(|rule| rule.name.as_deref());
            let numbers = || format!("name a rule by its number, 1 to {}", rules.len());
            Err(EditError::new(format!("'{}' has no rule '{wanted}'", flag.key))
                .help(hint(wanted, names).unwrap_or_else(numbers)))
        }
        _ => Err(EditError::new(format!("several rules are called '{wanted}'"))
            .help(format!("name it by its number, 1 to {}", rules.len()))),
    }
}
