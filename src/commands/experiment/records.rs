//! Records of a CSV or NDJSON file, one by one: the fields that are asked for, as text.

use crate::commands::shared::refused;
use crate::model::{Context, hint};
use anyhow::{Context as _, Result};
use csv::StringRecord;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// A field of a record.
pub(super) struct Field<'a> {
    /// What it is called in the file.
    pub(super) name: &'a str,
    /// The option that calls it otherwise.
    pub(super) option: &'static str,
    /// Whether every record must have it.
    pub(super) is_required: bool,
}

/// Where a record stands.
pub(super) struct Place<'a> {
    file: &'a str,
    line: u64,
}

/// What is done with each record: its fields, in the order asked for.
type Each<'e> = &'e mut dyn FnMut(&[Option<String>], &Place<'_>) -> Result<()>;

impl Place<'_> {
    /// What is wrong there.
    pub(super) fn refused(&self, message: &str, help: Option<String>) -> anyhow::Error {
        refused(format!("{}:{}: {message}", self.file, self.line), help)
    }
}

/// Reads a file, or `-` for what is piped in. NDJSON begins with a brace, and CSV with its header.
pub(super) fn read(path: &str, fields: &[Field<'_>], each: Each<'_>) -> Result<()> {
    let input: Box<dyn Read> = match path {
        "-" => Box::new(io::stdin().lock()),
        path => Box::new(File::open(path).with_context(|| format!("cannot read {path}"))?),
    };
    let mut input = BufReader::with_capacity(1 << 16, input);
    let file = if path == "-" { "stdin" } else { path };
    let begin = input.fill_buf().with_context(|| format!("cannot read {file}"))?;
    let begin = begin.strip_prefix("\u{feff}".as_bytes()).unwrap_or(begin);
    match begin.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => read_ndjson(input, file, fields, each),
        _ => read_csv(input, file, fields, each),
    }
}

fn read_csv(input: impl Read, file: &str, fields: &[Field<'_>], each: Each<'_>) -> Result<()> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
    let unreadable = |error: csv::Error| refused(format!("{file}: {error}"), None);
    let header = reader.headers().map_err(unreadable)?.clone();
    let columns: Vec<Option<usize>> = fields.iter().map(|field| column(&header, file, field)).collect::<Result<_>>()?;
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let place = Place { file, line: record.position().map_or(0, csv::Position::line) };
        let cell = |column: &Option<usize>| column.and_then(|at| record.get(at)).filter(|text| !text.is_empty());
        let values: Vec<Option<String>> = columns.iter().map(|column| cell(column).map(str::to_owned)).collect();
        complete(&values, fields, &place)?;
        each(&values, &place)?;
    }
    Ok(())
}

fn column(header: &StringRecord, file: &str, field: &Field<'_>) -> Result<Option<usize>> {
    let column = header.iter().position(|name| name == field.name);
    if column.is_some() || !field.is_required {
        return Ok(column);
    }
    if header.is_empty() {
        return Err(refused(format!("{file} is empty: not even a header is there"), None));
    }
    let columns: Vec<&str> = header.iter().collect();
    let help = hint(field.name, columns.iter().copied()).unwrap_or_default();
    let help = format!("{help} Name it with --{} COLUMN", field.option).trim_start().to_owned();
    Err(refused(format!("{file} has no column '{}'", field.name), Some(help)))
}

fn read_ndjson(input: impl BufRead, file: &str, fields: &[Field<'_>], each: Each<'_>) -> Result<()> {
    for (line, text) in (1..).zip(input.lines()) {
        let place = Place { file, line };
        let text = text.map_err(|error| place.refused(&error.to_string(), None))?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(text).map_err(|error| place.refused(&error.to_string(), None))?;
        let object = Context::from_json(value).map_err(|_| place.refused("this is no JSON object", None))?;
        let values = fields.iter().map(|field| scalar(&object, field, &place)).collect::<Result<Vec<_>>>()?;
        complete(&values, fields, &place)?;
        each(&values, &place)?;
    }
    Ok(())
}

fn scalar(object: &Context, field: &Field<'_>, place: &Place<'_>) -> Result<Option<String>> {
    Ok(match object.get(field.name) {
        None => None,
        Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
        Some(Value::Array(_) | Value::Object(_)) => {
            return Err(place.refused(&format!("'{}' is neither a text nor a number", field.name), None));
        }
        Some(scalar) => Some(scalar.to_string()),
    })
}

fn complete(values: &[Option<String>], fields: &[Field<'_>], place: &Place<'_>) -> Result<()> {
    match fields.iter().zip(values).find(|(field, value)| field.is_required && value.is_none()) {
        None => Ok(()),
        Some((Field { name, option, .. }, _)) => {
            let help = format!("where it is called otherwise, name it with --{option}");
            Err(place.refused(&format!("'{name}' is missing"), Some(help)))
        }
    }
}
