//! The Configuration and the Reporting API of the simulated pair, as the client reads and writes them.

use std::sync::{Arc, Mutex};

use appliance::{
    Account, Appliance, Limiter, Limits, List, Method, NoReport, Share, Unread, Write, WriteAnswer, configuration,
};
use domain::observation::{Product, TroubleKind};
use futures::{StreamExt as _, stream};
use scenarios::in_process::{FAULTS, Simulation};
use scenarios::virtual_time::VirtualClock;
use secrecy::SecretString;
use serde_json::{Value, json};
use simulator::model::fault::{Fault, FaultCall, FaultKind};
use simulator::{Call, Config, Door, Model, Which};

struct Data {
    clock: VirtualClock,
    simulation: Simulation,
    a: Appliance,
    b: Appliance,
}

fn data(config: Config) -> Data {
    let clock = VirtualClock::starting_at(config.start_ms);
    let account = Account {
        client_id: config.account.client_id.clone(),
        secret: SecretString::from(config.account.client_secret.clone()),
        limiter: Arc::new(Limiter::new()),
    };
    let simulation = Simulation { model: Arc::new(Mutex::new(Model::new(config))), clock: clock.clone() };
    let appliance = |which| {
        let wire = simulation.wire(Door::Appliance(which));
        Appliance::new(wire, Arc::new(clock.clone()), Some(account.clone()), None, Limits::default())
    };
    let (a, b) = (appliance(Which::A), appliance(Which::B));
    Data { clock, simulation, a, b }
}

fn set(config: &mut Config, name: &str, value: Value) {
    let mut model = Model::new(config.clone());
    let values = [(name.to_owned(), value)].into_iter().collect();
    model.set_pair(config.start_ms, &values).expect("a setting");
    config.settings = model.settings().clone();
}

fn list(name: &str) -> List {
    List::new(Product::Rs, name, &[]).expect("a list")
}

async fn whole(appliance: &Appliance, list: &List) -> Result<Vec<Value>, Unread> {
    let configuration = appliance.configuration();
    let mut objects = Vec::new();
    let mut pages = std::pin::pin!(configuration.pages(list, 1));
    while let Some(page) = pages.next().await {
        objects.extend(page?.objects);
    }
    Ok(objects)
}

/// Every list that stands below no other object, and how many objects each has.
async fn snapshot(appliance: &Appliance, product: Product) -> usize {
    let lists = List::names(product).into_iter().filter_map(|name| List::new(product, &name, &[]).ok());
    let reads = stream::iter(lists).map(|list| async move {
        let read = whole(appliance, &list).await;
        read.unwrap_or_else(|unread| panic!("{}: {unread}", list.name())).len()
    });
    reads.buffer_unordered(configuration::IN_FLIGHT).fold(0, |sum, count| async move { sum + count }).await
}

#[test]
fn every_list_of_both_products_is_read_with_nothing_but_what_it_takes() {
    for (product, simulated) in [(Product::Rs, simulator::Product::Rs), (Product::Pra, simulator::Product::Pra)] {
        let mut config = Config { product: simulated, objects: 2_000, ..Config::seeded(7) };
        set(&mut config, "perm_configuration_vault_account", json!(true));
        let data = data(config);
        let read = data.clock.run(snapshot(&data.a, product));
        assert!(read >= 2_000, "{read}");
        data.simulation.with(|model, _| {
            let refused = model.record().requests.iter().find(|request| request.status != Some(200));
            assert_eq!(refused, None);
            assert_eq!(model.record().violations, []);
        });
    }
}

#[test]
fn a_snapshot_of_twenty_thousand_objects_uses_its_share_and_stays_within_it() {
    let mut config = Config { objects: 20_000, ..Config::seeded(7) };
    set(&mut config, "perm_configuration_vault_account", json!(true));
    set(&mut config, "api_latency_ms", json!(250));
    let data = data(config);
    let read = data.clock.run(async {
        let (one, other) = futures::join!(snapshot(&data.a, Product::Rs), snapshot(&data.b, Product::Rs));
        one + other
    });
    assert!(read >= 40_000, "{read}");
    data.simulation.with(|model, _| {
        let requests = model.record().requests.iter().filter(|request| request.call == Call::Configuration);
        let at_ms: Vec<i64> = requests.map(|request| request.at_ms).collect();
        let share = Share::COLLECTING.per_second;
        let most = at_ms.iter().map(|from| at_ms.iter().filter(|at| (*from..from + 1_000).contains(*at)).count()).max();
        let took_ms = usize::try_from(at_ms[at_ms.len() - 1] - at_ms[0]).unwrap();
        let possible = took_ms * share / 1_000;
        assert!(most <= Some(share), "{most:?} in a second");
        assert!(at_ms.len() * 100 >= possible * 95, "{} of {possible}", at_ms.len());
        assert_eq!(model.record().violations, []);
    });
}

