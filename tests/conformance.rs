//! Every answer of an independent evaluator, on a tree of flags that uses every operator: `tests/conformance`.

#![allow(clippy::unwrap_used)]

use ffctl::evaluate::{CompiledFlag, Segments, draw};
use ffctl::model::{Context, Flag};
use ffctl::yaml::{read_flag, read_segment, read_settings};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn vectors(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(path)
}

fn json_lines(path: &str) -> Vec<Value> {
    let text = fs::read_to_string(vectors(path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The YAML files of a folder: stem and text.
fn yaml_files(path: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(vectors(path)).unwrap().map(|entry| entry.unwrap().path());
    let yaml = entries.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    yaml.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn flags() -> BTreeMap<String, Flag> {
    let files = yaml_files("tree/flags").into_iter().chain(yaml_files("tree/flags/team"));
    files
        .filter(|(key, _)| key != "ffctl")
        .map(|(key, text)| {
            let reading = read_flag(&key, &text);
            assert_eq!(reading.diagnostics, [], "{key}");
            (key, reading.value.unwrap())
        })
        .collect()
}

fn segments() -> Segments {
    let read = |(name, text): (String, String)| {
        let segment = read_segment(&name, &text).valid().unwrap();
        (name, segment)
    };
    Segments::compile(&yaml_files("tree/flags/segments").into_iter().map(read).collect())
}

#[test]
fn every_bucket_and_draw_is_that_of_the_vectors() {
    let vectors: Value = serde_json::from_str(&fs::read_to_string(vectors("buckets.json")).unwrap()).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() >= 16);
    for case in cases {
        let drawn = draw(case["salt"].as_str().unwrap(), case["id"].as_str().unwrap());
        assert_eq!((&case["bucket"], &case["draw"]), (&drawn.bucket.into(), &drawn.split.into()), "{case}");
    }
}

#[test]
fn every_answer_is_that_of_the_vectors() {
    let settings = read_settings(&fs::read_to_string(vectors("tree/flags/ffctl.yaml")).unwrap()).valid().unwrap();
    let environments = || std::iter::once(None).chain(settings.environments.iter().map(|name| Some(name.as_str())));
    let (flags, segments) = (flags(), segments());
    let contexts: Vec<Context> =
        json_lines("tree/contexts.ndjson").into_iter().map(|line| Context::from_json(line).unwrap()).collect();

    let mut compiled = BTreeMap::new();
    for (key, flag) in &flags {
        for environment in environments() {
            let flag = CompiledFlag::compile(flag, environment, &segments);
            compiled.insert((key.as_str(), environment), flag.unwrap_or_else(|error| panic!("{key}: {error}")));
        }
    }

    let expected = json_lines("tree/expected.ndjson");
    assert_eq!(expected.len(), compiled.len() * contexts.len(), "each flag, environment and context has its answer");
    for line in &expected {
        let flag = &compiled[&(line["key"].as_str().unwrap(), line["environment"].as_str())];
        let context = &contexts[line["i"].as_u64().unwrap() as usize];
        let answer = flag.evaluate(context);
        assert_eq!(answer.variant.0, line["variant"].as_str().unwrap(), "{line} {context:?}");
        assert_eq!(*answer.value, line["value"], "{line}");
        assert_eq!(answer.reason.name(), line["reason"], "{line}");
        assert_eq!(answer.error.map(|error| error.name()), line["error"].as_str(), "{line}");
        assert_eq!(flag.explain(context).0, answer, "{line}");
    }
}
