//! A provider for [OpenFeature's SDK](open_feature): programs ask its client, and ffctl's flags answer.
//!
//! Behind the cargo feature `openfeature`.
//!
//! ```
//! use ffctl::FlagSet;
//! use ffctl::openfeature::FfctlProvider;
//! use open_feature::{EvaluationContext, OpenFeature};
//! # let folder = tempfile::tempdir()?;
//! # std::fs::write(folder.path().join("ffctl.yaml"), "environments: [production]\n")?;
//! # std::fs::write(folder.path().join("new-checkout.yaml"), "description: One-page checkout\nowner: payments-team\n\
//! #     type: ops\ncreated: 2026-11-01\nenabled: true\nrules:\n  - name: premium\n\
//! #     \x20   if: {attribute: plan, operator: equals, value: premium}\nrollout: 0\n")?;
//! # let directory = folder.path();
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let flags = FlagSet::builder(directory).environment("production").open()?; // such as "flags"
//! let mut api = OpenFeature::singleton_mut().await;
//! api.set_provider(FfctlProvider::new(flags.clone())).await;
//!
//! let client = api.create_client();
//! let user = EvaluationContext::default().with_targeting_key("user-123").with_custom_field("plan", "premium");
//! let one_page = client.get_bool_value("new-checkout", Some(&user), None).await.unwrap_or(false);
//! assert!(one_page);
//!
//! let details = client.get_bool_details("new-checkout", Some(&user), None).await.expect("such a flag");
//! assert_eq!(details.variant.as_deref(), Some("true"));
//! assert_eq!(details.reason.map(|reason| reason.to_string()).as_deref(), Some("TARGETING_MATCH"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is asked with
//!
//! The targeting key stands for a missing `user_id`; a custom field `user_id` goes before it. Custom fields are the
//! attributes that conditions name, and a time is written as RFC 3339 has it, for `before` and `after`.
//!
//! The SDK takes a struct of any Rust type, most of which cannot be looked into. These can, for `company.plan` and for
//! lists: [`serde_json::Value`] and [`serde_json::Map`], [`open_feature::StructValue`] and [`open_feature::Value`], and
//! of [`EvaluationContextFieldValue`](open_feature::EvaluationContextFieldValue) a `HashMap<String, _>` and a `Vec<_>`;
//! also a `Vec<String>`. Where a flag could depend on one of another type, the answer is `INVALID_CONTEXT`.
//!
//! # What is answered
//!
//! | | |
//! | --- | --- |
//! | value | of a number flag `3` and `3.0` are integers and floats both, `3.5` is a float alone; a mapping is a struct, and a field of it that is null is left out |
//! | variant | the variant's name |
//! | reason | `DISABLED`, `TARGETING_MATCH`, `SPLIT`, `STATIC` or `DEFAULT`, as `ffctl eval` has it |
//! | metadata | `owner`, `type`, `ticket`; `environment`; `rule`: the name of the rule that decided; `version`: the [digest](crate::live::Edition::digest) of the flags |
//!
//! | error | where |
//! | --- | --- |
//! | `FLAG_NOT_FOUND` | there is no flag of this key |
//! | `TYPE_MISMATCH` | the variant's value is of another type than was asked for |
//! | `TARGETING_KEY_MISSING` | a draw decides, and the context lacks what it draws by; `ffctl eval` and [`FlagSet::evaluate`](crate::FlagSet::evaluate) give the fallback there, OpenFeature the caller's default |
//! | `INVALID_CONTEXT` | the flag could depend on a struct that cannot be looked into |
//!
//! `PARSE_ERROR` does not occur: a [`FlagSet`](crate::FlagSet) refuses invalid flags as a whole. While it serves what
//! was good before, [the provider's status](FfctlProvider#method.status) is `STALE`.

mod context;
mod details;
mod provider;
mod value;

pub use provider::FfctlProvider;
