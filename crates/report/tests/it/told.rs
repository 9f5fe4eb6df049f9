//! What is told of a maintenance that did not go as planned: as much as its journal says, and no more.

use domain::change::{Disposition, EntryId};
use domain::ids::Guid;
use domain::journal::{ChangeApplied, ChangeIntent, Event, GapReason, RoleAnswer, SyncVerdict};
use domain::maintenance::Command;
use domain::observation::Outcome;
use domain::plan::{LegName, Planned};
use domain::readiness::Verdict;
use domain::role::Side;
use ledger::fact::{Fact, SnapshotTaken};
use report::{Document, html, make};

use crate::page;
use crate::story::{Book, MINUTE, Story, T0, after, before, material, of, planned, unchanged};

#[track_caller]
fn told(story: &Story) -> Document {
    make(&material(story.clone(), Book::default())).expect("a document")
}

/// Everything that stands on the page.
#[track_caller]
fn on_the_page(document: &Document) -> String {
    page::is_inert(&html(document)).text
}

/// Ready to be failed over.
fn ready() -> Story {
    let mut story = Story::of(planned());
    story.check(|_| {});
    story
}

/// Found failed over.
fn away() -> Story {
    let mut story = Story::of(Planned { taken_up: true, ..planned() });
    story.looks(after(LegName::Outbound));
    story
}

/// The role command was refused.
fn refused() -> Story {
    let mut story = ready();
    story.send();
    story.answer(RoleAnswer::Refused, Some(422), "not now");
    story.looks(before(LegName::Outbound));
    story
}

/// The roles began to change.
fn changing() -> Story {
    let mut story = ready();
    story.send();
    story.answer(RoleAnswer::Started, Some(200), "OK");
    story.look(("backup", "backup"));
    story
}

/// Somebody else failed back, and traffic follows.
fn returned() -> Story {
    let mut story = away();
    story.looks(after(LegName::Return));
    story.must(Command::Adopt { reason: "by hand".to_owned() });
    story.must(Command::Swing { confirm_by: None });
    story
}

fn close(story: &mut Story, new_home: bool) {
    story.must(Command::CloseAway { new_home, reason: "enough for today".to_owned() });
}

#[test]
fn a_write_of_unknown_outcome_is_told_as_unknown() {
    let mut story = away();
    let (entry, disposition) = (EntryId(1), Disposition::Reapply);
    let (method, path) = ("POST".to_owned(), "/team".to_owned());
    let body = Some("{\"name\":\"Plant 4\"}".to_owned());
    story.event(&Event::ChangeIntended(ChangeIntent { entry, disposition, target: Side::StandIn, method, path, body }));
    let answer = "no answer within 30 s".to_owned();
    story.event(&Event::ChangeApplied(ChangeApplied { entry, disposition, done: false, unknown: true, answer }));
    let document = told(&story);
    assert_eq!(document.report.writes[0].done, None);
    assert!(document.report.writes[0].settled_at.is_some());
    let line = document.report.events.last().expect("an event");
    assert_eq!(line.words, "C-0001 (reapply) outcome unknown: no answer within 30 s");
    let page = on_the_page(&document);
    assert!(page.contains("outcome unknown") && !page.contains("not as wanted") && !page.contains("not done"));
}

#[test]
fn users_were_cut_off_only_by_a_command_that_did_something() {
    let words = |story: &Story| told(story).report.users[0].words.clone();
    let counted = "signed in on atl-1 just before the role command of the outbound leg";
    let mut unknown = ready();
    unknown.send();
    assert_eq!(words(&unknown), counted);
    unknown.answer(RoleAnswer::Unknown, None, "no answer within 30 s");
    for story in [&unknown, &refused()] {
        assert_eq!(words(story), counted);
    }
    assert_eq!(words(&changing()), format!("{counted}, and cut off by it"));
    let phases = |story: &Story| told(story).report.phases.into_iter().map(|phase| phase.words).collect::<Vec<_>>();
    let doubted = ["Users out, outbound, if it started", "Data sync, outbound, if it started"];
    assert_eq!(phases(&unknown), doubted);
    assert_eq!(phases(&changing())[..2], ["Users out, outbound", "Data sync, outbound"]);
    assert_eq!(phases(&refused()), [""; 0]);
    let step = |story: &Story| told(story).report.steps[3].result.clone();
    assert_eq!(step(&unknown), "its outcome is unknown");
    assert_eq!(step(&refused()), "not done; refused by the appliance");
}

