//! The six stories whose documents are kept.

use domain::change::{Arrival, BlindSpot, Disposition, EntryId, Group, Reconciled, Reconciliation, Target};
use domain::ids::MaintenanceNumber;
use domain::journal::{Baseline, ChangeApplied, ChangeIntent, ChangesDecided, GapReason, RoleAnswer, Way};
use domain::maintenance::Command;
use domain::observation::{Trouble, TroubleKind};
use domain::plan::{LegName, Planned};
use domain::role::Side;
use ledger::place::AREAS;
use report::{Evidence, Material, Usual, UsualPhase};

use super::steps::planned;
use super::{Book, MINUTE, Story, T0, after, before, maintenance_id};

/// Name and teller.
pub(crate) type Tale = (&'static str, fn() -> Material);

pub(crate) const STORIES: [Tale; 6] = [
    ("clean", clean),
    ("slow", slow),
    ("abandoned", abandoned),
    ("closed_away", closed_away),
    ("taken_up", taken_up),
    ("unknown", unknown),
];

/// The material of a story of this name.
pub(crate) fn of(name: &str) -> Material {
    if name == "without_evidence" {
        return without_evidence();
    }
    let (_, tell) = STORIES.iter().find(|(known, _)| *known == name).expect("a story of this name");
    tell()
}

/// What a report is made of, with evidence for the first looks of the journal.
pub(crate) fn material(story: Story, book: Book) -> Material {
    let usual = |phase, shortest_ms, p50_ms, p90_ms, longest_ms| Usual {
        phase,
        samples: 11,
        shortest_ms,
        longest_ms,
        p50_ms,
        p90_ms,
    };
    Material {
        maintenance: maintenance_id(),
        number: MaintenanceNumber(42),
        evidence: evidence(&story),
        journal: story.journal,
        ledger: book.facts,
        zone: Some("UTC".to_owned()),
        computer: "admin-1".to_owned(),
        program: "switchback 0.1.0".to_owned(),
        usual: vec![
            usual(UsualPhase::Sync, 180_000, 310_000, 460_000, 520_000),
            usual(UsualPhase::Swap, 4_000, 15_000, 50_000, 70_000),
            usual(UsualPhase::Swing, 60_000, 90_000, 180_000, 240_000),
        ],
        product: None,
        own_accounts: vec!["0a1b2c".to_owned()],
        rehearsal: false,
    }
}

fn evidence(story: &Story) -> Vec<Evidence> {
    let mut kept: Vec<Evidence> = vec![];
    for sealed in &story.journal {
        let entry = domain::journal::format::read(sealed.seq, &sealed.body).expect("it is read");
        let round = match entry.event {
            domain::journal::Event::Observed(observed) => observed.round,
            domain::journal::Event::Checked(checked) => checked.round,
            _ => continue,
        };
        for look in [round.home, round.stand_in] {
            let Some(sha256) = look.evidence.filter(|sha256| kept.iter().all(|known| known.sha256 != *sha256)) else {
                continue;
            };
            let content_type = "application/json".to_owned();
            kept.push(Evidence { sha256, content_type, created_at: look.at, bytes: 512 });
        }
    }
    kept
}

/// Both logs read from before to after.
pub(crate) fn logs(book: &mut Book, story: &Story) {
    for side in Side::BOTH {
        book.log_read(side, T0.plus_ms(-120 * MINUTE), story.now);
    }
}

pub(crate) fn out(story: &mut Story) {
    story.check(|_| {});
    story.wait(1);
    story.leg(5, 3, true);
    story.watch(after(LegName::Outbound), 16, 8);
    story.must(Command::Settle);
}

pub(crate) fn back(story: &mut Story) {
    story.leg(6, 4, true);
    story.watch(after(LegName::Return), 16, 8);
    story.must(Command::Settle);
    story.verify();
    story.must(Command::SignOff);
}

/// The way back by hand, and no stamp tells of its sync.
pub(crate) fn back_by_hand(story: &mut Story) {
    story.way = Way::ByHand;
    story.leg(6, 4, false);
    story.watch(after(LegName::Return), 16, 8);
    story.acknowledge("sync_unproven", "the last sync was read in /login");
    story.must(Command::Settle);
    story.verify();
    story.must(Command::SignOff);
}

/// The whole of it: everything that was changed is decided, done, and looked for.
fn clean() -> Material {
    use Arrival::{Found, NotObservable};
    reconciled_and_back([(1, Found), (2, Found), (3, NotObservable), (4, Found)].into(), back)
}

/// The same, with this found of the changes.
pub(crate) fn reconciled_and_back(arrivals: Vec<(u32, Arrival)>, back: fn(&mut Story)) -> Material {
    let mut story = Story::of(planned());
    let mut book = Book::default();
    story.by("robin@admin-7");
    story.must(Command::Approve { name: "Robin Hale".to_owned(), after_the_fact: false });
    story.by("alex@admin-1");
    let configurations = Side::BOTH.to_vec();
    let (from, logs_read) = (story.now, Side::BOTH.to_vec());
    let baseline = Baseline { from, through: 0, configurations, logs: logs_read, objects: 4_812 };
    story.must(Command::TakeBaseline(baseline));
    out(&mut story);
    story.watch(after(LegName::Outbound), 20, 10);
    story.note("Memory exchanged, atl-1 is off");
    story.watch(("silent", "primary"), 60, 10);
    let login = [("event", "login"), ("target", "web/login"), ("status", "success")];
    book.message(Side::StandIn, story.now, &login);
    let team = [("event", "team_changed"), ("old_id", "3"), ("old_name", "Plant 3"), ("new_name", "Plant 4")];
    book.message(Side::StandIn, story.now, &team);
    let added = [("event", "jump_group_added"), ("id", "9"), ("name", "Spare")];
    book.message(Side::StandIn, story.now.plus_ms(1_000), &added);
    let secret = [("event", "user_changed"), ("old_id", "62"), ("old_username", "bob"), ("new_password", "***")];
    book.message(Side::StandIn, story.now.plus_ms(2_000), &secret);
    story.watch(before(LegName::Return), 10, 10);
    let again = [("event", "jump_group_changed"), ("old_id", "7"), ("old_name", "EMEA"), ("new_name", "Europe")];
    book.message(Side::Home, story.now, &again);
    let given_up = [("event", "team_changed"), ("old_id", "4"), ("old_name", "Test"), ("new_name", "Try")];
    book.message(Side::Home, story.now.plus_ms(1_000), &given_up);
    story.watch(before(LegName::Return), 10, 10);
    logs(&mut book, &story);
    decided(&mut story, &mut book);
    story.check(|_| {});
    story.arrivals = Some(arrivals.into_iter().map(|(number, arrival)| (EntryId(number), arrival)).collect());
    back(&mut story);
    material(story, book)
}

/// Every change and every blind spot is answered for, and what was to be done is done.
fn decided(story: &mut Story, book: &mut Book) {
    let through = book.facts.len() as u64;
    reconciled(story, book);
    let mut decide = |target, group, disposition, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        let decided = ChangesDecided { target, group, disposition, reason, through };
        story.must(Command::DecideChanges(decided));
    };
    let entry = |number| Target::Entry(EntryId(number));
    decide(Target::Listed(vec![(EntryId(1), EntryId(2))]), Group::Carried, Disposition::Keep, None);
    decide(entry(3), Group::Secret, Disposition::Confirm, Some("bob set it himself"));
    decide(entry(4), Group::Overwritten, Disposition::Reapply, None);
    decide(entry(5), Group::Overwritten, Disposition::Discard, Some("a trial, not wanted"));
    blind_spots_confirmed(story, through);
    reconciled(story, book);
    story.must(Command::IntendChange(ChangeIntent {
        entry: EntryId(4),
        disposition: Disposition::Reapply,
        target: Side::StandIn,
        method: "PATCH".to_owned(),
        path: "/jump-group/7".to_owned(),
        body: Some("{\"name\":\"Europe\"}".to_owned()),
    }));
    story.now = story.now.plus_ms(700);
    story.must(Command::ApplyChange(ChangeApplied {
        entry: EntryId(4),
        disposition: Disposition::Reapply,
        done: true,
        unknown: false,
        answer: "200; name reads Europe".to_owned(),
    }));
    reconciled(story, book);
}

