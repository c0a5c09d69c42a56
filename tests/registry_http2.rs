//! Over HTTP/2 many requests share a connection, and more are under way than connections would be allowed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

mod access_support;

use std::sync::Arc;
use std::time::Duration;

use access_support::Machine;
use futures::stream;
use jiff::Timestamp;
use phantom_guard::batch::{CancelToken, Engine, Settings};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::{Detector, Verdict};
use phantom_guard::package::{Dependency, Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Registry};
use phantom_testkit::{Authority, Http2};

const NAMES: usize = 1000;

#[tokio::test]
async fn a_thousand_names_share_few_connections() {
    let authority = Authority::new();
    let server = Http2::start(&authority, Duration::from_millis(20));
    let mut machine = Machine::new();
    let file = machine.write("ca.pem", authority.pem());
    machine.set("NODE_EXTRA_CA_CERTS", file.to_str().unwrap());
    machine.write("home/.npmrc", &format!("registry=https://localhost:{}/npm/\n", server.port()));
    let client = machine.client(Ecosystem::Npm);
    assert_eq!(client.room(Ecosystem::Npm), None, "nothing is known of it yet");
    let registry: Arc<dyn Registry> = Arc::new(client);
    let detector = Detector::new(Corpus::embedded(), Timestamp::now());
    let engine = Engine::new(detector, Some(Arc::clone(&registry)), Settings::default()).unwrap();
    let names = (0..NAMES).map(|i| Dependency::new(PackageName::new(Ecosystem::Npm, format!("qzvx-{i}"))));
    let mut answered = 0;
    let emit = |place, judged: phantom_guard::batch::Judged| {
        assert_eq!(place, answered, "answers come in the order of the input");
        assert_eq!(judged.lookup, Some(Lookup::Missing));
        assert_eq!(judged.assessment.verdict, Verdict::NotFound);
        answered += 1;
    };
    let summary = engine.run(stream::iter(names), CancelToken::new(), emit, |_| {}).await;
    assert_eq!((answered, summary.progress.unavailable), (NAMES, 0));
    assert_eq!(server.requests(), NAMES);
    assert!(server.connections() <= 20, "{}", server.connections());
    assert!(server.busiest() > 20 && server.busiest() <= 100, "{}", server.busiest());
    assert_eq!(registry.room(Ecosystem::Npm), Some(100));
    assert_eq!(registry.room(Ecosystem::PyPi), None);
}
