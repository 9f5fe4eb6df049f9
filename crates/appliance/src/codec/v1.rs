//! Command API v1 (XML), after appliance-api section 2.
//!
//! Elements are found by their local names: three namespaces have been seen, and none decides anything. New elements are
//! ignored. Strict on what decides: a role is one of the known words or kept as its text, an element that is told twice
//! where one is documented, or that is not of its documented form, makes the answer unreadable rather than half read.
//! An `<error>` anywhere makes it an error, whatever stands beside it; the HTTP status is then usually 200.

use std::collections::BTreeMap;

use domain::ids::Guid;
use domain::observation::{Product, Reading, Row, Trouble, TroubleKind};
use domain::role::Role;
use domain::time::Utc;

use super::answer::{ClientCount, Info, Permission, Users};
use super::xml::{self, Element};
use super::{bad_answer, one_line, told};

/// Roots of `check_health`: the one seen, and the action's own name as the vendor's page has it for another action.
const HEALTH: &[&str] = &["health_check", "check_health"];
const INFO: &[&str] = &["api_information", "get_api_info"];
const APPLIANCES: &[&str] = &["appliances", "get_appliances"];
const USERS: &[&str] = &["logged_in_reps", "get_logged_in_reps"];
const CLIENTS: &[&str] = &["connected_client_list", "get_connected_client_list"];

/// Permissions that exist on Remote Support alone (appliance-api section 8).
const RS_ALONE: [&str; 2] = ["perm_real_time_state", "perm_reporting_archive"];

/// The answer's root, where it is one of `roots` and no `<error>` is in it.
fn answer(body: &[u8], roots: &[&str]) -> Result<Element, Trouble> {
    let root = xml::read(body)?;
    if let Some(error) = error_in(&root) {
        return Err(api_error(&error));
    }
    if roots.contains(&root.name.as_str()) {
        return Ok(root);
    }
    let wanted = roots.first().copied().unwrap_or_default();
    Err(bad_answer(format!("the answer is a {} and not the {wanted} that was asked for", told(&root.name))))
}

fn error_in(root: &Element) -> Option<String> {
    root.find("error").map(|error| told(&error.text))
}

fn api_error(text: &str) -> Trouble {
    let detail = match text {
        "" => "the API answered with an error without words".to_owned(),
        text => format!("the API answered with an error: {text}"),
    };
    Trouble { kind: TroubleKind::ApiError, detail }
}

/// The words of an `<error>` in an answer of any status.
#[must_use]
pub fn error_words(body: &[u8]) -> Option<String> {
    error_in(&xml::read(body).ok()?).filter(|words| !words.is_empty())
}

fn wrong(what: &str, wanted: &str) -> Trouble {
    bad_answer(format!("the answer has a {what} that is not {wanted}"))
}

/// The only child of this name.
fn only<'a>(element: &'a Element, name: &'a str) -> Result<Option<&'a Element>, Trouble> {
    let mut found = element.all(name);
    let first = found.next();
    if found.next().is_some() {
        return Err(bad_answer(format!("the answer tells {name} more than once")));
    }
    Ok(first)
}

/// The text of the only child of this name; one without words counts as absent.
fn text(element: &Element, name: &str) -> Result<Option<String>, Trouble> {
    Ok(only(element, name)?.map(|child| told(&child.text)).filter(|text| !text.is_empty()))
}

fn flag(element: &Element, name: &str) -> Result<Option<bool>, Trouble> {
    match text(element, name)?.as_deref() {
        None => Ok(None),
        Some("1") => Ok(Some(true)),
        Some("0") => Ok(Some(false)),
        Some(_) => Err(wrong(name, "1 or 0")),
    }
}

fn role(element: &Element) -> Result<Option<Role>, Trouble> {
    Ok(only(element, "failover_role")?.map(|child| match Role::from(child.text.clone()) {
        Role::Unrecognised(text) => Role::Unrecognised(one_line(&text)),
        known => known,
    }))
}

fn guid(element: &Element) -> Result<Option<Guid>, Trouble> {
    let id = element.attribute("id").map(str::parse).transpose();
    id.map_err(|_| wrong("appliance id", "a GUID (32 hexadecimal digits)"))
}

