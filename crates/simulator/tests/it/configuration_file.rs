//! The Configuration API against the vendor's file, path by path.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use simulator::{Answer, Config, Product};

use crate::bench::{A, Bench, get_request, json_of, request};
use crate::openapi::OpenApi;

const BASE: &str = "/api/config/v1";

/// What is not built, or not as a whole: how its paths end, or begin.
const NOT_BUILT: &[&str] = &[
    "/copy",
    "/reactivate",
    "/provision",
    "/group-policy-changes",
    "/installer",
    "/{platform}",
    "/check-out",
    "/check-in",
    "/force-check-in",
    "/rotate",
    "/jump-item",
    "/shared-jump-group",
    "/remote-rdp-jump-item-candidates",
    "/remote-rdp-jump-item-association",
    "/jump-item-association",
    "/execution",
    "/script/{id}/resource",
    "/jump-approval/",
    "/openapi.yaml",
];

fn bench(product: Product) -> Bench {
    let mut bench = Bench::of(Config { product, objects: 40, ..Config::default() });
    bench
        .set(json!({"perm_configuration_vault_account": true, "rate_per_second": 100_000, "rate_per_hour": 1_000_000}));
    bench
}

fn ask(bench: &mut Bench, token: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let mut asked = get_request(&format!("{BASE}{path}"), token);
    method.clone_into(&mut asked.method);
    if let Some(body) = body {
        asked = request(
            method,
            &asked.target,
            &[
                ("Authorization", &format!("Bearer {token}")),
                ("Content-Type", "application/json"),
                ("Connection", "close"),
            ],
            &body.to_string(),
        );
    }
    bench.answered(A, &asked)
}

/// The path with an id in each place.
fn filled(path: &str, id: u64) -> String {
    let part = |part: &str| if part.starts_with('{') { id.to_string() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Everything that is wrong, of both files.
fn each_file(mut wrong_with: impl FnMut(Product, &OpenApi) -> Vec<String>) {
    let mut wrong = Vec::new();
    for product in [Product::Rs, Product::Pra] {
        if let Some(file) = OpenApi::of(product) {
            wrong.extend(wrong_with(product, &file).into_iter().map(|why| format!("{product:?} {why}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_built(path: &str) -> bool {
    path == "/jump-client/installer"
        || !NOT_BUILT.iter().any(|end| path.ends_with(end) || (end.ends_with('/') && path.starts_with(end)))
}

#[test]
fn every_path_takes_the_methods_of_the_file() {
    each_file(|product, file| {
        let mut bench = bench(product);
        let (token, mut wrong) = (bench.token(A), Vec::new());
        for (path, at) in file.paths().filter(|(path, _)| is_built(path)) {
            let answer = ask(&mut bench, &token, "OPTIONS", &filled(path, 1), None);
            let allowed: BTreeSet<&str> = answer.header("allow").unwrap_or_default().split(',').collect();
            let mut expected: BTreeSet<String> = at.keys().map(|method| method.to_uppercase()).collect();
            if expected.contains("GET") {
                expected.insert("HEAD".to_owned());
            }
            if allowed != expected.iter().map(String::as_str).collect() {
                wrong.push(format!("{path}: {allowed:?}, not {expected:?}"));
            }
        }
        wrong
    });
}

#[test]
fn every_list_and_every_object_is_what_the_file_says() {
    each_file(|product, file| {
        let mut bench = bench(product);
        let (token, mut wrong) = (bench.token(A), Vec::new());
        let mut seen = 0;
        for (path, at) in file.paths().filter(|(path, _)| is_built(path)) {
            let Some(operation) = at.get("get") else { continue };
            for id in 1..=3 {
                let answer = ask(&mut bench, &token, "GET", &filled(path, id), None);
                let (status, schema) = file.answer(operation);
                if answer.status == 404 && path.contains('{') {
                    continue;
                }
                let Some(schema) = schema.filter(|_| answer.status == status) else {
                    wrong.push(format!("{path}: {}, not {status}", answer.status));
                    continue;
                };
                let body = json_of(&answer);
                wrong.extend(file.fits(schema, &body, path).err());
                seen += body.as_array().map_or(1, Vec::len);
            }
        }
        assert!(seen > 150, "{seen} objects seen of {product:?}");
        wrong
    });
}

#[test]
fn a_list_takes_the_parameters_of_the_file_and_no_others() {
    each_file(|product, file| {
        let mut bench = bench(product);
        let (token, mut wrong) = (bench.token(A), Vec::new());
        for (path, at) in file.paths().filter(|(path, _)| is_built(path)) {
            let Some(operation) = at.get("get") else { continue };
            let declared = file.parameters(operation);
            let every =
                ["per_page", "current_page", "name", "hostname", "code_name", "tag", "colour"].map(str::to_owned);
            for name in every.iter().chain(&declared) {
                let answer = ask(&mut bench, &token, "GET", &format!("{}?{name}=5", filled(path, 1)), None);
                if answer.status != 404 && (answer.status == 401) == declared.contains(name) {
                    wrong.push(format!("{path} {name}: {}", answer.status));
                }
            }
            let pages = declared.iter().any(|name| name == "per_page");
            let headers = operation.pointer("/responses/200/headers").is_some();
            let answer = ask(&mut bench, &token, "GET", &filled(path, 1), None);
            if answer.status != 404 && answer.header("link").is_some() != (headers || pages) {
                wrong.push(format!("{path}: pages {headers}"));
            }
        }
        wrong
    });
}

#[test]
fn every_write_is_answered_as_the_file_says() {
    each_file(|product, file| {
        let mut wrong = Vec::new();
        for (path, at) in file.paths().filter(|(path, _)| is_built(path)) {
            let mut bench = bench(product);
            let token = bench.token(A);
            let mut there = filled(path, 1);
            for method in ["post", "patch", "delete"] {
                let Some(operation) = at.get(method) else { continue };
                // The file has the body of another path here: an account instead of a user.
                if (method, path) == ("post", "/vault/account-group/{id}/user") {
                    continue;
                }
                let body = file.body(operation, 7).filter(|_| method != "delete");
                if method == "post" {
                    // What hangs on the first of its kind is there already, so the third gets it.
                    there = filled(path, 3);
                    let parent = there.rsplit_once('/').unwrap().0;
                    if ask(&mut bench, &token, "GET", parent, None).status == 404 {
                        there = filled(path, 1);
                    }
                }
                let answer = ask(&mut bench, &token, &method.to_uppercase(), &there, body.as_ref());
                if answer.status == 404 && method != "post" {
                    continue;
                }
                let (status, schema) = file.answer(operation);
                let said = String::from_utf8_lossy(&answer.body);
                if answer.status != status {
                    wrong.push(format!("{method} {there} {body:?}: {} {said}", answer.status));
                    continue;
                }
                if let Some(schema) = schema.filter(|_| !answer.body.is_empty()) {
                    wrong.extend(file.fits(schema, &json_of(&answer), &there).err());
                }
                if method == "post" {
                    let location = answer.header("location").unwrap_or_default();
                    let made = location.split_once(BASE).map_or_else(String::new, |(_, made)| made.to_owned());
                    if ask(&mut bench, &token, "GET", &made, None).status != 200 {
                        wrong.push(format!("{there}: made at {location}, not there"));
                    }
                }
            }
        }
        wrong
    });
}
