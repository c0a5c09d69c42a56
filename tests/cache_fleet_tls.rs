//! A fleet's cache over TLS: a server is believed if its certificate is, and nothing is said without.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use phantom_guard::cache::{FleetAddress, FleetCache, FleetLimits, Held, Store, StoreKey};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_testkit::Redis;

/// Where the test, started once more, finds the server that it is to ask.
const SERVER: &str = "PHANTOM_TEST_FLEET";

/// Puts an answer through one cache and asks another for it.
async fn exchange(url: &str) -> (Option<Held>, Vec<String>) {
    let limit = Duration::from_secs(60);
    let limits = FleetLimits { connect: limit, answer: limit };
    let cache = || FleetCache::with_limits(FleetAddress::parse(url).unwrap(), limits);
    let name = PackageName::new(Ecosystem::Npm, "react");
    let key = StoreKey { registry: "https://registry.example/npm/", name: &name };
    let stored = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let held = Held { found: None, stored, fresh_until: stored + SignedDuration::from_hours(1) };
    let writer = cache();
    writer.put(key, &held).await;
    let mut notes = writer.close().await;
    let reader = cache();
    let answer = reader.get(key).await;
    notes.extend(reader.close().await);
    (answer, notes)
}

/// A server that speaks TLS alone, with a certificate that `folder` holds.
fn server(folder: &Path) -> Redis {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let file = |name: &str| folder.join(name).into_os_string().into_string().unwrap();
    Redis::with(|port| {
        let (certificate, key) = (file("cert.pem"), file("key.pem"));
        let words = ["--port", "0", "--tls-port", &port.to_string(), "--tls-auth-clients", "no"];
        let files = ["--tls-cert-file", &certificate, "--tls-key-file", &key, "--tls-ca-cert-file"];
        words.iter().chain(&files).copied().chain([certificate.as_str()]).map(str::to_owned).collect()
    })
}

#[tokio::test]
async fn a_certificate_that_the_machine_trusts_is_believed_and_another_is_not() {
    if let Ok(url) = std::env::var(SERVER) {
        let (answer, notes) = exchange(&url).await;
        assert_eq!(notes, Vec::<String>::new());
        assert!(answer.is_some());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = server(folder.path());
    for host in [server.host(), server.host().replace("127.0.0.1", "localhost")] {
        let (answer, notes) = exchange(&format!("rediss://:s3cret@{host}")).await;
        assert_eq!(answer, None);
        assert!(notes.iter().all(|note| note.contains("certificate")) && notes.len() == 2, "{notes:?}");
    }
    // What the machine trusts is read from its environment, which a test must not change for the others.
    let again = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_certificate_that_the_machine_trusts_is_believed_and_another_is_not"])
        .env(SERVER, format!("rediss://{}", server.host()))
        .env("SSL_CERT_FILE", folder.path().join("cert.pem"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn tls_and_plain_text_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    let (with_tls, plain) = (server(folder.path()), Redis::start());
    let limits = FleetLimits::default();
    for url in [format!("redis://{}", with_tls.host()), format!("rediss://{}", plain.host())] {
        let cache = FleetCache::with_limits(FleetAddress::parse(&url).unwrap(), limits);
        let name = PackageName::new(Ecosystem::Npm, "react");
        let key = StoreKey { registry: "https://registry.example/npm/", name: &name };
        assert_eq!(cache.get(key).await, None);
        let notes = cache.close().await;
        assert!(notes.len() == 1 && notes[0].contains(&url), "{notes:?}");
    }
}
