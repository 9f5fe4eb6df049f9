//! The role command: one request, ever.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use domain::ids::Guid;
use domain::observation::{Trouble, TroubleKind};
use domain::role::AssignedRole;
use domain::time::Utc;
use serde_json::json;

use super::looking::no_guid;
use super::{Appliance, Dialect};
use crate::call::Call;
use crate::codec::{bad_answer, refusal, status_trouble, v1, v2};
use crate::limiter::{Errand, Quiet};
use crate::path::{Exchanged, FORM, Failed, Parcel};
use crate::redact::{self, Evidence};
use crate::token::Token;
use crate::wire::{Response, Sent};

/// The oldest token a role command is sent with, in milliseconds, so that a 401 is not an expired token.
pub const TOKEN_AGE_LIMIT_MS: u64 = 60_000;
/// The oldest token the check before the command accepts, in milliseconds: it leaves time for the intent to be written.
const CHECKED_TOKEN_AGE_MS: u64 = 30_000;

/// What a role command asks of the appliance that receives it (appliance-api sections 2.3 and 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoleCommand {
    pub role: AssignedRole,
    pub data_sync_first: bool,
    /// A field of the API: become backup even if the other cannot be reached.
    pub force: bool,
}

/// Why no role command can be sent on this path now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    #[error("{}", .0.detail)]
    Trouble(Trouble),
    /// Another appliance answered than the one this pair remembers here. A Stop.
    #[error("the appliance {answered} answered where {expected} is remembered")]
    OtherAppliance { expected: Guid, answered: Guid },
}

/// Proof that the appliance meant answered on this path a moment ago, with the token the command will carry. Used up by
/// the one command it allows.
pub struct ReadyToCommand {
    appliance: Appliance,
    token: Arc<Token>,
    /// The version of the Command API the check was answered by; the command goes by the same.
    dialect: Dialect,
    /// Who answered the check: the command goes there and nowhere else. None behind a proxy ([`Response::peer`]).
    peer: Option<SocketAddr>,
    /// When the answer was complete.
    pub at: Utc,
    /// From before the check to the answer nothing is collected.
    _quiet: Option<Quiet>,
}

impl fmt::Debug for ReadyToCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadyToCommand").field("at", &self.at).finish_non_exhaustive()
    }
}

/// What an appliance said to a role command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleAnswer {
    /// It began. Never: it is done.
    Started { status: u16, message: String },
    /// The appliance itself said no.
    Refused { status: u16, message: String },
    /// It may have begun: no answer, or none that can be read.
    Unknown { trouble: Trouble },
    /// Surely nothing reached the appliance.
    NotSent { trouble: Trouble },
}

/// The answer with its time and evidence.
#[derive(Clone, Debug)]
pub struct RoleAnswered {
    /// When the answer, or the trouble, was complete.
    pub at: Utc,
    pub answer: RoleAnswer,
    pub evidence: Option<Evidence>,
    pub round_trip_ms: Option<u64>,
}

impl Appliance {
    /// The check just before a role command: a token not older than a minute, and the GUID `expected` answered on this
    /// very path.
    pub async fn ready_to_command(&self, expected: &Guid) -> Result<ReadyToCommand, NotReady> {
        let quiet = self.account().map(|account| account.limiter.quiet());
        let health = self
            .health(CHECKED_TOKEN_AGE_MS, Errand::Command)
            .await
            .map_err(|stopped| NotReady::Trouble(stopped.trouble))?;
        match health.reading.guid {
            Some(answered) if answered == *expected => Ok(ReadyToCommand {
                appliance: self.clone(),
                token: health.signed.token,
                dialect: health.dialect,
                peer: health.signed.exchanged.response.peer,
                at: health.signed.exchanged.ended,
                _quiet: quiet,
            }),
            Some(answered) => Err(NotReady::OtherAppliance { expected: expected.clone(), answered }),
            None => Err(NotReady::Trouble(no_guid())),
        }
    }
}

impl ReadyToCommand {
    /// Sends the role command: exactly one request, never a second, whatever comes of it. `limit_ms` is the time for the
    /// whole call (`timeout.command`).
    pub async fn set_role(self, command: RoleCommand, limit_ms: u64) -> RoleAnswered {
        let path = self.appliance.path();
        let Some(account) = self.appliance.account().filter(|_| self.still_holds()) else {
            return self.unsent(stale());
        };
        let (call, content) = content(self.dialect, command);
        // The turn is waited for here, so that the token's age is judged at the moment of sending.
        if let Err(trouble) = account.limiter.admit(&*path.clock, Errand::Command).await {
            return self.unsent(trouble);
        }
        if !self.still_holds() {
            return self.unsent(stale());
        }
        let parcel = Parcel {
            at: None,
            errand: Errand::Command,
            limiter: None,
            authorization: Some(self.token.bearer()),
            secrets: vec![&self.token.text, &account.secret],
            content: Some(content),
            limits: path.limits.patient(limit_ms),
            same_peer: self.peer,
        };
        match path.send(call, parcel).await {
            Ok(exchanged) => {
                let response = &exchanged.response;
                let remaining = response.header("x-ratelimit-remaining");
                account.limiter.told(path.now_ms(), response.status, remaining, response.header("retry-after"));
                self.appliance.remember_certificate(&exchanged);
                if response.status == 401 {
                    self.appliance.discard(&self.token);
                }
                self.answered(call, &exchanged)
            }
            Err(Failed::Transport(error)) if error.sent == Sent::Perhaps => {
                self.ended(RoleAnswer::Unknown { trouble: error.trouble() })
            }
            Err(failed) => self.unsent(failed.trouble()),
        }
    }

