//! Whatever is in a flags directory or on the command line: a clear answer, the right exit code, and never a panic.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "common/program.rs"]
mod program;
#[path = "bad_input/streams.rs"]
mod streams;

use program::{Run, Sandbox, flag};
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::process::Command as Process;

/// A good flag beside whatever else is there.
fn sandbox() -> Sandbox {
    Sandbox::new(&[("good.yaml", flag("rollout: 100"))])
}

/// The good flag still answers, and `validate` names this rule for this file.
fn only_complains(sandbox: &Sandbox, rule: &str, file: &str) {
    let answer = sandbox.run(&["eval", "-q", "good", "-u", "u-1"]);
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, "", ""), "{rule}");
    let run = sandbox.run(&["validate", "--format", "json"]);
    let found: Vec<(String, String)> = run.json()["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["rule"].as_str().unwrap().to_owned(), one["file"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(found, [(rule.to_owned(), format!("flags/{file}"))]);
    assert_eq!(run.code, 1);
    let list = sandbox.run(&["list"]);
    assert!(list.out.contains("good") && list.err.contains("1 file broken"), "{list:?}");
    assert_eq!(list.code, 2, "a list that leaves a file out says so");
}

#[test]
fn a_file_that_is_no_flag_is_one_diagnostic_and_hides_nothing() {
    let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned())
        .chain((1..10).map(|i| format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", "))))
        .collect();
    let deep = format!("a: {}{}\n", "[".repeat(100), "]".repeat(100));
    let blocks = format!("{}x\n", "- ".repeat(100));
    let nots = flag(&format!("rollout: 0\nrules: [{{if: {}{{segment: s}}{}}}]", "{not: ".repeat(100), "}".repeat(100)));
    let cases: [(&str, &[u8]); 11] = [
        ("empty-file", b""),
        ("empty-file", b"# nothing but a comment\n"),
        ("not-utf8", b"description: \xff\xfe\n"),
        ("not-utf8", &[0x00, 0x9f, 0x92, 0x96, 0xff]),
        ("yaml-syntax", b"description: [\n"),
        ("yaml-documents", b"a: 1\n---\nb: 2\n"),
        ("yaml-nesting", deep.as_bytes()),
        ("yaml-nesting", blocks.as_bytes()),
        ("yaml-nesting", nots.as_bytes()),
        ("yaml-alias", bomb.as_bytes()),
        ("wrong-type", b"- a list\n"),
    ];
    for (rule, bytes) in cases {
        let sandbox = sandbox();
        sandbox.write("bad.yaml", bytes);
        only_complains(&sandbox, rule, "bad.yaml");
        let answer = sandbox.run(&["eval", "bad", "--format", "json"]);
        assert_eq!((answer.code, answer.json()["errorCode"].as_str()), (2, Some("PARSE_ERROR")), "{rule}");
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_not_read() {
    let sandbox = sandbox();
    File::create(sandbox.path("flags/bad.yaml")).unwrap().set_len(50 << 20).unwrap();
    only_complains(&sandbox, "file-too-large", "bad.yaml");
}

#[test]
fn a_named_pipe_is_not_waited_for() {
    let sandbox = sandbox();
    let made = Process::new("mkfifo").arg(sandbox.path("flags/bad.yaml")).status().unwrap();
    assert!(made.success());
    only_complains(&sandbox, "unreadable-file", "bad.yaml");
}

#[test]
fn links_that_leave_dangle_or_circle_are_reported() {
    for (name, target) in
        [("bad.yaml", "/etc/passwd"), ("bad.yaml", "nowhere.yaml"), ("bad.yaml", "bad.yaml"), ("up", "..")]
    {
        let sandbox = sandbox();
        symlink(target, sandbox.path("flags").join(name)).unwrap();
        only_complains(&sandbox, "symlink", name);
    }
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("flags/team")).unwrap();
    symlink("..", sandbox.path("flags/team/circle")).unwrap();
    only_complains(&sandbox, "symlink", "team/circle");
}

#[test]
fn a_flag_whose_link_leads_nowhere_is_there_and_broken() {
    let sandbox = sandbox();
    symlink("gone.yaml", sandbox.path("flags/linked.yaml")).unwrap();
    let answer = sandbox.json(&["eval", "linked"]);
    assert_eq!(answer["errorCode"], "PARSE_ERROR");
    let details = answer["errorDetails"].as_str().unwrap();
    assert!(details.starts_with("flags/linked.yaml:1:1: the symbolic link cannot be followed: "), "{details}");
    assert_eq!(sandbox.json(&["eval", "gone"])["errorCode"], "FLAG_NOT_FOUND");
}

#[test]
fn settings_whose_link_leads_nowhere_are_not_taken_for_none() {
    let sandbox = sandbox();
    symlink("gone.yaml", sandbox.path("flags/ffctl.yaml")).unwrap();
    for arguments in [&["eval", "good"][..], &["eval", "good", "-e", "production"], &["eval", "--all"]] {
        let run = sandbox.run(arguments);
        assert!(run.code == 2 && run.err.contains("error[symlink]"), "{run:?}");
    }
}

