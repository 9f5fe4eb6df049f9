//! Which version of the Command API is spoken, what v1 tells, and what is told where neither is there.

use std::sync::Arc;

use appliance::{Appliance, Call, CommandPermission, Look, Looked, TransportError};
use domain::observation::{Api, Outcome, Product, TroubleKind};
use domain::role::Role;
use futures::executor::block_on;

use crate::fixture_v1::{documented_v1, exchange, in_every_namespace};
use crate::script::{HOME, HandClock, Reply, STAND_IN, Script, answer, broken, denied, documented, over, token};

struct Bench {
    clock: Arc<HandClock>,
    script: Arc<Script>,
    appliance: Appliance,
}

impl Bench {
    fn new(replies: Vec<(Call, Reply)>) -> Self {
        let clock = HandClock::new();
        let script = Script::new(&clock, replies);
        let appliance = over(&clock, &script);
        Self { clock, script, appliance }
    }

    /// Signed in, and found to speak v1 on Remote Support.
    fn v1() -> Self {
        let bench = Self::new(vec![
            (Call::Token, token("one")),
            (Call::Health, absent()),
            (Call::HealthV1, documented_v1("check-health-primary")),
        ]);
        assert_eq!(bench.look(Look::Rest).api, Api::V1);
        bench
    }

    fn add(&self, replies: Vec<(Call, Reply)>) -> &Self {
        for (call, reply) in replies {
            self.script.add(call, reply);
        }
        self
    }

    fn look(&self, look: Look) -> Looked {
        let looked = block_on(self.appliance.look(look));
        assert!(self.script.is_over());
        looked
    }
}

fn absent() -> Reply {
    answer(404, "")
}

fn silent() -> Reply {
    Err(TransportError::sent(TroubleKind::TimedOut, "atl-1 was silent"))
}

fn trouble(looked: &Looked) -> TroubleKind {
    match &looked.outcome {
        Outcome::Trouble(trouble) => trouble.kind,
        Outcome::Answered(reading) => panic!("answered {reading:?}"),
    }
}

fn role(looked: &Looked) -> Option<Role> {
    looked.reading().and_then(|reading| reading.role.clone())
}

#[test]
fn where_v2_is_not_there_v1_is_asked_and_remembered() {
    let bench = Bench::v1();
    // From then on a look at rest is one call.
    bench.add(vec![(Call::HealthV1, documented_v1("check-health-primary"))]);
    let looked = bench.look(Look::Rest);
    let reading = looked.reading().expect("a reading");
    assert_eq!(reading.guid.as_ref().map(|guid| guid.as_str()), Some(HOME));
    assert_eq!((reading.hostname.as_deref(), &reading.role), (Some("atl-1"), &Some(Role::Primary)));
    assert_eq!((reading.version.as_deref(), reading.build.as_deref()), (Some("24.3.1"), Some("70112")));
    assert_eq!((reading.healthy, reading.errors.len(), reading.rows.len()), (Some(true), 0, 0));
    assert_eq!(reading.shared_ips.as_deref(), Some(&["192.0.2.10".to_owned()][..]));
    assert_eq!(reading.last_sync.map(|at| at.to_string()).as_deref(), Some("2026-03-14T21:40:12.000Z"));
    assert_eq!(reading.last_sync_text.as_deref(), Some("Data sync completed."));
    assert_eq!((looked.api, looked.round_trip_ms, looked.instead_of), (Api::V1, Some(40), None));
    assert_eq!(bench.appliance.api(), Some(Api::V1));
    assert_eq!(bench.script.authorization(bench.script.count() - 1), "Bearer one");
    let sent = bench.script.sent.lock().unwrap();
    let request = sent.last().unwrap();
    assert_eq!((request.path.as_str(), &request.body[..]), ("/api/command", &b"action=check_health"[..]));
    assert!(!request.headers.iter().any(|(name, _)| *name == "accept"));
}

#[test]
fn v1_is_read_in_every_namespace() {
    let bench = Bench::v1();
    for body in in_every_namespace(&exchange("check-health-backup").body) {
        bench.add(vec![(Call::HealthV1, answer(200, &body))]);
        assert_eq!(role(&bench.look(Look::Rest)), Some(Role::Backup));
    }
}

