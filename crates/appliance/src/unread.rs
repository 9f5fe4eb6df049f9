//! Why a read of the configuration or of the log gave nothing, told apart by what has to be done about it.

use domain::observation::{Trouble, TroubleKind};

use crate::codec::{refusal, status_trouble};
use crate::wire::Response;

/// A read that gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// The API account lacks the permission (403); a backup may say so of what it does not serve.
    #[error("the API account may not read this ({status}): {message}")]
    NotPermitted { status: u16, message: String },
    /// It is not there (404, 405, 501): this version does not have it, this appliance does not serve it, or there is no such
    /// object. The API does not tell them apart.
    #[error("it is not there ({status}): {message}")]
    Absent { status: u16, message: String },
    /// The API knows the call and says no: an unknown parameter (a 401 of the Configuration API), a value it does not take,
    /// or an `<error>` of the Reporting API with whatever status, 200 above all. Its words are not known beforehand.
    #[error("the API refused it ({status}): {message}")]
    Refused { status: u16, message: String },
    /// The list changed while its pages were read: objects may be missing or told twice.
    #[error("the list changed while it was read")]
    Changed,
    /// No answer, one that cannot be read, or none for now.
    #[error("{}", .0.detail)]
    Trouble(Trouble),
}

impl Unread {
    /// What an answer that is no 200 stands for.
    #[must_use]
    pub fn of(response: &Response) -> Self {
        let status = response.status;
        let trouble = status_trouble(response);
        let message = refusal(&response.body).unwrap_or_else(|| trouble.detail.clone());
        match status {
            403 => Self::NotPermitted { status, message },
            404 | 405 | 501 => Self::Absent { status, message },
            400..=499 if status != 429 => Self::Refused { status, message },
            _ => Self::Trouble(trouble),
        }
    }

    /// What the record keeps of it.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let kind = match self {
            Self::NotPermitted { .. } => TroubleKind::PermissionDenied,
            Self::Absent { .. } => TroubleKind::ApiAbsent,
            Self::Refused { .. } => TroubleKind::ApiError,
            Self::Changed => TroubleKind::BadAnswer,
            Self::Trouble(trouble) => return trouble.clone(),
        };
        Trouble { kind, detail: self.to_string() }
    }
}

impl From<Trouble> for Unread {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}
