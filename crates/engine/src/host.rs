//! What the engine is given: clocks, ids, names, the way to an appliance, and where secrets are.

use std::path::PathBuf;
use std::sync::Arc;

use appliance::{Clock, HttpsWire, Limits, PresentedCertificate, ProxyEnvironment, Target, Wire};
use domain::ids::MaintenanceNumber;
use domain::observation::{Trouble, TroubleKind};
use domain::pair::{Endpoint, Pair, Trust};
use domain::role::Side;
use domain::time::Utc;
use futures::future::BoxFuture;
use uuid::Uuid;

use crate::secrets::Secrets;
use crate::status::PairStatus;

/// The moment of an append at which a test may let the program die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Before,
    After,
}

/// Asked at every append of this process; `true` means: die here. Only tests set it.
pub type DieHook = Arc<dyn Fn(Moment) -> bool + Send + Sync>;

/// How far an act is, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub maintenance: MaintenanceNumber,
    /// Of collecting that is an act of its own, beside one that looks at the appliances.
    pub collecting: bool,
    pub sentence: String,
}

/// Hears how far an act is.
pub type ProgressHook = Arc<dyn Fn(Progress) + Send + Sync>;

/// Is shown what each look of a watched leg says of the pair: every look, and it may be lost.
pub type LookedHook = Arc<dyn Fn(&PairStatus) + Send + Sync>;

/// Makes the way to an appliance. The real one is [`Https`]; scenarios give one that leads into a simulator.
pub trait Ways: Send + Sync {
    /// The way to one appliance, at its own address.
    fn appliance(&self, pair: &Pair, side: Side) -> Result<Arc<dyn Wire>, Trouble>;
    /// The way to whoever answers at the site name.
    fn site(&self, pair: &Pair) -> Result<Arc<dyn Wire>, Trouble>;
    /// The certificate an appliance shows, trusted or not, for a person to compare; nothing is sent.
    fn shown<'a>(&'a self, _: &'a Pair, _: Side) -> BoxFuture<'a, Option<PresentedCertificate>> {
        Box::pin(std::future::ready(None))
    }
}

/// Asks the operating system not to sleep while a command is unsettled.
pub trait Awake: Send + Sync {
    /// Held until what is returned is dropped; none: this computer could not be asked, and may sleep. A sleep is
    /// noticed afterwards all the same, as a gap in watching.
    fn hold(&self, why: &str) -> Option<Box<dyn Send>>;
}

/// Where nobody is asked: a test.
#[derive(Debug, Default)]
pub struct MaySleep;

impl Awake for MaySleep {
    fn hold(&self, _: &str) -> Option<Box<dyn Send>> {
        None
    }
}

/// Everything that comes from outside.
#[derive(Clone)]
pub struct Host {
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub uuid: Arc<dyn Fn() -> Uuid + Send + Sync>,
    pub ways: Arc<dyn Ways>,
    pub secrets: Arc<Secrets>,
    pub awake: Arc<dyn Awake>,
    /// The data folder; none: the platform's.
    pub data_dir: Option<PathBuf>,
    /// False only in scenarios: the store does not wait for the disk.
    pub durable: bool,
    /// The operating system's user and computer, `user@host`.
    pub user: String,
    /// The program's name and version, as the journal names it.
    pub program: String,
    /// Tells one run of the monotonic clock from another.
    pub boot: String,
    pub pid: u32,
    pub die: Option<DieHook>,
    /// Is told, while a leg is watched, how it goes: every few seconds, and it may be lost.
    pub progress: Option<ProgressHook>,
    pub looked: Option<LookedHook>,
}

/// The computer's own clocks.
#[derive(Debug)]
pub struct SystemClock {
    began: std::time::Instant,
}

impl SystemClock {
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the program reads the computer's clocks")]
    pub fn new() -> Self {
        Self { began: std::time::Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the program reads the computer's clocks")]
    fn now_utc(&self) -> Utc {
        Utc::from_millis(jiff::Timestamp::now().as_millisecond())
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(std::time::Duration::from_millis(ms)))
    }
}

/// Real HTTPS.
#[derive(Debug, Default)]
pub struct Https;

impl Https {
    fn target(pair: &Pair, address: Endpoint, server_name: &str) -> Target {
        Target {
            address,
            server_name: server_name.to_owned(),
            proxy: pair.proxy.clone(),
            environment: ProxyEnvironment::read(),
        }
    }

    fn wire(pair: &Pair, address: Endpoint, server_name: &str, trust: &Trust) -> Result<Arc<dyn Wire>, Trouble> {
        let target = Self::target(pair, address, server_name);
        match HttpsWire::new(&target, trust) {
            Ok(wire) => Ok(Arc::new(wire)),
            Err(error) => Err(error.trouble()),
        }
    }
}

impl Ways for Https {
    fn appliance(&self, pair: &Pair, side: Side) -> Result<Arc<dyn Wire>, Trouble> {
        let appliance = pair.appliance(side);
        Self::wire(pair, appliance.address.clone(), pair.server_name(side), &appliance.trust)
    }

    /// TLS trust at the site name is that of the appliances: both carry the certificate made for it. Where each has
    /// its own pin, either may answer; the way is made for the home primary's and tried with the stand-in's after.
    fn site(&self, pair: &Pair) -> Result<Arc<dyn Wire>, Trouble> {
        let address = pair.site_address.clone().unwrap_or_else(|| pair.site_name.clone());
        let (home, stand_in) = (&pair.appliances.home.trust, &pair.appliances.stand_in.trust);
        let first = Self::wire(pair, address.clone(), &pair.site_name.host, home)?;
        if home == stand_in {
            return Ok(first);
        }
        let second = Self::wire(pair, address, &pair.site_name.host, stand_in)?;
        Ok(Arc::new(EitherTrust { first, second }))
    }

    fn shown<'a>(&'a self, pair: &'a Pair, side: Side) -> BoxFuture<'a, Option<PresentedCertificate>> {
        let target = Self::target(pair, pair.appliance(side).address.clone(), pair.server_name(side));
        Box::pin(async move { appliance::inspect(&target, Limits::COMMAND_API).await.ok() })
    }
}

/// The site name may be answered by either appliance, and each has its own trust: the second is asked only where the
/// first did not trust whom it met, so that nothing is sent twice.
struct EitherTrust {
    first: Arc<dyn Wire>,
    second: Arc<dyn Wire>,
}

impl Wire for EitherTrust {
    fn send(
        &self,
        request: appliance::Request,
    ) -> BoxFuture<'_, Result<appliance::Response, appliance::TransportError>> {
        Box::pin(async move {
            match self.first.send(request.clone()).await {
                Err(error)
                    if error.sent == appliance::Sent::No
                        && matches!(
                            error.kind,
                            TroubleKind::TlsUntrusted | TroubleKind::TlsName | TroubleKind::PinChanged
                        ) =>
                {
                    self.second.send(request).await
                }
                answer => answer,
            }
        })
    }
}
