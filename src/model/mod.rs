//! What a flag is: plain data, as it is written in the files, with the rules that belong to one value.
//!
//! Nothing here reads a file, a clock or a source position. A flag that was read keeps what its author
//! wrote (an environment's own fields, not the inherited ones); [`Flag::targeting`] answers what holds.

mod access_token;
mod codeowners;
mod compare;
mod condition;
mod context;
mod date;
mod diagnostic;
mod flag;
mod key;
mod line;
mod operand;
mod percent;
mod policy;
mod reason;
mod scalar;
mod segment;
mod settings;
mod stage;
mod suggest;
mod targeting;
mod version;
mod waiver;

pub use access_token::{AccessToken, Secret};
pub use codeowners::CodeOwners;
pub use condition::{Comparison, Condition, Operator};
pub(crate) use context::id_text;
pub use context::{Attribute, Context, ContextError};
pub use date::{Days, parse_date, parse_instant};
pub use diagnostic::{Diagnostic, Level, Location, Part, Path, Step};
pub use flag::{Flag, FlagType, TestCase, VariantName, Variants};
pub use key::{KeyError, check_key};
pub(crate) use line::LONGEST;
pub use line::{beginning, one_line};
pub use operand::{Operand, OperandError, ValueType};
pub use percent::{Percent, PercentError};
pub use policy::{Policy, RuleLevel};
pub use reason::{ErrorCode, Reason};
pub use scalar::{Number, Scalar, ScalarKind, ScalarSet};
pub use segment::{Segment, segment_cycle};
pub use settings::{Alias, AttributeType, CodeSettings, KEY_PLACEHOLDER, Settings, UnknownEnvironment};
pub use stage::{Reach, Stage};
pub use suggest::{hint, nearest};
pub use targeting::{Clause, EffectiveTargeting, Override, ResolvedClause, Rule, Serving, Split, TargetingLayer};
pub use version::parse_version;
pub use waiver::Waiver;
