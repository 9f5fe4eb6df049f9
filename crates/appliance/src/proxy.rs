//! A proxy on the way, where the pair names one: which one, and the tunnel through it.
//!
//! The tunnel is asked for the appliance's own address, never for the server name: asked for the site name, the proxy
//! would reach whoever holds it now.

use std::fmt;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::observation::TroubleKind;
use domain::pair::{Endpoint, Proxy};
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::codec::told;
use crate::wire::TransportError;

/// The longest answer of a proxy to CONNECT, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// A text that names no proxy this program can use. The text itself is not repeated: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAProxy {
    #[error("the proxy is not written as http://HOST:PORT")]
    Form,
    #[error("only a proxy reached by http:// can be used, not {0}://")]
    Scheme(String),
    #[error(
        "a pair keeps no password of a proxy: name the proxy in HTTPS_PROXY and let the pair use the system's proxy"
    )]
    Credentials,
}

/// What the environment says of proxies.
#[derive(Clone, Default)]
pub struct ProxyEnvironment {
    /// `https_proxy`, `HTTPS_PROXY`, `all_proxy` or `ALL_PROXY`, the first that is set.
    pub https_proxy: Option<String>,
    /// `no_proxy` or `NO_PROXY`: host names, domains, addresses and networks reached directly, by commas; `*` is all.
    pub no_proxy: Option<String>,
}

impl ProxyEnvironment {
    /// Reads the process's environment.
    #[must_use]
    pub fn read() -> Self {
        let first = |names: &[&str]| {
            names
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .map(|text| text.trim().to_owned())
                .find(|text| !text.is_empty())
        };
        Self {
            https_proxy: first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            no_proxy: first(&["no_proxy", "NO_PROXY"]),
        }
    }
}

impl fmt::Debug for ProxyEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyEnvironment").finish_non_exhaustive()
    }
}

/// A proxy to go through.
#[derive(Clone, Debug)]
pub(crate) struct Tunnel {
    pub(crate) proxy: Endpoint,
    authorization: Option<SecretString>,
}

/// The way to `address`: `None` is direct.
pub(crate) fn way(
    proxy: &Proxy,
    environment: &ProxyEnvironment,
    address: &Endpoint,
) -> Result<Option<Tunnel>, NotAProxy> {
    match proxy {
        Proxy::Direct => Ok(None),
        Proxy::Url(url) => {
            let tunnel = tunnel(url)?;
            if tunnel.authorization.is_some() {
                return Err(NotAProxy::Credentials);
            }
            Ok(Some(tunnel))
        }
        Proxy::System => match &environment.https_proxy {
            Some(url) if !goes_direct(environment.no_proxy.as_deref().unwrap_or_default(), &address.host) => {
                tunnel(url).map(Some)
            }
            _ => Ok(None),
        },
    }
}

fn tunnel(url: &str) -> Result<Tunnel, NotAProxy> {
    let rest = match url.trim().split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
        Some((scheme, _)) => return Err(NotAProxy::Scheme(told(scheme))),
        None => url.trim(),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let named_port = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((_, port)) => port.starts_with(':'),
        None => host.contains(':'),
    };
    let mut proxy: Endpoint = host.parse().map_err(|_| NotAProxy::Form)?;
    if !named_port {
        proxy.port = 80;
    }
    let authorization = user.map(|user| {
        let plain = SecretString::from(percent_decoded(user));
        SecretString::from(format!("Basic {}", STANDARD.encode(plain.expose_secret())))
    });
    Ok(Tunnel { proxy, authorization })
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn goes_direct(no_proxy: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let ip: Option<IpAddr> = host.parse().ok();
    no_proxy.split([',', ' ']).map(str::trim).filter(|rule| !rule.is_empty()).any(|rule| {
        let rule = rule.to_ascii_lowercase();
        if rule == "*" {
            return true;
        }
        match ip {
            Some(ip) => match rule.split_once('/') {
                Some((network, bits)) => is_inside(ip, network, bits),
                None => rule.trim_matches(['[', ']']).parse() == Ok(ip),
            },
            None => {
                let domain = rule.trim_start_matches("*.").trim_start_matches('.');
                host == domain || host.strip_suffix(domain).is_some_and(|head| head.ends_with('.'))
            }
        }
    })
}

fn is_inside(ip: IpAddr, network: &str, bits: &str) -> bool {
    let (Ok(network), Ok(bits)) = (network.parse::<IpAddr>(), bits.parse::<u32>()) else { return false };
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) if bits <= 32 => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            u32::from(ip) & mask == u32::from(network) & mask
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) if bits <= 128 => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            u128::from(ip) & mask == u128::from(network) & mask
        }
        _ => false,
    }
}

