//! What is read of a document of version 1 (`switchback/report/1`): the report, the heads and the hashes. The bodies of journal
//! and ledger are passed over without being kept. Texts stay texts: a word that is not known here is printed as it is.

use serde::Deserialize;

use crate::moment::{Utc, Zone};

/// The only format that is read.
pub(crate) const FORMAT: &str = "switchback/report/1";

#[derive(Deserialize)]
pub(crate) struct Document {
    pub(crate) format: String,
    pub(crate) number: String,
    pub(crate) rehearsal: bool,
    pub(crate) computer: String,
    pub(crate) program: String,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) head: Heads,
    pub(crate) report: Report,
    pub(crate) digest: String,
    pub(crate) signature: Option<Signature>,
}

#[derive(Deserialize)]
pub(crate) struct Evidence {
    pub(crate) sha256: String,
    pub(crate) content_type: String,
    pub(crate) created_at: Utc,
    pub(crate) bytes: u64,
}

#[derive(Deserialize)]
pub(crate) struct Heads {
    pub(crate) journal: Head,
    pub(crate) ledger: Head,
}

#[derive(Deserialize)]
pub(crate) struct Head {
    pub(crate) count: u64,
    pub(crate) hash: String,
}

#[derive(Deserialize)]
pub(crate) struct Signature {
    pub(crate) algorithm: String,
    pub(crate) public_key: String,
    pub(crate) fingerprint: String,
    pub(crate) signature: String,
    pub(crate) signed_at: Utc,
}

#[derive(Deserialize)]
pub(crate) struct Report {
    pub(crate) outcome: String,
    pub(crate) headline: String,
    pub(crate) sentence: String,
    pub(crate) open_points: Vec<String>,
    pub(crate) what: What,
    pub(crate) who: Who,
    pub(crate) when: When,
    pub(crate) timeline: Timeline,
    pub(crate) steps: Vec<Step>,
    pub(crate) ways: Vec<Way>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) commands: Vec<Sent>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) checks: Vec<Check>,
    pub(crate) acknowledgements: Vec<Acknowledgement>,
    pub(crate) users: Vec<Users>,
    pub(crate) changes: Changes,
    pub(crate) writes: Vec<Write>,
    pub(crate) coverage: Coverage,
    pub(crate) gaps_sentence: String,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) evidence_missing: Vec<String>,
    pub(crate) readings: u64,
    pub(crate) readings_with_evidence: u64,
    pub(crate) events: Vec<Event>,
    pub(crate) not_proven: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct What {
    pub(crate) kind: String,
    pub(crate) ticket: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) risk: Option<String>,
    pub(crate) back_out: Option<String>,
    pub(crate) pair: String,
    pub(crate) site_name: String,
    pub(crate) guard: String,
    pub(crate) network: String,
    pub(crate) product: Option<String>,
    pub(crate) taken_up: bool,
    pub(crate) appliances: Vec<Appliance>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    Home,
    StandIn,
}

#[derive(Deserialize)]
pub(crate) struct Appliance {
    pub(crate) side: Side,
    pub(crate) label: String,
    pub(crate) address: String,
    pub(crate) guid: String,
    pub(crate) guid_accepted: Option<String>,
    pub(crate) hostname: Option<String>,
    pub(crate) role_before: Option<String>,
    pub(crate) role_after: Option<String>,
    pub(crate) version_before: Option<String>,
    pub(crate) version_after: Option<String>,
    pub(crate) sync_before: Option<Utc>,
    pub(crate) sync_after: Option<Utc>,
    pub(crate) shared_ips: Vec<String>,
    pub(crate) clock_least_ms: Option<i64>,
    pub(crate) clock_greatest_ms: Option<i64>,
}

#[derive(Deserialize)]
pub(crate) struct Who {
    pub(crate) asked: Option<Asked>,
    pub(crate) planned_by: String,
    pub(crate) approved: Vec<Approval>,
    pub(crate) did: Vec<Did>,
    pub(crate) separation: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) standing: String,
}

