//! Error answers of the JSON APIs: shapes and codes of appliance-api section 0. The texts are ours; a real appliance's
//! are UNKNOWN.

use serde_json::json;

use super::message::Answer;

pub(super) fn access_denied() -> Answer {
    let message = "The token is not valid or no longer valid.";
    Answer::json(401, &json!({"error": "access_denied", "message": message}))
}

pub(super) fn invalid_client() -> Answer {
    Answer::json(401, &json!({"error": "invalid_client", "message": "Client authentication failed."}))
}

pub(super) fn message(status: u16, text: &str) -> Answer {
    Answer::json(status, &json!({"message": text}))
}

pub(super) fn forbidden() -> Answer {
    message(403, "The API account may not do this.")
}

pub(super) fn not_found() -> Answer {
    message(404, "There is nothing here.")
}

pub(super) fn method_not_allowed(allow: &str) -> Answer {
    message(405, "This method is not allowed here.").with("Allow", allow)
}

pub(super) fn unknown_parameter(name: &str) -> Answer {
    message(400, &format!("Unknown parameter: {name}."))
}

/// The same in the Configuration API, which has another status for it (appliance-api section 0).
pub(super) fn unknown_401(name: &str) -> Answer {
    message(401, &format!("Unknown parameter or field: {name}."))
}

pub(super) fn unknown_field(name: &str) -> Answer {
    message(400, &format!("Unknown field: {name}."))
}

/// Over the rate; with the seconds after which to come back, where the appliance says them.
pub(super) fn too_many(status: u16, retry_after_s: Option<i64>) -> Answer {
    let answer = message(status, "Too many requests.");
    match retry_after_s {
        Some(seconds) => answer.with("Retry-After", seconds.to_string()),
        None => answer,
    }
}

/// 422: a field whose value is not valid.
pub(super) fn invalid(field: &str, text: &str) -> Answer {
    Answer::json(422, &json!({"message": "The given data was invalid.", "errors": {field: [text]}}))
}
