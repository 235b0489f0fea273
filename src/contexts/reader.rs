//! Blocks of lines to contexts.

use super::block::{BadLine, Block};
use super::csv::{self, Header};
use super::framing::{Framing, LONGEST};
use super::ndjson;
use super::slots::Slots;
use crate::model::Context;
use std::ops::ControlFlow;

/// How contexts are written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// A JSON object a line.
    Ndjson,
    /// A row each, below this header.
    Csv(Header),
}

/// Reads contexts, keeping the attributes that somebody asks for.
#[derive(Clone, Debug)]
pub struct ContextReader {
    syntax: Syntax,
    kept: Vec<String>,
}

impl Syntax {
    /// What divides contexts.
    pub fn framing(&self) -> Framing {
        match self {
            Syntax::Ndjson => Framing::Lines,
            Syntax::Csv(_) => Framing::Rows,
        }
    }
}

impl ContextReader {
    /// A reader that keeps these attributes of the top level.
    pub fn new(syntax: Syntax, kept: impl IntoIterator<Item = impl Into<String>>) -> ContextReader {
        ContextReader { syntax, kept: kept.into_iter().map(Into::into).collect() }
    }

    /// Hands out each context of a block, or what is wrong with its line, in order and until it is told to stop. Blank
    /// lines are passed over.
    pub fn read<B>(
        &self,
        block: &Block,
        mut each: impl FnMut(Result<&Context, BadLine>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        if block.is_overlong {
            let message = format!("longer than {} MiB", LONGEST >> 20);
            return each(Err(BadLine { line: block.line, column: None, message }));
        }
        let mut slots = Slots::new(&self.kept);
        for (line, record) in self.syntax.framing().records(&block.bytes, block.line) {
            if record.trim_ascii().is_empty() {
                continue;
            }
            slots.clear();
            let read = self.record(record, &mut slots);
            each(read.map(|()| slots.context()).map_err(|(column, message)| BadLine { line, column, message }))?;
        }
        ControlFlow::Continue(())
    }

    fn record(&self, record: &[u8], slots: &mut Slots) -> Result<(), (Option<usize>, String)> {
        let text = match std::str::from_utf8(record) {
            Ok(text) => text,
            Err(error) => {
                let valid = String::from_utf8_lossy(&record[..error.valid_up_to()]);
                return Err((Some(valid.chars().count() + 1), "the text is not UTF-8".to_owned()));
            }
        };
        match &self.syntax {
            Syntax::Ndjson => ndjson::read(text, slots).map_err(|(column, message)| (Some(column), message)),
            Syntax::Csv(header) => csv::read(text, header, slots).map_err(|message| (None, message)),
        }
    }
}
