//! The check of a page: the document in it, and the page around it.

use super::compare::first_byte;
use super::{Fault, Verified, document};
use crate::render::html::{self, DOCUMENT_BEGINS, DOCUMENT_ENDS, VERSION, unescape_script};

pub(super) fn check(bytes: &[u8], verified: &mut Verified) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let place = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
        return verified.fault(Fault::NotReadable, format!("byte {place}"), "the page is not UTF-8");
    };
    let inside = text.find(DOCUMENT_BEGINS).and_then(|begin| {
        let rest = &text[begin + DOCUMENT_BEGINS.len()..];
        Some(&rest[..rest.find(DOCUMENT_ENDS)?])
    });
    let Some(inside) = inside else {
        return verified.fault(Fault::NotReadable, "page", "there is no document in this page");
    };
    let Some(document) = document::check(unescape_script(inside).as_bytes(), verified) else { return };
    let Some((byte, line)) = first_byte(bytes, html::html(&document).as_bytes()) else { return };
    let place = format!("byte {byte}, line {line}");
    if !text.contains(&html::generator()) {
        // The document in it was checked: what the page shows of it is another version's doing.
        verified.other_version = Some(format!(
            "the page was made by another version of Switchback (this one makes version {VERSION} of it): the document in it \
             was checked, how the page shows it was not"
        ));
    } else if verified.holds() {
        verified.fault(Fault::Page, place, "the page is not the one that the document in it makes");
    } else {
        verified.fault(Fault::Page, place, "the page is not the one that its material makes");
    }
}
