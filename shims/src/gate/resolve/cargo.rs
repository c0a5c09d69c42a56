//! cargo: what Cargo.lock would gain, or what `cargo install` would build. Resolving reads lines of the index,
//! fetches no crate and runs no code; plain cargo runs afterwards, with its own caches and its own lockfile.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::command::{Install, Named, Project, Resolution};
use phantom_guard::manifest::{FileKind, Reading};
use phantom_guard::package::{Dependency, Source};

use super::rehearsal::{Rehearsal, Rehearsed, fault, temporary};
use super::remembered::Settled;
use super::written::Written;
use super::{Reached, Stop, gained};
use crate::gate::{Scene, project};

pub(super) fn reached(
    install: &Install,
    words: &[OsString],
    known: &Reading,
    scene: &Scene,
) -> Result<Reached, Stop> {
    let toolchain = words.first().filter(|word| word.as_encoded_bytes().starts_with(b"+"));
    match &install.resolution {
        Resolution::None => Ok(Reached::default()),
        Resolution::Lacking(options) => lacking(install, toolchain, options, known, scene),
        Resolution::Renewing => {
            let behind = words.iter().skip(usize::from(toolchain.is_some())).cloned().collect();
            let lockfile = lockfile(install, known, scene);
            let rehearsal = Rehearsal { scene, toolchain, words: behind, lockfile };
            let (reading, written) = beyond(rehearsal.run()?, known);
            Ok(Reached { reading, written, ..Reached::default() })
        }
        Resolution::OfNames(named) => of_names(install, named, toolchain, known, scene),
    }
}

/// What a build would add to the lockfile: what `cargo update --workspace` adds, which touches nothing that
/// is pinned already.
fn lacking(
    install: &Install,
    toolchain: Option<&OsString>,
    options: &[OsString],
    known: &Reading,
    scene: &Scene,
) -> Result<Reached, Stop> {
    let described: Vec<&OsString> = toolchain.into_iter().chain(options).collect();
    let settled = Settled::of(known, &described, scene);
    if settled.as_ref().is_some_and(Settled::is_known) {
        return Ok(Reached::default());
    }
    let words = around(options, ["update", "--workspace"]);
    let rehearsal = Rehearsal { scene, toolchain, words, lockfile: lockfile(install, known, scene) };
    let (reading, written) = beyond(rehearsal.run()?, known);
    // Only a lockfile that lacks nothing is worth remembering: the next build has the rest in it.
    let settled = settled.filter(|_| reading.dependencies.is_empty() && reading.errors.is_empty());
    Ok(Reached { reading, written, settled, ..Reached::default() })
}

/// The options around a subcommand: those of the whole cargo before it, `--manifest-path` behind it.
fn around<const N: usize>(options: &[OsString], command: [&str; N]) -> Vec<OsString> {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    let mut words = options.iter();
    while let Some(option) = words.next() {
        let place = if option == "--manifest-path" { &mut behind } else { &mut before };
        place.push(option.clone());
        if option != "--offline" {
            place.extend(words.next().cloned());
        }
    }
    before.extend(command.map(OsString::from));
    before.extend(behind);
    before
}

/// The project's lockfile: the one that was read, or where it would be.
fn lockfile(install: &Install, known: &Reading, scene: &Scene) -> PathBuf {
    let read = known.files.iter().find(|file| file.kind == FileKind::CargoLock);
    if let Some(file) = read {
        return file.path.clone();
    }
    let place = install.projects.first().cloned().unwrap_or(Project::Nearest(PathBuf::new()));
    project::cargo_root_of(&place, &scene.folder).with_file_name("Cargo.lock")
}

/// What the rehearsed lockfile has beyond what was known, and the lockfile; nothing where none is written.
fn beyond(rehearsed: Rehearsed, known: &Reading) -> (Reading, Option<Written>) {
    match rehearsed {
        Rehearsed::Lockfile(reading, written) => (gained(*reading, known), Some(written)),
        Rehearsed::Nothing => (Reading::default(), None),
    }
}

