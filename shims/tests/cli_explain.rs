//! What `phantom explain` says of one instructive name for each kind of evidence.
//!
//! Read the snapshots as a user would: each sentence has to make sense to whoever meant well.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use phantom_testkit::Sandbox;
use phantom_testkit::fake::{Answer, Fake, Kind, Profile};
use serde_json::json;

mod cli_support;

use cli_support::shown;

/// Explains one name offline and holds the answer against its snapshot.
fn explained(snapshot: &str, ecosystem: &str, name: &str) {
    let sandbox = Sandbox::new();
    let text = shown(&sandbox, &["explain", "-e", ecosystem, "--offline", name]);
    let settings = cli_support::settings_without_weights(&sandbox);
    settings.bind(|| insta::assert_snapshot!(snapshot.to_owned(), text));
}

macro_rules! explains {
    ($($test:ident: $ecosystem:literal $name:literal,)+) => {$(
        #[test]
        fn $test() {
            explained(concat!("explain_", stringify!($test)), $ecosystem, $name);
        }
    )+};
}

explains! {
    two_letters_swapped: "npm" "epxress",
    delimiters_of_a_name_in_use: "pypi" "test-containers",
    an_import_name: "pypi" "cv2",
    a_module_of_the_language: "pypi" "tkinter",
    a_name_of_another_ecosystem: "npm" "scikit-learn",
    a_placeholder: "pypi" "your-python-package",
    a_chain_of_words: "pypi" "starlette-lantern-cache-handler",
    a_popular_name_and_a_word: "npm" "express-official",
    a_popular_name: "pypi" "requests",
    a_crate: "crates" "serde_jsno",
    foreign_letters: "pypi" "r\u{435}quests",
}

/// A packument of a name that resembles a popular one and claims its repository, four months old.
fn packument(name: &str, account: &str) -> Answer {
    let day = Timestamp::now() - SignedDuration::from_hours(24 * 120);
    let version = json!({
        "name": name, "version": "1.0.0", "license": "MIT", "scripts": {"postinstall": "node x.js"},
        "deprecated": "moved", "_npmUser": {"name": account},
        "dist": {"attestations": {"url": "https://registry.example/a"}, "signatures": []},
    });
    let document = json!({
        "name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version},
        "time": {"created": day.to_string(), "1.0.0": day.to_string()},
        "description": "Signs and verifies tokens", "maintainers": [{"name": account}],
        "repository": {"url": "git+https://code.example/auth0/node-jsonwebtoken.git"},
    });
    Answer::new(200, "application/json", document.to_string())
}

#[test]
fn what_the_registry_says_stands_beside_the_evidence() {
    let sandbox = Sandbox::new();
    let fake = Fake::start(Duration::ZERO, |_, name| {
        Profile::Other(packument(name, if name == "jsonwebtoken" { "auth0" } else { "stranger" }))
    });
    let root = fake.root(Kind::Npm);
    let args = ["explain", "-e", "npm", "--index", &root, "jsonwebtoken-qzvxw"];
    let mut settings = cli_support::settings_without_weights(&sandbox);
    settings.add_filter(r"\d{4}-\d\d-\d\d", "[DAY]");
    settings.bind(|| insta::assert_snapshot!("explain_online", shown(&sandbox, &args)));
    assert_eq!(fake.paths(), ["/npm/jsonwebtoken", "/npm/jsonwebtoken-qzvxw"], "the popular one is compared");
}
