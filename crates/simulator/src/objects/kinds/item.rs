//! Jump items: names, types and methods
//! after the vendor's files of the Configuration API 1.10 (appliance-api section 6). How a field is written down stands
//! in [`crate::objects::field`].

use crate::objects::kind::{Kind, On, Paging};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        path: "jump-item/shell-jump",
        event: "shell_jump_item",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* hostname:text128* protocol:ssh|telnet* port:int=22 \
             jump_group_id:int* jump_group_type:shared|personal=shared terminal:xterm|VT100=xterm \
             keep_alive:int tag:text64 comments:text1024 jump_policy_id:int? username:text128 \
             session_policy_id:int?",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item/remote-rdp",
        event: "remote_rdp_jump_item",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "jump_group_id", "jump_group_type", "jumpoint_id", "endpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* hostname:text128* jump_group_id:int* \
             jump_group_type:shared|personal=shared \
             quality:low|performance|performance_quality|quality|best_performance|lossless=best_performance \
             console:flag=false ignore_untrusted:flag=false tag:text64 comments:text1024 rdp_username:text128 \
             domain:text64 jump_policy_id:int? session_policy_id:int? endpoint_id:int!?",
        rs: "",
        pra: "session_forensics:flag=false \
             secure_app_type:none|remote_app|remote_desktop_agent|remote_desktop_agent_credentials \
             remote_app_name:text512 remote_app_params:text8000 remote_exe_path:text512 \
             remote_exe_params:text8000 target_system:text250 credential_type:text250",
    },
    Kind {
        path: "jump-item/remote-vnc",
        event: "remote_rfb_jump_item",
        on: On::Both,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* hostname:text128* port:int=5900 jump_group_id:int* \
             jump_group_type:shared|personal=shared tag:text64 comments:text1024 jump_policy_id:int? \
             session_policy_id:int?",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item/web-jump",
        event: "web_jump_item",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "url", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* url:text255* \
             username_format:default|username_only|force_upn_format|force_dlln_format=default \
             verify_certificate:flag=true jump_group_id:int* jump_group_type:shared|personal=shared \
             authentication_timeout:int=3 tag:text64 comments:text1024 jump_policy_id:int? \
             username_field:text255? password_field:text255? submit_field:text255? session_policy_id:int?",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item/protocol-tunnel-jump",
        event: "protocol_tunnel_jump_item",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* hostname:text128* jump_group_id:int* \
             jump_group_type:shared|personal=shared tag:text64 comments:text1024 jump_policy_id:int? \
             session_policy_id:int? tunnel_listen_address:text32=127.0.0.1 tunnel_definitions:text5000 \
             tunnel_type:tcp|mssql|k8s=tcp username:text128 database:text128 url:text256 \
             ca_certificates:text12288",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item/mysql-tunnel-jump",
        event: "mysql_tunnel_jump_item",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* hostname:text128* jump_group_id:int* \
             jump_group_type:shared|personal=shared tag:text64 comments:text1024 jump_policy_id:int? \
             session_policy_id:int? tunnel_listen_address:text32=127.0.0.1 username:text128 database:text128",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item/psql-tunnel-jump",
        event: "psql_tunnel_jump_item",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "hostname", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* hostname:text128* jump_group_id:int* \
             jump_group_type:shared|personal=shared tag:text64 comments:text1024 jump_policy_id:int? \
             session_policy_id:int? tunnel_listen_address:text32=127.0.0.1 username:text128 database:text128",
        rs: "",
        pra: "",
    },
    Kind {
        path: "jump-item/network-tunnel-jump",
        event: "network_tunnel_jump_item",
        on: On::Pra,
        methods: "list get post patch delete",
        pra_methods: "",
        paging: Paging::Pages,
        filters: &["name", "jump_group_id", "jump_group_type", "jumpoint_id", "tag"],
        named_by: "id",
        both: "id:int! name:text128* jumpoint_id:int* jump_group_id:int* jump_group_type:shared|personal=shared \
             tag:text64 comments:text1024 jump_policy_id:int? session_policy_id:int? filter_rules:list*",
        rs: "",
        pra: "",
    },
];
