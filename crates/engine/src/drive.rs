//! The verbs of a maintenance. Each folds the journal, asks the domain, and writes before and after it acts.

use appliance::{NotReady, RoleAnswer as Answered, RoleCommand};
use domain::ids::{CommandId, MaintenanceId, MaintenanceNumber};
use domain::journal::{Entry, RoleAnswer, Way};
use domain::maintenance::{Action, Command, Effect, Maintenance, effects, may};
use domain::pair::Pair;
use domain::plan::{Intent, LegName, Limits, Planned, PlannedAppliance};
use domain::readiness::Checked;
use domain::role::{Both, Role, Side};
use domain::seen::Seen;

use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::Depth;
use crate::record::Record;
use crate::watch::{Listener, Stop, Until, WatchEnd, leg_end, past_its_limit, paused_sentence, why_a_person_is_needed};

/// How a leg is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegOrder {
    pub leg: LegName,
    pub by_hand: bool,
    /// Watch until it is done, refused, or needs a person.
    pub wait: bool,
}

impl Engine {
    /// Plans a maintenance of a pair, or takes up one found failed over. Both appliances' GUIDs must be known.
    pub async fn plan(&self, pair_name: &str, intent: Intent, take_up: bool) -> Result<MaintenanceNumber, EngineError> {
        intent.check().map_err(|error| EngineError::BadInput {
            what: format!("the plan cannot stand: {error}"),
            hint: "Mend it and plan again; nothing was written.".to_owned(),
        })?;
        let pair = self.pair_named(pair_name)?;
        if let Some(row) = self.store.open_maintenance(pair.id)? {
            return Err(store::StoreError::OpenMaintenance { number: row.number }.into());
        }
        let known = Both::new(pair.appliances.home.guid.clone(), pair.appliances.stand_in.guid.clone());
        let connection = self.connect(&pair).await;
        let guids = match (known.home, known.stand_in) {
            (Some(home), Some(stand_in)) if !take_up => {
                let guids = Both::new(home, stand_in);
                // An appliance that does not answer now does not keep a maintenance from being planned.
                let gathered = self.gather(&connection, Depth::Roles, None).await;
                let seen = Seen::of(&gathered.round, &guids);
                no_unrecognised_role(&pair, &seen)?;
                not_failed_over(&pair, &seen)?;
                guids
            }
            _ => {
                let gathered = self.gather(&connection, Depth::Full, None).await;
                let guids = self.expected_guids(&pair, &gathered)?;
                let seen = Seen::of(&gathered.round, &guids);
                no_unrecognised_role(&pair, &seen)?;
                if take_up {
                    found_failed_over(&pair, &seen)?;
                } else {
                    not_failed_over(&pair, &seen)?;
                }
                guids
            }
        };
        let mut limits = Limits::from(&self.settings(&pair)?);
        self.learned(pair.id, None)?.teach(&mut limits);
        let planned = Planned {
            // The store gives the number; this one is never written.
            number: MaintenanceNumber(0),
            pair: pair.id,
            pair_name: pair.name.clone(),
            site_name: pair.site_name.host.clone(),
            network: pair.network,
            guard: pair.guard,
            appliances: Both::new(
                planned_appliance(&pair, Side::Home, &guids),
                planned_appliance(&pair, Side::StandIn, &guids),
            ),
            intent,
            limits,
            taken_up: take_up,
        };
        crate::record::create(self, MaintenanceId((self.host.uuid)()), planned)
    }

    /// Decides a command that needs no look and no act, and appends what it makes.
    pub fn decide(
        &self,
        number: MaintenanceNumber,
        command: &Command,
    ) -> Result<(Maintenance, Vec<Entry>), EngineError> {
        let (mut record, _) = self.record(number)?;
        let mut entries = record.command(self, command, |_| Ok(()))?;
        // A statement about the notes answers for a ledger that watched nothing.
        if !record.maintenance.stage.ended() && self.has_ledger(&record.maintenance)? {
            let before = record.maintenance.seq;
            self.rejudge(&mut record)?;
            entries.extend(self.entries_after(number, before)?);
        }
        Ok((record.maintenance, entries))
    }

