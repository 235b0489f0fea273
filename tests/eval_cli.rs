//! `ffctl eval`: the JSON contract, `-q`, `--all`, and how each run ends.

#![allow(clippy::unwrap_used)]

#[path = "eval_cli/contexts.rs"]
mod contexts;
#[path = "eval_cli/explain.rs"]
mod explain;
#[path = "common/program.rs"]
mod program;
#[path = "eval_cli/trouble.rs"]
mod trouble;

use program::{Run, Sandbox, example, ffctl, flag};

/// What the program does in the example project.
fn run(arguments: &[&str]) -> Run {
    let project = example();
    Run::of(ffctl(project.parent().unwrap(), arguments))
}

#[test]
fn the_answer_is_one_line_of_json_with_these_fields_in_this_order() {
    for (arguments, expected) in [
        (
            &["new-checkout", "-e", "production", "-u", "u-2579", "-a", "plan=premium", "-a", "country=CA"][..],
            r#"{"key":"new-checkout","environment":"production","variant":"true","value":true,"reason":"SPLIT","rule":{"index":1,"name":"premium in North America"},"bucket":24.972}"#,
        ),
        (
            &["new-checkout", "-u", "user-666"],
            r#"{"key":"new-checkout","environment":null,"variant":"false","value":false,"reason":"TARGETING_MATCH","rule":null,"bucket":null}"#,
        ),
        (
            &["new-checkout", "--env", "staging", "--user", "u-1"],
            r#"{"key":"new-checkout","environment":"staging","variant":"true","value":true,"reason":"DEFAULT","rule":null,"bucket":null}"#,
        ),
        (
            &["orders-api-v2", "-e", "production", "-u", "u-1480"],
            r#"{"key":"orders-api-v2","environment":"production","variant":"false","value":false,"reason":"SPLIT","rule":null,"bucket":10.045}"#,
        ),
        (
            &["card-payments", "-e", "production"],
            r#"{"key":"card-payments","environment":"production","variant":"true","value":true,"reason":"STATIC","rule":null,"bucket":null}"#,
        ),
        (
            &["card-payments", "-e", "development"],
            r#"{"key":"card-payments","environment":"development","variant":"false","value":false,"reason":"DISABLED","rule":null,"bucket":null}"#,
        ),
    ] {
        let run = run(&[&["eval"], arguments, &["--format", "json"]].concat());
        assert_eq!((run.out, run.err, run.code), (format!("{expected}\n"), String::new(), 0));
    }
}

#[test]
fn values_of_each_type_are_what_they_are_in_the_file() {
    for (arguments, expected) in [
        (
            &["catalog-cache-ttl", "-e", "production", "-a", "node_id=edge-12"][..],
            r#"{"key":"catalog-cache-ttl","environment":"production","variant":"long","value":3600,"reason":"SPLIT","rule":null,"bucket":24.981}"#,
        ),
        (
            &["pricing-page-headline", "-e", "production", "-u", "u-4842"],
            r#"{"key":"pricing-page-headline","environment":"production","variant":"savings","value":"Pay a third less than last year","reason":"SPLIT","rule":null,"bucket":48.848}"#,
        ),
        (
            &["invoice-engine", "-e", "production", "-a", "company_id=c-10412", "-a", "company.region=eu"],
            r#"{"key":"invoice-engine","environment":"production","variant":"next","value":true,"reason":"SPLIT","rule":null,"bucket":0.491}"#,
        ),
        (
            &["api-limits", "-a", "company.plan=team"],
            r#"{"key":"api-limits","environment":null,"variant":"extended","value":{"requests_per_minute":600,"burst":100,"webhooks":{"enabled":true,"retries":3}},"reason":"TARGETING_MATCH","rule":{"index":1,"name":"any paid plan"},"bucket":null}"#,
        ),
    ] {
        let run = run(&[&["eval"], arguments, &["--format", "json"]].concat());
        assert_eq!((run.out, run.code), (format!("{expected}\n"), 0));
    }
}

#[test]
fn a_rule_without_a_name_has_its_index() {
    let sandbox = Sandbox::new(&[
        ("a.yaml", flag("rollout: 0\nrules: [{if: {not: {segment: s}}}]")),
        ("segments/s.yaml", "users: []".into()),
    ]);
    let run = sandbox.run(&["eval", "a", "--format", "json"]);
    let expected = r#"{"key":"a","environment":null,"variant":"true","value":true,"reason":"TARGETING_MATCH","rule":{"index":0,"name":null},"bucket":null}"#;
    assert_eq!(run.out, format!("{expected}\n"));
}

