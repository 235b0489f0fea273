//! `ffctl bisect`

use super::context_args::ContextArgs;
use super::moment::at_revision;
use super::shared::{Session, known_environment, refused, unknown_flag};
use super::timeline::{Library, Question, Scene, State, Step, Told, tell, touched};
use crate::change::Subject;
use crate::check::FileKind;
use crate::git::{Commit, GitError, Repository, Route, Stretch, Walk};
use crate::report::{AnswerChange, BisectReport, CommitRef, EvalReport};
use crate::store::FileEntry;
use anyhow::Result;
use clap::Args;

/// Names the commits that changed what a user gets, by evaluating the flag as it was at each of them.
///
/// Every commit between two revisions is found at which the answer changed, newest first, along the first parents: a
/// merge stands for all that it brought. What changed is the flag, a segment that it names, or the settings.
#[derive(Debug, Args)]
pub(super) struct BisectArgs {
    /// The flag's key
    key: String,
    /// The environment [default: none, the top-level fields hold]
    #[arg(short, long, value_name = "ENV")]
    env: Option<String>,
    #[command(flatten)]
    context: ContextArgs,
    /// Look no further back than this revision [default: the flag's first commit]
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    good: Option<String>,
    /// Begin with this revision [default: the work tree]
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    bad: Option<String>,
}

pub(super) fn run(args: &BisectArgs, session: &Session) -> Result<BisectReport> {
    let question = Question { environment: args.env.clone(), context: args.context.context()? };
    let root = &session.directory.root;
    let repository = Repository::discover(root)?;
    let bad = match &args.bad {
        Some(rev) => Some(at_revision(root, rev)?.commit),
        None => repository.head()?,
    };
    let good = args.good.as_ref().zip(bad.as_ref()).map(|(rev, bad)| good(rev, bad, &repository, session));
    let good = good.transpose()?;
    let committed = State::at(&repository, root, bad.as_deref())?;
    let mut library = Library::new(repository.blob_reader());
    let mut search = match &args.bad {
        Some(_) => Search::begin(&args.key, question, &committed, &mut library, session)?,
        None => {
            let on_disk = State::of_work_tree(&repository, root)?;
            let mut search = Search::begin(&args.key, question, &on_disk, &mut library, session)?;
            search.step_back(&committed, &committed.steps_to(&on_disk, &mut library)?, None, &mut library)?;
            search
        }
    };
    if let Some(bad) = &bad {
        let stretch = Stretch { after: good.as_deref(), ..Stretch::to(bad, Route::FirstParent) };
        search.walk(repository.walk(root, &stretch)?, committed, &mut library)?;
    }
    search.finish(args.good.is_some())
}

/// A commit that leads to another.
fn good(rev: &str, bad: &str, repository: &Repository, session: &Session) -> Result<String> {
    let good = at_revision(&session.directory.root, rev)?.commit;
    match repository.merge_base(&good, bad)? {
        Some(base) if base == good => Ok(good),
        _ => {
            let help = repository.unshallow().or_else(|| Some("name a commit that came before".to_owned()));
            Err(refused(format!("--good '{rev}' is not in the history that is searched"), help))
        }
    }
}

/// The way back, and the answers on it.
struct Search<'s> {
    session: &'s Session,
    question: Question,
    /// The key that was asked for, and the one that the flag has where the search is by now.
    asked_for: String,
    key: String,
    now: EvalReport,
    /// Where the search is by now.
    scene: Scene,
    is_known: bool,
    /// The keys there are now, for the nearest one to a key that no flag ever had.
    keys: Vec<String>,
    changes: Vec<AnswerChange>,
    notes: Vec<String>,
}

impl<'s> Search<'s> {
    fn begin(
        key: &str,
        question: Question,
        latest: &State,
        library: &mut Library,
        session: &'s Session,
    ) -> Result<Search<'s>> {
        let scene = Scene::of(key, latest, library)?;
        if let Some(settings) = scene.settings() {
            known_environment(settings, question.environment.as_deref())?;
        }
        let now = scene.answer(&question);
        let (asked_for, is_known) = (key.to_owned(), scene.has_flag());
        let files = latest.files().filter(|file| file.kind == FileKind::Flag);
        Ok(Search {
            session,
            question,
            key: asked_for.clone(),
            asked_for,
            now,
            scene,
            is_known,
            keys: files.map(|file| file.stem).collect(),
            changes: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Follows the commits that bear on the flag, from the state after the first of them.
    fn walk(&mut self, commits: Walk, mut state: State, library: &mut Library) -> Result<(), GitError> {
        for logged in commits {
            let logged = logged?;
            let mut files = touched(&logged);
            if logged.is_boundary {
                let day = logged.commit.day();
                self.notes.push(format!("the clone is shallow: what was answered before {day} is not known"));
                break;
            }
            state.undo(&files);
            if files.iter().any(|touched| self.bears_on(&touched.file)) {
                // The flag may be one that goes, under another key.
                files.retain(|touched| self.bears_on(&touched.file) || touched.goes());
                let steps = files.iter().map(|touched| library.step(touched)).collect::<Result<Vec<_>, _>>()?;
                self.step_back(&state, &steps, Some(&logged.commit), library)?;
            }
        }
        Ok(())
    }

    fn bears_on(&self, file: &FileEntry) -> bool {
        file.kind != FileKind::Flag || file.stem == self.key
    }

    /// Goes back to the state before these steps, and takes note where it gave another answer.
    fn step_back(
        &mut self,
        state: &State,
        steps: &[Step],
        commit: Option<&Commit>,
        library: &mut Library,
    ) -> Result<(), GitError> {
        let mut told = tell(steps);
        told.retain(|told| self.is_about_the_flag(told));
        if let Some(old_key) = told.iter().find_map(|told| told.news.old_key()) {
            self.key = old_key;
        }
        let earlier = Scene::of(&self.key, state, library)?;
        let later = std::mem::replace(&mut self.scene, earlier);
        self.is_known |= self.scene.has_flag();
        let (before, after) = (self.scene.answer(&self.question), later.answer(&self.question));
        if !before.gives_the_same(&after) {
            let environment = self.question.environment.as_deref();
            told.retain(|told| match &told.subject {
                Subject::Segment(name) => [&self.scene, &later].iter().any(|scene| scene.needs(name, environment)),
                _ => true,
            });
            let changes = told.iter().map(|told| told.report(&self.session.directory.shown)).collect();
            self.changes.push(AnswerChange { commit: commit.map(CommitRef::from), before, after, changes });
        }
        Ok(())
    }

    fn is_about_the_flag(&self, told: &Told) -> bool {
        !matches!(&told.subject, Subject::Flag(key) if *key != self.key)
    }

    /// Without a revision to go back to, the search begins with the flag itself: that it was made is no change.
    fn finish(mut self, is_bounded: bool) -> Result<BisectReport> {
        if !self.is_known {
            self.keys.sort();
            return Err(unknown_flag(&self.asked_for, &self.keys).into());
        }
        if !is_bounded && !self.scene.has_flag() && self.notes.is_empty() {
            self.changes.pop();
        }
        Ok(BisectReport::new(self.now, self.changes, self.notes))
    }
}
