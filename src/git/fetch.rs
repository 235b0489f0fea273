//! Fetching, which an operator asks for: the one thing that reaches the network.
//!
//! Nobody is asked anything, no hook runs, and nothing is left running: what takes too long, or is not wanted any more,
//! is ended with all that it started.

use super::path::strip_newline;
use super::runner::{Git, Question, cannot_run};
use super::{GitError, Repository};
use std::env;
use std::io::{Read as _, Seek as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What is tidied up after a fetch is done before it ends, so that nothing goes on in the background.
const FETCH: &[&str] = &[
    "-c",
    "gc.autoDetach=false",
    "-c",
    "maintenance.autoDetach=false",
    "fetch",
    "--quiet",
    "--no-recurse-submodules",
    "--no-write-fetch-head",
];

/// How often it is looked whether git has come to its end.
const GLANCE: Duration = Duration::from_millis(20);

/// How long git has to take back what it began before it is ended by force.
const GRACE: Duration = Duration::from_secs(2);

impl Repository {
    /// Fetches from the remote that a revision such as `origin/main` comes from, else from git's default.
    ///
    /// # Errors
    /// Where git fails, or has not come to its end after `limit` or by the time that `is_cancelled`.
    pub fn fetch(&self, revision: &str, limit: Duration, is_cancelled: &AtomicBool) -> Result<(), GitError> {
        let remote = self.remote_of(revision)?;
        let question = Question { words: FETCH, revision: remote.as_deref(), ..Question::default() };
        let mut command = self.git.command(&question);
        command.envs(self.git.unattended()?);
        // A file takes all that is said, also by what outlives git; nobody has to read along.
        let mut said = tempfile::tempfile().map_err(cannot_run)?;
        command.stdout(Stdio::null()).stderr(said.try_clone().map_err(cannot_run)?);
        let failed = |message: String| GitError::Failed { command: "fetch", message };
        match in_time(&mut command, limit, is_cancelled)? {
            Some(status) if status.success() => Ok(()),
            Some(_) => {
                let mut bytes = Vec::new();
                said.rewind().and_then(|()| said.read_to_end(&mut bytes)).map_err(cannot_run)?;
                Err(self.git.failure("fetch", &bytes))
            }
            None if is_cancelled.load(Ordering::Relaxed) => Err(failed("it was cancelled".to_owned())),
            None => Err(failed(format!("it took more than {limit:?}"))),
        }
    }

    /// The branch of this clone that a revision names: commits move it, a fetch does not.
    ///
    /// # Errors
    /// Where git fails.
    pub fn own_branch(&self, revision: &str) -> Result<Option<String>, GitError> {
        let name = self.full_name(revision)?;
        Ok(name.and_then(|name| name.strip_prefix("refs/heads/").map(str::to_owned)))
    }

    /// The remote that a revision comes from.
    fn remote_of(&self, revision: &str) -> Result<Option<String>, GitError> {
        let name = self.full_name(revision)?;
        let tracking = name.as_deref().and_then(|name| name.strip_prefix("refs/remotes/")).unwrap_or(revision);
        let printed = self.git.ask(&Question { words: &["remote"], ..Question::default() })?;
        let remotes = String::from_utf8_lossy(&printed).into_owned();
        let is_of = |remote: &&str| tracking.strip_prefix(remote).is_some_and(|rest| rest.starts_with('/'));
        Ok(remotes.lines().filter(is_of).max_by_key(|remote| remote.len()).map(str::to_owned))
    }

    /// The reference that a revision names: `refs/heads/main`; `None` where it names none, as `main~1`.
    fn full_name(&self, revision: &str) -> Result<Option<String>, GitError> {
        let words = &["rev-parse", "--verify", "--quiet", "--symbolic-full-name"];
        let printed = self.git.ask_maybe(&Question { words, revision: Some(revision), ..Question::default() })?;
        let name = printed.map(|name| String::from_utf8_lossy(strip_newline(&name)).into_owned());
        Ok(name.filter(|name| name.starts_with("refs/")))
    }
}

impl Git {
    /// Variables by which git and what it starts ask nobody. What the environment says of it itself stays.
    fn unattended(&self) -> Result<Vec<(&'static str, &'static str)>, GitError> {
        let mut variables = vec![("GCM_INTERACTIVE", "never"), ("SSH_ASKPASS_REQUIRE", "never")];
        if env::var_os("GIT_ASKPASS").is_none() {
            // Without it git would go on to those that open a window.
            variables.push(("GIT_ASKPASS", ""));
        }
        let words = &["config", "--get", "core.sshCommand"];
        let is_set = ["GIT_SSH_COMMAND", "GIT_SSH"].iter().any(|name| env::var_os(name).is_some());
        if !is_set && self.ask_maybe(&Question { words, ..Question::default() })?.is_none() {
            variables.push(("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"));
        }
        Ok(variables)
    }
}

/// Runs a command as long as it may; `None` where it did not come to its end.
fn in_time(command: &mut Command, limit: Duration, is_cancelled: &AtomicBool) -> Result<Option<ExitStatus>, GitError> {
    // With a group of its own, so that what git starts for the transport ends with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.spawn().map_err(cannot_run)?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(cannot_run)? {
            return Ok(Some(status));
        }
        if started.elapsed() >= limit || is_cancelled.load(Ordering::Relaxed) {
            end(&mut child);
            return Ok(None);
        }
        sleep(GLANCE);
    }
}

/// Ends git and what it started: first so that it removes its lock files, which would be in the way of the next fetch.
#[cfg(unix)]
fn end(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = Pid::from_child(child);
    // What is gone already needs no end.
    let _ = kill_process_group(group, Signal::TERM);
    let started = Instant::now();
    while matches!(child.try_wait(), Ok(None)) && started.elapsed() < GRACE {
        sleep(GLANCE);
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait();
}

#[cfg(not(unix))]
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
