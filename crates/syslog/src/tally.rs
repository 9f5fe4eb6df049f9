//! What was seen, in numbers: the ledger's coverage says how much of a log was understood.

/// Counts since the reader began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub lines: u64,
    pub blank: u64,
    /// Lines of other programs.
    pub other: u64,
    /// Lines that an appliance wrote: messages, or segments of them. Repeats are among them.
    pub records: u64,
    /// Lines told as damage that are no records.
    pub damaged: u64,
    /// Records whose segment was there already.
    pub repeated: u64,
    pub messages: u64,
    /// Messages with a segment missing.
    pub incomplete: u64,
}
