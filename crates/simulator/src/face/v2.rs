//! Command API v2, JSON, under `/api/command/v2` (appliance-api section 3).
//!
//! The order of the checks: token 401, rate 429, path 404, method 405, permission 403, query 400, then the call itself.

use super::message::{Answer, Request};
use super::{form, refusal, token};
use crate::call::{Call, Door};
use crate::config::Product;
use crate::model::Model;
use crate::setting::Permission;
use crate::switch::V2ClientNames;
use crate::which::Which;

mod appliance;
mod client;
mod failover_role;
mod health;
mod info;
mod user;

/// Every path of this API begins so.
pub(super) const BASE: &str = "/api/command/v2/";

/// What one path takes.
struct Endpoint {
    method: &'static str,
    needs: Permission,
    parameters: &'static [&'static str],
    answer: fn(&mut Model, Which, &Request) -> Answer,
}

fn endpoint(call: Call) -> Option<Endpoint> {
    let get = |needs, parameters, answer| Some(Endpoint { method: "GET", needs, parameters, answer });
    match call {
        Call::Info => get(Permission::Deny, &[], info::answer),
        Call::Health => get(Permission::ReadOnly, &[], health::answer),
        Call::Appliance => get(Permission::ReadOnly, &[], appliance::answer),
        Call::ClientCount => get(Permission::ReadOnly, &["type"], appliance::answer_counts),
        Call::Client => get(Permission::ReadOnly, &["type"], client::answer),
        Call::User => get(Permission::ReadOnly, &[], user::answer),
        Call::FailoverRole => Some(Endpoint {
            method: "POST",
            needs: Permission::FullAccess,
            parameters: &[],
            answer: failover_role::answer,
        }),
        Call::Token | Call::CheckHealth | Call::Configuration | Call::Reporting | Call::Other => None,
    }
}

impl Endpoint {
    fn allow(&self) -> &'static str {
        if self.method == "GET" { "GET, HEAD, OPTIONS" } else { "POST, OPTIONS" }
    }

    fn takes(&self, method: &str) -> bool {
        method == self.method || (method == "HEAD" && self.method == "GET")
    }
}

pub(super) fn answer(model: &mut Model, who: Which, door: Door, request: &Request) -> Answer {
    let endpoint = endpoint(Call::at(request.path()));
    if let (Some(endpoint), "OPTIONS") = (&endpoint, request.method.as_str()) {
        return Answer { status: 204, headers: Vec::new(), body: Vec::new() }.with("Allow", endpoint.allow());
    }
    token::signed_in(model, who, door, request, |model| match &endpoint {
        None => refusal::not_found(),
        Some(endpoint) => allowed(model, who, request, endpoint),
    })
}

fn allowed(model: &mut Model, who: Which, request: &Request, endpoint: &Endpoint) -> Answer {
    if !endpoint.takes(&request.method) {
        return refusal::method_not_allowed(endpoint.allow());
    }
    if model.settings().perm_command < endpoint.needs {
        return refusal::forbidden();
    }
    let unknown =
        form::pairs(request.query()).into_iter().find(|(name, _)| !endpoint.parameters.contains(&name.as_str()));
    if let Some((name, _)) = unknown {
        return refusal::unknown_parameter(&name);
    }
    (endpoint.answer)(model, who, request)
}

/// The client types of this product, and the fields in which they are counted.
struct ClientNames {
    console: &'static str,
    asset: &'static str,
    gateway: &'static str,
    counts: [&'static str; 3],
}

impl ClientNames {
    /// Those of the vendor's file; on Remote Support others where the switch says so.
    fn of(model: &Model) -> Self {
        match (model.product(), model.switches().v2_client_names) {
            (Product::Rs, V2ClientNames::Own) => Self {
                console: "representative",
                asset: "customer_client",
                gateway: "jumpoint",
                counts: ["representatives", "customer_clients", "jumpoints"],
            },
            (Product::Rs, V2ClientNames::AsPra) | (Product::Pra, _) => Self {
                console: "access_console",
                asset: "asset_client",
                gateway: "gateway",
                counts: ["access_consoles", "asset_clients", "gateways"],
            },
        }
    }

    /// The types one asks for with `type=`; all of them without it.
    fn wanted(&self, request: &Request) -> Result<Vec<String>, Answer> {
        let types = [self.console, self.asset, self.gateway];
        let asked = form::pairs(request.query()).into_iter().find(|(name, _)| name == "type");
        let Some((_, asked)) = asked else { return Ok(types.map(str::to_owned).to_vec()) };
        let wanted: Vec<String> = asked.split(',').map(str::to_owned).collect();
        if wanted.iter().all(|name| types.contains(&name.as_str())) {
            Ok(wanted)
        } else {
            Err(refusal::invalid("type", &format!("The type is not one of: {}.", types.join(", "))))
        }
    }
}
