//! People who are nobody: synthetic contexts, as the lines of an input.

use serde_json::{Map, Value};
use std::io::{self, Read};
use std::ops::RangeInclusive;

/// Contexts that differ in their ids alone, `u-1`, `u-2` and so on, as NDJSON.
#[derive(Debug)]
pub struct Population {
    context: Map<String, Value>,
    /// The attributes that hold the id.
    names: Vec<String>,
    prefix: String,
    numbers: RangeInclusive<u64>,
    line: Vec<u8>,
    read: usize,
}

impl Population {
    /// So many, with these attributes besides the id, which each of the `names` holds.
    pub fn new(count: u64, prefix: &str, names: Vec<String>, attributes: Map<String, Value>) -> Population {
        let (prefix, numbers) = (prefix.to_owned(), 1..=count);
        Population { context: attributes, names, prefix, numbers, line: Vec::new(), read: 0 }
    }

    fn next_line(&mut self) -> io::Result<()> {
        self.line.clear();
        self.read = 0;
        let Some(number) = self.numbers.next() else { return Ok(()) };
        for name in &self.names {
            self.context.insert(name.clone(), Value::String(format!("{}{number}", self.prefix)));
        }
        serde_json::to_writer(&mut self.line, &self.context)?;
        self.line.push(b'\n');
        Ok(())
    }
}

impl Read for Population {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < buffer.len() {
            if self.read == self.line.len() {
                self.next_line()?;
                if self.line.is_empty() {
                    break;
                }
            }
            let rest = &self.line[self.read..];
            let some = rest.len().min(buffer.len() - written);
            buffer[written..written + some].copy_from_slice(&rest[..some]);
            written += some;
            self.read += some;
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_has_an_id_of_its_own_and_the_attributes_of_all() {
        let attributes = json!({"plan": "pro"}).as_object().cloned().unwrap();
        let mut population = Population::new(3, "u-", vec!["user_id".into(), "company.id".into()], attributes);
        let mut text = String::new();
        population.read_to_string(&mut text).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let expected = |id: &str| json!({"plan": "pro", "user_id": id, "company.id": id});
        assert_eq!(lines, [expected("u-1"), expected("u-2"), expected("u-3")]);
    }
}
