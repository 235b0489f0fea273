//! Flags evaluated for many contexts: any number of lines in, in constant memory, on all cores, answers in the same
//! order.
//!
//! One thread reads blocks of whole lines, each core works on a block of its own, and whoever asks gets what was made
//! of them in turn. What is between reading and asking is bounded: who does not ask holds up the reading.
//!
//! ```
//! use ffctl::bulk::{Blocks, in_order};
//! use ffctl::contexts::Form;
//!
//! let (_, blocks) = Blocks::of(std::io::Cursor::new("{\"user_id\": 1}\n{\"user_id\": 2}\n"), Form::Ndjson)?;
//! let sizes: Vec<usize> = in_order(blocks, |block| block.bytes.len()).collect::<Result<_, _>>()?;
//! assert_eq!(sizes.iter().sum::<usize>(), 30);
//! # Ok::<(), anyhow::Error>(())
//! ```

mod answers;
mod blocks;
mod in_order;
mod input;
mod moves;
mod population;
mod subject;
mod summary;
mod tally;

pub use answers::Answering;
pub use blocks::Blocks;
pub use in_order::{InOrder, in_order};
pub use input::{Input, Meter};
pub use moves::{BeforeAfter, Moved, Moves, Moving};
pub use population::Population;
pub use subject::Subject;
pub use summary::summary;
pub use tally::{Counting, Tally};
