//! Jump groups, policies, roles, Jumpoints and Jump Clients: names, types and methods
//! after the vendor's files of the Configuration API 1.10 (appliance-api section 6). How a field is written down stands
//! in [`crate::objects::field`].

use crate::objects::kind::{Kind, On, Paging};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        path: "jump-group",
        event: "jump_group",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "code_name"],
        named_by: "id",
        both: "id:int! name:text255* code_name:text64 comments:text4096?",
        rs: "",
        pra: "ecm_group_id:int",
    },
    Kind {
        path: "jump-group/{}/user",
        event: "jump_group_user",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "user_id",
        both: "user_id:int* jump_item_role_id:int",
        rs: "",
        pra: "jump_policy_id:int",
    },
    Kind {
        path: "jump-policy",
        event: "jump_policy",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["code_name"],
        named_by: "id",
        both: "id:int! display_name:text255* code_name:text64 description:text1000 schedule_enabled:flag=true \
             simultaneous_jumps:global|join|disallow=global \
             simultaneous_jump_behavior_applies_to_copies:flag=false \
             simultaneous_jumps_rdp:global|new_session|disallow=global schedule_strict:flag=false \
             ticket_id_required:flag=false two_factor_challenge_required:flag=false",
        rs: "",
        pra: "external_tools_rdp_allowed:flag=true external_tools_shell_allowed:flag=true \
             session_start_notification:flag=false session_end_notification:flag=false \
             notification_email_addresses:list=[] notification_display_name:text255 \
             notification_email_language:text=en-us approval_required:flag=false approval_max_duration:int=480 \
             approval_scope:requestor|anyone=requestor approval_email_addresses:list=[] \
             approval_user_ids:list=[] approval_team_ids:list=[] approval_display_name:text255 \
             approval_email_language:text=en-us approval_approver_scope:not_requestor|anyone=not_requestor \
             recordings_disabled:flag=false",
    },
    Kind {
        path: "jump-policy/{}/schedule",
        event: "jump_policy_schedule",
        on: On::Both,
        methods: "list",
        pra_methods: "",
        paging: Paging::Single,
        filters: &[],
        named_by: "id",
        both: "timezone:text!=UTC entries:list!=[]",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item-role",
        event: "jump_item_role",
        on: On::Both,
        methods: "list get",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name"],
        named_by: "id",
        both: "id:int! name:text255 description:text4096 perm_add:flag=false perm_assign_jump_group:flag=false \
             perm_remove:flag=false perm_start:flag=false perm_edit_tag:flag=false \
             perm_edit_comments:flag=false perm_edit_jump_policy:flag=false \
             perm_edit_session_policy:flag=false perm_edit_identity:flag=false perm_edit_behavior:flag=false \
             perm_view_jump_item_report:flag=false",
        rs: "perm_edit_public_portal:flag=false perm_edit_support_button:flag=false",
        pra: "",
    },
    Kind {
        path: "jumpoint",
        event: "jumpoint_cluster",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "public_ip", "private_ip", "hostname", "code_name"],
        named_by: "id",
        both: "id:int! name:text255* platform:windows-x86|linux-x86* code_name:text64 comments:text1024 \
             enabled:flag=true connected:flag!=true clustered:flag=false shell_jump_enabled:flag=false \
             external_jump_item_network_id:text1024 jzp_enabled:flag=false jzp_proxy_hostname:text256= \
             jzp_proxy_port:int=9555 jzp_allow_http_get:flag=false \
             jzp_client_address_restrictions_type:no_restriction|allow_all|deny_all=no_restriction \
             jzp_restricted_ips:list=[] docker_deploy_key:text! key_info:text!",
        rs: "",
        pra: "protocol_tunnel_enabled:flag=true rdp_service_account_id:int? managed_ip_ranges:list=[]",
    },
    Kind {
        path: "jumpoint/{}/user",
        event: "jumpoint_user",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "user_id",
        both: "user_id:int*",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jumpoint/{}/node",
        event: "",
        on: On::Both,
        methods: "list",
        pra_methods: "",
        paging: Paging::Whole,
        filters: &[],
        named_by: "id",
        both: "id:int! last_connect_timestamp:date? last_disconnect_timestamp:date? public_ip:text45 \
             private_ip:text45 hostname:text255",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-client",
        event: "jump_client",
        on: On::Both,
        methods: "list get patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[
            "name",
            "hostname",
            "fqdn",
            "tag",
            "jump_group_id",
            "jump_group_type",
            "console_user",
            "public_ip",
            "private_ip",
            "connection_type",
        ],
        named_by: "id",
        both: "id:int! jump_group_id:int* jump_group_type:shared|personal=shared name:text128 hostname:text255! \
             fqdn:text255! tag:text64 comments:text1024 jump_policy_id:int? install_mode:unknown|user|service! \
             connection_type:active|passive|uninstalled!=active last_connect_timestamp:date! \
             last_disconnect_timestamp:date! is_lost:flag! needs_update:flag! \
             unavailable_reason:none|disabled! operating_system:text! public_ip:text! private_ip:text! \
             console_user:text! expiration_timestamp:date! max_offline_minutes:int last_access_timestamp:date!",
        rs: "attended_session_policy_id:int? unattended_session_policy_id:int? public_site_address:text128 \
             support_button_profile_code_name:text64 support_button_direct_queue:text69 \
             customer_client_start_mode:normal|minimized|hidden=normal is_quiet:flag=false",
        pra: "session_policy_id:int? endpoint_agreement_policy:no_prompt|accept|reject",
    },
    Kind {
        path: "jump-client/installer",
        event: "jump_client_installer",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "fqdn", "tag", "jump_group_id", "jump_group_type", "connection_type"],
        named_by: "id",
        both: "id:int! jump_group_id:int* jump_group_type:shared|personal=shared name:text128 tag:text64 \
             comments:text1024 jump_policy_id:int connection_type:active|passive=active \
             expiration_timestamp:date! max_offline_minutes:int elevate_install:flag=true \
             elevate_prompt:flag=true allow_override_jump_group:flag=false \
             allow_override_jump_policy:flag=false allow_override_name:flag=false \
             allow_override_tag:flag=false allow_override_comments:flag=false installer_id:text32! \
             key_info:map jumpoint_proxy:text64 valid_duration:int^",
        rs: "attended_session_policy_id:int? unattended_session_policy_id:int? public_site_address:text128 \
             support_button_profile_code_name:text64 allow_override_support_button_profile:flag=false \
             support_button_direct_queue:text69 allow_override_support_button_direct_queue:flag=false \
             is_quiet:flag!=false customer_client_start_mode:normal|minimized|hidden=normal \
             allow_override_attended_session_policy:flag=false \
             allow_override_unattended_session_policy:flag=false",
        pra: "session_policy_id:int? allow_override_session_policy:flag=false",
    },
];
