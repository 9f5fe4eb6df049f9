//! A server that is not what it should be: it speaks TLS with a certificate of its own authority, and then answers
//! what no appliance answers. It counts what it was asked and how much of its answer was taken.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

/// How long a request is waited for.
const LIMIT: Duration = Duration::from_secs(60);
/// Where its redirect leads: another door of the same server.
pub const ELSEWHERE: &str = "/elsewhere";
/// 200 MB, in bytes.
pub const FLOOD_BYTES: u64 = 200 * 1024 * 1024;

/// What it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// A web page, status 200.
    WebPage,
    /// 302, to [`ELSEWHERE`] on this very server.
    Redirect,
    /// JSON by its head, and bytes that are no UTF-8.
    NotUtf8,
    /// A head that promises 500 bytes, ten of them, and the end of the connection.
    HalfAnswer,
    /// A head that declares 200 MB, and then as many of them as are taken.
    DeclaredFlood,
    /// 200 MB in chunks without a length, as many of them as are taken.
    Flood,
    /// No v2; by v1 an XML document whose entities grow a thousand million times.
    EntityBomb,
    /// The first request is held without an answer; every other connection is closed without one.
    HoldsTheFirst,
}

struct Seen {
    says: Says,
    signs_in: bool,
    requests: Mutex<Vec<String>>,
    arrived: mpsc::Sender<String>,
    written_bytes: AtomicU64,
    holding: AtomicBool,
}

/// The server; dropped, it ends and lets go of what it held.
pub struct Hostile {
    pub port: u16,
    /// Its authority, PEM.
    pub ca: PathBuf,
    seen: Arc<Seen>,
    arrivals: mpsc::Receiver<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Hostile {
    /// Starts it with a certificate for `name`; its authority is written to `folder`. `signs_in`: it gives a token to
    /// whoever asks, and is hostile only after.
    #[must_use]
    pub fn start(folder: &Path, name: &str, signs_in: bool, says: Says) -> Self {
        let (tls, pem) = certified(name);
        let mut ca = tempfile::Builder::new().prefix("hostile-").suffix(".pem").tempfile_in(folder).expect("a file");
        ca.write_all(pem.as_bytes()).expect("written");
        let (_, ca) = ca.keep().expect("kept");
        let (arrived, arrivals) = mpsc::channel();
        let seen = Arc::new(Seen {
            says,
            signs_in,
            requests: Mutex::default(),
            arrived,
            written_bytes: AtomicU64::new(0),
            holding: AtomicBool::new(false),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, port) = mpsc::channel();
        let served = Arc::clone(&seen);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback");
                ready.send(listener.local_addr().expect("an address").port()).expect("somebody waits");
                let acceptor = TlsAcceptor::from(Arc::new(tls));
                let serving = async {
                    while let Ok((stream, _)) = listener.accept().await {
                        tokio::spawn(serve(stream, acceptor.clone(), Arc::clone(&served)));
                    }
                };
                tokio::select! {
                    () = serving => {}
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        });
        let port = port.recv_timeout(LIMIT).expect("it listens");
        Self { port, ca, seen, arrivals, stop: Some(stop), thread: Some(thread) }
    }

    /// Every request so far, as `METHOD PATH`, without the query.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Bytes of bodies that were handed to connections.
    #[must_use]
    pub fn written_bytes(&self) -> u64 {
        self.seen.written_bytes.load(Ordering::Relaxed)
    }

    /// Waits for the next request.
    #[must_use]
    pub fn met(&self) -> String {
        self.arrivals.recv_timeout(LIMIT).expect("a request comes")
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Whoever does not listen any more has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// A server's certificate for this name, and the authority that signed it.
fn certified(name: &str) -> (ServerConfig, String) {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, "Another authority");
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("signed");
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    params.distinguished_name.push(DnType::CommonName, name);
    let certificate = params.signed_by(&key, &issuer).expect("signed");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate and its key");
    (config, issuer.pem())
}

type Tls = tokio_rustls::server::TlsStream<TcpStream>;

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, seen: Arc<Seen>) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let Some(asked) = request(&mut stream).await else { return };
    seen.requests.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
    // Nobody has to wait for it.
    let _ = seen.arrived.send(asked.clone());
    let path = asked.split(' ').nth(1).unwrap_or_default();
    if seen.signs_in && path == "/oauth2/token" {
        let token =
            r#"{"access_token":"0123456789abcdef0123456789abcdef01234567","token_type":"Bearer","expires_in":3600}"#;
        return whole(&mut stream, &seen, "200 OK", "application/json", token.as_bytes()).await;
    }
    match seen.says {
        Says::WebPage => {
            let page = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body>It works!</body></html>";
            whole(&mut stream, &seen, "200 OK", "text/html", page).await;
        }
        Says::Redirect => {
            let head = format!(
                "HTTP/1.1 302 Found\r\nLocation: {ELSEWHERE}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            drop(stream.write_all(head.as_bytes()).await);
        }
        Says::NotUtf8 => {
            let body = b"{\"role\":\"\xff\xfe\x80primary\"}";
            whole(&mut stream, &seen, "200 OK", "application/json", body).await;
        }
        Says::HalfAnswer => {
            let half = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"role\":\"p";
            drop(stream.write_all(half.as_bytes()).await);
        }
        Says::DeclaredFlood => {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {FLOOD_BYTES}\r\n\r\n");
            drop(stream.write_all(head.as_bytes()).await);
            flood(&mut stream, &seen, false).await;
        }
        Says::Flood => {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
            drop(stream.write_all(head.as_bytes()).await);
            flood(&mut stream, &seen, true).await;
        }
        Says::EntityBomb if path.starts_with("/api/command/v2") => {
            whole(&mut stream, &seen, "404 Not Found", "text/plain", b"not found").await;
        }
        Says::EntityBomb => whole(&mut stream, &seen, "200 OK", "text/xml", bomb().as_bytes()).await,
        Says::HoldsTheFirst => {
            if !seen.holding.swap(true, Ordering::Relaxed) {
                // Until the client goes away or the server ends.
                drop(stream.read_u8().await);
            }
            return;
        }
    }
    drop(stream.shutdown().await);
}

/// Reads one request whole: its method and its path.
async fn request(stream: &mut Tls) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok()).flatten()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    let mut words = head.split(' ');
    let (method, path) = (words.next()?, words.next()?);
    Some(format!("{method} {}", path.split('?').next().unwrap_or_default()))
}

async fn whole(stream: &mut Tls, seen: &Seen, status: &str, kind: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let written = stream.write_all(&[head.as_bytes(), body].concat()).await;
    if written.is_ok() {
        seen.written_bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
        drop(stream.shutdown().await);
    }
}

async fn flood(stream: &mut Tls, seen: &Seen, chunked: bool) {
    let zeros = vec![b'0'; 64 * 1024];
    let piece = if chunked { [b"10000\r\n", zeros.as_slice(), b"\r\n"].concat() } else { zeros };
    for _ in 0..FLOOD_BYTES / (64 * 1024) {
        if stream.write_all(&piece).await.is_err() {
            return;
        }
        seen.written_bytes.fetch_add(64 * 1024, Ordering::Relaxed);
    }
}

/// "A thousand million laughs": nine entities, each ten times the one before.
fn bomb() -> String {
    let mut text = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n");
    for level in 1..=9 {
        let below = if level == 1 { "lol".to_owned() } else { format!("lol{}", level - 1) };
        text.push_str(&format!("<!ENTITY lol{level} \"{}\">\n", format!("&{below};").repeat(10)));
    }
    text.push_str("]>\n<check_health><hostname>&lol9;</hostname></check_health>\n");
    text
}
