//! `maintenance …`, `reconcile …`, `recover`

use clap::{Args, Subcommand};

use super::SecretStdin;

#[derive(Debug, Subcommand)]
pub(crate) enum MaintenanceCommand {
    /// Plan a maintenance of a pair
    Plan(Box<PlanArgs>),
    /// Say who approved it
    Approve {
        id: String,
        #[arg(long = "as", value_name = "WHO")]
        name: String,
        #[arg(long)]
        after_the_fact: bool,
    },
    /// Answer for one warning by its code
    Acknowledge {
        id: String,
        code: String,
        #[arg(long)]
        reason: String,
        /// The appliance or name the warning is about [default: all it is about]
        #[arg(long)]
        subject: Option<String>,
    },
    /// Name a backup saved by hand; without one, record that none was made
    Save {
        id: String,
        #[arg(long, value_name = "LABEL", requires = "backup_file")]
        appliance: Option<String>,
        #[arg(long, value_name = "FILE", requires = "appliance")]
        backup_file: Option<String>,
    },
    /// Make the stand-in primary
    Failover(LegArgs),
    /// Verify that traffic reaches the new primary
    Swing {
        id: String,
        #[arg(long)]
        wait: bool,
        /// State by name what this computer cannot see
        #[arg(long, value_name = "WHO")]
        confirm_by: Option<String>,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Sign off the observation of a leg
    Settle {
        id: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Make the home primary primary again
    Failback(LegArgs),
    /// Look at roles, traffic and health of the returned pair
    Verify {
        id: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// End it: signed off
    Signoff { id: String },
    /// Look again, after a restart or an unknown outcome
    Observe {
        id: String,
        #[arg(long)]
        wait: bool,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// State that a role command did not do its work
    NotHappened {
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// Take what is seen as this leg's outcome
    Adopt {
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// End it away from the home primary
    Close {
        id: String,
        /// The way back is not wanted or not possible
        #[arg(long, required = true)]
        away: bool,
        /// The stand-in becomes the home primary
        #[arg(long)]
        new_home: bool,
        #[arg(long)]
        reason: String,
    },
    /// End it before any role command
    Abandon {
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// Write a note into the journal
    Note { id: String, text: String },
    /// Hand it on: journal and evidence in one file, without secrets; this copy is closed to acts
    Export {
        id: String,
        #[arg(long, value_name = "FILE")]
        out: String,
    },
    /// Take one over, or take one back
    Import { file: String },
    /// All maintenances of this data folder
    List,
    /// One maintenance: tasks, legs, what is allowed now
    Show { id: String },
    /// Every event, its chain verified
    Journal { id: String },
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) title: String,
    /// [default: maintenance]
    #[arg(long, value_name = "maintenance|upgrade")]
    pub(crate) kind: Option<String>,
    #[arg(long)]
    pub(crate) ticket: Option<String>,
    #[arg(long)]
    pub(crate) reason: Option<String>,
    #[arg(long)]
    pub(crate) risk: Option<String>,
    #[arg(long)]
    pub(crate) back_out: Option<String>,
    /// Who asked for it
    #[arg(long, value_name = "WHO")]
    pub(crate) requester: Option<String>,
    /// Who approved it
    #[arg(long, value_name = "WHO")]
    pub(crate) approver: Option<String>,
    /// The outbound window: 2026-11-22T22:00:00Z, or 2026-11-22T22:00 in the zone
    #[arg(long, value_name = "TIME")]
    pub(crate) start: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(crate) end: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(crate) return_start: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(crate) return_end: Option<String>,
    /// The IANA zone of times without one [default: this computer's]
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// The pair was found failed over: begin at the work
    #[arg(long)]
    pub(crate) take_up: bool,
    #[command(flatten)]
    pub(crate) secret: SecretStdin,
}

#[derive(Debug, Args)]
pub(crate) struct LegArgs {
    pub(crate) id: String,
    /// Watch until it is done, refused, or needs a person
    #[arg(long)]
    pub(crate) wait: bool,
    /// Send nothing: a person changes the roles in /login
    #[arg(long)]
    pub(crate) by_hand: bool,
    #[command(flatten)]
    pub(crate) secret: SecretStdin,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReconcileCommand {
    /// State that the notes of what was changed are complete
    State {
        id: String,
        #[arg(long, required = true)]
        complete: bool,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    pub(crate) name: String,
    #[arg(long, value_name = "without-sync|finish|emergency|demote")]
    pub(crate) way: String,
    #[arg(long, value_name = "LABEL=primary|backup")]
    pub(crate) make: String,
    /// The pair's name once more
    #[arg(long, value_name = "NAME")]
    pub(crate) confirm: String,
    #[arg(long)]
    pub(crate) reason: String,
    /// Who states that the other appliance is off
    #[arg(long, value_name = "WHO")]
    pub(crate) stated_off: Option<String>,
    #[arg(long)]
    pub(crate) wait: bool,
    #[command(flatten)]
    pub(crate) secret: SecretStdin,
}
