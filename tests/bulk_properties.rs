//! Contexts in bulk are answered as each is alone, however they are written down and read.

#![allow(clippy::unwrap_used)]

#[path = "common/evaluations.rs"]
mod evaluations;

use evaluations::{clause, compile, context, flag, json_value, rule, segments, text};
use ffctl::bulk::{Answering, Blocks, Counting, Subject, Tally, in_order};
use ffctl::contexts::{ContextReader, Form, Syntax};
use ffctl::evaluate::CompiledFlag;
use ffctl::model::{Attribute, Context, Flag};
use ffctl::report::EvalReport;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// Gives its bytes a few at a time.
struct Trickle(io::Cursor<Vec<u8>>, usize);

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let piece = self.1.min(buffer.len());
        self.0.read(&mut buffer[..piece])
    }
}

fn blocks(text: &str, form: Form, piece: usize) -> (Syntax, Blocks) {
    Blocks::of(Trickle(io::Cursor::new(text.as_bytes().to_vec()), piece), form).unwrap()
}

fn reader(syntax: Syntax, flag: &CompiledFlag, more: &[&str]) -> ContextReader {
    ContextReader::new(syntax, flag.attributes().into_iter().chain(more.iter().copied()))
}

fn subject(flag: &Flag) -> Subject {
    Subject {
        key: flag.key.clone(),
        variants: flag.variants.list.clone(),
        bucket_by: flag.bucket_by().to_owned(),
        flag: compile(flag, &segments()),
    }
}

/// The answers in bulk, a line each.
fn in_bulk(flag: &Flag, input: &str, piece: usize) -> String {
    let (syntax, blocks) = blocks(input, Form::Ndjson, piece);
    let subject = subject(flag);
    let reader = reader(syntax, &subject.flag, &[]);
    let answering = Answering { subjects: vec![subject], environment: None, reader, strict: false };
    let answers = in_order(blocks, move |block| answering.answer(&block));
    String::from_utf8(answers.flat_map(|block| block.unwrap().text).collect()).unwrap()
}

/// The answer to one line alone; `None` where it is no context.
fn alone(subject: &Subject, line: &str) -> Option<String> {
    let context = Context::from_json(serde_json::from_str(line).ok()?).ok()?;
    let answer = subject.flag.evaluate(&context);
    let report = EvalReport::new(&subject.key, None, &answer).lacking(&subject.bucket_by);
    Some(serde_json::to_string(&report).unwrap())
}

/// A line that is an object, also with attributes twice, blanks and escapes, or anything else that has no line end.
fn line() -> impl Strategy<Value = String> {
    let names = prop_oneof![select(evaluations::ATTRIBUTES).prop_map(str::to_owned), "[a-z]{0,2}"];
    let again = vec((names, json_value()), 0..3);
    let object = (context(), again, any::<bool>()).prop_map(|(context, again, is_escaped)| {
        let context: Vec<_> = context.attributes().clone().into_iter().chain(again).collect();
        let pair = |(name, value): &(String, Value)| {
            let name = serde_json::to_string(name).unwrap();
            let name = if is_escaped { name.replace('p', "\\u0070") } else { name };
            format!("{name} : {value}")
        };
        format!(" {{{}}}\t", context.iter().map(pair).collect::<Vec<_>>().join(" ,"))
    });
    let other =
        prop_oneof![json_value().prop_map(|value| value.to_string()), "[^\r\n]{0,9}", Just("{\"a\": 1e999}".into())];
    prop_oneof![6 => object, 1 => other]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn each_line_is_answered_as_it_is_alone(
        rules in vec(rule(), 0..4), default in clause(), lines in vec(line(), 0..12), piece in 1..200usize
    ) {
        let flag = flag(rules, default);
        let answers = in_bulk(&flag, &lines.join("\n"), piece);
        let asked: Vec<&String> = lines.iter().filter(|line| !line.trim_ascii().is_empty()).collect();
        prop_assert_eq!(answers.lines().count(), asked.len());
        let subject = subject(&flag);
        for (line, answer) in asked.into_iter().zip(answers.lines()) {
            match alone(&subject, line) {
                Some(expected) => prop_assert_eq!(answer, expected, "{}", line),
                None => prop_assert!(answer.contains(r#""errorCode":"INVALID_CONTEXT""#), "{}: {}", line, answer),
            }
        }
    }

    #[test]
    fn what_is_counted_is_what_is_answered(
        rules in vec(rule(), 0..3), default in clause(), lines in vec(line(), 0..20), piece in 1..200usize
    ) {
        let flag = flag(rules, default);
        let input = lines.join("\n");
        let (syntax, blocks) = blocks(&input, Form::Ndjson, piece);
        let subject = subject(&flag);
        let reader = reader(syntax, &subject.flag, &["plan"]);
        let counting =
            Counting { subjects: vec![subject], reader, group_by: Some(Attribute::new("plan")), strict: false };
        let mut tally = Tally::default();
        in_order(blocks, move |block| counting.count(&block)).for_each(|counted| tally.add(counted.unwrap()));
        let subject = self::subject(&flag);

        let answers = lines.iter().filter_map(|line| alone(&subject, line));
        let answers: Vec<Value> = answers.map(|answer| serde_json::from_str(&answer).unwrap()).collect();
        let summary = ffctl::bulk::summary(&[subject], &tally, Some(usize::MAX));
        prop_assert_eq!(tally.lines - tally.bad.count, answers.len() as u64);
        let mut expected: HashMap<&str, u64> = HashMap::new();
        answers.iter().for_each(|answer| *expected.entry(answer["variant"].as_str().unwrap()).or_default() += 1);
        if let Some(counted) = summary.first() {
            for variant in &counted.variants {
                prop_assert_eq!(variant.count, expected.get(variant.variant.as_str()).copied().unwrap_or(0));
                let in_groups = counted.groups.as_ref().unwrap().iter().flat_map(|group| &group.variants);
                let in_groups: u64 = in_groups.filter(|v| v.variant == variant.variant).map(|v| v.count).sum();
                prop_assert_eq!(in_groups, variant.count);
            }
            prop_assert_eq!(counted.reasons.iter().map(|reason| reason.count).sum::<u64>(), answers.len() as u64);
        }
    }

    #[test]
    fn a_table_is_read_as_it_was_written(
        rows in vec(vec(prop_oneof![text(), "[\",\r\n a]{0,5}"], 3), 0..8), quotes in 0..3usize, crlf in any::<bool>(),
        piece in 1..60usize,
    ) {
        let mut writer = csv::WriterBuilder::new()
            .quote_style([csv::QuoteStyle::Necessary, csv::QuoteStyle::Always, csv::QuoteStyle::NonNumeric][quotes])
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        writer.write_record(["user_id", "company.plan", "note, \"quoted\""]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();

        let (syntax, blocks) = blocks(&table, Form::Csv, piece);
        let names = ["user_id", "company.plan", "note, \"quoted\""];
        let reader = ContextReader::new(syntax, names);
        let mut read = Vec::new();
        for block in blocks {
            let _ = reader.read(&block.unwrap(), |context| -> ControlFlow<()> {
                let context = context.unwrap();
                let cell = |name: &str| context.get(name).map_or(String::new(), |value| value.as_str().unwrap().to_owned());
                read.push(names.map(cell).to_vec());
                ControlFlow::Continue(())
            });
        }
        prop_assert_eq!(read, rows);
    }
}
