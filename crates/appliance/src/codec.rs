//! From an answer's bytes to typed values, or to trouble with a short cause. Never a panic, whatever the bytes.
//!
//! [`v2`] reads the JSON of Command API v2, [`v1`] the XML of v1 over the tree of [`xml`]; both give an [`answer`].
//! [`configuration`] reads lists, objects and the answers to writes.

use domain::observation::{Trouble, TroubleKind};
use serde_json::Value;

use crate::wire::Response;

pub mod answer;
pub mod configuration;
pub mod v1;
pub mod v2;
pub mod xml;

/// The longest text of an appliance that is kept, in characters.
const LONGEST_TEXT: usize = 500;

/// A text as an appliance told it, made fit for a line: no control characters, not longer than 500 characters, no blanks
/// around it.
#[must_use]
pub fn told(text: &str) -> String {
    one_line(text.trim()).trim().to_owned()
}

/// The same with its blanks kept: what is not exactly a known word must not become one.
pub(crate) fn one_line(text: &str) -> String {
    let mut line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_TEXT).collect();
    if text.chars().nth(LONGEST_TEXT).is_some() {
        line.pop();
        line.push('…');
    }
    line
}

pub(crate) fn bad_answer(detail: impl Into<String>) -> Trouble {
    Trouble { kind: TroubleKind::BadAnswer, detail: detail.into() }
}

/// Reads a body as JSON. What begins like markup is another server's page, not an answer of the API.
pub(crate) fn json(body: &[u8]) -> Result<Value, Trouble> {
    let text = std::str::from_utf8(body)
        .map_err(|error| bad_answer(format!("the answer is not UTF-8 text (byte {})", error.valid_up_to())))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(bad_answer("the answer is empty"));
    }
    if text.starts_with('<') {
        return Err(Trouble {
            kind: TroubleKind::NotTheApi,
            detail: "the answer is a web page or XML, not JSON".to_owned(),
        });
    }
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        bad_answer(match error.classify() {
            serde_json::error::Category::Eof => format!("the answer is cut off ({place})"),
            _ => format!("the answer is not JSON ({place})"),
        })
    })
}

/// The `message` of a JSON error answer (appliance-api section 0).
pub(crate) fn message(value: &Value) -> Option<String> {
    value.get("message").and_then(Value::as_str).map(told)
}

/// The message of an error answer and, of a 422, what it says of each field.
pub(crate) fn error_words(value: &Value) -> Option<String> {
    let mut words = message(value)?;
    if let Some(errors) = value.get("errors").and_then(Value::as_object) {
        for (field, causes) in errors {
            let causes = causes.as_array().into_iter().flatten().filter_map(Value::as_str);
            for cause in causes {
                words.push_str(&format!(" {field}: {cause}"));
            }
        }
    }
    Some(told(&words))
}

/// The words of an error answer: a JSON object with a `message`, for a 422 with the fields it is about, or XML with an
/// `<error>`.
#[must_use]
pub fn refusal(body: &[u8]) -> Option<String> {
    json(body).ok().as_ref().and_then(error_words).or_else(|| v1::error_words(body))
}

/// What stands in the way when an answer is not a 2xx. The kind comes from the status alone, the words from the body.
#[must_use]
pub fn status_trouble(response: &Response) -> Trouble {
    let status = response.status;
    let words = refusal(&response.body);
    let with =
        |text: &str| words.as_ref().map_or_else(|| format!("{text} ({status})"), |w| format!("{text} ({status}): {w}"));
    let (kind, detail) = match status {
        300..=399 => (TroubleKind::NotTheApi, redirect(response)),
        401 => (TroubleKind::TokenRefused, with("the token was refused")),
        403 => (TroubleKind::PermissionDenied, with("the API account may not do this")),
        // 405 and 501: something answers there that does not know the call.
        404 | 405 | 501 => (TroubleKind::ApiAbsent, with("the API is not there")),
        429 => (TroubleKind::RateLimited, with("the API account's rate limit is used up")),
        400..=499 => (TroubleKind::ApiError, with("the API refused the call")),
        500..=599 => (TroubleKind::ServerError, with("the appliance could not answer")),
        _ => (TroubleKind::NotTheApi, format!("the answer has status {status}, which the API does not use")),
    };
    Trouble { kind, detail }
}

/// Says where a redirect points, by its host alone: a path or query may hold what no record should.
fn redirect(response: &Response) -> String {
    let host = response
        .header("location")
        .and_then(|location| location.split_once("://"))
        .and_then(|(_, rest)| rest.split(['/', '?', '#']).next())
        .and_then(|authority| authority.rsplit('@').next())
        .map(told)
        .filter(|host| !host.is_empty());
    match host {
        Some(host) => format!("it answered with a redirect ({}) to {host}, which is not followed", response.status),
        None => format!("it answered with a redirect ({}), which is not followed", response.status),
    }
}

/// The plain `GET /check_health`: 200 healthy, 500 not; the body is a short sentence for people (appliance-api section 2.2).
/// A whole web page is somebody else's.
pub fn plain_health(response: &Response) -> Result<(bool, Option<String>), Trouble> {
    let healthy = match response.status {
        200 => true,
        500 => false,
        _ => return Err(status_trouble(response)),
    };
    let text = std::str::from_utf8(&response.body)
        .map_err(|error| bad_answer(format!("the answer is not UTF-8 text (byte {})", error.valid_up_to())))?;
    let lower: String = text.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    if lower.contains("<html") || lower.contains("<!doctype") {
        let detail = "the answer is a web page, not the short sentence of the health check".to_owned();
        return Err(Trouble { kind: TroubleKind::NotTheApi, detail });
    }
    Ok((healthy, Some(told(text)).filter(|sentence| !sentence.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_told_text_is_one_line_of_bounded_length() {
        assert_eq!(told(" a\nb\u{1b}[31m\u{0}"), "a b [31m");
        assert_eq!(told(&"ä".repeat(2_000)).chars().count(), LONGEST_TEXT);
    }
}
