//! The findings that a team starts from.

use crate::git::Repo;
use crate::program::Run;
use crate::{audit, committed, one_of_each, release};
use serde_json::{Value, json};
use std::fs;

const USUAL: &str = "flags/.audit-baseline.json";

fn keys(list: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|entry| format!("{} {}", text(&entry["key"]), text(&entry["rule"]))).collect()
}

fn json(repo: &Repo, arguments: &[&str]) -> (Value, i32) {
    let run = audit(repo, &[arguments, &["--format", "json"]].concat());
    (run.json(), run.code)
}

fn read(repo: &Repo, path: &str) -> String {
    fs::read_to_string(repo.path().join(path)).unwrap()
}

#[test]
fn what_is_found_now_is_written_sorted_a_line_each_and_nothing_fails() {
    let repo = one_of_each();
    let run = audit(&repo, &["--write-baseline"]);
    assert_eq!((run.out.as_str(), run.code), ("", 0));
    assert_eq!(run.err, format!("5 flags on 2026-11-21: 5 findings written to {USUAL}\n"));
    let text = "{\n  \"version\": 1,\n  \"findings\": [\n    \
                {\"key\":\"gone\",\"rule\":\"expired\"},\n    \
                {\"key\":\"leaving\",\"rule\":\"expiring\"},\n    \
                {\"key\":\"lonely\",\"rule\":\"missing-metadata\"},\n    \
                {\"key\":\"old-and-stale\",\"rule\":\"overage\"},\n    \
                {\"key\":\"old-and-stale\",\"rule\":\"stale\"}\n  ]\n}\n";
    assert_eq!(read(&repo, USUAL), text);

    let later = audit(&repo, &["--write-baseline", "--now", "2026-11-22"]);
    assert_eq!((later.code, read(&repo, USUAL).as_str()), (0, text), "another day, the same file");
    assert_eq!(Run::of(crate::program::ffctl(repo.path(), &["validate"])).code, 0, "it is not read as a flag");
}

#[test]
fn only_what_is_not_in_it_fails() {
    let repo = one_of_each();
    audit(&repo, &["--write-baseline"]);
    let run = audit(&repo, &["--baseline"]);
    assert_eq!((run.out.as_str(), run.code), ("", 0));
    assert_eq!(run.err, format!("5 flags on 2026-11-21: nothing new, 5 known from {USUAL}\n"));
    assert_eq!(audit(&repo, &[]).code, 1, "without the option it counts for nothing");

    repo.write("flags/new.yaml", &release("2026-11-01", "2026-11-15", "enabled: false"));
    let (document, code) = json(&repo, &["--baseline"]);
    assert_eq!((keys(&document["findings"]), code), (vec!["new expired".to_owned()], 1));
    let baseline = &document["baseline"];
    assert_eq!(
        (&baseline["file"], &baseline["written"], &baseline["mended"]),
        (&json!(USUAL), &json!(false), &json!([]))
    );
    assert_eq!(keys(&baseline["known"]).len(), 5);
    let known = audit(&repo, &["--baseline", "-v"]).out;
    assert!(known.contains("known gone  expired 1 day ago, on 2026-11-20 (expired)\n"), "{known}");
}

#[test]
fn entries_that_are_mended_are_said_and_do_not_fail() {
    let repo = one_of_each();
    audit(&repo, &["--write-baseline", "known.json"]);
    repo.write("flags/lonely.yaml", &release("2026-11-01", "2027-01-31", "enabled: true\nrollout: 50"));
    let run = audit(&repo, &["--baseline", "known.json"]);
    assert_eq!(run.code, 0);
    assert!(run.err.starts_with("note: 1 entry of the baseline is mended: write it anew\n"), "{run:?}");
    fs::remove_file(repo.path().join("flags/old-and-stale.yaml")).unwrap();
    let run = audit(&repo, &["--baseline", "known.json"]);
    assert!(run.err.starts_with("note: 3 entries of the baseline are mended: write it anew\n"), "{run:?}");
    let (document, _) = json(&repo, &["--baseline", "known.json"]);
    assert_eq!(
        keys(&document["baseline"]["mended"]),
        ["lonely missing-metadata", "old-and-stale overage", "old-and-stale stale"]
    );
    audit(&repo, &["--write-baseline", "known.json"]);
    assert!(!read(&repo, "known.json").contains("lonely"));
}

