//! A piece of the input, and what is wrong with a line of it.

use std::fmt;

/// Whole lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The lines with their ends; the last line of the input may have none.
    pub bytes: Vec<u8>,
    /// The number of the first line, from 1.
    pub line: u64,
    /// In the place of one line that is too long to be held: `bytes` is empty.
    pub is_overlong: bool,
}

/// A line that is no context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// From 1; a row of several lines has the number of the first.
    pub line: u64,
    /// From 1, in characters, where the reader stumbled.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl Block {
    /// Lines, the first of which has this number.
    pub fn new(bytes: Vec<u8>, line: u64) -> Block {
        Block { bytes, line, is_overlong: false }
    }

    /// In the place of a line that is too long.
    pub fn overlong(line: u64) -> Block {
        Block { bytes: Vec::new(), line, is_overlong: true }
    }
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "line {}, column {column}: {}", self.line, self.message),
            None => write!(f, "line {}: {}", self.line, self.message),
        }
    }
}
