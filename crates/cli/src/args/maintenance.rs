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
        /// The approver's name
        #[arg(long = "as", value_name = "WHO")]
        name: String,
        /// The approval was given after what it approves was done
        #[arg(long)]
        after_the_fact: bool,
    },
    /// Answer for one warning by its code
    Acknowledge {
        /// Its number, such as M-0001
        id: String,
        /// The code of the warning, as `check` prints it
        code: String,
        /// Why it is acceptable
        #[arg(long)]
        reason: String,
        /// The appliance or name the warning is about [default: all it is about]
        #[arg(long)]
        subject: Option<String>,
    },
    /// Name a backup saved by hand; without one, record that none was made
    Save {
        id: String,
        /// The appliance the backup is of
        #[arg(long, value_name = "LABEL", requires = "backup_file")]
        appliance: Option<String>,
        /// The file saved in /login; its size and SHA-256 are recorded, the file stays where it is
        #[arg(long, value_name = "FILE", requires = "appliance")]
        backup_file: Option<String>,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Make the stand-in primary
    Failover(LegArgs),
    /// Verify that traffic reaches the new primary
    Swing {
        /// Its number, such as M-0001
        id: String,
        /// Look again and again until traffic has moved
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
        /// Its number, such as M-0001
        id: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// Make the home primary primary again
    Failback(LegArgs),
    /// Look at roles, traffic and health of the returned pair
    Verify {
        /// Its number, such as M-0001
        id: String,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// End it: signed off
    Signoff {
        /// Its number, such as M-0001
        id: String,
    },
    /// Look again, after a restart or an unknown outcome
    Observe {
        /// Its number, such as M-0001
        id: String,
        /// Watch until it is done, refused, or needs a person; past its limit, until something changes
        #[arg(long)]
        wait: bool,
        #[command(flatten)]
        secret: SecretStdin,
    },
    /// State that a role command did not do its work
    NotHappened {
        /// Its number, such as M-0001
        id: String,
        /// What you saw that shows it
        #[arg(long)]
        reason: String,
    },
    /// Take what is seen as this leg's outcome
    Adopt {
        /// Its number, such as M-0001
        id: String,
        /// Who changed the roles, and why it is taken
        #[arg(long)]
        reason: String,
    },
    /// End it away from the home primary
    Close {
        /// Its number, such as M-0001
        id: String,
        /// The way back is not wanted or not possible
        #[arg(long, required = true)]
        away: bool,
        /// The stand-in becomes the home primary
        #[arg(long)]
        new_home: bool,
        /// Why it does not go back
        #[arg(long)]
        reason: String,
    },
    /// End it before any role command
    Abandon {
        /// Its number, such as M-0001
        id: String,
        /// Why it is given up
        #[arg(long)]
        reason: String,
    },
    /// Write a note into the journal
    Note {
        /// Its number, such as M-0001
        id: String,
        /// The note, in quotes
        text: String,
    },
    /// Hand it on: journal and evidence in one file, without secrets; this copy is closed to acts
    Export {
        /// Its number, such as M-0001
        id: String,
        /// The file to write; it must not exist yet
        #[arg(long, value_name = "FILE")]
        out: String,
    },
    /// Take one over, or take one back
    Import {
        /// The exported file
        file: String,
    },
    /// All maintenances of this data folder
    List,
    /// One maintenance: tasks, legs, what is allowed now
    Show {
        /// Its number, such as M-0001
        id: String,
    },
    /// Every event, its chain verified
    Journal {
        /// Its number, such as M-0001
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The pair
    pub(crate) name: String,
    /// What is to be done, in a few words
    #[arg(long)]
    pub(crate) title: String,
    /// What kind of work it is [default: maintenance]
    #[arg(long, value_name = "maintenance|upgrade")]
    pub(crate) kind: Option<String>,
    /// The change ticket, such as CHG-1042
    #[arg(long)]
    pub(crate) ticket: Option<String>,
    /// Why it is done
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// What it may cost
    #[arg(long)]
    pub(crate) risk: Option<String>,
    /// What is done if it goes wrong
    #[arg(long)]
    pub(crate) back_out: Option<String>,
    /// Who asked for it
    #[arg(long, value_name = "WHO")]
    pub(crate) requester: Option<String>,
    /// Who approved it
    #[arg(long, value_name = "WHO")]
    pub(crate) approver: Option<String>,
    /// The outbound window begins: 2026-11-22T22:00:00Z, or 2026-11-22T22:00 in the zone
    #[arg(long, value_name = "TIME")]
    pub(crate) start: Option<String>,
    /// The outbound window ends
    #[arg(long, value_name = "TIME")]
    pub(crate) end: Option<String>,
    /// The return window begins
    #[arg(long, value_name = "TIME")]
    pub(crate) return_start: Option<String>,
    /// The return window ends
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
    /// Its number, such as M-0001
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

#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    /// The pair
    pub(crate) name: String,
    /// Refused in this version, each with its reason
    #[arg(long, value_name = "without-sync|finish|emergency|demote")]
    pub(crate) way: String,
    /// The appliance, and the role it is to take
    #[arg(long, value_name = "LABEL=primary|backup")]
    pub(crate) make: String,
    /// The pair's name once more
    #[arg(long, value_name = "NAME")]
    pub(crate) confirm: String,
    /// Why the planned way will not do
    #[arg(long)]
    pub(crate) reason: String,
    /// Who states that the other appliance is off
    #[arg(long, value_name = "WHO")]
    pub(crate) stated_off: Option<String>,
    /// Watch until it is done, refused, or needs a person
    #[arg(long)]
    pub(crate) wait: bool,
    #[command(flatten)]
    pub(crate) secret: SecretStdin,
}
