//! What flags answer, why, and what keeps one from being evaluated.

#![allow(clippy::unwrap_used)]

use ffctl::evaluate::{
    Admission, ClauseTrace, CompileError, CompiledFlag, Decision, Draw, Question, Segments, Share, Trace,
    named_segments,
};
use ffctl::model::{Condition, Context, Flag, Percent, Segment, VariantName};
use ffctl::yaml::{read_flag, read_segment};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn flag(fields: &str) -> Flag {
    let text = format!("description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\n{fields}");
    read_flag("flag", &text).value.unwrap()
}

fn segments(texts: &[(&str, &str)]) -> Segments {
    let read = |&(name, text): &(&str, &str)| (name.to_owned(), read_segment(name, text).value.unwrap());
    Segments::compile(&texts.iter().map(read).collect())
}

fn compile(fields: &str) -> Result<CompiledFlag, CompileError> {
    let employees = "{if: {attribute: email, operator: ends_with, value: '@example.com'}, users: [u-77, 5]}";
    CompiledFlag::compile(
        &flag(fields),
        None,
        &segments(&[("employees", employees), ("broken", "if: {segment: none}")]),
    )
}

fn context(json: Value) -> Context {
    Context::from_json(json).unwrap()
}

/// Variant, reason, and error or rule: `true SPLIT`, `off DEFAULT TARGETING_KEY_MISSING`, `true TARGETING_MATCH [0]`.
fn answer(fields: &str, attributes: Value) -> String {
    let flag = compile(fields).unwrap();
    let context = context(attributes);
    let answer = flag.evaluate(&context);
    let error = answer.error.map_or(String::new(), |error| format!(" {error}"));
    let rule = answer.rule.map_or(String::new(), |rule| format!(" [{}]", rule.name.unwrap_or("unnamed")));
    format!("{} {}{error}{rule}", answer.variant, answer.reason)
}

fn explain(fields: &str, attributes: Value) -> Trace {
    compile(fields).unwrap().explain(&context(attributes)).1
}

fn error(fields: &str) -> String {
    compile(fields).unwrap_err().to_string()
}

#[test]
fn a_clause_says_how_it_answered() {
    let nobody = || json!({});
    let user = || json!({"user_id": "user-123"}); // bucket 26,633 and draw 53,845, by Python's hashlib
    for (fields, attributes, expected) in [
        ("enabled: false\nrollout: 100", user(), "false DISABLED"),
        ("enabled: false\nfallback: true", user(), "true DISABLED"),
        ("enabled: true", nobody(), "true STATIC"),
        ("enabled: true\nrollout: 0", nobody(), "false STATIC"),
        ("enabled: true\nserve: false\nrollout: 100", nobody(), "false STATIC"),
        ("enabled: true\nrollout: 0\nsplit: {true: 100}", nobody(), "false STATIC"),
        ("enabled: true\nrollout: 26", user(), "false SPLIT"),
        ("enabled: true\nrollout: 27", user(), "true SPLIT"),
        ("enabled: true\nrollout: 26.633", user(), "false SPLIT"),
        ("enabled: true\nrollout: 26.634", user(), "true SPLIT"),
        ("enabled: true\nsplit: {true: 0, false: 100}", user(), "false SPLIT"),
        ("enabled: true\nsplit: {true: 100}", nobody(), "false DEFAULT TARGETING_KEY_MISSING"),
        ("enabled: true\nrollout: 27", json!({"user_id": ""}), "false DEFAULT TARGETING_KEY_MISSING"),
        ("enabled: true\nrollout: 27", json!({"user_id": 1.0}), "false DEFAULT TARGETING_KEY_MISSING"),
        ("enabled: true\nrollout: 27", json!({"targetingKey": "user-123"}), "true SPLIT"),
        ("enabled: true\nrollout: 27\nbucket_by: company.id", user(), "false DEFAULT TARGETING_KEY_MISSING"),
        ("enabled: true\nrollout: 27\nbucket_by: company.id", json!({"company": {"id": "user-123"}}), "true SPLIT"),
        ("enabled: true\nrollout: 27\noverrides: {true: [x]}", nobody(), "false DEFAULT TARGETING_KEY_MISSING"),
        ("enabled: true\noverrides: {true: [x]}\nserve: false", nobody(), "false DEFAULT"),
        ("enabled: true\noverrides: {true: [x, 7]}\nrollout: 0", json!({"user_id": 7}), "true TARGETING_MATCH"),
        ("enabled: true\noverrides: {true: [x, 7]}\nrollout: 0", json!({"targetingKey": "x"}), "true TARGETING_MATCH"),
        ("enabled: true\noverrides: {true: [x]}\nrollout: 0\nbucket_by: org", json!({"org": "x"}), "false DEFAULT"),
    ] {
        assert_eq!(answer(fields, attributes.clone()), expected, "{fields} for {attributes}");
    }
}

