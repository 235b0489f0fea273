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
    /// For what collects test results.
    Junit,
    /// For GitHub, which shows them beside the lines.
    Github,
}

impl Format {
    /// Every form.
    pub const ALL: &[Format] =
        &[Format::Table, Format::Json, Format::Ndjson, Format::Markdown, Format::Junit, Format::Github];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Markdown => "markdown",
            Format::Junit => "junit",
            Format::Github => "github",
        }
    }
}
