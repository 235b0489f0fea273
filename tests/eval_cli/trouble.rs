//! `ffctl eval` where something is unknown or broken, and the files that it opens.

use crate::program::{Sandbox, flag};
use crate::run;
use serde_json::Value;
use std::fs::{File, FileTimes, metadata};
use std::time::{Duration, SystemTime};

/// A flag that needs two segments, with the settings, and a broken file of each kind beside them.
fn beside_broken_ones() -> Sandbox {
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", "environments: [production]\n".to_owned()),
        ("good.yaml", flag("rollout: 0\nrules: [{if: {segment: outer}}]")),
        ("segments/outer.yaml", "if: {not: {segment: inner}}\n".to_owned()),
        ("segments/inner.yaml", "users: [u-1]\n".to_owned()),
        ("segments/other.yaml", "if: {segment: nowhere}\n".to_owned()),
        ("broken.yaml", flag("rolout: 10")),
        ("needs-other.yaml", flag("rollout: 0\nrules: [{if: {segment: other}}]")),
        ("team/empty.yaml", String::new()),
    ]);
    sandbox.write("team/binary.yaml", b"\xff\xfe\x00\x01");
    sandbox
}

#[test]
fn a_good_flag_is_answered_whatever_stands_beside_it() {
    let run = beside_broken_ones().run(&["eval", "good", "-e", "production", "-u", "u-2"]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("good  production  true  TARGETING_MATCH  rule 1\n", ""));
}

#[test]
fn an_invalid_flag_is_a_parse_error_with_its_place() {
    for (key, place) in [
        ("broken", "flags/broken.yaml:6:1: unknown field `rolout` (unknown-field)"),
        ("needs-other", "flags/segments/other.yaml:1:15: unknown segment 'nowhere' (unknown-segment)"),
        ("empty", "flags/team/empty.yaml:1:1: the file is empty; a flag was expected (empty-file)"),
        ("binary", "flags/team/binary.yaml:1:1: line 1 is not UTF-8 text (not-utf8)"),
    ] {
        let run = beside_broken_ones().run(&["eval", key, "--format", "json"]);
        let answer = run.json();
        assert_eq!(run.code, 2);
        assert_eq!([&answer["errorCode"], &answer["errorDetails"], &answer["reason"]], ["PARSE_ERROR", place, "ERROR"]);
        assert_eq!([&answer["variant"], &answer["value"]], [&Value::Null; 2]);
    }
}

#[test]
fn people_see_the_line_that_is_wrong() {
    insta::assert_snapshot!(beside_broken_ones().run(&["eval", "broken"]).transcript());
}

#[test]
fn all_answers_the_good_ones_and_names_what_is_wrong_with_the_others() {
    insta::assert_snapshot!(beside_broken_ones().run(&["eval", "--all", "-u", "u-2"]).transcript());
    let sandbox = beside_broken_ones();
    let all = sandbox.run(&["eval", "--all", "--format", "json"]);
    assert_eq!(all.code, 2);
    for answer in all.json_lines() {
        let key = answer["key"].as_str().unwrap();
        assert_eq!(answer, sandbox.json(&["eval", key]), "{key}");
    }
}

#[test]
fn broken_settings_leave_no_flag_that_can_be_answered() {
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", "environments: [production\n".to_owned()),
        ("a.yaml", flag("")),
        ("b.yaml", flag("")),
    ]);
    let place = "flags/ffctl.yaml:1:15: unclosed bracket '[' (yaml-syntax)";
    for arguments in [&["a"][..], &["a", "-e", "production"], &["--all"], &["--all", "-e", "production"]] {
        let run = sandbox.run(&[&["eval", "--format", "json"], arguments].concat());
        assert_eq!(run.code, 2);
        for answer in run.json_lines() {
            assert_eq!([&answer["errorCode"], &answer["errorDetails"]], ["PARSE_ERROR", place], "{arguments:?}");
        }
    }
    let told = sandbox.run(&["eval", "--all"]).err;
    assert_eq!(told.matches("error[yaml-syntax]").count(), 1, "once for all flags: {told}");
}

#[test]
fn a_key_that_stands_twice_is_a_parse_error_and_not_a_guess() {
    let sandbox = Sandbox::new(&[("a.yaml", flag("")), ("team/a.yaml", flag("serve: false")), ("b.yaml", flag(""))]);
    let place = "flags/team/a.yaml:1:1: the flag 'a' is in a.yaml already (duplicate-flag)";
    assert_eq!(sandbox.json(&["eval", "a"])["errorDetails"], place);
    let all = sandbox.run(&["eval", "--all", "--format", "json"]).json_lines();
    let answers: Vec<_> = all.iter().map(|answer| (&answer["key"], &answer["errorDetails"])).collect();
    assert_eq!(answers, [(&"a".into(), &place.into()), (&"b".into(), &Value::Null)]);
}

