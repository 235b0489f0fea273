//! The whole life of a flag in a real repository, from `init` to `restore`.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

use ffctl::evaluate::{CompiledFlag, Segments};
use ffctl::model::Context;
use ffctl::yaml::read_flag;
use git::{AUTHOR, Repo};
use project::{METADATA, OPEN, Outcome, PROTECTED, Project, flag, program, run};
use serde_json::json;
use std::fs;
use std::path::Path;

fn ffctl_in(folder: &Path, home: &Path, arguments: &str) -> Outcome {
    let mut command = program(folder, home, arguments);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), AUTHOR).env(format!("GIT_{role}_EMAIL"), "zoe@example.com");
        command.env(format!("GIT_{role}_DATE"), "2026-11-21T12:00:00Z");
    }
    run(command)
}

fn ffctl(repo: &Repo, arguments: &str) -> Outcome {
    ffctl_in(repo.path(), repo.home(), arguments)
}

/// Runs a command that has to work; what it printed.
#[track_caller]
fn does(repo: &Repo, arguments: &str) -> String {
    let Outcome { code, out, err } = ffctl(repo, arguments);
    assert_eq!(code, Some(0), "ffctl {arguments}: {err}");
    assert_eq!(repo.git(&["fsck", "--strict", "--no-progress", "--no-dangling"]), "");
    out
}

#[track_caller]
fn refuses(repo: &Repo, arguments: &str, err: &str) {
    let before = repo.git(&["status", "--porcelain"]);
    let outcome = ffctl(repo, arguments);
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (Some(2), "", err), "ffctl {arguments}");
    assert_eq!(repo.git(&["status", "--porcelain"]), before, "ffctl {arguments}: something was written");
}

/// The buckets and answers of 1,000 users.
fn answers(repo: &Repo, file: &str, environment: &str) -> Vec<(Option<u32>, String)> {
    let text = fs::read_to_string(repo.path().join("flags").join(file)).expect("the flag");
    let key = file.rsplit('/').next().and_then(|name| name.strip_suffix(".yaml")).expect("a key");
    let flag = read_flag(key, &text).valid().expect("a valid flag");
    let compiled = CompiledFlag::compile(&flag, Some(environment), &Segments::default()).expect("no segment is named");
    let answer = |number: u32| {
        let context = Context::from_json(json!({"user_id": format!("user-{number}")})).expect("an object");
        let answer = compiled.evaluate(&context);
        (answer.bucket, answer.variant.to_string())
    };
    (0..1000).map(answer).collect()
}