/// Every blind spot is answered for.
fn blind_spots_confirmed(story: &mut Story, through: u64) {
    let (from, to) = (T0.plus_ms(-86_400_000), T0.plus_ms(2 * 86_400_000));
    let times = Side::BOTH.map(|side| BlindSpot::Time { side, from, to });
    let areas = BlindSpot::Areas { paths: AREAS.iter().map(|area| area.path.to_owned()).collect() };
    for spot in times.into_iter().chain([areas]) {
        let (target, group, disposition) = (Target::BlindSpot(spot), Group::BlindSpot, Disposition::Confirm);
        story.must(Command::DecideChanges(ChangesDecided { target, group, disposition, reason: None, through }));
    }
}

/// There and back, watched, and nothing was changed.
pub(crate) fn unchanged() -> Material {
    let mut story = Story::of(planned());
    let mut book = Book::default();
    out(&mut story);
    story.watch(after(LegName::Outbound), 70, 10);
    logs(&mut book, &story);
    reconciled(&mut story, &book);
    blind_spots_confirmed(&mut story, book.facts.len() as u64);
    reconciled(&mut story, &book);
    story.check(|_| {});
    story.arrivals = Some(vec![]);
    back(&mut story);
    material(story, book)
}

/// The ledger is judged, and the gate of the way back is told.
pub(crate) fn reconciled(story: &mut Story, book: &Book) {
    let document = report::make(&material(story.clone(), book.clone())).expect("a document");
    let changes = &document.report.changes;
    let ledger_head = document.head.ledger.hash.clone();
    let (through, undecided) = (book.facts.len() as u64, changes.undecided + changes.outstanding);
    story.must(Command::Reconcile(Reconciled {
        through,
        ledger_head: ledger_head.clone(),
        verdict: changes.verdict,
        watched: document.report.coverage.watched,
        undecided: changes.undecided,
        unread: u32::try_from(document.report.coverage.blind_spots.iter().filter(|one| one.decided.is_none()).count())
            .expect("few"),
        outstanding: changes.outstanding,
        changes: u32::try_from(changes.list.iter().filter(|one| one.group != Group::Noise).count()).expect("few"),
    }));
    story.gate = Reconciliation { through, undecided, ledger_head };
}

