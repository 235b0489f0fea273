//! Whole runs of `ffctl validate`: all problems of all files, for people and for machines, and how it ends.

use crate::program::{Sandbox, flag};
use serde_json::{Value, json};

/// Problems in each kind of file, one flag without any and one with a warning only.
fn troubled() -> Sandbox {
    Sandbox::new(&[
        (
            "ffctl.yaml",
            "environments: [staging, production]\nprotected: [prod]\nattributes:\n  plan: string\n".to_owned(),
        ),
        (
            "segments/staff.yaml",
            "# Who works here\nif:\n  any:\n    - {attribute: plam, operator: exists}\n".to_owned(),
        ),
        ("good.yaml", flag("rollout: 10")),
        ("checkout/pay.yaml", flag("rollout: 101\nsplit: {true: 50, false: 40}\nenvironments: {qa: {enabled: true}}")),
        ("checkout/warned.yaml", flag("variants: {blue: 1, green: 2}\nfallback: blue\nserve: blue")),
        ("checkout/-rf.yaml", flag("")),
        ("ünïcode.yml", "description: \"Größe 測試\"   # é\r\ntags: [é, 測試, {a: 1}]   # wide\r\n".to_owned()),
    ])
}

#[test]
fn people_see_each_problem_in_its_line_with_the_span_marked_and_a_way_to_mend_it() {
    insta::assert_snapshot!(troubled().run(&["validate"]).transcript());
}

#[test]
fn machines_get_one_document_with_every_problem_by_file_line_and_column() {
    let document = troubled().json(&["validate"]);
    assert_eq!(
        [&document["version"], &document["files"], &document["errors"], &document["warnings"]],
        [1, 7, 12, 1].map(Value::from).each_ref()
    );
    let diagnostics = document["diagnostics"].as_array().unwrap();
    let place = |found: &Value| {
        let number = |field: &str| found[field].as_u64().unwrap();
        (found["file"].as_str().unwrap().to_owned(), number("line"), number("column"))
    };
    assert_eq!(diagnostics.len(), 13);
    assert!(diagnostics.is_sorted_by_key(place), "{diagnostics:#?}");
}

#[test]
fn a_diagnostic_says_where_in_the_structure_and_in_the_text() {
    let fields = "rollout: 0\n\
        environments: {production: {rules: [{if: {not: {attribute: v, operator: semver_less_than, value: x}}}]}}";
    let sandbox = Sandbox::new(&[("ffctl.yaml", "environments: [production]".to_owned()), ("a.yaml", flag(fields))]);
    let expected = json!({
        "version": 1, "files": 2, "errors": 1, "warnings": 0,
        "diagnostics": [{
            "file": "flags/a.yaml",
            "line": 7, "column": 98, "endLine": 7, "endColumn": 99,
            "level": "error",
            "rule": "invalid-version",
            "path": "environments.production.rules[0].if.not.value",
            "message": "\"x\" is not a version",
            "help": "write a version such as 2.10 or 3.0.0-beta.1",
        }],
    });
    assert_eq!(sandbox.json(&["validate"]), expected);
}

#[test]
fn settings_that_cannot_be_read_hide_no_problem_of_a_flag_and_invent_none() {
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", "environments: [production\n".to_owned()),
        ("a.yaml", flag("rollout: 101\nenvironments: {production: {enabled: false}}")),
        ("segments/s.yaml", "users: u-1\n".to_owned()),
    ]);
    let document = sandbox.json(&["validate"]);
    let rules: Vec<&Value> = document["diagnostics"].as_array().unwrap().iter().map(|found| &found["rule"]).collect();
    assert_eq!(rules, ["rollout-out-of-range", "yaml-syntax", "wrong-type"]);
}

#[test]
fn the_exit_code_says_whether_something_is_as_bad_as_what_is_denied() {
    let warned = flag("variants: {blue: 1, green: 2}\nfallback: blue\nserve: blue");
    for (text, arguments, code) in [
        (flag(""), &[][..], 0),
        (flag(""), &["--deny", "warning"], 0),
        (warned.clone(), &[], 0),
        (warned.clone(), &["--deny", "error"], 0),
        (warned.clone(), &["--deny", "warning"], 1),
        (flag("rollout: x"), &[], 1),
        (flag("rollout: x"), &["--deny", "warning"], 1),
        (flag(""), &["--deny", "everything"], 2),
    ] {
        let run = Sandbox::new(&[("a.yaml", &text)]).run(&[&["validate"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?} {run:?}");
    }
}

#[test]
fn quiet_prints_the_problems_alone() {
    let good = Sandbox::new(&[("a.yaml", flag(""))]);
    assert_eq!(good.run(&["validate"]).out, "1 file: all is well\n");
    assert_eq!(good.run(&["validate", "-q"]).out, "");
    let bad = troubled().run(&["validate", "-q"]);
    assert!(bad.out.contains("error[split-sum]") && !bad.out.contains("7 files"), "{}", bad.out);
}

/// Which files have problems, and how many were looked at.
fn looked_at(sandbox: &Sandbox, paths: &[&str]) -> (Vec<String>, Value) {
    let document = sandbox.json(&[&["validate"], paths].concat());
    let mut files: Vec<String> =
        document["diagnostics"].as_array().unwrap().iter().map(|found| found["file"].to_string()).collect();
    files.dedup();
    (files, document["files"].clone())
}

#[test]
fn paths_choose_what_is_reported() {
    let sandbox = troubled();
    let absolute = sandbox.path("flags/checkout/pay.yaml").display().to_string();
    let [key, pay, warned] = ["-rf", "pay", "warned"].map(|name| format!("\"flags/checkout/{name}.yaml\""));
    for (paths, expected, files) in [
        (&["flags/checkout"][..], vec![key, pay.clone(), warned], 3),
        (&["flags/checkout/pay.yaml"], vec![pay.clone()], 1),
        (&["checkout/pay.yaml", "good.yaml"], vec![pay.clone()], 2),
        (&["flags/checkout/../checkout/pay.yaml"], vec![pay.clone()], 1),
        (&[absolute.as_str()], vec![pay.clone()], 1),
        (&["flags/good.yaml"], vec![], 1),
        (&["flags/ffctl.yaml"], vec!["\"flags/ffctl.yaml\"".to_owned()], 1),
    ] {
        assert_eq!(looked_at(&sandbox, paths), (expected, json!(files)), "{paths:?}");
    }
    assert_eq!(looked_at(&sandbox, &["flags"]), looked_at(&sandbox, &[]));
}

#[test]
fn a_path_that_is_not_there_or_not_in_the_directory_is_refused() {
    let sandbox = troubled();
    std::fs::write(sandbox.path("outside.yaml"), flag("")).unwrap();
    for (path, message) in [
        ("flags/nowhere.yaml", "error: cannot open flags/nowhere.yaml: "),
        ("outside.yaml", "error: outside.yaml is not in the flags directory flags\n"),
        ("/", "error: / is not in the flags directory flags\n"),
    ] {
        let run = sandbox.run(&["validate", path]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{path}");
        assert!(run.err.starts_with(message), "{}", run.err);
    }
}
