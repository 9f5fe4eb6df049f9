//! A place in bytes that only moves forward, and only over what was asked for.

#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn peek(self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Steps over `byte` where it is next.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        self.eat_all(&[byte])
    }

    /// Steps over `bytes` where they are next.
    pub(crate) fn eat_all(&mut self, bytes: &[u8]) -> bool {
        match self.rest.strip_prefix(bytes) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Steps over blanks; whether there was one.
    pub(crate) fn blanks(&mut self) -> bool {
        let before = self.rest.len();
        while let Some(rest) = self.rest.strip_prefix(b" ") {
            self.rest = rest;
        }
        before != self.rest.len()
    }

    /// Bytes up to the next blank, at least one.
    pub(crate) fn word(&mut self) -> Option<&'a [u8]> {
        let end = self.rest.iter().position(|&byte| byte == b' ').unwrap_or(self.rest.len());
        self.take(end).filter(|word| !word.is_empty())
    }

    /// A decimal number of `least` to `most` digits, all the digits there are.
    pub(crate) fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).take(most + 1).count();
        if !(least..=most).contains(&digits) {
            return None;
        }
        let number = self
            .take(digits)?
            .iter()
            .try_fold(0_u32, |number, &digit| number.checked_mul(10)?.checked_add(u32::from(digit - b'0')))?;
        Some(number)
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }
}
