//! Asking a person, where there is one.

use super::super::shared::refused;
use super::Plan;
use anyhow::Result;
use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Write};

/// A terminal that a person reads and answers on; what is asked does not mix with results.
pub(in super::super) struct Terminal(());

impl Terminal {
    /// The terminal; `None` where nobody can be asked.
    pub(in super::super) fn open() -> Option<Terminal> {
        (std::io::stdin().is_terminal() && std::io::stderr().is_terminal()).then_some(Terminal(()))
    }

    /// Says a line.
    pub(in super::super) fn say(&self, line: &str) -> Result<()> {
        Ok(writeln!(std::io::stderr().lock(), "{line}")?)
    }

    /// Asks, and waits for a line; `None` where there will never be one.
    pub(in super::super) fn ask(&self, question: &str) -> Result<Option<String>> {
        let mut terminal = std::io::stderr().lock();
        write!(terminal, "{question} ")?;
        terminal.flush()?;
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer)?;
        Ok((read > 0).then(|| answer.trim().to_owned()))
    }

    /// Asks for a yes or a no; anything else, and silence, is the answer that is safe.
    pub(in super::super) fn agrees(&self, question: &str) -> Result<bool> {
        let answer = self.ask(&format!("{question} [y/N]"))?.unwrap_or_default();
        Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
    }
}

/// Asks whether to go on with edits that reach a protected environment.
pub(super) fn confirm(plans: &[Plan]) -> Result<()> {
    let names: BTreeSet<&str> = plans.iter().flat_map(|plan| &plan.protected).map(String::as_str).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    let Some(terminal) = Terminal::open() else {
        let message = format!("this edit reaches {names} (protected), and there is no terminal to ask on");
        return Err(refused(message, Some("pass --yes to do it without being asked".to_owned())));
    };
    for line in plans.iter().flat_map(Plan::words) {
        terminal.say(&line)?;
    }
    match terminal.agrees(&format!("This reaches {names} (protected). Go on?"))? {
        true => Ok(()),
        false => Err(refused("nothing was written", None)),
    }
}
