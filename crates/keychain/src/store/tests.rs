//! The calls over a keychain played by the library's own mock, and over one that blocks.

use std::collections::HashMap;
use std::error::Error;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use futures::executor::block_on;
use keyring_core::{CredentialStore, Error as Kept, mock};
use uuid::Uuid;

use super::*;
use crate::platform::Ready;

const ENTRY: Entry = Entry::of_pair(Uuid::from_u128(7));
const SHORT: Limits = Limits { call: Duration::from_millis(60), asking: Duration::from_secs(30) };

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn text(got: Result<SecretString, SecretError>) -> String {
    got.expect("a secret").expose_secret().to_owned()
}

/// The library's mock: one store for the whole test program, an entry per test.
struct Mock;

static MOCK: LazyLock<Arc<mock::Store>> = LazyLock::new(|| mock::Store::new().expect("a mock store"));

impl Platform for Mock {
    fn prepare(&self, _entry: &Entry, _ask: Ask) -> Result<Ready, SecretError> {
        Ok(Ready::default())
    }
    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        let store: Arc<CredentialStore> = MOCK.clone();
        Ok(store)
    }
    fn modifiers(&self, _entry: &Entry) -> HashMap<&'static str, String> {
        HashMap::new()
    }
    fn known(&self, _error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError> {
        None
    }
}

fn mocked() -> SecretStore {
    SecretStore::on(|| Box::new(Mock), Limits::ORDINARY)
}

/// Makes the next call on this entry of the mock fail.
fn fail_next(entry: Entry, error: Kept) {
    let store: Arc<CredentialStore> = MOCK.clone();
    let kept = store.build(crate::SERVICE, &entry.user(), None).expect("an entry");
    kept.as_any().downcast_ref::<mock::Cred>().expect("the mock's").set_error(error);
}

#[test]
fn memory_and_keychain_keep_replace_and_remove() {
    for store in [SecretStore::memory(), mocked()] {
        let entry = Entry::of_appliance(Uuid::from_u128(1), Uuid::from_u128(2));
        block_on(async {
            assert_eq!(store.state(entry).await, SecretState::Missing);
            store.set(entry, secret("first"), Ask::Nobody).await.expect("kept");
            store.set(entry, secret("zweites ä"), Ask::Nobody).await.expect("replaced");
            assert_eq!(text(store.get(entry, Ask::Nobody).await), "zweites ä");
            assert_eq!(store.state(entry).await, SecretState::Stored);
            assert!(matches!(store.get(ENTRY, Ask::Nobody).await, Err(SecretError::Missing)), "another entry");
            assert!(store.delete(entry, Ask::Nobody).await.expect("removed"));
            assert!(!store.delete(entry, Ask::Nobody).await.expect("was not there"));
            assert_eq!(store.state(entry).await, SecretState::Missing);
        });
    }
}

#[test]
fn a_secret_too_long_for_one_platform_is_refused_on_each() {
    let store = SecretStore::memory();
    block_on(async {
        store.set(ENTRY, secret(&"x".repeat(LONGEST_SECRET)), Ask::Nobody).await.expect("just fits");
        let too_long = store.set(ENTRY, secret(&"x".repeat(LONGEST_SECRET + 1)), Ask::Nobody).await;
        assert!(matches!(too_long, Err(SecretError::TooLong)));
        let two_units_each = store.set(ENTRY, secret(&"😀".repeat(LONGEST_SECRET / 2 + 1)), Ask::Nobody).await;
        assert!(matches!(two_units_each, Err(SecretError::TooLong)), "counted as Windows counts");
    });
}

#[test]
fn what_the_library_says_is_a_state() {
    let rows: [(u128, Kept, SecretState); 7] = [
        (11, Kept::NoEntry, SecretState::Missing),
        (12, Kept::NoDefaultStore, SecretState::Absent),
        (13, Kept::TooLong("password".into(), 1_280), SecretState::Failed),
        (14, Kept::BadEncoding(b"canary\xff".to_vec()), SecretState::Failed),
        (15, Kept::BadDataFormat(b"canary\xff".to_vec(), "canary".into()), SecretState::Failed),
        (16, Kept::BadStoreFormat("odd".into()), SecretState::Failed),
        (17, Kept::PlatformFailure("odd".into()), SecretState::Failed),
    ];
    let store = mocked();
    for (number, error, state) in rows {
        let entry = Entry::of_pair(Uuid::from_u128(number));
        block_on(store.set(entry, secret("s"), Ask::Nobody)).expect("kept");
        let shown = format!("{error:?}");
        fail_next(entry, error);
        assert_eq!(block_on(store.state(entry)), state, "{shown}");
        assert_eq!(block_on(store.state(entry)), SecretState::Stored, "the next call is a new one");
    }
}

#[test]
fn a_call_may_be_awaited_on_any_thread() {
    fn any_thread<T: Send>(value: T) -> T {
        value
    }
    let store = any_thread(SecretStore::memory());
    let state = block_on(any_thread(store.state(ENTRY)));
    assert_eq!(state, SecretState::Missing);
}

