//! The wire over real TLS on the loopback.

use std::net::SocketAddr;
use std::time::Duration;

use appliance::codec::v1;
use appliance::{
    Call, HttpsWire, Limits, Method, OpenError, Pieces, ProxyEnvironment, Request, Response, Sent, Target,
    TransportError, TrustError, Wire, inspect,
};
use bytes::Bytes;
use domain::observation::TroubleKind;
use domain::pair::{Endpoint, Proxy, Trust};
use domain::role::Role;
use secrecy::SecretString;
use tokio::net::TcpListener;

use crate::fixture_v1::exchange;
use crate::server::{Authority, SITE, Server, TestProxy, Then};

const LIMITS: Limits =
    Limits { connect_ms: 5_000, silence_ms: 5_000, call_ms: 10_000, head_bytes: 16 * 1024, body_bytes: 1 << 20 };

fn request(limits: Limits) -> Request {
    Request {
        method: Method::Get,
        path: "/api/command/v2/health?type=x".to_owned(),
        headers: vec![("connection", "close".to_owned()), ("accept", "application/json".to_owned())],
        authorization: Some(SecretString::from("Bearer canary")),
        body: Bytes::new(),
        limits,
        same_peer: None,
    }
}

fn target(address: SocketAddr) -> Target {
    Target {
        address: Endpoint { host: address.ip().to_string(), port: address.port() },
        server_name: SITE.to_owned(),
        proxy: Proxy::Direct,
        environment: ProxyEnvironment::default(),
    }
}

/// Trust in one authority, by a file that lives as long as the value.
struct Trusted {
    _folder: tempfile::TempDir,
    trust: Trust,
}

fn trusting(authority: &Authority) -> Trusted {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, authority.pem()).unwrap();
    Trusted { trust: Trust::CaFile(path.to_string_lossy().into_owned()), _folder: folder }
}

async fn send(target: &Target, trust: &Trust, limits: Limits) -> Result<Response, TransportError> {
    HttpsWire::new(target, trust).expect("a path").send(request(limits)).await
}

/// A server with a certificate for the site name, asked by a client that trusts its authority.
async fn ask(then: Then, limits: Limits) -> Result<Response, TransportError> {
    asked(then, limits, None).await
}

/// The same, with a body that goes to `into`.
pub(crate) async fn asked(
    then: Then,
    limits: Limits,
    into: Option<&mut dyn Pieces>,
) -> Result<Response, TransportError> {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), then).await;
    let wire = HttpsWire::new(&target(server.address), &trusting(&authority).trust).expect("a path");
    match into {
        Some(into) => wire.stream(request(limits), into).await,
        None => wire.send(request(limits)).await,
    }
}

#[track_caller]
fn trouble(outcome: Result<Response, TransportError>, kind: TroubleKind, sent: Sent) -> TransportError {
    let error = outcome.expect_err("trouble");
    assert_eq!((error.kind, error.sent), (kind, sent), "{error:?}");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    error
}

#[tokio::test]
async fn connected_is_to_the_address_and_asked_for_is_the_server_name() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let response = send(&target(server.address), &trusting(&authority).trust, LIMITS).await.expect("an answer");
    assert_eq!((response.status, &response.body[..]), (200, &b"{}"[..]));
    assert_eq!(response.header("content-type"), Some("application/json"));
    let seen = server.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].sni.as_deref(), Some(SITE));
    assert_eq!(seen[0].alpn.as_deref(), Some(&b"http/1.1"[..]));
    let head = seen[0].head.to_ascii_lowercase();
    assert!(head.starts_with("get /api/command/v2/health?type=x http/1.1\r\n"), "{head}");
    for line in [
        &format!("host: {SITE}\r\n"),
        "connection: close\r\n",
        "accept: application/json\r\n",
        "authorization: bearer canary\r\n",
    ] {
        assert_eq!(head.matches(line).count(), 1, "{line} in {head}");
    }
    assert!(!head.contains("accept-encoding"), "{head}");
    let certificate = response.certificate.expect("the certificate shown");
    assert_eq!(certificate.names, [SITE]);
    assert_eq!(certificate.not_after.to_string(), "2040-01-01T00:00:00.000Z");
}

