//! The flags of a running program: loaded whole, swapped at once, and kept for a restart.

#[path = "common/program.rs"]
mod program;

use ffctl::FlagSet;
use ffctl::live::{Reload, Trouble};
use ffctl::model::{Context, ErrorCode, Reason};
use program::{Sandbox, flag};
use serde_json::json;
use std::fs;
use std::path::PathBuf;

const SETTINGS: &str = "environments: [staging, production]\n";

fn sandbox() -> Sandbox {
    let checkout = flag("rollout: 0\nenvironments:\n  staging: {rollout: 100}");
    Sandbox::new(&[("ffctl.yaml", SETTINGS), ("checkout.yaml", &checkout)])
}

fn nobody() -> Context {
    Context::default()
}

fn is_applied(reload: &Reload) -> bool {
    matches!(reload, Reload::Applied { .. })
}

#[test]
fn a_flag_answers_as_it_holds_in_the_environment_asked_for() {
    let sandbox = sandbox();
    let open = |builder: ffctl::live::FlagSetBuilder| builder.open().expect("valid flags");
    let flags = FlagSet::builder(sandbox.path("flags"));
    assert!(!open(flags.clone()).boolean("checkout", &nobody(), true));
    assert!(open(flags.clone().environment("staging")).boolean("checkout", &nobody(), false));
    let error = flags.environment("stagin").open().expect_err("no such environment");
    assert_eq!(error.to_string(), "unknown environment 'stagin'; did you mean 'staging'?");
}

#[test]
fn what_is_no_flag_or_of_another_type_gives_the_default() {
    let sandbox = sandbox();
    sandbox.write("colour.yaml", flag("variants: {red: '#f00', blue: '#00f'}\nfallback: blue\nserve: red"));
    sandbox.write("limit.yaml", flag("variants: {low: 1.5, high: 20}\nfallback: low\nserve: high"));
    sandbox.write("layout.yaml", flag("variants: {a: {columns: 2}, b: {columns: 3}}\nfallback: a\nserve: b"));
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    assert_eq!(flags.string("colour", &nobody(), "none"), "#f00");
    assert_eq!(flags.number("limit", &nobody(), 0.0), 20.0);
    assert_eq!(flags.object("layout", &nobody(), json!(null)), json!({"columns": 3}));
    for key in ["colour", "checkou", ""] {
        assert!(flags.boolean(key, &nobody(), true), "{key}");
        assert_eq!(flags.number(key, &nobody(), 7.0), 7.0, "{key}");
        assert_eq!(flags.object(key, &nobody(), json!({})), json!({}), "{key}");
    }
    assert_eq!(flags.string("limit", &nobody(), "none"), "none");
    let answer = flags.evaluate("checkou", &nobody());
    assert_eq!((answer.reason, answer.error), (Reason::Error, Some(ErrorCode::FlagNotFound)));
    let answer = flags.evaluate("colour", &nobody());
    assert_eq!((answer.value, answer.reason, answer.error), (json!("#f00"), Reason::Static, None));
}

#[test]
fn a_valid_change_takes_effect_at_once_and_whoever_holds_the_old_flags_keeps_them() {
    let sandbox = sandbox();
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    let old = flags.current();
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert!(is_applied(&flags.reload()));
    assert!(flags.boolean("checkout", &nobody(), false));
    assert_ne!(flags.current().digest, old.digest);
    let held = old.environment(None).and_then(|flags| flags.flag("checkout")).expect("the flag");
    assert_eq!(held.evaluate(&nobody()).value, &json!(false));
    assert!(matches!(flags.reload(), Reload::Unchanged), "nothing is written");
    sandbox.write("checkout.yaml", flag("rollout: 0\nenvironments:\n  staging: {rollout: 100}"));
    assert!(is_applied(&flags.reload()));
    assert_eq!(flags.current().digest, old.digest, "the same files have the same digest");
}

#[test]
fn an_invalid_change_is_refused_as_a_whole_until_it_is_mended() {
    let sandbox = sandbox();
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    let digest = flags.current().digest.clone();
    sandbox.write("good.yaml", flag("rollout: 100"));
    sandbox.write("checkout.yaml", flag("rollout: 101"));
    let Reload::Refused(refusal) = flags.reload() else { panic!("not refused") };
    assert_eq!(refusal.message, "a file is invalid");
    let lines: Vec<String> = refusal.lines().collect();
    assert!(lines[0].starts_with("checkout.yaml:6:10: ") && lines[0].ends_with("(rollout-out-of-range)"), "{lines:?}");
    assert_eq!(flags.current().digest, digest);
    assert!(!flags.boolean("good", &nobody(), false), "half of a change");
    let status = flags.status();
    assert!(status.refusal.is_some());
    assert_eq!((status.applied, status.refused), (0, 1));
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert!(is_applied(&flags.reload()));
    assert!(flags.status().refusal.is_none());
    assert!(flags.boolean("good", &nobody(), false));
}

