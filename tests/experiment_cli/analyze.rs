//! What is said of the groups.

use crate::git::Repo;
use crate::program::{Run, Sandbox, ffctl, flag};
use crate::{COLOUR, FILES, Group, SETTINGS, analyse, analysed, is_near, sandbox, write};
use serde_json::{Value, json};

fn comparison(document: &Value, metric: usize, variant: usize) -> &Value {
    &document["metrics"][metric]["variants"][variant]["comparison"]
}

/// `compare_proportions 100 1000 130 1000 0.95` in the table of the statistics.
#[test]
fn a_difference_is_what_the_statistics_say_it_is() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 1000, 100), Group("green", 1000, 130)]);
    let document = analysed(&sandbox, &["--now", "2026-12-01"]);
    let found = comparison(&document, 0, 1);
    assert_eq!((&document["version"], &found["verdict"]), (&json!(1), &json!("significant")));
    assert!(is_near(&found["difference"], 0.03) && is_near(&found["relative"], 0.3), "{found}");
    assert!(is_near(&found["p_value"], SCIPY_P) && is_near(&found["corrected_p_value"], SCIPY_P), "{found}");
    assert!(found["interval"]["low"].as_f64().unwrap() > 0.0, "{found}");
    assert_eq!((&document["too_early"], &document["sample_ratio"]["is_mismatch"]), (&Value::Null, &json!(false)));
}

/// Of `stats.chi2_contingency([[100, 900], [130, 870]], correction=False)`.
const SCIPY_P: f64 = 0.035_488_450_466_474_63;

#[test]
fn several_variants_are_corrected_and_a_p_value_below_the_level_may_not_be_enough() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 2000, 200), Group("green", 1000, 124), Group("red", 1000, 110)]);
    let document = analysed(&sandbox, &["-e", "production", "--now", "2026-12-01"]);
    let green = comparison(&document, 0, 1);
    let (p, corrected) = (green["p_value"].as_f64().unwrap(), green["corrected_p_value"].as_f64().unwrap());
    assert!(p < 0.05 && corrected > 0.05 && is_near(&json!(corrected), 2.0 * p), "{green}");
    assert_eq!(green["verdict"], "not-significant");
    let message = green["message"].as_str().unwrap();
    assert!(message.contains("This does not show that there is no difference"), "{message}");
}

#[test]
fn values_are_added_up_by_user_and_who_has_none_has_zero() {
    let sandbox = sandbox();
    sandbox.write("../exposures.csv", "user_id,variant\na,blue\nb,blue\nc,blue\nx,green\ny,green\nz,green\n");
    sandbox.write("../conversions.csv", "user_id,paid\na,1\na,2\nb,6\nx,5\ny,10\nz,15.5\n");
    let document = analysed(&sandbox, &["--value", "paid"]);
    let [blue, green] = [0, 1].map(|nth| &document["metrics"][1]["variants"][nth]);
    assert!(is_near(&blue["estimate"], 3.0) && is_near(&green["estimate"], 30.5 / 3.0), "{document}");
    assert!(is_near(&green["comparison"]["difference"], 30.5 / 3.0 - 3.0), "{green}");
    assert!(green["comparison"]["degrees"].is_number() && blue["converted"] == 2, "{document}");
    // Six users are too few for rates, which are held to counts.
    assert_eq!(comparison(&document, 0, 1)["verdict"], "too-few");
}

#[test]
fn groups_that_are_not_filled_as_the_flag_says_have_no_verdict_and_fail() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 5200, 500), Group("green", 4800, 900)]);
    let run = analyse(&sandbox, &[]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.starts_with("error: sample ratio mismatch") && run.out.contains("no verdict"), "{run:?}");
    assert!(!run.out.contains("significant"), "{run:?}");
    // By the shares of production, the same groups are as far off; there nobody may be left out of them at all.
    assert_eq!(analyse(&sandbox, &["-e", "production"]).code, 1);
    assert!(!analyse(&sandbox, &["-q"]).err.is_empty());
}

#[test]
fn a_variant_that_nobody_should_get_is_a_mismatch() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 500, 50), Group("green", 500, 50), Group("red", 1, 0)]);
    let document = analysed(&sandbox, &[]);
    assert_eq!(
        (&document["sample_ratio"]["p_value"], &document["sample_ratio"]["statistic"]),
        (&json!(0.0), &Value::Null)
    );
    assert_eq!(document["sample_ratio"]["is_mismatch"], true);
}

#[test]
fn where_the_flag_splits_nobody_the_ratio_is_not_tested_and_the_way_is_told() {
    let boolean = Sandbox::new(&[("ffctl.yaml", SETTINGS), ("colour.yaml", &flag("rollout: 100"))]);
    write(&boolean, &[Group("true", 900, 90), Group("false", 300, 30)]);
    let document = analysed(&boolean, &[]);
    assert_eq!(document["sample_ratio"]["p_value"], Value::Null);
    assert!(document["notes"][0].as_str().unwrap().contains("--rev"), "{document}");
    assert_eq!(document["control"], "false");
}

