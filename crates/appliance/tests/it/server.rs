//! A TLS server on the loopback that behaves as told, with certificates made for the test, and a proxy beside it.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub(crate) const SITE: &str = "support.example.com";

/// A certificate authority of this test alone.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, "An authority of a test");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        Self { issuer }
    }

    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    pub(crate) fn certify(&self, name: &str, until_year: i32) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(until_year, 1, 1);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config
    }
}

/// What the server does once it has read a request's head.
#[derive(Clone)]
pub(crate) enum Then {
    /// Sends these bytes and closes in order.
    Answer(Vec<u8>),
    /// Sends these bytes and never another.
    FallSilentAfter(Vec<u8>),
    /// Sends these bytes and drops the connection.
    DropAfter(Vec<u8>),
    /// Sends these bytes and then zeros without end.
    FloodAfter(Vec<u8>),
}

impl Then {
    pub(crate) fn json(body: &str) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        Self::Answer(format!("{head}Connection: close\r\n\r\n{body}").into_bytes())
    }
}

/// What the server saw of one connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) sni: Option<String>,
    pub(crate) alpn: Option<Vec<u8>>,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(crate) async fn start(config: ServerConfig, then: Then) -> Self {
        Self::start_at("127.0.0.1".parse().unwrap(), config, then).await.expect("the loopback")
    }

    pub(crate) async fn start_at(ip: IpAddr, config: ServerConfig, then: Then) -> std::io::Result<Self> {
        let listener = TcpListener::bind((ip, 0)).await?;
        let address = listener.local_addr()?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let record = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), then.clone(), Arc::clone(&record)));
            }
        });
        Ok(Self { address, seen, task })
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn head_of<S: AsyncReadExt + Unpin>(stream: &mut S) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, then: Then, record: Arc<Mutex<Vec<Seen>>>) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let mut seen = Seen {
        sni: stream.get_ref().1.server_name().map(str::to_owned),
        alpn: stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec),
        head: String::new(),
        body: Vec::new(),
    };
    let head = head_of(&mut stream).await;
    seen.head = head.clone().unwrap_or_default();
    let length = seen.head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    seen.body = vec![0; length.unwrap_or_default()];
    if stream.read_exact(&mut seen.body).await.is_err() {
        return;
    }
    record.lock().unwrap().push(seen);
    if head.is_none() {
        return;
    }
    match then {
        Then::Answer(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Then::FallSilentAfter(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.flush().await;
            // Until the client goes away.
            let _ = stream.read_u8().await;
        }
        Then::DropAfter(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.flush().await;
        }
        Then::FloodAfter(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let zeros = vec![b'0'; 16 * 1024];
            while stream.write_all(&zeros).await.is_ok() {}
        }
    }
}

/// A proxy that opens tunnels to the loopback and records what it was asked for.
pub(crate) struct TestProxy {
    pub(crate) address: SocketAddr,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for TestProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TestProxy {
    /// `status`: what it answers to CONNECT; with 200 it opens the tunnel.
    pub(crate) async fn start(status: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback");
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let record = Arc::clone(&record);
                tokio::spawn(async move {
                    let Some(head) = head_of(&mut stream).await else { return };
                    record.lock().unwrap().push(head.clone());
                    let answer = format!("HTTP/1.1 {status}\r\nX-Proxy: of a test\r\n\r\n");
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    if status.starts_with("200")
                        && let Ok(mut there) = TcpStream::connect(target).await
                    {
                        let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
                    }
                });
            }
        });
        Self { address, asked, task }
    }
}
