//! The house keeps its shape: who may import whom, and who does no input or output.

// A test that cannot read its own tree has failed.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up; those of one floor do not import each other.
const FLOORS: &[&[&str]] = &[
    &["model", "statistics"],
    &["yaml"],
    &["logic"],
    &["evaluate", "check", "change", "contexts", "usage"],
    &["impact"],
    &["audit", "gate", "trial", "experiment"],
    &["store", "git", "refs"],
    &["report"],
    &["bulk", "live"],
    &["serve", "openfeature"],
    &["render", "commands"],
];

const PURE: &[&str] = &[
    "model",
    "statistics",
    "yaml",
    "logic",
    "evaluate",
    "check",
    "change",
    "contexts",
    "usage",
    "impact",
    "audit",
    "gate",
    "trial",
    "experiment",
    "report",
];

/// What a pure room never names.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::process",
    "std::env",
    "std::net",
    "std::io",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "println!",
    "eprintln!",
    "dbg!",
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// Each source file of a room with its code: no comments, no tests.
fn code_of(room: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let is_test = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "tests" || stem == "fixture");
    source_files(&folder)
        .into_iter()
        .filter(|path| !is_test(path))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            (path, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

fn imports(code: &str) -> Vec<&str> {
    let after = code.match_indices("crate::").map(|(at, found)| &code[at + found.len()..]);
    after.map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()).collect()
}

#[test]
fn every_folder_of_the_source_is_a_room_of_the_house() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = fs::read_dir(src).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir());
    let names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert_eq!(names.len(), FLOORS.iter().map(|rooms| rooms.len()).sum::<usize>(), "{names:?}");
    assert!(names.iter().all(|name| floor(name).is_some()), "{names:?}");
}

#[test]
fn a_room_imports_only_from_the_floors_below_it() {
    for room in FLOORS.iter().flat_map(|rooms| rooms.iter()) {
        for (path, code) in code_of(room) {
            for import in imports(&code) {
                let Some(theirs) = floor(import) else { panic!("{} imports crate::{import}", path.display()) };
                let ours = floor(room).unwrap();
                let allowed = theirs < ours || import == *room;
                assert!(allowed, "{} imports {import}, which is not below {room}", path.display());
            }
        }
    }
}

#[test]
fn pure_rooms_do_no_input_or_output_and_read_no_clock() {
    for room in PURE {
        for (path, code) in code_of(room) {
            for word in IMPURE {
                assert!(!code.contains(word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn only_the_usage_of_an_audit_asks_another_machine_and_only_a_server_is_asked() {
    let all = FLOORS.iter().flat_map(|rooms| rooms.iter()).flat_map(|room| code_of(room));
    let asking = all.filter(|(_, code)| ["ureq", "TcpStream", "TcpListener"].iter().any(|word| code.contains(word)));
    let serving = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve");
    let files: Vec<PathBuf> = asking.map(|(path, _)| path).filter(|path| !path.starts_with(&serving)).collect();
    assert!(files.len() == 1 && files[0].ends_with("commands/audit/usage/http.rs"), "{files:?}");
}

#[test]
fn only_the_yaml_room_names_a_yaml_crate() {
    for room in FLOORS.iter().flat_map(|rooms| rooms.iter()).filter(|room| **room != "yaml") {
        for (path, code) in code_of(room) {
            assert!(!code.contains("granit_parser") && !code.contains("serde_yaml"), "{}", path.display());
        }
    }
}
