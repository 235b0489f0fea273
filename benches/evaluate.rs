//! What one evaluation costs, next to the one hash that it cannot do without.
//!
//! `cargo bench --bench evaluate`; the allocation columns stay empty where nothing is allocated.

use divan::{AllocProfiler, Bencher, black_box};
use ffctl::evaluate::{CompiledFlag, Segments, draw};
use ffctl::model::{
    Clause, Comparison, Condition, Context, Flag, FlagType, Operator, Override, Percent, Rule, Scalar, ScalarKind,
    Segment, TargetingLayer, VariantName, Variants,
};
use serde_json::json;
use std::collections::BTreeMap;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn text(text: &str) -> Comparison {
    Comparison::Scalar(Scalar::text(text))
}

fn number(number: &str) -> Comparison {
    Comparison::Scalar(Scalar { text: number.into(), kind: ScalarKind::Number })
}

fn list(texts: &[&str]) -> Comparison {
    Comparison::List(texts.iter().copied().map(Scalar::text).collect())
}

fn attribute(name: &str, operator: Operator, value: Comparison) -> Condition {
    Condition::Attribute { attribute: name.into(), operator, value }
}

fn rollout(percent: u32) -> Clause {
    Clause { rollout: Percent::from_thousandths(percent * 1000), ..Clause::default() }
}

fn segments() -> Segments {
    let segment = |name: &str, condition, users: &[&str]| Segment {
        name: name.into(),
        description: None,
        owner: None,
        condition,
        users: users.iter().map(|&user| user.to_owned()).collect(),
    };
    let at_example = attribute("email", Operator::EndsWith, text("@example.com"));
    let all = [segment("employees", Some(at_example), &["u-77"]), segment("blocklist", None, &["u-13", "u-666"])];
    Segments::compile(&BTreeMap::from(all.map(|segment| (segment.name.clone(), segment))))
}

/// Employees; a share of the premium or old users in North America who are not blocked; a share of the others.
fn flag(enabled: bool) -> CompiledFlag {
    let premium_or_old = Condition::Any(vec![
        attribute("plan", Operator::Equals, text("premium")),
        attribute("age_days", Operator::GreaterThan, number("30")),
    ]);
    let compound = Condition::All(vec![
        premium_or_old,
        attribute("country", Operator::In, list(&["US", "CA"])),
        Condition::Not(Box::new(Condition::Segment("blocklist".into()))),
    ]);
    let rule = |condition, clause| Rule { name: None, condition, clause };
    let base = TargetingLayer {
        enabled: Some(enabled),
        overrides: Some(vec![Override { variant: VariantName("true".into()), ids: vec!["user-456".into()] }]),
        rules: Some(vec![rule(Condition::Segment("employees".into()), rollout(100)), rule(compound, rollout(25))]),
        clause: rollout(10),
    };
    let flag = Flag {
        key: "new-checkout".into(),
        description: String::new(),
        owner: String::new(),
        flag_type: FlagType::Ops,
        created: chrono::NaiveDate::default(),
        expires: None,
        ticket: None,
        tags: Vec::new(),
        links: Vec::new(),
        waivers: Vec::new(),
        variants: Variants::boolean(),
        fallback: None,
        bucket_by: None,
        salt: None,
        base,
        environments: Vec::new(),
        tests: Vec::new(),
    };
    CompiledFlag::compile(&flag, None, &segments()).expect("the flag is valid")
}

fn context(user_id: &str) -> Context {
    let attributes = json!({
        "user_id": user_id, "email": "ada@example.org", "plan": "pro", "age_days": 400, "country": "CA", "beta": false
    });
    Context::from_json(attributes).expect("the context is an object")
}

fn evaluate(bencher: Bencher<'_, '_>, enabled: bool, user_id: &str) {
    let (flag, context) = (flag(enabled), context(user_id));
    bencher.bench_local(|| black_box(&flag).evaluate(black_box(&context)).bucket);
}

/// The floor.
#[divan::bench]
fn md5_alone(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| draw(black_box("new-checkout"), black_box("user-123")));
}

/// Six attributes looked up, two segments asked, a rollout drawn.
#[divan::bench]
fn rules_segments_and_rollout(bencher: Bencher<'_, '_>) {
    evaluate(bencher, true, "user-123");
}

#[divan::bench]
fn override_hit(bencher: Bencher<'_, '_>) {
    evaluate(bencher, true, "user-456");
}

#[divan::bench]
fn disabled_flag(bencher: Bencher<'_, '_>) {
    evaluate(bencher, false, "user-123");
}

/// What telling why costs, for comparison.
#[divan::bench]
fn explained(bencher: Bencher<'_, '_>) {
    let (flag, context) = (flag(true), context("user-123"));
    bencher.bench_local(|| black_box(&flag).explain(black_box(&context)));
}
