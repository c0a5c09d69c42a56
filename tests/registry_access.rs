//! What lets one in at a registry reaches that registry, and nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access_support;

use std::time::Duration;

use access_support::{Machine, SECRET, client_of, index, package, reason};
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::{IndexRoot, Lookup, Roots};
use phantom_testkit::fake::{Answer, Fake, Kind};

/// A registry that has every package, and lets everybody in.
fn open() -> Fake {
    Fake::serve(Duration::ZERO, |request| match &request.name {
        Some((kind, name)) => package(*kind, name),
        None => Answer::new(404, "text/plain", "no such page"),
    })
}

/// What was sent to a page as `Authorization`.
fn sent(fake: &Fake, page: &str) -> Option<String> {
    assert_eq!(fake.requests_of(page), 1, "{page} among {:?}", fake.paths());
    fake.headers_of(page).get("authorization").cloned()
}

fn basic(pair: &str) -> Option<String> {
    use base64::Engine;
    Some(format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair)))
}

#[tokio::test]
async fn pip_s_netrc_is_for_its_host_where_the_address_has_no_password() {
    for (address, netrc, header) in [
        ("http://HOST/simple/", "machine 127.0.0.1 login me password s3cret", basic("me:s3cret")),
        ("http://me@HOST/simple/", "machine 127.0.0.1 login me password s3cret", basic("me:s3cret")),
        (
            "http://me:s3cret1@HOST/simple/",
            "machine 127.0.0.1 login me password s3cret2",
            basic("me:s3cret1"),
        ),
        ("http://HOST/simple/", "machine localhost login me password s3cret", None),
        (
            "http://HOST/simple/",
            "machine x login a password b default login me password s3cret",
            basic("me:s3cret"),
        ),
        ("http://HOST/simple/", "machine 127.0.0.1 login me password", None),
    ] {
        let fake = open();
        let mut machine = Machine::new();
        machine.write("home/.netrc", netrc);
        machine.set("PIP_INDEX_URL", &address.replace("HOST", &fake.address().to_string()));
        let lookup = machine.ask(Ecosystem::PyPi, "some-name").await;
        assert!(matches!(lookup, Lookup::Found(_)), "{lookup:?}");
        assert_eq!(sent(&fake, "/simple/some-name/"), header, "{address} {netrc}");
    }
}

#[tokio::test]
async fn each_of_pip_s_indexes_gets_its_own_host_s() {
    let first = Fake::serve(Duration::ZERO, |_| Answer::new(404, "text/plain", "no"));
    let second = open();
    let mut machine = Machine::new();
    let netrc = machine.write("elsewhere", "machine localhost login you password s3cret2");
    machine.write("home/.netrc", "default login no password s3cret0");
    machine.set("NETRC", netrc.to_str().unwrap());
    machine.set("PIP_INDEX_URL", &format!("http://me:s3cret1@{}/simple/", first.address()));
    machine.set("PIP_EXTRA_INDEX_URL", &format!("http://localhost:{}/simple/", second.address().port()));
    let lookup = machine.ask(Ecosystem::PyPi, "some-name").await;
    assert!(matches!(lookup, Lookup::Found(_)), "{lookup:?}");
    assert_eq!(sent(&first, "/simple/some-name/"), basic("me:s3cret1"));
    assert_eq!(sent(&second, "/simple/some-name/"), basic("you:s3cret2"));
}

#[tokio::test]
async fn npm_s_token_is_for_its_host_port_and_path() {
    let bearer = Some("Bearer s3cret".to_owned());
    for (key, value, header) in [
        ("//HOST/:_authToken", "s3cret", bearer.clone()),
        ("//HOST/npm/:_authToken", "\"${TOKEN}\"", bearer.clone()),
        ("//HOST/npm:_authToken", "s3cret", bearer),
        ("//HOST/:_auth", "bWU6czNjcmV0", Some("Basic bWU6czNjcmV0".to_owned())),
        ("//HOST/:username=me\n//HOST/:_password", "czNjcmV0", basic("me:s3cret")),
        ("//HOST/npm/inner/:_authToken", "s3cret", None),
        ("//HOST/other/:_authToken", "s3cret", None),
        ("//127.0.0.1/:_authToken", "s3cret", None),
        ("//127.0.0.1:1/:_authToken", "s3cret", None),
        ("//localhost/:_authToken", "s3cret", None),
        ("_authToken", "s3cret", None),
        ("_auth", "bWU6czNjcmV0", None),
    ] {
        let fake = open();
        let mut machine = Machine::new();
        machine.set("TOKEN", SECRET);
        let host = fake.address().to_string();
        let text = format!("registry={}\n{}={value}\n", fake.root(Kind::Npm), key.replace("HOST", &host));
        machine.write("home/.npmrc", &text);
        let lookup = machine.ask(Ecosystem::Npm, "some-name").await;
        assert!(matches!(lookup, Lookup::Found(_)), "{lookup:?}");
        assert_eq!(sent(&fake, "/npm/some-name"), header, "{key}");
    }
}