#[test]
fn nothing_printable_carries_a_secret() {
    let store = mocked();
    let entry = Entry::of_pair(Uuid::from_u128(20));
    block_on(store.set(entry, secret("canary"), Ask::Nobody)).expect("kept");
    for error in [Kept::BadEncoding(b"canary\xff".to_vec()), Kept::BadDataFormat(b"canary".to_vec(), "canary".into())] {
        fail_next(entry, error);
        let told = block_on(store.get(entry, Ask::Nobody)).expect_err("it fails");
        assert!(!format!("{told:?} {told} {:?}", told.source().map(ToString::to_string)).contains("canary"));
        assert!(!format!("{told:?}").contains("99, 97, 110"), "nor its bytes: {told:?}");
    }
    let got = block_on(store.get(entry, Ask::Nobody)).expect("kept");
    assert!(!format!("{store:?} {got:?} {:?}", SecretStore::memory()).contains("canary"));
}

/// A keychain that waits, as one with an open question does, until the test lets it go on.
struct Wedged {
    go_on: Receiver<()>,
    entered: Sender<()>,
}

type Handles = (Sender<()>, Receiver<()>);
static NEXT: Mutex<Option<Wedged>> = Mutex::new(None);
/// `fn() -> Box<dyn Platform>` carries nothing, so one test at a time hands its keychain over here.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

impl Platform for Wedged {
    fn prepare(&self, _entry: &Entry, _ask: Ask) -> Result<Ready, SecretError> {
        Ok(Ready::default())
    }
    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        let _ = self.entered.send(());
        let _ = self.go_on.recv();
        Mock.store()
    }
    fn modifiers(&self, _entry: &Entry) -> HashMap<&'static str, String> {
        HashMap::new()
    }
    fn known(&self, _error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError> {
        None
    }
}

fn wedged(limits: Limits) -> (SecretStore, Handles) {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let ((let_go, go_on), (entered, has_entered)) = (mpsc::channel(), mpsc::channel());
    *NEXT.lock().expect("not poisoned") = Some(Wedged { go_on, entered });
    let take = || -> Box<dyn Platform> { Box::new(NEXT.lock().expect("not poisoned").take().expect("handed over")) };
    let store = SecretStore::on(take, limits);
    // Started here, while no other test can take the keychain that was handed over.
    let Kind::System { started, platform, limits } = &*store.0 else { unreachable!("made just now") };
    started.get_or_init(|| Calls::start(platform(), *limits));
    (store, (let_go, has_entered))
}

#[test]
fn a_call_past_its_limit_is_locked_and_so_is_each_later_one_at_once() {
    let (store, (let_go, entered)) = wedged(SHORT);
    let entry = Entry::of_pair(Uuid::from_u128(30));
    assert!(matches!(block_on(store.get(entry, Ask::Nobody)), Err(SecretError::Locked)));
    entered.recv().expect("it was in the call");
    for _ in 0..50 {
        assert!(matches!(block_on(store.set(entry, secret("x"), Ask::Person)), Err(SecretError::Locked)));
    }
    assert!(entered.try_recv().is_err(), "none of them reached the keychain");
    // The late answer is dropped, and the first call after it is an ordinary one again.
    let_go.send(()).expect("it waits");
    let_go.send(()).expect("the next one passes at once");
    let back = std::iter::repeat_with(|| block_on(store.state(entry))).take(1_000_000);
    assert_eq!(back.into_iter().find(|state| *state != SecretState::Locked), Some(SecretState::Missing));
}

#[test]
fn a_caller_that_went_away_costs_nothing() {
    let (store, (let_go, entered)) = wedged(Limits { call: Duration::from_secs(30), ..SHORT });
    let entry = Entry::of_pair(Uuid::from_u128(32));
    let mut first = Box::pin(store.get(entry, Ask::Nobody));
    let nothing = std::task::Waker::noop();
    assert!(first.as_mut().poll(&mut std::task::Context::from_waker(nothing)).is_pending());
    entered.recv().expect("it is in the call");
    let mut second = Box::pin(store.set(entry, secret("never"), Ask::Nobody));
    assert!(second.as_mut().poll(&mut std::task::Context::from_waker(nothing)).is_pending());
    drop((first, second));
    let_go.send(()).expect("the first goes on");
    let_go.send(()).expect("and the third");
    assert_eq!(block_on(store.state(entry)), SecretState::Missing, "the second was never begun");
}

#[test]
fn a_keychain_library_that_panics_is_a_failure_and_the_next_call_is_tried() {
    struct Panics;
    impl Platform for Panics {
        fn prepare(&self, _entry: &Entry, ask: Ask) -> Result<Ready, SecretError> {
            assert!(ask == Ask::Person, "the library's own fault");
            Ok(Ready::default())
        }
        fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
            Mock.store()
        }
        fn modifiers(&self, _entry: &Entry) -> HashMap<&'static str, String> {
            HashMap::new()
        }
        fn known(&self, _error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError> {
            None
        }
    }
    let store = SecretStore::on(|| Box::new(Panics), Limits::ORDINARY);
    let entry = Entry::of_pair(Uuid::from_u128(33));
    assert!(matches!(block_on(store.get(entry, Ask::Nobody)), Err(SecretError::NoThread)));
    assert!(matches!(block_on(store.get(entry, Ask::Person)), Err(SecretError::Missing)));
}
