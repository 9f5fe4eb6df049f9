//! The settings of each switch.

use super::choice;

choice! {
    /// Which Command APIs are served.
    Api {
        V2 = "v2", "JSON alone";
        V1 = "v1", "XML alone; v2 is 404";
        Both = "both", "XML and JSON";
    }
}

choice! {
    /// The namespace of every v1 answer.
    V1Namespace {
        Documented = "documented", "`https://www.beyondtrust.com/namespaces/API/command`";
        Bomgar = "bomgar", "`http://www.bomgar.com/namespaces/API/command`";
        Sra = "sra", "`http://www.beyondtrust.com/sra/namespaces/API/command`";
        None = "none", "no namespace";
    }
}

choice! {
    /// The root element of get_api_info.
    V1InfoRoot {
        Seen = "api_information", "as seen on the wire";
        Documented = "get_api_info", "as the vendor's page has it";
    }
}

choice! {
    /// Where an `<error>` or a `<success>` stands.
    V1Place {
        Root = "root", "it is the root element";
        Child = "child", "it is a child of the answer's usual root";
    }
}

choice! {
    /// The HTTP status of an XML answer that is no good news.
    V1Status {
        Ok200 = "200", "200, as for everything else in v1";
        Error500 = "500", "500, as in v2";
    }
}

choice! {
    /// How v1 says that the account may not do this.
    V1Denied {
        Forbidden403 = "403", "status 403, JSON";
        Error = "error", "status 200 with an `<error>`";
    }
}

choice! {
    /// Whether v1 check_health is cached.
    V1Health {
        Fresh = "fresh", "every call looks anew";
        Repeated = "repeated", "a reading is repeated for health_cache_ms, the same as in v2";
    }
}

choice! {
    /// Who tells the last sync.
    SyncFields {
        Primary = "primary", "the primary alone";
        BothRoles = "both", "the backup too";
    }
}

choice! {
    /// `enabled_shared_ips` where none is enabled, in v2.
    V2NoSharedIps {
        Null = "null", "null";
        Missing = "missing", "the field is not there";
        Empty = "empty", "an empty list";
    }
}

choice! {
    /// The fields of an unhealthy v2 `/health`.
    V2UnhealthyFields {
        Full = "full", "all are filled";
        Null = "null", "all but the message are null";
    }
}

choice! {
    /// The status of a role command that v2 refuses.
    V2RefusalStatus {
        ByReason = "by_reason", "422 for what the caller could have known, 500 for a peer that cannot be contacted";
        Invalid422 = "422", "422 whatever the reason";
        Error500 = "500", "500 whatever the reason";
    }
}

choice! {
    /// `data_sync_first` where a v1 role command does not say it.
    V1SyncDefault {
        No = "0", "no sync: the role changes at once";
        Yes = "1", "a sync first";
    }
}

choice! {
    /// What Remote Support calls its clients in v2.
    V2ClientNames {
        AsPra = "as_pra", "access_console, asset_client, gateway, as in the file of Privileged Remote Access";
        Own = "own", "representative, customer_client, jumpoint: other names, in the counts too";
    }
}

choice! {
    /// The status of a request over the rate.
    OverRateStatus {
        TooMany429 = "429", "429";
        Unavailable503 = "503", "503";
    }
}

choice! {
    /// The lists of people in v1 of PRA.
    PraV1Users {
        Listed = "listed", "as in Remote Support";
        Empty = "empty", "empty lists";
        Error = "error", "an `<error>`: there is no such action";
    }
}

choice! {
    /// What `cluster_role` says.
    ClusterRole {
        Single = "single", "single: a pair is no cluster";
        Primary = "primary", "primary";
        Master = "master", "master in v1, primary in v2";
    }
}

choice! {
    /// What `last_data_sync_status` says.
    SyncStatusText {
        Words = "words", "sync_ok_text or sync_failed_text";
        Running = "running", "the same, and during a data sync that it is running";
        Empty = "empty", "an empty text";
        Absent = "absent", "nothing: null in v2, no element in v1";
    }
}

