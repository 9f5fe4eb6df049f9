//! The table of lists against the vendor's OpenAPI files, version 1.10, read as data where they are; never copied.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use appliance::{List, Method, Write};
use domain::observation::Product;
use saphyr::{LoadableYamlNode as _, Yaml};
use serde_json::json;

/// Where the files are looked for: the folder `SWITCHBACK_OPENAPI`, or beside the project's own folder.
fn file(product: Product) -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/openapi");
    let folder = std::env::var_os("SWITCHBACK_OPENAPI").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let name = match product {
        Product::Rs => "rs-configuration-1.10.yaml",
        Product::Pra => "pra-configuration-1.10.yaml",
    };
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        let said = format!("SKIPPED: {} is not there; set SWITCHBACK_OPENAPI to its folder\n", path.display());
        std::io::stderr().write_all(said.as_bytes()).unwrap();
    }
    text
}

/// What a path takes: by method the names of the parameters of its query.
type Paths = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn text<'a>(yaml: &'a Yaml<'_>, name: &str) -> Option<&'a str> {
    yaml.as_mapping_get(name)?.as_str()
}

fn paths(text_of_file: &str) -> Paths {
    let loaded = Yaml::load_from_str(text_of_file).unwrap();
    let root = &loaded[0];
    let components = root.as_mapping_get("components").unwrap().as_mapping_get("parameters");
    let resolved = |parameter: &Yaml<'_>| -> Option<String> {
        let own = (text(parameter, "in"), text(parameter, "name"));
        let (place, name) = match text(parameter, "$ref") {
            Some(to) => {
                let to = to.rsplit('/').next().unwrap();
                let there = components.unwrap().as_mapping_get(to).unwrap();
                (text(there, "in"), text(there, "name"))
            }
            None => own,
        };
        (place == Some("query")).then(|| name.unwrap().to_owned())
    };
    let mut paths = Paths::new();
    for (path, at) in root.as_mapping_get("paths").unwrap().as_mapping().unwrap() {
        let all = at.as_mapping_get("parameters").and_then(|all| all.as_sequence().map(Vec::as_slice));
        let mut methods = BTreeMap::new();
        for method in ["get", "post", "patch", "delete"] {
            let Some(operation) = at.as_mapping_get(method) else { continue };
            let own = operation.as_mapping_get("parameters").and_then(|all| all.as_sequence().map(Vec::as_slice));
            let names = own.into_iter().chain(all).flatten().filter_map(resolved).collect();
            methods.insert(method.to_owned(), names);
        }
        paths.insert(path.as_str().unwrap().to_owned(), methods);
    }
    paths
}

/// Paths that are no list, object or change of the configuration, and so stand in no table.
fn is_something_else(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let ends = ["copy", "provision", "check-out", "check-in", "force-check-in", "rotate", "reactivate"];
    let ends_so = ends.contains(parts.last().unwrap());
    ends_so
        || path.starts_with("/jump-approval")
        || path.starts_with("/cli")
        || path == "/openapi.yaml"
        || path.ends_with("/group-policy-changes")
        || path.ends_with("{platform}")
        || path == "/jumpoint/{id}/installer"
        || path.contains("jump-item-association/")
        || path.contains("/remote-rdp-jump-item-")
}

#[test]
fn the_table_is_what_the_vendors_files_declare() {
    for product in [Product::Rs, Product::Pra] {
        let Some(text) = file(product) else { continue };
        let mut lists = 0;
        for (path, methods) in paths(&text) {
            if is_something_else(&path) {
                continue;
            }
            let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
            let is_id = |part: &&str| part.starts_with('{');
            let ids = parts.iter().filter(|part| is_id(part)).count();
            let words: Vec<&str> = parts.iter().copied().filter(|part| !is_id(part)).collect();
            let is_object = is_id(parts.last().unwrap());
            let parents = vec!["1"; ids - usize::from(is_object)];
            if !is_object && let Some(parameters) = methods.get("get") {
                lists += 1;
                let list = List::new(product, &words.join("/"), &parents).unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(list.is_paged(), parameters.iter().any(|name| name == "per_page"), "{path}");
                for filter in parameters.iter().filter(|name| !["per_page", "current_page"].contains(&name.as_str())) {
                    assert!(list.clone().filtered(filter, "x").is_ok(), "{path} {filter}");
                }
                for foreign in ["per_page", "current_page", "sort", ""] {
                    assert!(list.clone().filtered(foreign, "x").is_err());
                }
            }
            let real = parts.iter().map(|part| if is_id(part) { "1" } else { part }).collect::<Vec<_>>().join("/");
            let real = format!("/api/config/v1/{real}");
            for (method, name) in [(Method::Post, "post"), (Method::Patch, "patch"), (Method::Delete, "delete")] {
                let body = json!({});
                let body = (method != Method::Delete).then_some(&body);
                let is_taken = Write::new(product, method, &real, body).is_ok();
                assert_eq!(is_taken, methods.contains_key(name), "{name} {path}");
            }
        }
        assert_eq!(lists, List::names(product).len());
    }
}
