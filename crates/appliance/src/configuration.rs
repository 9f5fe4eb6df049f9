//! The Configuration API (appliance-api section 6): lists in pages, one object, and writes.
//!
//! What it is not: it knows no object's fields and keeps nothing. Answers can hold secrets (a Jumpoint's deploy key, an
//! installer's key); taking them out is the caller's part. Here they are never logged and no `Debug` shows them.
//!
//! Reads are counted as collecting ([`crate::limiter::Errand::Collect`]): within its share of the account's rate, and not
//! while a role command is under way. A write is made by a person's decision, at once, and never a second time.

use std::fmt;

use domain::observation::{Trouble, TroubleKind};
use domain::time::Utc;
use serde_json::Value;

use crate::appliance::Appliance;
use crate::codec::configuration as codec;
use crate::limiter::Errand;
use crate::unread::Unread;

mod declared;
mod list;
mod pages;
mod write;

pub use declared::NotDeclared;
pub use list::List;
pub use write::{Write, WriteAnswer, Written};

/// How many reads are worth having under way at once: with answers that take up to half a second they use the whole share
/// of the account's rate.
pub const IN_FLIGHT: usize = 8;
/// How many objects a page is asked for: the most there can be on one.
pub const PER_PAGE: u32 = 100;
/// Every path of this API begins so.
pub const ROOT: &str = "/api/config/v1";
/// The longest a read or write may take, and be silent, in milliseconds.
pub const CALL_MS: u64 = 60_000;

/// The Configuration API of one appliance. A clone is the same.
#[derive(Clone, Debug)]
pub struct Configuration {
    appliance: Appliance,
    errand: Errand,
}

impl Appliance {
    /// The Configuration API here.
    #[must_use]
    pub fn configuration(&self) -> Configuration {
        Configuration { appliance: self.clone(), errand: Errand::Collect }
    }
}

/// One page of a list. Its `Debug` shows no object.
#[derive(Clone, PartialEq)]
pub struct Page {
    /// As the API told them, secrets included.
    pub objects: Vec<Value>,
    /// Which page it is, from 1.
    pub number: u32,
    /// The last page's number, where the answer told it.
    pub last: Option<u32>,
    /// How many objects all pages hold, where the answer told it.
    pub total: Option<u64>,
    /// The most objects a page holds.
    pub per_page: u32,
    /// When the answer was complete.
    pub at: Utc,
    pub round_trip_ms: u64,
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("objects", &self.objects.len())
            .field("number", &self.number)
            .field("last", &self.last)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// One object. Its `Debug` does not show it.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// As the API told it, secrets included.
    pub object: Value,
    /// When the answer was complete.
    pub at: Utc,
    pub round_trip_ms: u64,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("at", &self.at).finish_non_exhaustive()
    }
}

impl Configuration {
    /// The same for who waits for it, such as to read back what was just written: its reads are counted as looks. They never
    /// go before a role command.
    #[must_use]
    pub fn waited_for(self) -> Self {
        Self { errand: Errand::Look, ..self }
    }

    /// One page of a list, from 1.
    ///
    /// # Errors
    /// [`Unread`]; of a list that has no pages also where another than the first is asked for.
    pub async fn page(&self, list: &List, number: u32) -> Result<Page, Unread> {
        if number == 0 || (number > 1 && !list.is_paged()) {
            let detail = format!("{} has no page {number}", list.path());
            return Err(Trouble { kind: TroubleKind::ApiAbsent, detail }.into());
        }
        let told = self.appliance.read_configuration(&list.request(number), self.errand).await?;
        let codec::Listed { objects, last, total, per_page } = codec::listed(&told.response, number, list.is_one())?;
        let per_page = per_page.unwrap_or(PER_PAGE);
        let (at, round_trip_ms) = (told.ended, told.round_trip_ms);
        Ok(Page { objects, number, last, total, per_page, at, round_trip_ms })
    }

    /// One object of a list by its id. Where the API reads none singly, [`NotDeclared`] is in the trouble; read the list.
    ///
    /// # Errors
    /// [`Unread`]; [`Unread::Absent`] where the object is not there.
    pub async fn object(&self, list: &List, id: &str) -> Result<Found, Unread> {
        let path = list.object(id).map_err(|error| {
            let detail = error.to_string();
            Trouble { kind: TroubleKind::ApiAbsent, detail }
        })?;
        let told = self.appliance.read_configuration(&path, self.errand).await?;
        let object = codec::object(&told.response.body)?;
        Ok(Found { object, at: told.ended, round_trip_ms: told.round_trip_ms })
    }
}
