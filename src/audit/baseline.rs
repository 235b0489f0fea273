//! The findings that a team starts from: known, and no reason to fail.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const VERSION: u32 = 1;

/// The findings that are known. They are told apart by what they are about, not by their words, lines or days: an entry
/// stays the same until the finding is mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(pub BTreeSet<BaselineEntry>);

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// The flag; none where it is about something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The rule.
    pub rule: String,
    /// The environment, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<BaselineEntry>,
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// What is wrong with it, in one line.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match document.version {
            VERSION => Ok(Baseline(document.findings.into_iter().collect())),
            other => Err(format!("its version is {other}; this program reads version {VERSION}")),
        }
    }

    /// The text of the file: sorted, an entry a line, so that a change of it is read in review.
    pub fn text(&self) -> String {
        // An entry is texts alone, which cannot fail.
        let line = |entry| serde_json::to_string(entry).unwrap_or_default();
        let lines: Vec<String> = self.0.iter().map(|entry| format!("\n    {}", line(entry))).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, rule: &str, environment: Option<&str>) -> BaselineEntry {
        let environment = environment.map(str::to_owned);
        BaselineEntry { key: Some(key.to_owned()), rule: rule.to_owned(), environment }
    }

    #[test]
    fn what_is_written_is_read_again_and_is_the_same_in_any_order() {
        let (a, b) = (entry("a", "stale", None), entry("b", "ramp-stuck", Some("pro\"duction")));
        let baseline = Baseline([b.clone(), a.clone()].into());
        assert_eq!(Baseline([a, b].into()).text(), baseline.text());
        assert_eq!(Baseline::parse(&baseline.text()), Ok(baseline));
        assert_eq!(Baseline::parse(&Baseline::default().text()), Ok(Baseline::default()));
    }

    #[test]
    fn a_line_is_a_finding() {
        let text = Baseline([entry("b", "stale", None), entry("a", "stale", None)].into()).text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[3..5], [r#"    {"key":"a","rule":"stale"},"#, r#"    {"key":"b","rule":"stale"}"#]);
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_what_is_wrong() {
        for (text, said) in [
            ("", "EOF"),
            ("[]", "invalid"),
            (r#"{"version": 2, "findings": []}"#, "its version is 2; this program reads version 1"),
            (r#"{"version": 1}"#, "missing field `findings`"),
            (r#"{"version": 1, "findings": [{"key": "a"}]}"#, "missing field `rule`"),
            (r#"{"version": 1, "findings": [{"rule": "a", "line": 1}]}"#, "unknown field `line`"),
        ] {
            let error = Baseline::parse(text).expect_err(text);
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
