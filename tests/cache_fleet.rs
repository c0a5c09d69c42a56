//! The cache that a fleet shares, against real servers: what is remembered, and what its loss does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::net::TcpListener;
use std::time::{Duration, Instant};

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use phantom_guard::cache::{FleetAddress, FleetCache, FleetLimits, Held, Store, StoreKey};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Metadata, Stated};
use phantom_testkit::Redis;

const REGISTRY: &str = "https://registry.example/simple/";
/// A machine under load is slow, and where an answer is expected, that is no failure.
const PATIENT: FleetLimits =
    FleetLimits { connect: Duration::from_secs(60), answer: Duration::from_secs(60) };
/// Far more than one time limit, and far less than one for each name.
const ONE_LIMIT_AND_SLACK: Duration = Duration::from_secs(20);
const NAMES: usize = 1000;

fn cache(url: &str) -> FleetCache {
    FleetCache::with_limits(FleetAddress::parse(url).unwrap(), PATIENT)
}

fn impatient(url: &str) -> FleetCache {
    FleetCache::new(FleetAddress::parse(url).unwrap())
}

fn name(name: &str) -> PackageName {
    PackageName::new(Ecosystem::PyPi, name)
}

fn found(summary: &str) -> Held {
    let metadata = Metadata { summary: Stated::Given(summary.to_owned()), ..Metadata::default() };
    held(Some(metadata))
}

/// An answer that is an hour old and believed for another.
fn held(found: Option<Metadata>) -> Held {
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let hour = SignedDuration::from_hours(1);
    Held { found, stored: now - hour, fresh_until: now + hour }
}

async fn get(cache: &FleetCache, of: &str) -> Option<Held> {
    cache.get(StoreKey { registry: REGISTRY, name: &name(of) }).await
}

async fn put(cache: &FleetCache, of: &str, held: &Held) {
    cache.put(StoreKey { registry: REGISTRY, name: &name(of) }, held).await;
}

/// Puts one answer and writes it; gives the notes.
async fn write(url: &str, of: &str, held: &Held) -> Vec<String> {
    let cache = cache(url);
    put(&cache, of, held).await;
    cache.close().await
}

/// The one sentence that is said of a cache that is lost.
async fn note(cache: &FleetCache) -> String {
    let notes = cache.close().await;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(!notes[0].contains('\n'), "{notes:?}");
    assert_eq!(cache.close().await, Vec::<String>::new(), "it is said once");
    notes[0].clone()
}

/// Asks for many names of a server that is of no use, and gives the one sentence that is said of it.
async fn ask_in_vain(cache: &FleetCache) -> String {
    let start = Instant::now();
    for number in 0..NAMES {
        assert_eq!(get(cache, &format!("name-{number}")).await, None);
        put(cache, &format!("name-{number}"), &held(None)).await;
    }
    let said = note(cache).await;
    assert!(start.elapsed() < ONE_LIMIT_AND_SLACK, "{:?}", start.elapsed());
    said
}

#[tokio::test]
async fn what_one_machine_learns_the_others_know() {
    let server = Redis::start();
    let (one, other) = (cache(&server.url()), cache(&server.url()));
    let (react, missing) = (found("a library"), held(None));
    assert_eq!(get(&one, "react").await, None);
    put(&one, "Re_act", &react).await;
    put(&one, "recat", &missing).await;
    assert_eq!(server.say(["dbsize"]), "0", "it is written when the run ends");
    assert_eq!(one.close().await, Vec::<String>::new());
    assert_eq!(server.say(["dbsize"]), "2");
    assert_eq!(get(&other, "re-act").await, Some(react));
    assert_eq!(get(&other, "recat").await, Some(missing));
    assert_eq!(get(&other, "preact").await, None);
    let elsewhere = StoreKey { registry: "https://other.example/simple/", name: &name("re-act") };
    assert_eq!(other.get(elsewhere).await, None, "another registry says other things");
    assert_eq!(other.close().await, Vec::<String>::new());
    assert!(!other.is_local());
}

#[tokio::test]
async fn what_was_found_is_kept_to_be_asked_again_and_what_is_missing_is_not() {
    let server = Redis::start();
    write(&server.url(), "there", &found("")).await;
    write(&server.url(), "not-there", &held(None)).await;
    let over = Timestamp::now() - SignedDuration::from_secs(1);
    write(&server.url(), "over", &Held { fresh_until: over, ..held(None) }).await;
    let keys = server.say(["keys", "phantom:1:*"]);
    assert_eq!(keys.lines().count(), 2, "{keys}");
    assert!(!keys.contains("registry.example"), "{keys}");
    let left = |of: &str| {
        let key = keys.lines().find(|key| key.ends_with(&format!(":pypi:{of}"))).unwrap();
        server.say(["ttl", key]).parse::<u32>().unwrap()
    };
    let (hour, week) = (60 * 60, 7 * 24 * 60 * 60);
    assert!((week..=week + hour).contains(&left("there")), "{}", left("there"));
    assert!((hour / 2..=hour).contains(&left("not-there")), "{}", left("not-there"));
}