impl Tunnel {
    /// Asks the proxy at the other end of `stream` for a tunnel to `address`.
    pub(crate) async fn open<S>(&self, stream: &mut S, address: &Endpoint) -> Result<(), TransportError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let proxy = &self.proxy;
        let lost = |source: std::io::Error| {
            TransportError::unsent(TroubleKind::Proxy, format!("the proxy {proxy} broke off the connection"))
                .with_source(source)
        };
        let mut asked = format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n");
        if let Some(authorization) = &self.authorization {
            asked.push_str("Proxy-Authorization: ");
            asked.push_str(authorization.expose_secret());
            asked.push_str("\r\n");
        }
        asked.push_str("\r\n");
        stream.write_all(asked.as_bytes()).await.map_err(lost)?;
        stream.flush().await.map_err(lost)?;
        let status = self.status(stream).await?;
        match status {
            200..=299 => Ok(()),
            407 => Err(self.refused("asks for a user name and password")),
            _ => Err(self.refused(&format!("opened no tunnel to {address} (status {status})"))),
        }
    }

    fn refused(&self, words: &str) -> TransportError {
        TransportError::unsent(TroubleKind::Proxy, format!("the proxy {} {words}", self.proxy))
    }

    /// Reads the proxy's answer up to its end and not a byte further: what follows is the appliance's.
    async fn status<S: AsyncRead + Unpin>(&self, stream: &mut S) -> Result<u16, TransportError> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if head.len() >= LONGEST_HEAD {
                return Err(self.refused("gave an answer that does not end"));
            }
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(source) => {
                    let words = format!("the proxy {} broke off the connection", self.proxy);
                    return Err(TransportError::unsent(TroubleKind::Proxy, words).with_source(source));
                }
            }
        }
        let mut fields = [httparse::EMPTY_HEADER; 64];
        let mut answer = httparse::Response::new(&mut fields);
        match answer.parse(&head) {
            Ok(httparse::Status::Complete(_)) => answer.code.ok_or_else(|| self.refused("does not answer as a proxy")),
            _ => Err(self.refused("does not answer as a proxy")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_what_is_reached_directly() {
        for (rule, host) in [
            ("*", "atl-1.example.com"),
            ("example.com", "atl-1.example.com"),
            (".example.com", "ATL-1.example.com"),
            ("other.test, atl-1.example.com", "atl-1.example.com"),
            ("192.0.2.0/24", "192.0.2.7"),
            ("192.0.2.7", "192.0.2.7"),
            ("0.0.0.0/0", "192.0.2.7"),
            ("2001:db8::/32", "2001:db8::1"),
        ] {
            assert!(goes_direct(rule, host), "{rule} {host}");
        }
        for (rule, host) in [
            ("", "atl-1.example.com"),
            ("ample.com", "example.com"),
            ("192.0.2.0/33", "192.0.2.7"),
            ("192.0.3.0/24", "192.0.2.7"),
            ("2", "192.0.2.2"),
        ] {
            assert!(!goes_direct(rule, host), "{rule} {host}");
        }
    }

    #[test]
    fn a_proxy_is_an_http_url_and_a_pair_keeps_no_password_for_it() {
        let address: Endpoint = "192.0.2.7".parse().expect("an address");
        let none = ProxyEnvironment::default();
        let way = |proxy: Proxy, environment: &ProxyEnvironment| way(&proxy, environment, &address);
        let url = |text: &str| Proxy::Url(text.to_owned());
        let found = way(url("http://proxy.example.com:3128"), &none).expect("a proxy").expect("a tunnel");
        assert_eq!(found.proxy.to_string(), "proxy.example.com:3128");
        let found = way(url("http://proxy.example.com"), &none).expect("a proxy").expect("a tunnel");
        assert_eq!(found.proxy.port, 80);
        assert_eq!(way(url("socks5://proxy:1"), &none).map(|_| ()), Err(NotAProxy::Scheme("socks5".to_owned())));
        assert_eq!(way(url("http://"), &none).map(|_| ()), Err(NotAProxy::Form));
        assert_eq!(way(url("http://me:secret@proxy:1"), &none).map(|_| ()), Err(NotAProxy::Credentials));
        let environment = ProxyEnvironment { https_proxy: Some("http://me:p%40ss@proxy:1".to_owned()), no_proxy: None };
        let found = way(Proxy::System, &environment).expect("a proxy").expect("a tunnel");
        assert_eq!(found.authorization.expect("a sign-in").expose_secret(), "Basic bWU6cEBzcw==");
        assert!(way(Proxy::System, &none).expect("no proxy").is_none());
        assert!(way(Proxy::Direct, &environment).expect("no proxy").is_none());
    }
}
