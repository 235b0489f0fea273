//! `ffctl experiment`: how long an experiment must run, and what came of it.

#![allow(clippy::unwrap_used)]

#[path = "experiment_cli/analyze.rs"]
mod analyze;
#[path = "common/git.rs"]
mod git;
#[path = "experiment_cli/plan.rs"]
mod plan;
#[path = "common/program.rs"]
mod program;
#[path = "experiment_cli/records.rs"]
mod records;

use program::{Run, Sandbox};
use serde_json::Value;

const SETTINGS: &str = "environments: [staging, production]\n";

/// An experiment with three texts, half of the users taking part in production.
const COLOUR: &str = "description: d
owner: o
type: experiment
created: 2026-11-01
expires: 2026-12-01
variants: {blue: B, green: G, red: R}
fallback: blue
enabled: true
split: {blue: 50, green: 50}
environments:
  production: {rollout: 50, split: {blue: 50, green: 25, red: 25}}
  staging: {serve: red}
";

fn sandbox() -> Sandbox {
    Sandbox::new(&[("ffctl.yaml", SETTINGS), ("colour.yaml", COLOUR)])
}

/// Users of a variant, of whom the first few convert: lines of both files.
struct Group(&'static str, u64, u64);

/// Both files, as CSV.
fn write(sandbox: &Sandbox, groups: &[Group]) {
    let (mut exposures, mut conversions) = ("user_id,variant\n".to_owned(), "user_id,paid\n".to_owned());
    for Group(variant, users, converted) in groups {
        (0..*users).for_each(|nth| exposures += &format!("{variant}-{nth},{variant}\n"));
        (0..*converted).for_each(|nth| conversions += &format!("{variant}-{nth},{}\n", nth % 7));
    }
    sandbox.write("../exposures.csv", exposures);
    sandbox.write("../conversions.csv", conversions);
}

const FILES: [&str; 4] = ["--exposures", "exposures.csv", "--conversions", "conversions.csv"];

/// The analysis of what is written, as a document; it may end with any code.
fn analysed(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    sandbox.json(&[&["experiment", "analyze", "colour"], &FILES[..], arguments].concat())
}

fn analyse(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run(&[&["experiment", "analyze", "colour"], &FILES[..], arguments].concat())
}

fn is_near(value: &Value, expected: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - expected).abs() <= 1e-9 * expected.abs().max(1e-3))
}
