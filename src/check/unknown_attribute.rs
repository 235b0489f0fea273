//! `unknown-attribute`, `operator-for-type`: where the settings declare the context's vocabulary, conditions keep to it.

use super::places::each_condition;
use super::{Rule, Scope, Subject};
use crate::model::{AttributeType, Condition, Diagnostic, Level, Operator, Path, hint};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "unknown-attribute",
        level: Level::Error,
        about: "conditions and `bucket_by` name attributes that the settings declare",
    },
    Rule { name: "operator-for-type", level: Level::Error, about: "an operator suits its attribute's declared type" },
];

pub(super) fn check(subject: Subject<'_>, scope: Scope<'_>) -> Vec<Diagnostic> {
    let Some(settings) = scope.settings else { return Vec::new() };
    let Some(declared) = &settings.attributes else { return Vec::new() };
    let unknown = |path: Path, name: &str| {
        let names = declared.iter().map(|(name, _)| name.as_str()).chain(["user_id"]);
        let help = hint(name, names).unwrap_or_else(|| "declare it under `attributes` in ffctl.yaml".to_owned());
        Diagnostic::error("unknown-attribute", path, format!("unknown attribute '{name}'")).help(help)
    };
    let mut found = Vec::new();
    if let Subject::Flag(flag) = subject
        && settings.attribute_type(flag.bucket_by()).is_none()
    {
        found.push(unknown(Path::root().key("bucket_by"), flag.bucket_by()));
    }
    each_condition(subject, &mut |path, condition| {
        let Condition::Attribute { attribute, operator, .. } = condition else { return };
        match settings.attribute_type(attribute) {
            None => found.push(unknown(path.clone().key("attribute"), attribute)),
            Some(kind) if !kind.has(*operator) => {
                found.push(unsuited(path.clone().key("operator"), attribute, kind, *operator));
            }
            Some(_) => {}
        }
    });
    found
}

fn unsuited(path: Path, attribute: &str, kind: AttributeType, operator: Operator) -> Diagnostic {
    let suited = Operator::ALL.iter().copied().filter(|&operator| kind.has(operator));
    let names: Vec<&str> = suited.map(Operator::name).collect();
    let message = format!("`{operator}` is not for '{attribute}', which is declared as {}", kind.name());
    Diagnostic::error("operator-for-type", path, message).help(format!("operators for it: {}", names.join(", ")))
}