#[test]
fn a_segment_that_stands_twice_spoils_the_flags_that_need_it_and_no_other() {
    let sandbox = Sandbox::new(&[
        ("a.yaml", flag("rollout: 0\nrules: [{if: {segment: s}}]")),
        ("b.yaml", flag("")),
        ("segments/s.yaml", "users: [u-1]".to_owned()),
        ("segments/team/s.yaml", "users: [u-2]".to_owned()),
    ]);
    let place = "flags/segments/team/s.yaml:1:1: the segment 's' is in segments/s.yaml already (duplicate-flag)";
    let all = sandbox.run(&["eval", "--all", "--format", "json"]).json_lines();
    assert_eq!([&all[0]["errorDetails"], &all[1]["errorDetails"]], [&Value::from(place), &Value::Null]);
    assert_eq!(all, [sandbox.json(&["eval", "a"]), sandbox.json(&["eval", "b"])]);
}

#[test]
fn an_unknown_flag_or_environment_is_answered_with_the_nearest() {
    for (arguments, code, details, help) in [
        (&["new-chekout"][..], "FLAG_NOT_FOUND", "there is no flag 'new-chekout'", "did you mean 'new-checkout'?"),
        (&["New-Checkout"], "FLAG_NOT_FOUND", "there is no flag 'New-Checkout'", "did you mean 'new-checkout'?"),
        (&["new-checkout", "-e", "prod"], "GENERAL", "unknown environment 'prod'", "did you mean 'production'?"),
        (
            &["new-checkout", "-e", "qa"],
            "GENERAL",
            "unknown environment 'qa'",
            "known: development, staging, production",
        ),
        (&["new-checkout", "-e", ""], "GENERAL", "unknown environment ''", "known: development, staging, production"),
    ] {
        let said = run(&[&["eval"], arguments].concat());
        assert_eq!((said.out.as_str(), said.code), ("", 2));
        assert_eq!(said.err, format!("error: {details} ({code})\nhelp: {help}\n"));
        let answer = run(&[&["eval", "--format", "json"], arguments].concat()).json();
        assert_eq!([&answer["errorCode"], &answer["errorDetails"], &answer["reason"]], [code, details, "ERROR"]);
    }
}

#[test]
fn where_no_environment_is_declared_naming_one_says_so() {
    let run = Sandbox::new(&[("a.yaml", flag(""))]).run(&["eval", "a", "-e", "production"]);
    let help = "help: no environment is declared; list them under `environments` in ffctl.yaml\n";
    assert_eq!((run.err, run.code), (format!("error: unknown environment 'production' (GENERAL)\n{help}"), 2));
}

#[test]
fn usage_errors_are_told_and_end_with_2() {
    for arguments in [&[][..], &["a", "--all"], &["a", "--explain", "--all"], &["a", "--frmat", "json"]] {
        let run = run(&[&["eval"], arguments].concat());
        assert_eq!((run.out.as_str(), run.code), ("", 2), "{arguments:?}");
        assert!(run.err.starts_with("error: ") && run.err.contains("Usage: ffctl eval"), "{run:?}");
    }
}

/// Where the disk keeps no times of access, only the answer is held.
#[test]
fn only_the_flag_its_segments_and_the_settings_are_opened() {
    let sandbox = beside_broken_ones();
    let needed = ["ffctl.yaml", "good.yaml", "segments/outer.yaml", "segments/inner.yaml"];
    let others = ["broken.yaml", "needs-other.yaml", "team/empty.yaml", "team/binary.yaml", "segments/other.yaml"];
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let path = |file: &str| sandbox.path("flags").join(file);
    for file in needed.iter().chain(&others) {
        let file = File::options().write(true).open(path(file)).unwrap();
        file.set_times(FileTimes::new().set_accessed(long_ago)).unwrap();
    }
    let run = sandbox.run(&["eval", "good", "-e", "production", "-u", "u-1"]);
    assert_eq!((run.out.as_str(), run.code), ("good  production  false  DEFAULT\n", 0));

    let opened = |file: &&&str| metadata(path(file)).unwrap().accessed().unwrap() != long_ago;
    if needed.iter().all(|file| opened(&file)) {
        assert_eq!(others.iter().filter(opened).collect::<Vec<_>>(), [] as [&&str; 0]);
    }
}
