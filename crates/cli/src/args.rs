//! The command line as the contract spells it. What an option may hold is judged by `app`, not here.

mod ledger;
mod maintenance;
mod pairs;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub(crate) use ledger::{AddArgs, LedgerCommand, ListArgs, ReconcileCommand};
pub(crate) use maintenance::{MaintenanceCommand, PlanArgs, RecoverArgs};
pub(crate) use pairs::{PairCommand, PairOptions};

/// The heading of the options that every command takes.
const EVERYWHERE: &str = "With every command";

/// Plans, runs and records the fail-over and fail-back of a pair of appliances.
#[derive(Debug, Parser)]
#[command(name = "switchbackctl", version, propagate_version = true, max_term_width = 120)]
pub(crate) struct Args {
    /// Where pairs and maintenances are kept [default: the platform's data folder]
    #[arg(long, global = true, env = "SWITCHBACK_DATA_DIR", value_name = "DIR", hide_env_values = true, help_heading = EVERYWHERE)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print one JSON document (one-line documents with --watch and --wait)
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    /// Say only the result
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read and set how often and how long
    #[command(subcommand)]
    Settings(SettingsCommand),
    /// Describe, test and state about pairs
    #[command(subcommand)]
    Pairs(Box<PairCommand>),
    /// Read a pair now, never from a cache
    Status {
        /// The pair [default: all]
        name: Option<String>,
        /// Read again and again until Ctrl-C
        #[arg(long, requires = "name")]
        watch: bool,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Run the readiness checks; kept in the open maintenance, where there is one
    Check {
        /// The pair
        name: String,
        /// outbound or return [default: the leg that comes next]
        #[arg(long = "for", value_name = "LEG")]
        leg: Option<String>,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Plan, run and record maintenances
    #[command(subcommand)]
    Maintenance(Box<MaintenanceCommand>),
    /// Read, list and note what was changed during a maintenance
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Decide what becomes of changes before the way back
    #[command(subcommand)]
    Reconcile(ReconcileCommand),
    /// Make reports
    #[command(subcommand)]
    Report(ReportCommand),
    /// Check a report (JSON or HTML) or an exported maintenance, offline and without a data folder
    Verify {
        /// The file
        file: PathBuf,
        /// Its key has to be this one: the fingerprint, sb-…, as you have it from elsewhere
        #[arg(long, value_name = "FINGERPRINT")]
        key: Option<String>,
    },
    /// All maintenances of this computer, aborted ones included
    Register {
        /// csv or json [default: csv; with --json, json]
        #[arg(long)]
        format: Option<String>,
    },
    /// Change a role in a guarded way
    Recover(RecoverArgs),
    /// A whole maintenance of a simulated pair, told as a story
    Demo,
    /// Read an appliance's log: text, gzip, or the ZIP of the Syslog report
    #[command(subcommand)]
    Syslog(SyslogCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Write the report of a maintenance to a file, which is made anew and never overwritten
    Make {
        /// The maintenance, such as M-0001
        id: String,
        /// pdf, html, json, csv or md
        #[arg(long)]
        format: String,
        /// The file
        #[arg(long, value_name = "FILE")]
        out: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingsCommand {
    /// One setting, or all
    Get {
        /// Such as timeout.sync [default: all]
        key: Option<String>,
    },
    /// Set one; durations as 250ms, 2s, 15m, 12h or 30d
    Set {
        /// Such as timeout.sync
        key: String,
        /// Such as 45m
        value: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SyslogCommand {
    /// Print one JSON line for each message; lines that are in no message are told beside it
    Parse {
        /// The log
        file: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct SecretStdin {
    /// Read the secret from standard input, for this run (two credentials: one LABEL=secret line each). Blanks around it
    /// are refused
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}

#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct KeepSecret {
    /// Read the secret from standard input and put it into the keychain (one line, or one LABEL=secret line for
    /// each appliance). Blanks around it are refused
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}
