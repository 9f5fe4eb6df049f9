//! Places and what events mean.

use domain::observation::Product;
use ledger::catalogue::{ChangeKind, Class, FAMILIES, Known, Told, classify};
use ledger::place::{AREAS, UNKNOWN, area, is_synced, tree};
use ledger::resource::{RESOURCES, resource};
use ledger::secret::is_secret;

const NAMES: &str = include_str!("../../../../tests/fixtures/ledger/event-names.txt");

fn told(event: &str) -> Told<'_, 'static> {
    Told { event, of_the_appliance: false, keys: &[] }
}

#[test]
fn every_event_name_that_the_reference_lists_is_classified() {
    let names = NAMES.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for name in names {
        let (event, class) = name.split_once(' ').expect("a name and its class");
        let classified = classify(&told(event));
        assert_eq!(classified.known, Known::Catalogue, "{event}");
        assert_ne!((classified.place, classified.class), (UNKNOWN, Class::Configuration), "{event}");
        assert!(area(classified.place).is_some(), "{event}: {} is no place", classified.place);
        let written = serde_json::to_value(classified.class).expect("a word");
        assert_eq!(written, class, "{event}");
        count += 1;
    }
    assert!(count > 200, "the list is read whole");
}

#[test]
fn an_unknown_event_is_a_change_by_its_suffix_and_no_event_is_dropped() {
    for (event, kind, object) in [
        ("flux_capacitor_added", ChangeKind::Added, "flux_capacitor"),
        ("flux_capacitor_edited", ChangeKind::Changed, "flux_capacitor"),
        ("flux_capacitor_changed", ChangeKind::Changed, "flux_capacitor"),
        ("flux_capacitor_deleted", ChangeKind::Removed, "flux_capacitor"),
        ("flux_capacitor_removed", ChangeKind::Removed, "flux_capacitor"),
        ("flux_capacitor_order_changed", ChangeKind::Reordered, "flux_capacitor"),
    ] {
        let classified = classify(&told(event));
        assert_eq!((classified.kind, classified.object), (kind, object), "{event}");
        assert_eq!((classified.class, classified.known), (Class::Configuration, Known::Suffix), "{event}");
    }
    let odd = classify(&told("flux_capacitor_fluxed"));
    assert_eq!((odd.class, odd.known, odd.kind), (Class::Configuration, Known::No, ChangeKind::Done));
    assert_eq!(classify(&told("license_report_generated")).class, Class::Operational);
}

#[test]
fn a_setting_is_placed_by_the_beginning_of_its_key() {
    for (keys, place) in [
        (&["alerts:daily"][..], "Management > Email Configuration"),
        (&["email:host", "email:password"], "Management > Email Configuration"),
        (&["api:http"], "Management > API Configuration"),
        (&["api"], "Management > API Configuration"),
        (&["connection_test_ips"], "Management > Failover"),
        (&["app-switcher:connector-list"], "Console Settings > Rep Console Settings"),
        (&["nobody_knows"], "Settings (page not known)"),
        (&["api", "email:host"], "Settings (page not known)"),
    ] {
        let told = Told { event: "setting_changed", of_the_appliance: false, keys };
        assert_eq!(classify(&told).place, place, "{keys:?}");
    }
}

#[test]
fn a_user_of_the_appliance_is_told_from_a_user_of_login() {
    let user = |of_the_appliance, keys| classify(&Told { event: "user_changed", of_the_appliance, keys });
    assert_eq!(user(false, &["account:comments", "username"]).place, "Users & Security > Users");
    assert_eq!(user(true, &["displayname"]).place, "/appliance > Users");
    assert_eq!(user(false, &["displayname", "username"]).place, "/appliance > Users");
    let network = classify(&told("network_address_added"));
    assert_eq!((network.class, is_synced(network.place)), (Class::Appliance, false));
}

#[test]
fn what_each_appliance_keeps_for_itself_is_not_synced() {
    for place in ["/appliance > Users", "Management > Failover", "Management > Software", "/appliance > Anything"] {
        assert!(!is_synced(place), "{place}");
    }
    for place in ["Users & Security > Users", "Management > Email Configuration", UNKNOWN, "A page of tomorrow"] {
        assert!(is_synced(place), "{place}");
    }
}

#[test]
fn the_tree_has_the_pages_of_its_product_alone() {
    let menus = |product| tree(product).iter().map(|(menu, _)| *menu).collect::<Vec<_>>();
    assert!(menus(Product::Rs).contains(&"Public Portals"));
    assert!(!menus(Product::Pra).contains(&"Public Portals"));
    let mut unique = menus(Product::Rs);
    unique.dedup();
    assert_eq!(unique, menus(Product::Rs), "each menu stands once");
    let paths = AREAS.iter().map(|area| area.path).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(paths.len(), AREAS.len(), "each place stands once");
}

#[test]
fn tables_agree_with_each_other() {
    assert!(FAMILIES.windows(2).all(|pair| pair[0].object < pair[1].object), "families are sorted, each once");
    for family in FAMILIES {
        assert!(area(family.place).is_some(), "{} is no place", family.place);
        assert!(family.resource.is_empty() || resource(family.resource).is_some(), "{}", family.object);
    }
    for kind in RESOURCES {
        assert!(area(kind.place).is_some(), "{} is no place", kind.place);
        assert!(kind.rs || kind.pra, "{}", kind.name);
    }
}

#[test]
fn fields_that_open_something_are_secret() {
    for field in
        ["password", "new_password", "email:password", "client_secret", "private_key_passphrase", "key_info", "token"]
    {
        assert!(is_secret(field), "{field}");
    }
    for field in ["password:expires", "password_expiration", "public_key", "perm_set_passwords", "name", "monkey"] {
        assert!(!is_secret(field), "{field}");
    }
}
