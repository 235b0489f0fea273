//! Long values, cut so that a change stays one line and its difference in sight.

/// The most characters of one value.
const LONGEST: usize = 48;
/// How many characters are left around a difference.
const AROUND: usize = 16;
/// The most entries of a list that are named.
const LISTED: usize = 4;

/// The beginning of a value, for a line that has other things to say.
pub fn beginning(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

/// The first entries of a list: `a, b, c, d, … 3 more`.
pub(super) fn listed(items: &[String]) -> String {
    let shown = if items.len() > LISTED + 1 { LISTED } else { items.len() };
    let mut words: Vec<String> = items[..shown].iter().map(|item| beginning(item)).collect();
    if shown < items.len() {
        words.push(format!("… {} more", items.len() - shown));
    }
    words.join(", ")
}

/// Two values that differ, cut to where they do.
pub(super) fn pair(from: &str, to: &str) -> (String, String) {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len().max(to.len()) <= LONGEST {
        return (from.iter().collect(), to.iter().collect());
    }
    let alike = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let room = from.len().min(to.len()) - alike;
    let alike_at_end = from.iter().rev().zip(to.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let start = start_of_context(&from[..alike]);
    let cut = |text: &[char]| {
        let end = end_of_context(text, text.len() - alike_at_end);
        let inside: String = text[start..end].iter().collect();
        let (before, after) = (ellipsis(start > 0), ellipsis(end < text.len()));
        if end - start > LONGEST { before.to_owned() + &beginning(&inside) } else { format!("{before}{inside}{after}") }
    };
    (cut(&from), cut(&to))
}

fn ellipsis(cut: bool) -> &'static str {
    if cut { "…" } else { "" }
}

/// Where the context before a difference begins: at a word, if one begins there.
fn start_of_context(alike: &[char]) -> usize {
    let start = alike.len().saturating_sub(AROUND);
    let word = alike[start..].iter().position(|c| *c == ' ').map(|space| start + space + 1);
    if start == 0 { 0 } else { word.unwrap_or(start) }
}

/// Where the context after a difference ends: at a word, if one ends there.
fn end_of_context(text: &[char], difference: usize) -> usize {
    let end = (difference + AROUND).min(text.len());
    let word = text[difference..end].iter().rposition(|c| *c == ' ').map(|space| difference + space);
    if end == text.len() { end } else { word.unwrap_or(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_stays_whole() {
        assert_eq!(pair("a", "b"), ("a".to_owned(), "b".to_owned()));
        assert_eq!(beginning(&"é".repeat(LONGEST)), "é".repeat(LONGEST));
        assert_eq!(listed(&["a", "b", "c", "d", "e"].map(str::to_owned)), "a, b, c, d, e");
    }

    #[test]
    fn what_is_long_is_cut_to_where_it_differs() {
        let words = |last: &str| format!("all of these words are the same up to here {last} and again from here on");
        assert_eq!(
            pair(&words("red"), &words("blue")),
            ("…up to here red and again from…".to_owned(), "…up to here blue and again from…".to_owned())
        );
        let (from, to) = pair(&"x".repeat(200), &"x".repeat(201));
        assert_ne!(from, to);
        let (from, to) = pair("", &"é".repeat(100));
        assert_eq!((from.as_str(), to.chars().count()), ("", LONGEST + 1));
        let many: Vec<String> = (0..9).map(|n| n.to_string()).collect();
        assert_eq!(listed(&many), "0, 1, 2, 3, … 5 more");
    }
}
