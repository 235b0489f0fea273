//! Text that fits the terminal.

use super::Styled;
use anstyle::Style;

/// Parts with two spaces between them, indented; what does not fit goes on, at a space, on lines that are indented by two
/// more. Without a width nothing is wrapped.
pub(super) fn wrapped(parts: &[(Style, String)], indent: usize, width: Option<usize>) -> String {
    let width = width.unwrap_or(usize::MAX);
    let mut text = " ".repeat(indent);
    let mut column = indent;
    for (i, (style, part)) in parts.iter().enumerate() {
        for (j, word) in part.split(' ').enumerate() {
            let gap = if i > 0 && j == 0 { 2 } else { usize::from(j > 0) };
            let length = word.chars().count();
            if gap > 0 && column + gap + length > width {
                text.push('\n');
                column = indent + 2;
                text.push_str(&" ".repeat(column));
            } else {
                column += gap;
                text.push_str(&" ".repeat(gap));
            }
            text.push_str(&Styled(*style, word).to_string());
            column += length;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(parts: &[&str], width: Option<usize>) -> Vec<String> {
        let parts: Vec<_> = parts.iter().map(|part| (Style::new(), (*part).to_owned())).collect();
        wrapped(&parts, 2, width).lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_does_not_fit_goes_on_below() {
        let parts = ["checkout", "rollout 10% → 25%"];
        assert_eq!(lines(&parts, None), ["  checkout  rollout 10% → 25%"]);
        assert_eq!(lines(&parts, Some(29)), ["  checkout  rollout 10% → 25%"]);
        assert_eq!(lines(&parts, Some(28)), ["  checkout  rollout 10% →", "    25%"]);
        assert_eq!(lines(&parts, Some(3)), ["  checkout", "    rollout", "    10%", "    →", "    25%"]);
    }
}
