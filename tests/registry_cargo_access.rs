//! Cargo's tokens and credential providers, as the registry and the programs see them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access_support;

use std::time::Duration;

use access_support::{Machine, SECRET, index, package, program, reason};
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::Lookup;
use phantom_testkit::fake::{Answer, Fake, Kind};
use tokio::sync::Mutex;

/// Held by the tests that write a program and start it: were another thread to start one between the
/// two, its child would hold the file open for writing, and the system refuse to run it.
static PROGRAMS: Mutex<()> = Mutex::const_new(());

/// A sparse index that lets in whoever sends the token `s3cret`.
fn closed() -> Fake {
    Fake::serve(Duration::ZERO, |request| match (request.headers.get("authorization"), &request.name) {
        (Some(token), Some((kind, name))) if token == SECRET => package(*kind, name),
        _ => Answer::new(401, "text/plain", "who?").header("www-authenticate", "Cargo login_url=\"x\""),
    })
}

/// A machine whose cargo knows the index under a name.
fn machine(fake: &Fake, more: &str) -> Machine {
    let mut machine = Machine::new();
    configure(&machine, "home/.cargo/config.toml", fake, more);
    machine.request.arguments.registry = Some("corp-inc".to_owned());
    machine
}

fn configure(machine: &Machine, path: &str, fake: &Fake, more: &str) {
    let index = fake.root(Kind::Sparse);
    machine.write(path, &format!("[registries.corp-inc]\nindex = \"sparse+{index}\"\n{more}"));
}

async fn found(machine: &Machine, name: &str) -> bool {
    matches!(machine.ask(Ecosystem::Crates, name).await, Lookup::Found(_))
}

#[tokio::test]
async fn a_token_is_found_where_cargo_keeps_it_and_sent_at_once() {
    for place in
        ["home/.cargo/config.toml", "home/.cargo/credentials.toml", "home/.cargo/credentials", "variable"]
    {
        let fake = closed();
        let mut machine = machine(&fake, "");
        match place {
            "variable" => machine.set("CARGO_REGISTRIES_CORP_INC_TOKEN", SECRET),
            "home/.cargo/config.toml" => configure(&machine, place, &fake, "token = \"s3cret\"\n"),
            file => drop(
                machine
                    .write(file, "[registries.corp-inc]\ntoken = \"s3cret\"\n[registry]\ntoken = \"no\"\n"),
            ),
        }
        assert!(found(&machine, "some").await, "{place}");
        assert_eq!(fake.requests(), 1, "{place}: {:?}", fake.paths());
    }
}

#[tokio::test]
async fn the_nearest_token_counts_and_another_registry_s_does_not() {
    let fake = closed();
    let mut machine = machine(&fake, "token = \"s3cret-file\"\n");
    machine.write("home/.cargo/credentials.toml", "[registries.corp-inc]\ntoken = \"s3cret\"\n");
    assert!(found(&machine, "some").await);
    machine.set("CARGO_REGISTRIES_CORP_INC_TOKEN", "s3cret-wrong");
    assert!(!found(&machine, "some").await, "a variable goes before files");

    let fake = closed();
    let mut machine = self::machine(&fake, "");
    machine.write(
        "home/.cargo/credentials.toml",
        "[registries.other]\ntoken = \"s3cret\"\n[registry]\ntoken = \"s3cret\"\n",
    );
    machine.set("CARGO_REGISTRY_TOKEN", SECRET);
    let lookup = machine.ask(Ecosystem::Crates, "some").await;
    assert!(reason(&lookup).contains("401"), "{lookup:?}");
    assert_eq!(fake.headers_of("/crates/so/me/some").get("authorization"), None);
}