    /// Is the token of the check still the one held, and young enough? By both clocks: the monotonic one may stand still
    /// while the computer sleeps, and a command must not leave hours after its intent.
    fn still_holds(&self) -> bool {
        let path = self.appliance.path();
        let (now_ms, by_the_wall_ms) = (path.now_ms(), path.clock.now_utc().since_ms(self.at).unsigned_abs());
        self.token.age_ms(now_ms) <= TOKEN_AGE_LIMIT_MS
            && by_the_wall_ms <= TOKEN_AGE_LIMIT_MS
            && self.appliance.held_token().is_some_and(|held| Arc::ptr_eq(&held, &self.token))
    }

    fn answered(&self, call: Call, exchanged: &Exchanged) -> RoleAnswered {
        let response = &exchanged.response;
        RoleAnswered {
            at: exchanged.ended,
            answer: role_answer(self.dialect, response),
            evidence: redact::evidence(call, response.status, &response.body),
            round_trip_ms: Some(exchanged.round_trip_ms),
        }
    }

    fn unsent(&self, trouble: Trouble) -> RoleAnswered {
        self.ended(RoleAnswer::NotSent { trouble })
    }

    fn ended(&self, answer: RoleAnswer) -> RoleAnswered {
        RoleAnswered { at: self.appliance.path().clock.now_utc(), answer, evidence: None, round_trip_ms: None }
    }
}

fn stale() -> Trouble {
    let detail = "the token of the check before the command is no longer good; nothing was sent".to_owned();
    Trouble { kind: TroubleKind::NoCredential, detail }
}

/// The one call, and what it carries. Everything is said, the defaults too: of v1 one is not documented.
fn content(dialect: Dialect, command: RoleCommand) -> (Call, (&'static str, Bytes)) {
    let RoleCommand { role, data_sync_first, force } = command;
    match dialect {
        Dialect::V1 => {
            let action = Call::SetRoleV1.form().unwrap_or_default();
            let (sync, force) = (u8::from(data_sync_first), u8::from(force));
            let form = format!("{action}&role={}&data_sync_first={sync}&force={force}", role.text());
            (Call::SetRoleV1, (FORM, Bytes::from(form)))
        }
        Dialect::V2 => {
            let body = json!({ "role": role.text(), "data_sync_first": data_sync_first, "force": force });
            (Call::SetRole, ("application/json", Bytes::from(body.to_string())))
        }
    }
}

/// Reads the answer to a role command.
///
/// A no is the API's own: the statuses it documents for one, whatever their body; an `<error>` of v1 with any status that
/// is an answer (usually 200: appliance-api section 2); and a 5xx with the documented words, by which the API says that the
/// command failed for an unexpected reason (appliance-api section 3). A 5xx without them may come from anything on the way
/// while the command runs on, so it settles nothing; nor do 502 and 504, which by their meaning are not the word of the one
/// that acts (RFC 9110 sections 15.6.3 and 15.6.5), a 2xx that cannot be read, or a redirect.
fn role_answer(dialect: Dialect, response: &Response) -> RoleAnswer {
    let status = response.status;
    let no = || status_trouble(response).detail;
    // A status that says no around words that say yes: one of them is wrong.
    let contradicts = || matches!(v1::role_words(&response.body), Ok(v1::RoleWords::Success(_)));
    match status {
        400..=599 if dialect == Dialect::V1 && contradicts() => {
            let detail = format!("the answer says success with status {status}, which contradicts it");
            RoleAnswer::Unknown { trouble: bad_answer(detail) }
        }
        200..=299 => yes_or_no(dialect, response),
        400 | 401 | 403 | 404 | 405 | 409 | 422 | 429 => {
            RoleAnswer::Refused { status, message: refusal(&response.body).unwrap_or_else(no) }
        }
        502 | 504 => RoleAnswer::Unknown { trouble: status_trouble(response) },
        400..=599 => match refusal(&response.body) {
            Some(message) => RoleAnswer::Refused { status, message },
            None => RoleAnswer::Unknown { trouble: status_trouble(response) },
        },
        _ => RoleAnswer::Unknown { trouble: status_trouble(response) },
    }
}

fn yes_or_no(dialect: Dialect, response: &Response) -> RoleAnswer {
    let (status, body) = (response.status, &response.body);
    let read = match dialect {
        Dialect::V2 if status == 204 && body.is_empty() => Ok(v1::RoleWords::Success(String::new())),
        Dialect::V2 => v2::started(body).map(v1::RoleWords::Success),
        Dialect::V1 => v1::role_words(body),
    };
    match read {
        Ok(v1::RoleWords::Success(message)) => RoleAnswer::Started { status, message },
        Ok(v1::RoleWords::Error(message)) => RoleAnswer::Refused { status, message },
        Err(trouble) => RoleAnswer::Unknown { trouble },
    }
}
