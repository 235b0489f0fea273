//! Every other gate through the program: what it finds, and the nearest good sibling.

use crate::{Files, flag, found, merged, proposed};
use ffctl::gate::RULES;
use std::collections::BTreeSet;

/// What a gate finds, without its name.
fn by(rule: &str, before: Files<'_>, after: Files<'_>) -> Vec<String> {
    let found = found(&proposed(before, after, "change"));
    found.into_iter().filter_map(|line| line.strip_prefix(rule).map(|rest| rest.trim_start().to_owned())).collect()
}

fn turned(rule: &str, before: &str, after: &str) -> Vec<String> {
    by(rule, &[("a.yaml", &flag(before))], &[("a.yaml", &flag(after))])
}

#[test]
fn step_too_large() {
    let rule = "step-too-large";
    let ruled = |rollout: u8| {
        format!(
            "rules: [{{name: early, if: {{attribute: x, operator: exists, value: true}}, rollout: {rollout}}}]\nrollout: 0"
        )
    };
    let off = |rollout: &str| format!("rollout: {rollout}\nenvironments: {{production: {{enabled: false}}}}");
    let large = |step: &str| vec![format!("a production: {step} is a larger step than `policy.max_step` (50%)")];
    for (before, after, expected) in [
        ("rollout: 10".to_owned(), "rollout: 60.001".to_owned(), large("rollout 10% → 60.001%")),
        ("rollout: 10".to_owned(), "rollout: 60".to_owned(), vec![]),
        ("rollout: 10".to_owned(), "rollout: 10\nenvironments: {staging: {rollout: 100}}".to_owned(), vec![]),
        (ruled(10), ruled(80), large("rule 'early' rollout 10% → 80%")),
        (ruled(10), ruled(60), vec![]),
        // Switched on; raised while it is off; both at once, which is one step.
        (off("51"), "rollout: 51".to_owned(), large("rollout 0% → 51%")),
        (off("50"), "rollout: 50".to_owned(), vec![]),
        (off("10"), off("100"), vec![]),
        (off("10"), "rollout: 100".to_owned(), large("rollout 0% → 100%")),
        ("serve: false".to_owned(), "serve: true".to_owned(), large("rollout 0% → 100%")),
        ("rollout: 100".to_owned(), "rollout: 0".to_owned(), vec![]),
    ] {
        assert_eq!(turned(rule, &before, &after), expected, "{before}\n→\n{after}");
    }
}

#[test]
fn a_release_that_comes_switched_on_is_a_step_and_what_is_made_to_stay_is_not() {
    let lasting = flag("rollout: 100");
    let release = lasting.replace("type: ops", "type: release\nexpires: 2027-02-01");
    let expected = ["a production: rollout 0% → 100% is a larger step than `policy.max_step` (50%)"];
    assert_eq!(by("step-too-large", &[], &[("a.yaml", &release)]), expected);
    assert_eq!(by("step-too-large", &[], &[("a.yaml", &lasting)]), [""; 0]);
}

#[test]
fn buckets_reshuffled() {
    let rule = "buckets-reshuffled";
    let new_salt = "a: salt a → other (everyone is drawn anew): whoever was in may be out (production)";
    let company = "a: bucket_by user_id → company (everyone is drawn anew): whoever was in may be out (production)";
    let split = "variants: {x: 1, y: 2}\nfallback: x\nsplit: {x: 50, y: 50}";
    for (before, after, expected) in [
        ("rollout: 50", "rollout: 50\nsalt: other", &[new_salt][..]),
        ("rollout: 50", "rollout: 50\nsalt: a", &[]),
        ("rollout: 50", "rollout: 50\nbucket_by: company", &[company]),
        (split, &format!("{split}\nsalt: other"), &[new_salt]),
        // Nobody draws in production.
        ("rollout: 100", "rollout: 100\nsalt: other", &[]),
        (
            "rollout: 50\nenvironments: {production: {rollout: 0}}",
            "rollout: 50\nsalt: other\nenvironments: {production: {rollout: 0}}",
            &[],
        ),
        ("rollout: 50", "rollout: 100\nsalt: other", &[]),
    ] {
        assert_eq!(turned(rule, before, after), expected, "{before}\n→\n{after}");
    }
}

#[test]
fn a_rename_that_keeps_the_salt_loses_nobody_their_bucket() {
    let past = merged(&[("a.yaml", &flag("rollout: 50"))]);
    assert_eq!(past.run(&["rename", "a", "team-a", "--yes"]).code, 0);
    assert_eq!(found(&past), [""; 0]);
    past.edit("team-a.yaml", "salt: a\n", "");
    let expected = "buckets-reshuffled team-a: salt a → team-a (everyone is drawn anew): whoever was in may be out \
                    (production); the old one was that of a";
    assert_eq!(found(&past), [expected]);
    past.edit("team-a.yaml", "rollout: 50", "rollout: 20\nsalt: a");
    assert_eq!(found(&past), ["users-lose-feature team-a production: 30% of users lose it: rollout 50% → 20%"]);
}