#[test]
fn a_look_is_told_by_the_guids_that_counted_then() {
    let mut story = away();
    let guid: Guid = "2c3d4e5f60718293a4b5c6d7e8f90a1b".parse().expect("a GUID");
    story.event(&Event::ApplianceAccepted { side: Side::StandIn, guid: Some(guid), pin: None });
    let document = told(&story);
    let seen: Vec<&str> = document
        .report
        .events
        .iter()
        .filter(|event| event.kind == "observed")
        .map(|event| event.words.as_str())
        .collect();
    assert_eq!(seen[0], "Seen: atl-1 backup, atl-2 primary; equal look 1");
}

#[test]
fn what_was_abandoned_after_a_role_command_says_what_came_of_it() {
    let mut story = refused();
    story.must(Command::Abandon { reason: "the window was lost".to_owned() });
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: abandoned, no role command took effect");
    assert_eq!(report.sentence, "1 role command: refused by the appliance. Reason: the window was lost.");
    let mut story = ready();
    story.must(Command::Abandon { reason: "the window was lost".to_owned() });
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: abandoned before a role command");
    assert_eq!(report.sentence, "This maintenance changed no role. Reason: the window was lost.");
}

#[test]
fn what_was_closed_while_roles_changed_names_no_primary() {
    let mut story = changing();
    close(&mut story, false);
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: closed while the roles were changing");
    let open = "The outbound leg changed a role, and its end was never seen.";
    assert_eq!(report.sentence, format!("{open} Reason: enough for today."));
}

#[test]
fn what_was_closed_after_the_way_back_says_so() {
    let mut story = returned();
    close(&mut story, false);
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: closed after the way back, before it was verified");
    assert_eq!(report.sentence, "atl-1 is primary. Reason: enough for today.");
}

#[test]
fn a_new_home_primary_stands_in_the_sentence() {
    let mut story = away();
    close(&mut story, true);
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: closed without the way back");
    assert_eq!(report.sentence, "atl-2 stays primary and becomes the home primary. Reason: enough for today.");
}

#[test]
fn what_was_closed_over_a_foreign_role_change_tells_the_roles_that_were_seen() {
    let mut story = away();
    story.looks(after(LegName::Return));
    close(&mut story, false);
    let sentence = told(&story).report.sentence;
    let seen = "A role changed without a command of this maintenance: atl-1 primary, atl-2 backup.";
    assert_eq!(sentence, format!("{seen} Reason: enough for today."));
}

fn gaps(story: &Story) -> (String, Vec<(i64, i64, String)>) {
    let report = told(story).report;
    let gaps = report.gaps.into_iter();
    let gaps = gaps.map(|gap| (gap.from.since_ms(T0), gap.to.since_ms(T0), gap.words)).collect();
    (report.gaps_sentence, gaps)
}

#[test]
fn without_a_role_command_no_gap_was_looked_for() {
    let document = make(&of("abandoned")).expect("a document");
    assert_eq!(document.report.gaps_sentence, "Not looked for: there was no role command.");
    let page = on_the_page(&document);
    assert!(page.contains("Not looked for: there was no role command.") && !page.contains("all the time"));
    let sentence = "None longer than 15 minutes since the first role command.";
    assert_eq!(gaps(&changing()), (sentence.to_owned(), vec![]));
    assert_eq!(gaps(&away()).0, "None longer than 15 minutes since it was taken up.");
}

