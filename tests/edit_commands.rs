//! What `override`, `set`, `promote` and `rename` do to a file, byte for byte, and what they refuse.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;
#[path = "common/tables.rs"]
mod tables;

use ffctl::change::{Pinning, pin, promote, unpin};
use ffctl::model::{Flag, VariantName};
use ffctl::yaml::{edit, flag_key_order, read_flag};
use project::{OPEN, PROTECTED, Project};
use std::fs;
use std::path::{Path, PathBuf};
use tables::{are_edited, are_refused};

#[test]
fn users_are_pinned_and_unpinned_in_their_own_lines() {
    are_edited(include_str!("edits/overrides.txt"));
}

#[test]
fn metadata_is_set_in_its_own_line() {
    are_edited(include_str!("edits/metadata.txt"));
}

#[test]
fn an_environments_targeting_is_copied_as_it_is_written() {
    are_edited(include_str!("edits/promote.txt"));
}

#[test]
fn what_cannot_be_done_is_refused_and_says_what_to_do() {
    are_refused(include_str!("edits/refused-commands.txt"));
}

/// The comments of a text, one by one.
fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.split_once('#').map(|(_, comment)| comment.trim())).collect()
}

/// Every flag of the example project with its text.
fn examples() -> Vec<(Flag, String)> {
    fn yaml_files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { yaml_files(&path) } else { vec![path] }).collect()
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("flags");
    let is_flag =
        |path: &PathBuf| !path.starts_with(root.join("segments")) && path.file_stem() != Some("ffctl".as_ref());
    let flags = yaml_files(&root).into_iter().filter(is_flag).map(|path| {
        let text = fs::read_to_string(&path).expect("text");
        let key = path.file_stem().expect("a key").to_string_lossy().into_owned();
        (read_flag(&key, &text).valid().expect("a valid flag"), text)
    });
    flags.collect()
}

#[test]
fn any_example_serves_in_an_environment_what_was_promoted_to_it_and_keeps_every_comment() {
    let environments = ["development", "staging", "production"];
    let mut edited = 0;
    for (flag, text) in examples() {
        for (from, to) in environments.iter().flat_map(|from| environments.iter().map(move |to| (*from, *to))) {
            let plan = |drops| promote(&flag, &text, from, to, drops);
            let (planned, keeps) = match plan(false) {
                Ok(planned) => (planned, true),
                Err(refusal) => {
                    assert!(refusal.message.starts_with("the comments in "), "{}: {refusal}", flag.key);
                    (plan(true).expect("comments may go"), false)
                }
            };
            let after = edit(&text, &planned.text, flag_key_order).unwrap_or_else(|refusal| panic!("{refusal:?}"));
            let read = read_flag(&flag.key, &after).valid().expect("a valid flag");
            assert_eq!(read, planned.after, "{}: {from} to {to}", flag.key);
            assert_eq!(read.targeting(Some(to)), flag.targeting(Some(from)), "{}: {from} to {to}", flag.key);
            let (kept, before) = (comments(&after), comments(&text));
            assert!(!keeps || before.iter().all(|comment| kept.contains(comment)), "{}: {from} to {to}", flag.key);
            edited += usize::from(after != text);
        }
    }
    assert!(edited > 20, "only {edited} promotions changed anything");
}

#[test]
fn pinning_and_unpinning_leaves_any_example_as_it_was() {
    let pinning = Pinning { environment: None, copy: false, moving: false };
    let ids = ["someone-new".to_owned(), "another, new".to_owned()];
    for (flag, text) in examples() {
        let variant = VariantName(flag.variants.names().next().expect("a variant").to_owned());
        let pinned = pin(&flag, &text, pinning, &variant, &ids).expect("room for a pin");
        let with_pins = edit(&text, &pinned.text, flag_key_order).expect("an edit");
        let read = read_flag(&flag.key, &with_pins).value.expect("a flag");
        assert_eq!(read, pinned.after, "{}", flag.key);
        let unpinned = unpin(&read, &with_pins, pinning, Some(&variant), &ids).expect("pins");
        assert_eq!(edit(&with_pins, &unpinned.text, flag_key_order).expect("an edit"), text, "{}", flag.key);
        assert_eq!(unpinned.after, flag, "{}", flag.key);
    }
}

#[test]
fn a_promotion_to_a_protected_environment_is_asked_about_and_held_to_the_largest_step() {
    let ask = "error: this edit reaches production (protected), and there is no terminal to ask on\n\
               help: pass --yes to do it without being asked\n";
    let too_large = |from: &str, to: &str| {
        format!(
            "error: {from}% → {to}% in production is a larger step than `policy.max_step` (50%)\n\
             help: take a smaller step, or pass --force\n"
        )
    };
    let promote = "promote checkout --from staging --to production";
    for (staging, production, refusal) in [
        ("rollout: 60", "rollout: 10", ask.to_owned()),
        ("rollout: 61", "rollout: 10", too_large("10", "61")),
        ("rollout: 51", "enabled: false", too_large("0", "51")),
        ("enabled: true", "{enabled: false, rollout: 5}", too_large("5", "100")),
        ("enabled: true", "enabled: false", too_large("0", "100")),
        ("enabled: false", "rollout: 5", ask.to_owned()),
    ] {
        let own = |lines: &str| if lines.starts_with('{') { lines.to_owned() } else { format!("{{{lines}}}") };
        let rest =
            format!("enabled: true\nenvironments:\n  staging: {}\n  production: {}\n", own(staging), own(production));
        let project = Project::with_checkout(PROTECTED, &rest);
        project.refuses(promote, &refusal);
        let done = project.ffctl(&format!("{promote} --yes --force"));
        assert_eq!(done.code, Some(0), "{staging} to {production}: {}", done.err);
        assert_eq!(project.ffctl("promote checkout --from staging --to development").code, Some(0));
    }
}

#[test]
fn a_pin_at_the_top_level_names_the_environments_that_it_does_not_reach() {
    let rest = "enabled: true\nrollout: 0\nenvironments:\n  staging: {overrides: {}}\n  production: {rollout: 5}\n";
    let project = Project::with_checkout(OPEN, rest);
    project.edits(
        "override checkout true user-1",
        "checkout  top level  override true: user-1 added\n",
        "note: checkout: staging has its own `overrides` and is as it was; add --env staging to edit it\n",
    );
    project.edits("override checkout true user-1", "", "note: checkout: it is so already; nothing was written\n");
    project.edits("override checkout user-2 --remove", "", "note: checkout: it is so already; nothing was written\n");
}
