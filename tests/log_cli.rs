//! `ffctl log`: the audit trail of real repositories.

#![allow(clippy::unwrap_used)]

#[path = "log_cli/filters.rs"]
mod filters;
#[path = "log_cli/following.rs"]
mod following;
#[path = "common/git.rs"]
mod git;
#[path = "log_cli/merges.rs"]
mod merges;
#[path = "common/past.rs"]
mod past;
#[path = "common/program.rs"]
mod program;
#[path = "log_cli/repositories.rs"]
mod repositories;
#[path = "log_cli/streaming.rs"]
mod streaming;
#[path = "log_cli/telling.rs"]
mod telling;
