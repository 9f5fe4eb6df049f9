//! Privileged Remote Access: its names, and what it does not have.

use simulator::{Config, Product};

use crate::bench::{A, Bench, planned, switched};

fn bench(api: &str) -> Bench {
    Bench::of(Config { product: Product::Pra, ..switched(&[("api", api)]) })
}

#[test]
fn info_says_pra_with_the_names_of_its_rights() {
    let mut bench = bench("v2");
    let (_, info) = bench.get(A, "/api/command/v2/info");
    assert_eq!(info["product"], "pra");
    let names: Vec<&str> = info["permissions"].as_object().unwrap().keys().map(String::as_str).collect();
    for name in ["perm_command", "perm_reporting_session", "perm_reporting_asset", "perm_scim"] {
        assert!(names.contains(&name), "{name}");
    }
    for name in ["perm_reporting_support", "perm_real_time_state", "perm_reporting_archive"] {
        assert!(!names.contains(&name), "{name}");
    }
}

#[test]
fn v1_has_no_list_of_appliances_and_v2_has() {
    let mut bench = bench("both");
    assert_eq!(bench.xml(A, "action=get_appliances").name, "error");
    assert_eq!(bench.get(A, "/api/command/v2/appliance").1.as_array().map(Vec::len), Some(2));
    assert_eq!(bench.xml(A, "action=check_health").text_of("failover_role"), Some("primary"));
}

#[test]
fn it_fails_over_like_remote_support_over_either_api() {
    let mut by_v2 = bench("v2");
    assert_eq!(by_v2.command(A, planned()).0, 200);
    let mut by_v1 = bench("v1");
    assert_eq!(by_v1.xml(A, "action=set_failover_role&role=backup&data_sync_first=1").name, "success");
    for mut bench in [by_v2, by_v1] {
        bench.wait(12_000);
        assert_eq!(bench.roles(), (simulator::config::Role::Backup, simulator::config::Role::Primary));
    }
}