#[tokio::test]
async fn many_share_one_connection() {
    let server = Redis::start();
    let connections = || -> u32 {
        let stats = server.say(["info", "stats"]);
        let line = stats.lines().find_map(|line| line.strip_prefix("total_connections_received:"));
        line.unwrap().trim().parse().unwrap()
    };
    let before = connections();
    let cache = cache(&server.url());
    let names: Vec<String> = (0..NAMES).map(|number| format!("name-{number}")).collect();
    // More than is kept back, so that some of it is written in between.
    let answer = found(&"x".repeat(800));
    join_all(names.iter().map(|of| put(&cache, of, &answer))).await;
    assert_eq!(cache.close().await, Vec::<String>::new());
    let answers = join_all(names.iter().map(|of| get(&cache, of))).await;
    assert!(answers.iter().all(|given| given.as_ref() == Some(&answer)));
    assert_eq!(connections() - before, 2, "the cache's and the client's that counts");
}

#[tokio::test]
async fn a_cluster_shares_the_names_among_its_nodes() {
    let nodes = Redis::cluster();
    let all = nodes.each_ref().map(Redis::host).join(",");
    let names: Vec<String> = (0..300).map(|number| format!("name-{number}")).collect();
    let writer = cache(&format!("redis://{all}"));
    let missing = held(None);
    join_all(names.iter().map(|of| put(&writer, of, &missing))).await;
    assert_eq!(writer.close().await, Vec::<String>::new());
    let shares = nodes.each_ref().map(|node| node.say(["dbsize"]).parse::<usize>().unwrap());
    assert_eq!(shares.iter().sum::<usize>(), names.len());
    assert!(shares.iter().all(|&share| share > 0), "{shares:?}");

    let reader = cache(&format!("redis+cluster://{}", nodes[1].host()));
    let answers = join_all(names.iter().map(|of| get(&reader, of))).await;
    assert!(answers.iter().all(Option::is_some));
    assert_eq!(reader.close().await, Vec::<String>::new());

    for node in &nodes {
        node.say(["acl", "setuser", "reader", "on", ">s3cret", "~phantom:*", "+getrange", "+cluster|slots"]);
    }
    let reader = cache(&format!("redis+cluster://reader:s3cret@{}", nodes[1].host()));
    let answers = join_all(names.iter().map(|of| get(&reader, of))).await;
    assert!(answers.iter().all(Option::is_some));
    join_all(names.iter().map(|of| put(&reader, of, &missing))).await;
    assert_eq!(reader.close().await, Vec::<String>::new());

    // Of 300 names some belong to another node, and whoever knows only one is told where they are.
    let single = cache(&nodes[0].url());
    for of in &names {
        get(&single, of).await;
    }
    assert!(note(&single).await.contains("write redis+cluster://"));
}

#[tokio::test]
async fn a_cluster_is_found_through_a_node_that_is_up_and_its_loss_is_told_once() {
    let mut nodes = Redis::cluster();
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("redis://{dead},{}", nodes[2].host());
    let found_through_the_living = cache(&url);
    put(&found_through_the_living, "a", &held(None)).await;
    assert!(get(&found_through_the_living, "a").await.is_none(), "not yet written");
    assert_eq!(found_through_the_living.close().await, Vec::<String>::new());
    assert!(get(&found_through_the_living, "a").await.is_some());
    let doomed = impatient(&url);
    get(&doomed, "a").await;
    nodes.iter_mut().for_each(Redis::kill);
    assert!(ask_in_vain(&doomed).await.contains(&dead.to_string()));
    let late = cache(&url);
    assert!(ask_in_vain(&late).await.contains("none of its nodes"));
}

#[tokio::test]
async fn a_password_opens_the_cache_and_is_shown_nowhere() {
    let server = Redis::with_password("s3cret");
    let url = server.url();
    assert!(url.contains("s3cret"));
    assert_eq!(write(&url, "a", &held(None)).await, Vec::<String>::new());
    let right = cache(&url);
    assert!(get(&right, "a").await.is_some());
    for (user, said) in [(":wr0ng@", "does not accept"), ("me:wr0ng@", "does not accept"), ("", "password")] {
        let wrong = cache(&format!("redis://{user}{}", server.host()));
        let note = ask_in_vain(&wrong).await;
        assert!(note.contains(said) && note.contains(&server.host()), "{note}");
        assert!(!format!("{note} {wrong:?}").contains("wr0ng"), "{note}");
    }
    assert!(!format!("{right:?}").contains("s3cret"));
}

