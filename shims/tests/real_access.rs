//! Credentials, proxies and certificates as the real clients use them, and as `phantom` does.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::time::Duration;

use common::phantom;
use phantom_testkit::fake::{Answer, Fake, Kind};
use phantom_testkit::{Authority, Outcome, Proxy, Sandbox, program};

const NAME: &str = "zq-some-name";

/// Registries that have the package and remember who asked.
fn registry() -> Fake {
    Fake::serve(Duration::ZERO, |request| match &request.name {
        Some((kind, name)) if name == NAME => {
            Answer::of_package(*kind, name, &[("1.0.0".to_owned(), "2020-01-01T00:00:00Z".to_owned())])
        }
        _ => Answer::new(404, "text/plain", "no such page"),
    })
}

/// What `phantom` says of the name; no part of it may hold a secret.
fn check(sandbox: &Sandbox, ecosystem: &str, more: &[&str]) -> Outcome {
    let outcome = phantom(sandbox, [&["--format", "json", "check", "-e", ecosystem, NAME], more].concat());
    let shown = outcome.shown();
    assert!(!shown.contains("s3cret"), "{shown}");
    outcome
}

#[track_caller]
fn was_found(outcome: &Outcome) {
    let shown = outcome.shown();
    assert!(shown.contains("\"mode\":\"online\"") && !shown.contains("\"verdict\":\"unknown\""), "{shown}");
}

fn authorization(fake: &Fake, page: &str) -> Option<String> {
    assert!(fake.requests_of(page) > 0, "{page} among {:?}", fake.paths());
    fake.headers_of(page).get("authorization").cloned()
}

#[test]
fn npm_and_phantom_send_the_same() {
    for (key, value) in [
        (":_authToken", "s3cret"),
        ("/:_authToken", "${TOKEN}"),
        ("/npm/:_auth", "bWU6czNjcmV0"),
        ("/npm/:_password", "czNjcmV0"),
        ("/npm/more/:_authToken", "s3cret"),
        ("1/:_authToken", "s3cret"),
    ] {
        let (npm_s, phantom_s) = (registry(), registry());
        for fake in [&npm_s, &phantom_s] {
            let mut sandbox = Sandbox::new();
            sandbox.set("TOKEN", "s3cret");
            let host = fake.address();
            let text = format!(
                "registry={}\n//{host}{key}={value}\n//{host}/npm/:username=me\n",
                fake.root(Kind::Npm)
            );
            sandbox.write("home/.npmrc", text);
            if std::ptr::eq(fake, &npm_s) {
                sandbox.run(program("npm"), ["view", NAME, "version"]).expect_code(0);
            } else {
                was_found(&check(&sandbox, "npm", &[]));
            }
        }
        let page = format!("/npm/{NAME}");
        assert_eq!(authorization(&phantom_s, &page), authorization(&npm_s, &page), "{key}");
    }
}

/// A user without a password is left out: older releases of pip look for `me@host` in the netrc, newer
/// ones for `host`.
#[test]
fn pip_and_phantom_send_the_same() {
    for (user, netrc) in [
        ("", "machine 127.0.0.1 login me password s3cret"),
        ("", "machine 127.0.0.1\n\tlogin you\n\taccount x\n\tpassword \"s3cret\""),
        ("me:s3cret@", "machine 127.0.0.1 login you password s3cret1"),
        ("me@", "machine other.example login you password s3cret"),
        ("", "default login me password s3cret"),
        ("", "machine 127.0.0.1 login me nonsense s3cret"),
        ("", ""),
    ] {
        let (pip_s, phantom_s) = (registry(), registry());
        for fake in [&pip_s, &phantom_s] {
            let mut sandbox = Sandbox::new();
            sandbox.set("PIP_INDEX_URL", fake.root(Kind::Simple).replace("//", &format!("//{user}")));
            sandbox.write("home/.netrc", netrc);
            if std::ptr::eq(fake, &pip_s) {
                // There is no archive behind the page; only the question counts here.
                sandbox.run(program("pip"), ["download", "--no-input", "--no-deps", NAME]).expect_code(1);
            } else {
                was_found(&check(&sandbox, "pypi", &[]));
            }
        }
        let page = format!("/simple/{NAME}/");
        assert_eq!(authorization(&phantom_s, &page), authorization(&pip_s, &page), "{user} {netrc}");
    }
}

