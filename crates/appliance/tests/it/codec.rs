//! The codecs: every documented answer, and any bytes at all.

use appliance::codec::{plain_health, refusal, v2};
use appliance::redact::evidence;
use appliance::{Call, Response};
use bytes::Bytes;
use domain::observation::TroubleKind;
use domain::role::Role;
use expect_test::expect;
use proptest::prelude::*;

use crate::fixture::{Fixture, all, fixture};

fn call_of(fixture: &Fixture) -> Option<Call> {
    Call::ALL.into_iter().find(|call| fixture.path.split('?').next() == Some(call.path()))
}

#[test]
fn every_documented_answer_is_read() {
    let mut read = 0;
    for fixture in all() {
        let body = &fixture.body;
        let good = fixture.status == 200;
        let ok = match call_of(&fixture) {
            Some(Call::Info) => v2::info(body).is_ok(),
            Some(Call::Health) if good || fixture.name == "health-unhealthy" => {
                v2::health(fixture.status, body).expect("read").is_some()
            }
            Some(Call::Appliances) => v2::appliances(body).is_ok(),
            Some(Call::ClientCounts) => v2::client_counts(body).is_ok(),
            Some(Call::Users) => v2::users(body).is_ok(),
            Some(Call::SetRole) if good => v2::started(body).is_ok(),
            Some(Call::SetRole | Call::Health) => refusal(body).is_some(),
            _ => continue,
        };
        assert!(ok, "{}", fixture.name);
        read += 1;
    }
    assert!(read >= 12, "only {read} fixtures were read");
}

