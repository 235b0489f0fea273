//! How contexts may be written down.

use crate::program::{Run, Sandbox};
use crate::{lines, with_contexts};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs;
use std::io::Write;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// What is answered to three contexts, of which only the first has a premium plan in Canada, and the last has no id.
fn is_right(run: &Run) {
    assert_eq!((run.err.as_str(), run.code), ("", 0), "{run:?}");
    let told: Vec<Value> = run
        .json_lines()
        .iter()
        .map(|answer| Value::from([&answer["variant"], &answer["bucket"]].map(Value::clone).to_vec()))
        .collect();
    assert_eq!(serde_json::to_string(&told).unwrap(), r#"[["true",24.972],["false",23.499],["false",null]]"#);
}

const NDJSON: &str = "{\"user_id\":\"u-2579\",\"plan\":\"premium\",\"country\":\"CA\"}\n{\"user_id\":\"u-1\"}\n{}\n";

const CSV: &str = "user_id,plan,country\nu-2579,premium,CA\nu-1,,\n,free,\n";

fn asked<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["eval", "new-checkout", "-e", "production", "--contexts", file], more].concat()
}

#[test]
fn a_files_ending_tells_its_form_and_its_first_bytes_whether_it_is_packed() {
    let sandbox = Sandbox::example();
    let two_members = [gzip(&CSV[..30]), gzip(&CSV[30..])].concat();
    for (name, content) in [
        ("a.ndjson", NDJSON.into()),
        ("a.JSONL", NDJSON.into()),
        ("a.txt", NDJSON.into()),
        ("a.ndjson.gz", gzip(NDJSON)),
        ("packed-all-the-same.ndjson", gzip(NDJSON)),
        ("not-packed.ndjson.gz", NDJSON.into()),
        ("a.csv", CSV.into()),
        ("a.csv.gz", gzip(CSV)),
        ("members.csv.gz", two_members),
    ] {
        fs::write(sandbox.path(name), content).unwrap();
        is_right(&sandbox.run(&asked(name, &[])));
    }
}

#[test]
fn an_option_tells_the_form_of_standard_input_and_of_odd_names() {
    let sandbox = with_contexts("table.txt", CSV);
    is_right(&sandbox.run(&asked("table.txt", &["--input-format", "csv"])));
    for (text, more) in [
        (NDJSON.as_bytes().to_vec(), &[][..]),
        (NDJSON.into(), &["--input-format", "ndjson"]),
        (CSV.into(), &["--input-format", "csv"]),
        (gzip(CSV), &["--input-format", "csv"]),
        (gzip(NDJSON), &[]),
    ] {
        let mut command = sandbox.ffctl(&asked("-", more));
        command.write_stdin(text);
        is_right(&Run::of(command));
    }
}

#[test]
fn byte_order_marks_windows_line_ends_blank_lines_and_a_missing_last_line_end_are_let_pass() {
    let sandbox = Sandbox::example();
    for text in [NDJSON, CSV] {
        let windows = text.replace('\n', "\r\n");
        for text in [
            format!("\u{feff}{text}"),
            text.trim_end().to_owned(),
            windows.clone(),
            format!("\u{feff}\r\n{}", windows.replace("\r\n", "\r\n\r\n \r\n")),
            format!("{text}\n\n"),
        ] {
            let name = if text.contains('{') { "a.ndjson" } else { "a.csv" };
            fs::write(sandbox.path(name), &text).unwrap();
            is_right(&sandbox.run(&asked(name, &[])));
        }
    }
}

#[test]
fn a_table_has_quoted_cells_whole_names_with_dots_and_texts_that_are_read_as_the_flag_asks() {
    let table = "\"user_id\",company.plan,note,age_days,country\r\n\
                 \"u-1\",team,\"a \"\"note\"\"\r\nof two lines, with a comma\",31,US\r\n";
    let sandbox = with_contexts("a.csv", table);
    let limits = sandbox.run(&["eval", "api-limits", "--contexts", "a.csv"]);
    assert_eq!(limits.json()["rule"]["name"], "any paid plan");
    let checkout = sandbox.run(&["eval", "new-checkout", "--contexts", "a.csv"]);
    assert_eq!(checkout.json()["rule"]["name"], "premium in North America");
}

#[test]
fn an_input_without_contexts_has_no_answers() {
    for (name, content) in [("a.ndjson", ""), ("b.ndjson", "\n \r\n"), ("c.csv", "user_id,plan\n")] {
        let sandbox = with_contexts(name, content);
        let run = sandbox.run(&asked(name, &[]));
        assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", "", 0));
    }
}

#[test]
fn long_inputs_are_answered_in_order() {
    // Blocks of many lines, and lines of very different lengths.
    let filler = |n: usize| "x".repeat(n * 7919 % 4000);
    let contexts: Vec<String> =
        (0..3000).map(|n| format!("{{\"user_id\": \"u-{n}\", \"note\": \"{}\"}}", filler(n))).collect();
    let contexts: Vec<&str> = contexts.iter().map(String::as_str).collect();
    let sandbox = with_contexts("a.ndjson", lines(&contexts));
    sandbox.write("drawn.yaml", crate::program::flag("rollout: 50"));
    let run = sandbox.run(&["eval", "drawn", "--contexts", "a.ndjson"]);
    let buckets =
        run.json_lines().into_iter().map(|answer| (answer["bucket"].as_f64().unwrap() * 1000.0).round() as u32);
    assert!(buckets.eq((0..3000).map(|n| ffctl::evaluate::draw("drawn", &format!("u-{n}")).bucket)));
}
