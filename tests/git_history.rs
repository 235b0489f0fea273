//! When files were last changed, asked of real repositories.

#[path = "common/git.rs"]
mod git;
#[path = "common/history.rs"]
mod history;

use ffctl::audit::LastChange::{Created, NotAfter, Unknown};
use ffctl::git::{GitError, Repository};
use git::{AUTHOR, Repo};
use history::{day, last_changes, last_commit, on, today, try_last_changes, two_branches, two_commits};
use std::fs;
use std::path::Path;

#[test]
fn a_file_has_the_day_the_commit_and_the_author_of_its_last_change() {
    let repo = Repo::new();
    let [first, second] = two_commits(&repo);
    repo.write("README", "not a flag");
    repo.commit("elsewhere", "2026-11-01");

    let flags = repo.path().join("flags");
    assert_eq!(last_changes(&flags, &["a.yaml", "team/b.yaml"]), [on("2026-09-01"), on("2026-10-01")]);

    for (file, id) in [("a.yaml", first), ("team/b.yaml", second)] {
        let commit = last_commit(&flags, file);
        assert_eq!((commit.id.as_str(), commit.author.as_str()), (id.as_str(), AUTHOR));
    }
    let repository = Repository::discover(&flags).unwrap();
    let history = repository.last_changes(&flags, [Path::new("a.yaml")], None, &|_, _, _| false).unwrap();
    assert_eq!(history.change(Path::new("team/b.yaml")), None);
}

#[test]
fn the_day_is_that_of_the_commit_in_utc() {
    let repo = Repo::new();
    repo.write("flags/a.yaml", "");
    repo.commit("late at sea", "2026-10-31T23:30:00-02:00");
    assert_eq!(last_changes(repo.path().join("flags"), &["a.yaml"]), [on("2026-11-01")]);
}

#[test]
fn what_is_not_committed_was_changed_today() {
    let repo = Repo::new();
    for name in ["same", "edited", "staged", "removed"] {
        repo.write(format!("flags/{name}.yaml"), "one");
    }
    repo.commit("all", "2026-09-01");
    repo.write("flags/edited.yaml", "two");
    repo.write("flags/staged.yaml", "two");
    repo.git(&["add", "flags/staged.yaml"]);
    repo.git(&["rm", "--quiet", "--cached", "flags/removed.yaml"]);
    repo.write("flags/new/untracked.yaml", "one");
    repo.git(&["config", "status.showUntrackedFiles", "no"]);

    let names = ["same.yaml", "edited.yaml", "staged.yaml", "removed.yaml", "new/untracked.yaml"];
    let expected = [on("2026-09-01"), today(), today(), today(), today()];
    assert_eq!(last_changes(repo.path().join("flags"), &names), expected);
}

#[test]
fn what_git_ignores_is_outside_git_and_what_is_not_there_is_not_known() {
    let repo = Repo::new();
    repo.write("flags/.gitignore", "local.yaml\nmine/\n");
    repo.commit("ignore", "2026-09-01");
    repo.write("flags/local.yaml", "");
    repo.write("flags/mine/x.yaml", "");
    let names = ["local.yaml", "mine/x.yaml", "gone.yaml"];
    assert_eq!(last_changes(repo.path().join("flags"), &names), [Created, Created, Unknown]);
}

#[test]
fn a_move_is_a_change() {
    let repo = Repo::new();
    repo.write("flags/a.yaml", "one");
    repo.commit("a", "2026-09-01");
    repo.write("flags/team/keep.yaml", "");
    repo.git(&["mv", "flags/a.yaml", "flags/team/a.yaml"]);
    repo.commit("move", "2026-10-01");
    assert_eq!(last_changes(repo.path().join("flags"), &["team/a.yaml"]), [on("2026-10-01")]);
}

const ABC: &[&str] = &["a.yaml", "b.yaml", "c.yaml"];

#[test]
fn a_merged_change_counts_from_the_day_of_the_merge() {
    let repo = two_branches();
    repo.git_on("2026-10-01", &["merge", "--quiet", "--no-edit", "side"]);
    let flags = repo.path().join("flags");
    assert_eq!(last_changes(&flags, ABC), [on("2026-09-20"), on("2026-10-01"), on("2026-09-01")]);
}

