//! The page of the flag format says what is so: its examples are valid, its outputs are what the program prints, and
//! its tables are those of the code.

#![allow(clippy::unwrap_used)]

#[path = "format_page/page.rs"]
mod page;
#[path = "common/program.rs"]
mod program;

use ffctl::check::rules;
use ffctl::evaluate::{CompiledFlag, ErrorCode, Reason, Segments, draw};
use ffctl::model::{
    Alias, AttributeType, CodeSettings, Context, FlagType, Operator, Path, Policy, Settings, Stage, Step,
};
use ffctl::refs::{MAX_BYTES as MOST_CODE, Matcher};
use ffctl::store::{Source, Tree, load_tree};
use ffctl::yaml::{MAX_BYTES, Reading, flag_key_order, read_flag, read_segment, read_settings};
use md5::{Digest, Md5};
use page::{PAGE, blocks, codes, files, headings, names, prose, runs, table};
use program::{Sandbox, flag};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn examples() -> Sandbox {
    Sandbox::new(&files())
}

fn sorted(names: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    names.sort();
    names
}

// ---- examples ----

#[test]
fn every_code_block_is_an_example_an_output_or_plain_text() {
    let languages: BTreeSet<&str> = blocks().iter().map(|block| block.language).collect();
    assert_eq!(languages, BTreeSet::from(["console", "text", "yaml"]));
}

#[test]
fn the_examples_are_one_flags_directory_without_an_error_or_a_warning() {
    let paths: BTreeSet<&str> = files().iter().map(|(path, _)| *path).collect();
    assert_eq!(paths.len(), files().len(), "two examples have one path");
    let run = examples().run(&["validate", "--deny", "warning", "--format", "json"]);
    let document = run.json();
    assert_eq!((&document["diagnostics"], &document["files"], run.code), (&json!([]), &json!(paths.len()), 0));
}

#[test]
fn the_cases_in_the_examples_hold() {
    let sandbox = examples();
    let root = sandbox.path("flags").canonicalize().unwrap();
    let Tree { flags, segments, .. } = load_tree(&Source::Directory(root)).unwrap();
    let segments = Segments::compile(&segments);
    let mut held = 0;
    for flag in flags.iter().map(|file| &file.flag) {
        for case in &flag.tests {
            let compiled = CompiledFlag::compile(flag, case.environment.as_deref(), &segments).unwrap();
            let context = Context::new(case.context.clone());
            let answer = compiled.evaluate(&context);
            assert_eq!(answer.variant, &case.expect, "{}: {case:?}", flag.key);
            let reason = case.reason.as_deref().unwrap_or(answer.reason.name());
            assert_eq!(answer.reason.name(), reason, "{}: {case:?}", flag.key);
            held += 1;
        }
    }
    assert!(held >= 4, "{held}");
}

#[test]
fn the_commands_print_what_the_page_shows() {
    let sandbox = examples();
    let shown = runs();
    assert!(shown.len() >= 5);
    for (command, out) in shown {
        let run = sandbox.run(&command.split_whitespace().collect::<Vec<_>>());
        assert_eq!((run.out.as_str(), run.err.as_str()), (out.as_str(), ""), "ffctl {command}");
    }
}

#[test]
fn the_worked_example_has_the_numbers_of_the_hash() {
    let digest = Md5::digest("fast-upload:u-102");
    let number = u128::from_be_bytes(digest.into());
    let digits = number.to_string();
    let (rest, percent) = digits.split_at(digits.len() - 2);
    let (rest, thousandths) = rest.split_at(rest.len() - 3);
    let split = &rest[rest.len() - 5..];
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    for shown in [hex, digits.clone(), format!("{split} {thousandths} {percent}")] {
        assert!(PAGE.contains(&format!("= {shown}\n")), "{shown}");
    }
    let drawn = draw("fast-upload", "u-102");
    assert_eq!((drawn.bucket, drawn.split), (11_354, 83_165));
    assert!(PAGE.contains("11 × 1000 + 354 = 11,354") && PAGE.contains("83,165, which is 83.165 %"));
}

// ---- fields ----

/// The fields that a place knows, as its complaint about a field without a likeness lists them.
fn known<T>(reading: Reading<T>) -> Vec<String> {
    let complaints = reading.diagnostics.iter().filter(|diagnostic| diagnostic.rule == "unknown-field");
    let help = complaints.filter_map(|diagnostic| diagnostic.help.as_deref()).next().expect("a list of fields");
    let names = help.strip_prefix("known: ").expect("no likeness");
    sorted(&names.split(", ").collect::<Vec<_>>())
}

const UNLIKE: &str = "0000000000000000000000: 1";

