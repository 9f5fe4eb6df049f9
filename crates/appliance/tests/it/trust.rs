//! Setting trust up: a CA file that cannot be used says why.

use appliance::{HttpsWire, OpenError, ProxyEnvironment, SpkiPin, Target, TrustError};
use domain::observation::TroubleKind;
use domain::pair::{Proxy, Trust};

fn target(server_name: &str) -> Target {
    Target {
        address: "192.0.2.7".parse().unwrap(),
        server_name: server_name.to_owned(),
        proxy: Proxy::Direct,
        environment: ProxyEnvironment::default(),
    }
}

fn with_file(content: &[u8]) -> Result<HttpsWire, OpenError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, content).unwrap();
    HttpsWire::new(&target("support.example.com"), &Trust::CaFile(path.to_string_lossy().into_owned()))
}

#[test]
fn a_ca_file_that_cannot_be_used_says_why() {
    let missing = HttpsWire::new(&target("support.example.com"), &Trust::CaFile("/no/such/ca.pem".to_owned()));
    assert!(matches!(missing, Err(OpenError::Trust(TrustError::CaFileMissing { .. }))));
    assert!(matches!(with_file(b" \n"), Err(OpenError::Trust(TrustError::CaFileEmpty { .. }))));
    assert!(matches!(with_file(b"\x30\x82\x01"), Err(OpenError::Trust(TrustError::CaFileNotPem { .. }))));
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(matches!(with_file(broken), Err(OpenError::Trust(TrustError::ParseCaFile { number: 1, .. }))));
    let cut = b"-----BEGIN CERTIFICATE-----\nAAAA\n";
    assert!(matches!(with_file(cut), Err(OpenError::Trust(TrustError::ParseCaFile { number: 1, .. }))));
}

#[test]
fn a_pin_is_64_hexadecimal_digits_however_they_are_spaced() {
    let digits = "ab".repeat(32);
    let spaced = vec!["AB"; 32].join(":");
    assert_eq!(spaced.parse::<SpkiPin>().unwrap().to_string(), digits);
    for bad in ["", "ab", &"zz".repeat(32), &"ab".repeat(33)] {
        assert!(matches!(bad.parse::<SpkiPin>(), Err(TrustError::NotAPin(_))), "{bad}");
    }
    let trust = Trust::Pin("ab".to_owned());
    assert!(HttpsWire::new(&target("support.example.com"), &trust).is_err());
}

#[test]
fn a_server_name_no_certificate_can_be_for_is_told_before_anything_is_sent() {
    let pin = Trust::Pin("ab".repeat(32));
    let error = HttpsWire::new(&target("a b"), &pin).unwrap_err();
    assert_eq!(error.trouble().kind, TroubleKind::TlsName);
    assert!(HttpsWire::new(&target("192.0.2.7"), &pin).is_ok());
}