#[test]
fn what_a_shallow_clone_cannot_tell_is_not_taken_for_mended() {
    let repo = committed(&[("a", release("2026-09-01", "2027-01-31", "enabled: true"))], "2026-09-01");
    audit(&repo, &["--write-baseline"]);
    repo.commit("the baseline", "2026-11-20");
    let (document, code) = json(&repo.clone_with(&["--depth", "1"]), &["--baseline"]);
    assert_eq!((&document["baseline"]["mended"], code), (&json!([]), 0));
}

#[test]
fn an_environment_is_part_of_what_is_known() {
    let flag = |fields: &str| release("2026-08-25", "2027-01-31", fields);
    let staging = "enabled: true\nrollout: 0\nenvironments: {staging: {rollout: 50}}";
    let repo = committed(&[("a", flag(staging))], "2026-08-25");
    audit(&repo, &["--write-baseline"]);
    assert!(read(&repo, USUAL).contains(r#"{"key":"a","rule":"ramp-stuck","environment":"staging"}"#));
    repo.write("flags/a.yaml", &flag(&staging.replace("staging", "production")));
    repo.commit("elsewhere", "2026-08-26");
    let (document, code) = json(&repo, &["--baseline"]);
    assert_eq!((keys(&document["findings"]), code), (vec!["a ramp-stuck".to_owned()], 1));
    assert_eq!(document["findings"][0]["environment"], "production");
}

#[test]
fn a_baseline_that_is_missing_or_broken_is_refused() {
    let repo = one_of_each();
    let help = "help: `ffctl audit --write-baseline` makes one of what is found now\n";
    let run = audit(&repo, &["--baseline"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, format!("error: there is no baseline {USUAL}\n{help}"));
    for (text, why) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{\"version\": 7, \"findings\": []}", "its version is 7; this program reads version 1"),
        ("{\"version\": 1, \"findings\": [{\"key\": \"a\"}]}", "missing field `rule` at line 1 column 40"),
    ] {
        repo.write("known.json", text);
        let run = audit(&repo, &["--baseline", "known.json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert_eq!(run.err, format!("error: known.json is no baseline: {why}\n{help}"));
    }
    assert_eq!(audit(&repo, &["--baseline", "flags"]).code, 2, "a folder");
    assert_eq!(audit(&repo, &["--baseline", "--write-baseline"]).code, 2, "both");
}

#[test]
fn of_a_broken_tree_no_baseline_is_written() {
    let repo = one_of_each();
    repo.write("flags/broken.yaml", "rolout: 10\n");
    let run = audit(&repo, &["--write-baseline"]);
    assert_eq!((run.code, repo.path().join(USUAL).exists()), (2, false));
    assert!(run.err.contains("no baseline is written") && run.err.contains("unknown field `rolout`"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through_and_a_read_only_file_stays_as_it_is() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let repo = one_of_each();
    repo.write("ci/known.json", "old\n");
    symlink("ci/known.json", repo.path().join("known.json")).unwrap();
    assert_eq!(audit(&repo, &["--write-baseline", "known.json"]).code, 0);
    assert!(read(&repo, "ci/known.json").contains("lonely"));
    assert!(repo.path().join("known.json").is_symlink());

    repo.write("ci/known.json", "mine\n");
    fs::set_permissions(repo.path().join("ci/known.json"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = audit(&repo, &["--write-baseline", "ci/known.json"]);
    assert_eq!((run.code, read(&repo, "ci/known.json").as_str()), (2, "mine\n"), "{run:?}");
}
