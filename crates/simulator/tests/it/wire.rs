//! A raw client: TLS and bytes, nothing that helps or hides.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use simulator::{Config, Door, Running, Simulator};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::bench::token_request;

/// A running simulation with its folder.
pub(crate) struct Served {
    pub(crate) running: Running,
    _folder: TempDir,
}

/// Starts one; changes to the configuration first.
pub(crate) fn served(prepare: impl FnOnce(&mut Config)) -> Served {
    let mut config = Config::default();
    config.settings.api_latency_ms = 0;
    prepare(&mut config);
    let folder = TempDir::new().unwrap();
    let running = Simulator::new(config, folder.path()).start().unwrap();
    Served::of(running, folder)
}

/// What came back on a connection: all bytes until its end, and how it ended.
pub(crate) struct Came {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: std::io::Result<()>,
}

impl Came {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn status(&self) -> u16 {
        self.text().split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    /// What stands behind the head.
    pub(crate) fn body(&self) -> &[u8] {
        let end = self.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        &self.bytes[end + 4..]
    }

    pub(crate) fn json(&self) -> Value {
        let text = self.text();
        let (_, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {body:?}"))
    }
}

impl Served {
    pub(crate) fn of(running: Running, folder: TempDir) -> Self {
        Self { running, _folder: folder }
    }

    fn connector(&self) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.running.ca_pem.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        TlsConnector::from(Arc::new(config))
    }

    /// Sends bytes to a door under a server name and reads to the end.
    pub(crate) async fn raw_as(&self, door: Door, name: &str, bytes: &[u8]) -> std::io::Result<Came> {
        let stream = TcpStream::connect(("127.0.0.1", self.running.banner.port(door))).await?;
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let mut stream = self.connector().connect(name, stream).await?;
        stream.write_all(bytes).await?;
        let mut came = Vec::new();
        let end = stream.read_to_end(&mut came).await.map(drop);
        Ok(Came { bytes: came, end })
    }

    pub(crate) async fn raw(&self, door: Door, bytes: &[u8]) -> std::io::Result<Came> {
        self.raw_as(door, "support.example.test", bytes).await
    }

    pub(crate) async fn token(&self, door: Door) -> String {
        let banner = &self.running.banner;
        let asked = token_request(&banner.client_id, &banner.client_secret);
        let came = self.raw(door, &bytes_of(&asked)).await.unwrap();
        came.json()["access_token"].as_str().unwrap_or_else(|| panic!("no token: {}", came.text())).to_owned()
    }

    /// One request to the control face.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &str, headers: &str) -> Came {
        let at = self.running.banner.control.trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&at).await.unwrap();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {at}\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        let mut came = Vec::new();
        let end = stream.read_to_end(&mut came).await.map(drop);
        Came { bytes: came, end }
    }
}

/// A request as bytes.
pub(crate) fn bytes_of(request: &simulator::Request) -> Vec<u8> {
    let mut bytes = format!("{} {} HTTP/1.1\r\nHost: support.example.test\r\n", request.method, request.target);
    for (name, value) in &request.headers {
        bytes.push_str(&format!("{name}: {value}\r\n"));
    }
    if !request.body.is_empty() {
        bytes.push_str(&format!("Content-Length: {}\r\n", request.body.len()));
    }
    bytes.push_str("\r\n");
    let mut bytes = bytes.into_bytes();
    bytes.extend_from_slice(&request.body);
    bytes
}

/// Looks until it is so; ten seconds are a failure.
pub(crate) async fn until(what: &str, mut so: impl FnMut() -> bool) {
    let looked = tokio::time::timeout(Duration::from_secs(10), async {
        let mut look = tokio::time::interval(Duration::from_millis(5));
        while !so() {
            look.tick().await;
        }
    });
    looked.await.unwrap_or_else(|_| panic!("never: {what}"));
}
