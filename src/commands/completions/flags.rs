//! Values that the flags directory knows.

use super::scene::Scene;
use super::table::{plain, told};
use crate::check::FileKind;
use crate::model::{Flag, FlagType};
use crate::store::list_files;
use clap_complete::engine::CompletionCandidate;
use std::collections::BTreeSet;

/// So many flags are opened to say what they are for; of more, the names do.
const DESCRIBED: usize = 64;

/// The keys that the line does not name yet. Names of files suffice, so no other flag is opened.
pub(super) fn keys(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    let given: Vec<String> = ["key", "keys"].iter().flat_map(|argument| scene.all(argument)).collect();
    let Some(files) = scene.source().and_then(|source| list_files(&source, FileKind::Flag).ok()) else {
        return Vec::new();
    };
    let is_wanted = |key: &str| key.starts_with(typed) && !given.iter().any(|other| other == key);
    let keys: BTreeSet<&str> = files.flag_keys().filter(|key| is_wanted(key)).collect();
    let flags = if keys.len() > DESCRIBED { Vec::new() } else { scene.flags(&|key| keys.contains(key)) };
    let about = |key: &str| flags.iter().find(|flag| flag.key == key).map_or("", |flag| flag.description.as_str());
    keys.iter().map(|key| told(*key, about(key))).collect()
}

pub(super) fn environments(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let settings = scene.settings().unwrap_or_default();
    let about = |name: &str| if settings.is_protected(name) { "protected" } else { "" };
    settings.environments.iter().map(|name| told(name, about(name))).collect()
}

/// The environments but for the one that the line names as the other side.
pub(super) fn other_environments(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    let given: Vec<String> = ["from", "to"].iter().flat_map(|argument| scene.all(argument)).collect();
    let mut environments = environments(scene, typed);
    environments.retain(|candidate| !given.iter().any(|name| candidate.get_value() == name.as_str()));
    environments
}

/// First a variant, then, to take pins away, the ids that have them.
pub(super) fn pins(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let Some(flag) = scene.flag() else { return Vec::new() };
    let given = scene.all("words");
    let mut candidates = if given.is_empty() { variants(&flag) } else { Vec::new() };
    if scene.has("remove") {
        let environment = scene.one("env");
        let overrides = flag.targeting(environment.as_deref()).overrides;
        let named = given.first().filter(|word| flag.variants.names().any(|name| name == word.as_str()));
        let of_variant = overrides.iter().filter(|pin| named.is_none_or(|name| pin.variant.0 == *name));
        let ids = of_variant.flat_map(|pin| pin.ids.iter().map(move |id| told(id, pin.variant.0.as_str())));
        candidates.extend(ids.filter(|id| !given.iter().any(|word| id.get_value() == word.as_str())));
    }
    candidates
}

/// The variants of the flag that the line names.
pub(super) fn of_flag(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    scene.flag().as_ref().map(variants).unwrap_or_default()
}

fn variants(flag: &Flag) -> Vec<CompletionCandidate> {
    let about = |value: &serde_json::Value| if flag.variants.declared { value.to_string() } else { String::new() };
    flag.variants.list.iter().map(|(name, value)| told(name.0.as_str(), about(value))).collect()
}

/// The variants that the line gives a new flag.
pub(super) fn new_variants(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let given = scene.all("variants");
    let names = given.iter().flat_map(|list| list.split(',')).filter_map(|pair| pair.split('=').next());
    plain(names.map(str::to_owned))
}

/// The rules of the flag that the line names: by name, or by number from 1.
pub(super) fn rules(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let Some(flag) = scene.flag() else { return Vec::new() };
    let environment = scene.one("env");
    let rules = flag.targeting(environment.as_deref()).rules.iter().zip(1..);
    rules
        .map(|(rule, number): (_, usize)| rule.name.clone().unwrap_or(number.to_string()))
        .map(|name| told(name, ""))
        .collect()
}

/// The steps of the ramp.
pub(super) fn ramp(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let steps = scene.settings().unwrap_or_default().ramp;
    plain(std::iter::once("0".to_owned()).chain(steps.iter().map(ToString::to_string)))
}

pub(super) fn types(_: &Scene, _: &str) -> Vec<CompletionCandidate> {
    plain(FlagType::ALL.iter().map(|flag_type| flag_type.name().to_owned()))
}

pub(super) fn owners(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    plain(scene.flags(&|_| true).into_iter().map(|flag| flag.owner).collect::<BTreeSet<_>>())
}

pub(super) fn tags(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    plain(scene.flags(&|_| true).into_iter().flat_map(|flag| flag.tags).collect::<BTreeSet<_>>())
}

/// The values of the field that `set` is to set.
pub(super) fn metadata(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    match scene.one("field").as_deref() {
        Some("owner") => owners(scene, typed),
        Some("type") => types(scene, typed),
        Some("expires") => plain(["30d", "60d", "90d", "never"].map(str::to_owned)),
        Some("tags") => listed_tags(scene, typed),
        _ => Vec::new(),
    }
}

/// Tags divided by commas, each with a sign or without: `a,b` or `+a,-b`.
fn listed_tags(scene: &Scene, typed: &str) -> Vec<CompletionCandidate> {
    let begin = typed.rfind(',').map_or(0, |comma| comma + 1);
    let (before, last) = typed.split_at(begin);
    let sign = last.get(..1).filter(|sign| matches!(*sign, "+" | "-")).unwrap_or_default();
    let given: Vec<&str> = before.split(',').map(|tag| tag.trim_start_matches(['+', '-'])).collect();
    // What is taken away is one that the flag has.
    let mut tags = match (sign, scene.flag()) {
        ("-", Some(flag)) => plain(flag.tags),
        _ => tags(scene, last),
    };
    tags.retain(|tag| !given.iter().any(|other| tag.get_value() == *other));
    tags.into_iter().map(|tag| tag.add_prefix(format!("{before}{sign}"))).collect()
}

/// The folders of the flags directory that flags are in.
pub(super) fn folders(scene: &Scene, _: &str) -> Vec<CompletionCandidate> {
    let files = scene.source().and_then(|source| list_files(&source, FileKind::Flag).ok()).unwrap_or_default();
    let folders = files.files.iter().filter_map(|file| file.path.rsplit_once('/'));
    plain(folders.map(|(folder, _)| folder.to_owned()).collect::<BTreeSet<_>>())
}