#[test]
fn an_unhealthy_appliance_is_read_with_200_and_with_500() {
    let bench = Bench::v1();
    for name in ["check-health-unhealthy", "check-health-unhealthy-500"] {
        bench.add(vec![(Call::HealthV1, documented_v1(name))]);
        let looked = bench.look(Look::Rest);
        let reading = looked.reading().expect("a reading");
        assert_eq!((reading.healthy, &reading.role), (Some(false), &Some(Role::Primary)));
        assert_eq!(reading.errors, ["A disk is nearly full.", "A certificate ends soon."]);
    }
    bench.add(vec![(Call::HealthV1, answer(500, "<error>out of order</error>"))]);
    let looked = bench.look(Look::Rest);
    let Outcome::Trouble(trouble) = looked.outcome else { panic!("answered") };
    assert_eq!(trouble.kind, TroubleKind::ServerError);
    assert!(trouble.detail.ends_with("(500): out of order"), "{}", trouble.detail);
}

#[test]
fn in_a_swap_v1_tells_its_health_and_on_remote_support_the_list_beside_it() {
    let bench = Bench::v1();
    bench.add(vec![
        (Call::HealthV1, documented_v1("check-health-backup")),
        (Call::AppliancesV1, documented_v1("get-appliances-master")),
    ]);
    let looked = bench.look(Look::Swap);
    let reading = looked.reading().expect("a reading");
    assert_eq!((&reading.role, reading.healthy), (&Some(Role::Backup), Some(true)));
    assert_eq!(reading.guid.as_ref().map(|guid| guid.as_str()), Some(STAND_IN));
    let rows: Vec<_> =
        reading.rows.iter().map(|row| (row.guid.as_str(), row.role.clone(), row.name.as_deref())).collect();
    assert_eq!(rows, [(HOME, Role::Primary, Some("atl-1")), (STAND_IN, Role::Backup, Some("atl-2"))]);
    let evidence: serde_json::Value = serde_json::from_slice(&looked.evidence.expect("evidence").bytes).unwrap();
    assert_eq!(evidence[0]["answer"]["health_check"]["failover_role"], "backup");
    assert_eq!(evidence[1]["answer"]["appliances"]["appliance"][0]["cluster_role"], "master");
}

#[test]
fn pra_has_no_list_in_v1_and_is_not_asked_for_it_again() {
    let bench = Bench::v1();
    bench.add(vec![
        (Call::HealthV1, documented_v1("check-health-primary")),
        (Call::AppliancesV1, documented_v1("get-appliances-pra")),
        (Call::HealthV1, documented_v1("check-health-primary")),
    ]);
    for _ in 0..2 {
        let looked = block_on(bench.appliance.look(Look::Swap));
        assert_eq!(role(&looked), Some(Role::Primary));
        assert!(looked.reading().is_some_and(|reading| reading.rows.is_empty()));
        assert!(looked.evidence.is_some());
    }
    assert!(bench.script.is_over());
}

#[test]
fn a_list_that_failed_takes_nothing_from_the_appliances_own_word_and_is_asked_for_again() {
    let bench = Bench::v1();
    for reply in [silent(), answer(503, ""), answer(200, "<html>"), documented_v1("get-appliances")] {
        bench.add(vec![(Call::HealthV1, documented_v1("check-health-primary")), (Call::AppliancesV1, reply)]);
        assert_eq!(role(&bench.look(Look::Swap)), Some(Role::Primary));
    }
}

#[test]
fn on_a_product_known_to_have_the_list_one_error_for_it_is_not_taken_for_its_absence() {
    let bench = Bench::new(vec![
        (Call::Token, token("one")),
        (Call::Info, absent()),
        (Call::InfoV1, documented_v1("get-api-info-rs")),
    ]);
    block_on(bench.appliance.probe()).expect("capabilities");
    for reply in [documented_v1("get-appliances-pra"), documented_v1("get-appliances")] {
        bench.add(vec![(Call::HealthV1, documented_v1("check-health-primary")), (Call::AppliancesV1, reply)]);
        bench.look(Look::Swap);
    }
}