#[derive(Deserialize)]
pub(crate) struct Approval {
    pub(crate) name: String,
    pub(crate) at: Option<Utc>,
    pub(crate) by: Option<String>,
    pub(crate) after_the_fact: bool,
    pub(crate) self_approved: bool,
    pub(crate) standing: String,
}

#[derive(Deserialize)]
pub(crate) struct Did {
    pub(crate) by: String,
    pub(crate) api_account: Option<String>,
    pub(crate) programs: Vec<String>,
    pub(crate) events: u64,
    pub(crate) first: Utc,
    pub(crate) last: Utc,
}

#[derive(Deserialize)]
pub(crate) struct When {
    pub(crate) zone: Zone,
    pub(crate) planned: Vec<Window>,
    pub(crate) actual: Actual,
    pub(crate) as_of: Utc,
}

#[derive(Deserialize)]
pub(crate) struct Window {
    pub(crate) leg: String,
    pub(crate) from: Utc,
    pub(crate) to: Utc,
}

#[derive(Deserialize)]
pub(crate) struct Actual {
    pub(crate) from: Utc,
    pub(crate) to: Option<Utc>,
}

#[derive(Deserialize)]
pub(crate) struct Timeline {
    pub(crate) from: Utc,
    pub(crate) to: Utc,
    pub(crate) roles: Vec<RoleSpan>,
    pub(crate) users_out: Vec<UsersOut>,
}

#[derive(Deserialize)]
pub(crate) struct RoleSpan {
    pub(crate) side: Side,
    pub(crate) role: String,
    pub(crate) second_hand: bool,
    pub(crate) from: Utc,
    pub(crate) to: Utc,
    pub(crate) looks: u64,
}

#[derive(Deserialize)]
pub(crate) struct UsersOut {
    pub(crate) leg: String,
    pub(crate) from: Utc,
    pub(crate) to: Utc,
    pub(crate) ended: bool,
}

#[derive(Deserialize)]
pub(crate) struct Step {
    pub(crate) task: String,
    pub(crate) words: String,
    pub(crate) state: String,
    pub(crate) from: Option<Utc>,
    pub(crate) to: Option<Utc>,
    pub(crate) took_ms: Option<u64>,
    pub(crate) result: String,
}

#[derive(Deserialize)]
pub(crate) struct Way {
    pub(crate) words: String,
    pub(crate) guarded: bool,
    pub(crate) executed: u64,
}

