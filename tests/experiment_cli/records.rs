//! What is read of the files, and what of them counts.

use crate::{FILES, analyse, analysed, sandbox};
use serde_json::{Value, json};

fn counted(exposures: &str, conversions: &str, arguments: &[&str]) -> Value {
    let sandbox = sandbox();
    sandbox.write("../exposures.csv", exposures);
    sandbox.write("../conversions.csv", conversions);
    analysed(&sandbox, arguments)
}

#[test]
fn every_record_counts_once_and_what_does_not_is_counted_too() {
    let exposures = "time,variant,user_id
2026-11-03T10:00:00Z,blue,a
2026-11-02T10:00:00Z,blue,a
2026-11-02,green,b
2026-11-02,green,c
2026-11-02,blue,c
2026-11-02,green,c
";
    let conversions = "user_id,time
a,2026-11-02T09:59:59Z
a,2026-11-02T10:00:00Z
a,2026-11-05
b,2026-11-01T23:59:59Z
c,2026-11-05
nobody,2026-11-05
b,
";
    let document = counted(exposures, conversions, &[]);
    let expected = json!({
        "users": 3, "in_several_variants": 1, "repeated_exposures": 1, "conversions": 3, "repeated_conversions": 1,
        "before_exposure": 2, "of_unknown_users": 1, "of_excluded_users": 1,
    });
    assert_eq!(document["records"], expected);
    let converted = |nth: usize| document["metrics"][0]["variants"][nth]["converted"].clone();
    assert_eq!((converted(0), converted(1)), (json!(1), json!(1)));
}

#[test]
fn ndjson_says_the_same_as_csv_under_other_names_too() {
    let csv = counted("user_id,variant\n1,blue\n2,green\n", "user_id,paid\n1,2.5\n", &["--value", "paid"]);
    let exposures =
        "\u{feff}{\"who\": {\"id\": 1}, \"arm\": \"blue\"}\n\n{\"who\": {\"id\": \"2\"}, \"arm\": \"green\"}\n";
    let names = ["--user", "who.id", "--variant", "arm", "--value", "sum"];
    let ndjson = counted(exposures, "{\"who\": {\"id\": \"1\"}, \"sum\": 2.5}", &names);
    assert_eq!(ndjson, csv);
    let bom =
        counted("\u{feff}user_id,variant\r\n1,blue\r\n2,green\r\n", "user_id,paid\n1,2.5\n", &["--value", "paid"]);
    assert_eq!(bom, csv);
}

#[test]
fn one_of_the_files_can_be_piped_in() {
    let sandbox = sandbox();
    sandbox.write("../conversions.csv", "user_id\n1\n");
    let piped = ["experiment", "analyze", "colour", "--exposures", "-", "--conversions"];
    let mut command = sandbox.ffctl(&[&piped[..], &["conversions.csv", "--format", "json"]].concat());
    let output = command.write_stdin("user_id,variant\n1,blue\n2,green\n").output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["records"]["users"], 2);
    let run = sandbox.run(&[&piped[..], &["-"]].concat());
    assert!(run.code == 2 && run.err.contains("not both"), "{run:?}");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let good = "user_id,variant\n1,blue\n";
    for (exposures, conversions, arguments, error) in [
        (
            "user_id,variant\n1,blue\n2,gren\n",
            "user_id\n",
            &[][..],
            "exposures.csv:3: the flag 'colour' has no variant 'gren'",
        ),
        ("user,variant\n1,blue\n", "user_id\n", &[], "exposures.csv has no column 'user_id'"),
        ("user_id,variant\n,blue\n", "user_id\n", &[], "exposures.csv:2: 'user_id' is missing"),
        ("user_id,variant\n", "user_id\n", &[], "exposures.csv holds no exposure"),
        ("", "user_id\n", &[], "exposures.csv is empty"),
        ("user_id,variant\n1,blue,3\n", "user_id\n", &[], "exposures.csv: CSV error: record 1 (line: 2"),
        (good, "user_id,time\n1,soon\n", &[], "conversions.csv:2: 'soon' is not a date or an RFC 3339 time"),
        (good, "user_id,paid\n1,NaN\n", &["--value", "paid"], "conversions.csv:2: 'NaN' is not a number"),
        (good, "user_id,paid\n1,\n", &["--value", "paid"], "conversions.csv:2: 'paid' is missing"),
        (good, "user_id\n1\n", &["--time", "at"], "exposures.csv has no column 'at'"),
        (good, "{\"user_id\": [1]}\n", &[], "conversions.csv:1: 'user_id' is neither a text nor a number"),
        (good, "{\"user_id\": 1}\nnonsense\n", &[], "conversions.csv:2: "),
    ] {
        let sandbox = sandbox();
        sandbox.write("../exposures.csv", exposures);
        sandbox.write("../conversions.csv", conversions);
        let run = analyse(&sandbox, arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.starts_with(&format!("error: {error}")), "{error}: {run:?}");
    }
    let run = sandbox().run(&[&["experiment", "analyze", "colour"], &FILES[..]].concat());
    assert!(run.code == 2 && run.err.starts_with("error: cannot read exposures.csv"), "{run:?}");
}
