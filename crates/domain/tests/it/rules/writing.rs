//! How a story goes on: a command is decided, an event appended, a restart read back, all under the eyes of the rules.

use super::*;

impl Watched {
    /// Decides, and appends what was decided under the eyes of the rules. Returns whether it was allowed.
    pub(super) fn ask(&mut self, command: Command) -> bool {
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

    pub(super) fn append(&mut self, event: Event, stated: bool) {
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
                        // Then two primaries cannot be excluded, and it is said.
                        || (!done.two_primaries_excluded && told_by_site(round, expected, done.leg.new_primary())))
                        && Side::BOTH.into_iter().all(|side| is_who_it_should_be(round, expected, side))
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

    pub(super) fn restart(&mut self) {
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
}
