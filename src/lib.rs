//! Feature flags that live in your repository: a `flags/` folder of YAML files, read, edited, validated, evaluated,
//! ramped and expired offline.
//!
//! The program `ffctl` is a thin shell around this library.
//!
//! # In a program
//!
//! A [`FlagSet`] is a flags directory, or a git revision of it, in force for a whole program: checked and compiled as it
//! is opened, shared by all threads, and changed as a whole or not at all.
//!
//! ```
//! use ffctl::FlagSet;
//! use ffctl::live::Reload;
//! use ffctl::model::{Context, Reason};
//! # let folder = tempfile::tempdir()?;
//! # let directory = folder.path();
//! # let write = |percentage: u32| std::fs::write(directory.join("new-checkout.yaml"), format!(
//! #     "description: d\nowner: o\ntype: ops\ncreated: 2026-11-01\nenabled: true\n\
//! #      rules: [{{if: {{attribute: plan, operator: equals, value: premium}}}}]\nrollout: {percentage}\n"));
//! # std::fs::write(directory.join("ffctl.yaml"), "environments: [staging, production]\n")?;
//! # write(0)?;
//!
//! let flags = FlagSet::builder(directory).environment("production").open()?; // such as "flags"
//! let user = Context::from_json(serde_json::json!({"user_id": "user-123", "plan": "premium"}))?;
//! if flags.boolean("new-checkout", &user, false) {
//!     // one page
//! }
//! // The same with its reason; there are `string`, `number` and `object` besides.
//! assert_eq!(flags.evaluate("new-checkout", &user).reason, Reason::TargetingMatch);
//!
//! // The files changed. What is invalid is refused, and the flags stay as they were.
//! # write(101)?;
//! let Reload::Refused(refusal) = flags.reload() else { panic!("a rollout of 101%") };
//! assert!(refusal.to_string().contains("new-checkout.yaml:7:10: "));
//! assert!(flags.boolean("new-checkout", &user, false));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With the feature `watch`, which is on by default, `FlagSet::follow` reloads by itself whenever a file is saved, or the
//! revision moves.
//!
//! Programs that ask [OpenFeature's client](https://github.com/open-feature/rust-sdk) hand the same flag set to the provider in
//! [`openfeature`].
//!
//! What reads no files is below: a text becomes a flag, the flag is compiled for one environment, and asked for as many
//! contexts as you like. Evaluating allocates nothing and cannot fail.
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
//! The [page on the format](mod@format) says how files are written.
//!
//! # Cargo features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `serve`, on by default | the room `serve`: the flags over HTTP, and the command `ffctl serve` |
//! | `watch`, with `serve` | `FlagSet::follow`: flag sets that follow their files, and the command `ffctl watch` |
//! | `openfeature` | [`openfeature`], the provider for OpenFeature's Rust SDK |
//! | `otel` | traces, metrics and events of `ffctl serve` for OpenTelemetry's collectors, over OTLP |
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
//! | [`contexts`], [`usage`] | contexts as people have them, many at a time: NDJSON and CSV; when flags were evaluated, from metrics | pure |
//! | [`impact`] | what a change does to people | pure |
//! | [`audit`], [`gate`], [`trial`], [`experiment`] | what has outlived its purpose; what a change must not do; the flags' own test cases; experiments | pure |
//! | [`store`], [`git`], [`refs`] | directories and files; what git knows of them; flag keys in source code | |
//! | [`report`] | what commands return: the JSON contract | pure |
//! | [`bulk`], [`live`] | flags evaluated for many contexts, on all cores; flags that stay current | |
//! | `serve`, [`openfeature`] | the flags over HTTP, for applications in any language; for clients of OpenFeature | |
//! | [`render`], [`commands`] | reports to text; the command line | |
//!
#![cfg_attr(not(feature = "openfeature"), doc = "[`openfeature`]: #cargo-features")]

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
#[cfg(feature = "openfeature")]
pub mod openfeature;
pub mod refs;
pub mod render;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod statistics;
pub mod store;
pub mod trial;
pub mod usage;
pub mod yaml;

pub use live::FlagSet;

/// The README's Rust programs, which are run as tests.
#[cfg(all(doctest, feature = "openfeature"))]
#[doc = include_str!("../README.md")]
mod readme {}
