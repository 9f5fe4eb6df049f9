//! The profiles every ring goes through: Command API x product x network.

use simulator::config::Product;
use simulator::{Config, Network};

/// Ring 3 was asked for: the full products (`cargo xtask test --exhaustive`).
#[must_use]
pub fn exhaustive() -> bool {
    std::env::var_os("SWITCHBACK_EXHAUSTIVE").is_some_and(|value| value == "1")
}

/// One kind of pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// `v1` or `v2`.
    pub api: &'static str,
    pub product: Product,
    pub network: Network,
}

impl Profile {
    /// Every profile.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for api in ["v2", "v1"] {
            for product in [Product::Rs, Product::Pra] {
                for network in [Network::SharedIp, Network::Dns, Network::Nat] {
                    all.push(Self { api, product, network });
                }
            }
        }
        all
    }

    /// The plainest one: Remote Support, Command API v2, shared IP.
    #[must_use]
    pub fn plain() -> Self {
        Self { api: "v2", product: Product::Rs, network: Network::SharedIp }
    }

    /// The one that differs most from it: Privileged Remote Access, Command API v1, DNS.
    #[must_use]
    pub fn far() -> Self {
        Self { api: "v1", product: Product::Pra, network: Network::Dns }
    }

    /// A healthy pair of this kind.
    #[must_use]
    pub fn config(self) -> Config {
        let mut config = Config { network: self.network, product: self.product, ..Config::seeded(7) };
        config.set_switch("api", self.api).expect("the simulator knows both APIs");
        config
    }
}
