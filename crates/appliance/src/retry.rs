//! What may be sent a second time: one pure function, and nothing else in this crate decides it.

use domain::observation::TroubleKind;

use crate::call::Call;
use crate::wire::{Sent, TransportError};

/// How one attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// A 2xx answer that could be read.
    Answered,
    /// 401 to a token that was held from before this call.
    HeldTokenRefused,
    /// 401 to a token that was fetched for this call, or to the secret itself.
    Rejected,
    /// Any other status that is an answer: 400, 403, 404, 405, 409, 422 …
    Refused,
    /// 429
    RateLimited,
    /// 5xx
    ServerError,
    /// An answer this program cannot read, or one that is not the API's.
    Unreadable,
    /// Nothing was sent: the host is unknown, the port refused, TLS failed.
    NotSent,
    /// The connection broke off after the request had left and before any byte of an answer.
    BrokenBeforeAnswer,
    /// The connection broke off inside the answer.
    BrokenInAnswer,
    /// The request may have left; no answer came within the limit.
    TimedOut,
}

impl Ending {
    pub const ALL: [Self; 11] = [
        Self::Answered,
        Self::HeldTokenRefused,
        Self::Rejected,
        Self::Refused,
        Self::RateLimited,
        Self::ServerError,
        Self::Unreadable,
        Self::NotSent,
        Self::BrokenBeforeAnswer,
        Self::BrokenInAnswer,
        Self::TimedOut,
    ];

    /// How an attempt ended by the status of its answer. `fresh`: its token was fetched for this call.
    #[must_use]
    pub fn of_status(status: u16, fresh: bool) -> Self {
        match status {
            200..=299 => Self::Answered,
            401 if fresh => Self::Rejected,
            401 => Self::HeldTokenRefused,
            429 => Self::RateLimited,
            400..=499 => Self::Refused,
            500..=599 => Self::ServerError,
            _ => Self::Unreadable,
        }
    }

    /// How an attempt without an answer ended.
    #[must_use]
    pub fn of_error(error: &TransportError) -> Self {
        match (error.sent, error.kind) {
            (Sent::No, _) => Self::NotSent,
            (Sent::Perhaps, TroubleKind::TimedOut) => Self::TimedOut,
            (Sent::Perhaps, TroubleKind::BrokenOff) if !error.begun => Self::BrokenBeforeAnswer,
            (Sent::Perhaps, TroubleKind::BrokenOff) => Self::BrokenInAnswer,
            (Sent::Perhaps, _) => Self::Unreadable,
        }
    }
}

/// May the call be made once more?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    No,
    /// Once, with a token fetched anew.
    AfterFreshToken,
    /// Once, as it was.
    Again,
}

/// What this call has been given already. Each is given at most once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub fresh_token: bool,
    pub second_try: bool,
}

/// May `call` be made once more after an attempt that ended so?
///
/// A role command never: after a lost answer its outcome is unknown (rule R2). A token request never: accounts lock out
/// after rejected secrets, and a token whose answer was lost counts among the thirty. A read once after a fresh token,
/// and once where the connection broke off before any byte of the answer.
#[must_use]
pub fn may_retry(call: Call, ending: Ending, given: Given) -> Retry {
    if !call.is_read() {
        return Retry::No;
    }
    match ending {
        Ending::HeldTokenRefused if call != Call::PlainHealth && !given.fresh_token => Retry::AfterFreshToken,
        Ending::BrokenBeforeAnswer if !given.second_try => Retry::Again,
        _ => Retry::No,
    }
}
