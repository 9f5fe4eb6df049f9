//! The rules that hold always, over random orders of commands, looks, answers, gaps, restarts and clock steps.

mod ops;
mod told;

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::ids::Guid;
use domain::journal::format::read_chain;
use domain::journal::{Event, GapReason, RoleAnswer, RoleIntent, Settlement, Way};
use domain::maintenance::{
    Action, Attempt, Command, Maintenance, Reconciliation, Stage, allowed_actions, apply, begin, decide, fold, recover,
};
use domain::observation::{Round, SiteAnswer, SiteObservation, TroubleKind};
use domain::plan::{Kind, LegName, Planned};
use domain::readiness::{Access, FindingResult};
use domain::role::{AssignedRole, Both, Role, Side};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use ops::{Checked, Op, Shows, Sight, op};
use told::{own, told, told_as, told_by_site, unchanged};

use crate::story::{
    N, Retold, RoundTold, Story, T0, after, before, check_input_of, command_id, look, maintenance_id, planned, round,
    strange_guid, stranger, troubled,
};

/// A story under the eyes of the rules.
struct Watched {
    story: Story,
    /// The state after each event: entry `i` made `states[i]`.
    states: Vec<Maintenance>,
    /// The rounds looked at since the last thing that makes samples count from zero.
    rounds: Vec<Round>,
}

impl Watched {
    fn new(planned: Planned) -> Self {
        let story = Story::of(planned);
        Self { states: vec![story.m.clone()], story, rounds: Vec::new() }
    }

    fn leg(&self) -> LegName {
        self.story.m.current_leg().unwrap_or(LegName::Return)
    }

    /// A sight as a round, told by the boxes that this maintenance expects.
    fn round(&self, sight: &Sight) -> Round {
        let m = &self.story.m;
        let settled = m.current_leg().is_none();
        let (was, will) = if settled {
            (after(LegName::Return), before(LegName::Return))
        } else {
            (before(self.leg()), after(self.leg()))
        };
        let seen = match sight {
            Sight::AsBefore => was,
            Sight::AsAssigned => will,
            Sight::BothBackup => round("backup", "backup"),
            Sight::Stamped => {
                let done = m.return_leg.done.as_ref().or(m.outbound.done.as_ref());
                let stamp = done.map(|(_, at)| at.plus_ms(-500));
                was.home(|reading| reading.last_sync = stamp)
            }
            Sight::TwoPrimaries => round("primary", "primary"),
            Sight::MuteOld { listed, site } => {
                let new = self.leg().new_primary();
                let mut seen = will.at_site(site.then_some(new));
                let old = look(new.other(), "mute");
                match new {
                    Side::Home => seen.stand_in = old,
                    Side::StandIn => seen.home = old,
                }
                if *listed { seen.lists(new, "backup") } else { seen }
            }
            Sight::Any { home, stand_in, site, lists, stamp_s } => {
                let show = |side: Side, shows: &Shows| match shows {
                    Shows::Word(word) => look(side, word),
                    Shows::Stranger => stranger(side, "primary"),
                    Shows::OtherKey => troubled(side, TroubleKind::PinChanged, "another key"),
                };
                let seen = Round { home: show(Side::Home, home), stand_in: show(Side::StandIn, stand_in), site: None };
                let mut seen = match site {
                    0 => seen.at_site(None),
                    1 => seen.at_site(Some(Side::Home)),
                    2 => seen.at_site(Some(Side::StandIn)),
                    _ => seen.stranger_at_site(),
                };
                if let Some((witness, role)) = lists {
                    seen = seen.lists(*witness, role);
                }
                let now = self.story.now;
                let stamp = stamp_s.map(|s| now.plus_ms(s * 1000));
                seen.home(|reading| reading.last_sync = stamp)
            }
        };
        retold(seen, &m.guids)
    }

