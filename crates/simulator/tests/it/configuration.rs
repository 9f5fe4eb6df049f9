//! The Configuration API as sentences: pages, filters, refusals, rights.

use serde_json::{Value, json};
use simulator::{Answer, Config, Product};

use crate::bench::{A, B, Bench, get_request, json_of};
use crate::changes::change;

fn ask(bench: &mut Bench, method: &str, path: &str, body: &Value) -> Answer {
    let token = bench.token(A);
    bench.answered(A, &change(&token, method, path, body))
}

fn get(bench: &mut Bench, path: &str) -> Answer {
    let token = bench.token(A);
    bench.answered(A, &get_request(&format!("/api/config/v1{path}"), &token))
}

fn seeded(objects: u64) -> Bench {
    let mut bench = Bench::of(Config { objects, ..Config::default() });
    bench.set(json!({"rate_per_second": 1_000}));
    bench
}

#[test]
fn a_list_comes_in_pages_with_their_headers() {
    let mut bench = seeded(500);
    let first = get(&mut bench, "/jump-item/shell-jump");
    assert_eq!(json_of(&first).as_array().unwrap().len(), 100, "a hundred unasked");
    let header = |answer: &Answer, name: &str| answer.header(&format!("X-BT-Pagination-{name}")).unwrap().to_owned();
    assert_eq!((header(&first, "Total"), header(&first, "Last-Page")), ("251".to_owned(), "3".to_owned()));
    let page = get(&mut bench, "/jump-item/shell-jump?per_page=50&current_page=6");
    assert_eq!(json_of(&page).as_array().unwrap().len(), 1);
    assert_eq!((header(&page, "Current-Page"), header(&page, "Per-Page")), ("6".to_owned(), "50".to_owned()));
    let links = page.header("link").unwrap();
    let url = "https://support.example.test/api/config/v1/jump-item/shell-jump?per_page=50&current_page=";
    let at = |page: u8, rel: &str| format!("<{url}{page}>; rel=\"{rel}\"");
    assert_eq!(links, [at(1, "first"), at(5, "previous"), at(6, "last")].join(", "));
    let beyond = get(&mut bench, "/jump-item/shell-jump?current_page=9");
    assert_eq!((beyond.status, json_of(&beyond)), (200, json!([])));
}

#[test]
fn a_page_size_out_of_bounds_is_422_and_an_unknown_parameter_401() {
    let mut bench = Bench::new();
    for (query, status) in
        [("per_page=4", 422), ("per_page=101", 422), ("current_page=0", 422), ("per_page=five", 422), ("page=1", 401)]
    {
        let answer = get(&mut bench, &format!("/team?{query}"));
        assert_eq!(answer.status, status, "{query}");
    }
    let refused = get(&mut bench, "/team?page=1");
    assert_eq!(json_of(&refused).get("error"), None, "it is not the 401 of a bad token");
    assert_eq!(get(&mut bench, "/group-policy/2/jump-group?per_page=50").status, 401, "this list has no pages");
}

