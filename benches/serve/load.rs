//! Load from wrk, with its figures.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Connections that are asked over at once.
const CONNECTIONS: u32 = 32;

/// What wrk is to do, and to tell.
const SCRIPT: &str = r#"
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[BODY]]
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
"#;

/// What came of some load.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    pub(super) requests: u64,
    seconds: f64,
    pub(super) errors: u64,
    /// The median of the latency, in microseconds.
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// The processor time of the server, in seconds.
    pub(super) processor: f64,
}

impl Load {
    pub(super) fn rate(&self) -> f64 {
        self.requests as f64 / self.seconds
    }

    /// The processor time of the server for a request, in seconds.
    pub(super) fn cost(&self) -> f64 {
        self.processor / self.requests as f64
    }
}

/// Whether wrk can be run.
pub(super) fn is_there() -> bool {
    Command::new("wrk").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Asks this over and over, as fast as answers come.
pub(super) fn run(url: &str, body: &str, time: Duration) -> Load {
    let mut script = tempfile::NamedTempFile::new().expect("a file");
    script.write_all(SCRIPT.replace("BODY", body).as_bytes()).expect("the script");
    let mut command = Command::new("wrk");
    command.args(["--threads", "1", "--connections", &CONNECTIONS.to_string()]);
    command.args(["--duration", &format!("{}s", time.as_secs()), "--script"]).arg(script.path()).arg(url);
    let output = command.output().expect("wrk");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("figures ")).unwrap_or_else(|| panic!("{output:?}"));
    let figures: Vec<u64> = line.split(' ').map(|figure| figure.parse().expect("a figure")).collect();
    let [requests, microseconds, errors, p50, p99] = figures[..] else { panic!("{line}") };
    Load { requests, seconds: microseconds as f64 / 1e6, errors, p50: p50 as f64, p99: p99 as f64, processor: 0.0 }
}
