//! Blocks of contexts to blocks of answers.

use super::subject::Subject;
use crate::contexts::{Block, ContextReader};
use crate::report::{AnswerBlock, AnswerLines};
use std::ops::ControlFlow;

/// Answers for each context, as lines of JSON.
#[derive(Debug)]
pub struct Answering {
    /// The flags, in the order of the answers.
    pub subjects: Vec<Subject>,
    /// The environment asked for.
    pub environment: Option<String>,
    /// Reads the contexts.
    pub reader: ContextReader,
    /// Whether the first bad line ends it.
    pub strict: bool,
}

impl Answering {
    /// The answers for the contexts of a block, each flag's in turn. A line that is no context has its answers too, with an
    /// error code, so that answers and lines stay side by side.
    pub fn answer(&self, block: &Block) -> AnswerBlock {
        let lines = |subject| self.lines(subject);
        let mut asked: Vec<(&Subject, AnswerLines<'_>)> =
            self.subjects.iter().map(|subject| (subject, lines(subject))).collect();
        let mut done = AnswerBlock::default();
        let _ = self.reader.read(block, |context| {
            done.lines += 1;
            match context {
                Ok(context) => {
                    asked.iter_mut().for_each(|(subject, lines)| {
                        lines.append(&subject.flag.evaluate(context), &mut done.text);
                    });
                }
                Err(bad) => {
                    if !self.strict {
                        asked.iter().for_each(|(_, lines)| lines.append_invalid(&bad, &mut done.text));
                    }
                    done.bad.push(bad);
                }
            }
            if self.strict && done.bad.count > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        done
    }

    fn lines<'a>(&'a self, subject: &'a Subject) -> AnswerLines<'a> {
        AnswerLines::new(&subject.key, self.environment.as_deref(), &subject.bucket_by)
    }
}
