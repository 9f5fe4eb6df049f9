//! How a change is put on the primary, or taken back there: the exact call where the Configuration API can write it, else the
//! way to click. A pure value: it is shown first, ticked item by item, and run by the engine.
//!
//! Nothing is guessed. A field whose name or type in the API is not known from a snapshot, an object that refers to another
//! one that is not there, and what needs a secret are for a person.

mod api;
mod path;
mod references;

use domain::observation::Product;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::catalogue::ChangeKind;
use crate::entry::{Entry, EntryId, Field};
use crate::lookup;
use crate::resource::rank;
use crate::snapshot::{Object, Snapshot};
use crate::text::{Content, Word};
use api::{Writing, writing};
use path::{item_path, list_path};

/// What is to become of the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// The backup's value is put on the primary.
    Reapply,
    /// The primary is put back to what it was.
    Undo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Post,
    Patch,
    Delete,
}

/// One step of the plan: one entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub entry: EntryId,
    pub intent: Intent,
    pub act: Act,
    /// Fields that a person has to set all the same: secrets, and what the API does not write.
    pub also_by_hand: Vec<Word>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// One call to the current primary, at its own address.
    Call(Call),
    /// The primary is as it should be.
    AlreadySo,
    ByHand(ByHand),
}

/// One call of the Configuration API (appliance-api section 6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub method: Method,
    /// From the root: `/api/config/v1/…`.
    pub path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// What is there now of what is written, or of what goes away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What has to be read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// The way to click in /login on the current primary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByHand {
    /// The menu and its tab.
    pub place: Word,
    pub object: Option<String>,
    pub change: ChangeKind,
    /// What each field is to hold; nothing for a secret.
    pub fields: Vec<(Word, Option<Content>)>,
    pub why: Why,
}

/// Why it is for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The API does not know this kind, or does not write it so.
    NotWritten,
    /// No snapshot tells the names and types of what was changed.
    ValuesNotKnown,
    /// The primary does not have the object.
    NotThere,
    /// The primary has one of this name already.
    AlreadyThere,
    /// It refers to something that the primary does not have.
    RefersTo { field: String },
    /// It cannot be made without a secret.
    NeedsASecret,
    /// A call that makes it may have left before, and nothing that can be read tells whether it came.
    MayBeMade,
}

/// What the plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct Views<'a> {
    pub product: Product,
    /// Of the current primary, fresh.
    pub primary: &'a Snapshot,
    pub baseline: Option<&'a Snapshot>,
    pub backup: Option<&'a Snapshot>,
}

/// Kinds that are not made without a secret: their password, key or token (appliance-api section 6).
const MADE_WITH_A_SECRET: &[&str] = &["vault/account", "user", "vendor/user"];

/// The steps for some entries, in an order in which they can be run: what is added before what may refer to it, what goes
/// away last.
#[must_use]
pub fn plan(entries: &[(&Entry, Intent)], views: &Views<'_>) -> Vec<Step> {
    let mut steps: Vec<(&Entry, Step)> =
        entries.iter().map(|(entry, intent)| (*entry, step(entry, *intent, views))).collect();
    steps.sort_by_key(|(entry, step)| order(entry, step));
    steps.into_iter().map(|(_, step)| step).collect()
}

/// The step for one entry.
#[must_use]
pub fn step(entry: &Entry, intent: Intent, views: &Views<'_>) -> Step {
    let kind = match (entry.kind, intent) {
        (ChangeKind::Added, Intent::Undo) => ChangeKind::Removed,
        (ChangeKind::Removed, Intent::Undo) => ChangeKind::Added,
        (kind, _) => kind,
    };
    let writing = writing(entry.object.kind.as_str(), views.product);
    let is_read = views.primary.objects(entry.object.kind.as_str()).is_some();
    let (act, also_by_hand) = match (kind, writing) {
        (_, Some(_)) if !is_read => (Err(Why::ValuesNotKnown), vec![]),
        (ChangeKind::Changed, Some(writing)) if writing.changes => changed(entry, intent, writing, views),
        (ChangeKind::Added, Some(writing)) if writing.adds => added(entry, intent, writing, views),
        (ChangeKind::Removed, Some(writing)) if writing.removes => (Ok(removed(entry, views)), vec![]),
        _ => (Err(Why::NotWritten), vec![]),
    };
    let act = act.unwrap_or_else(|why| Act::ByHand(by_hand(entry, intent, kind, why)));
    let also_by_hand = if matches!(act, Act::ByHand(_)) { vec![] } else { also_by_hand };
    Step { entry: entry.id, intent, act, also_by_hand }
}

/// The step where a call of it left before and nothing tells whether it came: what would make a second object of it is not
/// sent again by itself.
#[must_use]
pub fn not_twice(entry: &Entry, step: Step) -> Step {
    let Act::Call(Call { method: Method::Post, .. }) = step.act else { return step };
    let act = Act::ByHand(by_hand(entry, step.intent, ChangeKind::Added, Why::MayBeMade));
    Step { act, also_by_hand: vec![], ..step }
}

/// An object that was added is found again by what names it.
#[must_use]
pub fn named_like<'a>(call: &Call, kind: &str, snapshot: &'a Snapshot) -> Option<&'a Object> {
    let body = call.after.as_ref()?;
    crate::resource::NAMES.iter().find_map(|name| snapshot.named(kind, body.get(name)?.as_str()?))
}