/// Slow, with warnings answered for, changes, a gap, and a sync that no stamp proves.
fn slow() -> Material {
    let mut story = Story::of(Planned { intent: intent_self_approved(), ..planned() });
    let mut book = Book::default();
    story.check(|input| {
        let detail = "the report was refused".to_owned();
        input.users = Err(Trouble { kind: TroubleKind::ApiError, detail });
    });
    story.acknowledge("approval", "the night shift is one person");
    story.must(Command::SkipSave);
    story.check(|_| {});
    story.leg(9, 40, false);
    story.watch(after(LegName::Outbound), 16, 8);
    story.must(Command::Settle);
    let (from, to) = (story.now, story.now.plus_ms(25 * MINUTE));
    story.now = to;
    story.must(Command::Gap { from, to, reason: GapReason::Slept });
    story.look(after(LegName::Outbound));
    let changed = [("event", "team_changed"), ("old_id", "3"), ("old_name", "Plant 3"), ("new_name", "Plant 4")];
    book.message(Side::StandIn, story.now, &changed);
    let lost = [("event", "jump_group_changed"), ("old_id", "7"), ("old_name", "EMEA"), ("new_name", "Europe")];
    book.message(Side::Home, story.now.plus_ms(MINUTE), &lost);
    let secret = [("event", "user_changed"), ("old_id", "62"), ("old_username", "bob"), ("new_password", "***")];
    book.message(Side::StandIn, story.now.plus_ms(2 * MINUTE), &secret);
    book.note(
        Side::StandIn,
        story.now.plus_ms(3 * MINUTE),
        "Management > Security",
        "Days to keep",
        "asked for by audit",
    );
    story.watch(after(LegName::Outbound), 20, 10);
    logs(&mut book, &story);
    story.must(Command::StateNotesComplete { reason: "the ledger was read by two".to_owned() });
    story.check(|_| {});
    story.acknowledge("approval", "as before");
    story.acknowledge("window", "earlier than planned, nobody waits for it");
    back(&mut story);
    material(story, book)
}

fn intent_self_approved() -> domain::plan::Intent {
    let intent = planned().intent;
    domain::plan::Intent { approver: intent.requester.clone(), ..intent }
}

fn abandoned() -> Material {
    let mut story = Story::of(planned());
    story.check(|input| input.appliances.home.access = Ok(domain::readiness::Access::ReadOnly));
    story.wait(70);
    story.must(Command::Abandon { reason: "the window was lost".to_owned() });
    material(story, Book::default())
}

fn closed_away() -> Material {
    let mut story = Story::of(planned());
    let mut book = Book::default();
    out(&mut story);
    story.watch(("silent", "primary"), 40, 10);
    let changed = [("event", "team_added"), ("id", "9"), ("name", "Spare")];
    book.message(Side::StandIn, story.now, &changed);
    logs(&mut book, &story);
    story.must(Command::CloseAway { new_home: true, reason: "atl-1 is not mended".to_owned() });
    material(story, book)
}

/// Found failed over; the way back is somebody else's doing, and adopted.
fn taken_up() -> Material {
    let mut story = Story::of(Planned { taken_up: true, ..planned() });
    story.looks(after(LegName::Outbound));
    story.watch(after(LegName::Outbound), 10, 5);
    story.must(Command::StateNotesComplete { reason: "nobody was in /login".to_owned() });
    story.looks(after(LegName::Return));
    story.must(Command::Adopt { reason: "the network team failed back by hand".to_owned() });
    story.acknowledge("sync_unproven", "nothing was changed meanwhile");
    story.must(Command::Swing { confirm_by: None });
    story.watch(after(LegName::Return), 16, 8);
    story.must(Command::Settle);
    story.verify();
    story.must(Command::SignOff);
    material(story, Book::default())
}

/// Failed over, and no look names its evidence.
fn without_evidence() -> Material {
    let mut story = Story::of(planned());
    story.with_evidence = false;
    out(&mut story);
    material(story, Book::default())
}

fn unknown() -> Material {
    let mut story = Story::of(planned());
    story.check(|_| {});
    story.send();
    story.answer(RoleAnswer::Unknown, None, "no answer within 30 s");
    story.watch(("silent", "silent"), 4, 2);
    story.looks(before(LegName::Outbound));
    material(story, Book::default())
}
