//! Files are named from the top of the repository, wherever the program runs and however it was told of the directory.

use super::{Repo, awkward, expired};
use crate::program::{HEAD, Run, ffctl};
use std::collections::BTreeSet;
use std::path::Path;

fn files(folder: &Path, arguments: &[&str]) -> BTreeSet<String> {
    let log = Run::of(ffctl(folder, &[arguments, &["--format", "sarif"]].concat())).json();
    let results = log["runs"][0]["results"].as_array().unwrap().clone();
    let uri = |result: &serde_json::Value| {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned()
    };
    results.iter().map(uri).collect()
}

#[test]
fn a_path_is_the_same_from_everywhere() {
    let repo = expired(1);
    repo.write("services/web/main.rs", "");
    let absolute = repo.path().join("flags").display().to_string();
    std::os::unix::fs::symlink(repo.path().join("flags"), repo.home().join("link")).unwrap();
    let link = repo.home().join("link").display().to_string();
    let expected = BTreeSet::from(["flags/flag-0000.yaml".to_owned()]);
    for (folder, arguments) in [
        ("", &["audit"][..]),
        ("services/web", &["audit"]),
        ("flags", &["audit"]),
        ("services", &["audit", "--flags-dir", "../flags"]),
        ("flags", &["audit", "--flags-dir", "."]),
        ("services", &["audit", "--flags-dir", &absolute]),
        ("", &["audit", "--flags-dir", &link]),
        ("services/web", &["audit", "--rev", "HEAD"]),
        ("", &["audit", "--as-of", "2026-11-21"]),
    ] {
        assert_eq!(files(&repo.path().join(folder), arguments), expected, "{folder}: {arguments:?}");
    }
}

#[test]
fn from_outside_of_the_repository_too() {
    let repo = awkward();
    let flags = repo.path().join("flags").display().to_string();
    let from_outside = files(repo.home(), &["audit", "--flags-dir", &flags]);
    assert_eq!(from_outside, files(repo.path(), &["audit"]));
    assert!(from_outside.iter().all(|file| file.starts_with("flags/")), "{from_outside:?}");
}

#[test]
fn outside_of_git_a_path_is_from_where_the_program_runs_and_else_whole() {
    let folder = tempfile::tempdir().unwrap();
    let flags = folder.path().canonicalize().unwrap().join("a b/flags");
    std::fs::create_dir_all(&flags).unwrap();
    std::fs::write(flags.join("x.yaml"), HEAD.replace("type: ops", "type: release\nexpires: 2026-11-20")).unwrap();
    let absolute = flags.display().to_string();
    let arguments = ["audit", "--flags-dir", &absolute];
    assert_eq!(files(folder.path(), &arguments), BTreeSet::from(["a%20b/flags/x.yaml".to_owned()]));
    let elsewhere = Repo::new();
    let whole = format!("file://{}/x.yaml", absolute.replace(' ', "%20"));
    // Where nothing is a repository, no base is named that the path would be from.
    std::fs::remove_dir_all(elsewhere.path().join(".git")).unwrap();
    assert_eq!(files(elsewhere.path(), &arguments), BTreeSet::from([whole]));
}
