//! `ffctl refs` in real folders and repositories: what counts as a mention, where it looks, and how it ends.

#![allow(clippy::unwrap_used)]

#[path = "refs_cli/files.rs"]
mod files;
#[path = "common/git.rs"]
mod git;
#[path = "refs_cli/moments.rs"]
mod moments;
#[path = "refs_cli/places.rs"]
mod places;
#[path = "common/program.rs"]
mod program;
#[path = "refs_cli/reports.rs"]
mod reports;
#[path = "common/terminal.rs"]
mod terminal;
#[path = "refs_cli/tokens.rs"]
mod tokens;
#[path = "refs_cli/waiting.rs"]
mod waiting;

use git::Repo;
use program::{Run, ffctl, flag};
use std::fs;

/// A repository with these flags, and these settings of `code`.
fn project(keys: &[&str], code: &str) -> Repo {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", &format!("code: {{{code}}}\n"));
    keys.iter().for_each(|key| repo.write(format!("flags/{key}.yaml"), &flag("")));
    repo
}

/// Writes a file of any bytes.
fn write(repo: &Repo, path: &str, bytes: impl AsRef<[u8]>) {
    repo.write(path, "");
    fs::write(repo.path().join(path), bytes).unwrap();
}

fn refs(repo: &Repo, arguments: &[&str]) -> Run {
    Run::of(ffctl(repo.path(), &[&["refs"], arguments].concat()))
}

/// Each mention, `checkout src/a.rs:1:5`, in the order of keys, files and lines.
fn mentions(run: &Run) -> Vec<String> {
    let document = run.json();
    let mut flags = document["flags"].as_array().unwrap().clone();
    flags.sort_by_key(|flag| flag["key"].as_str().unwrap().to_owned());
    let of_flag = |flag: &serde_json::Value| {
        let place = |mention: &serde_json::Value| {
            let [file, line, column] = ["file", "line", "column"].map(|field| &mention[field]);
            format!("{} {}:{line}:{column}", flag["key"].as_str().unwrap(), file.as_str().unwrap())
        };
        flag["mentions"].as_array().unwrap().iter().map(place).collect::<Vec<_>>()
    };
    flags.iter().flat_map(of_flag).collect()
}

/// The mentions in a work tree.
fn found(repo: &Repo, arguments: &[&str]) -> Vec<String> {
    let run = refs(repo, &[arguments, &["--format", "json"]].concat());
    assert!(run.code < 2, "{run:?}");
    mentions(&run)
}
