//! A maintenance told step by step. Every step is decided, sealed and applied as the program itself does it.

use std::net::IpAddr;

use domain::ids::{ApplianceId, CommandId, Guid, MaintenanceId, MaintenanceNumber, PairId};
use domain::journal::{Entry, Event, RoleAnswer, Sealed, Stamp, Way, format};
use domain::maintenance::{Command, Maintenance, Reconciliation, Refusal, apply, begin, decide};
use domain::observation::{
    Api, Observation, Outcome, Product, Reading, Round, Row, SiteAnswer, SiteObservation, Trouble, TroubleKind,
};
use domain::pair::{Guard, Network, Stated, Statement};
use domain::plan::{Intent, Kind, LegName, Limits, Planned, PlannedAppliance, Window};
use domain::readiness::{Access, ApplianceCheck, CertificateSeen, CheckInput, UsersNow};
use domain::role::{Both, Role, Side};
use domain::settings::Settings;
use domain::time::Utc;
use uuid::Uuid;

/// 2026-11-22T09:44:01.000Z
pub(crate) const T0: Utc = Utc::from_millis(1_795_340_641_000);
pub(crate) const MINUTE: i64 = 60_000;
/// The samples that settle an outcome, as by default.
pub(crate) const N: usize = 3;

pub(crate) fn guid(side: Side) -> Guid {
    let text = match side {
        Side::Home => "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        Side::StandIn => "1b2c3d4e5f60718293a4b5c6d7e8f90a",
    };
    text.parse().expect("a GUID")
}

/// The GUID of a box that is neither appliance of the pair.
pub(crate) fn strange_guid() -> Guid {
    "ffffffffffffffffffffffffffffffff".parse().expect("a GUID")
}

pub(crate) fn label(side: Side) -> &'static str {
    match side {
        Side::Home => "atl-1",
        Side::StandIn => "atl-2",
    }
}

pub(crate) fn labels() -> Both<String> {
    Both::new(label(Side::Home).to_owned(), label(Side::StandIn).to_owned())
}

pub(crate) fn maintenance_id() -> MaintenanceId {
    MaintenanceId(Uuid::from_u128(0x6d61_696e_0000_4000_8000_0000_0000_0001))
}

pub(crate) fn command_id(n: u128) -> CommandId {
    CommandId(Uuid::from_u128(0x636f_6d6d_0000_4000_8000_0000_0000_0000 + n))
}

pub(crate) fn planned() -> Planned {
    let appliance = |side: Side, n| PlannedAppliance {
        id: ApplianceId(Uuid::from_u128(n)),
        label: label(side).to_owned(),
        address: format!("{}.example.com:443", label(side)),
        server_name: "support.example.com".to_owned(),
        guid: guid(side),
    };
    Planned {
        number: MaintenanceNumber(1),
        pair: PairId(Uuid::from_u128(0x7061_6972)),
        pair_name: "atlanta".to_owned(),
        site_name: "support.example.com:443".to_owned(),
        network: Network::SharedIp,
        guard: Guard::Production,
        appliances: Both::new(appliance(Side::Home, 1), appliance(Side::StandIn, 2)),
        intent: Intent {
            title: "Replace the power supply of atl-1".to_owned(),
            kind: Kind::Maintenance,
            ticket: None,
            reason: None,
            risk: None,
            back_out: None,
            requester: Some("Anna".to_owned()),
            approver: Some("Berta".to_owned()),
            window: None,
            return_window: None,
            zone: None,
        },
        limits: Limits::from(&Settings::default()),
        taken_up: false,
    }
}

// ---- what is seen ----

fn observation(side: Side, api: Api, outcome: Outcome) -> Observation {
    Observation { side, at: T0, api, outcome, evidence: None }
}

/// The appliance answers at its own address and says this role of itself.
pub(crate) fn told(side: Side, role: &str) -> Observation {
    let reading = Reading {
        guid: Some(guid(side)),
        hostname: Some(format!("{}.example.com", label(side))),
        role: Some(Role::from(role.to_owned())),
        product: Some(Product::Rs),
        version: Some("24.3.2".to_owned()),
        build: Some("30111".to_owned()),
        healthy: Some(true),
        shared_ips: Some(vec!["192.0.2.10".to_owned()]),
        clock_offset_ms: Some(0),
        ..Reading::default()
    };
    observation(side, Api::V2, Outcome::Answered(Box::new(reading)))
}

