//! The ledger in the journal: what opens the way back and what shuts it, and where changes can have been made.

use domain::change::{Arrival, Disposition, EntryId, ReconcileVerdict, Reconciled, Target};
use domain::journal::ChangesDecided;
use domain::readiness::LedgerState;
use domain::role::AssignedRole;

use super::*;
use crate::story::{baseline, change_applied, change_intent, decided, reconciled};

fn unwatched() -> Reconciled {
    Reconciled { verdict: ReconcileVerdict::NotWatched, watched: false, changes: 0, ..reconciled(0) }
}

#[test]
fn a_watched_ledger_opens_the_way_back_once_nothing_is_undecided() {
    let mut story = Story::at_reconcile();
    story.must(Command::Reconcile(reconciled(2)));
    assert_eq!((story.m.ledger(), story.m.reconciled()), (LedgerState::Watched { undecided: 2 }, false));
    story.check();
    assert_eq!(story.m.stage, Stage::Reconcile);
    assert!(!may(&story, Action::FailBack));
    story.must(Command::DecideChanges(decided()));
    assert_eq!(story.m.decisions.len(), 1);
    story.must(Command::Reconcile(reconciled(0)));
    assert!(story.m.check.is_none(), "the check that found it undecided does not count any more");
    story.check();
    let command = story.role_command(Way::Planned);
    story.must(command);
}

#[test]
fn the_gate_refuses_what_was_found_a_moment_ago_though_the_journal_knows_nothing_of_it() {
    let mut story = Story::at_reconcile();
    story.must(Command::Reconcile(reconciled(0)));
    story.check();
    let late = domain::maintenance::Reconciliation { through: 18, undecided: 1, ledger_head: "aa".repeat(32) };
    let command = Command::FailBack { way: Way::Planned, command: command_id(5), reconciliation: late.clone() };
    assert_eq!(story.refused(command), "not-ready");
    let decided = domain::maintenance::Reconciliation { undecided: 0, ..late };
    let command = Command::FailBack { way: Way::Planned, command: command_id(5), reconciliation: decided.clone() };
    story.must(command);
    let intent = &story.m.running().expect("sent").intent;
    assert_eq!(intent.reconciliation, Some(decided), "what the gate rested on stands in the intent");
}

#[test]
fn where_nothing_was_watched_a_person_answers_by_name_and_what_is_found_later_counts_all_the_same() {
    let mut story = Story::at_reconcile();
    story.must(Command::Reconcile(unwatched()));
    assert!(matches!(story.m.ledger(), LedgerState::NotWatched { .. }));
    story.state_notes_complete();
    assert!(matches!(story.m.ledger(), LedgerState::StatedComplete { .. }) && story.m.reconciled());
    story.must(Command::Reconcile(reconciled(1)));
    assert!(!story.m.reconciled(), "the statement was made without it");
}

#[test]
fn a_ledger_that_stands_as_before_is_no_event() {
    let mut story = Story::at_reconcile();
    story.must(Command::Reconcile(reconciled(1)));
    let further = Reconciled { through: 30, ledger_head: "bb".repeat(32), ..reconciled(1) };
    assert_eq!(story.must(Command::Reconcile(further)), []);
}

#[test]
fn one_change_at_a_time_is_put_on_the_primary_and_none_while_a_role_command_is_under_way() {
    let mut story = Story::at_reconcile();
    story.must(Command::IntendChange(change_intent()));
    assert_eq!(story.refused(Command::IntendChange(change_intent())), "change-under-way");
    story.must(Command::ApplyChange(change_applied()));
    assert_eq!((story.m.outcomes.len(), story.m.change_under_way.is_none()), (1, true));
    let mut story = Story::sent_back();
    assert_eq!(story.refused(Command::IntendChange(change_intent())), "command-unsettled");
}

#[test]
fn no_role_command_leaves_while_a_change_may_be_on_its_way() {
    let mut story = Story::at_reconcile();
    story.must(Command::Reconcile(reconciled(0)));
    story.check();
    story.must(Command::IntendChange(change_intent()));
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "change-under-way");
}

