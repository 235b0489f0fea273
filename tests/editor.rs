//! `ffctl edit`: a private copy in the user's editor, taken over once it is valid.

#![cfg(target_os = "linux")]

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;
#[path = "common/terminal.rs"]
mod terminal;

use project::{OPEN, Outcome, PROTECTED, Project, flag, run};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use terminal::Terminal;

const TEN: &str = "enabled: true\nrollout: 10\n";

/// A script that edits its last argument; the words of its command line are kept beside it.
fn editor(project: &Project, script: &str) -> String {
    let path = project.repo.home().join("an editor");
    let text = format!("#!/bin/sh\nfor file; do :; done\necho \"$@\" >> \"$0.log\"\n{script}\n");
    fs::write(&path, text).expect("an editor");
    fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a mode");
    format!("'{}' --wait", path.display())
}

/// What the editor was called with, a line each time.
fn calls(project: &Project) -> String {
    fs::read_to_string(project.repo.home().join("an editor.log")).unwrap_or_default()
}

fn edit(project: &Project, script: &str, arguments: &str) -> Outcome {
    let editor = editor(project, script);
    let mut command = project.command(arguments);
    command.env("EDITOR", editor).env("TMPDIR", project.repo.home());
    run(command)
}

/// The file that a refusal says somebody's work is in.
fn kept(err: &str) -> String {
    let path = err.trim_end().rsplit("your text is kept in ").next().expect("a path");
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}: {err}"))
}

/// What the program left in the folder for temporary files.
fn left_behind(project: &Project) -> Vec<String> {
    let entries = fs::read_dir(project.repo.home()).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("ffctl-")).collect()
}

#[test]
fn what_is_saved_is_taken_over_and_told() {
    let project = Project::with_checkout(OPEN, TEN);
    let script = "sed -i 's/rollout: 10/rollout: 25   # slowly/; s/payments-team/web/' \"$file\"";
    let outcome = edit(&project, script, "edit checkout");
    let said = "checkout  owner payments-team → web\ncheckout  top level  rollout 10% → 25%\n";
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (Some(0), said, ""));
    let expected = flag("enabled: true\nrollout: 25   # slowly\n").replace("payments-team", "web");
    assert_eq!(project.read("flags/checkout.yaml"), expected);
    let calls = calls(&project);
    let copy = calls.strip_prefix("--wait ").expect("the editor's own argument").trim_end();
    assert!(copy.ends_with("/checkout.yaml") && !Path::new(copy).exists(), "{copy}");
    assert!(!copy.starts_with(&project.repo.path().display().to_string()), "not the file itself: {copy}");
    assert_eq!(left_behind(&project), [""; 0]);
}

#[test]
fn the_copy_is_private() {
    let project = Project::with_checkout(OPEN, TEN);
    let log = project.repo.home().join("modes");
    let script = format!("stat -c '%a' \"$(dirname \"$file\")\" > '{}'", log.display());
    assert_eq!(edit(&project, &script, "edit checkout").code, Some(0));
    assert_eq!(fs::read_to_string(log).expect("modes"), "700\n");
}

#[test]
fn visual_goes_before_editor() {
    let project = Project::with_checkout(OPEN, TEN);
    let visual = editor(&project, "sed -i 's/10/20/' \"$file\"");
    let mut command = project.command("edit checkout");
    command.env("VISUAL", &visual).env("EDITOR", "false");
    assert_eq!(run(command).code, Some(0));
    assert_eq!(project.checkout(), "enabled: true\nrollout: 20\n");
    let mut command = project.command("edit checkout");
    command.env("VISUAL", " ").env("EDITOR", &visual);
    assert_eq!(run(command).code, Some(0), "an empty variable names no editor");
}

#[test]
fn nothing_saved_is_nothing_written() {
    let project = Project::with_checkout(OPEN, TEN);
    let outcome = edit(&project, ":", "edit checkout");
    let said = (outcome.code, outcome.out.as_str(), outcome.err.as_str());
    assert_eq!(said, (Some(0), "", "note: checkout: nothing was changed\n"));
    let outcome = edit(&project, "echo '# a comment' >> \"$file\"", "edit checkout");
    let said = (outcome.code, outcome.out.as_str(), outcome.err.as_str());
    assert_eq!(said, (Some(0), "", "note: checkout: the meaning is as it was\n"));
    assert_eq!(project.checkout(), format!("{TEN}# a comment\n"));
}

#[test]
fn what_is_invalid_is_not_written_and_not_lost() {
    let project = Project::with_checkout(OPEN, TEN);
    let outcome = edit(&project, "sed -i 's/rollout: 10/rollout: 250/' \"$file\"", "edit checkout");
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    assert!(outcome.err.contains("error[rollout-out-of-range]"), "{}", outcome.err);
    assert!(outcome.err.contains("what was edited is invalid; flags/checkout.yaml is as it was"), "{}", outcome.err);
    assert_eq!(kept(&outcome.err), flag("enabled: true\nrollout: 250\n"));
    assert_eq!(project.checkout(), TEN);
    let outcome = edit(&project, "printf '' > \"$file\"", "edit checkout");
    assert_eq!(outcome.code, Some(2));
    assert_eq!((kept(&outcome.err).as_str(), project.checkout().as_str()), ("", TEN));
}

