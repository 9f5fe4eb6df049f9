//! Gathering what the readiness checks judge.

use domain::ids::Guid;
use domain::observation::{Outcome, Reading, Trouble, TroubleKind};
use domain::pair::{Pair, Trust};
use domain::plan::LegName;
use domain::readiness::{Access, ApplianceCheck, CertificateSeen, CheckInput, Reads, UsersNow};
use domain::role::{Both, Side};

use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::{Depth, Gathered};
use crate::record::Record;

impl Engine {
    /// Looks at everything the checks of this leg need. Nothing is written.
    pub(crate) async fn gather_check(
        &self,
        connection: &Connection,
        leg: LegName,
        record: Option<&Record>,
    ) -> Result<(CheckInput, Gathered), EngineError> {
        let pair = &connection.pair;
        let primary = leg.new_primary().other();
        let (home, stand_in) =
            futures::join!(self.probe(connection, Side::Home), self.probe(connection, Side::StandIn));
        let probes = Both::new(home, stand_in);
        let mut gathered = self.gather(connection, Depth::Full, Some(primary)).await;
        for side in Side::BOTH {
            if let Ok(probe) = probes.of(side)
                && let Some(reading) = reading_mut(&mut gathered, side)
            {
                reading.clock_offset_ms = reading.clock_offset_ms.or(probe.clock_offset_ms);
                reading.product = reading.product.or(probe.product);
            }
        }
        let guids = match record {
            Some(record) => record.maintenance.guids.clone(),
            None => self.expected_guids(pair, &gathered)?,
        };
        let users = match connection.appliances.of(primary) {
            Ok(appliance) => appliance.users().await.map(|told| UsersNow {
                count: u32::try_from(told.value.count).unwrap_or(u32::MAX),
                names: told.value.names,
                longest_since: told.value.longest_since,
            }),
            Err(trouble) => Err(trouble.clone()),
        };
        let check = |side: Side| ApplianceCheck {
            label: pair.appliance(side).label.clone(),
            expected_guid: guids.of(side).clone(),
            look: gathered.round.of(side).clone(),
            certificate: certificate(&gathered, side),
            pinned: matches!(pair.appliance(side).trust, Trust::Pin(_)),
            access: probes.of(side).as_ref().map(|probe| access(&probe.perm_command)).map_err(Clone::clone),
            reads: probes.of(side).as_ref().map(reads).unwrap_or_default(),
            product: probes.of(side).as_ref().ok().and_then(|probe| probe.product),
        };
        let other_open = self
            .store
            .open_maintenance(pair.id)?
            .map(|row| row.number)
            .filter(|number| record.is_none_or(|record| record.number != *number));
        let input = CheckInput {
            leg,
            now: self.host.clock.now_utc(),
            pair_name: pair.name.clone(),
            site_name: pair.site_name.host.clone(),
            network: pair.network,
            appliances: Both::new(check(Side::Home), check(Side::StandIn)),
            site: gathered.round.site.clone(),
            users,
            other_open,
            stated: pair.stated.clone(),
            plan: record.map(|record| record.maintenance.plan_facts(leg)),
            lifetime_ms: match record {
                Some(record) => record.maintenance.planned.limits.readiness_lifetime_ms,
                None => self.settings(pair)?.readiness_lifetime.ms(),
            },
        };
        Ok((input, gathered))
    }

    pub(crate) async fn probe(&self, connection: &Connection, side: Side) -> Result<appliance::Capabilities, Trouble> {
        let appliance = connection.appliances.of(side).as_ref().map_err(Clone::clone)?;
        appliance.probe().await.map_err(|trouble| match connection.no_secret.of(side) {
            Some(cause) if trouble.kind == TroubleKind::NoCredential => cause.clone(),
            _ => {
                self.note_rejection(connection, side, &trouble);
                trouble
            }
        })
    }

    /// The GUIDs this pair remembers, or those told now for the first time: by the appliance itself, or by the other
    /// one's list. What is learned is remembered where this process drives.
    pub(crate) fn expected_guids(&self, pair: &Pair, gathered: &Gathered) -> Result<Both<Guid>, EngineError> {
        let known = self.guids_known(pair, gathered);
        for side in Side::BOTH {
            let (Some(a), Some(b)) = (known.of(side), known.of(side.other())) else { continue };
            if a == b {
                return Err(EngineError::SameAppliance { guid: a.clone() });
            }
        }
        match (known.home.clone(), known.stand_in.clone()) {
            (Some(home), Some(stand_in)) => {
                self.remember_guids(pair, &Both::new(home.clone(), stand_in.clone()), gathered)?;
                Ok(Both::new(home, stand_in))
            }
            (None, _) => Err(self.guid_unknown(pair, gathered, Side::Home)),
            (_, None) => Err(self.guid_unknown(pair, gathered, Side::StandIn)),
        }
    }

