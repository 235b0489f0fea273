//! Who may ask: access tokens, compared without telling by the time it takes how near a guess came.

use crate::live::hex;
use crate::model::{AccessToken, Secret, Settings};
use crate::report::diagnostics_of;
use crate::store::read_text;
use crate::yaml::read_tokens;
use anyhow::{Context as _, Result, bail};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use subtle::ConstantTimeEq;

/// The tokens that a server takes; with none, it takes everybody.
#[derive(Debug, Default)]
pub(super) struct Tokens(Option<Vec<Token>>);

/// A token, known by its hash.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) name: String,
    hash: [u8; 32],
    environments: Vec<String>,
}

impl Tokens {
    /// Reads the file of tokens; without a file, everybody may ask.
    pub(super) fn read(path: Option<&Path>, settings: &Settings) -> Result<Tokens> {
        let Some(path) = path else { return Ok(Tokens(None)) };
        let shown = path.display().to_string();
        let text = read_text(path).map_err(|found| anyhow::anyhow!("{shown}: {}", found.message))?;
        let reading = read_tokens(&text);
        // No line is shown: secrets stand in them.
        if let Some(found) = diagnostics_of(&shown, &text, &reading.diagnostics).into_iter().next() {
            let help = found.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            bail!("{}:{}:{}: {} ({}){help}", found.file, found.line, found.column, found.message, found.rule);
        }
        let tokens = reading.valid().unwrap_or_default();
        if tokens.is_empty() {
            bail!("{shown} lists no token, so nobody could ask");
        }
        for name in tokens.iter().flat_map(|token| &token.environments) {
            settings.known_environment(name).with_context(|| shown.clone())?;
        }
        Ok(Tokens(Some(tokens.into_iter().map(Token::new).collect())))
    }

    /// Whether everybody may ask.
    pub(super) fn are_open(&self) -> bool {
        self.0.is_none()
    }

    /// The token that somebody shows.
    pub(super) fn find(&self, shown: &[u8]) -> Option<&Token> {
        let hash: [u8; 32] = Sha256::digest(shown).into();
        // All of them are looked at, whichever it is.
        self.0
            .iter()
            .flatten()
            .fold(None, |found, token| if bool::from(token.hash.ct_eq(&hash)) { Some(token) } else { found })
    }

    /// Whether a ticket lets whoever shows it listen to an environment's events.
    pub(super) fn admits(&self, ticket: &[u8], environment: Option<&str>) -> bool {
        let tokens = self.0.iter().flatten().filter(|token| token.opens(environment));
        tokens.fold(false, |admitted, token| admitted | bool::from(token.ticket(environment).as_bytes().ct_eq(ticket)))
    }
}

impl Token {
    fn new(AccessToken { name, secret, environments }: AccessToken) -> Token {
        let hash = match secret {
            Secret::Text(text) => Sha256::digest(text).into(),
            Secret::Sha256(hash) => hash,
        };
        Token { name, hash, environments }
    }

    /// Whether it is for this environment.
    pub(super) fn opens(&self, environment: Option<&str>) -> bool {
        match environment {
            None => self.environments.is_empty(),
            Some(name) => self.environments.iter().any(|known| known == name),
        }
    }

    /// What lets whoever has it listen to an environment's events, and nothing else: browsers cannot send a token there,
    /// so it stands in the address. It ends with its token.
    pub(super) fn ticket(&self, environment: Option<&str>) -> String {
        // A key of any length goes.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.hash) else { return String::new() };
        mac.update(b"events of ");
        mac.update(environment.unwrap_or_default().as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}
