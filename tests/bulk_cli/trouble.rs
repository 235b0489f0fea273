//! What is no context, and what cannot be read.

use crate::program::{Run, Sandbox};
use crate::{lines, with_contexts};
use serde_json::Value;
use std::fs;

fn asked<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["eval", "new-checkout", "--contexts", file], more].concat()
}

/// Every way to be no context, between contexts.
const MIXED: &[&str] = &[
    "{\"user_id\": \"user-123\"}",
    "no JSON",
    "",
    "[1]",
    "{\"é\": }",
    "{\"user_id\": \"user-456\"}",
    "{\"user_id\": \"user-666\"",
    "{}",
];

#[test]
fn a_bad_line_is_told_of_and_has_an_answer_in_its_place() {
    let sandbox = with_contexts("mixed.ndjson", lines(MIXED));
    let run = sandbox.run(&asked("mixed.ndjson", &[]));
    let told: Vec<[Value; 2]> =
        run.json_lines().iter().map(|answer| [answer["variant"].clone(), answer["errorCode"].clone()]).collect();
    let bad = || [Value::Null, "INVALID_CONTEXT".into()];
    let good = || ["true".into(), Value::Null];
    let missing = ["false".into(), "TARGETING_KEY_MISSING".into()];
    assert_eq!(told, [good(), bad(), bad(), bad(), good(), bad(), missing]);
    assert_eq!(
        run.err,
        "warning: mixed.ndjson:2:2: the context is not JSON: expected ident\n\
         warning: mixed.ndjson:4:1: the context is not a JSON object\n\
         warning: mixed.ndjson:5:7: the context is not JSON: expected value\n\
         warning: mixed.ndjson:7:22: the context is not JSON: EOF while parsing an object\n\
         warning: mixed.ndjson: 4 of 7 lines are no contexts\n"
    );
    assert_eq!(run.code, 2);
    let details = run.json_lines()[2]["errorDetails"].clone();
    assert_eq!(details, "line 4, column 1: the context is not a JSON object");
    let quiet = sandbox.run(&asked("mixed.ndjson", &["-q"]));
    assert_eq!((quiet.out, quiet.err, quiet.code), (run.out, String::new(), 2));
}

#[test]
fn a_row_is_a_context_where_it_has_a_cell_a_column_and_its_quotes_are_in_order() {
    let table =
        "user_id,plan\nuser-123,free\nuser-123,free,more\nuser-123\n\"user\"-123,\nuser-123,\"\nfree\"\n\"user-123,";
    let sandbox = with_contexts("a.csv", table);
    let run = sandbox.run(&asked("a.csv", &[]));
    let variants: Vec<Value> = run.json_lines().iter().map(|answer| answer["variant"].clone()).collect();
    let (good, bad) = (Value::from("true"), Value::Null);
    assert_eq!(variants, [&good, &bad, &bad, &bad, &good, &bad].map(Value::clone));
    assert_eq!(
        run.err,
        "warning: a.csv:3: the row has 3 cells, the header 2\n\
         warning: a.csv:4: the row has 1 cell, the header 2\n\
         warning: a.csv:5: a closing quote is followed by text; a quote inside of quotes is doubled\n\
         warning: a.csv:8: a quote is not closed\n\
         warning: a.csv: 4 of 6 lines are no contexts\n"
    );
}

