//! Conditions.

use super::cursor::{Cursor, Fields};
use crate::model::{Comparison, Condition, Operator};

const CONDITION_FIELDS: &[&str] = &["attribute", "operator", "value", "all", "any", "not", "segment"];
const COMPARISON_FIELDS: &[&str] = &["attribute", "operator", "value"];

/// Reads a condition; one that cannot be read is reported and replaced by one that always holds.
pub(super) fn condition(cursor: &Cursor<'_>) -> Condition {
    read(cursor).unwrap_or(Condition::All(Vec::new()))
}

fn read(cursor: &Cursor<'_>) -> Option<Condition> {
    let fields = cursor.fields(CONDITION_FIELDS)?;
    let has = |name: &&&'static str| fields.get(name).is_some();
    let comparison = COMPARISON_FIELDS.iter().find(has);
    let mut forms: Vec<&str> = ["all", "any", "not", "segment"].iter().filter(has).copied().collect();
    forms.extend(comparison);
    match forms[..] {
        ["all"] => Some(Condition::All(conditions(&fields, "all"))),
        ["any"] => Some(Condition::Any(conditions(&fields, "any"))),
        ["not"] => Some(Condition::Not(Box::new(condition(&fields.get("not")?)))),
        ["segment"] => fields.get("segment")?.text().map(Condition::Segment),
        [_] => comparison_of(&fields),
        [] => {
            let help = "write {attribute, operator, value}, {all: […]}, {any: […]}, {not: …} or {segment: NAME}";
            cursor.error("condition-shape", "this is no condition", Some(help.to_owned()));
            None
        }
        [first, second, ..] => {
            let help = "put them in {all: […]} or {any: […]}".to_owned();
            let message = format!("`{first}` and `{second}` cannot stand in one condition");
            cursor.error("condition-shape", message, Some(help));
            None
        }
    }
}

fn conditions(fields: &Fields<'_>, name: &'static str) -> Vec<Condition> {
    let Some(list) = fields.get(name) else { return Vec::new() };
    let items = list.items("conditions");
    if items.is_empty() && list.node.items().is_some() {
        list.error("condition-shape", format!("`{name}` is empty"), Some("name at least one condition".to_owned()));
    }
    items.iter().map(condition).collect()
}

fn comparison_of(fields: &Fields<'_>) -> Option<Condition> {
    let attribute = fields.require("attribute", "name what is compared").and_then(|c| c.filled_text());
    let operator = fields.require("operator", "say how it is compared, as in `equals`").and_then(|c| operator(&c));
    let value = fields.require("value", "say what it is compared with").and_then(|c| comparison(&c));
    Some(Condition::Attribute { attribute: attribute?, operator: operator?, value: value? })
}

fn operator(cursor: &Cursor<'_>) -> Option<Operator> {
    // `=` and `>` are what people type first: a scalar of any kind is looked up.
    let text = cursor.scalar_text()?;
    match text.parse() {
        Ok(operator) => Some(operator),
        Err(help) => {
            cursor.error("unknown-operator", format!("unknown operator '{text}'"), help);
            None
        }
    }
}

fn comparison(cursor: &Cursor<'_>) -> Option<Comparison> {
    if cursor.node.items().is_some() {
        let items = cursor.items("values");
        let scalars: Vec<_> = items.iter().filter_map(Cursor::scalar).collect();
        return (scalars.len() == items.len()).then_some(Comparison::List(scalars));
    }
    cursor.scalar().map(Comparison::Scalar)
}
