//! `ffctl blame`: where each setting of a flag comes from, in real repositories.

#![allow(clippy::unwrap_used)]

#[path = "common/git.rs"]
mod git;
#[path = "common/past.rs"]
mod past;
#[path = "common/program.rs"]
mod program;

use past::{Past, flag};
use serde_json::{Value, json};

/// The settings with their origins, one a line: `production rollout = 5% from 2026-02-03`.
fn blamed(past: &Past, arguments: &[&str]) -> Vec<String> {
    let document = past.run(&[&["blame", "--format", "json"], arguments].concat()).json();
    let line = |setting: &Value| {
        let text = |name: &str| setting[name].as_str().map(|text| format!("{text} "));
        let words = ["environment", "rule", "field", "item"].into_iter().filter_map(text).collect::<String>();
        let origin = match (setting["commit"]["date"].as_str(), setting["origin"].as_str().unwrap()) {
            (Some(date), "commit") => date.to_owned(),
            (Some(date), origin) => format!("{origin} {date}"),
            (None, origin) => origin.to_owned(),
        };
        format!("{words}= {} from {origin}", setting["value"].as_str().unwrap())
    };
    document["settings"].as_array().unwrap().iter().map(line).collect()
}

/// The same without the metadata, which come from the first commit.
fn targeting(past: &Past, arguments: &[&str]) -> Vec<String> {
    let lines = blamed(past, arguments);
    let fields = ["description ", "owner ", "type ", "created "];
    lines.into_iter().filter(|line| !fields.iter().any(|field| line.starts_with(field))).collect()
}

const RULES: &str = "rules:
  - if: {segment: staff}
  - name: betas
    if: {segment: beta}
    rollout: 50
rollout: 10
environments:
  production: {enabled: true, rollout: 1}
";

/// A flag whose settings come from different commits.
fn story() -> Past {
    let past = Past::new();
    past.write("segments/staff.yaml", "users: [u-1]\n");
    past.write("segments/beta.yaml", "users: [u-2]\n");
    past.write("a.yaml", &flag(&format!("enabled: false\noverrides: {{true: [u-1, u-2], false: [u-3]}}\n{RULES}")));
    past.commit_by("Ada <ada@x>", "make", "2026-02-01");
    past.edit("a.yaml", "owner: shop", "owner: payments\ntags: [x, y]");
    past.commit_by("Bob <bob@x>", "owner", "2026-02-02");
    past.edit("a.yaml", "rollout: 1}", "rollout: 5}");
    past.commit_by("Eve <eve@x>", "raise", "2026-02-03");
    past.edit("a.yaml", "rules:\n", "rules:\n  - if: {attribute: plan, operator: equals, value: pro}\n");
    past.edit("a.yaml", "u-2]", "u-2, u-4]");
    past.commit("a rule above the others", "2026-02-04");
    past.edit("a.yaml", "rollout: 5}", "rollout: 1}");
    past.commit("and back", "2026-02-05");
    past.edit("a.yaml", "rollout: 10", "rollout:   10  # percent");
    past.edit("a.yaml", "[x, y]", "[y, x]");
    past.commit("formatting", "2026-02-06");
    past
}

#[test]
fn each_value_comes_from_the_commit_that_gave_it_last() {
    assert_eq!(
        blamed(&story(), &["a"]),
        [
            "description = d from 2026-02-01",
            "owner = payments from 2026-02-02",
            "type = ops from 2026-02-01",
            "created = 2026-01-01 from 2026-02-01",
            "tags = y, x from 2026-02-02",
            "enabled = false from 2026-02-01",
            "overrides true = u-1, u-2 from 2026-02-01",
            "overrides true = u-4 from 2026-02-04",
            "overrides false = u-3 from 2026-02-01",
            "rule 1 if = plan equals \"pro\" from 2026-02-04",
            "rule 2 if = segment staff from 2026-02-01",
            "rule 'betas' if = segment beta from 2026-02-01",
            "rule 'betas' rollout = 50% from 2026-02-01",
            "rollout = 10% from 2026-02-01",
            "production enabled = true from 2026-02-01",
            "production rollout = 1% from 2026-02-05",
        ]
    );
}

#[test]
fn people_see_it_as_a_table_or_in_narrow_terminals_as_a_list() {
    let past = story();
    past.edit("a.yaml", "rollout: 50", "rollout: 60");
    let at = |columns: &str| {
        let mut command = program::ffctl(past.repo.path(), &["blame", "a"]);
        command.env("COLUMNS", columns);
        program::Run::of(command).out
    };
    insta::assert_snapshot!("blame_at_120_columns", at("120"));
    insta::assert_snapshot!("blame_at_60_columns", at("60"));
    assert!(at("60").lines().all(|line| line.chars().count() <= 60));
}

#[test]
fn machines_have_the_whole_commit() {
    let past = story();
    let document = past.run(&["blame", "a", "--format", "json"]).json();
    assert_eq!((&document["version"], &document["key"]), (&json!(1), &json!("a")));
    assert_eq!(document["file"], "flags/a.yaml");
    let commit = past.repo.git(&["rev-parse", "HEAD~1"]).trim().to_owned();
    assert_eq!(
        document["settings"][15],
        json!({
            "environment": "production",
            "field": "rollout",
            "rule": null,
            "item": null,
            "value": "1%",
            "origin": "commit",
            "commit": {
                "commit": commit,
                "date": "2026-02-05",
                "time": "2026-02-05T12:00:00Z",
                "author": "Zoë Test",
                "email": "zoe@example.com",
                "subject": "and back",
            },
        })
    );
}

