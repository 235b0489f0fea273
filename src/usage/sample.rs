//! One value of one series.

use std::borrow::Cow;

/// A name and its value.
pub(super) type Label<'a> = (Cow<'a, str>, Cow<'a, str>);

/// One value of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<'a> {
    /// The metric; an aggregation of Prometheus drops it.
    pub name: Option<Cow<'a, str>>,
    /// The other labels, in the order written.
    pub labels: Vec<Label<'a>>,
    /// The value.
    pub value: f64,
}

impl Sample<'_> {
    /// The value of a label.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_ref())
    }
}