#[test]
fn a_file_changed_by_the_merge_alone_has_the_day_of_the_merge() {
    let repo = two_branches();
    repo.git(&["merge", "--quiet", "--no-commit", "side"]);
    repo.write("flags/c.yaml", "in neither");
    repo.commit("merge", "2026-10-01");
    let flags = repo.path().join("flags");
    assert_eq!(last_changes(&flags, ABC), [on("2026-09-20"), on("2026-10-01"), on("2026-10-01")]);
}

#[test]
fn a_side_branch_whose_change_was_not_taken_over_does_not_count() {
    let repo = two_branches();
    repo.git_on("2026-10-01", &["merge", "--quiet", "--no-edit", "--strategy=ours", "side"]);
    let flags = repo.path().join("flags");
    assert_eq!(last_changes(&flags, ABC), [on("2026-09-20"), on("2026-09-01"), on("2026-09-01")]);
}

#[test]
fn where_a_shallow_clone_ends_the_day_is_only_a_bound() {
    let repo = Repo::new();
    two_commits(&repo);
    let names = ["a.yaml", "team/b.yaml"];
    repo.write("README", "");
    repo.commit("elsewhere", "2026-11-01");

    let latest = NotAfter(day("2026-11-01"));
    let one = repo.clone_with(&["--depth=1"]);
    assert_eq!(last_changes(one.path().join("flags"), &names), [latest, latest]);
    let two = repo.clone_with(&["--depth=2"]);
    let bound = NotAfter(day("2026-10-01"));
    assert_eq!(last_changes(two.path().join("flags"), &names), [bound, bound]);
    let all = repo.clone_with(&["--depth=4"]);
    assert_eq!(last_changes(all.path().join("flags"), &names), [on("2026-09-01"), on("2026-10-01")]);

    one.write("flags/a.yaml", "after");
    one.commit("after", "2026-11-10");
    assert_eq!(last_changes(one.path().join("flags"), &names), [on("2026-11-10"), latest]);
}

#[test]
fn a_clone_without_old_contents_needs_no_more_of_them() {
    let repo = Repo::new();
    two_commits(&repo);
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = repo.clone_with(&["--filter=blob:none"]);
    drop(repo);
    let names = ["a.yaml", "team/b.yaml"];
    assert_eq!(last_changes(partial.path().join("flags"), &names), [on("2026-09-01"), on("2026-10-01")]);
}

#[test]
fn a_linked_worktree_is_a_repository_also_of_a_shallow_clone() {
    let repo = Repo::new();
    two_commits(&repo);
    let names = ["a.yaml", "team/b.yaml"];
    let linked = |repo: &Repo| {
        let path = repo.home().join("linked");
        repo.git(&["worktree", "add", "--quiet", "--detach", &path.display().to_string()]);
        path.join("flags")
    };
    assert_eq!(last_changes(linked(&repo), &names), [on("2026-09-01"), on("2026-10-01")]);
    let bound = NotAfter(day("2026-10-01"));
    assert_eq!(last_changes(linked(&repo.clone_with(&["--depth=1"])), &names), [bound, bound]);
}

#[test]
fn a_detached_head_has_the_history_it_stands_on() {
    let repo = Repo::new();
    let [first, _] = two_commits(&repo);
    repo.git(&["checkout", "--quiet", &first]);
    assert_eq!(last_changes(repo.path().join("flags"), &["team/b.yaml"]), [on("2026-09-01")]);
}

#[test]
fn the_directory_may_be_the_root_or_lie_deep() {
    let repo = Repo::new();
    repo.write("x.yaml", "");
    repo.commit("root", "2026-09-01");
    repo.write("services/shop/flags/x.yaml", "");
    repo.commit("deep", "2026-10-01");
    assert_eq!(last_changes(repo.path(), &["x.yaml"]), [on("2026-09-01")]);
    assert_eq!(last_changes(repo.path(), &["services/shop/flags/x.yaml"]), [on("2026-10-01")]);
    assert_eq!(last_changes(repo.path().join("services/shop/flags"), &["x.yaml"]), [on("2026-10-01")]);
}

