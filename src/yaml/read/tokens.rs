//! The file of access tokens. No message repeats what stands there: it is secret.

use super::cursor::{Cursor, Fields};
use crate::model::{AccessToken, Secret};
use std::array;

const TOKEN_FIELDS: &[&str] = &["name", "token", "sha256", "environments"];

/// What is wrong with a secret itself.
const INVALID_TOKEN: &str = "invalid-token";

/// Rules whose messages say nothing of a value: those of others may repeat it.
pub(in crate::yaml) const DISCREET: &[&str] = &[INVALID_TOKEN, "missing-field", "unknown-field"];

/// Shorter ones can be guessed.
const SHORTEST: usize = 16;

pub(super) fn tokens(root: &Cursor<'_>) -> Option<Vec<AccessToken>> {
    let fields = root.fields(&["tokens"])?;
    let list =
        fields.require("tokens", "list the tokens, each with `name`, `token` or `sha256`, and `environments`")?;
    Some(list.items("tokens").iter().filter_map(token).collect())
}

fn token(cursor: &Cursor<'_>) -> Option<AccessToken> {
    let fields = cursor.fields(TOKEN_FIELDS)?;
    let name = fields.require("name", "say whose it is; logs show the name").and_then(|name| name.filled_text());
    let secret = secret(cursor, &fields);
    let environments = fields.get("environments").map(|list| list.texts()).unwrap_or_default();
    Some(AccessToken { name: name?, secret: secret?, environments })
}

fn secret(cursor: &Cursor<'_>, fields: &Fields<'_>) -> Option<Secret> {
    match (fields.get("token"), fields.get("sha256")) {
        (Some(token), None) => {
            let text = token.filled_text()?;
            if text.len() < SHORTEST {
                let message = format!("a token has at least {SHORTEST} characters");
                token.error(INVALID_TOKEN, message, Some("make one with `openssl rand -hex 32`".to_owned()));
                return None;
            }
            Some(Secret::Text(text))
        }
        (None, Some(digits)) => {
            let digest = digest(&digits.scalar_text()?);
            if digest.is_none() {
                let help = "write what `printf %s TOKEN | sha256sum` prints".to_owned();
                digits.error(INVALID_TOKEN, "`sha256` is 64 hexadecimal digits", Some(help));
            }
            digest.map(Secret::Sha256)
        }
        _ => {
            cursor.error("missing-field", "one of `token` and `sha256` is needed", None);
            None
        }
    }
}

fn digest(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() || !digits.is_ascii() {
        return None;
    }
    let pairs: [&str; 32] = array::from_fn(|at| &digits[2 * at..2 * at + 2]);
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(pair, 16).ok().filter(|_| !pair.starts_with('+'))?;
    }
    Some(bytes)
}
