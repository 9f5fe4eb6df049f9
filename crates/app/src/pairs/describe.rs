//! From what was typed to a pair. Every wrong field is named at once.

use domain::pair::{Guard, Network, Pair, PairAppliance, Proxy, Stated, Trust};
use domain::role::{Both, Side};
use domain::settings::Settings;

use crate::desk::Desk;
use crate::error::WireError;
use crate::input::{self, Fields};
use crate::wire::{AddPair, EditPair, PairOptions};

pub(super) fn new_pair(desk: &Desk, request: &AddPair) -> Result<Pair, WireError> {
    let mut fields = Fields::default();
    let options = &request.options;
    let site_name = match &options.site_name {
        Some(text) => fields.take("--site-name", input::endpoint(text)),
        None => {
            fields.wrong("--site-name", "it is missing");
            None
        }
    };
    let mut appliances = Vec::new();
    for (index, text) in options.appliances.iter().enumerate() {
        let read = input::labelled(text).and_then(|(label, at)| Ok((label.to_owned(), input::endpoint(at)?)));
        appliances.push(fields.take_at(("--appliance", index), read));
    }
    if options.appliances.len() != 2 {
        fields.wrong("--appliance", format!("a pair has two appliances; {} given", options.appliances.len()));
    }
    let (Some(site_name), [Some(home), Some(stand_in)]) = (site_name, appliances.as_slice()) else {
        // What else is wrong is told too, as far as it can be without the appliances.
        parse_alone(&mut fields, options);
        fields.end()?;
        return Err(WireError::bad_input("the pair cannot be described", "It needs a site name and two appliances."));
    };
    let appliance = |(label, address): &(String, domain::pair::Endpoint)| PairAppliance {
        id: desk.engine.new_appliance_id(),
        label: label.clone(),
        address: address.clone(),
        server_name: None,
        trust: Trust::System,
        guid: None,
        swing_address: None,
        client_id: None,
    };
    let mut pair = Pair {
        id: desk.engine.new_pair_id(),
        name: request.name.trim().to_owned(),
        site_name,
        site_address: None,
        network: Network::SharedIp,
        shared_ips: Vec::new(),
        resolvers: Vec::new(),
        proxy: Proxy::Direct,
        guard: Guard::Production,
        product: None,
        client_id: None,
        note: String::new(),
        settings: std::collections::BTreeMap::new(),
        stated: Stated::default(),
        appliances: Both::new(appliance(home), appliance(stand_in)),
    };
    take_options(&mut fields, &mut pair, options);
    fields.end()?;
    Ok(pair)
}

pub(super) fn change(pair: &mut Pair, request: &EditPair) -> Result<(), WireError> {
    let mut fields = Fields::default();
    let options = &request.options;
    if let Some(name) = &request.new_name {
        name.trim().clone_into(&mut pair.name);
    }
    if let Some(text) = &options.site_name
        && let Some(site_name) = fields.take("--site-name", input::endpoint(text))
    {
        pair.site_name = site_name;
    }
    for (index, text) in options.appliances.iter().enumerate() {
        let read = input::labelled(text).and_then(|(label, at)| Ok((side(pair, label)?, input::endpoint(at)?)));
        if let Some((side, address)) = fields.take_at(("--appliance", index), read) {
            pair.appliances.of_mut(side).address = address;
        }
    }
    if let Some(client_id) = &options.client_id {
        pair.client_id = Some(client_id.clone()).filter(|id| !id.is_empty());
    }
    take_options(&mut fields, pair, options);
    fields.end()
}

/// Options that need no appliance, read only to say what is wrong in them.
fn parse_alone(fields: &mut Fields, options: &PairOptions) {
    if let Some(text) = &options.network {
        fields.take("--network", input::network(text));
    }
    if let Some(text) = &options.guard {
        fields.take("--guard", input::guard(text));
    }
    if let Some(text) = &options.proxy {
        fields.take("--proxy", input::proxy(text));
    }
    for text in &options.shared_ips {
        fields.take("--shared-ip", input::ip(text));
    }
    for text in &options.resolvers {
        fields.take("--resolver", input::resolver(text));
    }
}

