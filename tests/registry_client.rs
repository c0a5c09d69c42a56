//! The registry client against a stand-in that answers, and one that misbehaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Read;
use std::time::Duration;

use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{
    ClientSettings, IndexRoot, Lookup, Registry, RegistryClient, Roots, Unavailable,
};
use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile};

const KINDS: [(Ecosystem, Kind); 3] =
    [(Ecosystem::PyPi, Kind::Simple), (Ecosystem::Npm, Kind::Npm), (Ecosystem::Crates, Kind::Sparse)];
const NO_DELAY: Duration = Duration::ZERO;

fn settings() -> ClientSettings {
    ClientSettings { system_proxy: false, ..ClientSettings::default() }
}

fn roots(fake: &Fake) -> Roots {
    let mut roots = Roots::default();
    for (ecosystem, kind) in KINDS {
        roots.set(ecosystem, IndexRoot::parse(&fake.root(kind)).unwrap());
    }
    roots
}

fn client(fake: &Fake) -> RegistryClient {
    RegistryClient::new(roots(fake), settings())
}

async fn ask(client: &RegistryClient, ecosystem: Ecosystem, name: &str) -> Lookup {
    client.lookup(&PackageName::new(ecosystem, name)).await
}

/// What each of the three says where every request gets the same answer.
async fn all_say(answer: Answer, settings: ClientSettings) -> Vec<Lookup> {
    let fake = Fake::serve(NO_DELAY, move |_| answer.clone());
    let client = RegistryClient::new(roots(&fake), settings);
    let mut lookups = Vec::new();
    for (ecosystem, _) in KINDS {
        lookups.push(ask(&client, ecosystem, "leftpad").await);
    }
    lookups
}

fn assert_all_malformed(lookups: &[Lookup], because: &str) {
    for lookup in lookups {
        let Lookup::Unavailable(Unavailable::Malformed { host, reason }) = lookup else {
            panic!("{lookup:?}")
        };
        assert!(host.starts_with("127.0.0.1:"), "{host}");
        assert!(reason.contains(because), "{reason}");
    }
}

#[tokio::test]
async fn a_package_is_found_with_what_the_registry_says_of_it() {
    let fake = Fake::start(NO_DELAY, |_, name| match name {
        "young" => Profile::published("2026-11-20T08:00:00Z"),
        _ => Profile::long_standing(),
    });
    let client = client(&fake);
    for (ecosystem, _) in KINDS {
        let Lookup::Found(metadata) = ask(&client, ecosystem, "leftpad").await else { panic!("{ecosystem}") };
        assert_eq!(metadata.first_published, "2015-03-01T12:00:00Z".parse().ok(), "{ecosystem}");
        assert_eq!(metadata.last_published, "2024-09-01T12:00:00Z".parse().ok(), "{ecosystem}");
        assert_eq!(metadata.releases, Some(3), "{ecosystem}");
        assert_eq!(metadata.latest.as_deref(), Some("2.0.0"), "{ecosystem}");
        let Lookup::Found(metadata) = ask(&client, ecosystem, "young").await else { panic!("{ecosystem}") };
        assert_eq!(metadata.first_published, "2026-11-20T08:00:00Z".parse().ok(), "{ecosystem}");
        assert_eq!(metadata.releases, Some(1), "{ecosystem}");
    }
    assert_eq!(
        fake.paths(),
        [
            "/crates/le/ft/leftpad",
            "/crates/yo/un/young",
            "/npm/leftpad",
            "/npm/young",
            "/simple/leftpad/",
            "/simple/young/"
        ]
    );
    let headers = fake.headers_of("/simple/young/");
    assert!(headers["accept"].contains("application/vnd.pypi.simple.v1+json"));
    assert!(headers["user-agent"].starts_with("phantom/"));
    assert!(headers["accept-encoding"].contains("zstd"));
    assert_eq!(fake.headers_of("/npm/young")["accept"], "application/json");
}

#[tokio::test]
async fn names_are_spelled_as_each_registry_wants_them() {
    let fake = Fake::start(NO_DELAY, |_, name| match name {
        "snake_case" | "flask-x" | "@types/node" => Profile::long_standing(),
        _ => Profile::Missing,
    });
    let client = client(&fake);
    for (ecosystem, name, path) in [
        (Ecosystem::PyPi, "Flask.X", "/simple/flask-x/"),
        (Ecosystem::Npm, "@types/node", "/npm/@types%2Fnode"),
        (Ecosystem::Crates, "Snake_Case", "/crates/sn/ak/snake_case"),
        (Ecosystem::Crates, "snake-case", "/crates/sn/ak/snake-case"),
    ] {
        assert!(matches!(ask(&client, ecosystem, name).await, Lookup::Found(_)), "{name}");
        assert_eq!(fake.requests_of(path), 1, "{path}");
    }
}

