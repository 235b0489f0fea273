//! Pipes: answers come as contexts do, in constant memory, to whoever still reads.

use crate::program::{Sandbox, TODAY};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

const CONTEXT: &[u8] = b"{\"user_id\": \"user-123\"}\n";

fn spawn(sandbox: &Sandbox, more: &[&str], out: impl Into<Stdio>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
    command.env_clear().env("FFCTL_NOW", TODAY).current_dir(sandbox.path(""));
    command.args(["eval", "new-checkout", "--contexts", "-"]).args(more);
    command.stdin(Stdio::piped()).stdout(out).stderr(Stdio::piped()).spawn().unwrap()
}

/// The exit code, and what is said beside the result.
fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn each_context_is_answered_while_the_input_is_open() {
    let sandbox = Sandbox::example();
    let mut child = spawn(&sandbox, &[], Stdio::piped());
    let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = BufReader::new(output).lines();
    for user in ["user-123", "user-666", "user-456"] {
        writeln!(input, "{{\"user_id\": \"{user}\"}}").unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.contains(if user == "user-666" { "\"false\"" } else { "\"true\"" }), "{answer}");
    }
    drop(input);
    assert!(answers.next().is_none());
    assert_eq!(end(child), (Some(0), String::new()));
}

#[test]
fn who_reads_no_more_ends_it_also_where_the_input_has_no_end() {
    let sandbox = Sandbox::example();
    let mut child = spawn(&sandbox, &[], Stdio::piped());
    let mut input = child.stdin.take().unwrap();
    input.write_all(CONTEXT).unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("\"true\""));
    // The reader is gone. The next answer is noticed, and the input stays open until the program has ended.
    input.write_all(CONTEXT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(input);
}

#[test]
fn a_full_disk_is_told() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let sandbox = Sandbox::example();
    for more in [&[][..], &["--summary"]] {
        let mut child = spawn(&sandbox, more, full.try_clone().unwrap());
        child.stdin.take().unwrap().write_all(CONTEXT).unwrap();
        let (code, said) = end(child);
        assert!(code == Some(2) && said.contains("error: cannot print the result: "), "{said}");
    }
}

#[test]
fn what_is_no_terminal_sees_no_progress_and_no_colour() {
    let sandbox = Sandbox::example();
    let mut child = spawn(&sandbox, &["--color", "always"], Stdio::piped());
    child.stdin.take().unwrap().write_all(CONTEXT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty() && !output.stdout.contains(&0x1b));
}

/// Peak memory in kB.
fn peak(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let told = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    told.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn memory_stays_flat_however_much_is_read() {
    let sandbox = Sandbox::example();
    // Few contexts and much text, so that a build without optimisation is through soon.
    let note = "x".repeat(1 << 14);
    for more in [&[][..], &["--summary", "--group-by", "user_id"]] {
        let mut child = spawn(&sandbox, more, Stdio::null());
        let mut input = child.stdin.take().unwrap();
        for n in 0..200 * 64 {
            writeln!(input, "{{\"user_id\": \"u-{n}\", \"note\": \"{note}\"}}").unwrap();
        }
        // All but what a pipe holds is read by now.
        let peak = peak(&child);
        drop(input);
        assert_eq!(end(child), (Some(0), String::new()));
        assert!(peak.is_none_or(|kb| kb < 64_000), "{peak:?} kB for 200 MB");
    }
}

#[test]
fn a_line_without_end_is_a_bad_line_in_bounded_memory() {
    let sandbox = Sandbox::example();
    let mut child = spawn(&sandbox, &["-q"], Stdio::piped());
    let mut input = child.stdin.take().unwrap();
    let text = "x".repeat(1 << 20);
    for _ in 0..100 {
        input.write_all(text.as_bytes()).unwrap();
    }
    let peak = peak(&child);
    input.write_all(b"\n").and_then(|()| input.write_all(CONTEXT)).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    let [bad, good] = answers.lines().collect::<Vec<_>>()[..] else { panic!("{answers}") };
    assert!(bad.contains("\"errorDetails\":\"line 1: longer than 16 MiB\"") && good.contains("\"true\""));
    assert!(peak.is_none_or(|kb| kb < 80_000), "{peak:?} kB");
}
