//! `ffctl list` and `ffctl show`: for people at several widths, for machines, and the stages.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "list_show/list.rs"]
mod list;
#[path = "common/program.rs"]
mod program;
#[path = "list_show/show.rs"]
mod show;
#[path = "list_show/stages.rs"]
mod stages;
