//! `ffctl watch`: what is saved is told as it is saved.

#![cfg(feature = "watch")]

#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;
#[path = "common/terminal.rs"]
mod terminal;

use git::Repo;
use program::{Sandbox, TODAY, flag};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use terminal::Terminal;

/// Longer than any machine needs.
const LIMIT: Duration = Duration::from_secs(60);

const SETTINGS: &str = "environments: [staging, production]\n";

/// The program while it watches.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(sandbox: &Sandbox, arguments: &[&str]) -> Watch {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
        command.env_clear().env("FFCTL_NOW", TODAY).current_dir(sandbox.path("")).arg("watch").args(arguments);
        command.env("COLUMNS", "60").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program");
        let out = BufReader::new(child.stdout.take().expect("what it prints"));
        let (tell, lines) = channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        Watch { child, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(LIMIT).expect("a line")
    }

    /// The next event of those that are printed for machines.
    fn event(&self) -> Value {
        serde_json::from_str(&self.line()).expect("a document a line")
    }

    /// The lines up to one that contains this.
    fn until(&self, words: &str) -> String {
        let mut text = String::new();
        loop {
            let line = self.line();
            let is_last = line.contains(words);
            text.push_str(&line);
            text.push('\n');
            if is_last {
                return text;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rollout(percent: &str) -> String {
    flag(&format!("rollout: 0\nenvironments:\n  production: {{rollout: {percent}}}"))
}

fn sandbox() -> Sandbox {
    Sandbox::new(&[("ffctl.yaml", SETTINGS.to_owned()), ("checkout.yaml", rollout("10"))])
}

fn machines(sandbox: &Sandbox, more: &[&str]) -> Watch {
    Watch::start(sandbox, &[&["--format", "ndjson"], more].concat())
}

/// Writes a file at once, so that it is never seen half written.
fn write(sandbox: &Sandbox, path: &str, content: impl AsRef<[u8]>) {
    sandbox.write(".next", content);
    let path = sandbox.path("flags").join(path);
    fs::create_dir_all(path.parent().expect("a folder above")).expect("the folders above");
    fs::rename(sandbox.path("flags/.next"), path).expect("a rename");
}

/// The words of an event's changes.
fn words(event: &Value) -> Vec<&str> {
    let changes = event["changes"].as_array().expect("changes");
    changes.iter().map(|change| change["words"].as_str().expect("words")).collect()
}

/// The rules of what an event found, or of what was solved.
fn rules<'e>(event: &'e Value, list: &str) -> Vec<&'e str> {
    event[list].as_array().expect("a list").iter().map(|found| found["rule"].as_str().expect("a rule")).collect()
}

#[test]
fn people_read_what_each_save_did() {
    let sandbox = sandbox();
    let watch = Watch::start(&sandbox, &[]);
    let mut told = watch.until("all is well");
    write(&sandbox, "checkout.yaml", rollout("25"));
    told += &watch.until("rollout 10% → 25%");
    write(&sandbox, "checkout.yaml", rollout("101"));
    told += &watch.until("= help");
    write(&sandbox, "checkout.yaml", rollout("50"));
    told += &watch.until("solved");
    write(&sandbox, "checkout.yaml", format!("# a note\n{}", rollout("50")));
    told += &watch.until("nothing changes in meaning");
    fs::remove_file(sandbox.path("flags/checkout.yaml")).expect("the file");
    told += &watch.until("removed");
    write(&sandbox, "payments/refunds.yaml", flag("rollout: 5"));
    told += &watch.until("created");
    insta::assert_snapshot!(told);
}

#[test]
fn machines_read_an_event_a_line() {
    let sandbox = sandbox();
    let watch = machines(&sandbox, &[]);
    let start = watch.event();
    let time = "2026-11-21T00:00:00Z";
    assert_eq!(
        start,
        json!({"version": 1, "event": "start", "time": time, "saved": [], "flags": 1, "errors": 0, "warnings": 0,
               "problem": null, "changes": [], "found": [], "solved": []})
    );
    write(&sandbox, "checkout.yaml", rollout("25"));
    let save = watch.event();
    assert_eq!((&save["event"], &save["saved"]), (&json!("save"), &json!(["flags/checkout.yaml"])));
    let change = &save["changes"][0];
    assert_eq!(change["key"], "checkout");
    assert_eq!(change["environment"], "production");
    assert_eq!((&change["from"], &change["to"]), (&json!("10"), &json!("25")));
    assert_eq!(words(&save), ["rollout 10% → 25%"]);
}

#[test]
fn a_tree_that_is_invalid_at_the_start_is_watched_until_it_is_mended() {
    let sandbox = sandbox();
    write(&sandbox, "checkout.yaml", rollout("101"));
    write(&sandbox, "good.yaml", flag("rollout: 5"));
    let watch = machines(&sandbox, &[]);
    let start = watch.event();
    assert_eq!((&start["flags"], &start["errors"]), (&json!(1), &json!(1)));
    assert_eq!(rules(&start, "found"), ["rollout-out-of-range"]);
    write(&sandbox, "good.yaml", flag("rollout: 6"));
    let save = watch.event();
    assert_eq!(words(&save), ["rollout 5% → 6%"], "what is valid is told meanwhile");
    assert_eq!(rules(&save, "found"), [""; 0], "what is known is not told again");
    write(&sandbox, "checkout.yaml", rollout("10"));
    let save = watch.event();
    assert_eq!((rules(&save, "solved"), words(&save)), (vec!["rollout-out-of-range"], vec!["valid again"]));
    assert_eq!((&save["flags"], &save["errors"]), (&json!(2), &json!(0)));
}

#[test]
fn what_is_mended_is_compared_with_what_was_valid_last() {
    let sandbox = sandbox();
    let watch = machines(&sandbox, &[]);
    watch.event();
    for (percent, changes) in [("101", vec![]), ("102", vec![]), ("40", vec!["rollout 10% → 40%"])] {
        write(&sandbox, "checkout.yaml", rollout(percent));
        assert_eq!(words(&watch.event()), changes, "{percent}");
    }
    write(&sandbox, "new.yaml", "rollout: [");
    assert_eq!(words(&watch.event()), [""; 0]);
    write(&sandbox, "new.yaml", flag("rollout: 5"));
    let event = watch.event();
    assert!(words(&event)[0].starts_with("created"), "{event}");
}

#[test]
fn a_warning_is_told_once_and_once_more_when_it_is_solved() {
    let sandbox = sandbox();
    let watch = machines(&sandbox, &[]);
    watch.event();
    let variants = |more: &str| flag(&format!("variants: {{a: 1, b: 2}}\nfallback: a\nserve: {more}"));
    write(&sandbox, "limit.yaml", variants("a"));
    let event = watch.event();
    assert_eq!((rules(&event, "found"), &event["warnings"]), (vec!["unserved-variant"], &json!(1)));
    write(&sandbox, "limit.yaml", format!("# a line more\n{}", variants("a")));
    assert_eq!(rules(&watch.event(), "found"), [""; 0]);
    write(&sandbox, "limit.yaml", variants("a\nrollout: 101"));
    let event = watch.event();
    assert_eq!((rules(&event, "found"), rules(&event, "solved")), (vec!["rollout-out-of-range"], vec![]));
    write(&sandbox, "limit.yaml", variants("a\nrollout: 100"));
    let event = watch.event();
    assert_eq!((rules(&event, "found"), rules(&event, "solved")), (vec![], vec!["rollout-out-of-range"]));
    write(&sandbox, "limit.yaml", variants("b"));
    assert_eq!(rules(&watch.event(), "solved"), ["unserved-variant"]);
}

#[test]
fn the_flags_own_tests_are_run_where_that_is_asked_for() {
    let sandbox = sandbox();
    let tested = |percent: &str, more: &str| {
        format!(
            "{}{more}tests:\n  - {{context: {{user_id: u}}, expect: false}}\n",
            flag(&format!("rollout: {percent}"))
        )
    };
    write(&sandbox, "checkout.yaml", tested("0", ""));
    let (watch, without) = (machines(&sandbox, &["--test"]), machines(&sandbox, &[]));
    assert_eq!(watch.event()["errors"], 0);
    without.event();
    write(&sandbox, "checkout.yaml", tested("100", ""));
    assert_eq!(rules(&watch.event(), "found"), ["failed-case"]);
    assert_eq!(rules(&without.event(), "found"), [""; 0]);
    write(&sandbox, "checkout.yaml", tested("100", "ownr: o\n"));
    assert_eq!(rules(&watch.event(), "solved"), [""; 0], "a case that is not run is not mended");
    write(&sandbox, "checkout.yaml", tested("0", ""));
    assert!(rules(&watch.event(), "solved").contains(&"failed-case"));
}

#[test]
fn a_directory_that_is_gone_is_told_and_watched_again_when_it_is_back() {
    let sandbox = sandbox();
    let watch = machines(&sandbox, &[]);
    watch.event();
    fs::rename(sandbox.path("flags"), sandbox.path("away")).expect("a rename");
    let problem = watch.event()["problem"].to_string();
    assert!(problem.contains("cannot open the flags directory flags"), "{problem}");
    fs::write(sandbox.path("away/checkout.yaml"), rollout("25")).expect("a file");
    fs::rename(sandbox.path("away"), sandbox.path("flags")).expect("a rename");
    let back = watch.event();
    assert_eq!((words(&back), &back["problem"]), (vec!["rollout 10% → 25%"], &json!(null)));
}

#[test]
fn a_directory_without_flags_is_watched_until_there_is_one() {
    let sandbox = Sandbox::new::<&str>(&[]);
    let watch = machines(&sandbox, &[]);
    let start = watch.event();
    assert_eq!(start["problem"], "there is no flag file (.yaml or .yml) in flags");
    write(&sandbox, "checkout.yaml", flag("rollout: 5"));
    assert_eq!(watch.event()["flags"], 1);
}

#[test]
fn whoever_reads_no_more_ends_it_in_silence() {
    let sandbox = sandbox();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
    command.env_clear().current_dir(sandbox.path("")).arg("watch").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    let mut out = BufReader::new(child.stdout.take().expect("what it prints"));
    out.read_line(&mut String::new()).expect("a line");
    drop(out);
    write(&sandbox, "checkout.yaml", rollout("25"));
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "watching flags; Ctrl-C ends it\n");
}