#[test]
fn variant_still_served() {
    let rule = "variant-still-served";
    let with = |variants: &str, rest: &str| format!("variants: {{{variants}}}\nfallback: red\n{rest}");
    let three = "red: 1, blue: 2, green: 3";
    let gone = |places: &str| vec![format!("a: variant `blue` is removed and was still served: {places}")];
    let served = |rest: &str| turned(rule, &with(three, rest), &with("red: 1, green: 3", "serve: green"));
    for (rest, places) in [
        ("serve: blue", "staging, production"),
        ("serve: green\noverrides: {blue: [u-1]}\nenvironments: {staging: {overrides: {}}}", "override in production"),
        (
            "serve: green\nenvironments: {staging: {rules: [{name: qa, if: {attribute: x, operator: exists, value: true}, serve: blue}]}}",
            "rule 'qa' in staging",
        ),
        ("split: {green: 99.999, blue: 0.001}\nenvironments: {staging: {enabled: false}}", "production"),
    ] {
        assert_eq!(served(rest), gone(places), "{rest}");
    }
    for rest in [
        "serve: green",
        "rollout: 0\nserve: blue",
        "split: {green: 100, blue: 0}",
        "serve: green\noverrides: {blue: []}",
    ] {
        assert_eq!(served(rest), [""; 0], "{rest}");
    }
    // Another name for the same value is the same variant.
    assert_eq!(turned(rule, &with(three, "serve: blue"), &with("red: 1, azure: 2", "serve: azure")), [""; 0]);
}

#[test]
fn protected_without_owner() {
    let change = |owners: Option<&str>, before: &str, after: &str| {
        let past = merged(&[("pay/a.yaml", &flag(before)), ("b.yaml", &flag("rollout: 1"))]);
        past.repo.git(&["checkout", "--quiet", "main"]);
        match owners {
            Some(owners) => past.repo.write("CODEOWNERS", owners),
            None => std::fs::remove_file(past.repo.path().join("CODEOWNERS")).unwrap(),
        }
        past.commit("owners", "2026-11-01");
        past.repo.git(&["checkout", "--quiet", "-B", "change"]);
        // What a change says of owners is not asked.
        past.repo.write("CODEOWNERS", "* @somebody\n");
        past.write("pay/a.yaml", &flag(after));
        found(&past)
    };
    let expected = "protected-without-owner a production: CODEOWNERS has no owner for flags/pay/a.yaml, and production \
                    changes: rollout 10% → 20%";
    assert_eq!(change(Some("/src/ @dev\n"), "rollout: 10", "rollout: 20"), [expected]);
    assert_eq!(change(Some("* @dev\n/flags/pay/\n"), "rollout: 10", "rollout: 20"), [expected], "nobody is named");
    assert_eq!(change(Some("/flags/pay/ @pay\n"), "rollout: 10", "rollout: 20"), [""; 0]);
    let staging = "rollout: 10\nenvironments: {staging: {rollout: 20}}";
    assert_eq!(change(Some("/src/ @dev\n"), "rollout: 10", staging), [""; 0], "production stays as it is");
    assert_eq!(change(Some("/src/ @dev\n"), "rollout: 10", "rollout: 10\nticket: T-1"), [""; 0]);
    assert_eq!(change(None, "rollout: 10", "rollout: 20"), [""; 0], "that is a note");
}

#[test]
fn policy_loosened() {
    let loosened = |after: &str| by("policy-loosened", &[("a.yaml", &flag("rollout: 1"))], &[("ffctl.yaml", after)]);
    let base = "environments: [staging, production]\n";
    let told = |words: &str| vec![format!(": {words}: later changes are held to less")];
    let with = |rest: &str| format!("{base}{rest}\n");
    for (after, expected) in [
        (with("policy: {max_step: 50}"), told("protected production removed")),
        (with("protected: [production]\npolicy: {max_step: 60}"), told("policy.max_step 50% → 60%")),
        (with("protected: [production]"), told("policy.max_step 50% → 100%")),
        (
            with("protected: [production]\npolicy: {max_step: 50, stale_after: 60d}"),
            told("policy.stale_after 30d → 60d"),
        ),
        (
            with("protected: [production]\npolicy: {max_step: 50, expiring_within: 7d}"),
            told("policy.expiring_within 14d → 7d"),
        ),
        (
            with(
                "protected: [production, staging]\npolicy: {max_step: 40, stale_after: 7d, unused_after: 1w, max_age: {ops: 9d}, require: [ticket]}",
            ),
            vec![],
        ),
        (with("protected: [production]\npolicy: {max_step: 50}\nramp: [100]"), vec![]),
    ] {
        assert_eq!(loosened(&after), expected, "{after}");
    }
    let without = "environments: [staging]\npolicy: {max_step: 50}\n";
    assert_eq!(loosened(without).len(), 2, "an environment and its protection: {:?}", loosened(without));
}

#[test]
fn every_gate_has_a_test_of_its_name() {
    let text = [include_str!("rules.rs"), include_str!("losses.rs")].concat();
    let missing: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).filter(|name| !text.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
