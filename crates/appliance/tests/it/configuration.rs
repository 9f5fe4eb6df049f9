//! Lists, objects and writes of the Configuration API.

use std::sync::Arc;

use appliance::{Configuration, Found, Limiter, List, Method, NotDeclared, Page, Request, Unread, Write, WriteAnswer};
use domain::observation::{Product, TroubleKind};
use futures::StreamExt as _;
use serde_json::json;

use crate::fixture_data::{configuration, names};
use crate::script::{Reply, SECRET, TOKEN, answer, broken, denied, with_header};
use crate::steps::{FnWire, Steps, appliance_over};

fn over(clock: &Steps, wire: &Arc<FnWire>) -> Configuration {
    appliance_over(clock, wire, &Arc::new(Limiter::new())).configuration()
}

fn number(request: &Request, name: &str) -> Option<usize> {
    let query = request.path.split_once('?')?.1;
    query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

/// Answers with the page that is asked for of a list of `total` objects.
fn paged(request: &Request, total: usize, told: bool) -> Reply {
    let (per_page, page) = (number(request, "per_page").unwrap(), number(request, "current_page").unwrap());
    let objects: Vec<_> =
        (1..=total).skip((page - 1) * per_page).take(per_page).map(|id| json!({ "id": id })).collect();
    let reply = answer(200, &json!(objects).to_string());
    if !told {
        return reply;
    }
    let last = total.div_ceil(per_page).max(1);
    let reply = with_header(reply, "x-bt-pagination-current-page", &page.to_string());
    let reply = with_header(reply, "x-bt-pagination-last-page", &last.to_string());
    let reply = with_header(reply, "x-bt-pagination-per-page", &per_page.to_string());
    with_header(reply, "x-bt-pagination-total", &total.to_string())
}

fn all(clock: &Steps, configuration: &Configuration, list: &List, from: u32) -> Vec<Result<Page, Unread>> {
    clock.run(configuration.pages(list, from).collect())
}

fn users() -> List {
    List::new(Product::Rs, "user", &[]).unwrap()
}

#[test]
fn every_documented_read_is_asked_for_as_it_is_documented() {
    for name in names() {
        let exchange = configuration(&name);
        if exchange.method != Method::Get || name == "unknown-parameter" || name == "users-second-page" {
            continue;
        }
        let bare = exchange.path.split('?').next().unwrap();
        let below: Vec<&str> = bare.strip_prefix("/api/config/v1/").unwrap().split('/').collect();
        let is_id = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let mut ids: Vec<&str> = below.iter().copied().filter(is_id).collect();
        let own = if is_id(below.last().unwrap()) { ids.pop() } else { None };
        let words: Vec<&str> = below.iter().copied().filter(|part| !is_id(part)).collect();
        let list = List::new(Product::Rs, &words.join("/"), &ids).expect(&name);
        let clock = Steps::default();
        let response = exchange.response.clone();
        let wire = FnWire::new(&clock, 10, move |_| Ok(response.clone()));
        let configuration = over(&clock, &wire);
        clock.run(async {
            match own {
                Some(id) => drop(configuration.object(&list, id).await),
                None => drop(configuration.page(&list, 1).await),
            }
        });
        assert_eq!(wire.paths()[0], exchange.path, "{name}");
        let sent = wire.sent.lock().unwrap();
        assert!(sent[0].1.headers.contains(&("accept", "application/json".to_owned())));
        assert!(sent[0].1.headers.contains(&("connection", "close".to_owned())));
    }
}

#[test]
fn a_long_list_is_read_page_after_page_and_in_order() {
    for told in [true, false] {
        let clock = Steps::default();
        let wire = FnWire::new(&clock, 300, move |request| paged(request, 1_950, told));
        let configuration = over(&clock, &wire);
        let pages: Vec<Page> = all(&clock, &configuration, &users(), 1).into_iter().map(Result::unwrap).collect();
        let ids = pages.iter().flat_map(|page| &page.objects).map(|object| object["id"].as_u64().unwrap());
        assert!(ids.eq(1..=1_950), "told: {told}");
        assert_eq!(wire.paths().len(), 20);
        assert_eq!(pages[3].last, told.then_some(20));
        // Again from where it broke off.
        assert_eq!(all(&clock, &configuration, &users(), 18).len(), 3);
    }
}

#[test]
fn a_list_that_ends_with_a_full_page_is_not_asked_for_another_where_the_end_is_told() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |request| paged(request, 200, true));
    assert_eq!(all(&clock, &over(&clock, &wire), &users(), 1).len(), 2);
    let wire = FnWire::new(&clock, 10, |request| paged(request, 200, false));
    assert_eq!(all(&clock, &over(&clock, &wire), &users(), 1).len(), 3);
    let wire = FnWire::new(&clock, 10, |request| paged(request, 0, true));
    assert_eq!(all(&clock, &over(&clock, &wire), &users(), 1).len(), 1);
}

