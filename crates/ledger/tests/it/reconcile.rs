//! Groups, decisions, the verdict.

use domain::observation::Product;
use domain::readiness::LedgerState;
use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;
use ledger::compare::{Ignored, news, three_way};
use ledger::coverage::{BlindSpot, SeenBy, Window};
use ledger::fact::{Fact, NoteFact, SnapshotTaken};
use ledger::reconcile::{Decision, Disposition, NotAllowed, Outcome, Standing, Target, Verdict, allowed, check};
use ledger::roles::{Fate, RoleSpan, Sync};
use ledger::{EntryId, Group, Reconciliation, Snapshot, Standpoint, reconcile};
use serde_json::json;

use crate::snapshots::{snapshot, taken};
use crate::story::{Book, HOME, STAND_IN, line, log_read, minute, outbound_sync, spans};

/// The pair during the work: the stand-in is the primary.
pub(crate) struct Desk {
    pub(crate) book: Book,
    spans: Vec<RoleSpan>,
    syncs: Vec<Sync>,
    primary: Option<Side>,
    ignored: Ignored,
    decisions: Vec<Decision>,
    pub(crate) outcomes: Vec<Outcome>,
    stated: Option<&'static str>,
    since: Both<Option<Utc>>,
}

impl Desk {
    /// Both logs are read whole.
    pub(crate) fn watched() -> Self {
        let mut desk = Self::unwatched();
        desk.book.take(log_read(Side::Home, -60, 60));
        desk.book.take(log_read(Side::StandIn, -60, 60));
        desk
    }

    pub(crate) fn unwatched() -> Self {
        Self {
            book: Book::new(),
            spans: spans(),
            syncs: outbound_sync(),
            primary: Some(Side::StandIn),
            ignored: Ignored::default(),
            decisions: vec![],
            outcomes: vec![],
            stated: None,
            since: Both::new(Some(minute(-60)), Some(minute(-60))),
        }
    }

    pub(crate) fn look(&self) -> Reconciliation {
        reconcile(
            &self.book.ledger,
            &Standpoint {
                product: Product::Rs,
                primary: self.primary,
                spans: &self.spans,
                syncs: &self.syncs,
                since: self.since.clone(),
                window: Window { from: minute(0), to: minute(60), work_from: minute(0), not_yet_ms: 900_000 },
                ignored: &self.ignored,
                decisions: &self.decisions,
                outcomes: &self.outcomes,
                notes_complete: self.stated,
            },
        )
    }

    /// From when on changes of a side matter.
    pub(crate) fn since(&mut self, side: Side, from: Utc) {
        *self.since.of_mut(side) = Some(from);
    }

    pub(crate) fn on(&mut self, host: &str, minutes: i64, payload: &str) {
        // Whose log it was pulled from makes no difference.
        self.book.pull(Side::Home, &line(host, minutes, payload));
    }

    pub(crate) fn groups(&self) -> Vec<Group> {
        self.look().items().iter().map(|item| item.group).collect()
    }

    /// A decision of what stands there now.
    pub(crate) fn decide(&mut self, entry: u32, disposition: Disposition) {
        let target = Target::Entry(EntryId(entry));
        let group = self.look().item(EntryId(entry)).expect("an entry").group;
        self.push(target, group, disposition);
    }

    pub(crate) fn push(&mut self, target: Target, group: Group, disposition: Disposition) {
        let through = self.book.ledger.seq();
        let (name, reason) = ("Ann Admin".to_owned(), Some("as planned".to_owned()));
        self.decisions.push(Decision { target, group, disposition, name, reason, through, at: minute(50) });
    }

    /// The carried list is read and confirmed.
    pub(crate) fn confirm_carried(&mut self) {
        self.push(self.look().list(Group::Carried), Group::Carried, Disposition::Keep);
    }

    /// Acknowledges what nobody looked at.
    fn see(&mut self) {
        for (spot, _) in self.look().blind_spots {
            self.push(Target::BlindSpot(spot), Group::BlindSpot, Disposition::Confirm);
        }
    }
}

pub(crate) const CHANGE: &str = "event=team_changed;old_id=3;old_name=a;new_name=b";

#[test]
fn what_was_made_on_the_primary_is_carried_and_on_the_backup_overwritten() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(HOME, 6, "event=team_changed;old_id=4;old_name=a;new_name=b");
    let looked = desk.look();
    let roles: Vec<_> = looked.items().iter().map(|item| (item.group, item.role_then)).collect();
    let expected = [(Group::Carried, Some(AssignedRole::Primary)), (Group::Overwritten, Some(AssignedRole::Backup))];
    assert_eq!(roles, expected);
    assert_eq!(looked.verdict, Verdict::DecisionsNeeded);
}

