//! Pairs: described, tested, accepted, stated about, removed.

mod describe;
mod history;
mod show;

use domain::pair::{Pair, Statement};
use domain::role::{Both, Side};
use engine::{ApplianceTest, EngineError};

use crate::desk::Desk;
use crate::error::WireError;
use crate::input::{self, Fields};
use crate::wire;

pub(crate) async fn list(desk: &Desk, _request: wire::ListPairs) -> Result<wire::PairList, WireError> {
    let mut list = Vec::new();
    for pair in desk.engine.pairs()? {
        list.push(show::pair(desk, &pair, false).await?);
    }
    Ok(wire::PairList(list))
}

pub(crate) async fn show(desk: &Desk, request: wire::NamePair) -> Result<wire::Pair, WireError> {
    let pair = desk.engine.pair(&request.name)?;
    show::pair(desk, &pair, true).await
}

/// Saves first, then tests as far as it can: an appliance that is away does not keep a pair from being described. Two
/// addresses of one appliance are taken back.
pub(crate) async fn add(desk: &Desk, request: wire::AddPair) -> Result<wire::PairSaved, WireError> {
    if request.options.client_id.is_none() && !desk.typed.is_empty() {
        return Err(WireError::bad_input(
            "a secret was typed, but no client id",
            "Give both the client id and the secret, or neither.",
        ));
    }
    let pair = describe::new_pair(desk, &request)?;
    desk.engine.add_pair(&pair)?;
    let mut secret_not_kept = None;
    if let Some(client_id) = request.options.client_id.as_deref() {
        let kept = keep_secrets(desk, &pair, None, client_id).await;
        secret_not_kept = match kept {
            Ok(not_kept) => not_kept,
            Err(error) => {
                desk.engine.remove_pair(&pair.name).await?;
                return Err(error);
            }
        };
    }
    let test = if desk.typed.is_empty() {
        None
    } else {
        match desk.engine.test_pair(&pair.name).await {
            Ok((_, tests)) => {
                remember_product(desk, &pair.name, &tests)?;
                Some(show::test(&pair, &tests))
            }
            Err(error @ EngineError::SameAppliance { .. }) => {
                desk.engine.remove_pair(&pair.name).await?;
                return Err(error.into());
            }
            Err(error) => {
                Some(wire::PairTest { pair: pair.name.clone(), appliances: Vec::new(), error: Some(error.into()) })
            }
        }
    };
    let pair = show::pair(desk, &desk.engine.pair(&pair.name)?, true).await?;
    Ok(wire::PairSaved { pair, test, secret_not_kept })
}

/// The certificates both addresses show, for a person to compare before anything is trusted. Nothing is kept and nothing
/// is sent.
pub(crate) async fn inspect(desk: &Desk, request: wire::AddPair) -> Result<wire::Inspected, WireError> {
    let pair = describe::new_pair(desk, &request)?;
    let mut appliances = Vec::new();
    for side in Side::BOTH {
        let certificate = desk.engine.host().ways.shown(&pair, side).await;
        let appliance = pair.appliance(side);
        appliances.push(wire::Shown {
            label: appliance.label.clone(),
            address: appliance.address.to_string(),
            certificate: certificate.as_ref().map(show::certificate),
        });
    }
    Ok(wire::Inspected { appliances })
}

pub(crate) async fn history(desk: &Desk, request: wire::NamePair) -> Result<wire::History, WireError> {
    let pair = desk.engine.pair(&request.name)?;
    history::of(desk, &pair)
}