#[test]
fn a_gap_that_begins_with_a_known_one_is_told_whole() {
    let mut story = away();
    let from = story.now;
    let awake = from.plus_ms(MINUTE);
    story.now = awake;
    story.must(Command::Gap { from, to: awake, reason: GapReason::Slept });
    story.wait(300);
    story.look(after(LegName::Outbound));
    let (sentence, found) = gaps(&story);
    let (slept, unseen) = ("The computer slept.".to_owned(), "No look was written down.".to_owned());
    let at = |time: domain::time::Utc| time.since_ms(T0);
    assert_eq!(found, [(at(from), at(awake), slept), (at(awake), at(story.now), unseen)]);
    assert_eq!(
        sentence,
        "What the program noticed itself, and more than 15 minutes without a look since it was taken up."
    );
}

#[test]
fn a_known_gap_in_the_middle_leaves_what_lies_beside_it() {
    let mut story = away();
    let begun = story.now;
    story.wait(40);
    let (from, to) = (begun.plus_ms(14 * MINUTE), begun.plus_ms(16 * MINUTE));
    story.must(Command::Gap { from, to, reason: GapReason::Stalled });
    story.look(after(LegName::Outbound));
    assert_eq!(gaps(&story).1.len(), 3);
    let mut short = away();
    let from = short.now.plus_ms(MINUTE);
    short.wait(40);
    short.must(Command::Gap { from, to: short.now, reason: GapReason::Stalled });
    short.look(after(LegName::Outbound));
    assert_eq!(gaps(&short).1.len(), 1, "what is left is short");
}

/// The plan is alex's; it names Robin Hale, or as here nobody.
fn unapproved() -> Story {
    let mut plan = planned();
    plan.intent.approver = None;
    Story::of(plan)
}

fn approve(story: &mut Story, by: &'static str, name: &str, after_the_fact: bool) {
    story.by(by);
    story.must(Command::Approve { name: name.to_owned(), after_the_fact });
}

#[test]
fn whoever_gave_the_role_command_does_not_approve_as_another() {
    let mut story = unapproved();
    approve(&mut story, "bob@admin-2", "Bob Stone", false);
    story.check(|_| {});
    story.send();
    let who = told(&story).report.who;
    assert_eq!(who.approved[0].standing, "a name as typed, not verified by Switchback");
    assert_eq!(who.separation, "Another person is named as approver. Switchback has not verified the name.");
}

#[test]
fn who_planned_and_did_not_act_may_approve() {
    let mut story = unapproved();
    approve(&mut story, "alex@admin-1", "Alex Moreno", false);
    story.by("bob@admin-2");
    story.check(|_| {});
    story.send();
    let who = told(&story).report.who;
    assert_eq!(who.approved[0].standing, "entered from another operating system account than the role commands");
    let separate = "Approved from another operating system account than any that gave a role command.";
    assert_eq!(who.separation, separate);
}

#[test]
fn an_approval_that_is_late_or_ones_own_is_no_separation() {
    let mut story = unapproved();
    story.check(|input| input.plan = None);
    story.send();
    approve(&mut story, "robin@admin-7", "Robin Hale", true);
    assert_eq!(told(&story).report.who.separation, "Approved only after the first role command.");
    let mut own = unapproved();
    approve(&mut own, "robin@admin-7", "Sam Carter", false);
    own.by("alex@admin-1");
    own.check(|_| {});
    own.acknowledge("approval", "one person at night");
    own.send();
    let separation = told(&own).report.who.separation;
    assert_eq!(separation, "Self-approved: who asked and who approved have the same name.");
}

#[test]
fn an_approver_whom_the_plan_names_has_not_approved() {
    let document = told(&ready());
    let who = &document.report.who;
    assert_eq!(who.approved[0].standing, "named in the plan: a name as typed, not verified by Switchback");
    let none = "An approver is named in the plan, and no approval by another than who asked was entered.";
    assert_eq!(who.separation, none);
    assert!(report::markdown(&document).contains("- Approver: Robin Hale"));
    assert!(!on_the_page(&document).contains("Approved"));
}

