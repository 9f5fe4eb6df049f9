//! What is kept of an answer in XML: the listed elements and attributes of a call, re-emitted as JSON.

use serde_json::{Map, Value};

use super::{clip, is_permission};
use crate::call::Call;
use crate::codec::xml::Element;

/// One element that may be kept: which of its attributes, whether its text, and which elements inside it.
struct Kept {
    name: &'static str,
    attributes: &'static [&'static str],
    inside: Inside,
}

enum Inside {
    /// The text alone.
    Text,
    Elements(&'static [Kept]),
    /// `<permission name="…">` by their names.
    Permissions,
    /// `<count type="…">` by their types.
    Counts,
}

const fn text(name: &'static str) -> Kept {
    Kept { name, attributes: &[], inside: Inside::Text }
}

const ID: &[&str] = &["id"];

fn kept(call: Call) -> &'static [Kept] {
    match call {
        Call::InfoV1 => {
            const {
                &[
                    text("api_version"),
                    text("timestamp"),
                    Kept { name: "permissions", attributes: &[], inside: Inside::Permissions },
                ]
            }
        }
        Call::HealthV1 => {
            const {
                &[
                    Kept { name: "appliance", attributes: ID, inside: Inside::Text },
                    text("version"),
                    text("success"),
                    text("error_message"),
                    text("failover_role"),
                    Kept {
                        name: "enabled_shared_ips",
                        attributes: &[],
                        inside: Inside::Elements(const { &[text("ip")] }),
                    },
                    Kept { name: "last_data_sync_time", attributes: &["ts"], inside: Inside::Text },
                    text("last_data_sync_status"),
                ]
            }
        }
        Call::AppliancesV1 => {
            const {
                &[Kept {
                    name: "appliance",
                    attributes: ID,
                    inside: Inside::Elements(
                        const {
                            &[
                                text("name"),
                                text("public_hostname"),
                                text("cluster_role"),
                                text("failover_role"),
                                text("accepting_connections"),
                                text("timezone_offset"),
                            ]
                        },
                    ),
                }]
            }
        }
        Call::ClientCountsV1 => {
            const {
                &[Kept {
                    name: "connected_client_summary",
                    attributes: &[],
                    inside: Inside::Elements(
                        const { &[Kept { name: "appliance_summary", attributes: ID, inside: Inside::Counts }] },
                    ),
                }]
            }
        }
        // Names of people are shown, not kept, nor is the link to one of them.
        Call::UsersV1 => {
            const {
                &[Kept {
                    name: "rep",
                    attributes: ID,
                    inside: Inside::Elements(
                        const {
                            &[
                                text("type"),
                                text("logged_in_since"),
                                text("presentation_count"),
                                text("support_session_count"),
                                text("session_count"),
                            ]
                        },
                    ),
                }]
            }
        }
        _ => &[],
    }
}

/// The answer's root by its name, with what is kept of it. An `<error>`, and of a role command's answer a `<success>`, is
/// kept wherever it stands.
pub(super) fn answer(call: Call, root: &Element) -> Value {
    let mut object = elements(kept(call), root);
    let words: &[&str] = if call == Call::SetRoleV1 { &["success", "error"] } else { &["error"] };
    for name in words {
        if let Some(found) = root.find(name) {
            if found.name == root.name {
                return Value::Object(Map::from_iter([((*name).to_owned(), words_of(found))]));
            }
            object.insert((*name).to_owned(), words_of(found));
        }
    }
    Value::Object(Map::from_iter([(root_name(&root.name), Value::Object(object))]))
}

/// The root's name is one of the documented ones, or nothing of it is kept: it is not among the listed fields.
fn root_name(name: &str) -> String {
    const KNOWN: &[&str] = &[
        "api_information",
        "get_api_info",
        "health_check",
        "check_health",
        "appliances",
        "get_appliances",
        "connected_client_list",
        "get_connected_client_list",
        "logged_in_reps",
        "get_logged_in_reps",
        "set_failover_role",
    ];
    if KNOWN.contains(&name) { name.to_owned() } else { "(another root)".to_owned() }
}

fn elements(list: &[Kept], element: &Element) -> Map<String, Value> {
    let mut object = Map::new();
    for kept in list {
        let mut found: Vec<Value> = element.all(kept.name).map(|child| one(kept, child)).collect();
        match found.len() {
            0 => continue,
            1 => object.insert(kept.name.to_owned(), found.remove(0)),
            _ => object.insert(kept.name.to_owned(), Value::Array(found)),
        };
    }
    object
}

fn one(kept: &Kept, element: &Element) -> Value {
    let mut object = Map::new();
    for name in kept.attributes {
        if let Some(value) = element.attribute(name) {
            object.insert((*name).to_owned(), Value::String(clip(value)));
        }
    }
    match kept.inside {
        Inside::Text if kept.attributes.is_empty() => return words_of(element),
        Inside::Text => {
            object.insert("text".to_owned(), words_of(element));
        }
        Inside::Elements(list) => object.extend(elements(list, element)),
        Inside::Permissions => object.extend(named(element, "permission", "name", |name, value| {
            (is_permission(name) && value.len() <= 32).then(|| value.to_owned())
        })),
        Inside::Counts => object.extend(named(element, "count", "type", |name, value| {
            let is_name = name.len() <= 64 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            (is_name && value.len() <= 20 && value.bytes().all(|b| b.is_ascii_digit())).then(|| value.to_owned())
        })),
    }
    Value::Object(object)
}

fn named<'a>(
    element: &'a Element,
    child: &'a str,
    attribute: &'a str,
    value: impl Fn(&str, &str) -> Option<String> + 'a,
) -> impl Iterator<Item = (String, Value)> + 'a {
    element.all(child).filter_map(move |child| {
        let name = child.attribute(attribute)?;
        Some((name.to_owned(), Value::String(value(name, child.text.trim())?)))
    })
}

fn words_of(element: &Element) -> Value {
    Value::String(clip(element.text.trim()))
}
