//! A list in pages: the parameters, the filters, the headers (appliance-api section 6).

use serde_json::Value;

use super::{BASE, listed};
use crate::face::message::{Answer, Request};
use crate::face::refusal;
use crate::model::Model;
use crate::objects::Object;
use crate::objects::kind::{Kind, Paging, Place};
use crate::which::Which;

pub(super) const PARAMETERS: [&str; 2] = ["per_page", "current_page"];

/// The least and the most on a page; the most is also what comes unasked.
const LEAST: usize = 5;
const MOST: usize = 100;

type Query = [(String, String)];

pub(super) fn answer(model: &Model, who: Which, request: &Request, place: &Place, query: &Query) -> Answer {
    let asked = |name: &str, least: usize, most: usize, unasked: usize| {
        let Some((_, text)) = query.iter().find(|(given, _)| given == name) else { return Ok(unasked) };
        let number = text.parse::<usize>().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| refusal::invalid(name, &format!("The {name} is not valid.")))
    };
    if place.kind.paging == Paging::Single {
        let made = model.objects(who).list(&place.list).next().map(|(_, object)| object.clone());
        return Answer::json(
            200,
            &Value::Object(made.unwrap_or_else(|| place.kind.made(model.product(), Object::new()))),
        );
    }
    let (per_page, page) = match (asked("per_page", LEAST, MOST, MOST), asked("current_page", 1, usize::MAX, 1)) {
        (Ok(per_page), Ok(page)) => (per_page, page),
        (Err(refused), _) | (_, Err(refused)) => return refused,
    };
    let mut objects = listed(model, who, place);
    objects.retain(|object| query.iter().all(|(name, wanted)| fits(object, name, wanted)));
    if place.kind.paging == Paging::Whole {
        return Answer::json(200, &values(place.kind, &objects));
    }
    let total = objects.len();
    let last = total.div_ceil(per_page).max(1);
    let first_of_page = (page - 1).saturating_mul(per_page).min(total);
    let on_page = &objects[first_of_page..(first_of_page + per_page).min(total)];
    // The URLs carry the site's name, whoever was asked.
    let at = |page: usize| {
        let filters = request
            .query()
            .split('&')
            .filter(|part| !part.is_empty() && !PARAMETERS.iter().any(|name| part.split('=').next() == Some(*name)));
        let filters: String = filters.map(|part| format!("&{part}")).collect();
        format!("<https://{}{BASE}{}?per_page={per_page}&current_page={page}{filters}>", model.site_name(), place.list)
    };
    let mut links = vec![format!("{}; rel=\"first\"", at(1))];
    if page > 1 {
        links.push(format!("{}; rel=\"previous\"", at(page - 1)));
    }
    if page < last {
        links.push(format!("{}; rel=\"next\"", at(page + 1)));
    }
    links.push(format!("{}; rel=\"last\"", at(last)));
    Answer::json(200, &values(place.kind, on_page))
        .with("Link", links.join(", "))
        .with("X-BT-Pagination-Current-Page", page.to_string())
        .with("X-BT-Pagination-Per-Page", per_page.to_string())
        .with("X-BT-Pagination-Last-Page", last.to_string())
        .with("X-BT-Pagination-Total", total.to_string())
}

fn values(kind: &Kind, objects: &[&Object]) -> Value {
    objects.iter().map(|object| Value::Object(kind.listed(object))).collect()
}

/// Whether an object is wanted: exact, in letters of any case; every filter must fit. There are no personal accounts to
/// include.
fn fits(object: &Object, name: &str, wanted: &str) -> bool {
    if PARAMETERS.contains(&name) || name == "include_personal" {
        return true;
    }
    let wanted = wanted.to_lowercase();
    match object.get(name) {
        Some(Value::String(text)) => text.to_lowercase() == wanted,
        // A number or a flag as it is written in JSON.
        Some(other) => serde_json::from_str::<Value>(&wanted).is_ok_and(|wanted| wanted == *other),
        None => false,
    }
}