#[test]
fn the_evidence_of_every_documented_answer_is_this() {
    let mut kept = String::new();
    for fixture in all() {
        if let Some(call) = call_of(&fixture) {
            let line = evidence(call, fixture.status, &fixture.body)
                .map_or_else(|| "none".to_owned(), |evidence| String::from_utf8(evidence.bytes).unwrap());
            kept.push_str(&format!("{}: {line}\n", fixture.name));
        }
    }
    expect![[r#"
        access-denied: {"call":"GET /api/command/v2/health","status":401,"answer":{"error":"access_denied","message":"The token is not valid or no longer valid."}}
        appliance: {"call":"GET /api/command/v2/appliance","status":200,"answer":[{"id":"0123456789abcdef0123456789abcdef","name":"atl-1","public_hostname":"support.example.test","cluster_role":"single","failover_role":"primary","accepting_connections":true,"timezone_offset":0},{"id":"fedcba9876543210fedcba9876543210","name":"atl-2","public_hostname":"support.example.test","cluster_role":"single","failover_role":"backup","accepting_connections":true,"timezone_offset":0}]}
        client-count: {"call":"GET /api/command/v2/appliance/client-count","status":200,"answer":[{"id":"0123456789abcdef0123456789abcdef","access_consoles":12,"asset_clients":340,"gateways":2},{"id":"fedcba9876543210fedcba9876543210","access_consoles":0,"asset_clients":0,"gateways":0}]}
        failover-role-changed: {"call":"POST /api/command/v2/failover-role","status":200,"answer":{"message":"The role has been changed."}}
        failover-role-forbidden: {"call":"POST /api/command/v2/failover-role","status":403,"answer":{"message":"The API account may not do this."}}
        failover-role-invalid: {"call":"POST /api/command/v2/failover-role","status":422,"answer":{"message":"The given data was invalid.","errors":{"role":["The role is not one of: primary, backup."]}}}
        failover-role-started: {"call":"POST /api/command/v2/failover-role","status":200,"answer":{"message":"The data sync has been started. The roles change once it is complete."}}
        failover-role-unknown-field: {"call":"POST /api/command/v2/failover-role","status":400,"answer":{"message":"Unknown field: sync."}}
        health-backup: {"call":"GET /api/command/v2/health","status":200,"answer":{"version":"25.2.1","build":"74512","appliance_hostname":"atl-2","appliance_id":"fedcba9876543210fedcba9876543210","cluster_role":"single","failover_role":"backup","enabled_shared_ips":null,"last_data_sync":null,"last_data_sync_status":null}}
        health-primary: {"call":"GET /api/command/v2/health","status":200,"answer":{"version":"25.2.1","build":"74512","appliance_hostname":"atl-1","appliance_id":"0123456789abcdef0123456789abcdef","cluster_role":"single","failover_role":"primary","enabled_shared_ips":["192.0.2.10"],"last_data_sync":"2026-03-14T21:40:12+00:00","last_data_sync_status":"Data sync completed."}}
        health-unhealthy: {"call":"GET /api/command/v2/health","status":500,"answer":{"version":"25.2.1","build":"74512","appliance_hostname":"atl-1","appliance_id":"0123456789abcdef0123456789abcdef","cluster_role":"single","failover_role":"primary","enabled_shared_ips":["192.0.2.10"],"last_data_sync":"2026-03-14T21:40:12+00:00","last_data_sync_status":"Data sync completed.","message":"A disk is nearly full."}}
        info: {"call":"GET /api/command/v2/info","status":200,"answer":{"permissions":{"perm_command":"full_access","perm_reporting_support":true,"perm_reporting_license":false,"perm_reporting_vault":false,"perm_reporting_jump_item":false,"perm_reporting_archive":false,"perm_reporting_syslog":true,"perm_backup":true,"perm_vault_backup":false,"perm_real_time_state":false,"perm_ecm":false,"perm_configuration":true,"perm_configuration_vault_account":false},"current_time":"2026-03-14T22:15:04+00:00","command_api_version":"2.0.0","config_api_version":"1.10","reporting_api_version":"1.24.1","backup_api_version":"1.24.1","product":"rs"}}
        method-not-allowed: {"call":"POST /api/command/v2/failover-role","status":405,"answer":{"message":"This method is not allowed here."}}
        token: none
        token-refused: none
        unknown-parameter: {"call":"GET /api/command/v2/health","status":400,"answer":{"message":"Unknown parameter: verbose."}}
        user: {"call":"GET /api/command/v2/user","status":200,"answer":[{"id":7,"type":"normal","logged_in_since":"2026-03-14T19:02:11+00:00","session_count":1}]}
    "#]].assert_eq(&kept);
}

#[test]
fn evidence_keeps_no_field_that_is_not_on_the_list_and_the_same_answer_gives_the_same_bytes() {
    let one = br#"{"failover_role":"primary","appliance_id":"x","password":"canary","build":{"deep":"canary"}}"#;
    let other = br#"{"build":{"deep":"canary"},"password":"canary","appliance_id":"x","failover_role":"primary"}"#;
    let (one, other) = (evidence(Call::Health, 200, one).unwrap(), evidence(Call::Health, 200, other).unwrap());
    assert_eq!(one, other);
    assert!(!String::from_utf8(one.bytes).unwrap().contains("canary"));
    assert_eq!(evidence(Call::Health, 200, b"<html>"), None);
}

#[test]
fn unknown_fields_are_ignored_and_shared_ips_may_be_missing_null_or_empty() {
    for (ips, expected) in
        [("", None), (r#","enabled_shared_ips":null"#, None), (r#","enabled_shared_ips":[]"#, Some(0))]
    {
        let body = format!(
            r#"{{"appliance_id":"0123456789ABCDEF0123456789ABCDEF","failover_role":"backup","new":{{"a":[1]}}{ips}}}"#
        );
        let reading = v2::health(200, body.as_bytes()).expect("read").expect("a reading");
        assert_eq!(reading.shared_ips.map(|ips| ips.len()), expected);
        assert_eq!(reading.role, Some(Role::Backup));
        assert_eq!(reading.version, None);
    }
}

#[test]
fn a_role_this_program_does_not_know_is_kept_as_its_text() {
    for text in ["Primary", "master", "", " primary", "primary ", "backup\\n", "\\u0000none"] {
        let body = format!(r#"[{{"id":"0123456789abcdef0123456789abcdef","failover_role":"{text}"}}]"#);
        let rows = v2::appliances(body.as_bytes()).expect("rows");
        // Written and read again it must still be no known word.
        let again = Role::from(rows[0].role.text().to_owned());
        assert!(matches!(again, Role::Unrecognised(_)), "{text:?} became {again:?}");
        assert_eq!(again, rows[0].role);
    }
}

#[test]
fn a_field_of_another_type_makes_the_answer_unreadable() {
    let good = fixture("health-primary").body;
    let good: serde_json::Value = serde_json::from_slice(&good).unwrap();
    for field in good.as_object().unwrap().keys() {
        if field == "cluster_role" {
            continue;
        }
        let mut bad = good.clone();
        bad[field] = serde_json::json!({ "not": "this" });
        let trouble = v2::health(200, bad.to_string().as_bytes()).unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::BadAnswer);
        assert!(trouble.detail.contains(field.as_str()), "{}", trouble.detail);
    }
}

fn read_by_all(body: &[u8]) {
    let _ = v2::info(body);
    let _ = v2::health(200, body);
    let _ = v2::health(500, body);
    let _ = v2::appliances(body);
    let _ = v2::client_counts(body);
    let _ = v2::users(body);
    let _ = v2::started(body);
    let _ = refusal(body);
    for call in Call::ALL {
        let _ = evidence(call, 200, body);
    }
    for status in [200, 500, 302, 404] {
        let body = Bytes::copy_from_slice(body);
        let _ = plain_health(&Response { status, headers: Vec::new(), body, certificate: None, peer: None });
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let name = prop_oneof![
        Just("appliance_id".to_owned()),
        Just("id".to_owned()),
        Just("failover_role".to_owned()),
        Just("permissions".to_owned()),
        Just("errors".to_owned()),
        Just("message".to_owned()),
        Just("last_data_sync".to_owned()),
        Just("session_count".to_owned()),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,40}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((name.clone(), inner), 0..4)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_by_all(&body);
    }

    #[test]
    fn any_json_is_read_without_a_panic(value in any_json()) {
        read_by_all(value.to_string().as_bytes());
    }

    #[test]
    fn a_cut_off_answer_is_never_half_read(cut in 0_usize..400) {
        let body = fixture("health-primary").body;
        let cut = cut.min(body.len() - 1);
        let trouble = v2::health(200, &body[..cut]).unwrap_err();
        prop_assert_eq!(trouble.kind, TroubleKind::BadAnswer);
    }
}
