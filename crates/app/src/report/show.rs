//! A report as a window shows it, and the page itself.

use std::sync::Arc;

use report::Document;
use report::document::Phase;

use super::sign::{Closing, as_kept};
use super::{aside, document, in_form, kept, verified};
use crate::desk::Desk;
use crate::error::WireError;
use crate::wire::{self, KeptReport, ReportPhase, ReportShown, ReportUsual, ReportVerified, seconds};
use crate::words;

/// Made from the record as it is now. What is checked is the document that is kept, where one is: its bytes as they lie there.
pub(crate) async fn show(desk: &Desk, request: wire::NameMaintenance) -> Result<ReportShown, WireError> {
    let number = desk.number(&request.id)?;
    let (engine, rehearsal) = (Arc::clone(&desk.engine), desk.rehearsal);
    aside(move || {
        let document = document(&engine, rehearsal, number)?;
        let json = std::fs::read(engine.report_place(number, "json")).ok();
        let document = as_kept(document, json.as_deref().and_then(Closing::of));
        let kept = kept::standing(&engine, number, &document, json.as_deref());
        let proof = match json {
            Some(json) => verified(&json, None),
            None => verified(&in_form(&document, "json")?, None),
        };
        Ok(shown(&document, kept, proof))
    })
    .await
}

fn shown(document: &Document, kept: Option<KeptReport>, proof: ReportVerified) -> ReportShown {
    let report = &document.report;
    ReportShown {
        id: document.number.to_string(),
        title: report.what.title.clone(),
        pair: report.what.pair.clone(),
        site_name: report.what.site_name.clone(),
        outcome: words::report_outcome(report.outcome).to_owned(),
        headline: report.headline.clone(),
        sentence: report.sentence.clone(),
        open_points: report.open_points.clone(),
        began_at: report.when.actual.from.to_string(),
        ended_at: report.when.actual.to.map(|at| at.to_string()),
        phases: report.phases.iter().map(phase).collect(),
        markdown: report::markdown(document),
        kept,
        proof,
    }
}

fn phase(phase: &Phase) -> ReportPhase {
    let span = |ms: u64| seconds(i64::try_from(ms).unwrap_or(i64::MAX));
    ReportPhase {
        phase: words::report_phase(phase.phase).to_owned(),
        leg: phase.leg.map(|leg| words::leg(leg).to_owned()),
        words: phase.words.clone(),
        from: phase.from.to_string(),
        to: phase.to.map(|at| at.to_string()),
        took_s: phase.took_ms.map(span),
        planned_s: phase.planned_ms.map(span),
        usual: phase.usual.as_ref().map(|usual| ReportUsual {
            samples: usual.samples,
            shortest_s: span(usual.shortest_ms),
            p50_s: span(usual.p50_ms),
            p90_s: span(usual.p90_ms),
            longest_s: span(usual.longest_ms),
        }),
        band: phase.band.map(|band| words::report_band(band).to_owned()),
    }
}

/// The page of a report, made now from the record; signed where the one that is kept is, and says the same.
pub(crate) async fn preview(desk: &Desk, request: wire::NameMaintenance) -> Result<wire::ReportPreview, WireError> {
    let number = desk.number(&request.id)?;
    let (engine, rehearsal) = (Arc::clone(&desk.engine), desk.rehearsal);
    let html = aside(move || {
        let document = document(&engine, rehearsal, number)?;
        let json = std::fs::read(engine.report_place(number, "json")).ok();
        Ok(report::html(&as_kept(document, json.as_deref().and_then(Closing::of))))
    })
    .await?;
    Ok(wire::ReportPreview { html })
}
