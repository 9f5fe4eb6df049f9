//! From journal, ledger and evidence to everything the document says of them.

mod changes;
mod checks;
mod course;
mod events;
mod evidence;
mod limits;
mod phases;
mod summary;
mod timeline;
mod what;
mod who;
mod writes;

use domain::journal::format;
use domain::observation::Product;
use domain::role::Side;
use domain::time::Utc;
use ledger::Ledger;
use ledger::chain::read_chain;

use crate::document::{DERIVATION, Report, When};
use crate::material::Material;
use crate::read::ReportError;
use crate::replay::{Facts, Replay, replay};
use crate::standpoint::product;
use crate::words::Labels;
use crate::zone::zone;
use ledger::Journalled;
use ledger::journalled::context;

/// Times further off than this, such as those of a clock that was never set, are shown by the nearest offset. 400 days.
const FAR_MS: i64 = 400 * 86_400_000;

/// What every part is made from.
pub(crate) struct Told<'a> {
    pub(crate) material: &'a Material,
    pub(crate) product: Option<Product>,
    pub(crate) replay: Replay,
    pub(crate) ledger: Ledger,
    pub(crate) labels: Labels,
    pub(crate) as_of: Utc,
}

/// Reads the material, and makes the report of it.
pub(crate) fn report(material: &Material) -> Result<Report, ReportError> {
    let id = material.maintenance;
    let entries = format::read_chain(id, &material.journal).map_err(ReportError::Journal)?;
    let facts = read_chain(id, &material.ledger).map_err(ReportError::Ledger)?;
    let of_the_pair = material.product.or_else(|| product(&entries));
    let told =
        Facts { sealed: &material.ledger, written: &facts, own_accounts: &material.own_accounts, product: of_the_pair };
    let replay = replay(id, entries, &told).map_err(ReportError::Rules)?;
    let mut ledger = Ledger::new(context(&replay.maintenance, &material.own_accounts));
    for fact in &facts {
        ledger.take(fact.seq, &fact.fact);
    }
    let labels = Labels(replay.maintenance.planned.appliances.map(|_, appliance| appliance.label.clone()));
    let as_of = replay.entries.last().map_or(replay.maintenance.planned_at, |entry| entry.stamp.at);
    Ok(self::told(&Told { material, product: of_the_pair, replay, ledger, labels, as_of }))
}

fn told(told: &Told<'_>) -> Report {
    let m = &told.replay.maintenance;
    let (changes, coverage) = changes::changes(told, &Journalled::of(m, told.product, told.as_of));
    let timeline = timeline::timeline(told);
    let (gaps_sentence, gaps) = timeline::gaps(told);
    let phases = phases::phases(told, &timeline, &gaps);
    let checks = checks::checks(told);
    let planned = when_planned(told);
    let times = planned.iter().flat_map(|window| [window.from, window.to]);
    let times = times.chain(changes.list.iter().filter_map(|change| change.at));
    let times = times.chain([m.planned_at, told.as_of, coverage.from, coverage.to]);
    let (from, to) = times.fold((m.planned_at, told.as_of), |(from, to), at| (from.min(at), to.max(at)));
    let (from, to) = (from.max(m.planned_at.plus_ms(-FAR_MS)), to.min(told.as_of.plus_ms(FAR_MS)));
    let name = m.planned.intent.zone.as_deref().or(told.material.zone.as_deref());
    let (evidence_missing, readings, readings_with_evidence) = evidence::evidence(told);
    let outcome = summary::outcome(told, &changes);
    let open_points = summary::open_points(told, &changes);
    let (headline, sentence) = summary::sentences(told, outcome, &open_points, &changes);
    Report {
        derivation: DERIVATION,
        outcome,
        headline,
        sentence,
        open_points,
        what: what::what(told),
        who: who::who(told),
        when: When {
            zone: zone(name, from, to),
            planned,
            actual: crate::document::Span { from: m.planned_at, to: m.ended_at },
            as_of: told.as_of,
        },
        steps: course::steps(told, &changes, &checks),
        ways: course::ways(told),
        commands: course::commands(told),
        legs: course::legs(told),
        checks,
        acknowledgements: checks::acknowledgements(told),
        users: checks::users(told),
        writes: writes::writes(told),
        not_proven: limits::limits(told, &coverage, &evidence_missing),
        verdicts: told.replay.verdicts.clone(),
        events: events::events(told),
        timeline,
        phases,
        changes,
        coverage,
        gaps_sentence,
        gaps,
        evidence_missing,
        readings,
        readings_with_evidence,
    }
}

fn when_planned(told: &Told<'_>) -> Vec<crate::document::PlannedWindow> {
    use domain::plan::LegName;
    let intent = &told.replay.maintenance.planned.intent;
    let windows = [(LegName::Outbound, &intent.window), (LegName::Return, &intent.return_window)];
    let planned = windows.into_iter().filter_map(|(leg, window)| {
        let window = window.as_ref()?;
        Some(crate::document::PlannedWindow { leg, from: window.start, to: window.end })
    });
    planned.collect()
}

impl Told<'_> {
    /// The label of a side.
    pub(crate) fn label(&self, side: Side) -> &str {
        self.labels.of(side)
    }
}

/// Milliseconds between two times; none where the second is not there, or where the clock was set back between them.
pub(crate) fn took(from: Utc, to: Option<Utc>) -> Option<u64> {
    to.and_then(|to| u64::try_from(to.since_ms(from)).ok())
}