#[test]
fn the_first_rule_that_holds_decides_also_for_those_outside_its_rollout() {
    let rules = "enabled: true\nserve: false\nrules:\n\
        - {name: none, if: {attribute: plan, operator: equals, value: free}, rollout: 0}\n\
        - {name: some, if: {attribute: plan, operator: equals, value: pro}, rollout: 26}\n\
        - {name: staff, if: {segment: employees}}\n\
        - {if: {attribute: plan, operator: exists, value: true}}\n";
    for (attributes, expected) in [
        (json!({"plan": "free", "email": "a@example.com"}), "false TARGETING_MATCH [none]"),
        (json!({"plan": "pro", "user_id": "user-123", "email": "a@example.com"}), "false SPLIT [some]"),
        (json!({"plan": "pro", "email": "a@example.com"}), "false DEFAULT TARGETING_KEY_MISSING [some]"),
        (json!({"plan": "x", "email": "a@example.com"}), "true TARGETING_MATCH [staff]"),
        (json!({"plan": "x", "user_id": 5}), "true TARGETING_MATCH [staff]"),
        (json!({"plan": "x", "targetingKey": "u-77"}), "true TARGETING_MATCH [staff]"),
        (json!({"plan": "x", "user_id": "u-7"}), "true TARGETING_MATCH [unnamed]"),
        (json!({"plan": null, "user_id": "u-7"}), "false DEFAULT"),
    ] {
        assert_eq!(answer(rules, attributes.clone()), expected, "{attributes}");
    }
}

#[test]
fn an_environment_answers_with_what_it_names_and_what_it_inherits() {
    let flag = flag(
        "enabled: true\nrollout: 0\nrules: [{if: {attribute: beta, operator: equals, value: true}}]\n\
         environments: {staging: {rollout: 100}, production: {enabled: false}, bare: {rules: [], serve: false, rollout: 100}}",
    );
    for (environment, expected) in [
        (None, "false DEFAULT"),
        (Some("staging"), "true DEFAULT"),
        (Some("production"), "false DISABLED"),
        (Some("bare"), "false STATIC"),
        (Some("unnamed"), "false DEFAULT"),
    ] {
        let compiled = CompiledFlag::compile(&flag, environment, &Segments::default()).unwrap();
        let answer = compiled.evaluate(&Context::default());
        assert_eq!(format!("{} {}", answer.variant, answer.reason), expected, "{environment:?}");
    }
}

#[test]
fn an_invalid_flag_says_what_is_wrong_and_where() {
    let rule = |rule: &str| format!("enabled: true\nrollout: 0\nrules: [{rule}]");
    let of = |condition: &str| rule(&format!("{{if: {condition}}}"));
    for (fields, expected) in [
        ("rollout: 10".to_owned(), "'enabled' is missing"),
        ("enabled: true\noverrides: {true: [x]}".to_owned(), "rules or overrides without a default"),
        ("enabled: true\nvariants: {a: 1, b: 2}\nserve: a".to_owned(), "'fallback' is missing"),
        ("enabled: true\nvariants: {a: 1, b: 2}\nfallback: a".to_owned(), "neither 'serve' nor 'split'"),
        ("enabled: true\nfallback: fales".to_owned(), "fallback: unknown variant 'fales'; did you mean 'false'?"),
        ("enabled: true\nserve: maybe".to_owned(), "unknown variant 'maybe'; known: true, false"),
        ("enabled: true\nsplit: {true: 50, flase: 50}".to_owned(), "unknown variant 'flase'; did you mean 'false'?"),
        ("enabled: true\nsplit: {}".to_owned(), "the split is empty"),
        ("enabled: true\nsplit: {true: 99.999}".to_owned(), "do not sum to 100"),
        ("enabled: true\nserve: true\nsplit: {true: 100}".to_owned(), "'serve' and 'split'"),
        ("enabled: true\nrollout: 0\noverrides: {on: [x]}".to_owned(), "overrides: unknown variant 'on'"),
        (rule("{if: {segment: employees}, serve: x}"), "rules[0]: unknown variant 'x'"),
        (of("{segment: emploees}"), "rules[0]: unknown segment 'emploees'; did you mean 'employees'?"),
        (of("{not: {segment: broken}}"), "rules[0]: segment 'broken': unknown segment 'none'"),
        (
            of("{attribute: a, operator: before, value: soon}"),
            "'before' takes a date or an RFC 3339 time, not \"soon\"",
        ),
        (of("{attribute: a, operator: semver_equals, value: x}"), "'semver_equals' takes a version, not \"x\""),
        (of("{attribute: a, operator: in, value: x}"), "'in' takes a list of texts, numbers or booleans, not \"x\""),
        (of("{attribute: a, operator: matches, value: '('}"), "\"(\" is no regular expression: unclosed group"),
    ] {
        let error = error(&fields);
        assert!(error.contains(expected), "{error:?} does not say {expected:?}, for\n{fields}");
    }
}