/// Puts what was typed into the keychain. Where there is none, or it is locked, the client id is noted all the same and
/// the reason is handed back: the secret is then typed for each run.
async fn keep_secrets(
    desk: &Desk,
    pair: &Pair,
    label: Option<&str>,
    client_id: &str,
) -> Result<Option<WireError>, WireError> {
    let mut not_kept = None;
    let mut typed: Vec<_> = match label {
        Some(label) => desk.typed.of(Some(label)).map(|secret| (Some(label), secret)).into_iter().collect(),
        None => desk.typed.each().collect(),
    };
    typed.sort_by_key(|(label, _)| label.is_some());
    for (label, secret) in typed {
        match desk.engine.put_credential(&pair.name, label, client_id, secret.clone()).await {
            Ok(_) => {}
            Err(error @ EngineError::Keychain { .. }) if error.code() != crate::codes::SECRET_TOO_LONG => {
                desk.engine.host().secrets.give_for(pair.id, label, secret.clone());
                not_kept = Some(WireError::from(error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut pair = desk.engine.pair(&pair.name)?;
    match label.and_then(|label| pair.side_of_label(label)) {
        Some(side) => pair.appliances.of_mut(side).client_id = Some(client_id.to_owned()),
        None => drop(desk.engine.note_client_id(&pair.name, client_id)?),
    }
    if label.is_some() {
        desk.engine.change_pair(&pair)?;
    }
    Ok(not_kept)
}

pub(crate) async fn edit(desk: &Desk, request: wire::EditPair) -> Result<wire::Pair, WireError> {
    let mut pair = desk.engine.pair(&request.name)?;
    describe::change(&mut pair, &request)?;
    desk.engine.change_pair(&pair)?;
    show::pair(desk, &desk.engine.pair(&pair.name)?, true).await
}

pub(crate) async fn remove(desk: &Desk, request: wire::NamePair) -> Result<wire::PairRemoved, WireError> {
    let name = desk.engine.pair(&request.name)?.name;
    desk.engine.remove_pair(&name).await?;
    Ok(wire::PairRemoved { removed: name })
}

pub(crate) async fn test(desk: &Desk, request: wire::NamePair) -> Result<wire::PairTest, WireError> {
    let (pair, tests) = desk.engine.test_pair(&request.name).await?;
    if desk.engine.is_driver() {
        remember_product(desk, &pair.name, &tests)?;
    }
    Ok(show::test(&pair, &tests))
}

/// The product is found by asking, and kept once it was told.
fn remember_product(desk: &Desk, name: &str, tests: &Both<ApplianceTest>) -> Result<(), WireError> {
    let mut pair = desk.engine.pair(name)?;
    let told = Side::BOTH.into_iter().find_map(|side| tests.of(side).capabilities.as_ref().ok()?.product);
    if pair.product.is_none() && told.is_some() {
        pair.product = told;
        desk.engine.change_pair(&pair)?;
    }
    Ok(())
}

pub(crate) async fn credential(desk: &Desk, request: wire::PutCredential) -> Result<wire::PairSaved, WireError> {
    let pair = desk.engine.pair(&request.name)?;
    if let Some(label) = &request.appliance
        && pair.side_of_label(label).is_none()
    {
        return Err(EngineError::NoSuchAppliance { pair: pair.name, label: label.clone() }.into());
    }
    if desk.typed.is_empty() {
        return Err(WireError::bad_input("no secret was typed", "Give the secret that belongs to this client id."));
    }
    let label = request.appliance.as_deref();
    let secret_not_kept = keep_secrets(desk, &pair, label, &request.client_id).await?;
    let pair = show::pair(desk, &desk.engine.pair(&pair.name)?, true).await?;
    Ok(wire::PairSaved { pair, test: None, secret_not_kept })
}

pub(crate) async fn accept(desk: &Desk, request: wire::AcceptAppliance) -> Result<wire::Pair, WireError> {
    let mut fields = Fields::default();
    let guid = request.guid.as_deref().and_then(|text| fields.take("--guid", text.parse()));
    let pin = request.pin.as_deref().and_then(|text| fields.take("--pin", input::pin(text)));
    if request.guid.is_none() && request.pin.is_none() {
        fields.wrong("--guid, --pin", "give what you compared: the new GUID, the new key's fingerprint, or both");
    }
    let by = request.confirmed_by.as_deref().map(str::trim);
    if by == Some("") {
        fields.wrong("--confirmed-by", "name who compared it");
    }
    fields.end()?;
    let pair = desk.engine.accept(&request.name, &request.label, guid, pin, by)?;
    show::pair(desk, &pair, true).await
}

pub(crate) async fn state(desk: &Desk, request: wire::StatePair) -> Result<wire::Pair, WireError> {
    let mut pair = desk.engine.pair(&request.name)?;
    let (by, at) = (desk.engine.host().user.clone(), desk.engine.host().clock.now_utc());
    let mut fields = Fields::default();
    let mut given = 0;
    let mut on_off = |fields: &mut Fields, field: &str, text: &Option<String>, place: &mut Option<Statement<bool>>| {
        let Some(text) = text else { return };
        given += 1;
        if let Some(value) = fields.take(field, input::on_off(text)) {
            *place = Some(Statement { value, by: by.clone(), at });
        }
    };
    let stated = &mut pair.stated;
    on_off(&mut fields, "--automatic-failover", &request.automatic_failover, &mut stated.automatic_failover);
    on_off(&mut fields, "--backup-operations", &request.backup_operations, &mut stated.backup_operations);
    on_off(&mut fields, "--alert-mail", &request.alert_mail, &mut stated.alert_mail);
    if let Some(text) = &request.sync_interval {
        given += 1;
        if let Some(span) = fields.take("--sync-interval", input::span(text)) {
            if span.ms() == 0 || !span.ms().is_multiple_of(1000) {
                fields.wrong("--sync-interval", "an interval is at least one whole second");
            }
            stated.sync_interval_s = Some(Statement { value: span.ms() / 1000, by: by.clone(), at });
        }
    }
    if let Some(text) = &request.test_ips {
        given += 1;
        let mut ips = Vec::new();
        for one in text.split(',').filter(|one| !one.trim().is_empty()) {
            ips.extend(fields.take("--test-ips", input::ip(one)));
        }
        stated.test_ips = Some(Statement { value: ips, by: by.clone(), at });
    }
    if given == 0 {
        fields.wrong(
            "pairs state",
            "nothing is stated: automatic failover, backup operations, sync interval, test IPs or alert mail",
        );
    }
    fields.end()?;
    desk.engine.change_pair(&pair)?;
    show::pair(desk, &pair, true).await
}

/// The label of a pair, the home primary first.
pub(crate) fn labels(pair: &Pair) -> [&str; 2] {
    [&pair.appliance(Side::Home).label, &pair.appliance(Side::StandIn).label]
}
