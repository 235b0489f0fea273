//! `ffctl explain`: every rule there is, and all about each.

#![allow(clippy::unwrap_used)]

#[path = "common/program.rs"]
mod program;

use program::{HEAD, Run, Sandbox, ffctl};
use serde_json::{Value, json};

/// A folder without flags.
fn nowhere() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn explain(arguments: &[&str]) -> Run {
    let folder = nowhere();
    Run::of(ffctl(folder.path(), &[&["explain"], arguments].concat()))
}

fn rules() -> Vec<Value> {
    explain(&["--format", "json"]).json()["rules"].as_array().unwrap().clone()
}

fn known() -> Vec<(&'static str, &'static str, &'static str)> {
    let of_audit = ffctl::audit::RULES.iter().map(|rule| (rule.name, rule.level.name(), "audit"));
    let of_check = ffctl::gate::RULES.iter().map(|rule| (rule.name, rule.level.name(), "check"));
    let validate = ffctl::check::rules();
    let of_validate = validate.iter().map(|rule| (rule.name, rule.level.name(), "validate"));
    of_audit.chain(of_check).chain(of_validate).collect()
}

#[test]
fn without_a_rule_all_are_listed_and_no_flags_directory_is_needed() {
    let run = explain(&["--format", "json"]);
    let document = run.json();
    assert_eq!((run.code, run.err.as_str(), &document["version"]), (0, "", &json!(1)));
    let rules = rules();
    let listed: Vec<_> = rules
        .iter()
        .map(|rule| ["rule", "level", "command"].map(|field| rule[field].as_str().unwrap()))
        .map(|[rule, level, command]| (rule, level, command))
        .collect();
    assert_eq!(listed, known());

    let table = explain(&[]).out;
    assert_eq!(table.lines().count(), known().len() + 1, "a heading and a line a rule");
    for (rule, level, command) in known() {
        let is_row = |line: &str| line.split_whitespace().take(3).eq([command, level, rule]);
        assert!(table.lines().any(is_row), "{rule}");
    }
}

#[test]
fn a_rule_is_told_with_why_it_matters_and_how_to_mend_and_set_it() {
    insta::assert_snapshot!(explain(&["ramp-stuck"]).transcript());
    insta::assert_snapshot!(explain(&["split-sum"]).transcript());
    insta::assert_snapshot!(explain(&["nested-flag"]).transcript());
    let folder = nowhere();
    let mut narrow = ffctl(folder.path(), &["explain", "stale"]);
    narrow.env("COLUMNS", "60");
    let narrow = Run::of(narrow);
    assert!(narrow.out.lines().all(|line| line.chars().count() <= 60), "{}", narrow.out);
}

#[test]
fn the_list_fits_a_narrow_terminal() {
    let folder = nowhere();
    let mut command = ffctl(folder.path(), &["explain"]);
    command.env("COLUMNS", "60");
    let run = Run::of(command);
    assert!(run.out.lines().all(|line| line.chars().count() <= 60), "{}", run.out);
    assert!(run.out.starts_with("expired  error\n  the flag's `expires` has come"), "{}", run.out);
}

#[test]
fn machines_get_the_same_as_one_document() {
    let example = json!({"broken": "split: {true: 50, false: 40}", "mended": "split: {true: 60, false: 40}"});
    let expected = json!({"version": 1, "rules": [{
        "rule": "split-sum", "level": "error", "command": "validate", "about": "the weights of a split sum to 100",
        "why": null, "mend": null, "example": example,
        "set": "Its level is fixed: a file that breaks it is not used.",
    }]});
    assert_eq!(explain(&["split-sum", "--format", "json"]).json(), expected);
    let no_rule = &explain(&["nested-flag", "--format", "json"]).json()["rules"][0];
    assert_eq!(["level", "command", "set"].map(|field| &no_rule[field]), [&Value::Null; 3]);
    assert!(no_rule["about"].as_str().unwrap().starts_with("flags cannot depend on each other"));
}

