//! `ffctl schema`

use crate::report::TextReport;
use crate::yaml::Schema;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The kind of file
    #[arg(value_name = "KIND", default_value = "flag", value_parser = kind())]
    kind: Schema,
}

fn kind() -> impl TypedValueParser<Value = Schema> {
    let names = PossibleValuesParser::new(Schema::ALL.iter().map(|schema| schema.name()));
    names.try_map(|name| Schema::ALL.iter().copied().find(|schema| schema.name() == name).ok_or("no such kind"))
}

pub(super) fn run(args: &SchemaArgs) -> TextReport {
    TextReport::new(args.kind.text())
}