#[test]
fn the_tables_of_fields_are_those_of_flags_rules_and_environments() {
    let key = |name: &str| Step::Key(name.to_owned());
    let in_rule = Path::root().key("rules").index(0).0;
    for (heading, at) in [
        ("A flag, field by field", vec![]),
        ("Who gets what", in_rule),
        ("Environments and inheritance", vec![key("environments"), key("production")]),
        ("Waivers", Path::root().key("waivers").index(0).0),
    ] {
        assert_eq!(names(heading, "field"), flag_key_order(&at), "{heading}");
    }
}

#[test]
fn the_tables_of_fields_are_those_of_conditions_tests_segments_and_settings() {
    let settings = |within: &str| known(read_settings(&within.replace('?', UNLIKE)));
    let in_flag = |within: &str| known(read_flag("x", &flag(&within.replace('?', UNLIKE))));
    let shown = |heading: &str, column: &str| sorted(&names(heading, column));

    assert_eq!(shown("Segments", "field"), known(read_segment("x", UNLIKE)));
    assert_eq!(shown("Tests in a flag", "field"), in_flag("tests: [{?}]"));
    assert_eq!(shown("The settings file", "setting"), settings("?"));
    assert_eq!(shown("The settings file", "in `policy`"), settings("policy: {?}"));
    assert_eq!(shown("The settings file", "in `code`"), settings("code: {?}"));

    let forms = names("Conditions", "form");
    let words = forms.iter().flat_map(|form| form.split(|c: char| !c.is_ascii_lowercase()));
    let fields: BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
    assert_eq!(sorted(&fields.into_iter().collect::<Vec<_>>()), in_flag("rules: [{if: {?}}]"));
}

#[test]
fn the_defaults_of_settings_are_those_of_the_code() {
    let Settings { ramp, policy, environments, protected, attributes, code, commit } = Settings::default();
    let shown = |column: &str, name: &str| {
        let rows = table("The settings file", column);
        rows.iter().find(|row| codes(row[0]) == [name]).map(|row| row[2].replace('`', "")).unwrap()
    };
    let steps: Vec<String> = ramp.iter().map(ToString::to_string).collect();
    assert_eq!(shown("setting", "ramp"), steps.join(", "));
    assert_eq!(shown("in `policy`", "max_step"), format!("{}: no limit", policy.max_step));
    assert_eq!(shown("in `policy`", "expiring_within"), policy.expiring_within.to_string());
    assert_eq!(shown("in `policy`", "stale_after"), policy.stale_after.to_string());
    assert_eq!(shown("in `policy`", "ramp_stuck_after"), policy.ramp_stuck_after.to_string());
    assert_eq!(shown("in `policy`", "unused_after"), policy.unused_after.to_string());
    assert_eq!((shown("in `policy`", "rules"), policy.rules), ("every rule's own".to_owned(), vec![]));
    assert_eq!((shown("in `policy`", "max_age"), policy.max_age), ("no limit".to_owned(), vec![]));
    assert_eq!((shown("setting", "attributes"), attributes), ("every attribute goes".to_owned(), None));
    assert_eq!(shown("setting", "commit"), commit.to_string());
    let whole = shown("in `code`", "paths");
    assert_eq!((whole.as_str(), code.paths), ("none: the whole repository", vec![]));
    assert_eq!((shown("in `code`", "aliases"), code.aliases), ("none".to_owned(), vec![]));
    for (column, name, default) in [
        ("setting", "environments", environments),
        ("setting", "protected", protected),
        ("in `policy`", "require", policy.require),
        ("in `policy`", "owners", policy.owners),
        ("in `code`", "exclude", code.exclude),
        ("in `code`", "patterns", code.patterns),
    ] {
        assert_eq!((shown(column, name).as_str(), default), ("none", vec![]), "{name}");
    }
}

#[test]
fn the_metadata_that_can_be_required_is_that_of_the_code() {
    let sentence = prose().into_iter().find_map(|line| line.strip_prefix("What `require` can name:"));
    assert_eq!(codes(sentence.unwrap()), Policy::METADATA);
}

// ---- words ----

#[test]
fn every_rule_of_validate_is_listed_with_its_level() {
    let rows = table("The rules of validate", "rule");
    let shown: Vec<(Vec<&str>, &str)> = rows.iter().map(|row| (codes(row[0]), row[1])).collect();
    let known: Vec<(Vec<&str>, &str)> = rules().iter().map(|rule| (vec![rule.name], rule.level.name())).collect();
    assert_eq!(shown, known);
}

#[test]
fn every_type_reason_error_code_and_stage_is_listed() {
    let types = table("Types of flag", "type");
    let types: Vec<(&str, bool)> = types.iter().map(|row| (codes(row[0])[0], row[2] == "yes")).collect();
    let known: Vec<(&str, bool)> = FlagType::ALL.iter().map(|kind| (kind.name(), kind.must_expire())).collect();
    assert_eq!(types, known);

    let reasons = Reason::ANSWERS.iter().chain([&Reason::Error]).map(|reason| reason.name());
    assert_eq!(names("Evaluation, step by step", "reason"), reasons.collect::<Vec<_>>());

    use ErrorCode::*;
    let codes = [TargetingKeyMissing, FlagNotFound, ParseError, InvalidContext, TypeMismatch, General];
    assert_eq!(names("Evaluation, step by step", "error code"), codes.map(ErrorCode::name));

    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
    assert_eq!(sorted(&names("Stages", "stage")), sorted(&stages));
}

