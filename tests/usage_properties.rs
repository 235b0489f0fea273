//! Metrics are read back as they were written, and no text makes a reader panic.

#![allow(clippy::unwrap_used)]

use ffctl::usage::{LAST_EVALUATION, SERVED_SINCE, Sample, Usage, read_exposition, read_responses};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Labels with any text for a value.
fn labels() -> impl Strategy<Value = Vec<(String, String)>> {
    vec(("[a-zA-Z_][a-zA-Z0-9_]{0,5}", any::<String>()), 0..4)
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn written(name: &str, labels: &[(String, String)], value: f64) -> String {
    let labels = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
    format!("{name}{{{}}} {value}", labels.collect::<Vec<_>>().join(","))
}

/// Texts that look like metrics for a while.
fn broken() -> impl Strategy<Value = String> {
    let pieces =
        ["m", "{", "}", "a=", "\"", "\\", "b", ",", " ", "\n", "1", "NaN", "#", "\t", "ü", "\u{feff}", LAST_EVALUATION];
    let json =
        ["{", "}", "[", "]", "\"status\":", "\"success\"", ",", "\"data\":", "1", "null", "\"metric\":", "\"value\":"];
    prop_oneof![vec(select(pieces.to_vec()), 0..40), vec(select(json.to_vec()), 0..40)]
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_sample_is_read_as_it_was_written(labels in labels(), value in any::<f64>().prop_filter("a number", |v| !v.is_nan())) {
        let text = format!("# HELP m x\n{}\n", written("m", &labels, value));
        let mut read = Vec::new();
        let done = read_exposition(&text, |Sample { name, labels, value }| {
            let labels = labels.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned()));
            read.push((name.unwrap().into_owned(), labels.collect::<Vec<_>>(), value));
            Ok(())
        });
        prop_assert_eq!(done, Ok(()));
        prop_assert_eq!(read, vec![("m".to_owned(), labels, value)]);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in prop_oneof![broken(), any::<String>()]) {
        let _ = read_exposition(&text, |_| Ok(()));
        let _ = read_responses(&text, |_| Ok(()));
        let _ = Usage::default().add("s", &text);
    }

    #[test]
    fn both_forms_tell_the_same_of_the_same_series(
        series in vec(
            (select(vec![LAST_EVALUATION, SERVED_SINCE]), "[a-c]", select(vec!["", "staging", "ü \"\\\n"]), 1_600_000_000_u32..1_900_000_000),
            1..12,
        )
    ) {
        let labels = |flag: &str, environment: &str| {
            vec![("flag".to_owned(), flag.to_owned()), ("environment".to_owned(), environment.to_owned())]
        };
        let line = |(name, flag, environment, value): &(&str, String, &str, u32)| {
            written(name, &labels(flag, environment), f64::from(*value)) + "\n"
        };
        let entry = |(name, flag, environment, value): &(&str, String, &str, u32)| {
            let named = labels(flag, environment).into_iter().chain([("__name__".to_owned(), (*name).to_owned())]);
            let metric: Map<String, Value> = named.map(|(name, value)| (name, value.into())).collect();
            json!({"metric": metric, "value": [1, value.to_string()]})
        };
        let result: Vec<Value> = series.iter().map(entry).collect();
        let response = json!({"status": "success", "data": {"resultType": "vector", "result": result}}).to_string();
        let (mut text, mut api) = (Usage::default(), Usage::default());
        text.add("s", &series.iter().map(line).collect::<String>()).unwrap();
        api.add("s", &response).unwrap();
        prop_assert_eq!(&text, &api);
        // The order of lines means nothing, nor does hearing it twice.
        text.add("s", &series.iter().rev().map(line).collect::<String>()).unwrap();
        prop_assert_eq!(text, api);
    }
}
