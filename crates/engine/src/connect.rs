//! From a pair to its two appliances and the site name, with accounts and limits.

use std::collections::HashMap;
use std::sync::Arc;

use appliance::{Account, Appliance, Limiter, Limits, SiteName};
use domain::ids::{Guid, PairId};
use domain::observation::Trouble;
use domain::pair::{Pair, PairAppliance};
use domain::role::{Both, Side};

use crate::engine::Engine;

/// The ways to one pair. An appliance whose way cannot even be made (a CA file that is missing) is its trouble.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) pair: Pair,
    pub(crate) appliances: Both<Result<Appliance, Trouble>>,
    pub(crate) site: Result<Arc<SiteName>, Trouble>,
    /// Why an account has no secret, where it has none.
    pub(crate) no_secret: Both<Option<Trouble>>,
    /// How often the ways to this pair had been given up when this one was begun.
    generation: u64,
}

/// What is kept of the ways to one pair. A way that was begun before they were given up tells nothing of those after: its
/// secret may be an old one.
#[derive(Default)]
pub(crate) struct Connected {
    generation: u64,
    kept: Option<Connection>,
}

/// One limiter for each API account, whichever pair it is used for: both appliances share it, because whether they
/// count apart is not known, and one site may be described as two pairs.
#[derive(Default)]
pub(crate) struct Limiters(HashMap<String, Arc<Limiter>>);

impl Limiters {
    fn of(&mut self, folder: &store::Folder, client_id: &str) -> Arc<Limiter> {
        let limiter = self.0.entry(client_id.to_owned()).or_insert_with(|| {
            let tally = store::Tally::new(folder, client_id);
            Arc::new(Limiter::beside(Arc::new(SharedTally(tally))))
        });
        Arc::clone(limiter)
    }
}

/// The calls of other programs that use this data folder: two command lines in a row are two programs.
struct SharedTally(store::Tally);

impl appliance::Tally for SharedTally {
    fn reserve(&self, now_ms: i64, limit: usize, window_ms: u64) -> u64 {
        self.0.reserve(now_ms, limit, window_ms).unwrap_or_else(|error| {
            // Counting with others failed; this program's own limit still holds.
            tracing::warn!(%error, "the tally of the API account's calls cannot be kept");
            0
        })
    }
}

impl Connection {
    /// Holds collecting with the accounts of this pair back for as long as the value lives.
    pub(crate) fn quiet(&self) -> Vec<appliance::Quiet> {
        let reachable = Side::BOTH.into_iter().filter_map(|side| self.appliances.of(side).as_ref().ok());
        reachable.filter_map(Appliance::quiet).collect()
    }
}

impl Engine {
    /// The ways to a pair, with the secrets it has. Kept while the pair stays as it is, because a token belongs to an
    /// appliance and the 31st kills the oldest.
    pub(crate) async fn connect(&self, pair: &Pair) -> Connection {
        let (generation, kept) = {
            let mut connections = lock(&self.connections);
            let connected = connections.entry(pair.id).or_default();
            (connected.generation, connected.kept.clone().filter(|kept| same_ways(&kept.pair, pair)))
        };
        if let Some(kept) = kept
            && !self.has_a_secret_now(&kept).await
        {
            return Connection { pair: pair.clone(), ..kept };
        }
        let (home, stand_in) = (self.approach(pair, Side::Home).await, self.approach(pair, Side::StandIn).await);
        let site = self
            .host
            .ways
            .site(pair)
            .map(|wire| Arc::new(SiteName::new(wire, Arc::clone(&self.host.clock), Limits::COMMAND_API)));
        let connection = Connection {
            pair: pair.clone(),
            appliances: Both::new(home.0, stand_in.0),
            site,
            no_secret: Both::new(home.1, stand_in.1),
            generation,
        };
        let mut connections = lock(&self.connections);
        let connected = connections.entry(pair.id).or_default();
        if connected.generation == generation {
            connected.kept = Some(connection.clone());
            drop(connections);
            lock(&self.rest).forget(pair.id);
        }
        connection
    }

    /// Does something of a connection, unless the ways to the pair were given up since it was begun, and not while they are.
    pub(crate) fn while_current(&self, connection: &Connection, act: impl FnOnce()) {
        let connections = lock(&self.connections);
        if connections.get(&connection.pair.id).is_some_and(|now| now.generation == connection.generation) {
            act();
        }
    }

    /// Can a secret be had that was missing when the connection was made? Until then the connection is kept: another one
    /// would fetch new tokens, and try again what was rejected.
    async fn has_a_secret_now(&self, kept: &Connection) -> bool {
        for side in Side::BOTH {
            let client_id = kept.pair.appliance(side).client_id.as_ref().or(kept.pair.client_id.as_ref());
            if let (Some(_), Some(client_id)) = (kept.no_secret.of(side), client_id)
                && self.rejected_before(&kept.pair, side, client_id).is_none()
                && self.host.secrets.of(&kept.pair, side).await.is_ok()
            {
                return true;
            }
        }
        false
    }

    async fn approach(&self, pair: &Pair, side: Side) -> (Result<Appliance, Trouble>, Option<Trouble>) {
        let wire = match self.host.ways.appliance(pair, side) {
            Ok(wire) => wire,
            Err(trouble) => return (Err(trouble), None),
        };
        let client_id = pair.appliance(side).client_id.clone().or_else(|| pair.client_id.clone());
        let rejected = client_id.as_deref().and_then(|client_id| self.rejected_before(pair, side, client_id));
        let (account, missing) = match (client_id, self.host.secrets.of(pair, side).await) {
            (Some(_), Ok(_)) if rejected.is_some() => (None, rejected),
            (Some(client_id), Ok(secret)) => {
                let limiter = lock(&self.limiters).of(self.store.folder(), &client_id);
                (Some(Account { client_id, secret, limiter }), None)
            }
            (None, _) => (None, Some(crate::secrets::no_client_id())),
            (Some(_), Err(trouble)) => (None, Some(trouble)),
        };
        let guid: Option<Guid> = pair.appliance(side).guid.clone();
        (Ok(Appliance::new(wire, Arc::clone(&self.host.clock), account, guid, Limits::COMMAND_API)), missing)
    }

    /// Forgets the ways to a pair: it was edited, or its secret was given anew.
    pub(crate) fn disconnect(&self, pair: PairId) {
        let mut connections = lock(&self.connections);
        let connected = connections.entry(pair).or_default();
        *connected = Connected { generation: connected.generation + 1, kept: None };
    }

    /// Tokens are not trusted over a gap in watching.
    pub(crate) fn forget_tokens(&self, connection: &Connection) {
        for side in Side::BOTH {
            if let Ok(appliance) = connection.appliances.of(side) {
                appliance.forget_token();
            }
        }
        if let Ok(site) = &connection.site {
            site.forget_token();
        }
    }
}

/// Nothing differs that a connection is made of. A GUID that was learned by it is no other way; one that a person accepts
/// disconnects by itself.
fn same_ways(a: &Pair, b: &Pair) -> bool {
    let ways = |pair: &Pair| {
        let appliances = pair.appliances.map(|_, appliance| PairAppliance { guid: None, ..appliance.clone() });
        (pair.site_name.clone(), pair.site_address.clone(), pair.proxy.clone(), pair.client_id.clone(), appliances)
    };
    ways(a) == ways(b)
}

/// A lock that a panic elsewhere does not take away: what it guards is a cache.
pub(crate) fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
