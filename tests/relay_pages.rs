//! What a relay passes on as it is, what it changes, and what it keeps to itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod relay_support;

use std::io::Write as _;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use futures::poll;
use phantom_guard::registry::{Credentials, IndexRoot};
use phantom_guard::relay::{Judge, Pages, Relay, Upstream, Verdict};
use phantom_testkit::fake::{Answer, Fake, Kind};
use relay_support::{client, judge, relay, settings};
use tokio::sync::Semaphore;

const NO_DELAY: Duration = Duration::ZERO;

fn gzipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn what_is_asked_and_answered_is_passed_on_as_it_is() {
    let packument = gzipped(r#"{"name":"good"}"#);
    let body = packument.clone();
    let fake = Fake::serve(NO_DELAY, move |request| {
        let answer = match request.headers.get("if-none-match") {
            Some(tag) if tag == "\"t\"" => Answer::new(304, "application/json", ""),
            _ if request.headers.contains_key("range") => {
                Answer::new(206, "application/octet-stream", "234").header("Content-Range", "bytes 2-4/9")
            }
            _ => Answer::new(200, "application/json", body.clone()).header("Content-Encoding", "gzip"),
        };
        answer
            .header("ETag", "\"t\"")
            .header("Cache-Control", "max-age=300")
            .header("Keep-Alive", "timeout=5")
    });
    let relay = relay(&fake.root(Kind::Npm), Pages::Npm);
    let at = |path: &str| format!("{}{path}", relay.places()[0]);

    let first = client().get(at("good?write=true")).header("Accept", "application/x").header("X-Y", "z");
    let first =
        first.header("Accept-Encoding", "gzip, br").header("User-Agent", "npm/11").send().await.unwrap();
    assert_eq!(first.status(), 200);
    for (name, value) in [("etag", "\"t\""), ("cache-control", "max-age=300"), ("content-encoding", "gzip")] {
        assert_eq!(first.headers()[name], value);
    }
    assert_eq!(first.headers()["content-length"], packument.len().to_string());
    assert!(!first.headers().contains_key("keep-alive"), "it was the other connection's");
    assert_eq!(first.bytes().await.unwrap(), packument);
    let sent = fake.headers_of("/npm/good?write=true");
    for (name, value) in
        [("accept", "application/x"), ("x-y", "z"), ("accept-encoding", "gzip, br"), ("user-agent", "npm/11")]
    {
        assert_eq!(sent[name], value);
    }
    assert_eq!(sent["host"], fake.address().to_string());

    let again = client().get(at("good")).header("If-None-Match", "\"t\"").send().await.unwrap();
    assert_eq!((again.status().as_u16(), again.headers()["etag"].to_str().unwrap()), (304, "\"t\""));
    let part = client().get(at("good/-/good-1.0.0.tgz")).header("Range", "bytes=2-4").send().await.unwrap();
    assert_eq!(
        (part.status().as_u16(), part.headers()["content-range"].to_str().unwrap()),
        (206, "bytes 2-4/9")
    );
    assert_eq!(part.text().await.unwrap(), "234");
    let head = client().head(at("good")).send().await.unwrap();
    assert_eq!((head.status().as_u16(), head.headers()["content-encoding"].to_str().unwrap()), (200, "gzip"));

    let audit = client().post(at("-/npm/v1/security/advisories/bulk")).body("{\"good\":[\"1.0.0\"]}");
    assert_eq!(audit.send().await.unwrap().status(), 200);
    assert_eq!(fake.headers_of("/npm/-/npm/v1/security/advisories/bulk")["content-length"], "18");
}

#[tokio::test]
async fn nobody_gets_in_without_the_path() {
    let fake = Fake::serve(NO_DELAY, |_| Answer::new(200, "text/plain", "secret"));
    let relay = relay(&fake.root(Kind::Npm), Pages::Npm);
    let place = relay.places()[0].clone();
    let host = format!("http://{}/", relay.address());
    let path = place.strip_prefix(&host).unwrap();
    assert!(
        path.len() == 33 && path.ends_with('/') && path[..32].bytes().all(|b| b.is_ascii_hexdigit()),
        "{path}"
    );
    let shorter = format!("{host}{}/good", &path[..31]);
    let longer = format!("{host}{}0/good", &path[..32]);
    let outside = [host.clone(), format!("{host}good"), format!("{host}npm/good"), shorter, longer];
    for address in outside {
        let answer = client().get(&address).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (404, ""), "{address}");
    }
    assert_eq!(fake.requests(), 0);
    assert!(!format!("{relay:?}").contains(&path[..32]), "{relay:?}");
    let again = relay_support::relay(&fake.root(Kind::Npm), Pages::Npm);
    assert_ne!(again.places()[0].rsplit('/').nth(1), relay.places()[0].rsplit('/').nth(1));
}

