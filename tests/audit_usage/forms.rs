//! What can be read: the two text formats, and what Prometheus answers.

use crate::program::Run;
use crate::{LAST, QUIET, SINCE, audit, command, findings, metrics, seconds, two_flags, unknowns, with_metrics};
use serde_json::{Value, json};

#[test]
fn both_text_formats_tell_the_same() {
    let metrics = metrics();
    let open = metrics.lines().map(|line| format!("{line}.25 # {{trace=\"t\"}} 1\n"));
    let open = format!("# TYPE {LAST} gauge\n# UNIT {LAST} seconds\n{}# EOF\n", open.collect::<String>());
    let plain = metrics.lines().map(|line| format!("{line} 1795219200000\r\n")).collect::<String>();
    let plain = format!("# HELP up x\r\nup 1\r\nh_bucket{{le=\"+Inf\"}} 1\r\n\r\n{plain}");
    for text in [metrics.clone(), open, plain] {
        let document = audit(&with_metrics(&text), &["metrics.txt"]).json();
        assert_eq!((findings(&document), unknowns(&document)), (vec![QUIET.into()], vec![]), "{text}");
    }
}

#[test]
fn what_is_piped_in_is_read_also_from_several_servers() {
    let sandbox = two_flags();
    let mut command = command(&sandbox, &["-"], &["--format", "json"]);
    command.write_stdin(format!("{}# EOF\n{}# EOF\n", metrics(), metrics()));
    assert_eq!(findings(&Run::of(command).json()), [QUIET]);
}

fn series(metric: Value, day: &str) -> Value {
    json!({"metric": metric, "value": [1795219200.781_f64, seconds(day).to_string()]})
}

fn answer(result: &[Value]) -> String {
    json!({"status": "success", "data": {"resultType": "vector", "result": result}}).to_string()
}

#[test]
fn an_answer_of_prometheus_tells_also_without_the_metrics_name() {
    // As the query of the help is answered: last evaluations, and for those without one since when they are served.
    let last = |flag: &str, day: &str| series(json!({"flag": flag, "environment": "staging"}), day);
    let since = |flag: &str, day: &str| series(json!({"__name__": SINCE, "flag": flag, "environment": "staging"}), day);
    for (result, found, unknown) in [
        (vec![last("asked", "2026-11-20"), last("quiet", "2026-10-02")], vec![QUIET], 0),
        (
            vec![last("asked", "2026-11-20"), since("quiet", "2026-09-22")],
            vec!["quiet: never evaluated in 60 days, since 2026-09-22, in staging"],
            0,
        ),
        (vec![last("asked", "2026-11-20"), since("quiet", "2026-11-01")], vec![], 1),
        (vec![last("quiet", "2026-11-20")], vec![], 1),
    ] {
        let document = audit(&with_metrics(&answer(&result)), &["metrics.txt"]).json();
        assert_eq!(
            (findings(&document), unknowns(&document).len()),
            (found.iter().map(|f| (*f).into()).collect(), unknown)
        );
    }
}

#[test]
fn the_series_of_several_servers_in_one_answer_are_what_prometheus_remembers() {
    let of = |metric: &str, instance: &str, day: &str| {
        series(json!({"__name__": metric, "flag": "quiet", "environment": "", "instance": instance}), day)
    };
    let result = [of(SINCE, "a:1", "2026-11-20"), of(SINCE, "b:1", "2026-09-22"), of(LAST, "b:1", "2026-10-02")];
    let document = audit(&with_metrics(&answer(&result)), &["metrics.txt"]).json();
    assert_eq!(findings(&document), ["quiet: last evaluated 50 days ago, on 2026-10-02"]);
}

#[test]
fn what_prometheus_warns_of_is_a_note() {
    let text = answer(&[series(json!({"flag": "quiet"}), "2026-11-20")]);
    let text = text.replace("\"status\"", "\"warnings\":[\"one store\\u001b[2J is down\"],\"status\"");
    let document = audit(&with_metrics(&text), &["metrics.txt"]).json();
    let note = "metrics.txt warns, so it may not tell all: one store\\u{1b}[2J is down";
    assert!(document["notes"].as_array().unwrap().contains(&json!(note)), "{document}");
}

#[test]
fn another_revision_is_held_against_the_same_metrics() {
    let sandbox = with_metrics(&metrics());
    let git = |arguments: &[&str]| {
        let mut git = assert_cmd::Command::new("git");
        git.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(arguments);
        git.current_dir(sandbox.path(".")).assert().success();
    };
    git(&["init", "-q"]);
    git(&["add", "flags"]);
    git(&["commit", "-qm", "flags"]);
    std::fs::remove_file(sandbox.path("flags/quiet.yaml")).unwrap();
    let found = |more: &[&str]| {
        findings(&Run::of(command(&sandbox, &["metrics.txt"], &[&["--format", "json"], more].concat())).json())
    };
    assert_eq!(found(&[]), Vec::<String>::new());
    assert_eq!(found(&["--rev", "HEAD"]), [QUIET]);
}
