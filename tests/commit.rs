//! `--commit`: just what was edited, with a message that says it; hooks, signing and identity are git's own.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

use git::{AUTHOR, Repo};
use project::{OPEN, Outcome, Project, flag, program, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const TEN: &str = "enabled: true\nrollout: 10\n";

/// The program with somebody to commit as.
fn command(project: &Project, folder: &str, arguments: &str) -> Command {
    let mut command = program(&project.path(folder), project.repo.home(), arguments);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), AUTHOR).env(format!("GIT_{role}_EMAIL"), "zoe@example.com");
        command.env(format!("GIT_{role}_DATE"), "2026-11-21T12:00:00Z");
    }
    command
}

fn ffctl(project: &Project, arguments: &str) -> Outcome {
    run(command(project, "", arguments))
}

/// Runs an edit that has to work; what is printed below the change.
#[track_caller]
fn commits(project: &Project, arguments: &str) -> String {
    let Outcome { code, out, err } = ffctl(project, arguments);
    assert_eq!(code, Some(0), "ffctl {arguments}: {err}");
    whole(&project.repo);
    out
}

/// Holds that nothing of the repository is broken. Trees that nothing names are what git itself leaves behind when it
/// commits a part of what is staged.
#[track_caller]
fn whole(repo: &Repo) {
    assert_eq!(repo.git(&["fsck", "--strict", "--no-progress", "--no-dangling"]), "");
}

/// The message of the last commit.
fn message(repo: &Repo) -> String {
    repo.git(&["log", "-1", "--format=%B"]).trim_end().to_owned()
}

/// The files of the last commit, each with its status.
fn committed(repo: &Repo) -> String {
    repo.git(&["show", "--format=", "--name-status", "--no-renames", "HEAD"])
}

fn trailers(repo: &Repo, key: &str) -> String {
    let format = format!("--format=%(trailers:key={key},valueonly,separator=%x2c)");
    repo.git(&["log", "-1", &format]).trim_end().to_owned()
}

fn hook(project: &Project, name: &str, script: &str) {
    let path = project.path(".git/hooks").join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the hooks' folder");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a hook");
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
}

