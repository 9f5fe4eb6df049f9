//! The bytes of a document.

use std::io;

use domain::time::Utc;
use serde::Serialize;
use serde_json::ser::Formatter;
use sha2::{Digest, Sha256};

use super::{Document, Report, Signature, signature};
use crate::chains::hex;

/// What a document's digest begins with.
const REALM: &[u8] = b"switchback/report/1\n";

/// Where the content of a document ends.
pub(crate) const END_OF_CONTENT: &str = ",\n\"digest\":\"";

/// The first three levels have lines of their own: a document is read by programs, and looked at by people.
const LEVELS_WITH_LINES: usize = 3;

/// The digest of a document's content: its bytes before `,\n"digest"`.
#[must_use]
pub fn digest_of(content: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(REALM);
    digest.update((content.len() as u64).to_be_bytes());
    digest.update(content);
    digest.finalize().into()
}

/// A document's bytes up to its digest, written once and used for all.
struct Content(Vec<u8>);

impl Content {
    /// With the digest and the signature.
    fn closed(mut self, digest: &str, signature: Option<&Signature>) -> Result<Vec<u8>, serde_json::Error> {
        self.0.extend_from_slice(END_OF_CONTENT.as_bytes());
        self.0.extend_from_slice(digest.as_bytes());
        self.0.extend_from_slice(b"\",\n\"signature\":");
        match signature {
            Some(signature) => self.0.extend(serde_json::to_vec(signature)?),
            None => self.0.extend_from_slice(b"null"),
        }
        self.0.extend_from_slice(b"\n}\n");
        Ok(self.0)
    }
}

/// A document without its digest and signature.
#[derive(Serialize)]
struct Unsigned<'a> {
    format: &'a str,
    maintenance: domain::ids::MaintenanceId,
    number: domain::ids::MaintenanceNumber,
    rehearsal: bool,
    computer: &'a str,
    program: &'a str,
    zone: &'a Option<String>,
    product: Option<domain::observation::Product>,
    own_accounts: &'a [String],
    usual: &'a [crate::material::Usual],
    journal: &'a [super::Line],
    ledger: &'a [super::Line],
    evidence: &'a [crate::material::Evidence],
    head: &'a super::Head,
    report: &'a Report,
}

impl Document {
    fn content(&self) -> Result<Content, serde_json::Error> {
        let unsigned = Unsigned {
            format: &self.format,
            maintenance: self.maintenance,
            number: self.number,
            rehearsal: self.rehearsal,
            computer: &self.computer,
            program: &self.program,
            zone: &self.zone,
            product: self.product,
            own_accounts: &self.own_accounts,
            usual: &self.usual,
            journal: &self.journal,
            ledger: &self.ledger,
            evidence: &self.evidence,
            head: &self.head,
            report: &self.report,
        };
        let mut bytes = vec![];
        unsigned.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Lines::default()))?;
        // `\n}`: the digest and the signature follow.
        bytes.truncate(bytes.len().saturating_sub(2));
        Ok(Content(bytes))
    }

    /// Writes its digest into it.
    pub(crate) fn digested(mut self) -> Result<Self, serde_json::Error> {
        self.digest = hex(&digest_of(&self.content()?.0));
        Ok(self)
    }

    /// Its bytes.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        self.content()?.closed(&self.digest, self.signature.as_ref())
    }

    /// The bytes to be signed at this time with the key of this computer.
    #[must_use]
    pub fn to_sign(&self, signed_at: Utc) -> Vec<u8> {
        let digest = crate::chains::unhex(&self.digest).unwrap_or_default();
        signature::to_sign(&digest, signed_at)
    }

    /// With a signature, which is checked first.
    pub fn signed(mut self, signature: Signature) -> Result<Self, signature::NotASignature> {
        let digest = crate::chains::unhex(&self.digest).unwrap_or_default();
        signature.check(&digest)?;
        self.signature = Some(signature);
        Ok(self)
    }
}

/// JSON without spaces, with lines on the first levels.
#[derive(Default)]
struct Lines {
    depth: usize,
    /// Whether something stands in the array or object that is being written.
    has_value: bool,
}

impl Lines {
    fn begin<W: ?Sized + io::Write>(&mut self, writer: &mut W, open: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(open)
    }

    fn end<W: ?Sized + io::Write>(&mut self, writer: &mut W, close: &[u8]) -> io::Result<()> {
        if self.has_value && self.depth <= LEVELS_WITH_LINES {
            writer.write_all(b"\n")?;
        }
        self.depth -= 1;
        self.has_value = true;
        writer.write_all(close)
    }

    fn next<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= LEVELS_WITH_LINES {
            writer.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}
