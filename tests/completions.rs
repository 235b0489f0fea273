//! Completions, asked for as the shells' scripts ask: a variable names the shell, the words of the line follow.

#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;
#[path = "completions/shells.rs"]
mod shells;

use git::Repo;
use program::{Run, Sandbox, example, ffctl, flag};
use std::path::Path;

/// The candidates for the last word of a line, with what is said beside them.
fn told(folder: &Path, line: &[&str]) -> Vec<(String, String)> {
    let run = asked(folder, line);
    let told = run.out.lines().map(|line| line.split_once('\t').expect("a candidate, and what is said of it"));
    told.map(|(value, help)| (value.to_owned(), help.to_owned())).collect()
}

/// A question for fish, which reads what is said of a candidate too. Nothing is ever said on the side.
fn asked(folder: &Path, line: &[&str]) -> Run {
    let mut command = ffctl(folder, &[&["--", "ffctl"], line].concat());
    command.env("FFCTL_COMPLETE", "fish").env("GIT_CONFIG_GLOBAL", folder.join("no-such-settings"));
    let run = Run::of(command);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{line:?}");
    run
}

fn values(folder: &Path, line: &[&str]) -> Vec<String> {
    told(folder, line).into_iter().map(|(value, _)| value).collect()
}

/// The candidates at the end of a line of the example project.
#[track_caller]
fn offers(line: &str, expected: &[&str]) {
    let sandbox = Sandbox::example();
    // Words divided by spaces, as nothing here has one in it; a space at the end begins a new word.
    let words: Vec<&str> = line.split(' ').collect();
    assert_eq!(values(&sandbox.path(""), &words), expected, "ffctl {line}");
}

#[test]
fn commands_and_options_are_completed() {
    offers("ev", &["eval"]);
    offers("compl", &["completions"]);
    offers("eval --ex", &["--explain"]);
    offers("experiment ", &["plan", "analyze"]);
    offers("experiment plan pricing-e", &["pricing-email-subject"]);
    offers("experiment plan new-checkout -e p", &["production"]);
    offers("experiment analyze pricing-page-headline --control s", &["savings", "simplicity"]);
    offers("completions ", &["bash", "zsh", "fish"]);
    offers("schema se", &["segment", "settings"]);
    offers("list --type e", &["experiment"]);
    offers("list --format ", &["table", "json"]);
    offers("set card-payments ", &["owner", "expires", "ticket", "tags", "description", "type"]);
}

#[test]
fn options_are_offered_once_a_dash_is_typed_or_where_there_is_nothing_else() {
    let sandbox = Sandbox::example();
    let keys = values(&sandbox.path(""), &["show", ""]);
    assert!(keys.len() > 10 && keys.iter().all(|key| !key.starts_with('-')), "{keys:?}");
    let rest = values(&sandbox.path(""), &["show", "card-payments", ""]);
    assert!(rest.contains(&"--rev".to_owned()), "{rest:?}");
}

#[test]
fn every_argument_that_takes_a_key_completes_the_keys() {
    for command in ["show", "eval", "log", "blame", "bisect", "rollout", "enable", "disable", "override", "set"] {
        offers(&format!("{command} card"), &["card-payments"]);
    }
    for command in ["promote", "rename", "remove", "edit", "diff --key", "new x --from", "diff --key="] {
        let line = format!("{command} card");
        match line.contains('=') {
            true => offers(&line.replace("= ", "="), &["--key=card-payments"]),
            false => offers(&line, &["card-payments"]),
        }
    }
    offers("new card", &[]);
    offers("rename card-payments card", &[]);
}

#[test]
fn a_key_that_the_line_names_already_is_not_offered_again() {
    offers("enable ca", &["card-payments", "catalog-cache-ttl"]);
    offers("enable card-payments ca", &["catalog-cache-ttl"]);
    offers("log -e staging card-payments ca", &["catalog-cache-ttl"]);
}

#[test]
fn a_key_comes_with_what_its_flag_is_for() {
    let sandbox = Sandbox::new(&[("a.yaml", flag("")), ("broken.yaml", "owner: [".to_owned()), ("c.yml", flag(""))]);
    let pair = |key: &str, about: &str| (key.to_owned(), about.to_owned());
    assert_eq!(told(&sandbox.path(""), &["show", ""]), [pair("a", "d"), pair("broken", ""), pair("c", "d")]);
}

#[test]
fn of_many_flags_only_the_names_are_read() {
    let files: Vec<(String, String)> = (0..70).map(|n| (format!("flag-{n:02}.yaml"), flag(""))).collect();
    let files: Vec<(&str, &String)> = files.iter().map(|(path, text)| (path.as_str(), text)).collect();
    let sandbox = Sandbox::new(&files);
    let all = told(&sandbox.path(""), &["show", ""]);
    assert_eq!(all.len(), 70);
    assert!(all.iter().all(|(_, about)| about.is_empty()));
    assert!(told(&sandbox.path(""), &["show", "flag-1"]).iter().all(|(_, about)| about == "d"));
}

