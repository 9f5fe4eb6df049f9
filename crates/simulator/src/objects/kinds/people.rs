//! People and their teams, vendors, API accounts, and what else Remote Support names: names, types and methods
//! after the vendor's files of the Configuration API 1.10 (appliance-api section 6). How a field is written down stands
//! in [`crate::objects::field`].

use crate::objects::kind::{Kind, On, Paging};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        path: "user",
        event: "user",
        on: On::Both,
        methods: "list get patch delete",
        pra_methods: "post",
        paging: Paging::Pages,
        filters: &["security_provider_id", "username", "email_address"],
        named_by: "id",
        both: "id:int! security_provider_id:int! username:text64 password:text256~ public_display_name:text64* \
             password_expiration:date? email_address:text255 preferred_email_language:text10=en-us \
             two_factor_required:flag=false enabled:flag=true last_authentication:date! failed_logins:int=0 \
             password_reset_next_login:flag=false created_at:date! two_factor_enabled:flag! \
             fido2_credential_count:int! fido2_last_used_date:date! perm_admin:flag! perm_set_passwords:flag! \
             perm_admin_pushagents:flag! \
             perm_view_support_reports:not_allowed|user_sessions|all_sessions|team_sessions|jump_group_sessions! \
             perm_view_vault_reports:not_allowed|view_user_events|view_all_events! \
             perm_view_syslog_reports:flag! perm_view_sd_recordings:flag! perm_edit_jump_groups:flag! \
             perm_edit_sd_teams:flag! perm_edit_canned_scripts:flag! perm_edit_custom_rep_links:flag! \
             perm_share_other_team:flag!=false perm_extended_availability_mode_allowed:flag!=false \
             perm_edit_external_key:flag!=false perm_session_idle_timeout:int!=-1 perm_collaborate:flag!=false \
             perm_collaborate_control:flag!=false perm_jump_client:flag!=false perm_local_jump:flag!=false \
             perm_remote_jump:flag!=false perm_remote_vnc:flag!=false perm_remote_rdp:flag!=false \
             perm_shell_jump:flag!=false default_jump_item_role_id:int!=1 private_jump_item_role_id:int!=1 \
             inferior_jump_item_role_id:int!=1 unassigned_jump_item_role_id:int!=1 perm_vault:flag! \
             perm_endpoint_automation:not_allowed|user|administrator!=not_allowed",
        rs: "display_number:int private_display_name:text64* perm_view_license_reports:flag! \
             perm_edit_ambush:flag! perm_edit_public_template:flag! perm_edit_public_file_store:flag! \
             perm_edit_messages:flag! perm_edit_issues:flag! perm_edit_skills:flag! \
             perm_edit_callback_button_profiles:flag! perm_change_display_name:flag! \
             perm_change_rep_avatar:flag! perm_show_on_public_list:flag! \
             perm_support_allowed:not_allowed|full_support!=not_allowed perm_invite_external_rep:flag!=false \
             perm_generate_session_key:flag!=false perm_send_ios_profiles:flag!=false \
             perm_accept_team_sessions:flag!=false perm_transfer_other_team:flag!=false \
             perm_next_session_button:flag!=false perm_disable_auto_assignment:flag!=false \
             perm_routing_idle_timeout:int!=900 auto_assignment_max_sessions:int!=3 \
             perm_support_button_personal_deploy:flag!=false perm_support_button_team_manage:flag!=false \
             perm_support_button_change_public_sites:flag!=false perm_support_button_team_deploy:flag!=false \
             perm_local_vnc:flag!=false perm_local_rdp:flag!=false perm_vpro:flag!=false \
             perm_console_idle_timeout:int!=-1 perm_edit_iphone_content:flag!",
        pra: "perm_access_allowed:not_allowed|full_support! perm_invite_external_user:flag!=false \
             perm_web_jump:flag!=false perm_protocol_tunnel:flag!=false \
             perm_sd_static_port_for_external_tools:flag!=false",
    },
    Kind {
        path: "user/{}/group-policies",
        event: "",
        on: On::Both,
        methods: "list",
        pra_methods: "",
        paging: Paging::HeadersOnly,
        filters: &[],
        named_by: "id",
        both: "",
        rs: "",
        pra: "",
    },
    Kind {
        path: "team",
        event: "team",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "code_name"],
        named_by: "id",
        both: "id:int! name:text255* code_name:text64 comments:text4096?",
        rs: "persistent_queue:flag=false public_portal_ids:list=[]",
        pra: "",
    },
    Kind {
        path: "team/{}/user",
        event: "team_member",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "user_id",
        both: "team_id:int* user_id:int* role:member|lead|manager=member",
        rs: "",
        pra: "",
    },
    Kind {
        path: "vendor",
        event: "vendor",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name"],
        named_by: "id",
        both: "id:int! name:text255* default_policy:int* account_expiration:int=30 \
             deletion_days_after_expiration:int? user_added_notification_enabled:flag=true \
             user_expired_notification_enabled:flag=true user_approval_enabled:flag=false \
             user_reactivation_enabled:flag=false administrator_ids:list=[] team_ids:list=[] \
             network_restrictions:list=[] duration:int=24 duration_enabled:flag=false",
        rs: "",
        pra: "",
    },
    Kind {
        path: "vendor/{}/user",
        event: "vendor_user",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "id",
        both: "id:int! username:text64* public_display_name:text64* password:text255~* password_expiration:date? \
             password_reset_next_login:flag=false account_expiration:date! enabled:flag=true \
             email_address:text256* preferred_email_language:text10=en-us last_authenticated_date:date! \
             vendor_administrator:flag! is_approved:flag! is_expired:flag! two_factor_enabled:flag! \
             fido2_credential_count:int! fido2_last_used_date:date!",
        rs: "",
        pra: "",
    },
    Kind {
        path: "api-account",
        event: "api_account",
        on: On::Both,
        methods: "list get",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name"],
        named_by: "id",
        both: "id:int! name:text255! comments:text4096! enabled:flag! ip_addresses:text! client_id:text40! \
             failed_login_attempts:int! failed_login_expiration:text! perm_command:deny|read_only|full_access! \
             perm_reporting_support:flag! perm_reporting_license:flag! perm_reporting_vault:flag! \
             perm_reporting_jump_item:flag! perm_reporting_syslog:flag! perm_backup:flag! \
             perm_vault_backup:flag! perm_ecm:flag! perm_configuration:flag! \
             perm_configuration_vault_account:flag!",
        rs: "perm_reporting_archive:flag! perm_real_time_state:flag!",
        pra: "ecm_group_id:int! perm_scim:flag!",
    },
    Kind {
        path: "public-portal",
        event: "public_site",
        on: On::Rs,
        methods: "list",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "id",
        both: "id:int! name:text255! addresses:list!=[]",
        rs: "",
        pra: "",
    },
    Kind {
        path: "rep-status",
        event: "rep_status",
        on: On::Rs,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name"],
        named_by: "id",
        both: "id:int! name:text64 code_name:text64 display_as:away|busy",
        rs: "",
        pra: "",
    },
];