#[tokio::test]
async fn npm_s_nearest_setting_counts_and_the_environment_before_files() {
    let fake = open();
    let mut machine = Machine::new();
    let host = fake.address();
    machine.write(
        "home/.npmrc",
        &format!(
            "registry={}\n//{host}/:_authToken=s3cret-host\n//{host}/npm/:_authToken=s3cret-user\n",
            fake.root(Kind::Npm)
        ),
    );
    for (file, name, token) in [
        (None, "one", "s3cret-user"),
        (Some(format!("//{host}/npm/:_authToken=s3cret-project\n")), "two", "s3cret-project"),
    ] {
        if let Some(text) = file {
            machine.write("home/project/.npmrc", &text);
        }
        machine.ask(Ecosystem::Npm, name).await;
        assert_eq!(sent(&fake, &format!("/npm/{name}")), Some(format!("Bearer {token}")));
    }
    machine.set(&format!("npm_config_//{host}/npm/:_authToken"), "s3cret-variable");
    machine.ask(Ecosystem::Npm, "three").await;
    assert_eq!(sent(&fake, "/npm/three"), Some("Bearer s3cret-variable".to_owned()));

    // `--index` is asked as `--registry` would be.
    machine.request.index = index(&format!("http://{host}/crates/../npm/"));
    machine.ask(Ecosystem::Npm, "four").await;
    assert_eq!(sent(&fake, "/npm/four"), Some("Bearer s3cret-variable".to_owned()));
    machine.request.index = index(&format!("http://localhost:{}/npm/", host.port()));
    machine.ask(Ecosystem::Npm, "five").await;
    assert_eq!(sent(&fake, "/npm/five"), None);
}

#[tokio::test]
async fn a_redirect_to_another_port_carries_nothing() {
    let stranger = open();
    let to = stranger.address();
    let fake = Fake::serve(Duration::ZERO, move |request| match request.path.as_str() {
        "/npm/inward" => Answer::new(302, "text/plain", "").header("location", "/npm/here"),
        "/npm/outward" => {
            Answer::new(302, "text/plain", "").header("location", &format!("http://{to}/npm/outward"))
        }
        _ => package(Kind::Npm, "inward"),
    });
    let machine = Machine::new();
    let host = fake.address();
    machine.write(
        "home/.npmrc",
        &format!(
            "registry={}\n//{host}/:_authToken=s3cret\n//127.0.0.1/:_authToken=s3cret\n",
            fake.root(Kind::Npm)
        ),
    );
    for name in ["inward", "outward"] {
        let lookup = machine.ask(Ecosystem::Npm, name).await;
        assert!(matches!(lookup, Lookup::Found(_)), "{lookup:?}");
    }
    assert_eq!(sent(&fake, "/npm/here"), Some("Bearer s3cret".to_owned()));
    assert_eq!(sent(&fake, "/npm/outward"), Some("Bearer s3cret".to_owned()));
    assert_eq!(sent(&stranger, "/npm/outward"), None);
}

#[tokio::test]
async fn a_registry_that_refuses_the_credentials_is_unavailable() {
    let fake = Fake::serve(Duration::ZERO, |_| Answer::new(401, "text/plain", "who?"));
    let address = format!("http://me:s3cret@{}/simple/", fake.address());
    let root = IndexRoot::parse(&address).unwrap();
    let client = client_of(Roots { pypi: Some(root), ..Roots::default() });
    let lookup = access_support::ask(&client, Ecosystem::PyPi, "some-name").await;
    assert!(reason(&lookup).contains("401"), "{lookup:?}");
    assert_eq!(sent(&fake, "/simple/some-name/"), basic("me:s3cret"));
}

#[tokio::test]
async fn a_folder_that_is_only_looked_at_gets_no_secret_of_the_environment() {
    let fake = open();
    let mut machine = Machine::new();
    machine.request.as_client = false;
    machine.set("TOKEN", SECRET);
    let host = fake.address();
    let own = format!("registry=http://{host}/npm/\n//{host}/:_authToken=");
    machine.write("home/project/.npmrc", &format!("{own}${{TOKEN}}\n"));
    let located = machine.locate(Ecosystem::Npm).unwrap();
    assert_eq!(located.notes.len(), 1, "{:?}", located.notes);
    assert!(located.notes[0].contains("project/.npmrc: //127.0.0.1:"), "{:?}", located.notes);
    machine.ask(Ecosystem::Npm, "one").await;
    assert_eq!(sent(&fake, "/npm/one"), None);

    // What the file holds itself is the project's own.
    machine.write("home/project/.npmrc", &format!("{own}s3cret-own\n"));
    machine.ask(Ecosystem::Npm, "two").await;
    assert_eq!(sent(&fake, "/npm/two"), Some("Bearer s3cret-own".to_owned()));

    machine.write("home/project/.npmrc", &format!("registry=http://{host}/${{TOKEN}}/\n"));
    let error = machine.locate(Ecosystem::Npm).unwrap_err().to_string();
    assert!(error.contains("--index URL"), "{error}");
}
