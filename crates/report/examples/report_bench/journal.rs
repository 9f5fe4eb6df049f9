//! A journal as a night of work makes it, so that whoever verifies its report pays for every judgement in it: looks, a ledger that
//! grows and is judged again and again, and several verifications of the returned pair.

use std::error::Error;

use domain::change::{Arrival, EntryId};
use domain::ids::{ApplianceId, MaintenanceNumber, PairId};
use domain::journal::{Event, Sealed, Stamp, format};
use domain::maintenance::{Command, Maintenance, apply, begin, decide};
use domain::observation::{Api, Observation, Outcome, Product, Reading, Round, SiteAnswer, SiteObservation};
use domain::pair::{Guard, Network};
use domain::plan::{Intent, Kind, Limits, Planned, PlannedAppliance};
use domain::role::{Both, Role, Side};
use domain::settings::Settings;
use domain::time::Utc;
use ledger::arrival::expected;
use ledger::chain::read_chain;
use ledger::journalled::context;
use ledger::{Journalled, Ledger};
use uuid::Uuid;

use super::{ID, OWN_ACCOUNTS, START};

const MINUTE_MS: i64 = 60_000;
/// How often the ledger is judged while it grows, and how many looks there are before each judgement.
const JUDGEMENTS: usize = 20;
const LOOKS_EACH: usize = 8;
const VERIFICATIONS: usize = 10;
const GUIDS: [&str; 2] = ["0a1b2c3d4e5f60718293a4b5c6d7e8f9", "1b2c3d4e5f60718293a4b5c6d7e8f90a"];

pub(crate) fn journal(facts: &[Sealed]) -> Result<Vec<Sealed>, Box<dyn Error>> {
    let written = read_chain(ID, facts)?;
    let mut night = Night::begin(planned()?)?;
    night.looks((Role::Backup, Role::Primary), 3)?;
    let context = context(&night.m, &OWN_ACCOUNTS.map(str::to_owned));
    let mut ledger = Ledger::new(context);
    for part in written.chunks(written.len().div_ceil(JUDGEMENTS).max(1)) {
        for written in part {
            ledger.take(written.seq, &written.fact);
        }
        night.looks((Role::Backup, Role::Primary), LOOKS_EACH)?;
        let head = facts[usize::try_from(ledger.seq())? - 1].hash;
        let judged = Journalled::of(&night.m, Some(Product::Rs), night.now).judge(&night.m, &ledger);
        night.must(Command::Reconcile(judged.state(head)))?;
    }
    night.looks((Role::Primary, Role::Backup), 3)?;
    night.must(Command::Adopt { reason: "failed back by hand".to_owned() })?;
    let reason = "nothing was changed meanwhile".to_owned();
    night.must(Command::Acknowledge { code: "sync_unproven".to_owned(), subject: None, reason })?;
    night.must(Command::Swing { confirm_by: None })?;
    night.looks((Role::Primary, Role::Backup), 16)?;
    night.must(Command::Settle)?;
    for _ in 0..VERIFICATIONS {
        night.now = night.now.plus_ms(MINUTE_MS);
        let judged = Journalled::of(&night.m, Some(Product::Rs), night.now).judge_returned(&night.m, &ledger);
        let asked = judged.items().iter().filter(|item| expected(item).is_some());
        let arrivals: Vec<(EntryId, Arrival)> = asked.map(|item| (item.entry, Arrival::Found)).collect();
        let round = Box::new(round((Role::Primary, Role::Backup), night.now)?);
        night.must(Command::Verify { round, users: Some(40), arrivals: Some(arrivals) })?;
    }
    night.must(Command::SignOff)?;
    Ok(night.journal)
}

/// The maintenance as it goes on.
struct Night {
    m: Maintenance,
    journal: Vec<Sealed>,
    now: Utc,
}

