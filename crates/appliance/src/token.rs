//! One token of one appliance, in memory only (appliance-api section 1).
//!
//! Thirty tokens of an account are valid at once and the thirty-first kills the oldest, so a token is kept and used until
//! shortly before its end. A rejected secret is remembered and not tried again: accounts lock out.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::observation::{Trouble, TroubleKind};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::codec::{bad_answer, json, status_trouble};
use crate::limiter::Limiter;
use crate::wire::Response;

/// How long before its end a token is no longer used, in milliseconds. A token of less than twice this is used for half
/// of its life.
pub const RENEWED_EARLY_MS: u64 = 60_000;
/// A token's life where the answer tells none, in seconds (appliance-api section 1).
const USUAL_LIFE_S: u64 = 3_600;

/// An API account's client id and secret, with the limiter that counts its calls.
#[derive(Clone)]
pub struct Account {
    pub client_id: String,
    pub secret: SecretString,
    /// Shared by everything that uses this account.
    pub limiter: Arc<Limiter>,
}

impl Account {
    /// The value of the `authorization` header field of a token request.
    pub(crate) fn basic(&self) -> SecretString {
        let joined = SecretString::from(format!("{}:{}", self.client_id, self.secret.expose_secret()));
        SecretString::from(format!("Basic {}", STANDARD.encode(joined.expose_secret())))
    }

    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.client_id == other.client_id && self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

/// A token with its times on the monotonic clock.
pub(crate) struct Token {
    pub(crate) text: SecretString,
    pub(crate) issued_ms: u64,
    usable_until_ms: u64,
}

impl Token {
    /// The value of the `authorization` header field of a call.
    pub(crate) fn bearer(&self) -> SecretString {
        SecretString::from(format!("Bearer {}", self.text.expose_secret()))
    }

    pub(crate) fn is_usable(&self, now_ms: u64) -> bool {
        now_ms < self.usable_until_ms
    }

    pub(crate) fn age_ms(&self, now_ms: u64) -> u64 {
        now_ms.saturating_sub(self.issued_ms)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Reads the answer to a token request asked at `asked_ms`; its life is counted from then. No word of the body is
/// repeated in a trouble.
pub(crate) fn read(response: &Response, asked_ms: u64) -> Result<Token, Trouble> {
    match response.status {
        200..=299 => {}
        // Whatever a 401 says, asking again with the same secret could lock the account.
        401 => return Err(secret_rejected()),
        400 if error_word(response).as_deref() == Some("invalid_client") => return Err(secret_rejected()),
        _ => {
            let mut trouble = status_trouble(&Response { body: bytes::Bytes::new(), ..response.clone() });
            trouble.detail = format!("signing in: {}", trouble.detail);
            return Err(trouble);
        }
    }
    let value = json(&response.body)
        .map_err(|trouble| Trouble { detail: format!("signing in: {}", trouble.detail), ..trouble })?;
    let text = value.get("access_token").and_then(Value::as_str).filter(|text| is_token(text));
    let text = text.ok_or_else(|| bad_answer("signing in: the answer holds no token"))?;
    let life_ms = value.get("expires_in").and_then(Value::as_u64).unwrap_or(USUAL_LIFE_S).saturating_mul(1_000);
    let early_ms = RENEWED_EARLY_MS.min(life_ms / 2);
    Ok(Token {
        text: SecretString::from(text),
        issued_ms: asked_ms,
        usable_until_ms: asked_ms.saturating_add(life_ms - early_ms),
    })
}

/// A token that can stand in a header field: visible ASCII of a sensible length.
fn is_token(text: &str) -> bool {
    (1..=8_192).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn error_word(response: &Response) -> Option<String> {
    json(&response.body).ok()?.get("error")?.as_str().map(str::to_owned)
}

pub(crate) fn secret_rejected() -> Trouble {
    let detail = "the client id or secret was rejected; it is not tried again until another one is given".to_owned();
    Trouble { kind: TroubleKind::SecretRejected, detail }
}

pub(crate) fn no_credential() -> Trouble {
    Trouble {
        kind: TroubleKind::NoCredential,
        detail: "no client id and secret are at hand for this appliance".to_owned(),
    }
}