choice! {
    /// What a failed sync changes.
    FailedSyncTold {
        Text = "text", "the text; the stamp does not move";
        Stamp = "stamp", "the stamp is that of the attempt; the text stays";
        TextAndStamp = "text_and_stamp", "both change";
        Nothing = "nothing", "neither changes";
    }
}

choice! {
    /// What a data sync makes of two versions.
    VersionMismatch {
        Syncs = "syncs", "it does not look";
        Refused = "refused", "it is refused";
        Fails = "fails", "it starts, and fails at its end";
    }
}

choice! {
    /// What an appliance does while users are cut off for a data sync.
    DuringSync {
        Answers = "answers", "it answers";
        Unavailable503 = "503", "sign-in and API answer 503, the plain probe as ever";
        Refused = "refused", "connections are refused";
        Hang = "hang", "sign-in and API never answer, the plain probe as ever";
    }
}

choice! {
    /// What a data sync makes of the connection that asked for it.
    RoleCommandConnection {
        Kept = "kept", "it carries the answer";
        Lost = "lost", "it is closed without an answer; the sync runs";
    }
}

choice! {
    /// What a backup answers beside the plain probe.
    BackupAnswers {
        Everything = "everything", "all APIs";
        NoV2 = "no_v2", "not Command v2";
        NoV1 = "no_v1", "not Command v1";
        NoCommand = "no_command", "neither Command API; sign-in works";
        NoSignIn = "no_sign_in", "the plain probe alone";
        NoAccount = "no_account", "it does not know the account: 401 for the secret and for every token";
    }
}

choice! {
    /// The status of what a backup does not answer.
    UnansweredStatus {
        NotFound404 = "404", "404";
        Forbidden403 = "403", "403";
        Unavailable503 = "503", "503";
    }
}

choice! {
    /// Tokens when roles change.
    TokenAfterSwap {
        Survives = "survives", "they stay valid";
        Dies = "dies", "an appliance's tokens end when its role changes";
    }
}

choice! {
    /// A token of one appliance at the other.
    TokenAtPeer {
        Refused = "refused", "401";
        Valid = "valid", "as good as there";
    }
}

choice! {
    /// A connection whose request does not say `Connection: close`.
    KeptConnection {
        Closed = "closed", "closed after the answer";
        Served = "served", "the next request on it is answered";
    }
}

choice! {
    /// What the two rate limits count.
    RateCounted {
        Pair = "pair", "an account's requests to both appliances together";
        Appliance = "appliance", "each appliance on its own";
    }
}

choice! {
    /// The `Retry-After` header of a refusal over the rate.
    RetryAfter {
        Absent = "absent", "none";
        Present = "present", "the seconds until a request is possible again";
    }
}

choice! {
    /// A role command at an appliance that has the role.
    SameRole {
        Error = "error", "refused";
        Success = "success", "a success answer; nothing happens";
    }
}

choice! {
    /// A role command while a data sync or a swap runs.
    CommandDuringSync {
        Error = "error", "refused";
        Ignored = "ignored", "a success answer; nothing happens";
        Queued = "queued", "a success answer; carried out when the swap is over";
    }
}

choice! {
    /// A backup told to become primary that cannot reach its peer.
    PromoteWithoutPeer {
        Refuse = "refuse", "refused; roles stay";
        Accept = "accept", "it becomes primary at once";
    }
}

choice! {
    /// A primary told to become backup with force and data sync that cannot reach its peer.
    ForceWithSync {
        Refuse = "refuse", "refused; roles stay";
        StepsDown = "steps_down", "it becomes backup without the sync";
    }
}

choice! {
    /// The row of a peer that cannot be reached, in the list of appliances.
    LostPeerRow {
        LastSeen = "last_seen", "with the role it was last seen with";
        RoleNone = "role_none", "with the role none";
        Absent = "absent", "there is no row";
    }
}

choice! {
    /// Who answers at a shared IP that no primary claims.
    SiteDuringSwap {
        Nobody = "nobody", "nobody";
        LastPrimary = "last_primary", "the last primary, until there is another";
    }
}
