//! `overrides`: users who always get one variant

use super::draft::{Draft, layer_mut, place};
use super::{EditError, FlagEdit};
use crate::model::{Flag, Override, Path, VariantName, hint};

/// Where users are pinned, and what may be done on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinning<'a> {
    /// The environment; `None` for the top level.
    pub environment: Option<&'a str>,
    /// An environment that inherits its overrides gets a copy of them first.
    pub copy: bool,
    /// A user who is pinned to another variant is moved.
    pub moving: bool,
}

/// Pins users to a variant.
///
/// # Errors
/// Where there is no such variant, somebody is pinned to another one, or the environment would lose the overrides that
/// it inherits.
pub fn pin(
    flag: &Flag,
    text: &str,
    pinning: Pinning<'_>,
    variant: &VariantName,
    ids: &[String],
) -> Result<FlagEdit, EditError> {
    known_variant(flag, variant)?;
    let mut pins = Pins::begin(flag, text, pinning)?;
    for id in ids {
        match pins.find(id) {
            Some((known, _)) if known == *variant => continue,
            Some((known, _)) if !pinning.moving => {
                let message = format!("'{id}' is pinned to '{known}' {}", where_is(pinning.environment));
                return Err(EditError::new(message).help("pass --move to pin it to the other variant instead"));
            }
            Some((known, index)) => pins.remove(&known, index),
            None => {}
        }
        pins.add(variant, id);
    }
    Ok(pins.finish())
}

/// Takes users' pins away, whatever their variant, or only where it is this one. Who is not pinned stays so.
///
/// # Errors
/// Where somebody is pinned to another variant, or the environment inherits its overrides.
pub fn unpin(
    flag: &Flag,
    text: &str,
    pinning: Pinning<'_>,
    variant: Option<&VariantName>,
    ids: &[String],
) -> Result<FlagEdit, EditError> {
    let mut pins = Pins::begin(flag, text, pinning)?;
    for id in ids {
        let Some((known, index)) = pins.find(id) else { continue };
        if let Some(variant) = variant.filter(|variant| **variant != known) {
            let message = format!("'{id}' is pinned to '{known}', not to '{variant}'");
            return Err(EditError::new(message).help("leave the variant out to unpin it whatever it gets"));
        }
        pins.remove(&known, index);
    }
    Ok(pins.finish())
}

fn known_variant(flag: &Flag, variant: &VariantName) -> Result<(), EditError> {
    if flag.variants.value(variant).is_some() {
        return Ok(());
    }
    let error = EditError::new(format!("'{}' has no variant '{variant}'", flag.key));
    Err(EditError { help: hint(&variant.0, flag.variants.names()), ..error })
}

fn where_is(environment: Option<&str>) -> String {
    environment.map_or("at the top level".to_owned(), |name| format!("in {name}"))
}

/// The overrides of one place, in the making.
struct Pins<'t> {
    draft: Draft<'t>,
    environment: Option<String>,
    /// Where they stand in the text, and from where they were copied, if they were.
    path: Path,
    source: Path,
    /// Without any here, others hold: those of the top level.
    must_stay: bool,
}

impl<'t> Pins<'t> {
    fn begin(flag: &Flag, text: &'t str, pinning: Pinning<'_>) -> Result<Pins<'t>, EditError> {
        let path = place(pinning.environment).key("overrides");
        let top = Path::root().key("overrides");
        let inherited = flag.base.overrides.as_ref().filter(|overrides| !overrides.is_empty());
        let has_own =
            pinning.environment.is_none_or(|name| flag.layer(name).is_some_and(|own| own.overrides.is_some()));
        let mut draft = Draft::new(flag, text);
        let mut source = path.clone();
        if let (Some(name), Some(overrides), false) = (pinning.environment, inherited, has_own) {
            if !pinning.copy {
                let message =
                    format!("{name} inherits its overrides from the top level; with its own it would lose those");
                let help = "leave out --env to pin everywhere, or pass --copy to give it a copy of them first";
                return Err(EditError::new(message).help(help));
            }
            draft.copy(&top, path.clone())?;
            draft.layer(pinning.environment).overrides = Some(overrides.clone());
            source = top;
        }
        let must_stay = pinning.environment.is_some() && inherited.is_some();
        Ok(Pins { draft, environment: pinning.environment.map(str::to_owned), path, source, must_stay })
    }

    fn finish(self) -> FlagEdit {
        self.draft.finish()
    }

    fn overrides(&mut self) -> &mut Option<Vec<Override>> {
        &mut layer_mut(&mut self.draft.flag, self.environment.as_deref()).overrides
    }

    /// The variant of a user, and where the id stands in its list.
    fn find(&self, id: &str) -> Option<(VariantName, usize)> {
        let flag = &self.draft.flag;
        let layer = self.environment.as_deref().map_or(Some(&flag.base), |name| flag.layer(name))?;
        let found = |entry: &Override| Some((entry.variant.clone(), entry.ids.iter().position(|known| known == id)?));
        layer.overrides.iter().flatten().find_map(found)
    }

    fn add(&mut self, variant: &VariantName, id: &str) {
        self.draft.append(self.path.clone().key(&variant.0), id);
        let overrides = self.overrides().get_or_insert_default();
        match overrides.iter_mut().find(|entry| entry.variant == *variant) {
            Some(entry) => entry.ids.push(id.to_owned()),
            None => overrides.push(Override { variant: variant.clone(), ids: vec![id.to_owned()] }),
        }
    }

    /// Takes an id out; the last one with its variant, and the last variant with the field, where no comment goes too.
    fn remove(&mut self, variant: &VariantName, index: usize) {
        let must_stay = self.must_stay;
        let Some(overrides) = self.overrides() else { return };
        let Some(at) = overrides.iter().position(|entry| entry.variant == *variant) else { return };
        let (is_last_id, is_last_variant) = (overrides[at].ids.len() == 1, overrides.len() == 1);
        let keeps_entry = !is_last_id || self.draft.has_comments(&self.source.clone().key(&variant.0));
        let keeps_field = !is_last_variant || must_stay || self.draft.has_comments(&self.source);
        let entry = self.path.clone().key(&variant.0);
        let overrides = self.overrides();
        if keeps_entry {
            overrides.iter_mut().flatten().filter(|entry| entry.variant == *variant).for_each(|entry| {
                entry.ids.remove(index);
            });
            self.draft.remove(entry.index(index));
        } else if keeps_field {
            overrides.iter_mut().for_each(|entries| entries.retain(|entry| entry.variant != *variant));
            self.draft.remove(entry);
        } else {
            *overrides = None;
            self.draft.remove(self.path.clone());
        }
    }
}
