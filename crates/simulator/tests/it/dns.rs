//! The name server: the site's A record follows the network method.

use std::net::Ipv4Addr;

use serde_json::json;
use simulator::{Config, Network, Which, dns};

use crate::bench::{A, Bench, planned};
use crate::wire::served;

/// A question in bytes.
fn question(name: &str, kind: u16) -> Vec<u8> {
    let mut bytes = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes.extend_from_slice(&kind.to_be_bytes());
    bytes.extend_from_slice(&[0, 1]);
    bytes
}

/// Address and time to live of the one record, or the outcome where there is none.
fn read(answer: &[u8], asked: &[u8]) -> Result<(Ipv4Addr, u32), u8> {
    assert_eq!((&answer[..2], answer[2] & 0x84), (&asked[..2], 0x84));
    if answer[7] == 0 {
        return Err(answer[3] & 0x0f);
    }
    assert_eq!(&answer[12..asked.len()], &asked[12..]);
    let record = &answer[asked.len()..];
    assert_eq!((record.len(), &record[..6]), (16, [0xc0, 0x0c, 0, 1, 0, 1].as_slice()));
    let ttl_s = u32::from_be_bytes(record[6..10].try_into().unwrap());
    Ok((Ipv4Addr::new(record[12], record[13], record[14], record[15]), ttl_s))
}

fn looked_up(bench: &Bench, name: &str, kind: u16) -> Result<(Ipv4Addr, u32), u8> {
    let asked = question(name, kind);
    read(&dns::answer(&bench.model, &asked).unwrap(), &asked)
}

#[test]
fn the_record_follows_the_pointer_with_dns_and_stays_with_nat_and_a_shared_ip() {
    let site = "support.example.test";
    for (network, before, after) in [
        (Network::Dns, Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)),
        (Network::Nat, Ipv4Addr::new(192, 0, 2, 20), Ipv4Addr::new(192, 0, 2, 20)),
        (Network::SharedIp, Ipv4Addr::new(192, 0, 2, 10), Ipv4Addr::new(192, 0, 2, 10)),
    ] {
        let mut bench = Bench::of(Config { network, ..Config::default() });
        bench.set(json!({"dns_ttl_s": 30}));
        assert_eq!(looked_up(&bench, site, 1), Ok((before, 30)), "{network:?}");
        bench.command(A, planned());
        bench.wait(60_000);
        let _ = bench.model.point_to(bench.now_ms, Which::B);
        assert_eq!(looked_up(&bench, "Support.Example.TEST", 1), Ok((after, 30)), "{network:?}");
    }
}

#[test]
fn other_names_do_not_exist_and_other_types_are_empty() {
    let bench = Bench::new();
    assert_eq!(looked_up(&bench, "elsewhere.example.test", 1), Err(3));
    assert_eq!(looked_up(&bench, "support.example.test", 28), Err(0));
}

#[test]
fn broken_questions_are_answered_so_and_answers_are_not() {
    let bench = Bench::new();
    let whole = question("support.example.test", 1);
    for length in 0..whole.len() {
        let answer = dns::answer(&bench.model, &whole[..length]);
        assert_eq!(answer.map(|answer| answer[3] & 0x0f), (length >= 12).then_some(1), "{length}");
    }
    let mut reply = whole;
    reply[2] |= 0x80;
    assert_eq!(dns::answer(&bench.model, &reply), None);
}

#[tokio::test]
async fn it_answers_on_its_port() {
    let served = served(|config| config.network = Network::Dns);
    let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.connect(("127.0.0.1", served.running.banner.dns.port)).await.unwrap();
    let asked = question("support.example.test", 1);
    socket.send(&asked).await.unwrap();
    let mut answer = [0; 512];
    let length = socket.recv(&mut answer).await.unwrap();
    assert_eq!(read(&answer[..length], &asked), Ok((Ipv4Addr::new(192, 0, 2, 1), 60)));
}