/// Unix seconds as a time, where they are one that can be written down.
fn unix_s(text: &str) -> Option<Utc> {
    let at = Utc::from_millis(text.trim().parse::<i64>().ok()?.checked_mul(1_000)?);
    at.to_string().parse().ok()
}

/// A time: `ts` holds Unix seconds, the text ISO 8601. Absent where neither says anything.
fn time(element: &Element) -> Result<Option<Utc>, Trouble> {
    let stamp = element.attribute("ts").map(str::trim).filter(|ts| !ts.is_empty());
    let text = element.text.trim();
    let read = match stamp {
        Some(stamp) => unix_s(stamp),
        None if text.is_empty() => return Ok(None),
        None => text.parse().ok().or_else(|| unix_s(text)),
    };
    read.map(Some).ok_or_else(|| wrong(&told(&element.name), "a time"))
}

/// Splits `version`: `"19.1.8 (37380-749b…)"` is version `19.1.8` and build `37380`, which is what v2 tells in its two
/// fields; the hash of the source behind the build is left out, because v2 is not known to tell it. A text in brackets of
/// another form is the build as it stands; without brackets there is none.
#[must_use]
pub fn version_and_build(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    let bracketed = text.strip_suffix(')').and_then(|text| text.split_once('('));
    let Some((version, inside)) = bracketed else { return (told(text), None) };
    let inside = inside.trim();
    let build = match inside.split_once('-') {
        Some((build, hash)) if !build.is_empty() && is_hash(hash) => build,
        _ => inside,
    };
    (told(version), Some(told(build)).filter(|build| !build.is_empty()))
}

