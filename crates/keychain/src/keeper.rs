//! One call on the operating system's keychain, start to end. It connects anew each time: calls are rare, and a
//! connection that outlived a log-out would be one more way to fail.

use keyring_core::Error as Kept;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use crate::calls::{Answer, Request};
use crate::entry::{Entry, SERVICE};
use crate::error::SecretError;
use crate::platform::Platform;
use crate::store::Ask;

/// Makes the call. `asking` is told just before the operating system may put a question to a person.
pub(crate) fn answer(
    platform: &dyn Platform,
    request: Request,
    ask: Ask,
    asking: &dyn Fn(),
) -> Result<Answer, SecretError> {
    let (Request::Get(entry) | Request::Set(entry, _) | Request::Delete(entry)) = &request;
    let ready = platform.prepare(entry, ask)?;
    if ready.may_ask {
        asking();
    }
    let done = open(platform, entry).and_then(|kept| match request {
        Request::Get(_) => kept.get_password().map(|text| Answer::Secret(sealed(text))),
        Request::Set(_, secret) => kept.set_password(secret.expose_secret()).map(|()| Answer::Done(true)),
        Request::Delete(_) => kept.delete_credential().map(|()| Answer::Done(true)),
    });
    drop(ready);
    done.map_err(|error| told(platform, error))
}

fn open(platform: &dyn Platform, entry: &Entry) -> Result<keyring_core::Entry, Kept> {
    let modifiers = platform.modifiers(entry);
    let modifiers = modifiers.iter().map(|(key, value)| (*key, value.as_str())).collect();
    platform.store()?.build(SERVICE, &entry.user(), Some(&modifiers))
}

fn sealed(mut text: String) -> SecretString {
    let secret = SecretString::from(text.as_str());
    text.zeroize();
    secret
}

/// What an error of the keychain means. The bytes some of them carry are a secret: they are wiped and not passed on.
pub(crate) fn told(platform: &dyn Platform, error: Kept) -> SecretError {
    match error {
        Kept::NoEntry => SecretError::Missing,
        Kept::TooLong(..) => SecretError::TooLong,
        Kept::NoDefaultStore => SecretError::Absent,
        Kept::BadEncoding(mut bytes) | Kept::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            SecretError::NotText
        }
        Kept::PlatformFailure(source) | Kept::NoStorageAccess(source) => {
            platform.known(&*source).unwrap_or(SecretError::Failed { source })
        }
        other => SecretError::Failed { source: Box::new(other) },
    }
}
