//! Flag sets that follow their files: what is saved is in force, and nobody has to ask.

#![cfg(feature = "watch")]

#[path = "common/git.rs"]
mod git;
#[path = "common/program.rs"]
mod program;

use ffctl::FlagSet;
use ffctl::live::{FollowOptions, Follower, Lookout, Noticed, Reload, Trouble};
use git::Repo;
use program::{Sandbox, flag};
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

/// Longer than any machine needs.
const LIMIT: Duration = Duration::from_secs(60);

/// A flag set that is followed.
struct Followed {
    flags: FlagSet,
    follower: Follower,
    told: Receiver<Reload>,
}

impl Followed {
    fn new(flags: FlagSet, options: FollowOptions) -> Followed {
        let (tell, told) = channel();
        flags.on_reload(move |reload| drop(tell.send(reload.clone())));
        let follower = flags.follow(options).expect("a thread");
        Followed { flags, follower, told }
    }

    fn directory(directory: &Path, options: FollowOptions) -> Followed {
        Followed::new(FlagSet::open(directory).expect("valid flags"), options)
    }

    fn next(&self) -> Reload {
        self.told.recv_timeout(LIMIT).expect("a reload")
    }

    /// Waits until the rollout of `checkout` is this. It may be so before that is told.
    fn until(&self, rollout: &str) {
        while self.rollout() != rollout {
            self.next();
        }
    }

    /// Waits for a refusal; its lines.
    fn refused(&self) -> String {
        loop {
            if let Reload::Refused(refusal) = self.next() {
                return refusal.to_string();
            }
        }
    }

    fn rollout(&self) -> String {
        let current = self.flags.current();
        let file = current.tree.flag("checkout").expect("the flag");
        file.flag.targeting(None).clause.rollout.map_or_else(String::new, |percent| percent.to_string())
    }
}

fn rollout(percent: &str) -> String {
    flag(&format!("rollout: {percent}"))
}

fn sandbox() -> Sandbox {
    Sandbox::new(&[("checkout.yaml", rollout("0"))])
}

/// By events where there are any, and by looking alone.
fn both_ways() -> [FollowOptions; 2] {
    [FollowOptions::default(), FollowOptions { events: false, ..FollowOptions::default() }]
}

#[test]
fn what_is_saved_is_in_force_by_events_and_by_looking_alone() {
    for options in both_ways() {
        let sandbox = sandbox();
        let followed = Followed::directory(&sandbox.path("flags"), options);
        for percent in ["10", "25", "100"] {
            sandbox.write("checkout.yaml", rollout(percent));
            followed.until(percent);
        }
        sandbox.write("folder/new/other.yaml", rollout("5"));
        while followed.flags.current().tree.flag("other").is_none() {
            followed.next();
        }
        fs::remove_dir_all(sandbox.path("flags/folder")).expect("the folder");
        while followed.flags.current().tree.flag("other").is_some() {
            followed.next();
        }
    }
}

#[test]
fn events_are_enough_where_nothing_is_looked_at_without_them() {
    let sandbox = sandbox();
    let options = FollowOptions { poll: Some(Duration::from_hours(24)), ..FollowOptions::default() };
    let followed = Followed::directory(&sandbox.path("flags"), options);
    if let Some(note) = followed.follower.note() {
        return assert!(note.contains("looked at instead"), "{note}");
    }
    // Longer than changes are looked for that the clock of the file system does not show.
    std::thread::sleep(Duration::from_secs(3));
    sandbox.write("checkout.yaml", rollout("10"));
    followed.until("10");
}

#[test]
fn what_changed_before_it_was_followed_is_seen() {
    let sandbox = sandbox();
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    sandbox.write("checkout.yaml", rollout("10"));
    Followed::new(flags, FollowOptions::default()).until("10");
}

