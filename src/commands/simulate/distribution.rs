//! Who gets what, held against the shares that are configured.

use super::super::bulk::subject;
use super::SimulateArgs;
use crate::bulk::{Counting, Tally, summary};
use crate::commands::shared::Session;
use crate::contexts::ContextReader;
use crate::evaluate::Segments;
use crate::impact::{ClauseShares, clause_shares};
use crate::model::Flag;
use crate::report::{LinesRead, RatioCount, RatioReport, RuleReport, SimulateReport, percent_of};
use crate::statistics::goodness_of_fit;
use crate::store::Loaded;
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn run(args: &SimulateArgs, loaded: &Loaded, session: &Session) -> Result<SimulateReport> {
    let flag = &loaded.file.flag;
    let environment = args.env.as_deref();
    let subject = subject(flag, environment, &Segments::compile(&loaded.segments))?;
    let people = args.people.open(flag, session)?;
    let reader = ContextReader::new(people.syntax.clone(), subject.flag.attributes());
    let (name, lines, strict) = (people.name.clone(), people.lines(), people.is_strict());
    let counting = Arc::new(Counting { subjects: vec![subject], reader, group_by: None, strict });
    let worker = Arc::clone(&counting);
    let mut tally = Tally::default();
    people.each(
        move |block| worker.count(&block),
        |counted| {
            tally.add(counted);
            lines.refused(&tally.bad).map_or(Ok(()), |refused| Err(refused.into()))
        },
    )?;
    let ratios = clause_shares(flag, environment).into_iter();
    let ratios = ratios.filter_map(|shares| ratio(flag, environment, shares, &tally)).collect();
    let answers = summary(&counting.subjects, &tally, None).into_iter().next();
    let lines = LinesRead { lines: tally.lines, bad: tally.bad, ..lines };
    let mut report = SimulateReport::new(&flag.key, environment, name, lines);
    (report.answers, report.ratios) = (answers, ratios);
    if !report.ratios.is_empty() && args.people.contexts.contexts.is_some() {
        report
            .notes
            .push("an id that comes several times counts each time; the test takes each for another one".into());
    }
    Ok(report)
}

/// Those whom a clause drew, held against its shares; `None` where nobody was drawn.
fn ratio(flag: &Flag, environment: Option<&str>, shares: ClauseShares, tally: &Tally) -> Option<RatioReport> {
    let mut cells: BTreeMap<String, (u64, f64)> =
        shares.variants.iter().map(|(variant, share)| (variant.clone(), (0, share.percent()))).collect();
    for (variant, count) in tally.drawn(0, shares.rule) {
        cells.entry(variant.to_string()).or_default().0 += count;
    }
    let fit = goodness_of_fit(&cells.values().copied().collect::<Vec<_>>())?;
    let whole = cells.values().map(|(count, _)| count).sum();
    let count =
        |(variant, (count, configured))| RatioCount { variant, count, configured, counted: percent_of(count, whole) };
    let rules = flag.targeting(environment).rules;
    let rule = shares.rule.map(|index| RuleReport { index, name: rules.get(index).and_then(|rule| rule.name.clone()) });
    Some(RatioReport::new(rule, cells.into_iter().map(count).collect(), fit))
}
