//! Who may own a flag: those of the settings and those of CODEOWNERS.

use crate::git::Repo;
use crate::program::Run;
use crate::{audit, committed, release};
use serde_json::Value;

fn repo(policy: &str, owner: &str) -> Repo {
    let flag = release("2026-11-01", "2027-01-31", "enabled: true\nrollout: 50").replace("o-team", owner);
    let repo = committed(&[("a", flag)], "2026-11-01");
    repo.write("flags/ffctl.yaml", &format!("policy: {{{policy}}}\n"));
    repo
}

fn said(run: &Run) -> Vec<Value> {
    let document = run.json();
    document["findings"].as_array().unwrap().iter().map(|finding| finding["message"].clone()).collect()
}

#[test]
fn with_neither_a_list_nor_a_file_nobody_is_unknown() {
    assert!(said(&audit(&repo("", "anyone"), &["--format", "json"])).is_empty());
    let empty = repo("", "anyone");
    empty.write("CODEOWNERS", "# nobody yet\n");
    assert!(said(&audit(&empty, &["--format", "json"])).is_empty());
}

#[test]
fn an_owner_in_codeowners_is_known_wherever_the_file_is() {
    for place in [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"] {
        for (owner, known) in [("payments-team", true), ("\"@acme/Payments-Team\"", true), ("growth-team", false)] {
            let repo = repo("", owner);
            repo.write(place, "* @acme/everyone\n/flags/ @acme/payments-team\n");
            let run = audit(&repo, &["--format", "json"]);
            assert_eq!(said(&run).is_empty(), known, "{place} {owner}: {run:?}");
        }
    }
}

#[test]
fn the_list_and_the_file_add_up_and_the_nearest_is_offered() {
    let repo = repo("owners: [growth-team]", "paymets-team");
    repo.write("CODEOWNERS", "* @acme/payments-team\n");
    let document = audit(&repo, &["--format", "json"]).json();
    let finding = &document["findings"][0];
    assert_eq!(
        finding["message"],
        "nobody knows the owner 'paymets-team': it is neither in `policy.owners` nor in CODEOWNERS"
    );
    let help = "`ffctl set a owner payments-team`, or list the name under `policy.owners`";
    assert_eq!((&finding["help"], &finding["line"], &finding["column"]), (&help.into(), &2.into(), &8.into()));
    repo.write("CODEOWNERS", "* @acme/paymets-team\n");
    assert!(said(&audit(&repo, &["--format", "json"])).is_empty());
}

#[test]
fn at_a_revision_the_file_of_that_revision_counts() {
    let repo = repo("", "payments-team");
    repo.commit("settings", "2026-11-02");
    repo.write("CODEOWNERS", "* @acme/payments-team\n");
    repo.commit("owners", "2026-11-02");
    repo.write("CODEOWNERS", "* @acme/growth-team\n");
    assert_eq!(said(&audit(&repo, &["--format", "json"])).len(), 1);
    assert!(said(&audit(&repo, &["--rev", "HEAD", "--format", "json"])).is_empty());
    assert!(said(&audit(&repo, &["--rev", "HEAD~1", "--format", "json"])).is_empty(), "there was no file");
}