impl Night {
    fn begin(planned: Planned) -> Result<Self, Box<dyn Error>> {
        let sealed = format::seal(ID, 1, format::GENESIS, &stamp(START), &Event::Planned(Box::new(planned)))?;
        let m = begin(ID, &format::read(1, &sealed.body)?)?;
        Ok(Self { m, journal: vec![sealed], now: START })
    }

    fn must(&mut self, command: Command) -> Result<(), Box<dyn Error>> {
        for event in decide(&self.m, command, self.now).map_err(|refusal| refusal.to_string())? {
            let previous = self.journal.last().map_or(format::GENESIS, |sealed| sealed.hash);
            let sealed = format::seal(ID, self.m.seq + 1, previous, &stamp(self.now), &event)?;
            self.m = apply(self.m.clone(), &format::read(sealed.seq, &sealed.body)?)?;
            self.journal.push(sealed);
        }
        Ok(())
    }

    /// A look a minute.
    fn looks(&mut self, (home, stand_in): (Role, Role), many: usize) -> Result<(), Box<dyn Error>> {
        for _ in 0..many {
            self.now = self.now.plus_ms(MINUTE_MS);
            let round = Box::new(round((home.clone(), stand_in.clone()), self.now)?);
            self.must(Command::Look { round })?;
        }
        Ok(())
    }
}

fn stamp(at: Utc) -> Stamp {
    Stamp {
        at,
        mono_ms: 0,
        by: "alex@admin-1".to_owned(),
        boot: "b00t".to_owned(),
        program: "bench".to_owned(),
        api_account: None,
    }
}

fn round((home, stand_in): (Role, Role), at: Utc) -> Result<Round, Box<dyn Error>> {
    let primary = if home == Role::Primary { GUIDS[0] } else { GUIDS[1] };
    let look = |side: Side, role: Role| -> Result<Observation, Box<dyn Error>> {
        let (guid, label) = if side == Side::Home { (GUIDS[0], "atl-1") } else { (GUIDS[1], "atl-2") };
        let reading = Reading {
            guid: Some(guid.parse()?),
            hostname: Some(label.to_owned()),
            role: Some(role),
            product: Some(Product::Rs),
            version: Some("24.3.2".to_owned()),
            build: Some("30111".to_owned()),
            healthy: Some(true),
            last_sync: Some(START),
            clock_offset_ms: Some(250),
            ..Reading::default()
        };
        Ok(Observation { side, at, api: Api::V2, outcome: Outcome::Answered(Box::new(reading)), evidence: None })
    };
    Ok(Round {
        home: look(Side::Home, home)?,
        stand_in: look(Side::StandIn, stand_in)?,
        site: Some(SiteObservation { at, answer: SiteAnswer::Guid(primary.parse()?) }),
    })
}

fn planned() -> Result<Planned, Box<dyn Error>> {
    let appliance = |label: &str, guid: &str, id| -> Result<PlannedAppliance, Box<dyn Error>> {
        Ok(PlannedAppliance {
            id: ApplianceId(Uuid::from_u128(id)),
            label: label.to_owned(),
            address: format!("{label}.example.com:443"),
            server_name: "support.example.com".to_owned(),
            guid: guid.parse()?,
        })
    };
    Ok(Planned {
        number: MaintenanceNumber(1),
        pair: PairId(Uuid::from_u128(1)),
        pair_name: "Atlas".to_owned(),
        site_name: "support.example.com:443".to_owned(),
        network: Network::SharedIp,
        guard: Guard::Production,
        appliances: Both::new(appliance("atl-1", GUIDS[0], 1)?, appliance("atl-2", GUIDS[1], 2)?),
        intent: Intent {
            title: "Memory upgrade of atl-1".to_owned(),
            kind: Kind::Maintenance,
            ticket: None,
            reason: None,
            risk: None,
            back_out: None,
            requester: None,
            approver: None,
            window: None,
            return_window: None,
            zone: Some("Europe/Berlin".to_owned()),
        },
        limits: Limits::from(&Settings::default()),
        taken_up: true,
    })
}
