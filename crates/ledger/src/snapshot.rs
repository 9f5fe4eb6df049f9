//! A snapshot of one appliance's configuration: objects by kind and id, as the Configuration API tells them.
//!
//! Before anything is kept, secrets are taken out, and what moves by itself is masked (appliance-api section 6). What is left
//! is canonical: kinds and ids in order, the keys of every object in order, so that equal configurations are equal bytes.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::fact::WitnessId;
use crate::resource::{NAMES, Resource, resource};
use crate::secret::is_secret;
use crate::text;

/// Objects of all kinds that were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    areas: BTreeMap<String, Listed>,
    failed: BTreeMap<String, String>,
}

/// The objects of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Listed {
    /// In the order of their ids.
    objects: Vec<Object>,
    /// Where the only object of a name stands; of a name that more than one has, nothing.
    names: HashMap<Box<str>, Option<usize>>,
}

impl Listed {
    fn new(mut objects: Vec<Object>) -> Self {
        objects.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let mut names: HashMap<Box<str>, Option<usize>> = HashMap::new();
        for (at, object) in objects.iter().enumerate() {
            let Some(name) = &object.name else { continue };
            names.entry(name.clone()).and_modify(|only| *only = None).or_insert(Some(at));
        }
        Self { objects, names }
    }
}

/// One object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its id; below another object `parent/id`.
    pub id: Box<str>,
    pub name: Option<Box<str>>,
    /// Canonical JSON, without secrets and what moves by itself.
    pub body: Box<str>,
}

/// Bytes that are no snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("the snapshot is not readable")]
    Read(#[source] serde_json::Error),
    #[error("the snapshot has no kinds of objects")]
    Shape,
}

/// A snapshot that is being taken.
#[derive(Default)]
pub struct Taking {
    areas: BTreeMap<String, BTreeMap<Box<str>, Object>>,
    failed: BTreeMap<String, String>,
}

impl Taking {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// This kind was read to its end, also where it has no objects.
    pub fn read(&mut self, kind: &str) {
        self.areas.entry(kind.to_owned()).or_default();
    }

    /// This kind could not be read, or not to its end: it is compared with nothing.
    pub fn failed(&mut self, kind: &str, why: &str) {
        self.failed.insert(kind.to_owned(), why.to_owned());
    }

    /// An object as the API told it. `parent` is the id of the object whose list it is in.
    pub fn object(&mut self, kind: &str, parent: Option<&str>, value: &Value) {
        let object = object(kind, parent, value);
        self.areas.entry(kind.to_owned()).or_default().insert(object.id.clone(), object);
    }

    #[must_use]
    pub fn finish(mut self) -> Snapshot {
        self.areas.retain(|kind, _| !self.failed.contains_key(kind));
        let listed = |objects: BTreeMap<Box<str>, Object>| Listed::new(objects.into_values().collect());
        let areas = self.areas.into_iter().map(|(kind, objects)| (kind, listed(objects)));
        Snapshot { areas: areas.collect(), failed: self.failed }
    }
}

