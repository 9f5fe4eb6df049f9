//! `get_logged_in_reps`: who is logged in at this appliance (appliance-api section 2.6).

use super::{Parameters, Said};
use crate::config::Product;
use crate::face::xml::Element;
use crate::model::Model;
use crate::switch::PraV1Users;
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Parameters) -> Said {
    let appliance = model.appliance(who);
    let empty = model.product() == Product::Pra && model.switches().pra_v1_users == PraV1Users::Empty;
    let reps = appliance.users.iter().filter(|_| !empty).map(|user| {
        Element::new("rep").attribute("id", user.id).children([
            Element::of("display_name", &user.display_name),
            Element::of("public_display_name", &user.display_name),
            Element::of("private_display_name", &user.display_name),
            Element::of("type", if user.invited { "Invited" } else { "Normal" }),
            Element::of("direct_link", format!("https://{}/?id={}", model.site_name(), user.id)),
            Element::of("logged_in_since", rfc3339(appliance.clock_ms(user.since_ms))),
            Element::of("presentation_count", 0),
            Element::of("support_session_count", user.session_count),
            Element::of("showing_on_rep_list", 1),
        ])
    });
    Said::Document(200, Element::new("logged_in_reps").children(reps))
}
