//! The past of a pair: its maintenances, and how long each phase usually takes there.

use domain::pair::Pair;
use domain::plan::LegName;
use engine::Learned;

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire::{self, seconds};
use crate::words;

pub(super) fn of(desk: &Desk, pair: &Pair) -> Result<wire::History, WireError> {
    let mut passages = Vec::new();
    let mut learned = Learned::default();
    for row in desk.engine.maintenances()?.into_iter().rev().filter(|row| row.pair_name == pair.name) {
        // A journal that cannot be read says so where it is opened; the others still tell.
        let Ok((record, entries)) = desk.engine.record(row.number) else { continue };
        let m = &record.maintenance;
        if m.planned.pair != pair.id {
            continue;
        }
        learned.add(m, &entries);
        let done = |leg: LegName| m.leg(leg).done.as_ref().map(|(_, at)| at.to_string());
        passages.push(wire::Passage {
            id: row.number.to_string(),
            title: row.title,
            stage: row.stage,
            open: row.open,
            planned_at: m.planned_at.to_string(),
            out_at: done(LegName::Outbound),
            back_at: done(LegName::Return),
            ended_at: m.ended_at.map(|at| at.to_string()),
        });
    }
    let span_s = |ms: u64| seconds(i64::try_from(ms).unwrap_or(i64::MAX));
    let usual = learned.usual().into_iter().map(|usual| wire::Usual {
        phase: words::usual_phase(usual.phase),
        samples: usual.samples,
        shortest_s: span_s(usual.shortest_ms),
        longest_s: span_s(usual.longest_ms),
        p50_s: span_s(usual.p50_ms),
        p90_s: span_s(usual.p90_ms),
    });
    let (roles, syncs) = desk.engine.seen(pair)?;
    let spans = roles.into_iter().filter_map(|span| {
        // An appliance that was replaced in the description is no lane of this pair's picture any more.
        let side = pair.side_of_appliance(span.appliance)?;
        let label = pair.appliance(side).label.clone();
        Some(wire::RoleSpan { label, from: span.from.to_string(), until: span.until.to_string(), role: span.role })
    });
    Ok(wire::History {
        passages,
        usual: usual.collect(),
        roles: spans.collect(),
        syncs: syncs.iter().map(ToString::to_string).collect(),
    })
}
