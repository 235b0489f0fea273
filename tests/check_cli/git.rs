//! What is compared: merge bases, merges, shallow clones; and what commits say in their trailers.

use crate::past::Past;
use crate::{check, document, flag, found, merged, proposed};

const LOST: &str = "users-lose-feature a production: 15% of users lose it: rollout 25% → 10%";

fn lowered(message: &str) -> Past {
    proposed(
        &[("a.yaml", &flag("rollout: 25")), ("b.yaml", &flag("rollout: 1"))],
        &[("a.yaml", &flag("rollout: 10"))],
        message,
    )
}

#[test]
fn a_rollback_that_a_commit_names_is_let_through() {
    for (message, is_meant) in [
        ("Lower\n\nRollback: a", true),
        ("Lower\n\nErrors rise.\n\nRollback: b, a\nReviewed-by: Zoë", true),
        ("Lower\n\nrollback:   all", true),
        ("Lower\n\nRollback: b\nRollback: a", true),
        ("Lower\n\nRollback: b,\n  a", true),
        ("Lower\n\nRollback: b", false),
        ("Lower\n\nRollback: aa", false),
        ("Rollback: a", false),
        ("Lower\n\nRollback: a is what this is not\nand no trailer", false),
        ("Lower\n\nThis reverts commit 1234567.", false),
    ] {
        let found = found(&lowered(message));
        assert_eq!(found.is_empty(), is_meant, "{message}: {found:?}");
    }
}

#[test]
fn a_trailer_counts_in_any_commit_of_the_change_and_in_no_other() {
    let past = lowered("Lower");
    past.commit("Why\n\nRollback: a", "2026-11-03");
    past.commit("More", "2026-11-04");
    assert_eq!(found(&past), [""; 0]);
    let past = merged(&[("a.yaml", &flag("rollout: 25"))]);
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.commit("Earlier\n\nRollback: all", "2026-11-02");
    past.repo.git(&["checkout", "--quiet", "-B", "change"]);
    past.change("a.yaml", &flag("rollout: 10"), "2026-11-03");
    assert_eq!(found(&past), [LOST]);
}

#[test]
fn what_is_not_committed_is_allowed_by_an_option() {
    let past = merged(&[("a.yaml", &flag("rollout: 25"))]);
    past.write("a.yaml", &flag("rollout: 10"));
    assert_eq!((check(&past, &[]).code, found(&past)), (1, vec![LOST.to_owned()]));
    for allowed in [&["--rollback", "a"][..], &["--rollback", "b", "--rollback", "a"], &["--rollback", "all"]] {
        assert_eq!(check(&past, allowed).code, 0, "{allowed:?}");
    }
    // What is committed is as it was.
    assert_eq!(check(&past, &["--rev", "HEAD"]).code, 0);
}

#[test]
fn a_trailer_that_names_nothing_is_told() {
    let notes = document(&lowered("Lower\n\nRollback: aa, segment x"), &[])["notes"].clone();
    let notes: Vec<&str> = notes.as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert_eq!(notes[0], "`Rollback: aa` names no flag; did you mean 'a'?");
    assert!(notes[1].starts_with("`Rollback: segment x` names no flag"), "{notes:?}");
}

#[test]
fn a_segment_is_allowed_by_its_name_or_by_those_of_its_flags() {
    let ruled = flag("rules: [{if: {segment: staff}}]\nrollout: 0");
    let before =
        [("a.yaml", ruled.as_str()), ("b.yaml", ruled.as_str()), ("segments/staff.yaml", "users: [u-1, u-2]\n")];
    let found = |message: &str| found(&proposed(&before, &[("segments/staff.yaml", "users: [u-1]\n")], message));
    assert_eq!(found("x"), ["users-lose-feature production: u-2 loses a, b: segment staff: user u-2 removed"]);
    assert_eq!(
        found("x\n\nRollback: a"),
        ["users-lose-feature production: u-2 loses b: segment staff: user u-2 removed"]
    );
    assert_eq!(found("x\n\nRollback: a, b"), [""; 0]);
    assert_eq!(found("x\n\nRollback: segment staff"), [""; 0]);
}

#[test]
fn only_what_the_change_does_counts_also_when_the_other_branch_has_moved_on() {
    let past = lowered("Lower");
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.change("b.yaml", &flag("rollout: 40"), "2026-11-05");
    past.repo.git(&["checkout", "--quiet", "change"]);
    assert_eq!(found(&past), [LOST], "b is as it was when the branches parted");
    // As a merge request's result is checked out.
    past.repo.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(found(&past), [LOST]);
    let document = document(&past, &[]);
    assert_eq!((document["commits"].as_u64(), document["flags"].as_u64()), (Some(2), Some(1)));
    assert_eq!(document["base"].as_str().unwrap(), past.repo.git(&["rev-parse", "main"]).trim());
    // What was merged is no change of this branch any more.
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.repo.git(&["merge", "--quiet", "change"]);
    assert_eq!(found(&past), [""; 0]);
}

#[test]
fn a_branch_that_is_not_here_and_a_history_that_is_cut_off_are_told_with_what_to_do() {
    let past = lowered("Lower");
    let run = past.run(&["check", "--against", "origin/main"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            2,
            "error: 'origin/main' is no revision of this repository\nhelp: fetch it (`git fetch origin main`), or check out \
             with its history: `fetch-depth: 0` of actions/checkout\n"
        )
    );
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.change("b.yaml", &flag("rollout: 40"), "2026-11-05");
    past.repo.git(&["checkout", "--quiet", "change"]);
    let shallow = past.clone_with(&["--depth", "1", "--no-single-branch"]);
    let run = shallow.run(&["check", "--against", "origin/main"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.err,
        "error: origin/main and what is checked have no commit in common here\n\
         help: the clone is shallow: git fetch --unshallow, or check out with `fetch-depth: 0`\n"
    );
    let whole = past.clone_with(&[]);
    assert_eq!(whole.run(&["check", "--against", "origin/main"]).code, 1);
    for against in ["--upload-pack=x", "-x", ""] {
        assert_eq!(past.run(&["check", "--against", against]).code, 2, "{against}");
    }
}

#[test]
fn without_a_commit_or_a_repository_there_is_nothing_to_compare() {
    let past = Past::of(crate::git::Repo::new());
    past.write("a.yaml", &flag("rollout: 1"));
    assert_eq!(past.run(&["check", "--against", "HEAD"]).code, 2);
    let sandbox = crate::program::Sandbox::new(&[("a.yaml", flag("rollout: 1"))]);
    let run = sandbox.run(&["check", "--against", "main"]);
    assert!(run.code == 2 && run.err.contains("is in no git work tree"), "{run:?}");
}

#[test]
fn a_flags_directory_that_is_new_and_one_that_is_not_at_the_root_are_compared() {
    let past = Past::of(crate::git::Repo::new());
    past.repo.write("README", "x");
    past.commit("first", "2026-11-01");
    past.repo.git(&["checkout", "--quiet", "-b", "change"]);
    past.repo.write("app/flags/a.yaml", &flag("rollout: 100"));
    past.commit("flags", "2026-11-02");
    let run = past.run_in("app", &["check", "--against", "main"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    past.repo.write("app/flags/a.yaml", &flag("rollout: 10"));
    let run = past.run_in("app", &["check", "--against", "HEAD", "--format", "json"]);
    let found = &run.json()["findings"][0];
    assert_eq!((found["file"].as_str(), found["line"].as_u64()), (Some("flags/a.yaml"), Some(6)), "{run:?}");
}
