//! How much is kept at most. Memory does not depend on what the bytes say.

/// What a reader keeps at most. What is over is told, as an unfinished message or as damage, and reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest line, bytes. An appliance cuts above 1 KB (failover-and-syslog section 4.3).
    pub line_bytes: usize,
    /// Messages that wait for a segment, in all.
    pub open_messages: usize,
    /// Their bytes, in all: of each its host and time, and of each segment its payload and [`Limits::SEGMENT_BYTES`]. What
    /// is taken from the system is at most about twice that, and one message more for putting it in order.
    pub open_bytes: usize,
    /// How many lines a message waits, counted from its first one. Over two rotated files it is the lines between, so it
    /// is generous: two messages of one process are told apart by their second, and only a year brings that back.
    pub open_lines: u64,
}

impl Limits {
    /// What a segment takes beside its payload, bytes, rounded up.
    pub const SEGMENT_BYTES: usize = 64;
}

impl Default for Limits {
    fn default() -> Self {
        Self { line_bytes: 64 * 1024, open_messages: 1024, open_bytes: 16 * 1024 * 1024, open_lines: 100_000 }
    }
}