#[derive(Deserialize)]
pub(crate) struct Phase {
    pub(crate) words: String,
    pub(crate) from: Utc,
    pub(crate) to: Option<Utc>,
    pub(crate) took_ms: Option<u64>,
    pub(crate) planned_ms: Option<u64>,
    pub(crate) usual: Option<Usual>,
    pub(crate) band: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Usual {
    pub(crate) samples: u64,
    pub(crate) shortest_ms: u64,
    pub(crate) p50_ms: u64,
    pub(crate) p90_ms: u64,
}

/// A role command.
#[derive(Deserialize)]
pub(crate) struct Sent {
    pub(crate) leg: String,
    pub(crate) way: String,
    pub(crate) at: Utc,
    pub(crate) target: Side,
    pub(crate) role: String,
    pub(crate) data_sync_first: bool,
    pub(crate) force: bool,
    pub(crate) answer: Option<String>,
    pub(crate) answer_text: String,
    pub(crate) settlement: Option<String>,
    pub(crate) settled_at: Option<Utc>,
    pub(crate) reason: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Leg {
    pub(crate) leg: String,
    pub(crate) done_at: Utc,
    pub(crate) new_primary: Side,
    pub(crate) sync: String,
    pub(crate) sync_stamp: Option<Utc>,
    pub(crate) samples: u64,
    pub(crate) second_hand: Vec<Side>,
    pub(crate) two_primaries_excluded: bool,
    pub(crate) adopted: Option<String>,
    pub(crate) traffic: Option<String>,
    pub(crate) signed_off_at: Option<Utc>,
    pub(crate) signed_off_by: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Check {
    pub(crate) at: Utc,
    pub(crate) leg: String,
    pub(crate) valid_until: Utc,
    pub(crate) verdict: String,
    pub(crate) last: bool,
    pub(crate) findings: Vec<Finding>,
    pub(crate) not_checked: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) subject: String,
    pub(crate) severity: String,
    pub(crate) result: String,
    pub(crate) evidence: String,
    pub(crate) rule: String,
    pub(crate) remedy: String,
}

#[derive(Deserialize)]
pub(crate) struct Acknowledgement {
    pub(crate) at: Utc,
    pub(crate) leg: String,
    pub(crate) code: String,
    pub(crate) subject: String,
    pub(crate) result: String,
    pub(crate) reason: String,
    pub(crate) by: String,
}

#[derive(Deserialize)]
pub(crate) struct Users {
    pub(crate) at: Utc,
    pub(crate) words: String,
    pub(crate) count: u64,
}

#[derive(Deserialize)]
pub(crate) struct Changes {
    pub(crate) sentence: String,
    pub(crate) notes_complete: Option<String>,
    pub(crate) arrivals: Vec<(String, u64)>,
    pub(crate) noise: Vec<(String, u64)>,
    pub(crate) list: Vec<Change>,
}

#[derive(Deserialize)]
pub(crate) struct Change {
    pub(crate) id: String,
    pub(crate) at: Option<Utc>,
    pub(crate) after: Option<Utc>,
    pub(crate) before: Option<Utc>,
    pub(crate) who: Option<String>,
    pub(crate) who_ip: Option<String>,
    pub(crate) side: Option<Side>,
    pub(crate) role_then: Option<String>,
    pub(crate) place: String,
    pub(crate) kind: String,
    pub(crate) object_kind: String,
    pub(crate) object_id: Option<String>,
    pub(crate) object_name: Option<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) incomplete: bool,
    pub(crate) by_switchback: bool,
    pub(crate) note: Option<String>,
    pub(crate) group: String,
    pub(crate) already_overwritten: bool,
    pub(crate) against: Vec<String>,
    pub(crate) standing: String,
    pub(crate) decided: Option<Decided>,
    pub(crate) arrival: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) secret: bool,
}

#[derive(Deserialize)]
pub(crate) struct Seen {
    pub(crate) by: String,
}

#[derive(PartialEq, Eq, Hash, Deserialize)]
pub(crate) struct Decided {
    pub(crate) disposition: String,
    pub(crate) name: String,
    pub(crate) reason: Option<String>,
    pub(crate) at: Utc,
}

/// A value put on the primary, or taken back there. Without a method it was done by hand, without `done` its outcome is unknown.
#[derive(Deserialize)]
pub(crate) struct Write {
    pub(crate) at: Utc,
    pub(crate) change: String,
    pub(crate) disposition: String,
    pub(crate) target: Option<Side>,
    pub(crate) method: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) done: Option<bool>,
    pub(crate) answer: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Coverage {
    pub(crate) watched: bool,
    pub(crate) from: Utc,
    pub(crate) to: Utc,
    pub(crate) areas: Vec<Area>,
    pub(crate) blind_spots: Vec<BlindSpot>,
    pub(crate) looked: Vec<Looked>,
}

#[derive(Deserialize)]
pub(crate) struct Area {
    pub(crate) path: String,
    pub(crate) home: String,
    pub(crate) stand_in: String,
}

#[derive(Deserialize)]
pub(crate) struct BlindSpot {
    pub(crate) words: String,
    pub(crate) decided: Option<Decided>,
}

#[derive(Deserialize)]
pub(crate) struct Looked {
    pub(crate) side: Side,
    pub(crate) from: Option<Utc>,
    pub(crate) to: Utc,
    pub(crate) words: String,
    pub(crate) sha256: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Gap {
    pub(crate) from: Utc,
    pub(crate) to: Utc,
    pub(crate) took_ms: Option<u64>,
    pub(crate) words: String,
}

#[derive(Deserialize)]
pub(crate) struct Verdict {
    pub(crate) seq: u64,
    pub(crate) claim: String,
    pub(crate) rests_on: Vec<u64>,
    pub(crate) agrees: bool,
    pub(crate) found: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) seq: u64,
    pub(crate) at: Utc,
    pub(crate) by: String,
    pub(crate) words: String,
}
