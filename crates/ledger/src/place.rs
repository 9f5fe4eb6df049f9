//! The places of /login and /appliance, as data: menu > tab (failover-and-syslog section 5).
//!
//! A place is its path as text, `Users & Security > Users`, because facts keep it for ever; [`area`] finds what this
//! program knows about it, and a path it does not know any more is still a place.

use domain::observation::Product;
use serde::{Deserialize, Serialize};

/// One tab of a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// `menu > tab`.
    pub path: &'static str,
    pub rs: bool,
    pub pra: bool,
    /// Whether a data sync takes it to the backup (failover-and-syslog section 1.9).
    pub synced: bool,
    /// Whether the sources name it; else it is general knowledge of the product until it is seen.
    pub sourced: bool,
    /// How far syslog tells of changes here.
    pub logged: Logged,
}

/// How far syslog tells of changes of an area (failover-and-syslog section 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Logged {
    /// Events are named by the vendor, or were seen.
    Yes,
    /// Events are expected by the vendor's rule for names; none was seen.
    Expected,
    /// What is done here in /login is logged; whether what is done in a console is, nobody has said.
    NotFromConsoles,
    /// No event is known.
    No,
}

/// What an event belongs to whose page nobody has named.
pub const UNKNOWN: &str = "Not known";
/// A setting whose page nobody has named: Configuration > Options, Management > Security and Console Settings share them.
pub const SETTINGS: &str = "Settings (page not known)";
/// What belongs to an appliance, on a page nobody has named.
pub const APPLIANCE: &str = "/appliance";

const fn both(path: &'static str, logged: Logged) -> Area {
    Area { path, rs: true, pra: true, synced: true, sourced: true, logged }
}

const fn rs(path: &'static str, logged: Logged) -> Area {
    Area { pra: false, ..both(path, logged) }
}

const fn pra(path: &'static str, logged: Logged) -> Area {
    Area { rs: false, ..both(path, logged) }
}

/// General knowledge of the product, not in the sources.
const fn unsourced(area: Area) -> Area {
    Area { sourced: false, ..area }
}

/// Kept by each appliance for itself.
const fn own(area: Area) -> Area {
    Area { synced: false, ..area }
}

use Logged::{Expected, No, NotFromConsoles, Yes};

