//! The public API, written down: a change to it shows in the snapshot, and is looked at by whoever reviews it.
//!
//! It is read out of the sources (`public_api/`), so that no nightly compiler is needed. What it lists is what
//! rustdoc shows: what is `doc(hidden)` is left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "public_api/listing.rs"]
mod listing;
#[path = "public_api/names.rs"]
mod names;
#[path = "public_api/sources.rs"]
mod sources;

use std::path::Path;

use insta::assert_snapshot;

use listing::listing;
use sources::Sources;

fn of(crate_folder: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(crate_folder);
    listing(&Sources::read(&root.join("src")))
}

#[test]
fn a_change_to_what_phantom_guard_shows_is_reviewed() {
    assert_snapshot!("phantom_guard", of("."));
}

#[test]
fn a_change_to_what_phantom_names_shows_is_reviewed() {
    assert_snapshot!("phantom_names", of("names"));
}

/// What callers pass from thread to thread stands in no signature.
#[test]
fn what_is_shared_between_threads_can_be() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<phantom_guard::guard::Guard>();
    shared::<phantom_guard::guard::GuardBuilder>();
    shared::<phantom_guard::report::Report>();
    shared::<phantom_guard::policy::Policy>();
    shared::<phantom_guard::package::Dependency>();
    shared::<phantom_guard::manifest::Reading>();
    shared::<phantom_guard::command::Plan>();
    shared::<phantom_guard::registry::Lookup>();
    shared::<phantom_guard::registry::IndexRoot>();
    shared::<phantom_guard::batch::CancelToken>();
}
