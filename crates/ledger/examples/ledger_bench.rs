//! `ledger_bench [MESSAGES] [OBJECTS]`: how long it takes to fold messages, to judge them, to list them, to open a page of the
//! list and to search it, and to compare two snapshots.
//!
//! Messages are made up: as a real log would have them, nine of ten are changes here, spread over many objects, and a second
//! fold puts them all on one object, so that a cost that grows with what is there would show.

#[path = "../../../tests/webdriver/src/bin/bench/figure.rs"]
mod figure;

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use domain::observation::Product;
use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;
use figure::figure;
use ledger::chain::{GENESIS, Recorded, hash, seal};
use ledger::coverage::Window;
use ledger::fact::{Fact, Source};
use ledger::listing::Wanted;
use ledger::roles::RoleSpan;
use ledger::witness::{Occurrences, Pulled, from_message};
use ledger::{
    Context, EntryId, Ignored, Ledger, Listing, Reconciliation, Snapshot, Standpoint, Taking, reconcile, two_way,
};
use serde_json::json;
use syslog::{Item, Moment, Reader};

const START: i64 = 1_773_144_000;

fn main() -> Result<(), Box<dyn Error>> {
    let number = |at: usize, default: u64| std::env::args().nth(at).map_or(Ok(default), |number| number.parse::<u64>());
    let (messages, objects) = (number(1, 1_000_000)?, number(2, 100_000)?);
    let mut out = std::io::stdout();
    for (what, modulus) in [("spread over many objects", 50_000), ("all of one object", 1)] {
        let log = log(messages, modulus);
        let (facts, to_facts) = timed(|| facts(&log));
        drop(log);
        let before = resident();
        let (ledger, fold) = timed(|| folded(&facts));
        let after = resident();
        let (looked, judged) = timed(|| judge(&ledger));
        writeln!(
            out,
            "{messages} messages {what}: {} entries, {} undecided",
            ledger.entries().len(),
            looked.undecided
        )?;
        writeln!(out, "  log to facts {:8.0} ms", ms(to_facts))?;
        writeln!(out, "  fold         {:8.0} ms", ms(fold))?;
        let name = format!("ledger of {messages} messages {what}: judged, after a change");
        writeln!(out, "{}", figure(&name, (ms(judged), "ms"), None, None))?;
        let name = format!("ledger of {messages} messages {what}: folded");
        writeln!(
            out,
            "{}",
            figure(&name, (ms(fold), "ms"), Some((ms(to_facts), "reading them from their log")), None)
        )?;
        if modulus == 1 {
            continue;
        }
        let held = |now: Option<u64>| Some(now?.saturating_sub(before?) as f64 / 1024.0);
        if let Some(held) = held(after) {
            writeln!(out, "  the ledger   {held:8.0} MB")?;
        }
        let listing = lists(&ledger, &looked, &mut out)?;
        if let Some(held) = held(resident()) {
            writeln!(out, "  once judged, listed and searched {held:8.0} MB")?;
        }
        drop(listing);
        let (bytes, sealed) = timed(|| sealed(&facts));
        let bytes = bytes?;
        let (_, verified) = timed(|| std::hint::black_box(verified(&bytes)));
        writeln!(out, "  seal         {:8.0} ms", ms(sealed))?;
        writeln!(out, "  hash chain   {:8.0} ms", ms(verified))?;
    }
    let ((one, other), taking) = timed(|| (snapshot(objects, 0), snapshot(objects, objects / 1_000)));
    let mut best = Duration::MAX;
    let mut found = 0;
    for _ in 0..5 {
        let (differences, time) = timed(|| two_way(&one, &other, &Ignored::default()));
        found = differences.objects.len();
        best = best.min(time);
    }
    writeln!(out, "two snapshots of {objects} objects, {found} differ; best of 5")?;
    writeln!(out, "  taking both  {:8.0} ms", ms(taking))?;
    writeln!(out, "  comparing    {:8.1} ms", ms(best))?;
    let name = format!("two snapshots of {objects} objects: compared");
    let beside = Some((ms(taking), "taking both from JSON"));
    writeln!(out, "{}", figure(&name, (ms(best), "ms"), beside, Some((100.0, "product section 12"))))?;
    Ok(())
}

/// By the processor's time where the system tells it: other programs may be running. Else by the clock.
fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "it measures; no test judges by it")]
    let (start, used) = (Instant::now(), processor());
    let made = what();
    let elapsed = start.elapsed();
    let used = used.and_then(|before| processor()?.checked_sub(before));
    (made, used.unwrap_or(elapsed))
}

