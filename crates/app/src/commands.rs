//! The one list of commands: it makes the router, what each needs, and the types a front end speaks.

use serde::Serialize;

use crate::desk::{Desk, Needs};
use crate::error::{Exit, WireError};
use crate::wire::{self, Outcome};
use crate::{
    check, hello, ledger, legs, maintenance, pairs, plan, reconcile, recover, rehearsal, report, settings, status,
};

macro_rules! commands {
    ($($(#[$doc:meta])* $name:literal $variant:ident($request:ty) -> $response:ty, $needs:ident, $handler:path;)*) => {
        /// A command with its arguments.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Request {
            $($(#[$doc])* $variant($request),)*
        }

        /// What a command answers.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Response {
            $($variant($response),)*
        }

        /// Every command by name, and what it needs of the data folder.
        pub const COMMANDS: &[(&str, Needs)] = &[$(($name, Needs::$needs),)*];

        impl Request {
            /// The command's name, `noun_verb`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            #[must_use]
            pub fn needs(&self) -> Needs {
                match self { $(Self::$variant(_) => Needs::$needs,)* }
            }

            /// A command by its name and arguments, as a window sends it.
            pub fn from_json(name: &str, arguments: serde_json::Value) -> Result<Self, WireError> {
                match name {
                    $($name => serde_json::from_value(arguments)
                        .map(Self::$variant)
                        .map_err(|error| WireError::usage(format!("{name}: {error}"))),)*
                    _ => Err(WireError::usage(format!("there is no command '{name}'"))),
                }
            }
        }

        impl Response {
            /// How the command ended.
            #[must_use]
            pub fn exit(&self) -> Exit {
                match self { $(Self::$variant(response) => response.exit(),)* }
            }
        }

        /// What the page may call: name, type of the request, type of the response.
        #[cfg(test)]
        pub(crate) fn signatures(config: &ts_rs::Config) -> Vec<(&'static str, String, String)> {
            use ts_rs::TS as _;
            vec![$(($name, <$request>::name(config), <$response>::name(config)),)*]
        }

        /// Shows every type that crosses the border.
        #[cfg(test)]
        pub(crate) fn visit_types(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$request>(); visitor.visit::<$response>();)*
        }

        /// Runs one command at a desk that was opened for it.
        pub async fn dispatch(desk: &Desk, request: Request) -> Result<Response, WireError> {
            match request {
                $(Request::$variant(request) => $handler(desk, request).await.map(Response::$variant),)*
            }
        }
    };
}

commands! {
    "session_hello" SessionHello(wire::SayHello) -> wire::Hello, Read, hello::hello;
    "keychain_open" KeychainOpen(wire::SayHello) -> wire::Hello, Read, hello::open_keychain;
    "settings_get" SettingsGet(wire::GetSettings) -> wire::Settings, Read, settings::get;
    "settings_set" SettingsSet(wire::SetSetting) -> wire::Setting, Drive, settings::set;
    "pairs_add" PairsAdd(wire::AddPair) -> wire::PairSaved, Drive, pairs::add;
    "pairs_edit" PairsEdit(wire::EditPair) -> wire::Pair, Drive, pairs::edit;
    "pairs_list" PairsList(wire::ListPairs) -> wire::PairList, Read, pairs::list;
    "pairs_show" PairsShow(wire::NamePair) -> wire::Pair, Read, pairs::show;
    "pairs_remove" PairsRemove(wire::NamePair) -> wire::PairRemoved, Drive, pairs::remove;
    "pairs_test" PairsTest(wire::NamePair) -> wire::PairTest, DriveIfFree, pairs::test;
    "pairs_credential" PairsCredential(wire::PutCredential) -> wire::PairSaved, Drive, pairs::credential;
    "pairs_accept" PairsAccept(wire::AcceptAppliance) -> wire::Pair, Drive, pairs::accept;
    "pairs_state" PairsState(wire::StatePair) -> wire::Pair, Drive, pairs::state;
    "pairs_inspect" PairsInspect(wire::AddPair) -> wire::Inspected, Read, pairs::inspect;
    "pairs_history" PairsHistory(wire::NamePair) -> wire::History, Read, pairs::history;
    "pairs_recover" PairsRecover(wire::Recover) -> wire::End, Read, recover::recover;
    "status_get" StatusGet(wire::LookAt) -> wire::StatusList, Read, status::get;
    "status_watch" StatusWatch(wire::NamePair) -> wire::StatusList, Read, status::watch;
    "pairs_check" PairsCheck(wire::CheckPair) -> wire::Checked, DriveIfOpen, check::check;
    "maintenance_plan" MaintenancePlan(wire::PlanMaintenance) -> wire::Maintenance, Drive, plan::plan;
    "maintenance_list" MaintenanceList(wire::ListMaintenances) -> wire::MaintenanceList, Read, maintenance::list;
    "maintenance_show" MaintenanceShow(wire::NameMaintenance) -> wire::Maintenance, Read, maintenance::show;
    "maintenance_journal" MaintenanceJournal(wire::NameMaintenance) -> wire::Journal, Read, maintenance::journal;
    "maintenance_approve" MaintenanceApprove(wire::Approve) -> wire::Decided, Read, maintenance::approve;
    "maintenance_acknowledge" MaintenanceAcknowledge(wire::Acknowledge) -> wire::Decided, Read, maintenance::acknowledge;
    "maintenance_note" MaintenanceNote(wire::AddNote) -> wire::Decided, Read, maintenance::note;
    "maintenance_save" MaintenanceSave(wire::Save) -> wire::Decided, Drive, maintenance::save;
    "maintenance_settle" MaintenanceSettle(wire::NameMaintenance) -> wire::Decided, Drive, maintenance::settle;
    "maintenance_not_happened" MaintenanceNotHappened(wire::GiveReason) -> wire::Decided, Drive, maintenance::not_happened;
    "maintenance_adopt" MaintenanceAdopt(wire::GiveReason) -> wire::Decided, Drive, maintenance::adopt;
    "maintenance_state_complete" MaintenanceStateComplete(wire::GiveReason) -> wire::Decided, Read, maintenance::state_complete;
    "maintenance_verify" MaintenanceVerify(wire::NameMaintenance) -> wire::Decided, Drive, maintenance::verify;
    "maintenance_sign_off" MaintenanceSignOff(wire::NameMaintenance) -> wire::Decided, Drive, maintenance::sign_off;
    "maintenance_abandon" MaintenanceAbandon(wire::GiveReason) -> wire::Decided, Drive, maintenance::abandon;
    "maintenance_close_away" MaintenanceCloseAway(wire::CloseAway) -> wire::Decided, Drive, maintenance::close_away;
    "maintenance_export" MaintenanceExport(wire::ExportMaintenance) -> wire::Decided, Drive, maintenance::export;
    "maintenance_import" MaintenanceImport(wire::ImportMaintenance) -> wire::Decided, Drive, maintenance::import;
    "leg_fail_over" LegFailOver(wire::FailOver) -> wire::End, Drive, legs::fail_over;
    "leg_fail_back" LegFailBack(wire::FailOver) -> wire::End, Drive, legs::fail_back;
    "leg_swing" LegSwing(wire::Swing) -> wire::End, Drive, legs::swing;
    "leg_observe" LegObserve(wire::Observe) -> wire::End, Drive, legs::observe;
    "ledger_collect" LedgerCollect(wire::CollectLedger) -> wire::Collected, Drive, ledger::collect;
    "ledger_list" LedgerList(wire::ListChanges) -> wire::ChangeList, Read, ledger::list;
    "ledger_show" LedgerShow(wire::ShowChange) -> wire::ChangeShown, Read, ledger::show;
    "ledger_coverage" LedgerCoverage(wire::NameMaintenance) -> wire::Coverage, Read, ledger::coverage;
    "ledger_places" LedgerPlaces(wire::NameMaintenance) -> wire::PlaceList, Read, ledger::places;
    "ledger_add" LedgerAdd(wire::AddChange) -> wire::Change, Read, ledger::add;
    "ledger_import" LedgerImport(wire::ImportLog) -> wire::Collected, Read, ledger::import;
    "ledger_ignore" LedgerIgnore(wire::IgnoreField) -> wire::Decided, Read, ledger::ignore;
    "reconcile_show" ReconcileShow(wire::NameMaintenance) -> wire::Reconciliation, Read, reconcile::show;
    "reconcile_decide" ReconcileDecide(wire::DecideChange) -> wire::Decided, Read, reconcile::decide;
    "reconcile_plan" ReconcilePlan(wire::NameMaintenance) -> wire::ApplicationPlan, Drive, reconcile::plan;
    "reconcile_apply" ReconcileApply(wire::ApplyPlan) -> wire::ApplicationEnd, Drive, reconcile::apply;
    "report_make" ReportMake(wire::MakeReport) -> wire::ReportMade, Read, report::make;
    "report_show" ReportShow(wire::NameMaintenance) -> wire::ReportShown, Read, report::show;
    "report_preview" ReportPreview(wire::NameMaintenance) -> wire::ReportPreview, Read, report::preview;
    "report_keep" ReportKeep(wire::NameMaintenance) -> wire::KeptReport, Read, report::keep;
    "report_key" ReportKey(wire::ShowReportKey) -> wire::ReportKey, Read, report::key;
    "report_verify" ReportVerify(wire::VerifyReport) -> wire::ReportVerified, Read, report::verify;
    "register_show" RegisterShow(wire::ListMaintenances) -> wire::RegisterShown, Read, report::register;
    "register_write" RegisterWrite(wire::WriteRegister) -> wire::RegisterWritten, Read, report::write_register;
    "demo_run" DemoRun(wire::DemoRequest) -> wire::DemoEnd, Drive, rehearsal::demo;
}

impl Request {
    /// Nothing is changed by it: what a window shows stays as true as it was.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(
            self,
            Self::SessionHello(_)
                | Self::SettingsGet(_)
                | Self::PairsList(_)
                | Self::PairsShow(_)
                | Self::PairsInspect(_)
                | Self::PairsHistory(_)
                | Self::StatusGet(_)
                | Self::StatusWatch(_)
                | Self::MaintenanceList(_)
                | Self::MaintenanceShow(_)
                | Self::MaintenanceJournal(_)
                | Self::LedgerList(_)
                | Self::LedgerShow(_)
                | Self::LedgerCoverage(_)
                | Self::LedgerPlaces(_)
                | Self::ReconcileShow(_)
                | Self::ReconcilePlan(_)
                | Self::ReportMake(_)
                | Self::ReportShow(_)
                | Self::ReportPreview(_)
                | Self::ReportKey(_)
                | Self::ReportVerify(_)
                | Self::RegisterShow(_)
                | Self::RegisterWrite(_)
        )
    }

    /// The pair whose open maintenance decides what the command needs.
    pub(crate) fn pair(&self) -> Option<&str> {
        match self {
            Self::PairsCheck(request) => Some(&request.name),
            _ => None,
        }
    }

    /// Labels that the command itself brings: a secret may be typed for them before the pair is there.
    pub(crate) fn labels(&self) -> Vec<String> {
        let options = match self {
            Self::PairsAdd(request) => &request.options,
            Self::PairsEdit(request) => &request.options,
            _ => return Vec::new(),
        };
        let label = |text: &String| text.split_once('=').map(|(label, _)| label.trim().to_owned());
        options.appliances.iter().filter_map(label).collect()
    }
}

