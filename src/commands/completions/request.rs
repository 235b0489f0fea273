//! How a shell asks and is answered.
//!
//! `FFCTL_COMPLETE=SHELL ffctl -- WORD…` asks for what the last word can become; the words before it are the line so far,
//! with the program's name. Bash knows only words cut at `=`, `:` and `@`, so it hands over the line itself, and before
//! it the part of the last word that a candidate is to replace.

use super::Shell;
use super::words::{Words, escaped, split};
use clap::ValueEnum;
use clap_complete::engine::CompletionCandidate;
use std::ffi::OsString;

/// A question of a shell's script.
pub(super) struct Request {
    shell: Shell,
    /// The line up to the cursor, at least the program's name and the word that is typed.
    pub(super) words: Vec<OsString>,
    /// What the last word has before the part that candidates replace.
    kept: String,
    /// Candidates come into quotes, where nothing is special.
    is_quoted: bool,
}

impl Request {
    /// The question, if this run is one.
    pub(super) fn read() -> Option<Request> {
        let shell = Shell::from_str(std::env::var("FFCTL_COMPLETE").ok()?.as_str(), false).ok()?;
        let mut words = std::env::args_os().skip(1);
        if words.next()? != "--" {
            return None;
        }
        let words: Vec<OsString> = words.collect();
        let request = match (shell, words.as_slice()) {
            (Shell::Bash, [replaced, line]) => Request::of_line(&replaced.to_string_lossy(), &line.to_string_lossy()),
            _ => Request { shell, words, kept: String::new(), is_quoted: false },
        };
        (request.words.len() > 1).then_some(request)
    }

    fn of_line(replaced: &str, line: &str) -> Request {
        let Words { words, is_quoted } = split(line);
        let kept = words.last().and_then(|word| word.strip_suffix(replaced)).unwrap_or_default().to_owned();
        Request { shell: Shell::Bash, words: words.into_iter().map(OsString::from).collect(), kept, is_quoted }
    }

    /// The word that is typed.
    pub(super) fn current(&self) -> String {
        self.words.last().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Candidates as the shell reads them, a line each. Options are offered once a dash is typed, and where there is
    /// nothing else.
    pub(super) fn answer(&self, mut found: Vec<CompletionCandidate>) -> String {
        let is_option = |candidate: &CompletionCandidate| candidate.get_value().to_string_lossy().starts_with('-');
        if self.current().is_empty() && !found.iter().all(is_option) {
            found.retain(|candidate| !is_option(candidate));
        }
        found.iter().filter_map(|candidate| self.line(candidate)).collect()
    }

    fn line(&self, candidate: &CompletionCandidate) -> Option<String> {
        let value = candidate.get_value().to_str().filter(|value| !value.contains(char::is_control))?;
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let help = help.lines().next().unwrap_or_default().replace('\t', " ");
        Some(match self.shell {
            Shell::Bash => {
                let value = value.strip_prefix(&self.kept)?;
                format!("{}\n", if self.is_quoted { value.to_owned() } else { escaped(value) })
            }
            Shell::Zsh => {
                let value = value.replace('\\', "\\\\").replace(':', "\\:");
                if help.is_empty() { format!("{value}\n") } else { format!("{value}:{help}\n") }
            }
            Shell::Fish => format!("{value}\t{help}\n"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_word_that_bash_cuts_only_the_last_part_is_replaced() {
        let of = |replaced: &str, line: &str| {
            let request = Request::of_line(replaced, line);
            (request.current(), request.kept)
        };
        let text = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(of("st", "ffctl eval --env=st"), text("--env=st", "--env="));
        assert_eq!(of("", "ffctl eval --env="), text("--env=", "--env="));
        assert_eq!(of("@fi", "ffctl eval -c @fi"), text("@fi", ""));
        assert_eq!(of("", "ffctl eval "), text("", ""));
    }
}
