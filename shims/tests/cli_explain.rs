//! What `phantom explain` says of one instructive name for each kind of evidence.
//!
//! Read the snapshots as a user would: each sentence has to make sense to whoever meant well.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use phantom_testkit::Sandbox;

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
