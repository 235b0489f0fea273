//! An input, cut into blocks of whole lines.

use crate::contexts::{Block, Form, Framing, Header, HeaderError, LONGEST, Syntax, lines_in};
use anyhow::{Context as _, Result};
use std::io::{self, ErrorKind, Read};

/// How much is asked of the input at a time. A pipe gives what it has, and that is handed on at once.
const PIECE: usize = 256 << 10;

const BOM: &[u8] = "\u{feff}".as_bytes();

/// The blocks of an input.
pub struct Blocks {
    source: Box<dyn Read + Send>,
    framing: Framing,
    /// What was read and not handed out.
    held: Vec<u8>,
    /// How much of it was searched for an end in vain.
    searched: usize,
    /// The number of the first line held.
    line: u64,
    has_ended: bool,
}

impl Blocks {
    /// Begins to read: a byte order mark is passed over, and the header of a table is taken off.
    ///
    /// # Errors
    /// Where the input cannot be read, or a table has no usable header.
    pub fn of(source: impl Read + Send + 'static, form: Form) -> Result<(Syntax, Blocks)> {
        let framing = if form == Form::Csv { Framing::Rows } else { Framing::Lines };
        let mut blocks =
            Blocks { source: Box::new(source), framing, held: Vec::new(), searched: 0, line: 1, has_ended: false };
        while blocks.held.len() < BOM.len() && !blocks.has_ended {
            blocks.fill()?;
        }
        if blocks.held.starts_with(BOM) {
            blocks.held.drain(..BOM.len());
        }
        let syntax = match form {
            Form::Ndjson => Syntax::Ndjson,
            Form::Csv => Syntax::Csv(blocks.header()?),
        };
        Ok((syntax, blocks))
    }

    /// Takes off the first row that is not blank.
    fn header(&mut self) -> Result<Header> {
        loop {
            let end = loop {
                match self.framing.first_end(&self.held) {
                    Some(end) => break end,
                    None if self.has_ended => break self.held.len(),
                    None if self.held.len() > LONGEST => anyhow::bail!("the header has no end"),
                    None => self.fill()?,
                }
            };
            let row: Vec<u8> = self.held.drain(..end).collect();
            self.line += lines_in(&row);
            let text = std::str::from_utf8(&row).context("the header is not UTF-8")?;
            if !text.trim().is_empty() {
                return Ok(Header::read(text.trim_end_matches(['\r', '\n']))?);
            }
            anyhow::ensure!(!row.is_empty(), HeaderError::Missing);
        }
    }

    /// Reads what there is, at most a piece.
    fn fill(&mut self) -> io::Result<()> {
        let before = self.held.len();
        self.held.resize(before + PIECE, 0);
        let read = loop {
            match self.source.read(&mut self.held[before..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.held.truncate(before + *read.as_ref().unwrap_or(&0));
        self.has_ended = !matches!(read, Ok(1..));
        read.map(|_| ())
    }

    /// Just past the last line that is held whole. One that is huge is searched each time it has doubled, not each time
    /// it grows.
    fn last_end(&mut self) -> Option<usize> {
        if self.held.len() > PIECE && self.held.len() < 2 * self.searched && !self.has_ended {
            return None;
        }
        let end = self.framing.last_end(&self.held);
        self.searched = if end.is_none() { self.held.len() } else { 0 };
        end
    }

    fn take(&mut self, end: usize) -> Block {
        let rest = self.held.split_off(end);
        let block = Block::new(std::mem::replace(&mut self.held, rest), self.line);
        self.line += lines_in(&block.bytes);
        block
    }

    /// Gives up a line that has no end, and goes on behind it.
    fn give_up(&mut self) -> io::Result<Block> {
        let block = Block::overlong(self.line);
        self.line += lines_in(&self.held);
        self.held.clear();
        self.searched = 0;
        while !self.has_ended {
            self.fill()?;
            if let Some(end) = Framing::Lines.first_end(&self.held) {
                self.held.drain(..end);
                self.line += 1;
                break;
            }
            self.held.clear();
        }
        Ok(block)
    }
}

impl Iterator for Blocks {
    type Item = io::Result<Block>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(end) = self.last_end() {
                return Some(Ok(self.take(end)));
            }
            if self.has_ended {
                return (!self.held.is_empty()).then(|| Ok(self.take(self.held.len())));
            }
            if self.held.len() > LONGEST {
                return Some(self.give_up());
            }
            if let Err(error) = self.fill() {
                self.held.clear();
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes a few at a time.
    struct Trickle(Vec<u8>, usize);

    impl Read for Trickle {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let some = self.1.min(self.0.len()).min(buffer.len());
            self.0.drain(..some).zip(buffer).for_each(|(byte, place)| *place = byte);
            Ok(some)
        }
    }

    fn blocks(text: &str, form: Form, piece: usize) -> Vec<Block> {
        let (_, blocks) = Blocks::of(Trickle(text.as_bytes().to_vec(), piece), form).unwrap();
        blocks.collect::<io::Result<_>>().unwrap()
    }

    #[test]
    fn however_it_is_read_no_line_is_cut_and_none_is_lost() {
        let ndjson = "\u{feff}{\"a\": 1}\n\n{\"b\": 2}\r\n{}\n{\"last\": 3}";
        let csv = "\u{feff}\r\n\"a\n\",b\n1,\"x\ny\"\n\n2,\"\"\n3,z";
        for piece in 1..40 {
            for (text, form, start) in [(ndjson, Form::Ndjson, 3), (csv, Form::Csv, 12)] {
                let blocks = blocks(text, form, piece);
                let joined: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.clone()).collect();
                assert_eq!(String::from_utf8(joined).unwrap(), text[start..], "{piece}");
                let mut line = 1 + lines_in(&text.as_bytes()[..start]);
                for block in &blocks {
                    assert_eq!(block.line, line);
                    line += lines_in(&block.bytes);
                }
            }
        }
    }

    #[test]
    fn a_line_without_end_is_given_up_and_the_next_is_read() {
        let long = "x".repeat(LONGEST + 3 * PIECE);
        for form in [Form::Ndjson, Form::Csv] {
            let text = format!("a\n1\n\"{long}\n2\n3");
            let blocks = blocks(&text, form, PIECE);
            let given_up: Vec<u64> = blocks.iter().filter(|block| block.is_overlong).map(|block| block.line).collect();
            assert_eq!(given_up, [3]);
            let last = blocks.last().unwrap();
            assert_eq!((last.bytes.as_slice(), last.line), (&b"3"[..], 5), "{form:?}");
        }
    }
}
