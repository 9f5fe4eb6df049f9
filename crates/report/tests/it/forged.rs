//! A journal whose chain holds, and which says what its observations do not come to.

use domain::change::{Arrival, ReconcileVerdict, Reconciled, Reconciliation};
use domain::journal::{
    Event, LegDone, Observed, RoleAnswer, SIMULATED, Settlement, Stamp, SwingProof, SyncVerdict, Verification, format,
};
use domain::maintenance::Command;
use domain::plan::LegName;
use domain::role::{Both, Side};
use report::verify::Fault;
use report::{Material, make, verify};

use crate::story::{
    Book, Story, after, back, back_by_hand, before, guid, logs, material, of, out, planned, reconciled,
    reconciled_and_back,
};

fn started() -> Story {
    let mut story = Story::of(planned());
    story.check(|_| {});
    story.send();
    story.answer(RoleAnswer::Started, Some(200), "OK");
    story
}

/// The events whose verdict does not follow, and what is said of the first.
#[track_caller]
fn found(story: Story) -> (Vec<String>, String) {
    let document = make(&material(story, Book::default())).expect("the chain holds, so a document is made");
    let verified = verify(&document.to_json().expect("JSON"));
    assert!(verified.broken.iter().all(|broken| broken.fault == Fault::Verdict), "{verified}");
    (verified.broken.iter().map(|broken| broken.place.clone()).collect(), verified.to_string())
}

fn leg_done(samples: u32, sync: SyncVerdict, command: Option<domain::ids::CommandId>) -> Event {
    Event::LegDone(LegDone {
        leg: LegName::Outbound,
        command,
        sync,
        second_hand: vec![],
        two_primaries_excluded: true,
        samples,
        adopted: None,
    })
}

#[test]
fn roles_that_are_said_to_be_done_after_one_look_are_found() {
    let mut story = started();
    story.look(("backup", "backup"));
    let command = story.m.outbound.attempts[0].intent.command;
    story.event(&leg_done(3, SyncVerdict::Proven, Some(command)));
    let (places, told) = found(story);
    assert_eq!(places, ["journal[7]"]);
    assert!(told.contains("event 8 says: the outbound leg is done after 3 equal looks"), "{told}");
}

#[test]
fn a_sync_that_is_called_proven_without_a_stamp_is_found() {
    let mut story = started();
    story.look(("backup", "backup"));
    story.look(after(LegName::Outbound));
    story.look(after(LegName::Outbound));
    let command = story.m.outbound.attempts[0].intent.command;
    story.now = story.now.plus_ms(2_000);
    let round = story.seen(after(LegName::Outbound));
    story.event(&Event::Observed(Box::new(Observed { run: 3, round })));
    story.event(&leg_done(3, SyncVerdict::Proven, Some(command)));
    let (places, told) = found(story);
    // What is said does not follow, and what follows is not said.
    assert_eq!(places, ["journal[10]", "journal[9]"], "{told}");
}

#[test]
fn a_look_that_is_counted_twice_is_found() {
    let mut story = started();
    let round = story.seen(before(LegName::Outbound));
    story.event(&Event::Observed(Box::new(Observed { run: 2, round })));
    let (places, told) = found(story);
    assert_eq!(places, ["journal"]);
    assert!(told.contains("event 6 counts otherwise"), "{told}");
}

#[test]
fn an_outcome_that_was_observed_and_left_out_is_found() {
    let mut story = started();
    let round = story.seen(("backup", "backup"));
    story.event(&Event::Observed(Box::new(Observed { run: 1, round })));
    let (places, told) = found(story);
    assert_eq!(places, ["journal[5]"]);
    assert!(told.contains("the roles changed as commanded"), "{told}");
}

#[test]
fn traffic_that_was_seen_elsewhere_is_found() {
    let mut story = started();
    story.look(("backup", "backup"));
    story.looks(after(LegName::Outbound));
    let mut round = story.seen(after(LegName::Outbound));
    round.site = story.seen(before(LegName::Outbound)).site;
    story.must(domain::maintenance::Command::Look { round: Box::new(round) });
    let guid = guid(Side::StandIn);
    story.event(&Event::Swung { leg: LegName::Outbound, proof: SwingProof::Verified { guid } });
    let (places, told) = found(story);
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("traffic reaches the new primary"), "{told}");
}

#[test]
fn a_role_command_that_readiness_did_not_allow_is_found() {
    let ready = started();
    let mut story = Story::of(planned());
    story.check(|input| input.appliances.home.access = Ok(domain::readiness::Access::ReadOnly));
    let intent = ready.m.outbound.attempts[0].intent.clone();
    story.event(&Event::RoleIntended(Box::new(intent)));
    let (places, told) = found(story);
    assert_eq!(places, ["journal[2]"]);
    assert!(told.contains("it would be refused"), "{told}");
}

