//! The documents of six stories, and everything made of them, byte by byte.
//!
//! `SWITCHBACK_WRITE_GOLDENS=1` writes them anew; what changed is read as a difference before it is kept.

use std::path::{Path, PathBuf};

use report::{csv, html, make, markdown};

use crate::story::STORIES;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

#[track_caller]
fn is_golden(name: &str, bytes: &[u8]) {
    let path = golden(name);
    if std::env::var_os("SWITCHBACK_WRITE_GOLDENS").is_some() {
        std::fs::write(&path, bytes).expect("a golden file is written");
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    let place = kept.iter().zip(bytes).position(|(kept, made)| kept != made).unwrap_or(kept.len().min(bytes.len()));
    let near = |bytes: &[u8]| {
        let end = bytes.len().min(place + 80);
        String::from_utf8_lossy(&bytes[place.saturating_sub(80).min(end)..end]).into_owned()
    };
    assert!(kept == bytes, "{name} differs at byte {place}:\n kept: {}\n made: {}", near(&kept), near(bytes));
}

/// A page as it is kept: the document in it has a file of its own.
fn without_the_document(page: &str) -> String {
    let begins = "id=\"switchback-report\">\n";
    let (before, rest) = page.split_once(begins).expect("a document begins");
    let (_, after) = rest.split_once("</script>").expect("and ends");
    format!("{before}{begins}…</script>{after}")
}

#[test]
fn the_documents_of_six_stories_are_as_they_were_in_every_format() {
    for (name, tell) in STORIES {
        let document = make(&tell()).expect("a document");
        is_golden(&format!("{name}.json"), &document.to_json().expect("JSON"));
        is_golden(&format!("{name}.html"), without_the_document(&html(&document)).as_bytes());
        is_golden(&format!("{name}.csv"), csv(&document).as_bytes());
        is_golden(&format!("{name}.md"), markdown(&document).as_bytes());
    }
}