#[test]
fn every_rule_that_the_settings_may_name_can_be_explained() {
    for rule in ffctl::model::Policy::RULES {
        assert_eq!(explain(&[rule]).code, 0, "{rule}");
    }
}

#[test]
fn every_rule_can_be_explained_and_has_something_to_say() {
    for (rule, _, command) in known() {
        let document = explain(&[rule, "--format", "json"]).json();
        let [explained] = &document["rules"].as_array().unwrap()[..] else { panic!("{rule}: {document}") };
        assert_eq!((&explained["rule"], &explained["command"]), (&json!(rule), &json!(command)));
        let says = |field: &str| explained[field].as_str().is_some_and(|text| text.len() > 20);
        assert!(explained["about"].as_str().is_some_and(|text| text.len() > 10) && says("set"), "{explained}");
        assert_eq!(says("why") && says("mend"), command != "validate", "{explained}");
        assert_eq!(explain(&[rule]).code, 0);
    }
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    let run = explain(&["stael"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "error: there is no rule 'stael'\nhelp: did you mean 'stale'?\n");
    let run = explain(&["zzzzzz"]);
    assert_eq!(run.err, "error: there is no rule 'zzzzzz'\nhelp: `ffctl explain` lists all rules\n");
}

/// A directory in which the lines of an example are all that could be wrong.
fn with(lines: &str) -> Sandbox {
    let settings = "environments: [staging, production]\nattributes: {country: string, age: number}\n";
    let loose = "environments: [staging, production]\n";
    let needs_words =
        lines.contains("attribute: contry") || lines.contains("attribute: age") || lines.contains("attribute: country");
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", if needs_words { settings } else { loose }),
        ("segments/employees.yaml", "users: [u-1]\n"),
    ]);
    let own = |line: &&str| !lines.lines().any(|other| other.split(':').next() == line.split(':').next());
    match lines.split_once('\n') {
        Some((file, text)) if file.starts_with("# ") => sandbox.write(&file[2..], format!("{text}\n")),
        _ => {
            let head: Vec<&str> = HEAD.lines().filter(own).collect();
            sandbox.write("flag.yaml", format!("{}\n{lines}\n", head.join("\n")));
        }
    }
    sandbox
}

fn broken_rules(lines: &str) -> Vec<String> {
    let document = with(lines).json(&["validate"]);
    let found = document["diagnostics"].as_array().unwrap().iter();
    found.map(|diagnostic| diagnostic["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_example_breaks_its_rule_and_is_mended_by_what_stands_beside_it() {
    let mut shown = 0;
    for (rule, ..) in known() {
        let document = explain(&[rule, "--format", "json"]).json();
        let example = &document["rules"][0]["example"];
        let (Some(broken), Some(mended)) = (example["broken"].as_str(), example["mended"].as_str()) else { continue };
        assert!(broken_rules(broken).iter().any(|found| found == rule), "{rule}: {:?}", broken_rules(broken));
        assert_eq!(broken_rules(mended), Vec::<String>::new(), "{rule}");
        shown += 1;
    }
    assert!(shown > 40, "{shown}");
}

#[test]
fn the_lines_that_set_a_rule_and_excuse_a_flag_are_valid() {
    for rule in ffctl::audit::RULES {
        let document = explain(&[rule.name, "--format", "json"]).json();
        let set = document["rules"][0]["set"].as_str().unwrap().to_owned();
        let blocks: Vec<&str> = set.split("\n\n").skip(1).step_by(2).collect();
        let mut files = vec![("ffctl.yaml", format!("{}\n", blocks[0]))];
        files.extend(blocks.get(1).map(|waivers| ("flag.yaml", format!("{HEAD}{waivers}\n"))));
        let run = Sandbox::new(&files).run(&["validate", "--deny", "warning"]);
        assert_eq!(run.code, 0, "{}: {run:?}", rule.name);
    }
}
