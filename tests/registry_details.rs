//! What a project says of itself, asked of a stand-in that has it, lacks it, or misbehaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{
    ClientSettings, IndexRoot, Lookup, Metadata, Registry, RegistryClient, Roots, Stated,
};
use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile, Says};

const NO_DELAY: Duration = Duration::ZERO;
const PAGE: &str = "/pypi/leftpad/json";

fn settings() -> ClientSettings {
    ClientSettings { system_proxy: false, ..ClientSettings::default() }
}

fn client_of(pypi: &str, settings: ClientSettings) -> RegistryClient {
    let roots = Roots { pypi: Some(IndexRoot::parse(pypi).unwrap()), ..Roots::default() };
    RegistryClient::new(roots, settings)
}

fn simple(fake: &Fake) -> RegistryClient {
    client_of(&fake.root(Kind::Simple), settings())
}

fn saying(says: Says) -> Fake {
    Fake::start(NO_DELAY, move |_, _| Profile::long_standing().saying(says.clone()))
}

fn leftpad() -> PackageName {
    PackageName::new(Ecosystem::PyPi, "LeftPad")
}

async fn found(client: &RegistryClient, name: &PackageName) -> Metadata {
    match client.lookup(name).await {
        Lookup::Found(metadata) => metadata,
        other => panic!("{other:?}"),
    }
}

async fn found_and_enriched(client: &RegistryClient) -> (Metadata, Metadata) {
    let name = leftpad();
    let first = found(client, &name).await;
    (first.clone(), client.enrich(&name, first).await)
}

/// As found, and nothing more to be had.
fn without_details(first: &Metadata) -> Metadata {
    Metadata { detailed: true, ..first.clone() }
}

fn given(text: &str) -> Stated<String> {
    Stated::Given(text.to_owned())
}

#[tokio::test]
async fn pypi_says_more_only_when_it_is_asked_to() {
    let fake = saying(Says::everything());
    let client = simple(&fake);
    let first = found(&client, &leftpad()).await;
    assert_eq!((first.detailed, &first.repository), (false, &Stated::Unknown));
    assert_eq!(fake.paths(), ["/simple/leftpad/"]);
    let detailed = client.enrich(&leftpad(), first.clone()).await;
    let expected = Metadata {
        repository: given("code.example/owner/project"),
        summary: given("Does what it says."),
        maintainers: Some(2),
        ..without_details(&first)
    };
    assert_eq!(detailed, expected);
    assert_eq!(fake.paths(), [PAGE, "/simple/leftpad/"]);
    assert_eq!(fake.headers_of(PAGE)["accept"], "application/json");
    assert_eq!(client.enrich(&leftpad(), detailed.clone()).await, detailed);
    assert_eq!(fake.requests(), 2, "what is detailed is not asked for again");
}

#[tokio::test]
async fn npm_says_it_all_at_once_and_a_sparse_index_has_no_more() {
    let fake = saying(Says::everything());
    let npm = Some(IndexRoot::parse(&fake.root(Kind::Npm)).unwrap());
    let crates = Some(IndexRoot::parse(&fake.root(Kind::Sparse)).unwrap());
    let client = RegistryClient::new(Roots { npm, crates, ..Roots::default() }, settings());
    for ecosystem in [Ecosystem::Npm, Ecosystem::Crates] {
        let name = PackageName::new(ecosystem, "leftpad");
        let first = found(&client, &name).await;
        let expected = match ecosystem {
            Ecosystem::Npm => (given("code.example/owner/project"), given("Does what it says."), Some(2)),
            _ => (Stated::Unknown, Stated::Unknown, None),
        };
        assert_eq!((first.repository.clone(), first.summary.clone(), first.maintainers), expected);
        assert!(first.detailed);
        assert_eq!(client.enrich(&name, first.clone()).await, first);
    }
    assert_eq!(fake.paths(), ["/crates/le/ft/leftpad", "/npm/leftpad"]);
}

