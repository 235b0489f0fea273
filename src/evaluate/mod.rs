//! What a flag answers: a flag and an environment are compiled once, then evaluated for any number of contexts.
//!
//! Compiling reads regular expressions, versions and dates and finds every mistake, as data. Evaluating what was
//! compiled borrows, allocates nothing and cannot fail.
//!
//! ```
//! use ffctl::evaluate::{CompiledFlag, Reason, Segments};
//! # use ffctl::model::{Clause, Context, Flag, FlagType, TargetingLayer, Variants};
//! # let flag = Flag {
//! #     key: "new-checkout".into(), description: String::new(), owner: String::new(), flag_type: FlagType::Ops,
//! #     created: chrono::NaiveDate::default(), expires: None, ticket: None, tags: vec![], links: vec![],
//! #     waivers: vec![], variants: Variants::boolean(), fallback: None, bucket_by: None, salt: None, environments: vec![], tests: vec![],
//! #     base: TargetingLayer {
//! #         enabled: Some(true),
//! #         clause: Clause { rollout: "10".parse().ok(), ..Clause::default() },
//! #         ..TargetingLayer::default()
//! #     },
//! # };
//! let compiled = CompiledFlag::compile(&flag, Some("production"), &Segments::default())?; // rollout: 10
//! let context = Context::from_json(serde_json::json!({"user_id": "user-123"}))?;
//! let evaluation = compiled.evaluate(&context);
//! assert_eq!(evaluation.value, false);
//! assert_eq!(evaluation.reason, Reason::Split);
//! assert_eq!(evaluation.bucket, Some(92_019));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod asker;
mod attributes;
mod bucket;
mod compile;
mod condition;
mod evaluation;
mod flag;
mod observe;
mod outcomes;
mod predicate;
mod record;
mod segment;
mod trace;

pub use crate::model::{ErrorCode, Reason};
pub use bucket::{Draw, draw};
pub use compile::CompileError;
pub use condition::CompiledCondition;
pub use evaluation::{Evaluation, RuleRef};
pub use flag::CompiledFlag;
pub use outcomes::Outcomes;
pub use segment::{Segments, named_segments};
pub use trace::{Admission, ClauseTrace, ConditionTrace, Decision, OverrideTrace, Question, RuleTrace, Share, Trace};