#[test]
fn flags_that_are_gone_are_no_project_without_flags() {
    let sandbox = sandbox();
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    for file in ["checkout.yaml", "ffctl.yaml"] {
        fs::remove_file(sandbox.path("flags").join(file)).expect("the file");
    }
    let Reload::Refused(refusal) = flags.reload() else { panic!("not refused") };
    assert_eq!(refusal.message, "there is no flag file (.yaml or .yml) in the flags directory");
    fs::remove_dir(sandbox.path("flags")).expect("the folder");
    let Reload::Refused(refusal) = flags.reload() else { panic!("not refused") };
    assert!(refusal.message.contains("cannot open the flags directory"), "{refusal}");
    assert!(!flags.boolean("checkout", &nobody(), true), "the last good flags stay");
}

fn kept(sandbox: &Sandbox) -> PathBuf {
    sandbox.path("kept.json")
}

#[test]
fn the_last_good_flags_survive_a_restart_while_those_on_disk_are_broken() {
    let sandbox = sandbox();
    let builder = FlagSet::builder(sandbox.path("flags")).keep_in(kept(&sandbox));
    let flags = builder.clone().open().expect("valid flags");
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert!(is_applied(&flags.reload()));
    let good = flags.current();
    sandbox.write("checkout.yaml", "rollout: [");
    let restarted = builder.open().expect("the kept flags");
    assert_eq!(restarted.current().digest, good.digest);
    assert_eq!(restarted.current().loaded, good.loaded, "as old as they are");
    assert!(restarted.boolean("checkout", &nobody(), false));
    assert!(restarted.status().is_restored && restarted.status().refusal.is_some());
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert!(matches!(restarted.reload(), Reload::Unchanged), "what is on disk is what is in force");
    assert!(!restarted.status().is_restored && restarted.status().refusal.is_none());
}

#[test]
fn kept_flags_that_are_broken_themselves_help_nobody() {
    let sandbox = sandbox();
    let builder = FlagSet::builder(sandbox.path("flags")).keep_in(kept(&sandbox));
    sandbox.write("checkout.yaml", "rollout: [");
    let refused = |because: &str| {
        let refusal = builder.clone().open().expect_err("nothing to serve");
        assert!(refusal.message.starts_with("a file is invalid; nor are there flags of an earlier run: "), "{refusal}");
        assert!(refusal.message.contains(because), "{refusal}");
        assert!(refusal.lines().next().is_some_and(|line| line.starts_with("checkout.yaml:")), "{refusal}");
    };
    refused("cannot read");
    for (text, because) in [
        ("", "cannot read"),
        ("{}", "cannot read"),
        (r#"{"version": 2, "loaded": "2026-11-21T00:00:00Z", "commit": null, "files": {}}"#, "version 2"),
        (r#"{"version": 1, "loaded": "2026-11-21T00:00:00Z", "commit": null, "files": {}}"#, "no flag file"),
        (r#"{"version": 1, "loaded": "2026-11-21T00:00:00Z", "commit": null, "files": {"a.yaml": "x"}}"#, "invalid"),
    ] {
        fs::write(kept(&sandbox), text).expect("the file");
        refused(because);
    }
}

#[test]
fn flags_that_cannot_be_kept_are_served_and_it_is_said() {
    let sandbox = sandbox();
    let builder = FlagSet::builder(sandbox.path("flags")).keep_in(sandbox.path("nowhere/kept.json"));
    let flags = builder.clone().open().expect("valid flags");
    let (tell, told) = std::sync::mpsc::channel();
    flags.on_trouble(move |trouble| tell.send(trouble.clone()).expect("a listener"));
    assert!(flags.status().not_kept.is_some_and(|error| error.contains("nowhere/kept.json")));
    fs::create_dir(sandbox.path("nowhere")).expect("the folder");
    assert!(matches!(flags.reload(), Reload::Unchanged), "they are kept as soon as they can be");
    assert_eq!(flags.status().not_kept, None);
    fs::remove_dir_all(sandbox.path("nowhere")).expect("the folder");
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert!(is_applied(&flags.reload()));
    assert!(flags.boolean("checkout", &nobody(), false));
    let told: Vec<Trouble> = told.try_iter().collect();
    assert!(matches!(told[..], [Trouble::Keeping(None), Trouble::Keeping(Some(_))]), "{told:?}");
}

#[test]
fn listeners_are_told_of_every_reload() {
    let sandbox = sandbox();
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    let (tell, told) = std::sync::mpsc::channel();
    flags.on_reload(move |reload| tell.send(reload.clone()).expect("a listener"));
    flags.reload();
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    flags.reload();
    sandbox.write("checkout.yaml", flag("rollout: 101"));
    flags.reload();
    let told: Vec<Reload> = told.try_iter().collect();
    assert!(matches!(told[..], [Reload::Unchanged, Reload::Applied { .. }, Reload::Refused(_)]), "{told:?}");
}
