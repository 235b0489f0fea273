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
    /// Annotations: the workflow commands that GitHub reads from a log.
    Github,
    /// A SARIF 2.1.0 log, for code scanning.
    Sarif,
    /// JUnit XML, for what shows test results.
    Junit,
    /// For pull requests, issues and job summaries.
    Markdown,
}

impl Format {
    /// Every form.
    pub const ALL: &[Format] =
        &[Format::Table, Format::Json, Format::Ndjson, Format::Github, Format::Sarif, Format::Junit, Format::Markdown];

    /// The forms of the commands that judge.
    pub const OF_FINDINGS: &[Format] =
        &[Format::Table, Format::Json, Format::Github, Format::Sarif, Format::Junit, Format::Markdown];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Github => "github",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
        }
    }
}