#[test]
fn a_probe_without_v2_tells_version_permissions_clock_and_product_of_v1() {
    for (name, list, product, perm_command) in [
        ("get-api-info-rs", None, Some(Product::Rs), CommandPermission::Full),
        ("get-api-info-rs-19.1", None, Some(Product::Rs), CommandPermission::ReadOnly),
        ("get-api-info-pra", Some("get-appliances-pra"), Some(Product::Pra), CommandPermission::Full),
        ("get-api-info-pra", Some("get-appliances"), Some(Product::Rs), CommandPermission::Full),
        ("get-api-info-pra", Some("access-denied-403"), None, CommandPermission::Full),
    ] {
        let bench = Bench::new(vec![
            (Call::Token, token("one")),
            (Call::Info, answer(405, "")),
            (Call::InfoV1, documented_v1(name)),
        ]);
        if let Some(list) = list {
            let reply = if list == "access-denied-403" { answer(403, "{}") } else { documented_v1(list) };
            bench.add(vec![(Call::AppliancesV1, reply)]);
        }
        let capabilities = block_on(bench.appliance.probe()).expect("capabilities");
        assert!(bench.script.is_over());
        assert_eq!((capabilities.api, capabilities.product), (Api::V1, product), "{name} {list:?}");
        assert_eq!(capabilities.perm_command, perm_command);
        assert!(capabilities.command_api_version.is_some() && capabilities.config_api_version.is_none());
        // 22:15:04 there; asked 80 ms after 22:06:40 plus 1,000 s here, answered 40 ms later.
        assert_eq!(capabilities.clock_offset_ms, Some(504_000 - 1_000_100));
        assert_eq!(bench.appliance.api(), Some(Api::V1));
    }
}

#[test]
fn a_probe_finds_v2_again_where_v1_was_spoken() {
    let bench = Bench::v1();
    bench.add(vec![(Call::Info, documented("info"))]);
    assert_eq!(block_on(bench.appliance.probe()).expect("capabilities").api, Api::V2);
    bench.add(vec![(Call::Health, documented("health-primary"))]);
    assert_eq!(bench.look(Look::Rest).api, Api::V2);
}

#[test]
fn a_version_that_goes_away_is_replaced_by_the_other() {
    let bench = Bench::v1();
    // v1 is gone, v2 is there: in a swap its list is read, because its health may be a minute old.
    bench.add(vec![
        (Call::HealthV1, absent()),
        (Call::Health, documented("health-primary")),
        (Call::Appliances, documented("appliance")),
    ]);
    let looked = bench.look(Look::Swap);
    assert_eq!((looked.api, role(&looked)), (Api::V2, Some(Role::Primary)));
    // And back: no list, no health of v2, but v1.
    bench.add(vec![
        (Call::Appliances, absent()),
        (Call::Health, absent()),
        (Call::HealthV1, documented_v1("check-health-backup")),
        (Call::AppliancesV1, documented_v1("get-appliances")),
    ]);
    let looked = bench.look(Look::Swap);
    assert_eq!((looked.api, role(&looked)), (Api::V1, Some(Role::Backup)));
    assert_eq!(looked.reading().map(|reading| reading.rows.len()), Some(2));
}

#[test]
fn an_old_appliance_that_answers_v2_with_xml_or_a_redirect_is_asked_in_v1() {
    for reply in [documented_v1("unknown-action"), answer(302, ""), answer(200, "<html>"), answer(501, "")] {
        let bench = Bench::new(vec![
            (Call::Token, token("one")),
            (Call::Health, reply),
            (Call::HealthV1, documented_v1("check-health-none")),
        ]);
        assert_eq!(role(&bench.look(Look::Rest)), Some(Role::None));
    }
}

#[test]
fn where_neither_version_is_there_or_allowed_the_plain_check_tells_health_and_why_it_was_asked() {
    for (v2, v1, kind) in [
        (404, 404, TroubleKind::ApiAbsent),
        (405, 501, TroubleKind::ApiAbsent),
        (403, 404, TroubleKind::PermissionDenied),
        (404, 403, TroubleKind::PermissionDenied),
        (302, 404, TroubleKind::ApiAbsent),
    ] {
        let bench = Bench::new(vec![
            (Call::Token, token("one")),
            (Call::Health, answer(v2, "")),
            (Call::HealthV1, answer(v1, "")),
            (Call::PlainHealth, answer(200, "The appliance is healthy.")),
            (Call::PlainHealth, answer(200, "The appliance is healthy.")),
        ]);
        for _ in 0..2 {
            let looked = block_on(bench.appliance.look(Look::Rest));
            assert_eq!((looked.api, role(&looked)), (Api::Plain, None));
            assert_eq!(looked.instead_of.map(|trouble| trouble.kind), Some(kind), "{v2} {v1}");
        }
        assert!(bench.script.is_over());
        assert_eq!(bench.appliance.api(), None);
        // After a minute it is looked for again.
        bench.clock.pass(60_000);
        bench.add(vec![(Call::Health, documented("health-backup"))]);
        assert_eq!(bench.look(Look::Rest).api, Api::V2);
    }
}