    /// Runs the readiness checks and records them in the maintenance.
    pub async fn check_maintenance(
        &self,
        number: MaintenanceNumber,
        leg: Option<LegName>,
    ) -> Result<(Maintenance, Checked), EngineError> {
        let (mut record, _) = self.record(number)?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        let leg = leg.or(record.maintenance.current_leg()).unwrap_or(LegName::Outbound);
        may(&record.maintenance, Action::Check, self.host.clock.now_utc())?;
        if leg == LegName::Return {
            self.catch_up_in_time(&mut record, &connection, &Stop::default()).await?;
        }
        self.check_now(&mut record, &connection, leg, &mut |_| {}).await?;
        match &record.maintenance.check {
            Some((checked, _)) => Ok((record.maintenance.clone(), checked.clone())),
            // A look beside the check found something that voids it: the pause says what.
            None => Err(EngineError::Refused(refused_by_pause(&record.maintenance))),
        }
    }

    /// Runs the readiness checks of a pair that has no open maintenance. Nothing is written.
    pub async fn check_pair(&self, pair: &Pair, leg: LegName) -> Result<Checked, EngineError> {
        let connection = self.connect(pair).await;
        let (input, _) = self.gather_check(&connection, leg, None).await?;
        Ok(domain::readiness::judge(&input))
    }

    async fn check_now(
        &self,
        record: &mut Record,
        connection: &Connection,
        leg: LegName,
        listen: &mut Listener<'_>,
    ) -> Result<u32, EngineError> {
        let (input, gathered) = self.gather_check(connection, leg, Some(record)).await?;
        let users = input.users.as_ref().map_or(0, |users| users.count);
        let look = Command::Look { round: Box::new(gathered.round.clone()) };
        let entries = record.command(self, &look, |events| self.keep(&gathered, events))?;
        entries.iter().for_each(&mut *listen);
        let check = Command::RecordCheck(Box::new(input));
        let entries = record.command(self, &check, |events| self.keep(&gathered, events))?;
        entries.iter().for_each(&mut *listen);
        Ok(users)
    }

    /// Fails over or back: checks once more, writes the intent, sends one command, writes the answer.
    pub async fn run_leg(
        &self,
        number: MaintenanceNumber,
        order: LegOrder,
        stop: &Stop,
        listen: &mut Listener<'_>,
    ) -> Result<WatchEnd, EngineError> {
        let (mut record, _) = self.record(number)?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        // What is refused is refused before anything is asked of the appliances.
        let action = if order.leg == LegName::Outbound { Action::FailOver } else { Action::FailBack };
        match may(&record.maintenance, action, self.host.clock.now_utc()) {
            Err(refusal) if !(order.by_hand && refusal.code == "not-ready") => return Err(refusal.into()),
            _ => {}
        }
        // What was changed in the last minutes counts too. The check follows, so that the gate is its last word.
        if order.leg == LegName::Return {
            let before = record.maintenance.seq;
            self.catch_up_in_time(&mut record, &connection, stop).await?;
            self.entries_after(number, before)?.iter().for_each(&mut *listen);
            if stop.is_stopped() {
                return Ok(WatchEnd::Stopped);
            }
        }
        self.check_now(&mut record, &connection, order.leg, listen).await?;
        if record.maintenance.pause.is_some() {
            return Err(EngineError::Refused(refused_by_pause(&record.maintenance)));
        }
        // Stopped before anything was decided: nothing is sent.
        if stop.is_stopped() {
            return Ok(WatchEnd::Stopped);
        }
        // From before the intent on: an answer may take its whole time limit.
        let _awake = self.stay_awake();
        // Watching comes first: nothing is collected from here until the role command is settled, watched or not.
        let _quiet = connection.quiet();
        let command = CommandId((self.host.uuid)());
        let way = if order.by_hand { Way::ByHand } else { Way::Planned };
        if order.by_hand {
            self.intend(&mut record, &connection, (order.leg, way), command, listen)?;
            self.answer(
                &mut record,
                command,
                RoleAnswer::ByHand,
                None,
                "the roles are to be changed by hand in /login",
                listen,
            )?;
        } else if !self.send(&mut record, &connection, order.leg, command, stop, listen).await? {
            return Ok(WatchEnd::Stopped);
        }
        if order.wait && record.maintenance.running().is_some() {
            return self.watch(&mut record, &connection, Until::LegSettled, None, stop, listen).await;
        }
        Ok(end_without_waiting(&record.maintenance))
    }

