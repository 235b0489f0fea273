//! `ffctl experiment plan`

use crate::program::{Sandbox, flag};
use crate::{COLOUR, sandbox};
use serde_json::{Value, json};

fn planned(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    sandbox.json(&[&["experiment", "plan", "colour"], arguments].concat())
}

const TEN_TO_ELEVEN: [&str; 4] = ["--baseline", "0.10", "--mde", "0.01"];

fn users(plan: &Value) -> Vec<(String, u64)> {
    let variants = plan["variants"].as_array().unwrap().iter();
    variants.map(|of| (of["variant"].as_str().unwrap().to_owned(), of["users"].as_u64().unwrap())).collect()
}

/// 14750.79 of each, by the table of the statistics.
#[test]
fn two_equal_groups_take_what_the_formula_says() {
    let plan = planned(&sandbox(), &TEN_TO_ELEVEN);
    assert_eq!(users(&plan), [("blue".to_owned(), 14751), ("green".to_owned(), 14751)]);
    assert_eq!((&plan["version"], &plan["total"], &plan["days"]), (&json!(1), &json!(29502), &Value::Null));
    let percents = planned(&sandbox(), &["--baseline", "10%", "--mde", "10%"]);
    assert_eq!(percents["variants"], plan["variants"]);
}

#[test]
fn the_slowest_group_decides_and_only_the_admitted_count() {
    let sandbox = sandbox();
    let plan = planned(&sandbox, &[&TEN_TO_ELEVEN[..], &["-e", "production", "--traffic", "4000"]].concat());
    let numbers: Vec<u64> = users(&plan).into_iter().map(|(_, users)| users).collect();
    let [blue, green, red] = numbers[..] else { panic!("{plan}") };
    // Shares of 50, 25 and 25 percent of the half that takes part, each compared at 2.5%.
    assert_eq!((plan["alpha_per_comparison"].as_f64(), plan["admitted"].as_f64()), (Some(0.025), Some(0.5)));
    assert!(green == red && blue.abs_diff(2 * green) <= 1, "{plan}");
    let total = plan["total"].as_u64().unwrap();
    assert_eq!((total, plan["days"].as_u64()), (blue + green + red, Some((total * 2).div_ceil(4000))));
    // A group of a quarter needs more than one of half does, though not twice as many.
    let equal = planned(&sandbox, &[&TEN_TO_ELEVEN[..], &["--alpha", "0.025"]].concat());
    let of_equal = users(&equal)[0].1;
    assert!(green < of_equal && of_equal < blue, "{green} {of_equal} {blue}");
}

#[test]
fn who_is_not_admitted_is_the_control_where_the_split_does_not_draw_it() {
    let rollout = Sandbox::new(&[("colour.yaml", flag("rollout: 10"))]);
    let plan = planned(&rollout, &TEN_TO_ELEVEN);
    assert_eq!(plan["control"], "false");
    let [(no, many), (yes, few)] = &users(&plan)[..] else { panic!("{plan}") };
    assert_eq!((no.as_str(), yes.as_str(), plan["admitted"].as_f64()), ("false", "true", Some(1.0)));
    assert!(many.abs_diff(few * 9) <= 9, "{plan}");
}

#[test]
fn where_nobody_gets_the_fallback_a_control_has_to_be_named() {
    let sandbox = sandbox();
    sandbox.write("colour.yaml", COLOUR.replace("split: {blue: 50, green: 50}", "split: {green: 40, red: 60}"));
    let run = sandbox.run(&[&["experiment", "plan", "colour"], &TEN_TO_ELEVEN[..]].concat());
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("nobody gets 'blue'") && run.err.contains("--control") && run.err.contains("green, red"),
        "{run:?}"
    );
    let plan = planned(&sandbox, &[&TEN_TO_ELEVEN[..], &["--control", "red"]].concat());
    assert_eq!(plan["control"], "red");
    let [(_, green), (_, red)] = &users(&plan)[..] else { panic!("{plan}") };
    assert!((red * 2).abs_diff(green * 3) <= 3, "{plan}");
}