#[tokio::test]
async fn a_name_is_judged_once_and_before_any_file_is_asked_for() {
    let fake = Fake::serve(NO_DELAY, |_| Answer::new(200, "application/json", "{}"));
    let (judge, asked) = judge(Duration::from_millis(50));
    let root = IndexRoot::parse(&fake.root(Kind::Npm)).unwrap();
    let relay = Relay::start(vec![Upstream { root, pages: Pages::Npm }], judge, &settings()).unwrap();
    let at = |path: &str| format!("{}{path}", relay.places()[0]);
    let client = client();
    let requests =
        (0..40).map(|n| client.get(at(["good", "good/-/good-1.0.0.tgz", "bad", "bad%2f"][n % 4])).send());
    let answers = futures::future::join_all(requests).await;
    for (n, answer) in answers.into_iter().enumerate() {
        let answer = answer.unwrap();
        assert_eq!(answer.status(), [200, 200, 403, 403][n % 4]);
        if n % 4 == 2 {
            assert_eq!(answer.headers()["content-type"], "application/json");
            let body: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
            assert_eq!(body["error"], "phantom: bad is blocked: two letters of good swapped");
        }
    }
    let mut asked = asked.lock().unwrap().clone();
    asked.sort();
    assert_eq!(asked, ["bad", "bad/", "good"]);
    let mut paths = fake.paths();
    paths.retain(|path| path != "/npm/bad" && path != "/npm/bad%2f");
    assert_eq!(paths, ["/npm/good", "/npm/good/-/good-1.0.0.tgz"]);
}

#[tokio::test]
async fn a_page_is_asked_for_while_its_name_is_judged_and_a_file_is_not() {
    let fake = Fake::serve(NO_DELAY, |_| Answer::new(200, "application/json", "secret"));
    let asked_first = Arc::new(Semaphore::new(0));
    let goes_on = Arc::clone(&asked_first);
    let judge: Judge = Arc::new(move |name| {
        let goes_on = Arc::clone(&goes_on);
        Box::pin(async move {
            goes_on.acquire().await.unwrap().forget();
            match name.spelling().starts_with("bad") {
                true => Verdict::Refuse { reason: "no".into() },
                false => Verdict::Pass,
            }
        })
    });
    let root = IndexRoot::parse(&fake.root(Kind::Npm)).unwrap();
    let relay = Relay::start(vec![Upstream { root, pages: Pages::Npm }], judge, &settings()).unwrap();
    let at = |path: &str| format!("{}{path}", relay.places()[0]);
    let client = client();
    for (path, status, upstream) in [
        ("bad", 403, Some("/npm/bad")),
        ("bad2/-/bad2-1.0.0.tgz", 403, None),
        ("bad3/1.0.0", 403, None),
        ("good", 200, Some("/npm/good")),
    ] {
        let before = fake.requests();
        let mut answer = pin!(client.get(at(path)).send());
        if upstream.is_some() {
            // The registry has answered, and nothing of that is passed on.
            while fake.requests() == before {
                assert!(poll!(answer.as_mut()).is_pending());
                tokio::task::yield_now().await;
            }
        }
        asked_first.add_permits(1);
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.text().await.unwrap() == "secret", status == 200, "{path}");
        assert_eq!(fake.requests() - before, usize::from(upstream.is_some()), "{path}");
        assert_eq!(fake.paths().last().map(String::as_str).filter(|_| upstream.is_some()), upstream);
    }
    // What is judged already is not asked for again, and what needs no question never.
    let before = fake.requests();
    for path in ["bad", "bad2", "bad3"] {
        assert_eq!(client.get(at(path)).send().await.unwrap().status(), 403);
    }
    assert_eq!(fake.requests(), before);
    let relay = relay_support::relay(&fake.root(Kind::Npm), Pages::Npm);
    let answer = client.get(format!("{}bad", relay.places()[0])).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), fake.requests()), (403, before));
}

#[tokio::test]
async fn a_simple_index_s_files_are_asked_for_where_they_are() {
    let json = r#"{"name":"good","files":[{"url":"../../files/a.whl","x":"url"},{"url":"https:\/\/files.example/b.whl"}]}"#;
    let body = gzipped(json);
    let fake = Fake::serve(NO_DELAY, move |request| {
        if request.headers.get("accept").is_some_and(|accept| accept.contains("html")) {
            return Answer::new(200, "text/html", "<!DOCTYPE html><a href=\"/files/a.whl\">a</a>");
        }
        let kind = "application/vnd.pypi.simple.v1+json";
        Answer::new(200, kind, body.clone()).header("Content-Encoding", "gzip").header("ETag", "\"t\"")
    });
    let relay = relay(&fake.root(Kind::Simple), Pages::Simple);
    let page = format!("{}good/", relay.places()[0]);
    let host = fake.address();
    let answer = client().get(&page).header("Accept-Encoding", "gzip").send().await.unwrap();
    assert_eq!(answer.headers()["etag"], "\"t\"");
    assert!(!answer.headers().contains_key("content-encoding"));
    let expected = format!(
        r#"{{"name":"good","files":[{{"url":"http://{host}/files/a.whl","x":"url"}},{{"url":"https:\/\/files.example/b.whl"}}]}}"#
    );
    assert_eq!(answer.text().await.unwrap(), expected);
    let answer = client().get(&page).header("Accept", "text/html").send().await.unwrap();
    let expected =
        format!("<!DOCTYPE html><base href=\"http://{host}/simple/good/\"><a href=\"/files/a.whl\">a</a>");
    assert_eq!(answer.text().await.unwrap(), expected);
}