    /// The one place where a role command leaves. The same path has just answered with the GUID that is remembered, with
    /// a token not older than a minute; the intent is durable before (R1); it is sent once and never again (R2).
    /// False: stopped before the intent, so nothing was sent. Nothing but the act itself stands between intent and act.
    async fn send(
        &self,
        record: &mut Record,
        connection: &Connection,
        leg: LegName,
        command: CommandId,
        stop: &Stop,
        listen: &mut Listener<'_>,
    ) -> Result<bool, EngineError> {
        let target = leg.new_primary().other();
        let limit_ms = self.settings(&connection.pair)?.timeout_command.ms();
        let label = record.maintenance.label(target).to_owned();
        let trouble = |trouble| EngineError::Trouble { subject: label.clone(), trouble };
        let appliance = connection.appliances.of(target).as_ref().map_err(|t| trouble(t.clone()))?;
        let expected = record.maintenance.guids.of(target).clone();
        let ready = appliance.ready_to_command(&expected).await.map_err(|not_ready| match not_ready {
            NotReady::Trouble(t) => trouble(t),
            NotReady::OtherAppliance { expected, answered } => {
                EngineError::OtherAppliance { label: label.clone(), expected, answered }
            }
        })?;
        if stop.is_stopped() {
            return Ok(false);
        }
        self.intend(record, connection, (leg, Way::Planned), command, listen)?;
        let sent = ready
            .set_role(
                RoleCommand { role: domain::role::AssignedRole::Backup, data_sync_first: true, force: false },
                limit_ms,
            )
            .await;
        let (answer, status, message) = match sent.answer {
            Answered::Started { status, message } => (RoleAnswer::Started, Some(status), message),
            Answered::Refused { status, message } => (RoleAnswer::Refused, Some(status), message),
            Answered::Unknown { trouble } => (RoleAnswer::Unknown, None, trouble.detail),
            Answered::NotSent { trouble } => (RoleAnswer::NotSent, None, trouble.detail),
        };
        self.answer(record, command, answer, status, &message, listen)?;
        Ok(true)
    }

    fn intend(
        &self,
        record: &mut Record,
        connection: &Connection,
        (leg, way): (LegName, Way),
        command: CommandId,
        listen: &mut Listener<'_>,
    ) -> Result<(), EngineError> {
        let order = match leg {
            LegName::Outbound => Command::FailOver { way, command },
            LegName::Return => {
                let reconciliation = self.gate(record)?;
                Command::FailBack { way, command, reconciliation }
            }
        };
        let entries = record.command(self, &order, |_| Ok(()))?;
        self.keep_quiet(&record.maintenance, connection);
        entries.iter().for_each(&mut *listen);
        Ok(())
    }

    fn answer(
        &self,
        record: &mut Record,
        command: CommandId,
        answer: RoleAnswer,
        status: Option<u16>,
        message: &str,
        listen: &mut Listener<'_>,
    ) -> Result<(), EngineError> {
        let command = Command::Answer { command, answer, status, message: message.to_owned() };
        let entries = record.command(self, &command, |_| Ok(()))?;
        entries.iter().for_each(&mut *listen);
        Ok(())
    }

