//! Whom a flag is simulated for.

use super::super::bulk::{InputFormat, Told, cannot_read};
use super::super::context_args::attributes;
use super::super::impact::ContextsArgs;
use super::super::shared::Session;
use crate::bulk::{Blocks, Input, Population, in_order};
use crate::contexts::{Block, Form, Syntax};
use crate::model::Flag;
use crate::report::{BadLines, LinesRead};
use anyhow::{Context as _, Result};
use clap::Args;
use std::io::Read;

/// People who are made up, or contexts.
#[derive(Debug, Args)]
pub(super) struct PeopleArgs {
    /// How many are made up
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 100_000, conflicts_with = "contexts")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    number: u64,
    /// What their ids begin with
    #[arg(long, value_name = "PREFIX", default_value = "u-", conflicts_with = "contexts")]
    ids_from: String,
    /// An attribute that all of them have; may be repeated
    #[arg(short, long = "attr", value_name = "NAME=VALUE", conflicts_with = "contexts")]
    attributes: Vec<String>,
    #[command(flatten)]
    pub(super) contexts: ContextsArgs,
}

/// An input that is open.
pub(super) struct People {
    pub(super) name: String,
    pub(super) syntax: Syntax,
    blocks: Blocks,
    told: Option<Told>,
    is_strict: bool,
}

impl PeopleArgs {
    pub(super) fn open(&self, flag: &Flag, session: &Session) -> Result<People> {
        let (source, form, name, told): (Box<dyn Read + Send>, _, _, _) = match &self.contexts.contexts {
            Some(path) => {
                let input = Input::open(path)?;
                let told = Told::begin(&input.meter, session);
                let name = if path == "-" { "standard input" } else { path };
                let form = InputFormat::form(self.contexts.input_format, path);
                (input.source, form, name.to_owned(), Some(told))
            }
            None => {
                let (name, population) = self.made_up(flag)?;
                (Box::new(population), Form::Ndjson, name, None)
            }
        };
        let (syntax, blocks) = Blocks::of(source, form).with_context(|| cannot_read(&name))?;
        let is_strict = self.contexts.strict;
        Ok(People { name, syntax, blocks, told, is_strict })
    }

    fn made_up(&self, flag: &Flag) -> Result<(String, Population)> {
        let attributes = attributes(&self.attributes)?;
        let mut names = vec!["user_id".to_owned(), flag.bucket_by().to_owned()];
        names.dedup();
        // What is given is the same for all, also where it is hashed.
        names.retain(|name| !attributes.contains_key(name.split('.').next().unwrap_or(name)));
        let prefix = &self.ids_from;
        let name = format!("{prefix}1 … {prefix}{}", self.number);
        Ok((name, Population::new(self.number, prefix, names, attributes)))
    }
}

impl People {
    pub(super) fn lines(&self) -> LinesRead {
        LinesRead { input: self.name.clone(), lines: 0, bad: BadLines::default(), strict: self.is_strict }
    }

    pub(super) fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// What a worker makes of each block, one after the other.
    pub(super) fn each<T: Send + 'static>(
        self,
        work: impl Fn(Block) -> T + Send + Sync + 'static,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let People { name, blocks, mut told, .. } = self;
        for done in in_order(blocks, work) {
            told.iter_mut().for_each(Told::tell);
            take(done.with_context(|| cannot_read(&name))?)?;
        }
        Ok(())
    }
}
