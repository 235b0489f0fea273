//! One page: what the arguments say of themselves, then what all commands have in common.

use anyhow::{Context as _, Result};
use clap::Command;
use clap_mangen::Man;

/// A heading, and below it terms with what they mean.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

const COMMON: &[Section] = &[
    (
        "EXIT STATUS",
        &[
            ("0", "All is well."),
            ("1", "The answer is no: findings, failed cases, a false `eval -q`."),
            ("2", "It could not be done: usage, unreadable or invalid input, a refused edit."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            ("FFCTL_FLAGS_DIR", "The flags directory, where --flags-dir does not name it."),
            ("FFCTL_NOW", "The clock, a date or an RFC 3339 time (UTC), where --now does not set it."),
            ("FFCTL_USAGE_TOKEN", "The token that `ffctl audit --usage URL` sends to the server."),
            ("NO_COLOR", "Where it is set and not empty, nothing is coloured unless --color says so."),
            ("CLICOLOR_FORCE", "Where it is set and not 0, files and pipes are coloured too."),
            ("COLUMNS", "The width that tables are fitted into, in place of the terminal's."),
            ("VISUAL, EDITOR", "The editor that `ffctl edit` opens."),
        ],
    ),
    (
        "FILES",
        &[
            (
                "flags/",
                "The flags directory: here, or in the nearest folder above up to the root of the git work tree.",
            ),
            ("flags/ffctl.yaml", "The settings: environments, the ramp, attributes, policy."),
            ("flags/segments/NAME.yaml", "A segment, an audience to be used by many flags."),
            ("flags/KEY.yaml, flags/FOLDER/KEY.yaml", "A flag; the name of its file is its key."),
            ("flags/.schema/", "The JSON Schemas that editors read."),
        ],
    ),
];

/// The page of a command, as roff.
pub(super) fn page(command: Command) -> Result<String> {
    let is_program = command.get_name() == "ffctl";
    // The exit codes that the help ends with have a section of their own here.
    let command = if is_program { command.after_help(None::<&str>) } else { command };
    let has_subcommands = command.get_subcommands().any(|command| !command.is_hide_set());
    let has_notes = command.get_after_long_help().is_some();
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_uppercase();
    let version = command.get_version().unwrap_or_default().to_owned();
    let man = Man::new(command.subcommand_help_heading("COMMANDS"));
    let mut page = Vec::new();
    let mut rendered = man.render_name_section(&mut page);
    rendered = rendered.and_then(|()| man.render_synopsis_section(&mut page));
    rendered = rendered.and_then(|()| man.render_description_section(&mut page));
    rendered = rendered.and_then(|()| man.render_options_section(&mut page));
    if has_subcommands {
        rendered = rendered.and_then(|()| man.render_subcommands_section(&mut page));
    }
    if has_notes {
        rendered = rendered.and_then(|()| man.render_extra_section(&mut page));
    }
    rendered.context("cannot render the page")?;
    let page = String::from_utf8(page).context("the page is no text")?.replace("\n.SH EXTRA\n", "\n.SH NOTES\n");
    // Without a date, so that a page is the same whenever it is made.
    let mut page = format!(".TH \"{name}\" \"1\" \"\" \"ffctl {version}\" \"ffctl manual\"\n{page}");
    COMMON.iter().for_each(|section| page += &roff(section));
    if !is_program {
        page += ".SH \"SEE ALSO\"\n.BR ffctl (1)\n";
    }
    Ok(page)
}

fn roff((heading, entries): &Section) -> String {
    let entry = |(term, meaning): &(&str, &str)| format!(".TP\n\\fB{}\\fR\n{}\n", escaped(term), escaped(meaning));
    format!(".SH \"{heading}\"\n{}", entries.iter().map(entry).collect::<String>())
}

/// A dash that is typed is no hyphen, and a dot at the beginning is no request.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
