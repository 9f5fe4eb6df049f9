//! Planning a maintenance from what was typed.

use domain::plan::{Intent, Kind, Window};

use crate::desk::Desk;
use crate::error::WireError;
use crate::input::{self, Fields};
use crate::maintenance;
use crate::wire;

pub(crate) async fn plan(desk: &Desk, request: wire::PlanMaintenance) -> Result<wire::Maintenance, WireError> {
    let intent = intent(&request)?;
    let number = desk.engine.plan(&request.pair, intent, request.take_up).await?;
    maintenance::show(desk, wire::NameMaintenance { id: number.to_string() }).await
}

fn intent(request: &wire::PlanMaintenance) -> Result<Intent, WireError> {
    let mut fields = Fields::default();
    let kind = match request.kind.as_deref() {
        None | Some("maintenance") => Kind::Maintenance,
        Some("upgrade") => Kind::Upgrade,
        Some(other) => {
            fields.wrong("--kind", format!("'{other}' is not maintenance or upgrade"));
            Kind::Maintenance
        }
    };
    let zone = match request.zone.as_deref() {
        None => Some(jiff::tz::TimeZone::system()),
        Some(name) => fields.take("--zone", jiff::tz::TimeZone::get(name)),
    };
    let zone = zone.unwrap_or(jiff::tz::TimeZone::UTC);
    let mut window = |from: (&str, &Option<String>), to: (&str, &Option<String>)| match (from.1, to.1) {
        (None, None) => None,
        (Some(start), Some(end)) => {
            let start = fields.take(from.0, input::time(start, &zone));
            let end = fields.take(to.0, input::time(end, &zone));
            start.zip(end).map(|(start, end)| Window { start, end })
        }
        (Some(_), None) => {
            fields.wrong(to.0, format!("a window has two ends; {} is given alone", from.0));
            None
        }
        (None, Some(_)) => {
            fields.wrong(from.0, format!("a window has two ends; {} is given alone", to.0));
            None
        }
    };
    let outbound = window(("--start", &request.start), ("--end", &request.end));
    let back = window(("--return-start", &request.return_start), ("--return-end", &request.return_end));
    fields.end()?;
    let has_window = outbound.is_some() || back.is_some();
    Ok(Intent {
        title: request.title.trim().to_owned(),
        kind,
        ticket: text(&request.ticket),
        reason: text(&request.reason),
        risk: text(&request.risk),
        back_out: text(&request.back_out),
        requester: text(&request.requester),
        approver: text(&request.approver),
        window: outbound,
        return_window: back,
        zone: zone.iana_name().filter(|_| has_window).map(ToOwned::to_owned),
    })
}

/// An empty text says nothing.
fn text(given: &Option<String>) -> Option<String> {
    given.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}
