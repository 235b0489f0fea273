//! The policy that counts is that of the base; broken files; levels and exit codes.

use crate::{SETTINGS, check, document, flag, found, merged, proposed};
use serde_json::json;

#[test]
fn a_change_cannot_loosen_the_gate_that_it_goes_through() {
    let before = [("a.yaml", &*flag("rollout: 10"))];
    let loose = "environments: [staging, production]\n";
    let past = proposed(&before, &[("a.yaml", &flag("rollout: 100")), ("ffctl.yaml", loose)], "change");
    assert_eq!(
        found(&past),
        [
            "step-too-large a production: rollout 10% → 100% is a larger step than `policy.max_step` (50%)",
            "policy-loosened: protected production removed: later changes are held to less",
            "policy-loosened: policy.max_step 50% → 100%: later changes are held to less",
        ]
    );
    // Nor is it held to what it introduces itself.
    let strict = SETTINGS.replace("max_step: 50", "max_step: 1");
    let past = proposed(&before, &[("a.yaml", &flag("rollout: 50")), ("ffctl.yaml", &strict)], "change");
    assert_eq!(found(&past), [""; 0]);
}

#[test]
fn where_nothing_is_protected_every_environment_is_looked_after_and_without_any_the_top_level() {
    for (settings, expected) in [
        ("environments: [staging, production]\n", &["staging", "production"][..]),
        (SETTINGS, &["production"]),
        ("ramp: [100]\n", &[]),
    ] {
        let past = merged(&[("a.yaml", &flag("rollout: 25")), ("ffctl.yaml", settings)]);
        past.write("a.yaml", &flag("rollout: 10"));
        let document = document(&past, &[]);
        let findings = document["findings"].as_array().unwrap();
        let environments: Vec<&str> = findings.iter().filter_map(|found| found["environment"].as_str()).collect();
        assert_eq!((environments, findings.len()), (expected.to_vec(), expected.len().max(1)), "{settings}");
    }
}

#[test]
fn an_environment_that_is_declared_no_longer_is_told_of_the_settings() {
    let settings = "environments: [staging]\npolicy: {max_step: 50}\n";
    let past = proposed(
        &[("a.yaml", &flag("rollout: 25"))],
        &[("ffctl.yaml", settings), ("a.yaml", &flag("rollout: 5"))],
        "x",
    );
    let rules: Vec<String> =
        found(&past).iter().map(|line| line.split([' ', ':']).next().unwrap().to_owned()).collect();
    assert_eq!(rules, ["policy-loosened", "policy-loosened"]);
}

#[test]
fn a_file_that_the_change_breaks_ends_with_2_and_hides_no_finding() {
    let past = merged(&[("a.yaml", &flag("rollout: 25")), ("b.yaml", &flag("rollout: 25"))]);
    past.write("a.yaml", &flag("rollout: 10"));
    past.write("b.yaml", &flag("rolout: 10"));
    let run = check(&past, &["--format", "json"]);
    let document = run.json();
    assert_eq!((run.code, document["findings"].as_array().unwrap().len()), (2, 1), "b is not taken for removed");
    assert_eq!(document["findings"][0]["key"], "a");
    assert_eq!(document["problems"][0]["rule"], "unknown-field");
    assert!(check(&past, &[]).err.contains("error[unknown-field]"));
    past.write("ffctl.yaml", "environments: {\n");
    let run = check(&past, &["--format", "json"]);
    assert_eq!((run.code, run.json()["findings"][0]["key"].as_str()), (2, Some("a")), "{run:?}");
}

#[test]
fn what_is_broken_at_the_base_is_told_and_the_rest_is_compared() {
    let past = merged(&[
        ("a.yaml", &flag("rollout: 25")),
        ("b.yaml", "x: [\n"),
        ("c.yaml", &flag("rules: [{if: {segment: s}}]\nrollout: 25")),
        ("segments/s.yaml", "usrs: [u-1]\n"),
    ]);
    let lowered = [("a.yaml", "rollout: 10"), ("b.yaml", "rollout: 0"), ("c.yaml", "rollout: 0")];
    lowered.iter().for_each(|(path, lines)| past.write(path, &flag(lines)));
    past.write("segments/s.yaml", "users: [u-1]\n");
    let run = check(&past, &["--format", "json"]);
    let document = run.json();
    assert_eq!((run.code, document["findings"].as_array().unwrap().len(), &document["problems"]), (1, 1, &json!([])));
    let notes: Vec<&str> = document["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(
        notes[0].starts_with("b.yaml is broken at the base ")
            && notes[0].ends_with(": what becomes of it is not compared")
    );
    assert!(notes[1].starts_with("segments/s.yaml is broken"), "{notes:?}");
}

#[test]
fn settings_that_are_broken_at_the_base_are_those_of_the_change() {
    let past = merged(&[("a.yaml", &flag("rollout: 10")), ("ffctl.yaml", "protected: {\n")]);
    past.write("ffctl.yaml", SETTINGS);
    past.write("a.yaml", &flag("rollout: 100"));
    let document = document(&past, &[]);
    assert_eq!(document["findings"][0]["rule"], "step-too-large");
    assert!(document["notes"][0].as_str().unwrap().ends_with("the settings of the change count"), "{document}");
}

#[test]
fn the_exit_code_says_whether_a_finding_is_as_bad_as_what_is_denied() {
    let a = flag("rollout: 25");
    let loosened = SETTINGS.replace("50", "60");
    let (lowered, raised) = (flag("rollout: 10"), flag("rollout: 30"));
    for (after, arguments, code) in [
        (&[("a.yaml", &*lowered)][..], &[][..], 1),
        (&[("a.yaml", &*raised)], &["--deny", "warning"], 0),
        (&[("ffctl.yaml", &*loosened)], &[], 0),
        (&[("ffctl.yaml", &*loosened)], &["--deny", "error"], 0),
        (&[("ffctl.yaml", &*loosened)], &["--deny", "warning"], 1),
        (&[("a.yaml", &*raised)], &["--deny", "all"], 2),
    ] {
        let past = proposed(&[("a.yaml", &a)], after, "change");
        assert_eq!(check(&past, arguments).code, code, "{after:?} {arguments:?}");
    }
}

#[test]
fn a_repository_without_codeowners_is_told_that_nobody_has_to_review() {
    let notes = |settings: &str| {
        let past = merged(&[("a.yaml", &flag("rollout: 25")), ("ffctl.yaml", settings)]);
        past.repo.git(&["checkout", "--quiet", "main"]);
        std::fs::remove_file(past.repo.path().join("CODEOWNERS")).unwrap();
        past.commit("no owners", "2026-11-02");
        past.write("a.yaml", &flag("rollout: 30"));
        document(&past, &[])["notes"].clone()
    };
    assert_eq!(notes(SETTINGS), json!(["there is no CODEOWNERS at the base: who has to review is not looked at"]));
    assert_eq!(notes("environments: [staging, production]\n"), json!([]), "nothing is protected");
}
