//! A test per row of the table.

use std::sync::Arc;

use zbus::message::Message;

use super::*;
use crate::error::SecretState;
use crate::keeper;

/// The state a person would see for this error, on the way it really takes: boxed by the keychain library.
fn state(error: Trouble) -> SecretState {
    SecretState::from(&keeper::told(&Freedesktop, keyring_core::Error::PlatformFailure(Box::new(error))))
}

fn named(name: &'static str) -> Trouble {
    let call = Message::method_call("/", "Unlock").expect("a call").build(&()).expect("a message");
    let answer = Message::error(&call.header(), name).expect("an error").build(&()).expect("a message");
    let name = zbus::names::OwnedErrorName::try_from(name).expect("a name");
    Trouble::Zbus(zbus::Error::MethodError(name, Some("told in words".into()), answer))
}

fn io(kind: std::io::ErrorKind) -> zbus::Error {
    zbus::Error::InputOutput(Arc::new(kind.into()))
}

#[test]
fn what_the_service_says_itself_is_a_state() {
    assert_eq!(state(Trouble::Locked), SecretState::Locked);
    assert_eq!(state(Trouble::Prompt), SecretState::Locked);
    assert_eq!(state(Trouble::PromptDisconnected), SecretState::Locked);
    assert_eq!(state(Trouble::Unavailable), SecretState::Absent);
    assert_eq!(state(Trouble::NoResult), SecretState::Absent);
    assert_eq!(state(Trouble::Crypto("no agreement")), SecretState::Failed);
}

#[test]
fn what_happens_to_the_connection_is_a_state() {
    assert_eq!(state(Trouble::Zbus(zbus::Error::Address("nowhere".into()))), SecretState::Absent);
    assert_eq!(state(Trouble::Zbus(io(std::io::ErrorKind::ConnectionRefused))), SecretState::Absent);
    let address = "unix:path=/nowhere".parse().expect("an address");
    let refused = zbus::Error::Connection(Arc::new(std::io::ErrorKind::NotFound.into()), address);
    assert_eq!(state(Trouble::Zbus(refused)), SecretState::Absent);
    assert_eq!(state(Trouble::Zbus(zbus::Error::InterfaceNotFound)), SecretState::Absent);
    assert_eq!(state(Trouble::Zbus(zbus::Error::Handshake("rejected".into()))), SecretState::Denied);
    assert_eq!(state(Trouble::Zbus(zbus::Error::InvalidReply)), SecretState::Failed);
}

#[test]
fn what_the_bus_says_is_a_state() {
    type Row = (fn(String) -> fdo::Error, SecretState);
    let rows: [Row; 15] = [
        (fdo::Error::ServiceUnknown, SecretState::Absent),
        (fdo::Error::NameHasNoOwner, SecretState::Absent),
        (fdo::Error::NoServer, SecretState::Absent),
        (fdo::Error::Disconnected, SecretState::Absent),
        (fdo::Error::SpawnExecFailed, SecretState::Absent),
        (fdo::Error::SpawnFailed, SecretState::Absent),
        (fdo::Error::SpawnChildExited, SecretState::Absent),
        (fdo::Error::SpawnChildSignaled, SecretState::Absent),
        (fdo::Error::SpawnServiceNotFound, SecretState::Absent),
        (fdo::Error::AccessDenied, SecretState::Denied),
        (fdo::Error::AuthFailed, SecretState::Denied),
        (fdo::Error::NoReply, SecretState::Locked),
        (fdo::Error::Timeout, SecretState::Locked),
        (fdo::Error::TimedOut, SecretState::Locked),
        (fdo::Error::Failed, SecretState::Failed),
    ];
    for (error, expected) in rows {
        let error = error("told in words".into());
        assert_eq!(state(Trouble::ZbusFdo(error.clone())), expected, "{error:?}");
        assert_eq!(state(Trouble::Zbus(zbus::Error::FDO(Box::new(error.clone())))), expected, "{error:?} on the bus");
    }
    let inside = fdo::Error::ZBus(zbus::Error::Address("nowhere".into()));
    assert_eq!(state(Trouble::ZbusFdo(inside)), SecretState::Absent);
}

#[test]
fn an_error_answer_is_known_by_its_name() {
    let rows = [
        ("org.freedesktop.Secret.Error.IsLocked", SecretState::Locked),
        ("org.freedesktop.Secret.Error.NoSuchObject", SecretState::Missing),
        ("org.freedesktop.DBus.Error.ServiceUnknown", SecretState::Absent),
        ("org.freedesktop.DBus.Error.NameHasNoOwner", SecretState::Absent),
        ("org.freedesktop.DBus.Error.NoServer", SecretState::Absent),
        ("org.freedesktop.DBus.Error.Disconnected", SecretState::Absent),
        ("org.freedesktop.DBus.Error.Spawn.ExecFailed", SecretState::Absent),
        ("org.freedesktop.DBus.Error.Spawn.Failed", SecretState::Absent),
        ("org.freedesktop.DBus.Error.Spawn.ChildExited", SecretState::Absent),
        ("org.freedesktop.DBus.Error.Spawn.ChildSignaled", SecretState::Absent),
        ("org.freedesktop.DBus.Error.Spawn.ServiceNotFound", SecretState::Absent),
        ("org.freedesktop.DBus.Error.AccessDenied", SecretState::Denied),
        ("org.freedesktop.DBus.Error.AuthFailed", SecretState::Denied),
        ("org.freedesktop.DBus.Error.NoReply", SecretState::Locked),
        ("org.freedesktop.DBus.Error.Timeout", SecretState::Locked),
        ("org.freedesktop.DBus.Error.TimedOut", SecretState::Locked),
        ("org.example.Anything", SecretState::Failed),
    ];
    for (name, expected) in rows {
        assert_eq!(state(named(name)), expected, "{name}");
    }
}

#[test]
fn an_error_of_another_type_keeps_its_source() {
    let other = keyring_core::Error::PlatformFailure(Box::new(std::io::Error::other("unheard of")));
    let told = keeper::told(&Freedesktop, other);
    assert!(matches!(&told, SecretError::Failed { source } if source.to_string() == "unheard of"), "{told:?}");
}
