//! `ffctl serve`, asked over real connections.
#![cfg(feature = "serve")]

#[path = "common/program.rs"]
mod program;
#[path = "common/server.rs"]
mod server;

#[path = "serve/access.rs"]
mod access;
#[path = "serve/any_requests.rs"]
mod any_requests;
#[path = "serve/bad_clients.rs"]
mod bad_clients;
#[path = "serve/bad_requests.rs"]
mod bad_requests;
#[path = "serve/crashes.rs"]
mod crashes;
#[path = "serve/evaluation.rs"]
mod evaluation;
#[path = "serve/events.rs"]
mod events;
#[path = "serve/life.rs"]
mod life;
#[path = "serve/metrics.rs"]
mod metrics;

use program::{Sandbox, flag};

/// Flags of every kind of value, in two environments.
fn sandbox() -> Sandbox {
    let rules = "rules:\n  - name: staff\n    if: {attribute: email, operator: ends_with, value: '@example.com'}\n";
    Sandbox::new(&[
        ("ffctl.yaml", "environments: [staging, production]\n".to_owned()),
        ("checkout.yaml", flag("rollout: 0\nenvironments:\n  staging: {rollout: 100}")),
        ("colour.yaml", flag("variants: {red: '#f00', blue: '#00f'}\nfallback: blue\nserve: red")),
        ("half.yaml", flag("rollout: 50")),
        ("layout.yaml", flag("variants: {a: {columns: 2}, b: {columns: 3}}\nfallback: a\nserve: b")),
        ("limit.yaml", flag("variants: {low: 1.5, high: 20}\nfallback: low\nserve: high")),
        ("off.yaml", flag("rollout: 100").replace("enabled: true", "enabled: false")),
        ("staff.yaml", flag(&format!("{rules}rollout: 0"))),
    ])
}
