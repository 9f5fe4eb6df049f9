//! `pairs …`

use clap::{Args, Subcommand};

use super::SecretStdin;

#[derive(Debug, Subcommand)]
pub(crate) enum PairCommand {
    /// Describe a pair; the first appliance is the home primary
    Add {
        name: String,
        #[command(flatten)]
        options: PairOptions,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Change a pair: what is not given stays as it is
    Edit {
        name: String,
        /// Give it another name
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
        #[command(flatten)]
        options: PairOptions,
    },
    /// All pairs
    List,
    /// One pair, with credentials, trust and what was stated
    Show { name: String },
    /// Remove a pair and its secrets; its maintenances stay
    Remove { name: String },
    /// Sign in to both appliances and print what each can do
    Test {
        name: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Put a secret into the keychain
    Credential {
        name: String,
        /// The appliance that has an API account of its own
        #[arg(long, value_name = "LABEL")]
        appliance: Option<String>,
        #[arg(long, value_name = "ID")]
        client_id: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Accept a replaced appliance or key, after comparing
    Accept {
        name: String,
        label: String,
        /// The GUID of the replaced appliance
        #[arg(long)]
        guid: Option<String>,
        /// The fingerprint of the replaced key
        #[arg(long, value_name = "SHA256HEX")]
        pin: Option<String>,
    },
    /// State what no API tells
    State {
        name: String,
        #[arg(long, value_name = "on|off")]
        automatic_failover: Option<String>,
        #[arg(long, value_name = "on|off")]
        backup_operations: Option<String>,
        #[arg(long, value_name = "DURATION")]
        sync_interval: Option<String>,
        #[arg(long, value_name = "IP,…")]
        test_ips: Option<String>,
        #[arg(long, value_name = "on|off")]
        alert_mail: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PairOptions {
    /// What users connect to
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) site_name: Option<String>,
    /// One appliance at its own address; twice, the home primary first
    #[arg(long, value_name = "LABEL=HOST[:PORT]")]
    pub(crate) appliance: Vec<String>,
    /// The name on the certificate [default: the site name]
    #[arg(long, value_name = "[LABEL=]NAME")]
    pub(crate) server_name: Vec<String>,
    /// How a certificate is trusted [default: system]
    #[arg(long, value_name = "[LABEL=]system|ca:FILE|pin:SHA256HEX")]
    pub(crate) trust: Vec<String>,
    /// How traffic moves [default: shared-ip]
    #[arg(long, value_name = "shared-ip|dns|nat")]
    pub(crate) network: Option<String>,
    /// Where the site name is reached when it must not be looked up in DNS
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) site_address: Option<String>,
    /// Where traffic is to point while this appliance is primary
    #[arg(long, value_name = "LABEL=IP")]
    pub(crate) swing_address: Vec<String>,
    #[arg(long, value_name = "IP")]
    pub(crate) shared_ip: Vec<String>,
    /// A name server to ask for the site name
    #[arg(long, value_name = "IP[:PORT]")]
    pub(crate) resolver: Vec<String>,
    /// [default: direct]
    #[arg(long, value_name = "direct|system|URL")]
    pub(crate) proxy: Option<String>,
    /// How careful the words are [default: production]
    #[arg(long, value_name = "production|test")]
    pub(crate) guard: Option<String>,
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// The client id of the API account
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// A setting of this pair's own; an empty value takes it away
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}
