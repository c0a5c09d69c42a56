//! The way to a registry: proxies and root certificates of each client's settings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access_support;

use std::time::Duration;

use access_support::{Machine, package, reason};
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::Lookup;
use phantom_guard::registry::locate::NoIndex;
use phantom_testkit::fake::{Answer, Fake, Kind};
use phantom_testkit::{Authority, Proxy};

const ALL: [(Ecosystem, Kind, &str); 3] = [
    (Ecosystem::PyPi, Kind::Simple, "simple"),
    (Ecosystem::Npm, Kind::Npm, "npm"),
    (Ecosystem::Crates, Kind::Sparse, "crates"),
];

fn registry() -> Fake {
    Fake::serve(Duration::ZERO, |request| match &request.name {
        Some((kind, name)) => package(*kind, name),
        None => Answer::new(404, "text/plain", "no such page"),
    })
}

/// Settings that lead a client to a registry, and more of its settings: lines of pip.conf, .npmrc and
/// of cargo's table `[http]`.
fn configure(machine: &mut Machine, ecosystem: Ecosystem, root: &str, more: &str) {
    match ecosystem {
        Ecosystem::PyPi => drop(
            machine.write("home/.config/pip/pip.conf", &format!("[global]\nindex-url = {root}\n{more}\n")),
        ),
        Ecosystem::Npm => drop(machine.write("home/.npmrc", &format!("registry={root}\n{more}\n"))),
        Ecosystem::Crates => {
            machine.write(
                "home/.cargo/config.toml",
                &format!("[registries.corp]\nindex = \"sparse+{root}\"\n[http]\n{more}\n"),
            );
            machine.request.arguments.registry = Some("corp".to_owned());
        }
    }
}

#[track_caller]
fn is_found(lookup: &Lookup) {
    assert!(matches!(lookup, Lookup::Found(_)), "{lookup:?}");
}

#[tokio::test]
async fn a_client_s_own_proxy_is_asked_for_every_host() {
    let fake = registry();
    for (ecosystem, _, folder) in ALL {
        // No name server knows this host: only the proxy does.
        let root = format!("http://registry.example/{folder}/");
        let settings: &[&str] = match ecosystem {
            Ecosystem::PyPi => &["proxy = URL"],
            Ecosystem::Npm => &["proxy=URL", "https-proxy=URL\nproxy=http://no.example"],
            Ecosystem::Crates => &["proxy = \"URL\""],
        };
        for setting in settings {
            let proxy = Proxy::to(fake.address());
            let mut machine = Machine::new();
            let url = proxy.url().replace("//", "//me:s3cret@");
            configure(&mut machine, ecosystem, &root, &setting.replace("URL", &url));
            is_found(&machine.ask(ecosystem, "some-name").await);
            let asked = proxy.asked();
            assert_eq!(asked.len(), 1, "{asked:?}");
            assert!(asked[0].line.starts_with(&format!("GET {root}")), "{asked:?}");
            assert_eq!(asked[0].authorization.as_deref(), Some("Basic bWU6czNjcmV0"));
            machine.request.as_client = false;
            is_found(&machine.ask(ecosystem, "other-name").await);
        }
    }
}

#[tokio::test]
async fn a_proxy_may_stand_in_variables_and_arguments() {
    let fake = registry();
    for (ecosystem, variable) in [
        (Ecosystem::PyPi, "PIP_PROXY"),
        (Ecosystem::Npm, "npm_config_https_proxy"),
        (Ecosystem::Crates, "CARGO_HTTP_PROXY"),
    ] {
        let folder = ALL.iter().find(|(known, ..)| *known == ecosystem).unwrap().2;
        let proxy = Proxy::to(fake.address());
        let mut machine = Machine::new();
        configure(&mut machine, ecosystem, &format!("http://registry.example/{folder}/"), "");
        machine.set(variable, &proxy.address().to_string());
        is_found(&machine.ask(ecosystem, "some-name").await);
        assert_eq!(proxy.asked().len(), 1, "{variable}");
        if ecosystem != Ecosystem::Crates {
            let nearer = Proxy::to(fake.address());
            machine.request.arguments.proxy = Some(nearer.url());
            is_found(&machine.ask(ecosystem, "some-name").await);
            assert_eq!((proxy.asked().len(), nearer.asked().len()), (1, 1), "{variable}");
        }
    }
}

