//! How witnesses of one change come together: what each adds to the entry.

use super::{Entry, Field, Witness, WitnessKind};
use crate::text::field_key;

impl Entry {
    /// Adds a witness, and the fields that no other has told. What is there already stays as its first witness told it: a
    /// difference between snapshots is the sum of all changes between them, a message is one of them.
    pub(crate) fn join(&mut self, witness: Witness, fields: Vec<Field>) {
        self.witnesses.push(witness);
        self.seq = self.seq.max(witness.fact);
        for field in fields {
            if self.field(field.name.as_str()).is_none() {
                self.fields.push(field);
            }
        }
    }

    /// Takes the fields of a message instead of those a snapshot told of the same names: a message tells one change.
    pub(crate) fn told_by(&mut self, fact: u64, fields: Vec<Field>) {
        self.witnesses.push(Witness { kind: WitnessKind::Syslog, fact });
        self.seq = self.seq.max(fact);
        for field in fields {
            let key = field_key(field.name.as_str()).into_owned();
            match self.fields.iter_mut().find(|known| field_key(known.name.as_str()) == key) {
                Some(known) => *known = field,
                None => self.fields.push(field),
            }
        }
    }
}