#[tokio::test]
async fn each_request_has_a_connection_of_its_own() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let trusted = trusting(&authority);
    let wire = HttpsWire::new(&target(server.address), &trusted.trust).expect("a path");
    for expected in 1..=3 {
        wire.send(request(LIMITS)).await.expect("an answer");
        assert_eq!(server.seen().len(), expected);
    }
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted_and_nothing_is_sent() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let outcome = send(&target(server.address), &trusting(&Authority::new()).trust, LIMITS).await;
    trouble(outcome, TroubleKind::TlsUntrusted, Sent::No);
    assert!(server.seen().iter().all(|seen| seen.head.is_empty()));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_told_with_its_names() {
    let authority = Authority::new();
    let server = Server::start(authority.certify("other.example.com", 2040), Then::json("{}")).await;
    let outcome = send(&target(server.address), &trusting(&authority).trust, LIMITS).await;
    let error = trouble(outcome, TroubleKind::TlsName, Sent::No);
    assert!(error.detail.contains("other.example.com"), "{}", error.detail);
}

#[tokio::test]
async fn an_expired_certificate_is_told_with_its_end() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2021), Then::json("{}")).await;
    let outcome = send(&target(server.address), &trusting(&authority).trust, LIMITS).await;
    let error = trouble(outcome, TroubleKind::TlsUntrusted, Sent::No);
    assert!(error.detail.contains("expired at 2021-01-01"), "{}", error.detail);
}

#[tokio::test]
async fn a_pin_stands_in_the_place_of_authority_name_and_expiry_and_a_changed_key_is_told_with_both() {
    let authority = Authority::new();
    let server = Server::start(authority.certify("other.example.com", 2021), Then::json("{}")).await;
    let shown = inspect(&target(server.address), LIMITS).await.expect("a certificate");
    assert_eq!(shown.names, ["other.example.com"]);
    assert!(shown.issuer.contains("An authority of a test"), "{}", shown.issuer);
    let pinned = Trust::Pin(shown.spki_sha256.clone());
    let response = send(&target(server.address), &pinned, LIMITS).await.expect("an answer");
    assert_eq!(response.certificate.expect("the certificate").spki_sha256, shown.spki_sha256);

    let replaced = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let error = trouble(send(&target(replaced.address), &pinned, LIMITS).await, TroubleKind::PinChanged, Sent::No);
    let now = inspect(&target(replaced.address), LIMITS).await.expect("a certificate").spki_sha256;
    assert!(error.detail.contains(&shown.spki_sha256) && error.detail.contains(&now), "{}", error.detail);
}

#[tokio::test]
async fn a_look_at_the_certificate_sends_nothing() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    inspect(&target(server.address), LIMITS).await.expect("a certificate");
    assert!(server.seen().iter().all(|seen| seen.head.is_empty()));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let answer = b"HTTP/1.1 302 Found\r\nLocation: https://other.example.com/login\r\nContent-Length: 0\r\n\r\n";
    let response = ask(Then::Answer(answer.to_vec()), LIMITS).await.expect("an answer");
    assert_eq!((response.status, response.header("location")), (302, Some("https://other.example.com/login")));
}

#[tokio::test]
async fn an_answer_that_declares_more_than_the_limit_is_refused_before_it_is_read() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n".to_vec();
    // The server never sends the body: only the declared length can have ended the call.
    trouble(ask(Then::FallSilentAfter(head), LIMITS).await, TroubleKind::TooLarge, Sent::Perhaps);
}

#[tokio::test]
async fn an_answer_without_an_end_is_refused_at_the_limit() {
    let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    let error = trouble(ask(Then::FloodAfter(head), LIMITS).await, TroubleKind::TooLarge, Sent::Perhaps);
    assert!(error.begun);
}

