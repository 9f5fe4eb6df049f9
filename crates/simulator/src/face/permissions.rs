//! The names of the account's rights beside `perm_command`, by product and API (appliance-api sections 1, 2.5 and 3).
//! Those of Remote Support in v2 are UNKNOWN; a client reads an open map.

use crate::config::Product;
use crate::setting::Settings;

type Permissions = &'static [(&'static str, bool)];

const RS: Permissions = &[
    ("perm_reporting_support", true),
    ("perm_reporting_license", false),
    ("perm_reporting_vault", false),
    ("perm_reporting_jump_item", false),
    ("perm_reporting_archive", false),
    ("perm_reporting_syslog", true),
    ("perm_backup", true),
    ("perm_vault_backup", false),
    ("perm_real_time_state", false),
    ("perm_ecm", false),
    ("perm_configuration", true),
    ("perm_configuration_vault_account", false),
];

/// As seen on the wire of 19.1.
const RS_19: Permissions = &[
    ("perm_reporting_support", true),
    ("perm_reporting_presentation", false),
    ("perm_reporting_license", false),
    ("perm_reporting_archive", false),
    ("perm_real_time_state", false),
    ("perm_ecm", false),
    ("perm_backup", true),
    ("perm_scim", false),
];

/// With the two names of the vendor's page that differ: plain `perm_reporting`, and a slip in the last.
const PRA_V1: Permissions = &[
    ("perm_reporting", true),
    ("perm_reporting_license", false),
    ("perm_reporting_vault", false),
    ("perm_reporting_jump_item", false),
    ("perm_reporting_syslog", true),
    ("perm_backup", true),
    ("perm_vault_backup", false),
    ("perm_ecm", false),
    ("perm_scim", false),
    ("perm_configuration", true),
    ("perm_configuration_vault_acount", false),
];

const PRA_V2: Permissions = &[
    ("perm_backup", true),
    ("perm_configuration", true),
    ("perm_configuration_vault_account", false),
    ("perm_ecm", false),
    ("perm_reporting_asset", false),
    ("perm_reporting_duplicate_jump_client", false),
    ("perm_reporting_license", false),
    ("perm_reporting_session", true),
    ("perm_reporting_syslog", true),
    ("perm_reporting_vault", false),
    ("perm_vault_backup", false),
    ("perm_scim", false),
];

/// Whether a right is granted now: some may be set, the others are as in the tables.
pub(super) fn granted(settings: &Settings, (name, usual): (&'static str, bool)) -> bool {
    match name {
        "perm_configuration" => settings.perm_configuration,
        "perm_configuration_vault_account" | "perm_configuration_vault_acount" => {
            settings.perm_configuration_vault_account
        }
        "perm_reporting_syslog" => settings.perm_reporting_syslog,
        _ => usual,
    }
}

/// In v1, by product and the first two numbers of its version.
pub(super) fn v1(product: Product, version: (u32, u32)) -> Permissions {
    match product {
        Product::Pra => PRA_V1,
        Product::Rs if version < (20, 0) => RS_19,
        Product::Rs => RS,
    }
}

/// In v2.
pub(super) fn v2(product: Product) -> Permissions {
    match product {
        Product::Rs => RS,
        Product::Pra => PRA_V2,
    }
}
