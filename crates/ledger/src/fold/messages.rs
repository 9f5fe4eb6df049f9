//! Messages to entries.

use domain::role::{AssignedRole, Side};
use domain::time::Utc;

use super::{Folded, Ledger};
use crate::catalogue::{ChangeKind, Class};
use crate::entry::{Entry, EntryId, Field, Object, Read, When, Witness, WitnessKind, account_of, read_message};
use crate::fact::MessageFact;
use crate::roles::made_on;

/// How much later than a login an edit of one's own account is still the sign-on's doing. 7 to 9 seconds were seen between
/// an account's making and its edit (failover-and-syslog section 4.5).
const SIGN_ON_MS: i64 = 60_000;

/// How far a snapshot's time and a message's may be apart and still speak of one moment: the clocks are two.
pub(super) const SLACK_MS: i64 = 120_000;

impl Ledger {
    pub(super) fn take_message(&mut self, seq: u64, fact: &MessageFact) -> Folded {
        if !self.known.insert(fact.witness) {
            return Folded::Known;
        }
        self.messages += 1;
        let side = made_on(&fact.host, &self.context.hosts);
        let read = read_message(fact);
        if let (Some(mark), Some(side), When::Said(at)) = (read.role_mark, side, read.at) {
            let role = if mark == "become_primary" { AssignedRole::Primary } else { AssignedRole::Backup };
            self.marks.of_mut(side).insert(at, role);
        }
        if read.class == Class::Operational {
            return self.count(fact, &read);
        }
        let fields = self.fields(&read);
        if let Some(entry) = self.other_cut(fact, seq, &fields) {
            return Folded::Joined(entry);
        }
        if let Some(entry) = side.and_then(|side| self.shown_by_a_snapshot(side, &read)) {
            self.complete_by(entry, seq, fact, &read, fields);
            return Folded::Joined(entry);
        }
        let entry = self.entry_of(seq, fact, &read, side, fields);
        let id = self.add(entry);
        if let Some(stem) = fact.stem {
            self.stems.insert(stem, (fact.complete, id));
        }
        Folded::New(id)
    }

    fn count(&mut self, fact: &MessageFact, read: &Read<'_>) -> Folded {
        let event = self.word(read.event);
        *self.noise.entry(event).or_default() += 1;
        let succeeded = read.status.is_none_or(|status| status == "success");
        if let (true, true, Some(user), When::Said(at)) = (read.event == "login", succeeded, read.who_name(), read.at) {
            let key = (self.word(&fact.host), self.word(user));
            self.logins.entry(key).or_default().insert(at.millis());
        }
        Folded::Noise
    }

    fn fields(&mut self, read: &Read<'_>) -> Vec<Field> {
        let mut fields = Vec::with_capacity(read.fields.len());
        for field in &read.fields {
            let name = self.word(field.name);
            fields.push(Field { name, before: field.before.clone(), after: field.after.clone(), secret: field.secret });
        }
        fields
    }

    /// The entry of a message that is this one, cut differently: of one the segments were not all there.
    fn other_cut(&mut self, fact: &MessageFact, seq: u64, fields: &[Field]) -> Option<EntryId> {
        let (complete, id) = *self.stems.get(&fact.stem?)?;
        if complete && fact.complete {
            // Two whole messages of one second and one length are two.
            return None;
        }
        let witness = Witness { kind: WitnessKind::Syslog, fact: seq };
        if complete {
            self.entry_mut(id)?.witnesses.push(witness);
            return Some(id);
        }
        if fact.complete {
            self.stems.insert(fact.stem?, (true, id));
            let side = made_on(&fact.host, &self.context.hosts);
            let whole = self.entry_of(seq, fact, &read_message(fact), side, fields.to_vec());
            let entry = self.entry_mut(id)?;
            let mut witnesses = std::mem::take(&mut entry.witnesses);
            witnesses.push(witness);
            *entry = Entry { id, witnesses, note: entry.note.take(), ..whole };
            let entry = entry.clone();
            self.index.add(&entry);
            return Some(id);
        }
        self.entry_mut(id)?.join(witness, fields.to_vec());
        Some(id)
    }

