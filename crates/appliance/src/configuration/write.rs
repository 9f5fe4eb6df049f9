//! A write: sent once, with an outcome that says what is known of it.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use domain::observation::{Product, Trouble};
use domain::time::Utc;
use serde_json::Value;

use super::declared::{NotDeclared, Row, Shape, is_id, rows};
use super::{Configuration, ROOT};
use crate::call::Call;
use crate::codec::configuration as codec;
use crate::wire::{Method, Sent};

/// One write that the API declares. Used up by the one call it allows. Its `Debug` shows no value.
pub struct Write {
    call: Call,
    path: String,
    body: Option<Bytes>,
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write").field("call", &self.call).field("path", &self.path).finish_non_exhaustive()
    }
}

impl Write {
    /// A write at a path from the root (`/api/config/v1/jump-group/3`): `POST` to a list, `PATCH` and `DELETE` of an object.
    /// Actions that are no change of the configuration (check-out, rotation, copies, programs) are not declared here.
    ///
    /// # Errors
    /// [`NotDeclared`]: the product does not take it.
    pub fn new(product: Product, method: Method, path: &str, body: Option<&Value>) -> Result<Self, NotDeclared> {
        let (call, verb) = match method {
            Method::Post => (Call::AddConfiguration, 'a'),
            Method::Patch => (Call::ChangeConfiguration, 'c'),
            Method::Delete => (Call::RemoveConfiguration, 'r'),
            Method::Get => return Err(NotDeclared::Written(format!("GET {path}"))),
        };
        let not_written = || NotDeclared::Written(format!("{} {path}", method.text()));
        let below = path.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('/')).ok_or_else(not_written)?;
        let is_written = |row: Row| {
            let to_the_list = verb == 'a' || row.shape == Shape::One;
            let wanted = row.parents() + usize::from(!to_the_list);
            row.has_verb(verb) && row.ids(below).is_some_and(|ids| ids.len() == wanted && ids.into_iter().all(is_id))
        };
        if !rows(product).any(is_written) {
            return Err(not_written());
        }
        let body = match (verb, body) {
            ('r', None) => None,
            ('a' | 'c', Some(body @ Value::Object(_))) => Some(Bytes::from(body.to_string())),
            _ => return Err(NotDeclared::Body),
        };
        Ok(Self { call, path: path.to_owned(), body })
    }
}

/// What is known of a write. Its `Debug` shows no object.
#[derive(Clone, PartialEq)]
pub enum WriteAnswer {
    /// The API did it (2xx).
    Done {
        status: u16,
        /// As the API told it, secrets included.
        object: Option<Value>,
        /// Of what was added, where the answer tells where it is.
        id: Option<String>,
    },
    /// The API said no, and did nothing: what is wrong with each field (422), an unknown field (401), a refused token (401), a
    /// rate that is used up (429), or another status that says so.
    Refused { status: u16, message: String, errors: BTreeMap<String, Vec<String>> },
    /// The API account may not do this, or this appliance takes no changes (403). Nothing was done.
    NotPermitted { message: String },
    /// There is no such object or list here, or this version does not write it (404, 405). Nothing was done.
    Absent { status: u16, message: String },
    /// It may have been done: the connection was lost after sending, or the answer settles nothing. Read it back.
    Unknown { trouble: Trouble },
    /// Surely nothing reached the appliance.
    NotSent { trouble: Trouble },
}

impl fmt::Debug for WriteAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done { status, id, .. } => {
                f.debug_struct("Done").field("status", status).field("id", id).finish_non_exhaustive()
            }
            Self::Refused { status, message, errors } => f
                .debug_struct("Refused")
                .field("status", status)
                .field("message", message)
                .field("errors", errors)
                .finish(),
            Self::NotPermitted { message } => f.debug_struct("NotPermitted").field("message", message).finish(),
            Self::Absent { status, message } => {
                f.debug_struct("Absent").field("status", status).field("message", message).finish()
            }
            Self::Unknown { trouble } => f.debug_struct("Unknown").field("trouble", trouble).finish(),
            Self::NotSent { trouble } => f.debug_struct("NotSent").field("trouble", trouble).finish(),
        }
    }
}

/// The outcome of a write with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// When the answer, or the trouble, was complete.
    pub at: Utc,
    pub answer: WriteAnswer,
    pub round_trip_ms: Option<u64>,
}

impl Configuration {
    /// Sends a write: at most one request, never a second, whatever comes of it.
    pub async fn write(&self, write: Write) -> Written {
        let Write { call, path, body } = write;
        let tells = call != Call::RemoveConfiguration;
        match self.appliance.write_configuration(call, &path, body).await {
            Ok(exchanged) => Written {
                at: exchanged.ended,
                answer: codec::written(&exchanged.response, tells),
                round_trip_ms: Some(exchanged.round_trip_ms),
            },
            Err(unanswered) => {
                let trouble = unanswered.trouble;
                let answer = match unanswered.sent {
                    Sent::No => WriteAnswer::NotSent { trouble },
                    Sent::Perhaps => WriteAnswer::Unknown { trouble },
                };
                Written { at: self.appliance.now_utc(), answer, round_trip_ms: None }
            }
        }
    }
}