/// Every place, in the order of the menus. Pages that only show something are left out.
pub const AREAS: &[Area] = &[
    both("Consoles & Downloads > Drivers", No),
    both("My Account > My Account", Yes),
    both("Configuration > Options", Yes),
    rs("Configuration > Support Teams", Expected),
    pra("Configuration > Teams", Expected),
    rs("Configuration > Skills", Expected),
    rs("Configuration > Access Sponsors", Yes),
    rs("Configuration > Issues", Expected),
    both("Configuration > Custom Fields", Expected),
    both("Jump > Jump Clients", NotFromConsoles),
    unsourced(both("Jump > Jump Groups", Expected)),
    both("Jump > Jump Policies", Yes),
    unsourced(both("Jump > Jump Item Roles", Expected)),
    both("Jump > Jumpoint", Yes),
    both("Jump > Jump Items", NotFromConsoles),
    unsourced(rs("Jump > Buttons", Expected)),
    both("Jump > Endpoint Automation", No),
    both("Vault > Accounts", Yes),
    unsourced(both("Vault > Account Groups", Yes)),
    unsourced(both("Vault > Account Policies", Expected)),
    unsourced(both("Vault > Endpoints", Expected)),
    unsourced(both("Vault > Services", No)),
    unsourced(both("Vault > Domains", No)),
    unsourced(both("Vault > Discovery", No)),
    unsourced(both("Vault > Options", No)),
    rs("Console Settings > Rep Console Settings", Expected),
    unsourced(pra("Console Settings > Access Console Settings", Expected)),
    both("Console Settings > Custom Links", Expected),
    rs("Console Settings > Canned Messages", Expected),
    both("Console Settings > Canned Scripts", Expected),
    both("Console Settings > Special Actions", Expected),
    rs("Console Settings > Representative Status", No),
    both("Users & Security > Users", Yes),
    rs("Users & Security > Rep Invite", Expected),
    unsourced(pra("Users & Security > Access Invite", Expected)),
    unsourced(pra("Users & Security > Vendors", Yes)),
    rs("Users & Security > Embassy", Expected),
    both("Users & Security > Security Providers", Yes),
    both("Users & Security > Session Policies", Yes),
    both("Users & Security > Group Policies", Yes),
    both("Users & Security > Kerberos Keytab", Yes),
    both("Reports > Compliance", Yes),
    both("Reports > Reports", Yes),
    rs("Public Portals > Public Sites", Expected),
    rs("Public Portals > HTML Templates", Expected),
    rs("Public Portals > Customer Notices", Expected),
    rs("Public Portals > File Store", Expected),
    rs("Public Portals > Apple iOS", Expected),
    rs("Public Portals > Exit Surveys", Expected),
    rs("Public Portals > Customer Client", Expected),
    rs("Public Portals > Presentation", Expected),
    unsourced(rs("Localization > Real-Time Chat", No)),
    unsourced(both("Localization > Languages", Expected)),
    own(both("Management > Software", Yes)),
    both("Management > Security", Yes),
    unsourced(both("Management > Site Configuration", No)),
    both("Management > Email Configuration", Yes),
    both("Management > Outbound Events", Expected),
    unsourced(both("Management > Cluster", No)),
    own(both("Management > Failover", Yes)),
    both("Management > API Configuration", Yes),
    unsourced(both("Management > License Pools", Expected)),
    both(SETTINGS, Yes),
    both(UNKNOWN, No),
    own(both("/appliance", No)),
    own(both("/appliance > Users", Yes)),
    own(both("/appliance > Networking > IP Configuration", Yes)),
    own(both("/appliance > Networking > Static Routes", Yes)),
    own(both("/appliance > Networking > SNMP", Yes)),
    own(unsourced(both("/appliance > Storage", No))),
    own(unsourced(both("/appliance > Security > Certificates", Yes))),
    own(unsourced(both("/appliance > Security > SSL/TLS Configuration", No))),
    own(both("/appliance > Security > Appliance Administration", Yes)),
    own(unsourced(both("/appliance > Updates", No))),
];

impl Area {
    /// The entry of the left menu.
    #[must_use]
    pub fn menu(&self) -> &'static str {
        self.path.split_once(" > ").map_or(self.path, |(menu, _)| menu)
    }

    /// What follows the menu; empty where a menu has no tabs.
    #[must_use]
    pub fn tab(&self) -> &'static str {
        self.path.split_once(" > ").map_or("", |(_, tab)| tab)
    }

    #[must_use]
    pub fn is_of(&self, product: Product) -> bool {
        match product {
            Product::Rs => self.rs,
            Product::Pra => self.pra,
        }
    }

    /// Whether a person can pick it for a note: a page that has a name.
    #[must_use]
    pub fn is_a_page(&self) -> bool {
        ![UNKNOWN, SETTINGS].contains(&self.path)
    }
}

/// What is known of a place.
#[must_use]
pub fn area(path: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.path == path)
}

/// Whether a data sync takes what is changed at a place to the backup. A place that is not known is taken for one of
/// /login unless it says /appliance.
#[must_use]
pub fn is_synced(path: &str) -> bool {
    area(path).map_or(!path.starts_with(APPLIANCE), |area| area.synced)
}

/// The tree a person picks a place from: each menu with its areas.
#[must_use]
pub fn tree(product: Product) -> Vec<(&'static str, Vec<&'static Area>)> {
    let mut menus: Vec<(&'static str, Vec<&'static Area>)> = vec![];
    for area in AREAS.iter().filter(|area| area.is_of(product) && area.is_a_page()) {
        match menus.last_mut() {
            Some((menu, areas)) if *menu == area.menu() => areas.push(area),
            _ => menus.push((area.menu(), vec![area])),
        }
    }
    menus
}