fn is_hash(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Reads `check_health`. Which status an unhealthy appliance answers with is not known, so 200 and 500 are both read.
///
/// `None` for a 500 that is not a health answer at all but a plain error.
pub fn health(status: u16, body: &[u8]) -> Result<Option<Reading>, Trouble> {
    let root = match answer(body, HEALTH) {
        Ok(root) => root,
        Err(_) if status != 200 => return Ok(None),
        Err(trouble) => return Err(trouble),
    };
    let appliance = only(&root, "appliance")?;
    let (version, build) = match text(&root, "version")? {
        Some(version) => {
            let (version, build) = version_and_build(&version);
            (Some(version), build)
        }
        None => (None, None),
    };
    // A status of 500 says unhealthy, whatever stands inside.
    let healthy = match flag(&root, "success")? {
        _ if status != 200 => Some(false),
        told => told,
    };
    let errors = root.all("error_message").map(|message| told(&message.text)).filter(|message| !message.is_empty());
    let shared_ips = only(&root, "enabled_shared_ips")?.map(|list| list.all("ip").map(|ip| told(&ip.text)).collect());
    let reading = Reading {
        guid: appliance.map(guid).transpose()?.flatten(),
        hostname: appliance.map(|appliance| told(&appliance.text)).filter(|name| !name.is_empty()),
        role: role(&root)?,
        version,
        build,
        healthy,
        errors: errors.collect(),
        shared_ips,
        last_sync: only(&root, "last_data_sync_time")?.map(time).transpose()?.flatten(),
        last_sync_text: text(&root, "last_data_sync_status")?,
        ..Reading::default()
    };
    if reading.guid.is_none() || reading.role.is_none() {
        return match status {
            200 => Err(bad_answer("the answer tells no appliance id or no failover_role")),
            _ => Ok(None),
        };
    }
    Ok(Some(reading))
}

/// Reads `get_api_info`. The product is told by the permissions that Remote Support alone has; without them it is open.
pub fn info(body: &[u8]) -> Result<Info, Trouble> {
    let root = answer(body, INFO)?;
    let mut permissions = BTreeMap::new();
    for permission in root.all("permissions").flat_map(|list| list.all("permission")) {
        let name = permission.attribute("name").ok_or_else(|| bad_answer("a permission in the answer has no name"))?;
        let value = match permission.text.trim() {
            "1" => Permission::Flag(true),
            "0" => Permission::Flag(false),
            word => Permission::Word(told(word)),
        };
        if permissions.insert(told(name), value).is_some() {
            return Err(bad_answer(format!("the answer tells the permission {} more than once", told(name))));
        }
    }
    let info = Info {
        product: RS_ALONE.iter().any(|name| permissions.contains_key(*name)).then_some(Product::Rs),
        command_api_version: text(&root, "api_version")?,
        config_api_version: None,
        reporting_api_version: None,
        backup_api_version: None,
        permissions,
        current_time: only(&root, "timestamp")?.map(time).transpose()?.flatten(),
    };
    if info.command_api_version.is_none() && info.permissions.is_empty() {
        return Err(bad_answer("the answer tells neither an API version nor permissions"));
    }
    Ok(info)
}

/// Reads `get_appliances` (Remote Support alone): one row for each appliance of the pair.
pub fn appliances(body: &[u8]) -> Result<Vec<Row>, Trouble> {
    let root = answer(body, APPLIANCES)?;
    root.all("appliance")
        .map(|appliance| {
            Ok(Row {
                guid: guid(appliance)?.ok_or_else(|| bad_answer("an appliance in the list has no id"))?,
                role: role(appliance)?.ok_or_else(|| bad_answer("an appliance in the list has no failover_role"))?,
                name: text(appliance, "name")?,
            })
        })
        .collect()
}

/// Reads `get_logged_in_reps`. The form of `logged_in_since` is not documented: one that is no time is left out.
pub fn users(body: &[u8]) -> Result<Users, Trouble> {
    let root = answer(body, USERS)?;
    let mut users = Users::default();
    for rep in root.all("rep") {
        users.count += 1;
        // The oldest of the three names is deprecated, and the private one is the one colleagues see.
        for name in ["private_display_name", "display_name", "public_display_name"] {
            if let Some(name) = text(rep, name)? {
                users.names.push(name);
                break;
            }
        }
        for count in rep.children.iter().filter(|child| is_session_count(&child.name)) {
            let sessions: u64 = count.text.trim().parse().map_err(|_| wrong(&told(&count.name), "a count"))?;
            users.sessions = users.sessions.saturating_add(sessions);
        }
        if let Some(since) = only(rep, "logged_in_since")?.and_then(|since| time(since).ok().flatten()) {
            users.longest_since = Some(users.longest_since.map_or(since, |longest| longest.min(since)));
        }
    }
    Ok(users)
}

fn is_session_count(name: &str) -> bool {
    matches!(name, "support_session_count" | "access_session_count" | "session_count" | "presentation_count")
}

/// Reads the summary of `get_connected_client_list`.
pub fn client_counts(body: &[u8]) -> Result<Vec<ClientCount>, Trouble> {
    let root = answer(body, CLIENTS)?;
    let summaries = root.all("connected_client_summary").flat_map(|summary| summary.all("appliance_summary"));
    summaries
        .map(|summary| {
            let guid = guid(summary)?.ok_or_else(|| bad_answer("a count in the list has no id"))?;
            let counts = summary
                .all("count")
                .filter_map(|count| Some((told(count.attribute("type")?), count.text.trim().parse().ok()?)));
            Ok(ClientCount { guid, counts: counts.collect() })
        })
        .collect()
}

/// What the words of a role command's 2xx answer come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleWords {
    Success(String),
    Error(String),
}

/// Reads the answer to `set_failover_role`: `<success>` or `<error>`, as the root or inside it, whichever the root is
/// called. Not documented is which; so the answer of another call, one that holds both, or one whose success is a plain
/// `0` settles nothing.
pub fn role_words(body: &[u8]) -> Result<RoleWords, Trouble> {
    let root = xml::read(body)?;
    let others = [HEALTH, INFO, APPLIANCES, USERS, CLIENTS];
    if others.iter().any(|roots| roots.contains(&root.name.as_str())) {
        return Err(bad_answer(format!("the answer is a {}, which was not asked for", told(&root.name))));
    }
    match (root.find("success").map(|success| told(&success.text)), error_in(&root)) {
        (Some(words), None) if words != "0" => Ok(RoleWords::Success(words)),
        (None, Some(words)) => Ok(RoleWords::Error(words)),
        (Some(_), None) => Err(bad_answer("the answer says success 0 and no error")),
        (Some(_), Some(_)) => Err(bad_answer("the answer says both success and error")),
        (None, None) => Err(bad_answer("the answer says neither success nor error")),
    }
}
