//! `ffctl audit --usage`: flags that nobody evaluated, by the metrics of servers, of files and of what is piped in.

#![allow(clippy::unwrap_used)]

#[path = "audit_usage/forms.rs"]
mod forms;
#[path = "common/program.rs"]
mod program;
#[path = "audit_usage/refusals.rs"]
mod refusals;
#[path = "audit_usage/rule.rs"]
mod rule;
#[path = "audit_usage/server.rs"]
mod server;
#[path = "audit_usage/servers.rs"]
mod servers;

use assert_cmd::Command;
use program::{Run, Sandbox, flag};
use serde_json::Value;

const LAST: &str = "ffctl_flag_last_evaluation_timestamp_seconds";
const SINCE: &str = "ffctl_flag_served_since_timestamp_seconds";

/// What says that `asked` was evaluated yesterday, and `quiet` 50 days ago.
fn metrics() -> String {
    let served = ["asked", "quiet"].map(|key| line(SINCE, key, "production", "2026-09-01"));
    let evaluated = [line(LAST, "asked", "production", "2026-11-20"), line(LAST, "quiet", "staging", "2026-10-02")];
    [served.concat(), evaluated.concat()].concat()
}

/// A line of metrics: a day for a flag in an environment.
fn line(metric: &str, key: &str, environment: &str, day: &str) -> String {
    format!("{metric}{{flag=\"{key}\",environment=\"{environment}\"}} {}\n", seconds(day))
}

fn seconds(day: &str) -> i64 {
    let day: chrono::NaiveDate = day.parse().unwrap();
    day.and_hms_opt(12, 30, 0).unwrap().and_utc().timestamp()
}

/// Two flags that are old enough to be asked about, `asked` and `quiet`.
fn two_flags() -> Sandbox {
    let settings = "environments: [staging, production]\n";
    Sandbox::new(&[("ffctl.yaml", settings.to_owned()), ("asked.yaml", flag("")), ("quiet.yaml", flag(""))])
}

/// Such a directory with metrics beside it, in `metrics.txt`.
fn with_metrics(metrics: &str) -> Sandbox {
    let sandbox = two_flags();
    std::fs::write(sandbox.path("metrics.txt"), metrics).unwrap();
    sandbox
}

/// Audits by what is at each of these places, with these words besides.
fn command(sandbox: &Sandbox, sources: &[&str], more: &[&str]) -> Command {
    let sources: Vec<&str> = sources.iter().flat_map(|source| ["--usage", source]).collect();
    sandbox.ffctl(&[&["audit"], &sources[..], more].concat())
}

fn audit(sandbox: &Sandbox, sources: &[&str]) -> Run {
    Run::of(command(sandbox, sources, &["--format", "json"]))
}

/// The findings, as `key: message`.
fn findings(document: &Value) -> Vec<String> {
    said(&document["findings"])
}

fn unknowns(document: &Value) -> Vec<String> {
    said(&document["unknowns"])
}

fn said(list: &Value) -> Vec<String> {
    let said = |entry: &Value| {
        assert_eq!(entry["rule"], "unused", "{entry}");
        format!("{}: {}", entry["key"].as_str().unwrap(), entry["message"].as_str().unwrap())
    };
    list.as_array().unwrap().iter().map(said).collect()
}

/// What is found by [`metrics`].
const QUIET: &str = "quiet: last evaluated 50 days ago, on 2026-10-02, in staging";
