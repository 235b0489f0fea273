//! The program: parse arguments, run, print, exit.

use anstream::{AutoStream, ColorChoice};
use clap::Parser;
use ffctl::commands::{Cli, Color, Format, run};
use ffctl::render::{Style, render, render_error};
use ffctl::report::Exit;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let choice = match cli.global.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    let style = Style {
        json: cli.global.format == Format::Json,
        quiet: cli.global.quiet,
        verbose: cli.global.verbose,
        width: ffctl::render::terminal_width(),
    };
    let mut out = io::BufWriter::new(AutoStream::new(io::stdout(), choice));
    let mut err = AutoStream::new(io::stderr(), choice);
    let result = run(&cli);
    let exit = match &result {
        Ok(report) => render(report, &style, &mut out, &mut err).map(|()| report.exit()),
        Err(error) => render_error(error, &style, &mut err).map(|()| Exit::Failure),
    };
    match exit.and_then(|exit| io::Write::flush(&mut out).map(|()| exit)) {
        Ok(exit) => ExitCode::from(exit as u8),
        // Whoever reads has seen enough, as in `ffctl list | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = render_error(&anyhow::Error::new(error).context("cannot print the result"), &style, &mut err);
            ExitCode::from(Exit::Failure as u8)
        }
    }
}