#[tokio::test]
async fn each_field_may_be_missing_or_empty() {
    let all = Says::everything();
    let known = (given("code.example/owner/project"), given("Does what it says."), Some(2));
    for (says, pypi, npm) in [
        (
            Says { repository: None, ..all.clone() },
            (Stated::Unknown, known.1.clone(), known.2),
            (Stated::Unknown, known.1.clone(), known.2),
        ),
        (
            Says { summary: None, ..all.clone() },
            (known.0.clone(), Stated::Unknown, known.2),
            (known.0.clone(), Stated::Unknown, known.2),
        ),
        (
            Says { maintainers: None, ..all.clone() },
            (known.0.clone(), known.1.clone(), None),
            (known.0.clone(), known.1.clone(), None),
        ),
        (
            Says::nothing(),
            (Stated::Nothing, Stated::Nothing, Some(0)),
            // Empty for every package, the old ones too: a mirror's doing.
            (Stated::Unknown, Stated::Unknown, None),
        ),
        (Says::default(), (Stated::Unknown, Stated::Unknown, None), (Stated::Unknown, Stated::Unknown, None)),
    ] {
        let fake = saying(says.clone());
        let (_, detailed) = found_and_enriched(&simple(&fake)).await;
        assert_eq!((detailed.repository, detailed.summary, detailed.maintainers), pypi, "pypi: {says:?}");
        let npm_root = Some(IndexRoot::parse(&fake.root(Kind::Npm)).unwrap());
        let client = RegistryClient::new(Roots { npm: npm_root, ..Roots::default() }, settings());
        // The stand-in leaves the field out for every package, so that it is no evidence.
        let name = PackageName::new(Ecosystem::Npm, "leftpad");
        let detailed = client.enrich(&name, found(&client, &name).await).await;
        assert_eq!((detailed.repository, detailed.summary, detailed.maintainers), npm, "npm: {says:?}");
    }
}

