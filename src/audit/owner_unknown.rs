//! `owner-unknown`: nobody by that name is there to be asked.

use super::words::shell;
use super::{Ask, Found, Owners, Rule, Subject, Verdict};
use crate::model::{Level, Path, Settings, nearest};
use chrono::NaiveDate;

pub(super) const RULE: Rule = Rule {
    name: "owner-unknown",
    level: Level::Warning,
    about: "the flag's `owner` is neither in `policy.owners` nor an owner in CODEOWNERS",
    why: "A flag is removed by who answers for it. A team that was renamed or dissolved, or a mistyped name, leaves a flag \
          that nobody is asked about. Where there is neither a list nor a CODEOWNERS file, nothing is found.",
    mend: "Name the team that took the flag over, or list the name under `policy.owners`. `payments-team` and \
           `@acme/payments-team` are one owner; upper and lower case do not count.",
    ask: Ask::Flag(check),
};

fn check(subject: &Subject<'_>, _: &Settings, _: NaiveDate) -> Verdict {
    let (flag, owners) = (subject.flag, subject.owners);
    if owners.is_empty() || owners.knows(&flag.owner) {
        return Verdict::Fine;
    }
    let key = &flag.key;
    let help = match nearest(&flag.owner, owners.names())[..] {
        [near, ..] => format!("`ffctl set {key} owner {}`, or list the name under `policy.owners`", shell(near)),
        [] => format!("name who answers for it, `ffctl set {key} owner OWNER`, or list the name under `policy.owners`"),
    };
    let message = format!("nobody knows the owner '{}': it is {}", flag.owner, absence(owners));
    Verdict::Found(Found::at(Path::root().key("owner"), message, help))
}

fn absence(owners: &Owners) -> &'static str {
    match (owners.has_list, owners.has_file) {
        (true, true) => "neither in `policy.owners` nor in CODEOWNERS",
        (true, false) => "not in `policy.owners`",
        _ => "not in CODEOWNERS",
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, found, message, subject};
    use super::*;
    use crate::model::CodeOwners;

    fn asked(list: &[&str], file: Option<&str>) -> Verdict {
        let list: Vec<String> = list.iter().map(|&name| name.to_owned()).collect();
        let owners = Owners::new(&list, file.map(CodeOwners::parse).as_ref());
        check(&Subject { owners: &owners, ..subject(&flag()) }, &Settings::default(), day(0))
    }

    #[test]
    fn an_owner_that_no_list_has_is_said_to_be_missing_where_it_was_looked_for() {
        for (list, file, place) in [
            (&["growth"][..], None, "not in `policy.owners`"),
            (&[], Some("* @acme/growth"), "not in CODEOWNERS"),
            (&["growth"], Some("* @acme/ops"), "neither in `policy.owners` nor in CODEOWNERS"),
        ] {
            let said = format!("nobody knows the owner 'payments': it is {place}");
            assert_eq!(message(&asked(list, file)), Some(said.as_str()));
        }
    }

    #[test]
    fn the_nearest_owner_is_offered() {
        let help = |list: &[&str]| found(&asked(list, None)).help.clone();
        assert!(help(&["@acme/payment"]).starts_with("`ffctl set new-checkout owner payment`"));
        assert!(help(&["growth"]).contains("`ffctl set new-checkout owner OWNER`"));
    }

    #[test]
    fn it_is_silent_where_nobody_is_listed_and_where_the_owner_is() {
        assert_eq!(asked(&[], None), Verdict::Fine);
        assert_eq!(asked(&["Payments"], None), Verdict::Fine);
        assert_eq!(asked(&["growth"], Some("* @acme/payments")), Verdict::Fine);
    }
}
