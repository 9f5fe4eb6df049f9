//! The control face's socket: plain HTTP on loopback, refused to browsers and to anybody who is not on this machine.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{SETTLE_LIMIT, Shared, http};
use crate::control;
use crate::face::{Answer, Request};

const PATIENCE: Duration = Duration::from_secs(30);

/// Opens it and serves it. Returns the port.
pub(super) async fn open(shared: Arc<Shared>) -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => drop(connections.spawn(serve(Arc::clone(&shared), stream, peer, port))),
                // Out of sockets for a moment.
                Err(_) => sleep(Duration::from_millis(10)).await,
            }
            while connections.try_join_next().is_some() {}
        }
    });
    Ok(port)
}

async fn serve(shared: Arc<Shared>, mut stream: TcpStream, peer: SocketAddr, port: u16) {
    let (status, body) = match timeout(PATIENCE, http::read(&mut stream, &mut Vec::new())).await {
        Ok(Ok(received)) => match refusal(peer, port, &received.request) {
            Some(why) => (403, json!({"error": why})),
            None => said(&shared, &received.request).await,
        },
        Ok(Err(unreadable)) => match unreadable.status() {
            Some(status) => (status, json!({"error": unreadable.to_string()})),
            None => return,
        },
        Err(_) => return,
    };
    let answer = http::closing(Answer::json(status, &body));
    if http::write(&mut stream, &answer).await.is_ok() {
        drop(stream.shutdown().await);
    }
}

/// A page in a browser can send requests to loopback: it is known by its `Origin`, or by a host name that is not ours.
fn refusal(peer: SocketAddr, port: u16, request: &Request) -> Option<&'static str> {
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let host = request.header("host").unwrap_or_default();
    if !peer.ip().is_loopback() {
        Some("The control face answers on loopback only.")
    } else if request.header("origin").is_some() {
        Some("The control face does not answer web pages.")
    } else if !ours.iter().any(|name| name == host) {
        Some("The control face answers under its own address only.")
    } else {
        None
    }
}

/// What the control face says, once the doors have followed what was done.
async fn said(shared: &Shared, request: &Request) -> (u16, Value) {
    let said = {
        let mut model = shared.lock();
        control::answer(&mut model, shared.clock.as_ref(), &request.method, request.path(), &request.body)
    };
    if request.method == "POST" {
        let until = Instant::now() + SETTLE_LIMIT;
        while !shared.settled() && Instant::now() < until {
            sleep(Duration::from_millis(2)).await;
        }
    }
    said
}