#[tokio::test]
async fn a_head_without_an_end_is_refused_at_the_limit() {
    let head = b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec();
    trouble(ask(Then::FloodAfter(head), LIMITS).await, TroubleKind::TooLarge, Sent::Perhaps);
}

#[tokio::test]
async fn silence_before_or_inside_an_answer_ends_the_call() {
    let limits = Limits { silence_ms: 200, ..LIMITS };
    let error = trouble(ask(Then::FallSilentAfter(Vec::new()), limits).await, TroubleKind::TimedOut, Sent::Perhaps);
    assert!(!error.begun);
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345".to_vec();
    let error = trouble(ask(Then::FallSilentAfter(half), limits).await, TroubleKind::TimedOut, Sent::Perhaps);
    assert!(error.begun);
}

#[tokio::test]
async fn the_whole_call_has_a_limit_of_its_own() {
    let limits = Limits { call_ms: 200, ..LIMITS };
    let outcome = ask(Then::FallSilentAfter(Vec::new()), limits).await;
    let error = trouble(outcome, TroubleKind::TimedOut, Sent::Perhaps);
    assert!(error.detail.contains("within 200 ms"), "{}", error.detail);
}

#[tokio::test]
async fn half_a_body_is_a_connection_that_broke_off() {
    for half in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"[..],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
        // No length at all, and an end of the connection that TLS does not vouch for.
        b"HTTP/1.1 200 OK\r\n\r\n12345",
        b"HTTP/1.1 200 O",
    ] {
        let error = trouble(ask(Then::DropAfter(half.to_vec()), LIMITS).await, TroubleKind::BrokenOff, Sent::Perhaps);
        assert!(error.begun, "{error:?}");
    }
    for then in [Then::DropAfter(Vec::new()), Then::Answer(Vec::new())] {
        let error = trouble(ask(then, LIMITS).await, TroubleKind::BrokenOff, Sent::Perhaps);
        assert!(!error.begun, "{error:?}");
    }
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345".to_vec();
    trouble(ask(Then::Answer(short), LIMITS).await, TroubleKind::BrokenOff, Sent::Perhaps);
}

#[tokio::test]
async fn an_answer_without_a_length_is_whole_when_tls_was_closed_in_order() {
    let response = ask(Then::Answer(b"HTTP/1.1 200 OK\r\n\r\n12345".to_vec()), LIMITS).await.expect("an answer");
    assert_eq!(&response.body[..], b"12345");
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n3\r\n345\r\n0\r\n\r\n".to_vec();
    let response = ask(Then::Answer(chunked), LIMITS).await.expect("an answer");
    assert_eq!(&response.body[..], b"12345");
}

#[tokio::test]
async fn a_call_of_v1_is_a_form_and_its_chunked_xml_is_read() {
    let exchange = exchange("check-health-primary");
    let (first, rest) = exchange.body.split_at(200);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    let body = format!("{:x}\r\n{first}\r\n{:x}\r\n{rest}\r\n0\r\n\r\n", first.len(), rest.len());
    let authority = Authority::new();
    let then = Then::Answer(format!("{head}{body}").into_bytes());
    let server = Server::start(authority.certify(SITE, 2040), then).await;
    let form = Call::HealthV1.form().unwrap();
    let asked = Request {
        method: Call::HealthV1.method(),
        path: Call::HealthV1.path().to_owned(),
        headers: vec![
            ("connection", "close".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ],
        body: Bytes::from_static(form.as_bytes()),
        ..request(LIMITS)
    };
    let trusted = trusting(&authority);
    let wire = HttpsWire::new(&target(server.address), &trusted.trust).expect("a path");
    let response = wire.send(asked).await.expect("an answer");
    let reading = v1::health(response.status, &response.body).expect("read").expect("a reading");
    assert_eq!(reading.role, Some(Role::Primary));
    let seen = server.seen().remove(0);
    assert!(seen.head.starts_with("POST /api/command HTTP/1.1\r\n"), "{}", seen.head);
    assert!(seen.head.contains("content-type: application/x-www-form-urlencoded\r\n"), "{}", seen.head);
    assert!(seen.head.contains("connection: close\r\n"), "{}", seen.head);
    assert_eq!(seen.body, exchange.form.as_bytes());
}

#[tokio::test]
async fn bytes_that_are_no_http_are_not_the_api() {
    let outcome = ask(Then::Answer(b"220 mail.example.com ready\r\n\r\n".to_vec()), LIMITS).await;
    trouble(outcome, TroubleKind::NotTheApi, Sent::Perhaps);
}

#[tokio::test]
async fn a_port_nobody_listens_on_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let pin = Trust::Pin("ab".repeat(32));
    let error = trouble(send(&target(address), &pin, LIMITS).await, TroubleKind::Refused, Sent::No);
    assert!(!error.connected);
}

