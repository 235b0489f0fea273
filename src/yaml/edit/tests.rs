//! What an edit does to a text, byte for byte, and what it refuses.

use super::*;
use crate::model::ScalarKind;

fn path(path: &str) -> Path {
    let steps = path.split(['.', '[']).filter(|step| !step.is_empty());
    steps.fold(Path::root(), |path, step| match step.strip_suffix(']').map(str::parse) {
        Some(Ok(index)) => path.index(index),
        _ => path.key(step),
    })
}

fn number(text: &str) -> Scalar {
    Scalar { text: text.into(), kind: ScalarKind::Number }
}

/// Sets a number, a boolean, or else a text.
fn set(at: &str, value: &str) -> Edit {
    let kind = super::super::resolve::resolve(value).unwrap_or(ScalarKind::Text);
    Edit::Set { path: path(at), value: Scalar { text: value.into(), kind } }
}

fn text(at: &str, value: &str) -> Edit {
    Edit::Set { path: path(at), value: Scalar::text(value) }
}

fn append(at: &str, value: &str) -> Edit {
    Edit::Append { path: path(at), value: Scalar::text(value) }
}

fn remove(at: &str) -> Edit {
    Edit::Remove { path: path(at) }
}

type Case = (&'static str, &'static str, Vec<Edit>, &'static str);

fn holds(cases: Vec<Case>) {
    let wrong = cases.into_iter().filter_map(|(name, before, edits, after)| {
        let edited = edit(before, &edits, flag_key_order);
        (edited.as_deref() != Ok(after)).then(|| format!("{name}\n  has {edited:?}\n not Ok({after:?})"))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    holds(vec![
        ("plain", "rollout: 10\n", vec![set("rollout", "25")], "rollout: 25\n"),
        (
            "end-of-line comment",
            "rollout: 10  # slowly\nb: 1\n",
            vec![set("rollout", "25")],
            "rollout: 25  # slowly\nb: 1\n",
        ),
        (
            "aligned columns",
            "enabled:   true   # x\nrollout:   10     # y\n",
            vec![set("rollout", "5")],
            "enabled:   true   # x\nrollout:   5     # y\n",
        ),
        ("tab before a comment", "rollout: 10\t# x\n", vec![set("rollout", "25")], "rollout: 25\t# x\n"),
        ("double quotes stay", "owner: \"a\" # x\n", vec![text("owner", "b")], "owner: \"b\" # x\n"),
        ("single quotes stay", "owner: 'a'\n", vec![text("owner", "it's")], "owner: 'it''s'\n"),
        ("single quotes that cannot hold it", "owner: 'a'\n", vec![text("owner", "b\nc")], "owner: \"b\\nc\"\n"),
        ("plain where safe", "owner: a\n", vec![text("owner", "b c")], "owner: b c\n"),
        ("quoted where not", "owner: a\n", vec![text("owner", "b: c")], "owner: \"b: c\"\n"),
        ("a text that looks like a number", "ticket: PAY-1\n", vec![text("ticket", "12")], "ticket: \"12\"\n"),
        ("a number loses quotes", "rollout: \"10\"\n", vec![set("rollout", "25")], "rollout: 25\n"),
        ("a date stays plain", "expires: 2027-02-01\n", vec![text("expires", "2027-03-01")], "expires: 2027-03-01\n"),
        ("a boolean", "enabled: True # on\n", vec![set("enabled", "false")], "enabled: false # on\n"),
        ("the same value in another spelling", "rollout: 10.0\n", vec![set("rollout", "10")], "rollout: 10\n"),
        ("the same value", "rollout:\n    10 # x\n", vec![set("rollout", "10")], "rollout:\n    10 # x\n"),
        ("on the next line", "rollout:\n  10 # x\nb: 1\n", vec![set("rollout", "25")], "rollout:\n  25 # x\nb: 1\n"),
        (
            "a plain text of several lines",
            "description: a\n  b\n  c # x\nowner: d\n",
            vec![text("description", "e")],
            "description: e # x\nowner: d\n",
        ),
        ("in braces", "a: {rollout: 10, serve: x}\n", vec![set("a.rollout", "25")], "a: {rollout: 25, serve: x}\n"),
        ("in brackets", "tags: [a, b]\n", vec![text("tags[1]", "c, d")], "tags: [a, \"c, d\"]\n"),
        (
            "in braces on several lines",
            "a: {\n  rollout: 10, # x\n  serve: y\n}\n",
            vec![set("a.rollout", "25")],
            "a: {\n  rollout: 25, # x\n  serve: y\n}\n",
        ),
        ("an explicit key", "? rollout\n: 10 # x\n", vec![set("rollout", "25")], "? rollout\n: 25 # x\n"),
        ("a quoted key", "\"rollout\": 10\n", vec![set("rollout", "25")], "\"rollout\": 25\n"),
        (
            "a key that is a boolean",
            "overrides:\n  true: a\n",
            vec![text("overrides.true", "b")],
            "overrides:\n  true: b\n",
        ),
        (
            "a key that is a number",
            "split: {1: 50, 2.10: 50}\n",
            vec![Edit::Set { path: path("split").key("2.10"), value: number("40") }],
            "split: {1: 50, 2.10: 40}\n",
        ),
        ("non-ASCII before it", "é: 'ü' # ß\nrollout: 10\n", vec![set("rollout", "25")], "é: 'ü' # ß\nrollout: 25\n"),
        (
            "CRLF",
            "a: 1\r\nrollout: 10 # x\r\nb: 2\r\n",
            vec![set("rollout", "25")],
            "a: 1\r\nrollout: 25 # x\r\nb: 2\r\n",
        ),
        ("a byte order mark", "\u{feff}rollout: 10\n", vec![set("rollout", "25")], "\u{feff}rollout: 25\n"),
        ("no final newline", "rollout: 10", vec![set("rollout", "25")], "rollout: 25"),
        (
            "four spaces",
            "environments:\n    production:\n        rollout: 10\n",
            vec![set("environments.production.rollout", "25")],
            "environments:\n    production:\n        rollout: 25\n",
        ),
        (
            "a compact item",
            "rules:\n  - name: a\n    rollout: 10\n  - name: b\n    rollout: 10\n",
            vec![set("rules[1].rollout", "25")],
            "rules:\n  - name: a\n    rollout: 10\n  - name: b\n    rollout: 25\n",
        ),
        (
            "a list below its key",
            "rules:\n- rollout: 10\n- rollout: 10\n",
            vec![set("rules[0].rollout", "25")],
            "rules:\n- rollout: 25\n- rollout: 10\n",
        ),
        (
            "the same words in a block text",
            "description: |\n  rollout: 10\n  # x\nrollout: 10\n",
            vec![set("rollout", "25")],
            "description: |\n  rollout: 10\n  # x\nrollout: 25\n",
        ),
        (
            "the same words in a folded text",
            "description: >+\n  rollout: 10\n\n\nrollout: 10\n",
            vec![set("rollout", "25")],
            "description: >+\n  rollout: 10\n\n\nrollout: 25\n",
        ),
        (
            "the same words in a comment",
            "# rollout: 10\nrollout: 10 # rollout: 10\n# rollout: 10\n",
            vec![set("rollout", "25")],
            "# rollout: 10\nrollout: 25 # rollout: 10\n# rollout: 10\n",
        ),
        (
            "document markers",
            "%YAML 1.2\n---\nrollout: 10\n...\n# end\n",
            vec![set("rollout", "25")],
            "%YAML 1.2\n---\nrollout: 25\n...\n# end\n",
        ),
        (
            "JSON",
            "{\n  \"rollout\": 10,\n  \"owner\": \"a\"\n}\n",
            vec![set("rollout", "25"), text("owner", "b")],
            "{\n  \"rollout\": 25,\n  \"owner\": \"b\"\n}\n",
        ),
        (
            "JSON without spaces",
            "{\"rollout\":10,\"a\":null}",
            vec![set("rollout", "25"), text("a", "b")],
            "{\"rollout\":25,\"a\":\"b\"}",
        ),
        ("a tagged text", "ticket: !!str 12\n", vec![text("ticket", "PAY-1")], "ticket: !!str PAY-1\n"),
        ("an anchor nobody refers to", "rollout: &r 10\n", vec![set("rollout", "25")], "rollout: &r 25\n"),
        (
            "beside a merge key",
            "a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n",
            vec![set("b.x", "3")],
            "a: &a {x: 1}\nb:\n  <<: *a\n  x: 3\n",
        ),
        ("nothing", "rollout:   # x\nb: 1\n", vec![set("rollout", "25")], "rollout: 25   # x\nb: 1\n"),
        ("nothing at the end", "rollout:", vec![set("rollout", "25")], "rollout: 25"),
        ("null", "rollout: ~ # x\n", vec![set("rollout", "25")], "rollout: 25 # x\n"),
        ("nothing in braces", "{rollout: , b: 1}\n", vec![set("rollout", "25")], "{rollout: 25 , b: 1}\n"),
        ("a key alone in braces", "a: {rollout}\n", vec![set("a.rollout", "25")], "a: {rollout: 25}\n"),
        ("nothing in an item", "tags:\n  -\n  - b\n", vec![text("tags[0]", "a")], "tags:\n  - a\n  - b\n"),
        (
            "a block text",
            "description: |  # x\n  a\n\n  b\n\n# y\nowner: c\n",
            vec![text("description", "d")],
            "description: d  # x\n\n# y\nowner: c\n",
        ),
        (
            "a folded text of an item",
            "tags:\n  - >-\n    a\n    b\n  - c\n",
            vec![text("tags[0]", "d")],
            "tags:\n  - d\n  - c\n",
        ),
        (
            "an empty block text",
            "description: |-\nowner: c\n",
            vec![text("description", "d")],
            "description: d\nowner: c\n",
        ),
        (
            "a block text that keeps blank lines",
            "description: |+\n  a\n\nowner: c\n",
            vec![text("description", "d")],
            "description: d\n\nowner: c\n",
        ),
        (
            "a block text at the end",
            "owner: c\ndescription: |\n  a",
            vec![text("description", "d")],
            "owner: c\ndescription: d",
        ),
    ]);
}

#[test]
fn a_missing_key_is_written_beside_its_neighbours() {
    holds(vec![
        (
            "after the nearest before it",
            "enabled: true # x\n\n# y\nenvironments: {}\n",
            vec![set("rollout", "10")],
            "enabled: true # x\nrollout: 10\n\n# y\nenvironments: {}\n",
        ),
        (
            "after a block",
            "rules:\n  - if: {segment: a}\n    # why\n    rollout: 5\n    # end of a\n\ntests: []\n",
            vec![set("rollout", "10")],
            "rules:\n  - if: {segment: a}\n    # why\n    rollout: 5\n    # end of a\nrollout: 10\n\ntests: []\n",
        ),
        (
            "after a list below its key",
            "rules:\n- if: {segment: a}\n# y\ntests: []\n",
            vec![set("rollout", "10")],
            "rules:\n- if: {segment: a}\nrollout: 10\n# y\ntests: []\n",
        ),
        (
            "after a block text",
            "description: |\n  a\n  # no comment\n\n\nenabled: true\n",
            vec![text("owner", "b")],
            "description: |\n  a\n  # no comment\nowner: b\n\n\nenabled: true\n",
        ),
        (
            "after a block text that keeps blank lines",
            "description: |+\n  a\n\n\nenabled: true\n",
            vec![text("owner", "b")],
            "description: |+\n  a\n\n\nowner: b\nenabled: true\n",
        ),
        (
            "after a block text that keeps blank lines, at the end",
            "description: |+\n  a\n\n",
            vec![text("owner", "b")],
            "description: |+\n  a\n\nowner: b\n",
        ),
        (
            "after an empty block text",
            "description: |  # x\n\nenabled: true\n",
            vec![text("owner", "b")],
            "description: |  # x\nowner: b\n\nenabled: true\n",
        ),
        (
            "after nothing",
            "description: # x\nenabled: true\n",
            vec![text("owner", "b")],
            "description: # x\nowner: b\nenabled: true\n",
        ),
        (
            "after braces on several lines",
            "rules: [\n  {if: {segment: a}}\n] # x\ntests: []\n",
            vec![set("rollout", "10")],
            "rules: [\n  {if: {segment: a}}\n] # x\nrollout: 10\ntests: []\n",
        ),
        ("before the nearest after it", "enabled: true\n", vec![text("salt", "s")], "salt: s\nenabled: true\n"),
        (
            "below what a file begins with",
            "# about\n# the file\nenabled: true\n",
            vec![text("salt", "s")],
            "# about\n# the file\nsalt: s\nenabled: true\n",
        ),
        (
            "below what a document begins with",
            "---\n# about\nenabled: true\n",
            vec![text("salt", "s")],
            "---\n# about\nsalt: s\nenabled: true\n",
        ),
        (
            "above a comment on what follows",
            "environments:\n  production:\n    # slowly\n    rollout: 10\n",
            vec![set("environments.production.enabled", "true")],
            "environments:\n  production:\n    enabled: true\n    # slowly\n    rollout: 10\n",
        ),
        (
            "beside a dash",
            "rules:\n  - if: {segment: a}\n    rollout: 10\n",
            vec![text("rules[0].name", "early")],
            "rules:\n  - name: early\n    if: {segment: a}\n    rollout: 10\n",
        ),
        (
            "in a rule",
            "rules:\n  - name: a # x\n    if: {segment: a} # y\n      # z\n  - name: b\n",
            vec![set("rules[0].rollout", "5")],
            "rules:\n  - name: a # x\n    if: {segment: a} # y\n      # z\n    rollout: 5\n  - name: b\n",
        ),
        (
            "in a rule of an environment",
            "environments:\n  production:\n    rules:\n    - if: {segment: a}\n      serve: x\n",
            vec![set("environments.production.rules[0].rollout", "5")],
            "environments:\n  production:\n    rules:\n    - if: {segment: a}\n      rollout: 5\n      serve: x\n",
        ),
        (
            "a free key, at the end",
            "split:\n  a: 40\n  b: 60 # x\n  # y\nenvironments: {}\n",
            vec![set("split.0", "0")],
            "split:\n  a: 40\n  b: 60 # x\n  0: 0\n  # y\nenvironments: {}\n",
        ),
        ("no final newline", "enabled: true", vec![set("rollout", "10")], "enabled: true\nrollout: 10"),
        (
            "a comment without a final newline",
            "enabled: true # x",
            vec![set("rollout", "10")],
            "enabled: true # x\nrollout: 10",
        ),
        (
            "CRLF",
            "enabled: true\r\n\r\ntests: []\r\n",
            vec![set("environments.staging.rollout", "10")],
            "enabled: true\r\nenvironments:\r\n  staging:\r\n    rollout: 10\r\n\r\ntests: []\r\n",
        ),
        (
            "CRLF without a final newline",
            "owner: a\r\nenabled: true",
            vec![set("rollout", "10")],
            "owner: a\r\nenabled: true\r\nrollout: 10",
        ),
        ("a byte order mark", "\u{feff}enabled: true\n", vec![text("owner", "a")], "\u{feff}owner: a\nenabled: true\n"),
        (
            "before the document's end",
            "---\nenabled: true\n...\n",
            vec![set("rollout", "10")],
            "---\nenabled: true\nrollout: 10\n...\n",
        ),
        (
            "after an explicit key",
            "? enabled\n: true\n? tests\n: []\n",
            vec![set("rollout", "10")],
            "? enabled\n: true\nrollout: 10\n? tests\n: []\n",
        ),
        ("before an explicit key", "? enabled\n: true\n", vec![text("owner", "a")], "owner: a\n? enabled\n: true\n"),
        (
            "quoted like its neighbours",
            "'enabled': true\n",
            vec![set("rollout", "10"), text("owner", "a")],
            "'owner': 'a'\n'enabled': true\n'rollout': 10\n",
        ),
        (
            "a key that has to be quoted",
            "overrides:\n  a: []\n",
            vec![append("overrides.null", "u")],
            "overrides:\n  a: []\n  \"null\": [u]\n",
        ),
        ("into a file of comments", "# rollout: 5\n", vec![set("rollout", "10")], "# rollout: 5\nrollout: 10\n"),
        (
            "into a file of a comment without newline",
            "# rollout: 5",
            vec![set("a.rollout", "10")],
            "# rollout: 5\na:\n  rollout: 10",
        ),
        ("into an empty file", "", vec![set("rollout", "10")], "rollout: 10\n"),
    ]);
}

#[test]
fn a_missing_mapping_is_written_with_the_documents_own_indent() {
    holds(vec![
        (
            "two spaces where nothing tells",
            "enabled: true\ntests: []\n",
            vec![set("environments.production.rollout", "10")],
            "enabled: true\nenvironments:\n  production:\n    rollout: 10\ntests: []\n",
        ),
        (
            "as its siblings",
            "environments:\n    staging:\n      rollout: 10\n",
            vec![set("environments.production.rollout", "10")],
            "environments:\n    staging:\n      rollout: 10\n    production:\n      rollout: 10\n",
        ),
        (
            "as anywhere",
            "tests:\n  - context:\n       a: 1\n",
            vec![set("environments.production.rollout", "10")],
            "environments:\n   production:\n      rollout: 10\ntests:\n  - context:\n       a: 1\n",
        ),
        (
            "as lists",
            "tags:\n    - a\n",
            vec![set("environments.production.rollout", "10")],
            "tags:\n    - a\nenvironments:\n    production:\n        rollout: 10\n",
        ),
        (
            "where an environment is empty",
            "environments:\n  production: # x\n      # y\n  staging:\n    rollout: 5\n",
            vec![set("environments.production.rollout", "10")],
            "environments:\n  production: # x\n      # y\n    rollout: 10\n  staging:\n    rollout: 5\n",
        ),
        (
            "where an environment is null",
            "environments:\n  production: null # x\n",
            vec![set("environments.production.rollout", "10")],
            "environments:\n  production: {rollout: 10} # x\n",
        ),
        (
            "where an environment is {}",
            "environments:\n  production: {} # x\n",
            vec![set("environments.production.rollout", "10")],
            "environments:\n  production: {rollout: 10} # x\n",
        ),
        (
            "where all environments are empty",
            "environments:",
            vec![set("environments.production.rollout", "10")],
            "environments:\n  production:\n    rollout: 10",
        ),
        (
            "where nothing stands in braces",
            "{environments: {production: }}\n",
            vec![set("environments.production.rollout", "10")],
            "{environments: {production: {rollout: 10} }}\n",
        ),
        (
            "two in one",
            "enabled: true\n",
            vec![set("environments.a.rollout", "1"), set("environments.b.rollout", "2")],
            "enabled: true\nenvironments:\n  a:\n    rollout: 1\n  b:\n    rollout: 2\n",
        ),
    ]);
}

#[test]
fn a_missing_key_is_written_between_braces() {
    holds(vec![
        ("at the end", "a: {rollout: 10}\n", vec![set("a.b", "true")], "a: {rollout: 10, b: true}\n"),
        (
            "in its place",
            "{rollout: 10, tests: []}\n",
            vec![set("enabled", "true"), text("serve", "x")],
            "{enabled: true, rollout: 10, serve: x, tests: []}\n",
        ),
        ("into none", "a: {}\n", vec![set("a.rollout", "10")], "a: {rollout: 10}\n"),
        ("into none with a space", "a: { }\n", vec![set("a.rollout", "10")], "a: { rollout: 10 }\n"),
        ("into none with a comment", "a: { # x\n}\n", vec![set("a.rollout", "10")], "a: {rollout: 10 # x\n}\n"),
        ("inner spaces stay", "a: { rollout: 10 } # x\n", vec![set("a.b", "1")], "a: { rollout: 10, b: 1 } # x\n"),
        ("a trailing comma stays", "a: {b: 1,}\n", vec![set("a.c", "2")], "a: {b: 1, c: 2,}\n"),
        ("mappings on the way", "a: {b: 1}\n", vec![set("a.c.d", "2")], "a: {b: 1, c: {d: 2}}\n"),
        (
            "JSON",
            "{\n  \"enabled\": true,\n  \"tests\": []\n}\n",
            vec![set("rollout", "10"), text("owner", "a")],
            "{\n  \"owner\": \"a\",\n  \"enabled\": true,\n  \"rollout\": 10,\n  \"tests\": []\n}\n",
        ),
        (
            "JSON at the end",
            "{\n  \"enabled\": true\n}\n",
            vec![set("environments.production.rollout", "10")],
            "{\n  \"enabled\": true,\n  \"environments\": {\"production\": {\"rollout\": 10}}\n}\n",
        ),
        (
            "JSON into none",
            "{\"environments\": {}}",
            vec![set("environments.production.rollout", "10")],
            "{\"environments\": {\"production\": {\"rollout\": 10}}}",
        ),
        (
            "an entry a line",
            "a: {\n  b: 1, # x\n  c: 2 # y\n}\n",
            vec![set("a.d", "3")],
            "a: {\n  b: 1, # x\n  c: 2, # y\n  d: 3\n}\n",
        ),
        (
            "an entry a line, trailing comma",
            "a: {\n    b: 1,\n    c: 2, # y\n    # z\n}\n",
            vec![set("a.d", "3")],
            "a: {\n    b: 1,\n    c: 2, # y\n    d: 3,\n    # z\n}\n",
        ),
        (
            "an entry a line, brace beside the last",
            "a: {b: 1,\n    c: 2}\n",
            vec![set("a.d", "3")],
            "a: {b: 1,\n    c: 2,\n    d: 3}\n",
        ),
        ("commas first", "a: {\n    b: 1\n  , c: 2\n}\n", vec![set("a.d", "3")], "a: {\n    b: 1\n  , c: 2, d: 3\n}\n"),
        (
            "several a line",
            "a: {\n  b: 1, c: 2,\n  d: 3, e: 4\n}\n",
            vec![set("a.f", "5")],
            "a: {\n  b: 1, c: 2,\n  d: 3, e: 4, f: 5\n}\n",
        ),
        ("CRLF", "a: {\r\n  b: 1\r\n}\r\n", vec![set("a.c", "2")], "a: {\r\n  b: 1,\r\n  c: 2\r\n}\r\n"),
        (
            "in a rule",
            "rules:\n  - {if: {segment: a}}\n",
            vec![set("rules[0].rollout", "5")],
            "rules:\n  - {if: {segment: a}, rollout: 5}\n",
        ),
    ]);
}

#[test]
fn what_is_removed_goes_with_its_lines() {
    holds(vec![
        ("a line with its comment", "a: 1\n# x\nb: 2 # y\n# z\nc: 3\n", vec![remove("b")], "a: 1\n# x\n# z\nc: 3\n"),
        ("a block", "a:\n  b:\n    # x\n    c: 1\n    # y\n\n  d: 2\n", vec![remove("a.b")], "a:\n    # y\n\n  d: 2\n"),
        ("the first", "a: 1\nb: 2\n", vec![remove("a")], "b: 2\n"),
        ("the last", "a: 1\nb: 2\n", vec![remove("b")], "a: 1\n"),
        ("the last without a final newline", "a: 1\nb: 2", vec![remove("b")], "a: 1"),
        ("CRLF", "a: 1\r\nb: 2\r\nc: 3\r\n", vec![remove("b")], "a: 1\r\nc: 3\r\n"),
        ("a byte order mark", "\u{feff}a: 1\nb: 2\n", vec![remove("a")], "\u{feff}b: 2\n"),
        ("a block text", "a: |\n  x\n  y\n\nb: 2\n", vec![remove("a")], "\nb: 2\n"),
        ("a list below its key", "a:\n- x\n- y\nb: 2\n", vec![remove("a")], "b: 2\n"),
        ("an explicit key", "? a\n: 1\nb: 2\n", vec![remove("a")], "b: 2\n"),
        ("beside a dash", "rules:\n  - name: a # x\n    if: b\n", vec![remove("rules[0].name")], "rules:\n  - if: b\n"),
        (
            "the only entry",
            "environments:\n  production: # x\n    # y\n    rollout: 10 # z\n  staging: {}\n",
            vec![remove("environments.production.rollout")],
            "environments:\n  production: {} # x\n    # y\n  staging: {}\n",
        ),
        ("the only entry at the end", "a:\n  b: 1", vec![remove("a.b")], "a: {}"),
        (
            "the only entry of an item",
            "rules:\n  - rollout: 10 # x\n",
            vec![remove("rules[0].rollout")],
            "rules:\n  - {} # x\n",
        ),
        ("an item", "tags:\n  - a\n  # x\n  - b # y\n  - c\n", vec![remove("tags[1]")], "tags:\n  - a\n  # x\n  - c\n"),
        (
            "an item of several lines",
            "rules:\n- if: a\n  rollout: 1\n- if: b\n",
            vec![remove("rules[0]")],
            "rules:\n- if: b\n",
        ),
        ("the only item", "tags:\n- a\nb: 1\n", vec![remove("tags[0]")], "tags: []\nb: 1\n"),
        ("an item beside another dash", "- - a\n  - b\n- c\n", vec![remove("[0][0]")], "- - b\n- c\n"),
        ("the first in brackets", "tags: [a, b, c]\n", vec![remove("tags[0]")], "tags: [b, c]\n"),
        ("one in brackets", "tags: [a, b, c]\n", vec![remove("tags[1]")], "tags: [a, c]\n"),
        ("the last in brackets", "tags: [a, b, c]\n", vec![remove("tags[2]")], "tags: [a, b]\n"),
        ("the last before a trailing comma", "tags: [a, b, ]\n", vec![remove("tags[1]")], "tags: [a, ]\n"),
        ("the only one in brackets", "tags: [ a, ] # x\n", vec![remove("tags[0]")], "tags: [] # x\n"),
        ("the only one in lines", "tags: [\n  a,\n]\n", vec![remove("tags[0]")], "tags: []\n"),
        (
            "the only one beside a comment",
            "tags: [\n  a, # x\n  # y\n]\n",
            vec![remove("tags[0]")],
            "tags: [\n  # y\n]\n",
        ),
        ("one in braces", "{a: 1, b: {c: 2}, d: 3}\n", vec![remove("b")], "{a: 1, d: 3}\n"),
        (
            "an entry a line",
            "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
            vec![remove("b")],
            "{\n  \"a\": 1,\n  \"c\": 3\n}\n",
        ),
        ("the last entry a line", "{\n  \"a\": 1, # x\n  \"b\": 2\n}\n", vec![remove("b")], "{\n  \"a\": 1 # x\n}\n"),
        ("the last of several lines", "a: [x, y,\n  z, w]\n", vec![remove("a[2]")], "a: [x, y,\n  w]\n"),
        ("the end of a line", "a: [x, y,\n  z]\n", vec![remove("a[1]")], "a: [x,\n  z]\n"),
    ]);
}

#[test]
fn an_item_is_added_at_the_end_of_its_list() {
    holds(vec![
        (
            "a block",
            "tags:\n  - a\n  - b # x\n    # y\n  # z\nb: 1\n",
            vec![append("tags", "c")],
            "tags:\n  - a\n  - b # x\n    # y\n  - c\n  # z\nb: 1\n",
        ),
        ("a block below its key", "tags:\n- a\nb: 1\n", vec![append("tags", "c")], "tags:\n- a\n- c\nb: 1\n"),
        ("a wide dash", "tags:\n  -   a", vec![append("tags", "c")], "tags:\n  -   a\n  -   c"),
        (
            "after a block item",
            "tags:\n  - |\n    a\n\nb: 1\n",
            vec![append("tags", "c")],
            "tags:\n  - |\n    a\n  - c\n\nb: 1\n",
        ),
        (
            "quoted like the last",
            "tags:\n  - a\n  - 'b'\n",
            vec![append("tags", "c")],
            "tags:\n  - a\n  - 'b'\n  - 'c'\n",
        ),
        ("a list in a list", "- - a\n- b\n", vec![append("[0]", "c")], "- - a\n  - c\n- b\n"),
        ("brackets", "tags: [a, b] # x\n", vec![append("tags", "c, d")], "tags: [a, b, \"c, d\"] # x\n"),
        ("brackets with a trailing comma", "tags: [a, b, ]\n", vec![append("tags", "c")], "tags: [a, b, c, ]\n"),
        (
            "brackets on several lines",
            "tags: [\n  a,\n  b # x\n]\n",
            vec![append("tags", "c")],
            "tags: [\n  a,\n  b, # x\n  c\n]\n",
        ),
        (
            "brackets on several lines, trailing comma",
            "tags: [\n  a,\n  b,   # x\n  ]\n",
            vec![append("tags", "c")],
            "tags: [\n  a,\n  b,   # x\n  c,\n  ]\n",
        ),
        ("no item", "tags: []\n", vec![append("tags", "c")], "tags: [c]\n"),
        ("no item and a space", "tags: [ ]\n", vec![append("tags", "c")], "tags: [ c ]\n"),
        ("nothing", "tags: # x\n", vec![append("tags", "c")], "tags: [c] # x\n"),
        (
            "no list",
            "enabled: true\n",
            vec![append("overrides.true", "12")],
            "enabled: true\noverrides:\n  true: [\"12\"]\n",
        ),
        (
            "no list in braces",
            "overrides: {a: [b]}\n",
            vec![append("overrides.c", "d")],
            "overrides: {a: [b], c: [d]}\n",
        ),
        ("JSON", "{\"tags\": []}", vec![append("tags", "c")], "{\"tags\": [\"c\"]}"),
        ("two", "tags: [a]\n", vec![append("tags", "b"), append("tags", "c")], "tags: [a, b, c]\n"),
    ]);
}

#[test]
fn what_cannot_be_edited_safely_is_refused_with_its_line() {
    let cases = [
        ("a repeated key", "a: 1\nb: 2\na: 3\n", set("a", "4"), 3, "`a` stands here twice"),
        ("a repeated key on the way", "a: {b: 1}\na: {b: 2}\n", set("a.b", "4"), 2, "`a` stands here twice"),
        ("a repeated key elsewhere", "a: 1\nb:\n  c: 1\n  c: 2\n", set("a", "4"), 4, "`c` stands here twice"),
        ("an alias", "a: &a 1\nb: *a\n", set("b", "2"), 2, "`b` is an alias"),
        ("an alias on the way", "a: &a {c: 1}\n\nb: *a\n", set("b.c", "2"), 3, "`b` is an alias"),
        ("a shared value", "a: &a 1\nb: *a\n", set("a", "2"), 1, "an anchor stands on the way to `a`"),
        (
            "a shared mapping",
            "x: 1\na: &a\n  c: 1\nb: *a\n",
            set("a.c", "2"),
            2,
            "an anchor stands on the way to `a.c`",
        ),
        ("a shared mapping that is removed", "a: &a 1\nb: *a\n", remove("a"), 1, "an anchor stands on the way to `a`"),
        (
            "a mapping shared by a merge key",
            "a: &a {c: 1}\nb: {<<: *a}\n",
            set("a.c", "2"),
            1,
            "an anchor stands on the way",
        ),
        ("a key that is merged", "a: &a {c: 1}\nb:\n  <<: *a\n", set("b.c", "2"), 3, "`c` comes from a merge key"),
        (
            "a key beside a merge key",
            "a: &a {c: 1}\nb:\n  d: 1\n  <<: *a\n",
            set("b.e", "2"),
            4,
            "`e` would stand beside a merge key",
        ),
        (
            "a removal beside a merge key",
            "a: &a {c: 1}\nb:\n  c: 1\n  <<: *a\n",
            remove("b.c"),
            4,
            "a merge key stands beside `b.c`",
        ),
        ("a number where a tag makes a text", "x: 1\na: !!str 10\n", set("a", "2"), 2, "a tag makes a text of `a`"),
        ("a list", "x: 1\na: [1]\n", set("a", "2"), 2, "`a` is a list, and no single value takes its place"),
        ("a mapping", "a:\n  b: 1\n", set("a", "2"), 2, "`a` is a mapping, and no single value takes its place"),
        ("a key of a list", "a:\n  - 1\n", set("a.b", "2"), 2, "`b` is looked for in a list, which is no mapping"),
        ("a key of a text", "a: x\n", set("a.b", "2"), 1, "`b` is looked for in the text \"x\""),
        ("an item that is not there", "a: [1]\n", set("a[1]", "2"), 1, "there is no item 2 here"),
        ("an item of a list that is not there", "a: 1\n", set("b[0].c", "2"), 1, "no items are made on the way"),
        ("a removal of nothing", "a: 1\n", remove("b"), 1, "there is no `b`"),
        ("a removal of all", "# x\na: 1\n", remove("a"), 2, "this is all there is"),
        ("an item where there is no list", "a: 1\n", append("a", "2"), 1, "`a` is the number 1, not a list"),
        ("a number that is none", "a: 1\n", Edit::Set { path: path("a"), value: number("x") }, 1, "\"x\" is no number"),
        ("broken YAML", "a: 1\nb: [\n", set("a", "2"), 2, "unclosed bracket"),
        ("two documents", "a: 1\n---\nb: 1\n", set("a", "2"), 2, "a second document begins here"),
        ("what parsers read differently", "a: 1\nb: {c:, d: 1}\n", set("a", "2"), 2, "YAML parsers do not agree"),
        ("a comment in the way", "a: [x, # y\n  z]\n", remove("a[1]"), 2, "a comment stands between"),
        ("a comment below a dash", "- a: 1\n  # x\n  b: 2\n", remove("[0].a"), 1, "this stands beside a dash"),
        (
            "an item below its dash",
            "a:\n  -\n    b: 1\n  - c\n",
            remove("a[1]"),
            3,
            "an item of this list begins below its dash",
        ),
        ("a key without a colon", "? a\nb: 1\n", set("a", "2"), 2, "this key has no colon"),
    ];
    let wrong = cases.into_iter().filter_map(|(name, before, change, line, message)| {
        let edited = edit(before, &[change], flag_key_order);
        let is_right = matches!(&edited, Err(refusal) if refusal.line == line && refusal.message.contains(message));
        (!is_right).then(|| format!("{name}: {edited:?}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn a_refusal_names_the_line_of_the_text_as_it_was() {
    let before = "enabled: true\n\noverrides:\n  a: &a [x]\n  b: *a\n";
    let edits = [set("rollout", "10"), remove("enabled"), append("tags", "t"), append("overrides.b", "y")];
    let refusal = edit(before, &edits, flag_key_order).unwrap_err();
    assert_eq!((refusal.line, refusal.message.as_str()), (5, "`b` is an alias"));
}
