//! The program: parse arguments, run, print, exit.

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use clap::Parser;
use ffctl::commands::{Cli, Color, circumstances, completions, run};
use ffctl::render::{Style, render, render_error, watch};
use ffctl::report::{Exit, Report};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(candidates) = completions() {
        // Whoever typed on meanwhile has closed the pipe.
        let _ = io::stdout().write_all(candidates.as_bytes());
        return ExitCode::SUCCESS;
    }
    let cli = Cli::parse();
    let choice = match cli.global.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    let style = Style {
        format: cli.global.format,
        quiet: cli.global.quiet,
        verbose: cli.global.verbose,
        width: ffctl::render::terminal_width(),
    };
    let mut err = coloured(io::stderr(), choice);
    if style.verbose {
        // Where they cannot be told, the command itself says why.
        circumstances(&cli).into_iter().flatten().for_each(|line| drop(writeln!(err, "{line}")));
        // The command may go on for long.
        let _ = err.flush();
    }
    let progress = watch(&cli.global.progress, &style);
    let result = run(&cli);
    // Looking for colours to take out would cost more than the answers.
    let plain = result.as_ref().is_ok_and(Report::is_plain);
    let mut out = coloured(io::stdout(), if plain { ColorChoice::AlwaysAnsi } else { choice });
    // What is printed while it is read goes on to be watched, but not among answers on the same screen.
    let watched = progress.filter(|_| plain && !io::stdout().is_terminal());
    let (exit, rendered) = match result {
        Ok(mut report) => {
            let rendered = render(&mut report, &style, &mut out, &mut err);
            (report.exit(), rendered)
        }
        Err(error) => (Exit::Failure, render_error(&error, &style, &mut err).map_err(Into::into)),
    };
    drop(watched);
    // First the result, then what is said about it.
    let printed = out.flush().and(err.flush()).context("cannot print the result");
    match rendered.and(printed) {
        Ok(()) => ExitCode::from(exit as u8),
        // Whoever reads has seen enough, as in `ffctl list | head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::from(exit as u8),
        Err(error) => {
            let _ = render_error(&error, &style, &mut err).and_then(|()| err.flush());
            ExitCode::from(Exit::Failure as u8)
        }
    }
}

/// A stream that drops colours where there are none. Buffered on both sides, or it would be written to piece by piece.
fn coloured(stream: impl RawStream + 'static, choice: ColorChoice) -> impl Write {
    let choice = if choice == ColorChoice::Auto { AutoStream::choice(&stream) } else { choice };
    let stream: Box<dyn Write> = Box::new(BufWriter::new(stream));
    BufWriter::new(AutoStream::new(stream, choice))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