#[test]
fn what_is_not_committed_says_so_and_formatting_is_nothing() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.edit("a.yaml", "rollout: 10", "rollout: 20\nticket: T-1");
    past.edit("a.yaml", "enabled: true", "enabled:  true # on");
    let lines = ["ticket = T-1 from uncommitted", "enabled = true from 2026-02-01", "rollout = 20% from uncommitted"];
    assert_eq!(targeting(&past, &["a"]), lines);
    past.repo.git(&["add", "--all"]);
    assert_eq!(targeting(&past, &["a"]), lines, "staged is not committed");
    assert_eq!(targeting(&past, &["a", "--rev", "HEAD"])[1], "rollout = 10% from 2026-02-01");
    past.write("new.yaml", &flag("enabled: false\n"));
    assert!(blamed(&past, &["new"]).iter().all(|line| line.ends_with(" from uncommitted")));
}

#[test]
fn a_value_keeps_its_origin_where_the_flag_moves_is_renamed_or_was_broken() {
    let past = Past::new();
    past.change("old.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.change("old.yaml", "broken: [\n", "2026-02-02");
    past.change("old.yaml", "broken: {\n", "2026-02-03");
    past.change("old.yaml", &flag("enabled: true\nrollout: 20\n"), "2026-02-04");
    past.write("team/keep.txt", "");
    past.repo.git(&["mv", "flags/old.yaml", "flags/team/old.yaml"]);
    past.commit("move", "2026-02-05");
    assert_eq!(past.run(&["rename", "old", "new", "--yes"]).code, 0);
    let rename = |date: &str| {
        [
            format!("salt = old from {date}"),
            "enabled = true from 2026-02-01".to_owned(),
            "rollout = 20% from 2026-02-04".to_owned(),
        ]
    };
    assert_eq!(targeting(&past, &["new"]), rename("uncommitted"), "also where the rename is not committed");
    past.commit("rename", "2026-02-06");
    assert_eq!(targeting(&past, &["new"]), rename("2026-02-06"));
    assert_eq!(targeting(&past, &["old", "--as-of", "2026-02-06"])[0], "enabled = true from 2026-02-01");
}

#[test]
fn a_flag_that_was_made_anew_owes_nothing_to_the_old_one() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-01");
    past.repo.git(&["rm", "--quiet", "flags/a.yaml"]);
    past.commit("remove", "2026-02-02");
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-03");
    assert!(blamed(&past, &["a"]).iter().all(|line| line.ends_with(" from 2026-02-03")));
}

#[test]
fn after_a_merge_each_value_comes_from_the_branch_that_gave_it() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n\n\n\n\nticket: T-1\n"), "2026-02-01");
    past.repo.git(&["checkout", "--quiet", "-b", "side"]);
    past.edit("a.yaml", "rollout: 10", "rollout: 25");
    past.commit("raise", "2026-02-02");
    past.repo.git(&["checkout", "--quiet", "main"]);
    past.edit("a.yaml", "T-1", "T-2");
    past.commit("ticket", "2026-02-03");
    past.repo.git_on("2026-02-04", &["merge", "--quiet", "--no-commit", "side"]);
    past.edit("a.yaml", "enabled: true", "enabled: false");
    past.commit("merge", "2026-02-04");
    assert_eq!(
        targeting(&past, &["a"]),
        ["ticket = T-2 from 2026-02-03", "enabled = false from 2026-02-04", "rollout = 25% from 2026-02-02"]
    );
}

#[test]
fn where_history_ends_or_texts_are_missing_it_says_so() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.edit("a.yaml", "rollout: 10", "rollout: 20");
    past.commit("raise", "2026-02-02");
    past.edit("a.yaml", "rollout: 20", "rollout: 30");
    past.commit("raise", "2026-02-03");
    let shallow = past.clone_with(&["--depth=2"]);
    let lines = ["enabled = true from shallow 2026-02-02", "rollout = 30% from 2026-02-03"];
    assert_eq!(targeting(&shallow, &["a"]), lines);
    assert!(shallow.run(&["blame", "a"]).out.contains("2026-02-02 or before"));
    past.repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = past.clone_with(&["--filter=blob:none"]);
    assert_eq!(targeting(&partial, &["a"]), ["enabled = true from unknown", "rollout = 30% from unknown"]);
    let empty = Past::of(git::Repo::new());
    empty.write("a.yaml", &flag("enabled: true\n"));
    assert_eq!(targeting(&empty, &["a"]), ["enabled = true from uncommitted"]);
}

#[test]
fn what_git_leaves_alone_has_no_origin_and_what_is_no_flag_is_refused() {
    let past = Past::new();
    past.write(".gitignore", "local.yaml\n");
    past.write("local.yaml", &flag("enabled: true\n"));
    past.write("broken.yaml", "x\n");
    past.commit("ignore", "2026-02-01");
    assert_eq!(targeting(&past, &["local"]), ["enabled = true from unknown"]);
    for (key, said) in [("locale", "did you mean 'local'?"), ("broken", "the flag 'broken' is invalid")] {
        let run = past.run(&["blame", key]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(said), "{run:?}");
    }
}
