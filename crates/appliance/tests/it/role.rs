//! The role command: exactly one request, and what its answer comes to.

use appliance::{Appliance, Call, NotReady, RoleAnswer, RoleCommand, Sent, TransportError};
use domain::observation::{Trouble, TroubleKind};
use domain::role::AssignedRole;
use expect_test::expect;
use futures::executor::block_on;
use std::sync::Arc;

use crate::script::{HOME, HandClock, Reply, STAND_IN, Script, answer, denied, documented, from_peer, over, token};

const PLANNED: RoleCommand = RoleCommand { role: AssignedRole::Backup, data_sync_first: true, force: false };

fn ready() -> Vec<(Call, Reply)> {
    vec![(Call::Token, token("one")), (Call::Health, documented("health-primary"))]
}

fn command(reply: Reply) -> (RoleAnswer, Arc<Script>) {
    let clock = HandClock::new();
    let script = Script::new(&clock, ready());
    let appliance = over(&clock, &script);
    let answered = block_on(async {
        let ready = appliance.ready_to_command(&HOME.parse().unwrap()).await.expect("ready");
        script.add(Call::SetRole, reply);
        ready.set_role(PLANNED, 30_000).await
    });
    // Token, health, and the command: a fourth request would have met the end of the script.
    assert_eq!(script.count(), 3);
    (answered.answer, script)
}

#[test]
fn a_role_command_is_one_request_with_the_documented_body() {
    let (answer, script) = command(documented("failover-role-started"));
    assert!(matches!(answer, RoleAnswer::Started { status: 200, .. }), "{answer:?}");
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[2].body, r#"{"role":"backup","data_sync_first":true,"force":false}"#.as_bytes());
    assert!(sent[2].headers.contains(&("content-type", "application/json".to_owned())));
    assert_eq!((sent[2].limits.call_ms, sent[2].limits.silence_ms), (30_000, 30_000));
}

#[test]
fn a_look_in_between_does_not_move_the_command() {
    let clock = HandClock::new();
    // A name that leads to two boxes: the check met the one, a look after it the other.
    let (checked, other) = ("192.0.2.1:443", "192.0.2.2:443");
    let script = Script::new(&clock, vec![(Call::Token, from_peer(token("one"), other))]);
    let appliance = over(&clock, &script);
    block_on(async {
        script.add(Call::Health, from_peer(documented("health-primary"), checked));
        let ready = appliance.ready_to_command(&HOME.parse().unwrap()).await.expect("ready");
        script.add(Call::Health, from_peer(documented("health-primary"), other));
        appliance.identity().await.expect("a look");
        script.add(Call::SetRole, documented("failover-role-started"));
        ready.set_role(PLANNED, 30_000).await
    });
    let sent = script.sent.lock().unwrap();
    let to: Vec<_> = sent.iter().map(|request| request.same_peer).collect();
    assert_eq!(to, [None, None, None, Some(checked.parse().unwrap())]);
}

fn short(answer: &RoleAnswer) -> String {
    match answer {
        RoleAnswer::Started { message, .. } => format!("started \"{message}\""),
        RoleAnswer::Refused { message, .. } => format!("refused \"{message}\""),
        RoleAnswer::Unknown { trouble } => format!("unknown {:?}", trouble.kind),
        RoleAnswer::NotSent { trouble } => format!("not sent {:?}", trouble.kind),
    }
}

