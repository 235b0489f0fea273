//! The trail is told while it is read.

use crate::past::{Past, SETTINGS, flag};
use crate::program::{Run, ffctl};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// Adds commits that raise and lower a flag's rollout in turn, one a minute; quickly.
fn many_commits(past: &Past, commits: usize) {
    let mut import = Command::new("git");
    crate::git::isolate(&mut import, past.repo.home());
    import.args(["fast-import", "--quiet"]).current_dir(past.repo.path()).stdin(Stdio::piped());
    let mut import = import.spawn().unwrap();
    let mut stdin = import.stdin.take().unwrap();
    for n in 0..commits {
        let text = flag(&format!("enabled: true\nrollout: {}\n", 10 + n % 2));
        let from = if n == 0 { "from refs/heads/main^0\n" } else { "" };
        let time = 1_775_000_000 + 60 * n;
        write!(stdin, "commit refs/heads/main\ncommitter Ada <ada@x> {time} +0000\ndata 4\nedit\n{from}").unwrap();
        write!(stdin, "M 100644 inline flags/a.yaml\ndata {}\n{text}\n", text.len()).unwrap();
    }
    drop(stdin);
    assert!(import.wait().unwrap().success());
    past.repo.git(&["reset", "--quiet", "--hard"]);
}

#[test]
fn commits_are_told_before_a_later_one_is_found_missing() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\nrollout: 1\n"), "2026-02-01");
    past.change("a.yaml", &flag("enabled: false\n"), "2026-02-02");
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-03");
    let lost = past.repo.git(&["rev-parse", "HEAD~2:flags"]);
    past.expect_damage();
    let (folder, rest) = lost.trim_end().split_at(2);
    fs::remove_file(past.repo.path().join(".git/objects").join(folder).join(rest)).unwrap();

    for arguments in [&["log", "a"][..], &["log"]] {
        let run = past.run(arguments);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.out.starts_with("2026-02-03"), "{run:?}");
        assert!(run.err.starts_with("error: git log failed: "), "{run:?}");
    }
    for arguments in [&["log", "a", "-n", "1"][..], &["log", "-n", "1"]] {
        let run = past.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "whoever has enough does not walk on: {run:?}");
        assert!(run.out.contains("disabled → enabled"), "{run:?}");
    }
    let document = past.run(&["log", "--format", "json"]);
    assert_eq!((document.code, document.out.as_str()), (2, ""), "a document is whole or not there");
}

#[test]
fn a_long_history_is_told_in_order_and_a_reader_may_leave() {
    let past = Past::new();
    let commits = 3_000;
    many_commits(&past, commits);
    let all = past.log(&[]);
    assert_eq!(all.len(), commits + 1);
    assert_eq!(past.log(&["a"]), all[..commits]);
    for (n, line) in all[..commits - 1].iter().enumerate() {
        let (from, to) = if n % 2 == 0 { (10, 11) } else { (11, 10) };
        assert!(line.ends_with(&format!(" a: rollout {from}% → {to}%")), "{n}: {line}");
    }

    let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
    crate::git::isolate(&mut command, past.repo.home());
    command.arg("log").current_dir(past.repo.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    assert!(first.starts_with("2026-0"), "{first}");
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "a closed pipe is no error");
}

#[test]
fn a_file_too_large_to_be_a_flag_is_passed_over() {
    let past = Past::new();
    past.write("ffctl.yaml", SETTINGS);
    past.change("a.yaml", &"# filler\n".repeat(1_000_000), "2026-02-01");
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-02");
    let log = past.log(&["a"]);
    assert_eq!(log[0], "2026-02-02 a: valid again");
    assert_eq!(log[1], "2026-02-01 a: created, invalid: more than 8 MiB");
    let run = Run::of(ffctl(past.repo.path(), &["blame", "a"]));
    assert_eq!(run.code, 0, "{run:?}");
}
