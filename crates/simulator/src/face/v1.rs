//! Command API v1, XML, at `/api/command` (appliance-api section 2): `action=` and its parameters, as a query or a form.
//!
//! The order of the checks: token 401, rate 429, method 405, media type 415, then the action, the permission, and the
//! call itself. Errors of the application are `<error>` with status 200; what is not documented is a switch.

use serde_json::{Map, Value};

use super::message::{Answer, Request};
use super::xml::Element;
use super::{form, refusal, token};
use crate::call::Door;
use crate::config::Product;
use crate::model::Model;
use crate::setting::Permission;
use crate::switch::{PraV1Users, V1Denied, V1Namespace, V1Place};
use crate::which::Which;

mod appliances;
mod clients;
mod failover_role;
mod health;
mod info;
mod reps;

pub(super) const PATH: &str = "/api/command";

/// What an action says.
enum Said {
    /// A document of its own, with a status.
    Document(u16, Element),
    Success(String),
    Error(u16, String),
}

/// What one action is.
struct Action {
    needs: Permission,
    /// The root of its answers, where an `<error>` or a `<success>` may be a child of one.
    root: &'static str,
    answer: fn(&mut Model, Which, &Parameters) -> Said,
}

/// The parameters of a request, in the order they came.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// `1` or `0`, if it is said.
    fn flag(&self, name: &'static str) -> Result<Option<bool>, String> {
        match self.get(name) {
            None => Ok(None),
            Some("0") => Ok(Some(false)),
            Some("1") => Ok(Some(true)),
            Some(_) => Err(format!("Invalid value of {name}: 1 or 0.")),
        }
    }
}

fn action(model: &Model, name: &str) -> Option<Action> {
    let read = |root, answer| Some(Action { needs: Permission::ReadOnly, root, answer });
    let pra = model.product() == Product::Pra;
    let people = !pra || model.switches().pra_v1_users != PraV1Users::Error;
    match name {
        "check_health" => read("health_check", health::answer),
        "get_api_info" => read("api_information", info::answer),
        "get_appliances" if !pra => read("appliances", appliances::answer),
        "get_logged_in_reps" if people => read("logged_in_reps", reps::answer),
        "get_connected_client_list" if people => read("connected_client_list", clients::answer),
        "set_failover_role" => {
            Some(Action { needs: Permission::FullAccess, root: "set_failover_role", answer: failover_role::answer })
        }
        _ => None,
    }
}

pub(super) fn answer(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    token::signed_in(model, who, door, request, |model| {
        if !matches!(request.method.as_str(), "GET" | "POST") {
            return refusal::method_not_allowed("GET, POST");
        }
        let Some(parameters) = parameters(request) else {
            return refusal::message(415, "The body must be application/x-www-form-urlencoded.");
        };
        let name = parameters.get("action").unwrap_or_default();
        let Some(action) = action(model, name) else {
            return written(model, None, Said::Error(200, format!("Invalid action: {name}.")));
        };
        if model.settings().perm_command < action.needs {
            return match model.switches().v1_denied {
                V1Denied::Forbidden403 => refusal::forbidden(),
                V1Denied::Error => {
                    let said = Said::Error(200, "Permission denied.".to_owned());
                    written(model, Some(action.root), said)
                }
            };
        }
        let said = (action.answer)(model, who, &parameters);
        written(model, Some(action.root), said)
    })
}

/// The parameters of a query or a form. `None`: the body is something else; multipart is refused by the papers.
pub(super) fn parameters(request: &Request) -> Option<Parameters> {
    if matches!(request.method.as_str(), "GET" | "HEAD") {
        return Some(Parameters(form::pairs(request.query())));
    }
    let is_form = request.content_type().as_deref() == Some("application/x-www-form-urlencoded");
    let body = std::str::from_utf8(&request.body).ok().filter(|_| is_form)?;
    Some(Parameters(form::pairs(body)))
}

/// The action a request asks for, if it can be read.
pub(crate) fn action_of(request: &Request) -> Option<(String, bool)> {
    let parameters = parameters(request)?;
    Some((parameters.get("action")?.to_owned(), parameters.get("summary_only") == Some("1")))
}

/// A role command's parameters as they came, for the record: `1` and `0` as yes and no.
pub(super) fn recorded(request: &Request) -> Value {
    let Some(Parameters(pairs)) = parameters(request) else { return Value::Null };
    let as_value = |name: &str, value: String| match (name, value.as_str()) {
        ("data_sync_first" | "force", "1") => Value::Bool(true),
        ("data_sync_first" | "force", "0") => Value::Bool(false),
        _ => Value::from(value),
    };
    let named = pairs.into_iter().filter(|(name, _)| name != "action");
    Value::Object(named.map(|(name, value)| (name.clone(), as_value(&name, value))).collect::<Map<_, _>>())
}

fn written(model: &Model, root: Option<&'static str>, said: Said) -> Answer {
    let placed = |place: V1Place, element: Element| match (place, root) {
        (V1Place::Child, Some(root)) => Element::new(root).child(element),
        _ => element,
    };
    let switches = model.switches();
    let (status, document) = match said {
        Said::Document(status, document) => (status, document),
        Said::Success(text) => (200, placed(switches.v1_success, Element::of("success", text))),
        Said::Error(status, text) => (status, placed(switches.v1_error, Element::of("error", text))),
    };
    let namespace = match switches.v1_namespace {
        V1Namespace::Documented => Some("https://www.beyondtrust.com/namespaces/API/command"),
        V1Namespace::Bomgar => Some("http://www.bomgar.com/namespaces/API/command"),
        V1Namespace::Sra => Some("http://www.beyondtrust.com/sra/namespaces/API/command"),
        V1Namespace::None => None,
    };
    Answer::of(status, "text/xml; charset=UTF-8", document.document(namespace))
}

fn status(of: crate::switch::V1Status) -> u16 {
    match of {
        crate::switch::V1Status::Ok200 => 200,
        crate::switch::V1Status::Error500 => 500,
    }
}