impl Snapshot {
    /// The kinds that were read.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.areas.keys().map(String::as_str)
    }

    /// What could not be read, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.failed.iter().map(|(kind, why)| (kind.as_str(), why.as_str()))
    }

    /// The same with these kinds alone.
    #[must_use]
    pub fn only(&self, kinds: &std::collections::BTreeSet<&str>) -> Self {
        let areas = self.areas.iter().filter(|(kind, _)| kinds.contains(kind.as_str()));
        Self { areas: areas.map(|(kind, listed)| (kind.clone(), listed.clone())).collect(), failed: BTreeMap::new() }
    }

    /// The same without these kinds.
    #[must_use]
    pub fn without(mut self, kinds: &std::collections::BTreeSet<&str>) -> Self {
        self.areas.retain(|kind, _| !kinds.contains(kind.as_str()));
        self
    }

    /// The same with the kinds that another one has read since in the place of its own.
    #[must_use]
    pub fn overlaid(mut self, newer: &Self) -> Self {
        self.areas.extend(newer.areas.iter().map(|(kind, listed)| (kind.clone(), listed.clone())));
        self
    }

    /// The same with one object as it was read since, or without it. Of a kind that was not read nothing is known.
    #[must_use]
    pub fn with(mut self, kind: &str, id: &str, parent: Option<&str>, now: Option<&Value>) -> Self {
        if let Some(listed) = self.areas.get_mut(kind) {
            let mut objects = std::mem::take(&mut listed.objects);
            objects.retain(|object| &*object.id != id);
            objects.extend(now.map(|value| object(kind, parent, value)));
            *listed = Listed::new(objects);
        }
        self
    }

    /// The objects of a kind, in the order of their ids; none where it was not read.
    #[must_use]
    pub fn objects(&self, kind: &str) -> Option<&[Object]> {
        self.areas.get(kind).map(|listed| listed.objects.as_slice())
    }

    #[must_use]
    pub fn get(&self, kind: &str, id: &str) -> Option<&Object> {
        let objects = self.objects(kind)?;
        objects.binary_search_by(|object| (*object.id).cmp(id)).ok().and_then(|at| objects.get(at))
    }

    /// The only object of a kind with this name; ids of two appliances may differ.
    #[must_use]
    pub fn named(&self, kind: &str, name: &str) -> Option<&Object> {
        let listed = self.areas.get(kind)?;
        listed.objects.get((*listed.names.get(name)?)?)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.areas.values().map(|listed| listed.objects.len()).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As it is kept: canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::from("{\"areas\":{");
        for (at, (kind, listed)) in self.areas.iter().enumerate() {
            json.push_str(if at > 0 { "," } else { "" });
            text::write(&Value::from(kind.as_str()), &mut json);
            json.push_str(":{");
            for (at, object) in listed.objects.iter().enumerate() {
                json.push_str(if at > 0 { "," } else { "" });
                text::write(&Value::from(&*object.id), &mut json);
                json.push(':');
                json.push_str(&object.body);
            }
            json.push('}');
        }
        json.push_str("},\"failed\":");
        let failed: Map<String, Value> =
            self.failed.iter().map(|(kind, why)| (kind.clone(), Value::from(why.as_str()))).collect();
        text::write(&Value::Object(failed), &mut json);
        json.push('}');
        json
    }

    /// Reads what [`Snapshot::to_json`] wrote. What a newer list of fields takes out is taken out.
    pub fn from_json(json: &[u8]) -> Result<Self, SnapshotError> {
        let value: Value = serde_json::from_slice(json).map_err(SnapshotError::Read)?;
        let areas = value.get("areas").and_then(Value::as_object).ok_or(SnapshotError::Shape)?;
        let mut snapshot = Self::default();
        for (kind, objects) in areas {
            let known = resource(kind);
            let objects = objects.as_object().ok_or(SnapshotError::Shape)?;
            let objects = objects.iter().map(|(id, value)| kept(known, id.as_str().into(), value));
            snapshot.areas.insert(kind.clone(), Listed::new(objects.collect()));
        }
        for (kind, why) in value.get("failed").and_then(Value::as_object).into_iter().flatten() {
            snapshot.failed.insert(kind.clone(), why.as_str().unwrap_or_default().to_owned());
        }
        Ok(snapshot)
    }

    /// Of [`Snapshot::to_json`].
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.to_json().as_bytes()).into()
    }
}

fn object(kind: &str, parent: Option<&str>, value: &Value) -> Object {
    let known = resource(kind);
    let own = known.map_or("id", |known| known.id);
    let own = value.get(own).map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let one_for_its_parent = known.is_some_and(|known| known.id.is_empty());
    let id = match (parent, own) {
        (Some(parent), Some(own)) => format!("{parent}/{own}"),
        (None, Some(own)) => own,
        (Some(parent), None) if one_for_its_parent => parent.to_owned(),
        // Without an id it is what it says.
        (parent, None) => {
            let own = WitnessId::of(&[kept(known, "".into(), value).body.as_bytes()]).to_string();
            format!("{}/={own}", parent.unwrap_or_default())
        }
    };
    kept(known, id.into_boxed_str(), value)
}

fn kept(known: Option<&Resource>, id: Box<str>, value: &Value) -> Object {
    let volatile = known.map_or(&[][..], |known| known.volatile);
    let value = cleaned(value, volatile);
    let name = NAMES.iter().find_map(|name| value.get(name)?.as_str().filter(|name| !name.is_empty()));
    Object { id, name: name.map(Into::into), body: text::canonical(&value).into_boxed_str() }
}

/// Without secrets at any depth, and without what moves by itself.
fn cleaned(value: &Value, volatile: &[&str]) -> Value {
    match value {
        Value::Object(fields) => {
            let stays = |name: &str| !is_secret(name) && !volatile.contains(&name);
            let fields = fields.iter().filter(|(name, _)| stays(name));
            Value::Object(fields.map(|(name, value)| (name.clone(), cleaned(value, &[]))).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(|value| cleaned(value, &[])).collect()),
        value => value.clone(),
    }
}