#[test]
fn editors_that_rename_a_new_file_over_the_old_one_are_followed() {
    for options in both_ways() {
        let sandbox = sandbox();
        let followed = Followed::directory(&sandbox.path("flags"), options);
        for percent in ["10", "25"] {
            sandbox.write(".checkout.yaml.swp", rollout(percent));
            fs::rename(sandbox.path("flags/.checkout.yaml.swp"), sandbox.path("flags/checkout.yaml"))
                .expect("a rename");
            followed.until(percent);
        }
    }
}

#[test]
fn a_directory_that_another_takes_the_place_of_is_followed_there() {
    for options in both_ways() {
        let sandbox = sandbox();
        let followed = Followed::directory(&sandbox.path("flags"), options);
        for (percent, later) in [("10", "11"), ("25", "26")] {
            fs::create_dir(sandbox.path("next")).expect("a folder");
            fs::write(sandbox.path("next/checkout.yaml"), rollout(percent)).expect("a file");
            fs::rename(sandbox.path("flags"), sandbox.path(&format!("before {percent}"))).expect("a rename");
            fs::rename(sandbox.path("next"), sandbox.path("flags")).expect("a rename");
            followed.until(percent);
            sandbox.write("checkout.yaml", rollout(later));
            followed.until(later);
        }
    }
}

#[test]
fn a_directory_that_is_gone_for_a_while_is_followed_again() {
    let sandbox = sandbox();
    let followed = Followed::directory(&sandbox.path("flags"), FollowOptions::default());
    fs::rename(sandbox.path("flags"), sandbox.path("elsewhere")).expect("a rename");
    assert!(followed.refused().contains("cannot open the flags directory"));
    assert_eq!(followed.rollout(), "0", "the last good flags stay");
    sandbox.write("checkout.yaml", rollout("10"));
    followed.until("10");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_elsewhere_is_followed_as_kubernetes_swaps_the_files_of_a_config_map() {
    use std::os::unix::fs::symlink;
    for options in both_ways() {
        let sandbox = Sandbox::new::<&str>(&[]);
        let flags = sandbox.path("flags");
        sandbox.write("..1/checkout.yaml", rollout("0"));
        symlink("..1", flags.join("..data")).expect("a link");
        symlink("..data/checkout.yaml", flags.join("checkout.yaml")).expect("a link");
        let followed = Followed::directory(&flags, options);
        for (version, percent) in [("..2", "10"), ("..3", "25")] {
            sandbox.write(&format!("{version}/checkout.yaml"), rollout(percent));
            symlink(version, flags.join("..data_tmp")).expect("a link");
            fs::rename(flags.join("..data_tmp"), flags.join("..data")).expect("a rename");
            followed.until(percent);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_directory_that_is_a_link_is_followed_where_it_leads() {
    use std::os::unix::fs::symlink;
    for options in both_ways() {
        let sandbox = sandbox();
        let current = sandbox.path("current");
        symlink("flags", &current).expect("a link");
        let followed = Followed::directory(&current, options);
        fs::create_dir(sandbox.path("release-2")).expect("a folder");
        fs::write(sandbox.path("release-2/checkout.yaml"), rollout("10")).expect("a file");
        symlink("release-2", sandbox.path("next")).expect("a link");
        fs::rename(sandbox.path("next"), &current).expect("a rename");
        followed.until("10");
        fs::write(sandbox.path("release-2/checkout.yaml"), rollout("25")).expect("a file");
        followed.until("25");
    }
}

#[test]
fn a_burst_of_writes_gives_few_reloads_and_the_last_one_counts() {
    let sandbox = sandbox();
    let followed = Followed::directory(&sandbox.path("flags"), FollowOptions::default());
    for i in 0..200 {
        sandbox.write("checkout.yaml", rollout(&format!("{}", i % 50)));
        sandbox.write(&format!("other-{i}.yaml"), rollout("5"));
    }
    sandbox.write("checkout.yaml", rollout("77"));
    followed.until("77");
    while followed.flags.current().tree.flags.len() < 201 {
        followed.next();
    }
    let status = followed.flags.status();
    assert!(status.applied + status.refused + status.unchanged < 100, "{status:?}");
}

#[test]
fn files_that_are_rewritten_without_end_are_read_all_the_same() {
    let sandbox = sandbox();
    let followed = Followed::directory(&sandbox.path("flags"), FollowOptions::default());
    let (stop, stopped) = channel::<()>();
    let flags = sandbox.path("flags");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for i in (0..100).cycle() {
                let file = flags.join(".next");
                fs::write(&file, rollout(&i.to_string())).expect("a file");
                fs::rename(&file, flags.join("checkout.yaml")).expect("a rename");
                std::thread::sleep(Duration::from_millis(10));
                if stopped.try_recv() != Err(TryRecvError::Empty) {
                    return;
                }
            }
        });
        let seen = (0..5).map(|_| followed.told.recv_timeout(LIMIT));
        let seen: Vec<_> = seen.collect();
        drop(stop);
        assert!(seen.iter().all(|reload| matches!(reload, Ok(Reload::Applied { .. }))), "{seen:?}");
    });
}

