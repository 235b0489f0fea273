//! The flags' own test cases: what they show, what they leave open, and cases that would show more.
//!
//! A case is run by evaluating the flag; nothing here is another opinion on what a flag answers. [`coverage()`]
//! says which parts of a flag no case reaches, [`mutate()`] which changes no case would notice, and [`suggest()`] writes
//! cases on the boundaries of its rules.

mod cases;
mod coverage;
mod meaning;
mod mutate;
mod neighbours;
mod places;
mod suggest;

pub use cases::{Outcome, Trials};
pub use coverage::{Part, Side, Target, coverage};
pub use meaning::serves_the_same;
pub use mutate::{Mutation, Survivor, mutate};
pub use suggest::{Suggestions, suggest};
