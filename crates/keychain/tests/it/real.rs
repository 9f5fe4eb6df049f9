//! A real Secret Service, in a private session: `SWITCHBACK_TEST_KEYRING=1` says that this is one, with an unlocked
//! default keychain that may be written and locked. `secret-tool` is the second pair of eyes.

use std::process::Command;

use futures::executor::block_on;
use keychain::{Ask, Entry, SecretError, SecretState, SecretStore};
use secrecy::ExposeSecret;
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use uuid::Uuid;

/// What `secret-tool` finds under an entry's names; none when nothing is there.
fn looked_up(entry: Entry) -> Option<String> {
    let output = Command::new("secret-tool")
        .args(["lookup", "service", "Switchback", "username", &entry.user()])
        .output()
        .expect("secret-tool (package libsecret-tools)");
    output.status.success().then(|| String::from_utf8(output.stdout).expect("a text"))
}

fn lock_default_keychain() {
    let service = SecretService::connect(EncryptionType::Plain).expect("the Secret Service");
    let keychain = service.get_default_collection().expect("a default keychain");
    keychain.lock().expect("it locks");
}

#[test]
fn the_real_keychain_keeps_replaces_removes_and_tells_when_it_is_locked() {
    if std::env::var_os("SWITCHBACK_TEST_KEYRING").is_none() {
        eprintln!(
            "*** NOT TESTED: the real keychain. Set SWITCHBACK_TEST_KEYRING=1 inside a private D-Bus session with an unlocked Secret Service. ***"
        );
        return;
    }
    let store = SecretStore::system();
    let pair = Uuid::from_u128(0x5157_1761_c8ba_4c00_8000_0000_0000_0001);
    let (shared, own) = (Entry::of_pair(pair), Entry::of_appliance(pair, Uuid::from_u128(2)));
    block_on(async {
        for entry in [shared, own] {
            store.delete(entry, Ask::Nobody).await.expect("a clean beginning");
            assert_eq!(store.state(entry).await, SecretState::Missing);
        }
        store.set(shared, "first ä".into(), Ask::Nobody).await.expect("kept");
        assert_eq!(looked_up(shared).as_deref(), Some("first ä"));
        assert_eq!(looked_up(own), None);
        store.set(shared, "second".into(), Ask::Nobody).await.expect("replaced");
        assert_eq!(looked_up(shared).as_deref(), Some("second"));
        store.set(own, "x".repeat(keychain::LONGEST_SECRET).into(), Ask::Person).await.expect("kept");
        assert_eq!(store.state(own).await, SecretState::Stored);
        let got = store.get(shared, Ask::Nobody).await.expect("kept");
        assert_eq!(got.expose_secret(), "second");
        assert!(store.delete(own, Ask::Nobody).await.expect("removed"));
        assert!(!store.delete(own, Ask::Nobody).await.expect("was not there"));
        assert_eq!(looked_up(own), None);

        lock_default_keychain();
        assert_eq!(store.state(shared).await, SecretState::Locked);
        assert_eq!(store.state(own).await, SecretState::Locked, "what is missing cannot be told from outside");
        assert!(matches!(store.get(shared, Ask::Nobody).await, Err(SecretError::Locked)));
        assert!(matches!(store.set(own, "new".into(), Ask::Nobody).await, Err(SecretError::Locked)));
        assert!(matches!(store.delete(shared, Ask::Nobody).await, Err(SecretError::Locked)));
        // With a display the question would stay open for a person.
        if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
            assert!(matches!(store.get(shared, Ask::Person).await, Err(SecretError::Locked)), "nobody could answer");
        }
    });
}
