//! When flags were evaluated, as the metrics of `ffctl serve` tell it: text in, days out.
//!
//! Two forms are read: the text that a server has at `/metrics` (Prometheus' text format and OpenMetrics), and what
//! Prometheus' HTTP API answers to an instant query. A server forgets with every restart, and Prometheus remembers.
//!
//! ```
//! use ffctl::usage::Usage;
//!
//! let mut usage = Usage::default();
//! let metrics = "ffctl_flag_last_evaluation_timestamp_seconds{flag=\"checkout\",environment=\"\"} 1795219200\n";
//! usage.add("stdin", metrics)?;
//! assert_eq!(usage.of("checkout").and_then(|flag| flag.last()).map(|day| day.to_string()), Some("2026-11-21".into()));
//! # Ok::<(), ffctl::usage::Malformed>(())
//! ```

mod exposition;
mod flag;
mod malformed;
mod response;
mod sample;
mod sources;

pub use exposition::read_exposition;
pub use flag::FlagUsage;
pub use malformed::Malformed;
pub use response::read_responses;
pub use sample::Sample;
pub use sources::{LAST_EVALUATION, SERVED_SINCE, Usage};
