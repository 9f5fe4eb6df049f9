//! The plain probe: 200 healthy, 500 not, a short sentence, no role and no sign-in (appliance-api section 2.2).

use super::message::{Answer, Request};
use super::refusal;
use crate::model::Model;
use crate::which::Which;

pub(super) const PATH: &str = "/check_health";

pub(super) fn answer(model: &Model, who: Which, request: &Request) -> Answer {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return refusal::method_not_allowed("GET, HEAD");
    }
    match model.reading(who).problem {
        None => Answer::of(200, "text/plain; charset=UTF-8", b"The appliance is healthy.\n".to_vec()),
        Some(problem) => Answer::of(500, "text/plain; charset=UTF-8", format!("{problem}\n").into_bytes()),
    }
}