#[test]
fn a_commit_says_the_change_the_reason_and_trailers() {
    let project = Project::with_checkout(OPEN, TEN);
    let out = commits(&project, "rollout checkout 25 -e production --commit -m 'Errors are flat.'");
    let id = project.repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(
        out,
        format!(
            "checkout  production  rollout 10% → 25%\ncommitted {} checkout: rollout 10% → 25% in production\n",
            &id[..10]
        )
    );
    assert_eq!(
        message(&project.repo),
        "checkout: rollout 10% → 25% in production\n\nErrors are flat.\n\n\
         Flag: checkout\nEnvironment: production\nChange: rollout 10% → 25%"
    );
    for (key, value) in [("Flag", "checkout"), ("Environment", "production"), ("Change", "rollout 10% → 25%")] {
        assert_eq!(trailers(&project.repo, key), value);
    }
    assert_eq!(project.repo.git(&["log", "-1", "--format=%an <%ae>"]), format!("{AUTHOR} <zoe@example.com>\n"));
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn git_reads_the_trailers_whatever_the_reason_looks_like() {
    for reason in ["", "Refs: #1", "# no comment", "two lines\n\nof text: yes", "ends with a colon:"] {
        let project = Project::with_checkout(OPEN, TEN);
        let mut edit = command(&project, "", "disable checkout --commit -m");
        let outcome = run({
            edit.arg(reason);
            edit
        });
        assert_eq!(outcome.code, Some(0), "{reason}: {}", outcome.err);
        assert_eq!(trailers(&project.repo, "Flag"), "checkout", "{reason}");
        assert_eq!(trailers(&project.repo, "Change"), "enabled → disabled", "{reason}");
        assert!(message(&project.repo).contains(reason.trim()), "{reason}: {}", message(&project.repo));
    }
}

#[test]
fn only_the_edited_file_is_committed_and_all_else_stays_as_it_is() {
    let project = Project::with_checkout(OPEN, TEN);
    project.write("flags/other.yaml", &flag(TEN));
    project.write("src/main.rs", "fn main() {}\n");
    project.repo.commit("more", "2026-11-20");
    project.write("flags/other.yaml", &flag("enabled: false\n"));
    project.repo.git(&["add", "flags/other.yaml"]);
    project.write("flags/other.yaml", &flag("enabled: false\nrollout: 5\n"));
    project.write("src/main.rs", "fn main() { changed() }\n");
    project.write("src/new.rs", "staged\n");
    project.repo.git(&["add", "src/new.rs"]);
    project.repo.git(&["rm", "--quiet", "--cached", "flags/ffctl.yaml"]);
    project.write("untracked", "x");
    let before = project.repo.git(&["status", "--porcelain"]);
    let staged = project.repo.git(&["diff", "--cached"]);
    commits(&project, "rollout checkout 25 --commit");
    assert_eq!(committed(&project.repo), "M\tflags/checkout.yaml\n");
    assert_eq!(project.repo.git(&["status", "--porcelain"]), before);
    assert_eq!(project.repo.git(&["diff", "--cached"]), staged);
}

#[test]
fn a_file_that_is_staged_in_another_state_is_committed_as_it_stands() {
    let project = Project::with_checkout(OPEN, TEN);
    project.write("flags/checkout.yaml", &flag("enabled: true\nrollout: 11\n"));
    project.repo.git(&["add", "flags/checkout.yaml"]);
    project.write("flags/checkout.yaml", &flag("enabled: true\nrollout: 12\n"));
    let outcome = ffctl(&project, "disable checkout --commit");
    assert_eq!(outcome.err, "note: checkout: what was not committed before is part of the commit\n");
    assert_eq!(
        message(&project.repo),
        "checkout: enabled → disabled, rollout 10% → 12%\n\nFlag: checkout\nChange: enabled → disabled\n\
         Flag: checkout\nChange: rollout 10% → 12%"
    );
    assert_eq!(project.repo.git(&["show", "HEAD:flags/checkout.yaml"]), flag("enabled: false\nrollout: 12\n"));
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn several_flags_are_one_commit() {
    let project = Project::new(OPEN);
    for key in ["a", "b", "c"] {
        project.write(&format!("flags/{key}.yaml"), &flag(TEN));
    }
    project.repo.commit("flags", "2026-11-20");
    commits(&project, "disable c a b -e production --commit");
    assert_eq!(committed(&project.repo), "M\tflags/a.yaml\nM\tflags/b.yaml\nM\tflags/c.yaml\n");
    let message = message(&project.repo);
    assert_eq!(message.lines().next(), Some("a, b and c: enabled → disabled in production"));
    assert_eq!(trailers(&project.repo, "Flag"), "a,b,c");
    assert_eq!(trailers(&project.repo, "Environment"), "production,production,production");
    assert_eq!(project.repo.git(&["rev-list", "--count", "HEAD"]), "2\n");
}

#[test]
fn a_new_flag_a_renamed_one_and_a_removed_one_are_committed_whole() {
    let project = Project::with_checkout(OPEN, TEN);
    project.write("staged", "x");
    project.repo.git(&["add", "staged"]);
    commits(&project, "new search --type ops --owner web --description Search --folder team/web --commit");
    assert_eq!(committed(&project.repo), "A\tflags/team/web/search.yaml\n");
    assert_eq!(message(&project.repo), "search: created, disabled\n\nFlag: search\nChange: created, disabled");
    commits(&project, "rename checkout one-page --commit");
    assert_eq!(committed(&project.repo), "D\tflags/checkout.yaml\nA\tflags/one-page.yaml\n");
    assert_eq!(message(&project.repo).lines().next(), Some("one-page: renamed from checkout"));
    commits(&project, "remove one-page search --commit");
    assert_eq!(committed(&project.repo), "D\tflags/one-page.yaml\nD\tflags/team/web/search.yaml\n");
    assert_eq!(message(&project.repo).lines().next(), Some("one-page and search: removed"));
    commits(&project, "restore one-page --commit");
    assert_eq!(committed(&project.repo), "A\tflags/one-page.yaml\n");
    assert_eq!(message(&project.repo).lines().next(), Some("one-page: created, enabled"));
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "A  staged\n");
}

#[test]
fn a_flag_that_was_never_committed_is_new_to_git_under_its_new_name() {
    let project = Project::with_checkout(OPEN, TEN);
    project.write("flags/draft.yaml", &flag("enabled: false\n"));
    commits(&project, "rename draft search --commit");
    assert_eq!(committed(&project.repo), "A\tflags/search.yaml\n");
    assert_eq!(message(&project.repo).lines().next(), Some("search: created, disabled"));
    project.write("flags/draft.yaml", &flag("enabled: false\n"));
    let outcome = ffctl(&project, "remove draft --force --commit");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), "draft  removed\n"));
    assert_eq!(outcome.err, "note: git ignores it or sees no change, so nothing was committed\n");
}

