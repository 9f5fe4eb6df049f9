//! What was planned, and the appliances as they were seen first and last.

use domain::observation::Reading;
use domain::role::Side;

use super::Told;
use crate::document::{Appliance, What};
use crate::replay::round_of;

pub(super) fn what(told: &Told<'_>) -> What {
    let planned = &told.replay.maintenance.planned;
    let intent = &planned.intent;
    What {
        title: intent.title.clone(),
        kind: intent.kind,
        ticket: intent.ticket.clone(),
        reason: intent.reason.clone(),
        risk: intent.risk.clone(),
        back_out: intent.back_out.clone(),
        pair: planned.pair_name.clone(),
        site_name: planned.site_name.clone(),
        guard: planned.guard,
        network: planned.network,
        product: told.product,
        taken_up: planned.taken_up,
        appliances: Side::BOTH.into_iter().map(|side| appliance(told, side)).collect(),
    }
}

fn appliance(told: &Told<'_>, side: Side) -> Appliance {
    let m = &told.replay.maintenance;
    let planned = m.planned.appliances.of(side);
    let guids = [&planned.guid, m.guids.of(side)];
    let readings: Vec<&Reading> = told
        .replay
        .entries
        .iter()
        .filter_map(|entry| round_of(&entry.event)?.of(side).reading())
        .filter(|reading| reading.guid.as_ref().is_none_or(|guid| guids.contains(&guid)))
        .collect();
    let version = |reading: &&Reading| {
        let version = reading.version.as_ref()?;
        Some(reading.build.as_ref().map_or_else(|| version.clone(), |build| format!("{version} build {build}")))
    };
    let role = |reading: &&Reading| reading.role.as_ref().map(|role| role.text().to_owned());
    let forth = || readings.iter();
    let back = || readings.iter().rev();
    let offsets = || readings.iter().filter_map(|reading| reading.clock_offset_ms);
    Appliance {
        side,
        label: planned.label.clone(),
        address: planned.address.clone(),
        server_name: planned.server_name.clone(),
        guid: planned.guid.to_string(),
        guid_accepted: (m.guids.of(side) != &planned.guid).then(|| m.guids.of(side).to_string()),
        hostname: back().find_map(|reading| reading.hostname.clone()),
        role_before: forth().find_map(role),
        role_after: back().find_map(role),
        version_before: forth().find_map(version),
        version_after: back().find_map(version),
        sync_before: forth().find_map(|reading| reading.last_sync),
        sync_after: back().find_map(|reading| reading.last_sync),
        shared_ips: back().find_map(|reading| reading.shared_ips.clone()).unwrap_or_default(),
        clock_least_ms: offsets().min(),
        clock_greatest_ms: offsets().max(),
    }
}
