//! The profiles every ring goes through: Command API x product x network.

use simulator::{Config, Network};

/// One kind of pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    pub network: Network,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 3] =
        [Self { network: Network::SharedIp }, Self { network: Network::Dns }, Self { network: Network::Nat }];

    /// A healthy pair of this kind.
    #[must_use]
    pub fn config(self) -> Config {
        Config { network: self.network, ..Config::seeded(7) }
    }
}
