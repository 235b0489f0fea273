//! The stages of a flag's life, by small flags.

use crate::program::Sandbox;
use serde_json::Value;

const PROTECTED: &str = "environments: [staging, production]\nprotected: [production]\n";

/// The stage of a flag of this type on 2026-11-21, under these settings.
fn stage(settings: &str, flag_type: &str, expires: &str, fields: &str) -> Value {
    let head = format!("description: d\nowner: o\ntype: {flag_type}\ncreated: 2026-01-01\nexpires: {expires}\n");
    let sandbox = Sandbox::new(&[
        ("ffctl.yaml", settings.to_owned()),
        ("a.yaml", format!("{head}{fields}\n")),
        ("segments/staff.yaml", "users: [u-1]\n".to_owned()),
    ]);
    let flag = sandbox.json(&["list"])["flags"][0].clone();
    let stage = flag["stage"].as_str().unwrap_or_else(|| panic!("{fields}: {flag}")).to_owned();
    assert_eq!(sandbox.json(&["list", "--stage", &stage])["flags"][0], flag, "the filter agrees");
    stage.into()
}

const SOON: &str = "2026-12-01";
const TODAY: &str = "2026-11-21";

#[test]
fn a_release_goes_from_draft_over_testing_and_ramping_to_released_or_retired() {
    let staff = "rules: [{if: {segment: staff}}]";
    for (fields, expires, expected) in [
        ("enabled: false", SOON, "draft"),
        ("enabled: true\nrollout: 0", SOON, "draft"),
        ("enabled: true\nserve: false", SOON, "draft"),
        ("enabled: false\nrollout: 100\noverrides: {true: [u-1]}", SOON, "draft"),
        ("enabled: true\nenvironments: {production: {enabled: false}}", SOON, "testing"),
        ("enabled: true\nrollout: 5\nenvironments: {production: {rollout: 0}}", SOON, "testing"),
        (&format!("enabled: true\nrollout: 0\n{staff}"), SOON, "testing"),
        ("enabled: true\nrollout: 0\noverrides: {true: [u-1]}", SOON, "testing"),
        ("enabled: true\nrollout: 0.001", SOON, "ramping"),
        ("enabled: true\nrollout: 99.999", SOON, "ramping"),
        ("enabled: true\nsplit: {true: 50, false: 50}", SOON, "ramping"),
        ("enabled: false\nenvironments: {production: {enabled: true, rollout: 10}}", SOON, "ramping"),
        ("enabled: true", SOON, "released"),
        ("enabled: true\nsplit: {true: 100}", SOON, "released"),
        ("enabled: true\nrollout: 10\nenvironments: {production: {rollout: 100}}", SOON, "released"),
        (&format!("enabled: true\nrollout: 100\n{staff}"), SOON, "released"),
        ("enabled: false", TODAY, "retired"),
        ("enabled: true\nrollout: 0", TODAY, "retired"),
        ("enabled: true", TODAY, "released"),
        ("enabled: true\nrollout: 10", TODAY, "ramping"),
    ] {
        assert_eq!(stage(PROTECTED, "release", expires, fields), expected, "{fields} expires {expires}");
    }
}

#[test]
fn a_flag_that_stays_is_released_where_its_rules_do_their_work() {
    let rules = "enabled: true\nrollout: 0\nrules: [{if: {segment: staff}}]";
    for (flag_type, expected) in
        [("permission", "released"), ("ops", "released"), ("kill-switch", "released"), ("experiment", "testing")]
    {
        assert_eq!(stage(PROTECTED, flag_type, SOON, rules), expected, "{flag_type}");
    }
}

#[test]
fn variants_count_as_anybody_getting_something_else_than_the_fallback() {
    let variants = "variants: {red: r, blue: b}\nfallback: red\nenabled: true\n";
    for (fields, expected) in [
        ("serve: blue", "released"),
        ("serve: red\noverrides: {blue: [u-1]}", "testing"),
        ("rollout: 10\nserve: blue", "ramping"),
        ("split: {red: 50, blue: 50}", "ramping"),
        ("rollout: 0\nserve: blue", "draft"),
    ] {
        assert_eq!(stage(PROTECTED, "experiment", SOON, &format!("{variants}{fields}")), expected, "{fields}");
    }
}

#[test]
fn the_protected_environments_decide_else_the_last_one_else_the_top_level() {
    let staging_only = "enabled: false\nenvironments: {staging: {enabled: true}}";
    for (settings, fields, expected) in [
        ("environments: [staging, production]", staging_only, "testing"),
        ("environments: [production, staging]", staging_only, "released"),
        ("environments: [staging, production]\nprotected: [staging]", staging_only, "released"),
        ("environments: [staging, production]\nprotected: [staging, production]", staging_only, "ramping"),
        ("ramp: [100]", "enabled: true", "released"),
        ("ramp: [100]", "enabled: true\nrollout: 10", "ramping"),
        ("ramp: [100]", "enabled: false", "draft"),
    ] {
        assert_eq!(stage(settings, "release", SOON, fields), expected, "{settings} {fields}");
    }
}