#[test]
fn what_cannot_be_placed_needs_a_decision_and_is_never_carried() {
    let mut desk = Desk::watched();
    desk.on("elsewhere", 5, CHANGE);
    assert_eq!(desk.look().items()[0].fate, Fate::NotPlaced);
    assert_eq!(desk.groups(), [Group::Overwritten]);
    // Its host is known, but not what role it had.
    let mut desk = Desk::watched();
    desk.spans.clear();
    desk.on(STAND_IN, 5, CHANGE);
    assert_eq!(desk.groups(), [Group::Overwritten]);
    // Nobody knows who is primary now.
    let mut desk = Desk::watched();
    desk.primary = None;
    desk.on(STAND_IN, 5, CHANGE);
    assert_eq!(desk.groups(), [Group::Overwritten]);
}

#[test]
fn a_message_whose_event_is_lost_is_shown_and_is_placed_by_its_role_alone() {
    let mut desk = Desk::watched();
    let cut = "Mar 10 12:00:00 atl-2 BG[9]: 1427:02:02:b=2;\n";
    desk.book.pull(Side::StandIn, cut);
    assert_eq!(desk.groups(), [Group::Carried]);
    assert!(desk.book.ledger.entries()[0].incomplete);
    desk.spans.clear();
    assert_eq!(desk.groups(), [Group::Overwritten]);
}

#[test]
fn where_the_journal_knows_no_role_the_marks_around_a_change_tell_it() {
    let mut desk = Desk::watched();
    desk.spans.clear();
    desk.on(STAND_IN, 1, "event=setting_changed;become_primary;");
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(HOME, 7, "event=team_changed;old_id=4;old_name=a;new_name=b");
    desk.on(HOME, 9, "event=setting_changed;become_primary;");
    let roles: Vec<_> = desk.look().items().iter().map(|item| (item.group, item.role_then)).collect();
    let expected = [(Group::Carried, Some(AssignedRole::Primary)), (Group::Overwritten, Some(AssignedRole::Backup))];
    assert_eq!(roles, expected);
}

#[test]
fn a_change_of_the_stand_in_before_the_outbound_leg_is_asked_for_and_stays_when_it_is_overwritten() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, -5, CHANGE);
    desk.syncs.clear();
    desk.primary = Some(Side::Home);
    assert_eq!(desk.groups(), [Group::Overwritten], "before the leg");
    assert!(!desk.look().items()[0].already_overwritten);
    desk.syncs = outbound_sync();
    desk.primary = Some(Side::StandIn);
    assert_eq!(desk.groups(), [Group::Overwritten], "after it");
    assert!(desk.look().items()[0].already_overwritten);
}

#[test]
fn without_a_sync_the_ledger_turns_round() {
    // Emergency: the home appliance became primary, and no sync took the stand-in's changes along.
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(STAND_IN, -5, "event=team_changed;old_id=4;old_name=a;new_name=b");
    desk.primary = Some(Side::Home);
    assert_eq!(desk.groups(), [Group::Overwritten, Group::Overwritten]);
    assert_eq!(desk.look().items()[1].fate, Fate::AlreadyOverwritten);
}

#[test]
fn after_the_way_back_groups_and_decisions_stay_as_they_were() {
    let mut desk = Desk::unwatched();
    desk.book.take(log_read(Side::StandIn, -60, 60));
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(HOME, 6, "event=team_changed;old_id=4;old_name=a;new_name=b");
    desk.confirm_carried();
    desk.decide(2, Disposition::Discard);
    desk.see();
    assert_eq!(desk.look().verdict, Verdict::Reconciled);
    for span in desk.spans.iter_mut().filter(|span| span.to.is_none()) {
        span.to = Some(minute(59));
    }
    desk.syncs.push(Sync { begun: minute(58), at: minute(59), from: Side::StandIn });
    desk.primary = Some(Side::Home);
    let looked = desk.look();
    assert_eq!((looked.verdict, looked.coverage.watched), (Verdict::Reconciled, true));
    assert_eq!(desk.groups(), [Group::Carried, Group::Overwritten]);
    // Had the way back had no sync, what was carried would have to be put on the home appliance.
    desk.syncs.pop();
    assert_eq!((desk.groups()[0], desk.look().undecided), (Group::Overwritten, 2));
}

