//! The commands of the ledger and of reconciling.

use clap::{Args, Subcommand};

use super::SecretStdin;

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Read the logs of both appliances from where they were read to, and their configuration
    Collect {
        /// The maintenance, such as M-0001
        id: String,
        /// Only the logs: the configuration may take minutes
        #[arg(long)]
        logs_only: bool,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Every change, the newest first
    List(ListArgs),
    /// One change with all its witnesses
    Show {
        /// The maintenance, such as M-0001
        id: String,
        /// The change, such as C-0001
        entry: String,
    },
    /// What was looked at, and what was not
    Coverage {
        /// The maintenance, such as M-0001
        id: String,
    },
    /// Note a change that was made
    Add(AddArgs),
    /// Take in a log file: text, gzip, or the ZIP of the Syslog report
    Import {
        /// The maintenance, such as M-0001
        id: String,
        /// The log
        file: String,
    },
    /// Take a field out of sight, or let it be seen again
    Ignore {
        /// The maintenance, such as M-0001
        id: String,
        /// The kind of object, such as jump-group
        kind: String,
        /// The field
        field: String,
        /// Let it be seen again
        #[arg(long)]
        undo: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// The maintenance, such as M-0001
    pub(crate) id: String,
    /// carried, overwritten, conflict, never_synced, secret or noise [default: all but noise]
    #[arg(long)]
    pub(crate) group: Option<String>,
    /// Only what has every piece of this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// RFC 3339, or 2026-11-22T22:00 in this computer's zone
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Only what waits for a person
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// The maintenance, such as M-0001
    pub(crate) id: String,
    /// Where in /login or /appliance, such as "Users & Security > Users"
    #[arg(long)]
    pub(crate) place: String,
    /// What was changed
    #[arg(long)]
    pub(crate) object: String,
    /// What was there before; never a secret
    #[arg(long)]
    pub(crate) before: Option<String>,
    /// What is there now; never a secret
    #[arg(long)]
    pub(crate) after: Option<String>,
    /// Why, and whatever else is to be known
    #[arg(long)]
    pub(crate) note: String,
    /// The appliance it was made on [default: not known, which needs a decision]
    #[arg(long, value_name = "LABEL")]
    pub(crate) appliance: Option<String>,
    /// The change it is about, where it is in the ledger already
    #[arg(long, value_name = "C-0001")]
    pub(crate) entry: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReconcileCommand {
    /// The verdict, and every change in its group
    Show {
        /// The maintenance, such as M-0001
        id: String,
    },
    /// Decide one change, or all that stand undecided in a group
    Decide {
        /// The maintenance, such as M-0001
        id: String,
        /// The change, such as C-0001, or the key of a blind spot
        #[arg(required_unless_present = "group", conflicts_with = "group")]
        entry: Option<String>,
        /// carried, overwritten, conflict, never_synced, secret or blind_spot
        #[arg(long)]
        group: Option<String>,
        /// keep, reapply, undo, discard, confirm or waive
        #[arg(long = "as", value_name = "DISPOSITION")]
        disposition: String,
        /// Why; discard and waive need it
        #[arg(long)]
        reason: Option<String>,
    },
    /// The exact calls that re-applying and undoing would send; nothing is sent
    Plan {
        /// The maintenance, such as M-0001
        id: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Send the calls of the plan, one by one, each read back
    Apply {
        /// The maintenance, such as M-0001
        id: String,
        /// Only this change; may be given again [default: every call of the plan]
        #[arg(long = "entry", value_name = "C-0001")]
        entries: Vec<String>,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// State that the notes of what was changed are complete
    State {
        /// Its number, such as M-0001
        id: String,
        /// The notes name every change made in /login during the work
        #[arg(long, required = true)]
        complete: bool,
        /// How you know
        #[arg(long)]
        reason: String,
    },
}