#[test]
fn a_check_that_passes_what_its_looks_contradict_is_found() {
    let mut honest = Story::of(planned());
    honest.check(|_| {});
    let (checked, _) = honest.m.check.clone().expect("it was checked");
    let other = honest.seen(("primary", "silent"));
    for (round, told) in [
        (honest.seen(("primary", "primary")), "roles_as_expected"),
        (domain::observation::Round { stand_in: other.stand_in, ..checked.round.clone() }, "reachable_other"),
    ] {
        let mut story = Story::of(planned());
        story.event(&Event::Checked(Box::new(domain::readiness::Checked { round, ..checked.clone() })));
        let (places, says) = found(story);
        assert_eq!(places, ["journal[1]"], "{says}");
        assert!(says.contains(told), "{says}");
    }
}

#[test]
fn a_verification_that_looks_away_is_found() {
    let mut story = Story::of(domain::plan::Planned { taken_up: true, ..planned() });
    story.looks(after(LegName::Outbound));
    story.looks(after(LegName::Return));
    story.must(domain::maintenance::Command::Adopt { reason: "by hand".to_owned() });
    story.must(domain::maintenance::Command::Swing { confirm_by: None });
    story.look(("primary", "silent"));
    story.event(&Event::Verified(Verification {
        roles_as_planned: true,
        traffic: Some(true),
        healthy: Both::new(Some(true), Some(true)),
        users: Some(40),
        arrivals: None,
        looked_for: vec![],
        open_points: vec![],
    }));
    let (places, told) = found(story);
    assert_eq!(places.len(), 1, "{told}");
}

/// The places of the verdicts that do not follow, and what is said of the first.
#[track_caller]
fn found_in(material: &Material) -> (Vec<String>, String) {
    let document = make(material).expect("both chains hold, so a document is made");
    let verified = verify(&document.to_json().expect("JSON"));
    assert!(verified.broken.iter().all(|broken| broken.fault == Fault::Verdict), "{verified}");
    (verified.broken.iter().map(|broken| broken.place.clone()).collect(), verified.to_string())
}

#[test]
fn a_ledger_that_is_called_reconciled_over_an_undecided_change_is_found() {
    let mut story = started();
    story.look(("backup", "backup"));
    story.looks(after(LegName::Outbound));
    story.must(domain::maintenance::Command::Swing { confirm_by: None });
    let mut book = Book::default();
    let changed = [("event", "team_changed"), ("old_id", "3"), ("old_name", "a"), ("new_name", "b")];
    book.message(Side::StandIn, story.now, &changed);
    let mut honest = story.clone();
    reconciled(&mut honest, &book);
    assert_eq!(found_in(&material(honest, book.clone())).0, [""; 0]);
    let ledger_head = make(&material(story.clone(), book.clone())).expect("a document").head.ledger.hash;
    story.event(&Event::ReconciliationChanged(Reconciled {
        through: 1,
        ledger_head,
        verdict: ReconcileVerdict::Reconciled,
        watched: true,
        undecided: 0,
        unread: 0,
        outstanding: 0,
        changes: 1,
    }));
    let (places, told) = found_in(&material(story, book));
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("the ledger stands so, up to fact 1"), "{told}");
}

#[test]
fn a_ledger_whose_end_is_cut_off_is_found_by_what_the_journal_names() {
    let mut material = of("clean");
    material.ledger.pop();
    let (places, told) = found_in(&material);
    assert!(places.len() >= 2, "the judgement and the gate that rests on it: {places:?}");
    assert!(told.contains("the ledger has no fact 8: its end is cut off"), "{told}");
}

#[test]
fn a_change_that_was_not_looked_for_is_found() {
    let (places, told) = found_in(&reconciled_and_back(vec![(1, Arrival::Found), (3, Arrival::NotObservable)], back));
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("2 changes were not looked for"), "{told}");
}

#[test]
fn after_a_way_back_whose_sync_is_not_proven_what_was_looked_for_is_what_was_to_come_through() {
    let arrivals = [(1, Arrival::Missing), (2, Arrival::Found), (3, Arrival::NotObservable), (4, Arrival::Found)];
    let document = make(&reconciled_and_back(arrivals.into(), back_by_hand)).expect("a document");
    let verified = verify(&document.to_json().expect("JSON"));
    assert!(verified.holds(), "{verified}\n{:#?}", verified.broken);
    let (places, told) = found_in(&reconciled_and_back(vec![], back_by_hand));
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("4 changes were not looked for"), "{told}");
}

