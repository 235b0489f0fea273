//! Conditions: what a rule or a segment asks of a context.

use super::{Scalar, ScalarKind, suggest};
use std::fmt;

/// A question that a context answers with yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `{attribute, operator, value}`
    Attribute {
        /// The attribute's name, or a dotted path into nested objects.
        attribute: String,
        /// How it is compared.
        operator: Operator,
        /// What it is compared with.
        value: Comparison,
    },
    /// Holds where all of these hold.
    All(Vec<Condition>),
    /// Holds where one of these holds.
    Any(Vec<Condition>),
    /// Holds where this does not.
    Not(Box<Condition>),
    /// Holds for the members of this segment.
    Segment(String),
}

/// The right-hand side of a comparison, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// One value.
    Scalar(Scalar),
    /// A list of values.
    List(Vec<Scalar>),
}

impl Comparison {
    /// Whether it is a list of nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Comparison::List(list) if list.is_empty())
    }
}

impl Condition {
    /// How deep conditions may nest, those of their segments included: evaluation recurses, and its stack is finite.
    pub const MAX_DEPTH: usize = 128;

    /// The segments that it names, as often as it names them.
    pub fn segments(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.walk(&mut |condition| {
            if let Condition::Segment(name) = condition {
                names.push(name.as_str());
            }
        });
        names
    }

    /// Calls `visit` with this condition and every condition inside it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        visit(self);
        match self {
            Condition::All(inner) | Condition::Any(inner) => inner.iter().for_each(|c| c.walk(visit)),
            Condition::Not(inner) => inner.walk(visit),
            Condition::Attribute { .. } | Condition::Segment(_) => {}
        }
    }
}

macro_rules! operators {
    ($($variant:ident $name:literal $doc:literal,)*) => {
        /// How an attribute is compared with a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operator {
            $(#[doc = $doc] $variant,)*
        }

        impl Operator {
            /// Every operator, in the order of the documentation.
            pub const ALL: &[Operator] = &[$(Operator::$variant,)*];

            /// The word in the file.
            pub fn name(self) -> &'static str {
                match self { $(Operator::$variant => $name,)* }
            }

            /// When it holds, in a line.
            pub fn about(self) -> &'static str {
                match self { $(Operator::$variant => $doc,)* }
            }
        }
    };
}

operators! {
    Equals "equals" "Is that scalar.",
    NotEquals "not_equals" "Is a scalar, and not that one.",
    In "in" "Is one of a list.",
    NotIn "not_in" "Is a scalar, and none of a list.",
    Contains "contains" "Is a string with that substring, or a list with that element.",
    NotContains "not_contains" "Is a string without that substring, or a list without that element.",
    StartsWith "starts_with" "Begins with that text, or one of them.",
    EndsWith "ends_with" "Ends with that text, or one of them.",
    Matches "matches" "Has a match of that regular expression.",
    GreaterThan "greater_than" "Is a larger number.",
    AtLeast "at_least" "Is that number or a larger one.",
    LessThan "less_than" "Is a smaller number.",
    AtMost "at_most" "Is that number or a smaller one.",
    Before "before" "Is a strictly earlier date or time.",
    After "after" "Is a strictly later date or time.",
    SemverEquals "semver_equals" "Is a version of the same precedence.",
    SemverGreaterThan "semver_greater_than" "Is a later version.",
    SemverAtLeast "semver_at_least" "Is that version or a later one.",
    SemverLessThan "semver_less_than" "Is an earlier version.",
    SemverAtMost "semver_at_most" "Is that version or an earlier one.",
    Exists "exists" "Is there (`true`) or not (`false`); null is not there.",
}

impl std::str::FromStr for Operator {
    /// What to write instead, where something is near.
    type Err = Option<String>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().copied().find(|operator| operator.name() == text);
        known.ok_or_else(|| match symbol(text) {
            Some(operator) => Some(format!("did you mean '{}'?", operator.name())),
            None => suggest::hint(text, Self::ALL.iter().map(|operator| operator.name())),
        })
    }
}

/// What other tools call an operator.
fn symbol(text: &str) -> Option<Operator> {
    Some(match text {
        "=" | "==" | "is" | "eq" => Operator::Equals,
        "!=" | "<>" | "is_not" | "ne" | "neq" => Operator::NotEquals,
        ">" | "gt" => Operator::GreaterThan,
        ">=" | "gte" | "ge" => Operator::AtLeast,
        "<" | "lt" => Operator::LessThan,
        "<=" | "lte" | "le" => Operator::AtMost,
        "regex" | "=~" => Operator::Matches,
        "one_of" => Operator::In,
        _ => return None,
    })
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Comparison::Scalar(scalar) => f.write_str(&as_written(scalar)),
            Comparison::List(list) => {
                let items: Vec<String> = list.iter().map(as_written).collect();
                write!(f, "[{}]", items.join(", "))
            }
        }
    }
}

/// Texts in quotes, all else as it stands in the file: `2.10` is not printed as `2.1`.
fn as_written(scalar: &Scalar) -> String {
    match scalar.kind {
        ScalarKind::Text => scalar.to_json().to_string(),
        ScalarKind::Boolean | ScalarKind::Number => scalar.text.clone(),
    }
}

impl fmt::Display for Condition {
    /// One line: `(plan equals "premium" or age_days greater_than 30) and not segment blocklist`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, list: &[Condition], word: &str| {
            for (i, condition) in list.iter().enumerate() {
                if i > 0 {
                    write!(f, " {word} ")?;
                }
                let grouped = matches!(condition, Condition::All(inner) | Condition::Any(inner) if inner.len() > 1);
                if grouped && list.len() > 1 { write!(f, "({condition})")? } else { write!(f, "{condition}")? }
            }
            Ok(())
        };
        match self {
            Condition::Attribute { attribute, operator, value } => write!(f, "{attribute} {operator} {value}"),
            Condition::All(list) => joined(f, list, "and"),
            Condition::Any(list) => joined(f, list, "or"),
            Condition::Not(inner) => match inner.as_ref() {
                group @ (Condition::All(list) | Condition::Any(list)) if list.len() > 1 => write!(f, "not ({group})"),
                single => write!(f, "not {single}"),
            },
            Condition::Segment(name) => write!(f, "segment {name}"),
        }
    }
}