#[test]
fn what_is_invalid_is_told_once_and_what_is_mended_is_taken_over() {
    for options in both_ways() {
        let sandbox = sandbox();
        let followed = Followed::directory(&sandbox.path("flags"), options);
        // At once: half of it would be invalid for another reason.
        sandbox.write(".next", rollout("101"));
        fs::rename(sandbox.path("flags/.next"), sandbox.path("flags/checkout.yaml")).expect("a rename");
        assert!(followed.refused().contains("checkout.yaml:6:10: "));
        assert_eq!(followed.rollout(), "0");
        // Longer than it takes until files in doubt are read again.
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(followed.flags.status().refused, 1, "the same refusal is no news");
        sandbox.write("checkout.yaml", rollout("10"));
        followed.until("10");
        assert!(followed.flags.status().refusal.is_none());
    }
}

#[test]
fn a_change_that_keeps_the_length_and_the_time_of_a_file_is_seen() {
    for options in both_ways() {
        let sandbox = sandbox();
        let followed = Followed::directory(&sandbox.path("flags"), options);
        sandbox.write("checkout.yaml", rollout("10"));
        followed.until("10");
        let file = sandbox.path("flags/checkout.yaml");
        let time = fs::metadata(&file).and_then(|metadata| metadata.modified()).expect("a time");
        sandbox.write("checkout.yaml", rollout("25"));
        fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(time)).expect("a time");
        followed.until("25");
    }
}

#[test]
fn files_that_changed_are_read_once_more_for_what_the_clock_of_the_file_system_does_not_tell_apart() {
    let sandbox = sandbox();
    let options = FollowOptions { events: false, poll: Some(Duration::from_hours(24)), ..FollowOptions::default() };
    let mut lookout = Lookout::new(&sandbox.path("flags"), options);
    assert_eq!(lookout.wait(), Noticed::Change, "the first time");
    assert_eq!(lookout.wait(), Noticed::Change, "though nothing seems to have changed");
    lookout.waker().stop();
    assert_eq!(lookout.wait(), Noticed::Stopped, "and then no more");
}

#[test]
fn a_reload_that_is_asked_for_is_told_even_where_nothing_changed() {
    let sandbox = sandbox();
    let followed = Followed::directory(&sandbox.path("flags"), FollowOptions::default());
    followed.follower.reload_now();
    assert!(matches!(followed.next(), Reload::Unchanged));
    sandbox.write("checkout.yaml", rollout("101"));
    followed.refused();
    followed.follower.reload_now();
    assert!(matches!(followed.next(), Reload::Refused(_)));
}

#[test]
fn dropping_the_follower_ends_its_thread() {
    let sandbox = sandbox();
    let Followed { flags, follower, told } = Followed::directory(&sandbox.path("flags"), FollowOptions::default());
    sandbox.write("checkout.yaml", rollout("10"));
    told.recv_timeout(LIMIT).expect("a reload");
    drop(follower);
    sandbox.write("checkout.yaml", rollout("25"));
    // The thread holds the flag set: when it is gone, the last of those who tell goes with ours.
    drop(flags);
    assert!(told.iter().all(|reload| matches!(reload, Reload::Applied { .. })));
}