#[test]
fn a_flag_that_serves_the_winner_by_now_is_asked_as_it_was() {
    let repo = Repo::new();
    repo.write("flags/ffctl.yaml", SETTINGS);
    repo.write("flags/colour.yaml", COLOUR);
    repo.commit("the experiment", "2026-11-02");
    repo.write("flags/colour.yaml", &COLOUR.replace("split: {blue: 50, green: 50}", "serve: green"));
    repo.commit("the winner", "2026-11-20");
    let lines = |from: &str| (0..400).map(|nth| format!("{nth},{}\n", ["blue", from][nth % 2])).collect::<String>();
    repo.write("exposures.csv", &format!("user_id,variant\n{}", lines("green")));
    repo.write("conversions.csv", "user_id\n");
    let ratio = |arguments: &[&str]| {
        let words = [&["experiment", "analyze", "colour", "--format", "json"], &FILES[..], arguments].concat();
        Run::of(ffctl(repo.path(), &words)).json()["sample_ratio"]["p_value"].as_f64()
    };
    assert_eq!(
        (ratio(&[]), ratio(&["--rev", "HEAD~1"]), ratio(&["--as-of", "2026-11-10"])),
        (None, Some(1.0), Some(1.0))
    );
}

#[test]
fn values_without_bounds_are_no_panic() {
    let sandbox = sandbox();
    sandbox.write("../exposures.csv", "user_id,variant\na,blue\nb,blue\nx,green\ny,green\n");
    sandbox.write("../conversions.csv", "user_id,paid\na,1e308\na,1e308\nb,-1e308\nx,5e-324\ny,1e300\n");
    let run = analyse(&sandbox, &["--value", "paid", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(comparison(&run.json(), 1, 1)["verdict"], "too-few");
}

#[test]
fn a_look_before_the_end_is_told_to_be_too_early() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 1000, 100), Group("green", 1000, 130)]);
    for (arguments, why) in [
        (&[][..], Some("the flag runs until 2026-12-01, for 10 more days")),
        (&["--now", "2026-11-30"], Some("for 1 more day.")),
        (&["--now", "2026-12-01"], None),
        (&["--planned", "2000"], None),
        (&["--planned", "2001", "--now", "2026-12-24"], Some("2000 of the 2001 planned users")),
        (&["--mde", "10%"], Some("2000 of the 29502 planned users")),
        (&["--mde", "50%"], None),
    ] {
        let told = &analysed(&sandbox, arguments)["too_early"];
        assert_eq!(told.is_null(), why.is_none(), "{arguments:?}: {told}");
        assert!(why.is_none_or(|why| told.as_str().unwrap().contains(why)), "{arguments:?}: {told}");
    }
    let early = analyse(&sandbox, &["-q"]);
    assert!(early.code == 0 && early.err.starts_with("warning: too early"), "{early:?}");
    assert!(early.out.contains("would be significant at 5% if this were the end"), "{early:?}");
    let at_the_end = analyse(&sandbox, &["--now", "2026-12-01"]);
    assert!(
        at_the_end.out.contains("\ngreen  significant at 5%: the difference is +0.20 to +5.81 points"),
        "{at_the_end:?}"
    );
}

#[test]
fn where_there_is_too_little_to_test_it_is_said_why() {
    for (groups, why) in [
        ([Group("blue", 50, 0), Group("green", 50, 0)], "nobody converted"),
        ([Group("blue", 50, 50), Group("green", 50, 50)], "everybody converted"),
        ([Group("blue", 50, 1), Group("green", 50, 8)], "fewer than 5"),
        ([Group("blue", 4, 2), Group("green", 0, 0)], "nobody was exposed to 'green'"),
        ([Group("blue", 0, 0), Group("green", 4, 2)], "nobody was exposed to 'blue'"),
    ] {
        let sandbox = sandbox();
        write(&sandbox, &groups);
        let document = analysed(&sandbox, &["--value", "paid"]);
        let found = comparison(&document, 0, 1);
        assert_eq!(found["verdict"], "too-few", "{found}");
        assert!(found["message"].as_str().unwrap().contains(why), "{why}: {found}");
        let run = analyse(&sandbox, &[]);
        assert!(run.code == 0 && run.out.contains(why), "{run:?}");
    }
}

#[test]
fn another_variant_can_be_the_control() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 1000, 130), Group("green", 1000, 100)]);
    let document = analysed(&sandbox, &["--control", "green"]);
    assert_eq!(
        (&document["control"], &document["metrics"][0]["variants"][1]["variant"]),
        (&json!("green"), &json!("blue"))
    );
    assert!(is_near(&comparison(&document, 0, 1)["difference"], 0.03));
}

#[test]
fn the_help_says_what_an_analysis_goes_by() {
    let run = sandbox().run(&["experiment", "analyze", "--help"]);
    for word in ["Holm", "Wilson", "Welch", "Newcombe", "chi-squared", "below 0.001", "Exit codes"] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
}

#[test]
fn an_analysis_for_people() {
    let sandbox = sandbox();
    write(&sandbox, &[Group("blue", 2000, 200), Group("green", 1000, 141), Group("red", 1000, 110)]);
    insta::assert_snapshot!(analyse(&sandbox, &["-e", "production", "--value", "paid"]).transcript());
    let words = [&["experiment", "analyze", "colour", "-e", "production"], &FILES[..]].concat();
    let mut narrow = sandbox.ffctl(&words);
    narrow.env("COLUMNS", "60");
    let narrow = Run::of(narrow);
    assert!(format!("{}{}", narrow.out, narrow.err).lines().all(|line| line.chars().count() <= 60), "{narrow:?}");
    insta::assert_snapshot!(narrow.transcript());
}