    fn check(&mut self, kind: &Checked) {
        let leg = self.leg();
        let round = match kind {
            Checked::WarnsOfSite => retold(before(leg).at_site(None), &self.story.m.guids),
            Checked::MuteOther => {
                let mut seen = before(leg);
                match leg {
                    LegName::Outbound => seen.stand_in = look(Side::StandIn, "mute"),
                    LegName::Return => seen.home = look(Side::Home, "mute"),
                }
                retold(seen, &self.story.m.guids)
            }
            Checked::TwoPrimaries => self.round(&Sight::TwoPrimaries),
            Checked::Of(sight) => self.round(sight),
            Checked::Green | Checked::ReadOnly | Checked::VersionsDiffer => retold(before(leg), &self.story.m.guids),
        };
        let mut input = check_input_of(leg, self.story.now, round);
        input.plan = Some(self.story.m.plan_facts(leg));
        for side in Side::BOTH {
            input.appliances.of_mut(side).expected_guid = self.story.m.guids.of(side).clone();
        }
        match kind {
            Checked::ReadOnly => {
                input.appliances.of_mut(leg.new_primary().other()).access = Ok(Access::ReadOnly);
            }
            Checked::VersionsDiffer => {
                let look = input.appliances.home.look.clone();
                input.appliances.home.look = look.reads(|reading| reading.version = Some("24.3.3".to_owned()));
            }
            _ => {}
        }
        self.ask(Command::RecordCheck(Box::new(input)));
    }

    fn see(&mut self, sight: &Sight) {
        let round = self.round(sight);
        self.story.wait(2_000);
        self.ask(Command::Look { round: Box::new(round) });
    }

    /// The role command of the leg that comes next.
    fn send(&mut self, way: Way, undecided: u32) {
        let command = self.story.next_command();
        self.ask(match self.leg() {
            LegName::Outbound => Command::FailOver { way, command },
            LegName::Return => Command::FailBack { way, command, reconciliation: Reconciliation { undecided } },
        });
    }

    /// Decides, and appends what was decided under the eyes of the rules. Returns whether it was allowed.
    fn ask(&mut self, command: Command) -> bool {
        let allowed = allowed_actions(&self.story.m, self.story.now);
        let action = action_of(&command);
        let by_hand =
            matches!(&command, Command::FailOver { way: Way::ByHand, .. } | Command::FailBack { way: Way::ByHand, .. });
        let stated = matches!(command, Command::NotHappened { .. });
        let looked = match &command {
            Command::Look { round } | Command::Verify { round, .. } => Some((**round).clone()),
            _ => None,
        };
        let shown = format!("{command:?}");
        let Ok(events) = decide(&self.story.m, command, self.story.now) else { return false };
        // R7. By hand goes where only our account is in the way.
        if let Some(action) = action
            && !by_hand
        {
            assert!(allowed.contains(&action), "R7: {shown} was decided, allowed are {allowed:?}");
        }
        if let Some(round) = looked {
            self.rounds.push(round);
        }
        for event in events {
            self.append(event, stated);
        }
        true
    }

    fn append(&mut self, event: Event, stated: bool) {
        let before = self.story.m.clone();
        match &event {
            Event::RoleIntended(intent) => self.intended(&before, intent),
            Event::RoleAnswered { command, .. } => {
                let intended = self
                    .story
                    .entries
                    .iter()
                    .any(|entry| matches!(&entry.event, Event::RoleIntended(intent) if &intent.command == command));
                assert!(intended, "R1: an answer follows its intent");
            }
            Event::RoleSettled { settlement, .. } => self.settled(&before, *settlement, stated),
            Event::LegDone(done) => {
                let expected = &before.guids;
                assert!(self.last_n(|round| {
                    (told_as(round, expected, &done.leg.assigned())
                        || (done.adopted.is_none() && told_by_site(round, expected, done.leg.new_primary())))
                        && !(told(round, expected, Side::Home) == Some(Role::Primary)
                            && told(round, expected, Side::StandIn) == Some(Role::Primary))
                }));
            }
            _ => {}
        }
        if matches!(
            event,
            Event::RoleIntended(_)
                | Event::RoleAnswered { .. }
                | Event::ApplianceAccepted { .. }
                | Event::WatchGap { .. }
                | Event::Imported { .. }
        ) {
            self.rounds.clear();
        }
        // Sealed, read back and applied: an event that cannot stand ends the test here.
        self.story.event(event);
        self.states.push(self.story.m.clone());
        let m = &self.story.m;
        let open = [LegName::Outbound, LegName::Return]
            .into_iter()
            .flat_map(|leg| &m.leg(leg).attempts)
            .filter(|attempt| attempt.is_open())
            .count();
        assert!(open <= 1, "R1, R2: at most one role command is open");
    }

