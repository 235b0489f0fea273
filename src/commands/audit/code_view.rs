//! What the code says of the flags, where the settings tell where it is.

use super::super::code::{Code, flag_files};
use super::super::shared::Session;
use crate::audit::{Mentions, Rule, UNKNOWN_REFERENCE, UNREFERENCED, unknown_reference};
use crate::model::CodeSettings;
use crate::report::{FindingReport, MentionReport};
use crate::store::Tree;

/// The code as far as it was looked at.
pub(super) enum CodeView {
    /// It was not: the settings do not tell of it, or nobody wants to know.
    NotAsked,
    /// It could not be, and why.
    Failed(String),
    /// What it mentions.
    Seen(Box<Code>),
}

impl CodeView {
    pub(super) fn of(tree: &Tree, session: &Session) -> CodeView {
        let wants = |rule: &Rule| {
            // Types may have levels of their own.
            let types = tree.flags.iter().map(|file| Some(file.flag.flag_type)).chain([None]);
            types.into_iter().any(|flag_type| tree.settings.policy.level(rule.name, flag_type, rule.level).is_some())
        };
        if tree.settings.code == CodeSettings::default() || ![UNREFERENCED, UNKNOWN_REFERENCE].iter().any(wants) {
            return CodeView::NotAsked;
        }
        match Code::look(session, tree) {
            Ok(code) => CodeView::Seen(Box::new(code)),
            Err(error) => CodeView::Failed(format!("the code was not searched: {error:#}")),
        }
    }

    pub(super) fn mentions(&self, key: &str) -> Mentions {
        match self {
            CodeView::NotAsked => Mentions::NotAsked,
            CodeView::Failed(_) => Mentions::Unknown,
            CodeView::Seen(code) => Mentions::Count(code.references.mentions.get(key).map_or(0, Vec::len)),
        }
    }

    /// What the audit as a whole should know.
    pub(super) fn notes(&self) -> &[String] {
        match self {
            CodeView::NotAsked => &[],
            CodeView::Failed(why) => std::slice::from_ref(why),
            CodeView::Seen(code) => &code.notes,
        }
    }

    /// Where the code asks for flags that there are not.
    pub(super) fn unknown_references(&self, tree: &Tree, session: &Session) -> Vec<FindingReport> {
        let level = tree.settings.policy.level(UNKNOWN_REFERENCE.name, None, UNKNOWN_REFERENCE.level);
        let (CodeView::Seen(code), Some(level)) = (self, level) else { return Vec::new() };
        let known = flag_files(tree);
        let finding = |mention: &crate::refs::Mention| {
            let asked_for = mention.excerpt.mention();
            let (message, help) = unknown_reference(&asked_for, known.keys().map(String::as_str));
            let file = code.shown(session, &mention.file).into();
            let place =
                MentionReport { file, line: mention.line, column: mention.column, excerpt: mention.excerpt.clone() };
            place.finding(&asked_for, level, &message, &help)
        };
        code.references.unknown.iter().map(finding).collect()
    }
}