fn wanted(field: &Field, intent: Intent) -> Option<&Content> {
    match intent {
        Intent::Reapply => field.after.as_ref(),
        Intent::Undo => field.before.as_ref(),
    }
}

fn by_hand(entry: &Entry, intent: Intent, change: ChangeKind, why: Why) -> ByHand {
    let fields = entry.fields.iter().map(|field| (field.name.clone(), wanted(field, intent).cloned()));
    ByHand {
        place: entry.place.clone(),
        object: entry.object.name.as_deref().or(entry.object.id.as_deref()).map(str::to_owned),
        change,
        fields: fields.collect(),
        why,
    }
}

/// What can be done, and what is left for a person.
type Acts = (Result<Act, Why>, Vec<Word>);

fn changed(entry: &Entry, intent: Intent, writing: Writing, views: &Views<'_>) -> Acts {
    let Some(object) = lookup::object(views.primary, entry) else { return (Err(Why::NotThere), vec![]) };
    let now = lookup::fields(object);
    let (mut body, mut before, mut rest, mut as_wanted) = (Map::new(), Map::new(), vec![], false);
    for field in &entry.fields {
        let known = lookup::field(&now, field.name.as_str()).filter(|(name, _)| writing.has(name));
        let value = known.and_then(|(_, like)| lookup::typed(wanted(field, intent)?, like));
        match (known, value) {
            (Some((_, held)), Some(value)) if *held == value => as_wanted = true,
            (Some((name, held)), Some(value)) => {
                before.insert(name.to_owned(), held.clone());
                body.insert(name.to_owned(), value);
            }
            _ => rest.push(field.name.clone()),
        }
    }
    if body.is_empty() {
        let act = if as_wanted && rest.is_empty() { Ok(Act::AlreadySo) } else { Err(Why::ValuesNotKnown) };
        return (act, rest);
    }
    let source = source(intent, views);
    if let Some(field) = references::missing(&body, Some(&now), source, views.primary) {
        return (Err(Why::RefersTo { field }), rest);
    }
    let (body, before) = (Value::Object(body), Value::Object(before));
    let path = item_path(entry.object.kind.as_str(), &object.id);
    let call = Call { method: Method::Patch, path, after: Some(body.clone()), body: Some(body), before: Some(before) };
    (Ok(Act::Call(call)), rest)
}

/// Where the value comes from: what refers to other objects does so by the ids there.
fn source<'a>(intent: Intent, views: &Views<'a>) -> Option<&'a Snapshot> {
    match intent {
        Intent::Reapply => views.backup,
        Intent::Undo => views.baseline,
    }
}

fn added(entry: &Entry, intent: Intent, writing: Writing, views: &Views<'_>) -> Acts {
    let kind = entry.object.kind.as_str();
    let there = lookup::object(views.primary, entry).filter(|object| !lookup::is_named_otherwise(entry, object));
    if there.is_some() {
        return (Err(Why::AlreadyThere), vec![]);
    }
    if MADE_WITH_A_SECRET.contains(&kind) {
        return (Err(Why::NeedsASecret), vec![]);
    }
    let source = source(intent, views);
    let Some(object) = source.and_then(|source| lookup::object(source, entry)) else {
        return (Err(Why::ValuesNotKnown), vec![]);
    };
    let fields = lookup::fields(object).into_iter();
    let body: Map<String, Value> = fields.filter(|(name, value)| writing.has(name) && !value.is_null()).collect();
    if let Some(field) = references::missing(&body, None, source, views.primary) {
        return (Err(Why::RefersTo { field }), vec![]);
    }
    let secrets = entry.fields.iter().filter(|field| field.secret).map(|field| field.name.clone()).collect();
    let body = Value::Object(body);
    let path = list_path(kind, &object.id);
    let call = Call { method: Method::Post, path, after: Some(body.clone()), body: Some(body), before: None };
    (Ok(Act::Call(call)), secrets)
}

fn removed(entry: &Entry, views: &Views<'_>) -> Act {
    let there = lookup::object(views.primary, entry).filter(|object| !lookup::is_named_otherwise(entry, object));
    let Some(object) = there else { return Act::AlreadySo };
    let before = Some(Value::Object(lookup::fields(object)));
    let path = item_path(entry.object.kind.as_str(), &object.id);
    Act::Call(Call { method: Method::Delete, path, body: None, before, after: None })
}

/// Adds in the order of references, then changes, then what goes away in the opposite order; by hand last. Changes are made
/// again in the order they were made in, and taken back in the opposite one.
fn order(entry: &Entry, step: &Step) -> (u8, usize, i64) {
    let rank = rank(entry.object.kind.as_str());
    let (turn, rank) = match &step.act {
        Act::Call(Call { method: Method::Post, .. }) => (0, rank),
        Act::Call(Call { method: Method::Patch, .. }) => (1, rank),
        Act::Call(Call { method: Method::Delete, .. }) => (2, usize::MAX - rank),
        Act::ByHand(_) => (3, rank),
        Act::AlreadySo => (4, rank),
    };
    let number = i64::from(entry.id.0);
    (turn, rank, if step.intent == Intent::Undo { -number } else { number })
}

/// Whether an object read back is what a call was to make of it.
#[must_use]
pub fn is_done(call: &Call, read_back: Option<&Object>) -> bool {
    match (&call.after, read_back) {
        (None, None) => true,
        (Some(Value::Object(wanted)), Some(object)) => {
            let held = lookup::fields(object);
            wanted.iter().all(|(name, value)| held.get(name) == Some(value))
        }
        _ => false,
    }
}
