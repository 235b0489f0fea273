//! What no case reaches.

use super::{SETTINGS, at_width, checkout};
use crate::program::{Sandbox, flag};
use serde_json::{Value, json};

fn missed(sandbox: &Sandbox, arguments: &[&str]) -> Vec<(u64, String)> {
    let document = sandbox.json(&[&["test", "--coverage"], arguments].concat());
    let flags = document["coverage"]["flags"].as_array().unwrap().clone();
    let parts = flags.iter().flat_map(|flag| flag["missed"].as_array().unwrap().clone());
    parts.map(|part| (part["line"].as_u64().unwrap(), part["words"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn parts_without_a_case_are_named_with_their_lines() {
    for width in ["60", "100"] {
        let run = at_width(&checkout(), width, &["test", "--coverage"]);
        insta::assert_snapshot!(format!("coverage_at_{width}_columns"), run.transcript());
    }
}

#[test]
fn a_rule_is_reached_in_any_place_that_inherits_it() {
    let sandbox = checkout();
    let adults = |side: &str| (9, format!("rule 'adults', {side}"));
    assert_eq!(
        missed(&sandbox, &[]),
        [adults("admitted"), adults("left out"), (12, "the default".to_owned()), (1, "variant false".to_owned())]
            .map(|part| part)
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_place_that_is_off_has_no_rules_to_reach() {
    let off = "environments:\n  staging:\n    enabled: false\n    rules: [{if: {segment: s}}]\n  production: {rollout: 3}\nrollout: 0\ntests: []";
    let files =
        [("ffctl.yaml", SETTINGS.to_owned()), ("segments/s.yaml", "users: [u-1]\n".into()), ("a.yaml", flag(off))];
    let words: Vec<String> = missed(&Sandbox::new(&files), &[]).into_iter().map(|(_, words)| words).collect();
    for part in ["environment staging", "environment production", "the default of production, admitted"] {
        assert!(words.iter().any(|word| word == part), "{words:?}");
    }
    assert!(words.iter().all(|word| !word.contains("rule")), "{words:?}");
}

#[test]
fn one_environment_is_measured_by_itself() {
    assert_eq!(missed(&checkout(), &["-e", "staging"]).len(), 3, "two sides of a rule, and another rule");
}

#[test]
fn less_than_the_share_asked_for_fails() {
    let share = |percent: &str| checkout().run(&["test", "--coverage", "--min-coverage", percent]);
    let document: Value = checkout().json(&["test", "--coverage"]);
    let (parts, reached) = (&document["coverage"]["parts"], &document["coverage"]["reached"]);
    assert_eq!((parts, reached), (&json!(9), &json!(5)));
    assert_eq!((share("55.5").code, share("55.6%").code), (0, 1));
    assert!(share("60").out.ends_with("coverage: 5 of 9 parts reached, 55.5%, and not 60%\n"));
}
