//! `ffctl impact` in real repositories: edits, ranges, what is staged, and contexts.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/past.rs"]
mod past;
#[path = "common/program.rs"]
mod program;

use past::Past;
use program::Run;
use serde_json::{Value, json};

const SETTINGS: &str = "environments: [staging, production]\nramp: [10, 25, 100]\n";

const CHECKOUT: &str = "\
description: d
owner: o
type: ops
created: 2026-01-01
enabled: true
rules:
  - name: employees
    if: {attribute: email, operator: ends_with, value: '@example.com'}
rollout: 100
environments:
  production: {rollout: 10}
";

/// A repository with the flag `checkout`, and one that draws among three.
fn shop() -> Past {
    let past = Past::of(git::Repo::new());
    past.write("ffctl.yaml", SETTINGS);
    past.write("checkout.yaml", CHECKOUT);
    past.write("colour.yaml", &colour("salt: s\n", "{blue: 20, red: 30, grey: 50}"));
    past.commit("flags", "2026-11-01");
    past
}

fn colour(salt: &str, split: &str) -> String {
    let variants = "variants: {blue: b, red: r, grey: g}\nfallback: grey\n";
    program::flag(&format!("{salt}{variants}split: {split}"))
}

fn lines(run: &Run) -> Vec<&str> {
    run.out.lines().map(str::trim).collect()
}

fn words(document: &Value) -> Vec<&str> {
    let environments = document["flags"][0]["environments"].as_array().unwrap();
    environments.iter().flat_map(|found| found["words"].as_array().unwrap()).filter_map(Value::as_str).collect()
}

const RISE: &str = "15.000% of users outside any rule go from false to true; nobody goes the other way";