#[test]
fn conditions_that_are_empty_or_bottomless_are_errors() {
    let compile = |condition: Condition| {
        let mut flag = flag("enabled: true\nrollout: 0\nrules: [{if: {segment: x}}]");
        flag.base.rules.as_mut().unwrap()[0].condition = condition;
        CompiledFlag::compile(&flag, None, &segments(&[("x", "users: [u-1]")])).map_err(|error| error.message)
    };
    assert_eq!(compile(Condition::All(vec![])).unwrap_err(), "rules[0]: 'all' has no condition");
    assert_eq!(compile(Condition::Any(vec![])).unwrap_err(), "rules[0]: 'any' has no condition");
    let nested = |levels| (0..levels).fold(Condition::Segment("x".into()), |inner, _| Condition::Not(Box::new(inner)));
    assert!(compile(nested(127)).is_ok());
    assert_eq!(compile(nested(128)).unwrap_err(), "rules[0]: conditions are nested more than 128 levels deep");
}

#[test]
fn a_segment_in_a_cycle_or_a_bottomless_chain_spoils_those_who_name_it_and_no_others() {
    let mut tree: BTreeMap<String, Segment> = BTreeMap::new();
    let mut name = |name: String, to: String| {
        let condition = (!to.is_empty()).then_some(Condition::Segment(to));
        tree.insert(name.clone(), Segment { name, description: None, owner: None, condition, users: vec!["u".into()] });
    };
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "a"), ("in", "b"), ("self", "self"), ("fine", "")] {
        name(from.into(), to.into());
    }
    for link in 0..50_000 {
        name(format!("chain-{link:05}"), if link == 0 { "fine".into() } else { format!("chain-{:05}", link - 1) });
    }
    let segments = Segments::compile(&tree);
    let compile = |name: &str| {
        let flag = flag(&format!("enabled: true\nrollout: 0\nrules: [{{if: {{segment: {name}}}}}]"));
        CompiledFlag::compile(&flag, None, &segments).map(drop).map_err(|error| error.message)
    };
    for name in ["a", "b", "c", "in"] {
        let message = compile(name).unwrap_err();
        assert!(message.starts_with("rules[0]: segments name each other in a cycle: "), "{message}");
    }
    assert!(compile("self").unwrap_err().ends_with("cycle: self → self"));
    assert_eq!(compile("fine"), Ok(()));
    assert_eq!(compile("chain-00100"), Ok(()));
    assert!(compile("chain-49999").unwrap_err().contains("nested more than 128 levels deep"));
}

#[test]
fn the_segments_to_load_are_those_that_the_environments_rules_name() {
    let flag = flag(
        "enabled: true\nrollout: 0\nrules: [{if: {any: [{segment: b}, {not: {segment: a}}]}}, {if: {segment: b}}]\n\
         environments: {staging: {rules: [{if: {segment: c}}]}, production: {rollout: 1}}",
    );
    let names = |environment| named_segments(&flag, environment).into_iter().collect::<Vec<_>>();
    assert_eq!(names(None), ["a", "b"]);
    assert_eq!(names(Some("staging")), ["c"]);
    assert_eq!(names(Some("production")), ["a", "b"]);
}

