//! `get_api_info`: version, clock, permissions (appliance-api sections 2.5 and 8).

use super::{Parameters, Said};
use crate::face::permissions;
use crate::face::xml::Element;
use crate::model::Model;
use crate::switch::V1InfoRoot;
use crate::which::Which;

/// The API of each product version, newest first; before the oldest there is no failover in it.
const API_VERSIONS: [((u32, u32), &str); 13] = [
    ((24, 0), "1.24.1"),
    ((23, 0), "1.23.1"),
    ((22, 2), "1.22.2"),
    ((22, 0), "1.22.1"),
    ((21, 3), "1.21.1"),
    ((21, 0), "1.21.0"),
    ((19, 2), "1.19.2"),
    ((19, 0), "1.19.0"),
    ((18, 2), "1.18.0"),
    ((17, 0), "1.16.0"),
    ((16, 2), "1.15.1"),
    ((16, 0), "1.15.0"),
    ((15, 0), "1.13.0"),
];

pub(super) fn answer(model: &mut Model, who: Which, _: &Parameters) -> Said {
    let appliance = model.appliance(who);
    let version = appliance.release();
    let api_version = API_VERSIONS.iter().find(|(from, _)| version >= *from).map_or("1.12.0", |(_, api)| *api);
    let own_clock_s = appliance.clock_ms(model.now_ms()).div_euclid(1000);
    let company = (version < (24, 3)).then(|| Element::of("company_name", "Example"));
    let permissions = permissions::v1(model.product(), version);
    let permissions =
        permissions.iter().map(|right| (right.0, u8::from(permissions::granted(model.settings(), *right)).to_string()));
    let command = ("perm_command", model.settings().perm_command.text().to_owned());
    let permissions = std::iter::once(command)
        .chain(permissions)
        .map(|(name, value)| Element::of("permission", value).attribute("name", name));
    let root = match model.switches().v1_info_root {
        V1InfoRoot::Seen => "api_information",
        V1InfoRoot::Documented => "get_api_info",
    };
    let document = Element::new(root)
        .child(Element::of("api_version", api_version))
        .children(company)
        .child(Element::of("timestamp", own_clock_s))
        .child(Element::new("permissions").children(permissions));
    Said::Document(200, document)
}