#[test]
fn from_init_to_restore() {
    let repo = Repo::new();
    does(&repo, "init");
    repo.commit("flags", "2026-11-01");
    does(&repo, "new new-checkout --type release --owner payments --description Checkout --folder shop --commit");
    assert!(answers(&repo, "shop/new-checkout.yaml", "production").iter().all(|(_, variant)| variant == "false"));

    does(&repo, "enable new-checkout --yes --commit");
    does(&repo, "rollout new-checkout 30 -e staging --commit -m 'The testers first'");
    does(&repo, "promote new-checkout --from staging --to production --yes --commit");
    let before = answers(&repo, "shop/new-checkout.yaml", "production");
    assert_eq!(before, answers(&repo, "shop/new-checkout.yaml", "staging"));
    let admitted = before.iter().filter(|(_, variant)| variant == "true").count();
    assert!((250..350).contains(&admitted), "{admitted} of 1,000 have it");

    does(&repo, "rename new-checkout one-page --commit");
    assert_eq!(answers(&repo, "shop/one-page.yaml", "production"), before, "nobody changes sides");
    assert!(!repo.path().join("flags/shop/new-checkout.yaml").exists());
    does(&repo, "rename one-page checkout-page --commit");
    assert_eq!(answers(&repo, "shop/checkout-page.yaml", "production"), before, "nor with another name");

    let text = fs::read_to_string(repo.path().join("flags/shop/checkout-page.yaml")).expect("the flag");
    does(&repo, "remove checkout-page --yes --commit");
    assert!(!repo.path().join("flags/shop/checkout-page.yaml").exists());
    repo.write("later", "x");
    repo.commit("later", "2026-12-01");
    repo.write("later", "y");
    repo.commit("later still", "2026-12-02");
    does(&repo, "restore checkout-page --yes --commit");
    let restored = fs::read_to_string(repo.path().join("flags/shop/checkout-page.yaml")).expect("the flag");
    assert_eq!(restored, text);
    assert_eq!(answers(&repo, "shop/checkout-page.yaml", "production"), before);
    does(&repo, "validate --deny warning");

    let subjects = repo.git(&["log", "--format=%s", "--", "flags/shop"]);
    assert_eq!(
        subjects,
        "checkout-page: created, enabled\n\
         checkout-page: removed\n\
         checkout-page: renamed from one-page\n\
         one-page: renamed from new-checkout\n\
         new-checkout: rollout 0% → 30% in production\n\
         new-checkout: rollout 0% → 30% in staging\n\
         new-checkout: disabled → enabled\n\
         new-checkout: created, disabled\n"
    );
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_rename_writes_the_salt_where_it_belongs_and_nothing_else() {
    for (file, rest, after, new_file) in [
        (
            "flags/checkout.yaml",
            "enabled: true  # on\nrollout: 10\n\n# The tests\ntests:\n  - context: {user_id: a}\n    expect: false\n",
            "salt: checkout\nenabled: true  # on\nrollout: 10\n\n# The tests\ntests:\n  - context: {user_id: a}\n    expect: false\n",
            "flags/one-page.yaml",
        ),
        (
            "flags/web shop/größe/checkout.yml",
            "salt: old\nenabled: true\n",
            "salt: old\nenabled: true\n",
            "flags/web shop/größe/one-page.yml",
        ),
        (
            "flags/checkout.yaml",
            "bucket_by: company\r\nenabled: true\r\n",
            "bucket_by: company\r\nsalt: checkout\r\nenabled: true\r\n",
            "flags/one-page.yaml",
        ),
    ] {
        let project = Project::new(OPEN);
        project.write(file, &flag(rest));
        project.repo.commit("flags", "2026-11-20");
        let dry = does(&project.repo, "rename checkout one-page --dry-run");
        fs::write(project.repo.home().join("patch"), &dry).expect("a patch");
        project.repo.git(&["apply", "../patch"]);
        let by_git = project.files();
        project.repo.git(&["reset", "--quiet", "--hard"]);
        project.repo.git(&["clean", "--quiet", "-f", "-d"]);
        assert_eq!(does(&project.repo, "rename checkout one-page"), "one-page  renamed from checkout\n");
        assert!(!project.path(file).exists());
        assert_eq!(project.read(new_file), flag(after));
        assert!(project.files() == by_git, "{dry}");
    }
}

#[cfg(unix)]
#[test]
fn a_rename_keeps_the_mode_and_refuses_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    fs::set_permissions(project.path("flags/checkout.yaml"), PermissionsExt::from_mode(0o640)).expect("a mode");
    does(&project.repo, "rename checkout search");
    let mode = project.path("flags/search.yaml").metadata().expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    symlink("search.yaml", project.path("flags/alias.yaml")).expect("a link");
    for command in ["rename alias other", "remove alias --force"] {
        let expected = "error: flags/alias.yaml is a symbolic link\nhelp: move it by hand\n";
        refuses(&project.repo, command, expected);
    }
}

