//! `ffctl serve`

use super::shared::Session;
use super::{Color, GlobalArgs};
use crate::live::{FlagSet, FollowOptions, Refusal};
use crate::report::{Refused, TextReport};
use crate::serve::{LogFormat, LogLevel, Options, serve, start_log};
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::time::Duration;

/// Serves the flags to applications in any language: OpenFeature's remote evaluation protocol (OFREP) over HTTP.
///
/// Point an OFREP provider at `http://127.0.0.1:8016`. With several environments, what is below /environments/NAME answers
/// for each; the address itself answers for the first that the token opens.
///
/// The directory is watched: a valid change is live in under a second, for every request or for none. An invalid one is
/// refused as a whole; the last good flags stay, and the log, /readyz and /metrics say so. SIGHUP reads the flags and the
/// tokens again. SIGTERM and Ctrl-C let requests under way come to their end.
///
/// Built with `--features otel`, it sends traces, metrics and an event for each evaluation to the OpenTelemetry collector
/// that OTEL_EXPORTER_OTLP_ENDPOINT names, such as http://localhost:4318. The other standard variables hold too:
/// OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_METRIC_EXPORT_INTERVAL, OTEL_LOGS_EXPORTER=none.
///
/// There is no TLS: put a proxy in front where others than this machine ask.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// An environment to serve; may be repeated [default: none, the top-level fields hold]
    #[arg(short, long, value_name = "ENV")]
    env: Vec<String>,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8016")]
    listen: String,
    /// A YAML file of tokens, each with `name`, `token` or `sha256`, and `environments`; clients show one as
    /// `Authorization: Bearer` or `X-API-Key` [default: everybody may ask]
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// An origin whose pages may ask, such as `https://app.example.com`, or `*` for all; may be repeated
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    cors_origin: Vec<String>,
    /// The address by which clients know this server, where a proxy changes it: event streams are named by it
    #[arg(long, value_name = "URL", value_parser = url)]
    public_url: Option<String>,
    /// Serve the flags as they stand at this git revision, such as main, and follow it as it moves
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    rev: Option<String>,
    /// How often to look for changes [default: 500ms for files, beside the events of the file system; 10s for a revision]
    #[arg(long, value_name = "DURATION", value_parser = some_time)]
    poll: Option<Duration>,
    /// Fetch with git before each look at the revision
    #[arg(long, requires = "rev")]
    fetch: bool,
    /// Keep the last good flags in this file, and begin with them where those found are invalid
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// The largest body of a request, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 256 * 1024)]
    max_body: usize,
    /// How long a connection may stay without a request; longer than a proxy in front keeps its own
    #[arg(long, value_name = "DURATION", default_value = "75s", value_parser = some_time)]
    idle_timeout: Duration,
    /// How long a client may take for the body of a request
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = some_time)]
    request_timeout: Duration,
    /// How long requests under way may take to end
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    shutdown_timeout: Duration,
    /// How the log is written; -q writes what goes wrong only, -v every request
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LogForm::Text)]
    log_format: LogForm,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogForm {
    /// For people
    Text,
    /// A JSON object a line
    Json,
}

pub(super) fn run(args: &ServeArgs, session: &Session, global: &GlobalArgs) -> Result<TextReport> {
    args.start_log(global)?;
    let flags = args.flags(session)?;
    serve(flags, args.options())?;
    Ok(TextReport::new(""))
}

impl ServeArgs {
    fn start_log(&self, global: &GlobalArgs) -> Result<()> {
        let format = match self.log_format {
            LogForm::Text => LogFormat::Text,
            LogForm::Json => LogFormat::Json,
        };
        let level = match (global.quiet, global.verbose) {
            (true, _) => LogLevel::Quiet,
            (_, true) => LogLevel::Verbose,
            _ => LogLevel::Usual,
        };
        let colour = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        start_log(format, level, colour)
    }

    fn flags(&self, session: &Session) -> Result<FlagSet> {
        let directory = std::path::absolute(&session.directory.shown)?;
        let environments = self.env.iter().cloned().map(Some);
        let mut builder = FlagSet::builder(directory).environments(environments);
        if let Some(revision) = &self.rev {
            builder = builder.revision(revision);
        }
        if let Some(file) = &self.snapshot {
            builder = builder.keep_in(file);
        }
        builder.open().map_err(|Refusal { message, problems }| {
            let problems = session.problems(&problems);
            Refused { message, help: None, problems }.into()
        })
    }

    fn options(&self) -> Options {
        Options {
            listen: self.listen.clone(),
            tokens: self.tokens.clone(),
            cors_origins: self.cors_origin.clone(),
            public_url: self.public_url.clone(),
            max_body: self.max_body,
            follow: FollowOptions { poll: self.poll, fetch: self.fetch, ..FollowOptions::default() },
            idle_timeout: self.idle_timeout,
            request_timeout: self.request_timeout,
            shutdown_timeout: self.shutdown_timeout,
        }
    }
}

/// A time such as `10s` or `500ms`.
fn duration(text: &str) -> Result<Duration> {
    humantime::parse_duration(text).map_err(|_| anyhow!("write 10s or 500ms"))
}

/// One that is not over at once.
fn some_time(text: &str) -> Result<Duration> {
    duration(text)
        .and_then(|time| if time.is_zero() { Err(anyhow!("it has to be more than nothing")) } else { Ok(time) })
}

/// What browsers call an origin, or `*`.
fn origin(text: &str) -> Result<String> {
    let is_origin = after_scheme(text).is_some_and(|host| !host.is_empty() && !host.contains('/'));
    match is_origin || text == "*" {
        true => Ok(text.to_owned()),
        false => Err(anyhow!("write the scheme and the host, and no path: https://app.example.com")),
    }
}

fn url(text: &str) -> Result<String> {
    match after_scheme(text).is_some_and(|host| !host.is_empty() && !host.starts_with('/')) {
        true => Ok(text.to_owned()),
        false => Err(anyhow!("write all of it: https://flags.example.com")),
    }
}

fn after_scheme(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))
}
