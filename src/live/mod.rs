//! Flags that stay current while a program runs: loaded whole, checked, compiled and swapped at once.
//!
//! A [`FlagSet`] reads a flags directory, or a git revision of it, and answers from what it read. [`FlagSet::reload`]
//! reads again. A change takes effect as a whole or not at all: where one file is invalid, the flags stay as they were,
//! and the [`Refusal`] says why. Whoever asks works on an [`Edition`], which never changes, so that no request sees half
//! of a change. With the feature `watch`, `FlagSet::follow` reloads whenever the files change or the revision moves.

mod answer;
mod builder;
mod edition;
mod fingerprint;
mod flag_set;
#[cfg(feature = "watch")]
mod follow;
mod kept;
mod origin;
mod refusal;
mod reload;
mod status;

pub use answer::Answer;
pub use builder::FlagSetBuilder;
pub use edition::{Edition, EnvironmentFlags};
pub use fingerprint::{fingerprint, hex};
pub use flag_set::FlagSet;
#[cfg(feature = "watch")]
pub use follow::{FollowOptions, Follower, Lookout, Noticed, Waker};
pub use origin::{Origin, snapshot};
pub use refusal::Refusal;
pub use reload::Reload;
pub use status::{Status, Trouble};
