//! The message of a commit: the change in words, why, and trailers for machines.

use crate::change::Change;
use crate::model::one_line;

/// The longest subject that names everything.
const SUBJECT: usize = 72;

/// What a commit changes of one flag.
pub(super) struct Edited {
    pub(super) key: String,
    /// Nothing where only the formatting is another, or where nobody can say what the flag was.
    pub(super) changes: Vec<Change>,
    /// It was broken.
    pub(super) mends: bool,
}

/// The whole message. The trailers stand in the last paragraph, where `git interpret-trailers` looks for them.
pub(super) fn message(edited: &[Edited], reason: Option<&str>) -> String {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    // Trailers of one's own, as in `-m "Rollback: KEY"`, stand beside ours: git looks at the last paragraph only.
    let gap = |reason: &str| if ends_with_trailers(reason) { "\n" } else { "\n\n" };
    let reason = reason.map_or(String::new(), |reason| format!("{reason}{}", gap(reason)));
    format!("{}\n\n{reason}{}", subject(edited), trailers(edited))
}

/// Whether all lines of the last paragraph are `Name: value`.
fn ends_with_trailers(reason: &str) -> bool {
    let last = reason.rsplit("\n\n").next().unwrap_or_default();
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    last.lines()
        .all(|line| line.split_once(": ").is_some_and(|(name, value)| is_name(name) && !value.trim().is_empty()))
}

/// `new-checkout: rollout 10% → 25% in production`, or `a, b and c: enabled → disabled`.
fn subject(edited: &[Edited]) -> String {
    let fits = |text: &String| text.chars().count() <= SUBJECT;
    let names = names(edited);
    let mut phrases: Vec<String> = edited.iter().map(phrase).collect();
    phrases.dedup();
    let count = edited.iter().map(|edited| edited.changes.len()).sum::<usize>();
    let counted = || format!("{count} changes{}", place(edited.iter().flat_map(|edited| &edited.changes)));
    let what = match &phrases[..] {
        [phrase] if count <= edited.len() || fits(&format!("{names}: {phrase}")) => phrase.clone(),
        _ => counted(),
    };
    let subject = format!("{names}: {what}");
    if edited.len() <= 1 || fits(&subject) { subject } else { format!("{} flags: {what}", edited.len()) }
}

/// `a, b and c`
fn names(edited: &[Edited]) -> String {
    let names: Vec<&str> = edited.iter().map(|edited| edited.key.as_str()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn phrase(Edited { changes, mends, .. }: &Edited) -> String {
    match (&changes[..], mends) {
        ([], true) => return "valid again".to_owned(),
        ([], false) => return "formatting only".to_owned(),
        _ => {}
    }
    let words: Vec<String> = changes.iter().map(|change| change.what.to_string()).collect();
    let is_one_place = changes.iter().all(|change| change.environment == changes[0].environment);
    if is_one_place {
        return words.join(", ") + &place(changes.iter());
    }
    let placed = changes.iter().zip(words).map(|(change, words)| words + &place([change].into_iter()));
    placed.collect::<Vec<_>>().join(", ")
}

/// ` in production`, where all changes are made in that environment.
fn place<'c>(mut changes: impl Iterator<Item = &'c Change>) -> String {
    let first = changes.next().and_then(|change| change.environment.as_deref());
    match first {
        Some(name) if changes.all(|change| change.environment.as_deref() == Some(name)) => {
            format!(" in {}", one_line(name))
        }
        _ => String::new(),
    }
}

fn trailers(edited: &[Edited]) -> String {
    let mut trailers = String::new();
    for Edited { key, changes, .. } in edited {
        if changes.is_empty() {
            trailers += &format!("Flag: {key}\n");
        }
        for change in changes {
            trailers += &format!("Flag: {key}\n");
            if let Some(name) = &change.environment {
                trailers += &format!("Environment: {}\n", one_line(name));
            }
            trailers += &format!("Change: {}\n", change.what);
        }
    }
    trailers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{diff, set_enabled, set_rollout};
    use crate::model::Flag;

    fn flag() -> Flag {
        let text = "{description: d, owner: o, type: ops, created: 2026-11-01, enabled: true, rollout: 10}";
        crate::yaml::read_flag("a", text).valid().unwrap()
    }

    fn rollout(key: &str, environment: Option<&str>, to: &str) -> Edited {
        let flag = flag();
        let after = set_rollout(&flag, environment, None, to.parse().unwrap()).after;
        Edited { key: key.to_owned(), changes: diff(Some(&flag), Some(&after)), mends: false }
    }

    fn disabled(key: &str) -> Edited {
        let flag = flag();
        let after = set_enabled(&flag, Some("production"), false).after;
        Edited { key: key.to_owned(), changes: diff(Some(&flag), Some(&after)), mends: false }
    }

    #[test]
    fn one_change_is_told_with_its_place_and_its_reason() {
        let message = message(&[rollout("new-checkout", Some("production"), "25")], Some(" Errors are flat.\n"));
        assert_eq!(
            message,
            "new-checkout: rollout 10% → 25% in production\n\nErrors are flat.\n\n\
             Flag: new-checkout\nEnvironment: production\nChange: rollout 10% → 25%\n"
        );
    }

    #[test]
    fn trailers_of_ones_own_stand_beside_ours() {
        let ours = "Flag: a\nChange: rollout 10% → 5%\n";
        for (reason, expected) in [
            ("Rollback: a", format!("Rollback: a\n{ours}")),
            (
                "Errors rise.\n\nRollback: a\nSigned-off-by: Zoë",
                format!("Errors rise.\n\nRollback: a\nSigned-off-by: Zoë\n{ours}"),
            ),
            ("Note: this\nis none", format!("Note: this\nis none\n\n{ours}")),
            ("Why not: x", format!("Why not: x\n\n{ours}")),
        ] {
            let message = message(&[rollout("a", None, "5")], Some(reason));
            assert_eq!(message, format!("a: rollout 10% → 5%\n\n{expected}"));
        }
    }

    #[test]
    fn the_top_level_has_no_name() {
        let message = message(&[rollout("a", None, "0.5")], Some(" "));
        assert_eq!(message, "a: rollout 10% → 0.5%\n\nFlag: a\nChange: rollout 10% → 0.5%\n");
    }

    #[test]
    fn several_flags_are_named_as_far_as_they_fit() {
        let subject = |keys: &[&str]| subject(&keys.iter().map(|key| disabled(key)).collect::<Vec<_>>());
        assert_eq!(subject(&["a", "b"]), "a and b: enabled → disabled in production");
        assert_eq!(subject(&["a", "b", "c"]), "a, b and c: enabled → disabled in production");
        let long = "a-key-that-is-rather-long";
        assert_eq!(subject(&[long, long]), "2 flags: enabled → disabled in production");
    }

    #[test]
    fn different_changes_are_counted_and_each_has_its_trailers() {
        let edited = [disabled("a"), rollout("b", Some("staging"), "5")];
        let message = message(&edited, None);
        assert_eq!(
            message,
            "a and b: 2 changes\n\nFlag: a\nEnvironment: production\nChange: enabled → disabled\n\
             Flag: b\nEnvironment: staging\nChange: rollout 10% → 5%\n"
        );
    }
}
