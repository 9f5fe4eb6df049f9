//! `get_connected_client_list`: counts by appliance and type, then the clients of this appliance (appliance-api section
//! 2.7). `pinned_client` is counted only where all types are asked for.

use super::{Parameters, Said};
use crate::config::Product;
use crate::face::xml::Element;
use crate::model::Model;
use crate::model::view::Count;
use crate::seed::Seeded;
use crate::switch::PraV1Users;
use crate::which::Which;

const TYPES: [&str; 4] = ["representative", "support_customer", "presentation_attendee", "push_agent"];

pub(super) fn answer(model: &mut Model, who: Which, parameters: &Parameters) -> Said {
    let asked: Vec<&str> = parameters.get("type").unwrap_or("all").split(',').collect();
    if let Some(unknown) = asked.iter().find(|name| **name != "all" && !TYPES.contains(name)) {
        return Said::Error(200, format!("Invalid type: {unknown}."));
    }
    let summary_only = match parameters.flag("summary_only") {
        Ok(summary_only) => summary_only.unwrap_or(false),
        Err(text) => return Said::Error(200, text),
    };
    let all = asked.contains(&"all");
    let types: Vec<&'static str> = TYPES.into_iter().filter(|name| all || asked.contains(name)).collect();
    let empty = model.product() == Product::Pra && model.switches().pra_v1_users == PraV1Users::Empty;
    let counts = if empty { Vec::new() } else { model.counts(who) };

    let summaries = counts.iter().map(|count| {
        let pinned = all.then(|| counted("pinned_client", count.clients));
        let counted = types.iter().map(|name| counted(name, of_type(count, name)));
        Element::new("appliance_summary").attribute("id", &count.guid).children(counted).children(pinned)
    });
    let list =
        Element::new("connected_client_list").child(Element::new("connected_client_summary").children(summaries));
    let Some(own) = counts.first().filter(|_| !summary_only) else { return Said::Document(200, list) };
    let mut made = Seeded::new(model.seed, "connected clients");
    let clients = TYPES.into_iter().flat_map(|name| (0..of_type(own, name)).map(move |_| name));
    // Ids are made for every type, so that a client keeps its id whatever is asked for.
    let clients = clients.map(|name| (name, made.hex32())).filter(|(name, _)| types.contains(name));
    let clients =
        clients.map(|(name, id)| Element::new("connected_client").attribute("type", name).attribute("id", id));
    Said::Document(200, list.children(clients.collect::<Vec<_>>()))
}

fn of_type(count: &Count, name: &str) -> usize {
    match name {
        "representative" => count.consoles,
        "support_customer" => count.sessions,
        "push_agent" => count.gateways,
        _ => 0,
    }
}

fn counted(name: &'static str, count: usize) -> Element {
    Element::of("count", count).attribute("type", name)
}