#[tokio::test]
async fn archives_go_through_the_relay_where_the_client_wants_them_there() {
    let fake = Fake::serve(NO_DELAY, |request| {
        let host = &request.headers["host"];
        let usual = format!("http://{host}/npm/good/-/good-1.0.0.tgz");
        let body = format!(
            r#"{{"tarball":"{usual}","a":{{"tarball":"https://else.example/good/-/good-2.0.0.tgz"}}}}"#
        );
        Answer::new(200, "application/json", body)
    });
    let relay = relay(&fake.root(Kind::Npm), Pages::NpmThroughRelay);
    let place = &relay.places()[0];
    let answer = client().get(format!("{place}good")).send().await.unwrap().text().await.unwrap();
    let expected = format!(
        r#"{{"tarball":"{place}good/-/good-1.0.0.tgz","a":{{"tarball":"https://else.example/good/-/good-2.0.0.tgz"}}}}"#
    );
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn credentials_go_to_their_registry_and_the_client_s_own_nowhere() {
    let fake = Fake::serve(NO_DELAY, |_| Answer::new(200, "application/json", "{}"));
    let root = IndexRoot::parse(&fake.root(Kind::Npm)).unwrap();
    let with = root.clone().with_credentials(Credentials::Bearer("s3cret".to_owned()));
    for (root, expected) in [(with, Some("Bearer s3cret")), (root, None)] {
        let upstream = Upstream { root, pages: Pages::Npm };
        let relay = Relay::start(vec![upstream], judge(NO_DELAY).0, &settings()).unwrap();
        let request = client().get(format!("{}good", relay.places()[0])).basic_auth("local", Some("pw"));
        assert_eq!(request.send().await.unwrap().status(), 200);
        assert_eq!(fake.headers_of("/npm/good").get("authorization").map(String::as_str), expected);
    }
}

#[tokio::test]
async fn a_redirect_within_the_registry_stays_on_the_checked_road() {
    for (location, expected) in [
        ("/npm/bad", Some("bad")),
        ("good2", Some("good2")),
        ("https://cdn.example/x?token=1", None),
        ("/elsewhere/x", None),
    ] {
        let fake =
            Fake::serve(NO_DELAY, move |_| Answer::new(302, "text/plain", "").header("Location", location));
        let relay = relay(&fake.root(Kind::Npm), Pages::Npm);
        let place = &relay.places()[0];
        let answer = client().get(format!("{place}good")).send().await.unwrap();
        let expected = match (expected, location) {
            (Some(path), _) => format!("{place}{path}"),
            (None, "/elsewhere/x") => format!("http://{}/elsewhere/x", fake.address()),
            (None, whole) => whole.to_owned(),
        };
        assert_eq!(answer.status(), 302);
        assert_eq!(answer.headers()["location"], expected, "{location}");
    }
}

#[tokio::test]
async fn an_address_lasts_and_belongs_to_one_registry() {
    let scratch = tempfile::tempdir().unwrap();
    let settings =
        phantom_guard::relay::Settings { secret: Some(scratch.path().join("relay.key")), ..settings() };
    let start = |root: &str, pages| {
        let upstream = Upstream { root: IndexRoot::parse(root).unwrap(), pages };
        Relay::start(vec![upstream], judge(NO_DELAY).0, &settings).unwrap()
    };
    let place = |root: &str, pages| start(root, pages).places()[0].clone();
    let (one, two) = ("https://one.example/npm/", "https://two.example/npm/");
    let first = place(one, Pages::Npm);
    assert_eq!(place(one, Pages::Npm), first);
    assert_ne!(place(two, Pages::Npm), first);
    assert_ne!(place(one, Pages::NpmThroughRelay), first);
    let held = start(one, Pages::Npm);
    let beside = place(one, Pages::Npm);
    assert_ne!(beside, first, "the first is taken");
    drop(held);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(scratch.path().join("relay.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::write(scratch.path().join("relay.key"), "short").unwrap();
    assert_ne!(place(one, Pages::Npm), first, "what is no secret is replaced");
}
