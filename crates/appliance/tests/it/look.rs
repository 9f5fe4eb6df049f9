//! Looks: which call is made, what is told and what is left absent.

use appliance::{Call, CommandPermission, Look, Looked};
use domain::observation::{Api, Outcome, Product, TroubleKind};
use domain::role::Role;
use futures::executor::block_on;

use crate::script::{HOME, HandClock, Reply, STAND_IN, Script, answer, appliance_of, documented, over, token};

fn look(guid: &str, look: Look, replies: Vec<(Call, Reply)>) -> Looked {
    let clock = HandClock::new();
    let mut script = vec![(Call::Token, token("one"))];
    script.extend(replies);
    let script = Script::new(&clock, script);
    let looked = block_on(appliance_of(&clock, &script, guid).look(look));
    assert!(script.is_over());
    looked
}

fn trouble(looked: &Looked) -> TroubleKind {
    match &looked.outcome {
        Outcome::Trouble(trouble) => trouble.kind,
        Outcome::Answered(reading) => panic!("answered {reading:?}"),
    }
}

#[test]
fn a_look_at_rest_tells_everything_the_health_call_tells() {
    let looked = look(HOME, Look::Rest, vec![(Call::Health, documented("health-primary"))]);
    let reading = looked.reading().expect("a reading");
    assert_eq!(reading.guid.as_ref().map(|guid| guid.as_str()), Some(HOME));
    assert_eq!(reading.role, Some(Role::Primary));
    assert_eq!((reading.version.as_deref(), reading.build.as_deref()), (Some("25.2.1"), Some("74512")));
    assert_eq!(reading.healthy, Some(true));
    assert_eq!(reading.shared_ips.as_deref(), Some(&["192.0.2.10".to_owned()][..]));
    assert_eq!(reading.last_sync.map(|at| at.to_string()).as_deref(), Some("2026-03-14T21:40:12.000Z"));
    assert!(reading.rows.is_empty());
    assert_eq!((looked.api, looked.round_trip_ms), (Api::V2, Some(40)));
    assert!(looked.evidence.is_some());
}

#[test]
fn an_unhealthy_appliance_answers_500_and_is_read_all_the_same() {
    let looked = look(HOME, Look::Rest, vec![(Call::Health, documented("health-unhealthy"))]);
    let reading = looked.reading().expect("a reading");
    assert_eq!(reading.healthy, Some(false));
    assert_eq!(reading.errors, ["A disk is nearly full."]);
    assert_eq!(reading.role, Some(Role::Primary));
}

#[test]
fn a_500_that_is_no_health_answer_is_a_server_error() {
    for body in [r#"{"message":"out of order"}"#, "<html>", ""] {
        let looked = look(HOME, Look::Rest, vec![(Call::Health, answer(500, body))]);
        assert_eq!(trouble(&looked), TroubleKind::ServerError, "{body}");
    }
}

#[test]
fn a_look_in_a_swap_tells_its_own_row_and_leaves_absent_what_the_list_does_not_tell() {
    for (guid, role) in [(HOME, Role::Primary), (STAND_IN, Role::Backup)] {
        let looked = look(guid, Look::Swap, vec![(Call::Appliances, documented("appliance"))]);
        let reading = looked.reading().expect("a reading");
        assert_eq!(reading.role, Some(role));
        assert_eq!(reading.rows.len(), 2);
        assert_eq!((&reading.guid, &reading.healthy, &reading.version), (&None, &None, &None));
    }
}

#[test]
fn a_list_without_the_remembered_appliance_lets_whoever_answers_say_who_it_is() {
    let replies = vec![(Call::Appliances, documented("appliance")), (Call::Health, documented("health-primary"))];
    let looked = look("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Look::Swap, replies);
    let reading = looked.reading().expect("a reading");
    assert_eq!(reading.guid.as_ref().map(|guid| guid.as_str()), Some(HOME));
    assert_eq!(reading.rows.len(), 2);
}

#[test]
fn an_appliance_without_the_list_is_looked_at_by_its_health_and_not_asked_for_the_list_again() {
    let clock = HandClock::new();
    let script = Script::new(
        &clock,
        vec![
            (Call::Token, token("one")),
            (Call::Appliances, answer(404, "")),
            (Call::Health, documented("health-backup")),
            (Call::Health, documented("health-backup")),
        ],
    );
    let appliance = over(&clock, &script);
    block_on(async {
        assert_eq!(appliance.look(Look::Swap).await.reading().and_then(|r| r.role.clone()), Some(Role::Backup));
        assert_eq!(appliance.look(Look::Swap).await.reading().and_then(|r| r.role.clone()), Some(Role::Backup));
    });
    assert!(script.is_over());
}

#[test]
fn where_the_api_is_absent_the_plain_health_check_tells_health_and_nothing_else() {
    let clock = HandClock::new();
    let script = Script::new(
        &clock,
        vec![(Call::Token, answer(404, "<html>")), (Call::PlainHealth, answer(200, "The appliance is healthy."))],
    );
    let appliance = over(&clock, &script);
    block_on(async {
        let looked = appliance.look(Look::Rest).await;
        let reading = looked.reading().expect("a reading");
        assert_eq!((looked.api, reading.healthy, &reading.role), (Api::Plain, Some(true), &None));
        // For a minute at rest only the plain check is asked; in a swap the API is looked for each time.
        script.add(Call::PlainHealth, answer(500, "A disk is full."));
        let looked = appliance.look(Look::Rest).await;
        assert_eq!(looked.reading().map(|reading| reading.errors.clone()), Some(vec!["A disk is full.".to_owned()]));
        script.add(Call::Token, token("one"));
        script.add(Call::Appliances, documented("appliance"));
        let looked = appliance.look(Look::Swap).await;
        assert_eq!((looked.api, looked.reading().and_then(|r| r.role.clone())), (Api::V2, Some(Role::Primary)));
    });
    assert!(script.is_over());
}

#[test]
fn a_whole_web_page_is_not_taken_for_the_plain_health_check() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::PlainHealth, answer(200, "<!DOCTYPE html><html>…"))]);
    assert_eq!(trouble(&block_on(over(&clock, &script).plain_health())), TroubleKind::NotTheApi);
}

