//! Which entries speak of one object, by time.

use std::collections::{BTreeSet, HashMap};

use domain::role::Side;
use domain::time::Utc;

use crate::entry::{Entry, EntryId};

/// Entries by side, object and time. One ordered set, so that an object with a million changes costs no more to ask for
/// than a million objects with one.
#[derive(Default)]
pub(super) struct Index {
    objects: HashMap<Box<str>, u32>,
    by_time: BTreeSet<(u32, u8, i64, u32)>,
}

impl Index {
    pub(super) fn add(&mut self, entry: &Entry) {
        let (Some(side), Some(id)) = (entry.side, entry.object.id.as_deref()) else { return };
        let count = u32::try_from(self.objects.len()).unwrap_or(u32::MAX);
        let object = *self.objects.entry(key(entry.object.kind.as_str(), id)).or_insert(count);
        self.by_time.insert((object, side_key(side), entry.at.order_ms(), entry.id.0));
    }

    /// Entries of an object on a side, of this time or later, in order.
    pub(super) fn since(
        &self,
        side: Side,
        (kind, id): (&str, &str),
        from: Utc,
    ) -> impl Iterator<Item = (Utc, EntryId)> {
        let object = self.objects.get(&*key(kind, id)).copied();
        let side = side_key(side);
        let range = object.map(|object| (object, side, from.millis(), 0)..(object, side + 1, i64::MIN, 0));
        let found = range.into_iter().flat_map(|range| self.by_time.range(range));
        found.map(|(_, _, at, entry)| (Utc::from_millis(*at), EntryId(*entry)))
    }

    /// The last entry of an object on a side within a time.
    pub(super) fn last_within(&self, side: Side, object: (&str, &str), from: Utc, to: Utc) -> Option<EntryId> {
        let number = self.objects.get(&*key(object.0, object.1)).copied()?;
        let side = side_key(side);
        let range = (number, side, from.millis(), 0)..=(number, side, to.millis(), u32::MAX);
        self.by_time.range(range).next_back().map(|(_, _, _, entry)| EntryId(*entry))
    }
}

fn side_key(side: Side) -> u8 {
    match side {
        Side::Home => 0,
        Side::StandIn => 1,
    }
}

fn key(kind: &str, id: &str) -> Box<str> {
    format!("{kind}\0{id}").into_boxed_str()
}