/// Nothing answers at the appliance's address.
pub(crate) fn silent(side: Side) -> Observation {
    troubled(side, TroubleKind::TimedOut, "no answer within 10 s")
}

pub(crate) fn troubled(side: Side, kind: TroubleKind, detail: &str) -> Observation {
    observation(side, Api::V2, Outcome::Trouble(Trouble { kind, detail: detail.to_owned() }))
}

/// The appliance answers `/check_health` and nothing else: no role, no GUID, no version.
pub(crate) fn mute(side: Side) -> Observation {
    let reading = Reading { healthy: Some(true), ..Reading::default() };
    observation(side, Api::Plain, Outcome::Answered(Box::new(reading)))
}

/// Another box answers at the appliance's address.
pub(crate) fn stranger(side: Side, role: &str) -> Observation {
    told(side, role).reads(|reading| reading.guid = Some(strange_guid()))
}

/// A word for a look: a role, `silent` or `mute`.
pub(crate) fn look(side: Side, word: &str) -> Observation {
    match word {
        "silent" => silent(side),
        "mute" => mute(side),
        role => told(side, role),
    }
}

/// Both looked at; the site name is answered by whoever says primary (the stand-in where both do).
pub(crate) fn round(home: &str, stand_in: &str) -> Round {
    let site = match (home, stand_in) {
        (_, "primary") => Some(Side::StandIn),
        ("primary", _) => Some(Side::Home),
        _ => None,
    };
    Round { home: look(Side::Home, home), stand_in: look(Side::StandIn, stand_in), site: None }.at_site(site)
}

pub(crate) trait Retold: Sized {
    fn reads(self, change: impl FnOnce(&mut Reading)) -> Self;
}

impl Retold for Observation {
    fn reads(mut self, change: impl FnOnce(&mut Reading)) -> Self {
        if let Outcome::Answered(reading) = &mut self.outcome {
            change(reading);
        }
        self
    }
}

pub(crate) trait RoundTold: Sized {
    fn home(self, change: impl FnOnce(&mut Reading)) -> Self;
    fn stand_in(self, change: impl FnOnce(&mut Reading)) -> Self;
    fn at_site(self, side: Option<Side>) -> Self;
    fn stranger_at_site(self) -> Self;
    /// The side's list of the pair tells this role of the other one.
    fn lists(self, witness: Side, role: &str) -> Self;
}

impl RoundTold for Round {
    fn home(mut self, change: impl FnOnce(&mut Reading)) -> Self {
        self.home = self.home.reads(change);
        self
    }

    fn stand_in(mut self, change: impl FnOnce(&mut Reading)) -> Self {
        self.stand_in = self.stand_in.reads(change);
        self
    }

    fn at_site(mut self, side: Option<Side>) -> Self {
        let nobody = || Trouble { kind: TroubleKind::TimedOut, detail: "nobody answers at the site name".to_owned() };
        let answer = side.map_or_else(|| SiteAnswer::Trouble(nobody()), |side| SiteAnswer::Guid(guid(side)));
        self.site = Some(SiteObservation { at: T0, answer });
        self
    }

    fn stranger_at_site(mut self) -> Self {
        self.site = Some(SiteObservation { at: T0, answer: SiteAnswer::Guid(strange_guid()) });
        self
    }

    fn lists(self, witness: Side, role: &str) -> Self {
        let role = Role::from(role.to_owned());
        let row = Row { guid: guid(witness.other()), role, name: None };
        match witness {
            Side::Home => self.home(|reading| reading.rows.push(row)),
            Side::StandIn => self.stand_in(|reading| reading.rows.push(row)),
        }
    }
}

/// The round as it is when a leg is over.
pub(crate) fn after(leg: LegName) -> Round {
    match leg {
        LegName::Outbound => round("backup", "primary"),
        LegName::Return => round("primary", "backup"),
    }
}

/// The round as it is before a leg.
pub(crate) fn before(leg: LegName) -> Round {
    match leg {
        LegName::Outbound => round("primary", "backup"),
        LegName::Return => round("backup", "primary"),
    }
}

// ---- what is checked ----

pub(crate) fn certificate() -> CertificateSeen {
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

pub(crate) fn window(from_ms: i64, to_ms: i64) -> Window {
    Window { start: T0.plus_ms(from_ms), end: T0.plus_ms(to_ms) }
}

// ---- the story ----

#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) m: Maintenance,
    pub(crate) entries: Vec<Entry>,
    pub(crate) journal: Vec<Sealed>,
    pub(crate) now: Utc,
    pub(crate) commands: u128,
}

