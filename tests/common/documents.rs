//! Random YAML documents, written the way people do.

use proptest::prelude::*;
use serde_yaml::Value;

/// A value of a document, before anybody decided how it is written.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Leaf(usize),
    Map(Vec<(usize, Tree)>),
    List(Vec<Tree>),
}

/// The keys of mappings.
pub(crate) const KEYS: &[&str] = &[
    "rollout",
    "enabled",
    "true",
    "2",
    "owner",
    "a b",
    "é",
    "x.y",
    "environments",
    "rules",
    "tests",
    "it's",
    "null_",
    "description",
];
/// Scalars as they are written on one line, in and out of braces.
const LEAVES: &[&str] = &[
    "10",
    "true",
    "a",
    "a b",
    "'it''s'",
    "\"a\\n\\u00e9 # no\"",
    "2.10",
    "~",
    "null",
    "ü",
    "2026-11-01",
    "!!str 7",
    "&x 1",
    "'rollout: 10'",
    "https://a.b/c#d",
    "\"\"",
    "-1e3",
    "-x",
    "''",
    "%",
];

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (0..LEAVES.len()).prop_map(Tree::Leaf);
    let inner = leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            4 => entries(inner.clone(), 0),
            2 => prop::collection::vec(inner, 0..4).prop_map(Tree::List),
        ]
    });
    entries(inner, 1)
}

fn entries(value: impl Strategy<Value = Tree>, least: usize) -> impl Strategy<Value = Tree> {
    prop::collection::btree_map(0..KEYS.len(), value, least..5).prop_map(|map| Tree::Map(map.into_iter().collect()))
}

/// Writes trees the way people do: each in another way.
struct Writer {
    out: String,
    newline: &'static str,
    /// Decisions, one after the other, over and over.
    choices: Vec<u8>,
    next: usize,
    comments: usize,
}

impl Writer {
    fn choose(&mut self, of: usize) -> usize {
        self.next += 1;
        usize::from(self.choices[self.next % self.choices.len()]).wrapping_add(self.next / self.choices.len()) % of
    }

    fn document(mut self, tree: &Tree) -> String {
        if self.choose(8) == 0 {
            self.out.push('\u{feff}');
        }
        self.comment_lines(0);
        if self.choose(4) == 0 {
            self.out.push_str("---");
            self.end_line();
        }
        match tree {
            Tree::Map(entries) if self.choose(6) > 0 => self.block_map(entries, 0, false),
            _ => {
                self.flow(tree, 0);
                self.end_line();
            }
        }
        match self.choose(6) {
            0 => self.out.push_str("..."),
            1 => self.out.truncate(self.out.trim_end_matches(['\r', '\n']).len()),
            _ => {}
        }
        self.out
    }

    fn comment(&mut self) {
        self.comments += 1;
        let same_words = if self.choose(2) == 0 { "" } else { " rollout: 10, {x}" };
        self.out.push_str(&format!("# §§{}.{same_words}", self.comments));
    }

    /// An end-of-line comment, and the line break.
    fn end_line(&mut self) {
        match self.choose(6) {
            0 => {
                self.out.push_str("  ");
                self.comment();
            }
            1 => {
                self.out.push('\t');
                self.comment();
            }
            2 => self.out.push(' '),
            _ => {}
        }
        self.out.push_str(self.newline);
    }

    fn comment_lines(&mut self, column: usize) {
        let lines = self.choose(8).saturating_sub(5);
        for _ in 0..lines {
            if self.choose(3) > 0 {
                let deeper = [0, 0, 1, 3][self.choose(4)];
                self.indent(column + deeper);
                self.comment();
            }
            self.out.push_str(self.newline);
        }
    }

    fn indent(&mut self, columns: usize) {
        self.out.push_str(&" ".repeat(columns));
    }

    fn key(&mut self, key: usize, quoted: bool) {
        let key = KEYS[key];
        match self.choose(10) {
            0 => self.out.push_str(&format!("'{}'", key.replace('\'', "''"))),
            choice if choice == 1 || quoted => self.out.push_str(&format!("\"{key}\"")),
            _ => self.out.push_str(key),
        }
    }

    /// `inline`: the first key stands where the line already is.
    fn block_map(&mut self, entries: &[(usize, Tree)], column: usize, mut inline: bool) {
        let quoted = self.choose(8) == 0;
        let aligned = self.choose(6) == 0;
        for (key, value) in entries {
            if !inline {
                self.comment_lines(column);
                self.indent(column);
            }
            let explicit = self.choose(16) == 0;
            if explicit {
                self.out.push_str("? ");
            }
            self.key(*key, quoted);
            if explicit {
                self.out.push_str(self.newline);
                self.indent(column);
            }
            self.out.push(':');
            if aligned {
                self.out.push_str("   ");
            }
            self.value(value, column, true);
            inline = false;
        }
    }

