//! How witnesses of one change come together: what each adds to the entry.

use super::{Entry, Field, Witness, WitnessKind};
use crate::text::{Content, field_key};

impl Entry {
    /// Adds a witness, and the fields that no other has told. What is there already stays as its first witness told it: a
    /// difference between snapshots is the sum of all changes between them, a message is one of them.
    pub(crate) fn join(&mut self, witness: Witness, fields: Vec<Field>) {
        self.witnesses.push(witness);
        for field in fields {
            if self.field(field.name.as_str()).is_none() {
                self.fields.push(field);
                self.seq = self.seq.max(witness.fact);
            }
        }
    }

    /// Takes the fields of a message instead of those a snapshot told of the same names: a message tells one change.
    pub(crate) fn told_by(&mut self, fact: u64, fields: Vec<Field>) {
        self.witnesses.push(Witness { kind: WitnessKind::Syslog, fact });
        for field in fields {
            let key = field_key(field.name.as_str()).into_owned();
            let known = self.fields.iter_mut().find(|known| field_key(known.name.as_str()) == key);
            let says_the_same = known.as_ref().is_some_and(|known| means(&known.after, &field.after));
            if !says_the_same {
                self.seq = self.seq.max(fact);
            }
            match known {
                Some(known) => *known = field,
                None => self.fields.push(field),
            }
        }
    }
}

fn means(one: &Option<Content>, other: &Option<Content>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.means(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}