#[test]
fn a_trace_stops_where_the_decision_fell() {
    let fields = "overrides: {true: [x]}\nrollout: 0\nrules: [{if: {segment: employees}}]\nenabled: ";
    let trace = explain(&format!("{fields}false"), json!({"user_id": "x"}));
    assert_eq!((trace.decision, trace.overrides, trace.rules_left), (Decision::Disabled, None, 1));

    let trace = explain(&format!("{fields}true"), json!({"user_id": "x"}));
    let overrides = trace.overrides.unwrap();
    assert_eq!((overrides.id.as_deref(), overrides.listed), (Some("x"), 1));
    assert_eq!(overrides.variant.unwrap().0, "true");
    assert_eq!((trace.decision, trace.rules_left, trace.clause), (Decision::Override, 1, None));

    let trace = explain(&format!("{fields}true"), json!({}));
    assert_eq!(trace.overrides.unwrap().id, None);
    assert_eq!((trace.decision, trace.rules_left), (Decision::NotAdmitted, 0));
    let clause = trace.clause.unwrap();
    assert_eq!((clause.rule, clause.rollout, clause.admission), (None, Percent::ZERO, Admission::Certain));
}

#[test]
fn a_trace_shows_each_condition_that_was_looked_at_with_what_the_context_had() {
    let rules = "enabled: true\nrollout: 0\nrules:\n\
        - name: compound\n  if: {all: [{any: [{attribute: app.version, operator: semver_at_least, value: '2.10'}, \
          {attribute: plan, operator: in, value: [pro, 3]}, {segment: employees}]}, {not: {segment: employees}}, \
          {attribute: x, operator: exists, value: true}]}\n\
        - {if: {segment: employees}}\n";
    let trace = explain(rules, json!({"plan": "3", "email": "a@example.com", "user_id": "u"}));
    assert_eq!((trace.decision, trace.rules_left, trace.rules.len()), (Decision::Serve, 0, 2));
    assert_eq!(trace.clause.unwrap().rule, Some(1));

    let compound = &trace.rules[0];
    assert_eq!((compound.index, compound.name.as_deref(), compound.condition.held), (0, Some("compound"), false));
    assert_eq!(compound.condition.question, Question::All { left: 1 });
    let [any, not] = &compound.condition.inner[..] else { panic!("{compound:?}") };
    assert_eq!((any.held, &any.question), (true, &Question::Any { left: 1 }));
    let shown: Vec<String> = any
        .inner
        .iter()
        .map(|inner| match &inner.question {
            Question::Attribute { attribute, operator, value, actual } => {
                format!("{attribute} {operator} {value}: {actual:?}")
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, [r#"app.version semver_at_least "2.10": None"#, r#"plan in ["pro", 3]: Some(String("3"))"#]);

    assert_eq!((not.held, &not.question), (false, &Question::Not));
    let segment = &not.inner[0];
    assert_eq!(segment.question, Question::Segment { name: "employees".into(), listed: false });
    assert!(segment.held && segment.inner[0].held);

    let listed = explain(rules, json!({"user_id": "u-77"}));
    let segment = &listed.rules[1].condition;
    assert_eq!(segment.question, Question::Segment { name: "employees".into(), listed: true });
    assert!(segment.held && segment.inner.is_empty());
}

#[test]
fn a_trace_shows_the_draw_and_the_share_it_fell_into() {
    let user = || json!({"user_id": "user-123"});
    let drawn = Draw { bucket: 26_633, split: 53_845 };
    let admission =
        || Admission::Drawn { attribute: "user_id".into(), salt: "flag".into(), id: "user-123".into(), draw: drawn };
    let clause = |fields: &str, attributes| {
        let trace = explain(&format!("enabled: true\n{fields}"), attributes);
        (trace.decision, trace.clause.unwrap())
    };

    let (decision, out) = clause("rollout: 26", user());
    let rollout = "26".parse().unwrap();
    assert_eq!(out, ClauseTrace { rule: None, rollout, admission: admission(), admitted: false, share: None });
    assert_eq!(decision, Decision::NotAdmitted);

    let (decision, admitted) = clause("rollout: 27", user());
    assert!(admitted.admitted && admitted.share.is_none());
    assert_eq!((decision, admitted.admission), (Decision::Serve, admission()));

    let (decision, split) = clause("split: {true: 10.5, false: 89.5}", user());
    let variant = VariantName("false".into());
    assert_eq!(split.share, Some(Share { variant, start: 10_500, end: 100_000 }));
    assert_eq!((decision, split.admission), (Decision::Split, admission()));

    let (decision, missing) = clause("rollout: 26\nbucket_by: org", user());
    assert_eq!((decision, missing.admitted), (Decision::MissingId, false));
    assert_eq!(missing.admission, Admission::MissingId { attribute: "org".into() });
}
