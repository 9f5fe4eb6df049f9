//! Configuration API v1, JSON, under `/api/config/v1` (appliance-api section 6): lists in pages, one object, writes.
//!
//! The order of the checks: token 401, rate 429, path 404, method 405, permission 403, unknown parameter 401 (not 400 as
//! in Command v2), then the call itself.

use serde_json::Value;

use super::message::{Answer, Request};
use super::{form, refusal, token};
use crate::call::Door;
use crate::config::{Product, Role};
use crate::model::Model;
use crate::objects::Object;
use crate::objects::kind::{Paging, Place};
use crate::switch::BackupDataApis;
use crate::which::Which;

mod page;
mod write;

/// Every path of this API begins so.
pub(crate) const BASE: &str = "/api/config/v1/";

/// The first version that has it (appliance-api section 6).
const FIRST: (u32, u32) = (21, 0);

/// The methods and the word of each in the tables; `HEAD` goes wherever `GET` does.
const OF_A_LIST: [(&str, &str); 3] = [("GET", "list"), ("HEAD", "list"), ("POST", "post")];
const OF_AN_OBJECT: [(&str, &str); 4] = [("GET", "get"), ("HEAD", "get"), ("PATCH", "patch"), ("DELETE", "delete")];

pub(super) fn answer(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    if model.appliance(who).release() < FIRST {
        return refusal::not_found();
    }
    let product = model.product();
    let path = request.path().strip_prefix(BASE).unwrap_or_default();
    let place = Place::at(path, product);
    if let (Some(place), "OPTIONS") = (&place, request.method.as_str()) {
        return Answer { status: 204, headers: Vec::new(), body: Vec::new() }.with("Allow", allow(place, product));
    }
    let mut answer = token::signed_in(model, who, door, request, |model| match &place {
        _ if path == "openapi.yaml" => openapi(product),
        None => refusal::not_found(),
        Some(place) => allowed(model, who, request, place),
    });
    if request.method == "HEAD" {
        answer.body.clear();
    }
    answer
}

/// The methods that go with a place, as `Allow` lists them.
fn allow(place: &Place, product: Product) -> String {
    let methods = if place.id.is_some() { OF_AN_OBJECT.as_slice() } else { OF_A_LIST.as_slice() };
    let taken = methods.iter().filter(|(_, verb)| place.kind.takes(verb, product));
    taken.map(|(method, _)| *method).collect::<Vec<_>>().join(",")
}

fn allowed(model: &mut Model, who: Which, request: &Request, place: &Place) -> Answer {
    let method = request.method.as_str();
    let allow = allow(place, model.product());
    if !allow.split(',').any(|known| known == method) {
        return refusal::method_not_allowed(&allow);
    }
    let settings = model.settings();
    let vault = place.kind.path.starts_with("vault/");
    if !settings.perm_configuration || (vault && !settings.perm_configuration_vault_account) {
        return refusal::forbidden();
    }
    let reads = matches!(method, "GET" | "HEAD");
    if !reads && model.role(who) == Role::Backup && model.switches().backup_data_apis == BackupDataApis::ReadOnly {
        return refusal::message(403, "A backup takes no changes.");
    }
    let query = form::pairs(request.query());
    let listed = reads && place.id.is_none();
    let pages: &[&str] = if place.kind.paging == Paging::Pages { &page::PARAMETERS } else { &[] };
    let known = |name: &str| listed && (pages.contains(&name) || place.kind.filters.contains(&name));
    if let Some((name, _)) = query.iter().find(|(name, _)| !known(name)) {
        return refusal::unknown_401(name);
    }
    if let Some((list, id)) = place.parent()
        && model.objects(who).get(list, id).is_none()
    {
        return refusal::not_found();
    }
    match (method, place.id) {
        ("POST", _) => write::add(model, who, request, place),
        ("PATCH", Some(id)) => write::change(model, who, request, place, id),
        ("DELETE", Some(id)) => write::remove(model, who, place, id),
        (_, Some(id)) => match model.objects(who).get(&place.list, id) {
            Some(object) => Answer::json(200, &Value::Object(object.clone())),
            None => refusal::not_found(),
        },
        (_, None) => page::answer(model, who, request, place, &query),
    }
}

/// The objects of a list; the group policies of a user are those it is a member of.
fn listed<'a>(model: &'a Model, who: Which, place: &Place) -> Vec<&'a Object> {
    let objects = model.objects(who);
    match place.parent() {
        Some(("user", user)) if place.list.ends_with("/group-policies") => {
            let is_member = |policy: &u64| {
                objects
                    .list(&format!("group-policy/{policy}/member"))
                    .any(|(_, member)| member.get("user_id").and_then(Value::as_u64) == Some(user))
            };
            objects.list("group-policy").filter(|(id, _)| is_member(id)).map(|(_, policy)| policy).collect()
        }
        _ => objects.list(&place.list).map(|(_, object)| object).collect(),
    }
}

/// The file says what is there; of a real one only its version is told here.
fn openapi(product: Product) -> Answer {
    let title = match product {
        Product::Rs => "Remote Support",
        Product::Pra => "Privileged Remote Access",
    };
    let text = format!("openapi: 3.0.0\ninfo:\n  version: '1.10'\n  title: 'Configuration of {title}'\npaths: {{}}\n");
    Answer::of(200, "application/yaml", text.into_bytes())
}
