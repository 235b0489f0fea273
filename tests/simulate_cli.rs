//! `ffctl simulate`: distributions, the test of their shares, and ramps.

#![allow(clippy::unwrap_used)]

#[path = "common/program.rs"]
mod program;

use program::Sandbox;
use serde_json::{Value, json};

fn shop() -> Sandbox {
    Sandbox::new(&[
        ("ffctl.yaml", "environments: [production]\nramp: [1, 10, 50, 100]\n".to_owned()),
        (
            "checkout.yaml",
            program::flag(
                "rollout: 10\nrules:\n  - name: staff\n    if: {attribute: plan, operator: equals, value: staff}\n    rollout: 40",
            ),
        ),
        (
            "colour.yaml",
            program::flag(
                "bucket_by: company.id\nvariants: {blue: b, red: r}\nfallback: red\nsplit: {blue: 50, red: 50}",
            ),
        ),
    ])
}

#[test]
fn synthetic_people_are_evaluated_one_by_one() {
    let shop = shop();
    let document = shop.json(&["simulate", "checkout", "-n", "3000", "--ids-from", "x-"]);
    let lines: Vec<String> = (1..=3000).map(|n| json!({"user_id": format!("x-{n}")}).to_string()).collect();
    std::fs::write(shop.path("users.ndjson"), lines.join("\n")).unwrap();
    let summary = shop.json(&["eval", "checkout", "--contexts", "users.ndjson", "--summary"]);
    assert_eq!(document["answers"], summary["flags"][0]);
    assert_eq!((&document["version"], &document["population"]), (&json!(1), &json!("x-1 … x-3000")));
    let given = shop.json(&["simulate", "checkout", "--contexts", "users.ndjson"]);
    assert_eq!((&given["answers"], &given["ratios"]), (&document["answers"], &document["ratios"]));
}

#[test]
fn people_have_the_attributes_that_are_given_and_the_id_that_is_hashed() {
    let shop = shop();
    let staff = shop.json(&["simulate", "checkout", "-n", "2000", "-a", "plan=staff"]);
    assert_eq!(staff["ratios"][0]["rule"], json!({"index": 0, "name": "staff"}));
    assert_eq!(staff["ratios"][0]["variants"][1]["configured"], json!(40.0));
    let colour = shop.json(&["simulate", "colour", "-n", "2000"]);
    let counts: Vec<u64> =
        colour["answers"]["variants"].as_array().unwrap().iter().filter_map(|v| v["count"].as_u64()).collect();
    assert!(counts.iter().all(|&count| count > 800), "each company is drawn for: {colour}");
    let one = shop.run(&["simulate", "colour", "-n", "2000", "-a", "company.id=c-1", "--format", "json"]);
    assert_eq!(one.code, 1, "one company for all is no fair draw");
}

#[test]
fn shares_that_are_kept_pass_and_others_are_a_mismatch() {
    let shop = shop();
    let fair = shop.run(&["simulate", "checkout", "-n", "20000"]);
    assert_eq!(fair.code, 0, "{fair:?}");
    assert!(fair.out.contains("default  drawn as configured  chi-squared"), "{fair:?}");
    // Only those whom the draw admits.
    let lines: Vec<String> = (1..=4000).map(|n| json!({"user_id": format!("u-{n}")}).to_string()).collect();
    std::fs::write(shop.path("all.ndjson"), lines.join("\n")).unwrap();
    let answers = shop.run(&["eval", "checkout", "--contexts", "all.ndjson"]).json_lines();
    let admitted = lines.iter().zip(&answers).filter(|(_, answer)| answer["value"] == json!(true));
    let admitted: Vec<&str> = admitted.map(|(line, _)| line.as_str()).collect();
    std::fs::write(shop.path("some.ndjson"), admitted.join("\n")).unwrap();
    let unfair = shop.run(&["simulate", "checkout", "--contexts", "some.ndjson"]);
    assert_eq!(unfair.code, 1, "{unfair:?}");
    assert!(
        unfair.out.contains("sample ratio mismatch")
            && unfair.out.contains("true: 100.000% counted, 10.000% configured"),
        "{unfair:?}"
    );
}

