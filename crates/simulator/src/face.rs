//! What an appliance answers: a function of the model, the instant, the door and the request.
//!
//! Everything the appliance says is decided here, so the same model answers over HTTPS and in process, under one
//! clock. Each API has a file of its own: `token` sign-in, `probe` the plain `/check_health`, `v1` and `v2` the two
//! Command APIs, `xml` what writes v1, `configuration` and `reporting` those two. An API that is not built answers 404,
//! as an appliance without it does.
//!
//! A reply says *what* happens and *how long after the request* it is seen; the model has handled the request at the
//! instant it came.

use serde_json::Value;

use crate::call::{Call, Door};
use crate::model::Model;
use crate::model::fault::{Fault, FaultKind};
use crate::model::listen::Face;
use crate::model::record::{RequestRecord, RoleCommandRecord, Rule};
use crate::switch::{Api, DuringSync, KeptConnection, RetryAfter, RoleCommandConnection, UnansweredStatus};
use crate::time;
use crate::which::Which;

mod configuration;
pub mod form;
mod message;
mod permissions;
mod probe;
mod refusal;
mod reporting;
mod strike;
mod token;
mod v1;
mod v2;
mod xml;

pub(crate) use configuration::BASE as CONFIGURATION;
pub use message::{Act, Answer, Reply, Request};

/// Answers one request that came to `door` at `now_ms`.
pub fn answer(model: &mut Model, now_ms: i64, door: Door, request: &Request) -> Reply {
    model.advance(now_ms);
    let call = Call::of(request);
    let Some(who) = model.behind(door) else {
        note(model, door, None, request, call, &Act::Refused, None);
        return Reply { after_ms: 0, act: Act::Refused, who: None, times_killed: 0 };
    };
    let times_killed = model.appliance(who).times_killed;
    let fault = model.strike(door, call);
    if !request.says_close() {
        model.note_violation(door, Rule::ConnectionClose, request.path());
    }

    let let_through = fault.as_ref().is_none_or(|fault| fault.kind.handled());
    let silence = if request.path() == probe::PATH { DuringSync::Answers } else { model.during_sync(who) };
    let handled = let_through && silence == DuringSync::Answers;
    let cut_off_before = model.cuts_users_off();
    let decided = match silence {
        _ if handled => Some(handle(model, who, door, request)),
        DuringSync::Unavailable503 if let_through => Some(refusal::message(503, "The service is not available.")),
        _ => None,
    };
    let decided = decided.map(|answer| finish(model, who, request, answer));
    let started_sync = !cut_off_before && model.cuts_users_off();
    let lost = started_sync && model.switches().role_command_connection == RoleCommandConnection::Lost;
    if is_role_command(request, call) {
        let decided = decided.as_ref().filter(|_| handled);
        note_role_command(model, door, who, request, decided, fault.as_ref());
    }

    let retry_after_s = (model.switches().retry_after == RetryAfter::Present).then_some(1);
    let act = match strike::act(decided, fault.as_ref(), retry_after_s) {
        Act::Answer(answer) if !let_through => Act::Answer(finish(model, who, request, answer)),
        Act::Closed if let_through && silence == DuringSync::Hang => Act::Hang,
        _ if lost => Act::Closed,
        act => act,
    };
    note(model, door, Some(who), request, call, &act, fault.as_ref());
    let after_ms = model.settings().api_latency_ms.saturating_add(strike::delay_ms(fault.as_ref()));
    Reply { after_ms, act, who: Some(who), times_killed }
}

/// The action of a v1 request, and whether it asks for a summary only. `None`: not v1, or it cannot be read.
pub(crate) fn v1_action(request: &Request) -> Option<(String, bool)> {
    if request.path() == v1::PATH { v1::action_of(request) } else { None }
}

/// Which API a path belongs to.
fn handle(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    let path = request.path();
    // A base URL that ends in a slash makes `//`; an appliance was seen to answer 405 to that (appliance-api section
    // 0).
    if path.contains("//") {
        return refusal::method_not_allowed("GET, POST");
    }
    let api = model.switches().api;
    match path {
        probe::PATH => probe::answer(model, who, request),
        token::PATH if model.serves(who, Face::SignIn) => token::answer(model, who, door, request),
        v1::PATH if api == Api::V2 => refusal::not_found(),
        v1::PATH if model.serves(who, Face::CommandV1) => v1::answer(model, who, door, request),
        _ if path.starts_with(v2::BASE) && api == Api::V1 => refusal::not_found(),
        _ if path.starts_with(v2::BASE) && model.serves(who, Face::CommandV2) => v2::answer(model, who, door, request),
        _ if path.starts_with(CONFIGURATION) && model.serves(who, Face::Configuration) => {
            configuration::answer(model, who, door, request)
        }
        reporting::PATH if model.serves(who, Face::Reporting) => reporting::answer(model, who, door, request),
        token::PATH | v1::PATH | reporting::PATH => unanswered(model),
        _ if path.starts_with(CONFIGURATION) => unanswered(model),
        _ if path.starts_with(v2::BASE) => unanswered(model),
        _ => refusal::not_found(),
    }
}

/// What a backup says of an API it does not answer.
fn unanswered(model: &Model) -> Answer {
    let status = match model.switches().unanswered_status {
        UnansweredStatus::NotFound404 => 404,
        UnansweredStatus::Forbidden403 => 403,
        UnansweredStatus::Unavailable503 => 503,
    };
    refusal::message(status, "A backup does not answer this.")
}

/// Whether a request is a role command, whatever becomes of it.
fn is_role_command(request: &Request, call: Call) -> bool {
    call == Call::FailoverRole && (request.method == "POST" || request.path() == v1::PATH)
}

/// The headers of every answer, and an empty body for `HEAD`.
fn finish(model: &Model, who: Which, request: &Request, mut answer: Answer) -> Answer {
    let own_clock_ms = model.appliance(who).clock_ms(model.now_ms());
    answer.headers.push(("Date".to_owned(), time::http_date(own_clock_ms)));
    let kept = model.switches().kept_connection == KeptConnection::Served && !request.says_close();
    answer.headers.push(("Connection".to_owned(), if kept { "keep-alive" } else { "close" }.to_owned()));
    if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/xml")) {
        // As v1 was seen on the wire (appliance-api section 2).
        answer.headers.push(("Transfer-Encoding".to_owned(), "chunked".to_owned()));
    } else if answer.status != 204 {
        // An answer without content has no length either (RFC 9110 section 8.6).
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
    let message = decided.and_then(|answer| match serde_json::from_slice::<Value>(&answer.body) {
        Ok(body) => body.get("message").and_then(Value::as_str).map(str::to_owned),
        Err(_) => xml::text_of(&answer.body),
    });
    let parameters = match request.path() {
        v1::PATH => v1::recorded(request),
        _ => serde_json::from_slice(&request.body).unwrap_or(Value::Null),
    };
    let at_ms = model.now_ms();
    model.record.role_commands.push(RoleCommandRecord {
        at_ms,
        door,
        appliance,
        parameters,
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