#[test]
fn a_list_that_changes_while_it_is_read_is_told_so() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |request| {
        paged(request, if number(request, "current_page") < Some(5) { 950 } else { 949 }, true)
    });
    let read = all(&clock, &over(&clock, &wire), &users(), 1);
    assert_eq!(read.last(), Some(&Err(Unread::Changed)));
    assert_eq!(read.len(), 6);
}

#[test]
fn a_page_that_holds_less_than_was_told_is_never_taken_for_the_whole() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |_| {
        let reply = with_header(answer(200, r#"[{"id":1}]"#), "x-bt-pagination-last-page", "1");
        with_header(reply, "x-bt-pagination-total", "2")
    });
    let read = all(&clock, &over(&clock, &wire), &users(), 1);
    assert_eq!(read[1], Err(Unread::Changed));
}

#[test]
fn an_error_ends_the_list_and_is_its_last_item() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |request| match number(request, "current_page") {
        Some(3) => answer(500, ""),
        _ => paged(request, 900, true),
    });
    let read = all(&clock, &over(&clock, &wire), &users(), 1);
    assert_eq!(read.len(), 3);
    assert_eq!(read[2].as_ref().unwrap_err().trouble().kind, TroubleKind::ServerError);
}

#[test]
fn a_list_without_pages_is_asked_for_with_no_parameter_and_never_cut_off_in_silence() {
    let clock = Steps::default();
    let list = List::new(Product::Rs, "user/group-policies", &["6"]).unwrap();
    let whole = configuration("user-group-policies").response;
    let wire = FnWire::new(&clock, 10, move |_| Ok(whole.clone()));
    let configuration = over(&clock, &wire);
    assert_eq!(all(&clock, &configuration, &list, 1).len(), 1);
    assert_eq!(wire.paths(), ["/api/config/v1/user/6/group-policies"]);
    assert!(clock.run(configuration.page(&list, 2)).is_err());
    let wire = FnWire::new(&clock, 10, |_| {
        let reply = with_header(answer(200, r#"[{"id":1}]"#), "x-bt-pagination-last-page", "2");
        with_header(reply, "x-bt-pagination-total", "101")
    });
    let read = all(&clock, &over(&clock, &wire), &list, 1);
    assert_eq!(read[1].as_ref().unwrap_err().trouble().kind, TroubleKind::BadAnswer);
}

#[test]
fn an_unknown_parameter_costs_no_token_and_a_refused_token_one() {
    let clock = Steps::default();
    let named = configuration("unknown-parameter").response;
    let wire = FnWire::new(&clock, 10, move |_| Ok(named.clone()));
    let configuration = over(&clock, &wire);
    for _ in 0..3 {
        let unread = clock.run(configuration.page(&users(), 1)).unwrap_err();
        assert!(matches!(unread, Unread::Refused { status: 401, .. }));
    }
    assert_eq!((wire.paths().len(), *wire.tokens.lock().unwrap()), (3, 1));
    let wire = FnWire::new(&clock, 10, |_| denied());
    let configuration = over(&clock, &wire);
    for _ in 0..3 {
        let unread = clock.run(configuration.page(&users(), 1)).unwrap_err();
        assert_eq!(unread.trouble().kind, TroubleKind::TokenRefused);
    }
    // The first was fresh; for a while there is no other.
    assert_eq!(*wire.tokens.lock().unwrap(), 1);
}

#[test]
fn only_what_is_declared_can_be_asked_or_written() {
    let new = |name: &str, ids: &[&str]| List::new(Product::Rs, name, ids).map(|_| ());
    assert!(matches!(new("skill", &[]), Err(NotDeclared::List(_))));
    assert!(matches!(new("vendor", &[]), Err(NotDeclared::List(_))));
    assert!(List::new(Product::Pra, "vendor", &[]).is_ok());
    assert!(matches!(new("jump-group/user", &[]), Err(NotDeclared::Ids { wanted: 1, given: 0, .. })));
    for id in ["", "..", "1/2", "1?x", "a b", "ä", "installer", "-1"] {
        assert!(matches!(new("jump-group/user", &[id]), Err(NotDeclared::Id(_))), "{id}");
    }
    assert!(matches!(users().filtered("name", "x"), Err(NotDeclared::Filter { .. })));
    let filtered = users().filtered("username", "ann@example.com & co").unwrap();
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |request| paged(request, 1, true));
    clock.run(over(&clock, &wire).page(&filtered, 1)).unwrap();
    assert_eq!(wire.paths(), ["/api/config/v1/user?per_page=100&current_page=1&username=ann%40example.com%20%26%20co"]);

    let some = json!({ "name": "x" });
    let list = json!([]);
    let write = |method, path: &str, body| Write::new(Product::Rs, method, path, body).map(|_| ());
    for (method, path, body) in [
        (Method::Post, "/api/config/v1/jump-group", Some(&some)),
        (Method::Patch, "/api/config/v1/jump-group/9", Some(&some)),
        (Method::Delete, "/api/config/v1/group-policy/3/vault-account/7", None),
        (Method::Patch, "/api/config/v1/vault/account/7/jump-item-association", Some(&some)),
        (Method::Delete, "/api/config/v1/jump-client/12", None),
    ] {
        assert_eq!(write(method, path, body), Ok(()), "{path}");
    }
    for (method, path) in [
        (Method::Post, "/api/config/v1/user"),
        (Method::Post, "/api/config/v1/jump-group/9"),
        (Method::Delete, "/api/config/v1/jump-group"),
        (Method::Delete, "/api/config/v1/jump-group/"),
        (Method::Delete, "/api/config/v1/jump-group/.."),
        (Method::Delete, "/api/config/v1/jump-group/9?x=1"),
        (Method::Post, "/api/config/v1/vault/account/7/check-out"),
        (Method::Post, "/api/command/v2/failover-role"),
        (Method::Patch, "/api/config/v1/security-provider/1"),
        (Method::Get, "/api/config/v1/jump-group"),
    ] {
        let body = (method != Method::Delete).then_some(&some);
        assert!(matches!(write(method, path, body), Err(NotDeclared::Written(_))), "{path}");
    }
    assert_eq!(write(Method::Delete, "/api/config/v1/team/1", Some(&some)), Err(NotDeclared::Body));
    assert_eq!(write(Method::Patch, "/api/config/v1/team/1", Some(&list)), Err(NotDeclared::Body));
    assert_eq!(write(Method::Patch, "/api/config/v1/team/1", None), Err(NotDeclared::Body));
}

fn written(clock: &Steps, wire: &Arc<FnWire>) -> WriteAnswer {
    let body = json!({ "comments": "Out of hours" });
    let write = Write::new(Product::Rs, Method::Patch, "/api/config/v1/jump-group/9", Some(&body)).unwrap();
    clock.run(over(clock, wire).write(write)).answer
}

#[test]
fn every_documented_write_is_sent_as_it_is_documented() {
    for name in names() {
        let exchange = configuration(&name);
        if exchange.method == Method::Get || name == "method-not-allowed" {
            continue;
        }
        let clock = Steps::default();
        let response = exchange.response.clone();
        let wire = FnWire::new(&clock, 10, move |_| Ok(response.clone()));
        let write = Write::new(Product::Rs, exchange.method, &exchange.path, exchange.body.as_ref()).expect(&name);
        clock.run(over(&clock, &wire).write(write));
        let sent = wire.sent.lock().unwrap();
        let (_, request) = &sent[0];
        assert_eq!((request.method, &request.path), (exchange.method, &exchange.path));
        let is_json = request.headers.contains(&("content-type", "application/json".to_owned()));
        assert_eq!(is_json, exchange.body.is_some());
        let body = (!request.body.is_empty()).then(|| serde_json::from_slice(&request.body).unwrap());
        assert_eq!(body, exchange.body);
    }
}

#[test]
fn a_write_is_sent_once_whatever_comes_of_it() {
    type Made = fn() -> Reply;
    let halfway: Made = || broken().map_err(appliance::TransportError::after_first_byte);
    let silent: Made = || Err(appliance::TransportError::sent(TroubleKind::TimedOut, "no answer"));
    let unsent: Made = || Err(appliance::TransportError::unsent(TroubleKind::Refused, "refused"));
    let server_error: Made = || answer(500, r#"{"message":"Oops."}"#);
    for (reply, outcome) in [
        (broken as Made, "Unknown"),
        (halfway, "Unknown"),
        (silent, "Unknown"),
        (server_error, "Unknown"),
        (unsent, "NotSent"),
        (denied as Made, "Refused"),
    ] {
        let clock = Steps::default();
        let wire = FnWire::new(&clock, 10, move |_| reply());
        let answer = written(&clock, &wire);
        assert!(format!("{answer:?}").starts_with(outcome), "{answer:?}");
        assert_eq!(wire.paths().len(), 1);
    }
}

#[test]
fn a_write_whose_token_was_refused_has_the_next_one_fetched_by_the_next_call() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |_| denied());
    let configuration = over(&clock, &wire);
    for tokens in 1..=2 {
        let body = json!({ "comments": "x" });
        let write = Write::new(Product::Rs, Method::Patch, "/api/config/v1/jump-group/9", Some(&body)).unwrap();
        clock.run(configuration.write(write));
        assert_eq!(*wire.tokens.lock().unwrap(), tokens);
    }
}

