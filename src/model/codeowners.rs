//! CODEOWNERS: patterns of paths, each with owners; the last pattern that matches counts.

use regex::Regex;
use std::collections::BTreeSet;

/// What a CODEOWNERS file says.
#[derive(Clone, Debug, Default)]
pub struct CodeOwners {
    /// Each for itself: of every section of GitLab's the last pattern counts. Elsewhere there is one.
    sections: Vec<Section>,
}

#[derive(Clone, Debug, Default)]
struct Section {
    /// Who owns what a pattern names nobody for.
    default: Vec<String>,
    /// Patterns and their owners, in the order written.
    rules: Vec<(Regex, Vec<String>)>,
}

impl CodeOwners {
    /// Where a repository has the file, in the order in which it is looked for.
    pub const PLACES: &[&str] = &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

    /// Reads the file; a line that makes no sense says nothing.
    pub fn parse(text: &str) -> CodeOwners {
        let mut sections = vec![Section::default()];
        for line in text.lines().map(without_comment).filter(|line| !line.is_empty()) {
            if let Some(default) = section_heading(line) {
                sections.push(Section { default, rules: Vec::new() });
            } else if let Some(section) = sections.last_mut() {
                section.rules.extend(rule(line));
            }
        }
        CodeOwners { sections }
    }

    /// The owners of a path from the repository's root, as they are written; none where nobody owns it.
    pub fn owners(&self, path: &str) -> Vec<&str> {
        let mut owners: Vec<&str> = Vec::new();
        for owner in self.sections.iter().flat_map(|section| section.owners(path)) {
            if !owners.contains(&owner.as_str()) {
                owners.push(owner);
            }
        }
        owners
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
        let of_rules = self.sections.iter().flat_map(|section| &section.rules).flat_map(|(_, owners)| owners);
        of_rules.chain(self.sections.iter().flat_map(|section| &section.default)).map(String::as_str).collect()
    }
}

impl Section {
    fn owners(&self, path: &str) -> &[String] {
        let rule = self.rules.iter().rfind(|(pattern, _)| pattern.is_match(path));
        rule.map_or(&[], |(_, owners)| if owners.is_empty() { &self.default } else { owners })
    }
}

/// The line up to a `#` that stands at its beginning or behind a space.
fn without_comment(line: &str) -> &str {
    let line = line.trim();
    let end = if line.starts_with('#') { 0 } else { line.find(" #").unwrap_or(line.len()) };
    line[..end].trim_end()
}

/// The owners behind `[Section]`, `^[Section]` or `[Section][2]`.
fn section_heading(line: &str) -> Option<Vec<String>> {
    let heading = line.strip_prefix('^').unwrap_or(line).strip_prefix('[')?;
    let (_, behind) = heading.split_once(']')?;
    let behind = behind.strip_prefix('[').and_then(|count| count.split_once(']')).map_or(behind, |(_, rest)| rest);
    Some(behind.split_whitespace().map(str::to_owned).collect())
}

fn rule(line: &str) -> Option<(Regex, Vec<String>)> {
    let (glob, owners) = divide(line);
    Some((pattern(&glob)?, owners.split_whitespace().map(str::to_owned).collect()))
}

/// The pattern, its escapes undone, and what stands behind it.
fn divide(line: &str) -> (String, &str) {
    let mut glob = String::new();
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => glob.extend(chars.next().map(|(_, escaped)| escaped)),
            c if c.is_whitespace() => return (glob, &line[at..]),
            c => glob.push(c),
        }
    }
    (glob, "")
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
            c => (c.len_utf8(), regex::escape(c.encode_utf8(&mut [0; 4]))),
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
    fn the_last_pattern_that_matches_counts_also_where_it_names_nobody() {
        let text = "# all\n* @acme/everyone\n/flags/ @acme/platform @someone\n/flags/checkout/ @acme/payments # them\n\
                    docs/* writer@example.com\n*.md @writer\n/flags/none/\nwith\\ space/ @space\n\n";
        let owners = CodeOwners::parse(text);
        for (path, expected) in [
            ("src/main.rs", &["@acme/everyone"][..]),
            ("flags/a.yaml", &["@acme/platform", "@someone"]),
            ("flags/checkout/a.yaml", &["@acme/payments"]),
            ("old/flags/a.yaml", &["@acme/everyone"]),
            ("docs/a.txt", &["writer@example.com"]),
            ("docs/deep/a.txt", &["@acme/everyone"]),
            ("deep/a.md", &["@writer"]),
            ("flags/none/a.yaml", &[]),
            ("with space/a", &["@space"]),
        ] {
            assert_eq!(owners.owners(path), expected, "{path}");
        }
        assert!(CodeOwners::parse("").owners("a").is_empty());
        assert_eq!(owners.owner("flags/a.yaml").as_deref(), Some("platform"));
        assert_eq!(owners.owner("docs/a.txt").as_deref(), Some("writer@example.com"));
        assert_eq!(owners.owner("flags/none/a.yaml"), None);
        assert_eq!(owners.all().len(), 7);
    }

    #[test]
    fn each_section_counts_for_itself_and_has_owners_by_default() {
        let text = "* @all\n[Flags][2] @flags-team\nflags/\nflags/pay/ @pay\n^[Docs]\n*.md @writer\n";
        let owners = CodeOwners::parse(text);
        assert_eq!(owners.owners("flags/a.yaml"), ["@all", "@flags-team"]);
        assert_eq!(owners.owners("flags/pay/a.md"), ["@all", "@pay", "@writer"]);
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
