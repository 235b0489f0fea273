//! What is found, what is not known, and what settings and waivers make of it.

use crate::program::{Run, flag};
use crate::{LAST, QUIET, SINCE, audit, command, findings, line, metrics, two_flags, unknowns, with_metrics};
use serde_json::json;

#[test]
fn a_flag_that_nobody_evaluates_is_told_to_people_with_what_to_do() {
    let run = Run::of(command(&with_metrics(&metrics()), &["metrics.txt"], &[]));
    assert_eq!(run.code, 1);
    assert!(run.out.contains("last evaluated 50 days ago, on 2026-10-02, in staging"), "{}", run.out);
    assert!(run.out.contains("out of the code, then `ffctl remove KEY`"), "{}", run.out);
    assert!(run.err.ends_with("2 flags on 2026-11-21: 1 finding\n"), "{}", run.err);
}

#[test]
fn machines_get_the_finding_at_the_top_of_its_file() {
    let run = audit(&with_metrics(&metrics()), &["metrics.txt"]);
    let document = run.json();
    assert_eq!((findings(&document), unknowns(&document), run.code), (vec![QUIET.into()], vec![], 1));
    let finding = &document["findings"][0];
    assert_eq!((&finding["level"], &finding["file"]), (&json!("warning"), &json!("flags/quiet.yaml")));
    assert_eq!((&finding["line"], &finding["column"]), (&json!(1), &json!(1)));
}

#[test]
fn the_forms_of_ci_have_the_finding_under_its_rule() {
    let sandbox = with_metrics(&metrics());
    for (format, said) in [
        ("sarif", "\"ruleId\": \"unused\""),
        ("junit", "unused"),
        ("github", "::warning file=flags/quiet.yaml,title=unused"),
        ("markdown", "unused"),
    ] {
        let run = Run::of(command(&sandbox, &["metrics.txt"], &["--format", format]));
        assert!(run.out.contains(said) && run.out.contains("last evaluated 50 days ago"), "{format}\n{}", run.out);
        assert_eq!(run.code, 1, "{format}");
        let without = sandbox.run(&["audit", "--format", format]);
        assert!(!without.out.contains("last evaluated") && without.code == 0, "{format}\n{}", without.out);
    }
}

#[test]
fn without_usage_nobody_asks() {
    let document = with_metrics(&metrics()).json(&["audit"]);
    assert_eq!((findings(&document), unknowns(&document)), (vec![], vec![]));
}

#[test]
fn what_was_not_counted_long_enough_is_not_known_and_fails_nothing() {
    let restarted = line(SINCE, "quiet", "production", "2026-11-18");
    let run = audit(&with_metrics(&restarted), &["metrics.txt"]);
    let document = run.json();
    let cannot = "cannot tell whether it is unused for 30 days";
    assert_eq!(
        unknowns(&document),
        [
            format!("asked: {cannot}: no metrics tell of it"),
            format!("quiet: {cannot}: metrics.txt counts it only since 2026-11-18"),
        ]
    );
    assert_eq!((findings(&document), run.code), (vec![], 0));
}

#[test]
fn a_replica_that_forgot_hides_no_use_of_the_flag() {
    let sandbox = two_flags();
    let write = |name: &str, text: String| std::fs::write(sandbox.path(name), text).unwrap();
    write("one", metrics());
    write("two", line(SINCE, "quiet", "production", "2026-11-18") + &line(LAST, "asked", "", "2026-11-18"));
    let document = audit(&sandbox, &["one", "two"]).json();
    assert_eq!(findings(&document), Vec::<String>::new());
    assert!(unknowns(&document)[0].ends_with("two counts it only since 2026-11-18"), "{document}");
    write("two", line(SINCE, "quiet", "production", "2026-10-05"));
    assert_eq!(findings(&audit(&sandbox, &["one", "two"]).json()), [QUIET]);
    write("two", line(LAST, "quiet", "production", "2026-11-01"));
    let document = audit(&sandbox, &["one", "two"]).json();
    assert_eq!((findings(&document), unknowns(&document)), (vec![], vec![]));
}

#[test]
fn the_policy_says_how_long_and_how_bad_and_whether_at_all() {
    let sandbox = with_metrics(&metrics());
    for (policy, levels) in [
        ("unused_after: 50d", vec!["warning"]),
        ("unused_after: 51d", vec![]),
        ("unused_after: 8w", vec![]),
        ("rules: {unused: error}", vec!["error"]),
        ("rules: {unused: {ops: off}}", vec![]),
    ] {
        sandbox.write("ffctl.yaml", format!("environments: [staging, production]\npolicy: {{{policy}}}\n"));
        let document = audit(&sandbox, &["metrics.txt"]).json();
        let found: Vec<&str> =
            document["findings"].as_array().unwrap().iter().map(|found| found["level"].as_str().unwrap()).collect();
        assert_eq!(found, levels, "{policy}");
    }
}

#[test]
fn a_waiver_excuses_and_is_not_called_unused_where_nobody_asked() {
    let sandbox = with_metrics(&metrics());
    let waiver = "waivers: [{rule: unused, until: 2026-12-24, reason: The yearly report}]";
    sandbox.write("quiet.yaml", flag(waiver));
    sandbox.write("asked.yaml", flag(waiver));
    assert_eq!(sandbox.json(&["audit"])["findings"], json!([]));
    let document = audit(&sandbox, &["metrics.txt"]).json();
    assert_eq!(document["waived"][0]["key"], "quiet");
    let found = &document["findings"][0];
    assert_eq!((&found["rule"], &found["key"]), (&json!("unused-waiver"), &json!("asked")));
}

#[test]
fn a_baseline_keeps_what_was_not_asked_for() {
    let sandbox = with_metrics(&metrics());
    assert_eq!(Run::of(command(&sandbox, &["metrics.txt"], &["--write-baseline"])).code, 0);
    let with = Run::of(command(&sandbox, &["metrics.txt"], &["--baseline"]));
    assert!(with.code == 0 && with.err.ends_with("nothing new, 1 known from flags/.audit-baseline.json\n"), "{with:?}");
    assert_eq!(sandbox.json(&["audit", "--baseline"])["baseline"]["mended"], json!([]));
    std::fs::write(sandbox.path("metrics.txt"), line(LAST, "quiet", "", "2026-11-20")).unwrap();
    let mended = Run::of(command(&sandbox, &["metrics.txt"], &["--baseline", "--format", "json"])).json();
    assert_eq!(mended["baseline"]["mended"][0]["rule"], "unused");
}

#[test]
fn explain_and_the_settings_know_the_rule() {
    let run = two_flags().run(&["explain", "unused"]);
    assert!(run.out.contains("policy.unused_after") && run.out.contains("rule: unused"), "{}", run.out);
}
