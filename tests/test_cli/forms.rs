//! The forms for machines.

use super::{checkout, failing};
use crate::program::{Sandbox, flag};
use serde_json::{Value, json};

#[test]
fn json_has_every_case_and_the_trace_of_those_that_fail() {
    let document = failing().json(&["test", "search"]);
    let counts = ["version", "flags", "cases", "passed", "failed"].map(|field| document[field].clone());
    assert_eq!(counts, [json!(1), json!(1), json!(3), json!(1), json!(2)]);
    let first = &document["results"][0];
    let mut rest = first.clone();
    let answer = rest["answer"].take();
    assert_eq!(
        rest,
        json!({
            "key": "search", "file": "flags/team/search.yaml", "line": 8, "column": 5, "number": 1,
            "name": "everybody: yes, 100%", "environment": null, "expected": "false", "expectedReason": null,
            "passed": false, "answer": null,
        })
    );
    assert_eq!((&answer["variant"], &answer["reason"]), (&json!("true"), &json!("STATIC")));
    assert_eq!(answer["trace"]["decision"], "serve");
    assert_eq!(document["results"][2]["answer"].get("trace"), None, "a case that holds needs no explanation");
    assert_eq!(document["untested"], json!([]));
    assert_eq!(failing().json(&["test"])["untested"], json!(["quiet"]));
    assert_eq!(checkout().json(&["test"]).get("coverage"), None::<&Value>);
}

#[test]
fn junit_has_a_suite_for_each_flag_and_the_trace_of_a_failure() {
    let sandbox = failing();
    sandbox.write("broken.yaml", flag("rolout: 3"));
    let run = sandbox.run(&["test", "--format", "junit"]);
    assert_eq!((run.err.as_str(), run.code), ("", 2));
    insta::assert_snapshot!("junit", run.out);
}

#[test]
fn what_xml_cannot_say_is_left_out_of_it() {
    let case = "rollout: 100\ntests:\n  - {name: \"a\\e[2J <b> & \\\"c\\\"\", context: {}, expect: true}\n";
    let run = Sandbox::new(&[("a.yaml", flag(case))]).run(&["test", "--format", "junit"]);
    assert!(run.out.contains("name=\"a[2J &lt;b&gt; &amp; &quot;c&quot;\""), "{}", run.out);
}

#[test]
fn github_gets_an_annotation_for_each_failure_with_its_signs_escaped() {
    let sandbox = failing();
    let run = sandbox.run(&["test", "search", "--format", "github"]);
    let first = run.out.lines().next().unwrap();
    let head = "::error file=flags/team/search.yaml,line=8,col=5,title=search%3A everybody%3A yes%2C 100%25::\
                search: 'everybody: yes, 100%25': expected false, got true%0A  ✓ enabled%0A";
    assert!(first.starts_with(head), "{first}");
    assert_eq!((run.out.lines().count(), run.code), (2, 1));
    assert_eq!(run.err, "3 cases of 1 flag: 1 passed, 2 failed\n");
    let fine = sandbox.run(&["test", "checkout", "--format", "github"]);
    assert_eq!((fine.out.as_str(), fine.code), ("", 0));
}
