//! The wire over TLS: one connection, one request, one answer, closed.
//!
//! HTTP/1.1 by hyper's connection-level client over tokio-rustls. Nothing in it could choose another host or send twice:
//! there is no pool, no redirect, no retry, no proxy of the library's own and no decompression, because there is no code
//! for them. Connected is to the appliance's address; TLS is verified against the server name, SNI and `Host` carry it
//! (`Host` without a port, as `curl --connect-to NAME:443:ADDRESS:PORT` sends it: behind the address stands the site's
//! own port 443).

use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use domain::observation::{Trouble, TroubleKind};
use domain::pair::{Endpoint, Proxy, Trust};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderName, HeaderValue};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use crate::proxy::{NotAProxy, ProxyEnvironment, Tunnel, way};
use crate::trust::{AnyKey, PresentedCertificate, TrustError, provider, verifier};
use crate::wire::{Limits, Pieces, Request, Response, Sent, TransportError, Wire};

mod dial;
mod failure;
mod watched;

use dial::{Dialled, dial};
use failure::Place;
use watched::{Progress, Watched};

/// How long a connection whose answer is complete may take to be closed in order.
const GOODBYE: Duration = Duration::from_millis(100);
/// The most of an answer that is collected where another one was to be taken in pieces.
const MOST_BESIDE: usize = Limits::COMMAND_API.body_bytes;

/// Where to connect and as whom the server is to prove itself.
#[derive(Clone, Debug)]
pub struct Target {
    /// Connected to. A host name is looked up anew for each request, and all its addresses are tried.
    pub address: Endpoint,
    /// The name for TLS verification, SNI and `Host`.
    pub server_name: String,
    pub proxy: Proxy,
    /// Read only where `proxy` is [`Proxy::System`].
    pub environment: ProxyEnvironment,
}

/// Why a path cannot even be set up.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Trust(#[from] TrustError),
    #[error("'{0}' is not a name a certificate can be for")]
    ServerName(String),
    #[error(transparent)]
    Proxy(#[from] NotAProxy),
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
}

impl OpenError {
    /// What the record keeps of it.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let kind = match self {
            Self::Trust(_) => TroubleKind::TlsUntrusted,
            Self::ServerName(_) => TroubleKind::TlsName,
            Self::Proxy(_) => TroubleKind::Proxy,
            Self::Tls(_) => TroubleKind::Tls,
        };
        Trouble { kind, detail: self.to_string() }
    }
}

/// The path to one appliance over TLS.
pub struct HttpsWire {
    address: Endpoint,
    tunnel: Option<Tunnel>,
    server_name: ServerName<'static>,
    host: HeaderValue,
    config: Arc<ClientConfig>,
}

impl HttpsWire {
    /// Sets the path up; nothing is sent. A CA file or the system's roots are read now.
    pub fn new(target: &Target, trust: &Trust) -> Result<Self, OpenError> {
        Self::with_verifier(target, verifier(trust)?)
    }

    fn with_verifier(target: &Target, verifier: Arc<dyn ServerCertVerifier>) -> Result<Self, OpenError> {
        let bad_name = || OpenError::ServerName(target.server_name.clone());
        let server_name = ServerName::try_from(target.server_name.clone()).map_err(|_| bad_name())?;
        let host = match &server_name {
            ServerName::IpAddress(rustls::pki_types::IpAddr::V6(_)) => format!("[{}]", target.server_name),
            _ => target.server_name.clone(),
        };
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(OpenError::Tls)?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Each connection shows and proves its certificate anew.
        config.resumption = Resumption::disabled();
        Ok(Self {
            address: target.address.clone(),
            tunnel: way(&target.proxy, &target.environment, &target.address)?,
            server_name,
            host: HeaderValue::from_str(&host).map_err(|_| bad_name())?,
            config: Arc::new(config),
        })
    }

    async fn exchange(
        &self,
        request: Request,
        progress: &Arc<Progress>,
        into: Option<&mut dyn Pieces>,
    ) -> Result<Response, TransportError> {
        let (limits, streams) = (request.limits, into.is_some());
        let Dialled { stream, place, peer } = self.dial(limits, request.same_peer, progress).await?;
        let certificate = shown(&stream).map(Arc::new);
        let request = self.written(request)?;
        let stream = Watched::new(stream, Duration::from_millis(limits.silence_ms), Arc::clone(progress));
        let failed = |error: &hyper::Error| failure::of_hyper(error, progress, &place);
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(limits.head_bytes.max(8_192))
            .handshake::<_, Full<Bytes>>(TokioIo::new(stream))
            .await
            .map_err(|error| failed(&error))?;
        let answer = async {
            let response = sender.send_request(request).await.map_err(|error| failed(&error))?;
            let (head, mut body) = response.into_parts();
            let into = into.filter(|_| head.status == 200);
            let most = if streams && into.is_none() { limits.body_bytes.min(MOST_BESIDE) } else { limits.body_bytes };
            let too_large = || {
                let detail = format!("{place} answered with more than {most} bytes");
                TransportError::sent(TroubleKind::TooLarge, detail).after_first_byte()
            };
            let declared = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
            if declared.is_some_and(|declared| declared > most as u64) {
                return Err(too_large());
            }
            let mut bytes = BytesMut::new();
            let mut into = into;
            let mut taken = 0_usize;
            while let Some(frame) = body.frame().await {
                let frame = frame.map_err(|error| failed(&error))?;
                let Some(data) = frame.data_ref() else { continue };
                taken = taken.saturating_add(data.len());
                if taken > most {
                    return Err(too_large());
                }
                match &mut into {
                    Some(into) => into.take(data).map_err(|_| TransportError::put_down())?,
                    None => bytes.extend_from_slice(data),
                }
            }
            let headers = head.headers.iter();
            let headers = headers.map(|(name, value)| (name.as_str().to_owned(), lossy(value))).collect();
            Ok(Response { status: head.status.as_u16(), headers, body: bytes.freeze(), certificate, peer })
        };
        drive(connection, answer).await
    }