#[tokio::test]
async fn an_authority_the_system_does_not_know_is_not_trusted_by_the_systems_roots() {
    let server = Server::start(Authority::new().certify(SITE, 2040), Then::json("{}")).await;
    match HttpsWire::new(&target(server.address), &Trust::System) {
        Ok(wire) => drop(trouble(wire.send(request(LIMITS)).await, TroubleKind::TlsUntrusted, Sent::No)),
        // A computer without any root certificate says so before anything is sent.
        Err(error) => assert!(matches!(error, OpenError::Trust(TrustError::SystemRoots { .. })), "{error:?}"),
    }
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_an_unknown_host() {
    // A label of 64 characters is refused by every resolver without asking the network.
    let address = Endpoint { host: format!("{}.invalid", "a".repeat(64)), port: 443 };
    let target = Target { address, ..target("127.0.0.1:1".parse().unwrap()) };
    let pin = Trust::Pin("ab".repeat(32));
    trouble(send(&target, &pin, LIMITS).await, TroubleKind::UnknownHost, Sent::No);
}

#[tokio::test]
async fn a_host_name_as_address_is_looked_up_and_all_its_addresses_are_tried() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    // `localhost` may also be ::1, where nobody listens on this port.
    let address = Endpoint { host: "localhost".to_owned(), port: server.address.port() };
    let target = Target { address, ..target(server.address) };
    send(&target, &trusting(&authority).trust, LIMITS).await.expect("an answer");
}

#[tokio::test]
async fn a_request_goes_to_the_peer_it_names_whoever_answered_last_and_a_proxy_tells_none() {
    let authority = Authority::new();
    let here = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let there = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let trusted = trusting(&authority);
    let wire = HttpsWire::new(&target(here.address), &trusted.trust).expect("a path");
    assert_eq!(wire.send(request(LIMITS)).await.expect("an answer").peer, Some(here.address));
    let named = Request { same_peer: Some(there.address), ..request(LIMITS) };
    assert_eq!(wire.send(named).await.expect("an answer").peer, Some(there.address));
    assert_eq!((here.seen().len(), there.seen().len()), (1, 1));
    let proxy = TestProxy::start("200 Connection established").await;
    let behind = send(&through(proxy.address, here.address), &trusted.trust, LIMITS).await.expect("an answer");
    assert_eq!(behind.peer, None);
}

#[tokio::test]
async fn an_ipv6_address_is_connected_to() {
    let authority = Authority::new();
    let loopback = "::1".parse().unwrap();
    let Ok(server) = Server::start_at(loopback, authority.certify(SITE, 2040), Then::json("{}")).await else {
        // A computer without IPv6 has nothing to show here.
        assert!(std::net::UdpSocket::bind("[::1]:0").is_err());
        return;
    };
    send(&target(server.address), &trusting(&authority).trust, LIMITS).await.expect("an answer");
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_told_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        stream
    });
    let pin = Trust::Pin("ab".repeat(32));
    trouble(send(&target(address), &pin, LIMITS).await, TroubleKind::Tls, Sent::No);
    drop(server.await);
}

