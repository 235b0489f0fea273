//! JUnit XML, read back by a parser.

use super::{awkward, expired, found, run, said, text};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::BTreeMap;

/// An element: its attributes, and the text in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    parent: Option<usize>,
}

/// The elements of a document, in order. What is not well-formed is a failed test.
fn elements(document: &str) -> Vec<Element> {
    let (mut reader, mut elements, mut open) = (Reader::from_str(document), Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => break,
            Event::Start(start) => {
                elements.push(element(&start, open.last().copied()));
                open.push(elements.len() - 1);
            }
            Event::Empty(start) => elements.push(element(&start, open.last().copied())),
            Event::End(_) => drop(open.pop()),
            Event::Text(part) => text_of(&mut elements, &open).push_str(&part),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                text_of(&mut elements, &open).push_str(&quick_xml::escape::unescape(&name).unwrap());
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    elements
}

fn text_of<'e>(elements: &'e mut Vec<Element>, open: &[usize]) -> &'e mut String {
    if elements.is_empty() {
        elements.push(Element::default());
    }
    &mut elements[open.last().copied().unwrap_or(0)].text
}

fn element(start: &BytesStart<'_>, parent: Option<usize>) -> Element {
    let attributes = start.attributes().map(|attribute| attribute.expect("an attribute")).map(|attribute| {
        let name = attribute.key.as_ref().to_owned();
        (name, attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned())
    });
    let attributes = attributes.collect();
    Element { name: start.name().as_ref().to_owned(), attributes, text: String::new(), parent }
}

fn all<'e>(elements: &'e [Element], name: &str) -> Vec<&'e Element> {
    elements.iter().filter(|element| element.name == name).collect()
}

#[test]
fn every_finding_is_in_the_failure_of_its_flag_or_file() {
    let repo = awkward();
    for command in ["validate", "audit"] {
        let elements = elements(&said(&repo, command, "junit").out);
        let failures = all(&elements, "failure");
        for finding in found(&repo, command) {
            let case = finding["key"].as_str().unwrap_or(text(&finding, "file"));
            let failure = failures.iter().find(|failure| elements[failure.parent.unwrap()].attributes["name"] == case);
            let said = text(&finding, "message").replace('\u{1b}', "\u{fffd}");
            assert!(failure.unwrap_or_else(|| panic!("{finding}")).text.contains(&said), "{finding}");
        }
        let suite = all(&elements, "testsuite")[0];
        assert_eq!(suite.attributes["tests"], all(&elements, "testcase").len().to_string());
        assert_eq!(suite.attributes["failures"], failures.len().to_string());
    }
}

#[test]
fn what_is_well_is_seen_to_pass() {
    let repo = expired(3);
    let elements = elements(&said(&repo, "validate", "junit").out);
    let names: Vec<&str> = all(&elements, "testcase").iter().map(|case| case.attributes["name"].as_str()).collect();
    assert_eq!(names, ["flags/flag-0000.yaml", "flags/flag-0001.yaml", "flags/flag-0002.yaml"]);
    assert!(all(&elements, "failure").is_empty());
}

#[test]
fn what_does_not_fail_the_run_fails_no_case() {
    let repo = expired(1);
    let of = |arguments: &[&str]| elements(&run(&repo, &[arguments, &["--format", "junit"]].concat()).out);
    let denied = of(&["audit", "--now", "2026-11-08"]);
    assert_eq!(all(&denied, "failure").len(), 1);
    let let_pass = of(&["audit", "--now", "2026-11-08", "--deny", "error"]);
    assert_eq!((all(&let_pass, "failure").len(), all(&let_pass, "testcase").len()), (0, 1));
    assert!(all(&let_pass, "system-out")[0].text.contains("warning[expiring]"), "it is said all the same");
}
