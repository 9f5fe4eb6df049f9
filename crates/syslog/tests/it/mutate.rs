//! Damages bytes at random, the same from the same seed.

/// A generator of numbers (xorshift64*): no dependency, and the same everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// From 0 to `end`, which is not among them.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() >> 33).unwrap_or_default() % end.max(1)
    }
}

/// Does one to sixteen things to a log: bytes changed, taken out, put in; pieces and lines moved, doubled, glued; the
/// characters that mean something put anywhere.
pub(crate) fn mutate(log: &mut Vec<u8>, dice: &mut Dice) {
    const MEANING: &[u8] = b"=;\\:[]<> \n\r\0BG0123456789-T.Z\xC3\xFF";
    for _ in 0..=dice.below(16) {
        let at = dice.below(log.len() + 1);
        let end = (at + dice.below(96)).min(log.len());
        let byte = MEANING[dice.below(MEANING.len())];
        match dice.below(8) {
            0 => log.iter_mut().skip(at).take(1).for_each(|old| *old ^= 1 << (byte % 8)),
            1 => log.iter_mut().skip(at).take(1).for_each(|old| *old = byte),
            2 => log.insert(at, byte),
            3 => drop(log.drain(at..end)),
            4 => {
                let piece: Vec<u8> = log.drain(at..end).collect();
                let to = dice.below(log.len() + 1);
                log.splice(to..to, piece);
            }
            5 => {
                let piece = log[at..end].to_vec();
                let to = dice.below(log.len() + 1);
                log.splice(to..to, piece);
            }
            6 => {
                let count = dice.below(2000);
                log.splice(at..at, std::iter::repeat_n(byte, count));
            }
            _ => {
                let mut lines: Vec<&[u8]> = log.split(|&byte| byte == b'\n').collect();
                let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
                lines.swap(one, other);
                *log = lines.join(&b'\n');
            }
        }
    }
}
