//! The JSON Schemas that `ffctl schema` prints and `ffctl init` writes for editors: they accept what is valid, and see
//! what one file alone shows to be wrong.

#[path = "validate_rules/case.rs"]
mod case;
#[path = "validate_rules/conditions.rs"]
mod conditions;
#[path = "validate_rules/fields.rs"]
mod fields;
#[path = "validate_rules/flags.rs"]
mod flags;
#[path = "format_page/page.rs"]
mod page;
#[path = "common/program.rs"]
mod program;
#[path = "validate_rules/shape.rs"]
mod shape;
#[path = "validate_rules/values.rs"]
mod values;

use case::Case;
use ffctl::yaml::Schema;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn validator(schema: Schema) -> &'static Validator {
    static VALIDATORS: LazyLock<Vec<Validator>> = LazyLock::new(|| Schema::ALL.iter().copied().map(compiled).collect());
    let place = Schema::ALL.iter().position(|other| *other == schema).expect("one of all");
    &VALIDATORS[place]
}

fn compiled(schema: Schema) -> Validator {
    let schema: Value = serde_json::from_str(&schema.text()).expect("a JSON document");
    jsonschema::draft7::new(&schema).expect("a schema of draft 7")
}

/// YAML as an editor reads it for a schema: keys are texts.
fn document(text: &str) -> Value {
    try_document(text).expect("YAML")
}

/// The same, where it may be no YAML at all.
fn try_document(text: &str) -> Option<Value> {
    fn convert(value: serde_yaml::Value) -> Value {
        match value {
            serde_yaml::Value::Mapping(entries) => Value::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| (convert(key).to_string().trim_matches('"').to_owned(), convert(value)))
                    .collect(),
            ),
            serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(convert).collect()),
            scalar => serde_json::to_value(scalar).expect("a scalar"),
        }
    }
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    // As the YAML language server does.
    value.apply_merge().ok()?;
    Some(convert(value))
}