#[test]
fn a_key_that_is_taken_is_refused_also_where_only_the_case_differs() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    project.write("flags/team/Search.yml", &flag("enabled: true\n"));
    project.write("flags/broken.yaml", "rollout: [\n");
    project.repo.commit("flags", "2026-11-20");
    let new = |key: &str| format!("new {key} --type ops --owner o --description d");
    for (key, expected) in [
        ("Search", "error: there is a flag 'Search' already: flags/team/Search.yml\n"),
        ("search", "error: 'search' differs from the flag 'Search' only by case\n"),
        ("broken", "error: there is a flag 'broken' already\n"),
        ("FFCTL", "error: 'ffctl' is the name of the settings\nhelp: choose another key\n"),
    ] {
        refuses(&project.repo, &format!("rename checkout {key}"), expected);
        refuses(&project.repo, &new(key), expected);
    }
    for key in ["-x", "../x", ".x", "x y", ""] {
        let outcome = ffctl(&project.repo, &format!("rename checkout -- '{key}'"));
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{key}: {}", outcome.err);
    }
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_serves_a_protected_environment_is_removed_only_with_yes() {
    let project = Project::with_checkout(PROTECTED, "enabled: true\nrollout: 10\n");
    let ask = "error: this edit reaches production (protected), and there is no terminal to ask on\n\
               help: pass --yes to do it without being asked\n";
    refuses(&project.repo, "remove checkout", ask);
    assert_eq!(does(&project.repo, "remove checkout --yes"), "checkout  removed\n");
    for rest in ["enabled: false\nrollout: 10\n", "enabled: true\nrollout: 0\n"] {
        let project = Project::with_checkout(PROTECTED, rest);
        assert_eq!(does(&project.repo, "remove checkout"), "checkout  removed\n", "{rest}");
    }
}

#[test]
fn what_could_not_be_restored_is_removed_only_with_force() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    let expected = "error: flags/checkout.yaml is not committed as it is, so it could not be restored\n\
                    help: commit it first, or pass --force\n";
    project.write("flags/checkout.yaml", &flag("enabled: false\n"));
    refuses(&project.repo, "remove checkout", expected);
    project.repo.git(&["add", "flags"]);
    refuses(&project.repo, "remove checkout", expected);
    project.write(".git/info/exclude", "ignored.yaml\n");
    for key in ["untracked", "ignored"] {
        project.write(&format!("flags/{key}.yaml"), &flag("enabled: true\n"));
        refuses(&project.repo, &format!("remove {key}"), &expected.replace("checkout", key));
        assert_eq!(does(&project.repo, &format!("remove {key} --force")), format!("{key}  removed\n"));
    }
    let outside = tempfile::tempdir().expect("a folder");
    fs::create_dir(outside.path().join("flags")).expect("a folder");
    fs::write(outside.path().join("flags/checkout.yaml"), flag("enabled: true\n")).expect("a flag");
    let outcome = ffctl_in(outside.path(), outside.path(), "remove checkout");
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(2), expected));
}

#[test]
fn a_removal_and_a_restoration_are_patches_that_git_applies() {
    let project = Project::new(OPEN);
    project.write("flags/web shop/checkout.yaml", &flag("enabled: true\n# no newline"));
    project.repo.commit("flags", "2026-11-20");
    let apply = |arguments: &str| {
        fs::write(project.repo.home().join("patch"), does(&project.repo, arguments)).expect("a patch");
        project.repo.git(&["apply", "--index", "../patch"]);
    };
    apply("remove checkout --dry-run");
    assert!(!project.path("flags/web shop/checkout.yaml").exists());
    apply("restore checkout --dry-run");
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
    apply("new search --type ops --owner o --description d --dry-run");
    assert_eq!(project.repo.git(&["status", "--porcelain"]), "A  flags/search.yaml\n");
}

