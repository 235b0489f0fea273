//! A million contexts through one flag: the program from end to end against merely parsing the same lines.
//!
//! `cargo bench --bench bulk`, with the number of contexts behind `--` where another is wanted. The contexts are read in
//! blocks by the same threads in all cases, `RAYON_NUM_THREADS` or one a core. What is compared takes turns, and the
//! figures are the least of all rounds: the time of the clock, and that of all cores together, which a busy machine does
//! not stretch. `benches/node` does the same job with other programs.

// Figures are what this program is for.
#![allow(clippy::print_stdout)]

use ffctl::bulk::{Blocks, Input, in_order};
use ffctl::contexts::{Block, Form};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;

/// The file of contexts, and the flag: what `benches/node` has too.
const FLAG: &str = include_str!("node/new-checkout.yaml");

fn main() {
    let wanted = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("flags")).expect("a folder");
    fs::write(folder.path().join("flags/new-checkout.yaml"), FLAG).expect("the flag");
    let contexts = folder.path().join("contexts.ndjson");
    let number = wanted.unwrap_or(1_000_000);
    write_contexts(&contexts, number);
    if let Some(kept) = std::env::var_os("FFCTL_BENCH_CONTEXTS") {
        fs::copy(&contexts, kept).expect("a copy of the contexts");
    }
    let bytes = fs::metadata(&contexts).expect("the contexts").len();
    println!("{number} contexts, {:.0} MB, {} threads", bytes as f64 / 1e6, rayon::current_num_threads());

    let (mut least, mut memory) = ([Cost::MOST; 4], 0);
    for _ in 0..ROUNDS {
        let (answers, answers_memory) = run(folder.path(), &[]);
        let (summary, summary_memory) = run(folder.path(), &["--summary"]);
        memory = memory.max(answers_memory).max(summary_memory);
        let costs = [parse::<Value>(&contexts), parse::<IgnoredAny>(&contexts), answers, summary];
        for (least, cost) in least.iter_mut().zip(costs) {
            *least = Cost { clock: cost.clock.min(least.clock), cores: cost.cores.min(least.cores) };
        }
    }
    let names = [
        "parsing to serde_json::Value",
        "parsing to serde's IgnoredAny",
        "ffctl eval --contexts, answers to /dev/null",
        "ffctl eval --contexts --summary",
    ];
    println!("{:<46} {:>9} {:>7} {:>9} {:>7}", "", "clock", "", "cores", "");
    for (name, cost) in names.iter().zip(least) {
        let column = |of: fn(&Cost) -> Duration| {
            let (time, parsing) = (of(&cost).as_secs_f64(), of(&least[0]).as_secs_f64());
            format!("{:>6.0} ms {:>5.2} ×", time * 1000.0, time / parsing)
        };
        println!("{name:<46} {} {}", column(|cost| cost.clock), column(|cost| cost.cores));
    }
    println!("peak memory of ffctl: {:.1} MB", memory as f64 / 1000.0);
}

/// What a piece of work took.
#[derive(Clone, Copy)]
struct Cost {
    clock: Duration,
    cores: Duration,
}

impl Cost {
    const MOST: Cost = Cost { clock: Duration::MAX, cores: Duration::MAX };
}

/// What all threads of a process have taken so far, as Linux tells it in hundredths of a second.
fn cores(process: &str) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the program's name in brackets; user and system are the 14th and 15th of all.
    let fields = stat.rsplit(')').next()?.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

/// Contexts with a user's id, email, plan, country and age; the same ones each time.
fn write_contexts(path: &Path, number: usize) {
    const PLANS: &[&str] = &["free", "free", "free", "basic", "basic", "premium"];
    const COUNTRIES: &[&str] = &["US", "DE", "GB", "FR", "CA", "JP", "BR", "IN", "PL", "NL"];
    const DOMAINS: &[&str] = &["mail.example.net", "post.example.org", "example.com", "web.example.net"];
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    for n in 0..number {
        let plan = PLANS[random(PLANS.len())];
        let country = COUNTRIES[random(COUNTRIES.len())];
        // One of a hundred works here.
        let domain = if random(100) == 0 { DOMAINS[2] } else { DOMAINS[[0, 1, 3][random(3)]] };
        let age = 16 + random(60);
        writeln!(
            file,
            r#"{{"user_id":"u-{n}","email":"person.{n}@{domain}","plan":"{plan}","country":"{country}","age":{age}}}"#
        )
        .expect("a line");
    }
    file.flush().expect("the contexts");
}

/// Parses each line, and does nothing with it.
fn parse<T: serde::de::DeserializeOwned>(path: &Path) -> Cost {
    let (start, before) = (Instant::now(), cores("self").unwrap_or_default());
    let input = Input::open(path.to_str().expect("a path")).expect("the contexts");
    let (_, blocks) = Blocks::of(input.source, Form::Ndjson).expect("the contexts");
    let parse = |block: Block| {
        let lines = block.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| drop(serde_json::from_slice::<T>(line).expect("a context"))).count()
    };
    let parsed: usize = in_order(blocks, parse).map(|lines| lines.expect("a block")).sum();
    assert!(parsed > 0);
    Cost { clock: start.elapsed(), cores: cores("self").unwrap_or_default() - before }
}

/// What the program takes, and its peak memory in kB where the system tells it.
fn run(folder: &Path, more: &[&str]) -> (Cost, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ffctl"))
        .args(["eval", "new-checkout", "--contexts", "contexts.ndjson"])
        .args(more)
        .current_dir(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program");
    let process = child.id().to_string();
    let (mut peak, mut taken) = (0, Duration::ZERO);
    // Neither ever falls, so the last look before the end is near enough.
    while child.try_wait().expect("the program").is_none() {
        let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let told = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = told.and_then(|kb| kb.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak);
        taken = cores(&process).unwrap_or_default().max(taken);
        std::thread::sleep(Duration::from_millis(1));
    }
    let clock = start.elapsed();
    assert!(child.wait().expect("the program").success());
    (Cost { clock, cores: taken }, peak)
}
