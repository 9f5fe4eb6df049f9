//! From an address to a TLS connection: look-up, TCP, the proxy's tunnel, the handshake, all within one limit.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::observation::TroubleKind;
use domain::pair::Endpoint;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;

use super::failure::{self, Place};
use super::watched::Progress;
use crate::proxy::Tunnel;
use crate::wire::{Limits, TransportError};

pub(super) type Tls = tokio_rustls::client::TlsStream<TcpStream>;

/// A connection over which the server has proved itself, and what it is called in a sentence.
pub(super) struct Dialled {
    pub(super) stream: Tls,
    pub(super) place: Place,
    /// Who was reached. Behind a proxy: none.
    pub(super) peer: Option<SocketAddr>,
}

/// Where to, and until when.
struct Deadline {
    at: Instant,
    limit_ms: u64,
}

pub(super) async fn dial(
    address: &Endpoint,
    tunnel: Option<&Tunnel>,
    only: Option<SocketAddr>,
    server_name: &ServerName<'static>,
    config: &Arc<ClientConfig>,
    limits: Limits,
    progress: &Progress,
) -> Result<Dialled, TransportError> {
    let limit_ms = limits.connect_ms.min(limits.call_ms);
    let deadline = Deadline { at: Instant::now() + Duration::from_millis(limit_ms), limit_ms };
    let (stream, reached) =
        match tunnel {
            None => connect(address, only, &deadline).await?,
            Some(tunnel) => {
                let (mut stream, _) = connect(&tunnel.proxy, None, &deadline).await.map_err(|error| {
                    TransportError { detail: format!("the proxy: {}", error.detail), kind: TroubleKind::Proxy, ..error }
                })?;
                timeout_at(deadline.at, tunnel.open(&mut stream, address)).await.map_err(|_| {
                    let detail = format!("the proxy {} gave no answer within {limit_ms} ms", tunnel.proxy);
                    TransportError::unsent(TroubleKind::Proxy, detail)
                })??;
                (stream, format!("{address} through the proxy {}", tunnel.proxy))
            }
        };
    let peer = if tunnel.is_none() { stream.peer_addr().ok() } else { None };
    progress.set_connected();
    // Small requests, answered at once: waiting to fill a packet would only add time. Without it they still work.
    drop(stream.set_nodelay(true));
    let place = Place::new(server_name, &reached);
    let handshake = TlsConnector::from(Arc::clone(config)).connect(server_name.clone(), stream);
    match timeout_at(deadline.at, handshake).await {
        Ok(Ok(stream)) => Ok(Dialled { stream, place, peer }),
        Ok(Err(error)) => Err(failure::of_handshake(error, &place)),
        Err(_) => {
            let detail = format!("{place} accepted the connection, and no TLS handshake was done within {limit_ms} ms");
            Err(TransportError::unsent(TroubleKind::TimedOut, detail))
        }
    }
}

/// A TCP connection to the first address of `endpoint` that accepts one, or to the `only` one allowed, and that address.
async fn connect(
    endpoint: &Endpoint,
    only: Option<SocketAddr>,
    deadline: &Deadline,
) -> Result<(TcpStream, String), TransportError> {
    let addresses = match only {
        Some(address) => vec![address],
        None => look_up(endpoint, deadline).await?,
    };
    let named = |address: &SocketAddr| match endpoint.ip() {
        Some(_) => endpoint.to_string(),
        None => format!("{endpoint} ({})", address.ip()),
    };
    let count = addresses.len();
    let mut troubles: Vec<TransportError> = Vec::new();
    for (index, address) in addresses.iter().enumerate() {
        // Each address has its share of the time that is left, so that a dead first one does not hide the others.
        let left = deadline.at.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(count - index).unwrap_or(1);
        match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, named(address))),
            Ok(Err(error)) => troubles.push(failure::of_connect(error, &named(address))),
            Err(_) => {
                let detail = format!("{} did not accept a connection within {} ms", named(address), share.as_millis());
                troubles.push(TransportError::unsent(TroubleKind::TimedOut, detail));
            }
        }
    }
    let details: Vec<String> = troubles.iter().map(|trouble| trouble.detail.clone()).collect();
    let last = troubles.pop().unwrap_or_else(|| unknown_host(endpoint));
    Err(TransportError { detail: if details.is_empty() { last.detail.clone() } else { details.join("; ") }, ..last })
}

async fn look_up(endpoint: &Endpoint, deadline: &Deadline) -> Result<Vec<SocketAddr>, TransportError> {
    if let Some(ip) = endpoint.ip() {
        return Ok(vec![SocketAddr::new(ip, endpoint.port)]);
    }
    match timeout_at(deadline.at, lookup_host((endpoint.host.as_str(), endpoint.port))).await {
        Ok(Ok(found)) => {
            let mut addresses: Vec<SocketAddr> = Vec::new();
            for address in found {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            if addresses.is_empty() { Err(unknown_host(endpoint)) } else { Ok(addresses) }
        }
        Ok(Err(source)) => Err(unknown_host(endpoint).with_source(source)),
        Err(_) => {
            let detail = format!("the name {} was not resolved within {} ms", endpoint.host, deadline.limit_ms);
            Err(TransportError::unsent(TroubleKind::TimedOut, detail))
        }
    }
}

fn unknown_host(endpoint: &Endpoint) -> TransportError {
    let detail = format!("the name {} does not resolve to an address", endpoint.host);
    TransportError::unsent(TroubleKind::UnknownHost, detail)
}