#[tokio::test]
async fn hosts_that_are_excepted_are_asked_directly() {
    let fake = registry();
    for (ecosystem, kind, _) in ALL {
        let proxy = Proxy::to(fake.address());
        let setting = match ecosystem {
            Ecosystem::Crates => format!("proxy = \"{}\"", proxy.url()),
            Ecosystem::PyPi | Ecosystem::Npm => format!("proxy = {}", proxy.url()),
        };
        let mut machine = Machine::new();
        configure(&mut machine, ecosystem, &fake.root(kind), &setting);
        for (except, through) in [("", 1), ("other.example, 127.0.0.1", 1), ("127.0.0.2", 2)] {
            machine.set("NO_PROXY", except);
            is_found(&machine.ask(ecosystem, "some-name").await);
            // Of the three only pip does not take a host out of its own proxy's hands.
            let through = if ecosystem == Ecosystem::PyPi { proxy.asked().len() } else { through };
            assert_eq!(proxy.asked().len(), through, "{ecosystem:?} {except}");
        }
        assert!(ecosystem != Ecosystem::PyPi || proxy.asked().len() == 3);
    }
    // npm's own list goes before the variable, and holds for the environment's proxies too.
    let proxy = Proxy::to(fake.address());
    let mut machine = Machine::new();
    configure(&mut machine, Ecosystem::Npm, &fake.root(Kind::Npm), "noproxy=127.0.0.1");
    machine.set("NO_PROXY", "other.example");
    machine.set("HTTP_PROXY", &proxy.url());
    is_found(&machine.ask(Ecosystem::Npm, "some-name").await);
    assert_eq!(proxy.asked(), []);
    machine.request.arguments.no_proxy = Some("other.example".to_owned());
    is_found(&machine.ask(Ecosystem::Npm, "some-name").await);
    assert_eq!(proxy.asked().len(), 1);
}

#[tokio::test]
async fn a_proxy_that_lets_nobody_pass_is_named_without_its_password() {
    let proxy = Proxy::refusing();
    for scheme in ["http", "https"] {
        let mut machine = Machine::new();
        let setting = format!("proxy={}", proxy.url().replace("//", "//me:s3cret@"));
        configure(&mut machine, Ecosystem::Npm, &format!("{scheme}://registry.example/npm/"), &setting);
        let why = reason(&machine.ask(Ecosystem::Npm, "some-name").await);
        let said = format!("the proxy at {} asks for credentials (407)", proxy.address());
        assert!(why.contains("registry.example") && why.contains(&said), "{why}");
    }
    // Nobody listens there.
    let nobody = { Proxy::refusing().address() };
    let mut machine = Machine::new();
    configure(
        &mut machine,
        Ecosystem::Npm,
        "http://registry.example/npm/",
        &format!("proxy=http://{nobody}"),
    );
    let why = reason(&machine.ask(Ecosystem::Npm, "some-name").await);
    assert!(why.contains(&format!("through the proxy at {nobody}")), "{why}");
    // Another kind of proxy is said, and not gone past.
    for (ecosystem, _, folder) in ALL {
        let mut machine = Machine::new();
        let setting = if ecosystem == Ecosystem::Crates {
            "proxy = \"socks5://s3cret@x\""
        } else {
            "proxy=socks5://s3cret@x"
        };
        configure(&mut machine, ecosystem, &format!("http://registry.example/{folder}/"), setting);
        assert!(matches!(machine.locate(ecosystem), Err(NoIndex::Proxy { .. })), "{ecosystem:?}");
    }
}