#[test]
fn cargo_and_phantom_send_the_same() {
    let closed = || {
        Fake::serve(Duration::ZERO, |request| match (&request.name, request.headers.get("authorization")) {
            (_, None) => Answer::new(401, "text/plain", "who?"),
            (Some((Kind::Sparse, name)), Some(_)) if name == "config.json" => Answer::new(
                200,
                "application/json",
                "{\"dl\":\"http://127.0.0.1:9/\",\"auth-required\":true}",
            ),
            (Some((kind, name)), Some(_)) => {
                Answer::of_package(*kind, name, &[("1.0.0".to_owned(), "2020-01-01T00:00:00Z".to_owned())])
            }
            _ => Answer::new(404, "text/plain", "no such page"),
        })
    };
    let (cargo_s, phantom_s) = (closed(), closed());
    for fake in [&cargo_s, &phantom_s] {
        let sandbox = Sandbox::new();
        let index = fake.root(Kind::Sparse);
        sandbox.write(
            "cargo-home/config.toml",
            format!("[registries.corp]\nindex = \"sparse+{index}\"\n[source.crates-io]\nreplace-with = \"corp\"\n[registry]\nglobal-credential-providers = [\"cargo:token\"]\n[net]\nretry = 0\n"),
        );
        sandbox.write("cargo-home/credentials.toml", "[registries.corp]\ntoken = \"s3cret\"\n");
        sandbox.write(
            "project/Cargo.toml",
            format!("[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\n{NAME} = \"1\"\n"),
        );
        sandbox.write("project/src/lib.rs", "");
        if std::ptr::eq(fake, &cargo_s) {
            let outcome = sandbox.run(program("cargo"), ["generate-lockfile"]);
            assert!(fake.paths().iter().any(|path| path.ends_with(NAME)), "{}", outcome.shown());
        } else {
            was_found(&check(&sandbox, "crates", &[]));
        }
    }
    let page = format!("/crates/zq/-s/{NAME}");
    assert_eq!(authorization(&cargo_s, &page), Some("s3cret".to_owned()));
    assert_eq!(authorization(&phantom_s, &page), Some("s3cret".to_owned()));
    assert_eq!(phantom_s.requests(), 1, "{:?}", phantom_s.paths());
}

#[test]
fn a_project_s_own_file_gets_the_environment_s_token_for_an_install_only() {
    let fake = registry();
    let mut sandbox = Sandbox::new();
    sandbox.set("TOKEN", "s3cret");
    sandbox.write("project/package.json", "{}\n");
    let host = fake.address();
    sandbox.write(
        "project/.npmrc",
        format!("registry={}\n//{host}/:_authToken=${{TOKEN}}\n", fake.root(Kind::Npm)),
    );
    let page = format!("/npm/{NAME}");
    let outcome = check(&sandbox, "npm", &[]);
    assert_eq!(authorization(&fake, &page), None);
    assert!(outcome.stderr_text().contains("is made of a variable"), "{}", outcome.shown());
    // The install itself fails, since there is no archive.
    let outcome = phantom(&sandbox, ["npm", "install", NAME]);
    assert!(!outcome.shown().contains("s3cret"), "{}", outcome.shown());
    assert_eq!(authorization(&fake, &page), Some("Bearer s3cret".to_owned()));
}

#[test]
fn the_environment_s_proxies_are_used_as_npm_uses_them() {
    let fake = registry();
    for (variable, except, through) in [
        ("HTTP_PROXY", "", true),
        ("http_proxy", "", true),
        ("HTTP_PROXY", "other.example", true),
        ("HTTP_PROXY", "127.0.0.1", false),
        ("HTTPS_PROXY", "127.0.0.1", false),
    ] {
        for client in ["npm", "phantom"] {
            let proxy = Proxy::to(fake.address());
            let mut sandbox = Sandbox::new();
            sandbox.write("home/.npmrc", format!("registry={}\n", fake.root(Kind::Npm)));
            sandbox.set(variable, proxy.url());
            sandbox.set("NO_PROXY", except);
            match client {
                "npm" => drop(sandbox.run(program("npm"), ["view", NAME, "version"]).expect_code(0)),
                _ => was_found(&check(&sandbox, "npm", &[])),
            }
            assert_eq!(!proxy.asked().is_empty(), through, "{client} {variable} {except}");
        }
    }
    for variable in ["HTTP_PROXY", "ALL_PROXY"] {
        let proxy = Proxy::to(fake.address());
        let mut sandbox = Sandbox::new();
        sandbox.set(variable, proxy.url().replace("//", "//me:s3cret@"));
        was_found(&check(&sandbox, "npm", &["--index", "http://registry.example/npm/"]));
        assert_eq!(proxy.asked().len(), 1);
        assert_eq!(proxy.asked()[0].authorization.as_deref(), Some("Basic bWU6czNjcmV0"));
    }
}

#[test]
fn certificates_are_believed_through_a_tunnel_and_by_the_environment() {
    let fake = registry();
    let authority = Authority::new();
    let (there, here) =
        (authority.front("registry.example", fake.address()), authority.front("localhost", fake.address()));
    let root = format!("https://localhost:{}/npm/", here.address().port());
    for (variable, path) in [
        ("SSL_CERT_FILE", "certs/ca.pem"),
        ("SSL_CERT_DIR", "certs"),
        ("NODE_EXTRA_CA_CERTS", "certs/ca.pem"),
    ] {
        let mut sandbox = Sandbox::new();
        let outcome = check(&sandbox, "npm", &["--index", &root]);
        assert!(outcome.shown().contains("certificate"), "{}", outcome.shown());
        sandbox.write("certs/ca.pem", authority.pem());
        let path = sandbox.path(path);
        sandbox.set(variable, &path);
        was_found(&check(&sandbox, "npm", &["--index", &root]));

        let proxy = Proxy::to(there.address());
        sandbox.set("HTTPS_PROXY", proxy.url());
        was_found(&check(&sandbox, "npm", &["--index", "https://registry.example/npm/"]));
        assert_eq!(proxy.asked().len(), 1);
        assert_eq!(proxy.asked()[0].line, "CONNECT registry.example:443");
    }
    let mut sandbox = Sandbox::new();
    sandbox.set("SSL_CERT_FILE", "no/such/file.pem");
    let outcome = check(&sandbox, "npm", &["--index", &root]);
    assert!(
        outcome.stderr_text().contains("no/such/file.pem: no certificates were read"),
        "{}",
        outcome.shown()
    );
}