    fn guid_unknown(&self, pair: &Pair, gathered: &Gathered, side: Side) -> EngineError {
        let label = pair.appliance(side).label.clone();
        match gathered.round.of(side).trouble() {
            Some(trouble) => EngineError::Trouble { subject: label, trouble: trouble.clone() },
            None => EngineError::GuidUnknown { label },
        }
    }

    pub(crate) fn guids_known(&self, pair: &Pair, gathered: &Gathered) -> Both<Option<Guid>> {
        let told = |side: Side| gathered.round.of(side).reading().and_then(|reading| reading.guid.clone());
        let mut known = Both::new(pair.appliances.home.guid.clone(), pair.appliances.stand_in.guid.clone())
            .map(|side, guid| guid.clone().or_else(|| told(side)));
        for side in Side::BOTH {
            if known.of(side).is_some() {
                continue;
            }
            // The list of the other appliance names two: the one that is not its own.
            let own = known.of(side.other()).clone();
            let rows =
                gathered.round.of(side.other()).reading().map(|reading| reading.rows.clone()).unwrap_or_default();
            if let (Some(own), 2) = (own, rows.len()) {
                *known.of_mut(side) = rows.into_iter().map(|row| row.guid).find(|guid| guid != &own);
            }
        }
        known
    }

    fn remember_guids(&self, pair: &Pair, guids: &Both<Guid>, gathered: &Gathered) -> Result<(), EngineError> {
        let product = |side: Side| gathered.round.of(side).reading().and_then(|reading| reading.product);
        let product = product(Side::Home).or_else(|| product(Side::StandIn));
        let (guids, looked_at) = (guids.clone(), pair.appliances.clone());
        let remember = move |pair: &mut Pair| {
            for side in Side::BOTH {
                let (now, then) = (pair.appliances.of_mut(side), looked_at.of(side));
                // Whoever was led elsewhere meanwhile is not who answered here.
                if now.id == then.id && now.address == then.address {
                    now.guid.get_or_insert_with(|| guids.of(side).clone());
                }
            }
            pair.product = pair.product.or(product);
        };
        let mut remembered = pair.clone();
        remember.clone()(&mut remembered);
        if &remembered != pair && self.store.is_driver() {
            self.store.alter_pair(pair.id, remember)?;
        }
        Ok(())
    }
}

fn reading_mut(gathered: &mut Gathered, side: Side) -> Option<&mut Reading> {
    let observation = match side {
        Side::Home => &mut gathered.round.home,
        Side::StandIn => &mut gathered.round.stand_in,
    };
    match &mut observation.outcome {
        Outcome::Answered(reading) => Some(reading),
        Outcome::Trouble(_) => None,
    }
}

fn certificate(gathered: &Gathered, side: Side) -> Result<CertificateSeen, Trouble> {
    let look = gathered.round.of(side);
    let tls = |kind| {
        matches!(kind, TroubleKind::TlsUntrusted | TroubleKind::TlsName | TroubleKind::PinChanged | TroubleKind::Tls)
    };
    match (gathered.certificates.of(side), look.trouble()) {
        (_, Some(trouble)) if tls(trouble.kind) => Err(trouble.clone()),
        (Some(seen), _) => Ok(CertificateSeen { not_after: seen.not_after, spki_sha256: seen.spki_sha256.clone() }),
        (None, Some(trouble)) => Err(trouble.clone()),
        (None, None) => Err(Trouble { kind: TroubleKind::Tls, detail: "no certificate was seen".to_owned() }),
    }
}

fn reads(probe: &appliance::Capabilities) -> Reads {
    let given = |name: &str| match probe.permissions.get(name) {
        Some(appliance::Permission::Flag(given)) => Some(*given),
        Some(appliance::Permission::Word(_)) | None => None,
    };
    Reads { log: given("perm_reporting_syslog"), configuration: given("perm_configuration") }
}

fn access(permission: &appliance::CommandPermission) -> Access {
    match permission {
        appliance::CommandPermission::Full => Access::Full,
        appliance::CommandPermission::ReadOnly => Access::ReadOnly,
        appliance::CommandPermission::Deny => Access::Deny,
        appliance::CommandPermission::Unrecognised(text) => Access::Untold(text.clone()),
        appliance::CommandPermission::Untold => Access::Untold("not told".to_owned()),
    }
}