#[test]
fn filters_are_exact_in_any_case_and_all_must_fit() {
    let mut bench = Bench::new();
    let mut names = |query: &str| {
        let found = json_of(&get(&mut bench, &format!("/team?{query}")));
        found.as_array().unwrap().iter().map(|team| team["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("name=SERVERS"), ["Servers"]);
    assert_eq!(names("name=serv"), Vec::<String>::new());
    assert_eq!(names("name=servers&code_name=servers"), ["Servers"]);
    assert_eq!(names("name=servers&code_name=other"), Vec::<String>::new());
}

#[test]
fn a_write_that_is_not_right_says_which_field() {
    let mut bench = Bench::new();
    for (body, status, field) in [
        (json!({"name": "x", "colour": "red"}), 401, None),
        (json!({"comments": "x"}), 422, Some("name")),
        (json!({"name": ""}), 422, Some("name")),
        (json!({"name": 7}), 422, Some("name")),
        (json!({"name": "x", "code_name": "servers"}), 422, Some("code_name")),
        (json!([1]), 422, None),
    ] {
        let answer = ask(&mut bench, "POST", "/team", &body);
        assert_eq!(answer.status, status, "{body}");
        let errors = json_of(&answer)["errors"].as_object().map(|errors| errors.keys().cloned().collect::<Vec<_>>());
        assert_eq!(errors.unwrap_or_default().first().map(String::as_str), field, "{body}");
    }
    assert_eq!(ask(&mut bench, "PATCH", "/team/9", &json!({"name": "x"})).status, 404);
    assert_eq!(ask(&mut bench, "DELETE", "/team/9", &json!({})).status, 404);
    assert_eq!(ask(&mut bench, "POST", "/team/9/user", &json!({"user_id": 1})).status, 404);
    let again = ask(&mut bench, "POST", "/team/1/user", &json!({"user_id": 2}));
    assert_eq!((again.status, json_of(&again)["errors"]["user_id"].is_array()), (422, true), "it is a member already");
}

#[test]
fn what_is_read_only_changes_nothing() {
    let mut bench = Bench::new();
    let answer = ask(&mut bench, "PATCH", "/user/2", &json!({"id": 9, "perm_admin": true, "enabled": false}));
    let user = json_of(&answer);
    assert_eq!((&user["id"], &user["perm_admin"], &user["enabled"]), (&json!(2), &json!(false), &json!(false)));
}

#[test]
fn what_hangs_on_an_object_goes_with_it() {
    let mut bench = Bench::new();
    assert_eq!(get(&mut bench, "/team/1/user").status, 200);
    assert_eq!(ask(&mut bench, "DELETE", "/team/1", &json!({})).status, 204);
    assert_eq!(get(&mut bench, "/team/1/user").status, 404);
    let made = json_of(&ask(&mut bench, "POST", "/team", &json!({"name": "New"})));
    assert_eq!(made["id"], 3, "no id is used twice");
}

#[test]
fn a_code_name_nobody_gives_is_made_after_the_name_and_is_free() {
    let mut bench = Bench::new();
    let made = json_of(&ask(&mut bench, "POST", "/team", &json!({"name": "Servers"})));
    assert_eq!(made["code_name"], "servers_2");
}

#[test]
fn the_rights_are_the_configurations_and_the_vaults() {
    let mut bench = Bench::new();
    assert_eq!((get(&mut bench, "/team").status, get(&mut bench, "/vault/account").status), (200, 403));
    bench.set(json!({"perm_configuration_vault_account": true, "perm_command": "deny"}));
    assert_eq!((get(&mut bench, "/team").status, get(&mut bench, "/vault/account").status), (200, 200));
    bench.set(json!({"perm_configuration": false}));
    assert_eq!((get(&mut bench, "/team").status, get(&mut bench, "/vault/account").status), (403, 403));
    let token = bench.answered(A, &get_request("/api/config/v1/team", "no token"));
    assert_eq!((token.status, &json_of(&token)["error"]), (401, &json!("access_denied")));
    bench.set(json!({"perm_command": "read_only"}));
    let told = bench.get(A, "/api/command/v2/info").1;
    assert_eq!(told["permissions"]["perm_configuration"], false, "{told}");
}

#[test]
fn a_method_that_does_not_go_is_405_with_those_that_do() {
    let mut bench = Bench::new();
    let refused = ask(&mut bench, "POST", "/user", &json!({}));
    assert_eq!((refused.status, refused.header("allow")), (405, Some("GET,HEAD")), "Remote Support makes no users");
    let mut pra = Bench::of(Config { product: Product::Pra, ..Config::default() });
    let user = json!({"username": "eve", "public_display_name": "Eve", "password": "a secret of eve"});
    assert_eq!(ask(&mut pra, "POST", "/user", &user).status, 201);
    assert_eq!(get(&mut pra, "/rep-status").status, 404, "only Remote Support has it");
    assert_eq!(get(&mut bench, "/vendor").status, 404, "only Privileged Remote Access has it");
}

#[test]
fn head_tells_the_headers_and_nothing_else() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let mut asked = get_request("/api/config/v1/team", &token);
    "HEAD".clone_into(&mut asked.method);
    let answer = bench.answered(A, &asked);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(answer.header("x-bt-pagination-total"), Some("2"));
}

#[test]
fn requests_count_against_the_one_limit_of_the_account() {
    let mut bench = Bench::new();
    bench.set(json!({"rate_per_second": 2}));
    let token = bench.token(A);
    assert_eq!(bench.answered(A, &get_request("/api/config/v1/team", &token)).status, 200);
    let refused = bench.answered(A, &get_request("/api/config/v1/team", &token));
    assert_eq!((refused.status, refused.header("x-ratelimit-limit")), (429, Some("15000")));
}

#[test]
fn it_answers_on_the_backup_too_and_there_are_its_own_objects() {
    let mut bench = Bench::new();
    let token = bench.token(B);
    bench.answered(B, &change(&token, "DELETE", "/rep-status/1", &json!({})));
    assert_eq!(bench.get(B, "/api/config/v1/rep-status").1.as_array().unwrap().len(), 1);
    assert_eq!(bench.get(A, "/api/config/v1/rep-status").1.as_array().unwrap().len(), 2);
}
