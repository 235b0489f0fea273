//! `ffctl new`: a flag that is off and valid, from options or from answers.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;
#[path = "common/terminal.rs"]
mod terminal;

use project::{OPEN, Project, flag};
use std::fs;
use terminal::Terminal;

const WHO: &str = "--owner web-team --description 'A new thing'";

/// Makes a flag with these options; its text.
#[track_caller]
fn makes(project: &Project, options: &str) -> String {
    let outcome = project.ffctl(&format!("new search {options}"));
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(0), "search  created, disabled\n"), "{}", outcome.err);
    let valid = project.ffctl("validate --deny warning");
    assert_eq!(valid.code, Some(0), "{}", valid.out);
    project.read("flags/search.yaml")
}

#[test]
fn a_flag_is_what_its_options_say_in_the_order_of_the_format() {
    let project = Project::new(OPEN);
    let options = "--type release --owner 'web: team' --description 'Says \"hi\"' --expires 2w --ticket 123 \
                   --tag a --tag 'b, c' --link https://example.com/a";
    assert_eq!(
        makes(&project, options),
        "description: Says \"hi\"\nowner: \"web: team\"\ntype: release\ncreated: 2026-11-21\nexpires: 2026-12-05\n\
         ticket: \"123\"\ntags: [a, \"b, c\"]\nlinks: [https://example.com/a]\n\nenabled: false\nrollout: 0\n"
    );
}

#[test]
fn each_type_begins_with_what_suits_it() {
    let head = |name: &str| format!("description: A new thing\nowner: web-team\ntype: {name}\ncreated: 2026-11-21\n");
    for (name, rest) in [
        ("release", "expires: 2027-02-19\n\nenabled: false\nrollout: 0\n"),
        ("experiment", "expires: 2027-01-20\n\nenabled: false\nrollout: 0\n"),
        ("permission", "\nenabled: false\nrollout: 0\n"),
        ("ops", "\nenabled: false\n"),
        ("kill-switch", "\nenabled: false\n"),
    ] {
        let project = Project::new(OPEN);
        assert_eq!(makes(&project, &format!("--type {name} {WHO}")), head(name) + rest);
    }
}

#[test]
fn the_settings_say_how_long_a_flag_lives() {
    let project = Project::new(&format!("{OPEN}policy: {{max_age: {{release: 3w}}}}\n"));
    let outcome = project.ffctl(&format!("new search --type release {WHO}"));
    assert_eq!(outcome.err, "note: it expires on 2026-12-12, after 21d; pass --expires to say when\n");
    assert!(project.read("flags/search.yaml").contains("expires: 2026-12-12\n"));
}

#[test]
fn variants_are_all_served_or_fallen_back_to() {
    for (options, shape) in [
        (
            "--type experiment --variants red=1,green=2.50,blue=0 --fallback red",
            "variants:\n  red: 1\n  green: 2.50\n  blue: 0\nfallback: red\n\nenabled: false\nrollout: 0\n\
             split:\n  red: 33.334\n  green: 33.333\n  blue: 33.333\n",
        ),
        (
            "--type ops --variants 'small=10 MB,large=1 GB' --fallback small",
            "variants:\n  small: 10 MB\n  large: 1 GB\nfallback: small\n\nenabled: false\nserve: large\n",
        ),
        (
            "--type permission --variants a=true,b=false --fallback b",
            "variants:\n  a: true\n  b: false\nfallback: b\n\nenabled: false\nrollout: 0\nserve: a\n",
        ),
    ] {
        let project = Project::new(OPEN);
        let text = makes(&project, &format!("{options} {WHO}"));
        assert!(text.ends_with(shape), "{text}");
    }
}

#[test]
fn a_folder_is_made_and_the_schema_is_named_where_there_is_one() {
    let project = Project::new(OPEN);
    project.ffctl("init");
    let outcome = project.ffctl(&format!("new search --type ops {WHO} --folder './web shop/größe/'"));
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    let text = project.read("flags/web shop/größe/search.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=../../.schema/flag.json\ndescription: "), "{text}");
    for folder in ["..", "/tmp", "a/../..", ".git", "a/.b", "segments", "segments/x"] {
        let outcome = project.ffctl(&format!("new other --type ops {WHO} --folder {folder}"));
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{folder}: {}", outcome.err);
    }
}

