//! Which fields are secret. Their values are never kept; that they were set is (failover-and-syslog section 4.4,
//! appliance-api section 6).

/// Last words of a field's name whose value is a secret, in syslog and in the Configuration API: what is write-only there,
/// and what comes back although it opens something.
const SECRET: &[&str] = &[
    "password",
    "passphrase",
    "passwd",
    "secret",
    "token",
    "private_key",
    "private_key_passphrase",
    "x509_key",
    "x509_key_passphrase",
    "client_secret",
    "docker_deploy_key",
    "key_info",
    "installer_id",
    "preshared_key",
    "pre_shared_key",
    "psk",
    "shared_secret",
    "bind_password",
    "api_key",
    "encryption_key",
];

/// Whether the value of a field is a secret, by the field's name. `old_`, `new_` and what stands before the last `:` do
/// not matter.
#[must_use]
pub fn is_secret(field: &str) -> bool {
    let last = field.rsplit(':').next().unwrap_or(field);
    SECRET
        .iter()
        .any(|secret| last.strip_suffix(secret).is_some_and(|before| before.is_empty() || before.ends_with('_')))
}

/// Whether a value stands for a secret that the appliance does not tell: `***`, or `***NEW***` for one that was set.
#[must_use]
pub fn is_hidden(value: &str) -> bool {
    value.starts_with("***")
}
