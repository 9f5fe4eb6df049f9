//! A role in words nobody knows.

use scenarios::real::{PAIR, Real};
use serde_json::json;
use simulator::{Config, Which};

use super::{Planned, is_told};

fn says_role(real: &Real, which: Which, text: Option<&str>) {
    let values = json!({ "role_text": text });
    real.simulator.change(|model, now_ms| {
        model.set_appliance(now_ms, which, values.as_object().expect("a map")).expect("set");
    });
}

#[test]
fn an_unknown_role_is_kept_as_text_stops_the_pair_and_blocks_the_leg() {
    let planned = Planned::new();
    says_role(&planned.real, Which::B, Some("standby-élu"));
    let status = planned.real.expect(0, &["status", PAIR]);
    assert_eq!((&status["state"], &status["tone"]), (&"unrecognised".into(), &"stop".into()), "{status}");
    let second = &status["appliances"][1];
    assert_eq!((&second["role"], &second["role_text"]), (&"unknown".into(), &"standby-élu".into()), "{status}");
    assert!(status["sentence"].as_str().is_some_and(|told| told.contains("standby-élu")), "{status}");

    let checked = planned.real.ctl(&["check", PAIR, "--for", "outbound"]);
    assert_eq!(checked.code, Some(3), "{checked:?}");
    let findings = checked.document()["findings"].as_array().expect("findings").clone();
    let blocks = findings.iter().any(|finding| {
        finding["severity"] == "blocker"
            && finding["result"] == "fail"
            && finding["evidence"].as_str().is_some_and(|evidence| evidence.contains("standby-élu"))
    });
    assert!(blocks, "{findings:?}");
    planned.refused(&["maintenance", "failover", &planned.id, "--wait"], 3, "paused", &[]);

    says_role(&planned.real, Which::B, None);
    planned.real.expect(0, &["maintenance", "observe", &planned.id]);
    planned.goes_on();
}

#[test]
fn nothing_is_planned_on_a_role_nobody_knows() {
    let real = Real::start(Config::seeded(7));
    real.add_pair();
    says_role(&real, Which::A, Some("leader"));
    let ended = real.ctl(&["maintenance", "plan", PAIR, "--title", "Firmware of atl-1"]);
    is_told(&ended, 3, "not-ready", &["leader"]);
    assert_eq!(real.expect(0, &["maintenance", "list"]), json!([]));
}
