//! The table of macOS: result codes of Security.framework (`SecBase.h`) and what they mean.

use crate::error::SecretError;

pub(super) fn known(code: i32) -> Option<SecretError> {
    Some(match code {
        -25_300 => SecretError::Missing, // errSecItemNotFound
        -25_308 => SecretError::Locked,  // errSecInteractionNotAllowed: it would have asked
        -25_315 => SecretError::Locked,  // errSecInteractionRequired
        -25_291 => SecretError::Absent,  // errSecNotAvailable
        -25_294 => SecretError::Absent,  // errSecNoSuchKeychain
        -25_295 => SecretError::Absent,  // errSecInvalidKeychain
        -25_307 => SecretError::Absent,  // errSecNoDefaultKeychain
        -128 => SecretError::Denied,     // errSecUserCanceled
        -25_293 => SecretError::Denied,  // errSecAuthFailed
        -25_292 => SecretError::Denied,  // errSecReadOnly
        -25_244 => SecretError::Denied,  // errSecInvalidOwnerEdit
        -61 => SecretError::Denied,      // wrPermErr
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::SecretState;

    #[test]
    fn each_code_of_macos_is_a_state() {
        let rows = [
            (-25_300, SecretState::Missing),
            (-25_308, SecretState::Locked),
            (-25_315, SecretState::Locked),
            (-25_291, SecretState::Absent),
            (-25_294, SecretState::Absent),
            (-25_295, SecretState::Absent),
            (-25_307, SecretState::Absent),
            (-128, SecretState::Denied),
            (-25_293, SecretState::Denied),
            (-25_292, SecretState::Denied),
            (-25_244, SecretState::Denied),
            (-61, SecretState::Denied),
        ];
        for (code, state) in rows {
            assert_eq!(known(code).as_ref().map(SecretState::from), Some(state), "{code}");
        }
        assert!(known(-50).is_none(), "an unknown code stays a failure with its source");
    }
}
