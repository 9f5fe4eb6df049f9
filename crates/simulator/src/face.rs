//! What an appliance answers: a function of the model, the instant, the door and the request.
//!
//! Everything the appliance says is decided here, so the same model answers over HTTPS and in process, under one
//! clock. Each API has a file of its own: `token` sign-in, `probe` the plain `/check_health`, `v2` Command API
//! v2. An API that is not built answers 404, as an appliance without it does.
//!
//! A reply says *what* happens and *how long after the request* it is seen; the model has handled the request at the
//! instant it came.

use serde_json::Value;

use crate::call::{Call, Door};
use crate::model::Model;
use crate::model::fault::{Fault, FaultKind};
use crate::model::record::{RequestRecord, RoleCommandRecord, Rule};
use crate::time;
use crate::which::Which;

pub mod form;
mod message;
mod probe;
mod refusal;
mod strike;
mod token;
mod v2;

pub use message::{Act, Answer, Reply, Request};

/// Answers one request that came to `door` at `now_ms`.
pub fn answer(model: &mut Model, now_ms: i64, door: Door, request: &Request) -> Reply {
    model.advance(now_ms);
    let who = match door {
        Door::Appliance(which) => Some(which).filter(|which| model.appliance(*which).alive),
        Door::Site => model.site_answered_by(),
    };
    let call = Call::at(request.path());
    let fault = who.and_then(|_| model.strike(door, call));
    let Some(who) = who else {
        note(model, door, None, request, call, &Act::Refused, None);
        return Reply { after_ms: 0, act: Act::Refused };
    };

    let says_close = |value: &str| value.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"));
    if !request.header("connection").is_some_and(says_close) {
        model.note_violation(door, Rule::ConnectionClose, request.path());
    }
    let handled = fault.as_ref().is_none_or(|fault| fault.kind.handled());
    let decided = handled.then(|| {
        let answer = handle(model, who, door, request);
        finish(model, who, request, answer)
    });
    if call == Call::FailoverRole && request.method == "POST" {
        note_role_command(model, door, who, request, decided.as_ref(), fault.as_ref());
    }

    let act = strike::act(decided, fault.as_ref());
    let act = match act {
        Act::Answer(answer) if !handled => Act::Answer(finish(model, who, request, answer)),
        act => act,
    };
    note(model, door, Some(who), request, call, &act, fault.as_ref());
    Reply { after_ms: model.settings().api_latency_ms.saturating_add(strike::delay_ms(fault.as_ref())), act }
}

/// Which API a path belongs to.
fn handle(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    let path = request.path();
    // A base URL that ends in a slash makes `//`; an appliance was seen to answer 405 to that (appliance-api section
    // 0).
    if path.contains("//") {
        return refusal::method_not_allowed("GET, POST");
    }
    match path {
        token::PATH => token::answer(model, who, door, request),
        probe::PATH => probe::answer(model, who, request),
        _ if path.starts_with(v2::BASE) => v2::answer(model, who, door, request),
        _ => refusal::not_found(),
    }
}

/// The headers of every answer, and an empty body for `HEAD`.
fn finish(model: &Model, who: Which, request: &Request, mut answer: Answer) -> Answer {
    let own_clock_ms = model.appliance(who).clock_ms(model.now_ms());
    answer.headers.push(("Date".to_owned(), time::http_date(own_clock_ms)));
    answer.headers.push(("Connection".to_owned(), "close".to_owned()));
    // An answer without content has no length either (RFC 9110 section 8.6).
    if answer.status != 204 {
        answer.headers.push(("Content-Length".to_owned(), answer.body.len().to_string()));
    }
    if request.method == "HEAD" {
        answer.body.clear();
    }
    answer
}

fn note_role_command(
    model: &mut Model,
    door: Door,
    appliance: Which,
    request: &Request,
    decided: Option<&Answer>,
    fault: Option<&Fault>,
) {
    let message = decided
        .and_then(|answer| serde_json::from_slice::<Value>(&answer.body).ok())
        .and_then(|body| body.get("message").and_then(Value::as_str).map(str::to_owned));
    let at_ms = model.now_ms();
    model.record.role_commands.push(RoleCommandRecord {
        at_ms,
        door,
        appliance,
        parameters: serde_json::from_slice(&request.body).unwrap_or(Value::Null),
        handled: decided.is_some(),
        status: decided.map(|answer| answer.status),
        message,
        fault: fault.map(|fault| fault.kind),
    });
}

fn note(
    model: &mut Model,
    door: Door,
    answered_by: Option<Which>,
    request: &Request,
    call: Call,
    act: &Act,
    fault: Option<&Fault>,
) {
    let status = match act {
        Act::Answer(answer) => Some(answer.status),
        Act::HalfAnswer { .. } | Act::Closed | Act::Reset | Act::Hang | Act::Refused => None,
    };
    let fault: Option<FaultKind> = fault.map(|fault| fault.kind);
    let at_ms = model.now_ms();
    let (method, path) = (request.method.clone(), request.path().to_owned());
    model.record.requests.push(RequestRecord { at_ms, door, answered_by, method, path, call, status, fault });
}
