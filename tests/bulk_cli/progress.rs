//! Who waits at a terminal sees how much was read.

use crate::program::Sandbox;
use crate::terminal::Terminal;
use std::fs::File;
use std::io::Write;
use std::process::Command;

const DOING: &str = "reading contexts: ";

#[test]
fn a_line_tells_how_much_was_read_and_is_gone_when_the_result_is_printed() {
    let sandbox = Sandbox::example();
    let pipe = sandbox.path("contexts.ndjson");
    let has_pipes = Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    if !Terminal::is_possible() || !has_pipes {
        return;
    }
    for (more, result) in [("--summary", "1 context"), ("> answers.ndjson 2> /dev/tty", "")] {
        let arguments = format!("eval new-checkout --contexts contexts.ndjson {more}");
        let mut terminal = Terminal::run(&sandbox.path(""), &sandbox.path(""), &arguments);
        let mut input = File::options().write(true).open(&pipe).unwrap();
        input.write_all(b"{\"user_id\": \"user-123\"}\n").unwrap();
        terminal.until(&format!("{DOING}0 megabytes"));
        drop(input);
        let (code, screen) = terminal.types("");
        let (before, after) = screen.rsplit_once("\u{1b}[2K").unwrap();
        assert_eq!(code, Some(0));
        assert!(before.contains(DOING) && !after.contains(DOING) && after.contains(result), "{screen:?}");
    }
    let answers = std::fs::read_to_string(sandbox.path("answers.ndjson")).unwrap();
    assert!(answers.contains("\"true\"") && !answers.contains(DOING));
}
