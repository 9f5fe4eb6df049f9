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
    let by = found.fingerprint.as_ref().map_or_else(|| "not signed".to_owned(), |key| format!("signed by {key}"));
    let _ = match &found.unproven {
        _ if found.proven => writeln!(text, "{of} holds: everything that can be checked was, {by}."),
        Some(why) if found.broken.is_empty() => writeln!(text, "{of} is not proven: {}.", hung(why, 2)),
        _ => writeln!(text, "{of} is broken."),
    };
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

#[cfg(test)]
mod tests {
    use app::wire::{BrokenPlace, ReportVerified};

    fn first_line(change: impl FnOnce(&mut ReportVerified)) -> String {
        let mut found = ReportVerified {
            proven: true,
            maintenance: Some("M-0042".to_owned()),
            computer: None,
            headline: None,
            journal_head: None,
            events: None,
            readings: 0,
            readings_with_evidence: 0,
            evidence_missing: 0,
            signed: false,
            fingerprint: None,
            signature: String::new(),
            verdicts: vec![],
            broken: vec![],
            unproven: None,
            not_proven: vec![],
            exit: app::Exit::Done,
        };
        change(&mut found);
        super::verified(&found).lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_holds_is_told_with_the_key_that_signed_it_and_what_is_not_proven_is_not_called_broken() {
        let broken = || BrokenPlace { place: "journal[3]".to_owned(), words: "it was changed".to_owned() };
        let key = Some("sb-0a1b".to_owned());
        assert_eq!(first_line(|_| {}), "M-0042 holds: everything that can be checked was, not signed.");
        assert_eq!(
            first_line(|found| found.fingerprint = key),
            "M-0042 holds: everything that can be checked was, signed by sb-0a1b."
        );
        let unproven = |found: &mut ReportVerified| {
            (found.proven, found.unproven) = (false, Some("another version made it".to_owned()));
        };
        assert_eq!(first_line(unproven), "M-0042 is not proven: another version made it.");
        let both = first_line(|found| {
            unproven(found);
            found.broken.push(broken());
        });
        assert_eq!(both, "M-0042 is broken.");
    }
}