#[test]
fn links_that_stay_inside_are_followed() {
    let sandbox = sandbox();
    sandbox.write(".hidden/linked.yaml", flag("rollout: 100"));
    symlink(".hidden", sandbox.path("flags/team")).unwrap();
    assert_eq!(sandbox.run(&["eval", "-q", "linked", "-u", "u"]).code, 0);
    assert_eq!(sandbox.run(&["validate"]).out, "2 files: all is well\n");
}

#[test]
fn names_that_collide_are_told_apart_by_folder_and_by_case() {
    for (other, rule) in
        [("team/good.yaml", "duplicate-flag"), ("good.yml", "duplicate-flag"), ("Good.yaml", "case-collision")]
    {
        let sandbox = sandbox();
        sandbox.write(other, flag("rollout: 100"));
        let run = sandbox.run(&["validate"]);
        assert!(run.code == 1 && run.out.contains(&format!("error[{rule}]")), "{run:?}");
    }
    let sandbox = sandbox();
    sandbox.write("team/good.yaml", flag("rollout: 100"));
    let run = sandbox.run(&["eval", "good", "-u", "u"]);
    assert!(run.code == 2 && run.err.contains("the flag 'good' is in good.yaml already"), "{run:?}");
}

#[test]
fn a_name_that_is_no_key_is_not_answered_either() {
    let sandbox = sandbox();
    for key in ["-rf", "_x", "a b", "naïve"] {
        sandbox.write(&format!("{key}.yaml"), flag(""));
        let answer = sandbox.run(&["eval", "--format", "json", "--", key]).json();
        assert_eq!(answer["errorCode"], "PARSE_ERROR", "{key}");
    }
}

/// Only where the disk tells upper from lower case can two such files be.
#[cfg(target_os = "linux")]
#[test]
fn the_second_of_two_keys_that_differ_by_case_is_not_answered() {
    let sandbox = sandbox();
    sandbox.write("team/Good.yaml", flag(""));
    assert_eq!(sandbox.run(&["eval", "-q", "good"]).code, 0);
    assert_eq!(sandbox.json(&["eval", "Good"])["errorCode"], "PARSE_ERROR");
    let all = sandbox.run(&["eval", "--all", "--format", "json"]).json_lines();
    let codes: Vec<_> =
        all.iter().map(|answer| (answer["key"].as_str().unwrap(), answer["errorCode"].as_str())).collect();
    assert_eq!(codes, [("Good", Some("PARSE_ERROR")), ("good", None)]);
}

#[test]
fn two_files_of_settings_are_no_guess() {
    let sandbox = sandbox();
    sandbox.write("ffctl.yaml", "environments: [production]");
    sandbox.write("ffctl.yml", "environments: [staging]");
    for arguments in [&["eval", "good", "-e", "production"][..], &["eval", "--all"]] {
        let run = sandbox.run(arguments);
        assert!(run.code == 2 && run.err.contains("the settings are also in ffctl.yml"), "{run:?}");
    }
}

#[test]
fn keys_that_are_none_find_no_flag_and_no_option() {
    let sandbox = sandbox();
    for key in ["../../etc/passwd", "good.yaml", "flags/good", "", "GOOD"] {
        let run = sandbox.run(&["eval", key, "--format", "json"]);
        assert_eq!((run.code, run.json()["errorCode"].as_str()), (2, Some("FLAG_NOT_FOUND")), "{key}");
    }
    let run = sandbox.run(&["eval", "--", "-rf"]);
    assert!(run.code == 2 && run.err.contains("there is no flag '-rf'"), "{run:?}");
    assert!(sandbox.run(&["eval", "goood"]).err.contains("did you mean 'good'?"));
}

#[test]
fn a_directory_that_is_none_or_empty_is_refused() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("empty")).unwrap();
    fs::create_dir(sandbox.path("elsewhere")).unwrap();
    for (directory, message) in [
        ("nowhere", "cannot open the flags directory nowhere"),
        ("flags/good.yaml", "flags/good.yaml is not a directory"),
        ("empty", "there is no flag file (.yaml or .yml) in empty"),
    ] {
        for command in ["list", "validate", "audit"] {
            let run = sandbox.run(&[command, "--flags-dir", directory]);
            assert!(run.code == 2 && run.err.contains(message), "{run:?}");
        }
    }
    let mut command = sandbox.ffctl(&["list"]);
    command.current_dir(sandbox.path("elsewhere"));
    let run = Run::of(command);
    assert!(
        run.code == 2 && run.err.contains("--flags-dir"),
        "outside git only the folder itself is looked at: {run:?}"
    );
}

#[test]
fn the_nearest_flags_folder_up_to_the_git_root_is_found() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path(".git")).unwrap();
    fs::create_dir_all(sandbox.path("src/deep")).unwrap();
    let mut command = sandbox.ffctl(&["eval", "-q", "good", "-u", "u"]);
    command.current_dir(sandbox.path("src/deep"));
    assert_eq!(Run::of(command).code, 0);
}

#[test]
fn usage_errors_end_with_two() {
    let sandbox = sandbox();
    for arguments in [
        &["eval"][..],
        &["nonsense"],
        &["list", "--format", "xml"],
        &["list", "--now", "soon"],
        &["rollout", "good", "101"],
    ] {
        let run = sandbox.run(arguments);
        assert!(run.code == 2 && run.err.contains("error"), "{run:?}");
    }
}
