//! Flags that moved, were renamed, or are gone.

use crate::past::{Past, flag};

#[test]
fn a_flag_is_followed_into_another_folder_and_under_another_key() {
    let past = Past::new();
    past.write("near.yaml", &flag("enabled: false\nrollout: 10\n"));
    past.change("team/old.yaml", &flag("enabled: true\nrollout: 10\n"), "2026-02-01");
    past.edit("team/old.yaml", "rollout: 10", "rollout: 20");
    past.commit("raise", "2026-02-02");
    past.write("else where/ü/x.yaml", &flag("enabled: true\n"));
    past.repo.git(&["mv", "flags/team/old.yaml", "flags/else where/ü/old.yaml"]);
    past.commit("move", "2026-02-03");
    assert_eq!(past.run(&["rename", "old", "new", "--yes"]).code, 0);
    past.commit("rename", "2026-02-04");
    past.repo.git(&["rm", "--quiet", "flags/near.yaml"]);
    past.repo.git(&["mv", "flags/else where/ü/new.yaml", "flags/newest.yaml"]);
    past.edit("newest.yaml", "owner: shop", "owner: else");
    past.edit("newest.yaml", "salt: old", "salt: new");
    past.commit("rename by hand, with an edit", "2026-02-05");
    past.edit("newest.yaml", "rollout: 20", "rollout: 30");
    past.commit("raise", "2026-02-06");

    let story = [
        "2026-02-06 newest: rollout 20% → 30%",
        "2026-02-05 newest: renamed from new",
        "2026-02-05 newest: owner shop → else",
        "2026-02-05 newest: salt old → new (everyone is drawn anew)",
        "2026-02-04 new: renamed from old",
        "2026-02-02 old: rollout 10% → 20%",
        "2026-02-01 old: created, enabled",
    ];
    assert_eq!(past.log(&["newest"]), story);
    assert_eq!(past.log(&["new"]), story[1..], "by a key that it had, up to the end of that");
    assert_eq!(past.log(&["old"]), story[4..]);
    assert_eq!(past.log(&["near"]), ["2026-02-05 near: removed", "2026-02-01 near: created, disabled"]);
    let file = &past.run(&["log", "newest", "--format", "json"]).json()["changes"][4]["file"];
    assert_eq!(file, "flags/else where/ü/new.yaml");
}

#[test]
fn a_key_that_was_used_twice_has_both_stories() {
    let past = Past::new();
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-01");
    past.repo.git(&["rm", "--quiet", "flags/a.yaml"]);
    past.commit("remove", "2026-02-02");
    past.change("b.yaml", &flag("enabled: false\nticket: T-1\n"), "2026-02-03");
    past.repo.git(&["mv", "flags/b.yaml", "flags/a.yaml"]);
    past.commit("rename", "2026-02-04");
    assert_eq!(
        past.log(&["a"]),
        [
            "2026-02-04 a: renamed from b",
            "2026-02-04 a: salt b → a (everyone is drawn anew)",
            "2026-02-03 b: created, disabled",
            "2026-02-02 a: removed",
            "2026-02-01 a: created, enabled",
        ]
    );
}

#[test]
fn several_flags_are_followed_at_once() {
    let past = Past::new();
    for (key, day) in [("a", "2026-02-01"), ("b", "2026-02-02"), ("c", "2026-02-03")] {
        past.change(&format!("{key}.yaml"), &flag("enabled: true\n"), day);
    }
    assert_eq!(past.log(&["a", "c"]), ["2026-02-03 c: created, enabled", "2026-02-01 a: created, enabled"]);
    assert_eq!(past.log(&["c", "a"]), past.log(&["a", "c"]));
}

#[test]
fn a_rename_is_found_also_where_the_commits_wanted_are_older() {
    let past = Past::new();
    past.change("old.yaml", &flag("enabled: true\n"), "2026-02-01");
    past.repo.git(&["mv", "flags/old.yaml", "flags/new.yaml"]);
    past.commit("rename", "2026-02-02");
    assert_eq!(past.log(&["new", "--until", "2026-02-01"]), ["2026-02-01 old: created, enabled"]);
}

#[test]
fn neither_a_yml_ending_nor_other_files_confuse_it() {
    let past = Past::new();
    past.write(".hidden.yaml", "x");
    past.write("notes.txt", "x");
    past.change("a.yaml", &flag("enabled: true\n"), "2026-02-01");
    past.repo.git(&["mv", "flags/a.yaml", "flags/a.yml"]);
    past.commit("ending", "2026-02-02");
    past.edit("a.yml", "enabled: true", "enabled: false");
    past.write(".hidden.yaml", "y");
    past.commit("off", "2026-02-03");
    assert_eq!(
        past.log(&["--since", "2026-02-01"]),
        ["2026-02-03 a: enabled → disabled", "2026-02-01 a: created, enabled"]
    );
}
