//! Who gets what, in numbers.

use crate::program::{Run, Sandbox};
use crate::with_contexts;
use serde_json::{Value, json};

/// Five hundred customers, and two lines that are none.
fn customers() -> Sandbox {
    let customer = |n: usize| {
        let plan = ["free", "basic", "premium"][n % 3];
        let country = match n % 7 {
            0 => String::new(),
            m => format!(",\"country\":\"{}\"", ["US", "CA", "DE", "FR", "US", "US"][m - 1]),
        };
        format!("{{\"user_id\":\"u-{n}\",\"plan\":\"{plan}\"{country}}}\n")
    };
    let text: String = (0..500).map(customer).chain(["oops\n".to_owned(), "[]\n".to_owned()]).collect();
    with_contexts("customers.ndjson", text)
}

fn asked<'a>(keys: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&["eval"], keys, &["-e", "production", "--contexts", "customers.ndjson", "--summary"], more].concat()
}

#[test]
fn people_see_counts_shares_and_bars() {
    let sandbox = customers();
    let at = |columns: &str, arguments: &[&str]| {
        let mut command = sandbox.ffctl(arguments);
        command.env("COLUMNS", columns);
        Run::of(command).transcript()
    };
    insta::assert_snapshot!(
        "summary_at_100_columns",
        at("100", &asked(&["new-checkout"], &["--group-by", "country", "--top", "3"]))
    );
    insta::assert_snapshot!("summary_at_60_columns", at("60", &asked(&["new-checkout"], &[])));
    insta::assert_snapshot!(
        "groups_of_many_variants_at_60_columns",
        at("60", &asked(&["pricing-page-headline"], &["--group-by", "plan"]))
    );
}

#[test]
fn the_document_counts_what_the_answers_say() {
    let sandbox = customers();
    let keys = ["new-checkout", "pricing-page-headline"];
    let document = sandbox.json(&asked(&keys, &["--group-by", "country"]));
    assert_eq!([&document["version"], &document["contexts"], &document["badLines"]], [1, 500, 2]);
    assert_eq!((&document["environment"], &document["groupBy"]), (&json!("production"), &json!("country")));
    for (flag, key) in document["flags"].as_array().unwrap().iter().zip(keys) {
        let answers = sandbox.run(&["eval", key, "-e", "production", "--contexts", "customers.ndjson"]).json_lines();
        assert_eq!(flag["key"], key);
        for variant in flag["variants"].as_array().unwrap() {
            let given = answers.iter().filter(|answer| answer["variant"] == variant["variant"]);
            let (count, values): (usize, Vec<&Value>) = given.fold((0, vec![]), |(n, mut values), answer| {
                values.push(&answer["value"]);
                (n + 1, values)
            });
            assert_eq!(variant["count"], count, "{variant}");
            assert!(values.iter().all(|value| **value == variant["value"]));
            assert_eq!(variant["share"].as_f64().unwrap(), (count as f64 / 500.0 * 100_000.0).round() / 1000.0);
        }
        for reason in flag["reasons"].as_array().unwrap() {
            let same = |answer: &&Value| {
                (&answer["reason"], &answer["rule"], &answer["errorCode"])
                    == (&reason["reason"], &reason["rule"], &reason["errorCode"])
            };
            assert_eq!(reason["count"], answers.iter().filter(same).count(), "{reason}");
        }
    }
}

#[test]
fn groups_are_sorted_by_size_and_those_without_the_attribute_are_one() {
    let sandbox = customers();
    let document = sandbox.json(&asked(&["new-checkout"], &["--group-by", "country", "--top", "2"]));
    let flag = &document["flags"][0];
    let told = |group: &Value| (group["group"].clone(), group["count"].clone());
    let groups: Vec<(Value, Value)> = flag["groups"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(groups, [(json!("US"), json!(214)), (json!(null), json!(72))]);
    let others = &flag["otherGroups"];
    assert_eq!([&others["groups"], &others["count"]], [&json!(3), &json!(214)]);
    assert_eq!(others["uncounted"], false);
    let in_group = |group: &Value| {
        let counts = group["variants"].as_array().unwrap().iter().map(|variant| variant["count"].as_u64().unwrap());
        assert_eq!(counts.sum::<u64>(), group["count"].as_u64().unwrap());
    };
    flag["groups"].as_array().unwrap().iter().chain([others]).for_each(in_group);
}

#[test]
fn more_groups_than_can_be_held_are_counted_together() {
    let contexts: String = (0..10_050).map(|n| format!("{{\"user_id\":\"u-{n}\"}}\n")).collect();
    let sandbox = with_contexts("many.ndjson", contexts);
    let asked =
        ["eval", "card-payments", "--contexts", "many.ndjson", "--summary", "--group-by", "user_id", "--top", "1"];
    let flag = sandbox.json(&asked)["flags"][0].clone();
    let others = &flag["otherGroups"];
    assert_eq!([&others["groups"], &others["count"]], [9_999, 10_049]);
    assert_eq!(others["uncounted"], true);
    let people = sandbox.run(&asked);
    assert!(people.out.contains("(9,999 others and more)"), "{}", people.out);
}

#[test]
fn a_path_groups_by_what_it_leads_to_and_any_value_has_a_name() {
    let contexts = "{\"company\":{\"plan\":\"team\"}}\n{\"company.plan\":\"team\"}\n{\"company\":{\"plan\":7}}\n\
                    {\"company\":{\"plan\":[1,\"a\"]}}\n{\"company\":{\"plan\":null}}\n";
    let sandbox = with_contexts("a.ndjson", contexts);
    let flag =
        sandbox.json(&["eval", "card-payments", "--contexts", "a.ndjson", "--summary", "--group-by", "company.plan"]);
    let groups = flag["flags"][0]["groups"].as_array().unwrap().iter().map(|group| group["group"].clone());
    assert_eq!(groups.collect::<Vec<_>>(), [json!("team"), json!(null), json!("7"), json!("[1,\"a\"]")]);
}

#[test]
fn of_no_contexts_there_are_no_shares() {
    let sandbox = with_contexts("none.ndjson", "");
    let document = sandbox.json(&["eval", "new-checkout", "--contexts", "none.ndjson", "--summary"]);
    let counts: Vec<&Value> =
        document["flags"][0]["variants"].as_array().unwrap().iter().map(|v| &v["count"]).collect();
    assert_eq!((counts, &document["contexts"]), (vec![&json!(0), &json!(0)], &json!(0)));
}
