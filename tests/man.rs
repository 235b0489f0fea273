//! Manual pages: one for the program and one for each command.

#[path = "common/program.rs"]
mod program;

use program::{Run, ffctl};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn nowhere() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    let run = Run::of(ffctl(folder, arguments));
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run.out
}

/// The commands that the help lists.
fn commands(folder: &Path) -> BTreeSet<String> {
    let help = printed(folder, &["--help"]);
    let list = help.split("Commands:\n").nth(1).expect("a list").split("\n\n").next().expect("its end");
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn the_page_of_the_program_names_every_command_and_what_all_have_in_common() {
    let folder = nowhere();
    let page = printed(folder.path(), &["man"]);
    assert!(page.starts_with(".TH \"FFCTL\" \"1\" \"\" \"ffctl 0."), "{page}");
    for command in commands(folder.path()) {
        assert!(page.contains(&format!("ffctl\\-{command}(1)")), "{command}");
    }
    for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "\"EXIT STATUS\"", "\"ENVIRONMENT\"", "\"FILES\""] {
        assert_eq!(page.matches(&format!(".SH {heading}\n")).count(), 1, "{heading}");
    }
    for name in ["FFCTL_FLAGS_DIR", "FFCTL_NOW", "NO_COLOR", "CLICOLOR_FORCE"] {
        assert!(page.contains(&format!("\\fB{name}\\fR")), "{name}");
    }
}

#[test]
fn into_a_folder_goes_a_page_for_every_command() {
    let folder = nowhere();
    let out = printed(folder.path(), &["man", "share/man1"]);
    let commands = commands(folder.path());
    assert!(commands.len() > 20 && commands.contains("man"));
    let nested = ["experiment-plan", "experiment-analyze"].map(str::to_owned);
    let expected: BTreeSet<String> = commands.iter().chain(&nested).map(|name| format!("ffctl-{name}.1")).collect();
    let files = fs::read_dir(folder.path().join("share/man1")).expect("the folder");
    let mut files: BTreeSet<String> =
        files.map(|file| file.expect("a file").file_name().into_string().expect("text")).collect();
    assert!(files.remove("ffctl.1"));
    assert_eq!(files, expected);
    assert_eq!(out.lines().count(), files.len() + 1);
    assert!(out.contains("made  share/man1/ffctl-rollout.1\n"), "{out}");
    let page = fs::read_to_string(folder.path().join("share/man1/ffctl-rollout.1")).expect("a page");
    for part in ["ffctl\\-rollout \\- Set a rollout percentage", "\\fB\\-\\-rule\\fR", ".BR ffctl (1)", "EXIT STATUS"] {
        assert!(page.contains(part), "{part}");
    }
    let page = fs::read_to_string(folder.path().join("share/man1/ffctl-experiment-plan.1")).expect("a page");
    assert!(page.contains(".SH NOTES") && page.contains("Bonferroni"), "{page}");
    assert_eq!(
        fs::read_to_string(folder.path().join("share/man1/ffctl.1")).ok(),
        Some(printed(folder.path(), &["man"]))
    );
}

#[test]
fn pages_of_an_older_version_are_replaced() {
    let folder = nowhere();
    fs::write(folder.path().join("ffctl-list.1"), "old").expect("a file");
    printed(folder.path(), &["man", "."]);
    let page = fs::read_to_string(folder.path().join("ffctl-list.1")).expect("a page");
    assert!(page.starts_with(".TH \"FFCTL-LIST\""), "{page}");
}

#[test]
fn no_line_begins_with_a_request_that_roff_does_not_know() {
    let folder = nowhere();
    printed(folder.path(), &["man", "pages"]);
    for file in fs::read_dir(folder.path().join("pages")).expect("the folder") {
        let page = fs::read_to_string(file.expect("a file").path()).expect("a page");
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            let request = line[1..].split([' ', '\\']).next().expect("a word");
            let known = ["TH", "SH", "TP", "PP", "RS", "RE", "IP", "BR", "br", "ie", "el", "nf", "fi", "SS"];
            assert!(known.contains(&request), "{line}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_refused() {
    let folder = nowhere();
    fs::write(folder.path().join("file"), "").expect("a file");
    let run = Run::of(ffctl(folder.path(), &["man", "file/man1"]));
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("cannot make the folder file/man1"), "{}", run.err);
}

#[test]
fn json_is_a_document_like_those_of_other_commands() {
    let folder = nowhere();
    let document = Run::of(ffctl(folder.path(), &["man", "--format", "json"])).json();
    assert_eq!(document["version"], 1);
    assert_eq!(document["text"], printed(folder.path(), &["man"]));
}
