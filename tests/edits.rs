//! What `rollout`, `enable` and `disable` do to a file, byte for byte, and what they refuse.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

#[path = "common/tables.rs"]
mod tables;

use tables::{are_edited, are_refused};

#[test]
fn a_value_is_replaced_and_the_rest_of_its_line_stays() {
    are_edited(include_str!("edits/values.txt"));
}

#[test]
fn line_ends_and_document_markers_stay() {
    are_edited(include_str!("edits/line-ends.txt"));
}

#[test]
fn the_same_words_elsewhere_are_left_alone() {
    are_edited(include_str!("edits/same-words.txt"));
}

#[test]
fn rules_and_environments_are_edited_in_their_own_lines() {
    are_edited(include_str!("edits/places.txt"));
}

#[test]
fn what_stands_in_braces_stays_in_braces() {
    are_edited(include_str!("edits/braces.txt"));
}

#[test]
fn a_key_that_is_missing_is_written_where_people_look_for_it() {
    are_edited(include_str!("edits/missing-keys.txt"));
}

#[test]
fn what_cannot_be_edited_safely_is_refused_with_its_line() {
    are_refused(include_str!("edits/refused.txt"));
}
