//! JUnit XML: a suite for the command, and a case for each flag or file that it looked at, so that what is well is seen to
//! pass. What fails the run fails its case; what does not is said in the case's output.

use super::place;
use crate::report::{Findings, Found};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::HashMap;
use std::io::{self, Write};

/// A flag or a file, and what was found of it.
struct Case<'r> {
    name: String,
    file: Option<String>,
    failures: Vec<&'r Found<'r>>,
    others: Vec<&'r Found<'r>>,
}

pub(super) fn render(findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(findings);
    let failed = cases.iter().filter(|case| !case.failures.is_empty()).count();
    let name = format!("ffctl {}", findings.command);
    let (tests, failures) = (cases.len().to_string(), failed.to_string());
    let counts = [("name", name.as_str()), ("tests", &tests), ("failures", &failures), ("errors", "0")];
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("testsuites").with_attributes(counts).write_inner_content(|writer| {
        writer.create_element("testsuite").with_attributes(counts).write_inner_content(|writer| {
            cases.iter().try_for_each(|case| case.write(findings.command, writer))?;
            write_text("system-out", &findings.notes.join("\n"), writer)
        })?;
        Ok(())
    })?;
    writeln!(out)
}

/// In the order in which they were looked at, then what is about something else. Where there is none, the command itself
/// is a case: a report without one counts as a run that did not take place.
fn cases<'r>(findings: &'r Findings<'r>) -> Vec<Case<'r>> {
    let case = |name: &str, file: Option<&str>| Case {
        name: name.to_owned(),
        file: file.map(str::to_owned),
        failures: Vec::new(),
        others: Vec::new(),
    };
    let examined = findings.examined.iter().map(|one| case(&one.name, Some(&one.file)));
    let mut cases: Vec<Case<'r>> = examined.collect();
    let mut numbers: HashMap<String, usize> =
        cases.iter().enumerate().map(|(number, case)| (case.name.clone(), number)).collect();
    for found in &findings.found {
        let name = found.key.unwrap_or(&found.file);
        let number = *numbers.entry(name.to_owned()).or_insert_with(|| {
            cases.push(case(name, Some(&found.file)));
            cases.len() - 1
        });
        let fails = found.level >= findings.deny;
        if fails { cases[number].failures.push(found) } else { cases[number].others.push(found) }
    }
    if cases.is_empty() {
        cases.push(case(findings.command, None));
    }
    cases
}

impl Case<'_> {
    fn write<W: Write>(&self, command: &str, writer: &mut Writer<W>) -> io::Result<()> {
        let (name, class) = (legal(&self.name), format!("ffctl.{command}"));
        let file = self.file.as_deref().map(legal);
        let attributes = [("name", name.as_str()), ("classname", &class)];
        let element = writer.create_element("testcase").with_attributes(attributes);
        let element = element.with_attributes(file.as_deref().map(|file| ("file", file)));
        if self.failures.is_empty() && self.others.is_empty() {
            return element.write_empty().map(drop);
        }
        element.write_inner_content(|writer| {
            self.write_failure(writer)?;
            write_text("system-out", &told(&self.others), writer)
        })?;
        Ok(())
    }

    /// One, with all that was found: of more, most readers show the first alone.
    fn write_failure<W: Write>(&self, writer: &mut Writer<W>) -> io::Result<()> {
        let Some(first) = self.failures.first() else { return Ok(()) };
        let message = match self.failures.len() {
            1 => first.message.to_owned(),
            all => format!("{} (and {} more)", first.message, all - 1),
        };
        let attributes = [("message", legal(&message)), ("type", legal(first.rule))];
        let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let text = legal(&told(&self.failures));
        let element = writer.create_element("failure").with_attributes(attributes);
        element.write_text_content(BytesText::new(&text)).map(drop)
    }
}

fn write_text<W: Write>(name: &str, text: &str, writer: &mut Writer<W>) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writer.create_element(name).write_text_content(BytesText::new(&legal(text))).map(drop)
}

/// Findings as the terminal shows them.
fn told(found: &[&Found<'_>]) -> String {
    let one = |found: &&Found<'_>| {
        let environment = found.environment.map(|name| format!(" in {name}")).unwrap_or_default();
        let help = found.help.map(|help| format!("\n  help: {help}")).unwrap_or_default();
        format!("{}[{}]{environment}: {}\n  --> {}{help}", found.level.name(), found.rule, found.message, place(found))
    };
    found.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The text without the characters that XML has no way to say.
fn legal(text: &str) -> String {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if is_legal(c) { c } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_replaced_and_nothing_else() {
        assert_eq!(legal("a\u{1b}[2J\u{0}\tb\n\u{ffff}é😀"), "a\u{fffd}[2J\u{fffd}\tb\n\u{fffd}é😀");
    }
}
