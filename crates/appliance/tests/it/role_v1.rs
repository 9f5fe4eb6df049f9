//! The role command by v1: exactly one request, and what its answer comes to.

use std::sync::Arc;

use appliance::{Appliance, Call, NotReady, RoleAnswer, RoleCommand, Sent, TransportError};
use domain::observation::TroubleKind;
use domain::role::AssignedRole;
use expect_test::expect;
use futures::executor::block_on;

use crate::fixture_v1::{all, documented_v1, exchange, in_every_namespace};
use crate::script::{HOME, HandClock, Reply, STAND_IN, Script, answer, documented, over, token};

const PLANNED: RoleCommand = RoleCommand { role: AssignedRole::Backup, data_sync_first: true, force: false };

fn signed_in() -> (Appliance, Arc<Script>) {
    let clock = HandClock::new();
    let script = Script::new(
        &clock,
        vec![
            (Call::Token, token("one")),
            (Call::Health, answer(404, "")),
            (Call::HealthV1, documented_v1("check-health-primary")),
        ],
    );
    (over(&clock, &script), script)
}

fn command(command: RoleCommand, reply: Reply) -> (RoleAnswer, Arc<Script>) {
    let (appliance, script) = signed_in();
    let answered = block_on(async {
        let ready = appliance.ready_to_command(&HOME.parse().unwrap()).await.expect("ready");
        script.add(Call::SetRoleV1, reply);
        ready.set_role(command, 30_000).await
    });
    // Token, two checks, and the command: a fifth request would have met the end of the script.
    assert_eq!(script.count(), 4);
    assert!(script.is_over());
    (answered.answer, script)
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
fn a_role_command_is_one_request_with_the_documented_form() {
    for (role, name) in [
        (PLANNED, "set-failover-role-started"),
        (RoleCommand { data_sync_first: false, ..PLANNED }, "set-failover-role-changed"),
        (RoleCommand { data_sync_first: false, force: true, ..PLANNED }, "set-failover-role-forced"),
    ] {
        let (answer, script) = command(role, documented_v1(name));
        assert!(matches!(answer, RoleAnswer::Started { status: 200, .. }), "{answer:?}");
        assert_eq!(script.authorization(3), "Bearer one");
        let sent = script.sent.lock().unwrap();
        assert_eq!(sent[3].body, exchange(name).form.as_bytes());
        assert_eq!((sent[3].limits.call_ms, sent[3].limits.silence_ms), (30_000, 30_000));
    }
    let to_primary = RoleCommand { role: AssignedRole::Primary, ..PLANNED };
    let (_, script) = command(to_primary, documented_v1("set-failover-role-started"));
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[3].body, &b"action=set_failover_role&role=primary&data_sync_first=1&force=0"[..]);
}