#[test]
fn every_answer_to_a_role_command_comes_to_this() {
    let message = r#"{"message":"no such thing"}"#;
    let mut table = String::new();
    for status in [200, 201, 204, 302, 400, 401, 403, 404, 405, 408, 409, 418, 422, 429, 500, 502, 503, 504, 600] {
        for body in [message, "<html>", "", r#"{"message":"no su"#, "{}"] {
            let (answered, _) = command(answer(status, body));
            table.push_str(&format!("{status} {body}: {}\n", short(&answered)));
        }
    }
    expect![[r#"
        200 {"message":"no such thing"}: started "no such thing"
        200 <html>: unknown NotTheApi
        200 : unknown BadAnswer
        200 {"message":"no su: unknown BadAnswer
        200 {}: unknown BadAnswer
        201 {"message":"no such thing"}: started "no such thing"
        201 <html>: unknown NotTheApi
        201 : unknown BadAnswer
        201 {"message":"no su: unknown BadAnswer
        201 {}: unknown BadAnswer
        204 {"message":"no such thing"}: started "no such thing"
        204 <html>: unknown NotTheApi
        204 : started ""
        204 {"message":"no su: unknown BadAnswer
        204 {}: unknown BadAnswer
        302 {"message":"no such thing"}: unknown NotTheApi
        302 <html>: unknown NotTheApi
        302 : unknown NotTheApi
        302 {"message":"no su: unknown NotTheApi
        302 {}: unknown NotTheApi
        400 {"message":"no such thing"}: refused "no such thing"
        400 <html>: refused "the API refused the call (400)"
        400 : refused "the API refused the call (400)"
        400 {"message":"no su: refused "the API refused the call (400)"
        400 {}: refused "the API refused the call (400)"
        401 {"message":"no such thing"}: refused "no such thing"
        401 <html>: refused "the token was refused (401)"
        401 : refused "the token was refused (401)"
        401 {"message":"no su: refused "the token was refused (401)"
        401 {}: refused "the token was refused (401)"
        403 {"message":"no such thing"}: refused "no such thing"
        403 <html>: refused "the API account may not do this (403)"
        403 : refused "the API account may not do this (403)"
        403 {"message":"no su: refused "the API account may not do this (403)"
        403 {}: refused "the API account may not do this (403)"
        404 {"message":"no such thing"}: refused "no such thing"
        404 <html>: refused "the API is not there (404)"
        404 : refused "the API is not there (404)"
        404 {"message":"no su: refused "the API is not there (404)"
        404 {}: refused "the API is not there (404)"
        405 {"message":"no such thing"}: refused "no such thing"
        405 <html>: refused "the API is not there (405)"
        405 : refused "the API is not there (405)"
        405 {"message":"no su: refused "the API is not there (405)"
        405 {}: refused "the API is not there (405)"
        408 {"message":"no such thing"}: refused "no such thing"
        408 <html>: unknown ApiError
        408 : unknown ApiError
        408 {"message":"no su: unknown ApiError
        408 {}: unknown ApiError
        409 {"message":"no such thing"}: refused "no such thing"
        409 <html>: refused "the API refused the call (409)"
        409 : refused "the API refused the call (409)"
        409 {"message":"no su: refused "the API refused the call (409)"
        409 {}: refused "the API refused the call (409)"
        418 {"message":"no such thing"}: refused "no such thing"
        418 <html>: unknown ApiError
        418 : unknown ApiError
        418 {"message":"no su: unknown ApiError
        418 {}: unknown ApiError
        422 {"message":"no such thing"}: refused "no such thing"
        422 <html>: refused "the API refused the call (422)"
        422 : refused "the API refused the call (422)"
        422 {"message":"no su: refused "the API refused the call (422)"
        422 {}: refused "the API refused the call (422)"
        429 {"message":"no such thing"}: refused "no such thing"
        429 <html>: refused "the API account's rate limit is used up (429)"
        429 : refused "the API account's rate limit is used up (429)"
        429 {"message":"no su: refused "the API account's rate limit is used up (429)"
        429 {}: refused "the API account's rate limit is used up (429)"
        500 {"message":"no such thing"}: refused "no such thing"
        500 <html>: unknown ServerError
        500 : unknown ServerError
        500 {"message":"no su: unknown ServerError
        500 {}: unknown ServerError
        502 {"message":"no such thing"}: unknown ServerError
        502 <html>: unknown ServerError
        502 : unknown ServerError
        502 {"message":"no su: unknown ServerError
        502 {}: unknown ServerError
        503 {"message":"no such thing"}: refused "no such thing"
        503 <html>: unknown ServerError
        503 : unknown ServerError
        503 {"message":"no su: unknown ServerError
        503 {}: unknown ServerError
        504 {"message":"no such thing"}: unknown ServerError
        504 <html>: unknown ServerError
        504 : unknown ServerError
        504 {"message":"no su: unknown ServerError
        504 {}: unknown ServerError
        600 {"message":"no such thing"}: unknown NotTheApi
        600 <html>: unknown NotTheApi
        600 : unknown NotTheApi
        600 {"message":"no su: unknown NotTheApi
        600 {}: unknown NotTheApi
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_lost_answer_is_unknown_and_only_what_surely_did_not_leave_is_not_sent() {
    for (sent, kind, begun) in [
        (Sent::Perhaps, TroubleKind::TimedOut, false),
        (Sent::Perhaps, TroubleKind::BrokenOff, false),
        (Sent::Perhaps, TroubleKind::BrokenOff, true),
        (Sent::Perhaps, TroubleKind::TooLarge, true),
        (Sent::No, TroubleKind::Refused, false),
        (Sent::No, TroubleKind::TlsUntrusted, false),
        (Sent::No, TroubleKind::UnknownHost, false),
        (Sent::No, TroubleKind::TimedOut, false),
    ] {
        let error = TransportError {
            kind,
            detail: "trouble".to_owned(),
            sent,
            connected: sent == Sent::Perhaps,
            begun,
            source: None,
        };
        let (answered, _) = command(Err(error));
        let trouble = Trouble { kind, detail: "trouble".to_owned() };
        let expected = match sent {
            Sent::Perhaps => RoleAnswer::Unknown { trouble },
            Sent::No => RoleAnswer::NotSent { trouble },
        };
        assert_eq!(answered, expected);
    }
}

#[test]
fn another_appliance_on_the_path_is_told_and_nothing_is_sent() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("one")), (Call::Health, documented("health-backup"))]);
    let not_ready = block_on(over(&clock, &script).ready_to_command(&HOME.parse().unwrap())).unwrap_err();
    let expected = NotReady::OtherAppliance { expected: HOME.parse().unwrap(), answered: STAND_IN.parse().unwrap() };
    assert_eq!(not_ready, expected);
    assert!(script.is_over());
}

#[test]
fn the_check_before_a_command_fetches_a_token_unless_the_held_one_is_young() {
    let clock = HandClock::new();
    let script = Script::new(&clock, ready());
    let appliance = over(&clock, &script);
    let guid = HOME.parse().unwrap();
    block_on(async {
        appliance.identity().await.unwrap();
        clock.pass(20_000);
        script.add(Call::Health, documented("health-primary"));
        appliance.ready_to_command(&guid).await.expect("ready");
        clock.pass(20_000);
        script.add(Call::Token, token("two"));
        script.add(Call::Health, documented("health-primary"));
        appliance.ready_to_command(&guid).await.expect("ready");
    });
    assert!(script.is_over());
}

fn kept_waiting(spoil: impl Fn(&HandClock, &Appliance)) {
    let clock = HandClock::new();
    let script = Script::new(&clock, ready());
    let appliance = over(&clock, &script);
    let answered = block_on(async {
        let ready = appliance.ready_to_command(&HOME.parse().unwrap()).await.expect("ready");
        spoil(&clock, &appliance);
        ready.set_role(PLANNED, 30_000).await
    });
    assert!(matches!(answered.answer, RoleAnswer::NotSent { .. }), "{:?}", answered.answer);
    assert_eq!(script.count(), 2);
}

#[test]
fn a_check_that_has_grown_old_sends_nothing() {
    kept_waiting(|clock, _| clock.pass(60_000));
    kept_waiting(|_, appliance| appliance.forget_token());
    kept_waiting(|_, appliance| appliance.give_account(None));
}

#[test]
fn a_role_command_whose_token_is_refused_is_not_sent_again() {
    let (answered, script) = command(denied());
    assert!(matches!(answered, RoleAnswer::Refused { status: 401, .. }), "{answered:?}");
    assert_eq!(script.count(), 3);
}
