//! One request over a wire, counted by the limiter, timed, masked and logged. Shared by an appliance and the site name.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use domain::observation::Trouble;
use domain::time::Utc;
use secrecy::{ExposeSecret, SecretString};

use crate::call::Call;
use crate::clock::Clock;
use crate::limiter::{Errand, Limiter};
use crate::redact::mask;
use crate::retry::Ending;
use crate::token::{self, Account, Token};
use crate::wire::{Limits, Pieces, PutDown, Request, Response, TransportError, Wire};

/// The content type of sign-in and of Command API v1 (appliance-api section 0).
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The status of an appliance that does not answer for now.
pub(crate) const BUSY: u16 = 503;

pub(crate) struct Path {
    pub(crate) wire: Arc<dyn Wire>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
}

/// An answer, complete, with its times.
pub(crate) struct Exchanged {
    pub(crate) response: Response,
    pub(crate) began: Utc,
    pub(crate) ended: Utc,
    pub(crate) round_trip_ms: u64,
}

/// Trouble on the way to a value, and whether a connection was accepted on that way.
#[derive(Clone, Debug)]
pub(crate) struct Stopped {
    pub(crate) trouble: Trouble,
    pub(crate) connected: bool,
    /// The answer was a 503: not now.
    pub(crate) busy: bool,
}

impl Stopped {
    /// Trouble met before anything was sent.
    pub(crate) fn unsent(trouble: Trouble) -> Self {
        Self { trouble, connected: false, busy: false }
    }
}

/// Trouble found in an answer.
impl From<Trouble> for Stopped {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, connected: true, busy: false }
    }
}

impl From<Failed> for Stopped {
    fn from(failed: Failed) -> Self {
        let connected = match &failed {
            Failed::Limited(_) => false,
            Failed::Transport(error) => error.connected,
        };
        Self { trouble: failed.trouble(), connected, busy: false }
    }
}

impl From<Stopped> for Trouble {
    fn from(stopped: Stopped) -> Self {
        stopped.trouble
    }
}

/// Why a request got no answer.
pub(crate) enum Failed {
    /// Held back by our own limiter: nothing left.
    Limited(Trouble),
    Transport(TransportError),
}

impl Failed {
    pub(crate) fn trouble(&self) -> Trouble {
        match self {
            Self::Limited(trouble) => trouble.clone(),
            Self::Transport(error) => error.trouble(),
        }
    }

    pub(crate) fn ending(&self) -> Ending {
        match self {
            Self::Limited(_) => Ending::NotSent,
            Self::Transport(error) => Ending::of_error(error),
        }
    }
}

/// One call that is signed in for: where below its path it goes, on which errand, within which limits.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) call: Call,
    /// The path with its query where it is not the call's own.
    pub(crate) at: Option<&'a str>,
    pub(crate) errand: Errand,
    pub(crate) limits: Limits,
}

/// What goes with a call: who pays for it, and what it carries.
pub(crate) struct Parcel<'a> {
    pub(crate) at: Option<&'a str>,
    pub(crate) errand: Errand,
    pub(crate) limiter: Option<&'a Limiter>,
    pub(crate) authorization: Option<SecretString>,
    /// What the answer must not repeat.
    pub(crate) secrets: Vec<&'a SecretString>,
    pub(crate) content: Option<(&'static str, Bytes)>,
    pub(crate) limits: Limits,
    /// Only to whom is reached at this IP address.
    pub(crate) same_peer: Option<SocketAddr>,
}

