//! An administrator who takes a maintenance to its end, whatever happens: does the next sensible thing, restarts the
//! program when it died, looks before stating anything, moves DNS or NAT when told to.

use domain::ids::MaintenanceNumber;
use domain::maintenance::{Command, Maintenance, Stage};
use domain::plan::LegName;
use domain::readiness::Finding;
use domain::role::Side;
use domain::time::Utc;
use engine::{Engine, EngineError, LegOrder, Stop, WatchEnd};
use simulator::Which;

use crate::world::{PAIR, World, intent};

/// How a story ended, and what the operator had to do for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    pub deaths: u32,
    pub legs_stated_not_happened: u32,
    pub refused: u32,
    pub adopted: u32,
    pub needed_person: u32,
    pub steps: u32,
    pub sentences: Vec<String>,
}

impl Story {
    /// Notes a sentence, once.
    fn says(&mut self, sentence: String) {
        if !self.sentences.contains(&sentence) {
            self.sentences.push(sentence);
        }
    }
}

/// What the operator does with a maintenance and gives up after.
const MAX_STEPS: u32 = 200;

pub struct Operator<'a> {
    world: &'a World,
    engine: Option<Engine>,
    pub number: Option<MaintenanceNumber>,
    pub story: Story,
    /// Where the program dies next.
    die: Option<engine::DieHook>,
    by_hand: bool,
}

impl<'a> Operator<'a> {
    #[must_use]
    pub fn new(world: &'a World) -> Self {
        Self { world, engine: None, number: None, story: Story::default(), die: None, by_hand: false }
    }

    /// The program will die there, once; it is started again after.
    #[must_use]
    pub fn dying(mut self, die: engine::DieHook) -> Self {
        self.die = Some(die);
        self
    }

