//! What the mentions of flags in code say of the flags. The mentions are counted elsewhere.

use super::Finding;
use crate::model::{Level, hint};

/// A rule about mentions in code.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceRule {
    /// Its name in kebab case.
    pub name: &'static str,
    /// The level of its findings.
    pub level: Level,
    /// What it finds, in one line.
    pub about: &'static str,
}

/// A flag that no code mentions.
pub const UNREFERENCED: ReferenceRule = ReferenceRule {
    name: "unreferenced",
    level: Level::Warning,
    about: "no code mentions the flag: it is left over, or its code is not there yet",
};

/// A mention of a flag that there is not.
pub const UNKNOWN_REFERENCE: ReferenceRule = ReferenceRule {
    name: "unknown-reference",
    level: Level::Error,
    about: "the code asks for a flag that there is not, as a pattern of `code.patterns` shows",
};

/// What is to be said of a flag that is mentioned this often.
pub fn unreferenced(key: &str, mentions: usize) -> Option<Finding> {
    (mentions == 0).then(|| Finding {
        rule: UNREFERENCED.name,
        level: UNREFERENCED.level,
        message: "no code mentions it".to_owned(),
        help: format!(
            "remove it (`ffctl remove {key}`); or, where code writes it in another way, add that to `code.aliases` or \
             `code.patterns`"
        ),
    })
}

/// What is to be said of code that asks for a key that is none of the known.
pub fn unknown_reference<'k>(asked_for: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Finding {
    let help = hint(asked_for, known);
    Finding {
        rule: UNKNOWN_REFERENCE.name,
        level: UNKNOWN_REFERENCE.level,
        message: format!("the code asks for the flag '{asked_for}', which there is not"),
        help: help.unwrap_or_else(|| format!("remove the code, or bring the flag back: `ffctl restore {asked_for}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_found_where_nothing_mentions_it() {
        assert_eq!(unreferenced("a", 1), None);
        let finding = unreferenced("a", 0).unwrap();
        assert_eq!((finding.rule, finding.level), ("unreferenced", Level::Warning));
        assert!(finding.help.starts_with("remove it (`ffctl remove a`)"), "{}", finding.help);
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_nearest() {
        let finding = unknown_reference("chekcout", ["checkout", "search"]);
        assert_eq!((finding.rule, finding.level), ("unknown-reference", Level::Error));
        assert_eq!(finding.message, "the code asks for the flag 'chekcout', which there is not");
        assert_eq!(finding.help, "did you mean 'checkout'?");
        assert!(unknown_reference("x", []).help.contains("ffctl restore x"));
    }
}
