//! Cases as JUnit's XML: a suite is a flag.

use super::{plain_trace, title, verdict};
use crate::report::{CaseReport, DiagnosticReport, TestReport};
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;
use std::io::{self, Write};

pub(super) fn render(report: &TestReport, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let broken = report.problems.len();
    let [tests, failures, errors] = [report.cases + broken, report.failed, broken].map(|count| count.to_string());
    let suites = xml.create_element("testsuites").with_attribute(("name", "ffctl test"));
    let counted = [("tests", tests.as_str()), ("failures", failures.as_str()), ("errors", errors.as_str())];
    suites.with_attributes(counted).write_inner_content(|xml| {
        for suite in report.results.chunk_by(|a, b| a.key == b.key) {
            flag(suite, xml)?;
        }
        problems(&report.problems, xml)
    })?;
    writeln!(out)
}

fn flag<W: Write>(cases: &[CaseReport], xml: &mut Writer<W>) -> io::Result<()> {
    let Some(first) = cases.first() else { return Ok(()) };
    let tests = cases.len().to_string();
    let failures = cases.iter().filter(|case| !case.passed).count().to_string();
    let suite = xml.create_element("testsuite").with_attribute(("name", legal(&first.key).as_str()));
    let suite = suite.with_attributes([("tests", tests.as_str()), ("failures", failures.as_str()), ("errors", "0")]);
    let file = legal(&first.file);
    suite
        .with_attribute(("file", file.as_str()))
        .write_inner_content(|xml| cases.iter().try_for_each(|case| self::case(case, xml)))?;
    Ok(())
}

fn case<W: Write>(case: &CaseReport, xml: &mut Writer<W>) -> io::Result<()> {
    let place = case.environment.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let (name, key, file) = (legal(&(title(case) + &place)), legal(&case.key), legal(&case.file));
    let line = case.line.to_string();
    let element = xml.create_element("testcase").with_attributes([
        ("name", name.as_str()),
        ("classname", key.as_str()),
        ("file", file.as_str()),
        ("line", line.as_str()),
    ]);
    if case.passed {
        return element.write_empty().map(drop);
    }
    let (message, trace) = (legal(verdict(case)), legal(&format!("\n{}", plain_trace(case))));
    let fail = |xml: &mut Writer<W>| {
        let failure = xml.create_element("failure").with_attribute(("message", message.as_str()));
        failure.write_text_content(BytesText::new(&trace)).map(drop)
    };
    element.write_inner_content(fail).map(drop)
}

/// Broken files, whose flags were not run.
fn problems<W: Write>(problems: &[DiagnosticReport], xml: &mut Writer<W>) -> io::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let count = problems.len().to_string();
    let suite = xml.create_element("testsuite").with_attribute(("name", "broken files"));
    let suite = suite.with_attributes([("tests", count.as_str()), ("failures", "0"), ("errors", count.as_str())]);
    suite.write_inner_content(|xml| problems.iter().try_for_each(|problem| self::problem(problem, xml)))?;
    Ok(())
}

fn problem<W: Write>(problem: &DiagnosticReport, xml: &mut Writer<W>) -> io::Result<()> {
    let (file, message, line) = (legal(&problem.file), legal(&problem.message), problem.line.to_string());
    let element = xml.create_element("testcase").with_attributes([
        ("name", problem.rule.as_str()),
        ("classname", file.as_str()),
        ("file", file.as_str()),
        ("line", line.as_str()),
    ]);
    let error = |xml: &mut Writer<W>| {
        xml.create_element("error").with_attribute(("message", message.as_str())).write_empty().map(drop)
    };
    element.write_inner_content(error).map(drop)
}

/// The text without the characters that XML has no way to say.
fn legal(text: &str) -> String {
    let is_legal = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(is_legal).collect()
}
