//! The appliances' BG syslog messages: bytes in, borrowed records out, joined to messages.
//!
//! What it is not: it does no I/O, reads no clock and knows no event. What a message means (a change, a login, a role)
//! is the ledger's; where the bytes come from (a report's archive, a dropped file) is the caller's.
//!
//! Invariant: nothing is lost in silence. Every line is a record, a line of another program, blank, or told as
//! [`Damage`]; every record is in exactly one [`Message`], or told as a repeat of a segment that is there already; a
//! message that is not whole says which segments are missing and why it was given up. A bad line takes no other message
//! with it, and memory has limits that do not depend on the input ([`Limits`]).
//!
//! Times stay as they are written: a header's date often has neither year nor zone and is the appliance's local time, so
//! nothing is ever ordered by it; `when` is Unix seconds, and where it is missing [`stand`] tells the time around it.
//!
//! The facts, with what is known about how sure they are, are in the paper "failover-and-syslog", section 4; its
//! sections are named where they are used.
//!
//! Map: [`mod@line`] one line to a record · [`header`] who wrote it · [`segment`] which part it is · [`reader`] any pieces of
//! any number of files to items, in order · `join` segments to messages, `open` one that is not whole yet · [`message`]
//! what comes of it · [`field`] its fields · [`when`] its time · [`limits`], [`tally`] how much is kept and what was seen

mod cursor;
pub mod field;
pub mod header;
mod join;
pub mod limits;
pub mod line;
pub mod message;
mod open;
pub mod reader;
pub mod segment;
pub mod tally;
pub mod when;

pub use field::{Field, Fields, Text, Wholeness};
pub use header::{Form, Header};
pub use limits::Limits;
pub use line::{Fault, Line, Record};
pub use message::{Arrival, Damage, End, Gap, Item, Message, Place};
pub use reader::Reader;
pub use segment::{Segment, SiteId};
pub use tally::Tally;
pub use when::{Moment, Standing, stand};
