//! `ffctl refs`

use super::Deny;
use super::code::{Code, flag_files};
use super::judging::FindingsFormat;
use super::moment::MomentArgs;
use super::shared::{Session, unknown_flag};
use crate::audit::{Rule, UNKNOWN_REFERENCE, UNREFERENCED, unknown_reference, unreferenced};
use crate::model::{Flag, FlagType, Level};
use crate::refs::Mention;
use crate::report::{FindingReport, FlagReferences, MentionReport, RefsReport, UnknownReference};
use crate::store::Tree;
use anyhow::Result;
use clap::Args;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Finds where the code mentions flags, flags that it does not mention, and mentions of flags that there are not.
///
/// A key counts where it stands alone in quotes, in comments too. `code.aliases` and `code.patterns` in the settings tell of
/// other ways in which the code writes keys; what a pattern asks for and is no flag is an unknown reference. `code.paths`
/// and `code.exclude` say where to look; what .gitignore names is left out, and so are binaries, symbolic links, the flags
/// directory and files of more than 8 MiB.
///
/// With keys, every mention of these is shown with its line: the checklist for a clean-up.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct RefsArgs {
    /// Show every mention of these flags [default: a count for each flag]
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Only flags that no code mentions
    #[arg(long)]
    unreferenced: bool,
    /// What fails the run: an unknown reference is an error, a flag without a mention a warning
    #[arg(long, value_enum, default_value_t = Deny::Error, value_name = "LEVEL")]
    deny: Deny,
    #[command(flatten)]
    format: FindingsFormat,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

const EXIT_CODES: &str = "Exit codes:
  0  nothing that is denied
  1  the code asks for a flag that there is not; with --deny warning also where a flag is not mentioned
  2  it could not be done: an unknown flag, invalid settings, no code to look into";

pub(super) fn run(args: &RefsArgs, session: &Session) -> Result<RefsReport> {
    let tree = session.tree()?;
    let flags = Flags::of(&tree, session);
    flags.hold_to_known(&args.keys)?;
    let mut code = Code::look(session, &tree)?;
    let references = std::mem::take(&mut code.references);
    let mut report = RefsReport::new(references.files, references.bytes, args.deny.into());
    report.places = session.places();
    report.is_checklist = !args.keys.is_empty() && !args.unreferenced;
    report.notes = std::mem::take(&mut code.notes);
    let mut names: HashMap<Arc<str>, Arc<str>> = HashMap::new();
    let mut shown = |Mention { file, line, column, excerpt }| {
        // Many mentions share a file.
        let name = names.entry(file).or_insert_with_key(|file| code.shown(session, file).into());
        MentionReport { file: name.clone(), line, column, excerpt }
    };

    let level = |rule: &Rule, flag_type| tree.settings.policy.level(rule.name, flag_type, rule.level);
    let mut by_key = references.mentions;
    by_key.retain(|key, _| args.keys.is_empty() || args.keys.contains(key));
    by_key.retain(|_, mentions| !args.unreferenced || mentions.is_empty());
    for (key, mentions) in by_key {
        let flag = flags.references(key, mentions.into_iter().map(&mut shown).collect());
        let level = level(&UNREFERENCED, flags.type_of(&flag.key)).filter(|_| flag.mentions.is_empty());
        report.findings.extend(level.map(|level| about_flag(level, &flag)));
        report.flags.push(flag);
    }
    report.flags.sort_by_key(|flag| !flag.mentions.is_empty());
    if args.keys.is_empty() && !args.unreferenced {
        for (key, mentions) in by_written(references.unknown) {
            let (message, help) = unknown_reference(&key, flags.files.keys().map(String::as_str));
            let mentions: Vec<MentionReport> = mentions.into_iter().map(&mut shown).collect();
            if let Some(level) = level(&UNKNOWN_REFERENCE, None) {
                report.findings.extend(mentions.iter().map(|mention| mention.finding(&key, level, &message, &help)));
            }
            report.unknown.push(UnknownReference { key, help, mentions });
        }
    }
    report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    Ok(report)
}

/// The flags that there are, as far as they are known.
struct Flags<'t> {
    /// Their files as the user would name them, by key.
    files: BTreeMap<String, String>,
    /// Those without an error.
    valid: BTreeMap<&'t str, &'t Flag>,
}

impl<'t> Flags<'t> {
    fn of(tree: &'t Tree, session: &Session) -> Flags<'t> {
        let files = flag_files(tree).into_iter().map(|(key, path)| (key, session.shown(&path))).collect();
        let valid = tree.flags.iter().map(|file| (file.flag.key.as_str(), &*file.flag)).collect();
        Flags { files, valid }
    }

    fn type_of(&self, key: &str) -> Option<FlagType> {
        self.valid.get(key).map(|flag| flag.flag_type)
    }

    fn hold_to_known(&self, asked_for: &[String]) -> Result<()> {
        match asked_for.iter().find(|key| !self.files.contains_key(*key)) {
            Some(key) => Err(unknown_flag(key, &self.files.keys().cloned().collect::<Vec<_>>()).into()),
            None => Ok(()),
        }
    }

    fn references(&self, key: String, mentions: Vec<MentionReport>) -> FlagReferences {
        let owner = self.valid.get(key.as_str()).map(|flag| flag.owner.clone());
        let file = self.files.get(&key).cloned().unwrap_or_default();
        FlagReferences { key, owner, file, mentions }
    }
}

fn by_written(mentions: Vec<Mention>) -> BTreeMap<String, Vec<Mention>> {
    let mut by_written: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
    for mention in mentions {
        by_written.entry(mention.excerpt.mention()).or_default().push(mention);
    }
    by_written
}

fn about_flag(level: Level, flag: &FlagReferences) -> FindingReport {
    let (message, help) = unreferenced(&flag.key);
    FindingReport {
        key: Some(flag.key.clone()),
        owner: flag.owner.clone(),
        environment: None,
        rule: UNREFERENCED.name,
        level,
        message,
        help: Some(help),
        file: flag.file.clone(),
        line: 1,
        column: 1,
    }
}
