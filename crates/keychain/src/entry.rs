//! What names a secret in the keychain.

use uuid::Uuid;

/// The service of every entry.
pub const SERVICE: &str = "Switchback";

/// One secret: of a pair's shared API account, of one appliance's own, or the key that signs reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry(Of);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Account { pair: Uuid, appliance: Option<Uuid> },
    ReportKey,
}

impl Entry {
    /// The secret both appliances of a pair share.
    #[must_use]
    pub const fn of_pair(pair: Uuid) -> Self {
        Self(Of::Account { pair, appliance: None })
    }

    /// The secret of one appliance's own account.
    #[must_use]
    pub const fn of_appliance(pair: Uuid, appliance: Uuid) -> Self {
        Self(Of::Account { pair, appliance: Some(appliance) })
    }

    /// The key that signs reports on this computer.
    #[must_use]
    pub const fn report_key() -> Self {
        Self(Of::ReportKey)
    }

    /// The user of the entry: `<pair uuid>/<appliance uuid or "pair">`, or `report key`.
    #[must_use]
    pub fn user(&self) -> String {
        match self.0 {
            Of::Account { pair, appliance: Some(appliance) } => format!("{pair}/{appliance}"),
            Of::Account { pair, appliance: None } => format!("{pair}/pair"),
            Of::ReportKey => "report key".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_pair_and_appliance() {
        let (pair, appliance) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(Entry::of_pair(pair).user(), "00000000-0000-0000-0000-000000000001/pair");
        assert_eq!(
            Entry::of_appliance(pair, appliance).user(),
            "00000000-0000-0000-0000-000000000001/00000000-0000-0000-0000-000000000002"
        );
        assert_eq!(Entry::report_key().user(), "report key");
    }
}