    fn intended(&self, before: &Maintenance, intent: &RoleIntent) {
        let every = [LegName::Outbound, LegName::Return].into_iter().flat_map(|leg| &before.leg(leg).attempts);
        for attempt in every {
            assert!(!attempt.is_open(), "R2: no other role command while one is open");
            assert_ne!(attempt.intent.command, intent.command, "R2: one command for one decision");
        }
        assert!(before.running().is_none() && before.pause.is_none());
        assert_eq!(intent.role, AssignedRole::Backup, "R3: primary is never sent");
        assert!(!intent.force, "the planned way forces nothing");
        assert_eq!(intent.target, intent.leg.new_primary().other());
        let (checked, _) = before.check.as_ref().expect("a check was recorded");
        assert_eq!(checked.leg, intent.leg);
        let says = |side| own(&checked.round, &before.guids, side);
        assert_eq!(says(intent.target), Some(Role::Primary), "R3: the target says itself that it is primary");
        assert_ne!(
            told(&checked.round, &before.guids, intent.target.other()),
            Some(Role::Primary),
            "R3: no command into two primaries"
        );
        let blocked = checked.findings.iter().filter(|finding| finding.blocks()).collect::<Vec<_>>();
        let account = |code: &str| matches!(code, "signed_in" | "command_access");
        assert!(blocked.iter().all(|finding| intent.way == Way::ByHand && account(&finding.code)), "{blocked:?}");
        let open =
            |finding: &&domain::readiness::Finding| finding.asks() && !before.is_acknowledged(intent.leg, finding);
        assert!(!checked.findings.iter().any(|finding| open(&finding)), "every warning is acknowledged");
        if intent.leg == LegName::Return {
            assert!(intent.data_sync_first, "R4: the way back has a data sync");
            assert!(before.reconciled(), "R4: the way back has a reconciled ledger");
            let result =
                |code: &str| checked.findings.iter().find(|finding| finding.code == code).expect("found").result;
            let mute = result("versions_equal") == FindingResult::Skipped
                && result("other_answers_api") == FindingResult::Warn;
            assert!(mute || result("versions_equal") == FindingResult::Pass, "R4: equal versions and builds");
        }
    }

    fn settled(&self, before: &Maintenance, settlement: Settlement, stated: bool) {
        let attempt = before.running().expect("a command runs");
        assert!(attempt.is_open(), "R2: settled once");
        let expected = &before.guids;
        let unchanged = self.last_n(|round| unchanged(round, expected, attempt));
        let answer = attempt.answer.map(|(answer, _)| answer);
        match settlement {
            Settlement::Refused => assert!(answer == Some(RoleAnswer::Refused) && unchanged, "R2: refused"),
            Settlement::NotHappened => assert!(stated && unchanged, "R2: stated by a person who has looked"),
            Settlement::NotSent => assert_eq!(answer, Some(RoleAnswer::NotSent), "R2: not sent"),
            Settlement::Happened => {
                let assigned = &attempt.intent.assigned;
                let new_primary = attempt.intent.target.other();
                let as_commanded = self
                    .last_n(|round| told_as(round, expected, assigned) || told_by_site(round, expected, new_primary));
                let moved = self.rounds.last().is_some_and(|round| {
                    Side::BOTH.into_iter().any(|side| {
                        own(round, expected, side) == Some(Role::from(*assigned.of(side)))
                            && assigned.of(side) != attempt.intent.before.of(side)
                    })
                });
                assert!(as_commanded || moved, "R2: happened only as seen");
            }
        }
    }

    fn last_n(&self, holds: impl Fn(&Round) -> bool) -> bool {
        self.rounds.len() >= N && self.rounds[self.rounds.len() - N..].iter().all(holds)
    }

    fn restart(&mut self) {
        // R6, R8: what is on disk is the state, and what has no answer is unknown.
        let folded = fold(maintenance_id(), &self.story.entries).expect("the journal folds");
        assert_eq!(folded, self.story.m, "R6");
        let recovery = recover(&folded);
        for event in recovery.events {
            assert!(
                matches!(event, Event::RoleAnswered { answer: RoleAnswer::Unknown | RoleAnswer::ByHand, .. }),
                "R8: a restart arms nothing"
            );
            self.append(event, false);
        }
        assert_eq!(recovery.observe_again, self.story.m.running().is_some());
    }

