//! A report as a PDF: reads a canonical document, decides what stands on the page, and has it typeset.
//!
//! It is a program of its own (`switchback-typeset`), because the typesetter is big and needs memory: both stay out of the window,
//! and a failure is a missing PDF and nothing else. It knows no other crate of ours, asks no network, no clock, no file and no
//! font of the computer, and judges nothing: what the document says is what it prints. It is no verifier.
//!
//! Invariants: the same document gives the same bytes; no text of a document is ever part of markup: the template is fixed and
//! reads one file of data.
//!
//! `document` is what is read, `sheet` what is said and in which order, `inert` makes texts printable, `report.typ` is the
//! template that draws, `world` all that the typesetter may see.

mod document;
mod inert;
mod moment;
mod sheet;
mod words;
mod world;

use std::io::Read;

use document::{Document, FORMAT};

/// The most that is read of a document, in bytes.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// As the PDF names what made it.
pub(crate) const PROGRAM: &str = concat!("Switchback ", env!("CARGO_PKG_VERSION"));

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not a document, or cut off.
    #[error("the input is no report document")]
    Document(#[source] serde_json::Error),
    /// A document of a later version, or of something else.
    #[error("the document's format is {0:?}; this program reads {FORMAT:?}")]
    Format(String),
    /// More than [`MOST_BYTES`].
    #[error("the input is greater than {} MiB", MOST_BYTES / 1024 / 1024)]
    TooGreat,
    /// The input could not be read to its end.
    #[error("the input could not be read")]
    Read(#[source] serde_json::Error),
    /// The report could not be written down for the typesetter.
    #[error("the report could not be prepared")]
    Prepare(#[source] serde_json::Error),
    /// The typesetter's own words.
    #[error("the report could not be typeset: {0}")]
    Typeset(String),
}

impl Error {
    /// Whether the input is at fault.
    #[must_use]
    pub fn is_input(&self) -> bool {
        matches!(self, Self::Document(_) | Self::Format(_) | Self::TooGreat)
    }
}

/// The PDF of a document.
///
/// # Errors
/// The input is no document of the known format, or it cannot be typeset.
pub fn pdf(input: impl Read) -> Result<Vec<u8>, Error> {
    let mut input = Limited { input, left: MOST_BYTES, over: false };
    let document = serde_json::from_reader(std::io::BufReader::with_capacity(1 << 16, &mut input));
    let document: Document = match document {
        _ if input.over => return Err(Error::TooGreat),
        Err(why) if why.is_io() => return Err(Error::Read(why)),
        Err(why) => return Err(Error::Document(why)),
        Ok(document) => document,
    };
    if document.format != FORMAT {
        return Err(Error::Format(document.format));
    }
    let fonts = world::Fonts::load();
    let sheet = sheet::sheet(&document, &|c| fonts.width(c));
    let ident = format!("{} {}", document.number, document.digest);
    drop(document);
    let data = serde_json::to_vec(&sheet).map_err(Error::Prepare)?;
    drop(sheet);
    world::typeset(fonts, data, ident)
}

/// An input that ends after so many bytes, and tells that there was more.
struct Limited<R> {
    input: R,
    left: u64,
    over: bool,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(into)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => self.left = left,
            None => {
                self.over = true;
                return Err(std::io::Error::other("more than is read"));
            }
        }
        Ok(n)
    }
}