#[test]
fn the_primary_is_not_called_covered_by_a_log_of_some_hours() {
    let page = on_the_page(&make(&of("clean")).expect("a document"));
    assert!(page.contains("A log or a snapshot told of the primary.") && !page.contains("was covered"));
}

#[test]
fn a_change_that_nobody_saw_is_not_called_one_that_was_not_made() {
    let report = make(&unchanged()).expect("a document").report;
    assert_eq!(report.outcome, report::document::Outcome::Complete);
    assert_eq!(report.sentence, "No change was seen meanwhile.");
}

#[test]
fn a_clock_that_was_set_back_is_told_and_makes_no_duration() {
    let mut story = ready();
    story.send();
    story.answer(RoleAnswer::Started, Some(200), "OK");
    story.set_back(20);
    story.look(("backup", "backup"));
    let (from, to) = (story.now, story.now.plus_ms(-MINUTE));
    story.must(Command::Gap { from, to, reason: GapReason::ClockChanged });
    let document = told(&story);
    let report = &document.report;
    assert_eq!(report.gaps[0].took_ms, None);
    let sync = report.phases.iter().find(|phase| phase.words == "Data sync, outbound").expect("a sync");
    assert_eq!((sync.took_ms, sync.band), (None, None));
    assert!(sync.to.is_some());
    let page = on_the_page(&document);
    assert!(page.contains("Nothing observed for a time that is not known: its clock was changed"));
    assert!(page.contains("not known"));
    let limit =
        "How long anything took across event 6: the clock that tells the times went back there, by 20 min at most.";
    assert!(report.not_proven.iter().any(|known| known == limit), "{:?}", report.not_proven);
    assert!(!told(&changing()).report.not_proven.iter().any(|known| known.contains("went back")));
}

#[test]
fn a_change_without_a_time_is_told_between_the_times_that_are_known() {
    let mut story = away();
    story.wait(60);
    let mut book = Book::default();
    let second = |minutes: i64| Some(T0.plus_ms(minutes * MINUTE).millis() / 1_000);
    let changed = [("event", "team_changed"), ("old_id", "3"), ("old_name", "a"), ("new_name", "b")];
    for (after, before) in [(second(10), second(20)), (second(30), None), (None, second(40))] {
        book.message_between(Side::StandIn, story.now, (None, after, before), &changed);
    }
    let document = make(&material(story, book)).expect("a document");
    let (page, ticket) = (on_the_page(&document), report::markdown(&document));
    let at = |minute: i64| format!("8 Mar 2026, 01:{minute}:00 CET (00:{minute}:00 UTC)", minute = 30 + minute);
    let (ten, twenty) = (at(10), at(20));
    for told in [
        format!("made between {ten} and {twenty}"),
        "made after 8 Mar 2026, 02:00:00 CET".to_owned(),
        "made before 8 Mar 2026, 02:10:00 CET".to_owned(),
    ] {
        assert!(page.contains(&told) && ticket.contains(&told), "{told}");
    }
    assert!(!page.contains("before the one shown"));
}

#[test]
fn the_ticket_has_what_an_auditor_asks_for() {
    let ticket = report::markdown(&make(&of("clean")).expect("a document"));
    for told in [
        "| atl-1 | primary, before and after | 24.3.2 build 30111, before and after | 8 Mar 2026, 01:20:00 CET",
        "- Not recorded: whether the back-out was tested",
        "- Separation: Approved from another operating system account than any that gave a role command.",
        "**Durations**",
        "- Data sync, outbound: 5 min",
        "**Users**",
        "- signed in on atl-1 just before the role command of the outbound leg, and cut off by it: 41",
        "**Put on the primary, or taken back there**",
        "- C-0004 (reapply), PATCH /jump-group/7: read back as wanted: 200; name reads Europe",
        "**Gaps in observation**\n\n- None longer than 15 minutes since the first role command.",
        "; acknowledged by alex&#64;admin-1, 8 Mar 2026",
        "**Not proven**",
        "- What was left out before it was hashed",
    ] {
        assert!(ticket.contains(told), "{told}\n{ticket}");
    }
    let slow = report::markdown(&make(&of("slow")).expect("a document"));
    assert!(slow.contains("- approval of Atlas (warn, outbound), by alex&#64;admin-1: the night shift is one person"));
}

