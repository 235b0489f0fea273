//! A row of a table each: a header names the attributes, cells are texts, and an empty cell is a missing attribute.

use super::slots::Slots;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// The attributes of a table, in the order of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header(Vec<String>);

/// Why a first row names no attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// There is none.
    Missing,
    /// Its quotes are not in order.
    Broken(String),
    /// Two columns have this name.
    Repeated(String),
}

impl Header {
    /// Reads the first row. A column without a name is let pass: tables have them for their row numbers.
    ///
    /// # Errors
    /// Where there is no name at all, or one names two columns.
    pub fn read(row: &str) -> Result<Header, HeaderError> {
        let names: Result<Vec<String>, &str> = Cells::of(row).map(|cell| cell.map(Cow::into_owned)).collect();
        let names = names.map_err(|wrong| HeaderError::Broken(wrong.to_owned()))?;
        if names.iter().all(String::is_empty) {
            return Err(HeaderError::Missing);
        }
        let mut seen = HashSet::new();
        match names.iter().find(|name| !name.is_empty() && !seen.insert(name.as_str())) {
            Some(name) => Err(HeaderError::Repeated(name.clone())),
            None => Ok(Header(names)),
        }
    }
}

/// Reads a row.
pub(super) fn read(row: &str, header: &Header, slots: &mut Slots) -> Result<(), String> {
    let mut columns = 0;
    for cell in Cells::of(row) {
        let cell = cell?;
        if let Some(slot) = header.0.get(columns).filter(|_| !cell.is_empty()).and_then(|name| slots.slot(name)) {
            slot.put_text(&cell);
        }
        columns += 1;
    }
    match columns == header.0.len() {
        true => Ok(()),
        false => Err(format!("the row has {}, the header {}", cells(columns), header.0.len())),
    }
}

fn cells(number: usize) -> String {
    format!("{number} {}", if number == 1 { "cell" } else { "cells" })
}

/// The cells of a row.
struct Cells<'r>(Option<&'r str>);

impl<'r> Cells<'r> {
    fn of(row: &'r str) -> Cells<'r> {
        Cells(Some(row))
    }

    /// A cell whose quote is open already: up to the quote that is not doubled.
    fn quoted(&mut self, rest: &'r str) -> Result<Cow<'r, str>, &'static str> {
        let bytes = rest.as_bytes();
        let mut end = 0;
        loop {
            end += memchr::memchr(b'"', &bytes[end..]).ok_or("a quote is not closed")?;
            match bytes.get(end + 1) {
                Some(b'"') => end += 2,
                Some(b',') => break self.0 = Some(&rest[end + 2..]),
                Some(_) => return Err("a closing quote is followed by text; a quote inside of quotes is doubled"),
                None => break,
            }
        }
        let cell = &rest[..end];
        Ok(if cell.contains('"') { cell.replace("\"\"", "\"").into() } else { cell.into() })
    }
}

impl<'r> Iterator for Cells<'r> {
    type Item = Result<Cow<'r, str>, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.take()?;
        if let Some(rest) = rest.strip_prefix('"') {
            return Some(self.quoted(rest));
        }
        let (cell, others) = rest.split_once(',').map_or((rest, None), |(cell, others)| (cell, Some(others)));
        self.0 = others;
        Some(Ok(cell.into()))
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeaderError::Missing => f.write_str("there is no header"),
            HeaderError::Broken(wrong) => write!(f, "the header cannot be read: {wrong}"),
            HeaderError::Repeated(name) => write!(f, "two columns have the name '{name}'"),
        }
    }
}

impl std::error::Error for HeaderError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_commas_line_ends_and_doubled_quotes() {
        let cells = |row| Cells::of(row).map(|cell| cell.map(Cow::into_owned)).collect::<Result<Vec<_>, _>>();
        for (row, expected) in [
            ("a,b", &["a", "b"][..]),
            ("\"a,\"\"b\"\"\",\"\",\"\"\"\"", &["a,\"b\"", "", "\""]),
            ("\"a\r\nb\",", &["a\r\nb", ""]),
            ("5\" pipe, b", &["5\" pipe", " b"]),
            ("", &[""]),
        ] {
            assert_eq!(cells(row).unwrap(), expected, "{row}");
        }
        assert!(cells("a,\"b").unwrap_err().contains("not closed"));
        assert!(cells("\"a\" ,b").unwrap_err().contains("followed by text"));
    }

    #[test]
    fn a_header_has_names_and_no_name_twice() {
        assert_eq!(Header::read(",id,,\"a,b\"").unwrap().0, ["", "id", "", "a,b"]);
        assert_eq!(Header::read("id,plan,id"), Err(HeaderError::Repeated("id".into())));
        assert_eq!(Header::read(",,"), Err(HeaderError::Missing));
        assert!(matches!(Header::read("\"id"), Err(HeaderError::Broken(_))));
    }
}