#[tokio::test]
async fn behind_a_proxy_a_redirect_inwards_is_not_followed() {
    let inside = registry();
    let to = format!("http://{}/npm/some-name", inside.address());
    let fake =
        Fake::serve(Duration::ZERO, move |_| Answer::new(302, "text/plain", "").header("location", &to));
    let proxy = Proxy::to(fake.address());
    let mut machine = Machine::new();
    configure(
        &mut machine,
        Ecosystem::Npm,
        "http://registry.example/npm/",
        &format!("proxy={}", proxy.url()),
    );
    let why = reason(&machine.ask(Ecosystem::Npm, "some-name").await);
    assert!(why.contains("from a public to a private address"), "{why}");
    assert_eq!(inside.requests(), 0);
}

/// Each client's settings for certificates: what is set, or written into its file, with PEM for the
/// path of the authority's file.
const TRUSTING: &[(Ecosystem, &str, &str)] = &[
    (Ecosystem::PyPi, "PIP_CERT", ""),
    (Ecosystem::PyPi, "REQUESTS_CA_BUNDLE", ""),
    (Ecosystem::PyPi, "CURL_CA_BUNDLE", ""),
    (Ecosystem::PyPi, "SSL_CERT_FILE", ""),
    (Ecosystem::PyPi, "", "cert = PEM"),
    (Ecosystem::Npm, "NODE_EXTRA_CA_CERTS", ""),
    (Ecosystem::Npm, "npm_config_cafile", ""),
    (Ecosystem::Npm, "SSL_CERT_FILE", ""),
    (Ecosystem::Npm, "", "cafile=PEM"),
    (Ecosystem::Npm, "", "cafile=~/ca.pem"),
    (Ecosystem::Npm, "", "ca=\"TEXT\""),
    (Ecosystem::Crates, "CARGO_HTTP_CAINFO", ""),
    (Ecosystem::Crates, "SSL_CERT_FILE", ""),
    (Ecosystem::Crates, "", "cainfo = \"PEM\""),
    (Ecosystem::Crates, "", "cainfo = \"ca.pem\""),
];

#[tokio::test]
async fn an_authority_that_settings_name_is_trusted_and_no_other() {
    let (authority, other) = (Authority::new(), Authority::new());
    let fake = registry();
    let front = authority.front("localhost", fake.address());
    for (ecosystem, variable, setting) in TRUSTING {
        let folder = ALL.iter().find(|(known, ..)| known == ecosystem).unwrap().2;
        let root = format!("https://localhost:{}/{folder}/", front.address().port());
        for (pem, trusted) in [(authority.pem(), true), (other.pem(), false)] {
            let mut machine = Machine::new();
            // Beside other text, as such files are.
            let file = machine.write("home/ca.pem", &format!("# an authority\n{pem}\n"));
            let path = file.to_str().unwrap();
            if !variable.is_empty() {
                machine.set(variable, path);
            }
            let setting = setting.replace("PEM", path).replace("TEXT", &pem.replace('\n', "\\n"));
            configure(&mut machine, *ecosystem, &root, &setting);
            assert_eq!(machine.locate(*ecosystem).unwrap().notes, [""; 0]);
            let lookup = machine.ask(*ecosystem, "some-name").await;
            assert_eq!(matches!(lookup, Lookup::Found(_)), trusted, "{variable} {setting}: {lookup:?}");
            assert!(trusted || reason(&lookup).contains("certificate"), "{lookup:?}");
        }
    }
}

#[tokio::test]
async fn a_trusted_authority_vouches_for_its_names_and_years_only() {
    let authority = Authority::new();
    let fake = registry();
    let (good, elsewhere) =
        (authority.front("localhost", fake.address()), authority.front("registry.example", fake.address()));
    let old = authority.front_until("localhost", fake.address(), 2021);
    for (front, more, said) in [
        (&elsewhere, "", "not valid for name"),
        (&old, "", "expired"),
        (&elsewhere, "strict-ssl=false\n", "not valid for name"),
        (&good, "", ""),
    ] {
        let mut machine = Machine::new();
        let file = machine.write("ca.pem", authority.pem());
        let root = format!("https://localhost:{}/npm/", front.address().port());
        configure(&mut machine, Ecosystem::Npm, &root, &format!("{more}cafile={}", file.display()));
        let lookup = machine.ask(Ecosystem::Npm, "some-name").await;
        if said.is_empty() {
            is_found(&lookup);
        } else {
            assert!(reason(&lookup).contains(said), "{lookup:?}");
        }
    }
    assert_eq!(fake.requests(), 1, "not a byte of a request was sent to the others");
}

