//! The settings of a flags directory, `ffctl.yaml`.

use super::{Operator, Percent, Policy, hint};
use std::fmt;

/// What holds for all flags of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The environments that flags may name, in order; none by default.
    pub environments: Vec<String>,
    /// Those whose edits ask for confirmation; none by default.
    pub protected: Vec<String>,
    /// The steps of `rollout --next`, rising; 1, 10, 25, 50, 100 by default.
    pub ramp: Vec<Percent>,
    /// The context's vocabulary, name to type; where there is none, every attribute goes.
    pub attributes: Option<Vec<(String, AttributeType)>>,
    /// Limits of edits and audits.
    pub policy: Policy,
    /// Where code mentions flags.
    pub code: CodeSettings,
    /// Edits are committed unless one says otherwise; not by default.
    pub commit: bool,
}

/// Where code mentions flags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeSettings {
    /// Folders to look in, from the repository's root.
    pub paths: Vec<String>,
    /// Globs to leave out.
    pub exclude: Vec<String>,
    /// Other ways in which code writes a key; none by default.
    pub aliases: Vec<Alias>,
    /// How code asks for a flag, with [`KEY_PLACEHOLDER`] where its key stands; none by default.
    pub patterns: Vec<String>,
}

/// Stands for a flag's key in `code.patterns`.
pub const KEY_PLACEHOLDER: &str = "{key}";

/// A way to write the words of a key in code, as the name of a constant or a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alias {
    /// `new_checkout`
    Snake,
    /// `newCheckout`
    Camel,
    /// `NewCheckout`
    Pascal,
    /// `NEW_CHECKOUT`
    ScreamingSnake,
    /// `new.checkout`
    Dotted,
}

/// What an attribute of the declared vocabulary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// Text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date or an RFC 3339 time.
    Date,
    /// A version.
    Version,
    /// A list of scalars.
    List,
}

impl Default for Settings {
    fn default() -> Self {
        let ramp = [1, 10, 25, 50, 100].into_iter().filter_map(|step| Percent::from_thousandths(step * 1000));
        Settings {
            environments: Vec::new(),
            protected: Vec::new(),
            ramp: ramp.collect(),
            attributes: None,
            policy: Policy::default(),
            code: CodeSettings::default(),
            commit: false,
        }
    }
}

/// An environment that the settings do not list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment {
    /// What was asked for.
    pub name: String,
    /// What to ask for instead.
    pub help: Option<String>,
}

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown environment '{}'", self.name)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

impl std::error::Error for UnknownEnvironment {}

impl Settings {
    /// Whether edits of this environment ask for confirmation.
    pub fn is_protected(&self, environment: &str) -> bool {
        self.protected.iter().any(|name| name == environment)
    }

    /// Holds an environment that was asked for to the list.
    ///
    /// # Errors
    /// Where it is not in it, with the nearest that is.
    pub fn known_environment(&self, name: &str) -> Result<(), UnknownEnvironment> {
        if self.environments.iter().any(|known| known == name) {
            return Ok(());
        }
        let help = match self.environments.is_empty() {
            true => Some("no environment is declared; list them under `environments` in ffctl.yaml".to_owned()),
            false => hint(name, self.environments.iter().map(String::as_str)),
        };
        Err(UnknownEnvironment { name: name.to_owned(), help })
    }

    /// The type of an attribute in the declared vocabulary; `user_id` is always known, as text.
    pub fn attribute_type(&self, name: &str) -> Option<AttributeType> {
        let declared = self.attributes.iter().flatten().find(|(known, _)| known == name);
        declared.map(|(_, kind)| *kind).or((name == "user_id").then_some(AttributeType::String))
    }

    /// The environments that decide whether a flag is released: the protected ones, else the last one declared.
    pub fn deciding_environments(&self) -> Vec<&str> {
        if self.protected.is_empty() {
            self.environments.last().map(String::as_str).into_iter().collect()
        } else {
            self.protected.iter().map(String::as_str).collect()
        }
    }
}

impl Alias {
    /// Every alias, in the order of the documentation.
    pub const ALL: &[Alias] = &[Alias::Snake, Alias::Camel, Alias::Pascal, Alias::ScreamingSnake, Alias::Dotted];

    /// The word in the file.
    pub fn name(self) -> &'static str {
        match self {
            Alias::Snake => "snake_case",
            Alias::Camel => "camelCase",
            Alias::Pascal => "PascalCase",
            Alias::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Alias::Dotted => "dotted",
        }
    }
}

impl AttributeType {
    /// Every type, in the order of the documentation.
    pub const ALL: &[AttributeType] = &[
        AttributeType::String,
        AttributeType::Number,
        AttributeType::Boolean,
        AttributeType::Date,
        AttributeType::Version,
        AttributeType::List,
    ];

    /// The word in the file.
    pub fn name(self) -> &'static str {
        match self {
            AttributeType::String => "string",
            AttributeType::Number => "number",
            AttributeType::Boolean => "boolean",
            AttributeType::Date => "date",
            AttributeType::Version => "version",
            AttributeType::List => "list",
        }
    }

    /// Whether an operator makes sense on an attribute of this type.
    pub fn has(self, operator: Operator) -> bool {
        use Operator::*;
        match operator {
            Exists => true,
            Equals | NotEquals | In | NotIn => self != AttributeType::List,
            Contains | NotContains => matches!(self, AttributeType::String | AttributeType::List),
            StartsWith | EndsWith | Matches => {
                matches!(self, AttributeType::String | AttributeType::Version | AttributeType::Date)
            }
            GreaterThan | AtLeast | LessThan | AtMost => self == AttributeType::Number,
            Before | After => self == AttributeType::Date,
            SemverEquals | SemverGreaterThan | SemverAtLeast | SemverLessThan | SemverAtMost => {
                self == AttributeType::Version
            }
        }
    }
}
