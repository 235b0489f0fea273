//! A flag's own test cases.

use super::cursor::Cursor;
use crate::model::{TestCase, VariantName, parse_instant};
use chrono::{DateTime, Utc};

pub(in crate::yaml) const TEST_FIELDS: &[&str] = &["name", "environment", "at", "context", "expect", "reason"];

pub(super) fn test_case(cursor: &Cursor<'_>) -> Option<TestCase> {
    let fields = cursor.fields(TEST_FIELDS)?;
    let context = fields.require("context", "write {} for a context without attributes");
    let expect = fields.require("expect", "name the variant that must be served");
    Some(TestCase {
        name: fields.get("name").and_then(|c| c.text()),
        environment: fields.get("environment").and_then(|c| c.text()),
        at: fields.get("at").and_then(|c| instant(&c)),
        context: context?.json_object(),
        expect: expect?.scalar_text().map(VariantName)?,
        reason: fields.get("reason").and_then(|c| c.text()),
    })
}

fn instant(cursor: &Cursor<'_>) -> Option<DateTime<Utc>> {
    let text = cursor.scalar_text()?;
    let instant = parse_instant(&text);
    if instant.is_none() {
        let help = "write YYYY-MM-DD, or a time such as 2026-11-01T12:00:00Z".to_owned();
        cursor.error("invalid-date", format!("{text:?} is not a date or an RFC 3339 time"), Some(help));
    }
    instant
}