#[test]
fn a_plain_health_check_that_broke_off_before_an_answer_is_made_once_more() {
    let clock = HandClock::new();
    let script =
        Script::new(&clock, vec![(Call::PlainHealth, crate::script::broken()), (Call::PlainHealth, answer(200, "ok"))]);
    assert!(block_on(over(&clock, &script).plain_health()).reading().is_some());
}

#[test]
fn each_answer_in_the_way_has_its_kind() {
    let redirect =
        crate::script::with_header(answer(302, ""), "location", "https://me:pw@other.example.com/login?key=1");
    for (reply, kind, words) in [
        (redirect, TroubleKind::NotTheApi, "redirect (302) to other.example.com,"),
        (answer(403, r#"{"message":"no"}"#), TroubleKind::PermissionDenied, "(403): no"),
        (answer(405, "{}"), TroubleKind::ApiAbsent, "(405)"),
        (answer(422, r#"{"message":"bad","errors":{"role":["wrong"]}}"#), TroubleKind::ApiError, "bad role: wrong"),
        (answer(429, "{}"), TroubleKind::RateLimited, "(429)"),
        (answer(503, "<html>busy"), TroubleKind::ServerError, "(503)"),
        (answer(200, "<html>"), TroubleKind::NotTheApi, "web page"),
        (answer(200, ""), TroubleKind::BadAnswer, "empty"),
        (answer(200, r#"{"appliance_id":"0123"#), TroubleKind::BadAnswer, "cut off"),
        (answer(200, r#"{"appliance_id":17}"#), TroubleKind::BadAnswer, "appliance_id"),
        (answer(200, "[]"), TroubleKind::BadAnswer, "not an object"),
        (answer(200, "{}"), TroubleKind::BadAnswer, "no field"),
    ] {
        let mut replies = vec![(Call::Health, reply)];
        let passed_on =
            [TroubleKind::NotTheApi, TroubleKind::PermissionDenied, TroubleKind::ApiAbsent, TroubleKind::ServerError];
        if passed_on.contains(&kind) {
            // The other version is asked then, and at last the plain check.
            replies.push((Call::HealthV1, answer(200, "<html>")));
        }
        if passed_on.contains(&kind) && kind != TroubleKind::NotTheApi {
            replies.push((Call::PlainHealth, answer(200, "<html>")));
        }
        let looked = look(HOME, Look::Rest, replies);
        assert_eq!(trouble(&looked), kind);
        let Outcome::Trouble(trouble) = &looked.outcome else { panic!("answered") };
        assert!(trouble.detail.contains(words), "{}", trouble.detail);
        assert!(!trouble.detail.contains("key=1") && !trouble.detail.contains("pw"), "{}", trouble.detail);
    }
}

#[test]
fn a_probe_tells_versions_permissions_and_the_clock_beside_ours() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("one")), (Call::Info, documented("info"))]);
    let capabilities = block_on(over(&clock, &script).probe()).expect("capabilities");
    assert_eq!(capabilities.product, Some(Product::Rs));
    assert_eq!(capabilities.perm_command, CommandPermission::Full);
    assert_eq!(capabilities.command_api_version.as_deref(), Some("2.0.0"));
    // 22:15:04 there; the middle of the round trip here is 1,000,060 ms after 22:06:40.
    assert_eq!(capabilities.clock_offset_ms, Some(504_000 - 1_000_060));
    assert_eq!(capabilities.permissions.len(), 13);
}

#[test]
fn a_probe_without_either_call_says_that_the_api_is_absent() {
    let clock = HandClock::new();
    let replies = vec![(Call::Token, token("one")), (Call::Info, answer(404, "")), (Call::InfoV1, answer(404, ""))];
    let script = Script::new(&clock, replies);
    assert_eq!(block_on(over(&clock, &script).probe()).unwrap_err().kind, TroubleKind::ApiAbsent);
}

#[test]
fn users_and_clients_are_counted() {
    let clock = HandClock::new();
    let script = Script::new(
        &clock,
        vec![
            (Call::Token, token("one")),
            (Call::Users, documented("user")),
            (Call::ClientCounts, documented("client-count")),
        ],
    );
    let appliance = over(&clock, &script);
    block_on(async {
        let users = appliance.users().await.expect("users");
        assert_eq!(
            (users.value.count, users.value.sessions, &users.value.names[..]),
            (1, 1, &["Robin Field".to_owned()][..])
        );
        assert_eq!(users.value.longest_since.map(|at| at.to_string()).as_deref(), Some("2026-03-14T19:02:11.000Z"));
        let kept = String::from_utf8(users.evidence.expect("evidence").bytes).unwrap();
        assert!(!kept.contains("Robin"), "names of people are not kept: {kept}");
        let counts = appliance.client_counts().await.expect("counts").value;
        assert_eq!(counts[0].counts["asset_clients"], 340);
    });
}
