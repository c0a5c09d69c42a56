//! The cache on disk: what it keeps, and what it goes through without losing or inventing an answer.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use phantom_guard::cache::{CachedRegistry, DISK_LIMIT, DiskCache, Held, Lifetimes, Store, StoreKey};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{
    ClientSettings, IndexRoot, Lookup, Metadata, Registry, RegistryClient, Roots, Stated,
};
use phantom_testkit::fake::{Answer, Fake, Kind, Profile, Says};

const REGISTRY: &str = "https://registry.example/simple/";

fn name(text: &str) -> PackageName {
    PackageName::new(Ecosystem::PyPi, text)
}

fn disk(folder: &Path) -> DiskCache {
    DiskCache::new(folder, DISK_LIMIT)
}

fn held(summary: &str) -> Held {
    let stored = Timestamp::now();
    let found = Metadata { summary: Stated::Given(summary.to_owned()), ..Metadata::default() };
    Held { found: Some(found), stored, fresh_until: stored + SignedDuration::from_hours(1) }
}

async fn get(cache: &DiskCache, text: &str) -> Option<Held> {
    cache.get(StoreKey { registry: REGISTRY, name: &name(text) }).await
}

async fn put(cache: &DiskCache, text: &str, held: &Held) {
    cache.put(StoreKey { registry: REGISTRY, name: &name(text) }, held).await;
}

fn summary(held: Option<Held>) -> Option<String> {
    held?.found?.summary.given().cloned()
}

#[tokio::test]
async fn answers_outlive_the_process_and_are_their_registry_s() {
    let folder = tempfile::tempdir().unwrap();
    let first = disk(folder.path());
    put(&first, "A_b", &held("one")).await;
    let missing = Held { found: None, ..held("") };
    put(&first, "gone", &missing).await;
    assert_eq!(first.close().await, Vec::<String>::new());
    let second = disk(folder.path());
    assert_eq!(summary(get(&second, "a-b").await).as_deref(), Some("one"), "one name, however it is written");
    assert_eq!(get(&second, "gone").await.map(|held| held.found), Some(None));
    let (elsewhere, npm) = ("https://other.example/simple/", PackageName::new(Ecosystem::Npm, "a-b"));
    assert_eq!(second.get(StoreKey { registry: elsewhere, name: &name("a-b") }).await, None);
    assert_eq!(second.get(StoreKey { registry: REGISTRY, name: &npm }).await, None);
    let stats = second.stats().unwrap();
    assert_eq!((stats.entries, stats.fresh, stats.missing, stats.registries), (2, 2, 1, 1));
    second.clear().unwrap();
    assert_eq!(disk(folder.path()).stats().unwrap().entries, 0);
    assert_eq!(get(&second, "a-b").await, None);
}

#[cfg(unix)]
#[tokio::test]
async fn its_files_are_their_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("a/b");
    let cache = disk(&folder);
    put(&cache, "x", &held("x")).await;
    cache.close().await;
    put(&cache, "y", &held("y")).await;
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.path());
        seen += 1;
    }
    assert!(seen >= 1);
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}

