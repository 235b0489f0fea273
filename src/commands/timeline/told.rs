//! What a commit means for flags, segments and settings.

use super::{Step, Version};
use crate::change::{Change, Subject, TreeModel, diff, diff_segments, diff_settings, diff_trees};
use crate::check::FileKind;
use crate::model::{Flag, Settings, one_line};
use crate::report::SubjectChange;
use crate::store::FileEntry;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// One thing that a commit did.
#[derive(Clone, Debug)]
pub(in crate::commands) struct Told {
    /// To what.
    pub(in crate::commands) subject: Subject,
    /// Where it is, or was.
    pub(in crate::commands) path: String,
    /// The flag before it.
    before: Option<Arc<Flag>>,
    /// The flag after it.
    after: Option<Arc<Flag>>,
    /// What.
    pub(in crate::commands) news: News,
}

/// What became of something.
#[derive(Clone, Debug)]
pub(in crate::commands) enum News {
    /// It means something else.
    Change(Change),
    /// Its file can no longer be used, and why.
    BecameInvalid(String),
    /// There is a file, which cannot be used, and why.
    CreatedInvalid(String),
    /// Its file can be used again.
    ValidAgain,
    /// There is a file, and what it says is not in this clone.
    CreatedUnseen,
    /// What it said, or says, is not in this clone.
    ChangedUnseen,
    /// A file that could not be used is gone.
    Removed,
}

/// All that a commit did to these files. A merge did what neither of its parents had.
pub(in crate::commands) fn tell(steps: &[Step]) -> Vec<Told> {
    let (readable, rest): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(|step| step.is_readable());
    let is_merge = steps.iter().any(|step| step.before.len() > 1);
    let mut told = if is_merge { readable.into_iter().flat_map(of_merge).collect() } else { of_tree(&readable) };
    told.extend(rest.into_iter().filter_map(of_file));
    told.sort_by(|a, b| a.subject.cmp(&b.subject));
    told
}

/// The changes from one version of a file to another, both of which can be read.
pub(in crate::commands) fn changes_between(kind: FileKind, old: &Version, new: &Version) -> Vec<Change> {
    match kind {
        FileKind::Flag => diff(old.flag(), new.flag()),
        FileKind::Segment => diff_segments(old.segment(), new.segment()),
        FileKind::Settings => {
            let defaults = Settings::default();
            diff_settings(old.settings().unwrap_or(&defaults), new.settings().unwrap_or(&defaults))
        }
    }
}

/// The files compared all together: a flag may have another key or folder.
fn of_tree(steps: &[&Step]) -> Vec<Told> {
    let (mut old, mut new) = (TreeModel::default(), TreeModel::default());
    for step in steps {
        step.before.iter().for_each(|version| version.stand_in(&mut old, &step.file));
        step.after.stand_in(&mut new, &step.file);
    }
    // Where there was a file and there is another, the one that is there is named.
    let (gone, there): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(|step| matches!(step.after, Version::Absent));
    let files: BTreeMap<Subject, &Step> = gone.into_iter().chain(there).map(|s| (subject_of(&s.file), s)).collect();
    let told = |(subject, changes): (Subject, Vec<Change>)| {
        let step = files.get(&subject).copied();
        let tell = move |change| step.map(|step| step.told(News::Change(change)));
        changes.into_iter().filter_map(tell)
    };
    diff_trees(&old, &new).into_iter().flat_map(told).collect()
}

/// The changes that the comparison with each parent shows.
fn of_merge(step: &Step) -> Vec<Told> {
    let mut of_parents = step.was().map(|was| changes_between(step.file.kind, was, &step.after));
    let mut changes = of_parents.next().unwrap_or_default();
    for others in of_parents {
        changes.retain(|change| others.iter().any(|other| comes_to_the_same(change, other)));
    }
    changes.into_iter().map(|change| step.told(News::Change(change))).collect()
}

fn comes_to_the_same(a: &Change, b: &Change) -> bool {
    let place = |change: &Change| (change.environment.clone(), change.what.rule.clone(), change.what.item.clone());
    a.what.field == b.what.field && place(a) == place(b) && a.what.to() == b.what.to()
}

