//! The page of the flag format, read as Markdown: its code blocks, its tables and its headings.

// Each test file uses a part of it.
#![allow(dead_code)]

/// The page as it stands in the sources.
pub(crate) const PAGE: &str = include_str!("../../src/format.md");

/// A fenced code block.
pub(crate) struct Block {
    /// What stands behind the fence: `yaml`, `console`, `text`.
    pub(crate) language: &'static str,
    /// Its lines.
    pub(crate) lines: Vec<&'static str>,
}

/// The code blocks and the lines outside of them.
fn parts() -> (Vec<Block>, Vec<&'static str>) {
    let (mut blocks, mut prose): (Vec<Block>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut inside = false;
    for line in PAGE.lines() {
        match (line.strip_prefix("```"), inside) {
            (Some(language), false) => blocks.push(Block { language, lines: Vec::new() }),
            (Some(_), true) => {}
            (None, true) => blocks.last_mut().expect("a block is open").lines.push(line),
            (None, false) => prose.push(line),
        }
        inside ^= line.starts_with("```");
    }
    assert!(!inside, "a code block is never closed");
    (blocks, prose)
}

/// Every code block.
pub(crate) fn blocks() -> Vec<Block> {
    parts().0
}

/// The lines outside of code blocks.
pub(crate) fn prose() -> Vec<&'static str> {
    parts().1
}

/// The example files: path from the folder that holds `flags/`, and text.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let examples = blocks().into_iter().filter(|block| block.language == "yaml");
    let file = |block: Block| {
        let path = block.lines.first().and_then(|line| line.strip_prefix("# flags/"));
        (path.unwrap_or_else(|| panic!("no path in {:?}", block.lines)), block.lines.join("\n") + "\n")
    };
    examples.map(file).collect()
}

/// The commands of the page with what they print.
pub(crate) fn runs() -> Vec<(&'static str, String)> {
    let mut runs: Vec<(&str, String)> = Vec::new();
    for block in blocks().iter().filter(|block| block.language == "console") {
        assert!(block.lines[0].starts_with("$ ffctl "), "{:?}", block.lines);
        for line in &block.lines {
            match line.strip_prefix("$ ffctl ") {
                Some(command) => runs.push((command, String::new())),
                None => runs.last_mut().expect("a command").1.push_str(&format!("{line}\n")),
            }
        }
    }
    runs
}

/// The titles of all headings.
pub(crate) fn headings() -> Vec<&'static str> {
    let titles = prose().into_iter().filter(|line| line.starts_with('#'));
    titles.map(|line| line.trim_start_matches('#').trim()).collect()
}

/// The rows of the tables under a heading whose first column has this title, cell by cell.
pub(crate) fn table(heading: &str, column: &str) -> Vec<Vec<&'static str>> {
    let prose = prose();
    let start = prose.iter().position(|line| line.trim_start_matches('#').trim() == heading && line.starts_with('#'));
    let start = start.unwrap_or_else(|| panic!("no heading {heading}"));
    let section = prose[start + 1..].split(|line| line.starts_with('#')).next().unwrap_or_default();
    let tables = section.split(|line| !line.starts_with('|')).filter(|lines| lines.len() > 2);
    let wanted = tables.filter(|lines| cells(lines[0])[0] == column);
    let rows: Vec<Vec<&str>> = wanted.flat_map(|lines| lines[2..].iter().map(|line| cells(line))).collect();
    assert!(!rows.is_empty(), "no table {column} under {heading}");
    rows
}

fn cells(row: &'static str) -> Vec<&'static str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

/// What stands in backquotes.
pub(crate) fn codes(text: &'static str) -> Vec<&'static str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// What stands in backquotes in the first column of a table, row by row.
pub(crate) fn names(heading: &str, column: &str) -> Vec<&'static str> {
    table(heading, column).iter().flat_map(|row| codes(row[0])).collect()
}
