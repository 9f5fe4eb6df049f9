//! What is checked: everything as it should be for a leg.

use std::net::IpAddr;

use domain::observation::{Product, Round};
use domain::pair::{Network, Stated, Statement};
use domain::plan::LegName;
use domain::readiness::{Access, ApplianceCheck, CertificateSeen, CheckInput, Reads, UsersNow};
use domain::role::{Both, Side};
use domain::time::Utc;

use super::{MINUTE, Retold, T0, before, guid, label};

fn certificate() -> CertificateSeen {
    CertificateSeen { not_after: T0.plus_ms(400 * 86_400_000), spki_sha256: "5a".repeat(32) }
}

/// Everything as it should be for a leg.
pub(crate) fn check_input(leg: LegName, now: Utc) -> CheckInput {
    check_input_of(leg, now, before(leg))
}

/// Everything as it should be, with these looks.
pub(crate) fn check_input_of(leg: LegName, now: Utc, round: Round) -> CheckInput {
    let primary = leg.new_primary().other();
    let appliance = |side: Side| {
        let mut look = round.of(side).clone();
        if side == primary {
            look = look.reads(|reading| reading.last_sync = reading.last_sync.or(Some(now.plus_ms(-10 * MINUTE))));
        }
        ApplianceCheck {
            label: label(side).to_owned(),
            expected_guid: guid(side),
            look,
            certificate: Ok(certificate()),
            pinned: false,
            access: Ok(Access::Full),
            reads: Reads { log: Some(true), configuration: Some(true) },
            product: Some(Product::Rs),
        }
    };
    fn stated<T>(value: T) -> Option<Statement<T>> {
        Some(Statement { value, by: "anna@admin-1".to_owned(), at: T0.plus_ms(-86_400_000) })
    }
    CheckInput {
        leg,
        now,
        pair_name: "atlanta".to_owned(),
        site_name: "support.example.com:443".to_owned(),
        network: Network::SharedIp,
        appliances: Both::new(appliance(Side::Home), appliance(Side::StandIn)),
        site: round.site.clone(),
        users: Ok(UsersNow { count: 2, names: vec!["rep one".to_owned(), "rep two".to_owned()], longest_since: None }),
        other_open: None,
        stated: Stated {
            automatic_failover: stated(false),
            backup_operations: stated(true),
            sync_interval_s: stated(3600),
            test_ips: stated(vec![IpAddr::from([192, 0, 2, 1])]),
            alert_mail: stated(true),
        },
        plan: None,
        lifetime_ms: 30 * 60_000,
    }
}
