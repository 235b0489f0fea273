//! `undecided-experiment`: the experiment is over, and still divides its users.

use super::draws::{Draw, draws};
use super::way_out::extend;
use super::{Ask, Found, Rule, Subject, Verdict, words};
use crate::model::{FlagType, Level, Settings};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "undecided-experiment",
    level: Level::Warning,
    about: "an experiment that is past its `expires` still splits or ramps",
    why: "An experiment ends with a decision. While it goes on past its day, some customers keep a variant that will lose, \
          and every day of data beyond the plan invites to stop when the numbers please.",
    mend: "Serve the winner to everybody, then take the flag out of the code and remove it; or, where it needs more data, \
           give it a later day and say why in the commit.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, settings: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    let is_over = flag.flag_type == FlagType::Experiment && flag.is_expired(today);
    let Some(expires) = flag.expires.filter(|_| is_over) else { return Verdict::Fine };
    let draws = draws(flag, settings);
    let Some(last) = draws.last() else { return Verdict::Fine };
    let verb = if draws.iter().any(|draw| draw.is_split) { "splits" } else { "ramps" };
    let place = match environments(&draws)[..] {
        [] => String::new(),
        ref names => format!(" in {}", words::list(names)),
    };
    let since = match words::days_between(expires, today) {
        0 => "on the day it expires".to_owned(),
        ago => format!("{} after it expired, on {expires}", words::days(ago)),
    };
    let help = format!(
        "serve the winner to everybody (`ffctl edit {}`); or, where it needs more data, {}",
        flag.key,
        extend(flag, today)
    );
    Verdict::Found(Found::at(last.path.clone(), format!("still {verb}{place}, {since}"), help))
}

fn environments(draws: &[Draw<'_>]) -> Vec<String> {
    let mut names: Vec<String> = draws.iter().filter_map(|draw| draw.environment).map(str::to_owned).collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, found, message, subject};
    use super::*;
    use crate::model::{Clause, Flag, Split, VariantName};

    fn experiment(clause: Clause, expires: i64) -> Flag {
        let mut flag = flag();
        (flag.flag_type, flag.base.clause, flag.expires) = (FlagType::Experiment, clause, Some(day(expires)));
        flag
    }

    fn halves() -> Clause {
        let half = |name: &str| (VariantName(name.into()), "50".parse().unwrap());
        Clause { split: Some(Split(vec![half("true"), half("false")])), ..Clause::default() }
    }

    fn asked(flag: &Flag, environments: &[&str]) -> Verdict {
        let environments = environments.iter().map(|&name| name.to_owned()).collect();
        check(&subject(flag), &Settings { environments, ..Settings::default() }, day(0))
    }

    #[test]
    fn it_is_found_from_its_day_on_while_it_divides_users() {
        let said = |expires| message(&asked(&experiment(halves(), expires), &[])).map(str::to_owned);
        assert_eq!(said(1), None);
        assert_eq!(said(0).unwrap(), "still splits, on the day it expires");
        assert_eq!(said(-5).unwrap(), "still splits, 5 days after it expired, on 2026-11-16");
        let share = Clause { rollout: Some("50".parse().unwrap()), ..Clause::default() };
        let verdict = asked(&experiment(share, -1), &["staging", "production"]);
        let said = "still ramps in staging and production, 1 day after it expired, on 2026-11-20";
        assert_eq!(message(&verdict), Some(said));
        assert_eq!(found(&verdict).path.to_string(), "rollout");
    }

    #[test]
    fn a_decided_one_and_one_that_is_off_and_other_types_are_fine() {
        assert_eq!(asked(&experiment(Clause::default(), -5), &[]), Verdict::Fine);
        let mut off = experiment(halves(), -5);
        off.base.enabled = Some(false);
        assert_eq!(asked(&off, &[]), Verdict::Fine);
        let release = Flag { flag_type: FlagType::Release, ..experiment(halves(), -5) };
        assert_eq!(asked(&release, &[]), Verdict::Fine);
    }
}
