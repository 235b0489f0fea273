//! The example project in `flags/`: it is clean, its own tests pass, and it uses every feature of the format.

#![allow(clippy::unwrap_used)]

#[path = "common/program.rs"]
mod program;
#[path = "examples/uses.rs"]
mod uses;

use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::model::{Context, Reason};
use ffctl::store::{Source, Tree, load_tree};
use program::{Run, Sandbox, example, ffctl};
use std::collections::BTreeSet;

fn project() -> Tree {
    load_tree(&Source::Directory(example())).unwrap()
}

#[test]
fn validate_finds_nothing_at_all() {
    let run = Run::of(ffctl(example().parent().unwrap(), &["validate", "--deny", "warning"]));
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("21 files: all is well\n", "", 0));
}

/// Outside git, so that the answer is the same in every clone.
#[test]
fn audit_finds_nothing_on_the_day_of_the_tests() {
    let run = Sandbox::example().run(&["audit"]);
    assert_eq!((run.out.as_str(), run.code), ("", 0));
    assert!(run.err.ends_with("14 flags on 2026-11-21: nothing found\n"), "{}", run.err);
}

#[test]
fn every_flag_answers_its_own_tests_as_they_expect() {
    let tree = project();
    let segments = Segments::compile(&tree.segments);
    let mut reasons = BTreeSet::new();
    for flag in tree.flags.iter().map(|file| &file.flag) {
        assert!(flag.tests.len() >= 3, "{} has few tests", flag.key);
        for test in &flag.tests {
            let name = format!("{}: {}", flag.key, test.name.as_deref().expect("a name"));
            let compiled = CompiledFlag::compile(flag, test.environment.as_deref(), &segments).unwrap();
            let context = Context::new(test.context.clone());
            let answer = compiled.evaluate(&context);
            assert_eq!(answer.variant, &test.expect, "{name}");
            assert_eq!(Some(answer.reason.name()), test.reason.as_deref(), "{name}");
            reasons.insert(answer.reason.name());
        }
    }
    assert_eq!(reasons, Reason::ANSWERS.iter().map(|reason| reason.name()).collect());
}

#[test]
fn no_two_tests_of_a_flag_have_one_name() {
    for file in project().flags {
        let mut names = BTreeSet::new();
        for test in file.flag.tests.clone() {
            assert!(names.insert(test.name.clone()), "{}: {:?}", file.flag.key, test.name);
        }
    }
}

#[test]
fn every_flag_has_an_owner_a_ticket_and_where_due_an_expiry() {
    for flag in project().flags.into_iter().map(|file| file.flag) {
        assert!(flag.owner.ends_with("-team") && flag.ticket.is_some(), "{}", flag.key);
        assert!(flag.expires.is_some() || !flag.flag_type.must_expire(), "{}", flag.key);
    }
}
