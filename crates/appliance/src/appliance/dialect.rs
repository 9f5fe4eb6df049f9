//! Which version of the Command API an appliance speaks, and what is no answer of it.
//!
//! Version 2 is asked first. An answer that says that the API is not there, not for this account, not now (503), or that is
//! not the API's at all sends the question to the other version; trouble on the way (no connection, silence, another server
//! error, a refused token) does not: it says nothing of what the appliance speaks.

use domain::observation::{Api, Reading, Trouble, TroubleKind};

use crate::call::Call;
use crate::codec::answer::Info;
use crate::codec::{bad_answer, status_trouble, v1, v2};
use crate::path::{BUSY, Stopped};
use crate::wire::Response;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    V1,
    V2,
}

/// What one version of the API came to.
pub(crate) enum Said<T> {
    Here(T),
    /// It does not answer here; the other may.
    NotHere(Trouble),
}

/// Neither version answers here: the more telling of their troubles.
pub(crate) struct NotHere(pub(crate) Trouble);

impl<T> Said<T> {
    /// The value of a 200, or what stands in its way.
    pub(crate) fn of(response: &Response, decode: impl FnOnce(&[u8]) -> Result<T, Trouble>) -> Result<Self, Trouble> {
        let decoded = match response.status {
            200 => decode(&response.body),
            _ => Err(status_trouble(response)),
        };
        match decoded {
            Ok(value) => Ok(Self::Here(value)),
            Err(trouble) if response.status == BUSY || is_not_here(trouble.kind) => Ok(Self::NotHere(trouble)),
            Err(trouble) => Err(trouble),
        }
    }
}

impl Dialect {
    pub(crate) fn api(self) -> Api {
        match self {
            Self::V1 => Api::V1,
            Self::V2 => Api::V2,
        }
    }

    /// This one, then the other.
    pub(crate) fn and_other(self) -> [Self; 2] {
        match self {
            Self::V1 => [Self::V1, Self::V2],
            Self::V2 => [Self::V2, Self::V1],
        }
    }

    pub(crate) fn health_call(self) -> Call {
        match self {
            Self::V1 => Call::HealthV1,
            Self::V2 => Call::Health,
        }
    }

    pub(crate) fn info_call(self) -> Call {
        match self {
            Self::V1 => Call::InfoV1,
            Self::V2 => Call::Info,
        }
    }

    pub(crate) fn info(self, response: &Response) -> Result<Said<Info>, Trouble> {
        Said::of(
            response,
            match self {
                Self::V1 => v1::info,
                Self::V2 => v2::info,
            },
        )
    }

    /// Reads a health check, with 200 and 500 both read: an unhealthy appliance answers 500 with the same fields.
    pub(crate) fn health(self, response: &Response) -> Result<Said<Reading>, Trouble> {
        let read = match self {
            Self::V1 => v1::health,
            Self::V2 => v2::health,
        };
        if response.status == 500 {
            let reading = read(500, &response.body).ok().flatten();
            return reading.map(Said::Here).ok_or_else(|| status_trouble(response));
        }
        Said::of(response, |body| read(200, body)?.ok_or_else(|| bad_answer("the answer is no health check")))
    }
}

/// Trouble with an API that does not answer here.
impl From<NotHere> for Stopped {
    fn from(NotHere(trouble): NotHere) -> Self {
        let busy = trouble.kind == TroubleKind::ServerError;
        Self { busy, ..Self::from(trouble) }
    }
}

/// Does this trouble say that the API does not answer here, rather than that something went wrong?
pub(crate) fn is_not_here(kind: TroubleKind) -> bool {
    matches!(kind, TroubleKind::ApiAbsent | TroubleKind::PermissionDenied | TroubleKind::NotTheApi)
}

/// Of two versions that are not here, the one with more to act on: what is busy is there, a permission can be given, and an
/// API that is absent was at least looked for at the right door.
pub(crate) fn more_telling(first: Option<Trouble>, second: Trouble) -> Trouble {
    let rank = |kind| match kind {
        TroubleKind::ServerError => 3,
        TroubleKind::PermissionDenied => 2,
        TroubleKind::ApiAbsent => 1,
        _ => 0,
    };
    match first {
        Some(first) if rank(first.kind) >= rank(second.kind) => first,
        _ => second,
    }
}
