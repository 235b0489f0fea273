//! What an edit prints and how it ends: patches, JSON, invalid files, exit codes.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

use project::{METADATA, OPEN, PROTECTED, Project, flag, program, run};
use serde_json::{Value, json};
use std::fs;

const TEN: &str = "enabled: true\nrollout: 10\n";

/// Holds that the patch of `--dry-run`, made in a folder, does to the file what the edit itself does, and wrote nothing.
fn is_applied(name: &str, project: &Project, folder: &str, command: &str, file: &str) {
    let dry = run(program(&project.path(folder), project.repo.home(), &format!("{command} --dry-run")));
    assert_eq!(dry.code, Some(0), "{name}: {}", dry.err);
    assert!(dry.err.contains("(nothing was written)\n"), "{name}: {}", dry.err);
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "", "{name}: the dry run wrote something");
    let patch = project.repo.home().join("patch");
    fs::write(&patch, dry.out).expect("a file for the patch");
    project.repo.git(&["apply", patch.to_str().expect("a path of text")]);
    let by_git = project.read(file);
    project.repo.git(&["checkout", "--quiet", "."]);
    let done = project.ffctl(&format!("{command} --yes"));
    assert_eq!(done.code, Some(0), "{name}: {}", done.err);
    assert_eq!(by_git, project.read(file), "{name}");
    assert_ne!(project.repo.git(&["status", "--porcelain"]), "", "{name}: nothing changed");
}

#[test]
fn a_dry_run_prints_a_patch_that_git_applies_and_writes_nothing() {
    for (name, text) in [
        ("a value", flag(TEN)),
        ("a new key", flag("enabled: true\n")),
        ("a new key above others", flag("enabled: true\n\n# Nobody yet\ntests: []\n")),
        ("CRLF", flag(TEN).replace('\n', "\r\n")),
        ("CRLF at some lines", flag("enabled: true\r\nrollout: 10\n")),
        ("no final newline", flag(TEN.trim_end())),
        ("no final newline and a new key", flag("enabled: true")),
        ("a byte order mark", format!("\u{feff}{}", flag(TEN))),
        ("non-ASCII", flag(&format!("ticket: größer\n{TEN}"))),
        (
            "signs at the beginning of lines",
            format!("rollout: 10\ntags:\n- +++ a\n- '-- b'\n{METADATA}enabled: true\n"),
        ),
    ] {
        let project = Project::new(PROTECTED);
        project.write("flags/checkout.yaml", &text);
        project.repo.commit("flags", "2026-11-20");
        is_applied(name, &project, "", "rollout checkout 25", "flags/checkout.yaml");
    }
}

#[test]
fn a_patch_names_files_from_the_top_of_the_repository() {
    let project = Project::new(OPEN);
    project.write("flags/web shop/größe/checkout.yaml", &flag(TEN));
    project.write("src/deep/main.rs", "");
    project.repo.commit("flags", "2026-11-20");
    let file = "flags/web shop/größe/checkout.yaml";
    for folder in ["", "src/deep", "flags/web shop"] {
        is_applied(folder, &project, folder, "disable checkout", file);
        project.repo.git(&["checkout", "--quiet", "."]);
    }
}

#[test]
fn a_dry_run_of_several_flags_is_one_patch_and_asks_nothing() {
    let project = Project::new(PROTECTED);
    project.write("flags/a.yaml", &flag(TEN));
    project.write("flags/team/b.yaml", &flag(TEN));
    project.repo.commit("flags", "2026-11-20");
    is_applied("two flags", &project, "", "disable b a", "flags/team/b.yaml");
    assert_eq!(project.repo.git(&["diff", "--numstat"]), "1\t1\tflags/a.yaml\n1\t1\tflags/team/b.yaml\n");
}

fn json_of(project: &Project, command: &str) -> Value {
    let outcome = project.ffctl(&format!("{command} --format json"));
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""), "{command}");
    assert!(outcome.out.ends_with("}\n"), "{}", outcome.out);
    serde_json::from_str(&outcome.out).expect("one document of JSON")
}

