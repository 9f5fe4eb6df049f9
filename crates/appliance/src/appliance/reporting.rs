//! The Reporting API: the whole log, downloaded (appliance-api section 5.1).
//!
//! It comes as a ZIP of unknown size and goes to its taker piece by piece. Whether it is one is read from its bytes: a
//! failure has status 200 too, as an `<error>` in XML. What is in the ZIP is for others.

use std::io::{self, Write};

use domain::observation::{Trouble, TroubleKind};
use domain::time::Utc;

use super::{Appliance, Signed};
use crate::call::Call;
use crate::codec::{bad_answer, refusal, xml};
use crate::limiter::Errand;
use crate::path::{Asked, masked};
use crate::unread::Unread;
use crate::wire::{Limits, Pieces, PutDown, Response};

/// The longest time without a byte: before the first one the appliance packs everything it holds.
const SILENCE_MS: u64 = 120_000;
/// The longest download.
const REPORT_MS: u64 = 1_800_000;
/// The most of an answer that is kept where it is no ZIP.
const MOST_WORDS: usize = 256 * 1024;
/// How a ZIP begins: with a file, or with its end where it has none (PKWARE APPNOTE 4.3.7, 4.3.16).
const BEGINNINGS: [[u8; 4]; 2] = [*b"PK\x03\x04", END];
/// How the record at the end of a ZIP begins. Behind it come 18 bytes and a comment of at most 64 KiB.
const END: [u8; 4] = *b"PK\x05\x06";
const LONGEST_END: usize = 22 + 65_535;

/// A log that was downloaded whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyslogReport {
    /// How long the ZIP is.
    pub bytes: u64,
    /// When its last byte had come.
    pub at: Utc,
    pub round_trip_ms: u64,
}

/// Why there is no log. What was written until then is no report.
#[derive(Debug, thiserror::Error)]
pub enum NoReport {
    #[error(transparent)]
    Unread(#[from] Unread),
    /// The ZIP could not be written where it was to go.
    #[error("the log that was downloaded cannot be written")]
    Written(#[source] io::Error),
}

impl Appliance {
    /// Downloads the log (`generate_report=Syslog`) as a ZIP, written to `into` in pieces as they come, not more than
    /// `most_bytes` of it.
    ///
    /// An answer that says that there is none writes nothing. After a broken download the caller begins again with an empty
    /// `into`; here only what had not begun is tried a second time. Each download leaves a message in the log itself. On a
    /// version that is too old (before Remote Support 22.x, Privileged Remote Access 23.2) and without
    /// `perm_reporting_syslog` the answer is one of [`Unread`]'s; which one is not documented.
    ///
    /// # Errors
    /// [`NoReport`]
    pub async fn syslog_report(
        &self,
        into: &mut (dyn Write + Send),
        most_bytes: u64,
    ) -> Result<SyslogReport, NoReport> {
        let limits = Limits {
            silence_ms: SILENCE_MS,
            call_ms: REPORT_MS,
            body_bytes: usize::try_from(most_bytes).unwrap_or(usize::MAX),
            ..self.path().limits
        };
        let asked = Asked { call: Call::SyslogReport, at: None, errand: Errand::Collect, limits };
        let mut sorted = Sorted::new(into);
        let sent = self.read_asked(asked, u64::MAX, Some(&mut sorted)).await;
        if let Some(error) = sorted.unwritten {
            return Err(NoReport::Written(error));
        }
        if sorted.too_many_words {
            return Err(Unread::Trouble(not_a_report()).into());
        }
        let Signed { exchanged, token } = sent.map_err(|stopped| Unread::Trouble(stopped.trouble))?;
        let response = &exchanged.response;
        if response.status != 200 {
            return Err(Unread::of(response).into());
        }
        if !sorted.is_zip {
            let account = self.account();
            let secrets: Vec<_> = account.iter().map(|account| &account.secret).chain([&token.text]).collect();
            return Err(no_zip(response, &masked(sorted.held.into(), &secrets)).into());
        }
        if !sorted.held.windows(END.len()).any(|bytes| bytes == END) {
            let detail = format!("the log that was downloaded is cut off after {} bytes", sorted.bytes);
            return Err(Unread::Trouble(bad_answer(detail)).into());
        }
        Ok(SyslogReport { bytes: sorted.bytes, at: exchanged.ended, round_trip_ms: exchanged.round_trip_ms })
    }
}

/// A 200 that is no ZIP.
fn no_zip(response: &Response, body: &[u8]) -> Unread {
    if let Some(message) = refusal(body) {
        return Unread::Refused { status: response.status, message };
    }
    match xml::read(body) {
        // XML, but without an error in it, or nothing at all.
        Ok(_) => Unread::Trouble(not_a_report()),
        Err(trouble) => Unread::Trouble(trouble),
    }
}

fn not_a_report() -> Trouble {
    Trouble { kind: TroubleKind::NotTheApi, detail: "the answer is neither a ZIP nor an error of the API".to_owned() }
}

/// Hands a ZIP on and keeps the end of it; keeps anything else.
struct Sorted<'a> {
    into: &'a mut (dyn Write + Send),
    is_zip: bool,
    /// Of a ZIP its last bytes, of anything else all of it.
    held: Vec<u8>,
    /// How many were handed on.
    bytes: u64,
    unwritten: Option<io::Error>,
    too_many_words: bool,
}

impl<'a> Sorted<'a> {
    fn new(into: &'a mut (dyn Write + Send)) -> Self {
        Self { into, is_zip: false, held: Vec::new(), bytes: 0, unwritten: None, too_many_words: false }
    }

    fn write(&mut self, piece: &[u8]) -> Result<(), PutDown> {
        if let Err(error) = self.into.write_all(piece) {
            self.unwritten = Some(error);
            return Err(PutDown);
        }
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        Ok(())
    }
}

impl Pieces for Sorted<'_> {
    fn take(&mut self, piece: &[u8]) -> Result<(), PutDown> {
        self.held.extend_from_slice(piece);
        if self.is_zip {
            self.write(piece)?;
        } else if BEGINNINGS.iter().any(|beginning| self.held.starts_with(beginning)) {
            self.is_zip = true;
            let begun = std::mem::take(&mut self.held);
            self.write(&begun)?;
            self.held = begun;
        } else if self.held.len() > MOST_WORDS {
            self.too_many_words = true;
            return Err(PutDown);
        }
        // Let grow to twice what is needed, so that little is moved.
        if self.is_zip && self.held.len() > 2 * LONGEST_END {
            self.held.drain(..self.held.len() - LONGEST_END);
        }
        Ok(())
    }
}