#[test]
fn an_editor_that_fails_writes_nothing() {
    let project = Project::with_checkout(OPEN, TEN);
    let outcome = edit(&project, "sed -i 's/10/20/' \"$file\"; exit 3", "edit checkout");
    assert_eq!(outcome.code, Some(2));
    assert!(
        outcome.err.starts_with("error: the editor failed (exit status: 3); nothing was written"),
        "{}",
        outcome.err
    );
    assert_eq!(project.checkout(), TEN);
    let mut command = project.command("edit checkout");
    command.env("EDITOR", "/no/such/editor");
    assert_eq!(run(command).code, Some(2));
}

#[test]
fn without_a_terminal_no_editor_is_guessed() {
    let project = Project::with_checkout(OPEN, TEN);
    project.refuses(
        "edit checkout",
        "error: there is no terminal for an editor\nhelp: set EDITOR, or use `ffctl set`, `rollout` and the like\n",
    );
}

#[test]
fn a_file_that_is_broken_can_be_mended() {
    let project = Project::with_checkout(OPEN, "enabled: true\nrollout: 250\n");
    let outcome = edit(&project, ":", "edit checkout");
    assert_eq!(outcome.code, Some(2), "still broken");
    assert!(outcome.err.contains("error[rollout-out-of-range]") && !outcome.err.contains("kept"), "{}", outcome.err);
    let outcome = edit(&project, "sed -i 's/250/25/' \"$file\"", "edit checkout");
    let said = (outcome.code, outcome.out.as_str(), outcome.err.as_str());
    assert_eq!(said, (Some(0), "", "note: checkout: it is valid again\n"));
    assert_eq!(project.checkout(), "enabled: true\nrollout: 25\n");
    assert_eq!(
        edit(&project, ":", "edit chekout").err,
        "error: there is no flag 'chekout'\nhelp: did you mean 'checkout'?\n"
    );
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_overwritten() {
    let project = Project::with_checkout(OPEN, TEN);
    let other =
        format!("sed -i 's/10/20/' \"$file\"; echo '# other' >> '{}'", project.path("flags/checkout.yaml").display());
    let outcome = edit(&project, &other, "edit checkout");
    assert_eq!(outcome.code, Some(2));
    let said = "error: flags/checkout.yaml changed while it was edited; nothing was written\n";
    assert!(outcome.err.starts_with(said), "{}", outcome.err);
    assert_eq!(kept(&outcome.err), flag("enabled: true\nrollout: 20\n"));
    assert_eq!(project.checkout(), format!("{TEN}# other\n"));
}

#[test]
fn a_protected_environment_a_dry_run_and_a_commit_are_as_with_every_edit() {
    let project = Project::with_checkout(PROTECTED, TEN);
    let script = "sed -i 's/10/20/' \"$file\"";
    let outcome = edit(&project, script, "edit checkout");
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.err.contains("this edit reaches production (protected)"), "{}", outcome.err);
    assert!(
        outcome.err.contains("help: pass --yes to do it without being asked; your text is kept in "),
        "{}",
        outcome.err
    );
    assert_eq!(kept(&outcome.err), flag("enabled: true\nrollout: 20\n"));
    assert_eq!(project.checkout(), TEN);
    let outcome = edit(&project, script, "edit checkout --dry-run");
    assert!(outcome.out.contains("-rollout: 10\n+rollout: 20\n"), "{}", outcome.out);
    assert_eq!(project.checkout(), TEN);
    project.repo.git(&["config", "user.name", "Zoë"]);
    project.repo.git(&["config", "user.email", "zoe@example.com"]);
    let outcome = edit(&project, script, "edit checkout --yes --commit -m why");
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert_eq!(project.repo.git(&["log", "-1", "--format=%s"]), "checkout: rollout 10% → 20%\n");
    let outcome = edit(&project, "echo '# x' >> \"$file\"", "edit checkout --commit");
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert_eq!(project.repo.git(&["log", "-1", "--format=%B"]), "checkout: formatting only\n\nFlag: checkout\n\n");
}

#[test]
fn on_a_terminal_there_is_a_way_back_to_the_editor() {
    if !Terminal::is_possible() {
        return;
    }
    let project = Project::with_checkout(OPEN, TEN);
    // The first time it breaks the file, the second time it mends it.
    let editor =
        editor(&project, "grep -q 250 \"$file\" && sed -i 's/250/25/' \"$file\" || sed -i 's/10/250/' \"$file\"");
    let question = "Back to the editor? [Y/n] ";
    let ask = || {
        let variables = [("EDITOR", editor.as_str())];
        let mut terminal = Terminal::run_with(project.repo.path(), project.repo.home(), &variables, "edit checkout");
        terminal.until(question);
        terminal
    };
    let (code, screen) = ask().types("n\n");
    assert_eq!(code, Some(2), "{screen}");
    assert!(
        screen.contains("flags/checkout.yaml:7:10: 250 is not between 0 and 100 [rollout-out-of-range]"),
        "{screen}"
    );
    assert_eq!(project.checkout(), TEN);
    let (code, screen) = ask().types("\n");
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("rollout 10% → 25%"), "{screen}");
    assert_eq!(project.checkout(), "enabled: true\nrollout: 25\n");
}
