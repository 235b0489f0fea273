//! `ffctl blame`

use super::moment::MomentArgs;
use super::shared::Session;
use super::timeline::{Followed, Library, State, Step, Version, tell, touched};
use crate::change::{Fact, facts};
use crate::git::{GitError, Logged, Route, Stretch};
use crate::model::Flag;
use crate::report::{BlameReport, CommitRef, Origin};
use anyhow::Result;
use clap::Args;

/// Says of each setting of a flag which commit gave it its present value, and who wrote that when.
///
/// It is told by meaning: a commit that only moved, renamed or formatted the file gave no value.
#[derive(Debug, Args)]
pub(super) struct BlameArgs {
    /// The flag's key
    key: String,
    #[command(flatten)]
    pub(super) moment: MomentArgs,
}

pub(super) fn run(args: &BlameArgs, session: &Session) -> Result<BlameReport> {
    let loaded = session.flag(&args.key)?;
    let root = &session.directory.root;
    let (repository, from) = session.history()?;
    let mut library = Library::new(repository.blob_reader());
    let mut search = Search::of(&loaded.file.flag);
    if session.moment.is_none() {
        let committed = State::at(&repository, root, from.as_deref())?;
        let steps = committed.steps_to(&State::of_work_tree(&repository, root)?, &mut library)?;
        search.look_at(steps, (Origin::Uncommitted, None));
    }
    if let Some(from) = from {
        for logged in repository.walk(root, &Stretch::to(&from, Route::EveryParent))? {
            if search.is_over() {
                break;
            }
            search.look_at_commit(&logged?, &mut library)?;
        }
    }
    let file = session.shown(&loaded.file.path);
    Ok(BlameReport::new(args.key.clone(), file, search.finish()))
}

/// Where a value comes from.
type Found = (Origin, Option<CommitRef>);

/// The settings of a flag, and where they come from as far as it is known by now.
struct Search {
    followed: Followed,
    facts: Vec<(Fact, Option<Found>)>,
    /// Where the flag was valid again, while its versions before are passed that were not: what they changed is told of
    /// that.
    mended: Option<Found>,
}

impl Search {
    fn of(flag: &Flag) -> Search {
        let facts = facts(flag).into_iter().map(|fact| (fact, None)).collect();
        Search { followed: Followed::new(std::slice::from_ref(&flag.key)), facts, mended: None }
    }

    fn is_over(&self) -> bool {
        self.facts.iter().all(|(_, found)| found.is_some())
    }

    fn look_at_commit(&mut self, logged: &Logged, library: &mut Library) -> Result<(), GitError> {
        let mut files = touched(logged);
        self.followed.select(&mut files);
        let commit = Some(CommitRef::from(&*logged.commit));
        if !logged.is_boundary {
            let steps = files.iter().map(|touched| library.step(touched)).collect::<Result<_, _>>()?;
            self.look_at(steps, (Origin::Commit, commit));
        } else if !files.is_empty() {
            self.settle((Origin::Shallow, commit), |_| true);
        }
        Ok(())
    }

    /// Takes what is there after these steps, and was in none of the versions before them, as coming from there.
    fn look_at(&mut self, mut steps: Vec<Step>, found: Found) {
        self.followed.follow(&mut tell(&steps));
        steps.retain(|step| self.followed.has(&step.file));
        let before = || steps.iter().flat_map(|step| &step.before);
        let after = || steps.iter().map(|step| &step.after);
        if before().chain(after()).any(|version| matches!(version, Version::Unknown)) {
            return self.settle((Origin::Unknown, None), |_| true);
        }
        let was_mended = self.mended.is_some();
        let found = self.mended.take().unwrap_or(found);
        if !before().any(|version| version.flag().is_some()) && before().any(|v| matches!(v, Version::Invalid(_))) {
            self.mended = Some(found);
            return;
        }
        let (was, is) = (facts_of(before()), facts_of(after()));
        let has = |facts: &[Fact], fact: &Fact| facts.iter().any(|other| other.is_same(fact));
        self.settle(found, |fact| (was_mended || has(&is, fact)) && !has(&was, fact));
    }

    fn settle(&mut self, found: Found, comes_from_there: impl Fn(&Fact) -> bool) {
        for (_, open) in self.facts.iter_mut().filter(|(fact, open)| open.is_none() && comes_from_there(fact)) {
            *open = Some(found.clone());
        }
    }

    fn finish(self) -> Vec<(Fact, Origin, Option<CommitRef>)> {
        let known = |(fact, found): (Fact, Option<Found>)| {
            let (origin, commit) = found.unwrap_or((Origin::Unknown, None));
            (fact, origin, commit)
        };
        self.facts.into_iter().map(known).collect()
    }
}

fn facts_of<'v>(versions: impl Iterator<Item = &'v Version>) -> Vec<Fact> {
    versions.filter_map(Version::flag).flat_map(facts).collect()
}