#[test]
fn every_alias_is_listed_as_the_code_is_searched_for_it() {
    assert_eq!(names("The settings file", "alias"), Alias::ALL.iter().map(|alias| alias.name()).collect::<Vec<_>>());
    let keys = ["new-checkout", "checkout-v2"].map(str::to_owned);
    for (&alias, row) in Alias::ALL.iter().zip(table("The settings file", "alias")) {
        let settings = CodeSettings { aliases: vec![alias], ..CodeSettings::default() };
        let matcher = Matcher::new(keys.clone(), &settings).unwrap();
        for (key, cell) in row[1..].iter().enumerate() {
            let hits = matcher.find(codes(cell)[0].as_bytes());
            assert_eq!(hits.iter().map(|hit| hit.key).collect::<Vec<_>>(), [Some(key)], "{row:?}");
        }
    }
}

#[test]
fn every_attribute_type_is_listed_with_its_operators() {
    let rows = table("Attributes", "type");
    let shown: Vec<(&str, Vec<&str>)> = rows.iter().map(|row| (codes(row[0])[0], codes(row[1]))).collect();
    let suited = |kind: AttributeType| Operator::ALL.iter().copied().filter(move |&operator| kind.has(operator));
    let known = AttributeType::ALL.iter().map(|&kind| (kind.name(), suited(kind).map(Operator::name).collect()));
    assert_eq!(shown, known.collect::<Vec<_>>());
}

// ---- operators and scalars ----

#[test]
fn every_operator_is_listed_and_has_an_example() {
    let known: Vec<&str> = Operator::ALL.iter().map(|operator| operator.name()).collect();
    let mut shown = names("Operators", "operator");
    let examples = shown.split_off(known.len());
    assert_eq!(shown, known);
    assert_eq!(examples.into_iter().collect::<BTreeSet<_>>(), known.into_iter().collect());
}

#[test]
fn the_examples_of_operators_hold_and_do_not_hold_as_listed() {
    let rows = table("Operators", "operator");
    let examples: Vec<_> = rows.iter().filter(|row| row.len() == 4).collect();
    assert!(examples.len() >= Operator::ALL.len());
    for row in examples {
        let (operator, value) = (codes(row[0])[0], codes(row[1])[0]);
        let text = flag(&format!("rules:\n- if: {{attribute: it, operator: {operator}, value: {value}}}\nrollout: 0"));
        let flag = read_flag("x", &text).valid().unwrap_or_else(|| panic!("{text}"));
        let compiled = CompiledFlag::compile(&flag, None, &Segments::default()).unwrap();
        for (cell, expected) in [(row[2], true), (row[3], false)] {
            assert!(!codes(cell).is_empty(), "{row:?}");
            for written in codes(cell) {
                let it: Value = serde_json::from_str(written).unwrap_or_else(|error| panic!("{written}: {error}"));
                let context = Context::from_json(json!({"it": it})).unwrap();
                let held = compiled.evaluate(&context).rule.is_some();
                assert_eq!(held, expected, "{written} {operator} {value}");
            }
        }
    }
}

#[test]
fn plain_scalars_are_what_the_page_says() {
    for row in table("YAML in detail", "written") {
        for written in codes(row[0]) {
            let text = flag(&format!("fallback: x\nserve: x\nvariants:\n  x: {written}"));
            let kind = match read_flag("x", &text).value.unwrap().variants.list[0].1 {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "text",
                Value::Array(_) | Value::Object(_) => "something else",
            };
            assert_eq!(kind, row[1], "{written}");
        }
    }
}

#[test]
fn the_largest_file_is_the_one_of_the_code() {
    let rows = table("Limits", "what");
    let file = rows.iter().find(|row| row[0] == "a file").unwrap();
    assert_eq!(file[1], format!("{} MiB", MAX_BYTES >> 20));
    assert!(PAGE.contains(&format!("files of more than {} MiB", MOST_CODE >> 20)));
}

// ---- links ----

#[test]
fn links_inside_the_page_lead_to_a_heading() {
    let anchor = |title: &str| {
        let kept = title.to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>()
    };
    let anchors: BTreeSet<String> = headings().into_iter().map(anchor).collect();
    assert_eq!(anchors.len(), headings().len(), "two headings have one anchor");
    let prose = prose().join("\n");
    let links: Vec<&str> = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 10);
    for link in links {
        assert!(link.strip_prefix('#').is_some_and(|to| anchors.contains(to)), "{link}");
    }
}