#[test]
fn of_many_bad_lines_the_first_ten_are_told_one_by_one() {
    let sandbox = with_contexts("a.ndjson", "{}\n".to_owned() + &"x\n".repeat(20_000));
    let run = sandbox.run(&asked("a.ndjson", &[]));
    assert_eq!(run.err.lines().count(), 11);
    assert!(run.err.ends_with("warning: a.ndjson: 20,000 of 20,001 lines are no contexts\n"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 20_001);
    let summary = sandbox.run(&asked("a.ndjson", &["--summary"]));
    assert_eq!((summary.err, summary.code), (run.err, 2));
}

#[test]
fn where_no_line_is_a_context_the_form_is_asked_about() {
    let sandbox = with_contexts("a.txt", "user_id,plan\nuser-123,free\n");
    let run = sandbox.run(&asked("a.txt", &[]));
    assert!(run.err.ends_with(
        "warning: a.txt: 2 of 2 lines are no contexts\n\
         help: a context is a JSON object on a line of its own; --input-format csv reads tables\n"
    ));
}

#[test]
fn strict_ends_at_the_first_bad_line_behind_the_answers_before_it() {
    let sandbox = with_contexts("mixed.ndjson", lines(MIXED));
    let whole = sandbox.run(&asked("mixed.ndjson", &[]));
    let run = sandbox.run(&asked("mixed.ndjson", &["--strict"]));
    let first = whole.out.lines().next().unwrap();
    let said = "error: mixed.ndjson:2:2: the context is not JSON: expected ident\n";
    assert_eq!((run.out, run.err.as_str(), run.code), (format!("{first}\n"), said, 2));
    let summary = sandbox.run(&asked("mixed.ndjson", &["--strict", "--summary"]));
    assert_eq!((summary.out.as_str(), summary.err.as_str(), summary.code), ("", said, 2));
}

#[test]
fn bytes_that_are_no_text_are_a_bad_line() {
    let sandbox = with_contexts("a.ndjson", b"{\"user_id\": \"\xc3\xa9\xff\"}\n{\"user_id\": \"user-123\"}\n");
    let run = sandbox.run(&asked("a.ndjson", &[]));
    assert!(run.err.starts_with("warning: a.ndjson:1:15: the text is not UTF-8\n"), "{}", run.err);
    assert_eq!(run.json_lines()[1]["variant"], "true");
}

#[test]
fn what_cannot_be_read_is_said_before_anything_is_answered() {
    let sandbox = with_contexts("twice.csv", "user_id,plan,plan\n");
    fs::write(sandbox.path("empty.csv"), "").unwrap();
    fs::write(sandbox.path("latin.csv"), b"user_id,\xe9\n").unwrap();
    fs::create_dir(sandbox.path("folder.ndjson")).unwrap();
    for (file, said) in [
        ("gone.ndjson", "cannot read gone.ndjson: No such file or directory (os error 2)"),
        ("folder.ndjson", "cannot read folder.ndjson: it is a directory"),
        ("twice.csv", "cannot read twice.csv: two columns have the name 'plan'"),
        ("empty.csv", "cannot read empty.csv: there is no header"),
    ] {
        let run = sandbox.run(&asked(file, &[]));
        assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", format!("error: {said}\n").as_str(), 2));
    }
    let latin = sandbox.run(&asked("latin.csv", &[]));
    assert!(latin.err.contains("cannot read latin.csv: the header is not UTF-8") && latin.code == 2, "{latin:?}");
}

#[test]
fn a_flag_that_cannot_answer_is_refused_before_anything_is_read() {
    let sandbox = with_contexts("a.ndjson", "{}\n");
    for (arguments, said) in [
        (&["new-chekout"][..], "error: there is no flag 'new-chekout'\nhelp: did you mean 'new-checkout'?\n"),
        (&["new-checkout", "-e", "prod"], "error: unknown environment 'prod'\n"),
        (&["--all", "-e", "prod"], "error: unknown environment 'prod'\n"),
    ] {
        let run = sandbox.run(&[&["eval"], arguments, &["--contexts", "a.ndjson"]].concat());
        assert!(run.err.starts_with(said) && run.out.is_empty() && run.code == 2, "{run:?}");
    }
    sandbox.write("broken.yaml", "rolout: 1\n");
    for flags in ["broken", "--all"] {
        let run = sandbox.run(&["eval", flags, "--contexts", "a.ndjson"]);
        assert!(run.err.contains("unknown field `rolout`") && run.out.is_empty() && run.code == 2, "{run:?}");
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let sandbox = Sandbox::example();
    for more in [
        &["-u", "u-1"][..],
        &["-a", "plan=pro"],
        &["-c", "{}"],
        &["--explain"],
        &["--group-by", "plan"],
        &["--summary", "--top", "3"],
        &["--input-format", "xml"],
    ] {
        let run = sandbox.run(&asked("-", more));
        assert!(run.code == 2 && run.out.is_empty() && run.err.contains("error:"), "{run:?}");
    }
    for alone in ["--summary", "--strict", "--input-format=csv", "--group-by=plan"] {
        assert_eq!(sandbox.run(&["eval", "new-checkout", alone]).code, 2, "{alone}");
    }
}

#[test]
fn a_packed_file_that_is_cut_off_is_an_error_behind_what_could_be_read() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all("{\"user_id\": \"user-123\"}\n".repeat(50_000).as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let sandbox = with_contexts("cut.ndjson.gz", &packed[..packed.len() / 2]);
    for more in [&[][..], &["--summary"]] {
        let run: Run = sandbox.run(&asked("cut.ndjson.gz", more));
        assert!(run.err.starts_with("error: cannot read cut.ndjson.gz: "), "{run:?}");
        assert_eq!((run.code, run.out.is_empty()), (2, !more.is_empty()));
    }
}
