//! Writes: an object is added, changed, taken away; each leaves its message in the log of the appliance that took it.

use serde_json::{Value, json};

use super::BASE;
use crate::face::message::{Answer, Request};
use crate::face::refusal;
use crate::model::Model;
use crate::model::change::Actor;
use crate::objects::Object;
use crate::objects::field::Field;
use crate::objects::kind::Place;
use crate::time::rfc3339;
use crate::which::Which;

/// Names that two objects of one list do not share.
const UNIQUE: [&str; 2] = ["username", "code_name"];

pub(super) fn add(model: &mut Model, who: Which, request: &Request, place: &Place) -> Answer {
    let mut body = match body(model, request, place) {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    // What the path says already need not be said again.
    if let Some((list, id)) = place.parent() {
        let word = list.rsplit('/').next().unwrap_or_default().replace('-', "_");
        let field = format!("{word}_id");
        if model_fields(model, place).any(|known| known.name == field) {
            body.entry(field).or_insert_with(|| json!(id));
        }
    }
    let product = model.product();
    let missing = model_fields(model, place).find(|field| field.required && !body.contains_key(field.name));
    if let Some(field) = missing {
        return refusal::invalid(field.name, &format!("The {} is required.", field.name));
    }
    let secrets = secrets(model, place, &mut body);
    let said_code_name = body.get("code_name").is_some_and(|said| said != "");
    let mut object = place.kind.made(product, body);
    if !said_code_name {
        free_code_name(model, who, place, &mut object);
    }
    if let Some(refused) = clash(model, who, place, None, &object) {
        return refused;
    }
    let actor = Actor::api(model);
    let id = model.add_object(model.now_ms(), who, &place.list, object, &secrets, Some(&actor));
    let added = model.objects(who).get(&place.list, id).cloned().unwrap_or_default();
    // One path of the vendor's file answers 200.
    let status = if place.kind.path == "vendor/{}/user" { 200 } else { 201 };
    let location = format!("https://{}{BASE}{}/{id}", model.site_name(), place.list);
    Answer::json(status, &Value::Object(added)).with("Location", location)
}

pub(super) fn change(model: &mut Model, who: Which, request: &Request, place: &Place, id: u64) -> Answer {
    let mut body = match body(model, request, place) {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    let Some(mut object) = model.objects(who).get(&place.list, id).cloned() else { return refusal::not_found() };
    let secrets = secrets(model, place, &mut body);
    body.retain(|name, _| place.kind.has(&object, name));
    object.extend(body);
    if let Some(refused) = clash(model, who, place, Some(id), &object) {
        return refused;
    }
    let actor = Actor::api(model);
    model.change_object(model.now_ms(), who, &place.list, id, object.clone(), &secrets, Some(&actor));
    Answer::json(200, &Value::Object(object))
}

pub(super) fn remove(model: &mut Model, who: Which, place: &Place, id: u64) -> Answer {
    let actor = Actor::api(model);
    if !model.remove_object(model.now_ms(), who, &place.list, id, Some(&actor)) {
        return refusal::not_found();
    }
    // Two paths of the vendor's file answer 200.
    let status = if place.kind.path.starts_with("group-policy/{}/vault-") { 200 } else { 204 };
    Answer { status, headers: Vec::new(), body: Vec::new() }
}

fn model_fields(model: &Model, place: &Place) -> impl Iterator<Item = Field<'static>> {
    place.kind.fields(model.product())
}

/// The body, with every field known and every value valid. What is read-only is let pass and changes nothing.
fn body(model: &Model, request: &Request, place: &Place) -> Result<Object, Answer> {
    if request.content_type().as_deref() != Some("application/json") {
        return Err(refusal::message(415, "The body must be application/json."));
    }
    let Ok(Value::Object(mut body)) = serde_json::from_slice(&request.body) else {
        return Err(refusal::message(422, "The body is not a JSON object."));
    };
    let known = |name: &str| model_fields(model, place).find(|field| field.name == name);
    if let Some(name) = body.keys().find(|name| known(name).is_none()) {
        return Err(refusal::unknown_401(name));
    }
    body.retain(|name, _| known(name).is_some_and(|field| !field.read_only));
    for (name, value) in &mut body {
        let Some(field) = known(name) else { continue };
        if let Err(wrong) = field.check(value) {
            return Err(refusal::invalid(name, &wrong));
        }
        // What comes in with `Z` goes out with `+00:00` (appliance-api section 0).
        if let ("date", Some(text)) = (field.of, value.as_str())
            && let Ok(at) = text.parse::<jiff::Timestamp>()
        {
            *value = json!(rfc3339(at.as_millisecond()));
        }
    }
    Ok(body)
}

/// Takes the secrets out of a body and says which there were.
fn secrets(model: &Model, place: &Place, body: &mut Object) -> Vec<&'static str> {
    let written = model_fields(model, place).filter(|field| field.write_only);
    let given = written.filter(|field| body.shift_remove(field.name).is_some());
    given.filter(|field| field.secret).map(|field| field.name).collect()
}

/// A code name nobody gave is made after the name, and with a number where another has that already.
fn free_code_name(model: &Model, who: Which, place: &Place, object: &mut Object) {
    let Some(first) = object.get("code_name").and_then(Value::as_str).map(str::to_owned) else { return };
    let is_free = |code: &String| {
        model
            .objects(who)
            .list(&place.list)
            .all(|(_, other)| other.get("code_name").and_then(Value::as_str) != Some(code))
    };
    let mut tried = std::iter::once(first.clone()).chain((2_u32..).map(|number| format!("{first}_{number}")));
    if let Some(free) = tried.find(is_free) {
        object.insert("code_name".to_owned(), json!(free));
    }
}

/// Whether another object of the list has its name already.
fn clash(model: &Model, who: Which, place: &Place, id: Option<u64>, object: &Object) -> Option<Answer> {
    let others = || model.objects(who).list(&place.list).filter(|(other, _)| Some(*other) != id);
    let taken = |name: &&&str| match object.get(**name) {
        Some(value) => value != "" && others().any(|(_, other)| other.get(**name) == Some(value)),
        None => false,
    };
    let nested = id.is_none() && place.kind.named_by != "id";
    let number = || object.get(place.kind.named_by).and_then(Value::as_u64);
    if nested && number().is_some_and(|id| model.objects(who).get(&place.list, id).is_some()) {
        return Some(refusal::invalid(place.kind.named_by, "It is there already."));
    }
    let name = UNIQUE.iter().find(taken)?;
    Some(refusal::invalid(name, &format!("The {name} has already been taken.")))
}
