//! What an edit asks on a terminal before it reaches a protected environment.
//!
//! Where the machine has no `script` of util-linux to make a terminal with, these tests hold nothing.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;
#[path = "common/terminal.rs"]
mod terminal;

use project::{PROTECTED, Project, flag};
use std::fs;
use terminal::Terminal;

const TEN: &str = "enabled: true\nrollout: 10\n";
const QUESTION: &str = "This reaches production (protected). Go on? [y/N] ";

/// The program, asking; `None` on a machine without terminals.
fn asking(project: &Project, arguments: &str) -> Option<Terminal> {
    Terminal::is_possible().then(|| {
        let mut terminal = Terminal::run(project.repo.path(), project.repo.home(), arguments);
        terminal.until(QUESTION);
        terminal
    })
}

#[test]
fn yes_does_it_and_anything_else_does_not() {
    for (answer, done) in
        [("y\n", true), ("YES\n", true), ("n\n", false), ("\n", false), ("yep\n", false), ("\u{4}", false)]
    {
        let project = Project::with_checkout(PROTECTED, TEN);
        let Some(terminal) = asking(&project, "rollout checkout 25") else { return };
        let (code, screen) = terminal.types(answer);
        assert_eq!(code, Some(if done { 0 } else { 2 }), "{answer:?}: {screen}");
        assert!(screen.contains("checkout  top level  rollout 10% → 25%"), "{screen}");
        assert_eq!(screen.contains("nothing was written"), !done, "{answer:?}: {screen}");
        assert_eq!(project.checkout(), if done { "enabled: true\nrollout: 25\n" } else { TEN }, "{answer:?}");
    }
}

#[test]
fn the_kill_switch_asks_one_question_for_all_flags() {
    let project = Project::with_checkout(PROTECTED, TEN);
    project.write("flags/search.yaml", &flag(TEN));
    let Some(terminal) = asking(&project, "disable checkout search") else { return };
    let (code, screen) = terminal.types("y\n");
    assert_eq!((code, screen.matches("[y/N]").count()), (Some(0), 1), "{screen}");
    for file in ["flags/checkout.yaml", "flags/search.yaml"] {
        assert_eq!(project.read(file), flag("enabled: false\nrollout: 10\n"));
    }
}

#[test]
fn while_it_asks_others_may_edit_and_an_answer_holds_only_for_what_was_shown() {
    let project = Project::with_checkout(PROTECTED, TEN);
    let Some(terminal) = asking(&project, "rollout checkout 25") else { return };
    project.edits("disable checkout -e staging", "checkout  staging  enabled → disabled\n", "");
    let by_the_other = project.checkout();
    let (code, screen) = terminal.types("y\n");
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("a file changed meanwhile; nothing was written"), "{screen}");
    assert_eq!(project.checkout(), by_the_other);
}

#[test]
fn a_file_that_is_removed_while_it_asks_does_not_come_back() {
    let project = Project::with_checkout(PROTECTED, TEN);
    let Some(terminal) = asking(&project, "disable checkout") else { return };
    fs::remove_file(project.path("flags/checkout.yaml")).expect("gone");
    let (code, screen) = terminal.types("y\n");
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("there is no flag 'checkout'"), "{screen}");
    assert!(!project.path("flags/checkout.yaml").exists());
}
