//! The steps: a command decided, its events sealed, read back and applied.

use std::net::IpAddr;

use domain::change::{Arrival, EntryId, Reconciliation};
use domain::ids::{ApplianceId, CommandId, Guid, MaintenanceId, MaintenanceNumber, PairId};
use domain::journal::{Entry, Event, RoleAnswer, Sealed, Stamp, Way, format};
use domain::maintenance::{Command, Maintenance, apply, begin, decide};
use domain::observation::{Product, Round};
use domain::pair::{Guard, Network, Stated, Statement};
use domain::plan::{Intent, Kind, LegName, Limits, Planned, PlannedAppliance, Window};
use domain::readiness::{Access, ApplianceCheck, CertificateSeen, CheckInput, Reads, UsersNow};
use domain::role::{Both, Side};
use domain::settings::Settings;
use domain::time::Utc;
use uuid::Uuid;

use super::rounds::{after, before, round};

/// 2026-03-08T00:30:00Z: half past one in the night, in Berlin.
pub(crate) const T0: Utc = Utc::from_millis(1_772_929_800_000);
pub(crate) const MINUTE: i64 = 60_000;

pub(crate) fn guid(side: Side) -> Guid {
    let text = match side {
        Side::Home => "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        Side::StandIn => "1b2c3d4e5f60718293a4b5c6d7e8f90a",
    };
    text.parse().expect("a GUID")
}

pub(crate) fn label(side: Side) -> &'static str {
    match side {
        Side::Home => "atl-1",
        Side::StandIn => "atl-2",
    }
}

pub(crate) fn maintenance_id() -> MaintenanceId {
    MaintenanceId(Uuid::from_u128(0x6d61_696e_0000_4000_8000_0000_0000_0001))
}

fn window(from: i64, to: i64) -> Option<Window> {
    Some(Window { start: T0.plus_ms(from * MINUTE), end: T0.plus_ms(to * MINUTE) })
}

/// The plan of the stories.
pub(crate) fn planned() -> Planned {
    let appliance = |side: Side, n| PlannedAppliance {
        id: ApplianceId(Uuid::from_u128(n)),
        label: label(side).to_owned(),
        address: format!("{}.example.com:443", label(side)),
        server_name: "support.example.com".to_owned(),
        guid: guid(side),
    };
    Planned {
        number: MaintenanceNumber(42),
        pair: PairId(Uuid::from_u128(0x7061_6972)),
        pair_name: "Atlas".to_owned(),
        site_name: "support.example.com:443".to_owned(),
        network: Network::SharedIp,
        guard: Guard::Production,
        appliances: Both::new(appliance(Side::Home, 1), appliance(Side::StandIn, 2)),
        intent: Intent {
            title: "Memory upgrade of atl-1".to_owned(),
            kind: Kind::Maintenance,
            ticket: Some("CHG-20931".to_owned()),
            reason: Some("Memory at its limit since February".to_owned()),
            risk: Some("Low: users are signed out twice".to_owned()),
            back_out: Some("Fail back at once".to_owned()),
            requester: Some("Sam Carter".to_owned()),
            approver: Some("Robin Hale".to_owned()),
            window: window(0, 60),
            return_window: window(90, 300),
            zone: Some("Europe/Berlin".to_owned()),
        },
        limits: Limits::from(&Settings::default()),
        taken_up: false,
    }
}

/// A maintenance as it goes on.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) m: Maintenance,
    pub(crate) journal: Vec<Sealed>,
    pub(crate) now: Utc,
    /// The last data sync, as both appliances tell it.
    pub(crate) last_sync: Utc,
    /// Whether looks name their evidence.
    pub(crate) with_evidence: bool,
    /// What the ledger came to, for the gate of the way back.
    pub(crate) gate: Reconciliation,
    /// What was found of the changes, for the verification.
    pub(crate) arrivals: Option<Vec<(EntryId, Arrival)>>,
    /// How roles are changed.
    pub(crate) way: Way,
    by: &'static str,
    commands: u128,
    /// How far the clock on the wall was set back so far.
    set_back_ms: i64,
}

