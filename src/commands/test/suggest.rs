//! Cases to accept: printed, or added to the file.

use super::super::editing::{edit_flags, refusal};
use super::super::shared::{Session, known_environment};
use super::TestArgs;
use crate::change::add_tests;
use crate::report::{EditReport, FlagSuggestions, SuggestReport, SuggestedCase};
use crate::store::Loaded;
use crate::trial::{Suggestions, suggest};
use crate::yaml::write_cases;
use anyhow::{Result, anyhow};
use std::collections::BTreeSet;

pub(super) fn run(args: &TestArgs, session: &Session) -> Result<SuggestReport> {
    let mut flags = Vec::new();
    for key in args.keys.iter().collect::<BTreeSet<_>>() {
        let loaded = session.flag(key)?;
        let found = suggested(args, &loaded)?;
        let items = write_cases(&found.cases);
        let has_tests = !loaded.file.flag.tests.is_empty();
        flags.push(FlagSuggestions {
            key: key.clone(),
            file: session.shown(&loaded.file.path),
            cases: found.cases.iter().map(SuggestedCase::from).collect(),
            known: found.known,
            notes: found.unsaid,
            yaml: if has_tests || items.is_empty() { items } else { format!("tests:\n{items}") },
        });
    }
    Ok(SuggestReport::new(flags))
}

pub(super) fn write(args: &TestArgs, session: &Session) -> Result<EditReport> {
    edit_flags(&args.edit, session, &args.keys, &|loaded| {
        let found = suggested(args, loaded)?;
        add_tests(&loaded.file.flag, &loaded.text, &found.cases).map_err(|error| refusal(error, loaded, session))
    })
}

fn suggested(args: &TestArgs, loaded: &Loaded) -> Result<Suggestions> {
    let Loaded { file, settings, segments, .. } = loaded;
    known_environment(settings, args.env.as_deref())?;
    let found = suggest(&file.flag, args.env.as_deref(), segments, settings);
    found.map_err(|error| anyhow!("{}: {error}", file.flag.key))
}
