//! A door: one port that listens while somebody is behind it and refuses while nobody is.
//!
//! A closed door keeps its port: a socket stays bound to it without listening, so connections are refused and nobody
//! else takes it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::{Shared, connection};
use crate::call::Door;
use crate::which::Which;

/// How often a door looks whether its appliance still lives, in real time.
const LOOK: Duration = Duration::from_millis(10);
const BACKLOG: u32 = 1024;

/// Which doors are open.
#[derive(Default)]
pub(super) struct Openings {
    a: AtomicBool,
    b: AtomicBool,
    site: AtomicBool,
}

impl Openings {
    fn of(&self, door: Door) -> &AtomicBool {
        match door {
            Door::Appliance(Which::A) => &self.a,
            Door::Appliance(Which::B) => &self.b,
            Door::Site => &self.site,
        }
    }

    pub(super) fn is_open(&self, door: Door) -> bool {
        self.of(door).load(Ordering::SeqCst)
    }

    fn set(&self, door: Door, open: bool) {
        self.of(door).store(open, Ordering::SeqCst);
    }
}

/// The port's socket.
enum Held {
    Open(TcpListener),
    Closed(TcpSocket),
    /// The port is to be taken again.
    Lost,
}

/// Takes a port on loopback, opens it, and keeps it in step with its appliance. Returns the port.
pub(super) fn open(shared: Arc<Shared>, door: Door, tls: Arc<ServerConfig>) -> io::Result<u16> {
    let socket = bound(0)?;
    let port = socket.local_addr()?.port();
    let listener = socket.listen(BACKLOG)?;
    shared.openings.set(door, true);
    tokio::spawn(keep(shared, door, TlsAcceptor::from(tls), port, Held::Open(listener)));
    Ok(port)
}

fn bound(port: u16) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // The port of connections that were just closed may be taken again.
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    Ok(socket)
}

async fn keep(shared: Arc<Shared>, door: Door, tls: TlsAcceptor, port: u16, mut held: Held) {
    let mut connections = JoinSet::new();
    loop {
        let wanted = shared.wants_open(door);
        held = match held {
            Held::Open(listener) if wanted => {
                if let Ok(Ok((stream, _))) = timeout(LOOK, listener.accept()).await {
                    connections.spawn(connection::serve(Arc::clone(&shared), door, tls.clone(), stream));
                }
                while connections.try_join_next().is_some() {}
                Held::Open(listener)
            }
            Held::Open(listener) => {
                drop(listener);
                if shared.cuts(door) {
                    connections.shutdown().await;
                }
                let held = bound(port).map_or(Held::Lost, Held::Closed);
                shared.openings.set(door, false);
                held
            }
            Held::Closed(socket) if wanted => match socket.listen(BACKLOG) {
                Ok(listener) => {
                    shared.openings.set(door, true);
                    Held::Open(listener)
                }
                Err(_) => Held::Lost,
            },
            Held::Closed(socket) => {
                if shared.cuts(door) {
                    connections.shutdown().await;
                }
                sleep(LOOK).await;
                Held::Closed(socket)
            }
            Held::Lost => {
                sleep(LOOK).await;
                bound(port).map_or(Held::Lost, Held::Closed)
            }
        };
    }
}
