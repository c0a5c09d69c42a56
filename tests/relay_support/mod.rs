//! What the tests of the relay share.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use phantom_guard::registry::IndexRoot;
use phantom_guard::relay::{Judge, Pages, Relay, Settings, Upstream, Verdict};

/// How a relay behaves in tests: no proxy of this machine's.
pub fn settings() -> Settings {
    Settings { system_proxy: false, ..Settings::default() }
}

/// Refuses every name that starts with `bad`, after a pause, and remembers whom it was asked about.
pub fn judge(pause: Duration) -> (Judge, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let names = Arc::clone(&asked);
    let judge: Judge = Arc::new(move |name| {
        names.lock().unwrap().push(name.spelling().to_owned());
        Box::pin(async move {
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            match name.spelling().starts_with("bad") {
                true => Verdict::Refuse { reason: "two letters of good swapped".into() },
                false => Verdict::Pass,
            }
        })
    });
    (judge, asked)
}

/// A relay before one registry.
pub fn relay(root: &str, pages: Pages) -> Relay {
    let root = IndexRoot::parse(root).unwrap();
    Relay::start(vec![Upstream { root, pages }], judge(Duration::ZERO).0, &settings()).unwrap()
}

/// The client's side: nothing is unpacked, and no redirect followed.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().no_gzip().no_zstd().no_proxy().tls_certs_only([]);
    builder.redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Counts a call.
pub fn one_more(count: &AtomicUsize) -> usize {
    count.fetch_add(1, Ordering::SeqCst)
}
