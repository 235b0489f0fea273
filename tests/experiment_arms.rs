//! The arms that a plan reads from a flag are those that evaluation fills.

#![allow(clippy::unwrap_used)]

use ffctl::evaluate::{CompiledFlag, Segments, draw};
use ffctl::experiment::{Arms, ArmsError};
use ffctl::model::{Context, Flag, Percent};
use ffctl::statistics::goodness_of_fit;
use ffctl::yaml::read_flag;

const USERS: u32 = 40_000;

fn flag(fields: &str) -> Flag {
    let head = "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: true\n";
    read_flag("colour", &format!("{head}{fields}")).valid().unwrap()
}

/// How many of the users who take part get each arm, beside its share.
fn filled(flag: &Flag, arms: &Arms, takes_part: impl Fn(&str) -> bool) -> Vec<(u64, f64)> {
    let segments = Segments::default();
    let compiled = CompiledFlag::compile(flag, None, &segments).unwrap();
    let mut cells: Vec<(u64, f64)> = arms.list.iter().map(|arm| (0, arm.share)).collect();
    for id in (0..USERS).map(|nth| format!("u-{nth}")).filter(|id| takes_part(id)) {
        let context = Context::from_json(serde_json::json!({ "user_id": id })).unwrap();
        let variant = compiled.evaluate(&context).variant;
        let arm = arms.list.iter().position(|arm| arm.variant == *variant);
        cells[arm.expect("every user who takes part is in an arm")].0 += 1;
    }
    cells
}

#[test]
fn users_fall_into_the_arms_by_their_shares() {
    let three = "variants: {blue: B, green: G, red: R}\nfallback: blue\n";
    for (fields, admitted) in [
        ("rollout: 12.5".to_owned(), None),
        (format!("{three}split: {{blue: 60, green: 30, red: 10}}"), None),
        (format!("{three}rollout: 30\nsplit: {{green: 25, red: 75}}"), None),
        // Who is not admitted gets blue too, and takes no part.
        (format!("{three}rollout: 50\nsplit: {{blue: 33.4, green: 33.3, red: 33.3}}"), Some("50")),
    ] {
        let flag = flag(&fields);
        let arms = Arms::of(&flag, None, None).unwrap();
        let rollout: Percent = admitted.unwrap_or("100").parse().unwrap();
        let cells = filled(&flag, &arms, |id| draw(flag.salt(), id).admitted_to(rollout));
        let fit = goodness_of_fit(&cells).unwrap();
        assert!(fit.p_value > 0.001, "{fields}: {cells:?}");
        let (counted, expected) =
            (cells.iter().map(|(users, _)| users).sum::<u64>(), arms.admitted() * f64::from(USERS));
        assert!((counted as f64 - expected).abs() < 4.0 * expected.sqrt(), "{fields}: {counted} of {expected}");
    }
}

#[test]
fn whoever_is_not_admitted_makes_a_mismatch_where_the_split_draws_the_fallback() {
    let flag = flag("variants: {blue: B, green: G}\nfallback: blue\nrollout: 50\nsplit: {blue: 50, green: 50}");
    let arms = Arms::of(&flag, None, None).unwrap();
    assert!(goodness_of_fit(&filled(&flag, &arms, |_| true)).unwrap().p_value < 1e-9);
}

#[test]
fn a_flag_of_one_variant_has_nothing_to_compare() {
    let flag = flag("variants: {blue: B}\nfallback: blue\nserve: blue");
    assert_eq!(Arms::of(&flag, None, None), Err(ArmsError::OneVariant));
}