impl Story {
    pub(crate) fn planned() -> Self {
        Self::of(planned())
    }

    pub(crate) fn of(planned: Planned) -> Self {
        let id = maintenance_id();
        let event = Event::Planned(Box::new(planned));
        let sealed = format::seal(id, 1, format::GENESIS, &stamp(T0), &event).expect("a planned event seals");
        let entry = format::read(1, &sealed.body).expect("what was sealed is read");
        let m = begin(id, &entry).expect("a maintenance begins");
        Self { m, entries: vec![entry], journal: vec![sealed], now: T0, commands: 0 }
    }

    /// Appends one event, by its permanent bytes.
    #[track_caller]
    pub(crate) fn event(&mut self, event: Event) {
        let seq = self.m.seq + 1;
        let previous = self.journal.last().map_or(format::GENESIS, |sealed| sealed.hash);
        let sealed = format::seal(self.m.id, seq, previous, &stamp(self.now), &event).expect("an event seals");
        let entry = format::read(seq, &sealed.body).expect("what was sealed is read");
        assert_eq!(entry.event, event, "the bytes tell the event");
        self.m = apply(self.m.clone(), &entry).expect("the event can stand");
        self.entries.push(entry);
        self.journal.push(sealed);
    }

    /// Decides, and appends what was decided.
    #[track_caller]
    pub(crate) fn ask(&mut self, command: Command) -> Result<Vec<Event>, Refusal> {
        let events = decide(&self.m, command, self.now)?;
        for event in &events {
            self.event(event.clone());
        }
        Ok(events)
    }

    #[track_caller]
    pub(crate) fn must(&mut self, command: Command) -> Vec<Event> {
        let asked = format!("{command:?}");
        match self.ask(command) {
            Ok(events) => events,
            Err(refusal) => panic!("refused ({}): {refusal}\n{asked}", refusal.code),
        }
    }

