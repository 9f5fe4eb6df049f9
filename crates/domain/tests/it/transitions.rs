//! The table of stages and event kinds. A change to it shows here as a changed snapshot, for a review to see.

use std::fmt::Write as _;

use domain::ids::CommandId;
use domain::journal::event::KINDS;
use domain::journal::{
    Entry, Event, GapReason, LegDone, Observed, PauseCause, RoleAnswer, RoleIntent, Settlement, SwingProof,
    SyncVerdict, Verification, Way,
};
use domain::maintenance::{Command, Maintenance, Stage, apply};
use domain::plan::LegName;
use domain::readiness::{FindingResult, judge};
use domain::role::{AssignedRole, Both, Side};
use expect_test::expect;

use crate::story::{Story, T0, after, before, check_input, command_id, guid, planned, round, stamp, strange_guid};
use crate::story::{baseline, change_applied, change_intent, decided, reconciled};

/// A state of each stage, and beside them the states inside a stage that decide otherwise.
fn states() -> Vec<(&'static str, Story)> {
    let paused = |mut story: Story| {
        story.look(round("primary", "backup"));
        story
    };
    let handed_on = |mut story: Story| {
        story.must(Command::Export { file_name: "M-0001.switchback".to_owned() });
        story
    };
    vec![
        ("check", Story::planned()),
        ("save", Story::checked()),
        ("fail_over", Story::saved()),
        ("fail_over:sent", Story::sent()),
        ("fail_over:open", Story::started()),
        ("fail_over:swapping", Story::swapping()),
        ("swing", Story::at_swing()),
        ("observe", Story::at_observe()),
        ("work", Story::at_work()),
        ("work:paused", paused(Story::at_work())),
        ("work:handed_on", handed_on(Story::at_work())),
        ("work:taken_up", Story::taken_up()),
        ("reconcile", Story::at_reconcile()),
        ("check_return", Story::at_check_return()),
        ("fail_back", Story::at_fail_back()),
        ("fail_back:sent", Story::sent_back()),
        ("swing_return", Story::at_swing_return()),
        ("verify", Story::at_verify()),
        ("sign_off", Story::at_sign_off()),
        ("signed_off", Story::signed_off()),
        ("abandoned", Story::abandoned()),
        ("closed_away", Story::closed_away()),
    ]
}

/// An event of each kind as it would most likely be told in this state.
fn representative(kind: &str, m: &Maintenance) -> Event {
    let coming = m.current_leg().unwrap_or(LegName::Return);
    let done = if m.return_leg.done.is_some() { LegName::Return } else { LegName::Outbound };
    let command: CommandId = m.running().map_or(command_id(900), |attempt| attempt.intent.command);
    match kind {
        "planned" => Event::Planned(Box::new(planned())),
        "approved" => Event::Approved { name: "Berta".to_owned(), after_the_fact: false },
        "checked" => Event::Checked(Box::new(judge(&check_input(coming, T0)))),
        "acknowledged" => Event::Acknowledged {
            leg: coming,
            code: "site_name".to_owned(),
            subject: "support.example.com:443".to_owned(),
            result: FindingResult::Unknown,
            reason: "hairpin NAT".to_owned(),
        },
        "save_skipped" => Event::SaveSkipped { reason: "not made by this version".to_owned() },
        "backup_named" => Event::BackupNamed {
            side: Side::Home,
            file_name: "atl-1.nsb".to_owned(),
            bytes: 1_024,
            sha256: "ab".repeat(32),
        },
        "role_intended" => Event::RoleIntended(Box::new(RoleIntent {
            command: command_id(901),
            leg: coming,
            way: Way::Planned,
            target: coming.new_primary().other(),
            role: AssignedRole::Backup,
            data_sync_first: true,
            force: false,
            before: coming.before(),
            assigned: coming.assigned(),
            last_sync: Both::new(None, None),
            clock_offset_ms: Both::new(None, None),
            users: None,
            reconciliation: None,
        })),
        "role_answered" => Event::RoleAnswered {
            command,
            answer: RoleAnswer::Started,
            status: Some(200),
            message: "success".to_owned(),
        },
        "observed" => Event::Observed(Box::new(Observed { run: 1, round: before(coming) })),
        "role_settled" => Event::RoleSettled { command, settlement: Settlement::Happened, reason: None },
        "leg_done" => Event::LegDone(LegDone {
            leg: coming,
            command: m.running().map(|attempt| attempt.intent.command),
            sync: SyncVerdict::Implied,
            second_hand: Vec::new(),
            two_primaries_excluded: true,
            samples: 3,
            adopted: m.running().is_none().then(|| "done in /login".to_owned()),
        }),
        "sync_proven" => Event::SyncProven { leg: done, side: Side::StandIn, stamp: T0 },
        "swung" => Event::Swung { leg: done, proof: SwingProof::Verified { guid: guid(done.new_primary()) } },
        "observation_signed_off" => Event::ObservationSignedOff { leg: done },
        "paused" => Event::Paused(PauseCause::ChangedGuid { side: Side::Home, seen: strange_guid() }),
        "resumed" => Event::Resumed { reason: "as expected again".to_owned() },
        "appliance_accepted" => Event::ApplianceAccepted { side: Side::Home, guid: Some(strange_guid()), pin: None },
        "watch_gap" => Event::WatchGap { from: T0, to: T0.plus_ms(60_000), reason: GapReason::Slept },
        "noted" => Event::Noted { text: "the fan was replaced too".to_owned() },
        "notes_complete" => Event::NotesComplete { reason: "nothing else was touched".to_owned() },
        "verified" => Event::Verified(Verification {
            roles_as_planned: true,
            traffic: Some(true),
            healthy: Both::new(Some(true), Some(true)),
            users: Some(2),
            arrivals: None,
            looked_for: Vec::new(),
            open_points: Vec::new(),
        }),
        "signed_off" => Event::SignedOff { open_points: Vec::new() },
        "abandoned" => Event::Abandoned { reason: "the window was lost".to_owned() },
        "closed_away" => {
            Event::ClosedAway { new_home: false, reason: "not mended".to_owned(), open_points: Vec::new() }
        }
        "exported" => Event::Exported { file_name: "M-0001.switchback".to_owned() },
        "imported" => Event::Imported { from: "admin-2".to_owned(), head: "cd".repeat(32) },
        "baseline_taken" => Event::BaselineTaken(baseline()),
        "changes_decided" => Event::ChangesDecided(decided()),
        "field_ignored" => {
            Event::FieldIgnored { object_kind: "team".to_owned(), field: "note".to_owned(), ignored: true }
        }
        "change_intended" => Event::ChangeIntended(change_intent()),
        "change_applied" => Event::ChangeApplied(change_applied()),
        "reconciliation_changed" => Event::ReconciliationChanged(reconciled(1)),
        other => panic!("no representative of {other}"),
    }
}