impl Story {
    pub(crate) fn of(planned: Planned) -> Self {
        let mut story = Self {
            m: begin(maintenance_id(), &entry_of(&planned)).expect("a maintenance begins"),
            journal: vec![],
            now: T0,
            last_sync: T0.plus_ms(-10 * MINUTE),
            with_evidence: true,
            gate: Reconciliation::default(),
            arrivals: None,
            way: Way::Planned,
            by: "alex@admin-1",
            commands: 0,
            set_back_ms: 0,
        };
        let event = Event::Planned(Box::new(planned));
        let sealed = format::seal(maintenance_id(), 1, format::GENESIS, &story.stamp(), &event).expect("it seals");
        story.m = begin(maintenance_id(), &format::read(1, &sealed.body).expect("it is read")).expect("it begins");
        story.journal.push(sealed);
        story
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            at: self.now,
            mono_ms: u64::try_from((self.now.since_ms(T0) + self.set_back_ms).max(0)).expect("not negative"),
            by: self.by.to_owned(),
            boot: "b00t".to_owned(),
            program: "switchbackctl 0.1.0".to_owned(),
            api_account: Some("0a1b2c".to_owned()),
        }
    }

    /// From here on this account writes.
    pub(crate) fn by(&mut self, by: &'static str) {
        self.by = by;
    }

    /// Appends one event, by its permanent bytes.
    #[track_caller]
    pub(crate) fn event(&mut self, event: &Event) {
        let seq = self.m.seq + 1;
        let previous = self.journal.last().map_or(format::GENESIS, |sealed| sealed.hash);
        let sealed = format::seal(self.m.id, seq, previous, &self.stamp(), event).expect("an event seals");
        let entry = format::read(seq, &sealed.body).expect("what was sealed is read");
        self.m = apply(self.m.clone(), &entry).expect("the event can stand");
        self.journal.push(sealed);
    }

    /// Decides, and appends what was decided.
    #[track_caller]
    pub(crate) fn must(&mut self, command: Command) {
        let asked = format!("{command:?}");
        match decide(&self.m, command, self.now) {
            Ok(events) => events.iter().for_each(|event| self.event(event)),
            Err(refusal) => panic!("refused ({}): {refusal}\n{asked}", refusal.code),
        }
    }

    /// The computer's clock is set back; what is monotonic goes on.
    pub(crate) fn set_back(&mut self, minutes: i64) {
        self.now = self.now.plus_ms(-minutes * MINUTE);
        self.set_back_ms += minutes * MINUTE;
    }

    pub(crate) fn wait(&mut self, minutes: i64) {
        self.now = self.now.plus_ms(minutes * MINUTE);
    }

    pub(crate) fn seen(&self, (home, stand_in): (&str, &str)) -> Round {
        let mut round = round(home, stand_in, self.now, self.last_sync);
        if !self.with_evidence {
            (round.home.evidence, round.stand_in.evidence) = (None, None);
        }
        round
    }

    /// One look, two seconds after the last.
    #[track_caller]
    pub(crate) fn look(&mut self, roles: (&str, &str)) {
        self.now = self.now.plus_ms(2_000);
        let round = Box::new(self.seen(roles));
        self.must(Command::Look { round });
    }

    /// As many equal looks as settle an outcome.
    #[track_caller]
    pub(crate) fn looks(&mut self, roles: (&str, &str)) {
        for _ in 0..3 {
            self.look(roles);
        }
    }

    /// A look a minute, for so long.
    #[track_caller]
    pub(crate) fn watch(&mut self, roles: (&str, &str), minutes: i64, every: i64) {
        for _ in 0..minutes / every {
            self.wait(every);
            self.look(roles);
        }
    }

    #[track_caller]
    pub(crate) fn check(&mut self, change: impl FnOnce(&mut CheckInput)) {
        let leg = self.m.current_leg().expect("a leg is to come");
        let mut input = self.check_input(leg);
        change(&mut input);
        self.must(Command::RecordCheck(Box::new(input)));
    }

    fn check_input(&self, leg: LegName) -> CheckInput {
        let round = self.seen(before(leg));
        let appliance = |side: Side| ApplianceCheck {
            label: label(side).to_owned(),
            expected_guid: guid(side),
            look: round.of(side).clone(),
            certificate: Ok(CertificateSeen { not_after: T0.plus_ms(400 * 86_400_000), spki_sha256: "5a".repeat(32) }),
            pinned: false,
            access: Ok(Access::Full),
            reads: Reads { log: Some(true), configuration: Some(true) },
            product: Some(Product::Rs),
        };
        fn stated<T>(value: T) -> Option<Statement<T>> {
            Some(Statement { value, by: "alex@admin-1".to_owned(), at: T0.plus_ms(-86_400_000) })
        }
        CheckInput {
            leg,
            now: self.now,
            pair_name: "Atlas".to_owned(),
            site_name: "support.example.com:443".to_owned(),
            network: Network::SharedIp,
            appliances: Both::new(appliance(Side::Home), appliance(Side::StandIn)),
            site: round.site.clone(),
            users: Ok(UsersNow { count: 41, names: vec!["rep one".to_owned()], longest_since: None }),
            other_open: None,
            stated: Stated {
                automatic_failover: stated(false),
                backup_operations: stated(true),
                sync_interval_s: stated(3600),
                test_ips: stated(vec![IpAddr::from([192, 0, 2, 1])]),
                alert_mail: stated(true),
            },
            plan: Some(self.m.plan_facts(leg)),
            lifetime_ms: 30 * 60_000,
        }
    }

    #[track_caller]
    pub(crate) fn acknowledge(&mut self, code: &str, reason: &str) {
        self.must(Command::Acknowledge { code: code.to_owned(), subject: None, reason: reason.to_owned() });
    }

    /// Sends the role command of the leg that comes next.
    #[track_caller]
    pub(crate) fn send(&mut self) {
        self.commands += 1;
        let command = self.command();
        let way = self.way;
        let leg = self.m.current_leg().expect("a leg is to come");
        self.must(match leg {
            LegName::Outbound => Command::FailOver { way, command },
            LegName::Return => Command::FailBack { way, command, reconciliation: self.gate.clone() },
        });
    }

    fn command(&self) -> CommandId {
        CommandId(Uuid::from_u128(0x636f_6d6d_0000_4000_8000_0000_0000_0000 + self.commands))
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, answer: RoleAnswer, status: Option<u16>, message: &str) {
        self.now = self.now.plus_ms(500);
        let message = message.to_owned();
        self.must(Command::Answer { command: self.command(), answer, status, message });
    }

    /// The leg that comes next, from its command to its swing. `sync_min`: how long the data sync takes.
    #[track_caller]
    pub(crate) fn leg(&mut self, sync_min: i64, swap_looks: usize, stamped: bool) {
        let leg = self.m.current_leg().expect("a leg is to come");
        self.send();
        match self.way {
            Way::Planned => self.answer(RoleAnswer::Started, Some(200), "OK"),
            Way::ByHand => self.answer(RoleAnswer::ByHand, None, ""),
        }
        self.watch(before(leg), sync_min, 1);
        if stamped {
            self.last_sync = self.now;
        }
        for _ in 0..swap_looks {
            self.look(("backup", "backup"));
        }
        self.looks(after(leg));
        self.wait(1);
        self.must(Command::Swing { confirm_by: None });
    }

    #[track_caller]
    pub(crate) fn note(&mut self, text: &str) {
        self.must(Command::Note { text: text.to_owned() });
    }

    #[track_caller]
    pub(crate) fn verify(&mut self) {
        let round = Box::new(self.seen(after(LegName::Return)));
        self.must(Command::Verify { round, users: Some(40), arrivals: self.arrivals.clone() });
    }
}

fn entry_of(planned: &Planned) -> Entry {
    let stamp =
        Stamp { at: T0, mono_ms: 0, by: String::new(), boot: String::new(), program: String::new(), api_account: None };
    Entry { seq: 1, stamp, event: Event::Planned(Box::new(planned.clone())) }
}