    /// The entry that a snapshot has shown of the same change, without a message so far.
    fn shown_by_a_snapshot(&self, side: Side, read: &Read<'_>) -> Option<EntryId> {
        let at = read.at.latest()?;
        let object = (read.object_kind, read.object_id.as_deref()?);
        // In the index a difference stands at the later of its two snapshots.
        let found = self.index.since(side, object, at.plus_ms(-SLACK_MS));
        let mut found = found.filter_map(|(_, id)| self.entry(id)).take(MOST_LOOKED_AT);
        let begins = |entry: &Entry| entry.at.earliest().is_none_or(|from: Utc| from.plus_ms(-SLACK_MS) <= at);
        found
            .find(|entry| !entry.has(WitnessKind::Syslog) && entry.has(WitnessKind::Snapshot) && begins(entry))
            .map(|entry| entry.id)
    }

    /// A message tells who did what a snapshot has shown.
    fn complete_by(&mut self, id: EntryId, seq: u64, fact: &MessageFact, read: &Read<'_>, fields: Vec<Field>) {
        let told = self.entry_of(seq, fact, read, None, vec![]);
        let Some(entry) = self.entry_mut(id) else { return };
        entry.told_by(seq, fields);
        entry.at = told.at;
        entry.who = told.who;
        entry.who_ip = told.who_ip;
        entry.host = told.host;
        entry.place = told.place;
        entry.event = told.event;
        entry.class = told.class;
        entry.kind = told.kind;
        entry.known = told.known;
        entry.ours = told.ours;
        entry.incomplete = told.incomplete;
        let entry = entry.clone();
        self.index.add(&entry);
    }

    fn entry_of(
        &mut self,
        seq: u64,
        fact: &MessageFact,
        read: &Read<'_>,
        side: Option<Side>,
        fields: Vec<Field>,
    ) -> Entry {
        let class = if self.is_automatic(fact, read) { Class::Automatic } else { read.class };
        let ours = read.who.is_some_and(|who| self.is_ours(who));
        Entry {
            id: EntryId(0),
            at: read.at,
            who: read.who.map(|who| self.word(who)),
            who_ip: read.who_ip.map(|ip| self.word(ip)),
            host: (!fact.host.is_empty()).then(|| self.word(&fact.host)),
            side,
            place: self.word(read.place),
            event: self.word(read.event),
            kind: read.kind,
            class,
            known: read.known,
            object: Object {
                kind: self.word(read.object_kind),
                id: read.object_id.as_deref().map(Into::into),
                name: read.object_name.map(Into::into),
            },
            fields,
            witnesses: vec![Witness { kind: WitnessKind::Syslog, fact: seq }],
            incomplete: !fact.complete,
            ours,
            note: None,
            overwritten_at: None,
            copied_at: None,
            seq,
        }
    }

    /// Single sign-on edits a user right after the login, in the user's own name; nobody adds himself either
    /// (failover-and-syslog section 4.5).
    fn is_automatic(&self, fact: &MessageFact, read: &Read<'_>) -> bool {
        let (true, Some(user), Some(who)) = (read.object_kind == "user", user_of(fact), read.who.map(account_of))
        else {
            return false;
        };
        if user != who {
            return false;
        }
        if read.kind == ChangeKind::Added {
            return true;
        }
        let (When::Said(at), ChangeKind::Changed) = (read.at, read.kind) else { return false };
        let logins = self.logins.get(&(fact.host.as_str().into(), user.into()));
        logins.is_some_and(|logins| logins.range(at.millis() - SIGN_ON_MS..=at.millis()).next().is_some())
    }
}

/// Of entries of one object that a message may belong to.
const MOST_LOOKED_AT: usize = 64;

fn user_of(fact: &MessageFact) -> Option<&str> {
    let name = |key: &str| fact.fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    name("old_username").or_else(|| name("username"))
}
