//! The documented answers of the Configuration API, read.

use appliance::codec::configuration::{listed, object, written};
use appliance::{Method, Unread, WriteAnswer};
use domain::observation::TroubleKind;
use expect_test::expect;
use proptest::prelude::*;

use crate::fixture_data::{configuration, names};
use crate::script::with_header;

#[test]
fn every_documented_list_is_read_with_its_page() {
    let mut read = String::new();
    for (name, number) in [
        ("teams", 1),
        ("users-second-page", 2),
        ("jump-group-users-none", 1),
        ("group-policy-vault-accounts", 1),
        ("user-group-policies", 1),
        ("vault-account-association", 1),
    ] {
        let page = listed(&configuration(name).response, number, name.ends_with("association")).unwrap();
        let (objects, last, total, per_page) = (page.objects.len(), page.last, page.total, page.per_page);
        read.push_str(&format!("{name}: {objects} objects, last {last:?}, total {total:?}, per page {per_page:?}\n"));
    }
    expect![[r#"
        teams: 2 objects, last Some(1), total Some(2), per page Some(100)
        users-second-page: 5 objects, last Some(3), total Some(12), per page Some(5)
        jump-group-users-none: 0 objects, last Some(1), total Some(0), per page Some(100)
        group-policy-vault-accounts: 2 objects, last None, total None, per page None
        user-group-policies: 1 objects, last Some(1), total Some(1), per page Some(100)
        vault-account-association: 1 objects, last None, total None, per page None
    "#]]
    .assert_eq(&read);
}

#[test]
fn every_documented_answer_to_a_write_has_its_outcome() {
    let mut read = String::new();
    for name in names() {
        let exchange = configuration(&name);
        if exchange.method == Method::Get {
            continue;
        }
        let answer = written(&exchange.response, exchange.method != Method::Delete);
        let tells = matches!(&answer, WriteAnswer::Done { object: Some(_), .. });
        read.push_str(&format!("{name}: {answer:?}{}\n", if tells { " with the object" } else { "" }));
    }
    expect![[r#"
        group-policy-member-added: Done { status: 201, id: Some("12"), .. }
        group-policy-vault-account-removed: Done { status: 200, id: None, .. }
        jump-group-added: Done { status: 201, id: Some("9"), .. } with the object
        jump-group-changed: Done { status: 200, id: None, .. } with the object
        jump-group-invalid: Refused { status: 422, message: "The given data was invalid.", errors: {"code_name": ["The code_name has already been taken."], "name": ["The name is required.", "The name must be a string."]} }
        jump-group-removed: Done { status: 204, id: None, .. }
        method-not-allowed: Absent { status: 405, message: "Method not allowed." }
        unknown-field: Refused { status: 401, message: "Unknown parameter or field: colour.", errors: {} }
    "#]]
    .assert_eq(&read);
}

#[test]
fn a_5xx_a_redirect_and_what_cannot_be_read_settle_nothing() {
    for (status, body) in [
        (500, r#"{"message":"Oops."}"#),
        (502, ""),
        (503, "busy"),
        (302, ""),
        (200, "<html></html>"),
        (200, ""),
        (201, "{\"id\":"),
    ] {
        let response = crate::script::answer(status, body).unwrap();
        let answer = written(&response, true);
        assert!(matches!(answer, WriteAnswer::Unknown { .. }), "{status} {body}: {answer:?}");
    }
    let limited = crate::script::answer(429, r#"{"message":"Too many requests."}"#).unwrap();
    assert!(matches!(written(&limited, true), WriteAnswer::Refused { status: 429, .. }));
}

#[test]
fn each_failed_read_has_its_kind() {
    let of = |name: &str| Unread::of(&configuration(name).response);
    assert!(matches!(of("forbidden"), Unread::NotPermitted { status: 403, .. }));
    assert!(matches!(of("absent"), Unread::Absent { status: 404, .. }));
    assert!(matches!(of("method-not-allowed"), Unread::Absent { status: 405, .. }));
    assert!(matches!(of("unknown-parameter"), Unread::Refused { status: 401, .. }));
    let busy = Unread::of(&crate::script::answer(503, "").unwrap());
    assert_eq!(busy.trouble().kind, TroubleKind::ServerError);
}

#[test]
fn another_page_than_the_one_asked_for_is_not_taken() {
    let trouble = listed(&configuration("users-second-page").response, 3, false).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::BadAnswer);
    let odd = with_header(crate::script::answer(200, "[]"), "x-bt-pagination-last-page", "many").unwrap();
    assert_eq!(listed(&odd, 1, false).err().unwrap().kind, TroubleKind::BadAnswer);
    for body in ["[1]", "3", r#"{"message":"x"}"#, "[", "<html></html>", ""] {
        assert!(listed(&crate::script::answer(200, body).unwrap(), 1, false).is_err(), "{body}");
    }
    assert!(object(b"[]").is_err());
    assert_eq!(object(&configuration("jumpoint").response.body).unwrap()["name"], "Atlanta");
}

proptest! {
    #[test]
    fn no_answer_whatever_its_bytes_ends_in_a_panic(status in 100_u16..600, body in any::<Vec<u8>>(), field in ".*") {
        let mut response = crate::script::answer(status, "").unwrap();
        response.body = body.into();
        response.headers.push(("x-bt-pagination-total".to_owned(), field.clone()));
        response.headers.push(("location".to_owned(), field));
        let _ = listed(&response, 1, true);
        let _ = object(&response.body);
        let _ = written(&response, true);
        let _ = written(&response, false);
        let _ = Unread::of(&response).trouble();
    }
}
