//! Branches that come together.

use crate::past::{Past, flag};

/// `side` raises the rollout to 25 on 2026-02-02; `main` has what the test does next.
fn parted() -> Past {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n\n\n\n\nticket: T-1\n"), "2026-02-01");
    past.repo.git(&["checkout", "--quiet", "-b", "side"]);
    past.edit("a.yaml", "rollout: 10", "rollout: 25");
    past.commit_by("Ada <ada@x>", "raise", "2026-02-02");
    past.repo.git(&["checkout", "--quiet", "main"]);
    past
}

/// Merges `side`, and has `resolve` make it what it shall be.
fn merge(past: &Past, resolve: impl FnOnce(&Past)) {
    // It may well stop at a conflict.
    past.repo.try_git_on("2026-02-04", &["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    resolve(past);
    past.commit_by("Bob <bob@x>", "merge", "2026-02-04");
}

#[test]
fn a_merge_that_only_brings_changes_together_tells_nothing_itself() {
    let past = parted();
    past.edit("a.yaml", "T-1", "T-2");
    past.commit("ticket", "2026-02-03");
    merge(&past, |past| assert!(past.read("a.yaml").contains("rollout: 25")));
    let story = ["2026-02-03 a: ticket T-1 → T-2", "2026-02-02 a: rollout 10% → 25%", "2026-02-01 a: created, enabled"];
    assert_eq!(past.log(&["a"]), story);
    assert_eq!(past.log(&["--since", "2026-02-01"]), story);
}

#[test]
fn what_only_the_merge_did_is_its_own_change() {
    let past = parted();
    past.edit("a.yaml", "rollout: 10", "rollout: 50");
    past.commit("raise further", "2026-02-03");
    let resolved = flag("enabled: false\nrollout: 30\nticket: T-1\n");
    merge(&past, |past| past.write("a.yaml", &resolved));
    let run = past.run(&["log", "a", "--format", "ndjson", "-n", "1"]);
    let words: Vec<String> = run.json_lines().iter().map(|entry| entry["words"].to_string()).collect();
    assert_eq!(words, ["\"enabled → disabled\"", "\"rollout 50% → 30%\""]);
    assert_eq!(run.json_lines()[0]["author"], "Bob");
    assert_eq!(
        past.log(&["a"])[2..],
        ["2026-02-03 a: rollout 10% → 50%", "2026-02-02 a: rollout 10% → 25%", "2026-02-01 a: created, enabled"]
    );
}

#[test]
fn a_conflict_that_one_side_won_is_told_by_that_side() {
    let past = parted();
    past.edit("a.yaml", "rollout: 10", "rollout: 50");
    past.commit("raise further", "2026-02-03");
    merge(&past, |past| past.write("a.yaml", &flag("enabled: true\nrollout: 50\n\n\n\n\nticket: T-1\n")));
    assert_eq!(past.log(&["a"])[0], "2026-02-03 a: rollout 10% → 50%");
}

#[test]
fn a_branch_whose_work_was_thrown_away_is_not_told() {
    let past = parted();
    past.change("b.yaml", &flag("enabled: true\n"), "2026-02-03");
    past.repo.git_on("2026-02-04", &["merge", "--quiet", "--strategy=ours", "--message", "no", "side"]);
    assert_eq!(
        past.log(&["--since", "2026-02-01"]),
        ["2026-02-03 b: created, enabled", "2026-02-01 a: created, enabled"]
    );
}

#[test]
fn a_merge_with_conflict_marks_in_it_breaks_the_file_and_is_said_to() {
    let past = parted();
    past.edit("a.yaml", "rollout: 10", "rollout: 50");
    past.commit("raise further", "2026-02-03");
    merge(&past, |past| assert!(past.read("a.yaml").contains("<<<<<<<")));
    let log = past.log(&["a"]);
    assert!(log[0].starts_with("2026-02-04 a: became invalid: "), "{log:?}");
    past.change("a.yaml", &flag("enabled: true\nrollout: 30\nticket: T-1\n"), "2026-02-05");
    assert_eq!(past.log(&["a"])[..2], ["2026-02-05 a: valid again", "2026-02-05 a: rollout 50% → 30%"]);
}

#[test]
fn an_edit_of_a_flag_that_the_other_branch_renamed_is_never_lost() {
    for renamed in ["2026-02-01T18:00:00Z", "2026-02-03"] {
        let past = parted();
        assert_eq!(past.run(&["rename", "a", "b", "--yes"]).code, 0);
        past.commit("rename", renamed);
        merge(&past, |past| assert!(past.read("b.yaml").contains("rollout: 25")));
        let log = past.log(&["b"]);
        let told = |line: &str| assert!(log.iter().any(|known| known == line), "{log:?}");
        told("2026-02-04 b: rollout 10% → 25%");
        told(&format!("{} b: renamed from a", &renamed[..10]));
        told("2026-02-01 a: created, enabled");
    }
}

#[test]
fn three_branches_may_come_together_at_once() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-01");
    for (branch, day) in [("one", "2026-02-02"), ("two", "2026-02-03")] {
        past.repo.git(&["checkout", "--quiet", "-b", branch, "main"]);
        past.change(&format!("{branch}.yaml"), &flag("enabled: true\n"), day);
    }
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.repo.git_on("2026-02-04", &["merge", "--quiet", "--no-ff", "--message", "all", "one", "two"]);
    past.write("a.yaml", &flag("enabled: false\n"));
    past.repo.git(&["add", "--all"]);
    past.repo.git_on("2026-02-04", &["commit", "--quiet", "--amend", "--no-edit"]);
    assert_eq!(
        past.log(&["--since", "2026-02-01"]),
        [
            "2026-02-04 a: enabled → disabled",
            "2026-02-03 two: created, enabled",
            "2026-02-02 one: created, enabled",
            "2026-02-01 a: created, enabled",
        ]
    );
}