const FLAG: &str = "flags/checkout.yaml";

fn repository() -> Repo {
    let repo = Repo::new();
    repo.write(FLAG, &rollout("0"));
    repo.commit("a flag", "2026-11-01");
    repo
}

fn change(repo: &Repo, percent: &str) -> String {
    repo.write(FLAG, &rollout(percent));
    repo.commit(percent, "2026-11-02")
}

fn at(repo: &Repo, revision: &str) -> FlagSet {
    FlagSet::builder(repo.path().join("flags")).revision(revision).open().expect("valid flags")
}

fn soon() -> FollowOptions {
    FollowOptions { poll: Some(Duration::from_millis(50)), ..FollowOptions::default() }
}

#[test]
fn a_branch_is_followed_as_it_moves_whatever_is_in_the_work_tree() {
    let repo = repository();
    let followed = Followed::new(at(&repo, "main"), soon());
    repo.write(FLAG, "not: [a flag");
    let commit = change(&repo, "10");
    followed.until("10");
    assert_eq!(followed.flags.current().commit.as_deref(), Some(commit.as_str()));
    repo.write(FLAG, "not: [a flag");
    repo.commit("broken", "2026-11-03");
    assert!(followed.refused().contains("checkout.yaml"));
    assert_eq!(followed.rollout(), "10");
    repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    assert!(matches!(followed.next(), Reload::Unchanged), "the flags in force are the newest again");
    assert!(followed.flags.status().refusal.is_none());
}

#[test]
fn commits_that_leave_the_flags_alone_are_not_told() {
    let repo = repository();
    let followed = Followed::new(at(&repo, "main"), soon());
    for i in 0..3 {
        repo.write("README.md", &i.to_string());
        repo.commit("a note", "2026-11-02");
    }
    change(&repo, "10");
    assert!(matches!(followed.next(), Reload::Applied { .. }));
    assert_eq!(followed.rollout(), "10");
}

#[test]
fn a_remote_branch_is_fetched_and_followed() {
    let elsewhere = repository();
    let repo = elsewhere.clone_with(&[]);
    let followed = Followed::new(at(&repo, "origin/main"), FollowOptions { fetch: true, ..soon() });
    let commit = change(&elsewhere, "10");
    followed.until("10");
    assert_eq!(followed.flags.current().commit, Some(commit));
    assert_eq!(followed.follower.note(), None);
    assert_eq!(repo.git(&["log", "--format=%s", "main"]), "a flag\n", "no branch of the clone is moved");
}

#[cfg(unix)]
#[test]
fn a_fetch_runs_no_hook_and_leaves_what_a_person_fetched_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let elsewhere = repository();
    let repo = elsewhere.clone_with(&[]);
    repo.write(".git/hooks/reference-transaction", "#!/bin/sh\ntouch ran\n");
    let hook = repo.path().join(".git/hooks/reference-transaction");
    fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).expect("a hook");
    let followed = Followed::new(at(&repo, "origin/main"), FollowOptions { fetch: true, ..soon() });
    change(&elsewhere, "10");
    followed.until("10");
    for file in ["ran", ".git/ran", ".git/FETCH_HEAD"] {
        assert!(!repo.path().join(file).exists(), "{file}");
    }
}

#[test]
fn a_fetch_goes_to_the_remote_that_the_revision_comes_from() {
    let (origin, upstream) = (repository(), repository());
    let repo = origin.clone_with(&[]);
    repo.git(&["remote", "add", "up/stream", &upstream.path().display().to_string()]);
    repo.git(&["fetch", "--quiet", "up/stream"]);
    fs::remove_dir_all(origin.path()).expect("the folder");
    let followed = Followed::new(at(&repo, "up/stream/main"), FollowOptions { fetch: true, ..soon() });
    change(&upstream, "10");
    followed.until("10");
    assert_eq!(followed.flags.status().trouble, None);
}

