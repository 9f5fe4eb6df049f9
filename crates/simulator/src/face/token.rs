//! `POST /oauth2/token`: client credentials by Basic, form or JSON (appliance-api section 1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::message::{Answer, Request};
use super::{form, refusal};
use crate::call::Door;
use crate::model::Model;
use crate::model::rate::OverRate;
use crate::model::record::Rule;
use crate::switch::{OverRateStatus, RetryAfter};
use crate::which::Which;

pub(super) const PATH: &str = "/oauth2/token";

pub(super) fn answer(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    if request.method != "POST" {
        return refusal::method_not_allowed("POST");
    }
    let fields = fields(request);
    let field = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    let Some((client_id, client_secret)) = basic(request).or_else(|| field("client_id").zip(field("client_secret")))
    else {
        return refusal::invalid_client();
    };
    if client_id == model.credential().0
        && let Err(too_many) = spend(model, who, door, request.path())
    {
        return too_many;
    }
    if !model.knows_account(who) {
        return refusal::invalid_client();
    }
    if field("grant_type").as_deref() != Some("client_credentials") {
        let message = "The grant type is not supported.";
        return Answer::json(400, &json!({"error": "unsupported_grant_type", "message": message}));
    }
    match model.sign_in(model.now_ms(), who, &client_id, &client_secret) {
        Some(given) => Answer::json(
            200,
            &json!({"access_token": given.token, "token_type": "Bearer", "expires_in": given.expires_in_s}),
        )
        .with("Cache-Control", "no-store"),
        None => refusal::invalid_client(),
    }
}

/// Lets a request with a valid token in, within the rate; every answer to it tells the rate.
pub(super) fn signed_in(
    model: &mut Model,
    who: Which,
    door: Door,
    request: &Request,
    then: impl FnOnce(&mut Model) -> Answer,
) -> Answer {
    if !bearer(request).is_some_and(|token| model.knows_account(who) && model.token_holds(who, token)) {
        return refusal::access_denied();
    }
    let answer = match spend(model, who, door, request.path()) {
        Ok(()) => then(model),
        Err(too_many) => too_many,
    };
    let (limit, remaining) = (model.settings().rate_per_hour, model.rate_remaining(who));
    answer.with("X-RateLimit-Limit", limit.to_string()).with("X-RateLimit-Remaining", remaining.to_string())
}

fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Counts one request of the account; 429, and a violation, if it is one too many.
fn spend(model: &mut Model, who: Which, door: Door, path: &str) -> Result<(), Answer> {
    model.spend(who).map_err(|over| {
        let rule = match over {
            OverRate::Second => Rule::RatePerSecond,
            OverRate::Hour => Rule::RatePerHour,
        };
        model.note_violation(door, rule, path);
        let says = model.switches().retry_after == RetryAfter::Present;
        let status = match model.switches().over_rate_status {
            OverRateStatus::TooMany429 => 429,
            OverRateStatus::Unavailable503 => 503,
        };
        refusal::too_many(status, says.then(|| model.retry_after_s(who, over)))
    })
}

fn basic(request: &Request) -> Option<(String, String)> {
    let value = request.header("authorization")?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (client_id, client_secret) = text.split_once(':')?;
    Some((client_id.to_owned(), client_secret.to_owned()))
}

fn fields(request: &Request) -> Vec<(String, String)> {
    if request.content_type().as_deref() == Some("application/json") {
        let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else { return Vec::new() };
        return body.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
    }
    std::str::from_utf8(&request.body).map(form::pairs).unwrap_or_default()
}
