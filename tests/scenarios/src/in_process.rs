//! A wire that leads into the simulator's model: the same faces as over HTTPS, on the virtual clock.

use std::sync::{Arc, Mutex, PoisonError};

use appliance::{Clock, PresentedCertificate, Request, Response, TransportError, Wire};
use bytes::Bytes;
use domain::observation::{Trouble, TroubleKind};
use domain::pair::Pair;
use domain::role::Side;
use engine::Ways;
use futures::future::BoxFuture;
use secrecy::ExposeSecret;
use simulator::model::fault::FaultKind;
use simulator::{Act, Door, Model, Which};

use crate::virtual_time::VirtualClock;

/// Every way an answer can go wrong.
pub const FAULTS: [FaultKind; 11] = [
    FaultKind::DropBefore,
    FaultKind::DropAfter,
    FaultKind::Delay,
    FaultKind::Hang,
    FaultKind::Error500,
    FaultKind::TooMany429,
    FaultKind::Denied401Once,
    FaultKind::HalfBody,
    FaultKind::Reset,
    FaultKind::WrongType,
    FaultKind::Garbage,
];

const YEAR_MS: i64 = 365 * 86_400_000;

/// The model and the clock it shares with the engine.
#[derive(Clone)]
pub struct Simulation {
    pub model: Arc<Mutex<Model>>,
    pub clock: VirtualClock,
}

impl Simulation {
    /// Acts on the model at the present instant.
    pub fn with<T>(&self, act: impl FnOnce(&mut Model, i64) -> T) -> T {
        let now_ms = self.clock.utc_ms();
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        model.advance(now_ms);
        act(&mut model, now_ms)
    }

    /// The way to a door.
    #[must_use]
    pub fn wire(&self, door: Door) -> Arc<dyn Wire> {
        Arc::new(SimWire { simulation: self.clone(), door })
    }

    fn certificate(&self) -> Arc<PresentedCertificate> {
        let now = self.clock.now_utc();
        Arc::new(PresentedCertificate {
            spki_sha256: "ab".repeat(32),
            subject: "CN=support.example.test".to_owned(),
            names: vec!["support.example.test".to_owned()],
            issuer: "CN=simulated".to_owned(),
            not_before: now.plus_ms(-YEAR_MS),
            not_after: now.plus_ms(YEAR_MS),
        })
    }
}

struct SimWire {
    simulation: Simulation,
    door: Door,
}

impl SimWire {
    async fn answer(&self, request: Request) -> Result<Response, TransportError> {
        let limits = request.limits;
        let mut headers: Vec<(String, String)> =
            request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        headers.push(("host".to_owned(), "support.example.test".to_owned()));
        if let Some(authorization) = &request.authorization {
            headers.push(("authorization".to_owned(), authorization.expose_secret().to_owned()));
        }
        let simulated = simulator::Request {
            method: request.method.text().to_owned(),
            target: request.path.clone(),
            headers,
            body: request.body.to_vec(),
        };
        let reply = self.simulation.with(|model, now_ms| simulator::answer(model, now_ms, self.door, &simulated));
        let limit_ms = limits.silence_ms.min(limits.call_ms);
        if reply.act == Act::Hang || reply.after_ms > limit_ms {
            self.simulation.clock.sleep_ms(limit_ms).await;
            return Err(TransportError::sent(TroubleKind::TimedOut, "no answer within the limit"));
        }
        self.simulation.clock.sleep_ms(reply.after_ms).await;
        // An appliance that was killed meanwhile cuts its answer off.
        match self.simulation.with(|model, _| reply.seen(model)) {
            Act::Answer(answer) => Ok(Response {
                status: answer.status,
                headers: answer.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect(),
                body: Bytes::from(answer.body),
                certificate: Some(self.simulation.certificate()),
                peer: None,
            }),
            Act::HalfAnswer { .. } => {
                Err(TransportError::sent(TroubleKind::BrokenOff, "the answer broke off").after_first_byte())
            }
            Act::Closed | Act::Reset => Err(TransportError::sent(TroubleKind::BrokenOff, "the connection broke off")),
            Act::Refused => Err(TransportError::unsent(TroubleKind::Refused, "the connection was refused")),
            Act::Hang => Err(TransportError::sent(TroubleKind::TimedOut, "no answer within the limit")),
        }
    }
}

impl Wire for SimWire {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.answer(request))
    }
}

impl Ways for Simulation {
    fn appliance(&self, pair: &Pair, side: Side) -> Result<Arc<dyn Wire>, Trouble> {
        // The address says which appliance it is, as on a real network: swapping home and stand-in swaps no box.
        let which = if pair.appliance(side).address.host == "node-a" { Which::A } else { Which::B };
        Ok(self.wire(Door::Appliance(which)))
    }

    fn site(&self, _: &Pair) -> Result<Arc<dyn Wire>, Trouble> {
        Ok(self.wire(Door::Site))
    }
}
