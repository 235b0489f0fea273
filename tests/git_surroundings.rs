//! What surrounds a repository - its settings, its owner, the environment - and what that must not do to an answer.

#[path = "common/git.rs"]
mod git;
#[path = "common/history.rs"]
mod history;

use ffctl::audit::LastChange::{NotAfter, Unknown};
use ffctl::git::GitError;
use git::{AUTHOR, Repo, isolate};
use history::{committed, day, last_changes, last_commit, on, today, try_last_changes, two_branches, two_commits};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn settings_of_the_repository_do_not_change_the_answer() {
    let repo = two_branches();
    repo.git_on("2026-10-01", &["merge", "--quiet", "--no-edit", "side"]);
    for (name, value) in [
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("format.pretty", "raw"),
        ("i18n.logOutputEncoding", "ISO-8859-1"),
        ("log.decorate", "full"),
        ("log.diffMerges", "off"),
        ("log.follow", "true"),
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("status.branch", "true"),
        ("status.relativePaths", "true"),
        ("status.showStash", "true"),
        ("status.short", "true"),
    ] {
        repo.git(&["config", name, value]);
    }
    repo.write("flags/new.yaml", "");
    let flags = repo.path().join("flags");
    let names = ["a.yaml", "b.yaml", "c.yaml", "new.yaml"];
    let expected = [on("2026-09-20"), on("2026-10-01"), on("2026-09-01"), today()];
    assert_eq!(last_changes(&flags, &names), expected);
    assert_eq!(last_commit(&flags, "a.yaml").author, AUTHOR);
}

/// Has the repository in a folder name a script wherever git would run one: in its settings and attributes, as a hook,
/// and to check the signature of its last commit.
#[cfg(unix)]
fn name_everywhere(repo: &Repo, folder: &str, filter: &str, script: &str) {
    let git = |arguments: &[&str]| repo.git(&[&["-C", folder], arguments].concat());
    for name in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.odd.command",
        "diff.odd.textconv",
        &format!("filter.{filter}.clean"),
        &format!("filter.{filter}.smudge"),
        "gpg.program",
        "pager.log",
        "pager.status",
    ] {
        git(&["config", name, script]);
    }
    git(&["config", &format!("filter.{filter}.required"), "true"]);
    git(&["config", "log.showSignature", "true"]);
    git(&["update-index", "--fsmonitor"]);
    let hook = git(&["rev-parse", "--path-format=absolute", "--git-path", "hooks/post-index-change"]);
    fs::copy(script, hook.trim_end()).expect("a hook");

    let commit = git(&["cat-file", "commit", "HEAD"]);
    let signature = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n";
    let file = repo.home().join("commit");
    fs::write(&file, commit.replacen("\n\n", signature, 1)).expect("a signed commit");
    let signed = git(&["hash-object", "-t", "commit", "-w", &file.display().to_string()]);
    git(&["update-ref", "HEAD", signed.trim_end()]);
}

#[cfg(unix)]
#[test]
fn nothing_that_the_repository_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let inner = Repo::new();
    inner.write("x.yaml", "one");
    inner.write(".gitattributes", "*.yaml filter=inner diff=odd\n");
    inner.commit("inner", "2026-09-01");
    let repo = Repo::new();
    two_commits(&repo);
    repo.git(&["submodule", "--quiet", "add", &inner.path().display().to_string(), "flags/vendor"]);
    repo.write(".gitattributes", "*.yaml filter=outer=1 diff=odd\n");
    repo.commit("attributes", "2026-10-02");

    let trace = repo.home().join("was-run");
    let script = repo.home().join("script");
    fs::write(&script, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\nexec cat\n", trace.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    for (folder, filter) in [(".", "outer=1"), ("flags/vendor", "inner")] {
        name_everywhere(&repo, folder, filter, &script.display().to_string());
    }
    // As long as before, so that git has to look inside.
    repo.write("flags/a.yaml", "One");
    repo.write("flags/vendor/x.yaml", "One");
    let _ = fs::remove_file(&trace);

    let expected = [today(), on("2026-10-01")];
    assert_eq!(last_changes(repo.path().join("flags"), &["a.yaml", "team/b.yaml"]), expected);
    assert!(!trace.exists(), "{}", fs::read_to_string(&trace).unwrap());
    for by_itself in [["status", "--short"], ["log", "-1"]] {
        repo.git(&by_itself);
        assert!(trace.exists(), "git {by_itself:?} by itself would have run the script");
        fs::remove_file(&trace).unwrap();
    }
}

/// Names the directory to a test that runs a second time, in a process with variables of its own.
const DIRECTORY: &str = "FFCTL_TEST_DIRECTORY";

/// The directory to test with, in the second process; the first one starts that, has it succeed, and has no more to do.
fn in_another_process(test: &str, repo: impl FnOnce() -> Repo, variables: &[(&str, &str)]) -> Option<String> {
    if let Ok(directory) = env::var(DIRECTORY) {
        return Some(directory);
    }
    let repo = repo();
    let mut command = Command::new(env::current_exe().expect("this program"));
    isolate(&mut command, repo.home());
    command.args(["--exact", test]).current_dir(repo.path());
    command.env(DIRECTORY, repo.path().join("flags")).envs(variables.iter().copied());
    let output = command.output().expect("a second process");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    None
}

#[test]
fn a_hook_sees_the_repository_it_runs_for() {
    let test = "a_hook_sees_the_repository_it_runs_for";
    let variables = [("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index"), ("GIT_LITERAL_PATHSPECS", "1")];
    if let Some(flags) = in_another_process(test, committed, &variables) {
        assert_eq!(last_changes(&flags, &["a.yaml"]), [on("2026-09-01")]);
        let elsewhere = tempfile::tempdir().unwrap();
        let error = try_last_changes(elsewhere.path(), &["a.yaml"]).unwrap_err();
        assert!(matches!(error, GitError::NotARepository { .. }), "{error}");
    }
}

#[test]
fn a_hook_of_a_shallow_clone_sees_its_end() {
    let test = "a_hook_of_a_shallow_clone_sees_its_end";
    let shallow = || committed().clone_with(&["--depth=1"]);
    if let Some(flags) = in_another_process(test, shallow, &[("GIT_DIR", ".git")]) {
        assert_eq!(last_changes(&flags, &["a.yaml"]), [NotAfter(day("2026-10-01"))]);
    }
}

#[test]
fn a_repository_of_somebody_else_is_refused_in_gits_words() {
    let test = "a_repository_of_somebody_else_is_refused_in_gits_words";
    // Git's own tests pretend so with this variable.
    let variables = [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"), ("LANGUAGE", "de"), ("LC_ALL", "de_DE.UTF-8")];
    if let Some(flags) = in_another_process(test, committed, &variables) {
        let error = try_last_changes(Path::new(&flags), &["a.yaml"]).unwrap_err();
        assert!(matches!(&error, GitError::NotTrusted { message } if message.contains("dubious ownership")), "{error}");
        assert_eq!(error.last_change(), Unknown);
    }
}

#[test]
fn a_missing_git_program_is_told_from_a_missing_repository() {
    let test = "a_missing_git_program_is_told_from_a_missing_repository";
    if let Some(flags) = in_another_process(test, committed, &[("PATH", "/nowhere")]) {
        let error = try_last_changes(Path::new(&flags), &["a.yaml"]).unwrap_err();
        assert!(matches!(error, GitError::NotInstalled), "{error}");
        assert_eq!(error.last_change(), Unknown);
    }
}