#[tokio::test]
async fn an_account_that_may_only_read_does_so_in_silence() {
    let server = Redis::start();
    server.say(["acl", "setuser", "reader", "on", ">s3cret", "~phantom:*", "+getrange"]);
    server.say(["acl", "setuser", "blind", "on", ">s3cret", "~phantom:*"]);
    write(&server.url(), "a", &held(None)).await;
    let reader = cache(&format!("redis://reader:s3cret@{}", server.host()));
    assert!(get(&reader, "a").await.is_some());
    put(&reader, "b", &held(None)).await;
    assert_eq!(reader.close().await, Vec::<String>::new());
    assert_eq!(server.say(["dbsize"]), "1");
    let elsewhere = cache(&format!("redis://reader:s3cret@{}/2", server.host()));
    assert!(!ask_in_vain(&elsewhere).await.is_empty(), "it may not select a database");
    server.say(["acl", "setuser", "reader", "+select"]);
    let elsewhere = cache(&format!("redis://reader:s3cret@{}/2", server.host()));
    assert_eq!(get(&elsewhere, "a").await, None);
    assert_eq!(elsewhere.close().await, Vec::<String>::new());
    let blind = cache(&format!("redis://blind:s3cret@{}", server.host()));
    assert!(ask_in_vain(&blind).await.contains("may not read"));
}

#[tokio::test]
async fn a_server_that_dies_in_the_middle_of_a_run_is_not_asked_again() {
    let mut server = Redis::start();
    write(&server.url(), "a", &held(None)).await;
    let cache = cache(&server.url());
    assert!(get(&cache, "a").await.is_some());
    put(&cache, "b", &held(None)).await;
    server.kill();
    let note = ask_in_vain(&cache).await;
    assert!(note.contains("this run went on without"), "{note}");
    assert_eq!(get(&cache, "a").await, None);
}

#[tokio::test]
async fn a_server_that_falls_silent_is_waited_for_once() {
    let server = Redis::start();
    let cache = impatient(&server.url());
    get(&cache, "a").await;
    server.say(["client", "pause", "600000"]);
    assert!(ask_in_vain(&cache).await.contains("no answer in time"));
}

#[tokio::test]
async fn an_address_where_nobody_answers_is_waited_for_once() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    for url in [
        format!("redis://:s3cret@{address}"),
        format!("rediss://{address}"),
        format!("redis+cluster://{address}"),
        format!("redis://{address}/1"),
    ] {
        let note = ask_in_vain(&impatient(&url)).await;
        assert!(note.contains(&address.to_string()) && !note.contains("s3cret"), "{note}");
    }
    drop(listener);
    let refused = ask_in_vain(&cache(&format!("redis://{address}"))).await;
    assert!(refused.to_lowercase().contains("refused"), "{refused}");
    ask_in_vain(&impatient("redis://cache.invalid")).await;
}

#[tokio::test]
async fn whoever_gives_up_early_still_finds_out_that_nobody_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let cache = impatient(&format!("redis://:s3cret@{}", listener.local_addr().unwrap()));
    let start = Instant::now();
    let moment = Duration::from_millis(20);
    while tokio::time::timeout(moment, get(&cache, "a")).await.is_err() {
        assert!(start.elapsed() < ONE_LIMIT_AND_SLACK, "every name waits anew");
    }
    assert!(note(&cache).await.contains("no answer in time"));
}

#[tokio::test]
async fn what_is_no_answer_is_none() {
    let server = Redis::start();
    let url = server.url();
    write(&url, "a", &held(None)).await;
    let key = server.say(["keys", "*"]);
    let reader = cache(&url);
    for garbage in ["", "{}", "null", r#"{"v":1,"at":"then"}"#, "\u{7f}\u{0}", &"x".repeat(100_000)] {
        let garbage = garbage.replace('\0', "0");
        server.say(["set", &key, &garbage]);
        assert_eq!(get(&reader, "a").await, None, "{}", garbage.len());
    }
    server.say(["del", &key]);
    server.say(["rpush", &key, "a list"]);
    assert_eq!(get(&reader, "a").await, None);
    let larger_than_any_answer = found(&"x".repeat(65 * 1024));
    put(&reader, "b", &larger_than_any_answer).await;
    assert_eq!(reader.close().await, Vec::<String>::new());
    assert_eq!(server.say(["dbsize"]), "1");
}

#[tokio::test]
async fn an_answer_that_claims_to_hold_for_years_is_asked_for_again_after_a_day() {
    let server = Redis::start();
    let forged =
        Held { fresh_until: Timestamp::now() + SignedDuration::from_hours(9 * 365 * 24), ..found("") };
    write(&server.url(), "a", &forged).await;
    let given = get(&cache(&server.url()), "a").await.unwrap();
    assert!(given.is_fresh(Timestamp::now()));
    assert!(!given.is_fresh(Timestamp::now() + SignedDuration::from_hours(25)));
    let key = server.say(["keys", "*"]);
    assert!(server.say(["ttl", &key]).parse::<u32>().unwrap() <= 60 * 24 * 60 * 60);
}

#[tokio::test]
async fn a_server_without_room_is_told_of() {
    let server = Redis::start();
    server.say(["config", "set", "maxmemory", "1"]);
    let notes = write(&server.url(), "a", &held(None)).await;
    assert_eq!(notes.len(), 1);
    assert!(notes[0].contains("memory is full"), "{notes:?}");
}

#[tokio::test]
async fn a_run_that_asks_nothing_connects_to_nobody() {
    let nobody = impatient("redis://127.0.0.1:1");
    assert_eq!(nobody.close().await, Vec::<String>::new());
}
