//! What a fault makes of an answer.

use super::message::{Act, Answer};
use super::refusal;
use crate::model::fault::{Fault, FaultKind};

/// How much later than usual the answer comes, milliseconds.
pub(super) fn delay_ms(fault: Option<&Fault>) -> u64 {
    match fault {
        Some(Fault { kind: FaultKind::Delay, after_ms, .. }) => after_ms.unwrap_or(5_000),
        Some(fault) => fault.after_ms.unwrap_or(0),
        None => 0,
    }
}

/// The act: the answer decided on, or what the fault makes of it. `decided` is `None` where the fault kept the request
/// from being handled.
pub(super) fn act(decided: Option<Answer>, fault: Option<&Fault>, retry_after_s: Option<i64>) -> Act {
    let kind = fault.map(|fault| fault.kind);
    match (decided, kind) {
        (Some(answer), None | Some(FaultKind::Delay)) => Act::Answer(answer),
        (Some(answer), Some(FaultKind::HalfBody)) => half(answer),
        (Some(answer), Some(FaultKind::WrongType)) => {
            Act::Answer(replaced(answer, "text/html; charset=UTF-8", LOGIN_PAGE))
        }
        (Some(answer), Some(FaultKind::Garbage)) => {
            let content_type = answer.header("content-type").unwrap_or("application/json").to_owned();
            Act::Answer(replaced(answer, &content_type, GARBAGE))
        }
        (_, Some(FaultKind::Reset)) => Act::Reset,
        (_, Some(FaultKind::Hang)) => Act::Hang,
        (_, Some(FaultKind::Error500)) => Act::Answer(refusal::message(500, "An unexpected error occurred.")),
        (_, Some(FaultKind::TooMany429)) => Act::Answer(refusal::too_many(429, retry_after_s)),
        (_, Some(FaultKind::Denied401Once)) => Act::Answer(refusal::access_denied()),
        (_, Some(FaultKind::DropBefore | FaultKind::DropAfter)) | (None, _) => Act::Closed,
    }
}

const LOGIN_PAGE: &[u8] =
    b"<!DOCTYPE html><html><head><title>Login</title></head><body><form>Username</form></body></html>";
const GARBAGE: &[u8] = b"{\"\xff\xfe\x00\x80 [";

fn half(mut answer: Answer) -> Act {
    answer.body.truncate(answer.body.len() / 2);
    Act::HalfAnswer { answer }
}

/// Another body under the same head, as a gateway in front would put it: status 200.
fn replaced(mut answer: Answer, content_type: &str, body: &[u8]) -> Answer {
    answer.status = 200;
    for (name, value) in &mut answer.headers {
        if name == "Content-Type" {
            content_type.clone_into(value);
        } else if name == "Content-Length" {
            *value = body.len().to_string();
        }
    }
    answer.body = body.to_vec();
    answer
}
