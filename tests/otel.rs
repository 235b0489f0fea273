//! `ffctl serve` and OpenTelemetry: what a collector gets.
#![cfg(feature = "serve")]

#[path = "common/program.rs"]
mod program;
#[path = "common/server.rs"]
mod server;

#[cfg(not(feature = "otel"))]
#[path = "otel/absent.rs"]
mod absent;
#[cfg(feature = "otel")]
#[path = "otel/collector.rs"]
mod collector;
#[cfg(feature = "otel")]
#[path = "otel/events.rs"]
mod events;
#[cfg(feature = "otel")]
#[path = "otel/metrics.rs"]
mod metrics;
#[cfg(feature = "otel")]
#[path = "otel/settings.rs"]
mod settings;
#[cfg(feature = "otel")]
#[path = "otel/spans.rs"]
mod spans;
#[cfg(feature = "otel")]
#[path = "otel/trouble.rs"]
mod trouble;

use program::{Sandbox, flag};

/// Flags in two environments.
fn sandbox() -> Sandbox {
    Sandbox::new(&[
        ("ffctl.yaml", "environments: [staging, production]\n".to_owned()),
        ("checkout.yaml", flag("rollout: 0\nenvironments:\n  staging: {rollout: 100}")),
        ("colour.yaml", flag("variants: {red: '#f00', blue: '#00f'}\nfallback: blue\nserve: red")),
        ("half.yaml", flag("rollout: 50")),
    ])
}
