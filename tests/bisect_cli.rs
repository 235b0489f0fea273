//! `ffctl bisect`: which commits changed what a user gets.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/past.rs"]
mod past;
#[path = "common/program.rs"]
mod program;

use past::{Past, flag};
use serde_json::{Value, json};

fn answer(report: &Value) -> String {
    let text = |name: &str| report[name].as_str().map(str::to_owned);
    text("variant").or(text("errorCode")).unwrap()
}

/// Each change on a line: `2026-02-03 false → true: rollout 10% → 50%`.
#[track_caller]
fn bisect(past: &Past, arguments: &[&str]) -> Vec<String> {
    let run = past.run(&[&["bisect", "--format", "json"], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let line = |change: &Value| {
        let date = change["commit"]["date"].as_str().unwrap_or("not committed");
        let answers = [&change["before"], &change["after"]].map(answer).join(" → ");
        let changes = change["changes"].as_array().unwrap().iter();
        let words: Vec<&str> = changes.map(|change| change["words"].as_str().unwrap()).collect();
        format!("{date} {answers}: {}", words.join("; "))
    };
    run.json()["changes"].as_array().unwrap().iter().map(line).collect()
}

/// In the flag `a` the bucket of `u-126` is 43.413, and that of `u-8` 2.509.
const USER: &[&str] = &["a", "--user", "u-126", "-e", "production"];

/// A rollout that goes up and down, with other changes between.
fn story() -> Past {
    let past = Past::new();
    past.write("segments/staff.yaml", "users: [u-1]\n");
    past.write("segments/other.yaml", "users: [u-126]\n");
    past.write("b.yaml", &flag("enabled: true\n"));
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.edit("a.yaml", "owner: shop", "owner: else");
    past.edit("b.yaml", "enabled: true", "enabled: false");
    past.commit("neither is the answer", "2026-02-02");
    past.edit("a.yaml", "rollout: 10", "rollout: 50");
    past.edit("a.yaml", "owner: else", "owner: shop");
    past.commit_by("Ada <ada@x>", "raise", "2026-02-03");
    past.edit("a.yaml", "rollout: 50", "rollout: 60");
    past.commit("raise", "2026-02-04");
    past.edit("a.yaml", "rollout: 60", "environments: {production: {rollout: 40}}\nrollout: 60");
    past.commit("less in production", "2026-02-05");
    past.edit("a.yaml", "rollout: 60", "rules: [{name: staff, if: {segment: staff}}]\nrollout: 60");
    past.commit("staff", "2026-02-06");
    past.write("segments/staff.yaml", "users: [u-1, u-126]\n");
    past.write("segments/other.yaml", "users: [u-4]\n");
    past.commit("more staff", "2026-02-07");
    past
}

#[test]
fn every_commit_that_changed_the_answer_is_named_newest_first() {
    let past = story();
    assert_eq!(
        bisect(&past, USER),
        [
            "2026-02-07 false → true: user u-126 added",
            "2026-02-05 true → false: rollout 60% → 40%",
            "2026-02-03 false → true: owner else → shop; rollout 10% → 50%",
        ]
    );
    assert_eq!(
        bisect(&past, &["a", "--user", "u-126", "-e", "staging"]),
        ["2026-02-03 false → true: owner else → shop; rollout 10% → 50%"]
    );
    assert_eq!(bisect(&past, &["a", "-u", "u-126"]).len(), 1, "without an environment the top level holds");
    let by_context = ["a", "-c", "{\"user_id\": \"u-1\"}", "-a", "plan=pro", "-e", "production"];
    assert_eq!(bisect(&past, &by_context)[0], "2026-02-03 false → true: owner else → shop; rollout 10% → 50%");
    assert!(bisect(&past, &["b", "-u", "u-1", "--good", "HEAD~4"]).is_empty());
}

#[test]
fn the_answers_are_those_of_eval_at_each_commit() {
    let past = story();
    let document = past.run(&[&["bisect", "--format", "json"], USER].concat()).json();
    assert_eq!(document["version"], 1);
    let eval = |rev: &str| {
        past.run(&["eval", "a", "--user", "u-126", "-e", "production", "--rev", rev, "--format", "json"]).json()
    };
    assert_eq!(document["now"], eval("HEAD"));
    for change in document["changes"].as_array().unwrap() {
        let commit = change["commit"]["commit"].as_str().unwrap();
        assert_eq!(change["after"], eval(commit));
        assert_eq!(change["before"], eval(&format!("{commit}~1")));
    }
    assert_eq!(document["changes"][2]["commit"]["author"], "Ada");
    assert_eq!(document["changes"][0]["changes"][0]["kind"], json!("segment"));
}

#[test]
fn people_read_before_and_after_with_the_reasons() {
    let past = story();
    let at = |columns: &str| {
        let mut command = program::ffctl(past.repo.path(), &[&["bisect"], USER].concat());
        command.env("COLUMNS", columns);
        program::Run::of(command).transcript()
    };
    insta::assert_snapshot!("bisect_for_people", at("100"));
    assert!(at("60").lines().all(|line| line.starts_with('$') || line.chars().count() <= 60));
    let never = past.run(&["bisect", "a", "--user", "u-8", "-e", "production", "--good", "HEAD~3"]);
    assert!(never.out.starts_with("a  production  true (SPLIT, bucket "), "{never:?}");
    assert_eq!((never.code, never.err.as_str()), (0, "no commit changed this answer\n"));
}

#[test]
fn the_search_is_bounded_by_two_revisions() {
    let past = story();
    let days = |arguments: &[&str]| -> Vec<String> {
        bisect(&past, &[USER, arguments].concat()).iter().map(|line| line[..10].to_owned()).collect()
    };
    assert_eq!(days(&["--bad", "HEAD~1"]), ["2026-02-05", "2026-02-03"]);
    assert_eq!(days(&["--good", "HEAD~3"]), ["2026-02-07", "2026-02-05"]);
    assert_eq!(days(&["--good", "HEAD~3", "--bad", "HEAD~1"]), ["2026-02-05"]);
    assert!(days(&["--good", "HEAD", "--bad", "HEAD"]).is_empty());
    let run = past.run(&[&["bisect", "--good", "HEAD", "--bad", "HEAD~1"], USER].concat());
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: --good 'HEAD' is not in the history that is searched\n"), "{run:?}");
}

#[test]
fn that_the_flag_was_made_is_a_change_only_to_who_looks_further_back() {
    let past = story();
    assert_eq!(bisect(&past, USER).len(), 3);
    let since_before = bisect(&past, &[USER, &["--good", "HEAD~6"]].concat());
    assert_eq!(since_before.last().unwrap(), "2026-02-03 false → true: owner else → shop; rollout 10% → 50%");
    let first = past.repo.git(&["rev-list", "--max-parents=0", "HEAD"]);
    let from_the_start = bisect(&past, &[USER, &["--good", first.trim()]].concat());
    assert_eq!(from_the_start.last().unwrap(), "2026-02-01 FLAG_NOT_FOUND → false: created, enabled");
}

#[test]
fn what_is_not_committed_comes_first() {
    let past = story();
    past.edit("a.yaml", "enabled: true", "enabled: false");
    assert_eq!(bisect(&past, USER)[0], "not committed true → false: enabled → disabled");
    assert_eq!(bisect(&past, &[USER, &["--bad", "HEAD"]].concat()).len(), 3);
    past.edit("a.yaml", "enabled: false", "enabled:   true");
    assert_eq!(bisect(&past, USER).len(), 3, "formatting is no change");
}

#[test]
fn a_flag_is_followed_where_it_was_renamed_moved_removed_or_broken() {
    let past = Past::new();
    past.change("old.yaml", &flag("enabled: false\n"), "2026-02-01");
    past.change("old.yaml", &flag("enabled: true\n"), "2026-02-02");
    past.repo.git(&["mv", "flags/old.yaml", "flags/new.yaml"]);
    past.commit("rename", "2026-02-03");
    past.write("team/keep.txt", "");
    past.repo.git(&["mv", "flags/new.yaml", "flags/team/new.yaml"]);
    past.commit("move", "2026-02-04");
    past.change("team/new.yaml", "x: [\n", "2026-02-05");
    past.change("team/new.yaml", &flag("enabled: true\n"), "2026-02-06");
    let until = [
        "2026-02-06 PARSE_ERROR → true: valid again".to_owned(),
        bisect(&past, &["new", "-u", "x"])[1].clone(),
        "2026-02-02 false → true: disabled → enabled".to_owned(),
    ];
    assert!(until[1].starts_with("2026-02-05 true → PARSE_ERROR: became invalid: "), "{until:?}");
    assert_eq!(bisect(&past, &["new", "-u", "x"]), until);
    past.repo.git(&["rm", "--quiet", "flags/team/new.yaml"]);
    past.commit("remove", "2026-02-07");
    let gone = bisect(&past, &["new", "-u", "x"]);
    assert_eq!(gone[0], "2026-02-07 true → FLAG_NOT_FOUND: removed");
    assert_eq!(gone[1..], until);
}

#[test]
fn a_merge_stands_for_what_it_brought() {
    let past = story();
    past.repo.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    past.repo.git(&["checkout", "--quiet", "-b", "side"]);
    past.edit("a.yaml", "rollout: 40", "rollout: 45");
    past.commit("raise on the side", "2026-02-07");
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.change("b.yaml", &flag("enabled: true\n"), "2026-02-08");
    past.repo.git_on("2026-02-09", &["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    assert_eq!(bisect(&past, USER)[0], "2026-02-09 false → true: rollout 40% → 45%");
}

#[test]
fn names_that_are_unknown_are_refused_and_a_shallow_history_is_said_to_be() {
    let past = story();
    for (arguments, said) in [
        (&["bisect", "c", "-u", "x"][..], "error: there is no flag 'c'\n"),
        (
            &["bisect", "a", "-u", "x", "-e", "prod"],
            "error: unknown environment 'prod'\nhelp: did you mean 'production'?\n",
        ),
        (&["bisect", "a", "-u", "x", "--bad", "nowhere"], "error: 'nowhere' is no revision of this repository\n"),
    ] {
        let run = past.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.starts_with(said), "{run:?}");
    }
    let shallow = past.clone_with(&["--depth=2"]);
    let run = shallow.run(&[&["bisect"], USER].concat());
    assert!(run.out.contains("user u-126 added"), "{run:?}");
    let note = "note: the clone is shallow: what was answered before 2026-02-06 is not known\n";
    assert!(run.err.starts_with(note), "{run:?}");
}
