//! Group policies and what hangs on them, session policies, security providers: names, types and methods
//! after the vendor's files of the Configuration API 1.10 (appliance-api section 6). How a field is written down stands
//! in [`crate::objects::field`].

use crate::objects::kind::{Kind, On, Paging};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        path: "group-policy",
        event: "group_policy",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name"],
        named_by: "id",
        both: "id:int! name:text255* perm_share_other_team:flag=false perm_session_idle_timeout:int=-1 \
             perm_extended_availability_mode_allowed:flag=false perm_edit_external_key:flag=false \
             perm_collaborate:flag=false perm_collaborate_control:flag=false perm_jump_client:flag=false \
             perm_local_jump:flag=false perm_remote_jump:flag=false perm_remote_vnc:flag=false \
             perm_remote_rdp:flag=false perm_shell_jump:flag=false default_jump_item_role_id:int=1 \
             private_jump_item_role_id:int=1 inferior_jump_item_role_id:int=1 \
             unassigned_jump_item_role_id:int=1",
        rs: "perm_support_allowed:not_allowed|full_support=not_allowed \
             rep_perm_status:not_defined|defined|final perm_generate_session_key:flag=false \
             perm_send_ios_profiles:flag=false perm_accept_team_sessions:flag=false \
             perm_transfer_other_team:flag=false perm_invite_external_rep:flag=false \
             perm_next_session_button:flag=false perm_disable_auto_assignment:flag=false \
             perm_routing_idle_timeout:int=900 auto_assignment_max_sessions:int=3 \
             perm_support_button_personal_deploy:flag=false perm_support_button_team_manage:flag=false \
             perm_support_button_change_public_sites:flag=false perm_support_button_team_deploy:flag=false \
             perm_local_vnc:flag=false perm_local_rdp:flag=false perm_vpro:flag=false \
             perm_console_idle_timeout:int=-1",
        pra: "perm_access_allowed:flag=false access_perm_status:not_defined|defined|final=not_defined \
             perm_invite_external_user:flag=false perm_web_jump:flag=false perm_protocol_tunnel:flag=false \
             perm_sd_static_port_for_external_tools:flag=false",
    },
    Kind {
        path: "group-policy/{}/member",
        event: "group_policy_member",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "id",
        both: "id:int! security_provider_id:int distinguished_name:text group_name:text user_id:int",
        rs: "",
        pra: "",
    },
    Kind {
        path: "group-policy/{}/jumpoint",
        event: "group_policy_jumpoint",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "jumpoint_id",
        both: "jumpoint_id:int*",
        rs: "",
        pra: "",
    },
    Kind {
        path: "group-policy/{}/team",
        event: "group_policy_team",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "team_id",
        both: "team_id:int* role:member|lead|manager=member",
        rs: "",
        pra: "",
    },
    Kind {
        path: "group-policy/{}/jump-group",
        event: "group_policy_jump_group",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Whole,
        filters: &[],
        named_by: "jump_group_id",
        both: "jump_group_id:int* jump_item_role_id:int",
        rs: "",
        pra: "jump_policy_id:int",
    },
    Kind {
        path: "group-policy/{}/vault-account",
        event: "group_policy_account",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Whole,
        filters: &[],
        named_by: "account_id",
        both: "account_id:int* role:inject|inject_and_checkout=inject",
        rs: "",
        pra: "",
    },
    Kind {
        path: "group-policy/{}/vault-account-group",
        event: "group_policy_account_group",
        on: On::Both,
        methods: "list get post delete",
        pra_methods: "",
        paging: Paging::Whole,
        filters: &[],
        named_by: "account_group_id",
        both: "group_policy_id:int account_group_id:int* role:inject|inject_and_checkout=inject",
        rs: "",
        pra: "",
    },
    Kind {
        path: "session-policy",
        event: "session_policy",
        on: On::Both,
        methods: "list",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &[],
        named_by: "id",
        both: "id:int! display_name:text255 code_name:text64 description:text1024",
        rs: "",
        pra: "",
    },
    Kind {
        path: "security-provider",
        event: "security_provider",
        on: On::Both,
        methods: "list get",
        pra_methods: "patch",
        paging: Paging::Pages,
        filters: &[],
        named_by: "id",
        both: "id:int! name:text255! enabled:flag! user_authentication:flag! group_lookup:flag! priority:int! \
             default_policy:int!",
        rs: "type:oidc|saml_portal!",
        pra: "type:local|ldap|radius|kerberos|saml|scim! available_groups:list",
    },
];
