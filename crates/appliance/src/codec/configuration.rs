//! Answers of the Configuration API (appliance-api section 6): lists with the header fields of their page, objects, and
//! what was said to a write.

use std::collections::BTreeMap;

use domain::observation::Trouble;
use serde_json::Value;

use super::{bad_answer, json, message, refusal, status_trouble, told};
use crate::configuration::WriteAnswer;
use crate::wire::Response;

/// The objects of an answer to a list, and what its header fields say of the page.
#[derive(Clone, PartialEq)]
pub struct Listed {
    pub objects: Vec<Value>,
    pub last: Option<u32>,
    pub total: Option<u64>,
    pub per_page: Option<u32>,
}

/// Reads the 200 of a list that was asked for page `number`. `is_one`: an object stands in its place.
///
/// An object with an id in the place of a list is a list of it: the vendor's files declare some lists as objects. The `Link` field is not read: its URLs
/// lead to the site's name, behind which another appliance may stand.
pub fn listed(response: &Response, number: u32, is_one: bool) -> Result<Listed, Trouble> {
    let objects = match json(&response.body)? {
        Value::Array(objects) => objects,
        object @ Value::Object(_) if is_one || object.get("id").is_some() => vec![object],
        _ => return Err(bad_answer("the answer is not a list")),
    };
    if objects.iter().any(|object| !object.is_object()) {
        return Err(bad_answer("the answer is a list of something else than objects"));
    }
    let field = |name: &str| -> Result<Option<u64>, Trouble> {
        let Some(text) = response.header(&format!("x-bt-pagination-{name}")) else { return Ok(None) };
        let number = text.trim().parse();
        number.map(Some).map_err(|_| bad_answer(format!("the {name} of the answer is no number")))
    };
    let page = |name: &str| -> Result<Option<u32>, Trouble> {
        let number = field(name)?.map(u32::try_from).transpose();
        number.map_err(|_| bad_answer(format!("the {name} of the answer is too large")))
    };
    if page("current-page")?.is_some_and(|told| told != number) {
        return Err(bad_answer(format!("the answer is another page than page {number}, which was asked for")));
    }
    let (last, total, per_page) = (page("last-page")?, field("total")?, page("per-page")?.filter(|n| *n > 0));
    Ok(Listed { objects, last, total, per_page })
}

/// Reads the 200 of one object.
pub fn object(body: &[u8]) -> Result<Value, Trouble> {
    match json(body)? {
        object @ Value::Object(_) => Ok(object),
        _ => Err(bad_answer("the answer is not an object")),
    }
}

/// Reads the answer to a write. `tells`: its good answer tells the object; that of a removal tells nothing.
///
/// The statuses that say no are the API's own (appliance-api section 0), whatever their body. A 5xx settles nothing, with
/// words or without: part of the write may have been made. Nor does a 2xx that cannot be read, or a redirect.
#[must_use]
pub fn written(response: &Response, tells: bool) -> WriteAnswer {
    let status = response.status;
    let unknown = |trouble| WriteAnswer::Unknown { trouble };
    match status {
        204 => WriteAnswer::Done { status, object: None, id: id(response) },
        200..=299 if response.body.is_empty() && (!tells || status == 201) => {
            WriteAnswer::Done { status, object: None, id: id(response) }
        }
        200..=299 => match json(&response.body) {
            Ok(told) => WriteAnswer::Done { status, id: id(response), object: Some(told) },
            Err(trouble) => unknown(trouble),
        },
        400..=499 => {
            let words = || refusal(&response.body).unwrap_or_else(|| status_trouble(response).detail);
            match status {
                403 => WriteAnswer::NotPermitted { message: words() },
                404 | 405 => WriteAnswer::Absent { status, message: words() },
                _ => refused(response).unwrap_or_else(|| WriteAnswer::Refused {
                    status,
                    message: words(),
                    errors: BTreeMap::new(),
                }),
            }
        }
        _ => unknown(status_trouble(response)),
    }
}

/// A refusal that tells what is wrong with each field.
fn refused(response: &Response) -> Option<WriteAnswer> {
    let body = json(&response.body).ok()?;
    let message = message(&body)?;
    let causes = |causes: &Value| causes.as_array().into_iter().flatten().filter_map(Value::as_str).map(told).collect();
    let errors = body.get("errors").and_then(Value::as_object).into_iter().flatten();
    let errors = errors.map(|(field, all)| (told(field), causes(all))).collect();
    Some(WriteAnswer::Refused { status: response.status, message, errors })
}

/// The id of what was added, as the end of `Location` tells it.
fn id(response: &Response) -> Option<String> {
    let location = response.header("location")?;
    let path = location.split(['?', '#']).next()?;
    let id = path.rsplit('/').next().filter(|id| !id.is_empty() && id.len() <= 100)?;
    id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)).then(|| id.to_owned())
}
