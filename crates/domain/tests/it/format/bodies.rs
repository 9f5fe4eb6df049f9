//! What a body is: the golden bytes, written and read, and what every body holds.

use super::*;

#[test]
fn there_is_one_golden_body_of_every_kind() {
    let kinds: Vec<&str> = goldens().iter().map(Event::kind).collect();
    assert_eq!(kinds, KINDS);
}

#[test]
fn the_bytes_written_today_are_the_golden_bodies() {
    for (seq, event) in (1..).zip(goldens()) {
        let sealed = seal(maintenance_id(), seq, GENESIS, &golden_stamp(), &event).expect("sealed");
        let text = String::from_utf8(sealed.body).expect("UTF-8");
        expect_file![golden_path(event.kind())].assert_eq(&text);
    }
}

#[test]
fn every_golden_body_of_version_1_is_read_for_ever() {
    for (seq, event) in (1..).zip(goldens()) {
        let bytes = std::fs::read(golden_path(event.kind())).expect("a golden file");
        let entry = read(seq, &bytes).expect("readable");
        assert_eq!((entry.seq, entry.stamp, entry.event), (seq, golden_stamp(), event));
    }
}

#[test]
fn what_is_sealed_reads_back_the_same() {
    for event in goldens().into_iter().chain(other_shapes()) {
        for stamp in [golden_stamp(), stamp(T0)] {
            let sealed = seal(maintenance_id(), 7, GENESIS, &stamp, &event).expect("sealed");
            let entry = read(7, &sealed.body).expect("read");
            assert_eq!((entry.stamp, entry.event), (stamp, event.clone()));
        }
    }
}

#[test]
fn a_body_begins_with_version_kind_time_and_writer_in_this_order() {
    for event in goldens().into_iter().chain(other_shapes()) {
        for (stamp, stamped) in [
            (golden_stamp(), vec!["v", "kind", "at", "mono_ms", "by", "boot", "program", "api_account"]),
            (stamp(T0), vec!["v", "kind", "at", "mono_ms", "by", "boot", "program"]),
        ] {
            let sealed = seal(maintenance_id(), 1, GENESIS, &stamp, &event).expect("sealed");
            let body: Value = serde_json::from_slice(&sealed.body).expect("JSON");
            let keys: Vec<&String> = body.as_object().expect("an object").keys().collect();
            assert_eq!(keys[..stamped.len()], stamped, "{}", event.kind());
            assert_eq!(body["v"], VERSION);
            assert_eq!(body["kind"], event.kind());
        }
    }
}

#[test]
fn no_field_of_an_event_has_the_name_of_a_stamp() {
    for event in goldens().into_iter().chain(other_shapes()) {
        let fields = serde_json::to_value(&event).expect("JSON");
        assert_eq!(fields["kind"], event.kind());
        for key in ["v", "at", "mono_ms", "by", "boot", "program", "api_account"] {
            assert!(fields.get(key).is_none(), "{} has a field {key}", event.kind());
        }
    }
}

#[test]
fn a_body_holds_whole_numbers_only() {
    fn no_fraction(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.is_i64() || number.is_u64(),
            Value::Array(items) => items.iter().all(no_fraction),
            Value::Object(fields) => fields.values().all(no_fraction),
            _ => true,
        }
    }
    for event in goldens().into_iter().chain(other_shapes()) {
        let sealed = seal(maintenance_id(), 1, GENESIS, &golden_stamp(), &event).expect("sealed");
        assert!(no_fraction(&serde_json::from_slice(&sealed.body).expect("JSON")), "{}", event.kind());
    }
    let named = std::fs::read_to_string(golden_path("backup_named")).expect("a golden file");
    assert!(named.contains("\"bytes\":9007199254740993"), "a number past 2^53 is not rounded");
}

#[test]
fn a_round_of_mute_and_silent_appliances_keeps_its_difference_in_bytes() {
    let silent = round("primary", "silent");
    let mut mute_one = silent.clone();
    mute_one.stand_in = mute(Side::StandIn);
    assert_eq!(mute_one.stand_in.api, Api::Plain);
    for round in [silent, mute_one] {
        let round = round.home(|reading| reading.healthy = None);
        let text = serde_json::to_string(&round).expect("JSON");
        assert_eq!(serde_json::from_str::<domain::observation::Round>(&text).expect("read"), round);
    }
    let empty = mute(Side::Home).reads(|reading| reading.healthy = None);
    let text = serde_json::to_string(&empty).expect("JSON");
    assert!(text.contains(r#""answered":{}"#), "what was not told is absent, never guessed: {text}");
}
