//! Which attributes of a context an answer can depend on.

use super::flag::CompiledFlag;
use super::predicate::Predicate;
use super::segment::Audience;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

impl CompiledFlag {
    /// The names at a context's top level that this flag's answers can depend on; whatever else a context has changes
    /// nothing.
    pub fn attributes(&self) -> BTreeSet<&str> {
        let mut asked = Asked::default();
        asked.names.extend(self.user_id.sources());
        asked.names.extend(self.bucket_by().sources());
        self.rules.iter().for_each(|rule| asked.by(&rule.condition));
        asked.names
    }
}

#[derive(Default)]
struct Asked<'a> {
    names: BTreeSet<&'a str>,
    /// Segments are shared: each is walked once, however many ways lead to it.
    walked: HashSet<*const Audience>,
}

impl<'a> Asked<'a> {
    fn by(&mut self, predicate: &'a Predicate) {
        match predicate {
            Predicate::Attribute(test) => self.names.extend(test.attribute.sources()),
            Predicate::All(inner) | Predicate::Any(inner) => inner.iter().for_each(|predicate| self.by(predicate)),
            Predicate::Not(inner) => self.by(inner),
            Predicate::Segment(audience) => {
                let condition = audience.condition.as_ref().filter(|_| self.walked.insert(Arc::as_ptr(audience)));
                condition.into_iter().for_each(|condition| self.by(condition));
            }
        }
    }
}