#[test]
fn the_settings_can_commit_every_edit_and_an_option_leaves_one() {
    let project = Project::with_checkout(&format!("{OPEN}commit: true\n"), TEN);
    commits(&project, "rollout checkout 20 -m 'Half of the panel'");
    assert_eq!(message(&project.repo).lines().next(), Some("checkout: rollout 10% → 20%"));
    commits(&project, "rollout checkout 30 --no-commit");
    assert_eq!(project.repo.git(&["rev-list", "--count", "HEAD"]), "2\n");
    assert_eq!(project.repo.git(&["status", "--porcelain"]), " M flags/checkout.yaml\n");
    for command in ["rollout checkout 5 --commit --no-commit", "rollout checkout 5 --no-commit -m why"] {
        assert_eq!(ffctl(&project, command).code, Some(2), "{command}");
    }
    let project = Project::with_checkout(OPEN, TEN);
    project.refuses(
        "rollout checkout 5 -m why",
        "error: -m says why a commit is made, and none is asked for\n\
         help: pass --commit as well, or set `commit: true` in ffctl.yaml\n",
    );
}

#[test]
fn what_changes_nothing_is_no_commit() {
    let project = Project::with_checkout(OPEN, TEN);
    let outcome = ffctl(&project, "rollout checkout 10 --commit");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), ""));
    assert_eq!(outcome.err, "note: checkout: it is so already; nothing was written\n");
    // Back to what is committed: there is an edit, and nothing to commit.
    project.write("flags/checkout.yaml", &flag("enabled: true\nrollout: 15\n"));
    let outcome = ffctl(&project, "rollout checkout 10 --commit");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), "checkout  top level  rollout 15% → 10%\n"));
    assert_eq!(project.repo.git(&["rev-list", "--count", "HEAD"]), "1\n");
}

#[test]
fn a_dry_run_shows_the_message_and_commits_nothing() {
    let project = Project::with_checkout(OPEN, TEN);
    let outcome = ffctl(&project, "disable checkout --commit --dry-run");
    assert_eq!(outcome.code, Some(0));
    assert!(outcome.err.contains("would commit checkout: enabled → disabled\n"), "{}", outcome.err);
    let json = ffctl(&project, "disable checkout --commit -m why --dry-run --format json").out;
    let json: Value = serde_json::from_str(&json).expect("a document");
    assert_eq!(json["commit"]["id"], Value::Null);
    let message = "checkout: enabled → disabled\n\nwhy\n\nFlag: checkout\nChange: enabled → disabled\n";
    assert_eq!(json["commit"]["message"], message);
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
    let json = ffctl(&project, "disable checkout --commit --format json").out;
    let json: Value = serde_json::from_str(&json).expect("a document");
    assert_eq!(json["commit"]["id"], project.repo.git(&["rev-parse", "HEAD"]).trim_end());
}

