//! What a flag answered at a moment.

use super::{Library, State, Version};
use crate::check::FileKind;
use crate::commands::shared::known_environment;
use crate::evaluate::{CompiledFlag, Segments, named_segments};
use crate::git::GitError;
use crate::model::{Context, ErrorCode, Segment, Settings};
use crate::report::EvalReport;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whose answer is asked for.
#[derive(Clone, Debug)]
pub(in crate::commands) struct Question {
    /// Where; `None` for no environment.
    pub(in crate::commands) environment: Option<String>,
    /// For whom.
    pub(in crate::commands) context: Context,
}

/// As much of a state as answers for one flag.
#[derive(Debug)]
pub(in crate::commands) struct Scene {
    key: String,
    flag: Version,
    segments: BTreeMap<String, Segment>,
    settings: Result<Arc<Settings>, String>,
}

impl Scene {
    /// The flag of a key at a moment, with what it may need.
    pub(in crate::commands) fn of(key: &str, state: &State, library: &mut Library) -> Result<Scene, GitError> {
        let mut scene = Scene {
            key: key.to_owned(),
            flag: Version::Absent,
            segments: BTreeMap::new(),
            settings: Ok(Arc::new(Settings::default())),
        };
        for file in state.files() {
            if file.kind == FileKind::Flag && file.stem != key {
                continue;
            }
            match state.version(&file, library)? {
                Version::Segment(segment) => drop(scene.segments.insert(file.stem, Segment::clone(&segment))),
                Version::Settings(settings) => scene.settings = Ok(settings),
                Version::Invalid(why) if file.kind == FileKind::Settings => scene.settings = Err(why),
                Version::Absent => {}
                version if file.kind == FileKind::Flag => scene.flag = version,
                _ => {}
            }
        }
        Ok(scene)
    }

    /// The settings, where they can be read.
    pub(in crate::commands) fn settings(&self) -> Option<&Settings> {
        self.settings.as_deref().ok()
    }

    /// Whether there is such a flag.
    pub(in crate::commands) fn has_flag(&self) -> bool {
        !matches!(self.flag, Version::Absent)
    }

    /// Whether a segment bears on the answer in an environment.
    pub(in crate::commands) fn needs(&self, segment: &str, environment: Option<&str>) -> bool {
        let named = self.flag.flag().map(|flag| named_segments(flag, environment)).unwrap_or_default();
        let mut needed = BTreeSet::new();
        let mut open: Vec<&str> = named.into_iter().collect();
        while let Some(name) = open.pop() {
            if needed.insert(name) {
                open.extend(self.segments.get(name).map(Segment::references).unwrap_or_default());
            }
        }
        needed.contains(segment)
    }

    /// The answer.
    pub(in crate::commands) fn answer(&self, Question { environment, context }: &Question) -> EvalReport {
        let failed = |code, details: String| EvalReport::error(&self.key, environment.as_deref(), code, details);
        let flag = match &self.flag {
            Version::Flag(flag) => flag,
            Version::Invalid(why) => return failed(ErrorCode::ParseError, format!("the flag is invalid: {why}")),
            Version::Unknown => {
                return failed(ErrorCode::General, "the file is not in this partial clone".to_owned());
            }
            _ => return failed(ErrorCode::FlagNotFound, "there is no such flag".to_owned()),
        };
        let settings = match &self.settings {
            Ok(settings) => settings,
            Err(why) => return failed(ErrorCode::ParseError, format!("the settings are invalid: {why}")),
        };
        if let Err(refused) = known_environment(settings, environment.as_deref()) {
            return failed(ErrorCode::General, refused.message);
        }
        match CompiledFlag::compile(flag, environment.as_deref(), &Segments::compile(&self.segments)) {
            Ok(compiled) => EvalReport::new(&self.key, environment.as_deref(), &compiled.evaluate(context)),
            Err(error) => failed(ErrorCode::ParseError, error.to_string()),
        }
    }
}
