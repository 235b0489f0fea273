//! Who loses what: each way to take something away, and the nearest change that takes nothing away.

use crate::{flag, found, proposed};

const STAFF: &str = "users: [u-1]\nif: {attribute: email, operator: ends_with, value: '@example.com'}\n";

/// What is found of a flag that turns from one into the other, without the rule, the flag and the environment.
fn lost(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (flag(before), flag(after));
    let past = proposed(&[("a.yaml", &before), ("segments/staff.yaml", STAFF)], &[("a.yaml", &after)], "change");
    let of_losses = |line: String| line.strip_prefix("users-lose-feature a production: ").map(str::to_owned);
    found(&past).into_iter().filter_map(of_losses).collect()
}

const RULED: &str = "rules: [{name: staff, if: {segment: staff}, rollout: 50}]\nrollout: 10";

#[test]
fn what_is_taken_away_is_told_with_its_share() {
    for (before, after, expected) in [
        ("rollout: 25", "rollout: 10", "15% of users lose it: rollout 25% → 10%"),
        ("rollout: 0.5", "rollout: 0", "all users lose it: rollout 0.5% → 0%"),
        ("rollout: 100", "rollout: 99.999", "0.001% of users lose it: rollout 100% → 99.999%"),
        ("rollout: 25", "rollout: 25\nserve: false", "all users lose it: serve true → false"),
        (
            "rollout: 25",
            "rollout: 25\nsplit: {true: 60, false: 40}",
            "10% of users lose it: serve true → split true 60%, false 40%",
        ),
        ("rollout: 100", "split: {true: 100}", "users without an id lose it: serve true → split true 100%"),
        (
            "variants: {red: 1, blue: 2}\nfallback: red\nsplit: {red: 20, blue: 80}",
            "variants: {red: 1, blue: 2}\nfallback: red\nsplit: {red: 50, blue: 50}",
            "30% of users lose `blue`: split red 20%, blue 80% → red 50%, blue 50%",
        ),
        (
            "variants: {red: 1, blue: 2, green: 3}\nfallback: red\nsplit: {blue: 50, green: 50}",
            "variants: {red: 1, blue: 2, green: 3}\nfallback: red\nsplit: {blue: 40, green: 60}",
            "10% of users lose `blue`: split blue 50%, green 50% → blue 40%, green 60%",
        ),
        (
            RULED,
            "rules: [{name: staff, if: {segment: staff}, rollout: 20}]\nrollout: 10",
            "30% of users of rule 'staff' lose it: rule 'staff' rollout 50% → 20%",
        ),
        (RULED, "rollout: 10", "40% of users of rule 'staff' lose it: rule 'staff' removed"),
        (RULED, "rollout: 0", "all users of rule 'staff' lose it: rule 'staff' removed"),
        (
            RULED,
            "rules:\n  - name: staff\n    if: {all: [{segment: staff}, {attribute: plan, operator: equals, value: pro}]}\n    rollout: 50\nrollout: 10",
            "40% of users of rule 'staff' may lose it: rule 'staff' if segment staff → segment staff and plan equals \"pro\"",
        ),
        (
            "rollout: 100",
            "rules: [{name: abroad, if: {attribute: country, operator: not_equals, value: US}, serve: false}]\nrollout: 100",
            "all users may lose it: rule 'abroad' added",
        ),
        (
            "overrides: {true: [u-1, u-2]}\nrollout: 0",
            "overrides: {true: [u-2]}\nrollout: 0",
            "u-1 loses it: override true: u-1 removed",
        ),
        ("rollout: 100", "overrides: {false: [u-1]}\nrollout: 100", "u-1 loses it: override false: u-1 added"),
        (
            "overrides: {true: [u-1]}\nrules: [{if: {segment: staff}}]\nrollout: 0",
            "rules: [{if: {attribute: plan, operator: equals, value: pro}}]\nrollout: 0",
            "u-1 may lose it: override true: u-1 removed",
        ),
        ("fallback: true\nrollout: 0", "rollout: 0", "all users lose it: fallback true → false"),
        (
            "fallback: true\nenabled: false\noverrides: {false: [u-1]}\nrollout: 0",
            "fallback: true\noverrides: {false: [u-1]}\nrollout: 0",
            "u-1 loses it: disabled → inherited (enabled)",
        ),
    ] {
        let before = before.replace("enabled: false\n", "environments: {production: {enabled: false}}\n");
        assert!(
            lost(&before, after).iter().any(|line| line == expected),
            "{before}\n→\n{after}\n{:?}",
            lost(&before, after)
        );
    }
}