#[test]
fn few_people_prove_nothing() {
    let run = shop().run(&["simulate", "checkout", "-n", "20"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("too few were drawn to tell"), "{run:?}");
}

#[test]
fn a_ramp_goes_up_day_by_day_and_takes_from_nobody() {
    let shop = shop();
    let document = shop.json(&["simulate", "checkout", "-n", "5000", "--ramp", "--every", "2d"]);
    let steps = document["ramp"].as_array().unwrap();
    let of = |name: &str| steps.iter().map(|step| step[name].clone()).collect::<Vec<Value>>();
    assert_eq!(of("rollout"), [json!(10.0), json!(50.0), json!(100.0)]);
    assert_eq!(of("date"), [Value::Null, json!("2026-11-21"), json!("2026-11-23")]);
    assert_eq!(of("lose"), [json!(0), json!(0), json!(0)]);
    let counts: Vec<u64> = of("count").iter().filter_map(Value::as_u64).collect();
    let gains: Vec<u64> = of("gain").iter().filter_map(Value::as_u64).collect();
    assert_eq!((counts[2], gains[0]), (5000, 0));
    assert!((1..3).all(|nth| counts[nth] == counts[nth - 1] + gains[nth]));
    for (step, percent) in steps.iter().zip(["10", "50", "100"]) {
        shop.run(&["rollout", "checkout", percent]);
        let made = shop.json(&["simulate", "checkout", "-n", "5000"]);
        assert_eq!(made["answers"]["variants"][0]["count"], step["count"], "{percent}");
    }
    let end = shop.run(&["simulate", "checkout", "-n", "50", "--ramp"]);
    assert!(end.err.contains("100% is the end of the ramp"), "{end:?}");
}

#[test]
fn a_ramp_of_a_rule_is_that_of_its_people() {
    let shop = shop();
    let document = shop.json(&["simulate", "checkout", "-n", "2000", "--ramp", "--rule", "staff", "-a", "plan=staff"]);
    let rollouts: Vec<&Value> = document["ramp"].as_array().unwrap().iter().map(|step| &step["rollout"]).collect();
    assert_eq!(rollouts, [&json!(40.0), &json!(50.0), &json!(100.0)]);
    assert_eq!(document["ramp"][2]["count"], json!(2000));
}

#[test]
fn tables_stand_in_sixty_columns() {
    let shop = shop();
    for arguments in [&["simulate", "checkout", "-n", "2000"][..], &["simulate", "checkout", "-n", "2000", "--ramp"]] {
        let mut command = shop.ffctl(arguments);
        command.env("COLUMNS", "60");
        let run = program::Run::of(command);
        assert!(run.out.contains('█') && run.out.lines().all(|line| line.chars().count() <= 60), "{run:?}");
    }
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    let shop = shop();
    std::fs::write(shop.path("nobody.ndjson"), "").unwrap();
    for (arguments, said) in [
        (&["simulate", "chekout"][..], "did you mean 'checkout'"),
        (&["simulate", "checkout", "-e", "prod"], "unknown environment"),
        (&["simulate", "checkout", "-n", "0"], "invalid value '0'"),
        (&["simulate", "checkout", "-a", "plan"], "is not NAME=VALUE"),
        (&["simulate", "checkout", "--every", "1d"], "--ramp"),
        (&["simulate", "checkout", "--ramp", "--every", "0d"], "write 1d"),
        (&["simulate", "checkout", "--ramp", "--rule", "staf"], "did you mean 'staff'"),
        (&["simulate", "checkout", "--contexts", "nobody.ndjson"], "there is no context in nobody.ndjson"),
    ] {
        let run = shop.run(arguments);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(said), "{run:?}");
    }
}