impl Path {
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.monotonic_ms()
    }

    /// Makes `call` exactly once.
    pub(crate) async fn send(&self, call: Call, parcel: Parcel<'_>) -> Result<Exchanged, Failed> {
        self.send_into(call, parcel, None).await
    }

    /// The same, with the body of a 200 handed on piece by piece, as it is: nothing in it is masked.
    async fn send_into(
        &self,
        call: Call,
        parcel: Parcel<'_>,
        into: Option<&mut dyn Pieces>,
    ) -> Result<Exchanged, Failed> {
        if let Some(limiter) = parcel.limiter {
            limiter.admit(&*self.clock, parcel.errand).await.map_err(Failed::Limited)?;
        }
        let mut headers = vec![("connection", "close".to_owned())];
        let wants_json = call.form().is_none() && !matches!(call, Call::PlainHealth | Call::Token);
        if wants_json {
            headers.push(("accept", "application/json".to_owned()));
        }
        let mut body = Bytes::new();
        if let Some((content_type, content)) = parcel.content {
            headers.push(("content-type", content_type.to_owned()));
            body = content;
        }
        let request = Request {
            method: call.method(),
            path: parcel.at.unwrap_or(call.path()).to_owned(),
            headers,
            authorization: parcel.authorization,
            body,
            limits: parcel.limits,
            same_peer: parcel.same_peer,
        };
        let path = request.bare_path().to_owned();
        let (began, began_ms) = (self.clock.now_utc(), self.now_ms());
        let mut streamed = 0;
        let sent = match into {
            Some(into) => self.wire.stream(request, &mut Counting { into, bytes: &mut streamed }).await,
            None => self.wire.send(request).await,
        };
        let (ended, ended_ms) = (self.clock.now_utc(), self.now_ms());
        let round_trip_ms = ended_ms.saturating_sub(began_ms);
        let verb = call.method().text();
        match sent {
            Ok(mut response) => {
                tracing::debug!(
                    verb,
                    path,
                    status = response.status,
                    bytes = response.body.len() + streamed,
                    ms = round_trip_ms,
                    "answered"
                );
                if let Some(limiter) = parcel.limiter {
                    let remaining = response.header("x-ratelimit-remaining");
                    limiter.told(ended_ms, response.status, remaining, response.header("retry-after"));
                }
                response.body = masked(response.body, &parcel.secrets);
                Ok(Exchanged { response, began, ended, round_trip_ms })
            }
            Err(error) => {
                tracing::debug!(verb, path, trouble = ?error.kind, ms = round_trip_ms, "no answer");
                Err(Failed::Transport(error))
            }
        }
    }

    /// Signs in: one token request. The answer is read here and goes nowhere else.
    pub(crate) async fn sign_in(&self, account: &Account, errand: Errand) -> Result<Token, Stopped> {
        let asked_ms = self.now_ms();
        let form = Bytes::from_static(b"grant_type=client_credentials");
        let parcel = Parcel {
            at: None,
            errand,
            limiter: Some(&account.limiter),
            authorization: Some(account.basic()),
            secrets: vec![&account.secret],
            content: Some((FORM, form)),
            limits: self.limits,
            same_peer: None,
        };
        let exchanged = self.send(Call::Token, parcel).await.map_err(|failed| {
            let mut stopped = Stopped::from(failed);
            stopped.trouble.detail = format!("signing in: {}", stopped.trouble.detail);
            stopped
        })?;
        let response = &exchanged.response;
        token::read(response, asked_ms)
            .map_err(|trouble| Stopped { busy: response.status == BUSY, ..Stopped::from(trouble) })
    }

    /// One call with a token.
    pub(crate) async fn send_signed(
        &self,
        asked: Asked<'_>,
        account: &Account,
        token: &Token,
        into: Option<&mut dyn Pieces>,
    ) -> Result<Exchanged, Failed> {
        let Asked { call, at, errand, limits } = asked;
        let parcel = Parcel {
            at,
            errand,
            limiter: Some(&account.limiter),
            authorization: Some(token.bearer()),
            secrets: vec![&token.text, &account.secret],
            content: call.form().map(|form| (FORM, Bytes::from_static(form.as_bytes()))),
            limits,
            same_peer: None,
        };
        self.send_into(call, parcel, into).await
    }
}

/// Counts what it hands on.
struct Counting<'a> {
    into: &'a mut dyn Pieces,
    bytes: &'a mut usize,
}

impl Pieces for Counting<'_> {
    fn take(&mut self, piece: &[u8]) -> Result<(), PutDown> {
        *self.bytes = self.bytes.saturating_add(piece.len());
        self.into.take(piece)
    }
}

pub(crate) fn masked(body: Bytes, secrets: &[&SecretString]) -> Bytes {
    if secrets.is_empty() {
        return body;
    }
    let mut bytes: Vec<u8> = body.into();
    for secret in secrets {
        let secret = secret.expose_secret();
        mask(&mut bytes, secret);
        // In XML a repeated secret may be written with entities.
        if let Cow::Owned(escaped) = quick_xml::escape::escape(secret) {
            mask(&mut bytes, SecretString::from(escaped).expose_secret());
        }
    }
    Bytes::from(bytes)
}
