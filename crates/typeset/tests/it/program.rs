//! Arguments, exit codes, and what it says when there is no PDF.

use crate::tools::{run, short};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_no_document_is_bad_input_and_named() {
    let good = short().to_string();
    let mut other = short();
    other["format"] = "switchback/report/2".into();
    let mut typed = short();
    typed["report"]["steps"][0]["took_ms"] = "long".into();
    let cut = &good.as_bytes()[..good.len() / 2];
    let twice = format!("{good}{good}");
    for (input, words) in [
        (&b""[..], "no report document: EOF"),
        (b"{}", "no report document: missing field"),
        (b"\xff\xfe", "no report document"),
        (cut, "no report document: EOF"),
        (other.to_string().as_bytes(), "the document's format is \"switchback/report/2\""),
        (typed.to_string().as_bytes(), "invalid type: string \"long\""),
        (twice.as_bytes(), "trailing characters"),
    ] {
        let output = run(input, &[]);
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_document_nested_without_end_is_refused() {
    let deep = "[".repeat(1_000_000);
    assert_eq!(run(deep.as_bytes(), &[]).status.code(), Some(2));
}

#[test]
fn the_file_is_made_anew_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("M-0042.pdf");
    let name = file.to_str().unwrap();
    let input = short().to_string();
    let made = run(input.as_bytes(), &["--out", name]);
    assert!(made.status.success() && made.stdout.is_empty(), "{}", said(&made));
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(bytes, run(input.as_bytes(), &[]).stdout);
    let again = run(input.as_bytes(), &["--out", name]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("is there already and is not overwritten"));
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nowhere").join("M-0042.pdf");
    let output = run(short().to_string().as_bytes(), &["--out", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("could not be written"), "{}", said(&output));
}

#[test]
fn it_tells_its_version_and_refuses_what_it_does_not_know() {
    let version = run(b"", &["--version"]);
    assert_eq!(
        String::from_utf8_lossy(&version.stdout),
        concat!("switchback-typeset ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert!(String::from_utf8_lossy(&run(b"", &["--help"]).stdout).contains("--out FILE"));
    for arguments in [&["--in"][..], &["x"], &["--out"], &["--out", "a", "--out", "b"]] {
        let output = run(b"", arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
