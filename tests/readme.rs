//! The README shows what the program does: every command of its tour is run, and prints what stands there.

// A test that cannot read its own tree has failed.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// A command of the README and what it shows below it.
struct Shown {
    command: String,
    output: Vec<String>,
}

fn shown_in(readme: &str) -> Vec<Shown> {
    let blocks = readme.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut shown: Vec<Shown> = Vec::new();
    for line in blocks.flat_map(str::lines) {
        match line.strip_prefix("$ ") {
            Some(command) => shown.push(Shown { command: command.to_owned(), output: Vec::new() }),
            None => shown.last_mut().expect("a command before its output").output.push(line.to_owned()),
        }
    }
    shown
}

/// The example project in a repository of its own.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("flags");
    copy(&example, &folder.path().join("flags"));
    fs::create_dir(folder.path().join("tests")).unwrap();
    copy(&example.with_file_name("tests").join("shop"), &folder.path().join("tests/shop"));
    run(folder.path(), "git init -q . && git add . && git commit -qm example");
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => _ = fs::copy(entry.path(), target).unwrap(),
        }
    }
}

/// What a command prints, results before diagnostics.
fn run(folder: &Path, command: &str) -> String {
    let binaries = Path::new(env!("CARGO_BIN_EXE_ffctl")).parent().unwrap().display().to_string();
    let path = format!("{binaries}:{}", std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", path.as_str()), ("FFCTL_NOW", "2026-11-21"), ("COLUMNS", "100"), ("USER", "user-123")])
        .envs([("HOME", folder), ("GIT_CONFIG_NOSYSTEM", Path::new("1"))])
        .envs([("GIT_AUTHOR_NAME", "Ada"), ("GIT_AUTHOR_EMAIL", "ada@example.com")])
        .envs([("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@example.com")])
        .envs([("GIT_AUTHOR_DATE", "2026-11-20T12:00:00Z"), ("GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z")])
        .output()
        .unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

/// A line with its commits' ids taken out: they are another matter in another version of the example.
fn without_ids(line: &str) -> String {
    let is_id = |word: &str| word.len() == 10 && word.bytes().all(|b| b.is_ascii_hexdigit());
    line.split(' ').map(|word| if is_id(word) { "ID" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Whether the lines are those shown; a line `…` stands for any number of them.
fn matches(shown: &[String], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => (0..=printed.len()).any(|n| matches(rest, &printed[n..])),
        Some((first, rest)) => {
            let same = |line: &str| without_ids(line) == without_ids(first);
            printed.split_first().is_some_and(|(line, others)| same(line) && matches(rest, others))
        }
    }
}

#[test]
fn the_tour_prints_what_the_readme_shows() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let folder = example();
    let mut run_at_all = 0;
    for Shown { command, output } in shown_in(&readme) {
        let command = command.replace("cargo run --release -- ", "ffctl ");
        if command.starts_with("cargo ") {
            continue;
        }
        let printed = run(folder.path(), &command);
        let printed: Vec<&str> = printed.lines().collect();
        assert!(
            matches(&output, &printed),
            "$ {command}\nshown:\n{}\nprinted:\n{}",
            output.join("\n"),
            printed.join("\n")
        );
        run_at_all += 1;
    }
    assert!(run_at_all >= 10, "the README shows commands");
}
