//! Who may ask a server, and about which environments.

use std::fmt;

/// A token that a client shows to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Whose it is, for logs; never the secret.
    pub name: String,
    /// What the client has to show.
    pub secret: Secret,
    /// The environments it opens; with none, the top-level fields alone.
    pub environments: Vec<String>,
}

/// What a client has to show.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// The text itself.
    Text(String),
    /// The SHA-256 of the text, so that the file holds nothing that opens anything.
    Sha256([u8; 32]),
}

/// A secret is never printed.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Secret::Text(_) => "Text(…)",
            Secret::Sha256(_) => "Sha256(…)",
        })
    }
}