#[test]
fn names_may_hold_any_character() {
    let repo = Repo::new();
    let folder = ":(glob) flags *é";
    let mut names = vec!["a b.yaml", "ümläut 旗.yaml", "-rf.yaml", "[a-z].yaml", "\"quoted\".yaml", "f/-- x/y.yaml"];
    if cfg!(unix) {
        names.extend(["two\nlines.yaml", "\nfirst.yaml", "tab\t\\.yaml"]);
    }
    let write_all = |text: &str| names.iter().for_each(|name| repo.write(Path::new(folder).join(name), text));
    write_all("one");
    repo.write("flags x/a b.yaml", "elsewhere");
    repo.commit("all", "2026-09-01");
    let folder = repo.path().join(folder);
    assert_eq!(last_changes(&folder, &names), vec![on("2026-09-01"); names.len()]);
    write_all("two");
    assert_eq!(last_changes(&folder, &names), vec![today(); names.len()]);
}

#[test]
fn a_sha256_repository_is_read_like_any_other() {
    let repo = Repo::init(&["--object-format=sha256"]);
    let [first, _] = two_commits(&repo);
    assert_eq!(first.len(), 64);
    let names = ["a.yaml", "team/b.yaml"];
    assert_eq!(last_changes(repo.path().join("flags"), &names), [on("2026-09-01"), on("2026-10-01")]);
    let bound = NotAfter(day("2026-10-01"));
    let shallow = repo.clone_with(&["--depth=1"]);
    assert_eq!(last_changes(shallow.path().join("flags"), &names), [bound, bound]);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_to_the_directory_is_followed() {
    let repo = Repo::new();
    two_commits(&repo);
    let outside = repo.home().join("link");
    std::os::unix::fs::symlink(repo.path().join("flags/team"), &outside).unwrap();
    assert_eq!(last_changes(&outside, &["b.yaml"]), [on("2026-10-01")]);
}

#[test]
fn a_submodule_has_its_own_history_and_is_none_of_its_parents() {
    let inner = Repo::new();
    two_commits(&inner);
    let outer = Repo::new();
    outer.git(&["submodule", "--quiet", "add", &inner.path().display().to_string(), "vendor"]);
    outer.commit("vendor", "2026-11-01");
    assert_eq!(last_changes(outer.path().join("vendor/flags"), &["a.yaml"]), [on("2026-09-01")]);
    assert_eq!(last_changes(outer.path(), &["vendor/flags/a.yaml", ".gitmodules"]), [Unknown, on("2026-11-01")]);
}

#[test]
fn before_the_first_commit_everything_is_uncommitted() {
    let repo = Repo::new();
    repo.write("flags/a.yaml", "");
    repo.write("flags/b.yaml", "");
    repo.git(&["add", "flags/a.yaml"]);
    assert_eq!(Repository::discover(repo.path()).unwrap().head().unwrap(), None);
    let flags = repo.path().join("flags");
    assert_eq!(last_changes(&flags, &["a.yaml", "b.yaml", "gone.yaml"]), [today(), today(), Unknown]);
    let id = repo.commit("first", "2026-09-01");
    assert_eq!(Repository::discover(repo.path()).unwrap().head().unwrap(), Some(id));
}

#[test]
fn outside_a_repository_created_stands_in() {
    let folder = tempfile::tempdir().unwrap();
    let error = try_last_changes(folder.path(), &["a.yaml"]).unwrap_err();
    assert!(matches!(error, GitError::NotARepository { .. }), "{error}");
    assert_eq!(error.last_change(), Created);
}

#[test]
fn a_bare_repository_has_no_work_tree_to_ask_about() {
    let repo = Repo::init(&["--bare"]);
    let error = try_last_changes(repo.path(), &["a.yaml"]).unwrap_err();
    assert!(matches!(error, GitError::Failed { .. }), "{error}");
    assert_eq!(error.last_change(), Unknown);
}

#[test]
fn the_walk_ends_where_the_last_wanted_file_is_found() {
    let repo = Repo::new();
    let [first, _] = two_commits(&repo);
    // Whoever walks past the second commit finds the first one's files gone.
    let tree = repo.git(&["rev-parse", &format!("{first}:flags/team")]);
    let (folder, rest) = tree.trim_end().split_at(2);
    fs::remove_file(repo.path().join(".git/objects").join(folder).join(rest)).unwrap();

    let flags = repo.path().join("flags");
    repo.write("flags/team/b.yaml", "three");
    repo.commit("b again", "2026-11-01");
    assert_eq!(last_changes(&flags, &["team/b.yaml"]), [on("2026-11-01")]);
    let error = try_last_changes(&flags, &["a.yaml"]).unwrap_err();
    assert!(matches!(error, GitError::Failed { command: "log", .. }), "{error}");
    assert_eq!(error.last_change(), Unknown);
}