    /// Changes the roles in /login instead of by API.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.by_hand = true;
        self
    }

    /// The program, started again where it died.
    pub fn engine(&mut self) -> &Engine {
        if self.engine.is_none() {
            // It may die while it settles what it finds, too.
            let engine = match self.world.engine_that_dies(self.die.take()) {
                Ok(engine) => engine,
                Err(EngineError::Died) => {
                    self.story.deaths += 1;
                    self.world.engine()
                }
                Err(error) => panic!("the data folder does not open: {error}"),
            };
            self.engine = Some(engine);
        }
        self.engine.as_ref().expect("just started")
    }

    /// Ends the program; it is started again with the next step.
    pub fn stop(&mut self) {
        self.engine = None;
    }

    fn died(&mut self) {
        self.story.deaths += 1;
        self.engine = None;
        // The appliances go on while the program is down.
        self.world.clock.pass_ms(1_000);
    }

    /// Plans and takes the maintenance to its sign-off.
    pub fn whole_maintenance(&mut self) -> &Story {
        while self.step() {}
        &self.story
    }

    /// Goes on until this stage is reached.
    pub fn until(&mut self, stage: Stage) {
        while self.maintenance().is_none_or(|m| m.stage < stage) {
            assert!(self.step(), "the maintenance ended before {stage}");
        }
    }

    pub fn maintenance(&mut self) -> Option<Maintenance> {
        let number = self.number?;
        Some(self.engine().maintenance(number).expect("the journal folds"))
    }

    /// Does the next sensible thing; false at the end.
    pub fn step(&mut self) -> bool {
        self.story.steps += 1;
        if self.story.steps >= MAX_STEPS {
            let stage = self.maintenance().map(|m| m.stage);
            panic!("no end in sight at {stage:?}: {:?}", self.story);
        }
        let Some(m) = self.maintenance() else {
            self.begin();
            return true;
        };
        if m.stage.ended() {
            return false;
        }
        match self.act(&m) {
            Ok(()) => {}
            Err(EngineError::Died) => self.died(),
            Err(EngineError::Refused(refusal)) => {
                self.story.refused += 1;
                self.story.says(refusal.message);
                self.world.clock.pass_ms(5_000);
            }
            Err(EngineError::Trouble { subject, trouble }) => {
                self.story.says(format!("{subject}: {}", trouble.detail));
                self.world.clock.pass_ms(5_000);
            }
            Err(error) => panic!("at {}: {error}", m.stage),
        }
        true
    }

    fn begin(&mut self) {
        let world = self.world;
        // A death after the first append leaves a maintenance that is found again.
        let planned = {
            let engine = self.engine();
            match engine.maintenances().expect("the list reads").last() {
                Some(listed) => Ok(listed.number),
                None => world.clock.run(engine.plan(PAIR, intent("Firmware of atl-1"), false)),
            }
        };
        match planned {
            Ok(number) => self.number = Some(number),
            Err(EngineError::Died) => self.died(),
            // Nobody tells this one's GUID by API: the administrator reads it on the appliance itself.
            Err(EngineError::GuidUnknown { label }) => {
                let which = if label == "atl-1" { Which::A } else { Which::B };
                let guid = world.simulation.with(|model, _| model.appliance(which).settings.guid.clone());
                let guid = guid.parse().expect("a GUID");
                self.engine().accept(PAIR, &label, Some(guid), None, None).expect("accepted");
            }
            Err(EngineError::Trouble { .. }) => world.clock.pass_ms(5_000),
            Err(error) => panic!("the plan was refused: {error}"),
        }
    }

    fn act(&mut self, m: &Maintenance) -> Result<(), EngineError> {
        if m.running().is_some() {
            return self.watch(m);
        }
        if m.pause.is_some() {
            return self.paused(m);
        }
        match m.stage {
            Stage::Check | Stage::CheckReturn | Stage::Reconcile => self.check(m),
            Stage::Save => self.decide(&Command::SkipSave),
            Stage::FailOver => self.run_leg(LegName::Outbound),
            Stage::FailBack => self.run_leg(LegName::Return),
            Stage::Swing | Stage::SwingReturn => self.swing(m),
            Stage::Observe => self.settle(),
            Stage::Work => {
                self.decide(&Command::Note { text: "Firmware installed.".to_owned() })?;
                self.check(m)
            }
            Stage::Verify => self.verify(),
            Stage::SignOff => self.decide(&Command::SignOff),
            Stage::Plan | Stage::SignedOff | Stage::Abandoned | Stage::ClosedAway => Ok(()),
        }
    }

    fn number(&self) -> MaintenanceNumber {
        self.number.expect("planned")
    }

    fn decide(&mut self, command: &Command) -> Result<(), EngineError> {
        let number = self.number();
        self.engine().decide(number, command).map(drop)
    }

    fn check(&mut self, m: &Maintenance) -> Result<(), EngineError> {
        let (number, world) = (self.number(), self.world);
        let (after, checked) = world.clock.run(self.engine().check_maintenance(number, m.current_leg()))?;
        let open: Vec<Finding> =
            checked.findings.iter().filter(|f| f.asks() && !after.is_acknowledged(checked.leg, f)).cloned().collect();
        for finding in open {
            self.decide(&Command::Acknowledge {
                code: finding.code,
                subject: Some(finding.subject),
                reason: "seen and accepted".to_owned(),
            })?;
        }
        if let Some(blocking) = checked.findings.iter().find(|f| f.blocks()) {
            self.story.says(format!("{}: {}", blocking.code, blocking.evidence));
            // A rejected secret is not tried again by itself: the administrator checks it and starts anew.
            self.engine = None;
            world.clock.pass_ms(5_000);
        }
        Ok(())
    }

    fn run_leg(&mut self, leg: LegName) -> Result<(), EngineError> {
        let (number, world, by_hand) = (self.number(), self.world, self.by_hand);
        let order = LegOrder { leg, by_hand, wait: !by_hand };
        let end = world.clock.run(self.engine().run_leg(number, order, &Stop::default(), &mut |_| {}))?;
        if by_hand {
            let target = if leg == LegName::Outbound { Which::A } else { Which::B };
            world.simulation.with(|model, now_ms| {
                let command = simulator::model::failover::RoleCommand {
                    role: simulator::model::failover::WantedRole::Backup,
                    data_sync_first: true,
                    force: false,
                };
                model.swap_by_hand(now_ms, target, command).expect("the appliance takes it");
            });
        }
        self.ended(&end);
        Ok(())
    }

    fn ended(&mut self, end: &WatchEnd) {
        match end {
            WatchEnd::Refused { message } => {
                self.story.refused += 1;
                self.story.says(message.clone());
            }
            WatchEnd::NeedsPerson { sentence } => {
                self.story.needed_person += 1;
                self.story.says(sentence.clone());
            }
            _ => {}
        }
    }

    /// A role command is under way, or its outcome is unknown: look again; state that it did not happen only after
    /// having looked at the appliances themselves.
    fn watch(&mut self, m: &Maintenance) -> Result<(), EngineError> {
        let (number, world) = (self.number(), self.world);
        // Past its limit it would be watched for as long as nothing changes: this operator looks, and acts.
        let wait = engine::why_a_person_is_needed(m, Utc::from_millis(world.clock.utc_ms())).is_none();
        let end = world.clock.run(self.engine().observe(number, wait, &Stop::default(), &mut |_| {}))?;
        self.ended(&end);
        if let WatchEnd::NeedsPerson { .. } = end {
            self.move_traffic(m);
            // A secret that was rejected is not tried again by itself; the account may have come with the roles.
            self.engine = None;
            let still = self.maintenance().is_some_and(|m| m.running().is_some_and(|a| a.is_open()));
            let nothing_moves = world.simulation.with(|model, _| model.motion().is_none());
            if still && nothing_moves {
                self.decide(&Command::NotHappened { reason: "looked at /login on both: no sync, no swap".to_owned() })?;
                self.story.legs_stated_not_happened += 1;
            }
        }
        Ok(())
    }

    fn paused(&mut self, m: &Maintenance) -> Result<(), EngineError> {
        let (number, world) = (self.number(), self.world);
        world.clock.run(self.engine().observe(number, false, &Stop::default(), &mut |_| {}))?;
        let Some(now) = self.maintenance() else { return Ok(()) };
        if now.pause.is_some() && now.stage == m.stage {
            match self.decide(&Command::Adopt { reason: "the roles are as this leg wants them".to_owned() }) {
                Ok(()) => self.story.adopted += 1,
                Err(EngineError::Refused(_)) => world.clock.pass_ms(5_000),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Moves DNS or NAT where this pair has them; a shared IP moves by itself.
    fn move_traffic(&mut self, m: &Maintenance) {
        let primary = m.running().map_or_else(|| m.current_primary(), |attempt| attempt.intent.leg.new_primary());
        let which = if primary == Side::Home { Which::A } else { Which::B };
        self.world.simulation.with(|model, now_ms| {
            // With a shared IP there is nothing to move.
            let _ = model.point_to(now_ms, which);
        });
    }

    fn swing(&mut self, m: &Maintenance) -> Result<(), EngineError> {
        let (number, world) = (self.number(), self.world);
        self.move_traffic(m);
        if m.leg(if m.return_leg.done.is_some() { LegName::Return } else { LegName::Outbound }).done.as_ref().is_some()
        {
            for leg in [LegName::Outbound, LegName::Return] {
                if m.sync_asks(leg) {
                    self.decide(&Command::Acknowledge {
                        code: domain::maintenance::SYNC_UNPROVEN.to_owned(),
                        subject: None,
                        reason: "the last sync was read in /login".to_owned(),
                    })?;
                }
            }
        }
        let end = world.clock.run(self.engine().swing(number, true, None, &Stop::default(), &mut |_| {}))?;
        self.ended(&end);
        if let WatchEnd::NeedsPerson { .. } = end {
            self.engine = None;
        }
        Ok(())
    }

    /// Lets the observation window run: health may have been a minute old, the stamp of the sync with it.
    fn settle(&mut self) -> Result<(), EngineError> {
        let (number, world) = (self.number(), self.world);
        world.clock.pass_ms(61_000);
        world.clock.run(self.engine().settle(number, &mut |_| {})).map(drop)
    }

    fn verify(&mut self) -> Result<(), EngineError> {
        let (number, world) = (self.number(), self.world);
        world.clock.pass_ms(61_000);
        world.clock.run(self.engine().verify(number, &mut |_| {})).map(drop)
    }
}
