//! What a cargo command resolves anew, read off its options.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use super::grammar::{Arguments, Role};
use super::plan::{Named, Resolution};

/// The options that choose what is resolved, each with how it is written.
const PASSED: &[(Role, &str)] = &[
    (Role::Folder, "-C"),
    (Role::Config, "--config"),
    (Role::Unstable, "-Z"),
    (Role::Manifest, "--manifest-path"),
];

/// Those of `found`, to be given to cargo again.
pub(super) fn passed(found: &Arguments<'_>) -> Vec<OsString> {
    let mut words = Vec::new();
    for (role, value) in &found.options {
        if let Some((_, written)) = PASSED.iter().find(|(known, _)| known == role) {
            words.extend([OsString::from(written), value.clone().into_owned()]);
        } else if *role == Role::Offline {
            words.push("--offline".into());
        }
    }
    words
}

/// What a command on the project resolves. `word` is the command.
pub(super) fn of_project(word: &str, global: &Arguments<'_>, found: &Arguments<'_>) -> Resolution {
    match word {
        "update" | "generate-lockfile" => Resolution::Renewing,
        _ => Resolution::Lacking([passed(global), passed(found)].concat()),
    }
}

/// What `cargo install` resolves of its names.
pub(super) fn of_names(global: &Arguments<'_>, found: &Arguments<'_>) -> Resolution {
    // Features stand apart by spaces or commas.
    let listed: Vec<_> = found.values(Role::Features).map(OsStr::to_string_lossy).collect();
    let features = listed.iter().flat_map(|text| text.split([',', ' '])).filter(|text| !text.is_empty());
    let features = features.map(str::to_owned).collect();
    Resolution::OfNames(Box::new(Named {
        features,
        no_default_features: found.has(Role::NoDefaultFeatures),
        all_features: found.has(Role::AllFeatures),
        words: [passed(global), passed(found)].concat(),
    }))
}

/// The options of uv's commands that `uv lock` has too, and that decide what is resolved.
const UV_LOCK: &str = "--directory --project --config-file --no-config --index --default-index -i --index-url \
    --extra-index-url -f --find-links --no-index --index-strategy --keyring-provider -U --upgrade -P --upgrade-package \
    --upgrade-group --resolution --prerelease --prerelease-package --fork-strategy --exclude-newer \
    --exclude-newer-package --no-sources --no-sources-package -n --no-cache --no-cache-dir --cache-dir --refresh --refresh-package \
    -p --python --managed-python --no-managed-python --no-python-downloads --system-certs --native-tls --offline \
    --allow-insecure-host --trusted-host";

/// Options with which uv takes its lockfile as it is, or none.
const UV_KEEPS: &str = "--frozen --no-project";

/// What a command of uv's on a project resolves.
pub(super) fn of_uv(command: &str, found: &Arguments<'_>) -> Resolution {
    let is = |list: &str, name: &str| list.split(' ').any(|known| known == name);
    if found.given.iter().any(|(name, _)| is(UV_KEEPS, name)) {
        return Resolution::None;
    }
    if matches!(command, "add" | "remove") {
        return Resolution::Renewing;
    }
    let mut words = Vec::new();
    for (name, value) in found.given.iter().filter(|(name, _)| is(UV_LOCK, name)) {
        words.push(OsString::from(name));
        words.extend(value.clone().map(Cow::into_owned));
    }
    Resolution::Lacking(words)
}
