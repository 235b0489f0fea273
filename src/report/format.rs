//! The forms in which reports are printed.

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// One document, for machines.
    Json,
    /// A document a line, for machines that read along.
    Ndjson,
    /// For pull requests.
    Markdown,
}

impl Format {
    /// Every form.
    pub const ALL: &[Format] = &[Format::Table, Format::Json, Format::Ndjson, Format::Markdown];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Markdown => "markdown",
        }
    }
}
