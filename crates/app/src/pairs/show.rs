//! Pairs and tests of them as they cross the border.

use domain::observation::Trouble;
use domain::pair::{Pair, Stated, Statement};
use domain::role::{Both, Side};
use domain::time::Utc;
use engine::{ApplianceTest, PresentedCertificate};

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::wire::{self, seconds};
use crate::words;

/// `asking`: the keychain is asked for the state of each secret.
pub(super) async fn pair(desk: &Desk, pair: &Pair, asking: bool) -> Result<wire::Pair, WireError> {
    let now = desk.engine.host().clock.now_utc();
    let mut appliances = Vec::new();
    for side in Side::BOTH {
        let appliance = pair.appliance(side);
        let credential =
            if asking { Some(words::credential(desk.engine.secret_state(pair, side).await)) } else { None };
        appliances.push(wire::PairAppliance {
            label: appliance.label.clone(),
            home_primary: side == Side::Home,
            address: appliance.address.to_string(),
            server_name: pair.server_name(side).to_owned(),
            trust: words::trust(&appliance.trust),
            guid: appliance.guid.as_ref().map(ToString::to_string),
            swing_address: appliance.swing_address.map(|ip| ip.to_string()),
            client_id: appliance.client_id.clone().or_else(|| pair.client_id.clone()),
            credential,
        });
    }
    Ok(wire::Pair {
        name: pair.name.clone(),
        id: pair.id.to_string(),
        product: pair.product.map(words::product),
        site_name: pair.site_name.to_string(),
        site_address: pair.site_address.as_ref().map(ToString::to_string),
        network: words::network(pair.network),
        shared_ips: pair.shared_ips.iter().map(ToString::to_string).collect(),
        resolvers: pair.resolvers.iter().map(ToString::to_string).collect(),
        proxy: words::proxy(&pair.proxy),
        guard: words::guard(pair.guard),
        client_id: pair.client_id.clone(),
        note: pair.note.clone(),
        settings: pair.settings.clone(),
        stated: stated(&pair.stated, now),
        appliances,
        maintenance: desk.engine.open_maintenance(pair)?.map(|m| m.planned.number.to_string()),
    })
}

fn stated(stated: &Stated, now: Utc) -> std::collections::BTreeMap<&'static str, Option<wire::Stated>> {
    let list =
        |ips: &Vec<std::net::IpAddr>| serde_json::Value::from(ips.iter().map(ToString::to_string).collect::<Vec<_>>());
    [
        ("automatic_failover", one(stated.automatic_failover.as_ref(), now, |on| (*on).into())),
        ("backup_operations", one(stated.backup_operations.as_ref(), now, |on| (*on).into())),
        ("sync_interval_s", one(stated.sync_interval_s.as_ref(), now, |s| (*s).into())),
        ("test_ips", one(stated.test_ips.as_ref(), now, list)),
        ("alert_mail", one(stated.alert_mail.as_ref(), now, |on| (*on).into())),
    ]
    .into()
}

fn one<T>(statement: Option<&Statement<T>>, now: Utc, value: impl Fn(&T) -> serde_json::Value) -> Option<wire::Stated> {
    statement.map(|statement| wire::Stated {
        value: value(&statement.value),
        by: statement.by.clone(),
        at: statement.at.to_string(),
        age_s: seconds(now.since_ms(statement.at)),
        ask_again: statement.is_old(now),
    })
}

/// A test in the contract's words. It fails with the first appliance that cannot be used.
pub(super) fn test(pair: &Pair, tests: &Both<ApplianceTest>) -> wire::PairTest {
    let first = Side::BOTH.into_iter().find_map(|side| {
        let test = tests.of(side);
        trouble_of(test).map(|trouble| (test.label.clone(), trouble.clone()))
    });
    wire::PairTest {
        pair: pair.name.clone(),
        appliances: Side::BOTH.into_iter().map(|side| tested(tests.of(side))).collect(),
        error: first.map(|(label, trouble)| WireError {
            code: engine::error::trouble_code(trouble.kind).to_owned(),
            message: format!("{label}: {}", trouble.detail),
            causes: Vec::new(),
            fields: Box::default(),
            hint: engine::error::trouble_hint(trouble.kind).to_owned(),
            exit: Exit::Failed,
        }),
    }
}

fn trouble_of(test: &ApplianceTest) -> Option<&Trouble> {
    test.capabilities.as_ref().err().or_else(|| test.look.trouble())
}

fn tested(test: &ApplianceTest) -> wire::Tested {
    let can = test.capabilities.as_ref().ok();
    let reading = test.look.reading();
    wire::Tested {
        label: test.label.clone(),
        reachable: reading.is_some()
            || can.is_some()
            || trouble_of(test).is_some_and(|trouble| trouble.kind.connected()),
        signed_in: can.is_some(),
        guid: test.guid.as_ref().map(ToString::to_string),
        hostname: test.hostname.clone(),
        role: test.look.role().map(|role| role.text().to_owned()),
        product: can.and_then(|can| can.product).or_else(|| reading.and_then(|r| r.product)).map(words::product),
        version: reading.and_then(|reading| reading.version.clone()),
        api: can.and_then(|can| words::api(can.api)).or_else(|| words::api(test.look.api)),
        command_api: can.and_then(|can| can.command_api_version.clone()),
        configuration_api: can.and_then(|can| can.config_api_version.clone()),
        reporting_api: can.and_then(|can| can.reporting_api_version.clone()),
        backup_api: can.and_then(|can| can.backup_api_version.clone()),
        command_permission: can.and_then(|can| words::permission(&can.perm_command)),
        clock_offset_s: can.and_then(|can| can.clock_offset_ms).map(seconds),
        certificate: test.certificate.as_ref().map(certificate),
        trouble: trouble_of(test).map(words::trouble),
    }
}

pub(super) fn certificate(shown: &PresentedCertificate) -> wire::Certificate {
    wire::Certificate {
        spki_sha256: shown.spki_sha256.clone(),
        subject: shown.subject.clone(),
        names: shown.names.clone(),
        issuer: shown.issuer.clone(),
        not_before: shown.not_before.to_string(),
        not_after: shown.not_after.to_string(),
    }
}
