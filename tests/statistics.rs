//! The statistics against values that SciPy computes, and what must hold of them whatever the numbers.

#![allow(clippy::unwrap_used)]

use ffctl::statistics::*;
use proptest::prelude::*;

const TABLE: &str = include_str!("statistics/scipy.txt");

/// Equal to nine digits; what is zero but for rounding is zero.
fn is_near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= (1e-9 * theirs.abs()).max(1e-300) || (ours == 0.0 && theirs.abs() < 1e-15)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|word| word.parse().unwrap()).collect()
}

fn of_comparison(compared: Compared) -> Vec<f64> {
    let Interval { low, high } = compared.difference;
    let tested = [compared.statistic, compared.degrees, compared.p_value].into_iter().flatten();
    [compared.estimate, low, high].into_iter().chain(tested).collect()
}

fn sample(values: &[f64]) -> Sample {
    let mut sample = Sample::default();
    sample.extend(values.iter().copied());
    sample
}

fn whole(number: f64) -> u64 {
    number as u64
}

fn computed(kind: &str, input: &str) -> Vec<f64> {
    let groups: Vec<Vec<f64>> = input.split('|').map(numbers).collect();
    match (kind, &groups[0][..]) {
        ("normal_two_sided", [z]) => vec![normal_two_sided(*z)],
        ("normal_quantile", [p]) => vec![normal_quantile(*p)],
        ("t_two_sided", [t, degrees]) => vec![t_two_sided(*t, *degrees).unwrap()],
        ("t_quantile", [p, degrees]) => vec![t_quantile(*p, *degrees).unwrap()],
        ("chi_squared_tail", [x, degrees]) => vec![chi_squared_tail(*x, *degrees).unwrap()],
        ("wilson", [successes, trials, confidence]) => {
            let interval = Proportion::new(whole(*successes), whole(*trials)).wilson(*confidence).unwrap();
            vec![interval.low, interval.high]
        }
        ("compare_proportions", [k1, n1, k2, n2, confidence]) => {
            let [first, second] = [(k1, n1), (k2, n2)].map(|(k, n)| Proportion::new(whole(*k), whole(*n)));
            of_comparison(compare_proportions(first, second, *confidence).unwrap())
        }
        ("goodness_of_fit", cells) => {
            let cells: Vec<(u64, f64)> = cells.chunks(2).map(|cell| (whole(cell[0]), cell[1])).collect();
            let fit = goodness_of_fit(&cells).unwrap();
            vec![fit.statistic, fit.p_value]
        }
        ("welch", first) => of_comparison(compare_means(&sample(first), &sample(&groups[1]), groups[2][0]).unwrap()),
        ("mean_interval", values) => {
            let interval = sample(values).interval(groups[1][0]).unwrap();
            vec![interval.low, interval.high]
        }
        ("holm", p_values) => holm(p_values),
        ("proportion_sample_size", [first, second, alpha, power, ratio]) => {
            let (rates, design) = (Rates { first: *first, second: *second }, design(*alpha, *power, *ratio));
            vec![proportion_sample_size(rates, design).unwrap()]
        }
        ("mean_sample_size", [deviation, difference, alpha, power, ratio]) => {
            vec![mean_sample_size(*deviation, *difference, design(*alpha, *power, *ratio)).unwrap()]
        }
        other => panic!("{other:?}"),
    }
}

fn design(alpha: f64, power: f64, ratio: f64) -> TestDesign {
    TestDesign { alpha, power, ratio }
}

#[test]
fn every_figure_is_scipys_to_nine_digits() {
    let mut held = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let (question, expected) = line.split_once(" = ").unwrap();
        let (kind, input) = question.split_once(' ').unwrap();
        let (ours, theirs) = (computed(kind, input), numbers(expected));
        let all = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(ours, theirs)| is_near(*ours, *theirs));
        assert!(all, "{line}\nours: {ours:?}");
        held += 1;
    }
    assert!(held > 200, "{held}");
}

fn proportion() -> impl Strategy<Value = Proportion> {
    (1u64..100_000).prop_flat_map(|trials| (0..=trials).prop_map(move |successes| Proportion::new(successes, trials)))
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1000.0..1000.0f64, 2..40)
}