/// The time the processor has worked for this process, to a few nanoseconds.
fn processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split_ascii_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn log(messages: u64, modulus: u64) -> Vec<u8> {
    let mut log = vec![];
    for at in 0..messages {
        let when = START + i64::try_from(at / 20).unwrap_or(0);
        let who = ["Ann Admin (ann)", "Carl Carter (carl)", "Dora (dora)", "Eve Evans (eve)"][(at / 3 % 4) as usize];
        let (host, object) = (if at % 7 == 0 { "atl-1" } else { "atl-2" }, at % modulus);
        let payload = match at % 10 {
            0 => "event=login;target=web/login;status=success".to_owned(),
            1 => format!("event=jump_group_added;id={object};name=g{object};comments=;code_name=g{object}"),
            _ => format!(
                "event=user_changed;old_id={object};old_username=u{object};old_account:comments=;old_permissions:support=full_support;\
                 old_display_number={at};new_display_number={};old_two_factor_auth:required=0;old_idle_timeout=300",
                at + 1
            ),
        };
        let line = format!(
            "Mar 10 12:00:00 {host} BG[{}]: 1427:01:01:site=support.example.test;when={when};who={who};who_ip=192.0.2.{};{payload}\n",
            at % 30_000,
            at % 250
        );
        log.extend_from_slice(line.as_bytes());
    }
    log
}

fn facts(log: &[u8]) -> Vec<Fact> {
    let pulled = Pulled { source: Source::Appliance(Side::StandIn), clock_offset_ms: Some(120) };
    let mut occurrences = Occurrences::default();
    let mut facts = vec![];
    let mut tell = |item: Item<'_>| {
        if let Item::Message(message) = item {
            let moment = Moment::Said(message.when().unwrap_or(START));
            facts.push(Fact::Message(Box::new(from_message(&message, moment, &pulled, &mut occurrences))));
        }
    };
    let mut reader = Reader::default();
    reader.read(log, &mut tell);
    reader.finish(&mut tell);
    facts
}

fn folded(facts: &[Fact]) -> Ledger {
    let hosts = Both::new(vec!["atl-1".to_owned()], vec!["atl-2".to_owned()]);
    let mut ledger = Ledger::new(Context { hosts, own_accounts: vec![] });
    for (seq, fact) in (1..).zip(facts) {
        ledger.take(seq, fact);
    }
    ledger
}

/// By the clock: the processor's time is told in steps that are longer than a page takes.
fn clocked<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "it measures; no test judges by it")]
    let start = Instant::now();
    let made = what();
    (made, start.elapsed())
}