#[test]
fn the_same_field_changed_on_both_sides_is_a_conflict_unless_both_say_the_same() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(HOME, 6, "event=team_changed;old_id=3;old_name=a;new_name=c");
    assert_eq!(desk.groups(), [Group::Carried, Group::Conflict]);
    assert_eq!(desk.look().items()[1].against, [EntryId(1)]);
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(HOME, 6, CHANGE);
    assert_eq!(desk.groups(), [Group::Carried, Group::Carried]);
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(HOME, 6, "event=team_changed;old_id=3;old_comments=a;new_comments=c");
    assert_eq!(desk.groups(), [Group::Carried, Group::Overwritten], "another field");
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_removed;id=3;name=a");
    desk.on(HOME, 6, CHANGE);
    assert_eq!(desk.groups(), [Group::Carried, Group::Conflict], "removed there, changed here");
}

#[test]
fn snapshots_alone_tell_the_same_groups() {
    let of = |a: &str, b: &str, c: &str| {
        snapshot("team", &[json!({"id": 1, "name": a}), json!({"id": 2, "name": b}), json!({"id": 3, "name": c})])
    };
    let (base, primary, backup) = (of("a", "a", "a"), of("b", "a", "b"), of("a", "b", "c"));
    let mut desk = Desk::unwatched();
    let differences = three_way(&base, Some(&primary), Some(&backup), &desk.ignored);
    for fact in news(&desk.book.ledger, &differences, &taken(Side::StandIn, 1, 10), [None, Some(&backup)]) {
        desk.book.take(fact);
    }
    let groups: Vec<_> = desk
        .look()
        .items()
        .iter()
        .zip(desk.book.ledger.entries())
        .map(|(item, entry)| (entry.object.id.as_deref().map(str::to_owned), item.group))
        .collect();
    let expected = [("1", Group::Carried), ("2", Group::Overwritten), ("3", Group::Carried), ("3", Group::Conflict)];
    assert_eq!(groups, expected.map(|(id, group)| (Some(id.to_owned()), group)));
}

#[test]
fn the_appliances_own_settings_and_secrets_have_their_lists() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=network_address_added;enabled=1;interface=0;ip=192.0.2.30");
    desk.on(STAND_IN, 6, "event=setting_changed;old_bandwidth=1;new_bandwidth=2");
    desk.on(
        STAND_IN,
        7,
        "event=api_account_changed;old_id=7;old_name=x;old_client_secret=***;new_client_secret=***NEW***",
    );
    desk.on(STAND_IN, 8, "event=change_password;status=success");
    assert_eq!(desk.groups(), [Group::NeverSynced, Group::NeverSynced, Group::Secret, Group::Carried]);
}

#[test]
fn saved_without_a_change_ignored_or_from_before_is_noise() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a");
    desk.on(STAND_IN, 6, CHANGE);
    desk.on(HOME, -600, CHANGE);
    desk.on(STAND_IN, 7, "event=flux_fluxed;level=3");
    desk.ignored = Ignored([("team".to_owned(), "name".to_owned())].into());
    assert_eq!(desk.groups(), [Group::Noise, Group::Noise, Group::Noise, Group::Carried]);
}

#[test]
fn the_carried_list_is_confirmed_once_and_what_comes_later_is_not_in_it() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    desk.on(STAND_IN, 6, "event=team_changed;old_id=4;old_name=a;new_name=b");
    desk.see();
    desk.decide(2, Disposition::Undo);
    desk.confirm_carried();
    let looked = desk.look();
    assert!(matches!(looked.items()[0].standing, Standing::Decided(_)));
    assert!(matches!(looked.items()[1].standing, Standing::Outstanding(_)), "its own decision stands");
    assert_eq!((looked.undecided, looked.outstanding), (0, 1));
    desk.outcomes.push(Outcome {
        entry: EntryId(2),
        disposition: Disposition::Undo,
        done: true,
        unknown: false,
        at: minute(55),
    });
    assert_eq!(desk.look().verdict, Verdict::Reconciled);
    desk.on(STAND_IN, 40, "event=team_changed;old_id=5;old_name=a;new_name=b");
    assert_eq!((desk.look().undecided, desk.look().sentence()), (1, "1 needs a decision".to_owned()));
}

