//! A pair as it looks now, once or again and again.

use domain::role::{Role, Side};
use engine::{ApplianceStatus, PairStatus};

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire::{self, Heard, seconds};
use crate::words;

pub(crate) async fn get(desk: &Desk, request: wire::LookAt) -> Result<wire::StatusList, WireError> {
    if let Some(name) = request.name {
        return Ok(wire::StatusList::One(Box::new(one(desk, &name).await?)));
    }
    let mut list = Vec::new();
    for pair in desk.engine.pairs()? {
        list.push(told(&desk.engine.status(&pair).await?));
    }
    Ok(wire::StatusList::All(list))
}

/// Reads at rest until told to stop; each reading is heard. The last one is the answer.
pub(crate) async fn watch(desk: &Desk, request: wire::NamePair) -> Result<wire::StatusList, WireError> {
    loop {
        let status = one(desk, &request.name).await?;
        desk.hear(Heard::Status(Box::new(status.clone())));
        let rest = desk.engine.settings(&desk.engine.pair(&request.name)?)?.poll_rest;
        if desk.pause_ms(rest.ms()).await {
            return Ok(wire::StatusList::One(Box::new(status)));
        }
    }
}

pub(crate) async fn one(desk: &Desk, name: &str) -> Result<wire::PairStatus, WireError> {
    let pair = desk.engine.pair(name)?;
    Ok(told(&desk.engine.status(&pair).await?))
}

pub(crate) fn told(status: &PairStatus) -> wire::PairStatus {
    let label = |side: Side| status.appliances.of(side).label.clone();
    wire::PairStatus {
        pair: status.pair.name.clone(),
        state: words::state(status.state.name).to_owned(),
        tone: words::tone(status.state.tone).to_owned(),
        sentence: status.state.sentence.clone(),
        next: status.state.next.clone(),
        appliances: Side::BOTH.into_iter().map(|side| appliance(status.appliances.of(side))).collect(),
        site: wire::Site {
            answered_by: status.site_answered_by.map(label),
            guid: status.site_guid.as_ref().map(ToString::to_string),
            trouble: status.site_trouble.as_ref().map(words::trouble),
        },
        maintenance: status.maintenance.map(|number| number.to_string()),
    }
}

fn appliance(told: &ApplianceStatus) -> wire::ApplianceStatus {
    let (role, role_text) = match told.role_text.clone().map(Role::from) {
        None => ("unknown", None),
        Some(Role::Unrecognised(text)) => ("unknown", Some(text)),
        Some(Role::Primary) => ("primary", None),
        Some(Role::Backup) => ("backup", None),
        Some(Role::None) => ("none", None),
    };
    wire::ApplianceStatus {
        label: told.label.clone(),
        guid: told.guid.as_ref().map(ToString::to_string),
        reachable: told.reachable,
        role: role.to_owned(),
        role_text,
        second_hand: told.second_hand,
        assigned_role: told.assigned_role.map(|role| role.text()),
        product: told.product.map(words::product),
        api: words::api(told.api),
        version: told.version.clone(),
        build: told.build.clone(),
        healthy: told.healthy,
        errors: told.errors.clone(),
        shared_ips: told.shared_ips.clone(),
        last_sync: told.last_sync.map(|at| at.to_string()),
        last_sync_text: told.last_sync_text.clone(),
        clock_offset_s: told.clock_offset_ms.map(seconds),
        observed_at: told.observed_at.to_string(),
        age_s: seconds(i64::try_from(told.age_ms).unwrap_or(i64::MAX)),
        trouble: told.trouble.as_ref().map(words::trouble),
        certificate_until: told.certificate_until.map(|at| at.to_string()),
        users: told.users.map(|(count, _)| count),
        users_at: told.users.map(|(_, at)| at.to_string()),
    }
}
