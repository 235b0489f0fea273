//! Annotations, read back as GitHub's runner reads them.

use super::{awkward, expired, found, run, said, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// A workflow command.
struct Command {
    kind: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// The commands in a log: the lines that begin with `::`, at whatever column.
fn commands(log: &str) -> Vec<Command> {
    log.lines().filter_map(|line| line.trim_start().strip_prefix("::")).map(command).collect()
}

fn command(line: &str) -> Command {
    let (head, message) = line.split_once("::").expect("a message");
    let (kind, properties) = head.split_once(' ').expect("properties");
    let pair = |property: &str| {
        let (name, value) = property.split_once('=').expect("a value");
        let value = value.replace("%2C", ",").replace("%3A", ":");
        (name.to_owned(), plain(&value))
    };
    let properties = properties.split(',').map(pair).collect();
    Command { kind: kind.to_owned(), properties, message: plain(message) }
}

fn plain(text: &str) -> String {
    text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
}

fn number(command: &Command, property: &str) -> Option<u64> {
    command.properties.get(property).map(|value| value.parse().expect("a number"))
}

#[test]
fn an_annotation_reads_back_as_what_was_found() {
    let repo = awkward();
    for name in ["validate", "audit"] {
        let (found, commands) = (found(&repo, name), commands(&said(&repo, name, "github").out));
        let is_no_note = |command: &&Command| command.kind != "notice";
        assert_eq!(commands.iter().filter(is_no_note).count(), found.len());
        for finding in &found {
            let message = match finding["help"].as_str() {
                Some(help) => format!("{}\nhelp: {help}", text(finding, "message")),
                None => text(finding, "message").to_owned(),
            };
            let message = message.replace('\u{1b}', " ");
            let same = |command: &&Command| {
                command.message == message
                    && command.kind == text(finding, "level")
                    && command.properties["file"] == text(finding, "file")
            };
            let command = commands.iter().find(same).unwrap_or_else(|| panic!("{finding}"));
            assert!(command.properties["title"].starts_with(text(finding, "rule")), "{finding}");
            if name == "validate" && finding["line"] != 1 {
                assert_eq!(number(command, "line"), finding["line"].as_u64());
                assert_eq!(number(command, "col"), finding["column"].as_u64());
            }
        }
    }
}

#[test]
fn of_more_than_ten_the_last_annotation_counts_those_that_are_lines_of_the_log() {
    for (flags, annotations) in [(10, 10), (11, 10), (40, 10)] {
        let run = said(&expired(flags), "audit", "github");
        let commands = commands(&run.out);
        assert_eq!(commands.len(), annotations, "{flags}");
        let named = |key: usize| run.out.contains(&format!("flag-{key:04}"));
        assert!((0..flags).all(named), "every one is named");
        let rest = format!("{} more errors: the log of this step names them", flags - 9);
        assert_eq!(commands[9].message == rest, flags > 10, "{flags}");
    }
}

#[test]
fn what_is_no_annotation_commands_nothing() {
    let repo = awkward();
    let folder = "flags/a, b: 100% [x]";
    let fields: String = (0..30).map(|n| format!("\"##[error]::{n}\\n::error::x\": 1\n")).collect();
    repo.write(format!("{folder}/more.yaml"), &program_flag(&fields));
    let run = said(&repo, "validate", "github");
    assert_eq!(commands(&run.out).len(), 10);
    let others: Vec<&str> = run.out.lines().filter(|line| !line.starts_with("::")).collect();
    assert!(others.len() > 20 && others.iter().all(|line| !line.contains("##[")), "{others:?}");
}

fn program_flag(fields: &str) -> String {
    super::program::flag(fields)
}

#[test]
fn quiet_prints_the_annotations_alone() {
    let run = run(&expired(1), &["audit", "-q", "--format", "github"]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    let clean = super::run(&expired(1), &["validate", "-q", "--format", "github"]);
    assert_eq!((clean.out.as_str(), clean.code), ("", 0));
    let said: Value = super::run(&expired(1), &["validate", "-q", "--format", "sarif"]).json();
    assert_eq!(said["version"], "2.1.0", "a document is whole also then");
}
