//! `ffctl test`: cases that pass and fail, and what they reach, leave open and would not notice.

#![allow(clippy::unwrap_used)]

#[path = "test_cli/coverage.rs"]
mod coverage;
#[path = "test_cli/forms.rs"]
mod forms;
#[path = "common/git.rs"]
mod git;
#[path = "test_cli/mutants.rs"]
mod mutants;
#[path = "common/program.rs"]
mod program;
#[path = "test_cli/suggestions.rs"]
mod suggestions;

use program::{Run, Sandbox, flag};
use serde_json::json;

const SETTINGS: &str = "environments: [staging, production]\n";

/// Two rules, a draw, and a case of each kind.
const CHECKOUT: &str = "\
rules:
  - name: staff
    if: {attribute: email, operator: ends_with, value: \"@example.com\"}
  - name: adults
    if: {attribute: age, operator: at_least, value: 18}
    rollout: 50
rollout: 0
environments:
  staging:
    rollout: 100
tests:
  - name: staff have it
    environment: production
    context: {user_id: u-1, email: ada@example.com}
    expect: true
    reason: TARGETING_MATCH
  - environment: staging
    context: {user_id: u-1}
    expect: true
";

fn checkout() -> Sandbox {
    Sandbox::new(&[("ffctl.yaml", SETTINGS.to_owned()), ("checkout.yaml", flag(CHECKOUT))])
}

/// The same, and a flag with a case that fails, one that passes for another reason, and a flag without any.
fn failing() -> Sandbox {
    let sandbox = checkout();
    let cases = "rollout: 100\ntests:\n\
        \x20 - {name: 'everybody: yes, 100%', context: {user_id: u-1}, expect: false}\n\
        \x20 - {context: {}, expect: true, reason: DEFAULT}\n\
        \x20 - {context: {}, expect: true}\n";
    sandbox.write("team/search.yaml", flag(cases));
    sandbox.write("quiet.yaml", flag("rollout: 100"));
    sandbox
}

fn at_width(sandbox: &Sandbox, width: &str, arguments: &[&str]) -> Run {
    let mut command = sandbox.ffctl(arguments);
    command.env("COLUMNS", width);
    Run::of(command)
}

#[test]
fn cases_that_hold_are_counted_and_no_more() {
    let run = checkout().run(&["test"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", "2 cases of 1 flag: 2 passed\n", 0));
    let quiet = checkout().run(&["test", "-q"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str(), quiet.code), ("", "", 0));
}

#[test]
fn a_failure_shows_the_line_and_how_the_answer_came_about() {
    for width in ["60", "100"] {
        let run = at_width(&failing(), width, &["test"]);
        insta::assert_snapshot!(format!("failures_at_{width}_columns"), run.transcript());
    }
}

#[test]
fn flags_without_a_case_are_named_on_request() {
    assert!(failing().run(&["test"]).err.contains("1 flag has no case\n"));
    assert!(failing().run(&["test", "-v"]).err.contains("1 flag has no case: quiet\n"));
    let run = failing().run(&["test", "quiet"]);
    assert_eq!((run.err.as_str(), run.code), ("1 flag has no case\n0 cases of 0 flags: 0 passed\n", 0));
}

#[test]
fn keys_and_an_environment_narrow_what_is_run() {
    let run = |arguments: &[&str]| {
        let document = failing().json(arguments);
        (document["cases"].clone(), document["failed"].clone())
    };
    assert_eq!(run(&["test"]), (json!(5), json!(2)));
    assert_eq!(run(&["test", "checkout", "checkout"]), (json!(2), json!(0)));
    assert_eq!(run(&["test", "-e", "staging"]), (json!(1), json!(0)));
    assert_eq!(run(&["test", "search", "-e", "staging"]), (json!(0), json!(0)));
}

#[test]
fn what_is_not_known_is_answered_with_the_nearest() {
    for (arguments, message) in [
        (["test", "chekout"], "error: there is no flag 'chekout'\nhelp: did you mean 'checkout'?\n"),
        (["test", "-e=prod"], "error: unknown environment 'prod'\nhelp: did you mean 'production'?\n"),
    ] {
        let run = checkout().run(&arguments);
        assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", message, 2));
    }
}

#[test]
fn a_broken_file_keeps_no_other_flag_from_its_cases() {
    let sandbox = checkout();
    sandbox.write("broken.yaml", flag("rolout: 3"));
    let run = sandbox.run(&["test"]);
    assert!(run.err.contains("unknown field `rolout`"), "{run:?}");
    assert!(run.err.ends_with("2 cases of 1 flag: 2 passed; broken files were left out\n"), "{run:?}");
    assert_eq!(run.code, 2);
    assert_eq!(sandbox.run(&["test", "checkout"]).code, 0, "it has nothing to do with this flag");
    assert_eq!(sandbox.run(&["test", "broken"]).code, 2);
    sandbox.write("segments/staff.yaml", "if: {}\n");
    sandbox
        .write("needy.yaml", flag("rules: [{if: {segment: staff}}]\nrollout: 0\ntests: [{context: {}, expect: true}]"));
    let run = sandbox.run(&["test", "needy"]);
    assert_eq!((run.code, run.err.contains("segments/staff.yaml")), (2, true), "{run:?}");
}

#[test]
fn the_example_project_passes() {
    let run = Sandbox::example().run(&["test"]);
    assert_eq!((run.out.as_str(), run.code), ("", 0), "{run:?}");
}

#[test]
fn what_does_not_go_together_is_refused() {
    for (arguments, words) in [
        (&["test", "--suggest"][..], "KEY"),
        (&["test", "checkout", "--suggest", "--mutate"], "cannot be used with"),
        (&["test", "--min-coverage", "80"], "--coverage"),
        (&["test", "--coverage", "--min-coverage", "101"], "not between 0 and 100"),
        (&["test", "--dry-run"], "nothing is written without --write"),
        (&["test", "checkout", "--suggest", "--write", "--rev", "HEAD"], "cannot be used with"),
        (&["test", "--mutate", "--format", "junit"], "--format junit is for cases that are run"),
    ] {
        let run = checkout().run(arguments);
        assert_eq!((run.code, run.err.contains(words)), (2, true), "{run:?}");
    }
}
