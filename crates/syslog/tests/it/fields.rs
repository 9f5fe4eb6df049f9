//! Payloads to fields (failover-and-syslog section 4.4).

use syslog::{Fields, Wholeness};

fn fields(payload: &str) -> Vec<(String, String)> {
    let fields = Fields::of(payload.as_bytes());
    fields.map(|field| (field.key.text().into_owned(), field.value.text().into_owned())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_vendors_user_name_comes_back_without_its_escapes() {
    assert_eq!(fields(r"new_username=user\;s\=name\\id"), pairs(&[("new_username", r"user;s=name\id")]));
}

#[test]
fn a_backslash_before_other_bytes_stays() {
    assert_eq!(fields(r"a=C:\temp\n;b=\"), pairs(&[("a", r"C:\temp\n"), ("b", r"\")]));
}

#[test]
fn backslashes_before_a_separator_count() {
    assert_eq!(fields(r"a=\\;b=\\\;c=\\\\;d="), pairs(&[("a", r"\"), ("b", r"\;c=\\"), ("d", "")]));
}

#[test]
fn keys_keep_their_colons_and_lose_their_escapes() {
    let expected = pairs(&[("old_permissions:support:jump", "1"), ("a=b", "2")]);
    assert_eq!(fields(r"old_permissions:support:jump=1;a\=b=2"), expected);
}

#[test]
fn a_second_equals_sign_belongs_to_the_value() {
    assert_eq!(fields("a=b=c"), pairs(&[("a", "b=c")]));
    assert_eq!(fields("=b"), pairs(&[("", "b")]));
}

#[test]
fn what_comes_twice_comes_twice_and_in_order() {
    assert_eq!(fields("a=1;b=2;a=3;a=1"), pairs(&[("a", "1"), ("b", "2"), ("a", "3"), ("a", "1")]));
}

#[test]
fn empty_fields_are_none_and_empty_values_are_some() {
    assert_eq!(fields(";;a=; ;;b=1;"), pairs(&[("a", ""), ("b", "1")]));
    assert_eq!(fields(""), pairs(&[]));
}

#[test]
fn blanks_before_a_key_go_and_blanks_of_a_value_stay() {
    assert_eq!(fields("a= 1 ;  b =2 "), pairs(&[("a", " 1 "), ("b ", "2 ")]));
}

#[test]
fn json_values_are_values_like_others() {
    let payload = r#"criteria={"name":["a","b"],"shared_jump_groups":[3]};managed_ip_ranges=[]"#;
    let expected = [("criteria", r#"{"name":["a","b"],"shared_jump_groups":[3]}"#), ("managed_ip_ranges", "[]")];
    assert_eq!(fields(payload), pairs(&expected));
}

#[test]
fn a_key_without_a_value_is_told_as_one() {
    let told: Vec<_> = Fields::of(b"become_backup;a=1").map(|field| field.wholeness).collect();
    assert_eq!(told, [Wholeness::Bare, Wholeness::Whole]);
}

#[test]
fn bytes_that_are_no_text_are_kept_as_bytes() {
    let field = Fields::of(b"a=J\xFFr\\;gen").next().expect("a field");
    assert_eq!((field.value.bytes().as_ref(), field.value.text().as_ref()), (&b"J\xFFr;gen"[..], "J\u{FFFD}r;gen"));
    assert!(field.value.is(b"J\xFFr;gen") && !field.value.is(b"J"));
}