#[test]
fn on_a_terminal_it_goes_on_until_it_is_interrupted() {
    if !Terminal::is_possible() {
        return;
    }
    let repo = Repo::new();
    repo.write("flags/checkout.yaml", &rollout("10"));
    repo.write("flags/ffctl.yaml", SETTINGS);
    let mut terminal = Terminal::run(repo.path(), repo.home(), "watch");
    terminal.until("all is well");
    repo.write("flags/checkout.yaml", &rollout("25"));
    terminal.until("25%");
    let (code, screen) = terminal.types("\x03");
    assert_eq!(code, Some(130));
    assert!(!screen.contains("\x1b[2J") && !screen.contains("\x1b[H"), "the screen is never cleared: {screen:?}");
}

#[test]
fn quietly_it_tells_news_alone() {
    let sandbox = sandbox();
    let watch = Watch::start(&sandbox, &["--quiet"]);
    // A change is told over and over until it is seen: quietly nothing says when the first files were read.
    let line = (11..60).find_map(|percent| {
        write(&sandbox, "checkout.yaml", format!("# a note\n{}", rollout(&percent.to_string())));
        watch.lines.recv_timeout(Duration::from_secs(1)).ok()
    });
    assert_eq!(line.as_deref(), Some("00:00:00  flags/checkout.yaml  all is well"));
    assert!(watch.line().contains("checkout  production  rollout "));
    write(&sandbox, "checkout.yaml", rollout("60"));
    watch.until("→ 60%");
    write(&sandbox, "checkout.yaml", format!("# another note\n{}", rollout("60")));
    std::thread::sleep(Duration::from_secs(1));
    write(&sandbox, "checkout.yaml", rollout("70"));
    assert_eq!(watch.until("→ 70%").lines().count(), 2, "nothing is said of the note");
}

#[test]
fn it_has_no_form_that_would_need_an_end() {
    let run = sandbox().run(&["watch", "--format", "json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("[possible values: table, ndjson]"), "{}", run.err);
}
