//! The two servers, each a process of its own.

use super::load::Load;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{env, fs, io, thread};

/// How often a flag is rewritten.
const REWRITE: Duration = Duration::from_millis(100);

/// A process that ends with this value.
pub(super) struct Process(Child);

impl Process {
    /// Some load on it, with what it cost.
    pub(super) fn load(&self, run: impl FnOnce() -> Load) -> Load {
        let before = self.processor();
        let mut load = run();
        load.processor = self.processor() - before;
        load
    }

    /// The processor time that it has taken, in seconds; 0 where the system does not tell.
    fn processor(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap_or_default();
        // Behind the name, which may have anything in it: the user's and the system's ticks, a hundredth of a second each.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The handler that does nothing.
pub(super) struct Bare {
    pub(super) process: Process,
    address: String,
}

impl Bare {
    pub(super) fn start(sizes: &[usize; 2]) -> Bare {
        let mut command = Command::new(env::current_exe().expect("this program"));
        command.arg(super::bare::WORD).args(sizes.map(|size| size.to_string())).stdout(Stdio::piped());
        let mut child = command.spawn().expect("this program");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut address).expect("its address");
        Bare { process: Process(child), address: address.trim().to_owned() }
    }

    /// Where it answers with the nth of the sizes: at once, or once it has read what was sent.
    pub(super) fn route(&self, nth: usize, reads: bool) -> String {
        format!("http://{}{}/{nth}", self.address, if reads { "/body" } else { "" })
    }
}

/// `ffctl serve` over a copy of the example flags.
pub(super) struct Server {
    pub(super) process: Process,
    folder: tempfile::TempDir,
    pub(super) url: String,
}

impl Server {
    pub(super) fn start() -> Server {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("flags"), &folder.path().join("flags")).expect("flags");
        let mut command = Command::new(env!("CARGO_BIN_EXE_ffctl"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--env", "production", "--log-format", "json"]);
        command.current_dir(folder.path()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let mut log = BufReader::new(child.stderr.take().expect("its log"));
        let mut line = String::new();
        log.read_line(&mut line).expect("a line");
        let event: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let url = format!("http://{}", event["address"].as_str().expect("an address"));
        thread::spawn(move || io::copy(&mut log, &mut io::sink()));
        Server { process: Process(child), folder, url }
    }

    /// The answer to a question.
    pub(super) fn ask(&self, url: &str, body: &str) -> String {
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let answer = agent.post(url).header("content-type", "application/json").send(body).expect("an answer");
        let mut text = String::new();
        answer.into_body().into_reader().read_to_string(&mut text).expect("text");
        text
    }

    /// What it holds in memory, in MB.
    pub(super) fn memory(&self) -> f64 {
        let id = self.process.0.id().to_string();
        let output = Command::new("ps").args(["-o", "rss=", "-p", &id]).output().expect("ps");
        String::from_utf8_lossy(&output.stdout).trim().parse::<f64>().expect("a number") / 1024.0
    }

    /// How reading the flags again ended, and how often.
    pub(super) fn reloads(&self) -> String {
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let answer = agent.get(format!("{}/metrics", self.url)).call().expect("an answer");
        let lines = BufReader::new(answer.into_body().into_reader()).lines().map_while(Result::ok);
        let reloads = lines.filter_map(|line| {
            let (result, count) = line.strip_prefix("ffctl_reloads_total{result=\"")?.split_once("\"} ")?;
            Some(format!("{count} {result}"))
        });
        reloads.collect::<Vec<_>>().join(", ")
    }

    /// Does something while a flag is rewritten again and again.
    pub(super) fn while_flags_change<T>(&self, work: impl FnOnce() -> T) -> T {
        let is_over = AtomicBool::new(false);
        let path = self.folder.path().join("flags/checkout/new-checkout.yaml");
        thread::scope(|scope| {
            scope.spawn(|| rewrite(&path, &is_over));
            let done = work();
            is_over.store(true, Ordering::Relaxed);
            done
        })
    }
}

/// Gives those whom no rule is about another rollout.
fn rewrite(path: &PathBuf, is_over: &AtomicBool) {
    let text = fs::read_to_string(path).expect("a flag");
    let (before, after) = text.split_once("\nrollout: ").expect("a rollout");
    let after = after.split_once('\n').expect("a line's end").1;
    for nth in 0_u32.. {
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        let beside = path.with_extension("new");
        fs::write(&beside, format!("{before}\nrollout: 10.{:03}\n{after}", nth % 1000)).expect("a file beside");
        fs::rename(&beside, path).expect("the flag");
        thread::sleep(REWRITE);
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, to) =
            (entry.as_ref().map(fs::DirEntry::path), to.join(entry.as_ref().expect("an entry").file_name()));
        let path = path.expect("an entry");
        if path.is_dir() { copy(&path, &to)? } else { fs::copy(path, to).map(drop)? }
    }
    Ok(())
}
