//! What breaks each rule of `validate`, and the same mended: for `ffctl explain`.
//!
//! A few lines of a flag; of another file, where the first line names it. Rules about whole files, their bytes, their
//! names and great depths have none.

/// A few lines that break a rule, and the same mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What breaks it.
    pub broken: &'static str,
    /// The same, mended.
    pub mended: &'static str,
}

/// The example of a rule, where a few lines can show it.
pub fn example(rule: &str) -> Option<Example> {
    let found = EXAMPLES.iter().find(|(name, ..)| *name == rule);
    found.map(|&(_, broken, mended)| Example { broken, mended })
}

#[rustfmt::skip]
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("yaml-syntax", "tags: [checkout", "tags: [checkout]"),
    ("yaml-documents", "rollout: 10\n---\nrollout: 20", "rollout: 10"),
    ("yaml-alias", "tags: &tags [a, *tags]", "tags: [a]"),
    ("yaml-merge", "<<: 10\nrollout: 0", "rollout: 0"),
    ("yaml-tag", "ticket: !secret PAY-1", "ticket: PAY-1"),
    ("unknown-field", "rolout: 10", "rollout: 10"),
    ("duplicate-key", "rollout: 10\nrollout: 25", "rollout: 25"),
    ("missing-field", "rules:\n  - rollout: 25\nrollout: 0",
     "rules:\n  - if: {attribute: plan, operator: equals, value: premium}\n    rollout: 25\nrollout: 0"),
    ("empty-field", "owner: \"\"", "owner: payments-team"),
    ("wrong-type", "enabled: yes", "enabled: true"),
    ("unknown-type", "type: relase\nexpires: 2027-02-01", "type: release\nexpires: 2027-02-01"),
    ("unknown-level", "# ffctl.yaml\npolicy: {rules: {stale: none}}", "# ffctl.yaml\npolicy: {rules: {stale: off}}"),
    ("unknown-alias", "# ffctl.yaml\ncode: {aliases: [snake-case]}", "# ffctl.yaml\ncode: {aliases: [snake_case]}"),
    ("invalid-pattern", "# ffctl.yaml\ncode: {patterns: ['is_enabled(\"key\")']}",
     "# ffctl.yaml\ncode: {patterns: ['is_enabled(\"{key}\")']}"),
    ("unknown-operator", "rules:\n  - if: {attribute: plan, operator: is, value: premium}\nrollout: 0",
     "rules:\n  - if: {attribute: plan, operator: equals, value: premium}\nrollout: 0"),
    ("condition-shape", "rules:\n  - if: {all: []}\nrollout: 0",
     "rules:\n  - if: {all: [{attribute: plan, operator: equals, value: premium}]}\nrollout: 0"),
    ("invalid-date", "expires: 1 Feb 2027", "expires: 2027-02-01"),
    ("invalid-duration", "# ffctl.yaml\npolicy: {stale_after: 1 month}", "# ffctl.yaml\npolicy: {stale_after: 30d}"),
    ("invalid-link", "links: [wiki/checkout]", "links: [https://wiki.example.com/checkout]"),
    ("rollout-out-of-range", "rollout: 250", "rollout: 25"),
    ("rollout-too-precise", "rollout: 33.3333", "rollout: 33.333"),
    ("weight-out-of-range", "split: {true: 150, false: -50}", "split: {true: 50, false: 50}"),
    ("weight-too-precise", "split: {true: 33.3333, false: 66.6667}", "split: {true: 33.333, false: 66.667}"),
    ("duplicate-environment", "# ffctl.yaml\nenvironments: [staging, staging]",
     "# ffctl.yaml\nenvironments: [staging, production]"),
    ("ramp-order", "# ffctl.yaml\nramp: [1, 25, 10, 100]", "# ffctl.yaml\nramp: [1, 10, 25, 100]"),
    ("unknown-metadata", "# ffctl.yaml\npolicy: {require: [tickets]}", "# ffctl.yaml\npolicy: {require: [ticket]}"),
    ("mixed-variant-types", "variants: {off: 0, on: high}\nfallback: off\nserve: on",
     "variants: {off: low, on: high}\nfallback: off\nserve: on"),
    ("missing-fallback", "variants: {a: red, b: blue}\nsplit: {a: 50, b: 50}",
     "variants: {a: red, b: blue}\nfallback: a\nsplit: {a: 50, b: 50}"),
    ("missing-default", "overrides: {true: [user-123]}", "overrides: {true: [user-123]}\nrollout: 0"),
    ("missing-serve", "variants: {a: red, b: blue}\nfallback: a\nrollout: 10",
     "variants: {a: red, b: blue}\nfallback: a\nrollout: 10\nserve: b"),
    ("serve-and-split", "serve: true\nsplit: {true: 50, false: 50}", "split: {true: 50, false: 50}"),
    ("split-sum", "split: {true: 50, false: 40}", "split: {true: 60, false: 40}"),
    ("unknown-variant", "overrides: {ture: [user-123]}\nrollout: 0", "overrides: {true: [user-123]}\nrollout: 0"),
    ("unknown-environment", "environments:\n  prod: {rollout: 10}", "environments:\n  production: {rollout: 10}"),
    ("unknown-reason", "tests:\n  - {context: {user_id: u-1}, expect: true, reason: MATCH}",
     "tests:\n  - {context: {user_id: u-1}, expect: true, reason: STATIC}"),
    ("unknown-rule", "waivers:\n  - {rule: stael, until: 2027-01-31, reason: A calm quarter}",
     "waivers:\n  - {rule: stale, until: 2027-01-31, reason: A calm quarter}"),
    ("expires-before-created", "created: 2026-11-01\nexpires: 2026-02-01", "created: 2026-11-01\nexpires: 2027-02-01"),
    ("missing-expires", "type: experiment", "type: experiment\nexpires: 2027-02-01"),
    ("conflicting-override", "overrides: {true: [user-1], false: [user-1]}\nrollout: 0",
     "overrides: {true: [user-1], false: [user-2]}\nrollout: 0"),
    ("operator-value", "rules:\n  - if: {attribute: country, operator: in, value: US}\nrollout: 0",
     "rules:\n  - if: {attribute: country, operator: in, value: [US]}\nrollout: 0"),
    ("invalid-regex", "rules:\n  - if: {attribute: email, operator: matches, value: '(@example'}\nrollout: 0",
     "rules:\n  - if: {attribute: email, operator: matches, value: '@example'}\nrollout: 0"),
    ("invalid-version", "rules:\n  - if: {attribute: app, operator: semver_at_least, value: four}\nrollout: 0",
     "rules:\n  - if: {attribute: app, operator: semver_at_least, value: 4.2.0}\nrollout: 0"),
    ("invalid-time", "rules:\n  - if: {attribute: since, operator: before, value: yesterday}\nrollout: 0",
     "rules:\n  - if: {attribute: since, operator: before, value: 2026-11-01}\nrollout: 0"),
    ("unknown-segment", "rules:\n  - if: {segment: emploees}\nrollout: 0",
     "rules:\n  - if: {segment: employees}\nrollout: 0"),
    ("unknown-attribute", "rules:\n  - if: {attribute: contry, operator: equals, value: US}\nrollout: 0",
     "rules:\n  - if: {attribute: country, operator: equals, value: US}\nrollout: 0"),
    ("operator-for-type", "rules:\n  - if: {attribute: age, operator: starts_with, value: \"3\"}\nrollout: 0",
     "rules:\n  - if: {attribute: age, operator: at_least, value: 30}\nrollout: 0"),
    ("segment-cycle", "# segments/employees.yaml\nif: {not: {segment: employees}}",
     "# segments/employees.yaml\nif: {attribute: email, operator: ends_with, value: \"@example.com\"}"),
    ("unreachable-rule", "rules:\n  - if: {segment: employees}\n  - if: {segment: employees}\n    serve: false\nrollout: 0",
     "rules:\n  - if: {segment: employees}\nrollout: 0"),
    ("impossible-condition",
     "rules:\n  - if:\n      all:\n        - {attribute: country, operator: in, value: [US, CA]}\n        - {attribute: country, operator: equals, value: DE}\nrollout: 0",
     "rules:\n  - if: {attribute: country, operator: in, value: [US, CA, DE]}\nrollout: 0"),
    ("certain-condition",
     "rules:\n  - if:\n      any:\n        - {attribute: plan, operator: exists, value: true}\n        - {attribute: plan, operator: exists, value: false}\nrollout: 0",
     "rules:\n  - if: {attribute: plan, operator: exists, value: true}\nrollout: 0"),
    ("empty-segment", "# segments/employees.yaml\nif: {attribute: plan, operator: in, value: []}",
     "# segments/employees.yaml\nif: {attribute: plan, operator: in, value: [staff]}"),
    ("unserved-variant", "variants: {a: 1, b: 2, c: 3}\nfallback: a\nserve: b",
     "variants: {a: 1, b: 2}\nfallback: a\nserve: b"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_an_example_but_for_those_that_a_few_lines_cannot_break() {
        let without = [
            "file-too-large",
            "not-utf8",
            "yaml-nesting",
            "empty-file",
            "condition-too-deep",
            "bad-key",
            "duplicate-flag",
            "case-collision",
            "unreadable-file",
            "symlink",
        ];
        for rule in crate::check::rules() {
            assert_eq!(example(rule.name).is_none(), without.contains(&rule.name), "{}", rule.name);
        }
        let known = crate::check::rules();
        assert!(EXAMPLES.iter().all(|(name, ..)| known.iter().any(|rule| rule.name == *name)));
    }
}
