//! Contexts as people have them: many at a time, a JSON object a line (NDJSON) or a row of a table each (CSV).
//!
//! A block of whole lines is read with one context that is filled again and again. Only the attributes that somebody asks
//! for are kept; the others are checked and dropped, so a line is taken or refused as if all of it were kept.
//!
//! ```
//! use ffctl::contexts::{Block, ContextReader, Syntax};
//! use std::ops::ControlFlow;
//!
//! let reader = ContextReader::new(Syntax::Ndjson, ["plan"]);
//! let block = Block::new(b"{\"plan\": \"pro\", \"age\": 31}\nno JSON\n".to_vec(), 1);
//! let mut plans = Vec::new();
//! let _ = reader.read(&block, |context| -> ControlFlow<()> {
//!     plans.push(context.map(|context| context.get("plan").cloned()).map_err(|bad| bad.line));
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(plans, [Ok(Some("pro".into())), Err(2)]);
//! ```

mod block;
mod csv;
mod form;
mod framing;
mod ndjson;
mod reader;
mod slots;

pub use block::{BadLine, Block};
pub use csv::{Header, HeaderError};
pub use form::Form;
pub use framing::{Framing, LONGEST, lines_in};
pub use reader::{ContextReader, Syntax};
