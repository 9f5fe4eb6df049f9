//! The one seam: one HTTP request in, one response or one typed transport error out.
//!
//! Everything above it (codecs, tokens, limiter, retry) is always the real code; below it stands TLS over TCP
//! ([`crate::HttpsWire`]) or, in a test, a simulated appliance in the same process.

use std::error::Error;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use domain::observation::{Trouble, TroubleKind};
use futures::future::BoxFuture;
use secrecy::SecretString;

use crate::trust::PresentedCertificate;

/// The methods the API is called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

impl Method {
    /// The method as HTTP writes it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// How long and how much one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Look-up, TCP connection, proxy tunnel and TLS handshake together.
    pub connect_ms: u64,
    /// The longest time without a byte once the connection stands.
    pub silence_ms: u64,
    /// The whole call, from the look-up to the answer's last byte.
    pub call_ms: u64,
    /// The answer's status line and header fields.
    pub head_bytes: usize,
    /// The answer's body. Of one that goes to [`Pieces`] the good one alone: any other is bounded as an answer of the
    /// Command API is.
    pub body_bytes: usize,
}

impl Limits {
    /// Limits for an answer of the Command API: seconds, and a few megabytes at most.
    pub const COMMAND_API: Self =
        Self { connect_ms: 5_000, silence_ms: 10_000, call_ms: 20_000, head_bytes: 64 * 1024, body_bytes: 8 << 20 };

    /// Limits for a call that may stay silent up to its whole time limit, such as a role command: the answer comes when
    /// the roles have changed.
    #[must_use]
    pub fn patient(self, call_ms: u64) -> Self {
        Self { silence_ms: call_ms, call_ms, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::COMMAND_API
    }
}

/// One HTTP request. Its `Debug` shows no header value, no query and no body.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    /// The path with its query, beginning with `/`.
    pub path: String,
    /// Header fields, names in lower case, without `host`, `content-length` and `authorization`.
    pub headers: Vec<(&'static str, String)>,
    /// The value of the `authorization` header field.
    pub authorization: Option<SecretString>,
    pub body: Bytes,
    pub limits: Limits,
    /// Only to this IP address, as a [`Response::peer`] told it: a name may lead to several boxes that hold the same
    /// certificate, and a role command goes to the one whose GUID was read.
    pub same_peer: Option<SocketAddr>,
}

impl Request {
    /// The path without its query: all of it that a log may hold.
    #[must_use]
    pub fn bare_path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.bare_path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One HTTP response, complete. Its `Debug` shows no header value and no body.
#[derive(Clone)]
pub struct Response {
    pub status: u16,
    /// Header fields, names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    /// The certificate the peer showed, where the transport is TLS.
    pub certificate: Option<Arc<PresentedCertificate>>,
    /// Whom the connection reached. None behind a proxy: the tunnel's far end is not told, and where a name leads to
    /// several boxes, each request through it may reach another. An address that is an IP keeps it to one.
    pub peer: Option<SocketAddr>,
}

impl Response {
    /// The first value of a header field; `name` in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Could the request have reached the appliance?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Surely not: no byte of it was handed to a connection.
    No,
    /// It may have, wholly or in part, and may have been acted on.
    Perhaps,
}

/// A request that got no whole answer.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{detail}")]
pub struct TransportError {
    pub kind: TroubleKind,
    /// The cause in words: which host, what happened.
    pub detail: String,
    pub sent: Sent,
    /// Was a connection accepted at the appliance's address? Something there is alive then, even if it stays silent.
    pub connected: bool,
    /// Had a first byte of the answer come?
    pub begun: bool,
    #[source]
    pub source: Option<Arc<dyn Error + Send + Sync>>,
}

impl TransportError {
    /// Trouble met before a connection stood.
    #[must_use]
    pub fn unsent(kind: TroubleKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), sent: Sent::No, connected: false, begun: false, source: None }
    }

    /// Trouble met after the request had, or may have, left.
    #[must_use]
    pub fn sent(kind: TroubleKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), sent: Sent::Perhaps, connected: true, begun: false, source: None }
    }

    /// An answer that its taker put down.
    #[must_use]
    pub fn put_down() -> Self {
        Self::sent(TroubleKind::BrokenOff, "the answer was put down before its end").after_first_byte()
    }

    /// The same with the error it came from.
    #[must_use]
    pub fn with_source(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// The same, told that part of an answer had come.
    #[must_use]
    pub fn after_first_byte(mut self) -> Self {
        self.sent = Sent::Perhaps;
        self.connected = true;
        self.begun = true;
        self
    }

    /// What the record keeps of it.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        Trouble { kind: self.kind, detail: self.detail.clone() }
    }
}

/// A path to one appliance, or to whoever answers at the site name.
pub trait Wire: Send + Sync {
    /// Sends `request` once. It is never sent twice, never sent elsewhere, and no redirect is followed. A dropped future
    /// closes the connection; what the appliance does with a request that had left is then unknown.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;

    /// The same, with the body of a 200 handed to `into` piece by piece as it comes, and [`Response::body`] empty. The body
    /// of any other status is collected as ever. After an error, what was handed over is part of an answer.
    ///
    /// A wire that has whole answers anyway hands over one piece.
    fn stream<'a>(
        &'a self,
        request: Request,
        into: &'a mut dyn Pieces,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let most = request.limits.body_bytes;
            let mut response = self.send(request).await?;
            if response.status != 200 {
                return Ok(response);
            }
            if response.body.len() > most {
                let detail = format!("the answer is longer than {most} bytes");
                return Err(TransportError::sent(TroubleKind::TooLarge, detail).after_first_byte());
            }
            let body = std::mem::take(&mut response.body);
            if into.take(&body).is_err() { Err(TransportError::put_down()) } else { Ok(response) }
        })
    }
}

/// Takes the body of an answer, piece by piece.
pub trait Pieces: Send {
    /// The next piece.
    ///
    /// # Errors
    /// No more is wanted: the call is given up. Why, its giver remembers.
    fn take(&mut self, piece: &[u8]) -> Result<(), PutDown>;
}

/// Whoever took the answer's pieces wants no more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no more of the answer is wanted")]
pub struct PutDown;