    fn next(&mut self) {
        let m = &self.story.m;
        if m.pause.is_some() {
            return (0..N).for_each(|_| self.see(&Sight::AsBefore));
        }
        if let Some(attempt) = m.running() {
            let (open, answered) = (attempt.is_open(), attempt.answer.is_some());
            let command = attempt.intent.command;
            return match (open, answered) {
                (_, false) => {
                    self.story.wait(300);
                    let answer = RoleAnswer::Started;
                    self.ask(Command::Answer { command, answer, status: Some(200), message: String::new() });
                }
                (true, true) => self.see(&Sight::BothBackup),
                (false, true) => (0..N).for_each(|_| self.see(&Sight::AsAssigned)),
            };
        }
        match m.stage {
            Stage::Check | Stage::CheckReturn => self.check(&Checked::Green),
            Stage::Save => {
                self.ask(Command::SkipSave);
            }
            Stage::FailOver | Stage::FailBack => {
                self.check(&Checked::Green);
                self.send(Way::Planned, 0);
            }
            Stage::Swing | Stage::SwingReturn => {
                self.see(&Sight::AsBefore);
                self.ask(Command::Swing { confirm_by: Some("Berta".to_owned()) });
            }
            Stage::Observe => {
                self.acknowledge("sync_unproven");
                self.ask(Command::Settle);
            }
            Stage::Work | Stage::Reconcile => {
                self.ask(Command::StateNotesComplete { reason: "complete".to_owned() });
                self.check(&Checked::Green);
            }
            Stage::Verify => {
                let round = self.round(&Sight::AsBefore);
                self.ask(Command::Verify { round: Box::new(round), users: None });
            }
            Stage::SignOff => {
                self.acknowledge("sync_unproven");
                self.ask(Command::SignOff);
            }
            Stage::Plan | Stage::SignedOff | Stage::Abandoned | Stage::ClosedAway => {}
        }
    }

    fn acknowledge(&mut self, code: &str) {
        self.ask(Command::Acknowledge { code: code.to_owned(), subject: None, reason: "seen".to_owned() });
    }

    fn step(&mut self, op: &Op) {
        let reason = || "a reason".to_owned();
        match op {
            Op::Next => self.next(),
            Op::Look(sight) => self.see(sight),
            Op::Looks(sight) => (0..N).for_each(|_| self.see(sight)),
            Op::Check(kind) => self.check(kind),
            Op::Send { way, undecided } => self.send(*way, *undecided),
            Op::CheckAndSend(way) => {
                self.check(&Checked::Green);
                self.send(*way, 0);
            }
            Op::Try { way, answer, sight, wait_ms, stated } => {
                self.check(&Checked::Green);
                self.send(*way, 0);
                match answer {
                    Some(answer) => self.step(&Op::Answer { answer: *answer, stray: false }),
                    None => self.restart(),
                }
                self.story.wait(*wait_ms);
                self.step(&Op::Looks(sight.clone()));
                if *stated {
                    self.step(&Op::NotHappened);
                }
            }
            Op::Answer { answer, stray } => {
                let running = self.story.m.running().map(|attempt| attempt.intent.command);
                let command = running.filter(|_| !stray).unwrap_or(command_id(9_999));
                self.ask(Command::Answer { command, answer: *answer, status: None, message: String::new() });
            }
            Op::NotHappened => drop(self.ask(Command::NotHappened { reason: reason() })),
            Op::Adopt => drop(self.ask(Command::Adopt { reason: reason() })),
            Op::Accept { side, replaced } => {
                let pin = (!replaced).then(|| "5a".repeat(32));
                self.ask(Command::Accept { side: *side, guid: replaced.then(strange_guid), pin });
            }
            Op::Gap => {
                let (from, to) = (self.story.now, self.story.now.plus_ms(60_000));
                self.story.wait(60_000);
                self.ask(Command::Gap { from, to, reason: GapReason::Slept });
            }
            Op::Note => drop(self.ask(Command::Note { text: "a note".to_owned() })),
            Op::StateNotes => drop(self.ask(Command::StateNotesComplete { reason: reason() })),
            Op::Approve => drop(self.ask(Command::Approve { name: "Berta".to_owned(), after_the_fact: false })),
            Op::Acknowledge(code) => self.acknowledge(code),
            Op::SkipSave => drop(self.ask(Command::SkipSave)),
            Op::NameBackup => {
                let (file_name, sha256) = ("atl-1.nsb".to_owned(), "ab".repeat(32));
                self.ask(Command::NameBackup { side: Side::Home, file_name, bytes: 1, sha256 });
            }
            Op::Swing { confirm } => {
                self.ask(Command::Swing { confirm_by: confirm.then(|| "Berta".to_owned()) });
            }
            Op::Settle => drop(self.ask(Command::Settle)),
            Op::Verify(sight) => {
                let round = self.round(sight);
                self.ask(Command::Verify { round: Box::new(round), users: None });
            }
            Op::SignOff => drop(self.ask(Command::SignOff)),
            Op::CloseAway => drop(self.ask(Command::CloseAway { new_home: false, reason: reason() })),
            Op::Abandon => drop(self.ask(Command::Abandon { reason: reason() })),
            Op::Export => drop(self.ask(Command::Export { file_name: "M-0001.switchback".to_owned() })),
            Op::Import => {
                if self.story.m.handed_on && !self.story.m.stage.ended() {
                    self.append(Event::Imported { from: "admin-2".to_owned(), head: "cd".repeat(32) }, false);
                }
            }
            Op::Restart => self.restart(),
            Op::Clock(ms) => self.story.wait(*ms),
        }
        self.refuses_what_is_not_allowed();
    }

