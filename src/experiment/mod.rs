//! Experiments: how long one must run, and what came of it.
//!
//! A flag's split divides its users into arms; [`Arms`] reads that from the targeting. [`plan()`] says how many users it
//! takes to see a difference, [`Cohort`] joins who saw what with who did what, and [`analyse`] holds the arms against
//! the control.

mod analysis;
mod arms;
mod cohort;
mod look;
mod plan;
pub mod words;

pub use analysis::{Analysis, Comparison, Metric, MetricResult, Outcome, SRM_THRESHOLD, SampleRatio, Verdict, analyse};
pub use arms::{Arm, Arms, ArmsError};
pub use cohort::{Cohort, Counted, Measured};
pub use look::early;
pub use plan::{Effect, EffectError, Goal, Measure, Plan, plan};