#[test]
fn where_signing_in_is_absent_or_forbidden_the_plain_check_is_asked_and_no_second_token() {
    for status in [403, 404, 405, 501] {
        let bench =
            Bench::new(vec![(Call::Token, answer(status, "")), (Call::PlainHealth, answer(500, "A disk is full."))]);
        let looked = bench.look(Look::Swap);
        assert_eq!(looked.api, Api::Plain, "{status}");
        assert_eq!(looked.reading().map(|reading| reading.errors.clone()), Some(vec!["A disk is full.".to_owned()]));
        assert!(looked.instead_of.is_some_and(|trouble| trouble.detail.starts_with("signing in: ")));
    }
}

#[test]
fn where_the_plain_check_tells_nothing_either_the_apis_trouble_is_told() {
    let bench = Bench::new(vec![
        (Call::Token, token("one")),
        (Call::Health, answer(403, r#"{"message":"no"}"#)),
        (Call::HealthV1, answer(403, "<error>no</error>")),
        (Call::PlainHealth, answer(200, "<html>")),
    ]);
    assert_eq!(trouble(&bench.look(Look::Rest)), TroubleKind::PermissionDenied);
}

#[test]
fn silence_a_broken_connection_a_busy_server_or_an_error_is_trouble_and_nothing_instead_of_it() {
    for (reply, kind) in [
        (silent(), TroubleKind::TimedOut),
        (answer(500, "busy"), TroubleKind::ServerError),
        (answer(502, ""), TroubleKind::ServerError),
        (answer(429, ""), TroubleKind::RateLimited),
        (answer(200, "<error>A data sync is running.</error>"), TroubleKind::ApiError),
        (answer(200, "<health_check><app"), TroubleKind::BadAnswer),
        (answer(200, "Invalid credentials"), TroubleKind::BadAnswer),
    ] {
        for look in [Look::Rest, Look::Swap] {
            let bench = Bench::v1();
            bench.add(vec![(Call::HealthV1, reply.clone())]);
            let looked = bench.look(look);
            assert_eq!((looked.api, trouble(&looked)), (Api::V1, kind));
        }
    }
}

#[test]
fn a_busy_api_is_trouble_in_a_swap_and_at_rest_the_plain_check_is_asked_beside_it() {
    let busy = || answer(503, "busy");
    let plain = || (Call::PlainHealth, answer(200, "fine"));
    let bench = Bench::v1();
    bench.add(vec![(Call::HealthV1, busy()), (Call::Health, busy())]);
    assert_eq!(trouble(&bench.look(Look::Swap)), TroubleKind::ServerError);
    // Not taken for absent: each look asks for it again.
    for _ in 0..2 {
        bench.add(vec![(Call::Health, busy()), (Call::HealthV1, answer(404, "")), plain()]);
        let looked = bench.look(Look::Rest);
        assert_eq!(looked.api, Api::Plain);
        assert!(looked.instead_of.is_some_and(|trouble| trouble.kind == TroubleKind::ServerError));
    }
    let bench = Bench::new(vec![(Call::Token, busy()), plain()]);
    assert_eq!(bench.look(Look::Rest).api, Api::Plain);
    bench.add(vec![(Call::Token, busy())]);
    assert_eq!(trouble(&bench.look(Look::Swap)), TroubleKind::ServerError);
    // Where one version is busy and the other answers, that one is spoken.
    bench.add(vec![(Call::Token, token("one")), (Call::Health, busy())]);
    bench.add(vec![(Call::HealthV1, documented_v1("check-health-backup"))]);
    assert_eq!(role(&bench.look(Look::Rest)), Some(Role::Backup));
}

#[test]
fn a_list_of_v2_that_is_busy_is_not_replaced_by_a_role_that_may_be_a_minute_old() {
    for (status, kind) in [(503, TroubleKind::ServerError), (302, TroubleKind::NotTheApi)] {
        let bench = Bench::new(vec![
            (Call::Token, token("one")),
            (Call::Appliances, answer(status, "")),
            (Call::Health, documented("health-primary")),
        ]);
        assert_eq!(trouble(&bench.look(Look::Swap)), kind);
    }
}

#[test]
fn in_v1_too_a_held_token_that_is_refused_is_renewed_once_and_a_broken_connection_is_tried_once_more() {
    let bench = Bench::v1();
    bench.add(vec![
        (Call::HealthV1, documented_v1("access-denied")),
        (Call::Token, token("two")),
        (Call::HealthV1, broken()),
        (Call::HealthV1, documented_v1("check-health-backup")),
    ]);
    assert_eq!(role(&bench.look(Look::Rest)), Some(Role::Backup));
    assert_eq!(bench.script.authorization(6), "Bearer two");
    bench.add(vec![(Call::HealthV1, denied()), (Call::Token, token("three")), (Call::HealthV1, denied())]);
    assert_eq!(trouble(&bench.look(Look::Rest)), TroubleKind::TokenRefused);
}

#[test]
fn another_account_is_tried_at_once_where_the_first_might_not_use_the_api() {
    let bench = Bench::new(vec![
        (Call::Token, token("one")),
        (Call::Health, answer(403, "")),
        (Call::HealthV1, answer(403, "")),
        (Call::PlainHealth, answer(200, "fine")),
    ]);
    assert_eq!(bench.look(Look::Rest).api, Api::Plain);
    let other = appliance::Account { client_id: "other".to_owned(), ..crate::script::account(&Arc::default()) };
    bench.appliance.give_account(Some(other));
    bench.add(vec![(Call::Token, token("two")), (Call::Health, documented("health-primary"))]);
    assert_eq!(bench.look(Look::Rest).api, Api::V2);
}

#[test]
fn users_and_clients_are_counted_in_v1() {
    let bench = Bench::v1();
    bench.add(vec![
        (Call::UsersV1, documented_v1("get-logged-in-reps")),
        (Call::UsersV1, documented_v1("get-logged-in-reps-nobody")),
        (Call::UsersV1, documented_v1("get-logged-in-reps-absent")),
        (Call::ClientCountsV1, documented_v1("get-connected-client-list")),
    ]);
    block_on(async {
        let users = bench.appliance.users().await.expect("users");
        assert_eq!((users.value.count, users.value.sessions), (2, 4));
        assert_eq!(users.value.names, ["Robin Field", "Sam & Alex"]);
        assert_eq!(users.value.longest_since.map(|at| at.to_string()).as_deref(), Some("2026-03-14T19:02:11.000Z"));
        let kept = String::from_utf8(users.evidence.expect("evidence").bytes).unwrap();
        assert!(!kept.contains("Robin"), "names of people are not kept: {kept}");
        assert_eq!(bench.appliance.users().await.expect("users").value.count, 0);
        assert_eq!(bench.appliance.users().await.unwrap_err().kind, TroubleKind::ApiError);
        let counts = bench.appliance.client_counts().await.expect("counts").value;
        assert_eq!(counts.iter().map(|count| count.counts["pinned_client"]).collect::<Vec<_>>(), [340, 0]);
    });
    assert!(bench.script.is_over());
}

#[test]
fn a_call_that_is_no_longer_there_lets_the_health_check_find_the_version_that_is() {
    let bench = Bench::new(vec![
        (Call::Token, token("one")),
        (Call::Users, absent()),
        (Call::Health, absent()),
        (Call::HealthV1, documented_v1("check-health-primary")),
        (Call::UsersV1, documented_v1("get-logged-in-reps")),
        // The one call is missing, the version is not.
        (Call::ClientCountsV1, absent()),
        (Call::HealthV1, documented_v1("check-health-primary")),
    ]);
    block_on(async {
        assert_eq!(bench.appliance.users().await.expect("users").value.count, 2);
        assert_eq!(bench.appliance.client_counts().await.unwrap_err().kind, TroubleKind::ApiAbsent);
        bench.add(vec![(Call::HealthV1, documented_v1("check-health-primary"))]);
        assert_eq!(bench.appliance.identity().await.expect("a GUID").as_str(), HOME);
    });
    assert!(bench.script.is_over());
}