#[test]
fn what_was_removed_without_a_commit_comes_back_from_the_last_one() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    for stage in [false, true] {
        does(&project.repo, "remove checkout");
        if stage {
            project.repo.git(&["add", "--all"]);
        }
        assert_eq!(does(&project.repo, "restore checkout"), "checkout  created, enabled\n");
        assert_eq!(project.read("flags/checkout.yaml"), flag("enabled: true\n"));
        project.repo.git(&["reset", "--quiet"]);
        assert_eq!(project.repo.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn the_last_version_on_this_branch_comes_back() {
    let project = Project::new(OPEN);
    let repo = &project.repo;
    let at = |rollout: &str| flag(&format!("enabled: true\nrollout: {rollout}\n"));
    project.write("flags/checkout.yaml", &at("1"));
    repo.commit("made", "2026-11-01");
    fs::remove_file(project.path("flags/checkout.yaml")).expect("gone");
    repo.commit("removed", "2026-11-02");
    project.write("flags/team/checkout.yml", &at("2"));
    repo.commit("made again, elsewhere", "2026-11-03");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    project.write("flags/team/checkout.yml", &at("3"));
    repo.commit("raised", "2026-11-04");
    fs::remove_file(project.path("flags/team/checkout.yml")).expect("gone");
    repo.commit("removed on the side", "2026-11-05");
    repo.git(&["checkout", "--quiet", "main"]);
    project.write("other", "x");
    repo.commit("other", "2026-11-06");
    repo.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    does(repo, "restore checkout");
    assert_eq!(project.read("flags/team/checkout.yml"), at("2"), "what this branch had before the merge");
}

#[test]
fn what_came_and_went_on_a_merged_branch_comes_back_too() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    let repo = &project.repo;
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    project.write("flags/search.yaml", &flag("enabled: false\n"));
    repo.commit("made", "2026-11-21");
    fs::remove_file(project.path("flags/search.yaml")).expect("gone");
    repo.commit("removed", "2026-11-22");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    does(repo, "restore search");
    assert_eq!(project.read("flags/search.yaml"), flag("enabled: false\n"));
}

#[test]
fn only_flags_come_back_and_only_where_there_is_none() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    let repo = &project.repo;
    refuses(repo, "restore checkout", "error: there is a flag 'checkout' already: flags/checkout.yaml\n");
    refuses(repo, "restore Checkout", "error: 'Checkout' differs from the flag 'checkout' only by case\n");
    refuses(repo, "restore search", "error: git knows no flag 'search' that was removed from here\n");
    project.write("flags/segments/search.yaml", "users: [a]\n");
    project.write("old flags/search.yaml", &flag("enabled: true\n"));
    repo.commit("a segment, and a flag elsewhere", "2026-11-21");
    fs::remove_file(project.path("flags/segments/search.yaml")).expect("gone");
    fs::remove_file(project.path("old flags/search.yaml")).expect("gone");
    repo.commit("both gone", "2026-11-22");
    refuses(repo, "restore search", "error: git knows no flag 'search' that was removed from here\n");
    refuses(
        repo,
        "restore '*'",
        "error: '*' is not a key: '*' cannot stand in a key (letters, digits, '.', '_' and '-' can)\n",
    );
}

#[test]
fn a_flag_that_is_not_valid_any_more_does_not_come_back() {
    let project = Project::with_checkout(OPEN, "enabled: true\nenvironments:\n  staging: {rollout: 5}\n");
    let repo = &project.repo;
    does(repo, "remove checkout --commit");
    project.write("flags/ffctl.yaml", "environments: [production]\n");
    let outcome = ffctl(repo, "restore checkout");
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.err.contains("error[unknown-environment]"), "{}", outcome.err);
    assert!(outcome.err.contains("'checkout' would be invalid; nothing was written"), "{}", outcome.err);
    assert!(!project.path("flags/checkout.yaml").exists());
}

#[test]
fn what_a_shallow_or_partial_clone_does_not_have_is_said() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    does(&project.repo, "remove checkout --commit");
    project.write("other", "x");
    project.repo.commit("other", "2026-11-23");
    let shallow = project.repo.clone_with(&["--depth", "1"]);
    refuses(
        &shallow,
        "restore checkout",
        "error: git knows no flag 'checkout' that was removed from here\n\
         help: the clone is shallow, and what it leaves out may have it: git fetch --unshallow\n",
    );
    project.repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = project.repo.clone_with(&["--filter", "blob:none"]);
    let outcome = ffctl(&partial, "restore checkout");
    assert_eq!(outcome.code, Some(2));
    assert!(
        outcome.err.starts_with(
            "error: the last version of checkout.yaml is not in this partial clone\nhelp: fetch it first: git show "
        ),
        "{}",
        outcome.err
    );
    assert!(!partial.path().join("flags/checkout.yaml").exists());
}

