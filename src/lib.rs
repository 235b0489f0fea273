//! Feature flags that live in your repository: a `flags/` folder of YAML files, read, edited, validated, evaluated,
//! ramped and expired offline.
//!
//! The program `ffctl` is a thin shell around this library. To embed it, read a flag, compile it for one environment,
//! and ask it for as many contexts as you like:
//!
//! ```
//! use ffctl::evaluate::{CompiledFlag, Reason, Segments};
//! use ffctl::model::Context;
//! use ffctl::yaml::read_flag;
//!
//! let text = "
//! description: One-page checkout
//! owner: payments-team
//! type: release
//! created: 2026-11-01
//! expires: 2027-02-01
//! enabled: true
//! rollout: 10
//! ";
//! let flag = read_flag("new-checkout", text).valid().ok_or("the file is invalid")?;
//! let compiled = CompiledFlag::compile(&flag, None, &Segments::default())?;
//!
//! let context = Context::from_json(serde_json::json!({"user_id": "user-123"}))?;
//! let answer = compiled.evaluate(&context);
//! assert_eq!((answer.variant.0.as_str(), answer.reason), ("false", Reason::Split));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms, from the ground up
//!
//! Each imports only from those above it in this list; those in one line do not know each other. A test holds that, and
//! that the rooms marked *pure* do no input or output and read no clock.
//!
//! | room | what is in it | |
//! | --- | --- | --- |
//! | [`model`], [`statistics`] | what a flag is; intervals, tests and sample sizes | pure |
//! | [`yaml`] | text to model, a path to its span, text to edited text | pure |
//! | [`logic`] | what can be proven about conditions | pure |
//! | [`evaluate`], [`check`], [`change`] | answers; the rules of `validate`; changes of meaning | pure |
//! | [`contexts`] | contexts as people have them, many at a time: NDJSON and CSV | pure |
//! | [`impact`] | what a change does to people | pure |
//! | [`audit`], [`gate`], [`trial`], [`experiment`] | what has outlived its purpose; what a change must not do; the flags' own test cases; experiments | pure |
//! | [`store`], [`git`], [`refs`] | directories and files; what git knows of them; flag keys in source code | |
//! | [`report`] | what commands return: the JSON contract | pure |
//! | [`bulk`], [`live`] | flags evaluated for many contexts, on all cores; flags that stay current | |
//! | `serve` | the flags over HTTP, for applications in any language | |
//! | [`render`], [`commands`] | reports to text; the command line | |

pub mod audit;
pub mod bulk;
pub mod change;
pub mod check;
pub mod commands;
pub mod contexts;
pub mod evaluate;
pub mod experiment;
pub mod format;
pub mod gate;
pub mod git;
pub mod impact;
pub mod live;
pub mod logic;
pub mod model;
pub mod refs;
pub mod render;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod statistics;
pub mod store;
pub mod trial;
pub mod yaml;

pub use live::FlagSet;
