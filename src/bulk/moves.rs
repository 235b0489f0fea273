//! Blocks of contexts to counts of who moves from which variant to which.

use crate::contexts::{Block, ContextReader};
use crate::evaluate::CompiledFlag;
use crate::model::{Attribute, Context, VariantName};
use crate::report::BadLines;
use serde_json::Value;
use std::ops::ControlFlow;

/// How many ids are kept of those who move alike.
const EXAMPLES: usize = 3;

/// A flag in an environment, before and after; `None` where it is not there.
#[derive(Debug)]
pub struct BeforeAfter {
    /// Before.
    pub before: Option<CompiledFlag>,
    /// After.
    pub after: Option<CompiledFlag>,
}

/// Counts who moves.
#[derive(Debug)]
pub struct Moving {
    /// What is compared.
    pub pairs: Vec<BeforeAfter>,
    /// Reads the contexts.
    pub reader: ContextReader,
    /// Whether the first bad line ends it.
    pub strict: bool,
    /// The attribute that examples are called by.
    pub user_id: Attribute,
}

/// What was counted.
#[derive(Debug, Default)]
pub struct Moves {
    /// Lines, without the blank ones.
    pub lines: u64,
    /// The lines that are no context.
    pub bad: BadLines,
    /// For each pair, who went where.
    pub counted: Vec<Vec<Moved>>,
}

/// Contexts that went the same way, or stayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Before.
    pub from: Option<VariantName>,
    /// After.
    pub to: Option<VariantName>,
    /// Whether they got something else.
    pub moves: bool,
    /// How many.
    pub count: u64,
    /// Ids of the first, where they move.
    pub examples: Vec<String>,
}

impl Moving {
    /// The counts of a block.
    pub fn count(&self, block: &Block) -> Moves {
        let mut moves = Moves { counted: vec![Vec::new(); self.pairs.len()], ..Moves::default() };
        let _ = self.reader.read(block, |context| {
            moves.lines += 1;
            match context {
                Ok(context) => {
                    let pairs = self.pairs.iter().zip(&mut moves.counted);
                    pairs.for_each(|(pair, counted)| self.add(pair, context, counted));
                }
                Err(bad) => moves.bad.push(bad),
            }
            if self.strict && moves.bad.count > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        moves
    }

    fn add(&self, pair: &BeforeAfter, context: &Context, counted: &mut Vec<Moved>) {
        let (was, is) = (given(&pair.before, context), given(&pair.after, context));
        let (from, to) = (was.map(|(name, _)| name), is.map(|(name, _)| name));
        let moves = was != is;
        let is_same = |known: &Moved| known.moves == moves && known.from.as_ref() == from && known.to.as_ref() == to;
        let place = counted.iter().position(is_same).unwrap_or_else(|| {
            counted.push(Moved { from: from.cloned(), to: to.cloned(), moves, count: 0, examples: Vec::new() });
            counted.len() - 1
        });
        let known = &mut counted[place];
        known.count += 1;
        if moves && known.examples.len() < EXAMPLES {
            known.examples.extend(context.lookup(&self.user_id).and_then(id));
        }
    }
}

/// What somebody gets.
fn given<'a>(flag: &'a Option<CompiledFlag>, context: &Context) -> Option<(&'a VariantName, &'a Value)> {
    flag.as_ref().map(|flag| flag.evaluate(context)).map(|answer| (answer.variant, answer.value))
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Moves {
    /// Adds what was counted in the block behind.
    pub fn add(&mut self, behind: Moves) {
        self.lines += behind.lines;
        self.bad.extend(behind.bad);
        self.counted.resize(behind.counted.len(), Vec::new());
        for (known, more) in self.counted.iter_mut().zip(behind.counted) {
            more.into_iter().for_each(|moved| merge(known, moved));
        }
    }
}

fn merge(known: &mut Vec<Moved>, moved: Moved) {
    let is_same = |known: &&mut Moved| (&known.from, &known.to, known.moves) == (&moved.from, &moved.to, moved.moves);
    match known.iter_mut().find(is_same) {
        Some(known) => {
            known.count += moved.count;
            let room = EXAMPLES - known.examples.len();
            known.examples.extend(moved.examples.into_iter().take(room));
        }
        None => known.push(moved),
    }
}
