//! The name server's socket: UDP on loopback.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::UdpSocket;

use super::Shared;
use crate::clock::Clock;
use crate::dns;

/// Opens it and serves it. Returns the port.
pub(super) async fn open(shared: Arc<Shared>) -> io::Result<u16> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = socket.local_addr()?.port();
    tokio::spawn(async move {
        let mut query = [0; 512];
        loop {
            // A client that has gone away shows as an error of the next read; it is nobody's error here.
            let Ok((length, client)) = socket.recv_from(&mut query).await else { continue };
            let answer = {
                let mut model = shared.lock();
                model.advance(shared.clock.now_ms());
                dns::answer(&model, &query[..length])
            };
            if let Some(answer) = answer {
                drop(socket.send_to(&answer, client).await);
            }
        }
    });
    Ok(port)
}