#[test]
fn a_person_who_has_looked_answers_for_a_change_that_cannot_be_read_back() {
    let entry = change_intent().entry;
    for (disposition, still) in [(Disposition::Reapply, true), (Disposition::Confirm, false)] {
        let mut story = Story::at_reconcile();
        story.must(Command::IntendChange(change_intent()));
        let answer = ChangesDecided { target: Target::Entry(EntryId(entry.0 + 1)), disposition, ..decided() };
        story.must(Command::DecideChanges(answer.clone()));
        assert!(story.m.change_under_way.is_some(), "another change");
        story.must(Command::DecideChanges(ChangesDecided { target: Target::Entry(entry), ..answer }));
        assert_eq!(story.m.change_under_way.is_some(), still, "{disposition:?}");
    }
}

#[test]
fn a_missing_arrival_is_an_open_point() {
    let mut story = Story::at_verify();
    let arrivals = vec![
        (EntryId(1), Arrival::Found),
        (EntryId(2), Arrival::Missing),
        (EntryId(3), Arrival::Missing),
        (EntryId(4), Arrival::NotObservable),
    ];
    let round = Box::new(after(LegName::Return));
    story.must(Command::Verify { round, users: None, arrivals: Some(arrivals) });
    let verification = &story.m.verification.as_ref().expect("verified").0;
    assert_eq!(verification.arrivals, Some(1));
    let points = story.m.open_points();
    assert!(
        points.contains(&"2 changes were not found on the returned primary: C-0002 to C-0003".to_owned()),
        "{points:?}"
    );
}

#[test]
fn the_looks_tell_who_had_which_role_when_and_which_names_they_go_by() {
    let mut story = Story::at_work();
    story.must(Command::TakeBaseline(baseline()));
    assert!(story.m.baseline.is_some());
    let history = &story.m.history;
    let roles = |side: Side| history.roles.of(side).iter().map(|run| run.role).collect::<Vec<_>>();
    assert_eq!(roles(Side::Home).last(), Some(&AssignedRole::Backup));
    assert_eq!(roles(Side::StandIn).last(), Some(&AssignedRole::Primary));
    let [sync] = history.syncs.as_slice() else { panic!("{:?}", history.syncs) };
    let (_, done_at) = story.m.outbound.done.as_ref().expect("done");
    assert_eq!(sync.from, Side::Home);
    assert!(sync.at <= *done_at, "it ended before the leg was found to be done");
    let intended_at = story.m.outbound.attempts.last().expect("ours").intended_at;
    assert_eq!(sync.begun, intended_at, "and did not begin before its role command");
}

#[test]
fn a_sync_that_the_new_primary_tells_of_ran_while_the_other_one_was_primary() {
    let mut story = Story::planned();
    story.start_leg();
    story.wait(5 * MINUTE);
    let stamp = story.now.plus_ms(-1_000);
    let told = |story: &Story, round: Round| {
        let (mut home, mut stand_in) = (round.home.clone(), round.stand_in.clone());
        (home.at, stand_in.at) = (story.now, story.now);
        let round = Round { home, stand_in, ..round };
        round.stand_in(|reading| reading.last_sync = Some(stamp))
    };
    let swapping = told(&story, round("backup", "backup"));
    story.look(swapping);
    for _ in 0..3 {
        let swapped = told(&story, after(LegName::Outbound));
        story.look(swapped);
    }
    assert!(story.m.outbound.done.is_some());
    let from: Vec<Side> = story.m.history.syncs.iter().map(|sync| sync.from).collect();
    assert_eq!(from, [Side::Home], "one sync, though a stamp tells it too: {:?}", story.m.history.syncs);
    let sync = story.m.history.syncs[0];
    assert_eq!((sync.begun, sync.at), (story.m.outbound.attempts[0].intended_at, stamp));
}
