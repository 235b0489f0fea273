//! Where a flag answers: the environments that it names, and its top level for all others.

use crate::model::{Flag, Path, Settings};

/// A place with targeting of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place<'f> {
    /// The environment that the flag names; `None` for its top level.
    pub(super) environment: Option<&'f str>,
    /// The environments that get the top level's answers.
    pub(super) stands_for: Vec<&'f str>,
}

/// The places in which somebody may ask; only that of one environment, where one is named.
///
/// The top level is one of them where an environment of the settings has nothing of its own in the flag, where no
/// environment is declared, and where a case asks it.
pub(super) fn places<'f>(flag: &'f Flag, settings: &'f Settings, only: Option<&'f str>) -> Vec<Place<'f>> {
    let named = |environment| Place { environment: Some(environment), stands_for: Vec::new() };
    if let Some(name) = only {
        let own = flag.layer(name).map(|_| named(name));
        return vec![own.unwrap_or(Place { environment: None, stands_for: vec![name] })];
    }
    let unnamed = settings.environments.iter().map(String::as_str).filter(|name| flag.layer(name).is_none());
    let stands_for: Vec<&str> = unnamed.collect();
    let is_asked = flag.tests.iter().any(|case| case.environment.is_none());
    let top = (is_asked || settings.environments.is_empty() || !stands_for.is_empty())
        .then_some(Place { environment: None, stands_for });
    let own = flag.environments.iter().map(|(name, _)| named(name));
    top.into_iter().chain(own).collect()
}

/// The place that answers for an environment: that of its name, else the top level.
pub(super) fn answering<'e>(flag: &Flag, environment: Option<&'e str>) -> Option<&'e str> {
    environment.filter(|name| flag.layer(name).is_some())
}

/// The path of the top level, or of an environment.
pub(super) fn path(environment: Option<&str>) -> Path {
    match environment {
        Some(name) => Path::root().key("environments").key(name),
        None => Path::root(),
    }
}
