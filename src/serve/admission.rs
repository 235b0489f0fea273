//! Who may ask about what.

use super::service::Service;
use super::trouble::Trouble;
use axum::http::{HeaderMap, StatusCode, header};
use std::net::IpAddr;

/// The environment that somebody may ask about: its place among those served.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admitted {
    pub(super) environment: usize,
}

/// What somebody shows: `Authorization: Bearer …`, or `X-API-Key: …`.
fn credentials(headers: &HeaderMap) -> Option<&[u8]> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| {
        let (scheme, token) = value.as_bytes().split_at_checked("Bearer ".len())?;
        scheme.eq_ignore_ascii_case(b"Bearer ").then(|| token.trim_ascii())
    });
    bearer.or_else(|| headers.get("x-api-key").map(|value| value.as_bytes()))
}

impl Service {
    /// Lets somebody in who asks about an environment, or about the first that they may see.
    pub(super) fn admit(&self, headers: &HeaderMap, asked: Option<&str>) -> Result<Admitted, Trouble> {
        let tokens = self.tokens();
        if tokens.are_open() {
            self.admit_host(headers)?;
            return self.environment(asked, |_| true);
        }
        let token = tokens.find(credentials(headers).ok_or_else(|| unauthorized("a token is needed"))?);
        let token = token.ok_or_else(|| unauthorized("the token is not known"))?;
        self.environment(asked, |environment| token.opens(environment)).map_err(|_| {
            // Whoever has no business here is not told what is served.
            let name = &token.name;
            Trouble::new(StatusCode::FORBIDDEN, format!("the token '{name}' is not for this environment"))
        })
    }

    /// Lets somebody in who asks about the server itself: any token goes.
    pub(super) fn admit_to_server(&self, headers: &HeaderMap) -> Result<(), Trouble> {
        let tokens = self.tokens();
        if tokens.are_open() {
            return self.admit_host(headers);
        }
        let is_known = |shown| tokens.find(shown).is_some();
        match credentials(headers).is_some_and(is_known) {
            true => Ok(()),
            false => Err(unauthorized("a token is needed")),
        }
    }

    /// Lets somebody in who listens: a ticket goes, and a token where one can be sent.
    pub(super) fn admit_listener(
        &self,
        headers: &HeaderMap,
        asked: Option<&str>,
        ticket: Option<&str>,
    ) -> Result<Admitted, Trouble> {
        let Some(ticket) = ticket else { return self.admit(headers, asked) };
        let tokens = self.tokens();
        if tokens.are_open() {
            return self.admit(headers, asked);
        }
        self.environment(asked, |environment| tokens.admits(ticket.as_bytes(), environment))
            .map_err(|_| unauthorized("the key in the address is not valid: ask for all flags again"))
    }

    /// Lets those in who ask for this machine by a name of its own. A page in a browser here may come from a name that was
    /// made to lead here, and would else read what is meant for programs of this machine alone.
    fn admit_host(&self, headers: &HeaderMap) -> Result<(), Trouble> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if !self.heeds_host || is_own(host) || self.options.public_url.as_deref().is_some_and(|url| is_at(url, host)) {
            return Ok(());
        }
        let details = "this server is for its own machine: ask it by its address or as localhost, or start it with \
                       --public-url where a proxy gives it another name";
        Err(Trouble::new(StatusCode::MISDIRECTED_REQUEST, details))
    }

    /// What lets whoever shows this token listen to an environment's events; `None` where everybody may.
    pub(super) fn ticket(&self, headers: &HeaderMap, environment: Option<&str>) -> Option<String> {
        let tokens = self.tokens();
        tokens.find(credentials(headers)?).map(|token| token.ticket(environment))
    }

    fn environment(&self, asked: Option<&str>, opens: impl Fn(Option<&str>) -> bool) -> Result<Admitted, Trouble> {
        let names = self.environments();
        let wanted = |name: &Option<String>| (asked.is_none() || name.as_deref() == asked) && opens(name.as_deref());
        if let Some(environment) = names.iter().position(wanted) {
            return Ok(Admitted { environment });
        }
        let asked = asked.unwrap_or_default();
        Err(Trouble::new(StatusCode::NOT_FOUND, format!("the environment '{asked}' is not served here")))
    }
}

/// Whether a host is an address, or the one name that no one else can have.
fn is_own(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.is_empty() || name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

/// Whether a URL is at a host.
fn is_at(url: &str, host: &str) -> bool {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    after.split('/').next().is_some_and(|known| known.eq_ignore_ascii_case(host))
}

fn unauthorized(details: &str) -> Trouble {
    Trouble::new(StatusCode::UNAUTHORIZED, details)
}
