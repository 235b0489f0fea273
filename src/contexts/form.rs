//! How a file's name tells what is in it.

/// The forms of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Ndjson,
    /// A table with a header.
    Csv,
}

impl Form {
    /// What a file of this name holds, packed (`.gz`) or not; `None` where the name does not tell.
    pub fn of_name(name: &str) -> Option<Form> {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "ndjson" | "jsonl" => Some(Form::Ndjson),
            "csv" => Some(Form::Csv),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_by_their_ending() {
        for (name, form) in [
            ("a.ndjson", Some(Form::Ndjson)),
            ("x/users.JSONL.gz", Some(Form::Ndjson)),
            ("users.csv", Some(Form::Csv)),
            ("users.2026.csv.GZ", Some(Form::Csv)),
            ("users.txt", None),
            ("csv", None),
            ("users.gz", None),
            ("-", None),
        ] {
            assert_eq!(Form::of_name(name), form, "{name}");
        }
    }
}