/// What became of a file that could not, or cannot, be read.
fn of_file(step: &Step) -> Option<Told> {
    let was = |wanted: fn(&Version) -> bool| step.was().all(wanted);
    let is_new = was(|version| matches!(version, Version::Absent));
    let was_broken = was(|version| matches!(version, Version::Invalid(_)));
    let news = match &step.after {
        Version::Invalid(why) if is_new => News::CreatedInvalid(why.clone()),
        Version::Invalid(_) if was_broken => return None,
        Version::Invalid(why) => News::BecameInvalid(why.clone()),
        Version::Absent => News::Removed,
        Version::Unknown if is_new => News::CreatedUnseen,
        _ if was_broken => News::ValidAgain,
        _ => News::ChangedUnseen,
    };
    Some(step.told(news))
}

fn subject_of(file: &FileEntry) -> Subject {
    match file.kind {
        FileKind::Flag => Subject::Flag(file.stem.clone()),
        FileKind::Segment => Subject::Segment(file.stem.clone()),
        FileKind::Settings => Subject::Settings,
    }
}

impl Step {
    /// The versions in the parents that count: where one had the file and could read it, the others tell nothing.
    fn was(&self) -> impl Iterator<Item = &Version> {
        let best = self.before.iter().map(Version::worth).max();
        self.before.iter().filter(move |version| Some(version.worth()) == best)
    }

    fn is_readable(&self) -> bool {
        self.was().chain([&self.after]).all(|version| version.worth() != Version::UNREADABLE)
    }

    /// Tells something of this file.
    pub(in crate::commands) fn told(&self, news: News) -> Told {
        let flag = |version: &Version| match version {
            Version::Flag(flag) => Some(flag.clone()),
            _ => None,
        };
        let (subject, path) = (subject_of(&self.file), self.file.path.clone());
        Told { subject, path, before: self.was().find_map(flag), after: flag(&self.after), news }
    }
}

impl Version {
    const UNREADABLE: u8 = 1;

    /// How much it tells.
    fn worth(&self) -> u8 {
        match self {
            Version::Absent => 0,
            Version::Invalid(_) | Version::Unknown => Version::UNREADABLE,
            Version::Flag(_) | Version::Segment(_) | Version::Settings(_) => 2,
        }
    }

    fn stand_in<'v>(&'v self, tree: &mut TreeModel<'v>, file: &'v FileEntry) {
        match self {
            Version::Flag(flag) => drop(tree.flags.insert(&file.stem, flag)),
            Version::Segment(segment) => drop(tree.segments.insert(&file.stem, segment)),
            Version::Settings(settings) => tree.settings = Some(settings),
            Version::Absent | Version::Invalid(_) | Version::Unknown => {}
        }
    }
}

impl Told {
    /// Whether it reaches an environment, so that users may notice it there.
    pub(in crate::commands) fn reaches(&self, environment: &str) -> bool {
        let News::Change(change) = &self.news else { return true };
        match self.subject {
            _ if change.environment.as_deref() == Some(environment) => true,
            Subject::Flag(_) => {
                change.affects_targeting() && change.reaches(environment, self.before.as_deref(), self.after.as_deref())
            }
            Subject::Segment(_) | Subject::Settings => change.affects_targeting(),
        }
    }
}

impl Told {
    /// The same for the user, who calls the flags directory so.
    pub(in crate::commands) fn report(&self, directory: &Path) -> SubjectChange {
        let file = directory.join(&self.path).display().to_string();
        match &self.news {
            News::Change(change) => SubjectChange::new(&self.subject, file, change),
            news => SubjectChange::of_file(&self.subject, file, news.to_string()),
        }
    }
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            News::Change(change) => write!(f, "{}", change.what),
            News::BecameInvalid(why) => write!(f, "became invalid: {}", one_line(why)),
            News::CreatedInvalid(why) => write!(f, "created, invalid: {}", one_line(why)),
            News::ValidAgain => f.write_str("valid again"),
            News::CreatedUnseen => f.write_str("created; what it says is not in this partial clone"),
            News::ChangedUnseen => f.write_str("changed; what it says is not in this partial clone"),
            News::Removed => f.write_str("removed"),
        }
    }
}
