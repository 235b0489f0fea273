//! Where the context comes from: `--user`, `--attr`, `--context`.

use crate::program::{Run, Sandbox, flag};
use serde_json::Value;

/// A flag with a rule for each attribute, so that the rule that holds tells what the context has.
fn asked() -> Sandbox {
    let rule = |name: &str, attribute: &str, operator: &str, value: &str| {
        format!("  - name: {name}\n    if: {{attribute: {attribute}, operator: {operator}, value: {value}}}\n")
    };
    let rules = [
        rule("seats", "company.seats", "greater_than", "10"),
        rule("pro", "company.plan", "equals", "pro"),
        rule("qa", "groups", "contains", "qa"),
        rule("flat", "a.b.c", "equals", "deep"),
        rule("beta", "beta", "equals", "true"),
        rule("version", "version", "semver_at_least", "\"2.10\""),
        rule("equation", "note", "equals", "a=b"),
        rule("empty", "nothing", "equals", "\"\""),
        rule("ada", "user_id", "equals", "ada"),
        rule("bob", "user_id", "equals", "bob"),
    ];
    let sandbox = Sandbox::new(&[("a.yaml", flag(&format!("rollout: 0\nrules:\n{}", rules.concat())))]);
    std::fs::write(sandbox.path("context.json"), "{\"user_id\": \"ada\", \"company\": {\"plan\": \"free\"}}\n")
        .unwrap();
    sandbox
}

/// The name of the rule that holds; null where none does.
fn rule_of(run: Run) -> Value {
    assert_eq!((run.err.as_str(), run.code), ("", 0), "{run:?}");
    run.json()["rule"]["name"].clone()
}

#[test]
fn options_make_the_context() {
    let sandbox = asked();
    for (arguments, rule) in [
        (&["-u", "ada"][..], "ada"),
        (&["--user=bob"], "bob"),
        (&["-a", "company.plan=pro"], "pro"),
        (&["--attr", "company.seats=11"], "seats"),
        (&["-a", "groups=[\"dev\", \"qa\"]"], "qa"),
        (&["-a", "company={\"plan\": \"pro\"}"], "pro"),
        (&["-a", "a.b.c=deep"], "flat"),
        (&["-a", "beta=true"], "beta"),
        (&["-a", "version=2.10"], "version"),
        (&["-a", "note=a=b"], "equation"),
        (&["-a", "nothing="], "empty"),
        (&["-c", "{\"company\": {\"seats\": 11}}"], "seats"),
        (&["-c", "{\"company.seats\": \"11\"}"], "seats"),
        (&["-c", "{\"targetingKey\": \"ada\"}"], "ada"),
        (&["-c", "@context.json"], "ada"),
        (&["-c", "@context.json", "-u", "bob"], "bob"),
        (&["-c", "@context.json", "-a", "user_id=bob"], "bob"),
        (&["-c", "@context.json", "-a", "company.plan=pro"], "pro"),
        (&["-c", "@context.json", "-a", "company.seats=11"], "seats"),
        (&["-u", "ada", "-a", "user_id=bob"], "ada"),
        (&["-a", "user_id=ada", "-a", "user_id=bob"], "bob"),
    ] {
        let run = sandbox.run(&[&["eval", "a", "--format", "json"], arguments].concat());
        assert_eq!(rule_of(run), rule, "{arguments:?}");
    }
    assert_eq!(rule_of(sandbox.run(&["eval", "a", "--format", "json"])), Value::Null);
}

#[test]
fn a_dash_reads_the_context_from_standard_input() {
    let sandbox = asked();
    let mut command = sandbox.ffctl(&["eval", "a", "--format", "json", "-c", "-", "-a", "user_id=bob"]);
    command.write_stdin("{\"user_id\": \"ada\"}\n");
    assert_eq!(rule_of(Run::of(command)), "bob");
}

#[test]
fn what_is_no_context_is_answered_with_invalid_context_and_a_way_to_write_one() {
    let sandbox = asked();
    let object = "help: a context is a JSON object, such as '{\"user_id\": \"u-1\"}'\n";
    for (arguments, details, help) in [
        (&["-c", "[1]"][..], "the context is not a JSON object", object),
        (&["-c", "u-1"], "the context is not JSON: expected value at line 1 column 1", object),
        (&["-c", "{\"a\": 1"], "the context is not JSON: EOF while parsing an object at line 1 column 7", object),
        (&["-c", ""], "the context is not JSON: EOF while parsing a value at line 1 column 0", object),
        (&["-c", "@gone.json"], "cannot read the context from gone.json: No such file or directory (os error 2)", ""),
        (&["-a", "plan"], "--attr 'plan' is not NAME=VALUE", "help: write --attr plan=premium\n"),
        (&["-a", "=pro"], "--attr '=pro' is not NAME=VALUE", "help: write --attr plan=premium\n"),
        (&["-a", "a=1", "-a", "a.b=2"], "--attr a.b: 'a' is already a plain value", ""),
    ] {
        let run = sandbox.run(&[&["eval", "a"], arguments].concat());
        assert_eq!((run.err, run.code), (format!("error: {details} (INVALID_CONTEXT)\n{help}"), 2), "{arguments:?}");
        let answer = sandbox.json(&[&["eval", "a"], arguments].concat());
        assert_eq!([&answer["errorCode"], &answer["reason"]], ["INVALID_CONTEXT", "ERROR"]);
        assert_eq!((&answer["errorDetails"], &answer["variant"]), (&Value::from(details), &Value::Null));
    }
}
