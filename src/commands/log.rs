//! `ffctl log`

use super::formats;
use super::moment::MomentArgs;
use super::shared::{Session, refused};
use super::timeline::{Trail, Wanted};
use crate::model::{parse_date, parse_instant};
use crate::report::{Format, LogReport};
use anyhow::Result;
use chrono::{DateTime, Days, Utc};
use clap::Args;

/// Tells who changed what, when: each change of meaning in the history of flags, segments and settings, newest first.
///
/// It is computed from the files themselves, so commits made by hand count, and those that change formatting alone do not
/// appear. A merge is told of only where it did what none of its parents had. Flags that were renamed are followed;
/// those that are gone are known by their last key.
#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// Only these flags [default: all flags, segments and settings]
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Only what bears on this environment, at its own place or inherited
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    /// Not before this date or time (UTC)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Not after this date or time (UTC)
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only commits whose author's name or address has this text in it, in any case
    #[arg(long, value_name = "TEXT")]
    author: Option<String>,
    /// No more than this many commits
    #[arg(short = 'n', long, value_name = "NUMBER")]
    max_count: Option<usize>,
    /// How results are printed
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Global options")]
    #[arg(value_parser = formats(&[Format::Table, Format::Json, Format::Ndjson]))]
    format: Format,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &LogArgs, session: &Session) -> Result<LogReport> {
    let key = match &args.keys[..] {
        [key] => Some(key.clone()),
        _ => None,
    };
    let trail = Trail::open(args.wanted()?, session)?;
    Ok(LogReport { commits: Box::new(trail.take(args.max_count.unwrap_or(usize::MAX))), key })
}

impl LogArgs {
    fn wanted(&self) -> Result<Wanted> {
        let since = self.since.as_deref().map(|text| instant("--since", text)).transpose()?;
        let until = self.until.as_deref().map(|text| Ok::<_, anyhow::Error>(end_of(text, instant("--until", text)?)));
        Ok(Wanted {
            keys: self.keys.clone(),
            environment: self.env.clone(),
            since,
            until: until.transpose()?,
            author: self.author.as_ref().map(|text| text.to_lowercase()),
        })
    }
}

fn instant(option: &str, text: &str) -> Result<DateTime<Utc>> {
    parse_instant(text).ok_or_else(|| {
        let help = "write 2026-11-01 or 2026-11-01T12:00:00Z".to_owned();
        refused(format!("{option} '{text}' is not a date or an RFC 3339 time"), Some(help))
    })
}

/// The moment before which things are not after `text`: a date counts to its end.
fn end_of(text: &str, start: DateTime<Utc>) -> DateTime<Utc> {
    match parse_date(text) {
        Some(_) => start.checked_add_days(Days::new(1)).unwrap_or(start),
        None => start + chrono::TimeDelta::seconds(1),
    }
}
