//! What a passed check rests on, as one value.

use sha2::{Digest, Sha256};

use super::CheckInput;
use crate::ids::Guid;
use crate::role::{Role, Side};

/// What a passed check rests on: when any of it changes, the result is void.
pub(super) fn fingerprint(input: &CheckInput) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{:?}|{}|{}|{:?}\n", input.leg, input.pair_name, input.site_name, input.network));
    for side in Side::BOTH {
        let appliance = input.appliances.of(side);
        let reading = appliance.look.reading();
        digest.update(format!(
            "{side:?}|{}|{}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}\n",
            appliance.label,
            appliance.expected_guid,
            reading.and_then(|r| r.guid.as_ref()).map(Guid::as_str),
            reading.and_then(|r| r.role.as_ref()).map(Role::text),
            reading.and_then(|r| r.version.as_deref()),
            reading.and_then(|r| r.build.as_deref()),
            reading.and_then(|r| r.shared_ips.as_deref()),
            appliance.certificate.as_ref().ok().map(|c| c.spki_sha256.as_str()),
        ));
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
