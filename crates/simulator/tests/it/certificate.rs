//! Each kind of certificate as a client finds it.

use simulator::{CertificateKind, Config, Simulator};

use crate::bench::{A, get_request};
use crate::wire::{Served, bytes_of};

fn served(kind: CertificateKind) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let running = Simulator::new(Config::default(), folder.path()).certificate(kind).start().unwrap();
    Served::of(running, folder)
}

/// What a client that trusts the CA says under this name.
async fn found(served: &Served, name: &str) -> String {
    match served.raw_as(A, name, &bytes_of(&get_request("/check_health", ""))).await {
        Ok(came) => format!("status {}", came.status()),
        Err(why) => why.to_string(),
    }
}

#[tokio::test]
async fn every_kind_is_refused_for_its_own_reason() {
    for (kind, reason) in [
        (CertificateKind::Valid, "status 200"),
        (CertificateKind::Expired, "Expired"),
        (CertificateKind::NotYetValid, "not valid yet"),
        (CertificateKind::OtherName, "not valid for name"),
        (CertificateKind::SelfSigned, "UnknownIssuer"),
    ] {
        let said = found(&served(kind), "support.example.test").await;
        assert!(said.to_lowercase().contains(&reason.to_lowercase()), "{kind:?}: {said}");
    }
}

#[tokio::test]
async fn the_other_name_is_a_good_one_elsewhere() {
    assert_eq!(found(&served(CertificateKind::OtherName), "elsewhere.example.test").await, "status 200");
}
