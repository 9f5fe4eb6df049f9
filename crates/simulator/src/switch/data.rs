//! The settings of the switches about configuration and log.

use super::choice;

choice! {
    /// What a backup does with the Configuration API and the Reporting API, where it answers at all.
    BackupDataApis {
        All = "all", "it serves both, and takes writes";
        ReadOnly = "read_only", "it serves both; a write is 403";
        NoConfiguration = "no_configuration", "not the Configuration API";
        NoReporting = "no_reporting", "not the Reporting API";
        Neither = "neither", "neither";
    }
}

choice! {
    /// How a line of the log begins.
    SyslogHeader {
        Report = "report", "date, host, `BG[pid]: `, as in a downloaded report";
        Old = "old", "`BG: `, without a process";
        Tight = "tight", "`BG[pid]:`, without a blank";
        Forwarded = "forwarded", "a priority, and `BG[pid] ` without a colon";
        Rfc5424 = "rfc5424", "a priority, and the fields of RFC 5424";
    }
}

choice! {
    /// What a data sync makes of the backup's log.
    LogHistory {
        Own = "own", "each appliance keeps its own";
        Replaced = "replaced", "the backup's becomes the primary's; what it alone knew is lost";
    }
}

choice! {
    /// Who logs `become_primary` and `become_backup` when roles are changed by command or by hand.
    RoleInLog {
        Receiver = "receiver", "the appliance that was told";
        Each = "each", "each appliance, as its own role changes";
        Nobody = "nobody", "nobody";
    }
}
