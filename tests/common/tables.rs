//! Tables of edits, byte for byte: the cases of `tests/edits/*.txt`.
//!
//! ```text
//! name of the case [CRLF] [BOM] [no final newline] [whole file] [flags/another/checkout.yml]
//!     $ ffctl rollout checkout 25
//!     what is printed
//!     | a line of the file that stays
//!     |-a line that goes
//!     |+a line that comes
//! ```
//!
//! The metadata that every flag needs stands above the lines of a case, or where it says `METADATA`; between braces it
//! says `"METADATA"`; a `whole file` has its own. `␉` is a tab, `␠` a space where nobody would see it, `␤` a line
//! separator, U+2028.
//!
//! The cases of a table are folders of one repository, so that git is asked what changed.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::git::Repo;
use crate::project::{METADATA, OPEN, Outcome, program, run};
use std::collections::BTreeSet;
use std::fs;

/// The metadata between braces.
const PAIRS: &str = r#""description": "One-page checkout", "owner": "payments-team", "type": "release", "created": "2026-11-01", "expires": "2027-02-01""#;

#[derive(Default)]
struct Case {
    name: String,
    /// What stands in brackets behind the name.
    traits: Vec<String>,
    command: String,
    /// What is printed.
    says: Vec<String>,
    /// The file's lines with their marks.
    lines: Vec<(char, String)>,
}

/// The cases of a table.
fn cases(table: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty()) {
        let Some(line) = line.strip_prefix("    ") else {
            let mut parts = line.split(['[', ']']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
            cases.push(Case { name: parts.next().expect("a name"), traits: parts.collect(), ..Case::default() });
            continue;
        };
        let case = cases.last_mut().expect("a name above");
        if let Some(command) = line.strip_prefix("$ ffctl ") {
            case.command = command.to_owned();
        } else if let Some(marked) = line.strip_prefix('|') {
            let visible = marked.replace('␉', "\t").replace('␠', " ").replace('␤', "\u{2028}");
            case.lines.push((visible.chars().next().unwrap_or(' '), visible.get(1..).unwrap_or_default().to_owned()));
        } else {
            case.says.push(line.to_owned());
        }
    }
    cases
}

impl Case {
    fn is(&self, wanted: &str) -> bool {
        self.traits.iter().any(|of| of == wanted)
    }

    /// The flag's file, in the case's folder.
    fn file(&self) -> &str {
        let named = self.traits.iter().find(|of| of.starts_with("flags/"));
        named.map_or("flags/checkout.yaml", String::as_str)
    }

    /// The file with the lines that stay and those of a mark.
    fn text(&self, mark: char) -> String {
        let lines = self.lines.iter().filter(|(of, _)| *of == ' ' || *of == mark);
        let lines: String = lines.map(|(_, line)| format!("{line}\n")).collect();
        let has_description = lines.starts_with("description:");
        let metadata: String = METADATA.split_inclusive('\n').skip(usize::from(has_description)).collect();
        let mut text = if self.is("whole file") {
            lines
        } else if lines.contains("METADATA") {
            lines.replace("\"METADATA\"", PAIRS).replace("METADATA\n", &metadata)
        } else {
            format!("{metadata}{lines}")
        };
        if self.is("no final newline") {
            text.pop();
        }
        if self.is("CRLF") {
            text = text.replace('\n', "\r\n");
        }
        if self.is("BOM") { format!("\u{feff}{text}") } else { text }
    }

    /// How many lines a mark has.
    fn count(&self, mark: char) -> usize {
        self.lines.iter().filter(|(of, _)| *of == mark).count()
    }
}

/// The cases, each in a folder of its own named by its number, committed.
fn repository(cases: &[Case]) -> Repo {
    let repo = Repo::new();
    for (nth, case) in cases.iter().enumerate() {
        repo.write(format!("{nth}/flags/ffctl.yaml"), OPEN);
        repo.write(format!("{nth}/{}", case.file()), &case.text('-'));
    }
    repo.commit("before", "2026-11-20");
    repo
}

fn ffctl(repo: &Repo, nth: usize, arguments: &str) -> Outcome {
    run(program(&repo.path().join(nth.to_string()), repo.home(), arguments))
}

fn file_of(repo: &Repo, nth: usize, case: &Case) -> String {
    fs::read_to_string(repo.path().join(format!("{nth}/{}", case.file()))).expect("the flag's file")
}

#[track_caller]
fn assert_clean(repo: &Repo, nth: usize, when: &str) {
    let Outcome { code, out, .. } = ffctl(repo, nth, "validate --deny warning");
    assert_eq!(code, Some(0), "{when}: {out}");
}

/// Each edit writes what its case says, prints the change and nothing else, and leaves a valid flag.
pub(crate) fn are_edited(table: &str) {
    let cases = cases(table);
    let repo = repository(&cases);
    let mut changed = BTreeSet::new();
    for (nth, case) in cases.iter().enumerate() {
        let name = &case.name;
        assert_clean(&repo, nth, &format!("{name}, before"));
        let Outcome { code, out, err } = ffctl(&repo, nth, &case.command);
        let said = format!("{}\n", case.says.join("\n"));
        assert_eq!((code, out, err.as_str()), (Some(0), said, ""), "{name}");
        assert_eq!(file_of(&repo, nth, case), case.text('+'), "{name}");
        assert_clean(&repo, nth, &format!("{name}, after"));
        changed.insert(format!("{}\t{}\t{nth}/{}", case.count('+'), case.count('-'), case.file()));
    }
    let by_git: BTreeSet<String> = repo.git(&["diff", "--numstat"]).lines().map(str::to_owned).collect();
    assert_eq!(by_git, changed, "git sees the lines that were meant");
    assert_eq!(repo.git(&["status", "--porcelain"]).lines().count(), cases.len(), "no other file came or went");
}

/// Each edit is refused with the lines of its case, and nothing is written.
pub(crate) fn are_refused(table: &str) {
    let cases = cases(table);
    let repo = repository(&cases);
    for (nth, case) in cases.iter().enumerate() {
        let name = &case.name;
        let Outcome { code, out, err } = ffctl(&repo, nth, &case.command);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{name}: {err}");
        for line in &case.says {
            assert!(err.lines().any(|said| said.trim() == line), "{name}: {line:?} is not in\n{err}");
        }
        assert_eq!(file_of(&repo, nth, case), case.text('-'), "{name}");
    }
    assert_eq!(repo.git(&["status", "--porcelain"]), "", "nothing came, went or changed");
}
