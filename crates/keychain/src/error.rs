//! Why the keychain gave no secret, in the words a person can act on.

use std::error::Error;

/// The longest secret kept, in UTF-16 units: what Windows Credential Manager holds. The same everywhere, so that a
/// secret accepted on one computer is accepted on the next.
pub const LONGEST_SECRET: usize = 1_280;

/// Why a call on the keychain did not do what was asked. Carries no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("no secret is stored")]
    Missing,
    #[error("the keychain is locked")]
    Locked,
    #[error("this computer has no keychain that can be used")]
    Absent,
    #[error("the keychain refused access")]
    Denied,
    #[error("the secret is longer than the {LONGEST_SECRET} characters a keychain keeps")]
    TooLong,
    #[error("what is stored is not a text")]
    NotText,
    #[error("the keychain failed")]
    Failed {
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    #[error("the keychain's thread could not be started or broke down")]
    NoThread,
}

impl SecretError {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing => "Type the secret of the API account; it is kept in the keychain.",
            Self::Locked => {
                "Unlock the keychain (log in to the desktop, or open the keychain's own program) and try again."
            }
            Self::Absent => {
                "Type the secret for this run: it is held in memory and asked again after a restart. On Linux a Secret Service such as GNOME Keyring or KWallet keeps it."
            }
            Self::Denied => "Allow Switchback in the keychain's own program, then try again.",
            Self::TooLong => "Make a new secret for the API account in /login.",
            Self::NotText => "Remove the entry in the keychain's own program and type the secret again.",
            Self::Failed { .. } | Self::NoThread => "Try again; if it stays, type the secret for this run.",
        }
    }
}

/// What is known of one entry without showing its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretState {
    Stored,
    Missing,
    Locked,
    Absent,
    Denied,
    /// Something no table knows; asking for the secret tells what.
    Failed,
}

impl From<&SecretError> for SecretState {
    fn from(error: &SecretError) -> Self {
        match error {
            SecretError::Missing => Self::Missing,
            SecretError::Locked => Self::Locked,
            SecretError::Absent => Self::Absent,
            SecretError::Denied => Self::Denied,
            SecretError::TooLong | SecretError::NotText | SecretError::Failed { .. } | SecretError::NoThread => {
                Self::Failed
            }
        }
    }
}
