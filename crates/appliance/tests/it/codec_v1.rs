//! The XML codec: every documented answer in every namespace, and any bytes at all.

use appliance::codec::v1::{self, RoleWords, version_and_build};
use appliance::codec::{refusal, xml};
use appliance::redact::evidence;
use appliance::{Call, Permission};
use domain::observation::{Product, TroubleKind};
use domain::role::Role;
use expect_test::expect;
use proptest::prelude::*;

use crate::fixture_v1::{Exchange, all, exchange, in_every_namespace, namespaces};

/// What an exchange's answer comes to, in a line.
fn read(exchange: &Exchange, body: &str) -> String {
    let body = body.as_bytes();
    if exchange.status >= 400 && exchange.status != 500 {
        return format!("{} {:?}", exchange.status, refusal(body));
    }
    match exchange.call() {
        Some(Call::InfoV1) => format!("{:?}", v1::info(body)),
        Some(Call::HealthV1) => format!("{:?}", v1::health(exchange.status, body)),
        Some(Call::AppliancesV1) => format!("{:?}", v1::appliances(body)),
        Some(Call::UsersV1) => format!("{:?}", v1::users(body)),
        Some(Call::ClientCountsV1) => format!("{:?}", v1::client_counts(body)),
        Some(Call::SetRoleV1) => format!("{:?}", v1::role_words(body)),
        _ => format!("{:?}", refusal(body)),
    }
}

#[test]
fn every_documented_answer_is_read_the_same_in_every_namespace() {
    assert_eq!(namespaces().len(), 3);
    let mut read_in_all = 0;
    for exchange in all() {
        let expected = read(&exchange, &exchange.body);
        let bodies = in_every_namespace(&exchange.body);
        for body in &bodies {
            assert_eq!(read(&exchange, body), expected, "{}: {body}", exchange.name);
        }
        read_in_all += usize::from(bodies.len() == 5);
        let is_error = expected.contains("ApiError") || expected.starts_with("40") || exchange.call().is_none();
        assert!(is_error || expected.starts_with("Ok("), "{}: {expected}", exchange.name);
    }
    assert!(read_in_all >= 22, "only {read_in_all} were read in all namespaces");
}