fn downloaded(data: &Data, from: &Appliance) -> (Result<u64, NoReport>, Vec<u8>) {
    let mut into = Vec::new();
    let outcome = data.clock.run(from.syslog_report(&mut into, 64 << 20));
    (outcome.map(|report| report.bytes), into)
}

#[test]
fn the_log_is_downloaded_from_both_and_each_refusal_has_its_kind() {
    let pair = data(Config::seeded(7));
    for appliance in [&pair.a, &pair.b] {
        let (outcome, into) = downloaded(&pair, appliance);
        assert_eq!(outcome.unwrap(), into.len() as u64);
        assert!(into.starts_with(b"PK\x03\x04"));
    }
    for (switch, setting) in [("v1_denied", "403"), ("v1_denied", "error")] {
        let mut config = Config::seeded(7);
        set(&mut config, "perm_reporting_syslog", json!(false));
        config.set_switch(switch, setting).unwrap();
        let pair = data(config);
        let (outcome, into) = downloaded(&pair, &pair.a);
        match (setting, outcome) {
            ("403", Err(NoReport::Unread(Unread::NotPermitted { .. }))) => {}
            ("error", Err(NoReport::Unread(Unread::Refused { status: 200, .. }))) => {}
            (_, other) => panic!("{setting}: {other:?}"),
        }
        assert!(into.is_empty());
    }
    let mut config = Config::seeded(7);
    config.appliances.a.version = "21.3.1".to_owned();
    let pair = data(config);
    assert!(matches!(downloaded(&pair, &pair.a).0, Err(NoReport::Unread(Unread::Refused { .. }))));
}

#[test]
fn what_a_version_an_account_or_a_backup_does_not_have_is_told_as_such() {
    let page = |data: &Data, appliance: &Appliance, name: &str| {
        data.clock.run(appliance.configuration().page(&list(name), 1)).map(|page| page.objects.len())
    };
    let pair = data(Config::seeded(7));
    assert!(matches!(page(&pair, &pair.a, "vault/account"), Err(Unread::NotPermitted { status: 403, .. })));
    let mut config = Config::seeded(7);
    set(&mut config, "perm_configuration", json!(false));
    let pair = data(config);
    assert!(matches!(page(&pair, &pair.a, "team"), Err(Unread::NotPermitted { status: 403, .. })));
    let mut config = Config::seeded(7);
    config.appliances.a.version = "20.1.1".to_owned();
    let pair = data(config);
    assert!(matches!(page(&pair, &pair.a, "team"), Err(Unread::Absent { status: 404, .. })));
    let mut config = Config::seeded(7);
    config.set_switch("backup_data_apis", "read_only").unwrap();
    let pair = data(config);
    assert!(page(&pair, &pair.b, "team").is_ok());
    assert!(matches!(change(&pair, &pair.b), WriteAnswer::NotPermitted { .. }));
    let mut config = Config::seeded(7);
    config.set_switch("backup_data_apis", "neither").unwrap();
    let pair = data(config);
    assert!(page(&pair, &pair.b, "team").is_err());
    assert!(downloaded(&pair, &pair.b).0.is_err());
}

fn write(data: &Data, at: &Appliance, method: Method, path: &str, body: Option<Value>) -> WriteAnswer {
    let write = Write::new(Product::Rs, method, path, body.as_ref()).expect("a declared write");
    data.clock.run(at.configuration().write(write)).answer
}

fn change(data: &Data, at: &Appliance) -> WriteAnswer {
    let teams = data.simulation.with(|model, _| model.objects(Which::A).list("team").map(|(id, _)| id).next());
    let path = format!("/api/config/v1/team/{}", teams.expect("a team"));
    write(data, at, Method::Patch, &path, Some(json!({ "comments": "Out of hours" })))
}