#[test]
fn the_page_has_what_an_auditor_asks_for() {
    let page = on_the_page(&make(&of("slow")).expect("a document"));
    for told in [
        "atl-1.example.com:443, atl-1.example.com, shared: 192.0.2.10",
        "warn, outbound",
        "warn, return",
        "whether the back-out was tested; a rehearsal before it; the hash of the program that was run",
        "What was left out before it was hashed",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let document = make(&of("slow")).expect("a document");
    let asks = |finding: &&report::document::Finding| finding.code == "approval";
    let finding = document.report.checks[0].findings.iter().find(asks).expect("a finding");
    assert!(!finding.remedy.is_empty() && page.contains(&finding.remedy), "{}", finding.remedy);
    let clean = on_the_page(&make(&of("clean")).expect("a document"));
    assert!(clean.contains("; acknowledged by alex@admin-1, 8 Mar 2026"));
}

#[test]
fn the_stamp_that_is_shown_is_the_one_that_proves_the_sync() {
    let mut story = changing();
    story.last_sync = story.now;
    let proves = story.now;
    for _ in 0..3 {
        story.now = story.now.plus_ms(2_000);
        let mut round = story.seen(after(LegName::Outbound));
        let Outcome::Answered(reading) = &mut round.stand_in.outcome else { continue };
        // Of a sync that ran the other way.
        reading.last_sync = Some(proves.plus_ms(60 * MINUTE));
        story.must(Command::Look { round: Box::new(round) });
    }
    let legs = told(&story).report.legs;
    assert_eq!((legs[0].sync, legs[0].sync_stamp), (SyncVerdict::Proven, Some(proves)));
}

#[test]
fn a_snapshot_that_is_not_kept_is_missing_evidence() {
    let story = away();
    let (from, to) = (story.now, story.now.plus_ms(MINUTE));
    let sha256 = "5b".repeat(32);
    let taken = SnapshotTaken {
        side: Side::StandIn,
        from,
        to,
        read: vec!["team".to_owned()],
        failed: vec![],
        objects: 3,
        sha256: Some(sha256.clone()),
    };
    let mut book = Book::default();
    book.take(to, &Fact::SnapshotTaken(taken));
    let mut material = material(story, book);
    let missing = |material: &report::Material| make(material).expect("a document").report.evidence_missing;
    assert_eq!(missing(&material), std::slice::from_ref(&sha256));
    let content_type = "application/json".to_owned();
    material.evidence.push(report::Evidence { sha256, content_type, created_at: to, bytes: 99 });
    assert_eq!(missing(&material), Vec::<String>::new());
}

#[test]
fn a_check_that_was_made_again_is_not_the_last_and_what_answers_for_it_counts_until_then() {
    let mut plan = planned();
    plan.intent.approver = plan.intent.requester.clone();
    let mut story = Story::of(plan);
    story.check(|_| {});
    story.acknowledge("approval", "one person at night");
    story.wait(1);
    story.check(|_| {});
    story.send();
    story.answer(RoleAnswer::Refused, Some(422), "not now");
    story.looks(before(LegName::Outbound));
    story.check(|_| {});
    let checks = told(&story).report.checks;
    assert_eq!(checks.iter().map(|check| check.last).collect::<Vec<_>>(), [false, true, true]);
    assert!(checks.iter().all(|check| check.verdict == Verdict::Ready), "the first was answered for after it was made");
    let mut open = Story::of(story.m.planned.clone());
    open.check(|_| {});
    open.wait(1);
    open.check(|_| {});
    open.acknowledge("approval", "one person at night");
    let verdicts: Vec<Verdict> = told(&open).report.checks.iter().map(|check| check.verdict).collect();
    assert_eq!(verdicts[1], Verdict::Ready);
    assert_ne!(verdicts[0], Verdict::Ready, "it was made again before that");
}
