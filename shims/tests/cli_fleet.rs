//! The cache that machines share, as their users see it: what a second machine asks, and what a cache
//! that is lost does to a run.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::net::TcpListener;
use std::time::Duration;

use phantom_testkit::fake::{Fake, Kind, Profile};
use phantom_testkit::{Outcome, Redis, Sandbox};

mod cli_support;

use cli_support::PHANTOM;

const NAMES: [&str; 3] = ["qzvx-one", "qzvx-two", "gone"];

fn stand_in() -> Fake {
    Fake::start(
        Duration::ZERO,
        |_, name| {
            if name == "gone" { Profile::Missing } else { Profile::long_standing() }
        },
    )
}

/// A check by a machine that remembers nothing itself.
fn check(fake: &Fake, fleet: &str) -> Outcome {
    let mut machine = Sandbox::new();
    machine.set("PHANTOM_FLEET_CACHE", fleet);
    let root = fake.root(Kind::Npm);
    let options = ["check", "-e", "npm", "--index", &root, "--format", "json"];
    machine.run(PHANTOM, [&options[..], &NAMES[..]].concat()).expect_code(1)
}

fn packages(outcome: &Outcome) -> serde_json::Value {
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    document["packages"].clone()
}

/// A check to which the cache answered in time, and how often it asked the registry: on a machine under
/// load the cache may be too slow to be waited for.
fn check_with_answers(fake: &Fake, fleet: &str) -> (Outcome, usize) {
    for _ in 0..50 {
        let before = fake.requests();
        let outcome = check(fake, fleet);
        if outcome.stderr_text().is_empty() {
            return (outcome, fake.requests() - before);
        }
    }
    panic!("the cache never answers");
}

#[test]
fn what_one_machine_asked_another_knows() {
    let (server, fake) = (Redis::with_password("s3cret"), stand_in());
    let (first, _) = check_with_answers(&fake, &server.url());
    assert_eq!(server.say(["dbsize"]), NAMES.len().to_string());
    let (second, asked) = check_with_answers(&fake, &server.url());
    assert_eq!(asked, 0, "{:?}", fake.paths());
    assert_eq!(packages(&first), packages(&second));
}

#[test]
fn a_cache_that_is_lost_costs_one_sentence() {
    let fake = stand_in();
    let usual = check(&fake, "");
    assert_eq!(usual.stderr_text(), "");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    for url in [format!("redis://:s3cret@{address}"), "redis://:s3cret@127.0.0.1:1".to_owned()] {
        let without = check(&fake, &url);
        assert_eq!(packages(&without), packages(&usual));
        let said = without.stderr_text();
        assert_eq!(said.matches("went on without the fleet cache").count(), 1, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }
}
