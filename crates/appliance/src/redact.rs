//! Evidence: what is kept of an answer's bytes.
//!
//! Only the fields on a call's list are kept, re-emitted as JSON in the order of the list (XML too), so that the same answer always
//! gives the same bytes and a field the vendor adds tomorrow is never stored by accident. Answers to token requests are
//! never evidence. The hash is over the redacted bytes.

use std::fmt;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::call::Call;
use crate::codec::xml;

mod v1;

/// The redacted bytes of one answer and their hash. Its `Debug` shows the hash alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
    pub sha256_hex: String,
    /// UTF-8 JSON: `{"call":…,"status":…,"answer":…}`, or a list of such where a look took several calls.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence").field("sha256_hex", &self.sha256_hex).finish_non_exhaustive()
    }
}

/// The longest text kept, in characters.
const LONGEST_TEXT: usize = 2_000;

/// What a field on a list may hold. Anything else under its name is left out and said so.
#[derive(Clone, Copy)]
enum Holds {
    /// A text, number, yes or no, or null.
    Value,
    /// A list of such, or null.
    Values,
    /// An object of such, by name: permissions.
    Named,
    /// An object of lists: what a 422 says of each field.
    NamedLists,
}

const ERROR_FIELDS: &[(&str, Holds)] =
    &[("error", Holds::Value), ("message", Holds::Value), ("errors", Holds::NamedLists)];

fn fields(call: Call) -> &'static [(&'static str, Holds)] {
    use Holds::{Named, Value, Values};
    match call {
        Call::Token | Call::PlainHealth | Call::SetRole => &[],
        // Never evidence: see `evidence`.
        Call::SyslogReport
        | Call::ReadConfiguration
        | Call::AddConfiguration
        | Call::ChangeConfiguration
        | Call::RemoveConfiguration => &[],
        // Of v1 only the errors come as JSON.
        Call::InfoV1 | Call::HealthV1 | Call::AppliancesV1 | Call::ClientCountsV1 | Call::UsersV1 | Call::SetRoleV1 => {
            &[]
        }
        Call::Info => &[
            ("permissions", Named),
            ("current_time", Value),
            ("command_api_version", Value),
            ("config_api_version", Value),
            ("reporting_api_version", Value),
            ("backup_api_version", Value),
            ("product", Value),
        ],
        Call::Health => &[
            ("version", Value),
            ("build", Value),
            ("appliance_hostname", Value),
            ("appliance_id", Value),
            ("cluster_role", Value),
            ("failover_role", Value),
            ("enabled_shared_ips", Values),
            ("last_data_sync", Value),
            ("last_data_sync_status", Value),
        ],
        Call::Appliances => &[
            ("id", Value),
            ("name", Value),
            ("public_hostname", Value),
            ("cluster_role", Value),
            ("failover_role", Value),
            ("accepting_connections", Value),
            ("timezone_offset", Value),
        ],
        Call::ClientCounts => {
            &[("id", Value), ("access_consoles", Value), ("asset_clients", Value), ("gateways", Value)]
        }
        // Names of people are shown, not kept.
        Call::Users => &[("id", Value), ("type", Value), ("logged_in_since", Value), ("session_count", Value)],
    }
}

/// The evidence of one answer. `None` for a token answer, for the Configuration and the Reporting API, and for a body that is neither the call's JSON nor its XML: what
/// cannot be read cannot be redacted.
#[must_use]
pub fn evidence(call: Call, status: u16, body: &[u8]) -> Option<Evidence> {
    // What a configuration or a log holds is not known by a list: the ledger keeps of them what it may.
    if matches!(call, Call::Token | Call::SyslogReport) || call.is_of_configuration() {
        return None;
    }
    let answer = if call == Call::PlainHealth {
        Value::String(clip(std::str::from_utf8(body).ok()?))
    } else {
        match (serde_json::from_slice(body), call.form()) {
            (Ok(Value::Array(items)), _) => Value::Array(items.iter().map(|item| object(call, item)).collect()),
            (Ok(value), _) => object(call, &value),
            (Err(_), Some(_)) => v1::answer(call, &xml::read(body).ok()?),
            (Err(_), None) => return None,
        }
    };
    let (verb, path) = (call.method().text(), call.path());
    let name = call.form().map_or_else(|| format!("{verb} {path}"), |form| format!("{verb} {path} {form}"));
    let kept = json!({ "call": name, "status": status, "answer": answer });
    Some(of_bytes(serde_json::to_vec(&kept).ok()?))
}

impl Evidence {
    /// The evidence of two answers that make up one look, in their order.
    #[must_use]
    pub(crate) fn with(self, next: Option<Self>) -> Self {
        let Some(next) = next else { return self };
        of_bytes([b"[".as_slice(), &self.bytes, b",", &next.bytes, b"]"].concat())
    }
}

fn of_bytes(bytes: Vec<u8>) -> Evidence {
    Evidence { sha256_hex: sha256_hex(&bytes), bytes }
}

fn object(call: Call, value: &Value) -> Value {
    let Some(told) = value.as_object() else { return left_out() };
    let lists = fields(call).iter().chain(ERROR_FIELDS);
    let kept = lists.filter_map(|(name, holds)| told.get(*name).map(|value| ((*name).to_owned(), keep(*holds, value))));
    Value::Object(kept.collect())
}

fn keep(holds: Holds, value: &Value) -> Value {
    match (holds, value) {
        (_, Value::Null) => Value::Null,
        (Holds::Value, value) => scalar(value),
        (Holds::Values, Value::Array(items)) => Value::Array(items.iter().map(scalar).collect()),
        (Holds::Named, Value::Object(named)) => {
            let known = named.iter().filter(|(name, _)| is_permission(name));
            Value::Object(known.map(|(name, value)| (name.clone(), permission(value))).collect())
        }
        (Holds::NamedLists, Value::Object(named)) => {
            let lists = named.iter().map(|(name, list)| (clip(name), keep(Holds::Values, list)));
            Value::Object(lists.collect::<Map<_, _>>())
        }
        _ => left_out(),
    }
}

fn is_permission(name: &str) -> bool {
    name.len() <= 64 && name.starts_with("perm_") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn permission(value: &Value) -> Value {
    match value {
        Value::String(word) if word.len() <= 32 => value.clone(),
        Value::Bool(_) | Value::Null => value.clone(),
        _ => left_out(),
    }
}

fn scalar(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(clip(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::Array(_) | Value::Object(_) => left_out(),
    }
}

fn left_out() -> Value {
    Value::String("(left out: not of the documented type)".to_owned())
}

fn clip(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
#[must_use]
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Overwrites every place where a body repeats a secret, byte for byte, before anything reads it: an answer that echoes
/// a header must not carry it into a message, a log or the record.
pub(crate) fn mask(body: &mut [u8], secret: &str) {
    let secret = secret.as_bytes();
    if secret.len() < 4 || body.len() < secret.len() {
        return;
    }
    let mut at = 0;
    while let Some(window) = body.get_mut(at..at + secret.len()) {
        if window == secret {
            window.fill(b'*');
            at += secret.len();
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_secret_is_overwritten() {
        let mut body = b"a tokentoken b toke".to_vec();
        mask(&mut body, "token");
        assert_eq!(body, b"a ********** b toke");
        let mut short = b"to".to_vec();
        mask(&mut short, "token");
        assert_eq!(short, b"to");
    }

    #[test]
    fn the_answer_to_a_token_request_is_never_evidence() {
        assert_eq!(evidence(Call::Token, 200, br#"{"access_token":"x"}"#), None);
    }
}
