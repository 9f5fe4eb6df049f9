//! What holds: documents and pages as they were made, signed and not.

use domain::maintenance::Command;
use domain::plan::LegName;
use domain::role::Side;
use domain::time::Utc;
use report::document::NotASignature;
use report::verify::{Form, Signed};
use report::{Document, Signature, SigningKey, html, make, verify};

use crate::story::{Book, STORIES, Story, after, logs, material, of, out, planned, reconciled, reconciled_and_back};

/// Signs as the program does it with the key of the keychain.
pub(crate) fn signed(document: Document) -> Document {
    let key = SigningKey::from_hex(&"07".repeat(32)).expect("a key");
    key.sign(document, Utc::from_millis(1_772_950_000_000)).expect("it is its signature")
}

#[test]
fn six_stories_hold_as_documents_and_as_pages_signed_and_not() {
    for (name, tell) in STORIES {
        let document = make(&tell()).expect("a document");
        for document in [document.clone(), signed(document)] {
            let json = document.to_json().expect("JSON");
            for (form, bytes) in [(Form::Document, json), (Form::Page, html(&document).into_bytes())] {
                let verified = verify(&bytes);
                assert!(verified.holds(), "{name}: {verified}\n{:#?}", verified.broken);
                assert_eq!(verified.form, Some(form));
                assert_eq!(verified.digest.as_deref(), Some(document.digest.as_str()));
                assert!(verified.recomputed().0 >= 2 && verified.recomputed().0 == verified.recomputed().1, "{name}");
                assert!(verified.not_proven.iter().any(|limit| limit.contains("clock")), "{name}");
                let is_signed = matches!(verified.signature, Signed::Holds { .. });
                assert_eq!(is_signed, document.signature.is_some());
                assert_eq!(verified.not_proven.iter().any(|limit| limit.contains("Whose key")), is_signed);
            }
        }
    }
}

#[test]
fn the_same_material_gives_the_same_bytes() {
    for (name, tell) in STORIES {
        let bytes = || make(&tell()).expect("a document").to_json().expect("JSON");
        assert_eq!(bytes(), bytes(), "{name}");
    }
}

#[test]
fn a_signature_of_another_document_or_time_is_refused() {
    let (one, other) = (make(&of("clean")).expect("one"), make(&of("slow")).expect("another"));
    let signature = signed(one.clone()).signature.expect("it is signed");
    assert_eq!(other.signed(signature.clone()).err(), Some(NotASignature::Wrong));
    let later = Signature { signed_at: signature.signed_at.plus_ms(1), ..signature.clone() };
    assert_eq!(one.clone().signed(later).err(), Some(NotASignature::Wrong));
    let named = Signature { fingerprint: format!("sb-{}", "0".repeat(32)), ..signature };
    assert_eq!(one.signed(named).err(), Some(NotASignature::Fingerprint));
}

#[test]
fn what_is_no_key_signs_nothing() {
    for text in ["", "07", &"zz".repeat(32), &"07".repeat(33)] {
        assert!(SigningKey::from_hex(text).is_none(), "{text}");
    }
    let key = SigningKey::new(&[7; 32]);
    assert_eq!(key.fingerprint(), report::document::fingerprint(&key.public_key()));
}

#[track_caller]
fn holds(material: &report::Material) -> report::verify::Verified {
    let document = make(material).expect("a document");
    let verified = verify(&document.to_json().expect("JSON"));
    assert!(verified.holds(), "{verified}\n{:#?}", verified.broken);
    verified
}

#[test]
fn closed_away_over_changes_that_nobody_decided_is_told_so_and_holds() {
    let mut story = Story::of(planned());
    let mut book = Book::default();
    out(&mut story);
    let changed = [("event", "team_added"), ("id", "9"), ("name", "Spare")];
    book.message(Side::StandIn, story.now, &changed);
    logs(&mut book, &story);
    reconciled(&mut story, &book);
    assert!(story.m.open_changes().is_some());
    story.must(Command::CloseAway { new_home: true, reason: "atl-1 is not mended".to_owned() });
    holds(&material(story, book));
}

#[test]
fn a_second_verification_that_is_told_less_a_moment_later_holds() {
    let mut story = Story::of(domain::plan::Planned { taken_up: true, ..planned() });
    story.looks(after(LegName::Outbound));
    story.must(Command::StateNotesComplete { reason: "nobody was in /login".to_owned() });
    story.looks(after(LegName::Return));
    story.must(Command::Adopt { reason: "by hand".to_owned() });
    story.acknowledge("sync_unproven", "nothing was changed meanwhile");
    story.must(Command::Swing { confirm_by: None });
    story.watch(after(LegName::Return), 16, 8);
    story.must(Command::Settle);
    story.verify();
    // Ten seconds later the health of the backup is not told.
    story.now = story.now.plus_ms(10_000);
    let mut round = story.seen(after(LegName::Return));
    if let domain::observation::Outcome::Answered(reading) = &mut round.stand_in.outcome {
        reading.healthy = None;
    }
    story.must(Command::Verify { round: Box::new(round), users: None, arrivals: None });
    story.must(Command::SignOff);
    holds(&material(story, Book::default()));
}

