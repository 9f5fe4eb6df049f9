//! Command API v2 (JSON), after appliance-api section 3.
//!
//! Lenient where the vendor may add or leave out: unknown fields are ignored, an absent or null field is absent. Strict on
//! what decides: a role is one of the known words or kept as its text, and a field of another type than documented makes
//! the answer unreadable rather than half read.

use std::collections::BTreeMap;

use domain::ids::Guid;
use domain::observation::{Product, Reading, Row, Trouble};
use domain::role::Role;
use domain::time::Utc;
use serde_json::{Map, Value};

use super::answer::{ClientCount, Info, Permission, Users};
use super::{bad_answer, json, message, one_line, told};

/// One object of an answer, with the name it has in a sentence.
struct Object<'a> {
    name: &'a str,
    fields: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    fn of(name: &'a str, value: &'a Value) -> Result<Self, Trouble> {
        value
            .as_object()
            .map(|fields| Self { name, fields })
            .ok_or_else(|| bad_answer(format!("{name} is not an object")))
    }

    /// The field's value; a null counts as absent.
    fn get(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    fn wrong(&self, field: &str, wanted: &str) -> Trouble {
        bad_answer(format!("{} has a {field} that is not {wanted}", self.name))
    }

    fn text(&self, field: &str) -> Result<Option<String>, Trouble> {
        self.raw_text(field).map(|text| text.map(told))
    }

    fn raw_text(&self, field: &str) -> Result<Option<&'a str>, Trouble> {
        self.get(field).map(|value| value.as_str().ok_or_else(|| self.wrong(field, "a text"))).transpose()
    }

    fn time(&self, field: &str) -> Result<Option<Utc>, Trouble> {
        self.raw_text(field)?.map(|text| text.parse().map_err(|_| self.wrong(field, "a time"))).transpose()
    }

    fn guid(&self, field: &str) -> Result<Option<Guid>, Trouble> {
        self.raw_text(field)?
            .map(|text| text.parse().map_err(|_| self.wrong(field, "an appliance's GUID (32 hexadecimal digits)")))
            .transpose()
    }

    fn role(&self, field: &str) -> Result<Option<Role>, Trouble> {
        self.raw_text(field).map(|text| {
            text.map(|text| match Role::from(text.to_owned()) {
                Role::Unrecognised(text) => Role::Unrecognised(one_line(&text)),
                known => known,
            })
        })
    }

    fn count(&self, field: &str) -> Result<Option<u64>, Trouble> {
        self.get(field).map(|value| value.as_u64().ok_or_else(|| self.wrong(field, "a count"))).transpose()
    }
}

/// Reads `GET /info`.
pub fn info(body: &[u8]) -> Result<Info, Trouble> {
    let value = json(body)?;
    let object = Object::of("the answer", &value)?;
    let mut permissions = BTreeMap::new();
    if let Some(told_permissions) = object.get("permissions") {
        for (name, value) in Object::of("permissions", told_permissions)?.fields {
            let permission = match value {
                Value::Bool(flag) => Permission::Flag(*flag),
                Value::String(word) => Permission::Word(told(word)),
                Value::Null => continue,
                _ => return Err(bad_answer(format!("the permission {} is neither a text nor yes or no", told(name)))),
            };
            permissions.insert(told(name), permission);
        }
    }
    let product = match object.raw_text("product")? {
        Some("rs") => Some(Product::Rs),
        Some("pra") => Some(Product::Pra),
        _ => None,
    };
    let info = Info {
        product,
        command_api_version: object.text("command_api_version")?,
        config_api_version: object.text("config_api_version")?,
        reporting_api_version: object.text("reporting_api_version")?,
        backup_api_version: object.text("backup_api_version")?,
        permissions,
        current_time: object.time("current_time")?,
    };
    if info.command_api_version.is_none() && info.permissions.is_empty() {
        return Err(bad_answer("the answer tells neither an API version nor permissions"));
    }
    Ok(info)
}

