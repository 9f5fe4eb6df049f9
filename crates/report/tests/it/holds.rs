//! What holds: documents and pages as they were made, signed and not.

use domain::time::Utc;
use report::document::NotASignature;
use report::verify::{Form, Signed};
use report::{Document, Signature, SigningKey, html, make, verify};

use crate::story::{STORIES, of};

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
