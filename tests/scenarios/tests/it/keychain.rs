//! The real keychain.