#[test]
fn json_says_the_change_the_notes_and_the_patch() {
    let lines = "enabled: true\nrollout: 10.5\nenvironments:\n  production: {rollout: 1}\n";
    let project = Project::with_checkout(OPEN, lines);
    let expected = |dry_run: bool| {
        json!({
            "version": 1,
            "dryRun": dry_run,
            "changes": [{
                "key": "checkout",
                "file": "flags/checkout.yaml",
                "environment": null,
                "field": "rollout",
                "rule": null,
                "from": "10.5",
                "to": "25",
                "words": "rollout 10.5% → 25%",
            }],
            "notes": [
                "checkout: production has its own `rollout` and is as it was; add --env production to edit it",
            ],
            "patch": "--- a/flags/checkout.yaml\n+++ b/flags/checkout.yaml\n@@ -4,6 +4,6 @@\n created: 2026-11-01\n \
                      expires: 2027-02-01\n enabled: true\n-rollout: 10.5\n+rollout: 25\n environments:\n   \
                      production: {rollout: 1}\n",
        })
    };
    let mut dry = json_of(&project, "rollout checkout 25 --dry-run");
    let impact = dry.as_object_mut().and_then(|dry| dry.shift_remove("impact")).expect("what it would do");
    assert_eq!(impact[0]["environments"][0]["moves"], json!(true));
    assert_eq!(impact[0]["environments"][2]["moves"], json!(false), "production has its own rollout");
    assert_eq!(dry, expected(true));
    assert_eq!(project.checkout(), lines);
    assert_eq!(json_of(&project, "rollout checkout 25"), expected(false));
    let nothing = json!({
        "version": 1,
        "dryRun": false,
        "changes": [],
        "notes": ["checkout: it is so already; nothing was written"],
        "patch": "",
    });
    assert_eq!(json_of(&project, "rollout checkout 25"), nothing);
}

#[test]
fn json_names_the_environment_and_the_rule() {
    let rules = "enabled: true\nrules:\n  - {if: {attribute: plan, operator: exists, value: true}}\nrollout: 0\n";
    let project = Project::with_checkout(OPEN, rules);
    let change = |command: &str| json_of(&project, command)["changes"][0].clone();
    assert_eq!(
        change("rollout checkout 5 --rule 1"),
        json!({
            "key": "checkout", "file": "flags/checkout.yaml", "environment": null, "field": "rollout",
            "rule": "rule 1", "from": "100", "to": "5", "words": "rule 1 rollout 100% → 5%",
        })
    );
    assert_eq!(
        change("disable checkout -e staging"),
        json!({
            "key": "checkout", "file": "flags/checkout.yaml", "environment": "staging", "field": "enabled",
            "rule": null, "from": "true", "to": "false", "words": "enabled → disabled",
        })
    );
}

#[test]
fn quiet_prints_nothing_of_a_change_and_verbose_names_the_file() {
    let project = Project::with_checkout(OPEN, "enabled: true\nenvironments:\n  staging: {enabled: true}\n");
    project.edits("disable checkout --quiet", "", "");
    let flags = project.path("flags").canonicalize().unwrap();
    project.edits(
        "enable checkout --verbose",
        "checkout  top level  disabled → enabled\n",
        &format!(
            "flags directory: {}\nclock: 2026-11-21T00:00:00Z\nwrote flags/checkout.yaml\n\
             note: checkout: staging has its own `enabled` and is as it was; add --env staging to edit it\n",
            flags.display()
        ),
    );
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn an_invalid_flag_is_not_edited() {
    let project = Project::with_checkout(OPEN, "enabled: true\nrollout: 101\nserve: maybe\n");
    let problems = "\
error[rollout-out-of-range]: 101 is not between 0 and 100
 --> flags/checkout.yaml:7:10
  |
7 | rollout: 101
  |          ^^^
  |
  = help: a percentage is from 0 to 100

error[unknown-variant]: unknown variant 'maybe'
 --> flags/checkout.yaml:8:8
  |
8 | serve: maybe
  |        ^^^^^
  |
  = help: known: true, false

error: the flag 'checkout' is invalid
";
    for command in ["rollout checkout 25", "disable checkout", "enable checkout --dry-run"] {
        project.refuses(command, problems);
    }
}

#[test]
fn an_edit_whose_result_would_be_invalid_is_refused() {
    // No larger file is read: with one more line the flag would be lost.
    let largest = 8 << 20;
    let without_ticket = flag("ticket: \"\"\nenabled: true\n").len();
    let ticket = "x".repeat(largest - without_ticket);
    let project = Project::with_checkout(OPEN, &format!("ticket: \"{ticket}\"\nenabled: true\n"));
    let problem = "error[file-too-large]: more than 8 MiB\n--> flags/checkout.yaml\n\n";
    let refusal = format!("{problem}error: the edit would make 'checkout' invalid; nothing was written\n");
    project.refuses("rollout checkout 25", &refusal);
}

#[test]
fn what_is_broken_elsewhere_does_not_stand_in_the_way() {
    let rule = "rules:\n  - if: {segment: staff}\nrollout: 0\n";
    let project = Project::with_checkout(OPEN, &format!("enabled: true\n{rule}"));
    project.write("flags/segments/staff.yaml", "description: Staff\nowner: people\nusers: [u-1]\n");
    project.write("flags/segments/broken.yaml", "users: {\n");
    project.write("flags/broken.yaml", "rollout: [\n");
    project.write("flags/empty.yaml", "");
    project.edits("disable checkout", "checkout  top level  enabled → disabled\n", "");
    assert_eq!(project.checkout(), format!("enabled: false\n{rule}"));

    let outcome = |command: &str| {
        let before = project.files();
        let outcome = project.ffctl(command);
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{}", outcome.err);
        assert!(project.files() == before);
        outcome.err
    };
    project.write("flags/segments/staff.yaml", "users: [\n");
    assert!(outcome("enable checkout").contains("--> flags/segments/staff.yaml"));
    project.write("flags/segments/staff.yaml", "description: Staff\nowner: people\nusers: [u-1]\n");
    project.write("flags/ffctl.yaml", "environments: production\n");
    assert!(outcome("enable checkout").contains("--> flags/ffctl.yaml"));
    project.write("flags/ffctl.yaml", OPEN);
    project.write("flags/team/checkout.yaml", &flag(TEN));
    assert!(outcome("enable checkout").contains("the flag 'checkout' is in checkout.yaml already"));
}

#[test]
fn of_several_flags_all_are_edited_or_none() {
    let project = Project::new(OPEN);
    for key in ["a", "b", "c"] {
        project.write(&format!("flags/{key}.yaml"), &flag("enabled: true\n"));
    }
    project.repo.commit("flags", "2026-11-20");
    project.refuses("disable a b d", "error: there is no flag 'd'\nhelp: did you mean 'a', 'b' or 'c'?\n");
    project.write("flags/d.yaml", &flag("enabled: &on true\nenvironments:\n  staging: {enabled: *on}\n"));
    project.refuses(
        "disable a d c",
        "error: flags/d.yaml:6: an anchor stands on the way to `enabled`: what changes here changes elsewhere\n\
         help: edit the file by hand\n",
    );
    let changed = |key: &str| format!("{key}  top level  enabled → disabled\n");
    project.edits("disable c a", &(changed("a") + &changed("c")), "");
    project.edits("disable c b", &changed("b"), "note: c: it is so already; nothing was written\n");
    for key in ["a", "b", "c"] {
        assert_eq!(project.read(&format!("flags/{key}.yaml")), flag("enabled: false\n"));
    }
}

#[test]
fn an_expired_flag_can_still_be_switched_off() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    project.edits("disable checkout --now 2027-06-01", "checkout  top level  enabled → disabled\n", "");
}

