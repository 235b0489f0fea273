//! Where in a file a change is to be seen.

use crate::change::{Change, Field, RuleTitle, Turn};
use crate::model::{Flag, Path};

/// A place in a file of one of the two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which version; of what is gone, in the old one.
    pub version: Version,
    /// The way to it in the file.
    pub path: Path,
}

/// Before or after the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Before.
    Old,
    /// After.
    New,
}

impl Place {
    /// A place in the new version.
    pub(super) fn new(path: Path) -> Place {
        Place { version: Version::New, path }
    }

    /// The beginning of a file that is gone.
    pub(super) fn gone() -> Place {
        Place { version: Version::Old, path: Path::root() }
    }

    /// Where a flag that is there says what changed; without a change, its beginning.
    pub(super) fn of(change: Option<&Change>, flag: &Flag) -> Place {
        let Some(Change { environment, what }) = change else { return Place::new(Path::root()) };
        let base = match environment {
            Some(name) => Path::root().key("environments").key(name),
            None => Path::root(),
        };
        let rules = || flag.targeting(environment.as_deref()).rules.iter().enumerate();
        let is_rule = |title: &RuleTitle, index: usize, name: &Option<String>| match title {
            RuleTitle::Named(title) => name.as_ref() == Some(title),
            RuleTitle::Numbered(number) => *number == index + 1 && name.is_none(),
        };
        let is_gone = matches!(what.turn, Turn::Removed(_));
        let path = match &what.rule {
            None => field(base, what.field),
            Some(_) if what.field == Field::Rules && is_gone => base.key("rules"),
            Some(title) => {
                let base = base.key("rules");
                let found = rules().find(|(index, rule)| is_rule(title, *index, &rule.name));
                found.map_or(base.clone(), |(index, _)| match what.field {
                    Field::Rules => base.index(index),
                    of_rule => field(base.index(index), of_rule),
                })
            }
        };
        Place::new(path)
    }
}

fn field(base: Path, field: Field) -> Path {
    match field {
        Field::Flag => base,
        Field::Default => base.key("rollout"),
        field => field.name().split('.').fold(base, Path::key),
    }
}

/// Where the settings or a segment say what changed.
pub(super) fn of_field(change: Option<&Change>) -> Place {
    Place::new(change.map_or(Path::root(), |change| field(Path::root(), change.what.field)))
}