#[cfg(unix)]
#[test]
fn hooks_run_and_one_that_refuses_leaves_the_edit_in_place() {
    let project = Project::with_checkout(OPEN, TEN);
    hook(&project, "pre-commit", "echo checked >> .git/ran; git diff --cached --name-only >> .git/ran");
    hook(&project, "commit-msg", "echo 'Reviewed-by: Ada' >> \"$1\"");
    commits(&project, "rollout checkout 20 --commit");
    assert_eq!(project.read(".git/ran"), "checked\nflags/checkout.yaml\n");
    assert_eq!(trailers(&project.repo, "Reviewed-by"), "Ada");
    hook(&project, "pre-commit", "echo 'not on a Friday' >&2; exit 1");
    let outcome = ffctl(&project, "rollout checkout 30 --commit");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    assert!(outcome.err.starts_with("not on a Friday\n"), "{}", outcome.err);
    assert!(
        outcome.err.contains("the edit is written, and it is not committed (flags/checkout.yaml)"),
        "{}",
        outcome.err
    );
    assert_eq!(project.checkout(), "enabled: true\nrollout: 30\n");
    assert_eq!(project.repo.git(&["status", "--porcelain"]), " M flags/checkout.yaml\n");
    let outcome = ffctl(&project, "new search --type ops --owner web --description Search --commit");
    assert_eq!(outcome.code, Some(2));
    assert_eq!(project.repo.git(&["status", "--porcelain"]), " M flags/checkout.yaml\n?? flags/search.yaml\n");
    whole(&project.repo);
}

#[cfg(unix)]
#[test]
fn a_hook_may_read_flags_and_is_refused_to_edit_them() {
    let project = Project::with_checkout(OPEN, TEN);
    let binary = env!("CARGO_BIN_EXE_ffctl");
    hook(&project, "pre-commit", &format!("'{binary}' validate && ! '{binary}' disable checkout 2>.git/said"));
    commits(&project, "rollout checkout 20 --commit");
    let said = "error: a hook of a commit that ffctl makes cannot edit flags: they are locked until it is made\n";
    assert_eq!(project.read(".git/said"), said);
    assert_eq!(project.checkout(), "enabled: true\nrollout: 20\n");
}

#[test]
fn without_an_identity_git_says_so_and_the_edit_stays() {
    let project = Project::with_checkout(OPEN, TEN);
    let mut edit = program(project.repo.path(), project.repo.home(), "disable checkout --commit");
    edit.env("GIT_AUTHOR_NAME", "").env("GIT_COMMITTER_NAME", "").env("EMAIL", "");
    edit.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "user.useConfigOnly").env("GIT_CONFIG_VALUE_0", "true");
    let outcome = run(edit);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.err.contains("it is not committed"), "{}", outcome.err);
    assert_eq!(project.checkout(), "enabled: false\nrollout: 10\n");
}

#[test]
fn outside_of_a_repository_nothing_is_written() {
    let project = Project::with_checkout(OPEN, TEN);
    fs::rename(project.path(".git"), project.repo.home().join("git")).expect("no repository");
    let mut edit = command(&project, "", "disable checkout --commit");
    edit.env("GIT_CEILING_DIRECTORIES", project.repo.home());
    let outcome = run(edit);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    assert!(outcome.err.starts_with("error: nothing can be committed: "), "{}", outcome.err);
    assert!(outcome.err.ends_with("help: leave out --commit\n"), "{}", outcome.err);
    assert_eq!(project.checkout(), TEN);
}

/// A merge or a cherry-pick that waits for somebody to settle a conflict.
fn conflict(project: &Project, how: &[&str]) {
    let repo = &project.repo;
    project.write("file", "base\n");
    repo.commit("base", "2026-11-20");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    project.write("file", "side\n");
    repo.commit("side", "2026-11-20");
    repo.git(&["checkout", "--quiet", "main"]);
    project.write("file", "main\n");
    repo.commit("main", "2026-11-20");
    assert!(!repo.try_git_on("2026-11-20", how).status.success(), "{how:?} has no conflict");
}

#[test]
fn during_a_merge_nothing_is_written() {
    for (how, what) in [(["merge", "side"], "a merge"), (["cherry-pick", "side"], "a cherry-pick or a rebase")] {
        let project = Project::with_checkout(OPEN, TEN);
        conflict(&project, &how);
        let outcome = ffctl(&project, "disable checkout --commit");
        let expected = format!(
            "error: {what} is under way, during which git commits no single files\n\
             help: finish it first, or leave out --commit\n"
        );
        assert_eq!((outcome.code, outcome.err.as_str()), (Some(2), expected.as_str()), "{how:?}");
        assert_eq!(project.checkout(), TEN, "{how:?}");
        assert_eq!(ffctl(&project, "disable checkout").code, Some(0), "{how:?}");
    }
}

