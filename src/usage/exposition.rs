//! The text that a server has at `/metrics`: Prometheus' text format, and OpenMetrics.
//!
//! A line is a sample, a comment or blank. What stands in comments (types, units, the end of OpenMetrics) is not needed
//! here, so the texts of several servers may follow each other. Timestamps and exemplars are read over.

use super::sample::Label;
use super::{Malformed, Sample};
use std::borrow::Cow;

/// The most that a complaint shows of a line.
const EXCERPT: usize = 40;

/// Reads the samples of a text, one after the other.
///
/// # Errors
/// The first line that is none of the format.
pub fn read_exposition<'a>(
    text: &'a str,
    mut each: impl FnMut(Sample<'a>) -> Result<(), String>,
) -> Result<(), Malformed> {
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let mut line = Line(line.trim_matches(BLANK));
        if line.0.is_empty() || line.0.starts_with('#') {
            continue;
        }
        line.sample().and_then(&mut each).map_err(|message| Malformed { line: Some(number), message })?;
    }
    Ok(())
}

const BLANK: [char; 3] = [' ', '\t', '\r'];

/// What is left of a line.
struct Line<'a>(&'a str);

impl<'a> Line<'a> {
    fn sample(&mut self) -> Result<Sample<'a>, String> {
        let mut name = self.name().map(Cow::Borrowed);
        let labels = if self.takes('{') { self.labels(&mut name)? } else { Vec::new() };
        if name.is_none() {
            return Err(format!("no metric begins here: {}", self.excerpt()));
        }
        let value = self.number("value")?;
        if !self.is_done() {
            self.number("timestamp")?;
        }
        if !self.is_done() {
            return Err(format!("the line should end here: {}", self.excerpt()));
        }
        Ok(Sample { name, labels, value })
    }

    /// What stands in braces. A metric whose name needs quotes has it there, too.
    fn labels(&mut self, name: &mut Option<Cow<'a, str>>) -> Result<Vec<Label<'a>>, String> {
        let mut labels = Vec::new();
        while !self.takes('}') {
            let word = match self.takes('"') {
                true => self.quoted()?,
                false => Cow::Borrowed(self.name().ok_or_else(|| format!("no label here: {}", self.excerpt()))?),
            };
            if self.takes('=') {
                if !self.takes('"') {
                    return Err(format!("the value of a label stands in quotes: {}", self.excerpt()));
                }
                labels.push((word, self.quoted()?));
            } else if name.replace(word).is_some() {
                return Err(format!("a label without a value: {}", self.excerpt()));
            }
            if !self.takes(',') && !self.0.starts_with('}') {
                return Err(format!("the labels should go on or end here: {}", self.excerpt()));
            }
        }
        Ok(labels)
    }

    /// A name that needs no quotes.
    fn name(&mut self) -> Option<&'a str> {
        let end = self.0.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
        let (name, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.0 = rest.trim_start_matches(BLANK);
        Some(name)
    }

    /// The rest of a text in quotes. An escape is a backslash with a quote, a backslash or an n.
    fn quoted(&mut self) -> Result<Cow<'a, str>, String> {
        let mut text = Cow::Borrowed("");
        loop {
            let end = self.0.find(['"', '\\']).ok_or("a text in quotes does not end")?;
            let (plain, rest) = self.0.split_at(end);
            if text.is_empty() {
                text = Cow::Borrowed(plain)
            } else {
                text.to_mut().push_str(plain)
            }
            let mut rest = rest.chars();
            if rest.next() == Some('"') {
                self.0 = rest.as_str().trim_start_matches(BLANK);
                return Ok(text);
            }
            match rest.next() {
                Some('n') => text.to_mut().push('\n'),
                Some(escaped @ ('"' | '\\')) => text.to_mut().push(escaped),
                _ => return Err(format!("no escape: {}", self.excerpt())),
            }
            self.0 = rest.as_str();
        }
    }

    fn number(&mut self, what: &str) -> Result<f64, String> {
        let (word, rest) = self.0.split_once(BLANK).unwrap_or((self.0, ""));
        let number = word.parse().map_err(|_| format!("no {what}: {}", self.excerpt()))?;
        self.0 = rest.trim_start_matches(BLANK);
        Ok(number)
    }

    /// Takes a mark and the blanks after it, where the mark is what comes.
    fn takes(&mut self, mark: char) -> bool {
        let Some(rest) = self.0.strip_prefix(mark) else { return false };
        // In quotes, blanks are text.
        self.0 = if mark == '"' { rest } else { rest.trim_start_matches(BLANK) };
        true
    }

    /// Nothing comes any more but an exemplar.
    fn is_done(&self) -> bool {
        self.0.is_empty() || self.0.starts_with('#')
    }

    /// What comes, without what would move a terminal's cursor.
    fn excerpt(&self) -> String {
        let more = if self.0.chars().nth(EXCERPT).is_some() { "…" } else { "" };
        match self.0.is_empty() {
            true => "the line ends".to_owned(),
            false => format!("{:?}{more}", self.0.chars().take(EXCERPT).collect::<String>()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> Result<Sample<'_>, String> {
        Line(line).sample()
    }

    fn read(line: &str) -> (String, Vec<(String, String)>, f64) {
        let Sample { name, labels, value } = one(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let labels = labels.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned()));
        (name.unwrap().into_owned(), labels.collect(), value)
    }

    #[test]
    fn samples_are_read_as_both_formats_write_them() {
        for (line, labels, value) in [
            ("m 1", &[][..], 1.0),
            ("m{} 1.5e3", &[], 1500.0),
            ("m\t{ a = \"b\" , c=\"\",}  -1 1795219200000", &[("a", "b"), ("c", "")], -1.0),
            ("m{a=\"b\"}1", &[("a", "b")], 1.0),
            ("m{a=\"q\\\"b\\\\n\\n, }\"} +Inf", &[("a", "q\"b\\n\n, }")], f64::INFINITY),
            ("m{a=\" b \"} 2 1795219200.5 # {trace=\"x\"} 1 2", &[("a", " b ")], 2.0),
            ("m 2 # {} 1", &[], 2.0),
            ("{\"m\",a=\"b\"} 3", &[("a", "b")], 3.0),
            ("{a=\"b\",\"m\"} 3", &[("a", "b")], 3.0),
            ("m{\"a.b\"=\"ü\"} 3", &[("a.b", "ü")], 3.0),
        ] {
            let labels: Vec<_> = labels.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            assert_eq!(read(line), ("m".to_owned(), labels, value), "{line}");
        }
        assert!(read("m NaN").2.is_nan());
    }

    #[test]
    fn what_is_no_sample_is_said_with_what_stands_there() {
        for (line, said) in [
            ("<html>", "no metric begins here: \"<html>\""),
            ("\u{1b}[2J", "no metric begins here: \"\\u{1b}[2J\""),
            ("1m 2", "no metric begins here: \"1m 2\""),
            ("{a=\"b\"} 1", "no metric begins here: \"1\""),
            ("m", "no value: the line ends"),
            ("m one", "no value: \"one\""),
            ("m 1 soon", "no timestamp: \"soon\""),
            ("m 1 2 3", "the line should end here: \"3\""),
            ("m{a} 1", "a label without a value: \"} 1\""),
            ("m{a=b} 1", "the value of a label stands in quotes: \"b} 1\""),
            ("m{a=\"b", "a text in quotes does not end"),
            ("m{a=\"\\t\"} 1", "no escape: \"\\\\t\\\"} 1\""),
            ("m{a=\"b\" c=\"d\"} 1", "the labels should go on or end here: \"c=\\\"d\\\"} 1\""),
            ("m{=\"b\"} 1", "no label here: \"=\\\"b\\\"} 1\""),
            ("m{a=\"b\"", "the labels should go on or end here: the line ends"),
        ] {
            assert_eq!(one(line).unwrap_err(), said, "{line}");
        }
    }

    #[test]
    fn a_text_is_read_line_by_line_and_its_first_mistake_is_named() {
        let text = "\u{feff}# HELP m x\r\n# TYPE m gauge\r\n\r\n  m 1\r\nm{a=\"b\"} 2\r\n# EOF\nm 3\n";
        let mut values = Vec::new();
        let mut keep = |sample: Sample<'_>| {
            values.push(sample.value);
            Ok(())
        };
        assert_eq!(read_exposition(text, &mut keep), Ok(()));
        let malformed = Malformed { line: Some(3), message: "no value: \"x\"".into() };
        assert_eq!(read_exposition("m 4\n\nm x\nm 5", &mut keep), Err(malformed));
        assert_eq!(values, [1.0, 2.0, 3.0, 4.0]);
    }
}