#[test]
fn environments_are_those_of_the_settings() {
    for line in ["eval -e ", "eval --env ", "list -e ", "log -e ", "rollout card-payments -e ", "bisect -e "] {
        offers(line, &["development", "staging", "production"]);
    }
    offers("eval card-payments --env=s", &["--env=staging"]);
    offers("enable card-payments -est", &["-estaging"]);
    offers("promote card-payments --from ", &["development", "staging", "production"]);
    offers("promote card-payments --from staging --to ", &["development", "production"]);
    let sandbox = Sandbox::example();
    let protected = told(&sandbox.path(""), &["eval", "-e", "prod"]);
    assert_eq!(protected, [("production".to_owned(), "protected".to_owned())]);
}

const COLOURS: &str = "variants: {blue: \"#00f\", red: \"#f00\"}
fallback: blue
overrides: {blue: [u-1], red: [u-2, u-3]}
rules:
  - {name: in the north, if: {attribute: region, operator: in, value: [north, 7]}, serve: red}
  - {if: {attribute: plan.name, operator: equals, value: pro}, serve: red}
serve: blue
environments:
  staging: {overrides: {red: [u-9]}, rules: [{name: staged, if: {attribute: beta, operator: exists, value: true}, serve: red}]}";

fn colours() -> Sandbox {
    Sandbox::new(&[
        ("ffctl.yaml", "environments: [staging]\nramp: [5, 20.5, 100]\n".to_owned()),
        ("colours.yaml", flag(COLOURS)),
    ])
}

#[test]
fn the_flag_on_the_line_gives_its_variants_and_pinned_users() {
    let sandbox = colours();
    let of = |line: &[&str]| values(&sandbox.path(""), line);
    let told = told(&sandbox.path(""), &["override", "colours", ""]);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(told, [pair("blue", "\"#00f\""), pair("red", "\"#f00\"")]);
    assert_eq!(of(&["override", "colours", "r"]), ["red"]);
    assert_eq!(of(&["override", "colours", "red", "u"]), [""; 0]);
    assert_eq!(of(&["override", "colours", "--remove", ""]), ["blue", "red", "u-1", "u-2", "u-3"]);
    assert_eq!(of(&["override", "colours", "--remove", "red", ""]), ["u-2", "u-3"]);
    assert_eq!(of(&["override", "colours", "--remove", "red", "u-2", ""]), ["u-3"]);
    assert_eq!(of(&["override", "colours", "-e", "staging", "--remove", "u"]), ["u-9"]);
    assert_eq!(of(&["new", "other", "--variants", "a=1,b=2", "--fallback", ""]), ["a", "b"]);
}

#[test]
fn the_flag_on_the_line_gives_its_rules_and_the_settings_the_ramp() {
    let sandbox = colours();
    let of = |line: &[&str]| values(&sandbox.path(""), line);
    assert_eq!(of(&["rollout", "colours", "--rule", ""]), ["in the north", "2"]);
    assert_eq!(of(&["rollout", "colours", "-e", "staging", "--rule", ""]), ["staged"]);
    assert_eq!(of(&["rollout", "colours", ""]), ["0", "5", "20.5", "100"]);
}

#[test]
fn attributes_are_those_declared_and_those_that_the_flag_asks_for() {
    let sandbox = colours();
    let of = |line: &[&str]| values(&sandbox.path(""), line);
    assert_eq!(of(&["eval", "colours", "-a", ""]), ["beta=", "plan.name=", "region="]);
    assert_eq!(of(&["eval", "colours", "-a", "region="]), ["region=north", "region=7"]);
    assert_eq!(of(&["eval", "colours", "--attr=plan.name="]), ["--attr=plan.name=pro"]);
    offers("eval new-checkout -a company.p", &["company.plan="]);
    offers("eval card-payments -a beta_opt_in=", &["beta_opt_in=true", "beta_opt_in=false"]);
    let typed = told(&Sandbox::example().path(""), &["eval", "-a", "company.se"]);
    assert_eq!(typed, [("company.seats=".to_owned(), "number".to_owned())]);
    sandbox.write("../people.json", "{}");
    assert_eq!(of(&["eval", "colours", "-c", "@peo"]), ["@people.json"]);
}