/// Makes a cache with answers, and lets `harm` do something to its file.
async fn harmed(harm: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let cache = disk(folder.path());
    for i in 0..500 {
        put(&cache, &format!("n{i}"), &held("before")).await;
    }
    cache.close().await;
    let file = cache.path().to_owned();
    drop(cache);
    harm(&file);
    let cache = disk(folder.path());
    for i in 0..500 {
        let found = summary(get(&cache, &format!("n{i}")).await);
        assert!(found.is_none() || found.as_deref() == Some("before"), "{found:?}");
    }
    put(&cache, "after", &held("after")).await;
    let notes = cache.close().await;
    assert!(notes.len() <= 1, "{notes:?}");
    let again = disk(folder.path());
    assert_eq!(summary(get(&again, "after").await).as_deref(), Some("after"), "{notes:?}");
    assert_eq!(again.close().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_damaged_file_is_begun_anew() {
    harmed(|file| {
        std::fs::write(file, b"not a database, but long enough to be taken for one by some").unwrap();
    })
    .await;
    harmed(|file| std::fs::write(file, b"").unwrap()).await;
    harmed(|file| {
        let length = std::fs::metadata(file).unwrap().len();
        std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(length / 2 + 100).unwrap();
    })
    .await;
    harmed(|file| {
        let mut open = std::fs::OpenOptions::new().write(true).open(file).unwrap();
        let length = open.metadata().unwrap().len();
        for at in (4096..length).step_by(512) {
            open.seek(SeekFrom::Start(at)).unwrap();
            open.write_all(&[0xa5; 256]).unwrap();
        }
    })
    .await;
    // Another program's database of the same name.
    harmed(|file| {
        std::fs::remove_file(file).unwrap();
        let other = rusqlite::Connection::open(file).unwrap();
        other.execute_batch("CREATE TABLE answers (x); PRAGMA user_version = 1;").unwrap();
    })
    .await;
    harmed(|file| {
        let other = rusqlite::Connection::open(file).unwrap();
        other.execute_batch("PRAGMA user_version = 7;").unwrap();
    })
    .await;
    // Single answers that are none.
    harmed(|file| {
        let other = rusqlite::Connection::open(file).unwrap();
        other.execute_batch("UPDATE answers SET answer = x'00ff' WHERE name LIKE 'n1%';").unwrap();
    })
    .await;
}

#[tokio::test]
async fn where_there_is_no_place_nothing_is_remembered_and_nothing_fails() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("file");
    std::fs::write(&file, b"").unwrap();
    let cache = disk(&file.join("below"));
    put(&cache, "x", &held("x")).await;
    assert_eq!(get(&cache, "x").await, None);
    assert_eq!(cache.close().await, Vec::<String>::new());
    // A folder where the file ought to be.
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(disk(folder.path()).path()).unwrap();
    let cache = disk(folder.path());
    put(&cache, "x", &held("x")).await;
    assert_eq!(get(&cache, "x").await, None);
    cache.close().await;
    assert!(cache.stats().unwrap_err().contains("answers"));
}

#[tokio::test]
async fn the_least_recently_used_answers_make_room() {
    let folder = tempfile::tempdir().unwrap();
    let limit = 512 * 1024;
    let cache = DiskCache::new(folder.path(), limit);
    let text = "x".repeat(200);
    for i in 0..5000 {
        put(&cache, &format!("n{i}"), &held(&text)).await;
    }
    assert_eq!(cache.close().await, Vec::<String>::new());
    let stats = cache.stats().unwrap();
    assert!(stats.bytes <= limit, "{stats:?}");
    assert!(stats.entries > 500, "{stats:?}");
    assert!(std::fs::metadata(cache.path()).unwrap().len() < 2 * limit);
    assert_eq!(summary(get(&cache, "n4999").await), Some(text), "what came last is kept");
}

fn client(fake: &Fake) -> RegistryClient {
    let mut roots = Roots::default();
    for (ecosystem, kind) in
        [(Ecosystem::PyPi, Kind::Simple), (Ecosystem::Npm, Kind::Npm), (Ecosystem::Crates, Kind::Sparse)]
    {
        roots.set(ecosystem, IndexRoot::parse(&fake.root(kind)).unwrap());
    }
    RegistryClient::new(roots, ClientSettings { system_proxy: false, ..ClientSettings::default() })
}

/// One run of a process with nothing in memory.
fn run(fake: &Fake, folder: &Path) -> CachedRegistry<RegistryClient> {
    CachedRegistry::new(client(fake)).storing(vec![Arc::new(disk(folder))])
}

#[tokio::test]
async fn a_second_run_asks_nobody() {
    let fake = Fake::start(Duration::ZERO, |_, name| match name {
        "gone" => Profile::Missing,
        "down" => Profile::Other(Answer::new(403, "text/plain", "")),
        _ => Profile::long_standing().saying(Says::everything()),
    });
    let folder = tempfile::tempdir().unwrap();
    let ask = async |registry: &CachedRegistry<RegistryClient>| {
        let mut answers = Vec::new();
        for ecosystem in Ecosystem::ALL {
            for text in ["here", "gone", "down"] {
                let name = PackageName::new(ecosystem, text);
                let answer = match registry.lookup(&name).await {
                    Lookup::Found(metadata) => Lookup::Found(registry.enrich(&name, metadata).await),
                    other => other,
                };
                answers.push(answer);
            }
        }
        answers
    };
    let first = run(&fake, folder.path());
    let answers = ask(&first).await;
    first.close().await;
    let (requests, down) = (fake.requests(), 3);
    let second = run(&fake, folder.path());
    let here = PackageName::new(Ecosystem::PyPi, "here");
    assert!(matches!(second.known(&here), Some(Lookup::Found(metadata)) if metadata.detailed));
    assert_eq!(ask(&second).await, answers);
    assert_eq!(fake.requests() - requests, down, "only what could not be asked is asked again");
    assert_eq!(second.close().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_out_of_date_is_asked_for_with_its_etag() {
    let fake = Fake::serve(Duration::ZERO, |request| {
        if request.headers.get("if-none-match").map(String::as_str) == Some("\"v1\"") {
            return Answer::new(304, "text/plain", "");
        }
        let Some((kind, name)) = &request.name else { return Answer::new(404, "text/plain", "") };
        let versions = [("1.0.0".to_owned(), "2020-01-01T00:00:00Z".to_owned())];
        Answer::of_package(*kind, name, &versions).header("etag", "\"v1\"")
    });
    let folder = tempfile::tempdir().unwrap();
    let over = Duration::ZERO;
    let lifetimes = Lifetimes { old: over, found: over, young: over, missing: over };
    for ecosystem in Ecosystem::ALL {
        let name = PackageName::new(ecosystem, "here");
        let mut answers = Vec::new();
        for _ in 0..3 {
            let registry = run(&fake, folder.path()).stored_for(lifetimes);
            answers.push(registry.lookup(&name).await);
            registry.close().await;
        }
        let Lookup::Found(metadata) = &answers[0] else { panic!("{answers:?}") };
        assert_eq!(metadata.etag.as_deref(), Some("\"v1\""));
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }
    for path in ["/simple/here/", "/npm/here", "/crates/he/re/here"] {
        assert_eq!(fake.requests_of(path), 3);
        assert_eq!(fake.headers_of(path)["if-none-match"], "\"v1\"", "{path}");
    }
}

#[tokio::test]
async fn an_outage_is_not_hidden_by_what_was_known_once() {
    let fake = Fake::serve(Duration::ZERO, |request| match (&request.name, request.earlier) {
        (Some((kind, name)), 0) => {
            let versions = [("1.0.0".to_owned(), "2020-01-01T00:00:00Z".to_owned())];
            Answer::of_package(*kind, name, &versions).header("etag", "\"v1\"")
        }
        _ => Answer::new(503, "text/plain", ""),
    });
    let folder = tempfile::tempdir().unwrap();
    let over = Duration::ZERO;
    let lifetimes = Lifetimes { old: over, found: over, young: over, missing: over };
    let registry = run(&fake, folder.path()).stored_for(lifetimes);
    assert!(matches!(registry.lookup(&name("here")).await, Lookup::Found(_)));
    registry.close().await;
    let registry = run(&fake, folder.path()).stored_for(lifetimes);
    assert!(matches!(registry.lookup(&name("here")).await, Lookup::Unavailable(_)));
}