#[test]
fn another_witness_that_says_nothing_new_leaves_a_decision_as_it_is() {
    let of = |name: &str, comments: &str| snapshot("team", &[json!({"id": 3, "name": name, "comments": comments})]);
    let mut desk = Desk::watched();
    desk.see();
    desk.on(STAND_IN, 5, CHANGE);
    desk.confirm_carried();
    let mut shown = |primary: &Snapshot, minutes: i64| {
        let base = of("a", "");
        let differences = three_way(&base, Some(primary), None, &Ignored::default());
        for fact in news(&desk.book.ledger, &differences, &taken(Side::StandIn, 1, minutes), [None, None]) {
            desk.book.take(fact);
        }
        (desk.look().undecided, desk.book.ledger.entries()[0].witnesses.len())
    };
    assert_eq!(shown(&of("b", ""), 10), (0, 2));
    assert_eq!(shown(&of("b", "by console"), 20), (1, 3), "a field that no log has told");
}

#[test]
fn a_decision_made_of_less_does_not_count() {
    let mut desk = Desk::watched();
    desk.see();
    desk.on(HOME, 6, CHANGE);
    desk.decide(1, Disposition::Discard);
    assert_eq!(desk.look().undecided, 0);
    // Now the primary says otherwise.
    desk.on(STAND_IN, 7, "event=team_changed;old_id=3;old_name=a;new_name=z");
    let looked = desk.look();
    assert_eq!((looked.items()[0].group, &looked.items()[0].standing), (Group::Conflict, &Standing::Undecided));
    desk.decide(1, Disposition::Keep);
    desk.on(STAND_IN, 8, "event=team_changed;old_id=3;old_name=z;new_name=y");
    assert_eq!(desk.look().items()[0].standing, Standing::Undecided, "the other side has moved on");
}

#[test]
fn only_the_answers_of_its_group_are_taken_with_a_name_and_a_reason() {
    let mut desk = Desk::watched();
    desk.on(HOME, 6, CHANGE);
    let item = desk.look().items()[0].clone();
    desk.decide(1, Disposition::Discard);
    let decision = desk.decisions.remove(0);
    assert_eq!(check(&decision, &item), Ok(()));
    let keep = Decision { disposition: Disposition::Keep, ..decision.clone() };
    let refused = NotAllowed::NotHere { disposition: Disposition::Keep, group: Group::Overwritten };
    assert_eq!(check(&keep, &item), Err(refused));
    let silent = Decision { reason: Some("  ".to_owned()), ..decision.clone() };
    assert_eq!(check(&silent, &item), Err(NotAllowed::WithoutReason(Disposition::Discard)));
    let nobody = Decision { name: String::new(), ..decision.clone() };
    assert_eq!(check(&nobody, &item), Err(NotAllowed::WithoutName(Disposition::Discard)));
    let elsewhere = Decision { group: Group::Carried, ..decision.clone() };
    assert!(matches!(check(&elsewhere, &item), Err(NotAllowed::MovedOn { .. })));
    assert_eq!(check(&Decision { through: 0, ..decision }, &item), Err(NotAllowed::Newer));
    assert!(allowed(Group::Noise).is_empty());
}

#[test]
fn what_this_program_wrote_to_carry_out_a_decision_asks_nobody() {
    let mut desk = Desk::watched();
    desk.see();
    desk.on(HOME, 6, CHANGE);
    desk.decide(1, Disposition::Reapply);
    let reapplied = line(STAND_IN, 52, CHANGE).replace("Ann Admin (ann)", "Ops API (0a1b2c)");
    desk.outcomes.push(Outcome {
        entry: EntryId(1),
        disposition: Disposition::Reapply,
        done: true,
        unknown: false,
        at: minute(53),
    });
    desk.book.pull(Side::StandIn, &reapplied);
    let looked = desk.look();
    assert_eq!(looked.items()[1].standing, Standing::ByThisProgram);
    assert_eq!(looked.undecided, 0, "{:?}", looked.items());
}

#[test]
fn a_failed_reapplication_stays_outstanding_and_can_be_confirmed_by_hand() {
    let mut desk = Desk::watched();
    desk.see();
    desk.on(HOME, 6, CHANGE);
    desk.decide(1, Disposition::Reapply);
    desk.outcomes.push(Outcome {
        entry: EntryId(1),
        disposition: Disposition::Reapply,
        done: false,
        unknown: false,
        at: minute(53),
    });
    assert_eq!(desk.look().sentence(), "1 is decided and not done yet");
    assert_eq!(desk.look().gate([1; 32]).undecided, 1);
    desk.decide(1, Disposition::Confirm);
    assert_eq!(desk.look().verdict, Verdict::Reconciled);
}

