//! `ffctl list`.

use crate::program::{Run, Sandbox, TODAY, example, ffctl, flag};
use serde_json::{Value, json};

/// What the program prints in the example project on a terminal this wide; without a width, in a pipe.
fn listed(arguments: &[&str], width: Option<usize>) -> Run {
    let project = example();
    let mut command = ffctl(project.parent().unwrap(), &[&["list"], arguments].concat());
    command.envs(width.map(|width| ("COLUMNS", width.to_string())));
    Run::of(command)
}

#[test]
fn the_list_fits_the_terminal_and_keeps_what_matters_most() {
    for width in [60, 100, 200] {
        let run = listed(&[], Some(width));
        let widest = run.out.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{widest} columns in {width}:\n{}", run.out);
        insta::assert_snapshot!(format!("list_at_{width}_columns"), run.transcript());
    }
    assert_eq!(listed(&[], None).out, listed(&[], Some(200)).out, "a pipe gets every column");
}

#[test]
fn no_word_is_cut_in_two_from_60_columns_on() {
    let whole = listed(&[], None).out;
    for width in (60..=200).step_by(7) {
        for word in listed(&[], Some(width)).out.split_whitespace() {
            assert!(whole.split_whitespace().any(|known| known == word), "{word:?} at {width} columns");
        }
    }
}

#[test]
fn filters_choose_flags_and_can_be_joined() {
    for (arguments, keys) in [
        (&["--owner", "growth-team"][..], "holiday-banner pricing-email-subject pricing-page-headline"),
        (&["--type", "kill-switch"], "card-payments"),
        (&["--tag", "beta"], "smart-search"),
        (&["--stage", "testing"], "offline-cart"),
        (&["--stage", "draft"], ""),
        (&["--expired"], ""),
        (
            &["--expired", "--now", "2027-01-12"],
            "express-pay holiday-banner pricing-email-subject pricing-page-headline",
        ),
        (&["--owner", "growth-team", "--type", "ops"], "holiday-banner"),
        (&["--owner", "nobody"], ""),
        (&["--tag", "checkout", "--env", "development"], "express-pay new-checkout"),
    ] {
        let run = listed(arguments, None);
        let listed: Vec<&str> = run.out.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(listed.join(" "), keys, "{arguments:?}");
        let plural = if listed.len() == 1 { "" } else { "s" };
        assert_eq!((run.err, run.code), (format!("{} flag{plural}\n", listed.len()), 0));
    }
}

#[test]
fn one_environment_shows_its_own_column() {
    insta::assert_snapshot!(listed(&["--env", "staging", "--owner", "platform-team"], None).transcript());
}

#[test]
fn what_expired_and_what_soon_will_is_marked() {
    let run = listed(&["--type", "release", "--now", "2027-01-10"], None);
    insta::assert_snapshot!(run.transcript());
    assert!(run.out.lines().all(|line| line == line.trim_end()), "no line ends in blanks:\n{}", run.out);
}

#[test]
fn an_unknown_environment_type_or_stage_is_refused_with_what_is_known() {
    for (arguments, said) in [
        (&["--env", "prod"][..], "error: unknown environment 'prod'\nhelp: did you mean 'production'?\n"),
        (&["--type", "relase"], "tip: a similar value exists: 'release'"),
        (&["--stage", "live"], "[possible values: draft, testing, ramping, released, retired]"),
    ] {
        let run = listed(arguments, None);
        assert_eq!((run.out.as_str(), run.code), ("", 2));
        assert!(run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn broken_files_are_named_beside_the_list_of_the_others() {
    let sandbox = Sandbox::new(&[("good.yaml", flag("rollout: 10")), ("broken.yaml", flag("rolout: 10"))]);
    insta::assert_snapshot!(sandbox.run(&["list"]).transcript());
    let document = sandbox.json(&["list"]);
    assert_eq!(document["flags"].as_array().unwrap().len(), 1);
    assert_eq!(document["problems"][0]["rule"], "unknown-field");
}

#[test]
fn an_environment_is_not_judged_by_settings_that_cannot_be_read() {
    let sandbox = Sandbox::new(&[("a.yaml", flag("")), ("ffctl.yaml", "environments: [production\n".to_owned())]);
    let run = sandbox.run(&["list", "--env", "production"]);
    assert_eq!((run.out.as_str(), run.code), ("", 2));
    assert!(run.err.contains("error[yaml-syntax]") && !run.err.contains("unknown environment"), "{}", run.err);
}

#[test]
fn machines_get_every_column_of_every_flag() {
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", "environments: [staging, production]\n".to_owned()),
        (
            "team/banner.yaml",
            "description: d\nowner: growth\ntype: experiment\ncreated: 2026-11-01\nexpires: 2026-12-01\ntags: [a, b]\n\
             variants: {x: 1, y: 2}\nfallback: x\nenabled: true\noverrides: {y: [u-1, u-2]}\nrollout: 12.5\nserve: y\n\
             environments: {production: {rollout: 100, split: {x: 33.333, y: 66.667}}}\n"
                .to_owned(),
        ),
    ]);
    let state = |rollout: f64, serve: Value, split: Value| json!({"enabled": true, "rollout": rollout, "serve": serve, "split": split, "rules": 0, "overrides": 2});
    let named = |name: &str, mut state: Value| {
        state["environment"] = name.into();
        state
    };
    let split = json!([{"variant": "x", "weight": 33.333}, {"variant": "y", "weight": 66.667}]);
    let plain = state(12.5, json!("y"), Value::Null);
    let expected = json!({
        "version": 1,
        "environments": ["staging", "production"],
        "flags": [{
            "key": "banner", "type": "experiment", "owner": "growth", "tags": ["a", "b"], "stage": "ramping",
            "default": plain,
            "environments": [named("staging", plain.clone()), named("production", state(100.0, Value::Null, split))],
            "created": "2026-11-01", "ageDays": 20, "expires": "2026-12-01", "expiresInDays": 10,
            "file": "flags/team/banner.yaml",
        }],
        "problems": [],
    });
    assert_eq!(sandbox.json(&["list", "--now", TODAY]), expected);
}
