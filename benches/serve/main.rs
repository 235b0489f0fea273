//! What a request costs over the network: `ffctl serve` beside a bare axum handler, under the same load.
//!
//! `cargo bench --bench serve`, with wrk (`apt-get install wrk`, `brew install wrk`). The bare handler answers
//! with a constant of the same size, on the same hyper with the same settings; it reads nothing, or the body alone. They take turns, so that a busy
//! moment hits both alike; while it is `ffctl`'s turn, a flag is rewritten every 100 ms. The ratios are what to compare.

// Figures are what this program is for.
#![allow(clippy::print_stdout)]

mod bare;
mod load;
mod server;

use load::Load;
use server::{Bare, Server};
use std::time::Duration;

/// A customer whom the second rule of `new-checkout` is about.
const BODY: &str =
    r#"{"context":{"targetingKey":"u-4711","email":"ada@example.org","plan":"premium","country":"US","age_days":400}}"#;

/// Requests to `ffctl` for one flag, at least.
const REQUESTS: u64 = 1_000_000;

/// How long a turn takes.
const TURN: Duration = Duration::from_secs(2);

/// Turns of each for all flags.
const TURNS: usize = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, sizes @ ..] = &arguments[..]
        && word == bare::WORD
    {
        let sizes: Vec<usize> = sizes.iter().map(|size| size.parse().expect("a size")).collect();
        return bare::serve(&sizes).expect("a server");
    }
    if !load::is_there() {
        println!("wrk is missing: apt-get install wrk, or brew install wrk");
        return;
    }
    let server = Server::start();
    let urls = ["evaluate/flags/new-checkout", "evaluate/flags"].map(|path| format!("{}/ofrep/v1/{path}", server.url));
    let sizes = urls.each_ref().map(|url| server.ask(url, BODY).len());
    let bare = Bare::start(&sizes);
    let turn = |nth: usize, reads: bool| {
        let bare = bare.process.load(|| load::run(&bare.route(nth, reads), BODY, TURN));
        (bare, server.while_flags_change(|| server.process.load(|| load::run(&urls[nth], BODY, TURN))))
    };
    let begin = server.memory();
    // Nobody is measured on the first requests.
    turn(0, false);
    let (warm, mut middle, mut turns) = (server.memory(), None, Vec::new());
    let mut requests = 0;
    while requests < REQUESTS {
        turns.push(turn(0, false));
        requests += turns.last().map_or(0, |(_, ours)| ours.requests);
        middle = middle.or_else(|| (requests > REQUESTS / 2).then(|| server.memory()));
    }
    let end = server.memory();
    tell(&format!("one flag, {} bytes", sizes[0]), &turns);
    let some = |nth: usize, reads: bool| (0..TURNS).map(|_| turn(nth, reads)).collect::<Vec<_>>();
    tell("one flag, beside a handler that reads what was sent", &some(0, true));
    tell(&format!("all flags, {} bytes", sizes[1]), &some(1, false));
    let middle = middle.unwrap_or(end);
    println!(
        "memory of ffctl serve: {begin:.1} MB at the start, {warm:.1} warm, {middle:.1} in the middle, {end:.1} at the end"
    );
    println!("reloads: {}", server.reloads());
}

/// Prints what came of both: the median of the turns.
fn tell(what: &str, turns: &[(Load, Load)]) {
    let compared = |of: fn(&Load) -> f64| median(turns.iter().map(|(bare, ours)| of(ours) / of(bare)).collect());
    let (rate, cost) = (compared(Load::rate), compared(Load::cost));
    println!("{what}: {rate:.2} × the requests of the bare handler, {cost:.2} × its processor time for each");
    let (bare, ours): (Vec<Load>, Vec<Load>) = turns.iter().copied().unzip();
    for (name, loads) in [("bare axum handler", bare), ("ffctl serve", ours)] {
        let of = |of: fn(&Load) -> f64| median(loads.iter().map(of).collect());
        let requests: u64 = loads.iter().map(|load| load.requests).sum();
        let errors: u64 = loads.iter().map(|load| load.errors).sum();
        println!(
            "  {name:<18} {:>7.0} requests/s  p50 {:>5.0} µs  p99 {:>6.0} µs  {:>5.1} µs of the processor each  \
             {requests:>9} requests  {errors} errors",
            of(Load::rate),
            of(|load| load.p50),
            of(|load| load.p99),
            of(Load::cost) * 1e6,
        );
        assert_eq!(errors, 0, "{name}");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