#[test]
fn a_flag_that_splits_nobody_yet_is_planned_with_equal_shares_and_says_so() {
    let plan = planned(&sandbox(), &[&TEN_TO_ELEVEN[..], &["-e", "staging"]].concat());
    let counts: Vec<u64> = users(&plan).into_iter().map(|(_, users)| users).collect();
    assert!(counts.len() == 3 && counts.iter().all(|users| *users == counts[0]), "{plan}");
    assert!(plan["notes"][0].as_str().unwrap().contains("equal shares"), "{plan}");
}

#[test]
fn values_are_planned_by_their_deviation() {
    let sandbox = sandbox();
    // (1 + 1) * ((1.959964 + 0.841621) * 30 / 1.5)² = 6279.1
    for difference in [&["--mde", "1.5"][..], &["--mde", "-1.5"], &["--mde", "5%", "--mean", "30"]] {
        let plan = planned(&sandbox, &[&["--sd", "30"], difference].concat());
        assert_eq!(users(&plan)[0].1, 6280, "{plan}");
    }
}

#[test]
fn what_stands_in_the_way_of_the_plan_is_said() {
    let sandbox = sandbox();
    let late = planned(&sandbox, &[&TEN_TO_ELEVEN[..], &["--traffic", "1000"]].concat());
    assert_eq!(late["until"], "2026-12-21");
    assert_eq!(late["notes"], json!(["the flag expires on 2026-12-01, before 2026-12-21"]));
    sandbox.write(
        "colour.yaml",
        COLOUR.replace(
            "enabled: true",
            "enabled: false\nrules: [{if: {attribute: a, operator: exists, value: true}, serve: red}]",
        ),
    );
    let notes = planned(&sandbox, &TEN_TO_ELEVEN)["notes"].to_string();
    assert!(notes.contains("switched off") && notes.contains("rules or overrides"), "{notes}");
}

#[test]
fn what_cannot_be_planned_is_refused_with_the_way_out() {
    let sandbox = sandbox();
    for (arguments, error, help) in [
        (&["--baseline", "0.10", "--mde", "5"][..], "--mde makes the rate 5.1", "--mde ends in %"),
        (&["--sd", "3", "--mde", "5%"], "a relative --mde needs a mean", "pass --mean"),
        (&["--baseline", "0.1", "--mde", "0.01", "--control", "gren"], "no variant 'gren'", "'green'"),
        (&["--baseline", "0.1", "--mde", "0.01", "--control", "red"], "nobody gets 'red'", "blue, green"),
        (&["--baseline", "0.1", "--mde", "0.01", "-e", "prod"], "unknown environment", "'production'"),
        (&["--baseline", "0.1", "--mde", "1e-12"], "no number of users", "larger --mde"),
        (&["--mde", "0.01"], "--baseline", "--help"),
        (&["--baseline", "1.5", "--mde", "0.01"], "above 0 and below 1", "--help"),
        (&["--baseline", "0.1", "--mde", "0"], "not 0", "--help"),
        (&["--baseline", "0.1", "--mde", "0.01", "--power", "0.3"], "above 0.5 and below 1", "--help"),
    ] {
        let run = sandbox.run(&[&["experiment", "plan", "colour"], arguments].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains(error) && run.err.contains(help), "{run:?}");
    }
}

#[test]
fn the_help_says_what_a_plan_goes_by() {
    let run = sandbox().run(&["experiment", "plan", "--help"]);
    for word in ["Bonferroni", "pooled", "Say how many users", "fills slowest"] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
}

#[test]
fn a_plan_for_people() {
    let sandbox = sandbox();
    let arguments = ["-e", "production", "--baseline", "0.10", "--mde", "0.01", "--traffic", "4000"];
    insta::assert_snapshot!(sandbox.run(&[&["experiment", "plan", "colour"], &arguments[..]].concat()).transcript());
}