/// Commands that only make sense in a terminal: they tell a story, or stream until they are stopped.
pub const IN_A_TERMINAL: &[&str] = &["status_watch", "demo_run"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_name_of_its_own() {
        let mut names: Vec<_> = COMMANDS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
        assert!(names.iter().all(|name| name.contains('_')));
    }

    #[test]
    fn what_only_reads_or_adds_a_word_needs_no_driver() {
        let beside = |name: &str| COMMANDS.iter().any(|(n, needs)| *n == name && *needs == Needs::Read);
        for name in ["status_get", "pairs_list", "pairs_show", "maintenance_list", "maintenance_show"] {
            assert!(beside(name), "{name}");
        }
        for name in ["maintenance_journal", "maintenance_note", "maintenance_acknowledge", "maintenance_approve"] {
            assert!(beside(name), "{name}");
        }
        for name in ["leg_fail_over", "leg_fail_back", "leg_observe", "pairs_add", "settings_set"] {
            assert!(!beside(name), "{name}");
        }
    }

    #[test]
    fn a_command_that_is_not_known_is_wrong_usage() {
        let error = Request::from_json("pairs_explode", serde_json::json!({})).expect_err("unknown");
        assert_eq!((error.code.as_str(), error.exit), (crate::codes::USAGE, Exit::BadInput));
        let show = Request::from_json("pairs_show", serde_json::json!({"name": "support"})).expect("known");
        assert_eq!(show, Request::PairsShow(wire::NamePair { name: "support".to_owned() }));
    }
}