    /// What stands after a colon or a dash.
    fn value(&mut self, value: &Tree, column: usize, after_colon: bool) {
        let step = 1 + self.choose(4);
        match value {
            Tree::Leaf(leaf) => self.block_leaf(*leaf, column),
            Tree::Map(entries) if !entries.is_empty() && self.choose(3) > 0 => {
                if after_colon || self.choose(5) == 0 {
                    self.end_line();
                    self.block_map(entries, column + step, false);
                } else {
                    self.indent(step);
                    self.block_map(entries, column + 1 + step, true);
                }
            }
            Tree::List(items) if !items.is_empty() && self.choose(3) > 0 => {
                self.end_line();
                let step = if after_colon && self.choose(2) == 0 { 0 } else { step };
                self.block_list(items, column + step);
            }
            _ => {
                self.out.push(' ');
                self.flow(value, column);
                self.end_line();
            }
        }
    }

    fn block_list(&mut self, items: &[Tree], column: usize) {
        for item in items {
            self.comment_lines(column);
            self.indent(column);
            self.out.push('-');
            self.value(item, column, false);
        }
    }

    fn block_leaf(&mut self, leaf: usize, column: usize) {
        let inner = column + 1 + self.choose(3);
        match self.choose(12) {
            0 => {
                let header = ["|", ">", "|-", ">-", "|+", ">+"][self.choose(6)];
                self.out.push_str(&format!(" {header}"));
                self.end_line();
                for line in ["rollout: 10", "", "  # no comment"] {
                    let columns = if line.is_empty() { 0 } else { inner };
                    self.indent(columns);
                    self.out.push_str(line);
                    self.out.push_str(self.newline);
                }
                if self.choose(2) == 0 {
                    self.out.push_str(self.newline);
                }
            }
            1 => {
                self.end_line();
                self.indent(inner);
                self.out.push_str(LEAVES[leaf]);
                self.end_line();
            }
            2 => self.end_line(),
            _ => {
                self.out.push(' ');
                self.out.push_str(LEAVES[leaf]);
                self.end_line();
            }
        }
    }

    fn flow(&mut self, value: &Tree, column: usize) {
        let (open, close, count) = match value {
            Tree::Leaf(leaf) => return self.out.push_str(LEAVES[*leaf]),
            Tree::Map(entries) => ('{', '}', entries.len()),
            Tree::List(items) => ('[', ']', items.len()),
        };
        self.out.push(open);
        let (on_lines, padded, quoted) = (self.choose(3) == 0, self.choose(3) == 0, self.choose(3) == 0);
        let trailing_comma = count > 0 && self.choose(4) == 0;
        let inner = column + 2;
        if on_lines {
            self.end_line();
        }
        for index in 0..count {
            let together = on_lines && index > 0 && self.choose(6) == 0;
            if on_lines && !together {
                self.comment_lines(inner);
                self.indent(inner);
            } else if padded || index > 0 {
                self.out.push(' ');
            }
            match value {
                Tree::Leaf(_) => {}
                Tree::Map(entries) => {
                    self.key(entries[index].0, quoted);
                    self.out.push_str(": ");
                    self.flow(&entries[index].1, inner);
                }
                Tree::List(items) => self.flow(&items[index], inner),
            }
            if index + 1 < count || trailing_comma {
                self.out.push(',');
            }
            if on_lines && (index + 1 == count || self.choose(6) > 0) {
                self.end_line();
            }
        }
        if on_lines {
            self.out.push_str(self.newline);
            self.indent(column + 1);
        } else if padded {
            self.out.push(' ');
        }
        self.out.push(close);
    }
}

/// A tree, and a text of it that YAML parsers read.
pub(crate) fn document() -> impl Strategy<Value = (Tree, String)> {
    let choices = prop::collection::vec(any::<u8>(), 16..64);
    (tree(), choices, any::<bool>()).prop_filter_map("a parser refuses some tabs", |(tree, choices, crlf)| {
        let newline = if crlf { "\r\n" } else { "\n" };
        let writer = Writer { out: String::new(), newline, choices, next: 0, comments: 0 };
        let text = writer.document(&tree);
        serde_yaml::from_str::<Value>(without_mark(&text)).is_ok().then_some((tree, text))
    })
}

/// `serde_yaml` takes a byte order mark for a column.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
