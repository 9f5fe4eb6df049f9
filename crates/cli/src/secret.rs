//! The secret from standard input. It is never an argument and never in the environment.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};

use app::WireError;
use secrecy::SecretString;

/// More than any secrets are long.
const MOST_BYTES: u64 = 64 * 1024;

/// From a terminal one line is read; from a pipe everything.
pub(crate) fn read() -> Result<SecretString, WireError> {
    let stdin = std::io::stdin();
    let mut bytes = Vec::new();
    let read = if stdin.is_terminal() {
        drop(write!(std::io::stderr(), "Secret (it is shown as you type): "));
        stdin.lock().take(MOST_BYTES).read_until(b'\n', &mut bytes)
    } else {
        stdin.lock().take(MOST_BYTES).read_to_end(&mut bytes)
    };
    read.map_err(|error| WireError::computer("standard input cannot be read", &error))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SecretString::from(text)),
        // The error holds the bytes: it is not passed on.
        Err(_) => Err(WireError::bad_input("standard input is not UTF-8", "Give the secret as text.")),
    }
}
