//! What the primary has made of the objects that were changed on the backup.

use std::collections::{HashMap, HashSet};

use super::groups::object_key;
use crate::catalogue::ChangeKind;
use crate::entry::{Entry, EntryId, Field};
use crate::roles::Fate;
use crate::text::field_key;

/// What the primary says to a change of the backup.
pub(super) enum Against {
    /// It has not touched what was changed.
    Nothing,
    /// It has it as well.
    TheSame,
    /// It says otherwise, by these entries.
    Otherwise(Vec<EntryId>),
}

/// The last word on each field of an object, and whose it is.
type LastWords<'a> = HashMap<String, (&'a Field, &'a Entry)>;

/// The primary's last word on each field, and on each object.
pub(super) struct Sides<'a> {
    fields: HashMap<(&'a str, &'a str), LastWords<'a>>,
    removed: HashMap<(&'a str, &'a str), &'a Entry>,
    touched: HashMap<(&'a str, &'a str), &'a Entry>,
}

impl<'a> Sides<'a> {
    /// `left_out` says nothing against a change: what this program has written to carry out a decision, and noise.
    pub(super) fn new(entries: &'a [Entry], fates: &[Fate], left_out: impl Fn(&Entry) -> bool) -> Self {
        let with_fate = || entries.iter().zip(fates);
        let lost =
            |fate: &Fate| matches!(fate, Fate::WouldBeOverwritten | Fate::AlreadyOverwritten | Fate::MayNotBeCarried);
        let asked: HashSet<_> =
            with_fate().filter(|(_, fate)| lost(fate)).map(|(entry, _)| object_key(entry)).collect();
        let mut carried: Vec<&Entry> = with_fate()
            .filter(|(entry, fate)| **fate == Fate::Carried && asked.contains(&object_key(entry)) && !left_out(entry))
            .map(|(entry, _)| entry)
            .collect();
        carried.sort_by_key(|entry| (entry.at.order_ms(), entry.id));
        let mut sides = Self { fields: HashMap::new(), removed: HashMap::new(), touched: HashMap::new() };
        for entry in carried {
            let key = object_key(entry);
            match entry.kind {
                ChangeKind::Removed => drop(sides.removed.insert(key, entry)),
                _ => drop(sides.removed.remove(&key)),
            }
            sides.touched.insert(key, entry);
            let fields = sides.fields.entry(key).or_default();
            fields
                .extend(entry.fields.iter().map(|field| (field_key(field.name.as_str()).into_owned(), (field, entry))));
        }
        sides
    }

    pub(super) fn against(&self, entry: &Entry) -> Against {
        let key = object_key(entry);
        let Some(touched) = self.touched.get(&key).filter(|_| !key.1.is_empty() || key.0 == "setting") else {
            return Against::Nothing;
        };
        if is_another_object(entry, touched) {
            return Against::Nothing;
        }
        match (entry.kind == ChangeKind::Removed, self.removed.get(&key)) {
            (true, Some(_)) => return Against::TheSame,
            (true, None) => return otherwise([*touched]),
            (false, Some(removed)) => return otherwise([*removed]),
            (false, None) => {}
        }
        let known = self.fields.get(&key);
        let theirs = |field: &Field| known.and_then(|known| known.get(&*field_key(field.name.as_str())));
        let told = entry.fields.iter().filter(|field| !field.secret);
        let pairs: Vec<_> = told.map(|field| (field, theirs(field))).collect();
        let is_the_same = |field: &Field, theirs: &Field| match (&field.after, &theirs.after) {
            (Some(one), Some(other)) => one.means(other),
            (None, None) => true,
            _ => false,
        };
        let differing = pairs.iter().filter_map(|(field, theirs)| {
            let (their_field, their_entry) = theirs.as_ref()?;
            (!is_the_same(field, their_field)).then_some(*their_entry)
        });
        let differing: Vec<&Entry> = differing.collect();
        if !differing.is_empty() {
            return otherwise(differing);
        }
        let all_told = !pairs.is_empty() && pairs.len() == entry.fields.len();
        if all_told && pairs.iter().all(|(_, theirs)| theirs.is_some()) { Against::TheSame } else { Against::Nothing }
    }
}

/// Both sides gave the next free id to what they added: two objects of different names are no conflict about one.
fn is_another_object(entry: &Entry, theirs: &Entry) -> bool {
    let added = |one: &Entry| one.kind == ChangeKind::Added;
    let (Some(own), Some(other)) = (&entry.object.name, &theirs.object.name) else { return false };
    added(entry) && added(theirs) && own != other
}

fn otherwise<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Against {
    let mut ids: Vec<EntryId> = entries.into_iter().map(|entry| entry.id).collect();
    ids.sort_unstable();
    ids.dedup();
    Against::Otherwise(ids)
}
