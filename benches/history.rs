//! What walking through history costs, beside git's own walk of the same path.
//!
//! `cargo bench --bench history` makes a repository of 1,000 flags and 10,000 commits. Every command runs in turn with the
//! others, so that a busy moment hits all alike; the figures are medians, and the ratios are what to compare.
//! `cargo bench --bench history -- FOLDER` only makes the repository there, to measure it with other tools.

// Figures are what this program is for.
#![allow(clippy::print_stdout)]

mod common;

use common::key;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

const FLAGS: usize = 1_000;
const COMMITS: usize = 10_000;
const ROUNDS: usize = 11;

fn main() {
    if let Some(folder) = env::args().nth(1).filter(|argument| !argument.starts_with('-')) {
        return make(Path::new(&folder)).expect("a repository");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    make(folder.path()).expect("a repository");
    let key = key(FLAGS / 2);
    let git: &[&str] = &["log", "--raw", "--no-abbrev", "--", "flags"];
    let ffctl = env!("CARGO_BIN_EXE_ffctl");
    let commands: [(&str, &[&str]); 7] = [
        ("git", git),
        (ffctl, &["log"]),
        (ffctl, &["log", "-n", "1"]),
        (ffctl, &["log", &key]),
        (ffctl, &["blame", &key]),
        (ffctl, &["show", &key]),
        (ffctl, &["audit"]),
    ];
    let mut times = vec![Vec::new(); commands.len()];
    for _ in 0..ROUNDS {
        for (i, (program, arguments)) in commands.iter().enumerate() {
            times[i].push(run(folder.path(), program, arguments));
        }
    }
    let medians: Vec<Duration> = times.into_iter().map(median).collect();
    for ((program, arguments), time) in commands.iter().zip(&medians) {
        let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
        let (words, ratio) = (arguments.join(" "), time.as_secs_f64() / medians[0].as_secs_f64());
        println!("{name:>5} {words:<36} {:>7.1} ms  {ratio:.2} × git log --raw", time.as_secs_f64() * 1000.0);
    }
}

/// A repository in which each commit gives one flag another rollout in production, but for every eleventh: that changes its
/// formatting alone.
fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    git(folder, &["init", "--quiet"]);
    let mut import =
        Command::new("git").args(["fast-import", "--quiet"]).current_dir(folder).stdin(Stdio::piped()).spawn()?;
    if let Some(stdin) = import.stdin.take() {
        history(&mut BufWriter::new(stdin))?;
    }
    assert!(import.wait()?.success(), "git fast-import");
    git(folder, &["reset", "--quiet", "--hard", "main"]);
    Ok(())
}

fn history(out: &mut impl Write) -> io::Result<()> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("flags");
    commit(out, 0)?;
    let settings = fs::read(example.join("ffctl.yaml"))?;
    file(out, "flags/ffctl.yaml", &settings)?;
    for segment in fs::read_dir(example.join("segments"))? {
        let segment = segment?;
        file(out, &format!("flags/segments/{}", segment.file_name().display()), &fs::read(segment.path())?)?;
    }
    let template = fs::read_to_string(example.join("checkout/new-checkout.yaml"))?;
    let mut texts = vec![template; FLAGS];
    for (n, text) in texts.iter().enumerate() {
        file(out, &path(n), text.as_bytes())?;
    }
    for n in 1..COMMITS {
        // A prime larger than the number of flags: each has its turn, in no obvious order.
        let flag = n * 7919 % FLAGS;
        let text = &mut texts[flag];
        *text = if n % 11 == 0 { format!("{text}# {n}\n") } else { with_rollout(text, n) };
        commit(out, n)?;
        file(out, &path(flag), text.as_bytes())?;
    }
    Ok(())
}

/// The text with another value on its last line that sets a rollout.
fn with_rollout(text: &str, n: usize) -> String {
    let start = text.rfind("rollout: ").expect("a rollout") + "rollout: ".len();
    let end = start + text[start..].find(['\n', ',', '}', ' ']).expect("a line's end");
    format!("{}{}.{:03}{}", &text[..start], n / 1000, n % 1000, &text[end..])
}

fn path(flag: usize) -> String {
    format!("flags/team-{:02}/{}.yaml", flag / 100, key(flag))
}

/// Begins a commit, an hour after the one before.
fn commit(out: &mut impl Write, n: usize) -> io::Result<()> {
    let time = 1_700_000_000 + 3600 * n;
    let message = format!("change {n}");
    writeln!(out, "commit refs/heads/main\ncommitter Ada <ada@example.com> {time} +0000")?;
    writeln!(out, "data {}\n{message}", message.len())
}

fn file(out: &mut impl Write, path: &str, bytes: &[u8]) -> io::Result<()> {
    writeln!(out, "M 100644 inline {path}\ndata {}", bytes.len())?;
    out.write_all(bytes)?;
    writeln!(out)
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "init.defaultBranch=main"]).args(arguments).current_dir(folder);
    assert!(command.status().expect("the git program").success(), "git {arguments:?}");
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Duration {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("FFCTL_NOW", "2026-11-21");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program runs");
    let time = start.elapsed();
    assert!(status.code().is_some_and(|code| code < 2), "{arguments:?}");
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
