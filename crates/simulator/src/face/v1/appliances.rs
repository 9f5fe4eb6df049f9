//! `get_appliances`: both appliances in one answer; Remote Support alone has it (appliance-api section 2.4).

use super::{Parameters, Said};
use crate::face::xml::Element;
use crate::model::Model;
use crate::switch::ClusterRole;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Parameters) -> Said {
    let cluster_role = match model.switches().cluster_role {
        ClusterRole::Master => "master",
        ClusterRole::Single | ClusterRole::Primary => model.cluster_role_said(),
    };
    let rows = model.rows(who).into_iter().map(|row| {
        Element::new("appliance").attribute("id", row.guid).children([
            Element::of("name", row.hostname),
            Element::of("public_hostname", model.site_name()),
            Element::of("cluster_role", cluster_role),
            Element::of("failover_role", row.role_said),
            // Always 1 outside a cluster.
            Element::of("accepting_connections", 1),
            Element::of("timezone_offset", row.timezone_offset_s),
        ])
    });
    Said::Document(200, Element::new("appliances").children(rows))
}