#[test]
fn an_edit_that_is_not_made_says_who_moves_and_writes_nothing() {
    let past = shop();
    let run = past.run(&["impact", "checkout", "--rollout", "25", "-e", "production"]);
    assert_eq!(lines(&run), ["checkout  production: rollout 10% → 25%", "production", RISE], "{run:?}");
    assert_eq!((run.code, run.err.as_str()), (0, "nothing was written\n"));
    assert_eq!(past.repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_dry_run_of_a_rollout_says_the_same() {
    let past = shop();
    let run = past.run(&["rollout", "checkout", "25", "-e", "production", "--dry-run"]);
    assert!(run.err.contains(&format!("impact: production: {RISE}\n")), "{run:?}");
    let document = past.run(&["rollout", "checkout", "25", "-e", "production", "--dry-run", "--format", "json"]).json();
    assert_eq!(document["impact"][0]["environments"][1]["words"], json!([RISE]));
    let made = past.run(&["rollout", "checkout", "25", "-e", "production", "--format", "json"]).json();
    assert_eq!(made.get("impact"), None, "of what is done nothing is foretold");
}

#[test]
fn the_switch_moves_each_audience_by_its_own_share() {
    let past = shop();
    let document = past.run(&["impact", "checkout", "--disable", "-e", "production", "--format", "json"]).json();
    let expected = [
        "all users in rule 'employees' go from true to false",
        "10.000% of users outside any rule go from true to false; nobody goes the other way",
    ];
    assert_eq!(words(&document), expected);
    assert_eq!((&document["version"], &document["from"]), (&json!(1), &Value::Null));
    let share = &document["flags"][0]["environments"][0]["groups"][1]["transitions"];
    let transition =
        |from: &str, to: &str, moves: bool, share: f64| json!({"from": from, "to": to, "moves": moves, "share": share});
    assert_eq!(share, &json!([transition("false", "false", false, 90.0), transition("true", "false", true, 10.0)]));
    let again = past.run(&["impact", "checkout", "--enable", "-e", "production"]);
    assert!(again.out.contains("nobody moves") && again.err.contains("it is so already"), "{again:?}");
}

#[test]
fn a_rule_has_an_impact_of_its_own() {
    let past = shop();
    let run = past.run(&["impact", "checkout", "--rule", "employees", "--rollout", "40", "-e", "staging"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "staging inherits its rules");
    let run = past.run(&["impact", "checkout", "--rule", "employees", "--rollout", "40"]);
    let told = "60.000% of users in rule 'employees' go from true to false; nobody goes the other way; those without an id go from true to false";
    assert_eq!(lines(&run), ["checkout  top level: rule 'employees' rollout 100% → 40%", "staging, production", told]);
}

#[test]
fn a_moved_split_says_who_goes_where() {
    let past = shop();
    past.write("colour.yaml", &colour("salt: s\n", "{blue: 30, red: 30, grey: 40}"));
    let run = past.run(&["impact", "-e", "production"]);
    let told = "10.000% of users go from grey to red, 10.000% go from red to blue; nobody goes the other way";
    assert_eq!(lines(&run).last(), Some(&told), "{run:?}");
}

#[test]
fn another_salt_draws_everybody_anew() {
    let past = shop();
    past.write("colour.yaml", &colour("salt: t\n", "{blue: 20, red: 30, grey: 50}"));
    let document = past.run(&["impact", "colour", "-e", "production", "--format", "json"]).json();
    let [words] = words(&document)[..] else { panic!("{document}") };
    for part in ["10.000%", "6.000%", "15.000%", "; everybody is drawn anew"] {
        assert!(words.contains(part), "{words}");
    }
    let group = &document["flags"][0]["environments"][0]["groups"][0];
    assert_eq!(group["drawnAnew"], json!(true));
    let shares: f64 = group["transitions"].as_array().unwrap().iter().filter_map(|found| found["share"].as_f64()).sum();
    assert!((shares - 100.0).abs() < 1e-9);
}

#[test]
fn where_another_attribute_is_hashed_those_with_one_of_the_two_are_told() {
    let past = shop();
    past.write("colour.yaml", &colour("salt: s\nbucket_by: company\n", "{blue: 20, red: 30, grey: 50}"));
    let run = past.run(&["impact", "colour", "-e", "production"]);
    let told = "everybody is drawn anew; those without an id may go from blue to grey or go from grey to blue";
    assert!(run.out.contains(told), "{run:?}");
}

#[test]
fn where_conditions_moved_nobody_is_guessed() {
    let past = shop();
    past.write("checkout.yaml", &CHECKOUT.replace("'@example.com'", "'@example.org'"));
    let run = past.run(&["impact", "HEAD", "-e", "production"]);
    let told = [
        "90.000% of users who were in rule 'employees' and are outside any rule now (if there are any) go from true to false; nobody goes the other way; those without an id go from true to false",
        "90.000% of users who were outside any rule and are in rule 'employees' now (if there are any) go from false to true; nobody goes the other way; those without an id go from false to true",
    ];
    assert_eq!(&lines(&run)[2..], told, "{run:?}");
}

#[test]
fn users_with_an_override_are_told_by_name() {
    let past = shop();
    past.write("checkout.yaml", &CHECKOUT.replace("rules:", "overrides: {true: [u-1, u-2]}\nrules:"));
    let run = past.run(&["impact", "-e", "production"]);
    // Whether they are employees only their attributes tell.
    assert_eq!(&lines(&run)[2..], ["u-1, u-2 may go from false to true"], "{run:?}");
}

#[test]
fn ranges_the_index_and_the_work_tree_are_told_apart() {
    let past = shop();
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 20}"));
    past.commit("20", "2026-11-02");
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 50}"));
    past.repo.git(&["add", "--all"]);
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 100}"));
    let share = |arguments: &[&str]| {
        let document = past.run(&[&["impact"], arguments, &["--format", "json"]].concat()).json();
        (words(&document)[0].split_once('%').unwrap().0.to_owned(), document["to"]["name"].clone())
    };
    assert_eq!(share(&["HEAD~1..HEAD"]), ("10.000".into(), json!("HEAD")));
    assert_eq!(share(&["--staged"]), ("30.000".into(), json!("index")));
    assert_eq!(share(&["checkout", "--staged"]), ("30.000".into(), json!("index")));
    assert_eq!(share(&[]), ("80.000".into(), json!("work tree")));
    assert_eq!(share(&["HEAD~1"]), ("90.000".into(), json!("work tree")));
    let other = past.run(&["impact", "--key", "colour"]);
    assert_eq!((other.out.as_str(), other.err.as_str()), ("", "HEAD → work tree: nobody moves\n"));
}

#[test]
fn an_index_in_conflict_is_no_commit_to_be() {
    let past = shop();
    past.repo.git(&["checkout", "--quiet", "-b", "other"]);
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 20}"));
    past.commit("20", "2026-11-02");
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 50}"));
    past.commit("50", "2026-11-03");
    let merge =
        std::process::Command::new("git").args(["merge", "--quiet", "other"]).current_dir(past.repo.path()).output();
    assert!(!merge.unwrap().status.success());
    let run = past.run(&["impact", "--staged"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("the index has conflicts"), "{run:?}");
}

#[test]
fn flags_that_come_and_go_are_told() {
    let past = shop();
    past.write("new.yaml", &program::flag("rollout: 25"));
    std::fs::remove_file(past.repo.path().join("flags/colour.yaml")).unwrap();
    let run = past.run(&["impact", "-e", "production"]);
    assert!(run.out.contains("25.000% get true, where there was no flag"), "{run:?}");
    assert!(run.out.contains("go from blue to nothing: the flag is gone"), "{run:?}");
}