#[test]
fn a_repository_without_a_commit_gets_its_first() {
    let project = Project::new(OPEN);
    project.write("flags/checkout.yaml", &flag(TEN));
    commits(&project, "disable checkout --commit");
    assert_eq!(committed(&project.repo), "A\tflags/checkout.yaml\n");
    assert_eq!(message(&project.repo).lines().next(), Some("checkout: created, disabled"));
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "?? flags/ffctl.yaml\n");
}

#[test]
fn a_sha256_repository_a_subdirectory_a_detached_head_and_odd_names_are_no_obstacle() {
    let repo = Repo::init(&["--object-format=sha256"]);
    let project = Project { repo };
    let folder = "services/web shop [1]/größe";
    let path = format!("{folder}/flags/tea m/-x/checkout.yaml");
    project.write(&format!("{folder}/flags/ffctl.yaml"), OPEN);
    project.write(&path, &flag(TEN));
    project.write(&format!("{folder}/src/deep/main.rs"), "");
    project.repo.commit("flags", "2026-11-20");
    project.repo.git(&["checkout", "--quiet", "--detach"]);
    for (nth, from) in ["", "/src/deep", "/flags/tea m"].iter().enumerate() {
        let edit = command(&project, &format!("{folder}{from}"), &format!("rollout checkout {nth} --commit"));
        let outcome = run(edit);
        assert_eq!(outcome.code, Some(0), "{}", outcome.err);
        let files = project.repo.git(&["show", "--format=", "--name-only", "-z", "HEAD"]);
        assert_eq!(files, format!("{path}\0"));
    }
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
    whole(&project.repo);
}

#[test]
fn a_linked_worktree_commits_on_its_own_branch() {
    let project = Project::with_checkout(OPEN, TEN);
    let linked = project.repo.home().join("linked");
    project.repo.git(&["worktree", "add", "--quiet", "-b", "side", &linked.display().to_string()]);
    let mut edit = command(&project, "", "disable checkout --commit");
    edit.current_dir(&linked);
    let outcome = run(edit);
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert_eq!(project.repo.git(&["log", "--format=%s", "main..side"]), "checkout: enabled → disabled\n");
    assert_eq!(project.checkout(), TEN);
    whole(&project.repo);
}

#[test]
fn edits_at_once_are_all_committed() {
    let project = Project::new(OPEN);
    let keys: Vec<String> = (0..6).map(|number| format!("flag-{number}")).collect();
    keys.iter().for_each(|key| project.write(&format!("flags/{key}.yaml"), &flag(TEN)));
    project.repo.commit("flags", "2026-11-20");
    let start = |key: &String| command(&project, "", &format!("disable {key} --commit")).spawn().expect("the program");
    let running: Vec<_> = keys.iter().map(start).collect();
    for edit in running {
        let output = edit.wait_with_output().expect("an end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let subjects = project.repo.git(&["log", "--format=%s", "HEAD"]);
    for key in &keys {
        assert!(subjects.contains(&format!("{key}: enabled → disabled\n")), "{subjects}");
    }
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
    whole(&project.repo);
}

#[test]
fn line_ends_that_git_converts_are_no_change_of_their_own() {
    let project = Project::with_checkout(OPEN, TEN);
    project.repo.git(&["config", "core.autocrlf", "true"]);
    fs::remove_file(project.path("flags/checkout.yaml")).expect("gone");
    project.repo.git(&["checkout", "--quiet", "flags/checkout.yaml"]);
    assert!(project.read("flags/checkout.yaml").contains("\r\n"));
    commits(&project, "rollout checkout 20 --commit");
    assert_eq!(project.repo.git(&["show", "--format=", "--numstat", "HEAD"]), "1\t1\tflags/checkout.yaml\n");
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
    assert!(Path::new(&project.path("flags/checkout.yaml")).exists());
}
