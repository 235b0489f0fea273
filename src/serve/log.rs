//! The log: one event a line, on the standard error stream.

use anyhow::{Result, anyhow};
use std::io;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::layer::SubscriberExt as _;

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object.
    Json,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// What has gone wrong.
    Quiet,
    /// And what has changed.
    Usual,
    /// And every request.
    Verbose,
}

/// Writes the log of this program from now on.
///
/// # Errors
/// Where something else does already.
pub fn start_log(format: LogFormat, level: LogLevel, colour: bool) -> Result<()> {
    let level = match level {
        LogLevel::Quiet => LevelFilter::WARN,
        LogLevel::Usual => LevelFilter::INFO,
        LogLevel::Verbose => LevelFilter::DEBUG,
    };
    let lines = tracing_subscriber::fmt::layer().with_target(false).with_writer(io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(colour).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // Only what this program says: the libraries below talk to those who work on them.
    let ours = tracing_subscriber::filter::Targets::new().with_target("ffctl", level);
    let subscriber = tracing_subscriber::registry().with(lines.with_filter(ours));
    tracing::subscriber::set_global_default(subscriber).map_err(|_| anyhow!("a log is being written already"))
}
