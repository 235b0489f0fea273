//! `ffctl explain`

use super::shared::refused;
use crate::audit;
use crate::check;
use crate::gate;
use crate::model::{Level, Waiver, hint};
use crate::report::{ExampleReport, ExplainReport, RuleExplained};
use anyhow::Result;
use clap::Args;

/// Tells what a rule of `validate`, `audit` or `check` finds, why it matters, how to mend it, and how to set its level or excuse a
/// flag. Without a rule, lists all.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule, as findings name it
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(args: &ExplainArgs) -> Result<ExplainReport> {
    let rules = catalogue();
    let Some(name) = &args.rule else {
        return Ok(ExplainReport::new(rules.into_iter().filter(|rule| rule.command.is_some()).collect(), false));
    };
    match rules.iter().find(|rule| rule.rule == name) {
        Some(rule) => Ok(ExplainReport::new(vec![rule.clone()], true)),
        None => {
            let help = hint(name, rules.iter().map(|rule| rule.rule));
            let help = help.or_else(|| Some("`ffctl explain` lists all rules".to_owned()));
            Err(refused(format!("there is no rule '{name}'"), help))
        }
    }
}

/// Every rule of every command, and what is no rule though people look for it.
fn catalogue() -> Vec<RuleExplained> {
    let of_audit = audit::RULES.iter().map(of_audit);
    let of_validate = check::rules().into_iter().map(of_validate);
    let of_check = gate::RULES.iter().map(of_check);
    of_audit.chain(of_check).chain(of_validate).chain([NESTED_FLAG]).collect()
}

fn of_audit(rule: &audit::Rule) -> RuleExplained {
    RuleExplained {
        rule: rule.name,
        level: Some(rule.level),
        command: Some("audit"),
        about: rule.about,
        why: Some(rule.why),
        mend: Some(rule.mend),
        example: None,
        set: Some(ways_to_set(rule.name)),
    }
}

fn of_check(rule: &gate::Rule) -> RuleExplained {
    let set =
        format!("{}\n\nThe settings that count are those of the branch that is merged into.", ways_to_set(rule.name));
    RuleExplained {
        rule: rule.name,
        level: Some(rule.level),
        command: Some("check"),
        about: rule.about,
        why: Some(rule.why),
        mend: Some(rule.mend),
        example: None,
        set: Some(set),
    }
}

fn of_validate(rule: check::Rule) -> RuleExplained {
    let example = check::example(rule.name).map(|check::Example { broken, mended }| ExampleReport { broken, mended });
    let set = match rule.level {
        Level::Error => "Its level is fixed: a file that breaks it is not used.",
        Level::Warning => "Its level is fixed: `ffctl validate --deny warning` fails on it, and nothing else does.",
    };
    RuleExplained {
        rule: rule.name,
        level: Some(rule.level),
        command: Some("validate"),
        about: rule.about,
        why: None,
        mend: None,
        example,
        set: Some(set.to_owned()),
    }
}

/// The lines that set a rule's level and that excuse a flag from it, ready to be copied.
fn ways_to_set(rule: &str) -> String {
    let level = format!(
        "In ffctl.yaml, for all flags or by type (off, warning or error):\n\n\
         policy:\n  rules:\n    {rule}: off\n    # {rule}: {{release: error, experiment: warning}}"
    );
    if !Waiver::rules().any(|excusable| excusable == rule) {
        return level;
    }
    format!(
        "{level}\n\nIn one flag's file, until a day and for a reason:\n\n\
         waivers:\n  - rule: {rule}\n    until: 2027-01-31\n    reason: Why it does not matter here for now"
    )
}

const NESTED_FLAG: RuleExplained = RuleExplained {
    rule: "nested-flag",
    level: None,
    command: None,
    about: "flags cannot depend on each other here, so there is no such rule",
    why: Some(
        "In systems where a flag may be the prerequisite of another, removing the one changes the other. In this format a \
         flag names segments and attributes, and never a flag: each can be removed by itself.",
    ),
    mend: Some("For an audience that several flags share, write a segment; for one switch, use one flag in the code."),
    example: None,
    set: None,
};
