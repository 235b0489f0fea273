//! One flag after the other: what the rules say, and where in its file that is.

use super::super::shared::Session;
use super::code_view::CodeView;
use crate::audit::{Finding, LastChange, Owners, Subject, Unknown, audit};
use crate::report::{FindingReport, UnknownReport, WaivedReport};
use crate::store::{FlagFile, Source, Tree};
use crate::usage::Usage;
use crate::yaml::{Span, locate};

/// What every flag is looked at with.
pub(super) struct Look<'a> {
    source: &'a Source,
    tree: &'a Tree,
    session: &'a Session,
    owners: Owners,
    code: &'a CodeView,
    usage: Option<&'a Usage>,
}

/// What there is to say of one flag.
pub(super) struct Seen {
    pub(super) findings: Vec<FindingReport>,
    pub(super) waived: Vec<WaivedReport>,
    pub(super) unknowns: Vec<UnknownReport>,
    pub(super) not_asked: Vec<&'static str>,
}

impl<'a> Look<'a> {
    pub(super) fn new(
        source: &'a Source,
        tree: &'a Tree,
        session: &'a Session,
        code: &'a CodeView,
        usage: Option<&'a Usage>,
    ) -> Look<'a> {
        let owners = Owners::new(&tree.settings.policy.owners, session.code_owners().as_ref());
        Look { source, tree, session, owners, code, usage }
    }

    pub(super) fn at(&self, file: &FlagFile, last_change: LastChange) -> Seen {
        let flag = &file.flag;
        let mentions = self.code.mentions(&flag.key);
        let subject = Subject { flag, last_change, owners: &self.owners, mentions, usage: self.usage };
        let said = audit(&subject, &self.tree.settings, self.session.today());
        let found = said.findings.iter().chain(said.waived.iter().map(|waived| &waived.finding));
        let mut placed = self.place(file, found.collect()).into_iter();
        let findings = placed.by_ref().take(said.findings.len()).collect();
        let waived = placed.zip(&said.waived).map(|(finding, waived)| WaivedReport::new(finding, &waived.waiver));
        let unknown = |Unknown { rule, message }| UnknownReport { key: flag.key.clone(), rule, message };
        Seen {
            findings,
            waived: waived.collect(),
            unknowns: said.unknowns.into_iter().map(unknown).collect(),
            not_asked: said.not_asked,
        }
    }

    /// The file is read again only where there is something to show in it.
    fn place(&self, file: &FlagFile, found: Vec<&Finding>) -> Vec<FindingReport> {
        if found.is_empty() {
            return Vec::new();
        }
        let text = self.source.text(&file.path).unwrap_or_default();
        let spans = locate(&text, found.iter().map(|finding| &finding.location));
        found.into_iter().zip(spans).map(|(finding, span)| self.report(file, finding, &span)).collect()
    }

    fn report(&self, file: &FlagFile, finding: &Finding, span: &Span) -> FindingReport {
        FindingReport {
            key: Some(file.flag.key.clone()),
            owner: Some(file.flag.owner.clone()),
            environment: finding.environment.clone(),
            rule: finding.rule,
            level: finding.level,
            message: finding.message.clone(),
            help: Some(finding.help.clone()),
            file: self.session.shown(&file.path),
            line: span.line,
            column: span.column,
        }
    }
}