#[test]
fn the_flags_directory_is_found_or_named() {
    let project = Project::with_checkout(OPEN, TEN);
    let inside = run(program(&project.path("flags"), project.repo.home(), "list"));
    assert_eq!(inside.code, Some(0), "in the directory itself: {}", inside.err);
    fs::rename(project.path("flags"), project.path("toggles")).expect("another name");
    project.write("src/main.rs", "");
    let said = "checkout  top level  rollout 10% → 25%\n";
    let from = |folder: &str, arguments: &str, variable: Option<&str>| {
        let mut command = program(&project.path(folder), project.repo.home(), arguments);
        command.envs(variable.map(|directory| ("FFCTL_FLAGS_DIR", directory)));
        let outcome = run(command);
        project.write("toggles/checkout.yaml", &flag(TEN));
        (outcome.code, outcome.out)
    };
    assert_eq!(from("", "rollout checkout 25", None), (Some(2), String::new()));
    assert_eq!(from("", "rollout checkout 25 --flags-dir toggles", None), (Some(0), said.to_owned()));
    assert_eq!(from("src", "--flags-dir ../toggles rollout checkout 25", None), (Some(0), said.to_owned()));
    assert_eq!(from("", "rollout checkout 25", Some("toggles")), (Some(0), said.to_owned()));
    assert_eq!(from("toggles", "rollout checkout 25", Some(".")), (Some(0), said.to_owned()));
}

#[test]
fn what_makes_no_sense_is_a_usage_error() {
    let project = Project::with_checkout(OPEN, TEN);
    let before = project.files();
    for (command, says) in [
        ("rollout", "required arguments were not provided"),
        ("rollout checkout", "Usage: ffctl rollout [OPTIONS] <KEY> <PERCENT|--next|--back>\n"),
        ("rollout checkout 25 --next", "cannot be used with '--next'"),
        ("rollout checkout --next --back", "cannot be used with"),
        ("rollout checkout -1", "not between 0 and 100"),
        ("rollout checkout 100.001", "not between 0 and 100"),
        ("rollout checkout 33.3333", "more than three decimals"),
        ("rollout checkout ten", "not a number"),
        ("rollout checkout NaN", "not a number"),
        ("rollout checkout 25 --env", "a value is required for '--env <ENV>'"),
        ("enable", "required arguments were not provided"),
        ("enable checkout --rule early", "unexpected argument '--rule'"),
        ("disable checkout --force", "unexpected argument '--force'"),
        ("disable checkout --rev HEAD", "--rev"),
    ] {
        let outcome = project.ffctl(command);
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "ffctl {command}");
        assert!(outcome.err.contains(says), "ffctl {command}: {}", outcome.err);
    }
    assert!(project.files() == before);
}
