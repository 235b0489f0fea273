//! The rules of a file's shape: YAML, and which fields there are.

use crate::case::{Case, condition, file, flag, settings};

/// 61 lists in a test case: the innermost is as deep as may be.
macro_rules! nested {
    ($inner:literal) => {
        concat!(
            "tests: [{expect: true, context: {a: ",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            $inner,
            "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            "}}]"
        )
    };
}

const STAGING: &[(&str, &str)] = &[("ffctl.yaml", "environments: [staging, production]\n")];
const STAFF: &[(&str, &str)] = &[("segments/staff.yaml", "users: [u-1]\n")];

pub(crate) const CASES: &[Case] = &[
    flag("yaml-syntax", "tags: «»[a, b", "tags: [a, b]", "unclosed bracket '['", ""),
    flag("yaml-syntax", "tags: «»*labels", "tags: [labels]", "while parsing node, found unknown anchor", ""),
    flag(
        "yaml-syntax",
        "rules:\n\t«»- if: {segment: staff}",
        "rules: []\nrollout: 0",
        "tabs disallowed within this context (block indentation)",
        "",
    ),
    flag(
        "yaml-syntax",
        "ticket: PAY-1«»: later",
        "ticket: 'PAY-1: later'",
        "mapping values are not allowed in this context",
        "",
    ),
    flag(
        "yaml-documents",
        "rollout: 5\n«»---\nrollout: 6",
        "rollout: 5",
        "a second document begins here",
        "a file holds one document; remove the '---'",
    ),
    flag("yaml-nesting", nested!("«»[]"), nested!(""), "nested more than 64 levels deep", ""),
    flag(
        "yaml-alias",
        "tags: &labels [a, «»*labels]",
        "tags: &labels [a, labels]",
        "this alias stands inside what it names",
        "",
    ),
    flag(
        "yaml-merge",
        "environments: {<<: «»staging}",
        "environments: {}",
        "'<<' takes a mapping or a list of mappings",
        "",
    ),
    flag(
        "yaml-tag",
        "rollout: !!int «»5",
        "ticket: !!str 5",
        "the tag !!int means nothing in a flags directory",
        "remove the tag; quotes make a text",
    ),
    file(
        "empty-file",
        "segments/staff.yaml",
        "# nobody yet",
        "users: []",
        "the file is empty; a segment was expected",
        "",
    ),
    file(
        "empty-file",
        "flag.yaml",
        "",
        "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: true",
        "the file is empty; a flag was expected",
        "",
    ),
    flag("unknown-field", "«rolout»: 5", "rollout: 5", "unknown field `rolout`", "did you mean 'rollout'?"),
    flag(
        "unknown-field",
        "rollout: 0\nrules: [{if: {segment: staff}, «when»: now}]",
        "rollout: 0\nrules: [{if: {segment: staff}}]",
        "unknown field `when`",
        "known: name, if, rollout, serve, split",
    )
    .beside(STAFF),
    flag(
        "unknown-field",
        "environments: {staging: {«enable»: false}}",
        "environments: {staging: {enabled: false}}",
        "unknown field `enable`",
        "did you mean 'enabled'?",
    )
    .beside(STAGING),
    flag(
        "unknown-field",
        "environments: {staging: {«tags»: [a]}}",
        "tags: [a]\nenvironments: {staging: {}}",
        "unknown field `tags`",
        "known: enabled, overrides, rules, rollout, serve, split",
    )
    .beside(STAGING),
    flag(
        "unknown-field",
        "tests: [{context: {}, expect: true, «env»: staging}]",
        "tests: [{context: {}, expect: true, environment: staging}]",
        "unknown field `env`",
        "did you mean 'environment'?",
    )
    .beside(STAGING),
    condition(
        "unknown-field",
        "{attribute: a, operator: equals, value: 1, «valeu»: 2}",
        "{attribute: a, operator: equals, value: 1}",
        "unknown field `valeu`",
        "did you mean 'value'?",
    ),
    file(
        "unknown-field",
        "segments/staff.yaml",
        "«user»: [u-2]\nusers: [u-1]",
        "users: [u-1]",
        "unknown field `user`",
        "did you mean 'users'?",
    ),
    settings(
        "unknown-field",
        "«enviroments»: [staging]",
        "environments: [staging]",
        "unknown field `enviroments`",
        "did you mean 'environments'?",
    ),
    settings(
        "unknown-field",
        "policy: {«stale»: 30d}",
        "policy: {stale_after: 30d}",
        "unknown field `stale`",
        "did you mean 'stale_after'?",
    ),
    settings(
        "unknown-field",
        "code: {«path»: [src]}",
        "code: {paths: [src]}",
        "unknown field `path`",
        "did you mean 'paths'?",
    ),
    flag("duplicate-key", "rollout: 5\n«rollout»: 6", "rollout: 6", "`rollout` stands here twice", "keep one"),
    flag(
        "duplicate-key",
        "environments:\n  staging: {rollout: 5}\n  «\"staging\"»: {rollout: 6}",
        "environments:\n  staging: {rollout: 5}\n  production: {rollout: 6}",
        "`staging` stands here twice",
        "keep one",
    )
    .beside(STAGING),
    flag(
        "duplicate-key",
        "overrides: {true: [a], «true»: [b]}\nrollout: 0",
        "overrides: {true: [a], false: [b]}\nrollout: 0",
        "`true` stands here twice",
        "keep one",
    ),
    flag(
        "duplicate-key",
        "split: {true: 50, «true»: 50}",
        "split: {true: 50, false: 50}",
        "`true` stands here twice",
        "keep one",
    ),
    flag(
        "duplicate-key",
        "variants: {blue: 1, green: 2, «blue»: 3}\nfallback: blue\nserve: green",
        "variants: {blue: 1, green: 2}\nfallback: blue\nserve: green",
        "`blue` stands here twice",
        "keep one",
    ),
    condition(
        "duplicate-key",
        "{segment: staff, «segment»: staff}",
        "{segment: staff}",
        "`segment` stands here twice",
        "keep one",
    )
    .beside(STAFF),
    flag(
        "duplicate-key",
        "tests: [{expect: true, context: {plan: {a: 1, «a»: 2}}}]",
        "tests: [{expect: true, context: {plan: {a: 1, b: 2}}}]",
        "`a` stands here twice",
        "keep one",
    ),
    settings(
        "duplicate-key",
        "attributes:\n  plan: string\n  «plan»: number",
        "attributes:\n  plan: string",
        "`plan` stands here twice",
        "keep one",
    ),
];
