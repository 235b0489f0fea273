//! Who may own flags.

use crate::model::CodeOwners;
use std::collections::BTreeSet;

/// The owners that are known: those of the settings, and those of CODEOWNERS.
///
/// Names are compared without regard to case, and so that what is left out fits: `payments-team` is
/// `@acme/payments-team`, and `@other/payments-team` is not.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    /// As flags name them.
    names: Vec<String>,
    whole: BTreeSet<String>,
    /// What is left of the names with an organisation when it is left out.
    tails: BTreeSet<String>,
    pub(super) has_list: bool,
    pub(super) has_file: bool,
}

impl Owners {
    /// The owners of a list and of a CODEOWNERS file, where there is one.
    pub fn new(list: &[String], file: Option<&CodeOwners>) -> Owners {
        let of_file = file.map(CodeOwners::all).unwrap_or_default();
        let mut owners = Owners { has_list: !list.is_empty(), has_file: !of_file.is_empty(), ..Owners::default() };
        for name in list.iter().map(String::as_str).chain(of_file) {
            let folded = fold(name);
            owners.tails.extend(tails(&folded).map(str::to_owned));
            owners.whole.insert(folded);
            owners.names.push(CodeOwners::short_name(name).to_owned());
        }
        owners
    }

    /// Whether there is nobody to be among.
    pub(super) fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    /// Whether a flag's owner is one of them.
    pub(super) fn knows(&self, owner: &str) -> bool {
        let owner = fold(owner);
        self.whole.contains(&owner)
            || self.tails.contains(&owner)
            || tails(&owner).any(|tail| self.whole.contains(tail))
    }

    /// The names, as flags name owners.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(String::as_str)
    }
}

fn fold(name: &str) -> String {
    let name = name.trim();
    name.strip_prefix('@').unwrap_or(name).to_lowercase()
}

/// `b/c` and `c` of `a/b/c`.
fn tails(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_may_be_left_out_on_either_side_and_case_does_not_count() {
        let file = CodeOwners::parse("* @acme/payments-team @Ada grace@example.com\n/x @a/b/c\n");
        let owners = Owners::new(&["growth".to_owned(), "@acme/ops".to_owned()], Some(&file));
        for (owner, known) in [
            ("payments-team", true),
            ("@acme/payments-team", true),
            ("acme/payments-team", true),
            ("Payments-Team", true),
            ("@other/payments-team", false),
            ("payments", false),
            ("ada", true),
            ("grace@example.com", true),
            ("grace", false),
            ("c", true),
            ("b/c", true),
            ("a/c", false),
            ("growth", true),
            ("@acme/growth", true),
            ("ops", true),
            ("", false),
        ] {
            assert_eq!(owners.knows(owner), known, "{owner}");
        }
    }

    #[test]
    fn without_a_list_and_without_a_file_there_is_nobody() {
        assert!(Owners::new(&[], None).is_empty());
        assert!(Owners::new(&[], Some(&CodeOwners::parse("# nothing yet\n"))).is_empty());
    }
}