#[tokio::test]
async fn a_registry_is_known_by_its_address_also() {
    let fake = closed();
    let mut machine = machine(&fake, "token = \"s3cret\"\n");
    machine.request.arguments.registry = None;
    machine.request.arguments.index = Some(format!("sparse+{}", fake.root(Kind::Sparse)));
    assert!(found(&machine, "some").await);
    machine.request.arguments.index = None;
    machine.request.index = index(&fake.root(Kind::Sparse));
    assert!(found(&machine, "some").await);
    machine.request.index = index(&format!("http://localhost:{}/crates/", fake.address().port()));
    assert!(!found(&machine, "some").await);

    // In the place of the default registry.
    machine.request.index = None;
    configure(
        &machine,
        "home/.cargo/config.toml",
        &fake,
        "token = \"s3cret\"\n[source.crates-io]\nreplace-with = \"corp-inc\"\n",
    );
    assert!(found(&machine, "some").await);

    // The default registry itself wants nothing.
    let machine = Machine::new();
    machine.write("home/.cargo/credentials.toml", "[registry]\ntoken = \"s3cret\"\n");
    let located = format!("{:?}", machine.locate(Ecosystem::Crates).unwrap());
    assert!(!located.contains("credentials"), "{located}");
}

#[tokio::test]
async fn a_folder_that_is_only_looked_at_does_not_bind_the_user_s_token_to_a_place() {
    let (fake, stranger) = (closed(), closed());
    let mut machine = machine(&fake, "token = \"s3cret\"\n");
    configure(&machine, "home/project/.cargo/config.toml", &stranger, "");
    machine.request.as_client = false;
    assert!(!found(&machine, "some").await);
    assert_eq!(stranger.headers_of("/crates/so/me/some").get("authorization"), None);
    // Cargo itself would send it there.
    machine.request.as_client = true;
    assert!(found(&machine, "some").await);
}

/// A provider that speaks cargo's protocol; it notes each question.
fn speaking(machine: &Machine, answer: &str) -> String {
    let asked = machine.path("asked");
    let body = format!(
        "test \"$1\" = --cargo-plugin || exit 9\necho '{{\"v\":[1]}}'\nread -r question\necho \"$question\" >> '{}'\necho '{answer}'\nread -r end || exit 0",
        asked.display()
    );
    program(machine, "bin/corp-login", &body).to_str().unwrap().to_owned()
}