/// What `cargo install` would build besides the names themselves: they are resolved as the dependencies of a
/// package that holds nothing else.
fn of_names(
    install: &Install,
    named: &Named,
    toolchain: Option<&OsString>,
    known: &Reading,
    scene: &Scene,
) -> Result<Reached, Stop> {
    let Named { features, no_default_features, all_features, words } = named;
    let mut notes = Vec::new();
    let mut reading = Reading::default();
    if let Some(place) = install.projects.first().filter(|_| install.renews) {
        // A folder's own lockfile is passed over.
        let manifest = project::cargo_manifest(place, &scene.folder).unwrap_or_default();
        let words = [words.as_slice(), &["--manifest-path".into(), manifest.into()]].concat();
        let words = around(&words, ["generate-lockfile"]);
        let lockfile = project::cargo_root_of(place, &scene.folder).with_file_name("Cargo.lock");
        let rehearsal = Rehearsal { scene, toolchain, words, lockfile };
        reading = beyond(rehearsal.run()?, known).0;
    }
    for dependency in &install.dependencies {
        if install.projects.is_empty()
            && !matches!(dependency.source, Source::Registry | Source::OtherRegistry(_))
        {
            let place = dependency.source.kind();
            notes.push(format!(
                "what {} that comes from {place} depends on is not checked",
                dependency.name.spelling()
            ));
        }
        if !matches!(dependency.source, Source::Registry | Source::OtherRegistry(_)) {
            continue;
        }
        let folder = temporary(scene)?;
        let manifest = stand_in(install, dependency, features, *no_default_features);
        lay_out(folder.path(), &manifest).map_err(|error| fault(&format!("no folder for cargo: {error}")))?;
        // Cargo's own home is what counts for an install, and not the folder that the user stands in.
        let aside = Scene { folder: folder.path().to_owned(), ..scene.clone() };
        let words = around(words, ["generate-lockfile"]);
        let lockfile = folder.path().join("Cargo.lock");
        let rehearsal = Rehearsal { scene: &aside, toolchain, words, lockfile };
        let Rehearsed::Lockfile(mut found, _) = rehearsal.run()? else { continue };
        found.dependencies.retain(|found| {
            found.name != dependency.name && !matches!(found.source, Source::Workspace | Source::Path(_))
        });
        // No file of the user's has these lines.
        found.dependencies.iter_mut().for_each(|found| found.location = None);
        reading.dependencies.append(&mut found.dependencies);
        reading.errors.append(&mut found.errors);
    }
    if *all_features && !reading.dependencies.is_empty() {
        notes.push("what --all-features adds is not checked".to_owned());
    }
    Ok(Reached { reading, notes, ..Reached::default() })
}

/// A manifest that depends on one name, as the command line has it.
fn stand_in(install: &Install, dependency: &Dependency, features: &[String], no_default: bool) -> String {
    let mut wanted = toml_edit::InlineTable::new();
    wanted.insert("version", dependency.requirement.as_deref().unwrap_or("*").into());
    if let Some(name) = &install.index.named {
        wanted.insert("registry", name.as_str().into());
    } else if let Some(address) = &install.index.primary {
        wanted.insert("registry-index", address.as_str().into());
    }
    if no_default {
        wanted.insert("default-features", false.into());
    }
    // `name/feature` is for one name among several.
    let own = features.iter().filter_map(|feature| match feature.split_once('/') {
        Some((name, feature)) => (name == dependency.name.spelling()).then_some(feature),
        None => Some(feature.as_str()),
    });
    let own: toml_edit::Array = own.collect();
    if !own.is_empty() {
        wanted.insert("features", own.into());
    }
    let mut document = toml_edit::DocumentMut::new();
    document["package"]["name"] = toml_edit::value("phantom-rehearsal");
    document["package"]["version"] = toml_edit::value("0.0.0");
    document["package"]["edition"] = toml_edit::value("2021");
    document["workspace"] = toml_edit::table();
    document["dependencies"][dependency.name.spelling()] = toml_edit::value(wanted);
    document.to_string()
}

fn lay_out(folder: &Path, manifest: &str) -> std::io::Result<()> {
    fs::create_dir(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(folder.join("Cargo.toml"), manifest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_around_the_command() {
        let words = ["--config", "net.retry=0", "--manifest-path", "a/Cargo.toml", "--offline", "-Z", "x"];
        let around = around(&words.map(OsString::from), ["update", "--workspace"]);
        assert_eq!(
            around,
            [
                "--config",
                "net.retry=0",
                "--offline",
                "-Z",
                "x",
                "update",
                "--workspace",
                "--manifest-path",
                "a/Cargo.toml"
            ]
        );
    }
}