#[test]
fn line_ends_come_back_as_a_checkout_writes_them() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    does(&project.repo, "remove checkout --commit");
    project.repo.git(&["config", "core.autocrlf", "true"]);
    does(&project.repo, "restore checkout");
    assert_eq!(project.read("flags/checkout.yaml"), format!("{METADATA}enabled: true\n").replace('\n', "\r\n"));
}

#[test]
fn in_a_flags_directory_below_the_root_all_goes_the_same_way() {
    let repo = Repo::new();
    repo.write("services/web/flags/ffctl.yaml", OPEN);
    repo.write("services/web/flags/checkout.yaml", &flag("enabled: true\n"));
    repo.write("services/api/flags/checkout.yaml", &flag("enabled: false\n"));
    repo.commit("flags", "2026-11-20");
    let here = |arguments: &str| ffctl_in(&repo.path().join("services/web"), repo.home(), arguments);
    assert_eq!(here("remove checkout --commit").code, Some(0));
    assert_eq!(repo.git(&["show", "--format=", "--name-status"]), "D\tservices/web/flags/checkout.yaml\n");
    fs::remove_file(repo.path().join("services/api/flags/checkout.yaml")).expect("gone");
    repo.commit("the other too", "2026-11-22");
    assert_eq!(here("restore checkout").code, Some(0));
    assert_eq!(repo.git(&["status", "--porcelain", "--untracked-files=all"]), "?? services/web/flags/checkout.yaml\n");
    let text = fs::read_to_string(repo.path().join("services/web/flags/checkout.yaml")).expect("the flag");
    assert_eq!(text, flag("enabled: true\n"));
}

#[cfg(unix)]
#[test]
fn a_rename_that_is_killed_leaves_one_flag_with_everyones_bucket() {
    let project = Project::with_checkout(OPEN, "enabled: true\nrollout: 10\n");
    let (plain, salted) = ("enabled: true\nrollout: 10\n", "salt: checkout\nenabled: true\nrollout: 10\n");
    let mut killed = 0;
    for round in 0..60u64 {
        let mut edit = project.command("rename checkout search").spawn().expect("the program");
        std::thread::sleep(std::time::Duration::from_micros(round * 211 % 9_000));
        edit.kill().expect("a signal");
        killed += usize::from(edit.wait().expect("an end").code().is_none());
        let (old, new) = (project.path("flags/checkout.yaml"), project.path("flags/search.yaml"));
        match (fs::read_to_string(&old).ok(), fs::read_to_string(&new).ok()) {
            (Some(text), None) => assert!([plain, salted].map(flag).contains(&text), "{text}"),
            (None, Some(text)) => {
                assert_eq!(text, flag(salted));
                fs::rename(&new, &old).expect("the old name");
            }
            other => panic!("{other:?}"),
        }
        if round % 2 == 0 {
            project.write("flags/checkout.yaml", &flag(plain));
        }
    }
    assert!(killed > 0, "none was killed");
    project.write("flags/checkout.yaml", &flag(plain));
    does(&project.repo, "rename checkout search");
    let names: Vec<_> = fs::read_dir(project.path("flags"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names.len(), 2, "no stray file: {names:?}");
}

#[test]
fn of_pins_at_once_none_is_lost() {
    let project = Project::with_checkout(OPEN, "enabled: true\nrollout: 10\n");
    for round in 0..10 {
        let pin = |user: &str| {
            let variant = if user == "c" { "false" } else { "true" };
            project.command(&format!("override checkout {variant} user-{user}-{round}")).spawn().expect("the program")
        };
        for edit in ["a", "b", "c"].map(pin) {
            let output = edit.wait_with_output().expect("an end");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let flag = read_flag("checkout", &project.read("flags/checkout.yaml")).valid().expect("a valid flag");
    let mut pins: Vec<usize> = flag.base.overrides.expect("overrides").iter().map(|entry| entry.ids.len()).collect();
    pins.sort_unstable();
    assert_eq!(pins, [10, 20]);
}