/// The stage after the event, or None where it cannot stand.
fn stage_after(m: &Maintenance, event: Event) -> Option<Stage> {
    let entry = Entry { seq: m.seq + 1, stamp: stamp(T0), event };
    apply(m.clone(), &entry).ok().map(|m| m.stage)
}

#[test]
fn the_table_of_stages_and_event_kinds_is_as_reviewed() {
    let states = states();
    let mut table = String::new();
    for (name, story) in &states {
        let stage = name.split(':').next().expect("a stage");
        assert_eq!(story.m.stage.id(), stage, "{name} is reached by real events");
        writeln!(table, "{name}").expect("a line");
        let mut stays = Vec::new();
        let mut cannot = Vec::new();
        for kind in KINDS {
            match stage_after(&story.m, representative(kind, &story.m)) {
                Some(after) if after == story.m.stage => stays.push(kind),
                Some(after) => writeln!(table, "    {kind} -> {after}").expect("a line"),
                None => cannot.push(kind),
            }
        }
        for (word, kinds) in [("stays", stays), ("cannot", cannot)] {
            let kinds = if kinds.len() == KINDS.len() { "everything".to_owned() } else { kinds.join(" ") };
            if !kinds.is_empty() {
                writeln!(table, "    {word}: {kinds}").expect("a line");
            }
        }
    }
    expect![[r#"
        check
            checked -> save
            role_intended -> fail_over
            leg_done -> swing
            abandoned -> abandoned
            stays: approved acknowledged save_skipped backup_named observed paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned role_answered role_settled sync_proven swung observation_signed_off resumed notes_complete verified signed_off closed_away
        save
            save_skipped -> fail_over
            backup_named -> fail_over
            role_intended -> fail_over
            leg_done -> swing
            paused -> check
            appliance_accepted -> check
            watch_gap -> check
            abandoned -> abandoned
            imported -> check
            stays: approved checked acknowledged observed noted exported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned role_answered role_settled sync_proven swung observation_signed_off resumed notes_complete verified signed_off closed_away
        fail_over
            leg_done -> swing
            paused -> check
            appliance_accepted -> check
            watch_gap -> check
            abandoned -> abandoned
            imported -> check
            stays: approved checked acknowledged save_skipped backup_named role_intended observed noted exported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned role_answered role_settled sync_proven swung observation_signed_off resumed notes_complete verified signed_off closed_away
        fail_over:sent
            stays: approved acknowledged role_answered observed role_settled paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended leg_done sync_proven swung observation_signed_off resumed notes_complete verified signed_off abandoned closed_away change_intended
        fail_over:open
            stays: approved acknowledged observed role_settled paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered leg_done sync_proven swung observation_signed_off resumed notes_complete verified signed_off abandoned closed_away change_intended
        fail_over:swapping
            leg_done -> swing
            closed_away -> closed_away
            stays: approved acknowledged observed paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered role_settled sync_proven swung observation_signed_off resumed notes_complete verified signed_off abandoned change_intended
        swing
            swung -> observe
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered role_settled leg_done observation_signed_off resumed notes_complete verified signed_off abandoned change_intended
        observe
            observation_signed_off -> work
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered role_settled leg_done swung resumed notes_complete verified signed_off abandoned change_intended
        work
            checked -> reconcile
            role_intended -> fail_back
            leg_done -> swing_return
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven paused appliance_accepted watch_gap noted notes_complete exported imported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned save_skipped backup_named role_answered role_settled swung observation_signed_off resumed verified signed_off abandoned
        work:paused
            checked -> reconcile
            leg_done -> swing_return
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven resumed appliance_accepted watch_gap noted notes_complete exported imported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned save_skipped backup_named role_intended role_answered role_settled swung observation_signed_off paused verified signed_off abandoned
        work:handed_on
            checked -> reconcile
            role_intended -> fail_back
            leg_done -> swing_return
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven paused appliance_accepted watch_gap noted notes_complete exported imported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned save_skipped backup_named role_answered role_settled swung observation_signed_off resumed verified signed_off abandoned
        work:taken_up
            checked -> reconcile
            role_intended -> fail_back
            leg_done -> swing_return
            closed_away -> closed_away
            stays: approved acknowledged observed paused appliance_accepted watch_gap noted notes_complete exported imported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned save_skipped backup_named role_answered role_settled sync_proven swung observation_signed_off resumed verified signed_off abandoned
        reconcile
            role_intended -> fail_back
            leg_done -> swing_return
            notes_complete -> check_return
            closed_away -> closed_away
            stays: approved checked acknowledged observed sync_proven paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_intended change_applied reconciliation_changed
            cannot: planned save_skipped backup_named role_answered role_settled swung observation_signed_off resumed verified signed_off abandoned
        check_return
            checked -> fail_back
            role_intended -> fail_back
            leg_done -> swing_return
            closed_away -> closed_away
            reconciliation_changed -> reconcile
            stays: approved acknowledged observed sync_proven paused appliance_accepted watch_gap noted notes_complete exported imported baseline_taken changes_decided field_ignored change_intended change_applied
            cannot: planned save_skipped backup_named role_answered role_settled swung observation_signed_off resumed verified signed_off abandoned
        fail_back
            leg_done -> swing_return
            paused -> check_return
            appliance_accepted -> check_return
            watch_gap -> check_return
            closed_away -> closed_away
            imported -> check_return
            reconciliation_changed -> reconcile
            stays: approved checked acknowledged role_intended observed sync_proven noted notes_complete exported baseline_taken changes_decided field_ignored change_intended change_applied
            cannot: planned save_skipped backup_named role_answered role_settled swung observation_signed_off resumed verified signed_off abandoned
        fail_back:sent
            stays: approved acknowledged role_answered observed role_settled sync_proven paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended leg_done swung observation_signed_off resumed notes_complete verified signed_off abandoned closed_away change_intended
        swing_return
            swung -> verify
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered role_settled leg_done observation_signed_off resumed notes_complete verified signed_off abandoned change_intended
        verify
            verified -> sign_off
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven observation_signed_off paused appliance_accepted watch_gap noted exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered role_settled leg_done swung resumed notes_complete signed_off abandoned change_intended
        sign_off
            signed_off -> signed_off
            closed_away -> closed_away
            stays: approved acknowledged observed sync_proven observation_signed_off paused appliance_accepted watch_gap noted verified exported imported baseline_taken changes_decided field_ignored change_applied reconciliation_changed
            cannot: planned checked save_skipped backup_named role_intended role_answered role_settled leg_done swung resumed notes_complete abandoned change_intended
        signed_off
            cannot: everything
        abandoned
            cannot: everything
        closed_away
            cannot: everything
    "#]].assert_eq(&table);
}

#[test]
fn every_stage_but_plan_is_reached_by_a_story() {
    let reached: Vec<Stage> = states().iter().map(|(_, story)| story.m.stage).collect();
    for stage in Stage::ALL {
        // A maintenance begins by being planned: `plan` is the task that lies behind it, never where it stands.
        assert_eq!(reached.contains(&stage), stage != Stage::Plan, "{stage}");
    }
}

#[test]
fn a_journal_begins_with_a_plan_and_with_nothing_else() {
    let m = Story::planned().m;
    for kind in KINDS {
        let entry = Entry { seq: 1, stamp: stamp(T0), event: representative(kind, &m) };
        assert_eq!(domain::maintenance::begin(m.id, &entry).is_ok(), kind == "planned", "{kind}");
    }
    assert!(domain::maintenance::fold(m.id, &[]).is_err());
}

#[test]
fn an_event_out_of_its_place_cannot_stand() {
    let m = Story::at_work().m;
    for seq in [0, 1, m.seq, m.seq + 2] {
        let entry = Entry { seq, stamp: stamp(T0), event: Event::Noted { text: "a note".to_owned() } };
        let error = apply(m.clone(), &entry).expect_err("out of place");
        assert_eq!((error.seq, error.kind, error.stage), (seq, "noted", "work"));
    }
}

#[test]
fn a_command_of_another_decision_is_neither_answered_nor_settled() {
    let m = Story::started().m;
    let other = command_id(77);
    let answered =
        Event::RoleAnswered { command: other, answer: RoleAnswer::Started, status: None, message: String::new() };
    let settled = Event::RoleSettled { command: other, settlement: Settlement::NotHappened, reason: None };
    assert_eq!(stage_after(&m, answered), None);
    assert_eq!(stage_after(&m, settled), None);
}

#[test]
fn a_leg_is_not_done_before_its_command_is_settled() {
    let m = Story::started().m;
    assert_eq!(stage_after(&m, representative("leg_done", &m)), None);
    let mut story = Story::started();
    assert_eq!(story.looks(&after(LegName::Outbound)).last().map(Event::kind), Some("leg_done"));
}

#[test]
fn the_task_list_of_each_state_is_as_reviewed() {
    let mut table = String::new();
    let mut unknown = Story::sent();
    unknown.answer(RoleAnswer::Unknown);
    let mut stuck = Story::started();
    stuck.wait(31 * 60_000);
    stuck.look(before(LegName::Outbound));
    for (name, story) in states().into_iter().chain([("fail_over:unknown", unknown), ("fail_over:stuck", stuck)]) {
        let tasks = domain::maintenance::tasks(&story.m, story.now);
        let states: Vec<String> = tasks
            .iter()
            .map(|task| serde_json::to_value(task.state).expect("JSON").as_str().expect("a word").to_owned())
            .collect();
        writeln!(table, "{name:<19} {}", states.join(" ")).expect("a line");
    }
    expect![[r#"
        check               done now next locked locked locked locked locked locked locked locked locked locked
        save                done done now next locked locked locked locked locked locked locked locked locked
        fail_over           done done skipped now next locked locked locked locked locked locked locked locked
        fail_over:sent      done done skipped now next locked locked locked locked locked locked locked locked
        fail_over:open      done done skipped now next locked locked locked locked locked locked locked locked
        fail_over:swapping  done done skipped now next locked locked locked locked locked locked locked locked
        swing               done done skipped done now next locked locked locked locked locked locked locked
        observe             done done skipped done done now next locked locked locked locked locked locked
        work                done done skipped done done done now next locked locked locked locked locked
        work:paused         done done skipped done done done needs_you next locked locked locked locked locked
        work:handed_on      done done skipped done done done now next locked locked locked locked locked
        work:taken_up       done skipped skipped skipped skipped skipped now next locked locked locked locked locked
        reconcile           done done skipped done done done done now next locked locked locked locked
        check_return        done done skipped done done done done done now next locked locked locked
        fail_back           done done skipped done done done done done done now next locked locked
        fail_back:sent      done done skipped done done done done done done now next locked locked
        swing_return        done done skipped done done done done done done done now next locked
        verify              done done skipped done done done done done done done done now next
        sign_off            done done skipped done done done done done done done done done now
        signed_off          done done skipped done done done done done done done done done done
        abandoned           done done skipped locked locked locked locked locked locked locked locked locked locked
        closed_away         done done skipped done done done locked locked locked locked locked locked locked
        fail_over:unknown   done done skipped needs_you next locked locked locked locked locked locked locked locked
        fail_over:stuck     done done skipped needs_you next locked locked locked locked locked locked locked locked
    "#]]
    .assert_eq(&table);
}