#[test]
fn another_flags_shape_is_copied_and_off_everywhere() {
    let project = Project::new(OPEN);
    project.write("flags/segments/staff.yaml", "description: Staff\nowner: people\nusers: [u-1]\n");
    project.write(
        "flags/checkout.yaml",
        &flag(
            "ticket: PAY-1\ntags: [a]\nvariants: {a: 1, b: 2}  # two\nfallback: a\nbucket_by: company\nsalt: old\n\
             enabled: true\noverrides: {b: [u-1]}\nrules:\n  # the staff first\n  - name: staff\n    if: {segment: staff}\n    serve: b\n\
             rollout: 5\nserve: b\nenvironments:\n  staging:\n    enabled: true\n    overrides: {}\n    split: {a: 20, b: 80}\n  production: {enabled: false, rollout: 1}\n\
             tests:\n  - context: {user_id: u-1}\n    expect: b\n",
        ),
    );
    let text = makes(&project, &format!("--from checkout {WHO}"));
    assert_eq!(
        text,
        "description: A new thing\nowner: web-team\ntype: release\ncreated: 2026-11-21\nexpires: 2027-02-19\n\
         variants: {a: 1, b: 2}\nfallback: a\nbucket_by: company\n\n\
         enabled: false\nrules:\n  # the staff first\n  - name: staff\n    if: {segment: staff}\n    serve: b\n\
         rollout: 5\nserve: b\nenvironments:\n  staging:\n    enabled: false\n    split: {a: 20, b: 80}\n  production:\n    enabled: false\n    rollout: 1\n"
    );
    project.refuses(
        &format!("new other --from chekout {WHO}"),
        "error: there is no flag 'chekout'\nhelp: did you mean 'checkout'?\n",
    );
}

#[test]
fn every_flag_of_the_example_project_has_a_shape_to_copy() {
    let project = Project::new("");
    fs::remove_dir_all(project.path("flags")).expect("gone");
    copy(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("flags"), &project.path("flags"));
    project.repo.commit("flags", "2026-11-20");
    let list: serde_json::Value = serde_json::from_str(&project.ffctl("list --format json").out).expect("a document");
    let keys: Vec<String> = list["flags"]
        .as_array()
        .expect("flags")
        .iter()
        .map(|flag| flag["key"].as_str().expect("a key").to_owned())
        .collect();
    assert!(keys.len() > 10);
    for key in keys {
        let outcome = project.ffctl(&format!("new copy-of-{key} --from {key} --ticket T-1 {WHO}"));
        assert_eq!(outcome.code, Some(0), "{key}: {}", outcome.err);
        let show = project.ffctl(&format!("eval copy-of-{key} -u u-1 -e production --format json")).out;
        assert!(show.contains("\"reason\":\"DISABLED\""), "{key}: {show}");
    }
    assert_eq!(project.ffctl("validate --deny warning").code, Some(0));
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, to).map(drop).expect("a file") }
    }
}

#[test]
fn without_a_terminal_what_is_missing_is_named() {
    let project = Project::new(&format!("{OPEN}policy: {{require: [ticket, tags, links, owner]}}\n"));
    let refusal = |options: &str| {
        format!("error: 'search' needs more, and there is no terminal to ask on\nhelp: pass {options}\n")
    };
    project.refuses(
        "new search",
        &refusal("--type TYPE --owner OWNER --description TEXT --ticket TICKET --tag TAG --link URL"),
    );
    project.refuses(&format!("new search --type ops {WHO} --tag a --link https://a.b"), &refusal("--ticket TICKET"));
    let project = Project::new(OPEN);
    project.refuses(&format!("new search --type ops {WHO} --variants a=1,b=2"), &refusal("--fallback VARIANT"));
}

