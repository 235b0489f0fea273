//! `unreferenced` and `unknown-reference`: what the mentions of flags in code say of the flags. The code is searched
//! elsewhere.

use super::rule::{Ask, Found, Verdict};
use super::{Rule, Subject, words};
use crate::model::{Level, Path, Settings, hint};
use chrono::NaiveDate;

/// How old a flag is, in days, before it is asked about: it may be made before its code is.
const AGE: i64 = 14;

/// A flag that no code mentions.
pub const UNREFERENCED: Rule = Rule {
    name: "unreferenced",
    level: Level::Warning,
    about: "no code mentions the flag, which is 14 days old or older",
    why: "A flag without code decides nothing: it is left over from a clean-up, or the code asks for it by another name and \
          gets its default. It is asked where the settings' `code` says where the code is or how it writes keys; \
          `ffctl refs` shows what was found.",
    mend: "Remove it; or, where the code writes it in another way, say so in `code.aliases` or `code.patterns`.",
    ask: Ask::Flag(check),
};

/// A mention of a flag that there is not.
pub const UNKNOWN_REFERENCE: Rule = Rule {
    name: "unknown-reference",
    level: Level::Error,
    about: "the code asks for a flag that there is not, as a pattern of `code.patterns` shows",
    why: "Whoever asks for a flag that there is not gets the default that the code has for it, and nobody can change that \
          from here: a misspelt key, or code that outlived its flag.",
    mend: "Correct the key, remove the code, or bring the flag back with `ffctl restore`.",
    ask: Ask::Code,
};

/// How often code mentions a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mentions {
    /// Nobody looked: it is not said where the code is.
    NotAsked,
    /// The code could not be searched.
    Unknown,
    /// This often.
    Count(usize),
}

fn check(subject: &Subject<'_>, _: &Settings, today: NaiveDate) -> Verdict {
    let flag = subject.flag;
    match subject.mentions {
        Mentions::Count(0) if words::days_between(flag.created, today) >= AGE => {
            let (message, help) = unreferenced(&flag.key);
            Verdict::Found(Found::at(Path::root(), message, help))
        }
        Mentions::Unknown => Verdict::Unknown { message: "the code could not be searched for it".to_owned() },
        Mentions::NotAsked | Mentions::Count(_) => Verdict::Fine,
    }
}

/// What is to be said of a flag that no code mentions, and what to do about it.
pub fn unreferenced(key: &str) -> (String, String) {
    let help = format!(
        "`ffctl remove {key}`; or, where code writes it in another way, add that to `code.aliases` or `code.patterns`"
    );
    ("no code mentions it".to_owned(), help)
}

/// What is to be said of code that asks for a key that is none of the known, and what to do about it.
pub fn unknown_reference<'k>(asked_for: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> (String, String) {
    let help = hint(asked_for, known);
    let help = help.unwrap_or_else(|| format!("remove the code, or bring the flag back: `ffctl restore {asked_for}`"));
    (format!("the code asks for the flag '{asked_for}', which there is not"), help)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{day, flag, message, subject};
    use super::*;

    #[test]
    fn a_flag_that_had_time_to_get_its_code_is_found_where_nothing_mentions_it() {
        let said = Some("no code mentions it");
        for (created, mentions, found) in [
            (-14, Mentions::Count(0), said),
            (-13, Mentions::Count(0), None),
            (-90, Mentions::Count(1), None),
            (-90, Mentions::NotAsked, None),
            (-90, Mentions::Unknown, None),
        ] {
            let mut flag = flag();
            flag.created = day(created);
            let verdict = check(&Subject { mentions, ..subject(&flag) }, &Settings::default(), day(0));
            assert_eq!(message(&verdict), found, "{created} {mentions:?}");
            assert_eq!(matches!(verdict, Verdict::Unknown { .. }), mentions == Mentions::Unknown);
        }
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_nearest() {
        let (message, help) = unknown_reference("chekcout", ["checkout", "search"]);
        assert_eq!(message, "the code asks for the flag 'chekcout', which there is not");
        assert_eq!(help, "did you mean 'checkout'?");
        assert!(unknown_reference("x", []).1.contains("ffctl restore x"));
    }
}
