//! `check_health` (appliance-api section 2.1).

use super::{Parameters, Said, status};
use crate::face::xml::Element;
use crate::model::Model;
use crate::seed::Seeded;
use crate::switch::V1Health;
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Parameters) -> Said {
    let reading = match model.switches().v1_health {
        V1Health::Fresh => model.reading(who),
        V1Health::Repeated => model.repeated_reading(who),
    };
    let (stamp_ms, text) = reading.sync_told(model.switches().v1_sync_fields);
    let messages = reading.problem.iter().flat_map(|problem| problem.lines());
    let ips = reading.shared_ips.iter().map(|ip| Element::of("ip", ip));
    let has_ips = !reading.shared_ips.is_empty();
    let document =
        Element::new("health_check")
            .child(Element::of("appliance", &reading.hostname).attribute("id", &reading.guid))
            .child(Element::of("version", version(&reading.version, &reading.build)))
            .child(Element::of("success", u8::from(reading.problem.is_none())))
            .children(messages.map(|message| Element::of("error_message", message)))
            .child(Element::of("failover_role", &reading.role_said))
            .children(has_ips.then(|| Element::new("enabled_shared_ips").children(ips)))
            .children(stamp_ms.map(|at_ms| {
                Element::of("last_data_sync_time", rfc3339(at_ms)).attribute("ts", at_ms.div_euclid(1000))
            }))
            .children(text.map(|text| Element::of("last_data_sync_status", text)));
    let status = match reading.problem {
        None => 200,
        Some(_) => status(model.switches().v1_unhealthy_status),
    };
    Said::Document(status, document)
}

/// Version, build, and the hash that goes with the build, in one text.
fn version(version: &str, build: &str) -> String {
    let mut made = Seeded::new(0, build);
    let hash = made.hex32() + &made.hex32();
    format!("{version} ({build}-{})", hash.get(..40).unwrap_or_default())
}