/// What a person reads: a page, wherever it begins and whatever is asked, and a search.
fn lists(ledger: &Ledger, looked: &Reconciliation, out: &mut impl Write) -> Result<Listing, Box<dyn Error>> {
    let entries = ledger.entries();
    let (listing, listed) = clocked(|| Listing::new(entries, looked.items()));
    let name = format!("ledger of {} changes: its list made, after a change", entries.len());
    writeln!(out, "{}", figure(&name, (ms(listed), "ms"), None, None))?;
    let groups = &listing.counts().groups;
    writeln!(out, "  groups       {groups:?}")?;
    let rare = groups.iter().min_by_key(|(_, count)| **count).map(|(group, _)| *group);
    let count = entries.len();
    for (what, wanted) in [
        ("all", Wanted::default()),
        ("a rare group", Wanted { group: rare, ..Wanted::default() }),
        (
            "one person's, on one appliance",
            Wanted { who: Some("Dora (dora)".to_owned()), side: Some(Side::StandIn), ..Wanted::default() },
        ),
    ] {
        let mut times = vec![];
        let mut fitting = 0;
        for at in 0..200_u32 {
            // Spread without an order.
            let behind = at.wrapping_mul(2_654_435_761) % u32::try_from(count)?.max(1);
            let after = (at > 0).then_some(EntryId(behind + 1));
            let (page, time) = clocked(|| listing.page(entries, &wanted, after, 200));
            fitting = page.fitting;
            times.push(time);
        }
        let name = format!("ledger of {count} changes: a page of {what} ({fitting}), 99 of 100 within");
        writeln!(
            out,
            "{}",
            figure(&name, (ms(within(&mut times, 99)), "ms"), None, Some((5.0, "product section 12")))
        )?;
    }
    let search = |text: &str, group| Wanted { text: text.to_owned(), group, ..Wanted::default() };
    let (_, first) = clocked(|| listing.page(entries, &search("firewall", None), None, 200));
    let name = format!("ledger of {count} changes: the first search after a change, its texts made");
    writeln!(out, "{}", figure(&name, (ms(first), "ms"), None, None))?;
    let (middle, number) = (format!("C-{:04}", count / 2), format!("{}", count / 3));
    for (what, text, group) in [
        ("in every entry", "192.0.2", None),
        ("a person", "(eve)", None),
        ("one entry", middle.as_str(), None),
        ("digits", number.as_str(), None),
        ("an object", "user u4711", None),
        ("two in few", "carl u49999", None),
        ("two that never meet", "dora 192.0.2.250", None),
        ("in none", "firewall", None),
        ("a part in none", "user_changes", None),
        ("common, rare group", "user_changed", rare),
        ("two letters, common", "us", None),
        ("two letters, in none", "qz", None),
        ("one letter, in every entry", "c", None),
    ] {
        let wanted: Wanted = search(text, group);
        let (mut times, mut hits) = (vec![], 0);
        for _ in 0..20 {
            let (page, time) = clocked(|| listing.page(entries, &wanted, None, 200));
            hits = page.fitting;
            times.push(time);
        }
        let name = format!("ledger of {count} changes: search '{text}' ({what}), {hits} hits, all counted");
        writeln!(
            out,
            "{}",
            figure(&name, (ms(within(&mut times, 50)), "ms"), None, Some((50.0, "product section 12")))
        )?;
    }
    Ok(listing)
}

/// What so many of a hundred stay within.
fn within(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len() * percent / 100).or(times.last()).copied().unwrap_or_default()
}

fn judge(ledger: &Ledger) -> Reconciliation {
    let from = Utc::from_millis((START - 60) * 1000);
    let span = |side, role| RoleSpan { side, role, from, to: None };
    reconcile(
        ledger,
        &Standpoint {
            product: Product::Rs,
            primary: Some(Side::StandIn),
            spans: &[span(Side::Home, AssignedRole::Backup), span(Side::StandIn, AssignedRole::Primary)],
            syncs: &[],
            since: Both::new(None, None),
            window: Window { from, to: from.plus_ms(1), work_from: from, not_yet_ms: 0 },
            ignored: &Ignored::default(),
            decisions: &[],
            outcomes: &[],
            notes_complete: None,
        },
    )
}

fn sealed(facts: &[Fact]) -> Result<Vec<Vec<u8>>, ledger::chain::ChainError> {
    let maintenance = domain::ids::MaintenanceId(uuid::Uuid::from_u128(7));
    let recorded =
        Recorded { at: Utc::from_millis(START), by: "ann@desk".to_owned(), program: "switchback 0".to_owned() };
    let mut previous = GENESIS;
    let mut bodies = Vec::with_capacity(facts.len());
    for (seq, fact) in (1..).zip(facts) {
        let sealed = seal(maintenance, seq, previous, &recorded, fact)?;
        previous = sealed.hash;
        bodies.push(sealed.body);
    }
    Ok(bodies)
}

fn verified(bodies: &[Vec<u8>]) -> [u8; 32] {
    let maintenance = domain::ids::MaintenanceId(uuid::Uuid::from_u128(7));
    (1..).zip(bodies).fold(GENESIS, |previous, (seq, body)| hash(maintenance, seq, &previous, body))
}

fn snapshot(objects: u64, changed: u64) -> Snapshot {
    let mut taking = Taking::new();
    for id in 0..objects {
        let is_changed = changed > 0 && id % (objects / changed).max(1) == 0;
        taking.object(
            "jump-item/shell-jump",
            None,
            &json!({
                "id": id, "name": format!("router {id}"), "hostname": format!("r{id}.example.test"), "jumpoint_id": id % 20,
                "port": if is_changed { 2222 } else { 22 }, "protocol": "ssh", "username": "net", "terminal": "xterm",
                "keep_alive": 0, "jump_group_id": id % 300, "jump_group_type": "shared", "tag": "network",
                "comments": "rack 7, behind the second door", "jump_policy_id": null, "session_policy_id": null
            }),
        );
    }
    taking.finish()
}

/// Kilobytes of memory this process holds, where the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}