#[test]
fn what_only_people_read_moves_nobody() {
    let past = shop();
    past.write("checkout.yaml", &CHECKOUT.replace("description: d", "description: e"));
    let run = past.run(&["impact"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "HEAD → work tree: nobody moves\n"));
    assert_eq!(past.run(&["impact", "--format", "markdown"]).out, "");
}

fn contexts(past: &Past, name: &str) -> String {
    let path = past.repo.home().join(name);
    let lines =
        (0..4_000).map(|n| json!({"user_id": format!("u-{n}"), "email": format!("{n}@example.net")}).to_string());
    std::fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
    path.display().to_string()
}

#[test]
fn contexts_are_counted_as_two_evaluations_count_them() {
    let past = shop();
    let path = contexts(&past, "users.ndjson");
    let truths = |past: &Past| -> Vec<bool> {
        let run = past.run(&["eval", "checkout", "-e", "production", "--contexts", &path]);
        run.json_lines().iter().map(|answer| answer["value"] == json!(true)).collect()
    };
    let edit = ["impact", "checkout", "--rollout", "25", "-e", "production", "--contexts", &path];
    let document = past.run(&[&edit[..], &["--format", "json"]].concat()).json();
    let table = past.run(&edit);
    let before = truths(&past);
    past.run(&["rollout", "checkout", "25", "-e", "production", "--yes"]);
    let after = truths(&past);
    let gained: Vec<usize> = (0..4_000).filter(|&n| !before[n] && after[n]).collect();
    let counts = &document["flags"][0]["environments"][0]["counts"];
    let examples: Vec<String> = gained.iter().take(3).map(|n| format!("u-{n}")).collect();
    assert_eq!(document["contexts"], json!(4_000));
    assert_eq!((&counts[0]["count"], &counts[0]["examples"]), (&json!(gained.len()), &json!(examples)));
    assert_eq!((&counts[0]["from"], &counts[0]["to"]), (&json!("false"), &json!("true")));
    assert!(table.out.contains(&examples.join(", ")), "{table:?}");
}

#[test]
fn a_line_that_is_no_context_is_told_and_counted() {
    let past = shop();
    let path = past.repo.home().join("users.csv");
    std::fs::write(&path, "user_id,email\nu-1,a@example.com\nu-2\n").unwrap();
    let path = path.display().to_string();
    let edit = ["impact", "checkout", "--rollout", "25", "-e", "production", "--contexts", &path];
    let run = past.run(&edit);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("users.csv:3"), "{run:?}");
    let strict = past.run(&[&edit[..], &["--strict"]].concat());
    assert_eq!((strict.code, strict.out.as_str()), (2, ""));
}

#[test]
fn a_pull_request_is_told_in_markdown() {
    let past = shop();
    let path = contexts(&past, "users.ndjson");
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 25}"));
    let run = past.run(&["impact", "HEAD", "-e", "production", "--contexts", &path, "--format", "markdown"]);
    let heading =
        "### Who moves: `HEAD` → `work tree`\n\n**`checkout`**: `production: rollout 10% → 25%`\n\n- `production`: ";
    assert!(run.out.starts_with(&format!("{heading}{RISE}\n")), "{run:?}");
    assert!(run.out.contains("| from | to | count | share | such as |"), "{run:?}");
}

#[test]
fn it_stands_in_sixty_columns() {
    let past = shop();
    let path = contexts(&past, "users.ndjson");
    let mut command = program::ffctl(past.repo.path(), &["impact", "checkout", "--rollout", "25", "--contexts", &path]);
    let run = Run::of({
        command.env("COLUMNS", "60");
        command
    });
    assert!(run.out.lines().all(|line| line.chars().count() <= 60), "{run:?}");
    assert!(run.out.lines().count() > 3, "{run:?}");
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest() {
    let past = shop();
    for (arguments, said) in [
        (&["impact", "chekout"][..], "'chekout' is neither a flag nor a revision"),
        (&["impact", "chekout", "--enable"], "did you mean 'checkout'"),
        (&["impact", "--key", "chekout"], "did you mean 'checkout'"),
        (&["impact", "-e", "prod"], "unknown environment 'prod'"),
        (&["impact", "nope..HEAD"], "'nope' is no revision"),
        (&["impact", "--", "--output=x..HEAD"], "is no revision"),
        (&["impact", "--staged", "HEAD~1..HEAD"], "leave out the revisions"),
        (&["impact", "checkout", "--rollout", "101"], "not between 0 and 100"),
    ] {
        let run = past.run(arguments);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(said), "{run:?}");
    }
}

#[test]
fn a_broken_file_is_named_and_the_rest_is_told() {
    let past = shop();
    past.write("checkout.yaml", &CHECKOUT.replace("rollout: 10}", "rollout: 25}"));
    past.write("colour.yaml", "enabled: [");
    let run = past.run(&["impact", "-e", "production"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains(RISE) && run.err.contains("colour.yaml"), "{run:?}");
}
