//! A stream that counts what passes and ends a silence.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How far a call came: was a connection accepted, how many bytes of the request were handed to it, how many of the
/// answer taken from it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    written: AtomicU64,
    read: AtomicU64,
    connected: AtomicBool,
}

impl Progress {
    pub(super) fn connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// The appliance's address accepted a connection.
    pub(super) fn set_connected(&self) {
        self.connected.store(true, Ordering::Relaxed);
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// No byte passed for the time allowed.
#[derive(Debug, thiserror::Error)]
#[error("no byte for {ms} ms")]
pub(super) struct Silence {
    pub(super) ms: u64,
}

pub(super) struct Watched<S> {
    stream: S,
    longest: Duration,
    silence: Pin<Box<Sleep>>,
    progress: Arc<Progress>,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, longest: Duration, progress: Arc<Progress>) -> Self {
        Self { stream, longest, silence: Box::pin(sleep(longest)), progress }
    }

    fn passed(&mut self) {
        let until = Instant::now() + self.longest;
        self.silence.as_mut().reset(until);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(cx, buf) {
            read?;
            let count = buf.filled().len() - before;
            self.progress.read.fetch_add(count as u64, Ordering::Relaxed);
            self.passed();
            return Poll::Ready(Ok(()));
        }
        ready!(self.silence.as_mut().poll(cx));
        let ms = u64::try_from(self.longest.as_millis()).unwrap_or(u64::MAX);
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, Silence { ms })))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        // Counted before it is known to have gone: a write that fails may have left in part.
        self.progress.written.fetch_add(buf.len() as u64, Ordering::Relaxed);
        let count = ready!(Pin::new(&mut self.stream).poll_write(cx, buf))?;
        self.passed();
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
