//! The weekly report: its script, run with a `gh` that writes down what it is asked.

use super::file;
use crate::git::Repo;
use crate::program::{HEAD, TODAY};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// What the script of the workflow's last step asks of `gh`, and how it ends.
fn asked(flag: &str, open_issue: &str) -> (Vec<String>, i32) {
    let workflow = file(".github/examples/flags-report.yml");
    let steps = workflow["jobs"]["report"]["steps"].as_array().unwrap();
    let script = steps.last().unwrap()["run"].as_str().unwrap();
    let repo = Repo::new();
    repo.write("flags/a.yaml", flag);
    repo.commit("flags", "2026-11-20");
    let (gh, asked) = (repo.home().join("gh"), repo.home().join("asked"));
    fs::write(
        &gh,
        "#!/bin/sh\necho \"$1 $2 $3\" >> \"$ASKED\"\nif [ \"$1 $2\" = 'issue list' ]; then echo $ISSUE; fi\n",
    )
    .unwrap();
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
    let binaries = Path::new(env!("CARGO_BIN_EXE_ffctl")).parent().unwrap().display().to_string();
    let path = format!("{}:{binaries}:{}", repo.home().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["-e", "-c", script]).current_dir(repo.path()).env_clear().env("PATH", path).env("FFCTL_NOW", TODAY);
    command.env("ASKED", &asked).env("ISSUE", open_issue).env("HOME", repo.home());
    let code = command.output().unwrap().status.code().unwrap();
    let asked = fs::read_to_string(asked).unwrap_or_default();
    (asked.lines().filter(|line| !line.starts_with("label")).map(str::to_owned).collect(), code)
}

#[test]
fn there_is_one_issue_while_there_is_something_to_clean_up() {
    let expired = HEAD.replace("type: ops", "type: release\nexpires: 2026-11-20");
    let broken = format!("{HEAD}nonsense: 1\n");
    for (flag, open_issue, expected, code) in [
        (expired.as_str(), "", "issue create --title", 0),
        (&expired, "7", "issue edit 7", 0),
        (HEAD, "7", "issue close 7", 0),
        (&broken, "", "issue create --title", 2),
    ] {
        let asked = asked(flag, open_issue);
        assert_eq!(asked, (vec!["issue list --label".to_owned(), expected.to_owned()], code));
    }
    assert_eq!(asked(HEAD, ""), (vec!["issue list --label".to_owned()], 0));
}
