//! CODEOWNERS: patterns of paths, each with owners; the last pattern that matches counts.

use regex::Regex;
use std::collections::BTreeSet;

/// What a CODEOWNERS file says.
#[derive(Clone, Debug, Default)]
pub struct CodeOwners {
    /// Patterns and their owners, in the order written; what is no pattern matches nothing.
    rules: Vec<(Option<Regex>, Vec<String>)>,
}

impl CodeOwners {
    /// Where a repository has the file, in the order in which it is looked for.
    pub const PLACES: &[&str] = &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

    /// Reads the file. Lines that say nothing here (sections, approvals) are left out.
    pub fn parse(text: &str) -> CodeOwners {
        let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim());
        let rules = lines.filter(|line| !line.is_empty() && !line.starts_with(['#', '[', '^'])).filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((pattern(words.next()?), words.map(str::to_owned).collect()))
        });
        CodeOwners { rules: rules.collect() }
    }

    /// The owners of a path from the repository's root, as they are written; none where no pattern matches it.
    pub fn owners(&self, path: &str) -> &[String] {
        let matches = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(path));
        self.rules.iter().rfind(|(pattern, _)| matches(pattern)).map_or(&[], |(_, owners)| owners)
    }

    /// The first owner of a path, as flags name owners: `payments` for `@acme/payments`.
    pub fn owner(&self, path: &str) -> Option<String> {
        self.owners(path).first().map(|owner| CodeOwners::short_name(owner).to_owned())
    }

    /// An owner as flags name owners: `payments` for `@acme/payments`.
    pub fn short_name(owner: &str) -> &str {
        owner.strip_prefix('@').map_or(owner, |handle| handle.rsplit('/').next().unwrap_or(handle))
    }

    /// Everyone who owns anything, as they are written.
    pub fn all(&self) -> BTreeSet<&str> {
        self.rules.iter().flat_map(|(_, owners)| owners).map(String::as_str).collect()
    }
}

/// A pattern as gitignore has it: one with a slash before its end counts from the root, `*` stays inside a folder.
fn pattern(glob: &str) -> Option<Regex> {
    let from_root = glob.trim_end_matches('/').contains('/');
    let body = glob.trim_start_matches('/').trim_end_matches('/');
    let mut regex = String::from(if from_root { "^" } else { "^(.*/)?" });
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let (taken, part) = match c {
            '*' if rest.starts_with("**/") => (3, "(.*/)?".to_owned()),
            '*' if rest.starts_with("**") => (2, ".*".to_owned()),
            '*' => (1, "[^/]*".to_owned()),
            '?' => (1, "[^/]".to_owned()),
            c => (c.len_utf8(), regex::escape(&c.to_string())),
        };
        regex += &part;
        rest = &rest[taken..];
    }
    // A folder's pattern is about all that is in it; `docs/*` is only about what is right there.
    regex += match (glob.ends_with('/'), body.ends_with("/*")) {
        (true, _) => "/.*$",
        (_, true) => "$",
        _ => "(/.*)?$",
    };
    Regex::new(&regex).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pattern_that_matches_counts() {
        let text = "# all\n* @acme/everyone\n/flags/ @acme/platform @someone\n/flags/checkout/ @acme/payments # them\n\
                    docs/* writer@example.com\n*.md @writer\n/flags/none/\n[Section]\n";
        for (path, expected) in [
            ("src/main.rs", Some("everyone")),
            ("flags/a.yaml", Some("platform")),
            ("flags/checkout/a.yaml", Some("payments")),
            ("old/flags/a.yaml", Some("everyone")),
            ("docs/a.txt", Some("writer@example.com")),
            ("docs/deep/a.txt", Some("everyone")),
            ("deep/a.md", Some("writer")),
            ("flags/none/a.yaml", None),
        ] {
            assert_eq!(CodeOwners::parse(text).owner(path).as_deref(), expected, "{path}");
        }
        assert_eq!(CodeOwners::parse("").owner("a"), None);
        assert_eq!(CodeOwners::parse(text).owners("flags/a.yaml"), ["@acme/platform", "@someone"]);
        assert_eq!(CodeOwners::parse(text).all().len(), 6);
    }

    #[test]
    fn stars_and_question_marks_stay_inside_a_folder_and_two_stars_do_not() {
        for (glob, path, expected) in [
            ("/a/*.yaml", "a/b.yaml", true),
            ("/a/*.yaml", "a/b/c.yaml", false),
            ("a/**/c.yaml", "a/c.yaml", true),
            ("a/**/c.yaml", "a/x/y/c.yaml", true),
            ("/a/**", "a/x/y", true),
            ("b?.yaml", "deep/b1.yaml", true),
            ("a.c", "abc", false),
            ("flags", "x/flags/y.yaml", true),
        ] {
            assert_eq!(pattern(glob).unwrap().is_match(path), expected, "{glob} {path}");
        }
    }
}
