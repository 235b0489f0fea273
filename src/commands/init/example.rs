//! A flag to learn from.

use crate::model::Settings;
use chrono::{NaiveDate, TimeDelta};

/// A flag that is valid with these settings.
pub(super) fn example(settings: &Settings, today: NaiveDate) -> String {
    let expires = today.checked_add_signed(TimeDelta::days(90)).unwrap_or(today);
    let head = format!(
        "\
# yaml-language-server: $schema=.schema/flag.json
# An example, to change or to remove. A file is a flag, and its name is the flag's key.
description: Shows how a flag is written
owner: my-team
type: release              # release, experiment, ops, kill-switch or permission
created: {today}
expires: {expires}

# The switch. A flag that is off serves `false` to everyone.
enabled: true

# These users always get it, whatever the rules say.
overrides:
  true: [user-1]

# The first rule that holds decides.
rules:
  - name: testers
    if: {{attribute: user_id, operator: starts_with, value: tester-}}

# The share of everyone else that gets it, in percent.
rollout: 0
"
    );
    let environment = settings.environments.iter().find(|name| !settings.is_protected(name));
    head + &environment.map(|name| environments(name)).unwrap_or_default()
        + TESTS
        + &environment.map(|name| test(name)).unwrap_or_default()
}

const TESTS: &str = "
# What must stay true: a user, and the variant that is served.
tests:
  - name: a tester has it
    context: {user_id: tester-7}
    expect: true
  - name: others do not have it yet
    context: {user_id: user-2}
    expect: false
";

fn environments(name: &str) -> String {
    format!(
        "
# What an environment names takes the place of the field above; what it does not name is inherited.
environments:
  {}:
    rollout: 100
",
        quoted(name)
    )
}

fn test(name: &str) -> String {
    let name = quoted(name);
    format!(
        "  - name: everyone has it where it is tried out\n    environment: {name}\n    context: {{user_id: user-2}}\n    expect: true\n"
    )
}

/// A name as YAML: JSON's quotes are read by it too.
fn quoted(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_word = !matches!(
        name.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if is_plain && is_word { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}