    /// Looks again: after a restart, an unknown outcome, a pause. Looks as often as settle an outcome.
    pub async fn observe(
        &self,
        number: MaintenanceNumber,
        wait: bool,
        stop: &Stop,
        listen: &mut Listener<'_>,
    ) -> Result<WatchEnd, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Observe, self.host.clock.now_utc())?;
        // An answer that could not be written down is unknown: as after a restart, it is settled by looking.
        let recovered = record.append(self, domain::maintenance::recover(&record.maintenance).events)?;
        recovered.iter().for_each(&mut *listen);
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        self.keep_quiet(&record.maintenance, &connection);
        if wait && record.maintenance.running().is_some() {
            let _awake = effects(&record.maintenance).contains(&Effect::StayAwake).then(|| self.stay_awake());
            let known = past_its_limit(&record.maintenance, self.host.clock.now_utc());
            return self.watch(&mut record, &connection, Until::LegSettled, known, stop, listen).await;
        }
        let was_running = record.maintenance.running().is_some();
        for sample in 0..record.maintenance.planned.limits.settle_samples {
            if sample > 0 {
                let sleep = self.host.clock.sleep_ms(record.maintenance.planned.limits.poll_swap_ms);
                futures::future::select(sleep, Box::pin(stop.stopped())).await;
            }
            if stop.is_stopped() {
                return Ok(WatchEnd::Stopped);
            }
            self.look_once(&mut record, &connection, Depth::Full, listen).await?;
        }
        let m = &record.maintenance;
        match why_a_person_is_needed(m, self.host.clock.now_utc()) {
            Some(sentence) => Ok(WatchEnd::NeedsPerson { sentence }),
            None if was_running && m.running().is_none() => Ok(leg_end(m)),
            None => Ok(end_without_waiting(m)),
        }
    }

    /// Verifies that the site name is answered by the new primary, or records a person's word where it cannot be seen.
    pub async fn swing(
        &self,
        number: MaintenanceNumber,
        wait: bool,
        confirm_by: Option<String>,
        stop: &Stop,
        listen: &mut Listener<'_>,
    ) -> Result<WatchEnd, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Swing, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        let leg = if record.maintenance.return_leg.done.is_some() { LegName::Return } else { LegName::Outbound };
        if wait && confirm_by.is_none() {
            return self.watch(&mut record, &connection, Until::Swung, None, stop, listen).await;
        }
        self.look_once(&mut record, &connection, Depth::Full, listen).await?;
        let entries = record.command(self, &Command::Swing { confirm_by }, |_| Ok(()))?;
        entries.iter().for_each(&mut *listen);
        Ok(WatchEnd::Swung { leg })
    }

    /// Signs off the observation window of a leg, after one more look: a last-sync stamp may be readable by now.
    pub async fn settle(
        &self,
        number: MaintenanceNumber,
        listen: &mut Listener<'_>,
    ) -> Result<Maintenance, EngineError> {
        let (mut record, _) = self.record(number)?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        // A refusal that no look can lift is told before anything is asked; an unproven sync may be lifted by one.
        match may(&record.maintenance, Action::Settle, self.host.clock.now_utc()) {
            Err(refusal) if refusal.code != "sync-unproven" => return Err(refusal.into()),
            _ => {}
        }
        self.look_once(&mut record, &connection, Depth::Full, listen).await?;
        let entries = record.command(self, &Command::Settle, |_| Ok(()))?;
        entries.iter().for_each(&mut *listen);
        Ok(record.maintenance)
    }

    /// Looks at roles, traffic, health and users of the returned pair.
    pub async fn verify(
        &self,
        number: MaintenanceNumber,
        listen: &mut Listener<'_>,
    ) -> Result<Maintenance, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Verify, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        // It may take minutes: what is judged is looked at after it.
        let arrivals = self.look_for_arrivals(&mut record, &connection).await?;
        let gathered = self.gather(&connection, Depth::Full, Some(Side::Home)).await;
        let users = match connection.appliances.of(Side::Home) {
            Ok(appliance) => appliance.users().await.ok().and_then(|told| u32::try_from(told.value.count).ok()),
            Err(_) => None,
        };
        let command = Command::Verify { round: Box::new(gathered.round.clone()), users, arrivals };
        let entries = record.command(self, &command, |events| self.keep(&gathered, events))?;
        entries.iter().for_each(&mut *listen);
        if record.maintenance.pause.is_some() {
            return Err(EngineError::Refused(refused_by_pause(&record.maintenance)));
        }
        Ok(record.maintenance)
    }

    /// Closes a maintenance whose way back is not wanted; on request the stand-in becomes the home primary.
    pub fn close_away(
        &self,
        number: MaintenanceNumber,
        new_home: bool,
        reason: String,
    ) -> Result<Maintenance, EngineError> {
        let (mut record, _) = self.record(number)?;
        if new_home {
            let mut pair = self.pair_of(&record)?;
            std::mem::swap(&mut pair.appliances.home, &mut pair.appliances.stand_in);
            self.disconnect(pair.id);
            record.change_pair_too(pair);
        }
        record.command(self, &Command::CloseAway { new_home, reason }, |_| Ok(()))?;
        Ok(record.maintenance)
    }

    pub(crate) fn pair_of(&self, record: &Record) -> Result<Pair, EngineError> {
        self.store
            .pair(record.maintenance.planned.pair)?
            .ok_or_else(|| EngineError::NoSuchPair { name: record.maintenance.planned.pair_name.clone() })
    }
}