#[test]
fn what_is_taken_as_it_was_read_is_said_not_to_be_proven() {
    use domain::change::Arrival::{Found, NotObservable};
    let limits = |material: &report::Material| holds(material).not_proven.join("\n");
    let arrivals = vec![(1, Found), (2, Found), (3, NotObservable), (4, Found)];
    let of_changes = limits(&reconciled_and_back(arrivals, crate::story::back));
    assert!(of_changes.contains("Whether a change was found on the returned primary"), "{of_changes}");
    assert!(of_changes.contains("Whether what was put on the primary is there"), "{of_changes}");
    let of_none = limits(&of("abandoned"));
    assert!(!of_none.contains("on the returned primary") && !of_none.contains("was put on"), "{of_none}");
}

#[test]
fn whether_it_was_a_rehearsal_is_proven_by_a_signature_alone() {
    let unsigned = make(&of("abandoned")).expect("a document");
    let told = |document: &Document| verify(&document.to_json().expect("JSON")).not_proven.join("\n");
    assert!(told(&unsigned).contains("Whether it was a rehearsal"), "{}", told(&unsigned));
    let signed = signed(unsigned);
    assert!(!told(&signed).contains("rehearsal"), "{}", told(&signed));
}

#[test]
fn a_clock_that_was_set_back_before_the_verification_breaks_nothing() {
    use domain::change::Arrival::{Found, NotObservable};
    let arrivals = vec![(1, Found), (2, Found), (3, NotObservable), (4, Found)];
    holds(&reconciled_and_back(arrivals, |story: &mut Story| {
        story.leg(6, 4, true);
        story.watch(after(LegName::Return), 16, 8);
        story.must(Command::Settle);
        story.now = story.now.plus_ms(-6 * 3_600_000);
        story.verify();
        story.must(Command::SignOff);
    }));
}

/// Text of a signed document with something else in it, and the digest that belongs to it.
fn with(document: &Document, was: &str, is: &str) -> Vec<u8> {
    let text = String::from_utf8(document.to_json().expect("JSON")).expect("text");
    assert_eq!(text.matches(was).count(), 1, "{was}");
    let text = text.replace(was, is);
    let end = text.rfind(",\n\"digest\":").expect("a digest");
    let digest: String =
        report::document::digest_of(&text.as_bytes()[..end]).iter().map(|byte| format!("{byte:02x}")).collect();
    text.replace(&document.digest, &digest).into_bytes()
}

#[test]
fn a_rehearsal_that_is_called_none_is_found_by_the_signature_and_not_without_one() {
    let mut rehearsed = of("abandoned");
    rehearsed.rehearsal = true;
    let document = make(&rehearsed).expect("a document");
    let flipped = |document: &Document| verify(&with(document, "\n\"rehearsal\":true", "\n\"rehearsal\":false"));
    let of_signed = flipped(&signed(document.clone()));
    assert_eq!(
        of_signed.broken.first().map(|broken| broken.fault),
        Some(report::verify::Fault::Signature),
        "{of_signed}"
    );
    let of_unsigned = flipped(&document);
    assert!(of_unsigned.holds(), "the journal does not tell: {of_unsigned}");
    assert!(of_unsigned.not_proven.iter().any(|limit| limit.starts_with("Whether it was a rehearsal")));
}

#[test]
fn a_key_that_was_exchanged_is_found_or_told() {
    let document = make(&of("abandoned")).expect("a document");
    let (ours, other) = (SigningKey::new(&[7; 32]), SigningKey::new(&[8; 32]));
    let hex = |key: &SigningKey| key.public_key().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let signed = signed(document.clone());
    // Its name alone, and the name of a key that did not sign it.
    for (was, is) in [(ours.fingerprint(), other.fingerprint()), (hex(&ours), hex(&other))] {
        let verified = verify(&with(&signed, &was, &is));
        assert_eq!(
            verified.broken.first().map(|broken| broken.fault),
            Some(report::verify::Fault::Signature),
            "{verified}"
        );
    }
    // Whoever signs anew with another key is told by its name.
    let anew = other.sign(document, Utc::from_millis(1_772_950_000_000)).expect("it signs");
    let verified = verify(&anew.to_json().expect("JSON"));
    let Signed::Holds { fingerprint, .. } = &verified.signature else { panic!("it is signed: {verified}") };
    assert_eq!(*fingerprint, other.fingerprint());
    assert!(verified.to_string().ends_with(&format!("signed by the key {}.", other.fingerprint())), "{verified}");
}
