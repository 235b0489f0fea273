//! What a new flag has to say, from options, or from a person where there is one.

use super::super::editing::Terminal;
use super::super::shared::{Session, refused};
use super::{NewArgs, expiry, flag_type, owner};
use crate::model::{Days, FlagType, Settings};
use crate::store::Loaded;
use anyhow::Result;
use chrono::{NaiveDate, TimeDelta};

/// What a new flag says of itself.
pub(super) struct Answers {
    pub(super) description: String,
    pub(super) owner: String,
    pub(super) flag_type: FlagType,
    pub(super) created: NaiveDate,
    pub(super) expires: Option<NaiveDate>,
    pub(super) ticket: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<String>,
    /// Names and values as written; none for a boolean flag.
    pub(super) variants: Vec<(String, String)>,
    pub(super) fallback: Option<String>,
}

/// Completes the options, and what whoever asked should know of what was filled in.
pub(super) fn complete(
    args: &NewArgs,
    source: Option<&Loaded>,
    path: &str,
    session: &Session,
) -> Result<(Answers, Vec<String>)> {
    let settings = session.settings()?;
    let variants = variants(&args.variants)?;
    let terminal = Terminal::open();
    if terminal.is_none() {
        refuse_missing(args, source, &settings)?;
    }
    let asker = Asker(terminal.as_ref());
    let of_source = source.map(|loaded| loaded.file.flag.flag_type);
    let flag_type = match args.flag_type.or(of_source) {
        Some(flag_type) => flag_type,
        None => asker.ask("Type (release, experiment, ops, kill-switch, permission)", "release", flag_type)?,
    };
    let mut notes = Vec::new();
    let answers = Answers {
        description: asker.text(&args.description, "What does it switch?", String::new)?,
        owner: asker.text(&args.owner, "Who answers for it?", || owner::likely(session, path))?,
        flag_type,
        created: session.today(),
        expires: expires(args, flag_type, &settings, session.today(), &asker, &mut notes)?,
        ticket: match requires(&settings, "ticket") {
            true => Some(asker.text(&args.ticket, "Ticket?", String::new)?),
            false => args.ticket.clone(),
        },
        tags: asker.list(&args.tags, "Tags, divided by commas?", requires(&settings, "tags"))?,
        links: asker.list(&args.links, "Links, divided by commas?", requires(&settings, "links"))?,
        fallback: fallback(args, &variants, &asker)?,
        variants,
    };
    Ok((answers, notes))
}

fn requires(settings: &Settings, field: &str) -> bool {
    settings.policy.require.iter().any(|required| required == field)
}

/// Without anybody to ask, everything that has no honest default is an option.
fn refuse_missing(args: &NewArgs, source: Option<&Loaded>, settings: &Settings) -> Result<()> {
    let missing = [
        ("--type TYPE", args.flag_type.is_none() && source.is_none()),
        ("--owner OWNER", args.owner.is_none()),
        ("--description TEXT", args.description.is_none()),
        ("--ticket TICKET", args.ticket.is_none() && requires(settings, "ticket")),
        ("--tag TAG", args.tags.is_empty() && requires(settings, "tags")),
        ("--link URL", args.links.is_empty() && requires(settings, "links")),
        ("--fallback VARIANT", args.fallback.is_none() && !args.variants.is_empty()),
    ];
    let missing: Vec<&str> = missing.iter().filter(|(_, is_missing)| *is_missing).map(|(option, _)| *option).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => {
            let message = format!("'{}' needs more, and there is no terminal to ask on", args.key);
            Err(refused(message, Some(format!("pass {}", missing.join(" ")))))
        }
    }
}

fn expires(
    args: &NewArgs,
    flag_type: FlagType,
    settings: &Settings,
    today: NaiveDate,
    asker: &Asker<'_>,
    notes: &mut Vec<String>,
) -> Result<Option<NaiveDate>> {
    if let Some(text) = &args.expires {
        return if text == "never" { Ok(None) } else { expiry(text, today).map(Some) };
    }
    let Some(days) = lifetime(flag_type, settings) else { return Ok(None) };
    let usual = today.checked_add_signed(TimeDelta::days(days.0.into())).unwrap_or(today);
    if asker.0.is_none() {
        notes.push(format!("it expires on {usual}, after {days}; pass --expires to say when"));
        return Ok(Some(usual));
    }
    asker.ask("When does it expire?", &usual.to_string(), |text| expiry(text, today)).map(Some)
}

/// How long a flag of this type usually lives; nothing for one that is made to stay.
fn lifetime(flag_type: FlagType, settings: &Settings) -> Option<Days> {
    let of_settings = settings.policy.max_age.iter().find(|(known, _)| *known == flag_type).map(|(_, days)| *days);
    match flag_type {
        FlagType::Release => of_settings.or(Some(Days(90))),
        FlagType::Experiment => of_settings.or(Some(Days(60))),
        FlagType::Ops | FlagType::KillSwitch | FlagType::Permission => None,
    }
}

fn variants(pairs: &[String]) -> Result<Vec<(String, String)>> {
    let pair = |pair: &String| match pair.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => {
            let help = "write --variants small=10,large=50".to_owned();
            Err(refused(format!("'{pair}' is not NAME=VALUE"), Some(help)))
        }
    };
    pairs.iter().map(pair).collect()
}

fn fallback(args: &NewArgs, variants: &[(String, String)], asker: &Asker<'_>) -> Result<Option<String>> {
    match (&args.fallback, variants.first()) {
        (_, None) => Ok(None),
        (Some(fallback), _) => Ok(Some(fallback.clone())),
        (None, Some((first, _))) => {
            asker.ask("Which variant while it is off?", first, |name| Ok(name.to_owned())).map(Some)
        }
    }
}

/// Who answers, if anybody can.
struct Asker<'t>(Option<&'t Terminal>);

impl Asker<'_> {
    /// A text: the option, or an answer that says something.
    fn text(&self, given: &Option<String>, question: &str, usual: impl FnOnce() -> String) -> Result<String> {
        match given {
            Some(text) => Ok(text.trim().to_owned()),
            None => self.ask(question, &usual(), |text| match text.is_empty() {
                true => Err(refused("it has to say something", None)),
                false => Ok(text.to_owned()),
            }),
        }
    }

    fn list(&self, given: &[String], question: &str, is_required: bool) -> Result<Vec<String>> {
        if !given.is_empty() || !is_required {
            return Ok(given.to_owned());
        }
        let words = self.text(&None, question, String::new)?;
        Ok(words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// Asks until there is an answer that can be read; silence takes what is usual.
    fn ask<T>(&self, question: &str, usual: &str, read: impl Fn(&str) -> Result<T>) -> Result<T> {
        let nobody = || refused("nothing was written", None);
        let Some(terminal) = self.0 else { return Err(nobody()) };
        let offer = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
        loop {
            let answer = terminal.ask(&format!("{question}{offer}"))?.ok_or_else(nobody)?;
            match read(if answer.is_empty() { usual } else { &answer }) {
                Ok(value) => return Ok(value),
                Err(error) => terminal.say(&format!("{error}"))?,
            }
        }
    }
}