fn planned_appliance(pair: &Pair, side: Side, guids: &Both<domain::ids::Guid>) -> PlannedAppliance {
    let appliance = pair.appliance(side);
    PlannedAppliance {
        id: appliance.id,
        label: appliance.label.clone(),
        address: appliance.address.to_string(),
        server_name: pair.server_name(side).to_owned(),
        guid: guids.of(side).clone(),
    }
}

/// A role in words this program does not know stops all planning (product section 4).
fn no_unrecognised_role(pair: &Pair, seen: &Seen) -> Result<(), EngineError> {
    for side in Side::BOTH {
        if let Some(Role::Unrecognised(text)) = seen.role(side) {
            let label = &pair.appliance(side).label;
            return Err(EngineError::Refused(domain::maintenance::Refusal {
                code: "not-ready",
                message: format!("{label} says the role '{text}', which this program does not know: nothing is planned"),
                hint: "Look at the role in /login > Management > Failover. Plan when both say primary or backup, or with a version of this program that knows the word."
                    .to_owned(),
            }));
        }
    }
    Ok(())
}

/// A maintenance that begins with a fail-over is not planned for a pair that is failed over already.
fn not_failed_over(pair: &Pair, seen: &Seen) -> Result<(), EngineError> {
    if seen.own_word(Side::Home) != Some(&Role::Backup) || seen.own_word(Side::StandIn) != Some(&Role::Primary) {
        return Ok(());
    }
    Err(EngineError::Refused(domain::maintenance::Refusal {
        code: "not-ready",
        message: format!(
            "the pair is failed over: {} is primary and {} is backup",
            pair.appliances.stand_in.label, pair.appliances.home.label
        ),
        hint: "Take it up as a maintenance; or, if that is how it is meant to be, edit the pair so that the home primary comes first."
            .to_owned(),
    }))
}

fn found_failed_over(pair: &Pair, seen: &Seen) -> Result<(), EngineError> {
    let (home, stand_in) = (seen.role(Side::Home), seen.role(Side::StandIn));
    if home == Some(&Role::Backup) && stand_in == Some(&Role::Primary) {
        return Ok(());
    }
    let tell = |side: Side| {
        format!("{} {}", pair.appliance(side).label, seen.role(side).map_or("not told", |role| role.text()))
    };
    Err(EngineError::NotFailedOver {
        pair: pair.name.clone(),
        seen: format!("{}, {}", tell(Side::Home), tell(Side::StandIn)),
    })
}

fn refused_by_pause(m: &Maintenance) -> domain::maintenance::Refusal {
    domain::maintenance::Refusal {
        code: "paused",
        message: paused_sentence(m),
        hint: "Observe again; the maintenance lists what is possible now.".to_owned(),
    }
}

/// The state of the last role command when nothing watches it.
fn end_without_waiting(m: &Maintenance) -> WatchEnd {
    match m.running() {
        None if m.outbound.done.is_none() && m.outbound.attempts.is_empty() => {
            WatchEnd::NeedsPerson { sentence: "No role command is under way.".to_owned() }
        }
        None => leg_end(m),
        Some(attempt) => match attempt.answer {
            Some((answer, _)) => WatchEnd::Answered { answer, message: attempt.answer_text.clone() },
            None => WatchEnd::Answered { answer: RoleAnswer::Unknown, message: "no answer is recorded".to_owned() },
        },
    }
}
