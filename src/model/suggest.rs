//! The nearest known name, for whoever mistyped one.

/// The known names nearest to `wrong`, best first, at most three; none where nothing is near.
///
/// Distance counts insertions, deletions, substitutions and swaps of neighbours, and ignores case and the
/// difference between `-`, `_` and a space.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = fold(wrong);
    let limit = (folded.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> =
        known.into_iter().filter_map(|name| Some((distance(&folded, &fold(name), limit)?, name))).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// A sentence that offers the nearest names, else lists all of a short list; `None` where there is nothing to offer.
pub fn hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    let near = nearest(wrong, known.clone());
    if !near.is_empty() {
        return Some(format!("did you mean {}?", join(&near, "or")));
    }
    let all: Vec<&str> = known.into_iter().collect();
    (!all.is_empty() && all.len() <= 16).then(|| format!("known: {}", all.join(", ")))
}

fn join(names: &[&str], conjunction: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {conjunction} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase().replace(['_', ' '], "-")
}

/// A longer name that begins with all of a shorter one (`prod`, `production`) is as near as one typing error.
fn distance(wrong: &str, known: &str, limit: usize) -> Option<usize> {
    if wrong.len() >= 3 && (known.starts_with(wrong) || wrong.starts_with(known)) {
        return Some(usize::from(wrong != known));
    }
    // Comparing takes time and space for both lengths multiplied, and whoever asks may send a name of any length.
    let at_least = wrong.chars().count().abs_diff(known.chars().count());
    let edits = (at_least <= limit).then(|| strsim::damerau_levenshtein(wrong, known))?;
    (edits <= limit).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_case_and_abbreviations_find_the_name() {
        let known = ["development", "staging", "production"];
        assert_eq!(nearest("prodcution", known), ["production"]);
        assert_eq!(nearest("prod", known), ["production"]);
        assert_eq!(nearest("Staging", known), ["staging"]);
        assert_eq!(nearest("greater-than", ["greater_than", "less_than"]), ["greater_than"]);
        assert!(nearest("qa", known).is_empty());
    }

    #[test]
    fn names_of_any_length_may_be_asked_for() {
        // Compared letter by letter, these would need a table of 200 GB.
        let (long, longer) = ("x".repeat(100_000), "y".repeat(250_000));
        assert!(nearest(&long, [longer.as_str(), "z"]).is_empty());
        assert_eq!(nearest("x", [long.as_str(), "y"]), ["y"]);
    }

    #[test]
    fn a_hint_offers_the_nearest_or_lists_what_there_is() {
        assert_eq!(hint("rolout", ["rollout", "rules"]).unwrap(), "did you mean 'rollout'?");
        assert_eq!(hint("zzz", ["staging", "production"]).unwrap(), "known: staging, production");
        assert_eq!(hint("zzz", []), None);
    }
}
