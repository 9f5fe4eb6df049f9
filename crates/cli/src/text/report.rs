//! Reports and their check, for people.

use std::fmt::Write as _;

use app::wire::{ReportMade, ReportVerified};

use super::hung;

pub(super) fn made(made: &ReportMade) -> String {
    format!(
        "{}: {}\nWritten to {} ({} bytes). {}\nHead of the journal: {}\n",
        made.id, made.headline, made.file, made.bytes, made.signature, made.journal_head
    )
}

pub(crate) fn verified(found: &ReportVerified) -> String {
    let mut text = String::new();
    let of = found.maintenance.as_deref().unwrap_or("It");
    if found.proven {
        let _ = writeln!(text, "{of} is proven: everything that can be checked holds.");
    } else {
        let _ = writeln!(text, "{of} is broken.");
    }
    for one in &found.broken {
        let _ = writeln!(text, "  {}: {}", one.place, hung(&one.words, 4));
    }
    if let Some(headline) = &found.headline {
        let _ = writeln!(text, "{}", hung(headline, 2));
    }
    for line in &found.verdicts {
        let mark = if line.agrees { "holds" } else { "DOES NOT HOLD" };
        let _ = writeln!(text, "  {mark}: {}", hung(&line.claim, 4));
    }
    let _ = writeln!(text, "{}", found.signature);
    for one in &found.not_proven {
        let _ = writeln!(text, "Not proven: {}", hung(one, 2));
    }
    text
}
