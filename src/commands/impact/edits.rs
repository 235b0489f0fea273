//! What an edit would do.

use super::super::editing::refusal;
use super::super::shared::{Session, known_environment};
use super::counting::{Compared, count};
use super::{ImpactArgs, change_words, environments};
use crate::change::{diff, find_rule, set_enabled, set_rollout};
use crate::evaluate::Segments;
use crate::impact::Scene;
use crate::model::Flag;
use crate::report::{EnvironmentImpact, FlagImpact, ImpactReport};
use crate::store::Loaded;
use anyhow::Result;

pub(super) fn run(args: &ImpactArgs, session: &Session) -> Result<ImpactReport> {
    let loaded = session.flag(args.subject.as_deref().unwrap_or_default())?;
    let environment = args.env.as_deref();
    known_environment(&loaded.settings, environment)?;
    let after = args.edited(&loaded, session)?;
    let impact = impact_of_edit(&loaded, &after, environment);
    let mut report = ImpactReport::new(None, vec![impact]);
    if report.flags.iter().all(|flag| flag.changes.is_empty()) {
        report.notes.push(format!("{}: it is so already", after.key));
    }
    let segments = Segments::compile(&loaded.segments);
    let before = &loaded.file.flag;
    let compared = Compared { before: Some((before, &segments)), after: Some((&after, &segments)) };
    count(&args.contexts, &[compared], &mut report, session)?;
    Ok(report)
}

/// What becomes of people by an edit, in an environment or in all.
pub(in super::super) fn impact_of_edit(loaded: &Loaded, after: &Flag, environment: Option<&str>) -> FlagImpact {
    let before = &loaded.file.flag;
    let scene = Scene::of_edit(before, after, &loaded.segments);
    let environments = environments(environment, &loaded.settings.environments);
    let changes = diff(Some(before), Some(after));
    FlagImpact {
        key: after.key.clone(),
        changes: changes.iter().map(change_words).collect(),
        environments: environments.into_iter().map(|name| EnvironmentImpact::new(name, &scene.impact(name))).collect(),
    }
}

impl ImpactArgs {
    /// The flag with what is asked for.
    fn edited(&self, loaded: &Loaded, session: &Session) -> Result<Flag> {
        let mut flag = Flag::clone(&loaded.file.flag);
        let environment = self.env.as_deref();
        if let Some(percent) = self.rollout {
            let rule = self.rule.as_ref().map(|name| find_rule(&flag, environment, name)).transpose();
            let rule = rule.map_err(|error| refusal(error, loaded, session))?;
            flag = set_rollout(&flag, environment, rule, percent).after;
        }
        if self.enable || self.disable {
            flag = set_enabled(&flag, environment, self.enable).after;
        }
        Ok(flag)
    }
}
