//! Other people's words in Markdown: they must neither format a comment, nor call anybody, nor link to anything.

/// Text as code, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A sentence for a table's cell or a list: what stands between two backticks is code, and all else is plain words.
pub(super) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // Of an even number of parts the last backtick has no partner: it is a character like others.
    let paired = if parts.len().is_multiple_of(2) { parts.len() - 1 } else { parts.len() };
    let mut prose = String::new();
    for (i, part) in parts.iter().enumerate() {
        match i {
            _ if i >= paired => prose.push_str(&format!("\\`{}", plain(part))),
            _ if i % 2 == 1 => prose.push_str(&code_in_cell(part)),
            _ => prose.push_str(&plain(part)),
        }
    }
    prose
}

/// Text as code that stays in its cell of a table.
pub(super) fn code_in_cell(text: &str) -> String {
    // A cell ends at a pipe also within code, and how backslashes before one are read differs: there, HTML says it.
    if text.contains(|c: char| matches!(c, '|' | '\\') || c.is_control()) {
        return format!("<code>{}</code>", text.chars().map(entity).collect::<String>());
    }
    code(text)
}

fn entity(c: char) -> String {
    match c {
        c if c.is_control() => " ".to_owned(),
        c if c.is_ascii_punctuation() => format!("&#{};", u32::from(c)),
        c => c.to_string(),
    }
}

/// Plain words.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut plain = String::with_capacity(text.len());
    let mut following = text.chars().skip(1);
    for c in text.chars() {
        let next = following.next();
        match c {
            '\n' | '\r' => plain.push_str("<br>"),
            c if c.is_control() => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => plain.extend(['\\', c]),
            // `@name` would notify somebody, `#12` refer to an issue: the empty comment keeps them apart.
            '@' | '#' if next.is_some_and(char::is_alphanumeric) => {
                plain.extend([c].into_iter().chain("<!-- -->".chars()))
            }
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_as_code_stays_whole_whatever_is_in_it() {
        for (text, expected) in
            [("a|b", "`a|b`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("@team <b>", "`@team <b>`"), ("", "`  `")]
        {
            assert_eq!(code(text), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_ends_its_cell_or_its_line(text in "[`|\\\\<>a\n\u{1b}@#\\[\\]()!é]{0,24}") {
            for cell in [prose(&text), code_in_cell(&text)] {
                let mut escaped = false;
                for c in cell.chars() {
                    assert!(escaped || c != '|', "{cell}");
                    assert!(!c.is_control(), "{cell}");
                    escaped = c == '\\' && !escaped;
                }
            }
        }
    }

    #[test]
    fn a_sentence_keeps_its_code_and_nothing_else_formats() {
        for (text, expected) in [
            ("take it to `ffctl rollout a 100`", "take it to `ffctl rollout a 100`"),
            ("unknown field `a|b`", "unknown field <code>a&#124;b</code>"),
            ("`a`b<img src=x>`", "`a`b&lt;img src=x&gt;\\`"),
            ("one ` alone, *bold* _x_", "one \\` alone, \\*bold\\* \\_x\\_"),
            ("a|b\\|c", "a\\|b\\\\\\|c"),
            ("ask @team or a@b.c, see #12 and #", "ask @<!-- -->team or a@<!-- -->b.c, see #<!-- -->12 and #"),
            ("[click](http://x) ![i](y)", "\\[click\\](http://x) \\!\\[i\\](y)"),
            ("two\r\nlines\nand more", "two<br>lines<br>and more"),
            ("&lt; ]]>", "&amp;lt; \\]\\]&gt;"),
            ("bell\u{7} `\u{1b}[2J`", "bell  <code> &#91;2J</code>"),
            ("", ""),
        ] {
            assert_eq!(prose(text), expected, "{text}");
        }
    }
}
