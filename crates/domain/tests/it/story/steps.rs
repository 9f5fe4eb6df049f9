//! The steps: a command decided, its events sealed, read back and applied.

use domain::ids::CommandId;
use domain::journal::{Entry, Event, RoleAnswer, Sealed, Way, format};
use domain::maintenance::{Command, Maintenance, Reconciliation, Refusal, apply, begin, decide};
use domain::observation::Round;
use domain::plan::{LegName, Planned};
use domain::time::Utc;

use super::{N, T0, after, before, check_input_of, command_id, maintenance_id, planned, round, stamp};

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
        self.must(Command::Verify { round: Box::new(after(LegName::Return)), users: Some(2), arrivals: None });
    }
}