#[test]
fn where_nothing_was_watched_it_says_so_until_a_person_states_that_the_notes_are_complete() {
    let mut desk = Desk::unwatched();
    let note = NoteFact {
        entry: None,
        side: Some(Side::StandIn),
        place: "Configuration > Skills".to_owned(),
        object: "Printing".to_owned(),
        before: None,
        after: None,
        text: "a new skill".to_owned(),
        name: "Ann Admin".to_owned(),
        done_at: minute(7),
    };
    desk.book.take(Fact::Note(Box::new(note)));
    assert_eq!((desk.look().verdict, desk.look().sentence()), (Verdict::NotWatched, "Nothing was watched".to_owned()));
    assert_eq!(desk.look().ledger_state(), LedgerState::NotWatched { notes: 1 });
    desk.stated = Some("Ann Admin");
    assert_eq!(desk.look().verdict, Verdict::DecisionsNeeded);
    assert_eq!(desk.groups(), [Group::Carried]);
    desk.see();
    desk.confirm_carried();
    assert_eq!(desk.look().ledger_state(), LedgerState::StatedComplete { by: "Ann Admin".to_owned() });
}

#[test]
fn a_note_about_an_entry_joins_it_and_one_of_the_appliance_is_never_synced() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, CHANGE);
    let note = |entry, place: &str| NoteFact {
        entry,
        side: Some(Side::StandIn),
        place: place.to_owned(),
        object: "x".to_owned(),
        before: Some("a".to_owned()),
        after: Some("b".to_owned()),
        text: "why".to_owned(),
        name: "Ann".to_owned(),
        done_at: minute(7),
    };
    desk.book.take(Fact::Note(Box::new(note(Some(EntryId(1)), ""))));
    desk.book.take(Fact::Note(Box::new(note(None, "/appliance > Updates"))));
    assert_eq!(desk.groups(), [Group::Carried, Group::NeverSynced]);
    assert_eq!(desk.book.ledger.entries()[0].note.as_deref(), Some("why"));
    assert_eq!(desk.book.ledger.entries()[0].witnesses.len(), 2);
}

#[test]
fn gaps_are_blind_spots_and_an_acknowledged_one_covers_a_smaller_one() {
    let mut desk = Desk::unwatched();
    desk.book.take(log_read(Side::StandIn, 0, 60));
    desk.book.take(log_read(Side::Home, 0, 10));
    desk.book.take(log_read(Side::Home, 30, 55));
    let gap = |from, to| BlindSpot::Time { side: Side::Home, from: minute(from), to: minute(to) };
    let spots = |desk: &Desk| desk.look().blind_spots.into_iter().map(|(spot, _)| spot).collect::<Vec<_>>();
    assert_eq!(spots(&desk)[0], gap(10, 30), "the last five minutes are not read yet");
    assert!(matches!(spots(&desk)[1], BlindSpot::Areas { .. }));
    desk.see();
    assert_eq!(desk.look().undecided, 0);
    desk.book.take(log_read(Side::Home, 10, 20));
    assert_eq!(spots(&desk)[0], gap(20, 30));
    assert_eq!(desk.look().undecided, 0, "less than what was acknowledged");
}

#[test]
fn the_coverage_map_never_looks_more_complete_than_it_is() {
    let mut desk = Desk::unwatched();
    desk.book.take(log_read(Side::StandIn, 0, 60));
    desk.book.take(Fact::SnapshotTaken(SnapshotTaken {
        side: Side::StandIn,
        from: minute(1),
        to: minute(2),
        read: vec!["user".to_owned(), "jump-client".to_owned()],
        failed: vec![("team".to_owned(), "403".to_owned())],
        objects: 2,
        sha256: None,
    }));
    let looked = desk.look();
    let seen =
        |path: &str| looked.coverage.areas.iter().find(|row| row.area.path == path).expect("an area").seen.clone();
    assert_eq!(seen("Users & Security > Users"), Both::new(SeenBy::Nothing, SeenBy::SnapshotAndSyslog));
    assert_eq!(seen("Configuration > Skills").stand_in, SeenBy::Syslog);
    assert_eq!(seen("Vault > Domains").stand_in, SeenBy::Nothing);
    let spots: Vec<_> = looked.blind_spots.iter().map(|(spot, _)| spot).collect();
    assert!(spots.contains(&&BlindSpot::Kind { side: Side::StandIn, kind: "team".to_owned() }));
    assert!(spots.contains(&&BlindSpot::Time { side: Side::Home, from: minute(0), to: minute(60) }));
}

#[test]
fn nothing_but_noise_under_a_whole_watch_is_nothing_to_reconcile_once_the_blind_spots_are_read() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=login;target=web/login;status=success");
    assert_eq!(desk.look().verdict, Verdict::DecisionsNeeded, "pages that nobody can see");
    desk.see();
    assert_eq!(desk.look().sentence(), "Nothing to reconcile");
}
