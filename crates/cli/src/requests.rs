//! From arguments to a command of `app`.

use std::path::PathBuf;

use app::{Request, wire};

use crate::args::{
    AddArgs, Command, LedgerCommand, ListArgs, MaintenanceCommand, PairCommand, PairOptions, PlanArgs,
    ReconcileCommand, RecoverArgs, ReportCommand, SettingsCommand, SyslogCommand,
};

/// What a command line asks for.
pub(crate) enum Asked {
    /// Of a data folder.
    Request(Box<Ask>),
    /// A log read, without one.
    Log(PathBuf),
    /// A report checked, without one, and the fingerprint of the key that has to have signed it.
    Verify(PathBuf, Option<String>),
}

/// A command, and whether its secret comes on standard input.
pub(crate) struct Ask {
    pub(crate) request: Request,
    pub(crate) secret_stdin: bool,
}

pub(crate) fn asked(command: Command) -> Asked {
    let plain = |request| Ask { request, secret_stdin: false };
    Asked::Request(Box::new(match command {
        Command::Settings(SettingsCommand::Get { key }) => plain(Request::SettingsGet(wire::GetSettings { key })),
        Command::Settings(SettingsCommand::Set { key, value }) => {
            plain(Request::SettingsSet(wire::SetSetting { key, value }))
        }
        Command::Pairs(command) => pairs(*command),
        Command::Status { name: Some(name), watch: true, secret } => {
            Ask { request: Request::StatusWatch(wire::NamePair { name }), secret_stdin: secret.secret_stdin }
        }
        Command::Status { name, secret, .. } => {
            Ask { request: Request::StatusGet(wire::LookAt { name }), secret_stdin: secret.secret_stdin }
        }
        Command::Check { name, leg, secret } => {
            Ask { request: Request::PairsCheck(wire::CheckPair { name, leg }), secret_stdin: secret.secret_stdin }
        }
        Command::Maintenance(command) => maintenance(*command),
        Command::Ledger(command) => ledger(command),
        Command::Reconcile(command) => reconcile(command),
        Command::Recover(RecoverArgs { name, way, make, confirm, reason, stated_off, secret, .. }) => Ask {
            request: Request::PairsRecover(wire::Recover { name, way, make, confirm, reason, stated_off }),
            secret_stdin: secret.secret_stdin,
        },
        Command::Demo => plain(Request::DemoRun(wire::DemoRequest {})),
        Command::Report(ReportCommand::Make { id, format, out }) => {
            plain(Request::ReportMake(wire::MakeReport { id, format, out }))
        }
        Command::Register { .. } => plain(Request::RegisterShow(wire::ListMaintenances {})),
        Command::Verify { file, key } => return Asked::Verify(file, key),
        Command::Syslog(SyslogCommand::Parse { file }) => return Asked::Log(file),
    }))
}

fn pairs(command: PairCommand) -> Ask {
    let (request, secret_stdin) = match command {
        PairCommand::Add { name, options: given, secret } => {
            (Request::PairsAdd(wire::AddPair { name, options: options(given) }), secret.secret_stdin)
        }
        PairCommand::Edit { name, rename, options: given } => {
            (Request::PairsEdit(wire::EditPair { name, new_name: rename, options: options(given) }), false)
        }
        PairCommand::List => (Request::PairsList(wire::ListPairs {}), false),
        PairCommand::Show { name } => (Request::PairsShow(wire::NamePair { name }), false),
        PairCommand::Remove { name } => (Request::PairsRemove(wire::NamePair { name }), false),
        PairCommand::Test { name, secret } => (Request::PairsTest(wire::NamePair { name }), secret.secret_stdin),
        PairCommand::Credential { name, appliance, client_id, secret } => {
            (Request::PairsCredential(wire::PutCredential { name, appliance, client_id }), secret.secret_stdin)
        }
        PairCommand::Accept { name, label, guid, pin } => {
            (Request::PairsAccept(wire::AcceptAppliance { name, label, guid, pin, confirmed_by: None }), false)
        }
        PairCommand::State { name, automatic_failover, backup_operations, sync_interval, test_ips, alert_mail } => {
            let state =
                wire::StatePair { name, automatic_failover, backup_operations, sync_interval, test_ips, alert_mail };
            (Request::PairsState(state), false)
        }
    };
    Ask { request, secret_stdin }
}

fn options(given: PairOptions) -> wire::PairOptions {
    wire::PairOptions {
        site_name: given.site_name,
        appliances: given.appliance,
        server_names: given.server_name,
        trusts: given.trust,
        network: given.network,
        site_address: given.site_address,
        swing_addresses: given.swing_address,
        shared_ips: given.shared_ip,
        resolvers: given.resolver,
        proxy: given.proxy,
        guard: given.guard,
        note: given.note,
        client_id: given.client_id,
        settings: given.set,
    }
}

