//! What a user waits for: the program as a whole, on directories of three sizes.
//!
//! `cargo bench --bench program`. Every command runs in turn with the others, so that a busy moment hits all alike;
//! the figures are medians, and the ratios are what to compare.

// Figures are what this program is for.
#![allow(clippy::print_stdout)]

mod common;

use common::{GeneratedTree, key};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;

fn main() {
    println!("{:>6}  {:<34}  {:>9}  ratio", "flags", "command", "median");
    for flags in [100, 1_000, 10_000] {
        let tree = GeneratedTree::new(flags);
        let key = key(flags / 2);
        let validate = ["validate"];
        let commands: [(&str, &[&str], &str); 4] = [
            ("--version", &["--version"], "2"),
            ("eval KEY --user u-1 -e production", &["eval", &key, "--user", "u-1", "-e", "production"], "2"),
            ("validate, two threads", &validate, "2"),
            ("validate, one thread", &validate, "1"),
        ];
        let mut times = vec![Vec::new(); commands.len()];
        for _ in 0..ROUNDS {
            for (i, (_, arguments, threads)) in commands.iter().enumerate() {
                times[i].push(run(&tree.root(), arguments, threads));
            }
        }
        let medians: Vec<Duration> = times.into_iter().map(median).collect();
        for ((name, ..), time) in commands.iter().zip(&medians) {
            let ratio = time.as_secs_f64() / medians[0].as_secs_f64();
            println!("{flags:>6}  {name:<34}  {:>6.1} ms  {ratio:.1} × --version", time.as_secs_f64() * 1000.0);
        }
    }
}

fn run(root: &Path, arguments: &[&str], threads: &str) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
    command.args(arguments).arg("--flags-dir").arg(root).env("RAYON_NUM_THREADS", threads);
    if arguments == ["--version"] {
        command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
        command.arg("--version");
    }
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program runs");
    let time = start.elapsed();
    assert!(status.success(), "{arguments:?}");
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