#[test]
fn a_fetch_that_fails_is_told_and_the_flags_stay_until_it_works_again() {
    let elsewhere = repository();
    let repo = elsewhere.clone_with(&[]);
    let away = elsewhere.home().join("away");
    fs::rename(elsewhere.path(), &away).expect("a rename");
    let flags = at(&repo, "origin/main");
    let (tell, troubles) = channel();
    flags.on_trouble(move |trouble| match trouble {
        Trouble::Following(why) => drop(tell.send(why.clone())),
        Trouble::Keeping(_) => panic!("nothing is kept"),
    });
    let followed = Followed::new(flags, FollowOptions { fetch: true, ..soon() });
    let trouble = troubles.recv_timeout(LIMIT).expect("a trouble").expect("a reason");
    assert!(trouble.starts_with("git fetch failed: "), "{trouble}");
    assert_eq!(followed.flags.status().trouble, Some(trouble));
    fs::rename(&away, elsewhere.path()).expect("a rename");
    change(&elsewhere, "10");
    followed.until("10");
    assert_eq!(troubles.recv_timeout(LIMIT), Ok(None));
    assert_eq!(followed.flags.status().trouble, None);
}

#[test]
fn a_branch_of_the_clone_itself_is_noted_as_one_that_no_fetch_moves() {
    let elsewhere = repository();
    let repo = elsewhere.clone_with(&[]);
    let followed = Followed::new(at(&repo, "main"), FollowOptions { fetch: true, ..soon() });
    let note = followed.follower.note().expect("a note");
    assert!(note.contains("'main' is a branch of this clone") && note.contains("origin/main"), "{note}");
    assert_eq!(Followed::new(at(&repo, "main"), soon()).follower.note(), None, "nothing is fetched");
}

/// A clone whose remote never answers, and whose transport leaves its process id in a file.
#[cfg(unix)]
fn hanging(elsewhere: &Repo) -> Repo {
    let repo = elsewhere.clone_with(&[]);
    let pack = "sh -c 'echo $$ > \"$0/pid.next\"; mv \"$0/pid.next\" \"$0/pid\"; exec sleep 1000'";
    repo.git(&["config", "remote.origin.uploadpack", &format!("{pack} {} --", repo.home().display())]);
    repo
}

/// Waits until the transport runs; its process id.
#[cfg(unix)]
fn transport(repo: &Repo) -> String {
    let file = repo.home().join("pid");
    loop {
        if let Ok(id) = fs::read_to_string(&file) {
            fs::remove_file(&file).expect("the file");
            return id.trim().to_owned();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Waits until no process of this id runs, which whoever adopts it may have to see to.
#[cfg(unix)]
fn is_gone(id: &str) {
    let is_there = || std::process::Command::new("sh").args(["-c", "ps -o stat= -p \"$0\" | grep -qv Z", id]).status();
    while is_there().expect("a shell").success() {
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn a_fetch_that_takes_too_long_is_ended_with_all_that_it_started() {
    let elsewhere = repository();
    let repo = hanging(&elsewhere);
    let options = FollowOptions { fetch: true, fetch_limit: Duration::from_millis(500), ..soon() };
    let followed = Followed::new(at(&repo, "origin/main"), options);
    is_gone(&transport(&repo));
    while followed.flags.status().trouble.is_none() {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(followed.flags.status().trouble.as_deref(), Some("git fetch failed: it took more than 500ms"));
}

#[cfg(unix)]
#[test]
fn dropping_the_follower_ends_a_fetch_that_is_under_way() {
    let elsewhere = repository();
    let repo = hanging(&elsewhere);
    let followed = Followed::new(at(&repo, "origin/main"), FollowOptions { fetch: true, ..soon() });
    let id = transport(&repo);
    let Followed { flags, follower, .. } = followed;
    drop(follower);
    is_gone(&id);
    assert_eq!(flags.status().trouble, None, "nobody waits for it any more");
}
