//! The flags over HTTP, for applications in any language: OpenFeature's remote evaluation protocol (OFREP) 0.3.
//!
//! See <https://github.com/open-feature/protocol>. A request is answered from the [`Edition`](crate::live::Edition) that
//! is in force when it has been read, and from no other. TLS is left to the proxy in front.
//! What is sent to collectors is as OpenTelemetry's environment variables have it.
//!
//! Below `/environments/NAME` the same paths answer for that environment; above, for the first one that whoever asks may
//! see.
//!
//! | | |
//! | --- | --- |
//! | `POST /ofrep/v1/evaluate/flags/{key}` | one flag |
//! | `POST /ofrep/v1/evaluate/flags` | every flag, with an entity tag |
//! | `GET /ofrep/v1/events` | server-sent events: the flags have changed |
//! | `GET /metrics` | for Prometheus |
//! | `GET /healthz`, `GET /readyz` | whether it lives; whether it takes requests, and how its flags are |

mod admission;
mod body;
mod connections;
mod evaluation;
mod events;
mod health;
mod log;
mod metrics;
mod options;
mod router;
mod run;
mod served;
mod service;
mod telemetry;
mod tokens;
mod trouble;
mod usage;

pub use log::{LogFormat, LogLevel, start_log};
pub use options::Options;
pub use run::serve;
