//! A story under the eyes of the rules: each assertion names the rule it holds to.

use super::*;

/// A story under the eyes of the rules.
pub(super) struct Watched {
    pub(super) story: Story,
    /// The state after each event: entry `i` made `states[i]`.
    pub(super) states: Vec<Maintenance>,
    /// The rounds looked at since the last thing that makes samples count from zero.
    pub(super) rounds: Vec<Round>,
}

impl Watched {
    pub(super) fn new(planned: Planned) -> Self {
        let story = Story::of(planned);
        Self { states: vec![story.m.clone()], story, rounds: Vec::new() }
    }

    pub(super) fn leg(&self) -> LegName {
        self.story.m.current_leg().unwrap_or(LegName::Return)
    }

    pub(super) fn intended(&self, before: &Maintenance, intent: &RoleIntent) {
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

    pub(super) fn settled(&self, before: &Maintenance, settlement: Settlement, stated: bool) {
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

    pub(super) fn last_n(&self, holds: impl Fn(&Round) -> bool) -> bool {
        self.rounds.len() >= N && self.rounds[self.rounds.len() - N..].iter().all(holds)
    }

    /// R7: every act that is not allowed is refused, whatever was asked last.
    pub(super) fn refuses_what_is_not_allowed(&self) {
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
    pub(super) fn replay(&self) {
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