#[test]
fn secrets_of_answers_are_told_to_the_caller_and_shown_by_no_debug() {
    let clock = Steps::default();
    let response = configuration("jumpoint").response;
    let wire = FnWire::new(&clock, 10, move |_| Ok(response.clone()));
    let configuration = over(&clock, &wire);
    let list = List::new(Product::Rs, "jumpoint", &[]).unwrap();
    let found: Found = clock.run(configuration.object(&list, "4")).unwrap();
    assert_eq!(found.object["docker_deploy_key"], "canary-deploy-key");
    assert!(!format!("{found:?}").contains("canary"));
    let page = clock.run(configuration.page(&list, 1)).unwrap();
    assert_eq!(page.objects[0]["docker_deploy_key"], "canary-deploy-key");
    assert!(!format!("{page:?}").contains("canary"));
    let answer = written(&clock, &wire);
    assert!(matches!(&answer, WriteAnswer::Done { object: Some(_), .. }));
    assert!(!format!("{answer:?}").contains("canary"));
    let write = Write::new(Product::Rs, Method::Post, "/api/config/v1/team", Some(&json!({ "name": "canary" })));
    assert!(!format!("{write:?}").contains("canary"));
}

#[test]
fn our_own_secrets_are_masked_where_an_answer_repeats_them() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |_| answer(422, &json!({ "message": format!("{TOKEN} {SECRET}") }).to_string()));
    assert!(!format!("{:?}", written(&clock, &wire)).contains("canary"));
    let unread = clock.run(over(&clock, &wire).page(&users(), 1)).unwrap_err();
    assert!(!format!("{unread:?}").contains("canary"));
}