#[test]
fn the_switch_takes_it_from_all_who_have_it() {
    let expected = ["all who have it lose it: enabled → disabled"];
    assert_eq!(lost(RULED, &format!("{RULED}\nenvironments: {{production: {{enabled: false}}}}")), expected);
    assert!(lost("rollout: 0", "rollout: 0\nenvironments: {production: {enabled: false}}").is_empty(), "nobody had it");
}

#[test]
fn what_takes_nothing_away_is_let_through() {
    for (before, after) in [
        ("rollout: 10", "rollout: 25"),
        ("rollout: 10", "rollout: 10\nticket: T-1"),
        ("rollout: 25", "rollout: 25\nenvironments: {staging: {rollout: 0}}"),
        ("rollout: 25\nsplit: {true: 60, false: 40}", "rollout: 50\nsplit: {true: 60, false: 40}"),
        ("rollout: 25\nsplit: {true: 60, false: 40}", "rollout: 25\nsplit: {true: 70, false: 30}"),
        (
            "variants: {red: 1, blue: 2}\nfallback: red\nsplit: {blue: 20, red: 80}",
            "variants: {red: 1, blue: 2}\nfallback: red\nsplit: {blue: 50, red: 50}",
        ),
        (
            "variants: {red: 1, blue: 2}\nfallback: red\nserve: blue",
            "variants: {red: 1, azure: 2}\nfallback: red\nserve: azure",
        ),
        // What is behind the rule that goes gives the same to all.
        ("rules: [{if: {segment: staff}}]\nrollout: 100", "rollout: 100"),
        (
            RULED,
            "rules: [{name: staff, if: {any: [{segment: staff}, {attribute: plan, operator: equals, value: pro}]}, rollout: 50}]\nrollout: 10",
        ),
        (
            "rules: [{if: {attribute: age, operator: at_least, value: 30}}]\nrollout: 0",
            "rules: [{if: {attribute: age, operator: greater_than, value: 18}}]\nrollout: 0",
        ),
        (
            "rules:\n  - {name: a, if: {attribute: plan, operator: in, value: [pro, max]}}\n  - {name: b, if: {segment: staff}}\nrollout: 0",
            "rules:\n  - {name: b, if: {segment: staff}}\n  - {name: a, if: {attribute: plan, operator: in, value: [max, pro, team]}}\nrollout: 0",
        ),
        ("overrides: {true: [u-1]}\nrollout: 100", "rollout: 100"),
        ("overrides: {false: [u-1]}\nrollout: 100", "rollout: 100"),
        ("rollout: 0", "overrides: {true: [u-1]}\nrollout: 0"),
    ] {
        let lost = lost(before, after);
        assert!(lost.is_empty(), "{before}\n→\n{after}\n{lost:?}");
    }
}

#[test]
fn an_override_that_goes_is_exact_about_the_bucket_of_its_user() {
    // Their buckets in the flag `a`.
    let bucket = |id: &str| ffctl::evaluate::draw("a", id).bucket;
    let mut ids = (0..).map(|n| format!("u-{n}"));
    let (inside, outside) = (ids.find(|id| bucket(id) < 50_000).unwrap(), ids.find(|id| bucket(id) >= 50_000).unwrap());
    let before = format!("overrides: {{true: [{inside}, {outside}]}}\nrollout: 50");
    let expected = format!("{outside} loses it: override true: {inside}, {outside} removed");
    assert_eq!(lost(&before, "rollout: 50"), [expected]);
}

