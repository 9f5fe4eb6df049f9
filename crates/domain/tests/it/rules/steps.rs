//! What each step of a random story does.

use super::*;

impl Watched {
    pub(super) fn check(&mut self, kind: &Checked) {
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

    pub(super) fn see(&mut self, sight: &Sight) {
        let round = self.round(sight);
        self.story.wait(2_000);
        self.ask(Command::Look { round: Box::new(round) });
    }

    /// The role command of the leg that comes next.
    pub(super) fn send(&mut self, way: Way, undecided: u32) {
        let command = self.story.next_command();
        self.ask(match self.leg() {
            LegName::Outbound => Command::FailOver { way, command },
            LegName::Return => {
                Command::FailBack { way, command, reconciliation: Reconciliation { undecided, ..Default::default() } }
            }
        });
    }

    pub(super) fn next(&mut self) {
        let m = &self.story.m;
        if m.change_under_way.is_some() {
            return self.of_the_ledger(&OfTheLedger::Applied);
        }
        if m.reconciliation.as_ref().is_some_and(|(state, _)| state.open() > 0) {
            return self.of_the_ledger(&OfTheLedger::Judged { undecided: 0 });
        }
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
                self.ask(Command::Verify { round: Box::new(round), users: None, arrivals: None });
            }
            Stage::SignOff => {
                self.acknowledge("sync_unproven");
                self.ask(Command::SignOff);
            }
            Stage::Plan | Stage::SignedOff | Stage::Abandoned | Stage::ClosedAway => {}
        }
    }

    pub(super) fn acknowledge(&mut self, code: &str) {
        self.ask(Command::Acknowledge { code: code.to_owned(), subject: None, reason: "seen".to_owned() });
    }

    fn of_the_ledger(&mut self, what: &OfTheLedger) {
        self.ask(match what {
            OfTheLedger::Baseline => Command::TakeBaseline(baseline()),
            OfTheLedger::Decided => Command::DecideChanges(decided()),
            OfTheLedger::Ignored(ignored) => {
                let (object_kind, field) = ("team".to_owned(), "note".to_owned());
                Command::IgnoreField { object_kind, field, ignored: *ignored }
            }
            OfTheLedger::Intended => Command::IntendChange(change_intent()),
            OfTheLedger::Applied => Command::ApplyChange(change_applied()),
            OfTheLedger::Judged { undecided } => Command::Reconcile(reconciled(*undecided)),
        });
    }

    pub(super) fn step(&mut self, op: &Op) {
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
                self.ask(Command::Verify { round: Box::new(round), users: None, arrivals: None });
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
            Op::Ledger(what) => self.of_the_ledger(what),
        }
        self.refuses_what_is_not_allowed();
    }
}