#[tokio::test]
async fn a_name_that_is_not_there_is_missing() {
    let fake = Fake::start(NO_DELAY, |_, _| Profile::Missing);
    let client = client(&fake);
    for (ecosystem, _) in KINDS {
        assert_eq!(ask(&client, ecosystem, "leftpad").await, Lookup::Missing, "{ecosystem}");
    }
    assert_eq!(fake.requests(), 3, "a 404 is an answer, and is not asked for again");
    assert_eq!(ask(&client, Ecosystem::Crates, "left-pad").await, Lookup::Missing);
    assert_eq!(fake.requests(), 5, "both spellings of a crate were looked for");
}

#[tokio::test]
async fn with_more_than_one_simple_index_missing_is_what_all_lack() {
    let first = Fake::start(NO_DELAY, |_, name| match name {
        "down" => Profile::Other(Answer::new(403, "text/plain", "")),
        "public" => Profile::long_standing(),
        _ => Profile::Missing,
    });
    let second = Fake::start(NO_DELAY, |_, name| match name {
        "private" => Profile::published("2026-11-20T08:00:00Z"),
        "hidden" => Profile::Other(Answer::new(403, "text/plain", "")),
        _ => Profile::Missing,
    });
    let mut roots = roots(&first);
    roots.pypi_extra = vec![IndexRoot::parse(&second.root(Kind::Simple)).unwrap()];
    let client = RegistryClient::new(roots, settings());
    for (name, found, missing) in [
        ("public", true, false),
        ("private", true, false),
        ("nowhere", false, true),
        ("down", false, false),
        ("hidden", false, false),
    ] {
        let lookup = ask(&client, Ecosystem::PyPi, name).await;
        assert_eq!(matches!(lookup, Lookup::Found(_)), found, "{name}: {lookup:?}");
        assert_eq!(lookup == Lookup::Missing, missing, "{name}: {lookup:?}");
    }
    assert_eq!(second.requests_of("/simple/public/"), 0);
}

#[tokio::test]
async fn gone_means_missing_only_where_the_protocol_says_so() {
    for status in [410, 451] {
        let lookups = all_say(Answer::new(status, "text/plain", ""), settings()).await;
        assert_eq!(lookups[2], Lookup::Missing);
        for lookup in &lookups[..2] {
            assert!(
                matches!(lookup, Lookup::Unavailable(Unavailable::Status { status: s, .. }) if *s == status)
            );
        }
    }
}

#[tokio::test]
async fn a_registry_that_refuses_is_not_missing() {
    for status in [401, 403, 407, 418, 505] {
        for lookup in all_say(Answer::new(status, "text/html", "<h1>no</h1>"), settings()).await {
            assert!(
                matches!(lookup, Lookup::Unavailable(Unavailable::Status { status: s, .. }) if s == status)
            );
        }
    }
}

#[tokio::test]
async fn an_ecosystem_without_a_registry_is_not_asked() {
    let client = RegistryClient::new(Roots::default(), settings());
    for (ecosystem, _) in KINDS {
        let lookup = ask(&client, ecosystem, "leftpad").await;
        assert!(matches!(lookup, Lookup::Unavailable(Unavailable::NotAsked(_))), "{lookup:?}");
    }
}

#[tokio::test]
async fn a_name_that_cannot_exist_is_not_asked() {
    let fake = Fake::start(NO_DELAY, |_, _| Profile::long_standing());
    let client = client(&fake);
    let long = "x".repeat(10_000);
    for name in ["../admin", "a/../../b", "", ".", "a b", "a?b=c", "é", &long, "a\r\nhost: x"] {
        for (ecosystem, _) in KINDS {
            let lookup = ask(&client, ecosystem, name).await;
            assert!(matches!(lookup, Lookup::Unavailable(Unavailable::NotAsked(_))), "{name}: {lookup:?}");
        }
    }
    assert_eq!(fake.requests(), 0);
}

#[tokio::test]
async fn nobody_listening_is_a_connection_that_failed() {
    let root = {
        let fake = Fake::start(NO_DELAY, |_, _| Profile::Missing);
        fake.root(Kind::Npm).replace("http://", "http://me:s3cret@")
    };
    let roots = Roots { npm: Some(IndexRoot::parse(&root).unwrap()), ..Roots::default() };
    let lookup = ask(&RegistryClient::new(roots, settings()), Ecosystem::Npm, "leftpad").await;
    let Lookup::Unavailable(why @ Unavailable::Connection { .. }) = lookup else { panic!("{lookup:?}") };
    assert!(why.to_string().contains("refused"), "{why}");
    assert!(!why.to_string().contains("s3cret") && !why.to_string().contains("me:"), "{why}");
}

