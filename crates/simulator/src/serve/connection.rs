//! One connection: TLS, a request, what the face decides, and the end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::{Shared, http};
use crate::call::Door;
use crate::clock::Clock;
use crate::face::{self, Act, Answer};
use crate::model::record::Rule;

/// For the handshake and for the request, in real time: whoever is slower has gone away.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves one connection to its end: one request, or as many as come where a kept connection is served. A client that
/// goes away is no error.
pub(super) async fn serve(shared: Arc<Shared>, door: Door, tls: TlsAcceptor, stream: TcpStream) {
    let Ok(Ok(mut stream)) = timeout(PATIENCE, tls.accept(stream)).await else { return };
    let (mut bytes, mut is_first) = (Vec::new(), true);
    loop {
        let received = match timeout(PATIENCE, http::read(&mut stream, &mut bytes)).await {
            Ok(Ok(received)) => received,
            Ok(Err(unreadable)) => {
                if let Some(status) = unreadable.status() {
                    let answer = http::closing(Answer::json(status, &json!({"message": unreadable.to_string()})));
                    drop(answered(&mut stream, &answer).await);
                }
                return;
            }
            Err(_) => return,
        };
        let reply = {
            let now_ms = shared.clock.now_ms();
            let mut model = shared.lock();
            let reply = face::answer(&mut model, now_ms, door, &received.request);
            let is_kept = kept(&reply.act).is_some();
            if !is_first || (received.more_behind && !is_kept) {
                model.note_violation(door, Rule::OneRequestPerConnection, received.request.path());
            }
            reply
        };
        sleep(shared.clock.real(reply.after_ms)).await;
        let act = {
            let mut model = shared.lock();
            model.advance(shared.clock.now_ms());
            reply.seen(&model)
        };
        match kept(&act) {
            Some(answer) if http::write(&mut stream, answer).await.is_ok() => is_first = false,
            Some(_) => return,
            None => return drop(finished(stream, act).await),
        }
    }
}

/// The answer after which the connection stays open.
fn kept(act: &Act) -> Option<&Answer> {
    match act {
        Act::Answer(answer) if answer.header("connection") == Some("keep-alive") => Some(answer),
        _ => None,
    }
}

async fn finished(mut stream: TlsStream<TcpStream>, act: Act) -> io::Result<()> {
    match act {
        Act::Answer(answer) => answered(&mut stream, &answer).await,
        // The end of the connection without TLS's word of closing, as when a cable is pulled.
        Act::HalfAnswer { answer } => http::write_part(&mut stream, &answer, false).await,
        Act::Closed => stream.shutdown().await,
        Act::Reset | Act::Refused => stream.get_ref().0.set_zero_linger(),
        Act::Hang => {
            let mut ignored = [0; 1024];
            while stream.read(&mut ignored).await? > 0 {}
            Ok(())
        }
    }
}

async fn answered(stream: &mut TlsStream<TcpStream>, answer: &Answer) -> io::Result<()> {
    http::write(stream, answer).await?;
    stream.shutdown().await
}
