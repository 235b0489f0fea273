//! The rules of a flag's meaning.

use crate::case::{Case, file, flag, settings};

const STAGING: &[(&str, &str)] = &[("ffctl.yaml", "environments: [staging, production]\n")];
const STAFF: &[(&str, &str)] = &[("segments/staff.yaml", "users: [u-1]\n")];

pub(crate) const CASES: &[Case] = &[
    flag(
        "mixed-variant-types",
        "variants: {a: 1, b: «two»}\nfallback: a\nserve: b",
        "variants: {a: 1, b: 2}\nfallback: a\nserve: b",
        "variant 'b' is a text, but 'a' is a number",
        "give all variants one type: boolean, text, number or mapping",
    ),
    flag(
        "mixed-variant-types",
        "variants: {a: {x: 1}, b: «true»}\nfallback: a\nserve: b",
        "variants: {a: {x: 1}, b: {y: true}}\nfallback: a\nserve: b",
        "variant 'b' is a boolean, but 'a' is a mapping",
        "give all variants one type: boolean, text, number or mapping",
    ),
    flag(
        "missing-fallback",
        "«variants»: {blue: 1, green: 2}\nsplit: {blue: 50, green: 50}",
        "variants: {blue: 1, green: 2}\nfallback: blue\nsplit: {blue: 50, green: 50}",
        "a flag with `variants` needs a `fallback`, for when it is disabled and for users outside a rollout",
        "add `fallback:` with one of blue, green",
    ),
    flag(
        "missing-default",
        "«rules»: [{if: {segment: staff}}]",
        "rules: [{if: {segment: staff}}]\nrollout: 0",
        "nothing says what those get whom no rule or override names",
        "add a default clause: `rollout: 0` for nobody, `rollout: 100` for everyone, or `serve` or `split`",
    )
    .beside(STAFF),
    flag(
        "missing-default",
        "«overrides»: {true: [u-1]}",
        "overrides: {true: [u-1]}\nserve: false",
        "nothing says what those get whom no rule or override names",
        "add a default clause: `rollout: 0` for nobody, `rollout: 100` for everyone, or `serve` or `split`",
    ),
    flag(
        "missing-default",
        "environments:\n  staging:\n    «overrides»: {true: [u-1]}",
        "environments:\n  staging:\n    overrides: {true: [u-1]}\n    rollout: 0",
        "nothing says what those get in staging whom no rule or override names",
        "add a default clause: `rollout: 0` for nobody, `rollout: 100` for everyone, or `serve` or `split`",
    )
    .beside(STAGING),
    flag(
        "missing-serve",
        "variants: {blue: 1, green: 2}\nfallback: blue\n«rollout»: 10\noverrides: {green: [u-1]}",
        "variants: {blue: 1, green: 2}\nfallback: blue\nrollout: 10\nserve: green",
        "the default does not say which variant it serves",
        "add `serve: VARIANT` or `split: {VARIANT: WEIGHT, …}`",
    ),
    flag(
        "missing-serve",
        "variants: {blue: 1, green: 2}\nfallback: blue\nserve: green\nrules:\n  - «if»: {segment: staff}",
        "
variants: {blue: 1, green: 2}
fallback: blue
serve: green
rules:
  - if: {segment: staff}
    serve: blue",
        "`rules[0]` does not say which variant it serves",
        "add `serve: VARIANT` or `split: {VARIANT: WEIGHT, …}`",
    )
    .beside(STAFF),
    flag(
        "serve-and-split",
        "serve: true\n«split»: {true: 50, false: 50}",
        "split: {true: 50, false: 50}",
        "`serve` and `split` cannot stand in one clause",
        "keep `serve` for one variant, or `split` to draw among several",
    ),
    flag(
        "serve-and-split",
        "environments: {staging: {serve: true, «split»: {true: 50, false: 50}}}",
        "serve: true\nenvironments: {staging: {split: {true: 50, false: 50}}}",
        "`serve` and `split` cannot stand in one clause",
        "keep `serve` for one variant, or `split` to draw among several",
    )
    .beside(STAGING),
    flag(
        "split-sum",
        "«split»: {true: 50, false: 49.999}",
        "split: {true: 50.001, false: 49.999}",
        "the weights sum to 99.999, not 100",
        "add 0.001",
    ),
    flag(
        "split-sum",
        "rollout: 0\nrules: [{if: {segment: staff}, «split»: {true: 75, false: 75}}]",
        "rollout: 0\nrules: [{if: {segment: staff}, split: {true: 75, false: 25}}]",
        "the weights sum to 150, not 100",
        "take away 50",
    )
    .beside(STAFF),
    flag("unknown-variant", "serve: «ture»", "serve: true", "unknown variant 'ture'", "did you mean 'true'?"),
    flag(
        "unknown-variant",
        "variants: {blue: 1, green: 2}\nfallback: «bleu»\nsplit: {blue: 50, green: 50}",
        "variants: {blue: 1, green: 2}\nfallback: blue\nsplit: {blue: 50, green: 50}",
        "unknown variant 'bleu'",
        "did you mean 'blue'?",
    ),
    flag(
        "unknown-variant",
        "variants: {blue: 1, green: 2}\nfallback: blue\nsplit: {blue: 50, «gren»: 30, green: 20}",
        "variants: {blue: 1, green: 2}\nfallback: blue\nsplit: {blue: 50, green: 50}",
        "unknown variant 'gren'",
        "did you mean 'green'?",
    ),
    flag(
        "unknown-variant",
        "variants: {blue: 1, green: 2}\nfallback: blue\nserve: green\noverrides: {«red»: [u-1]}",
        "variants: {blue: 1, green: 2}\nfallback: blue\nserve: green\noverrides: {blue: [u-1]}",
        "unknown variant 'red'",
        "known: blue, green",
    ),
    flag(
        "unknown-variant",
        "environments: {staging: {serve: «on»}}",
        "environments: {staging: {serve: true}}",
        "unknown variant 'on'",
        "known: true, false",
    )
    .beside(STAGING),
    flag(
        "unknown-variant",
        "tests: [{context: {}, expect: «flase»}]",
        "tests: [{context: {}, expect: false}]",
        "unknown variant 'flase'",
        "did you mean 'false'?",
    ),
    flag(
        "unknown-environment",
        "environments: {«prodution»: {rollout: 0}}",
        "environments: {production: {rollout: 0}}",
        "unknown environment 'prodution'",
        "did you mean 'production'?",
    )
    .beside(STAGING),
    flag(
        "unknown-environment",
        "environments: {«qa»: {rollout: 0}}",
        "environments: {staging: {rollout: 0}}",
        "unknown environment 'qa'",
        "known: staging, production",
    )
    .beside(STAGING),
    flag(
        "unknown-environment",
        "environments: {«staging»: {rollout: 0}}",
        "rollout: 0",
        "unknown environment 'staging'",
        "no environment is declared; list them under `environments` in ffctl.yaml",
    ),
    flag(
        "unknown-environment",
        "tests: [{context: {}, expect: true, environment: «prod»}]",
        "tests: [{context: {}, expect: true, environment: production}]",
        "unknown environment 'prod'",
        "did you mean 'production'?",
    )
    .beside(STAGING),
    settings(
        "unknown-environment",
        "environments: [staging]\nprotected: [«stagin»]",
        "environments: [staging]\nprotected: [staging]",
        "unknown environment 'stagin'",
        "did you mean 'staging'?",
    ),
    flag(
        "unknown-reason",
        "tests: [{context: {}, expect: true, reason: «MATCH»}]",
        "tests: [{context: {}, expect: true, reason: STATIC}]",
        "unknown reason 'MATCH'",
        "known: DISABLED, TARGETING_MATCH, SPLIT, STATIC, DEFAULT",
    ),
    flag(
        "unknown-reason",
        "tests: [{context: {}, expect: true, reason: «static»}]",
        "tests: [{context: {}, expect: true, reason: STATIC}]",
        "unknown reason 'static'",
        "did you mean 'STATIC'?",
    ),
    flag(
        "expires-before-created",
        "expires: «2025-12-31»",
        "expires: 2026-01-02",
        "the flag expires on 2025-12-31, before it was created on 2026-01-01",
        "correct one of the two dates",
    ),
    file(
        "missing-expires",
        "flag.yaml",
        "description: d\nowner: o\ntype: «release»\ncreated: 2026-01-01\nenabled: true",
        "description: d\nowner: o\ntype: release\ncreated: 2026-01-01\nenabled: true\nexpires: 2027-01-01",
        "a flag of type release needs `expires`",
        "add `expires: YYYY-MM-DD`, or choose the type ops, kill-switch or permission",
    ),
    file(
        "missing-expires",
        "flag.yaml",
        "description: d\nowner: o\ntype: «experiment»\ncreated: 2026-01-01\nenabled: true",
        "description: d\nowner: o\ntype: kill-switch\ncreated: 2026-01-01\nenabled: true",
        "a flag of type experiment needs `expires`",
        "add `expires: YYYY-MM-DD`, or choose the type ops, kill-switch or permission",
    ),
    flag(
        "conflicting-override",
        "overrides: {true: [u-1, u-2], false: [«u-1»]}\nrollout: 0",
        "overrides: {true: [u-1, u-2], false: [u-3]}\nrollout: 0",
        "'u-1' is overridden to 'true' and to 'false'",
        "remove the id from one of them",
    ),
    flag(
        "conflicting-override",
        "rollout: 0\nenvironments:\n  staging:\n    overrides: {true: [7], false: [«\"7\"»]}",
        "rollout: 0\noverrides: {true: [7]}\nenvironments:\n  staging:\n    overrides: {false: [\"7\"]}",
        "'7' is overridden to 'true' and to 'false'",
        "remove the id from one of them",
    )
    .beside(STAGING),
    flag(
        "unreachable-rule",
        "
rollout: 0
rules:
  - name: staff
    if: {segment: staff}
  - «name»: staff in France
    if:
      all:
        - {segment: staff}
        - {attribute: country, operator: equals, value: FR}",
        "
rollout: 0
rules:
  - name: staff in France
    if:
      all:
        - {segment: staff}
        - {attribute: country, operator: equals, value: FR}
  - name: staff
    if: {segment: staff}",
        "rule 'staff in France' is never reached: rule 'staff' holds wherever it does, and no later rule is looked at",
        "move it up, or remove it",
    )
    .beside(STAFF),
    flag(
        "unreachable-rule",
        "rollout: 0\nrules:\n  - if: {segment: staff}\n    rollout: 10\n  - «if»: {segment: staff}",
        "rollout: 0\nrules:\n  - if: {segment: staff}\n    rollout: 10\n  - if: {not: {segment: staff}}",
        "rule 2 is never reached: rule 1 holds wherever it does, and no later rule is looked at",
        "move it up, or remove it",
    )
    .beside(STAFF),
    flag(
        "unserved-variant",
        "variants: {blue: 1, «green»: 2}\nfallback: blue\nserve: blue",
        "variants: {blue: 1, green: 2}\nfallback: blue\nserve: green",
        "nothing serves the variant 'green'",
        "name it in `serve`, `split`, `overrides` or `fallback`, or remove it",
    ),
];
