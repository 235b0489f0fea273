//! What `eval --contexts` returns: answers by the block, as the lines of JSON that `eval` prints one at a time.

use super::{EvalReport, Refused};
use crate::contexts::BadLine;
use crate::evaluate::{Evaluation, Outcomes};
use crate::model::ErrorCode;
use std::fmt;

/// The answers for many contexts. They are computed while they are printed.
pub struct AnswersReport {
    /// The answers, in the order of the contexts.
    pub blocks: Box<dyn Iterator<Item = anyhow::Result<AnswerBlock>>>,
    /// What was read.
    pub lines: LinesRead,
}

/// The answers for some contexts.
#[derive(Debug, Default)]
pub struct AnswerBlock {
    /// A line of JSON for each answer.
    pub text: Vec<u8>,
    /// The lines they are for.
    pub lines: u64,
    /// Those that are no contexts.
    pub bad: BadLines,
}

/// Lines that are no contexts: how many, and the first of them.
#[derive(Clone, Debug, Default)]
pub struct BadLines {
    /// The first, at most [`BadLines::TOLD`].
    pub first: Vec<BadLine>,
    /// All of them.
    pub count: u64,
}

/// What was read of an input.
#[derive(Clone, Debug)]
pub struct LinesRead {
    /// The input, as the user would name it.
    pub input: String,
    /// Lines, without the blank ones.
    pub lines: u64,
    /// Those that are no contexts.
    pub bad: BadLines,
    /// Whether the first of these is the end of it.
    pub strict: bool,
}

impl LinesRead {
    /// A bad line as compilers name one: `users.ndjson:17:7: message`.
    pub fn name(&self, bad: &BadLine) -> String {
        let place = bad.column.map_or(String::new(), |column| format!(":{column}"));
        format!("{}:{}{place}: {}", self.input, bad.line, bad.message)
    }

    /// Why nothing more is read, where a bad line is to be the end.
    pub fn refused(&self, bad: &BadLines) -> Option<Refused> {
        let first = bad.first.first().filter(|_| self.strict)?;
        Some(Refused { message: self.name(first), help: None, problems: Vec::new() })
    }
}

impl BadLines {
    /// How many are told one by one.
    pub const TOLD: usize = 10;

    /// One more.
    pub fn push(&mut self, bad: BadLine) {
        self.count += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(bad);
        }
    }

    /// Those of the lines behind.
    pub fn extend(&mut self, behind: BadLines) {
        self.count += behind.count;
        let room = Self::TOLD - self.first.len();
        self.first.extend(behind.first.into_iter().take(room));
    }
}

/// The lines of JSON of one flag's answers: what `eval --format json` prints, byte by byte.
///
/// All that an answer says but for its bucket is written once for each way in which the flag answers.
pub struct AnswerLines<'a> {
    key: &'a str,
    environment: Option<&'a str>,
    bucket_by: &'a str,
    written: Outcomes<'a, Vec<u8>>,
}

impl<'a> AnswerLines<'a> {
    /// For a flag in an environment, with the attribute that it hashes.
    pub fn new(key: &'a str, environment: Option<&'a str>, bucket_by: &'a str) -> AnswerLines<'a> {
        AnswerLines { key, environment, bucket_by, written: Outcomes::default() }
    }

    /// Writes an answer below the others.
    pub fn append(&mut self, answer: &Evaluation<'a>, text: &mut Vec<u8>) {
        let (key, environment, bucket_by) = (self.key, self.environment, self.bucket_by);
        let line = self.written.of(answer, || {
            let undrawn = Evaluation { bucket: None, ..*answer };
            line(&EvalReport::new(key, environment, &undrawn).lacking(bucket_by))
        });
        match answer.bucket {
            None => text.extend_from_slice(line),
            // Where a draw was made nothing went wrong, so that the bucket is what stands last.
            Some(bucket) => {
                text.extend_from_slice(line.strip_suffix(b"null}\n").unwrap_or(line));
                append_bucket(bucket, text);
                text.extend_from_slice(b"}\n");
            }
        }
    }

    /// Writes that a line is no context.
    pub fn append_invalid(&self, bad: &BadLine, text: &mut Vec<u8>) {
        let report = EvalReport::error(self.key, self.environment, ErrorCode::InvalidContext, bad.to_string());
        text.extend(line(&report));
    }
}

fn line(report: &EvalReport) -> Vec<u8> {
    // Plain data has a text.
    let mut line = serde_json::to_vec(report).unwrap_or_default();
    line.push(b'\n');
    line
}

/// Thousandths of a percent in percent: the shortest text, with a fraction also where it is 0.
fn append_bucket(thousandths: u32, text: &mut Vec<u8>) {
    text.extend_from_slice(itoa::Buffer::new().format(thousandths / 1000).as_bytes());
    let fraction = thousandths % 1000;
    let digits = [fraction / 100, fraction / 10 % 10, fraction % 10].map(|digit| b'0' + digit as u8);
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    text.push(b'.');
    text.extend_from_slice(&digits[..(3 - zeros).max(1)]);
}

impl fmt::Debug for AnswersReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswersReport").field("lines", &self.lines).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bucket_is_written_as_serde_json_does() {
        for thousandths in 0..100_000 {
            let mut text = Vec::new();
            append_bucket(thousandths, &mut text);
            assert_eq!(text, serde_json::to_vec(&(f64::from(thousandths) / 1000.0)).unwrap());
        }
    }
}