/// Reads `GET /health`: with 200 the appliance is healthy; with 500 it is not, and any field may be null.
///
/// `None` for a 500 that is not a health answer at all but a plain error.
pub fn health(status: u16, body: &[u8]) -> Result<Option<Reading>, Trouble> {
    let value = json(body)?;
    let object = Object::of("the answer", &value)?;
    let known = ["appliance_id", "failover_role", "version", "build", "appliance_hostname"];
    if !known.iter().any(|field| object.fields.contains_key(*field)) {
        return match status {
            200 => Err(bad_answer("the answer holds no field of a health check")),
            _ => Ok(None),
        };
    }
    let healthy = status == 200;
    let shared_ips = match object.get("enabled_shared_ips") {
        None => None,
        Some(list) => {
            let wrong = || object.wrong("enabled_shared_ips", "a list of addresses");
            let list = list.as_array().ok_or_else(wrong)?;
            Some(list.iter().map(|ip| ip.as_str().map(told).ok_or_else(wrong)).collect::<Result<Vec<_>, _>>()?)
        }
    };
    let reading = Reading {
        guid: object.guid("appliance_id")?,
        hostname: object.text("appliance_hostname")?,
        role: object.role("failover_role")?,
        version: object.text("version")?,
        build: object.text("build")?,
        healthy: Some(healthy),
        errors: if healthy { Vec::new() } else { message(&value).into_iter().collect() },
        shared_ips,
        last_sync: object.time("last_data_sync")?,
        last_sync_text: object.text("last_data_sync_status")?,
        ..Reading::default()
    };
    if healthy && (reading.guid.is_none() || reading.role.is_none()) {
        return Err(bad_answer("the answer tells no appliance_id or no failover_role"));
    }
    Ok(Some(reading))
}

/// Reads `GET /appliance`: one row for each appliance of the pair. The answer does not tell which one gave it.
pub fn appliances(body: &[u8]) -> Result<Vec<Row>, Trouble> {
    let value = json(body)?;
    let list = value.as_array().ok_or_else(|| bad_answer("the answer is not a list of appliances"))?;
    list.iter()
        .map(|item| {
            let object = Object::of("an appliance in the list", item)?;
            Ok(Row {
                guid: object.guid("id")?.ok_or_else(|| bad_answer("an appliance in the list has no id"))?,
                role: object
                    .role("failover_role")?
                    .ok_or_else(|| bad_answer("an appliance in the list has no failover_role"))?,
                name: object.text("name")?,
            })
        })
        .collect()
}

/// Reads `GET /appliance/client-count`.
pub fn client_counts(body: &[u8]) -> Result<Vec<ClientCount>, Trouble> {
    let value = json(body)?;
    let list = value.as_array().ok_or_else(|| bad_answer("the answer is not a list of counts"))?;
    list.iter()
        .map(|item| {
            let object = Object::of("a count in the list", item)?;
            let guid = object.guid("id")?.ok_or_else(|| bad_answer("a count in the list has no id"))?;
            let counts =
                object.fields.iter().filter_map(|(name, value)| value.as_u64().map(|count| (told(name), count)));
            Ok(ClientCount { guid, counts: counts.collect() })
        })
        .collect()
}

/// Reads `GET /user`.
pub fn users(body: &[u8]) -> Result<Users, Trouble> {
    let value = json(body)?;
    let list = value.as_array().ok_or_else(|| bad_answer("the answer is not a list of users"))?;
    let mut users = Users { count: list.len() as u64, ..Users::default() };
    for item in list {
        let object = Object::of("a user in the list", item)?;
        users.names.extend(object.text("display_name")?);
        users.sessions = users.sessions.saturating_add(object.count("session_count")?.unwrap_or(0));
        if let Some(since) = object.time("logged_in_since")? {
            users.longest_since = Some(users.longest_since.map_or(since, |longest| longest.min(since)));
        }
    }
    Ok(users)
}

/// Reads the `message` of a role command's 2xx answer.
pub fn started(body: &[u8]) -> Result<String, Trouble> {
    message(&json(body)?).ok_or_else(|| bad_answer("the answer holds no message"))
}
