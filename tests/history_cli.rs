//! `ffctl log`, `blame`, `diff` and `bisect` in real repositories: one history, told four ways.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;

use git::Repo;
use program::{Run, ffctl};

const SETTINGS: &str = "environments: [staging, production]\n";

fn flag(rest: &str) -> String {
    format!("description: d\nowner: web\ntype: ops\ncreated: 2026-01-01\nenabled: true\n{rest}")
}

fn run(repo: &Repo, arguments: &[&str]) -> Run {
    Run::of(ffctl(repo.path(), arguments))
}

/// Created; ramped in production; only formatted; its segment narrowed; moved, renamed, broken and mended.
fn history() -> Repo {
    let repo = Repo::new();
    let rule = "rules:\n  - name: staff\n    if: {segment: staff}\nrollout: 0\n";
    repo.write("flags/ffctl.yaml", SETTINGS);
    repo.write("flags/segments/staff.yaml", "users: [u-1, u-2]\n");
    repo.write("flags/x.yaml", &flag(rule));
    repo.commit("start", "2026-10-01");
    repo.write("flags/x.yaml", &flag(&format!("{rule}environments:\n  production:\n    rollout: 25\n")));
    repo.commit("ramp", "2026-10-02");
    repo.write("flags/x.yaml", &flag(&format!("{rule}environments: {{production: {{rollout: 25}}}}   # tidy\n")));
    repo.commit("format", "2026-10-03");
    repo.write("flags/segments/staff.yaml", "users: [u-2]\n");
    repo.commit("u-1 left", "2026-10-04");
    repo
}

#[test]
fn the_log_tells_changes_of_meaning_newest_first_and_no_formatting() {
    let repo = history();
    let log = run(&repo, &["log", "--format", "ndjson"]);
    let told: Vec<String> = log
        .json_lines()
        .iter()
        .filter(|entry| entry["kind"] != "settings")
        .map(|entry| {
            let name = entry["key"].as_str().or(entry["name"].as_str()).unwrap_or_default();
            let environment = entry["environment"].as_str().unwrap_or("-");
            format!("{} {name} {environment} {}", entry["date"].as_str().unwrap(), entry["words"].as_str().unwrap())
        })
        .collect();
    let text = told.join("\n");
    for (words, times) in [("rollout 0% → 25%", 1), ("2026-10-03", 0), ("2026-10-04", 1), ("created, enabled", 1)] {
        assert_eq!(text.matches(words).count(), times, "{words} in:\n{text}");
    }
    assert!(told[0].starts_with("2026-10-04") && told.last().unwrap().starts_with("2026-10-01"), "{text}");
}

#[test]
fn the_log_follows_a_flag_to_another_folder_another_key_and_beyond_its_end() {
    let repo = history();
    let isolated = |arguments: &[&str]| assert_eq!(run(&repo, arguments).code, 0, "{arguments:?}");
    repo.git(&["mv", "flags/x.yaml", "flags/segments-of-life.yaml"]);
    repo.git(&["mv", "flags/segments-of-life.yaml", "flags/x.yml"]);
    repo.commit("another ending", "2026-10-05");
    isolated(&["rename", "x", "y"]);
    repo.commit("another key", "2026-10-06");
    let log = run(&repo, &["log", "y"]).out;
    assert!(log.contains("renamed from x") && log.contains("rollout 0% → 25%"), "{log}");
    isolated(&["remove", "y"]);
    repo.commit("done", "2026-10-07");
    let log = run(&repo, &["log", "y"]).out;
    assert!(log.starts_with("2026-10-07") && log.contains("removed") && log.contains("created, enabled"), "{log}");
}

#[test]
fn the_log_is_filtered_by_day_author_environment_and_number() {
    let repo = history();
    let dates = |arguments: &[&str]| -> Vec<String> {
        let lines = run(&repo, &[&["log", "x", "--format", "ndjson"], arguments].concat()).json_lines();
        lines.iter().map(|entry| entry["date"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(dates(&[]), ["2026-10-02", "2026-10-01"]);
    assert_eq!(dates(&["--since", "2026-10-02"]), ["2026-10-02"]);
    assert_eq!(dates(&["--until", "2026-10-01"]), ["2026-10-01"]);
    assert_eq!(dates(&["-n", "1"]), ["2026-10-02"]);
    assert_eq!(dates(&["-e", "staging"]), ["2026-10-01"]);
    assert_eq!(dates(&["--author", "nobody"]), [""; 0]);
}

#[test]
fn a_broken_file_in_the_history_is_told_and_ends_nothing() {
    let repo = history();
    let good = std::fs::read_to_string(repo.path().join("flags/x.yaml")).unwrap();
    repo.write("flags/x.yaml", "enabled: [\n");
    repo.commit("oops", "2026-10-05");
    repo.write("flags/x.yaml", &good);
    repo.commit("mended", "2026-10-06");
    let log = run(&repo, &["log", "x"]);
    assert!(log.code == 0 && log.out.contains("became invalid") && log.out.contains("valid again"), "{log:?}");
    assert!(log.out.contains("created, enabled"), "{log:?}");
}

#[test]
fn blame_names_the_commit_that_gave_each_setting_its_value() {
    let repo = history();
    let blamed = run(&repo, &["blame", "x"]).out;
    let line =
        |words: &str| blamed.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {blamed}"));
    assert!(line("25%").starts_with("2026-10-02") && line("25%").contains("production"), "{blamed}");
    assert!(line("segment staff").starts_with("2026-10-01"), "{blamed}");
    repo.write("flags/x.yaml", &flag("rollout: 50\n"));
    let blamed = run(&repo, &["blame", "x"]).out;
    let uncommitted = blamed.lines().find(|line| line.contains("50%")).unwrap();
    assert!(!uncommitted.starts_with("2026"), "{blamed}");
}

#[test]
fn diff_says_the_same_words_for_revisions_and_the_work_tree() {
    let repo = history();
    let words = |arguments: &[&str]| run(&repo, &[&["diff"], arguments].concat()).out;
    assert!(words(&["HEAD~3", "HEAD~2"]).contains("production  rollout 0% → 25%"));
    assert!(!words(&["HEAD~2", "HEAD~1"]).contains("rollout"), "formatting is no change");
    assert_eq!(words(&["HEAD~3..HEAD~2"]), words(&["HEAD~3", "HEAD~2"]));
    repo.write("flags/x.yaml", &flag("rollout: 50\n"));
    assert!(words(&[]).contains("rollout 0% → 50%"));
    assert!(words(&["--format", "markdown"]).contains("**`x`**"));
    let refused = run(&repo, &["diff", "--", "--output=/tmp/x"]);
    assert_eq!(refused.code, 2, "no revision is taken for an option: {refused:?}");
}

#[test]
fn bisect_finds_the_commit_also_where_it_changed_a_segment() {
    let repo = history();
    let report = run(&repo, &["bisect", "x", "-u", "u-1", "-e", "staging", "--format", "json"]).json();
    let changes = report["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{report}");
    assert_eq!(changes[0]["commit"]["date"], "2026-10-04");
    assert_eq!((&changes[0]["before"]["value"], &changes[0]["after"]["value"]), (&true.into(), &false.into()));
    assert_eq!(repo.git(&["fsck", "--strict"]), "");
}