fn maintenance(command: MaintenanceCommand) -> Ask {
    use MaintenanceCommand as M;
    let id_only = |id| wire::NameMaintenance { id };
    let (request, secret_stdin) = match command {
        M::Plan(plan) => {
            let secret_stdin = plan.secret.secret_stdin;
            (Request::MaintenancePlan(planned(*plan)), secret_stdin)
        }
        M::Approve { id, name, after_the_fact } => {
            (Request::MaintenanceApprove(wire::Approve { id, name, after_the_fact }), false)
        }
        M::Acknowledge { id, code, reason, subject } => {
            (Request::MaintenanceAcknowledge(wire::Acknowledge { id, code, subject, reason }), false)
        }
        M::Save { id, appliance, backup_file, secret } => {
            (Request::MaintenanceSave(wire::Save { id, appliance, backup_file }), secret.secret_stdin)
        }
        M::Failover(leg) => (
            Request::LegFailOver(wire::FailOver { id: leg.id, wait: leg.wait, by_hand: leg.by_hand }),
            leg.secret.secret_stdin,
        ),
        M::Failback(leg) => (
            Request::LegFailBack(wire::FailOver { id: leg.id, wait: leg.wait, by_hand: leg.by_hand }),
            leg.secret.secret_stdin,
        ),
        M::Swing { id, wait, confirm_by, secret } => {
            (Request::LegSwing(wire::Swing { id, wait, confirm_by }), secret.secret_stdin)
        }
        M::Settle { id, secret } => (Request::MaintenanceSettle(id_only(id)), secret.secret_stdin),
        M::Verify { id, secret } => (Request::MaintenanceVerify(id_only(id)), secret.secret_stdin),
        M::Signoff { id } => (Request::MaintenanceSignOff(id_only(id)), false),
        M::Observe { id, wait, secret } => (Request::LegObserve(wire::Observe { id, wait }), secret.secret_stdin),
        M::NotHappened { id, reason } => (Request::MaintenanceNotHappened(wire::GiveReason { id, reason }), false),
        M::Adopt { id, reason } => (Request::MaintenanceAdopt(wire::GiveReason { id, reason }), false),
        M::Close { id, new_home, reason, .. } => {
            (Request::MaintenanceCloseAway(wire::CloseAway { id, new_home, reason }), false)
        }
        M::Abandon { id, reason } => (Request::MaintenanceAbandon(wire::GiveReason { id, reason }), false),
        M::Note { id, text } => (Request::MaintenanceNote(wire::AddNote { id, text }), false),
        M::Export { id, out } => (Request::MaintenanceExport(wire::ExportMaintenance { id, out }), false),
        M::Import { file } => (Request::MaintenanceImport(wire::ImportMaintenance { file }), false),
        M::List => (Request::MaintenanceList(wire::ListMaintenances {}), false),
        M::Show { id } => (Request::MaintenanceShow(id_only(id)), false),
        M::Journal { id } => (Request::MaintenanceJournal(id_only(id)), false),
    };
    Ask { request, secret_stdin }
}

fn ledger(command: LedgerCommand) -> Ask {
    use LedgerCommand as L;
    let (request, secret_stdin) = match command {
        L::Collect { id, logs_only, secret } => {
            (Request::LedgerCollect(wire::CollectLedger { id, snapshot: !logs_only }), secret.secret_stdin)
        }
        L::List(ListArgs { id, group, search, since, open }) => {
            let asked = wire::ListChanges { id, group, search, since, open, ..wire::ListChanges::default() };
            (Request::LedgerList(asked), false)
        }
        L::Show { id, entry } => (Request::LedgerShow(wire::ShowChange { id, entry }), false),
        L::Coverage { id } => (Request::LedgerCoverage(wire::NameMaintenance { id }), false),
        L::Add(AddArgs { id, place, object, before, after, note, appliance, entry }) => {
            let change = wire::AddChange { id, place, object, before, after, note, appliance, entry };
            (Request::LedgerAdd(change), false)
        }
        L::Import { id, file } => (Request::LedgerImport(wire::ImportLog { id, file }), false),
        L::Ignore { id, kind, field, undo } => {
            (Request::LedgerIgnore(wire::IgnoreField { id, kind, field, ignore: !undo }), false)
        }
    };
    Ask { request, secret_stdin }
}

fn reconcile(command: ReconcileCommand) -> Ask {
    use ReconcileCommand as R;
    let (request, secret_stdin) = match command {
        R::Show { id } => (Request::ReconcileShow(wire::NameMaintenance { id }), false),
        R::Decide { id, entry, group, disposition, reason } => {
            let decision = wire::DecideChange { id, entry, group, disposition, reason, through: None };
            (Request::ReconcileDecide(decision), false)
        }
        R::Plan { id, secret } => (Request::ReconcilePlan(wire::NameMaintenance { id }), secret.secret_stdin),
        R::Apply { id, entries, secret } => {
            (Request::ReconcileApply(wire::ApplyPlan { id, entries, seen: None }), secret.secret_stdin)
        }
        R::State { id, reason, .. } => (Request::MaintenanceStateComplete(wire::GiveReason { id, reason }), false),
    };
    Ask { request, secret_stdin }
}

fn planned(plan: PlanArgs) -> wire::PlanMaintenance {
    wire::PlanMaintenance {
        pair: plan.name,
        title: plan.title,
        kind: plan.kind,
        ticket: plan.ticket,
        reason: plan.reason,
        risk: plan.risk,
        back_out: plan.back_out,
        requester: plan.requester,
        approver: plan.approver,
        start: plan.start,
        end: plan.end,
        return_start: plan.return_start,
        return_end: plan.return_end,
        zone: plan.zone,
        take_up: plan.take_up,
    }
}
