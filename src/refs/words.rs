//! The words of a key, and the names that code makes of them.

use crate::model::Alias;

/// The words of a key: divided by `-`, `_` and `.`, and where a capital letter begins one, as in `newCheckout`.
pub(super) fn words(key: &str) -> Vec<String> {
    let parts = key.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.flat_map(humps).map(str::to_ascii_lowercase).collect()
}

/// `HTTPServerV2` is `HTTP`, `Server`, `V2`.
fn humps(part: &str) -> Vec<&str> {
    let bytes = part.as_bytes();
    let begins = |at: usize| {
        let follows_small = !bytes[at - 1].is_ascii_uppercase();
        let before_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        bytes[at].is_ascii_uppercase() && (follows_small || before_small)
    };
    let mut starts: Vec<usize> = (1..bytes.len()).filter(|&at| begins(at)).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([part.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &part[start..end]).collect()
}

/// The words written this way.
pub(super) fn written(alias: Alias, words: &[String]) -> String {
    match alias {
        Alias::Snake => words.join("_"),
        Alias::ScreamingSnake => words.join("_").to_ascii_uppercase(),
        Alias::Dotted => words.join("."),
        Alias::Pascal => words.iter().map(|word| capitalised(word)).collect(),
        Alias::Camel => {
            let rest = words.iter().skip(1).map(|word| capitalised(word));
            words.first().cloned().into_iter().chain(rest).collect()
        }
    }
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_ascii_uppercase() + rest
}

/// Whether the words can be told apart when written this way: `newCheckout` can be nothing else, `checkout` and
/// `checkout2` are names that code has anyway.
pub(super) fn is_distinctive(alias: Alias, words: &[String]) -> bool {
    match alias {
        Alias::Snake | Alias::ScreamingSnake | Alias::Dotted => words.len() > 1,
        Alias::Camel | Alias::Pascal => {
            words.iter().skip(1).any(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_divided_into_words() {
        for (key, expected) in [
            ("checkout", "checkout"),
            ("new-checkout", "new checkout"),
            ("new_checkout.v2", "new checkout v2"),
            ("newCheckoutV2", "new checkout v2"),
            ("HTTPServer", "http server"),
            ("A-b--c.", "a b c"),
            ("x2-3", "x2 3"),
            ("OAuth", "o auth"),
        ] {
            assert_eq!(words(key).join(" "), expected, "{key}");
        }
    }

    #[test]
    fn words_are_written_in_each_way() {
        let all = |key: &str| Alias::ALL.iter().map(|&alias| written(alias, &words(key))).collect::<Vec<_>>();
        let expected = ["new_checkout_2", "newCheckout2", "NewCheckout2", "NEW_CHECKOUT_2", "new.checkout.2"];
        assert_eq!(all("new-checkout-2"), expected);
        assert_eq!(all("checkout"), ["checkout", "checkout", "Checkout", "CHECKOUT", "checkout"]);
    }

    #[test]
    fn a_plain_word_is_not_distinctive() {
        let of = |alias, key: &str| is_distinctive(alias, &words(key));
        assert!(Alias::ALL.iter().all(|&alias| of(alias, "new-checkout") && !of(alias, "checkout")));
        assert!(of(Alias::Snake, "checkout-2") && !of(Alias::Camel, "checkout-2") && of(Alias::Camel, "checkout-v2"));
    }
}