#[test]
fn every_documented_answer_comes_to_this() {
    let mut table = String::new();
    for exchange in all() {
        table.push_str(&format!("{}: {}\n", exchange.name, read(&exchange, &exchange.body)));
    }
    expect![[r#"
        get-api-info-rs: Ok(Info { product: Some(Rs), command_api_version: Some("1.24.1"), config_api_version: None, reporting_api_version: None, backup_api_version: None, permissions: {"perm_backup": Flag(true), "perm_command": Word("full_access"), "perm_configuration": Flag(true), "perm_configuration_vault_account": Flag(false), "perm_ecm": Flag(false), "perm_real_time_state": Flag(false), "perm_reporting_archive": Flag(false), "perm_reporting_jump_item": Flag(false), "perm_reporting_license": Flag(false), "perm_reporting_support": Flag(true), "perm_reporting_syslog": Flag(true), "perm_reporting_vault": Flag(false), "perm_vault_backup": Flag(false)}, current_time: Some(Utc(1773526504000)) })
        get-api-info-pra: Ok(Info { product: None, command_api_version: Some("1.24.1"), config_api_version: None, reporting_api_version: None, backup_api_version: None, permissions: {"perm_backup": Flag(true), "perm_command": Word("full_access"), "perm_configuration": Flag(true), "perm_configuration_vault_acount": Flag(false), "perm_ecm": Flag(false), "perm_reporting": Flag(true), "perm_reporting_jump_item": Flag(false), "perm_reporting_license": Flag(false), "perm_reporting_syslog": Flag(true), "perm_reporting_vault": Flag(false), "perm_scim": Flag(false), "perm_vault_backup": Flag(false)}, current_time: Some(Utc(1773526504000)) })
        get-api-info-rs-19.1: Ok(Info { product: Some(Rs), command_api_version: Some("1.19.0"), config_api_version: None, reporting_api_version: None, backup_api_version: None, permissions: {"perm_backup": Flag(false), "perm_command": Word("read_only"), "perm_ecm": Flag(false), "perm_real_time_state": Flag(true), "perm_reporting_archive": Flag(true), "perm_reporting_license": Flag(true), "perm_reporting_presentation": Flag(true), "perm_reporting_support": Flag(true), "perm_scim": Flag(false)}, current_time: Some(Utc(1773526504000)) })
        get-api-info-named-as-documented: Ok(Info { product: Some(Rs), command_api_version: Some("1.24.1"), config_api_version: None, reporting_api_version: None, backup_api_version: None, permissions: {"perm_backup": Flag(true), "perm_command": Word("full_access"), "perm_configuration": Flag(true), "perm_configuration_vault_account": Flag(false), "perm_ecm": Flag(false), "perm_real_time_state": Flag(false), "perm_reporting_archive": Flag(false), "perm_reporting_jump_item": Flag(false), "perm_reporting_license": Flag(false), "perm_reporting_support": Flag(true), "perm_reporting_syslog": Flag(true), "perm_reporting_vault": Flag(false), "perm_vault_backup": Flag(false)}, current_time: Some(Utc(1773526504000)) })
        check-health-primary: Ok(Some(Reading { guid: Some(Guid("0123456789abcdef0123456789abcdef")), hostname: Some("atl-1"), role: Some(Primary), product: None, version: Some("24.3.1"), build: Some("70112"), healthy: Some(true), errors: [], shared_ips: Some(["192.0.2.10"]), last_sync: Some(Utc(1773524412000)), last_sync_text: Some("Data sync completed."), rows: [], clock_offset_ms: None }))
        check-health-backup: Ok(Some(Reading { guid: Some(Guid("fedcba9876543210fedcba9876543210")), hostname: Some("atl-2"), role: Some(Backup), product: None, version: Some("24.3.1"), build: Some("70112"), healthy: Some(true), errors: [], shared_ips: None, last_sync: None, last_sync_text: None, rows: [], clock_offset_ms: None }))
        check-health-backup-with-sync: Ok(Some(Reading { guid: Some(Guid("fedcba9876543210fedcba9876543210")), hostname: Some("atl-2"), role: Some(Backup), product: None, version: Some("24.3.1"), build: Some("70112"), healthy: Some(true), errors: [], shared_ips: None, last_sync: Some(Utc(1773524412000)), last_sync_text: Some("Data sync completed."), rows: [], clock_offset_ms: None }))
        check-health-none: Ok(Some(Reading { guid: Some(Guid("50adeb59f0f04163b09b7591af1949ea")), hostname: Some("ip-10-156-64-136"), role: Some(None), product: None, version: Some("19.1.8"), build: Some("37380"), healthy: Some(true), errors: [], shared_ips: None, last_sync: None, last_sync_text: None, rows: [], clock_offset_ms: None }))
        check-health-unhealthy: Ok(Some(Reading { guid: Some(Guid("0123456789abcdef0123456789abcdef")), hostname: Some("atl-1"), role: Some(Primary), product: None, version: Some("24.3.1"), build: Some("70112"), healthy: Some(false), errors: ["A disk is nearly full.", "A certificate ends soon."], shared_ips: Some(["192.0.2.10", "2001:db8::10"]), last_sync: Some(Utc(1773524412000)), last_sync_text: Some("Data sync completed."), rows: [], clock_offset_ms: None }))
        check-health-unhealthy-500: Ok(Some(Reading { guid: Some(Guid("0123456789abcdef0123456789abcdef")), hostname: Some("atl-1"), role: Some(Primary), product: None, version: Some("24.3.1"), build: Some("70112"), healthy: Some(false), errors: ["A disk is nearly full.", "A certificate ends soon."], shared_ips: Some(["192.0.2.10", "2001:db8::10"]), last_sync: Some(Utc(1773524412000)), last_sync_text: Some("Data sync completed."), rows: [], clock_offset_ms: None }))
        get-appliances: Ok([Row { guid: Guid("0123456789abcdef0123456789abcdef"), role: Primary, name: Some("atl-1") }, Row { guid: Guid("fedcba9876543210fedcba9876543210"), role: Backup, name: Some("atl-2") }])
        get-appliances-master: Ok([Row { guid: Guid("0123456789abcdef0123456789abcdef"), role: Primary, name: Some("atl-1") }, Row { guid: Guid("fedcba9876543210fedcba9876543210"), role: Backup, name: Some("atl-2") }])
        get-appliances-pra: Err(Trouble { kind: ApiError, detail: "the API answered with an error: Invalid action: get_appliances." })
        get-logged-in-reps: Ok(Users { count: 2, names: ["Robin Field", "Sam & Alex"], longest_since: Some(Utc(1773514931000)), sessions: 4 })
        get-logged-in-reps-nobody: Ok(Users { count: 0, names: [], longest_since: None, sessions: 0 })
        get-logged-in-reps-absent: Err(Trouble { kind: ApiError, detail: "the API answered with an error: Invalid action: get_logged_in_reps." })
        get-connected-client-list: Ok([ClientCount { guid: Guid("0123456789abcdef0123456789abcdef"), counts: {"pinned_client": 340, "presentation_attendee": 0, "push_agent": 2, "representative": 12, "support_customer": 3} }, ClientCount { guid: Guid("fedcba9876543210fedcba9876543210"), counts: {"pinned_client": 0, "presentation_attendee": 0, "push_agent": 0, "representative": 0, "support_customer": 0} }])
        set-failover-role-started: Ok(Success("Successfully started data sync. The role changes once it is complete."))
        set-failover-role-started-child: Ok(Success("Successfully started data sync. The role changes once it is complete."))
        set-failover-role-changed: Ok(Success("Successfully changed role to backup."))
        set-failover-role-forced: Ok(Success("Successfully changed role to backup."))
        set-failover-role-refused: Ok(Error("The other appliance cannot be contacted."))
        set-failover-role-refused-child: Ok(Error("The other appliance cannot be contacted."))
        set-failover-role-forbidden: 403 Some("The API account may not do this.")
        access-denied: 401 Some("The token is not valid or no longer valid.")
        unknown-action: Some("Invalid action: no_such_action.")
    "#]].assert_eq(&table);
}

#[test]
fn the_evidence_of_every_documented_answer_is_this() {
    let mut kept = String::new();
    for exchange in all() {
        let Some(call) = exchange.call() else { continue };
        let evidence = evidence(call, exchange.status, exchange.body.as_bytes()).expect("evidence");
        kept.push_str(&format!("{}: {}\n", exchange.name, String::from_utf8(evidence.bytes).unwrap()));
    }
    assert!(!kept.contains("Robin") && !kept.contains("direct_link") && !kept.contains("company_name"));
    expect![[r#"
        get-api-info-rs: {"call":"POST /api/command action=get_api_info","status":200,"answer":{"api_information":{"api_version":"1.24.1","timestamp":"1773526504","permissions":{"perm_command":"full_access","perm_reporting_support":"1","perm_reporting_license":"0","perm_reporting_vault":"0","perm_reporting_jump_item":"0","perm_reporting_archive":"0","perm_reporting_syslog":"1","perm_backup":"1","perm_vault_backup":"0","perm_real_time_state":"0","perm_ecm":"0","perm_configuration":"1","perm_configuration_vault_account":"0"}}}}
        get-api-info-pra: {"call":"POST /api/command action=get_api_info","status":200,"answer":{"api_information":{"api_version":"1.24.1","timestamp":"1773526504","permissions":{"perm_command":"full_access","perm_reporting":"1","perm_reporting_license":"0","perm_reporting_vault":"0","perm_reporting_jump_item":"0","perm_reporting_syslog":"1","perm_backup":"1","perm_vault_backup":"0","perm_ecm":"0","perm_scim":"0","perm_configuration":"1","perm_configuration_vault_acount":"0"}}}}
        get-api-info-rs-19.1: {"call":"POST /api/command action=get_api_info","status":200,"answer":{"api_information":{"api_version":"1.19.0","timestamp":"1773526504","permissions":{"perm_command":"read_only","perm_reporting_support":"1","perm_reporting_presentation":"1","perm_reporting_license":"1","perm_reporting_archive":"1","perm_real_time_state":"1","perm_ecm":"0","perm_backup":"0","perm_scim":"0"}}}}
        get-api-info-named-as-documented: {"call":"POST /api/command action=get_api_info","status":200,"answer":{"get_api_info":{"api_version":"1.24.1","timestamp":"1773526504","permissions":{"perm_command":"full_access","perm_reporting_support":"1","perm_reporting_license":"0","perm_reporting_vault":"0","perm_reporting_jump_item":"0","perm_reporting_archive":"0","perm_reporting_syslog":"1","perm_backup":"1","perm_vault_backup":"0","perm_real_time_state":"0","perm_ecm":"0","perm_configuration":"1","perm_configuration_vault_account":"0"}}}}
        check-health-primary: {"call":"POST /api/command action=check_health","status":200,"answer":{"health_check":{"appliance":{"id":"0123456789abcdef0123456789abcdef","text":"atl-1"},"version":"24.3.1 (70112-3f0c5a1d9b7e42680c1d2e3f4a5b6c7d8e9f0a1b)","success":"1","failover_role":"primary","enabled_shared_ips":{"ip":"192.0.2.10"},"last_data_sync_time":{"ts":"1773524412","text":"2026-03-14T21:40:12+00:00"},"last_data_sync_status":"Data sync completed."}}}
        check-health-backup: {"call":"POST /api/command action=check_health","status":200,"answer":{"health_check":{"appliance":{"id":"fedcba9876543210fedcba9876543210","text":"atl-2"},"version":"24.3.1 (70112-3f0c5a1d9b7e42680c1d2e3f4a5b6c7d8e9f0a1b)","success":"1","failover_role":"backup"}}}
        check-health-backup-with-sync: {"call":"POST /api/command action=check_health","status":200,"answer":{"health_check":{"appliance":{"id":"fedcba9876543210fedcba9876543210","text":"atl-2"},"version":"24.3.1 (70112-3f0c5a1d9b7e42680c1d2e3f4a5b6c7d8e9f0a1b)","success":"1","failover_role":"backup","last_data_sync_time":{"ts":"1773524412","text":"2026-03-14T21:40:12+00:00"},"last_data_sync_status":"Data sync completed."}}}
        check-health-none: {"call":"POST /api/command action=check_health","status":200,"answer":{"health_check":{"appliance":{"id":"50adeb59f0f04163b09b7591af1949ea","text":"ip-10-156-64-136"},"version":"19.1.8 (37380-749b17ca0c6e4d2f8b1a3957e6d4c2b0a8f6e4d2)","success":"1","failover_role":"none"}}}
        check-health-unhealthy: {"call":"POST /api/command action=check_health","status":200,"answer":{"health_check":{"appliance":{"id":"0123456789abcdef0123456789abcdef","text":"atl-1"},"version":"24.3.1 (70112-3f0c5a1d9b7e42680c1d2e3f4a5b6c7d8e9f0a1b)","success":"0","error_message":["A disk is nearly full.","A certificate ends soon."],"failover_role":"primary","enabled_shared_ips":{"ip":["192.0.2.10","2001:db8::10"]},"last_data_sync_time":{"ts":"1773524412","text":"2026-03-14T21:40:12+00:00"},"last_data_sync_status":"Data sync completed."}}}
        check-health-unhealthy-500: {"call":"POST /api/command action=check_health","status":500,"answer":{"health_check":{"appliance":{"id":"0123456789abcdef0123456789abcdef","text":"atl-1"},"version":"24.3.1 (70112-3f0c5a1d9b7e42680c1d2e3f4a5b6c7d8e9f0a1b)","success":"0","error_message":["A disk is nearly full.","A certificate ends soon."],"failover_role":"primary","enabled_shared_ips":{"ip":["192.0.2.10","2001:db8::10"]},"last_data_sync_time":{"ts":"1773524412","text":"2026-03-14T21:40:12+00:00"},"last_data_sync_status":"Data sync completed."}}}
        get-appliances: {"call":"POST /api/command action=get_appliances","status":200,"answer":{"appliances":{"appliance":[{"id":"0123456789abcdef0123456789abcdef","name":"atl-1","public_hostname":"support.example.test","cluster_role":"single","failover_role":"primary","accepting_connections":"1","timezone_offset":"0"},{"id":"fedcba9876543210fedcba9876543210","name":"atl-2","public_hostname":"support.example.test","cluster_role":"single","failover_role":"backup","accepting_connections":"1","timezone_offset":"0"}]}}}
        get-appliances-master: {"call":"POST /api/command action=get_appliances","status":200,"answer":{"appliances":{"appliance":[{"id":"0123456789abcdef0123456789abcdef","name":"atl-1","public_hostname":"support.example.test","cluster_role":"master","failover_role":"primary","accepting_connections":"1","timezone_offset":"0"},{"id":"fedcba9876543210fedcba9876543210","name":"atl-2","public_hostname":"support.example.test","cluster_role":"master","failover_role":"backup","accepting_connections":"1","timezone_offset":"0"}]}}}
        get-appliances-pra: {"call":"POST /api/command action=get_appliances","status":200,"answer":{"error":"Invalid action: get_appliances."}}
        get-logged-in-reps: {"call":"POST /api/command action=get_logged_in_reps","status":200,"answer":{"logged_in_reps":{"rep":[{"id":"7","type":"Normal","logged_in_since":"2026-03-14T19:02:11+00:00","presentation_count":"0","support_session_count":"1"},{"id":"12","type":"Invited","logged_in_since":"2026-03-14T20:30:00+00:00","presentation_count":"1","support_session_count":"2"}]}}}
        get-logged-in-reps-nobody: {"call":"POST /api/command action=get_logged_in_reps","status":200,"answer":{"logged_in_reps":{}}}
        get-logged-in-reps-absent: {"call":"POST /api/command action=get_logged_in_reps","status":200,"answer":{"error":"Invalid action: get_logged_in_reps."}}
        get-connected-client-list: {"call":"POST /api/command action=get_connected_client_list&summary_only=1","status":200,"answer":{"connected_client_list":{"connected_client_summary":{"appliance_summary":[{"id":"0123456789abcdef0123456789abcdef","representative":"12","support_customer":"3","presentation_attendee":"0","push_agent":"2","pinned_client":"340"},{"id":"fedcba9876543210fedcba9876543210","representative":"0","support_customer":"0","presentation_attendee":"0","push_agent":"0","pinned_client":"0"}]}}}}
        set-failover-role-started: {"call":"POST /api/command action=set_failover_role","status":200,"answer":{"success":"Successfully started data sync. The role changes once it is complete."}}
        set-failover-role-started-child: {"call":"POST /api/command action=set_failover_role","status":200,"answer":{"set_failover_role":{"success":"Successfully started data sync. The role changes once it is complete."}}}
        set-failover-role-changed: {"call":"POST /api/command action=set_failover_role","status":200,"answer":{"success":"Successfully changed role to backup."}}
        set-failover-role-forced: {"call":"POST /api/command action=set_failover_role","status":200,"answer":{"success":"Successfully changed role to backup."}}
        set-failover-role-refused: {"call":"POST /api/command action=set_failover_role","status":200,"answer":{"error":"The other appliance cannot be contacted."}}
        set-failover-role-refused-child: {"call":"POST /api/command action=set_failover_role","status":200,"answer":{"set_failover_role":{"error":"The other appliance cannot be contacted."}}}
        set-failover-role-forbidden: {"call":"POST /api/command action=set_failover_role","status":403,"answer":{"message":"The API account may not do this."}}
        access-denied: {"call":"POST /api/command action=check_health","status":401,"answer":{"error":"access_denied","message":"The token is not valid or no longer valid."}}
    "#]].assert_eq(&kept);
}

#[test]
fn evidence_is_the_same_in_every_namespace_and_keeps_nothing_that_is_not_on_the_list() {
    let health = exchange("check-health-primary").body;
    let expected = evidence(Call::HealthV1, 200, health.as_bytes());
    for body in in_every_namespace(&health) {
        let more = body.replace("<version>", "<password>canary</password><version canary=\"canary\">");
        assert_eq!(evidence(Call::HealthV1, 200, more.as_bytes()), expected);
    }
    let info = exchange("get-api-info-rs").body;
    for bad in ["perm_x\">", "Perm_Canary\">1", "perm_command\">canarycanarycanarycanarycanarycanary"] {
        let body = info.replace("perm_ecm\">0", bad);
        let kept = String::from_utf8(evidence(Call::InfoV1, 200, body.as_bytes()).unwrap().bytes).unwrap();
        assert!(!kept.to_lowercase().contains("canary"), "{kept}");
    }
    let strange = evidence(Call::HealthV1, 200, b"<canary><version>1</version></canary>").unwrap();
    assert!(!String::from_utf8(strange.bytes).unwrap().contains("canary"));
    assert_eq!(evidence(Call::HealthV1, 200, b"<html>"), None);
}

#[test]
fn version_and_build_are_split_as_v2_tells_them() {
    let hash = "749b17ca0c6e4d2f8b1a3957e6d4c2b0a8f6e4d2";
    for (text, version, build) in [
        (format!("19.1.8 (37380-{hash})"), "19.1.8", Some("37380")),
        (format!(" 24.3.1(70112-{hash}) "), "24.3.1", Some("70112")),
        ("24.3.1 (70112)".to_owned(), "24.3.1", Some("70112")),
        ("24.3.1 (70112-beta)".to_owned(), "24.3.1", Some("70112-beta")),
        ("24.3.1 (70112-...)".to_owned(), "24.3.1", Some("70112-...")),
        (format!("24.3.1 (-{hash})"), "24.3.1", Some(&*format!("-{hash}"))),
        ("24.3.1 ()".to_owned(), "24.3.1", None),
        ("24.3.1".to_owned(), "24.3.1", None),
        ("24.3.1 (70112".to_owned(), "24.3.1 (70112", None),
        (String::new(), "", None),
    ] {
        assert_eq!(version_and_build(&text), (version.to_owned(), build.map(str::to_owned)), "{text}");
    }
}

fn health(inside: &str) -> String {
    format!(
        "<health_check><appliance id=\"0123456789ABCDEF0123456789ABCDEF\">atl-1</appliance><success>1</success>{inside}</health_check>"
    )
}

#[test]
fn new_elements_are_ignored_and_absent_ones_are_absent() {
    let body = health("<failover_role>backup</failover_role><new><deep a=\"1\"/></new><!-- x --><enabled_shared_ips/>");
    let reading = v1::health(200, body.as_bytes()).unwrap().unwrap();
    assert_eq!(reading.role, Some(Role::Backup));
    assert_eq!(reading.shared_ips, Some(vec![]));
    assert_eq!((&reading.version, &reading.build, &reading.last_sync), (&None, &None, &None));
    let empty = health(
        "<failover_role>backup</failover_role><last_data_sync_time/><last_data_sync_status/><error_message/><version/>",
    );
    let reading = v1::health(200, empty.as_bytes()).unwrap().unwrap();
    assert_eq!((reading.last_sync, reading.last_sync_text, reading.errors.len()), (None, None, 0));
}

#[test]
fn a_role_this_program_does_not_know_is_kept_as_its_text() {
    for text in ["Primary", "master", "", " primary", "primary\n", "prim&#65;ry", "&#0001;none", "<![CDATA[backup ]]>"]
    {
        let body = health(&format!("<failover_role>{text}</failover_role>"));
        let role = v1::health(200, body.as_bytes()).unwrap().unwrap().role.unwrap();
        let again = Role::from(role.text().to_owned());
        assert!(matches!(again, Role::Unrecognised(_)), "{text:?} became {again:?}");
        assert_eq!(again, role);
    }
}

#[test]
fn a_time_is_its_stamp_and_else_its_text_and_anything_else_is_unreadable() {
    let at = |element: &str| {
        let body = health(&format!("<failover_role>primary</failover_role>{element}"));
        v1::health(200, body.as_bytes()).map(|reading| reading.unwrap().last_sync.map(|at| at.to_string()))
    };
    let stamp = Some("2026-03-14T21:40:12.000Z".to_owned());
    assert_eq!(at("<last_data_sync_time ts=\"1773524412\">other</last_data_sync_time>").unwrap(), stamp);
    assert_eq!(at("<last_data_sync_time>2026-03-14T22:40:12+01:00</last_data_sync_time>").unwrap(), stamp);
    assert_eq!(at("<last_data_sync_time ts=\"\"> </last_data_sync_time>").unwrap(), None);
    for bad in ["ts=\"soon\">", "ts=\"99999999999999999\">", "ts=\"9223372036854775807\">", ">yesterday"] {
        let trouble = at(&format!("<last_data_sync_time {bad}</last_data_sync_time>")).unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::BadAnswer);
        assert!(trouble.detail.contains("last_data_sync_time"), "{}", trouble.detail);
    }
}

#[test]
fn what_decides_is_told_once_and_in_its_documented_form() {
    let role = "<failover_role>primary</failover_role>";
    for (body, words) in [
        (health(&format!("{role}<failover_role>backup</failover_role>")), "failover_role more than once"),
        (health(&format!("{role}<success>1</success>")), "success more than once"),
        (health(""), "no failover_role"),
        (health(role).replace("<success>1", "<success>yes"), "success that is not 1 or 0"),
        (health(role).replace("0123456789ABCDEF0", "x"), "GUID"),
        (health(role).replace(" id=", " ident="), "no appliance id"),
        (health(role).replace("health_check", "appliances"), "the answer is a appliances and not the health_check"),
    ] {
        let trouble = v1::health(200, body.as_bytes()).unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::BadAnswer, "{body}");
        assert!(trouble.detail.contains(words), "{}", trouble.detail);
    }
}

#[test]
fn an_error_anywhere_makes_an_answer_an_error() {
    for body in [
        "<error code=\"authentication_failed\">no &amp; never</error>".to_owned(),
        health("<failover_role>primary</failover_role><error>no &amp; never</error>"),
        health("<failover_role>primary</failover_role><x><error>no <b/>&#38; never</error></x>"),
    ] {
        let trouble = v1::health(200, body.as_bytes()).unwrap_err();
        assert_eq!((trouble.kind, trouble.detail.contains("no & never")), (TroubleKind::ApiError, true));
        assert_eq!(v1::error_words(body.as_bytes()).as_deref(), Some("no & never"));
    }
}

#[test]
fn health_with_500_is_unhealthy_whatever_stands_inside_and_anything_else_is_no_health_answer() {
    let good = health("<failover_role>primary</failover_role>");
    assert_eq!(v1::health(500, good.as_bytes()).unwrap().unwrap().healthy, Some(false));
    assert_eq!(v1::health(200, good.as_bytes()).unwrap().unwrap().healthy, Some(true));
    assert_eq!(v1::health(500, b"<error>no</error>").unwrap(), None);
    assert_eq!(v1::health(500, b"out of order").unwrap(), None);
}

#[test]
fn the_product_is_told_by_a_permission_only_remote_support_has() {
    for (name, product) in [
        ("get-api-info-rs", Some(Product::Rs)),
        ("get-api-info-rs-19.1", Some(Product::Rs)),
        ("get-api-info-pra", None),
    ] {
        let info = v1::info(exchange(name).body.as_bytes()).unwrap();
        assert_eq!(info.product, product, "{name}");
        assert_eq!(info.current_time.map(|at| at.to_string()).as_deref(), Some("2026-03-14T22:15:04.000Z"));
    }
    let info = v1::info(exchange("get-api-info-pra").body.as_bytes()).unwrap();
    assert_eq!(info.permissions["perm_configuration_vault_acount"], Permission::Flag(false));
}

#[test]
fn an_answer_to_a_role_command_that_could_mean_anything_means_nothing() {
    for (body, words) in [
        ("<success>ok</success>", "Success"),
        ("<a><b><success>ok</success></b></a>", "Success"),
        ("<success/>", "Success"),
        ("<a><error/></a>", "Error"),
    ] {
        let read = format!("{:?}", v1::role_words(body.as_bytes()).unwrap());
        assert!(read.starts_with(words), "{read}");
    }
    assert_eq!(v1::role_words(b"<error>no</error>").unwrap(), RoleWords::Error("no".to_owned()));
    for body in [
        health("<failover_role>primary</failover_role>").as_str(),
        "<a><success>ok</success><error>no</error></a>",
        "<success>0</success>",
        "<a/>",
        "<success>ok",
        "<success>ok</success><error>no</error>",
        "ok",
        "",
        r#"{"message":"ok"}"#,
        "<html><success>ok</success></html>",
    ] {
        assert!(v1::role_words(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn what_is_no_plain_xml_is_refused_with_its_cause() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>";
    let deep = "<a>".repeat(100_000);
    let wide = format!("<a>{}</a>", "<b/>".repeat(200_000));
    let many = format!("<a {}/>", (0..33).map(|n| format!("a{n}=\"\" ")).collect::<String>());
    let mut table = String::new();
    for body in [
        bomb,
        &deep,
        &wide,
        &many,
        "",
        " \n",
        "Invalid credentials",
        "{\"error\":\"access_denied\"}",
        "<!DOCTYPE html><html><body>Log in</body></html>",
        "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "<a>&unknown;</a>",
        "<a b=\"&unknown;\"/>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>& b</a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a b=c/>",
        "<a",
        "<a>",
        "<a><![CDATA[",
        "<!x><a/>",
        "<?xml version=\"1.0\"?>",
        "</a>",
    ] {
        let shown: String = body.chars().take(40).collect();
        let trouble = xml::read(body.as_bytes()).unwrap_err();
        table.push_str(&format!("{shown:?}: {:?}: {}\n", trouble.kind, trouble.detail));
    }
    let trouble = xml::read(b"<a>\xff</a>").unwrap_err();
    table.push_str(&format!("invalid UTF-8: {:?}: {}\n", trouble.kind, trouble.detail));
    expect![[r#"
        "<!DOCTYPE a [<!ENTITY a \"lol\"><!ENTITY b": BadAnswer: the answer declares a document type, which is not read (byte 0)
        "<a><a><a><a><a><a><a><a><a><a><a><a><a><": BadAnswer: the answer is nested too deeply (byte 96)
        "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><": BadAnswer: the answer has too many elements (byte 799999)
        "<a a0=\"\" a1=\"\" a2=\"\" a3=\"\" a4=\"\" a5=\"\" a": BadAnswer: an element has too many attributes (byte 0)
        "": BadAnswer: the answer is empty
        " \n": BadAnswer: the answer is empty
        "Invalid credentials": BadAnswer: the answer is neither XML nor JSON
        "{\"error\":\"access_denied\"}": NotTheApi: the answer is JSON, not XML
        "<!DOCTYPE html><html><body>Log in</body>": NotTheApi: the answer is a web page, not the API's XML
        "<?xml version=\"1.0\"?>\n<html xmlns=\"http:": NotTheApi: the answer is a web page, not the API's XML
        "<a>&unknown;</a>": BadAnswer: the answer uses an entity, which is not expanded (byte 3)
        "<a b=\"&unknown;\"/>": BadAnswer: the answer uses an entity, which is not expanded (byte 0)
        "<a>&#0;</a>": BadAnswer: the answer has a character reference that is none (byte 3)
        "<a>&#xD800;</a>": BadAnswer: the answer has a character reference that is none (byte 3)
        "<a>& b</a>": BadAnswer: the answer is not well-formed XML (byte 3)
        "<a></b>": BadAnswer: the answer is not well-formed XML (byte 3)
        "<a/><b/>": BadAnswer: the answer goes on after its end (byte 4)
        "<a/>text": BadAnswer: the answer has text outside its elements (byte 4)
        "text<a/>": BadAnswer: the answer is neither XML nor JSON
        "<a b=c/>": BadAnswer: an attribute is not well-formed (byte 0)
        "<a": BadAnswer: the answer is cut off (byte 2)
        "<a>": BadAnswer: the answer is cut off (byte 3)
        "<a><![CDATA[": BadAnswer: the answer is cut off (byte 12)
        "<!x><a/>": BadAnswer: the answer is not well-formed XML (byte 0)
        "<?xml version=\"1.0\"?>": BadAnswer: the answer is cut off (byte 21)
        "</a>": BadAnswer: the answer is not well-formed XML (byte 0)
        invalid UTF-8: BadAnswer: the answer is not UTF-8 text (byte 3)
    "#]].assert_eq(&table);
}

#[test]
fn a_megabyte_of_attributes_is_refused_at_once() {
    let many = format!("<a {}/>", (0..100_000).map(|n| format!("a{n}=\"\" ")).collect::<String>());
    assert!(xml::read(many.as_bytes()).is_err());
}

fn read_by_all(body: &[u8]) {
    let _ = v1::info(body);
    let _ = v1::health(200, body);
    let _ = v1::health(500, body);
    let _ = v1::appliances(body);
    let _ = v1::client_counts(body);
    let _ = v1::users(body);
    let _ = v1::role_words(body);
    let _ = refusal(body);
    for call in Call::ALL {
        let _ = evidence(call, 200, body);
    }
}

fn any_xml() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("health_check"),
        Just("appliance"),
        Just("failover_role"),
        Just("last_data_sync_time"),
        Just("permissions"),
        Just("permission"),
        Just("connected_client_list"),
        Just("connected_client_summary"),
        Just("appliance_summary"),
        Just("count"),
        Just("rep"),
        Just("error"),
        Just("success"),
        Just("bt:ip"),
    ];
    let attribute =
        prop_oneof![Just(""), Just(" id=\"7\""), Just(" ts=\"-5\""), Just(" name='x'"), Just(" type=\"&#x41;\"")];
    let leaf = prop_oneof![".{0,12}", Just("1".to_owned()), Just("&amp;".to_owned()), Just("<![CDATA[x]]>".to_owned())];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        (name.clone(), attribute.clone(), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, attribute, inside)| format!("<{name}{attribute}>{}</{name}>", inside.concat()))
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_by_all(&body);
    }

    #[test]
    fn any_xml_is_read_without_a_panic(body in any_xml()) {
        read_by_all(body.as_bytes());
    }

    #[test]
    fn a_documented_answer_with_any_byte_changed_is_read_without_a_panic(
        at in 0_usize..900, byte in any::<u8>(), which in 0_usize..23,
    ) {
        let exchanges = all();
        let mut body = exchanges[which % exchanges.len()].body.clone().into_bytes();
        let at = at % body.len();
        body[at] = byte;
        read_by_all(&body);
    }

    #[test]
    fn a_cut_off_answer_is_never_half_read(cut in 0_usize..900) {
        let body = exchange("check-health-primary").body;
        let body = body.trim_end().as_bytes();
        let cut = cut.min(body.len() - 1);
        let trouble = v1::health(200, &body[..cut]).unwrap_err();
        prop_assert_eq!(trouble.kind, TroubleKind::BadAnswer);
        prop_assert!(v1::role_words(&body[..cut]).is_err());
    }

    #[test]
    fn what_is_told_can_be_written_down_and_read_again(body in any_xml()) {
        for status in [200, 500] {
            if let Ok(Some(reading)) = v1::health(status, body.as_bytes()) {
                let text = serde_json::to_string(&reading).expect("written");
                prop_assert_eq!(serde_json::from_str::<domain::observation::Reading>(&text).expect("read"), reading);
            }
        }
    }
}
