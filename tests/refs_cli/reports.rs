//! What is printed, and how the run ends.

use crate::git::Repo;
use crate::program::{Run, ffctl};
use crate::{project, refs, write};
use serde_json::json;

/// Two flags that are mentioned, one that is not, and one that the code asks for in vain.
fn shop() -> Repo {
    let patterns = r#"patterns: ['isEnabled( "{key}"', 'enabled?("{key}")'], aliases: [SCREAMING_SNAKE_CASE]"#;
    let repo = project(&["new-checkout", "search", "old-banner"], &format!("{patterns}, paths: [src]"));
    write(
        &repo,
        "src/web/checkout/page.ts",
        "// Remove \"new-checkout\" in February.\n\
         export function page(user: User) {\n\
         \tif (isEnabled(\"new-checkout\", user)) return onePage(user, isEnabled(\"search\", user), Flags.NEW_CHECKOUT);\n\
         \treturn isEnabled(\n\t\t\"new-chekcout\", user);\n}\n",
    );
    write(&repo, "src/jobs.rb", "run if enabled?('search') || enabled?('zzz')\n");
    repo
}

fn at_width(repo: &Repo, width: usize, arguments: &[&str]) -> Run {
    let mut command = ffctl(repo.path(), &[&["refs"], arguments].concat());
    command.env("COLUMNS", width.to_string());
    Run::of(command)
}

#[test]
fn the_overview_counts_by_flag_and_shows_what_is_asked_for_in_vain() {
    let repo = shop();
    for width in [60, 120] {
        insta::assert_snapshot!(format!("overview_at_{width}_columns"), at_width(&repo, width, &[]).transcript());
    }
}

#[test]
fn the_checklist_shows_every_mention_with_its_line() {
    let repo = shop();
    for width in [40, 60, 120] {
        let run = at_width(&repo, width, &["new-checkout", "old-banner"]);
        insta::assert_snapshot!(format!("checklist_at_{width}_columns"), run.transcript());
        let widest = run.out.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{}", run.out);
    }
}

#[test]
fn the_document_has_every_mention_and_every_finding() {
    insta::assert_snapshot!(refs(&shop(), &["--format", "json"]).transcript());
}

#[test]
fn the_exit_code_says_whether_something_is_denied() {
    let repo = shop();
    let code = |arguments: &[&str]| refs(&repo, arguments).code;
    assert_eq!(code(&[]), 1, "an unknown reference");
    assert_eq!(code(&["search"]), 0);
    assert_eq!((code(&["old-banner"]), code(&["old-banner", "--deny", "warning"])), (0, 1));
    assert_eq!((code(&["--unreferenced"]), code(&["--unreferenced", "--deny", "warning"])), (0, 1));
    write(&repo, "src/jobs.rb", "enabled?('search')\nenabled?('old-banner')");
    write(&repo, "src/web/checkout/page.ts", "Flags.NEW_CHECKOUT");
    assert_eq!((code(&[]), code(&["--deny", "warning"])), (0, 0));
    write(&repo, "src/web/checkout/page.ts", "");
    assert_eq!((code(&[]), code(&["--deny", "warning"])), (0, 1));
}

#[test]
fn unreferenced_flags_can_be_asked_for_alone() {
    let repo = shop();
    let run = refs(&repo, &["--unreferenced"]);
    assert_eq!(run.out, "KEY         MENTIONS  FILES  OWNER\nold-banner  none      -      o\n");
    assert_eq!(run.err, "2 files looked into: 1 flag without a mention\n");
    let run = refs(&repo, &["--unreferenced", "search"]);
    let said = "2 files looked into: no flag without a mention\n";
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", said, 0));
}

#[test]
fn quiet_is_the_result_and_no_more() {
    let run = refs(&shop(), &["-q", "search"]);
    assert_eq!((run.out.lines().count(), run.err.as_str()), (3, ""));
}

#[test]
fn an_unknown_key_is_answered_with_the_nearest() {
    let run = refs(&shop(), &["new-chekout"]);
    let said = "error: there is no flag 'new-chekout'\nhelp: did you mean 'new-checkout'?\n";
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), ("", said, 2));
}

#[test]
fn other_peoples_text_cannot_steer_the_terminal() {
    let repo = shop();
    write(&repo, "src/jobs.rb", "\x1b[2J enabled?('search') \x07\r x\n");
    let run = refs(&repo, &["search", "--color", "never"]);
    assert!(!run.out.contains(['\x1b', '\x07', '\r']), "{:?}", run.out);
    let document = refs(&repo, &["search", "--format", "json"]).json();
    assert_eq!(document["flags"][0]["mentions"][0]["text"], json!("[2J enabled?('search')    x"));
}
