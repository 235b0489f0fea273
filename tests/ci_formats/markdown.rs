//! Markdown, cut into cells as GitHub cuts it.

use super::{awkward, expired, found, run, said};

/// The cells of a table's line: a pipe divides, unless a backslash stands before it.
fn cells(line: &str) -> usize {
    let mut escaped = false;
    let divides = |c: char| {
        let divides = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        divides
    };
    line.chars()
        .filter({
            let mut divides = divides;
            move |c| divides(*c)
        })
        .count()
        - 1
}

fn rows(page: &str) -> Vec<&str> {
    page.lines().filter(|line| line.starts_with('|')).collect()
}

#[test]
fn no_words_break_out_of_their_cell() {
    let repo = awkward();
    let code = regex::Regex::new("`[^`]*`|<code>[^<]*</code>").unwrap();
    for (command, columns) in [("validate", 5), ("audit", 6)] {
        let page = said(&repo, command, "markdown").out;
        let rows = rows(&page);
        assert_eq!(rows.len(), 2 + found(&repo, command).len());
        assert!(rows.iter().all(|row| cells(row) == columns), "{page}");
        let words = code.replace_all(&page, "");
        for word in ["<b>", "@team", "#12", "\n::", "\u{1b}"] {
            assert!(!words.contains(word), "{word}: {page}");
        }
    }
}

#[test]
fn a_page_fits_in_a_comment_and_says_how_much_is_missing() {
    let (page, flags) = (said(&expired(1000), "audit", "markdown").out, 1000);
    assert!(page.chars().count() <= 65_536, "{}", page.chars().count());
    let shown = rows(&page).len() - 2;
    assert!(shown > 100, "as many as there is room for: {shown}");
    assert!(page.starts_with("### ffctl audit: 1000 errors\n"));
    assert!(page.ends_with(&format!("\n… and {} more: `ffctl audit` names them.\n", flags - shown)), "{page}");
}

#[test]
fn quiet_leaves_out_what_is_no_finding() {
    let clean = run(&expired(1), &["validate", "-q", "--format", "markdown"]);
    assert_eq!(clean.out, "### ffctl validate: nothing found\n");
}