#[test]
fn every_documented_answer_to_a_role_command_comes_to_this_in_every_namespace() {
    let mut table = String::new();
    for exchange in all().into_iter().filter(|exchange| exchange.call() == Some(Call::SetRoleV1)) {
        let expected = short(&command(PLANNED, exchange.reply()).0);
        for body in in_every_namespace(&exchange.body) {
            assert_eq!(short(&command(PLANNED, answer(exchange.status, &body)).0), expected);
        }
        table.push_str(&format!("{}: {expected}\n", exchange.name));
    }
    expect![[r#"
        set-failover-role-started: started "Successfully started data sync. The role changes once it is complete."
        set-failover-role-started-child: started "Successfully started data sync. The role changes once it is complete."
        set-failover-role-changed: started "Successfully changed role to backup."
        set-failover-role-forced: started "Successfully changed role to backup."
        set-failover-role-refused: refused "The other appliance cannot be contacted."
        set-failover-role-refused-child: refused "The other appliance cannot be contacted."
        set-failover-role-forbidden: refused "The API account may not do this."
    "#]]
    .assert_eq(&table);
}

#[test]
fn every_answer_to_a_role_command_comes_to_this() {
    let mut table = String::new();
    for status in [200, 204, 302, 400, 401, 403, 404, 405, 408, 409, 422, 429, 500, 502, 503, 504] {
        for body in [
            "<success>ok</success>",
            "<x><error>no</error></x>",
            r#"{"message":"no"}"#,
            "<html>",
            "",
            "<success>o",
            "<health_check><success>1</success></health_check>",
        ] {
            let (answered, _) = command(PLANNED, answer(status, body));
            table.push_str(&format!("{status} {body}: {}\n", short(&answered)));
        }
    }
    expect![[r#"
        200 <success>ok</success>: started "ok"
        200 <x><error>no</error></x>: refused "no"
        200 {"message":"no"}: unknown NotTheApi
        200 <html>: unknown NotTheApi
        200 : unknown BadAnswer
        200 <success>o: unknown BadAnswer
        200 <health_check><success>1</success></health_check>: unknown BadAnswer
        204 <success>ok</success>: started "ok"
        204 <x><error>no</error></x>: refused "no"
        204 {"message":"no"}: unknown NotTheApi
        204 <html>: unknown NotTheApi
        204 : unknown BadAnswer
        204 <success>o: unknown BadAnswer
        204 <health_check><success>1</success></health_check>: unknown BadAnswer
        302 <success>ok</success>: unknown NotTheApi
        302 <x><error>no</error></x>: unknown NotTheApi
        302 {"message":"no"}: unknown NotTheApi
        302 <html>: unknown NotTheApi
        302 : unknown NotTheApi
        302 <success>o: unknown NotTheApi
        302 <health_check><success>1</success></health_check>: unknown NotTheApi
        400 <success>ok</success>: unknown BadAnswer
        400 <x><error>no</error></x>: refused "no"
        400 {"message":"no"}: refused "no"
        400 <html>: refused "the API refused the call (400)"
        400 : refused "the API refused the call (400)"
        400 <success>o: refused "the API refused the call (400)"
        400 <health_check><success>1</success></health_check>: refused "the API refused the call (400)"
        401 <success>ok</success>: unknown BadAnswer
        401 <x><error>no</error></x>: refused "no"
        401 {"message":"no"}: refused "no"
        401 <html>: refused "the token was refused (401)"
        401 : refused "the token was refused (401)"
        401 <success>o: refused "the token was refused (401)"
        401 <health_check><success>1</success></health_check>: refused "the token was refused (401)"
        403 <success>ok</success>: unknown BadAnswer
        403 <x><error>no</error></x>: refused "no"
        403 {"message":"no"}: refused "no"
        403 <html>: refused "the API account may not do this (403)"
        403 : refused "the API account may not do this (403)"
        403 <success>o: refused "the API account may not do this (403)"
        403 <health_check><success>1</success></health_check>: refused "the API account may not do this (403)"
        404 <success>ok</success>: unknown BadAnswer
        404 <x><error>no</error></x>: refused "no"
        404 {"message":"no"}: refused "no"
        404 <html>: refused "the API is not there (404)"
        404 : refused "the API is not there (404)"
        404 <success>o: refused "the API is not there (404)"
        404 <health_check><success>1</success></health_check>: refused "the API is not there (404)"
        405 <success>ok</success>: unknown BadAnswer
        405 <x><error>no</error></x>: refused "no"
        405 {"message":"no"}: refused "no"
        405 <html>: refused "the API is not there (405)"
        405 : refused "the API is not there (405)"
        405 <success>o: refused "the API is not there (405)"
        405 <health_check><success>1</success></health_check>: refused "the API is not there (405)"
        408 <success>ok</success>: unknown BadAnswer
        408 <x><error>no</error></x>: refused "no"
        408 {"message":"no"}: refused "no"
        408 <html>: unknown ApiError
        408 : unknown ApiError
        408 <success>o: unknown ApiError
        408 <health_check><success>1</success></health_check>: unknown ApiError
        409 <success>ok</success>: unknown BadAnswer
        409 <x><error>no</error></x>: refused "no"
        409 {"message":"no"}: refused "no"
        409 <html>: refused "the API refused the call (409)"
        409 : refused "the API refused the call (409)"
        409 <success>o: refused "the API refused the call (409)"
        409 <health_check><success>1</success></health_check>: refused "the API refused the call (409)"
        422 <success>ok</success>: unknown BadAnswer
        422 <x><error>no</error></x>: refused "no"
        422 {"message":"no"}: refused "no"
        422 <html>: refused "the API refused the call (422)"
        422 : refused "the API refused the call (422)"
        422 <success>o: refused "the API refused the call (422)"
        422 <health_check><success>1</success></health_check>: refused "the API refused the call (422)"
        429 <success>ok</success>: unknown BadAnswer
        429 <x><error>no</error></x>: refused "no"
        429 {"message":"no"}: refused "no"
        429 <html>: refused "the API account's rate limit is used up (429)"
        429 : refused "the API account's rate limit is used up (429)"
        429 <success>o: refused "the API account's rate limit is used up (429)"
        429 <health_check><success>1</success></health_check>: refused "the API account's rate limit is used up (429)"
        500 <success>ok</success>: unknown BadAnswer
        500 <x><error>no</error></x>: refused "no"
        500 {"message":"no"}: refused "no"
        500 <html>: unknown ServerError
        500 : unknown ServerError
        500 <success>o: unknown ServerError
        500 <health_check><success>1</success></health_check>: unknown ServerError
        502 <success>ok</success>: unknown BadAnswer
        502 <x><error>no</error></x>: unknown ServerError
        502 {"message":"no"}: unknown ServerError
        502 <html>: unknown ServerError
        502 : unknown ServerError
        502 <success>o: unknown ServerError
        502 <health_check><success>1</success></health_check>: unknown ServerError
        503 <success>ok</success>: unknown BadAnswer
        503 <x><error>no</error></x>: refused "no"
        503 {"message":"no"}: refused "no"
        503 <html>: unknown ServerError
        503 : unknown ServerError
        503 <success>o: unknown ServerError
        503 <health_check><success>1</success></health_check>: unknown ServerError
        504 <success>ok</success>: unknown BadAnswer
        504 <x><error>no</error></x>: unknown ServerError
        504 {"message":"no"}: unknown ServerError
        504 <html>: unknown ServerError
        504 : unknown ServerError
        504 <success>o: unknown ServerError
        504 <health_check><success>1</success></health_check>: unknown ServerError
    "#]]
    .assert_eq(&table);
}

#[test]
fn an_answer_that_did_not_come_is_unknown_and_what_never_left_is_not_sent() {
    let mut lost = TransportError::sent(TroubleKind::TimedOut, "silent");
    for kind in [TroubleKind::TimedOut, TroubleKind::BrokenOff, TroubleKind::TooLarge] {
        lost.kind = kind;
        let (answer, _) = command(PLANNED, Err(lost.clone()));
        assert!(matches!(answer, RoleAnswer::Unknown { .. }), "{answer:?}");
    }
    let unsent = TransportError::unsent(TroubleKind::Refused, "refused");
    assert_eq!(unsent.sent, Sent::No);
    let (answer, _) = command(PLANNED, Err(unsent));
    assert!(matches!(answer, RoleAnswer::NotSent { .. }), "{answer:?}");
}

#[test]
fn another_appliance_on_the_path_is_not_commanded() {
    let (appliance, script) = signed_in();
    let not_ready = block_on(appliance.ready_to_command(&STAND_IN.parse().unwrap())).unwrap_err();
    assert!(matches!(not_ready, NotReady::OtherAppliance { .. }), "{not_ready:?}");
    assert_eq!(script.count(), 3);
}

#[test]
fn the_command_goes_by_the_version_that_answered_the_check() {
    let (appliance, script) = signed_in();
    block_on(async {
        appliance.identity().await.expect("v1");
        // v1 is gone since, v2 has come.
        script.add(Call::HealthV1, answer(404, ""));
        script.add(Call::Health, documented("health-primary"));
        let ready = appliance.ready_to_command(&HOME.parse().unwrap()).await.expect("ready");
        script.add(Call::SetRole, documented("failover-role-started"));
        let answered = ready.set_role(PLANNED, 30_000).await.answer;
        assert!(matches!(answered, RoleAnswer::Started { .. }), "{answered:?}");
    });
    assert!(script.is_over());
}