    /// The code of the refusal. The state must not change.
    #[track_caller]
    pub(crate) fn refused(&mut self, command: Command) -> &'static str {
        let asked = format!("{command:?}");
        match self.ask(command) {
            Ok(events) => panic!("not refused, but {events:?}\n{asked}"),
            Err(refusal) => {
                assert!(!refusal.message.is_empty() && !refusal.hint.is_empty(), "a refusal says why and what to do");
                assert!(
                    domain::maintenance::REFUSAL_CODES.contains(&refusal.code),
                    "{} is a listed code",
                    refusal.code
                );
                refusal.code
            }
        }
    }

    pub(crate) fn wait(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }

    /// One look, two seconds after the last.
    #[track_caller]
    pub(crate) fn look(&mut self, round: Round) -> Vec<Event> {
        self.wait(2_000);
        self.must(Command::Look { round: Box::new(round) })
    }

    /// As many equal looks as settle an outcome; what the last one made.
    #[track_caller]
    pub(crate) fn looks(&mut self, round: &Round) -> Vec<Event> {
        let mut last = Vec::new();
        for _ in 0..N {
            last = self.look(round.clone());
        }
        last
    }

    pub(crate) fn leg(&self) -> LegName {
        self.m.current_leg().expect("a leg is to come")
    }

    #[track_caller]
    pub(crate) fn check(&mut self) {
        let leg = self.leg();
        self.check_with(before(leg));
    }

    #[track_caller]
    pub(crate) fn check_with(&mut self, round: Round) {
        let leg = self.leg();
        let mut input = check_input_of(leg, self.now, round);
        input.plan = Some(self.m.plan_facts(leg));
        self.must(Command::RecordCheck(Box::new(input)));
    }

    #[track_caller]
    pub(crate) fn acknowledge(&mut self, code: &str) {
        self.must(Command::Acknowledge {
            code: code.to_owned(),
            subject: None,
            reason: "seen and accepted".to_owned(),
        });
    }

    pub(crate) fn next_command(&mut self) -> CommandId {
        self.commands += 1;
        command_id(self.commands)
    }

    /// The role command of the leg that comes next.
    pub(crate) fn role_command(&mut self, way: Way) -> Command {
        let command = self.next_command();
        match self.leg() {
            LegName::Outbound => Command::FailOver { way, command },
            LegName::Return => Command::FailBack { way, command, reconciliation: Reconciliation::default() },
        }
    }

    /// Sends the role command and leaves it without an answer.
    #[track_caller]
    pub(crate) fn send(&mut self) -> CommandId {
        let command = self.role_command(Way::Planned);
        self.must(command);
        command_id(self.commands)
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, answer: RoleAnswer) -> Vec<Event> {
        self.wait(500);
        let command = command_id(self.commands);
        self.must(Command::Answer { command, answer, status: Some(200), message: "as given".to_owned() })
    }

    /// Checks, sends, and has the appliance say that it started.
    #[track_caller]
    pub(crate) fn start_leg(&mut self) {
        self.check();
        self.send();
        self.answer(RoleAnswer::Started);
    }

    /// The whole of the leg that comes next, up to its swing.
    #[track_caller]
    pub(crate) fn run_leg(&mut self) {
        let leg = self.leg();
        self.start_leg();
        self.look(before(leg));
        self.look(round("backup", "backup"));
        self.looks(&after(leg));
    }

    #[track_caller]
    pub(crate) fn state_notes_complete(&mut self) {
        self.must(Command::StateNotesComplete { reason: "nothing was changed but what is noted".to_owned() });
    }

    #[track_caller]
    pub(crate) fn verify(&mut self) {
        self.must(Command::Verify { round: Box::new(after(LegName::Return)), users: Some(2) });
    }

    // Where a story stands.

    pub(crate) fn checked() -> Self {
        let mut story = Self::planned();
        story.check();
        story
    }

    pub(crate) fn saved() -> Self {
        let mut story = Self::checked();
        story.must(Command::SkipSave);
        story
    }

    /// The outbound command is sent, with no answer yet.
    pub(crate) fn sent() -> Self {
        let mut story = Self::saved();
        story.send();
        story
    }

    pub(crate) fn started() -> Self {
        let mut story = Self::sent();
        story.answer(RoleAnswer::Started);
        story
    }

    /// Roles changing: settled as happened, the leg not done.
    pub(crate) fn swapping() -> Self {
        let mut story = Self::started();
        story.look(round("backup", "backup"));
        story
    }

    pub(crate) fn at_swing() -> Self {
        let mut story = Self::planned();
        story.run_leg();
        story
    }

    pub(crate) fn at_observe() -> Self {
        let mut story = Self::at_swing();
        story.must(Command::Swing { confirm_by: None });
        story
    }

    pub(crate) fn at_work() -> Self {
        let mut story = Self::at_observe();
        story.wait(15 * MINUTE);
        story.must(Command::Settle);
        story
    }

    pub(crate) fn at_reconcile() -> Self {
        let mut story = Self::at_work();
        story.check();
        story
    }

    pub(crate) fn at_check_return() -> Self {
        let mut story = Self::at_reconcile();
        story.state_notes_complete();
        story
    }

    pub(crate) fn at_fail_back() -> Self {
        let mut story = Self::at_check_return();
        story.check();
        story
    }

    /// The return command is sent, with no answer yet.
    pub(crate) fn sent_back() -> Self {
        let mut story = Self::at_fail_back();
        story.send();
        story
    }

    pub(crate) fn at_swing_return() -> Self {
        let mut story = Self::at_fail_back();
        story.run_leg();
        story
    }

    pub(crate) fn at_verify() -> Self {
        let mut story = Self::at_swing_return();
        story.must(Command::Swing { confirm_by: None });
        story
    }

    pub(crate) fn at_sign_off() -> Self {
        let mut story = Self::at_verify();
        story.verify();
        story
    }

    pub(crate) fn signed_off() -> Self {
        let mut story = Self::at_sign_off();
        story.must(Command::SignOff);
        story
    }

    pub(crate) fn abandoned() -> Self {
        let mut story = Self::saved();
        story.must(Command::Abandon { reason: "the window was lost".to_owned() });
        story
    }

    pub(crate) fn closed_away() -> Self {
        let mut story = Self::at_work();
        story.must(Command::CloseAway { new_home: true, reason: "atl-1 is not mended".to_owned() });
        story
    }

    pub(crate) fn taken_up() -> Self {
        Self::of(Planned { taken_up: true, ..planned() })
    }
}

pub(crate) fn stamp(at: Utc) -> Stamp {
    Stamp {
        at,
        mono_ms: u64::try_from(at.since_ms(T0).max(0)).expect("not negative"),
        by: "anna@admin-1".to_owned(),
        boot: "b00t".to_owned(),
        program: "switchbackctl 0.1.0".to_owned(),
        api_account: None,
    }
}

/// The kinds of some events, in order.
pub(crate) fn kinds(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(Event::kind).collect()
}