#[test]
fn a_change_that_did_not_arrive_keeps_the_maintenance_from_being_complete() {
    let arrivals = [(1, Arrival::Missing), (2, Arrival::Found), (3, Arrival::NotObservable), (4, Arrival::Found)];
    let document = make(&reconciled_and_back(arrivals.into(), back)).expect("a document");
    assert_eq!(document.report.outcome, report::document::Outcome::Incomplete);
    assert_eq!(document.report.open_points, ["1 change was not found on the returned primary: C-0001"]);
    assert!(verify(&document.to_json().expect("JSON")).holds());
}

#[test]
fn two_primaries_that_were_observed_are_told() {
    let mut story = started();
    story.look(("primary", "primary"));
    let document = make(&material(story, Book::default())).expect("a document");
    let line = document.report.verdicts.iter().find(|line| line.verdict == "two_primaries").expect("it is judged");
    assert_eq!(line.claim, "two primaries were observed in 1 look");
    assert_eq!(line.rests_on, [6]);
}

#[test]
fn a_command_that_is_said_never_to_have_left_after_it_was_answered_is_found() {
    let mut story = started();
    let command = story.m.outbound.attempts[0].intent.command;
    story.event(&Event::RoleSettled { command, settlement: Settlement::NotSent, reason: None });
    let (places, told) = found(story);
    assert_eq!(places, ["journal[5]"], "{told}");
    assert!(told.contains("the appliance's answer was that it started"), "{told}");
    let mut honest = Story::of(planned());
    honest.check(|_| {});
    honest.send();
    honest.answer(RoleAnswer::NotSent, None, "no connection was made");
    assert_eq!(found(honest).0, [""; 0]);
}

#[test]
fn a_finding_that_is_left_out_or_weighs_less_is_found() {
    let mut honest = Story::of(planned());
    honest.check(|input| input.appliances.home.look = honest_silent(&input.appliances.home.look));
    let (checked, _) = honest.m.check.clone().expect("it was checked");
    assert_eq!(found(honest).0, [""; 0]);
    let forged = |change: &dyn Fn(&mut Vec<domain::readiness::Finding>)| {
        let mut checked = checked.clone();
        change(&mut checked.findings);
        let mut story = Story::of(planned());
        story.event(&Event::Checked(Box::new(checked)));
        found(story)
    };
    for code in ["approval", "window", "guids_expected", "reachable_commanded", "tls_trusted", "command_access"] {
        let (places, told) = forged(&|findings| findings.retain(|finding| finding.code != code));
        assert_eq!(places, ["journal[1]"], "{code}: {told}");
        assert!(told.contains(code), "{told}");
    }
    let (places, told) = forged(&|findings| {
        let failing = findings.iter_mut().find(|finding| finding.code == "reachable_commanded").expect("it is asked");
        assert!(failing.blocks());
        failing.severity = domain::readiness::Severity::Info;
    });
    assert_eq!(places, ["journal[1]"], "{told}");
    assert!(told.contains("reachable_commanded of atl-1 has another weight"), "{told}");
    let (places, told) = forged(&|findings| {
        let failing = findings.iter_mut().find(|finding| finding.code == "reachable_commanded").expect("it is asked");
        failing.result = domain::readiness::FindingResult::Warn;
    });
    assert_eq!(places, ["journal[1]"], "{told}");
}

fn honest_silent(look: &domain::observation::Observation) -> domain::observation::Observation {
    use domain::observation::{Outcome, Trouble, TroubleKind};
    let trouble = Trouble { kind: TroubleKind::TimedOut, detail: "no answer within 10 s".to_owned() };
    domain::observation::Observation { outcome: Outcome::Trouble(trouble), evidence: None, ..look.clone() }
}

/// Nothing of the ledger is judged before the way back, and its gate is told this.
fn gated(gate: impl Fn(&Book, Reconciliation) -> Reconciliation) -> Material {
    let mut story = Story::of(planned());
    let mut book = Book::default();
    out(&mut story);
    let changed = [("event", "team_changed"), ("old_id", "3"), ("old_name", "a"), ("new_name", "b")];
    book.message(Side::Home, story.now, &changed);
    logs(&mut book, &story);
    story.must(Command::StateNotesComplete { reason: "two have read it".to_owned() });
    let mut judged = story.clone();
    reconciled(&mut judged, &book);
    assert!(judged.gate.undecided > 0, "something waits");
    story.gate = gate(&book, judged.gate);
    story.check(|_| {});
    story.acknowledge("window", "earlier than planned");
    story.leg(6, 4, true);
    material(story, book)
}