#[test]
fn a_flag_that_is_removed_while_it_decides_is_told_and_one_that_is_settled_is_not() {
    let removed = |lines: &str| {
        let past = proposed(&[("a.yaml", &flag(lines)), ("b.yaml", &flag("rollout: 1"))], &[("a.yaml", "")], "change");
        found(&past)
    };
    assert_eq!(
        removed("rollout: 25"),
        ["users-lose-feature a production: a share of users may lose it: the flag is removed"]
    );
    let pinned =
        "users-lose-feature a production: those whom its rules or overrides name may lose it: the flag is removed";
    assert_eq!(removed("overrides: {true: [u-1]}\nrollout: 0"), [pinned]);
    assert!(removed("rollout: 100").is_empty() && removed("rollout: 0").is_empty());
}

#[test]
fn a_segment_is_told_once_for_all_flags_that_name_it() {
    let names = ["a", "b", "c", "d", "e"];
    let text = flag("rules: [{if: {segment: all-staff}}]\nrollout: 0");
    let files: Vec<(String, &str)> = names.iter().map(|name| (format!("{name}.yaml"), text.as_str())).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let nested = "if: {segment: staff}\n";
    let unmoved = flag("rules: [{if: {segment: staff}}]\nrollout: 100");
    files.extend([("segments/staff.yaml", STAFF), ("segments/all-staff.yaml", nested), ("z.yaml", &unmoved)]);
    let found = |after: &str| found(&proposed(&files, &[("segments/staff.yaml", after)], "change"));
    let mail = "if: {attribute: email, operator: ends_with, value: '@example.com'}\n";
    assert_eq!(
        found(mail),
        ["users-lose-feature production: u-1 may lose a, b, c and 2 more: segment staff: user u-1 removed"]
    );
    assert_eq!(
        found("users: [u-1]\n"),
        ["users-lose-feature production: some of its users may lose a, b, c and 2 more: segment staff: \
          if email ends_with \"@example.com\" removed"]
    );
    let wider = format!("users: [u-2, u-1]\n{}", mail.replace("'@example.com'", "['@example.com', '@acme.com']"));
    assert_eq!(found(&wider), [""; 0]);
    assert_eq!(found(&STAFF.replace("@example", "@eu.example"))[..].len(), 1, "narrower");
}

#[test]
fn a_listed_user_of_a_segment_without_a_condition_is_certain_to_lose_it() {
    let text = flag("rules: [{if: {segment: panel}}]\nrollout: 0");
    let before = [("a.yaml", text.as_str()), ("segments/panel.yaml", "users: [u-1, u-2]\n")];
    let past = proposed(&before, &[("segments/panel.yaml", "users: [u-2]\n")], "change");
    assert_eq!(found(&past), ["users-lose-feature production: u-1 loses a: segment panel: user u-1 removed"]);
}

#[test]
fn what_neither_the_flag_nor_a_segment_takes_away_alone_is_told_of_both() {
    let either = flag("rules: [{name: in, if: {any: [{segment: panel}, {segment: beta}]}}]\nrollout: 0");
    let one = flag("rules: [{name: in, if: {segment: panel}}]\nrollout: 0");
    let before = [
        ("a.yaml", either.as_str()),
        ("segments/panel.yaml", "users: [u-1, u-2]\n"),
        ("segments/beta.yaml", "users: [u-2]\n"),
    ];
    let narrower = ("segments/panel.yaml", "users: [u-1]\n");
    for alone in [("a.yaml", one.as_str()), narrower] {
        assert_eq!(found(&proposed(&before, &[alone], "change")), [""; 0], "{alone:?}");
    }
    assert_eq!(
        found(&proposed(&before, &[("a.yaml", &one), narrower], "change")),
        ["users-lose-feature a production: u-2 loses it: rule 'in' if segment panel or segment beta → segment panel, \
          segment panel changed"]
    );
}