    async fn within_limits(&self, request: Request, into: Option<&mut dyn Pieces>) -> Result<Response, TransportError> {
        let limits = request.limits;
        let progress = Arc::new(Progress::default());
        let call = self.exchange(request, &progress, into);
        let mut outcome = match timeout(Duration::from_millis(limits.call_ms), call).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let place = Place::new(&self.server_name, &self.address.to_string());
                let detail = format!("{place} gave no whole answer within {} ms", limits.call_ms);
                Err(TransportError::unsent(TroubleKind::TimedOut, detail))
            }
        };
        if let Err(error) = &mut outcome {
            error.sent = if progress.written() > 0 { Sent::Perhaps } else { Sent::No };
            error.connected = progress.connected();
            error.begun = progress.read() > 0;
        }
        outcome
    }

    async fn dial(
        &self,
        limits: Limits,
        only: Option<SocketAddr>,
        progress: &Progress,
    ) -> Result<Dialled, TransportError> {
        dial(&self.address, self.tunnel.as_ref(), only, &self.server_name, &self.config, limits, progress).await
    }

    fn written(&self, request: Request) -> Result<hyper::Request<Full<Bytes>>, TransportError> {
        let unwritten = || TransportError::unsent(TroubleKind::ApiError, "the request cannot be written as HTTP");
        let mut written = hyper::Request::builder().method(request.method.text()).uri(&request.path);
        let headers = written.headers_mut().ok_or_else(unwritten)?;
        headers.insert(HOST, self.host.clone());
        headers.insert(hyper::header::CONNECTION, HeaderValue::from_static("close"));
        headers.insert(
            hyper::header::USER_AGENT,
            HeaderValue::from_static(concat!("Switchback/", env!("CARGO_PKG_VERSION"))),
        );
        for (name, value) in &request.headers {
            let value = HeaderValue::from_str(value).map_err(|_| unwritten())?;
            headers.insert(HeaderName::from_static(name), value);
        }
        if let Some(authorization) = &request.authorization {
            let mut value = HeaderValue::from_str(authorization.expose_secret()).map_err(|_| unwritten())?;
            value.set_sensitive(true);
            headers.insert(hyper::header::AUTHORIZATION, value);
        }
        written.body(Full::new(request.body)).map_err(|_| unwritten())
    }
}

fn lossy(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

/// Runs the connection beside the call that uses it, and lets it close in order once the answer is complete.
async fn drive<T>(
    connection: impl Future<Output = hyper::Result<()>>,
    answer: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let mut connection = pin!(connection.fuse());
    let mut answer = pin!(answer);
    let mut open = true;
    let answered = loop {
        tokio::select! {
            biased;
            answered = &mut answer => break answered,
            _ = &mut connection, if open => open = false,
        }
    };
    if open && answered.is_ok() {
        // The answer is whole; how the connection ends changes nothing.
        drop(timeout(GOODBYE, connection).await);
    }
    answered
}

fn shown(stream: &dial::Tls) -> Option<PresentedCertificate> {
    stream.get_ref().1.peer_certificates()?.first().and_then(PresentedCertificate::read)
}

impl Wire for HttpsWire {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        self.within_limits(request, None).boxed()
    }

    fn stream<'a>(
        &'a self,
        request: Request,
        into: &'a mut dyn Pieces,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        self.within_limits(request, Some(into)).boxed()
    }
}

impl fmt::Debug for HttpsWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsWire")
            .field("address", &self.address)
            .field("server_name", &self.server_name)
            .finish_non_exhaustive()
    }
}

/// Looks at the certificate shown at a target and closes the connection: only the handshake is done, nothing is sent over
/// it, and whatever key is shown is returned for a person to compare. The handshake still proves that the server holds it.
pub async fn inspect(target: &Target, limits: Limits) -> Result<PresentedCertificate, TransportError> {
    let wire = HttpsWire::with_verifier(target, Arc::new(AnyKey::new())).map_err(|error| {
        let Trouble { kind, detail } = error.trouble();
        TransportError::unsent(kind, detail).with_source(error)
    })?;
    let Dialled { mut stream, place, .. } = wire.dial(limits, None, &Progress::default()).await?;
    let certificate = shown(&stream);
    drop(timeout(GOODBYE, tokio::io::AsyncWriteExt::shutdown(&mut stream)).await);
    certificate.ok_or_else(|| {
        TransportError::unsent(TroubleKind::Tls, format!("{place} showed a certificate that cannot be read"))
    })
}
