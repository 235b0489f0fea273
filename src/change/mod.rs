//! Changes of meaning: from two versions of a flag, a segment or the settings to the list of what differs.
//!
//! One vocabulary for edit, log, diff, blame and impact. What is compared is what holds, defaults filled in: writing a
//! default out, sorting tags or quoting a text changes nothing. A change of the top level is told once, not again for
//! each environment that inherits it.

mod clause;
mod compare;
mod condition;
mod edit;
mod facts;
mod field;
mod flag;
mod layers;
mod metadata;
mod overrides;
mod reorder;
mod rises;
mod rules;
mod segment;
mod settings;
mod shorten;
mod tree;
mod variants;
mod what;
mod words;

pub use condition::canonical;
pub use edit::{
    EditError, FlagEdit, Metadata, Pinning, TagsEdit, add_tests, find_rule, pin, promote, rename, set_enabled,
    set_metadata, set_rollout, unpin,
};
pub use facts::{Fact, facts};
pub use field::Field;
pub use flag::diff;
pub use rises::{Rise, rises};
pub use segment::diff_segments;
pub use settings::diff_settings;
pub use tree::{FlagPair, Subject, TreeModel, diff_trees, pair_flags};
pub use what::{RuleTitle, Turn, What};

use crate::model::Flag;

/// One change of meaning, in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The environment whose targeting changed; `None` for the top level and for what has no environments.
    pub environment: Option<String>,
    /// What changed.
    pub what: What,
}

impl Change {
    /// A change of the top level, or of what has no environments.
    fn top(what: What) -> Change {
        Change { environment: None, what }
    }

    /// Whether users can notice it: it bears on the answers, not on what people and checks know of the flag.
    pub fn affects_targeting(&self) -> bool {
        self.what.field.affects_targeting() && !matches!(self.what.turn, Turn::Kept(_))
    }

    /// Whether it bears on an environment, given the flag before and after it: it was made there, or at the top level in
    /// something that the environment did not say for itself all along.
    pub fn reaches(&self, environment: &str, before: Option<&Flag>, after: Option<&Flag>) -> bool {
        let own = |flag: &Flag| flag.layer(environment).is_some_and(|layer| layers::names(layer, self.what.setting()));
        match &self.environment {
            Some(name) => name == environment,
            None => ![before, after].into_iter().flatten().all(own),
        }
    }
}