#[test]
fn what_is_added_is_changed_read_back_and_taken_away() {
    let pair = data(Config::seeded(7));
    let groups = list("jump-group");
    let body = json!({ "name": "Vendors", "code_name": "vendors" });
    let WriteAnswer::Done { status: 201, id: Some(id), .. } =
        write(&pair, &pair.a, Method::Post, groups.path(), Some(body.clone()))
    else {
        panic!("not added");
    };
    let path = format!("{}/{id}", groups.path());
    let read = |pair: &Data| pair.clock.run(pair.a.configuration().object(&groups, &id)).map(|found| found.object);
    assert_eq!(read(&pair).unwrap()["name"], "Vendors");
    // The same code name again.
    match write(&pair, &pair.a, Method::Post, groups.path(), Some(body)) {
        WriteAnswer::Refused { status: 422, errors, .. } => assert!(errors.contains_key("code_name"), "{errors:?}"),
        other => panic!("{other:?}"),
    }
    let unknown = write(&pair, &pair.a, Method::Patch, &path, Some(json!({ "colour": "red" })));
    assert!(matches!(unknown, WriteAnswer::Refused { status: 401, .. }), "{unknown:?}");
    let changed = write(&pair, &pair.a, Method::Patch, &path, Some(json!({ "comments": "Nights" })));
    assert!(matches!(changed, WriteAnswer::Done { status: 200, object: Some(_), .. }));
    assert_eq!(read(&pair).unwrap()["comments"], "Nights");
    assert!(matches!(write(&pair, &pair.a, Method::Delete, &path, None), WriteAnswer::Done { status: 204, .. }));
    assert!(matches!(read(&pair), Err(Unread::Absent { status: 404, .. })));
    assert!(matches!(write(&pair, &pair.a, Method::Delete, &path, None), WriteAnswer::Absent { status: 404, .. }));
}

#[test]
fn whatever_goes_wrong_with_a_write_it_is_sent_once_and_never_told_wrongly() {
    for kind in FAULTS {
        let pair = data(Config::seeded(7));
        let add = json!({ "name": "Vendors", "code_name": "vendors" });
        pair.simulation.with(|model, _| model.add_fault(Fault::once(FaultCall::Only(Call::Configuration), kind)));
        let answer = write(&pair, &pair.a, Method::Post, "/api/config/v1/jump-group", Some(add));
        let (sent, added) = pair.simulation.with(|model, _| {
            let sent = model.record().requests.iter().filter(|request| request.call == Call::Configuration).count();
            (sent, model.objects(Which::A).list("jump-group").filter(|(_, group)| group["name"] == "Vendors").count())
        });
        assert_eq!(sent, 1, "{kind:?}");
        assert_eq!(added, usize::from(kind.handled()), "{kind:?}");
        match answer {
            WriteAnswer::Done { .. } => assert_eq!(added, 1, "{kind:?}"),
            WriteAnswer::Unknown { .. } => {}
            _ => assert_eq!(added, 0, "{kind:?}: {answer:?}"),
        }
    }
}

#[test]
fn whatever_goes_wrong_with_a_read_it_is_told_or_mended() {
    for kind in FAULTS {
        let pair = data(Config::seeded(7));
        pair.simulation.with(|model, _| {
            model.add_fault(Fault::once(FaultCall::Only(Call::Configuration), kind));
            model.add_fault(Fault::once(FaultCall::Only(Call::Reporting), kind));
        });
        let teams = pair.clock.run(whole(&pair.a, &list("team")));
        let (log, into) = downloaded(&pair, &pair.a);
        // Nothing had come of the answer, or it came late.
        let mended = matches!(kind, FaultKind::DropBefore | FaultKind::DropAfter | FaultKind::Reset | FaultKind::Delay);
        if mended {
            assert!(teams.is_ok_and(|teams| !teams.is_empty()), "{kind:?}");
            assert!(log.is_ok_and(|bytes| bytes == into.len() as u64), "{kind:?}");
        } else {
            let trouble = teams.expect_err("the fault is told").trouble();
            assert_eq!(trouble.kind == TroubleKind::RateLimited, kind == FaultKind::TooMany429, "{trouble:?}");
            assert!(log.is_err(), "{kind:?}");
        }
    }
}
