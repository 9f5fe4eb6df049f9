//! The two kinds whose objects have fields by their type, and tell less of themselves in a list: vault accounts and
//! security providers.

use crate::objects::Object;

const ACCOUNT: &str = "vault/account";
const PROVIDER: &str = "security-provider";

/// What a list of accounts tells of each.
const ACCOUNT_LISTED: [&str; 8] =
    ["id", "type", "name", "description", "personal", "owner_user_id", "account_group_id", "account_policy"];

/// What a list of security providers does not tell.
const PROVIDER_ALONE: [&str; 3] = ["priority", "default_policy", "available_groups"];

/// Whether an object of the list has this field: that of its type.
pub(in crate::objects) fn has(path: &str, object: &Object, field: &str) -> bool {
    let of = object.get("type").and_then(|of| of.as_str()).unwrap_or_default();
    match path {
        ACCOUNT => account_has(of, field),
        PROVIDER => of == "saml" || field != "available_groups",
        _ => true,
    }
}

/// Whether the list tells this field of its objects.
pub(in crate::objects) fn is_listed(path: &str, field: &str) -> bool {
    match path {
        ACCOUNT => ACCOUNT_LISTED.contains(&field),
        PROVIDER => !PROVIDER_ALONE.contains(&field),
        _ => true,
    }
}

fn account_has(of: &str, field: &str) -> bool {
    let (ssh, x509) = (of.starts_with("ssh"), of.starts_with("x509"));
    match field {
        "id" | "type" | "name" | "description" => true,
        "username" => !x509 && !matches!(of, "opaque_token" | "aws_secret"),
        "public_key" | "private_key_public_cert" => ssh,
        "account_policy" => !ssh && !x509,
        "personal" | "owner_user_id" => ssh || matches!(of, "username_password" | "opaque_token"),
        "x509_cert" => of == "x509_ca",
        "parent_x509" => of == "x509_csr",
        "subject" | "ttl" | "key_algorithm" | "cert_digest_algorithm" => x509,
        _ => !x509,
    }
}
