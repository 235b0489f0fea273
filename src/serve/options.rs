//! How a server is to run.

use crate::live::FollowOptions;
use std::path::PathBuf;
use std::time::Duration;

/// How a server is to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens, such as `127.0.0.1:8016` or `localhost:8016`; port 0 takes any that is free.
    pub listen: String,
    /// The file of tokens; without one, everybody may ask.
    pub tokens: Option<PathBuf>,
    /// The origins whose pages may ask, such as `https://app.example.com`; `*` for all of them.
    pub cors_origins: Vec<String>,
    /// The address that clients see, such as `https://flags.example.com/v1`, where a proxy puts a path before ours.
    pub public_url: Option<String>,
    /// The largest body of a request, in bytes.
    pub max_body: usize,
    /// How long a connection may stay without a whole head of a request.
    pub idle_timeout: Duration,
    /// How long a client may take for the body of a request.
    pub request_timeout: Duration,
    /// How the flags are followed.
    pub follow: FollowOptions,
    /// How long requests that are under way may take to end once the server is told to stop.
    pub shutdown_timeout: Duration,
}