fn is_probability(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

proptest! {
    #[test]
    fn a_wilson_interval_holds_the_rate_and_stays_among_rates(sample in proportion(), confidence in 0.5..0.999) {
        let interval = sample.wilson(confidence).unwrap();
        prop_assert!(interval.contains(sample.rate().unwrap()), "{interval:?}");
        prop_assert!(is_probability(interval.low) && is_probability(interval.high), "{interval:?}");
    }

    #[test]
    fn more_users_narrow_an_interval_and_more_confidence_widens_it(sample in proportion(), times in 2u64..20) {
        let more = Proportion::new(sample.successes * times, sample.trials * times);
        prop_assert!(more.wilson(0.95).unwrap().width() < sample.wilson(0.95).unwrap().width());
        prop_assert!(sample.wilson(0.95).unwrap().width() < sample.wilson(0.99).unwrap().width());
    }

    #[test]
    fn comparing_rates_the_other_way_round_turns_the_sign_and_nothing_else(a in proportion(), b in proportion()) {
        let (there, back) = (compare_proportions(a, b, 0.95).unwrap(), compare_proportions(b, a, 0.95).unwrap());
        prop_assert_eq!(there.estimate, -back.estimate);
        prop_assert!((there.difference.low + back.difference.high).abs() < 1e-12);
        prop_assert_eq!(there.p_value, back.p_value);
        prop_assert!(there.p_value.is_none_or(is_probability));
        prop_assert!(there.difference.contains(there.estimate), "{there:?}");
    }

    #[test]
    fn comparing_means_the_other_way_round_turns_the_sign_and_nothing_else(a in values(), b in values()) {
        let (a, b) = (sample(&a), sample(&b));
        let (there, back) = (compare_means(&a, &b, 0.9).unwrap(), compare_means(&b, &a, 0.9).unwrap());
        prop_assert_eq!(there.estimate, -back.estimate);
        let (p, q) = (there.p_value.unwrap(), back.p_value.unwrap());
        prop_assert!(is_probability(p) && (p - q).abs() < 1e-12);
        prop_assert!(there.difference.contains(there.estimate) && a.interval(0.9).unwrap().contains(a.mean));
    }

    #[test]
    fn a_mean_is_the_same_in_any_order_and_wherever_zero_is(values in values(), shift in -1e6..1e6f64) {
        let reversed: Vec<f64> = values.iter().rev().copied().collect();
        let shifted: Vec<f64> = values.iter().map(|value| value + shift).collect();
        let [forth, back, shifted] = [sample(&values), sample(&reversed), sample(&shifted)];
        prop_assert!((forth.mean - back.mean).abs() < 1e-9 && (forth.mean + shift - shifted.mean).abs() < 1e-6);
        let spread = forth.variance().unwrap();
        prop_assert!((spread - shifted.variance().unwrap()).abs() <= 1e-6 * spread.max(1.0));
    }

    #[test]
    fn holm_lies_between_no_correction_and_bonferronis_and_keeps_the_order(
        p_values in prop::collection::vec(0.0..1.0, 1..8),
    ) {
        let corrected = holm(&p_values);
        for (p, q) in p_values.iter().zip(&corrected) {
            prop_assert!(p <= q && *q <= (p * p_values.len() as f64).min(1.0));
            prop_assert!(p_values.iter().zip(&corrected).all(|(other, of_other)| p > other || q <= of_other));
        }
    }

    #[test]
    fn counts_that_fall_as_the_shares_say_are_no_mismatch_and_impossible_ones_are(
        shares in prop::collection::vec(1u64..50, 2..6),
    ) {
        let exact: Vec<(u64, f64)> = shares.iter().map(|share| (share * 100, *share as f64)).collect();
        prop_assert!(goodness_of_fit(&exact).unwrap().p_value > 0.999_999);
        let impossible: Vec<(u64, f64)> = exact.iter().copied().chain([(1, 0.0)]).collect();
        prop_assert_eq!(goodness_of_fit(&impossible).unwrap().p_value, 0.0);
    }

    #[test]
    fn a_smaller_difference_more_power_and_a_stricter_level_take_more_users(
        first in 0.01..0.5, difference in 0.002..0.3, ratio in 0.1..10.0,
    ) {
        let size = |difference: f64, alpha, power| {
            proportion_sample_size(Rates { first, second: first + difference }, design(alpha, power, ratio)).unwrap()
        };
        let usual = size(difference, 0.05, 0.8);
        prop_assert!(size(difference / 2.0, 0.05, 0.8) > usual);
        prop_assert!(size(difference, 0.05, 0.9) > usual && size(difference, 0.01, 0.8) > usual);
    }

    /// The plan and the test speak of the same thing: at the planned size the difference to detect is just what the
    /// test finds significant when it is seen a little larger than the level alone asks for.
    #[test]
    fn samples_of_the_planned_size_find_the_planned_difference(first in 0.05..0.5, difference in 0.01..0.2) {
        let rates = Rates { first, second: first + difference };
        let size = proportion_sample_size(rates, design(0.05, 0.8, 1.0)).unwrap().ceil();
        let seen = |rate: f64| Proportion::new((rate * size).round() as u64, size as u64);
        let p = compare_proportions(seen(first), seen(first + difference), 0.95).unwrap().p_value.unwrap();
        prop_assert!(p < 0.05, "{p}");
    }
}

#[test]
fn where_there_is_no_answer_there_is_no_number() {
    let (nobody, none, all) = (Proportion::new(0, 0), Proportion::new(0, 10), Proportion::new(10, 10));
    assert_eq!((nobody.rate(), nobody.wilson(0.95)), (None, None));
    assert_eq!(compare_proportions(nobody, all, 0.95), None);
    for same in [none, all] {
        let compared = compare_proportions(same, same, 0.95).unwrap();
        assert_eq!((compared.statistic, compared.p_value), (None, None));
        assert!(compared.difference.low < 0.0 && compared.difference.high > 0.0);
    }
    assert_eq!(sample(&[1.0]).interval(0.95), None);
    assert_eq!(compare_means(&sample(&[1.0]), &sample(&[1.0, 2.0]), 0.95), None);
    assert_eq!(compare_means(&sample(&[2.0, 2.0]), &sample(&[3.0, 3.0]), 0.95).unwrap().p_value, None);
    assert_eq!(goodness_of_fit(&[(3, 1.0)]), None);
    assert_eq!(goodness_of_fit(&[(0, 0.5), (0, 0.5)]), None);
    assert_eq!(holm(&[]), Vec::<f64>::new());
    let alike = Rates { first: 0.1, second: 0.1 };
    assert_eq!(proportion_sample_size(alike, design(0.05, 0.8, 1.0)), None);
    assert_eq!(mean_sample_size(0.0, 1.0, design(0.05, 0.8, 1.0)), None);
}
