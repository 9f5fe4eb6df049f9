//! Values made from the seed: the same seed makes the same GUIDs, secrets, tokens and people.

/// A seeded stream of made-up values (the SplitMix64 sequence). Not for secrecy: these are secrets of a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    state: u64,
}

impl Seeded {
    /// A stream of its own for each purpose, so that adding one kind of value does not change the others.
    #[must_use]
    pub fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a of the purpose keeps two purposes of one seed apart.
        let mark = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self { state: seed ^ mark }
    }

    /// The next value.
    pub fn value(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 32 hexadecimal digits, the form of a GUID, a session id or a client id on the wire.
    pub fn hex32(&mut self) -> String {
        format!("{:016x}{:016x}", self.value(), self.value())
    }

    /// `length` letters and digits, the form of a token or a secret.
    pub fn letters(&mut self, length: usize) -> String {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length).map(|_| char::from(ALPHABET[self.below(62)])).collect()
    }

    /// A number from 0 to `end - 1`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.value() % (end.max(1) as u64)).unwrap_or(0)
    }
}