#[tokio::test]
async fn silence_ends_at_the_time_limit() {
    let limit = ClientSettings { whole: Duration::from_millis(200), ..settings() };
    for ending in [Ending::Stalled, Ending::StalledInBody] {
        let answer = Answer::new(200, "application/json", "{ }").ending(ending);
        for lookup in all_say(answer, limit.clone()).await {
            assert!(matches!(lookup, Lookup::Unavailable(Unavailable::Timeout { .. })), "{lookup:?}");
        }
    }
}

#[tokio::test]
async fn a_registry_that_answers_nobody_is_soon_left_alone() {
    let fake = Fake::serve(NO_DELAY, |_| Answer::new(200, "text/plain", "").ending(Ending::Stalled));
    let limit = Duration::from_millis(200);
    let client = RegistryClient::new(roots(&fake), ClientSettings { package: limit, ..settings() });
    for round in 0..5 {
        let names: Vec<PackageName> =
            (0..20).map(|i| PackageName::new(Ecosystem::Npm, format!("name-{round}-{i}"))).collect();
        let asked = names.iter().map(|name| tokio::time::timeout(limit, client.lookup(name)));
        for answer in futures::future::join_all(asked).await {
            assert!(answer.is_err() == (round == 0), "{round}: {answer:?}");
            if let Ok(lookup) = answer {
                let Lookup::Unavailable(Unavailable::Connection { reason, .. }) = lookup else {
                    panic!("{lookup:?}")
                };
                assert!(reason.contains("left alone"), "{reason}");
            }
        }
    }
    assert_eq!(fake.requests(), 20);
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again() {
    for ending in [Ending::Reset, Ending::Truncated] {
        let fake = Fake::serve(NO_DELAY, move |request| {
            let (kind, name) = request.name.clone().unwrap();
            let Profile::Found(versions) = Profile::long_standing() else { unreachable!() };
            let answer = Answer::of_package(kind, &name, &versions);
            if request.earlier == 0 { answer.ending(ending) } else { answer }
        });
        let client = client(&fake);
        for (ecosystem, _) in KINDS {
            let lookup = ask(&client, ecosystem, "leftpad").await;
            assert!(matches!(lookup, Lookup::Found(_)), "{ending:?}: {lookup:?}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_always_breaks_is_given_up() {
    for ending in [Ending::Reset, Ending::Truncated] {
        let answer = Answer::new(200, "application/json", r#"{"name":"leftpad"}"#).ending(ending);
        for lookup in all_say(answer, settings()).await {
            assert!(matches!(lookup, Lookup::Unavailable(Unavailable::Connection { .. })), "{lookup:?}");
        }
    }
}

#[tokio::test]
async fn a_passing_failure_is_tried_again() {
    for status in [429, 500, 502, 503, 504] {
        let fake = Fake::serve(NO_DELAY, move |request| match request.earlier {
            0 => Answer::new(status, "text/plain", "later").header("retry-after", "0"),
            _ => Answer::new(404, "text/plain", "not found"),
        });
        let client = client(&fake);
        for (ecosystem, _) in KINDS {
            assert_eq!(ask(&client, ecosystem, "leftpad").await, Lookup::Missing, "{status}");
        }
        assert_eq!(fake.requests(), 6);
    }
}

#[tokio::test]
async fn a_failure_that_stays_is_given_up_after_three_requests() {
    let fake = Fake::serve(NO_DELAY, |_| Answer::new(503, "text/plain", "later"));
    let lookup = ask(&client(&fake), Ecosystem::Npm, "leftpad").await;
    assert!(matches!(lookup, Lookup::Unavailable(Unavailable::Status { status: 503, .. })), "{lookup:?}");
    assert_eq!(fake.requests(), 3);
}

#[tokio::test]
async fn a_wait_beyond_the_package_s_time_is_not_begun() {
    let fake =
        Fake::serve(NO_DELAY, |_| Answer::new(429, "text/plain", "later").header("retry-after", "3600"));
    let lookup = ask(&client(&fake), Ecosystem::Crates, "leftpad").await;
    assert!(matches!(lookup, Lookup::Unavailable(Unavailable::Status { status: 429, .. })), "{lookup:?}");
    assert_eq!(fake.requests(), 1);
}

#[tokio::test]
async fn a_login_page_is_no_answer() {
    let page = "<html><form action='/login'><input type='password' name='p'></form></html>";
    for status in [200, 404] {
        let lookups = all_say(Answer::new(status, "text/html; charset=utf-8", page), settings()).await;
        assert_all_malformed(&lookups, "");
    }
}

#[tokio::test]
async fn an_answer_of_the_wrong_shape_is_no_answer() {
    let deep = "[".repeat(100_000);
    for body in ["", "null", "[]", "{}", "\"text\"", "{\"name\":", "\u{feff}{}", &deep] {
        assert_all_malformed(&all_say(Answer::new(200, "application/json", body), settings()).await, "");
    }
    let bytes = Answer::new(200, "application/json", b"{\"name\":\"\xff\xfe\"}".to_vec());
    assert_all_malformed(&all_say(bytes, settings()).await, "");
}

#[tokio::test]
async fn an_answer_about_another_name_is_no_answer() {
    let fake = Fake::serve(NO_DELAY, |request| {
        let Profile::Found(versions) = Profile::long_standing() else { unreachable!() };
        Answer::of_package(request.name.clone().unwrap().0, "rightpad", &versions)
    });
    let client = client(&fake);
    let mut lookups = Vec::new();
    for (ecosystem, _) in KINDS {
        lookups.push(ask(&client, ecosystem, "leftpad").await);
    }
    assert_all_malformed(&lookups, "another name");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read_to_its_end() {
    let limit = ClientSettings { body_limit: 1024 * 1024, ..settings() };
    let answer = Answer::new(200, "application/json", vec![b' '; 3 * 1024 * 1024]);
    assert_all_malformed(&all_say(answer, limit.clone()).await, "larger than 1 MiB");
    // 8 MiB of space in 8 KiB: counted as they come out of the decompressor.
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(b' ').take(8 * 1024 * 1024), &mut bomb).unwrap();
    let answer =
        Answer::new(200, "application/json", bomb.finish().unwrap()).header("content-encoding", "gzip");
    assert_all_malformed(&all_say(answer, limit).await, "larger than 1 MiB");
}

#[tokio::test]
async fn broken_compression_is_no_answer() {
    let answer = Answer::new(200, "application/json", "not gzip").header("content-encoding", "gzip");
    assert_all_malformed(&all_say(answer, settings()).await, "");
}

#[tokio::test]
async fn redirects_are_followed_within_reason() {
    let fake = Fake::serve(NO_DELAY, |request| match request.path.strip_prefix("/new") {
        None => Answer::new(301, "text/plain", "").header("location", &format!("/new{}", request.path)),
        Some(_) => Answer::new(404, "text/plain", ""),
    });
    assert_eq!(ask(&client(&fake), Ecosystem::Npm, "leftpad").await, Lookup::Missing);

    for (location, because) in [
        ("/npm/leftpad", "more than 4 times"),
        ("https://127.0.0.1/npm/leftpad", "another scheme"),
        ("ftp://127.0.0.1/x", "another scheme"),
        ("http://[", "no address"),
    ] {
        let answer = Answer::new(302, "text/plain", "").header("location", location);
        assert_all_malformed(&all_say(answer, settings()).await, because);
    }
    assert_all_malformed(&all_say(Answer::new(302, "text/plain", ""), settings()).await, "without saying");
}

#[tokio::test]
async fn credentials_go_to_their_registry_and_nowhere_else() {
    let other = Fake::serve(NO_DELAY, |_| Answer::new(404, "text/plain", ""));
    let there = other.root(Kind::Npm);
    let fake = Fake::serve(NO_DELAY, move |_| {
        Answer::new(302, "text/plain", "").header("location", &format!("{there}leftpad"))
    });
    let root = fake.root(Kind::Npm).replace("http://", "http://me:s3cret@");
    let roots = Roots { npm: Some(IndexRoot::parse(&root).unwrap()), ..Roots::default() };
    let client = RegistryClient::new(roots, settings());
    assert_eq!(ask(&client, Ecosystem::Npm, "leftpad").await, Lookup::Missing);
    assert_eq!(fake.headers_of("/npm/leftpad")["authorization"], "Basic bWU6czNjcmV0");
    assert_eq!(other.headers_of("/npm/leftpad").get("authorization"), None);
    assert!(!format!("{client:?}").contains("s3cret"));
}

#[tokio::test]
async fn two_hundred_names_share_twenty_connections() {
    let fake = Fake::start(Duration::from_millis(5), |_, _| Profile::long_standing());
    let client = client(&fake);
    let names: Vec<PackageName> =
        (0..200).map(|i| PackageName::new(Ecosystem::PyPi, format!("name-{i}"))).collect();
    let answers = futures::future::join_all(names.iter().map(|name| client.lookup(name))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Lookup::Found(_))));
    assert_eq!(fake.requests(), 200);
    assert!(fake.accepted() <= 20, "{} connections", fake.accepted());
    assert!(fake.busiest() > 10, "only {} requests at a time", fake.busiest());
}