#[test]
fn what_would_be_invalid_is_not_written() {
    let project = Project::new(OPEN);
    let before = project.files();
    for (options, says) in [
        ("--type release --expires never", "error[missing-expires]"),
        ("--type release --expires 2026-01-01", "'search' would be invalid; nothing was written"),
        ("--type release --expires soon", "'soon' is not a date"),
        ("--type ops --link example.com", "error[invalid-link]"),
        ("--type ops --variants a=1,b=x --fallback a", "error[mixed-variant-types]"),
        ("--type ops --variants a=1,b=2 --fallback c", "error[unknown-variant]"),
        ("--type ops --variants a", "'a' is not NAME=VALUE"),
        ("--type ops --owner ''", "cannot be used multiple times"),
        ("--type opps", "unknown type 'opps'"),
        ("--type ops --fallback a", "--variants"),
    ] {
        let outcome = project.ffctl(&format!("new search {options} {WHO}"));
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{options}");
        assert!(outcome.err.contains(says), "{options}: {}", outcome.err);
        assert!(project.files() == before, "{options}");
    }
    project.refuses(
        "new web/search",
        "error: 'web/search' is not a key: '/' cannot stand in a key (letters, digits, '.', '_' and '-' can)\n\
         help: folders are no part of a key: `ffctl new` takes --folder\n",
    );
}

#[test]
fn two_at_once_make_one_flag() {
    let project = Project::new(OPEN);
    let start = || project.command(&format!("new search --type ops {WHO}")).spawn().expect("the program");
    let ends: Vec<_> = [start(), start()].into_iter().map(|edit| edit.wait_with_output().expect("an end")).collect();
    let codes: Vec<_> = ends.iter().map(|output| output.status.code()).collect();
    assert!(codes == [Some(0), Some(2)] || codes == [Some(2), Some(0)], "{codes:?}");
}

/// Answers what is asked on a terminal, from the first question; the exit code and the screen.
fn answered(project: &Project, arguments: &str, first: &str, keys: &str) -> (Option<i32>, String) {
    let mut terminal = Terminal::run(project.repo.path(), project.repo.home(), arguments);
    terminal.until(first);
    terminal.types(keys)
}

#[test]
fn on_a_terminal_what_is_missing_is_asked_with_defaults() {
    if !Terminal::is_possible() {
        return;
    }
    let project = Project::new(OPEN);
    project.write("CODEOWNERS", "/flags/ @acme/platform\n");
    let first = "Type (release, experiment, ops, kill-switch, permission) [release] ";
    let (code, screen) = answered(&project, "new search", first, "exp\nexperiment\n\nA search\n\n\n");
    assert_eq!(code, Some(0), "{screen}");
    for said in
        ["unknown type 'exp'", "What does it switch? ", "it has to say something", "[platform] ", "[2027-01-20] "]
    {
        assert!(screen.contains(said), "{said:?} is not in {screen}");
    }
    assert_eq!(
        project.read("flags/search.yaml"),
        "description: A search\nowner: platform\ntype: experiment\ncreated: 2026-11-21\nexpires: 2027-01-20\n\n\
         enabled: false\nrollout: 0\n"
    );
}

#[test]
fn the_owner_that_is_offered_is_the_one_of_the_users_own_flags() {
    if !Terminal::is_possible() {
        return;
    }
    let project = Project::new(OPEN);
    project.write("CODEOWNERS", "* @acme/platform\n");
    for (key, owner) in [("a", "web-team"), ("b", "web-team"), ("c", "payments")] {
        project.write(&format!("flags/{key}.yaml"), &flag("enabled: true\n").replace("payments-team", owner));
    }
    project.repo.commit("flags", "2026-11-20");
    let ask = |user: &str, key: &str| {
        project.repo.git(&["config", "user.name", user]);
        project.repo.git(&["config", "user.email", "somebody@example.com"]);
        let arguments = format!("new {key} --type ops --description 'A search'");
        answered(&project, &arguments, "Who answers for it? ", "\n")
    };
    let (code, screen) = ask(git::AUTHOR, "mine");
    assert_eq!(code, Some(0), "{screen}");
    assert!(project.read("flags/mine.yaml").contains("owner: web-team\n"));
    let (code, screen) = ask("Somebody Else", "theirs");
    assert_eq!(code, Some(0), "{screen}");
    assert!(project.read("flags/theirs.yaml").contains("owner: platform\n"));
}

#[test]
fn an_end_of_the_answers_writes_nothing() {
    if !Terminal::is_possible() {
        return;
    }
    let project = Project::new(OPEN);
    let (code, screen) = answered(&project, "new search", "[release] ", "ops\n\u{4}");
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("nothing was written"), "{screen}");
    assert!(!project.path("flags/search.yaml").exists());
}
