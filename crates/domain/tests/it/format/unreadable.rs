//! Bodies that this program cannot read or does not write, and what it says of them.

use super::*;

#[test]
fn an_event_of_a_kind_this_program_does_not_know_names_the_program_that_wrote_it() {
    let body = br#"{"v":1,"kind":"teleported","at":"2026-11-22T09:44:01.000Z","program":"switchback 9.9"}"#;
    match read(4, body).expect_err("unknown") {
        FormatError::UnknownKind { seq: 4, kind, program } => {
            assert_eq!((kind.as_str(), program.as_str()), ("teleported", "switchback 9.9"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_event_of_a_greater_version_names_the_program_that_wrote_it() {
    for (body, program) in [
        (r#"{"v":2,"kind":"noted","program":"switchback 9.9"}"#, "switchback 9.9"),
        (r#"{"v":2,"kind":"teleported"}"#, "an unnamed program"),
    ] {
        match read(4, body.as_bytes()).expect_err("newer") {
            FormatError::NewerVersion { seq: 4, version: 2, program: told } => assert_eq!(told, program),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_body_without_version_and_kind_has_no_shape() {
    for body in [
        "{}",
        "[]",
        "1",
        "null",
        r#"{"v":1}"#,
        r#"{"kind":"noted"}"#,
        r#"{"v":"1","kind":"noted"}"#,
        r#"{"v":1.5,"kind":"noted"}"#,
        r#"{"v":-1,"kind":"noted"}"#,
    ] {
        assert!(matches!(read(1, body.as_bytes()), Err(FormatError::Shape { seq: 1 })), "{body}");
    }
}

#[test]
fn a_body_that_is_not_json_is_not_readable() {
    for body in [&b""[..], b"{", b"\xff\xfe", br#"{"v":1,"kind":"noted"} tail"#] {
        assert!(matches!(read(1, body), Err(FormatError::Read { seq: 1, .. })));
    }
}

#[test]
fn a_body_without_any_part_of_its_stamp_is_not_readable() {
    for event in goldens() {
        let sealed = seal(maintenance_id(), 1, GENESIS, &golden_stamp(), &event).expect("sealed");
        for key in ["at", "mono_ms", "by", "boot", "program"] {
            let mut body: Value = serde_json::from_slice(&sealed.body).expect("JSON");
            body.as_object_mut().expect("an object").shift_remove(key);
            let body = serde_json::to_vec(&body).expect("JSON");
            assert!(matches!(read(1, &body), Err(FormatError::Read { seq: 1, .. })), "{} without {key}", event.kind());
        }
    }
}

#[test]
fn a_body_with_a_field_of_a_later_minor_version_is_read() {
    let body = br#"{"v":1,"kind":"noted","at":"2026-11-22T09:44:01.000Z","mono_ms":1,"by":"a@b","boot":"c","program":"d","text":"t","mood":"calm"}"#;
    assert_eq!(read(1, body).expect("read").event, Event::Noted { text: "t".to_owned() });
}

#[test]
fn a_time_that_could_not_be_read_back_is_not_written() {
    let far = Event::WatchGap { from: T0, to: Utc::from_millis(i64::MAX), reason: GapReason::Slept };
    let sealed = seal(maintenance_id(), 1, GENESIS, &golden_stamp(), &far);
    assert!(matches!(sealed, Err(FormatError::Write { seq: 1, .. })));
}
