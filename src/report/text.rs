//! What commands return whose whole result is a text to be put elsewhere: a script, a manual page, a schema.

use super::VERSION;
use serde::Serialize;

/// A text.
#[derive(Debug, Serialize)]
pub struct TextReport {
    version: u32,
    /// With its last newline.
    pub text: String,
}

impl TextReport {
    /// A report of a text.
    pub fn new(text: impl Into<String>) -> TextReport {
        TextReport { version: VERSION, text: text.into() }
    }
}
