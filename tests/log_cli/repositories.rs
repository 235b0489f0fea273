//! The repositories there are.

use crate::git::Repo;
use crate::past::{Past, SETTINGS, flag};
use crate::program::{Run, ffctl};
use std::fs;

fn two_changes(past: &Past, folder: &str) {
    past.change(&format!("{folder}a.yaml"), &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.edit(&format!("{folder}a.yaml"), "rollout: 10", "rollout: 20");
    past.commit("raise", "2026-02-02");
}

const STORY: [&str; 2] = ["2026-02-02 a: rollout 10% → 20%", "2026-02-01 a: created, enabled"];

#[test]
fn sha256_and_unusual_names_are_read_like_any_other() {
    let past = Past::of(Repo::init(&["--object-format=sha256"]));
    past.write("ffctl.yaml", SETTINGS);
    two_changes(&past, "été * [1] \"q\"/: a/");
    assert_eq!(past.log(&["a"]), STORY);
    let entry = &past.run(&["log", "a", "--format", "ndjson"]).json_lines()[0];
    assert_eq!(entry["commit"].as_str().unwrap().len(), 64);
    assert_eq!(entry["file"], "flags/été * [1] \"q\"/: a/a.yaml");
    assert_eq!(past.lines(&["log", "a"])[0].split("  ").nth(1).unwrap().len(), 10);
}

#[test]
fn a_linked_worktree_a_detached_head_and_a_deep_directory_have_their_history() {
    let past = Past::new();
    two_changes(&past, "");
    past.repo.git(&["checkout", "--quiet", "HEAD~1"]);
    assert_eq!(past.log(&["a"]), STORY[1..]);
    let linked = past.repo.home().join("linked");
    past.repo.git(&["worktree", "add", "--quiet", &linked.display().to_string(), "main"]);
    assert_eq!(Run::of(ffctl(&linked, &["log", "a", "--format", "ndjson"])).json_lines().len(), 2);

    let deep = Past::of(Repo::new());
    deep.repo.write("services/shop/flags/a.yaml", &flag("enabled: true\n"));
    deep.commit("deep", "2026-02-01");
    let run = deep.run_in("services/shop", &["log", "a"]);
    assert!(run.out.ends_with("created, enabled\n"), "{run:?}");
}

#[test]
fn a_submodule_has_its_own_history() {
    let inner = Past::new();
    two_changes(&inner, "");
    let outer = Past::of(Repo::new());
    outer.repo.git(&["submodule", "--quiet", "add", &inner.repo.path().display().to_string(), "vendor"]);
    outer.commit("vendor", "2026-03-01");
    let run = outer.run_in("vendor", &["log", "a", "--format", "ndjson"]);
    assert_eq!(run.json_lines().len(), 2, "{run:?}");
}

#[test]
fn line_ends_that_git_translates_are_no_change() {
    let past = Past::new();
    two_changes(&past, "");
    past.repo.git(&["config", "core.autocrlf", "true"]);
    fs::remove_file(past.repo.path().join("flags/a.yaml")).unwrap();
    past.repo.git(&["checkout", "--quiet", "--", "flags"]);
    assert!(past.read("a.yaml").contains("\r\n"));
    assert_eq!(past.log(&["a"]), STORY);
    past.repo.git(&["config", "core.autocrlf", "false"]);
    past.commit("the line ends themselves", "2026-02-03");
    assert_eq!(past.log(&["a"]), STORY);
}

#[test]
fn where_a_shallow_clone_ends_nothing_is_called_created() {
    let past = Past::new();
    two_changes(&past, "");
    past.change("b.yaml", &flag("enabled: true\n"), "2026-02-03");
    let ends = "history ends here: the clone is shallow";
    let one = past.clone_with(&["--depth=1"]);
    assert_eq!(one.log(&[]), [format!("2026-02-03 history: {ends}")]);
    assert_eq!(one.log(&["a"]), [format!("2026-02-03 history a: {ends}")]);
    let two = past.clone_with(&["--depth=2"]);
    assert_eq!(two.log(&["b"]), ["2026-02-03 b: created, enabled"]);
    assert_eq!(two.log(&["a"]), [format!("2026-02-02 history a: {ends}")]);
    two.edit("a.yaml", "rollout: 20", "rollout: 30");
    two.commit("after", "2026-02-04");
    assert_eq!(two.log(&["a"])[0], "2026-02-04 a: rollout 20% → 30%");
    assert_eq!(past.clone_with(&["--depth=9"]).log(&["a"]), STORY);
}

#[test]
fn what_a_partial_clone_lacks_is_said_and_not_fetched() {
    let past = Past::new();
    two_changes(&past, "");
    past.edit("a.yaml", "rollout: 20", "rollout: 30");
    past.commit("raise", "2026-02-03");
    past.repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = past.clone_with(&["--filter=blob:none"]);
    let unseen = "what it says is not in this partial clone";
    let told = [
        format!("2026-02-03 a: changed; {unseen}"),
        format!("2026-02-02 a: changed; {unseen}"),
        format!("2026-02-01 a: created; {unseen}"),
    ];
    assert_eq!(partial.log(&["a"]), told);
    assert_eq!(partial.log(&["--since", "2026-02-01"]), told);
}

#[test]
fn before_the_first_commit_there_is_nothing_to_tell() {
    let past = Past::of(Repo::new());
    past.write("a.yaml", &flag("enabled: true\n"));
    assert!(past.log(&[]).is_empty());
    assert!(past.log(&["a"]).is_empty());
    assert_eq!(past.run(&["log", "b"]).code, 2);
}

#[test]
fn outside_a_repository_that_is_said() {
    let sandbox = crate::program::Sandbox::new(&[("a.yaml", flag("enabled: true\n"))]);
    let run = sandbox.run(&["log"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("is in no git work tree"), "{run:?}");
}

#[test]
fn somebody_elses_repository_is_explained() {
    let past = Past::new();
    let mut command = ffctl(past.repo.path(), &["log"]);
    // Git's own tests pretend so with this variable.
    command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    let run = Run::of(command);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`safe.directory`"), "{run:?}");
}

#[test]
fn nothing_that_begins_with_a_dash_is_an_option_of_git() {
    let past = Past::new();
    two_changes(&past, "");
    let files = || fs::read_dir(past.repo.path()).unwrap().count();
    let before = files();
    for arguments in [
        &["log", "--rev=--output=x"][..],
        &["log", "--rev", "--all"],
        &["log", "--", "--output=x"],
        &["log", "--", "-p"],
        &["blame", "a", "--rev=--output=x"],
        &["diff", "--", "--output=x"],
        &["diff", "--", "HEAD", "--output=x"],
        &["diff", "--", "--output=x..HEAD"],
        &["bisect", "a", "--user", "u", "--bad=--output=x"],
        &["bisect", "a", "--user", "u", "--good=--output=x"],
        &["bisect", "--user", "u", "--", "--output=x"],
    ] {
        let run = past.run(arguments);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("is no revision") || run.err.contains("there is no flag"), "{run:?}");
        assert_eq!(files(), before, "{arguments:?}");
    }
}