#[test]
fn a_gate_that_says_nothing_waits_over_a_change_that_does_is_found() {
    let (places, told) = found_in(&gated(|_, gate| Reconciliation { undecided: 0, ..gate }));
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("in the ledger, 0 by what it says"), "{told}");
}

#[test]
fn an_end_that_leaves_out_an_open_change_is_found() {
    let mut story = Story::of(planned());
    let mut book = Book::default();
    out(&mut story);
    book.message(Side::StandIn, story.now, &[("event", "team_added"), ("id", "9"), ("name", "Spare")]);
    logs(&mut book, &story);
    reconciled(&mut story, &book);
    story.event(&Event::ClosedAway { new_home: false, reason: "it is late".to_owned(), open_points: vec![] });
    let (places, told) = found_in(&material(story, book));
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("open are: ") && told.contains("the ledger is not reconciled"), "{told}");
}

#[test]
fn a_ledger_that_goes_back_behind_what_was_judged_is_found() {
    let mut material = of("clean");
    let mut story = Story::of(planned());
    let mut book = Book::default();
    out(&mut story);
    for n in ["1", "2"] {
        book.message(Side::StandIn, story.now, &[("event", "team_added"), ("id", n), ("name", n)]);
    }
    reconciled(&mut story, &book);
    let mut shorter = book.clone();
    shorter.facts.pop();
    reconciled(&mut story, &shorter);
    (material.journal, material.ledger) = (story.journal, book.facts);
    let (places, told) = found_in(&material);
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("fact 2 was there already"), "{told}");
}

#[test]
fn a_journal_that_asks_for_more_judgements_than_people_make_is_not_judged_without_end() {
    let arrivals = vec![(1, Arrival::Found), (2, Arrival::Found), (3, Arrival::NotObservable), (4, Arrival::Found)];
    let (places, told) = found_in(&reconciled_and_back(arrivals, |story: &mut Story| {
        story.leg(6, 4, true);
        story.watch(after(LegName::Return), 16, 8);
        story.must(Command::Settle);
        (0..210).for_each(|_| story.verify());
        story.must(Command::SignOff);
    }));
    // The gate, the judgement before it and the last one are made too.
    assert!((10..15).contains(&places.len()), "{}", places.len());
    assert!(told.contains("the ledger is judged more than 200 times, so this was not judged again"), "{told}");
}

#[test]
fn changes_that_are_named_and_are_not_in_the_ledger_are_found_before_they_are_counted() {
    use domain::change::EntryId;
    let mut story: Option<Story> = None;
    let honest = reconciled_and_back(vec![(1, Arrival::Found)], back);
    for sealed in &honest.journal {
        let entry = domain::journal::format::read(sealed.seq, &sealed.body).expect("it is read");
        let Some(story) = &mut story else {
            let Event::Planned(planned) = entry.event else { panic!("a journal begins with its plan") };
            story = Some(Story::of(*planned));
            continue;
        };
        story.now = entry.stamp.at;
        let mut event = entry.event;
        if let Event::Verified(said) = &mut event {
            said.looked_for = vec![(Arrival::Found, vec![(EntryId(1), EntryId(900_000))])];
            said.arrivals = Some(900_000);
        }
        story.event(&event);
    }
    let mut forged = honest;
    forged.journal = story.expect("a story").journal;
    let (places, told) = found_in(&forged);
    assert_eq!(places.len(), 1, "{told}");
    assert!(told.contains("what was looked for would be told otherwise"), "{told}");
}

#[test]
fn a_journal_of_simulated_appliances_makes_a_rehearsal_whoever_makes_the_report() {
    let mut simulated = material(Story::of(planned()), Book::default());
    assert!(!simulated.rehearsal);
    let first = format::read(1, &simulated.journal[0].body).expect("an event");
    let stamp = Stamp { program: format!("switchback 0.1.0{SIMULATED}"), ..first.stamp };
    simulated.journal =
        vec![format::seal(simulated.maintenance, 1, format::GENESIS, &stamp, &first.event).expect("sealed")];
    let document = make(&simulated).expect("a document");
    assert!(document.rehearsal);
    let json = document.to_json().expect("JSON");
    assert!(verify(&json).holds());
    let real = String::from_utf8(json).expect("text").replace("\"rehearsal\":true", "\"rehearsal\":false");
    assert!(real.contains("\"rehearsal\":false") && !verify(real.as_bytes()).holds());
}