    /// R7: every act that is not allowed is refused, whatever was asked last.
    fn refuses_what_is_not_allowed(&self) {
        let m = &self.story.m;
        let allowed = allowed_actions(m, self.story.now);
        for command in every_command(m) {
            let Some(action) = action_of(&command) else { continue };
            if !allowed.contains(&action) {
                assert!(decide(m, command.clone(), self.story.now).is_err(), "R7: {command:?} is not allowed");
            }
        }
    }

    /// R6: the bytes, read back and folded, give each state that was shown on the way.
    fn replay(&self) {
        let entries = read_chain(maintenance_id(), &self.story.journal).expect("the chain is unbroken");
        assert_eq!(entries, self.story.entries);
        let (first, rest) = entries.split_first().expect("a plan");
        let mut m = begin(maintenance_id(), first).expect("a plan begins");
        assert_eq!(m, self.states[0]);
        for (entry, state) in rest.iter().zip(&self.states[1..]) {
            m = apply(m, entry).expect("what was written can stand");
            assert_eq!(&m, state, "R6: after event {}", entry.seq);
        }
        assert_eq!(m, self.story.m);
    }
}

/// The action that allows a command. An answer is a fact, not an act.
fn action_of(command: &Command) -> Option<Action> {
    Some(match command {
        Command::Approve { .. } => Action::Approve,
        Command::RecordCheck(_) => Action::Check,
        Command::Acknowledge { .. } => Action::Acknowledge,
        Command::SkipSave | Command::NameBackup { .. } => Action::Save,
        Command::FailOver { .. } => Action::FailOver,
        Command::FailBack { .. } => Action::FailBack,
        Command::Answer { .. } => return None,
        Command::Look { .. } => Action::Observe,
        Command::Swing { .. } => Action::Swing,
        Command::Settle => Action::Settle,
        Command::NotHappened { .. } => Action::NotHappened,
        Command::Adopt { .. } => Action::Adopt,
        Command::Accept { .. } | Command::Gap { .. } | Command::Note { .. } => Action::Note,
        Command::StateNotesComplete { .. } => Action::StateNotesComplete,
        Command::Verify { .. } => Action::Verify,
        Command::SignOff => Action::SignOff,
        Command::CloseAway { .. } => Action::CloseAway,
        Command::Abandon { .. } => Action::Abandon,
        Command::Export { .. } => Action::Export,
    })
}