#[test]
fn without_the_id_that_a_draw_needs_the_fallback_is_answered_and_the_lack_is_said() {
    let run_json = run(&["eval", "invoice-engine", "-e", "production", "--format", "json"]);
    let expected = r#"{"key":"invoice-engine","environment":"production","variant":"current","value":false,"reason":"DEFAULT","rule":null,"bucket":null,"errorCode":"TARGETING_KEY_MISSING","errorDetails":"a draw needs the attribute 'company_id', and the context has none"}"#;
    assert_eq!((run_json.out, run_json.code), (format!("{expected}\n"), 0));

    let run = run(&["eval", "invoice-engine", "-e", "production"]);
    assert_eq!((run.out.as_str(), run.code), ("invoice-engine  production  current  false  DEFAULT\n", 0));
    let said = "warning: a draw needs the attribute 'company_id', and the context has none (TARGETING_KEY_MISSING)\n\
                help: add --attr company_id=ID; a draw takes a non-empty text or an integer\n";
    assert_eq!(run.err, said);
}

#[test]
fn people_read_the_answer_in_a_line() {
    for (arguments, expected) in [
        (&["card-payments"][..], "card-payments  true  STATIC\n"),
        (
            &["new-checkout", "-e", "production", "-u", "u-2579", "-a", "plan=premium", "-a", "country=US"],
            "new-checkout  production  true  SPLIT  rule 'premium in North America'  bucket 24.972\n",
        ),
        (&["catalog-cache-ttl"], "catalog-cache-ttl  standard  300  DEFAULT\n"),
        (&["holiday-banner"], "holiday-banner  none  \"\"  DEFAULT\n"),
    ] {
        let run = run(&[&["eval"], arguments].concat());
        assert_eq!((run.out.as_str(), run.err.as_str(), run.code), (expected, "", 0));
    }
}

#[test]
fn quiet_answers_with_the_exit_code_for_a_boolean_and_with_the_bare_value_for_others() {
    for (arguments, out, code) in [
        (&["new-checkout", "-u", "user-123"][..], "", 0),
        (&["new-checkout", "-u", "user-666"], "", 1),
        (&["new-checkout"], "", 1),
        (&["invoice-engine", "-e", "production", "-a", "company_id=c-10412", "-a", "company.region=eu"], "", 0),
        (&["catalog-cache-ttl", "-e", "development"], "15\n", 0),
        (&["pricing-page-headline", "-u", "u-4842"], "Pay a third less than last year\n", 0),
        (&["holiday-banner"], "\n", 0),
        (
            &["api-limits"],
            "{\"requests_per_minute\":60,\"burst\":10,\"webhooks\":{\"enabled\":false,\"retries\":0}}\n",
            0,
        ),
    ] {
        let run = run(&[&["eval", "-q"], arguments].concat());
        assert_eq!((run.out.as_str(), run.err.as_str(), run.code), (out, "", code), "{arguments:?}");
    }
}

#[test]
fn quiet_never_takes_a_failure_for_a_no() {
    for arguments in
        [&["new-chekout"][..], &["new-checkout", "-e", "prod"], &["new-checkout", "-c", "[]"], &["--all"], &[]]
    {
        let run = run(&[&["eval", "-q"], arguments].concat());
        assert_eq!((run.out.as_str(), run.code), ("", 2), "{arguments:?}");
        assert!(run.err.starts_with("error: "), "{run:?}");
    }
}

#[test]
fn all_prints_for_each_flag_what_asking_for_it_alone_prints() {
    let asked =
        ["-e", "production", "-u", "u-301", "-c", "{\"country\": \"US\", \"beta_opt_in\": true}", "--format", "json"];
    let all = run(&[&["eval", "--all"], &asked[..]].concat());
    assert_eq!((all.err.as_str(), all.code), ("", 0));
    let keys: Vec<String> = all.json_lines().iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect();
    assert!(keys.len() > 10 && keys.is_sorted(), "{keys:?}");
    let each: String = keys.iter().map(|key| run(&[&["eval", key], &asked[..]].concat()).out).collect();
    assert_eq!(all.out, each);
}

#[test]
fn all_is_a_table_for_people() {
    insta::assert_snapshot!(
        run(&["eval", "--all", "-e", "production", "-u", "u-301", "-a", "country=US"]).transcript()
    );
}