fn asked(machine: &Machine) -> Vec<String> {
    let text = std::fs::read_to_string(machine.path("asked")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

const TOKEN: &str =
    r#"{"Ok":{"kind":"get","token":"s3cret","cache":"session","operation_independent":true}}"#;

#[tokio::test]
async fn a_provider_is_asked_once_and_only_where_the_registry_wants_a_token() {
    let _alone = PROGRAMS.lock().await;
    let fake = closed();
    let mut machine = machine(&fake, "");
    let path = speaking(&machine, TOKEN);
    configure(
        &machine,
        "home/.cargo/config.toml",
        &fake,
        &format!("credential-provider = [\"{path}\", \"--account\", \"me\"]\n"),
    );
    let client = machine.client(Ecosystem::Crates);
    assert_eq!(asked(&machine).len(), 0, "nobody is asked before a request");
    let ask = |name| access_support::ask(&client, Ecosystem::Crates, name);
    let all = futures::future::join_all(["one", "two", "three", "four"].map(ask)).await;
    assert!(all.iter().all(|lookup| matches!(lookup, Lookup::Found(_))), "{all:?}");
    let questions = asked(&machine);
    assert_eq!(questions.len(), 1, "{questions:?}");
    let question: serde_json::Value = serde_json::from_str(&questions[0]).unwrap();
    let expected = serde_json::json!({
        "v": 1, "kind": "get", "operation": "read", "args": ["--account", "me"],
        "registry": {"index-url": format!("sparse+{}", fake.root(Kind::Sparse)), "name": "corp-inc"},
    });
    assert_eq!(question, expected);
    ask("five").await;
    assert_eq!(fake.requests_of("/crates/fi/ve/five"), 1, "the token is known now");

    // An open registry is asked without any.
    let open = Fake::serve(Duration::ZERO, |_| package(Kind::Sparse, "some"));
    configure(&machine, "home/.cargo/config.toml", &open, &format!("credential-provider = [\"{path}\"]\n"));
    assert!(found(&machine, "some").await);
    assert_eq!(asked(&machine).len(), 1);

    // Where no program may be started, none is.
    configure(&machine, "home/.cargo/config.toml", &fake, &format!("credential-provider = [\"{path}\"]\n"));
    machine.request.ask_client = false;
    assert!(!found(&machine, "some").await);
    assert_eq!(asked(&machine).len(), 1);
}

#[tokio::test]
async fn providers_for_every_registry_are_asked_from_the_last_to_the_first() {
    let _alone = PROGRAMS.lock().await;
    let fake = closed();
    let mut machine = machine(&fake, "token = \"s3cret-file\"\n");
    let unknown = speaking(&machine, r#"{"Err":{"kind":"not-found"}}"#);
    let prints = program(
        &machine,
        "bin/prints",
        "test \"$1\" = \"$CARGO_REGISTRY_INDEX_URL\" && test \"$CARGO_REGISTRY_NAME_OPT\" = corp-inc && echo s3cret",
    );
    let config = |machine: &Machine, providers: &str| {
        let more = format!(
            "[registry]\nglobal-credential-providers = {providers}\n[credential-alias]\ncorp = [\"{unknown}\"]\n"
        );
        configure(machine, "home/.cargo/config.toml", &fake, &format!("token = \"s3cret-file\"\n{more}"));
    };
    let prints = format!("cargo:token-from-stdout {} {{index_url}}", prints.display());
    config(&machine, &format!("[\"cargo:token\", \"{prints}\", \"corp\"]"));
    assert!(found(&machine, "some").await);
    assert_eq!(asked(&machine).len(), 1, "it was asked first, and knew nothing");
    config(&machine, &format!("[\"{prints}\", \"corp\", \"cargo:token\"]"));
    assert!(!found(&machine, "some").await, "the token of the file goes first");
    machine.set("CARGO_REGISTRIES_CORP_INC_TOKEN", SECRET);
    config(&machine, "[\"cargo:libsecret\", \"cargo:token\"]");
    assert!(found(&machine, "some").await);
    assert_eq!(asked(&machine).len(), 1);
}

#[tokio::test]
async fn a_provider_that_a_project_names_is_not_run() {
    let _alone = PROGRAMS.lock().await;
    let fake = closed();
    let machine = machine(&fake, "");
    let path = speaking(&machine, TOKEN);
    for more in [
        format!("[registries.corp-inc]\ncredential-provider = [\"{path}\"]\n"),
        format!("[registry]\nglobal-credential-providers = [\"{path}\"]\n"),
        format!("[registries.corp-inc]\ncredential-provider = \"cargo:token-from-stdout {path}\"\n"),
    ] {
        machine.write("home/project/.cargo/config.toml", &more);
        assert!(!found(&machine, "some").await);
        assert_eq!(asked(&machine).len(), 0, "{more}");
    }
    let notes = machine.locate(Ecosystem::Crates).unwrap().notes.join("\n");
    assert!(
        notes.contains("project/.cargo/config.toml: the credential provider of corp-inc was not run"),
        "{notes}"
    );
}

#[tokio::test]
async fn a_provider_that_fails_is_named_and_what_it_says_is_not() {
    let _alone = PROGRAMS.lock().await;
    for (body, said) in [
        ("echo s3cret; exit 3", "exit status: 3"),
        ("echo s3cret", "version 1 of cargo's protocol"),
        ("echo '{\"v\":[2]}'", "version 1 of cargo's protocol"),
        ("echo '{\"v\":[1]}'; echo '{\"Ok\":\"s3cret\"}'", "cannot be read"),
        ("echo '{\"v\":[1]}'; echo '{\"Err\":{\"kind\":\"other\",\"message\":\"s3cret\"}}'", "gave no token"),
        (r#"printf '%s\n' '{"v":[1]}' '{"Ok":{"kind":"get","token":"s3cret\n"}}'"#, "cannot be sent"),
        (
            "echo '{\"v\":[1]}'; echo '{\"Err\":{\"kind\":\"not-found\"}}'",
            "no credential provider has a token",
        ),
        ("exec sleep 60", "did not end within 4 s"),
    ] {
        let fake = closed();
        let machine = machine(&fake, "");
        let path = program(&machine, "bin/fails", body);
        configure(
            &machine,
            "home/.cargo/config.toml",
            &fake,
            &format!("credential-provider = \"{}\"\n", path.display()),
        );
        let why = reason(&machine.ask(Ecosystem::Crates, "some").await);
        assert!(why.contains(said), "{body}: {why}");
        assert!(said.starts_with("no ") || said.contains("sent") || why.contains("bin/fails"), "{why}");
    }
}
