//! The path of an object, and of the list it is in, from the root (appliance-api section 6).

use crate::resource::resource;

const ROOT: &str = "/api/config/v1";

/// Below what an id of `parent/child` stands: `jump-group/user` and `3/17` are `/jump-group/3/user/17`.
pub(super) fn item_path(kind: &str, id: &str) -> String {
    let is_one_for_its_parent = resource(kind).is_some_and(|kind| kind.id.is_empty());
    match (kind.rsplit_once('/'), id.split_once('/')) {
        (Some((parents, own)), Some((parent, child))) => {
            format!("{ROOT}/{parents}/{}/{own}/{}", escaped(parent), escaped(child))
        }
        (Some((parents, own)), None) if is_one_for_its_parent => format!("{ROOT}/{parents}/{}/{own}", escaped(id)),
        _ => format!("{ROOT}/{kind}/{}", escaped(id)),
    }
}

/// What an object of a kind is added to.
pub(super) fn list_path(kind: &str, id: &str) -> String {
    let is_one_for_its_parent = resource(kind).is_some_and(|kind| kind.id.is_empty());
    if is_one_for_its_parent {
        return item_path(kind, id);
    }
    match (kind.rsplit_once('/'), id.split_once('/')) {
        (Some((parents, own)), Some((parent, _))) => format!("{ROOT}/{parents}/{}/{own}", escaped(parent)),
        _ => format!("{ROOT}/{kind}"),
    }
}

/// An id as one segment of a path (RFC 3986 section 3.3).
fn escaped(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let part = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    id.bytes().map(part).collect()
}
