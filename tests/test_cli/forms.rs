//! The forms for machines.

use super::{checkout, failing};
use crate::git::Repo;
use crate::program::{Run, Sandbox, ffctl, flag};
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

#[test]
fn suggestions_and_survivors_are_documents_too() {
    let document = checkout().json(&["test", "--suggest", "checkout", "-e", "production"]);
    let flag = &document["flags"][0];
    assert_eq!((&document["version"], &flag["key"], &flag["known"]), (&json!(1), &json!("checkout"), &json!(0)));
    let expected = json!({
        "name": "rule 'staff' holds with email someone@example.com",
        "environment": "production",
        "context": {"user_id": "u-1", "email": "someone@example.com"},
        "expect": "true",
        "reason": "TARGETING_MATCH",
    });
    assert_eq!(flag["cases"][0], expected);
    assert!(flag["yaml"].as_str().unwrap().starts_with("  - name: rule 'staff' holds"));

    let document = checkout().json(&["test", "--mutate"]);
    let counts = ["version", "flags", "mutants", "killed", "survived"].map(|field| document[field].clone());
    assert_eq!(counts, [1, 1, 21, 8, 13].map(|count| json!(count)));
    let survivor = json!({
        "key": "checkout", "file": "flags/checkout.yaml", "line": 11, "environment": null,
        "change": "rule 'adults' rollout 50% → 49%",
    });
    assert!(document["survivors"].as_array().unwrap().contains(&survivor), "{document}");
}

#[test]
fn the_cases_of_a_revision_are_run_on_the_flags_of_that_revision() {
    let repo = Repo::new();
    let case = "tests: [{context: {}, expect: true}]";
    repo.write("flags/a.yaml", &flag(&format!("rollout: 100\n{case}")));
    repo.commit("on", "2026-11-01");
    repo.write("flags/a.yaml", &flag(&format!("rollout: 0\n{case}")));
    repo.commit("off", "2026-11-10");
    let run = |arguments: &[&str]| Run::of(ffctl(repo.path(), &[&["test"], arguments].concat()));
    assert_eq!(run(&[]).code, 1);
    assert_eq!(run(&["--rev", "HEAD~1"]).code, 0);
    assert_eq!(run(&["--as-of", "2026-11-05"]).code, 0);
    let then = run(&["--rev", "HEAD", "a"]);
    assert!(then.out.contains("--> HEAD:flags/a.yaml:7:31\n"), "{then:?}");
    assert_eq!(
        run(&["--suggest", "a", "--rev", "HEAD~1", "-q"]).out,
        run(&["--suggest", "a", "--as-of", "2026-11-05", "-q"]).out
    );
}