fn take_options(fields: &mut Fields, pair: &mut Pair, options: &PairOptions) {
    for text in &options.server_names {
        let read = own_or_both(pair, text).and_then(|(sides, name)| Ok((sides, input::server_name(name)?)));
        if let Some((sides, name)) = fields.take("--server-name", read) {
            sides.into_iter().for_each(|side| pair.appliances.of_mut(side).server_name = Some(name.clone()));
        }
    }
    for text in &options.trusts {
        let read = own_or_both(pair, text).and_then(|(sides, trust)| Ok((sides, input::trust(trust)?)));
        if let Some((sides, trust)) = fields.take("--trust", read) {
            sides.into_iter().for_each(|side| pair.appliances.of_mut(side).trust = trust.clone());
        }
    }
    for text in &options.swing_addresses {
        let read = input::labelled(text).and_then(|(label, ip)| Ok((side(pair, label)?, input::ip(ip)?)));
        if let Some((side, ip)) = fields.take("--swing-address", read) {
            pair.appliances.of_mut(side).swing_address = Some(ip);
        }
    }
    if let Some(network) = options.network.as_deref().and_then(|text| fields.take("--network", input::network(text))) {
        pair.network = network;
    }
    match options.site_address.as_deref() {
        None => {}
        Some("") => pair.site_address = None,
        Some(text) => pair.site_address = fields.take("--site-address", input::endpoint(text)),
    }
    if let Some(guard) = options.guard.as_deref().and_then(|text| fields.take("--guard", input::guard(text))) {
        pair.guard = guard;
    }
    if let Some(proxy) = options.proxy.as_deref().and_then(|text| fields.take("--proxy", input::proxy(text))) {
        pair.proxy = proxy;
    }
    if !options.shared_ips.is_empty() {
        let given = options.shared_ips.iter().filter(|text| !text.is_empty());
        pair.shared_ips = given.filter_map(|text| fields.take("--shared-ip", input::ip(text))).collect();
    }
    if !options.resolvers.is_empty() {
        let given = options.resolvers.iter().filter(|text| !text.is_empty());
        pair.resolvers = given.filter_map(|text| fields.take("--resolver", input::resolver(text))).collect();
    }
    if let Some(note) = &options.note {
        pair.note.clone_from(note);
    }
    for text in &options.settings {
        own_setting(fields, pair, text);
    }
}

fn own_setting(fields: &mut Fields, pair: &mut Pair, text: &str) {
    let Some((key, value)) = text.split_once('=') else {
        return fields.wrong("--set", format!("'{text}' is not of the form KEY=VALUE"));
    };
    if !Settings::KEYS.contains(&key) {
        return fields.wrong("--set", format!("there is no setting '{key}'"));
    }
    if value.is_empty() {
        pair.settings.remove(key);
        return;
    }
    if let Some(canonical) = fields.take("--set", Settings::default().set(key, value)) {
        pair.settings.insert(key.to_owned(), canonical);
    }
}

fn side(pair: &Pair, label: &str) -> Result<Side, String> {
    pair.side_of_label(label).ok_or_else(|| {
        format!("no appliance of this pair has the label '{label}' (it has {})", super::labels(pair).join(" and "))
    })
}

/// `LABEL=VALUE` for one appliance, `VALUE` for both. A value may hold `=` itself: only a label counts.
fn own_or_both<'a>(pair: &Pair, text: &'a str) -> Result<(Vec<Side>, &'a str), String> {
    match text.split_once('=') {
        Some((label, value)) if pair.side_of_label(label).is_some() => Ok((vec![side(pair, label)?], value)),
        Some((label, _)) if !label.contains([':', '/']) => side(pair, label).map(|side| (vec![side], text)),
        _ => Ok((Side::BOTH.to_vec(), text)),
    }
}
