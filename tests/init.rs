//! `ffctl init`: a flags directory that is valid from the first day, and nothing overwritten.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

use git::Repo;
use project::{OPEN, Outcome, Project, program, run};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const FILES: [&str; 6] = [
    "flags/ffctl.yaml",
    "flags/example.yaml",
    "flags/.schema/flag.json",
    "flags/.schema/segment.json",
    "flags/.schema/settings.json",
    ".github/workflows/flags.yml",
];

fn ffctl(repo: &Repo, folder: &str, arguments: &str) -> Outcome {
    run(program(&repo.path().join(folder), repo.home(), arguments))
}

fn read(repo: &Repo, path: &str) -> String {
    fs::read_to_string(repo.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[track_caller]
fn is_valid(repo: &Repo, folder: &str) {
    let Outcome { code, out, .. } = ffctl(repo, folder, "validate --deny warning");
    assert_eq!(code, Some(0), "{out}");
    let Outcome { code, out, err } = ffctl(repo, folder, "audit");
    assert_eq!(code, Some(0), "{out}{err}");
}

fn lines(word: &str, files: &[&str], aside: &str) -> String {
    files.iter().map(|file| format!("{word}  {file}{aside}\n")).collect()
}

#[test]
fn a_repository_gets_a_flags_directory_that_is_valid() {
    let repo = Repo::new();
    let outcome = ffctl(&repo, "", "init");
    assert_eq!((outcome.code, outcome.out, outcome.err.as_str()), (Some(0), lines("made", &FILES, ""), ""));
    is_valid(&repo, "");
    let workflow = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/examples/flags.yml");
    assert_eq!(read(&repo, FILES[5]), fs::read_to_string(workflow).expect("the example of the documentation"));
    for (file, schema) in [(FILES[0], "settings"), (FILES[1], "flag")] {
        let first = format!("# yaml-language-server: $schema=.schema/{schema}.json\n");
        assert!(read(&repo, file).starts_with(&first), "{file}");
    }
    for file in &FILES[2..5] {
        let schema: Value = serde_json::from_str(&read(&repo, file)).expect("a JSON document");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
}

#[test]
fn the_example_answers_what_its_tests_say() {
    let repo = Repo::new();
    ffctl(&repo, "", "init");
    let flag = ffctl_library(&read(&repo, FILES[1]));
    assert_eq!(flag.tests.len(), 3);
    for case in &flag.tests {
        let place = case.environment.as_ref().map(|name| format!(" -e {name}")).unwrap_or_default();
        let user = case.context["user_id"].as_str().expect("a user");
        let answer = ffctl(&repo, "", &format!("eval example -u {user}{place} --format json")).out;
        let answer: Value = serde_json::from_str(&answer).expect("an answer");
        assert_eq!(answer["variant"], case.expect.0, "{:?}", case.name);
    }
}

fn ffctl_library(text: &str) -> ffctl::model::Flag {
    ffctl::yaml::read_flag("example", text).valid().expect("a valid flag")
}

#[test]
fn again_it_changes_nothing_and_says_what_it_left() {
    let repo = Repo::new();
    ffctl(&repo, "", "init");
    repo.commit("flags", "2026-11-21");
    let outcome = ffctl(&repo, "", "init");
    let left = lines("left", &FILES, "  (is there already)");
    assert_eq!((outcome.code, outcome.out, outcome.err.as_str()), (Some(0), left, ""));
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    repo.write("flags/.schema/flag.json", "{}\n");
    repo.write("flags/ffctl.yaml", OPEN);
    fs::remove_file(repo.path().join("flags/.schema/segment.json")).expect("gone");
    let outcome = ffctl(&repo, "", "init");
    assert_eq!(outcome.err, "note: flags/.schema/flag.json is not as this version writes it; remove it to renew it\n");
    assert_eq!((read(&repo, "flags/.schema/flag.json"), read(&repo, "flags/ffctl.yaml")), ("{}\n".into(), OPEN.into()));
    assert_eq!(repo.git(&["status", "--porcelain"]), " M flags/.schema/flag.json\n M flags/ffctl.yaml\n");
}

#[test]
fn a_directory_in_use_gets_what_it_lacks_and_no_example() {
    let project = Project::with_checkout(&format!("{OPEN}protected: [production]\n"), "enabled: true\n");
    let outcome = ffctl(&project.repo, "", "init");
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    assert!(!project.path("flags/example.yaml").exists());
    assert!(project.path("flags/.schema/flag.json").exists() && project.path(FILES[5]).exists());
    let changed = project.repo.git(&["status", "--porcelain", "--untracked-files=no"]);
    assert_eq!(changed, "");
    is_valid(&project.repo, "");
}

#[test]
fn the_example_holds_to_settings_that_are_there() {
    for settings in [
        "",
        "ramp: [50, 100]\n",
        "environments: [prod]\nprotected: [prod]\n",
        "environments: ['true', b]\n",
        "environments: [\"a: b\"]\nattributes: {plan: string}\n",
    ] {
        let repo = Repo::new();
        repo.write("flags/ffctl.yml", settings);
        assert_eq!(ffctl(&repo, "", "init").code, Some(0), "{settings}");
        assert!(!repo.path().join("flags/ffctl.yaml").exists(), "there are settings: {settings}");
        is_valid(&repo, "");
    }
}

#[test]
fn the_directory_is_the_one_in_use_or_the_one_named() {
    let repo = Repo::new();
    repo.write("services/web/src/main.rs", "");
    assert_eq!(ffctl(&repo, "services/web", "init").code, Some(0));
    assert!(repo.path().join("services/web/flags/ffctl.yaml").exists());
    assert_eq!(ffctl(&repo, "services/web/src", "init").out.matches("made").count(), 0, "the one above is in use");
    let workflow = read(&repo, ".github/workflows/flags.yml");
    assert!(workflow.contains("\nenv:\n  FFCTL_FLAGS_DIR: \"services/web/flags\"\n"), "{workflow}");

    for (arguments, directory) in [
        ("init toggles", "toggles"),
        ("init ./a/../b", "b"),
        ("--flags-dir c init", "c"),
        ("init 'd e' --flags-dir x", "d e"),
    ] {
        let repo = Repo::new();
        assert_eq!(ffctl(&repo, "", arguments).code, Some(0), "{arguments}");
        assert!(repo.path().join(directory).join("ffctl.yaml").exists(), "{arguments}");
        assert!(read(&repo, ".github/workflows/flags.yml").contains(&format!("FFCTL_FLAGS_DIR: \"{directory}\"")));
        let mut validate = program(repo.path(), repo.home(), "validate --deny warning --flags-dir");
        let outcome = run({
            validate.arg(directory);
            validate
        });
        assert_eq!(outcome.code, Some(0), "{}", outcome.out);
    }
}

#[test]
fn outside_of_a_repository_there_is_no_workflow() {
    let folder = tempfile::tempdir().expect("a folder");
    let outcome = run(program(folder.path(), folder.path(), "init"));
    assert_eq!((outcome.code, outcome.out), (Some(0), lines("made", &FILES[..5], "")));
    assert_eq!(outcome.err, "note: not in a git repository, so there is no CI workflow\n");
    assert!(!folder.path().join(".github").exists());
}

#[test]
fn a_dry_run_is_a_patch_that_git_applies() {
    let repo = Repo::new();
    let outcome = ffctl(&repo, "", "init --dry-run");
    assert_eq!(outcome.code, Some(0));
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    fs::write(repo.home().join("patch"), outcome.out).expect("a patch");
    repo.git(&["apply", "../patch"]);
    is_valid(&repo, "");
    let again = ffctl(&repo, "", "init --format json").out;
    let expected = json!({"version": 1, "dryRun": false, "made": [], "left": FILES, "notes": [], "patch": ""});
    assert_eq!(serde_json::from_str::<Value>(&again).expect("a document"), expected);
}

#[test]
fn what_is_no_directory_is_refused() {
    let repo = Repo::new();
    repo.write("flags", "a file");
    for arguments in ["init flags", "init"] {
        let outcome = ffctl(&repo, "", arguments);
        assert_eq!((outcome.code, outcome.err.as_str()), (Some(2), "error: flags is not a directory\n"), "{arguments}");
    }
    assert!(!repo.path().join(".github").exists());
}
