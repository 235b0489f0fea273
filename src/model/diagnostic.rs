//! What is wrong with a file, as data.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Probably not what was meant; nothing stops working.
    Warning,
    /// The file cannot be used as it is.
    Error,
}

impl Level {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// One thing that is wrong with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name in kebab case, `rollout-out-of-range`.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Where in the file.
    pub location: Location,
    /// What is wrong, in one line.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// Where in a file: a name that is turned into a span only when it is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// The file as a whole.
    File,
    /// A byte offset, where the text has no structure.
    Offset(usize),
    /// A place in the structure.
    At(Path, Part),
}

/// The key of an entry or its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key, `rollout` of `rollout: 10`.
    Key,
    /// The value, `10` of `rollout: 10`.
    Value,
}

/// A step into a mapping or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The entry of a mapping.
    Key(String),
    /// The nth entry (from 0) of those with this key, where a key is repeated.
    Repeated(String, usize),
    /// The item of a list, from 0.
    Index(usize),
}

/// The way from a file's root to a place in it, printed as `environments.production.rollout` or `rules[0].if`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The whole document.
    pub fn root() -> Path {
        Path::default()
    }

    /// This path and one more key.
    pub fn key(mut self, key: impl Into<String>) -> Path {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// This path and one more index.
    pub fn index(mut self, index: usize) -> Path {
        self.0.push(Step::Index(index));
        self
    }

    /// This path and another one below it.
    pub fn join(mut self, below: Path) -> Path {
        self.0.extend(below.0);
        self
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) | Step::Repeated(key, _) => {
                    let dot = if i == 0 { "" } else { "." };
                    write!(f, "{dot}{key}")?;
                }
            }
        }
        Ok(())
    }
}

impl Diagnostic {
    /// An error at a value.
    pub fn error(rule: &'static str, path: Path, message: impl Into<String>) -> Diagnostic {
        let location = Location::At(path, Part::Value);
        Diagnostic { rule, level: Level::Error, location, message: message.into(), help: None }
    }

    /// A warning at a value.
    pub fn warning(rule: &'static str, path: Path, message: impl Into<String>) -> Diagnostic {
        Diagnostic { level: Level::Warning, ..Diagnostic::error(rule, path, message) }
    }

    /// An error about the file as a whole.
    pub fn of_file(rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { location: Location::File, ..Diagnostic::error(rule, Path::root(), message) }
    }

    /// The same, marking the key.
    pub fn at_key(mut self) -> Diagnostic {
        if let Location::At(_, part) = &mut self.location {
            *part = Part::Key;
        }
        self
    }

    /// The same with a way to mend it.
    pub fn help(self, help: impl Into<Option<String>>) -> Diagnostic {
        Diagnostic { help: help.into(), ..self }
    }

    /// The path, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match &self.location {
            Location::At(path, _) => Some(path),
            Location::File | Location::Offset(_) => None,
        }
    }
}
