//! The text of a new flag, written by the same edits as any other change: quoted where that is needed, and proven.

use super::super::shared::{Session, refused};
use super::questions::Answers;
use crate::model::{Clause, Flag, FlagType, Path, Percent, Scalar, TargetingLayer};
use crate::store::Loaded;
use crate::yaml::{Edit, Subtree, edit, flag_key_order, plain};
use anyhow::Result;

/// Writes a flag that is off everywhere; `first_line` stands above it.
pub(super) fn text(answers: &Answers, source: Option<&Loaded>, first_line: &str, session: &Session) -> Result<String> {
    let mut writer = Writer { edits: Vec::new(), source, session };
    writer.metadata(answers);
    match source {
        None => writer.shape(answers),
        Some(loaded) => writer.copy(&loaded.file.flag)?,
    }
    let text = edit(first_line, &writer.edits, flag_key_order);
    let text = text.map_err(|refusal| refused(refusal.message, refusal.help))?;
    // What the flag is stands apart from what it does. No other line is this one: what is below a key is indented.
    Ok(text.replacen("\nenabled: false\n", "\n\nenabled: false\n", 1))
}

struct Writer<'w> {
    edits: Vec<Edit>,
    source: Option<&'w Loaded>,
    session: &'w Session,
}

impl Writer<'_> {
    fn set(&mut self, path: Path, value: Scalar) {
        self.edits.push(Edit::Set { path, value });
    }

    fn set_text(&mut self, field: &str, text: &str) {
        self.set(Path::root().key(field), Scalar::text(text));
    }

    fn metadata(&mut self, answers: &Answers) {
        self.set_text("description", &answers.description);
        self.set_text("owner", &answers.owner);
        self.set_text("type", answers.flag_type.name());
        self.set_text("created", &answers.created.to_string());
        answers.expires.iter().for_each(|date| self.set_text("expires", &date.to_string()));
        answers.ticket.iter().for_each(|ticket| self.set_text("ticket", ticket));
        for (field, items) in [("tags", &answers.tags), ("links", &answers.links)] {
            let append = |item: &String| Edit::Append { path: Path::root().key(field), value: Scalar::text(item) };
            self.edits.extend(items.iter().map(append));
        }
        self.set(Path::root().key("enabled"), plain("false"));
    }

    /// Variants and a default clause. Where a flag is switched on step by step, the switch alone reaches nobody.
    fn shape(&mut self, answers: &Answers) {
        let root = Path::root;
        for (name, value) in &answers.variants {
            self.set(root().key("variants").key(name), plain(value));
        }
        answers.fallback.iter().for_each(|name| self.set(root().key("fallback"), plain(name)));
        if !matches!(answers.flag_type, FlagType::Ops | FlagType::KillSwitch) {
            self.set(root().key("rollout"), plain("0"));
        }
        let names = answers.variants.iter().map(|(name, _)| name);
        let all = answers.flag_type == FlagType::Experiment;
        let served: Vec<&String> = names.filter(|name| all || Some(*name) != answers.fallback.as_ref()).collect();
        match &served[..] {
            [] => {}
            [only] => self.set(root().key("serve"), plain(only)),
            several => {
                for (name, weight) in several.iter().zip(equal_weights(several.len())) {
                    self.set(root().key("split").key(name.as_str()), plain(&weight.to_string()));
                }
            }
        }
    }

    /// The shape of another flag, without what is about particular people or particular cases.
    fn copy(&mut self, flag: &Flag) -> Result<()> {
        let root = Path::root();
        if flag.variants.declared {
            self.put(root.clone().key("variants"))?;
        }
        flag.fallback.iter().for_each(|name| self.set(root.clone().key("fallback"), plain(&name.0)));
        flag.bucket_by.iter().for_each(|attribute| self.set_text("bucket_by", attribute));
        self.layer(&root, &flag.base)?;
        for (name, layer) in &flag.environments {
            let place = root.clone().key("environments").key(name);
            if layer.enabled.is_some() {
                self.set(place.clone().key("enabled"), plain("false"));
            }
            self.layer(&place, layer)?;
        }
        Ok(())
    }

    fn layer(&mut self, place: &Path, layer: &TargetingLayer) -> Result<()> {
        if layer.rules.is_some() {
            self.put(place.clone().key("rules"))?;
        }
        let Clause { rollout, serve, split } = &layer.clause;
        rollout.iter().for_each(|rollout| self.set(place.clone().key("rollout"), plain(&rollout.to_string())));
        serve.iter().for_each(|variant| self.set(place.clone().key("serve"), plain(&variant.0)));
        if split.is_some() {
            self.put(place.clone().key("split"))?;
        }
        Ok(())
    }

    /// Takes over what the source has at a path, as it is written there.
    fn put(&mut self, path: Path) -> Result<()> {
        let Some(source) = self.source else { return Ok(()) };
        let subtree = Subtree::of(&source.text, &path).map_err(|refusal| {
            let file = self.session.shown(&source.file.path);
            refused(format!("{file}:{}: {}", refusal.line, refusal.message), refusal.help)
        })?;
        self.edits.push(Edit::Put { path, subtree });
        Ok(())
    }
}

/// Weights that sum to 100 and differ by a thousandth of a percent at most.
fn equal_weights(count: usize) -> Vec<Percent> {
    let (full, count) = (Percent::FULL.thousandths(), u32::try_from(count).unwrap_or(u32::MAX).max(1));
    let weight = |nth: u32| full / count + u32::from(nth < full % count);
    (0..count).filter_map(|nth| Percent::from_thousandths(weight(nth))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_sum_to_100() {
        for count in 1..=60 {
            let weights = equal_weights(count);
            let sum: u32 = weights.iter().map(|weight| weight.thousandths()).sum();
            assert_eq!((weights.len(), sum), (count, 100_000));
        }
        assert_eq!(
            equal_weights(3).iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["33.334", "33.333", "33.333"]
        );
    }
}