#[tokio::test]
async fn a_server_that_accepts_and_does_nothing_ends_at_the_connect_limit_with_nothing_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let pin = Trust::Pin("ab".repeat(32));
    let limits = Limits { connect_ms: 200, ..LIMITS };
    let error =
        trouble(send(&target(listener.local_addr().unwrap()), &pin, limits).await, TroubleKind::TimedOut, Sent::No);
    assert!(error.connected && error.detail.contains("accepted the connection"), "{}", error.detail);
}

fn through(proxy: SocketAddr, address: SocketAddr) -> Target {
    Target { proxy: Proxy::Url(format!("http://{proxy}")), ..target(address) }
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_address_and_never_for_the_server_name() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let proxy = TestProxy::start("200 Connection established").await;
    let target = through(proxy.address, server.address);
    send(&target, &trusting(&authority).trust, LIMITS).await.expect("an answer");
    let asked = proxy.asked.lock().unwrap().concat();
    assert_eq!(asked, format!("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n\r\n", server.address));
    assert_eq!(server.seen()[0].sni.as_deref(), Some(SITE));
}

#[tokio::test]
async fn the_environments_proxy_is_used_only_where_the_pair_says_so_and_no_proxy_does_not_name_the_address() {
    let authority = Authority::new();
    let server = Server::start(authority.certify(SITE, 2040), Then::json("{}")).await;
    let proxy = TestProxy::start("200 OK").await;
    let trusted = trusting(&authority);
    let environment = ProxyEnvironment {
        https_proxy: Some(format!("http://me:canary@{}", proxy.address)),
        no_proxy: Some("10.0.0.0/8".to_owned()),
    };
    let direct = Target { environment: environment.clone(), ..target(server.address) };
    send(&direct, &trusted.trust, LIMITS).await.expect("an answer");
    assert!(proxy.asked.lock().unwrap().is_empty());
    let system = Target { proxy: Proxy::System, ..direct.clone() };
    send(&system, &trusted.trust, LIMITS).await.expect("an answer");
    assert!(proxy.asked.lock().unwrap().concat().contains("Proxy-Authorization: Basic bWU6Y2FuYXJ5\r\n"));
    let environment = ProxyEnvironment { no_proxy: Some("127.0.0.0/8".to_owned()), ..environment };
    let excepted = Target { environment, ..system };
    send(&excepted, &trusted.trust, LIMITS).await.expect("an answer");
    assert_eq!(proxy.asked.lock().unwrap().len(), 1);
    assert!(!format!("{excepted:?}").contains("canary"));
}

#[tokio::test]
async fn a_proxy_that_refuses_or_is_not_there_is_told_as_the_proxy() {
    let address: SocketAddr = "192.0.2.7:443".parse().unwrap();
    let pin = Trust::Pin("ab".repeat(32));
    for (status, words) in
        [("403 Forbidden", "status 403"), ("407 Auth", "user name and password"), ("hello", "as a proxy")]
    {
        let proxy = TestProxy::start(status).await;
        let error = trouble(send(&through(proxy.address, address), &pin, LIMITS).await, TroubleKind::Proxy, Sent::No);
        assert!(error.detail.contains(words), "{}", error.detail);
    }
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    trouble(send(&through(gone, address), &pin, LIMITS).await, TroubleKind::Proxy, Sent::No);
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection() {
    let authority = Authority::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = target(listener.local_addr().unwrap());
    let trusted = trusting(&authority);
    let wire = HttpsWire::new(&target, &trusted.trust).expect("a path");
    let call = tokio::spawn(async move { wire.send(request(LIMITS)).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    call.abort();
    let mut rest = Vec::new();
    let closed = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest);
    assert!(tokio::time::timeout(Duration::from_secs(10), closed).await.is_ok());
}