#[tokio::test]
async fn nothing_turns_verification_off() {
    let fake = registry();
    let front = Authority::new().front("localhost", fake.address());
    for (ecosystem, _, folder) in ALL {
        let mut machine = Machine::new();
        let more = match ecosystem {
            Ecosystem::PyPi => "trusted-host = localhost",
            Ecosystem::Npm => "strict-ssl=false\ncafile=null",
            Ecosystem::Crates => "check-revoke = false\nssl-version = \"tlsv1.3\"",
        };
        configure(
            &mut machine,
            ecosystem,
            &format!("https://localhost:{}/{folder}/", front.address().port()),
            more,
        );
        machine.set("PIP_TRUSTED_HOST", "localhost");
        machine.set("NODE_TLS_REJECT_UNAUTHORIZED", "0");
        let why = reason(&machine.ask(ecosystem, "some-name").await);
        assert!(why.contains("certificate"), "{why}");
    }
    assert_eq!(fake.requests(), 0);
}

#[tokio::test]
async fn a_file_without_certificates_is_named_and_the_failure_hints_at_it() {
    let fake = registry();
    let front = Authority::new().front("localhost", fake.address());
    let root = format!("https://localhost:{}/simple/", front.address().port());
    let mut machine = Machine::new();
    configure(&mut machine, Ecosystem::PyPi, &root, "");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in [None, Some("nothing"), Some(broken)] {
        if let Some(text) = text {
            machine.write("ca.pem", text);
        }
        let path = machine.path("ca.pem");
        machine.set("PIP_CERT", path.to_str().unwrap());
        let notes = machine.locate(Ecosystem::PyPi).unwrap().notes;
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].starts_with(&format!("{}: no certificates", path.display())), "{notes:?}");
        assert!(notes[0].contains("cert in the environment variable PIP_CERT"), "{notes:?}");
        let why = reason(&machine.ask(Ecosystem::PyPi, "some-name").await);
        assert!(why.contains("(cert in the environment variable PIP_CERT could not be used)"), "{why}");
    }
    // Nobody reads it where nothing is encrypted.
    configure(&mut machine, Ecosystem::PyPi, &fake.root(Kind::Simple), "");
    assert_eq!(machine.locate(Ecosystem::PyPi).unwrap().notes, [""; 0]);
    is_found(&machine.ask(Ecosystem::PyPi, "some-name").await);
}

#[tokio::test]
async fn a_folder_that_is_only_looked_at_chooses_no_way() {
    let fake = registry();
    let authority = Authority::new();
    let front = authority.front("localhost", fake.address());
    let proxy = Proxy::to(fake.address());
    for (ecosystem, file, text) in [
        (Ecosystem::Npm, "home/project/.npmrc", format!("cafile=../ca.pem\nproxy={}", proxy.url())),
        (
            Ecosystem::Crates,
            "home/project/.cargo/config.toml",
            format!("[http]\ncainfo = \"../ca.pem\"\nproxy = \"{}\"", proxy.url()),
        ),
    ] {
        let mut machine = Machine::new();
        machine.write("home/ca.pem", authority.pem());
        machine.write(file, &text);
        let folder = if ecosystem == Ecosystem::Npm { "npm" } else { "crates" };
        configure(
            &mut machine,
            ecosystem,
            &format!("https://localhost:{}/{folder}/", front.address().port()),
            "",
        );
        machine.request.as_client = false;
        let why = reason(&machine.ask(ecosystem, "some-name").await);
        assert!(why.contains("certificate") && !why.contains("proxy"), "{why}");
        assert_eq!(proxy.asked(), []);
    }
}