/// The kind of a file, by its path from the flags directory.
fn kind(path: &str) -> Schema {
    match path {
        "ffctl.yaml" => Schema::Settings,
        path if path.starts_with("segments/") => Schema::Segment,
        _ => Schema::Flag,
    }
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.flat_map(|path| if path.is_dir() { yaml_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect()
}

#[test]
fn every_file_of_the_example_project_and_of_the_conformance_tree_is_accepted() {
    for root in ["flags", "tests/conformance/tree/flags"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
        let files = yaml_files(&root);
        assert!(files.len() > 15);
        for file in files {
            let path = file.strip_prefix(&root).expect("a file in it").to_str().expect("text");
            let text = fs::read_to_string(&file).expect("text");
            let problems: Vec<String> =
                validator(kind(path)).iter_errors(&document(&text)).map(|error| error.to_string()).collect();
            assert_eq!(problems, [""; 0], "{}", file.display());
        }
    }
}

#[test]
fn every_file_that_the_page_of_the_format_shows_is_accepted() {
    let files = page::files();
    assert!(files.len() > 10);
    for (path, text) in files {
        let problems: Vec<String> =
            validator(kind(path)).iter_errors(&document(&text)).map(|error| error.to_string()).collect();
        assert_eq!(problems, [""; 0], "{path}");
    }
}

/// A flag with everything in it.
fn full() -> Value {
    document(
        "{description: d, owner: o, type: release, created: 2026-11-01, expires: 2027-02-01, ticket: T-1, tags: [a],
          links: ['https://a.b'], waivers: [{rule: stale, until: 2027-01-01, reason: r}],
          variants: {a: 1, 2: 2}, fallback: a, bucket_by: company, salt: s, enabled: true,
          overrides: {a: [u, 7]}, rollout: 12.5, split: {a: 40, 2: 60},
          rules: [{name: r, if: {all: [{not: {segment: s}}, {any: [{attribute: x, operator: in, value: [1, a]}]}]},
                   rollout: 1, serve: 2}],
          environments: {staging: {enabled: false, overrides: {}, rules: [], serve: a}},
          tests: [{name: t, environment: staging, at: 2026-11-01, context: {user_id: u}, expect: 2, reason: SPLIT}]}",
    )
}

#[test]
fn a_flag_with_every_field_is_accepted_and_each_mistake_in_it_is_not() {
    let flag = validator(Schema::Flag);
    assert!(flag.is_valid(&full()));
    for (pointer, wrong) in [
        ("/description", json!(" ")),
        ("/owner", json!(7)),
        ("/type", json!("relase")),
        ("/created", json!("1 Nov 2026")),
        ("/tags", json!("a")),
        ("/links/0", json!("a.b")),
        ("/waivers/0/rule", json!("expired-waiver")),
        ("/waivers/0/until", json!("soon")),
        ("/waivers/0/reason", json!(" ")),
        ("/waivers/0", json!({"rule": "stale", "until": "2027-01-01"})),
        ("/variants", json!({})),
        ("/variants/a", json!([1])),
        ("/enabled", json!("yes")),
        ("/overrides/a", json!("u")),
        ("/rollout", json!(101)),
        ("/rollout", json!("10")),
        ("/split/a", json!(-1)),
        ("/rules/0/if/all", json!([])),
        ("/rules/0/if/all/0", json!({"segment": "s", "not": {"segment": "s"}})),
        ("/rules/0/if/all/1/any/0/operator", json!("is")),
        ("/rules/0/iff", json!({"segment": "s"})),
        ("/environments/staging/owner", json!("o")),
        ("/environments/staging/rules", json!({})),
        ("/tests/0/reason", json!("split")),
        ("/tests/0/context", json!([])),
        ("/rolout", json!(10)),
    ] {
        let mut document = full();
        let (parent, field) = pointer.rsplit_once('/').expect("a place");
        match document.pointer_mut(parent).expect("a place") {
            Value::Array(items) => items[field.parse::<usize>().expect("an index")] = wrong.clone(),
            Value::Object(fields) => drop(fields.insert(field.to_owned(), wrong.clone())),
            other => panic!("{pointer}: {other}"),
        }
        assert!(!flag.is_valid(&document), "{pointer}: {wrong}");
    }
    for field in ["description", "owner", "type", "created", "enabled", "expires", "fallback"] {
        let mut document = full();
        document.as_object_mut().expect("fields").remove(field);
        assert!(!flag.is_valid(&document), "without {field}");
    }
    let mut permission = full();
    permission["type"] = json!("permission");
    permission.as_object_mut().expect("fields").remove("expires");
    assert!(flag.is_valid(&permission), "a permission need not expire");
}

#[test]
fn segments_and_settings_are_held_to_their_fields() {
    let segment = validator(Schema::Segment);
    for (text, expected) in [
        ("{if: {segment: a}}", true),
        ("{users: [u, 7], description: d, owner: o}", true),
        ("{description: nobody}", false),
        ("{users: u}", false),
        ("{if: {}, users: []}", false),
    ] {
        assert_eq!(segment.is_valid(&document(text)), expected, "{text}");
    }
    let settings = validator(Schema::Settings);
    for (text, expected) in [
        ("{}", true),
        (
            "{environments: [a, b], protected: [b], ramp: [1, 100], commit: true, code: {paths: [src], exclude: []}}",
            true,
        ),
        (
            "{attributes: {plan: string}, policy: {max_step: 50, stale_after: 4w, max_age: {ops: 1d}, require: [ticket]}}",
            true,
        ),
        (
            "{policy: {owners: [a], ramp_stuck_after: 2w, unused_after: 60d, rules: {stale: off, expired: {ops: warning}}}}",
            true,
        ),
        ("{policy: {rules: {stael: off}}}", false),
        ("{policy: {rules: {stale: info}}}", false),
        ("{policy: {rules: {stale: {opps: off}}}}", false),
        ("{environments: [a, a]}", false),
        ("{attributes: {plan: text}}", false),
        ("{policy: {stale_after: 30}}", false),
        ("{policy: {unused_after: soon}}", false),
        ("{policy: {max_age: {opps: 1d}}}", false),
        ("{policy: {require: [salt]}}", false),
        ("{commit: maybe}", false),
        ("{enviroments: [a]}", false),
    ] {
        assert_eq!(settings.is_valid(&document(text)), expected, "{text}");
    }
}

/// What no schema sees, and why; each by its rule, of which it may see the plainer cases.
const UNSEEN: &[(&str, &str)] = &[
    // Other files.
    ("unknown-environment", "the settings know the environments"),
    ("unknown-segment", "other files are the segments"),
    ("segment-cycle", "other files are the segments"),
    ("unknown-attribute", "the settings know the attributes"),
    ("operator-for-type", "the settings know the attributes"),
    // Names and values elsewhere in the file.
    ("unknown-variant", "the names of declared variants"),
    ("unserved-variant", "the names of declared variants"),
    ("conflicting-override", "the ids of other variants"),
    ("unreachable-rule", "what other rules ask"),
    // Arithmetic.
    ("split-sum", "a sum"),
    ("ramp-order", "an order"),
    ("expires-before-created", "an order"),
    ("rollout-too-precise", "`multipleOf` divides floats, and complains of 33.333"),
    ("weight-too-precise", "`multipleOf` divides floats, and complains of 33.333"),
    ("invalid-date", "the days of February"),
    // Languages of their own.
    ("invalid-pattern", "how often `{key}` stands in it, and what stands beside it"),
    ("invalid-regex", "the format `regex` is another language"),
    // Whoever reads YAML sees it, or it is gone by then.
    ("yaml-syntax", "no document"),
    ("yaml-documents", "no document"),
    ("yaml-alias", "no document"),
    ("yaml-merge", "no document"),
    ("duplicate-key", "no document"),
    ("yaml-nesting", "a document like others"),
    ("yaml-tag", "a document like others"),
];

fn cases() -> Vec<Case> {
    [conditions::CASES, fields::CASES, flags::CASES, shape::CASES, values::CASES].concat()
}

fn problems(case: &Case, text: &str) -> Option<Vec<String>> {
    let document = try_document(&case.text(text))?;
    Some(validator(kind(case.file)).iter_errors(&document).map(|error| error.to_string()).collect())
}

#[test]
fn the_good_sibling_of_every_invalid_file_is_accepted() {
    for case in cases() {
        assert_eq!(problems(&case, case.good).as_deref(), Some(&[] as &[String]), "{case:#?}");
    }
}

#[test]
fn every_invalid_file_is_rejected_but_for_what_no_schema_can_see() {
    let is_seen =
        |case: &Case| problems(case, &case.broken.replace(['«', '»'], "")).is_some_and(|problems| !problems.is_empty());
    let unseen: Vec<Case> = cases().into_iter().filter(|case| !is_seen(case)).collect();
    let rules: BTreeSet<&str> = unseen.iter().map(|case| case.rule).collect();
    assert_eq!(rules, UNSEEN.iter().map(|(rule, _)| *rule).collect(), "{unseen:#?}");
}

/// The rules that a schema sees some of.
#[test]
fn plain_cases_of_what_is_not_seen_in_full_are_rejected() {
    let flag = validator(Schema::Flag);
    for fields in
        ["serve: ture", "tests: [{context: {}, expect: flase}]", "tests: [{context: {}, expect: true, at: noon}]"]
    {
        assert!(!flag.is_valid(&document(&program::flag(fields))), "{fields}");
    }
    assert!(!flag.is_valid(&document(&program::flag("").replace("2026-01-01", "2026-13-01"))));
    assert!(!validator(Schema::Settings).is_valid(&document("ramp: [1, 1]")));
}

#[test]
fn schemas_are_schemas_of_draft_7() {
    for schema in Schema::ALL {
        let document: Value = serde_json::from_str(&schema.text()).expect("a JSON document");
        assert_eq!(document["$schema"], "http://json-schema.org/draft-07/schema#");
        jsonschema::draft7::meta::validate(&document).expect("a schema");
    }
}

#[test]
fn the_program_prints_them_without_a_flags_directory() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let printed = |arguments: &[&str]| {
        let run = program::Run::of(program::ffctl(nowhere.path(), arguments));
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    for schema in Schema::ALL {
        assert_eq!(printed(&["schema", schema.name()]), schema.text());
    }
    assert_eq!(printed(&["schema"]), Schema::Flag.text());
    let run = program::Run::of(program::ffctl(nowhere.path(), &["schema", "flags"]));
    assert_eq!(run.code, 2);
    assert!(run.err.contains("a similar value exists: 'flag'"), "{}", run.err);
}
