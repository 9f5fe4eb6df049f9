//! Requests and replies as values.

use serde_json::Value;

use crate::model::Model;
use crate::which::Which;

/// One HTTP request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// In capitals.
    pub method: String,
    /// Path and query, as on the request line.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Headers and body may hold a credential.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("method", &self.method).field("path", &self.path()).finish_non_exhaustive()
    }
}

impl Request {
    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query, still encoded.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Whether it asks for the connection to be closed after its answer.
    #[must_use]
    pub fn says_close(&self) -> bool {
        let is_close = |option: &str| option.trim().eq_ignore_ascii_case("close");
        self.header("connection").is_some_and(|value| value.split(',').any(is_close))
    }

    /// The media type of the body, without its parameters, in small letters.
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }
}

/// One HTTP answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// The body may hold a token.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

impl Answer {
    /// A JSON answer.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::of(status, "application/json", body.to_string().into_bytes())
    }

    /// An answer with a body of this type.
    #[must_use]
    pub fn of(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("Content-Type".to_owned(), content_type.to_owned())], body }
    }

    /// With one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What the client sees on its connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A whole answer, then the connection is closed.
    Answer(Answer),
    /// The head as of a whole answer, half of the body, then the connection is closed. `answer.body` is what is sent;
    /// the head promises more.
    HalfAnswer { answer: Answer },
    /// The connection is closed in order without a byte of answer.
    Closed,
    /// The connection is reset without a byte of answer.
    Reset,
    /// Nothing ever comes; the connection stays open.
    Hang,
    /// There is no connection: nobody listens.
    Refused,
}

/// An act and when it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// After the request came, milliseconds of the simulation's time.
    pub after_ms: u64,
    pub act: Act,
    /// Who acts; `None`: nobody took the connection.
    pub who: Option<Which>,
    /// How often that appliance had been switched off when the request came.
    pub times_killed: u32,
}

impl Reply {
    /// What the client sees in the end: ask `after_ms` after the request, with the model brought to that instant. An
    /// appliance that was switched off meanwhile sends nothing more.
    #[must_use]
    pub fn seen(self, model: &Model) -> Act {
        match self.who {
            Some(who) if !model.still_there(who, self.times_killed) => Act::Closed,
            _ => self.act,
        }
    }
}
