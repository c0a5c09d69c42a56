//! A relay under load, and before a registry that dies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod relay_support;

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use phantom_guard::relay::Pages;
use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Reserved};
use relay_support::{client, relay};

#[tokio::test]
async fn five_hundred_requests_are_held_at_once() {
    // Each answer waits long enough for all the others to have come.
    let fake =
        Fake::serve(Duration::from_secs(3), |request| Answer::new(200, "application/json", &*request.path));
    let relay = relay(&fake.root(Kind::Npm), Pages::Npm);
    let client = client();
    let requests = (0..500).map(|n| {
        let request = client.get(format!("{}good{n}", relay.places()[0]));
        async move { request.send().await?.text().await }
    });
    let answers = futures::future::join_all(requests).await;
    for (n, answer) in answers.into_iter().enumerate() {
        assert_eq!(answer.unwrap(), format!("/npm/good{n}"));
    }
    assert_eq!(fake.busiest(), 500);
}

#[tokio::test]
async fn a_registry_that_dies_and_returns_is_found_again() {
    let reserved = Reserved::on(IpAddr::V4(Ipv4Addr::LOCALHOST)).unwrap();
    let root = format!("http://{}/npm/", reserved.address());
    let relay = relay(&root, Pages::Npm);
    let address = format!("{}good", relay.places()[0]);
    let client = client();

    let dead = client.get(&address).send().await.unwrap();
    assert_eq!(dead.status(), 503);
    let text = dead.text().await.unwrap();
    assert!(text.starts_with("phantom: the registry at 127.0.0.1:") && text.contains("refused"), "{text}");

    // It returns while the relay is still trying.
    let waiting = tokio::spawn(client.get(&address).send());
    tokio::time::sleep(Duration::from_millis(200)).await;
    let fake = reserved.serve(Duration::ZERO, |request| match request.earlier {
        0 | 1 => Answer::new(200, "application/json", "{}"),
        2 => Answer::new(200, "application/json", "0123456789").ending(Ending::Truncated),
        3 => Answer::new(200, "application/json", "").ending(Ending::Aborted),
        _ => Answer::new(200, "application/json", "whole"),
    });
    assert_eq!(waiting.await.unwrap().unwrap().status(), 200);
    assert_eq!(client.get(&address).send().await.unwrap().status(), 200);
    // A body that breaks in the middle is not taken for a whole one.
    let broken = client.get(&address).send().await.unwrap().bytes().await;
    assert!(broken.is_err(), "{broken:?}");
    let after = client.get(&address).send().await.unwrap().text().await.unwrap();
    assert_eq!(after, "whole");
    assert_eq!(fake.requests(), 5);
}

#[tokio::test]
async fn a_client_that_hangs_up_takes_nobody_else_along() {
    let fake = Fake::serve(Duration::ZERO, |request| match request.path.ends_with("endless") {
        true => Answer::new(200, "application/octet-stream", "x").ending(Ending::Endless),
        false => Answer::new(200, "application/json", "{}"),
    });
    let relay = relay(&fake.root(Kind::Npm), Pages::Npm);
    for _ in 0..3 {
        let mut endless = client().get(format!("{}endless", relay.places()[0])).send().await.unwrap();
        assert!(endless.chunk().await.unwrap().is_some());
        drop(endless);
        let other = client().get(format!("{}good", relay.places()[0])).send().await.unwrap();
        assert_eq!(other.status(), 200);
    }
}
