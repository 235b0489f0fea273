//! Which part of the trail is told.

use crate::past::{Past, flag};

/// A flag that has something of its own in production.
fn filtered() -> Past {
    let past = Past::new();
    past.write("a.yaml", &flag("enabled: true\nrollout: 10\nenvironments: {production: {rollout: 5}}\n"));
    past.write("segments/staff.yaml", "users: [u-1]\n");
    past.commit_by("Ada Byron <ada@example.com>", "make", "2026-02-01");
    past.edit("a.yaml", "rollout: 10", "rollout: 20");
    past.commit_by("Bob <bob@example.com>", "for all but production", "2026-02-02");
    past.edit("a.yaml", "{rollout: 5}", "{rollout: 6}");
    past.commit_by("Ada Byron <ada@example.com>", "for production", "2026-02-03");
    past.edit("a.yaml", "enabled: true", "enabled: false");
    past.edit("a.yaml", "owner: shop", "owner: else");
    past.commit_by("Bob <bob@example.com>", "for all", "2026-02-04T23:30:00-02:00");
    past.write("segments/staff.yaml", "users: [u-2]\n");
    past.commit("segment", "2026-02-06");
    past
}

#[test]
fn dates_bound_it_whole_days_included() {
    let past = filtered();
    let days = |arguments: &[&str]| -> Vec<String> {
        let mut days: Vec<String> = past.log(arguments).iter().map(|line| line[8..10].to_owned()).collect();
        days.dedup();
        days
    };
    assert_eq!(days(&[]), ["06", "05", "03", "02", "01"], "the days are UTC");
    assert_eq!(days(&["--since", "2026-02-03"]), ["06", "05", "03"]);
    assert_eq!(days(&["--until", "2026-02-03"]), ["03", "02", "01"]);
    assert_eq!(days(&["--since", "2026-02-02", "--until", "2026-02-02"]), ["02"]);
    assert_eq!(days(&["--since", "2026-02-02T12:00:00Z", "--until", "2026-02-03T12:00:00Z"]), ["03", "02"]);
    assert_eq!(days(&["--since", "2026-02-02T12:00:01Z", "--until", "2026-02-03T13:00:00+01:00"]), ["03"]);
    assert_eq!(days(&["--until", "2026-02-03T11:59:59Z", "a"]), ["02", "01"]);
    assert!(days(&["--since", "2026-03-01"]).is_empty());
    for option in ["--since", "--until"] {
        let run = past.run(&["log", option, "yesterday"]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("'yesterday' is not a date or an RFC 3339 time"), "{}", run.err);
    }
}

#[test]
fn an_author_is_found_by_name_or_address_in_any_case() {
    let past = filtered();
    assert_eq!(past.log(&["--author", "byron"]).len(), 3);
    assert_eq!(past.log(&["--author", "BOB@example"]), past.log(&["--author", "bob", "a"]));
    assert_eq!(past.log(&["--author", "b.b"]), [""; 0], "it is a text, not a pattern");
}

#[test]
fn an_environment_is_told_of_what_reaches_it() {
    let past = filtered();
    assert_eq!(
        past.log(&["-e", "production"]),
        [
            "2026-02-06 segment staff: users u-2 added, u-1 removed",
            "2026-02-05 a: enabled → disabled",
            "2026-02-03 a production: rollout 5% → 6%",
            "2026-02-01 a: created, enabled",
            "2026-02-01 segment staff: created",
            "2026-01-01 settings: environments staging, production added",
        ]
    );
    assert_eq!(
        past.log(&["--env", "staging", "a"]),
        ["2026-02-05 a: enabled → disabled", "2026-02-02 a: rollout 10% → 20%", "2026-02-01 a: created, enabled"]
    );
}

#[test]
fn a_number_counts_commits() {
    let past = filtered();
    assert_eq!(past.log(&["-n", "2"]).len(), 3, "one of them changed two things");
    assert_eq!(past.log(&["--max-count", "1", "--until", "2026-02-02"]), ["2026-02-02 a: rollout 10% → 20%"]);
    assert!(past.log(&["-n", "0"]).is_empty());
    assert_eq!(past.log(&["-n", "1000"]), past.log(&[]));
}

#[test]
fn the_trail_of_an_earlier_moment_ends_there() {
    let past = filtered();
    assert_eq!(past.log(&["--rev", "HEAD~2"]), past.log(&["--until", "2026-02-03"]));
    assert_eq!(past.log(&["--as-of", "2026-02-03"]), past.log(&["--until", "2026-02-02"]));
}

#[test]
fn names_that_never_were_are_refused_with_the_nearest() {
    let past = filtered();
    past.repo.git(&["rm", "--quiet", "flags/a.yaml"]);
    past.change("checkout.yaml", &flag("enabled: true\n"), "2026-02-08");
    past.edit("ffctl.yaml", "staging", "qa");
    past.commit("environments", "2026-02-09");
    let refused = |arguments: &[&str]| {
        let run = past.run(&[&["log"], arguments].concat());
        assert_eq!(run.code, 2, "{run:?}");
        run.err
    };
    assert_eq!(
        refused(&["chekout"]),
        "error: there is no flag 'chekout', and there never was\nhelp: did you mean 'checkout'?\n"
    );
    assert_eq!(refused(&["-e", "prod"]), "error: unknown environment 'prod'\nhelp: did you mean 'production'?\n");
    assert!(past.log(&["a"]).len() > 3, "a flag that is gone is known");
    let both = past.run(&["log", "checkout", "nope"]);
    assert_eq!(both.code, 2);
    assert!(both.out.contains("created"), "what is known is told all the same: {both:?}");
}
