//! `ffctl diff`: what changes in meaning between two revisions, or a revision and the work tree.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/past.rs"]
mod past;
#[path = "common/program.rs"]
mod program;

use git::Repo;
use past::{Past, SETTINGS, entry, flag};
use serde_json::json;

/// The changes on a line each, and what the two sides are called.
#[track_caller]
fn diff(past: &Past, arguments: &[&str]) -> (Vec<String>, String) {
    let run = past.run(&[&["diff", "--format", "json"], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let document = run.json();
    let sides = ["from", "to"].map(|side| document[side]["name"].as_str().unwrap().to_owned());
    (document["changes"].as_array().unwrap().iter().map(entry).collect(), sides.join(" → "))
}

fn words(past: &Past, arguments: &[&str]) -> Vec<String> {
    diff(past, arguments).0
}

/// `main` raises `a` and then lowers it; `side` left `main` before that, and adds `b`.
fn branches() -> Past {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.repo.git(&["tag", "start"]);
    past.repo.git(&["checkout", "--quiet", "-b", "side"]);
    past.change("b.yaml", &flag("enabled: false\n"), "2026-02-02");
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.edit("a.yaml", "rollout: 10", "rollout: 50");
    past.commit("raise", "2026-02-03");
    past.edit("a.yaml", "rollout: 50", "rollout: 20");
    past.commit("lower", "2026-02-04");
    past
}

#[test]
fn two_sides_are_compared_as_they_are_named() {
    let past = branches();
    let (raised, lowered) = ("a: rollout 10% → 50%", "a: rollout 50% → 20%");
    let all = "a: rollout 10% → 20%";
    for (arguments, expected, sides) in [
        (&[][..], &[][..], "HEAD → work tree"),
        (&["HEAD"], &[], "HEAD → work tree"),
        (&["HEAD~1"], &[lowered], "HEAD~1 → work tree"),
        (&["start", "HEAD~1"], &[raised], "start → HEAD~1"),
        (&["start..HEAD~1"], &[raised], "start → HEAD~1"),
        (&["start.."], &[all], "start → HEAD"),
        (&["..start"], &["a: rollout 20% → 10%"], "HEAD → start"),
        (&["main", "side"], &["a: rollout 20% → 10%", "b: created, disabled"], "main → side"),
        (&["main...side"], &["b: created, disabled"], "main → side"),
        (&["side..."], &[all], "side → HEAD"),
    ] {
        assert_eq!(diff(&past, arguments), (expected.iter().map(|&w| w.to_owned()).collect(), sides.to_owned()));
    }
}

#[test]
fn the_work_tree_counts_with_all_that_is_not_committed_but_no_formatting() {
    let past = branches();
    past.edit("a.yaml", "rollout: 20", "rollout:  20  # percent");
    assert!(words(&past, &[]).is_empty());
    past.edit("a.yaml", "enabled: true", "enabled: false");
    past.repo.git(&["add", "--all"]);
    past.edit("a.yaml", "rollout:  20", "rollout: 30");
    past.write("team/new.yaml", &flag("enabled: true\n"));
    past.write(".gitignore", "local.yaml\n");
    past.write("local.yaml", &flag("enabled: true\n"));
    past.edit("ffctl.yaml", "[staging, production]", "[staging, production]\nprotected: [production]");
    past.write("segments/staff.yaml", "users: [u-1]\n");
    let edited = [
        "a: enabled → disabled",
        "a: rollout 20% → 30%",
        "new: created, enabled",
        "segment staff: created",
        "settings: protected production added",
    ];
    assert_eq!(words(&past, &[]), edited);
    assert_eq!(words(&past, &["side"])[..4], [edited[0], "a: rollout 10% → 30%", "b: removed", edited[2]]);
    assert!(words(&past, &["HEAD", "HEAD"]).is_empty());
    std::fs::remove_file(past.repo.path().join("flags/a.yaml")).unwrap();
    assert_eq!(words(&past, &["--key", "a"]), ["a: removed"]);
}

#[test]
fn renames_and_broken_files_are_said_to_be() {
    let past = branches();
    assert_eq!(past.run(&["rename", "a", "z", "--yes"]).code, 0);
    past.edit("z.yaml", "owner: shop", "owner: else");
    past.write("broken.yaml", "x: [\n");
    let renamed = ["z: renamed from a", "z: owner shop → else"];
    let broken = words(&past, &[]).remove(0);
    assert!(broken.starts_with("broken: created, invalid: "), "{broken}");
    assert_eq!(words(&past, &[])[1..], renamed);
    assert_eq!(words(&past, &["--key", "z"]), renamed);
    assert_eq!(words(&past, &["--key", "a"]), renamed, "by its old key too");
    past.commit("rename", "2026-02-05");
    past.change("z.yaml", "x: [\n", "2026-02-06");
    assert!(words(&past, &["HEAD~1", "HEAD"])[0].starts_with("z: became invalid: "));
    assert_eq!(words(&past, &["HEAD", "HEAD~1"]), ["z: valid again"]);
}

#[test]
fn keys_choose_flags_and_unknown_ones_are_refused() {
    let past = branches();
    assert_eq!(words(&past, &["main", "side", "--key", "b"]), ["b: created, disabled"]);
    assert_eq!(words(&past, &["main", "side", "--key", "b", "-k", "a"]).len(), 2);
    let run = past.run(&["diff", "main", "side", "--key", "c"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: there is no flag 'c'\n"), "{run:?}");
}

#[test]
fn people_read_it_by_flag() {
    let past = branches();
    insta::assert_snapshot!("diff_for_people", past.run(&["diff", "main", "side"]).transcript());
    let none = past.run(&["diff"]);
    assert_eq!((none.out.as_str(), none.err.as_str()), ("", "HEAD → work tree: nothing changes in meaning\n"));
    assert_eq!(past.run(&["diff", "-q"]).err, "");
}

#[test]
fn a_bot_posts_a_comment_that_nobody_can_write_into() {
    let past = branches();
    past.write("a.yaml", &flag("enabled: false\nrollout: 20\nticket: \"@team `x` | <b>\\n# y\"\n"));
    past.edit("ffctl.yaml", "[staging, production]", "[staging, production]\nprotected: [production]");
    past.write("segments/staff.yaml", "users: [u-1]\n");
    let run = past.run(&["diff", "--format", "markdown"]);
    insta::assert_snapshot!("diff_for_a_pull_request", run.out);
    assert_eq!(run.err, "");
    past.repo.git(&["checkout", "--quiet", "."]);
    past.repo.git(&["clean", "--quiet", "--force"]);
    std::fs::remove_dir_all(past.repo.path().join("flags/segments")).unwrap();
    let none = past.run(&["diff", "--format", "markdown"]);
    assert_eq!((none.out.as_str(), none.err.as_str(), none.code), ("", "", 0), "nobody is told of nothing");
}

#[test]
fn machines_read_one_document_with_both_commits() {
    let past = branches();
    let id = |revision: &str| past.repo.git(&["rev-parse", revision]).trim().to_owned();
    let document = past.run(&["diff", "start", "main", "--format", "json"]).json();
    assert_eq!(
        document,
        json!({
            "version": 1,
            "from": {"name": "start", "commit": id("start^{commit}")},
            "to": {"name": "main", "commit": id("main")},
            "changes": [{
                "kind": "flag",
                "key": "a",
                "file": "flags/a.yaml",
                "environment": null,
                "field": "rollout",
                "rule": null,
                "item": null,
                "from": "10",
                "to": "20",
                "words": "rollout 10% → 20%",
            }],
        })
    );
    let of_work_tree = past.run(&["diff", "--format", "json"]).json();
    assert_eq!(of_work_tree["to"], json!({"name": "work tree", "commit": null}));
}

#[test]
fn the_exit_code_tells_of_changes_only_where_it_is_asked_to() {
    let past = branches();
    for (arguments, code) in [
        (&["diff", "main", "side"][..], 0),
        (&["diff", "main", "side", "--exit-code"], 1),
        (&["diff", "--exit-code"], 0),
        (&["diff", "nowhere"], 2),
        (&["diff", "main", "side", "start"], 2),
    ] {
        assert_eq!(past.run(arguments).code, code, "{arguments:?}");
    }
    assert!(past.run(&["diff", "nowhere"]).err.starts_with("error: 'nowhere' is no revision of this repository\n"));
}

#[test]
fn before_the_first_commit_everything_is_new_and_branches_may_have_nothing_in_common() {
    let past = Past::of(Repo::new());
    past.write("ffctl.yaml", SETTINGS);
    past.write("a.yaml", &flag("enabled: true\n"));
    let (changes, sides) = diff(&past, &[]);
    assert_eq!(changes, ["a: created, enabled", "settings: environments staging, production added"]);
    assert_eq!(sides, "nothing → work tree");
    past.commit("first", "2026-02-01");
    past.repo.git(&["checkout", "--quiet", "--orphan", "other"]);
    past.commit("another first", "2026-02-02");
    let run = past.run(&["diff", "main...other"]);
    assert_eq!(run.err, "error: main and other have no commit in common\n");
}

#[test]
fn line_ends_that_git_translates_and_partial_clones_are_told_right() {
    let past = branches();
    past.repo.git(&["config", "core.autocrlf", "true"]);
    std::fs::remove_file(past.repo.path().join("flags/a.yaml")).unwrap();
    past.repo.git(&["checkout", "--quiet", "--", "flags"]);
    assert!(past.read("a.yaml").contains("\r\n"));
    assert!(words(&past, &[]).is_empty());
    past.edit("a.yaml", "rollout: 20", "rollout: 30");
    assert_eq!(words(&past, &["start"]), ["a: rollout 10% → 30%"]);
    past.repo.git(&["config", "uploadpack.allowFilter", "true"]);
    past.repo.git(&["checkout", "--quiet", "--", "flags"]);
    let partial = past.clone_with(&["--filter=blob:none"]);
    assert_eq!(words(&partial, &["start"]), ["a: changed; what it says is not in this partial clone"]);
}
