//! `ffctl edit`

use super::editing::{self, EditArgs, FileText, Plan, Plans, Terminal};
use super::shared::{Session, refused, unknown_flag};
use crate::check::FileKind;
use crate::report::{DiagnosticReport, EditReport, Refused};
use crate::store::{Loaded, Lookup, load_text};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Opens a flag in $VISUAL or $EDITOR, and takes over what is saved once it is valid.
///
/// A private copy is edited. What is invalid is shown on return, with the offer to go back to the editor; the flag's own
/// file is never broken.
#[derive(Debug, Args)]
pub(super) struct EditorArgs {
    /// The flag's key
    key: String,
    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &EditorArgs, session: &Session) -> Result<EditReport> {
    let before = Before::find(session, &args.key)?.file;
    let after = edited(session, &before)?;
    let report = editing::run(&args.edit, session, &|| args.plan(&before, &after, session));
    report.map_err(|error| match std::fs::read_to_string(session.on_disk(&after.path)) {
        Ok(text) if text == after.text => error,
        _ => kept(error, &after),
    })
}

impl EditorArgs {
    fn plan(&self, before: &FileText, after: &FileText, session: &Session) -> Result<Plans> {
        let now = Before::find(session, &self.key)?;
        if now.file != *before {
            let shown = session.shown(&now.file.path);
            return Err(refused(format!("{shown} changed while it was edited; nothing was written"), None));
        }
        if after == before {
            let note = format!("{}: nothing was changed", self.key);
            return Ok(Plans { plans: Vec::new(), notes: vec![note], ..Plans::default() });
        }
        let plan = now.plan(after.clone(), session)?;
        let note = match (plan.mends(), plan.changes.is_empty()) {
            (true, _) => Some("it is valid again"),
            (false, true) => Some("the meaning is as it was"),
            (false, false) => None,
        };
        let notes = note.map(|note| format!("{}: {note}", self.key)).into_iter().collect();
        Ok(Plans { plans: vec![plan], notes, ..Plans::default() })
    }
}

/// A flag's file before it is edited, which may be invalid: that is one reason to edit it.
struct Before {
    file: FileText,
    valid: Option<Box<Loaded>>,
}

impl Before {
    fn find(session: &Session, key: &str) -> Result<Before> {
        match session.lookup(key)? {
            Lookup::Found(loaded) => Ok(Before { file: FileText::of(&loaded), valid: Some(loaded) }),
            Lookup::Unknown(keys) => Err(unknown_flag(key, &keys).into()),
            Lookup::Invalid(files) => {
                let own = files
                    .iter()
                    .find(|file| file.kind == Some(FileKind::Flag) && file.stem == key && !file.text.is_empty());
                let Some(own) = own else {
                    let message = format!("the flag '{key}' is invalid");
                    return Err(Refused { message, help: None, problems: session.problems(&files) }.into());
                };
                Ok(Before { file: FileText { path: own.path.clone(), text: own.text.clone() }, valid: None })
            }
        }
    }

    fn plan(&self, after: FileText, session: &Session) -> Result<Plan> {
        Plan::replacement(self.valid.as_deref(), self.file.clone(), after, session)
    }
}

/// What somebody made of a file in an editor: valid, or refused.
fn edited(session: &Session, file: &FileText) -> Result<FileText> {
    let folder = private_folder("ffctl-edit-").context("cannot make a private copy")?;
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let copy = folder.path().join(name);
    std::fs::write(&copy, &file.text).context("cannot make a private copy")?;
    loop {
        open_editor(&copy)?;
        let text = std::fs::read_to_string(&copy).context("cannot read what was edited")?;
        let after = FileText { path: file.path.clone(), text };
        let Lookup::Invalid(files) = load_text(&session.work_tree(), &after.path, &after.text)? else {
            return Ok(after);
        };
        let problems = session.problems(&files);
        if after == *file || !goes_back(&problems)? {
            let message = format!("what was edited is invalid; {} is as it was", session.shown(&file.path));
            let error = Refused { message, help: None, problems }.into();
            return Err(if after == *file { error } else { kept(error, &after) });
        }
    }
}

/// Shows what is wrong, and asks whether to mend it.
fn goes_back(problems: &[DiagnosticReport]) -> Result<bool> {
    let Some(terminal) = Terminal::open() else { return Ok(false) };
    for DiagnosticReport { file, line, column, rule, message, help, .. } in problems {
        terminal.say(&format!("{file}:{line}:{column}: {message} [{rule}]"))?;
        help.iter().try_for_each(|help| terminal.say(&format!("    {help}")))?;
    }
    let answer = terminal.ask("Back to the editor? [Y/n]")?;
    Ok(answer.is_some_and(|answer| matches!(answer.to_lowercase().as_str(), "" | "y" | "yes")))
}

/// A temporary folder that nobody else can look into.
fn private_folder(prefix: &str) -> std::io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

/// An error that says where somebody's work is, so that it is not lost.
fn kept(error: anyhow::Error, after: &FileText) -> anyhow::Error {
    let name = after.path.rsplit('/').next().unwrap_or(&after.path);
    let keep = || -> Result<String> {
        let folder = private_folder("ffctl-kept-")?;
        let file = folder.keep().join(name);
        std::fs::write(&file, &after.text)?;
        Ok(file.display().to_string())
    };
    let Ok(file) = keep() else { return error };
    let words = format!("your text is kept in {file}");
    match error.downcast::<Refused>() {
        Ok(refused) => {
            let help = refused.help.as_ref().map_or(words.clone(), |help| format!("{help}; {words}"));
            Refused { help: Some(help), ..refused }.into()
        }
        Err(error) => error.context(words),
    }
}

/// Runs the editor on a file until it ends.
fn open_editor(file: &Path) -> Result<()> {
    let mut chosen = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
    let editor = match chosen.find(|editor| !editor.trim().is_empty()) {
        Some(editor) => editor,
        None if Terminal::open().is_some() => "vi".to_owned(),
        None => {
            let help = "set EDITOR, or use `ffctl set`, `rollout` and the like".to_owned();
            return Err(refused("there is no terminal for an editor", Some(help)));
        }
    };
    let status = command(&editor, file).status().with_context(|| format!("cannot run the editor: {editor}"))?;
    if !status.success() {
        bail!("the editor failed ({status}); nothing was written: {editor}");
    }
    Ok(())
}

/// The editor's words are the shell's, as git takes them: `code --wait`, or a quoted path.
#[cfg(unix)]
fn command(editor: &str, file: &Path) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file);
    command
}

/// The editor and its arguments, divided by spaces.
#[cfg(not(unix))]
fn command(editor: &str, file: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(file);
    command
}
