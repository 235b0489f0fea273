//! A server that is killed at any moment, and flags that change under load: nobody sees half of a change.
#![cfg(unix)]

use crate::flag;
use crate::program::{HEAD, Sandbox};
use crate::server::Server;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Flags that are changed all at once, as where a folder is a link to what was rolled out last. Two of them say in which
/// generation they are; the odd ones are invalid.
struct Generations {
    sandbox: Sandbox,
}

impl Generations {
    fn new() -> Generations {
        let generations = Generations { sandbox: Sandbox::new::<&str>(&[]) };
        fs::remove_dir(generations.sandbox.path("flags")).expect("an empty folder");
        generations.put(0);
        generations
    }

    /// Puts a generation in the place of the one before.
    fn put(&self, number: u64) {
        let folder = self.sandbox.path(&format!("generation-{number}"));
        fs::create_dir_all(&folder).expect("a folder");
        let text = flag(&format!("variants: {{none: -1, now: {number}}}\nfallback: none\nserve: now"));
        for key in ["first", "second"] {
            fs::write(folder.join(format!("{key}.yaml")), &text).expect("a flag");
        }
        let broken = format!("{HEAD}rollout: {}\n", if number % 2 == 1 { 150 } else { 50 });
        fs::write(folder.join("third.yaml"), broken).expect("a flag");
        let link = self.sandbox.path("next");
        symlink(&folder, &link).expect("a link");
        fs::rename(&link, self.sandbox.path("flags")).expect("the flags");
    }
}

/// The generation of all flags, which agree about it and are valid.
#[track_caller]
fn generation(server: &Server) -> u64 {
    let answer = server.flags(&[], &json!({"targetingKey": "u-1"})).json();
    let of = |nth: usize| answer["flags"][nth]["value"].as_u64();
    let first = of(0).unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(of(1), Some(first), "half of a change: {answer}");
    assert_eq!(first % 2, 0, "an invalid change: {answer}");
    first
}

/// Numbers that seem random.
struct Numbers {
    /// Where they begin: a failure shows it, and `FFCTL_TEST_SEED` sets it.
    seed: u64,
    state: u64,
}

impl Numbers {
    /// Other ones each time.
    fn new() -> Numbers {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
        let seed = std::env::var("FFCTL_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| u64::from(since.subsec_nanos()) | 1);
        Numbers { seed, state: seed }
    }

    fn below(&mut self, most: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % most
    }
}

#[test]
fn a_server_killed_at_any_moment_comes_back_with_flags_that_were_good_and_whole() {
    let generations = Generations::new();
    let mut numbers = Numbers::new();
    let arguments = ["--snapshot", "last-good.json", "--poll", "20ms"];
    let (mut next, mut kept) = (1, 0);
    for round in 0..36 {
        let round = format!("{round} of FFCTL_TEST_SEED={}", numbers.seed);
        let good = next + next % 2;
        let server = Server::start(&generations.sandbox, &arguments);
        assert!(generation(&server) >= kept, "{round}: older than what was served before");
        generations.put(good);
        server.signal("HUP");
        let is_over = AtomicBool::new(false);
        let moment = Duration::from_micros(numbers.below(150_000));
        let (seen, last) = thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut number = good + 1;
                while !is_over.load(Ordering::Relaxed) {
                    generations.put(number);
                    server.signal("HUP");
                    number += 1;
                }
                number
            });
            let seen = generation(&server);
            thread::sleep(moment);
            server.signal("KILL");
            is_over.store(true, Ordering::Relaxed);
            (seen, writer.join().expect("the writer"))
        });
        assert_eq!(server.end().0, None, "killed");
        // An odd one: it begins with what is broken.
        next = last + 1 - last % 2;
        generations.put(next);
        let server = Server::start(&generations.sandbox, &arguments);
        kept = generation(&server);
        assert!((seen..next).contains(&kept), "{round}: {kept}, of {seen} to {next}");
        assert_eq!(server.get("/readyz").json()["restored"], true, "{round}");
        next += 1;
    }
}

#[test]
fn no_answer_mixes_two_states_of_the_flags_while_they_change_under_load() {
    let generations = Generations::new();
    let server = Server::start(&generations.sandbox, &["--poll", "20ms"]);
    let is_over = AtomicBool::new(false);
    let digests = |server: &Server| server.flags(&[], &json!({})).json()["metadata"]["version"].clone();
    let first: Value = digests(&server);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut latest = 0;
                while !is_over.load(Ordering::Relaxed) {
                    let now = generation(&server);
                    assert!(now >= latest, "from {latest} back to {now}");
                    latest = now;
                }
            });
        }
        for number in 1..=60 {
            generations.put(number);
            server.signal("HUP");
            thread::sleep(Duration::from_millis(10));
        }
        server.wait_until("the last generation", |server| generation(server) == 60);
        is_over.store(true, Ordering::Relaxed);
    });
    assert_ne!(digests(&server), first);
}
