//! `pairs …`

use clap::{Args, Subcommand};

use super::{KeepSecret, SecretStdin};

#[derive(Debug, Subcommand)]
pub(crate) enum PairCommand {
    /// Describe a pair; the first appliance is the home primary
    Add {
        /// What this pair is to be called
        name: String,
        #[command(flatten)]
        options: PairOptions,
        #[command(flatten)]
        secret: KeepSecret,
    },
    /// Change a pair: what is not given stays as it is
    Edit {
        /// The pair
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
    Show {
        /// The pair
        name: String,
    },
    /// Remove a pair and its secrets; its maintenances stay
    Remove {
        /// The pair
        name: String,
    },
    /// Sign in to both appliances and print what each can do
    Test {
        /// The pair
        name: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Put a secret into the keychain
    Credential {
        /// The pair
        name: String,
        /// The appliance that has an API account of its own
        #[arg(long, value_name = "LABEL")]
        appliance: Option<String>,
        /// The client id of the API account
        #[arg(long, value_name = "ID")]
        client_id: String,
        #[command(flatten)]
        secret: KeepSecret,
    },
    /// Accept a replaced appliance or key, after comparing
    Accept {
        /// The pair
        name: String,
        /// The appliance
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
        /// The pair
        name: String,
        /// The backup makes itself primary when it misses its peer
        #[arg(long, value_name = "on|off")]
        automatic_failover: Option<String>,
        /// The backup pulls a data sync on an interval
        #[arg(long, value_name = "on|off")]
        backup_operations: Option<String>,
        /// That interval, such as 60m
        #[arg(long, value_name = "DURATION")]
        sync_interval: Option<String>,
        /// The connectivity test IPs, with commas between
        #[arg(long, value_name = "IP,…")]
        test_ips: Option<String>,
        /// The appliances mail when something fails
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
    /// A shared IP that the primary is expected to have enabled; once for each
    #[arg(long, value_name = "IP")]
    pub(crate) shared_ip: Vec<String>,
    /// A name server to ask for the site name; kept with the pair, not asked yet in this version
    #[arg(long, value_name = "IP[:PORT]")]
    pub(crate) resolver: Vec<String>,
    /// The way to the appliances [default: direct]
    #[arg(long, value_name = "direct|system|URL")]
    pub(crate) proxy: Option<String>,
    /// How careful the words are [default: production]
    #[arg(long, value_name = "production|test")]
    pub(crate) guard: Option<String>,
    /// A note, shown with the pair
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// The client id of the API account
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// A setting of this pair's own; an empty value takes it away
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}