/// One of each command, as good as it can be made.
fn every_command(m: &Maintenance) -> Vec<Command> {
    let reason = || "a reason".to_owned();
    let leg = m.current_leg().unwrap_or(LegName::Return);
    let command = command_id(8_888);
    let round = || Box::new(retold(before(leg), &m.guids));
    vec![
        Command::Approve { name: "Berta".to_owned(), after_the_fact: false },
        Command::RecordCheck(Box::new(check_input_of(leg, T0, *round()))),
        Command::Acknowledge { code: "site_name".to_owned(), subject: None, reason: reason() },
        Command::SkipSave,
        Command::FailOver { way: Way::Planned, command },
        Command::FailBack { way: Way::Planned, command, reconciliation: Reconciliation::default() },
        Command::Look { round: round() },
        Command::Swing { confirm_by: Some("Berta".to_owned()) },
        Command::Settle,
        Command::NotHappened { reason: reason() },
        Command::Adopt { reason: reason() },
        Command::Accept { side: Side::Home, guid: None, pin: None },
        Command::Note { text: "a note".to_owned() },
        Command::StateNotesComplete { reason: reason() },
        Command::Verify { round: round(), users: None },
        Command::SignOff,
        Command::CloseAway { new_home: false, reason: reason() },
        Command::Abandon { reason: reason() },
        Command::Export { file_name: "x".to_owned() },
    ]
}

/// The same round, told by the boxes that are expected now.
fn retold(mut round: Round, expected: &Both<Guid>) -> Round {
    let told = |guid: &mut Guid| {
        if let Some(side) = Side::BOTH.into_iter().find(|side| *guid == crate::story::guid(*side)) {
            *guid = expected.of(side).clone();
        }
    };
    let retell = |reading: &mut domain::observation::Reading| {
        reading.guid.iter_mut().for_each(told);
        reading.rows.iter_mut().for_each(|row| told(&mut row.guid));
    };
    round.home = round.home.reads(retell);
    round.stand_in = round.stand_in.reads(retell);
    if let Some(SiteObservation { answer: SiteAnswer::Guid(guid), .. }) = &mut round.site {
        told(guid);
    }
    round
}

fn plans() -> impl Strategy<Value = Planned> {
    (any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(upgrade, taken_up)| {
        let mut plan = planned();
        plan.taken_up = taken_up;
        if upgrade {
            plan.intent.kind = Kind::Upgrade;
        }
        plan
    })
}

/// Runs random stories and counts what they reached.
fn run(cases: u32, steps: std::ops::Range<usize>) -> BTreeMap<String, usize> {
    let reached = RefCell::new(BTreeMap::<String, usize>::new());
    // PROPTEST_CASES asks for more.
    let cases = cases.max(Config::default().cases);
    let config = Config { failure_persistence: None, max_shrink_iters: 2_000, ..Config::with_cases(cases) };
    let result = TestRunner::new(config).run(&(plans(), prop::collection::vec(op(), steps)), |(plan, ops)| {
        let mut watched = Watched::new(plan);
        for op in &ops {
            watched.step(op);
        }
        watched.replay();
        let mut reached = reached.borrow_mut();
        let mut count = |what: String| *reached.entry(what).or_default() += 1;
        for entry in &watched.story.entries {
            count(format!("event {}", entry.event.kind()));
            if let Event::RoleSettled { settlement, .. } = &entry.event {
                count(format!("settled {settlement:?}"));
            }
        }
        let mut stages: Vec<&str> = watched.states.iter().map(|state| state.stage.id()).collect();
        stages.sort_unstable();
        stages.dedup();
        stages.into_iter().for_each(|stage| count(format!("stage {stage}")));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    reached.into_inner()
}

#[test]
fn r1_r2_r3_r4_r6_and_r7_hold_in_any_order_of_commands_looks_faults_and_restarts() {
    let reached = run(400, 5..60);
    // The random stories must come to everything the rules speak of, else they show nothing.
    for kind in domain::journal::event::KINDS {
        assert!(kind == "planned" || reached.contains_key(&format!("event {kind}")), "no {kind} in {reached:?}");
    }
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Plan) {
        assert!(reached.contains_key(&format!("stage {stage}")), "no {stage} in {reached:?}");
    }
    for settlement in ["Happened", "Refused", "NotSent", "NotHappened"] {
        assert!(reached.contains_key(&format!("settled {settlement}")), "no {settlement} in {reached:?}");
    }
}