#[test]
fn metadata_is_completed_from_what_other_flags_say() {
    offers("list --owner g", &["growth-team"]);
    offers("list --tag ca", &["campaign", "canary", "capacity", "cart", "catalogue"]);
    offers("new x --owner m", &["mobile-team"]);
    offers("new x --folder p", &["platform", "platform/billing"]);
    offers("new x --type k", &["kill-switch"]);
    offers("set new-checkout owner se", &["search-team"]);
    offers("set new-checkout type o", &["ops"]);
    offers("set new-checkout tags mobile,se", &["mobile,search", "mobile,seasonal", "mobile,security"]);
    offers("set new-checkout tags +mobile,+sea", &["+mobile,+search", "+mobile,+seasonal"]);
    offers("set new-checkout tags +mobile,-c", &["+mobile,-checkout"]);
    offers("set new-checkout expires n", &["never"]);
    offers("set new-checkout description x", &[]);
}

#[test]
fn the_flags_directory_is_the_one_that_the_line_or_the_surroundings_name() {
    let sandbox = colours();
    sandbox.write("../other/elsewhere.yaml", flag(""));
    let of = |line: &[&str]| values(&sandbox.path(""), line);
    assert_eq!(of(&["show", ""]), ["colours"]);
    assert_eq!(of(&["--flags-dir", "other", "show", ""]), ["elsewhere"]);
    assert_eq!(of(&["show", "--flags-dir=other", ""]), ["elsewhere"]);
    // The home of a run is its folder.
    assert_eq!(of(&["--flags-dir", "~/other", "show", ""]), ["elsewhere"]);
    assert_eq!(of(&["--flags-dir", "oth"]), ["other/"]);
    let mut command = sandbox.ffctl(&["--", "ffctl", "show", ""]);
    command.env("FFCTL_COMPLETE", "fish").env("FFCTL_FLAGS_DIR", "other");
    assert_eq!(Run::of(command).out, "elsewhere\td\n");
}

#[test]
fn where_nothing_can_be_known_nothing_is_said() {
    let broken = Sandbox::new(&[("ffctl.yaml", "environments: {"), ("a.yaml", "rules: ["), ("b.yaml", "\u{0}")]);
    let nowhere = tempfile::tempdir().expect("a folder");
    for line in [
        &["eval", "x"][..],
        &["eval", "a", "-e", "x"],
        &["override", "a", "x"],
        &["rollout", "a", "--rule", "x"],
        &["list", "--owner", "x"],
        &["show", "a", "--rev", "x"],
        &["restore", "x"],
        &["eval", "a", "-a", "x="],
        &["set", "a", "tags", "x"],
        &["no-such-command", "x"],
        &["--flags-dir", "no-such-folder", "show", "x"],
        &["--flags-dir", "x"],
    ] {
        assert_eq!(values(&broken.path(""), line), [""; 0], "{line:?}");
        assert_eq!(values(nowhere.path(), line), [""; 0], "{line:?}");
    }
    assert_eq!(values(&broken.path(""), &["show", ""]), ["a", "b"]);
}

#[test]
fn revisions_are_branches_and_tags() {
    let repo = Repo::new();
    repo.write("flags/a.yaml", &flag(""));
    repo.commit("flags", "2026-11-01");
    repo.git(&["branch", "-M", "main"]);
    repo.git(&["branch", "feature/b"]);
    repo.git(&["tag", "v1.0"]);
    let of = |line: &[&str]| values(repo.path(), line);
    assert_eq!(of(&["show", "a", "--rev", ""]), ["HEAD", "feature/b", "main", "v1.0"]);
    assert_eq!(of(&["bisect", "a", "--good", "v"]), ["v1.0"]);
    assert_eq!(of(&["diff", "m"]), ["main"]);
    assert_eq!(of(&["diff", "v1.0..ma"]), ["v1.0..main"]);
    assert_eq!(of(&["diff", "v1.0...ma"]), ["v1.0...main"]);
}

#[test]
fn what_the_work_tree_lost_can_be_restored() {
    let repo = Repo::new();
    ["a", "b", "c"].iter().for_each(|key| repo.write(format!("flags/team/{key}.yaml"), &flag("")));
    repo.commit("flags", "2026-11-01");
    std::fs::remove_file(repo.path().join("flags/team/b.yaml")).expect("a file");
    assert_eq!(values(repo.path(), &["restore", ""]), ["b"]);
}

#[test]
fn asking_writes_nothing() {
    let repo = Repo::new();
    program::copy(&example(), &repo.path().join("flags"));
    repo.commit("flags", "2026-11-01");
    for line in [&["show", ""][..], &["show", "a", "--rev", ""], &["restore", ""], &["list", "--tag", ""]] {
        asked(repo.path(), line);
    }
    assert_eq!(repo.git(&["status", "--porcelain", "--ignored"]), "");
}