#[tokio::test]
async fn what_one_packument_lacks_and_another_has_the_project_does_not_say() {
    let all = Says::everything();
    for (bare, expected) in [
        (Says { repository: None, ..all.clone() }, (Stated::Nothing, given("Does what it says."))),
        (Says { summary: None, ..all.clone() }, (given("code.example/owner/project"), Stated::Nothing)),
    ] {
        let all = all.clone();
        let fake = Fake::start(NO_DELAY, move |_, name| {
            Profile::long_standing().saying(if name.starts_with("bare") { bare.clone() } else { all.clone() })
        });
        let npm_root = Some(IndexRoot::parse(&fake.root(Kind::Npm)).unwrap());
        let client = RegistryClient::new(Roots { npm: npm_root, ..Roots::default() }, settings());
        for name in ["bare", "bare-too"] {
            let name = PackageName::new(Ecosystem::Npm, name);
            let first = found(&client, &name).await;
            assert!(!first.detailed);
            let detailed = client.enrich(&name, first).await;
            assert_eq!((detailed.repository, detailed.summary), expected);
        }
        assert_eq!(fake.requests(), 3, "one other packument is witness enough, and is asked for once");
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_is_no_evidence() {
    for (page, requests) in [
        (Answer::new(404, "text/plain", "not found"), 1),
        (Answer::new(403, "application/json", "{}"), 1),
        (Answer::new(500, "text/plain", "later"), 3),
        (Answer::new(200, "text/html", "<form><input type=password></form>"), 1),
        (
            Answer::new(
                200,
                "application/json",
                r#"{"info":{"name":"other","summary":"","description":""}}"#,
            ),
            1,
        ),
        (Answer::new(200, "application/json", "{\"info\":"), 1),
        (Answer::new(200, "application/json", vec![b' '; 3 * 1024 * 1024]), 1),
        (Answer::new(302, "text/plain", "").header("location", "ftp://127.0.0.1/x"), 1),
        (Answer::new(200, "application/json", "{}").ending(Ending::Reset), 3),
    ] {
        let fake = saying(Says::everything().with_page(page.clone()));
        let limit = ClientSettings { body_limit: 1024 * 1024, ..settings() };
        let (first, detailed) = found_and_enriched(&client_of(&fake.root(Kind::Simple), limit)).await;
        assert_eq!(detailed, without_details(&first), "{page:?}");
        assert_eq!(fake.requests_of(PAGE), requests, "{} {:?}", page.status, page.ending);
    }
}

#[tokio::test]
async fn a_passing_failure_of_the_page_is_tried_again() {
    let fake = Fake::serve(NO_DELAY, |request| match (&request.name, request.earlier) {
        (Some((kind, name)), _) => {
            let Profile::Found(versions) = Profile::long_standing() else { unreachable!() };
            Answer::of_package(*kind, name, &versions)
        }
        (None, 0) => Answer::new(503, "text/plain", "later").header("retry-after", "0"),
        (None, _) => Answer::new(200, "application/json", r#"{"info":{"name":"leftpad","summary":"Pads."}}"#),
    });
    let (_, detailed) = found_and_enriched(&simple(&fake)).await;
    assert_eq!(detailed.summary, given("Pads."));
}

#[tokio::test]
async fn silence_about_details_ends_at_the_time_limit() {
    for ending in [Ending::Stalled, Ending::StalledInBody] {
        let page = Answer::new(200, "application/json", "{ }").ending(ending);
        let fake = saying(Says::everything().with_page(page));
        for limit in [
            ClientSettings { whole: Duration::from_millis(200), ..settings() },
            ClientSettings { package: Duration::from_millis(200), ..settings() },
        ] {
            let client = client_of(&fake.root(Kind::Simple), limit);
            let begun = Instant::now();
            let (first, detailed) = found_and_enriched(&client).await;
            assert_eq!(detailed, without_details(&first));
            assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        }
    }
}

#[tokio::test]
async fn an_index_that_never_gives_details_still_answers_for_names() {
    let page = Answer::new(200, "application/json", "").ending(Ending::Stalled);
    let fake = saying(Says::everything().with_page(page));
    let limit = ClientSettings { package: Duration::from_millis(200), ..settings() };
    let client = client_of(&fake.root(Kind::Simple), limit);
    let names: Vec<PackageName> =
        (0..20).map(|i| PackageName::new(Ecosystem::PyPi, format!("name-{i}"))).collect();
    let bare = Metadata::default();
    futures::future::join_all(names.iter().map(|name| client.enrich(name, bare.clone()))).await;
    let asked = fake.requests();
    for name in &names {
        assert!(matches!(client.lookup(name).await, Lookup::Found(_)));
        assert!(client.enrich(name, bare.clone()).await.detailed);
    }
    assert_eq!(fake.requests(), asked + 20, "details are not asked for while nobody answers with them");
}

#[tokio::test]
async fn an_index_of_another_shape_is_not_asked_for_details() {
    let fake = Fake::serve(NO_DELAY, |request| {
        let name = request.path.trim_matches('/').rsplit('/').next().unwrap();
        let Profile::Found(versions) = Profile::long_standing() else { unreachable!() };
        Answer::of_package(Kind::Simple, name, &versions)
    });
    let root = format!("http://{}/mirror/", fake.address());
    let (first, detailed) = found_and_enriched(&client_of(&root, settings())).await;
    assert!(first.detailed);
    assert_eq!(detailed, first);
    let undetailed = client_of(&root, settings()).enrich(&leftpad(), Metadata::default()).await;
    assert_eq!(undetailed, Metadata { detailed: true, ..Metadata::default() });
    assert_eq!(fake.paths(), ["/mirror/leftpad/"]);
}

#[tokio::test]
async fn a_project_of_an_extra_index_is_not_asked_for_elsewhere() {
    let first = Fake::start(NO_DELAY, |_, _| Profile::Missing);
    let second = saying(Says::everything());
    let roots = Roots {
        pypi: Some(IndexRoot::parse(&first.root(Kind::Simple)).unwrap()),
        pypi_extra: vec![IndexRoot::parse(&second.root(Kind::Simple)).unwrap()],
        ..Roots::default()
    };
    let (found, detailed) = found_and_enriched(&RegistryClient::new(roots, settings())).await;
    assert!(found.detailed && found.releases == Some(3));
    assert_eq!(detailed, found);
    assert_eq!((first.requests(), second.requests()), (1, 1));
}

#[tokio::test]
async fn credentials_go_along_and_are_never_shown() {
    let address = "https://me:t0ken@code.example/owner/project?token=t0ken".to_owned();
    let fake = saying(Says { repository: Some(address), ..Says::everything() });
    let root = fake.root(Kind::Simple).replace("http://", "http://me:s3cret@");
    let client = client_of(&root, settings());
    let (_, detailed) = found_and_enriched(&client).await;
    assert_eq!(fake.headers_of(PAGE)["authorization"], "Basic bWU6czNjcmV0");
    assert_eq!(detailed.repository, given("code.example/owner/project"));
    for shown in [format!("{client:?}"), format!("{detailed:?}")] {
        assert!(!shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");
    }
    let other = saying(Says::everything());
    let there = format!("http://{}{PAGE}", other.address());
    let away = Answer::new(302, "text/plain", "").header("location", &there);
    let fake = saying(Says::nothing().with_page(away));
    let root = fake.root(Kind::Simple).replace("http://", "http://me:s3cret@");
    let (_, detailed) = found_and_enriched(&client_of(&root, settings())).await;
    assert_eq!(detailed.maintainers, Some(2));
    assert_eq!(other.headers_of(PAGE).get("authorization"), None);
}
