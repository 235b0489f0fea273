//! The metrics that tell when flags were evaluated: a server's, a file's, or what is piped in.

mod http;

use super::super::shared::refused;
use crate::usage::Usage;
use anyhow::{Context as _, Result};
use clap::{Args, ValueHint};
use std::fs::File;
use std::io::{self, Read};

/// The most that one source may say.
const MOST: u64 = 64 << 20;

/// What to ask Prometheus, for the end of the help.
pub(super) const ASKING_PROMETHEUS: &str = r#"Flags that nobody evaluates:
  --usage reads what `ffctl serve` has at /metrics. A server forgets with
  every restart, so a flag is reported only where every source has counted for
  `policy.unused_after`. Prometheus remembers. Ask it for more days than that:

  curl -sG http://localhost:9090/api/v1/query --data-urlencode 'query=
    max by (flag, environment, request)
      (max_over_time(ffctl_flag_last_evaluation_timestamp_seconds[60d]))
    or label_replace(min by (flag, environment)
      (min_over_time(ffctl_flag_served_since_timestamp_seconds[60d])),
      "__name__", "ffctl_flag_served_since_timestamp_seconds", "", "")
  ' | ffctl audit --usage -

  That is the last evaluation of each flag, and since when it was served, on
  any server that Prometheus saw in these days. What it did not see is lost to
  it: the time when it was down, and what a server counted between its last
  look and the server's end.

  A URL given to --usage is the only thing that makes ffctl audit use the
  network: one GET, http:// alone and through no proxy, for at most a minute
  and 64 MiB. For all else there is curl, and a pipe. The token of the servers
  is read from the environment variable FFCTL_USAGE_TOKEN and sent as Bearer to
  each of them."#;

#[derive(Debug, Args)]
pub(super) struct UsageArgs {
    /// Report flags that nobody evaluated too, by these metrics of `ffctl serve`; once for each server or replica
    #[arg(long, value_name = "URL|FILE|-", value_hint = ValueHint::FilePath)]
    usage: Vec<String>,
}

/// When flags were evaluated, and what those who tell it warn of.
pub(super) struct Told {
    pub(super) usage: Usage,
    pub(super) warnings: Vec<String>,
}

impl UsageArgs {
    /// Reads all that was given, if anything was.
    pub(super) fn read(&self) -> Result<Option<Told>> {
        if self.usage.is_empty() {
            return Ok(None);
        }
        if self.usage.iter().filter(|source| *source == "-").count() > 1 {
            return Err(refused("--usage - reads what is piped in, which can be read once", None));
        }
        let mut told = Told { usage: Usage::default(), warnings: Vec::new() };
        for source in &self.usage {
            let (name, text) = text_of(source)?;
            let warnings = told.usage.add(&name, &text).map_err(|malformed| {
                let help = "name what `ffctl serve` has at /metrics, or what Prometheus answers to an instant query: \
                            `ffctl audit --help` shows one";
                refused(format!("{name} does not tell when flags were evaluated: {malformed}"), Some(help.to_owned()))
            })?;
            let warning = |warning: String| format!("{name} warns, so it may not tell all: {}", warning.escape_debug());
            told.warnings.extend(warnings.into_iter().map(warning));
        }
        Ok(Some(told))
    }
}

/// What a source says, and what it is called.
fn text_of(source: &str) -> Result<(String, String)> {
    if source == "-" {
        return Ok(("stdin".to_owned(), text(io::stdin().lock(), "stdin", MOST)?));
    }
    if source.contains("://") {
        let url = http::Url::parse(source)?;
        let token = std::env::var("FFCTL_USAGE_TOKEN").ok();
        let text = http::get(&url, token.as_deref(), &http::Limits { time: http::LONGEST, bytes: MOST })?;
        return Ok((url.name().to_owned(), text));
    }
    let file = File::open(source).with_context(|| format!("cannot read {source}"))?;
    Ok((source.to_owned(), text(file, source, MOST)?))
}

/// All that is to be read, where that is text and not too much.
fn text(input: impl Read, name: &str, most: u64) -> Result<String> {
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if bytes.len() as u64 > most {
        return Err(refused(format!("{name} is larger than {} MiB", most >> 20), None));
    }
    String::from_utf8(bytes).map_err(|_| refused(format!("{name} is no text (UTF-8)"), None))
}
