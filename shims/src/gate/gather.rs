//! From what a command line would install to the names in it.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::cargo_config::CargoConfig;
use phantom_guard::command::{Client, Install, Project, expand_cargo_alias};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::package::{Ecosystem, Source, without_secrets};
use phantom_guard::registry::locate::{Arguments, PipInputs, Request, pip_inputs};

use super::{Scene, project, removal};

/// Reads everything that the command would install. The second part is what the user should know.
pub(super) fn gather(install: &Install, scene: &Scene) -> (Reading, Vec<String>) {
    let folder = scene.folder.as_path();
    let mut reading = Reading { dependencies: install.dependencies.clone(), ..Reading::default() };
    let mut notes = Vec::new();
    if install.prefers_local_programs {
        reading.dependencies.retain(|dependency| {
            let is_bare = dependency.requirement.is_none() && dependency.source.is_registry();
            !is_bare || !has_program(folder, dependency.name.spelling())
        });
    }
    let settings = of_settings(install, scene, &mut notes);
    reading.folders.extend(settings.editable);
    for file in install.files.iter().cloned().chain(settings.files.into_iter().map(PathBuf::from)) {
        reading.append(requirements(install.client, &file, folder));
    }
    let mut seen = BTreeSet::new();
    for place in &install.projects {
        if let Project::Folder(at) = place {
            seen.insert(real(&folder.join(at)));
        }
        let mut found = project::read(install.client, place, scene);
        removal::leave_out(&mut found, install, place, folder);
        put_in_place(&mut found, install);
        reading.append(found);
    }
    if install.ecosystem == Ecosystem::PyPi {
        follow(&mut reading, scene, &mut seen);
    }
    reading.dependencies.retain(|dependency| dependency.name.ecosystem() == install.ecosystem);
    if install.ecosystem == Ecosystem::PyPi {
        // What a setup.py computes is not checked. What a lockfile gives away is a scan's to say, and not
        // that of each install.
        notes.extend(reading.notes.iter().map(|note| format!("{}: {}", note.location, note.message)));
    }
    judge_default_registry(&mut reading, scene);
    if install.index.no_index {
        let place = install.index.find_links.first().map_or("", String::as_str);
        notes.extend(from_files(&mut reading, place, "--no-index"));
    }
    (reading, notes)
}

/// Puts the version into the lockfile's names that the command would put into the lockfile.
fn put_in_place(reading: &mut Reading, install: &Install) {
    let Some((spec, version)) = &install.precise else { return };
    for dependency in reading.dependencies.iter_mut().filter(|dependency| dependency.locked) {
        let is_meant = spec.requirement.is_none() || spec.requirement == dependency.requirement;
        if dependency.name == spec.name && is_meant {
            dependency.requirement = Some(version.clone());
        }
    }
}

/// Reads the folders that requirements lead to, and those that these lead to in their turn, each once.
/// pip takes a relative path from the working folder, wherever it is written.
fn follow(reading: &mut Reading, scene: &Scene, seen: &mut BTreeSet<PathBuf>) {
    let (mut dependencies, mut folders) = (0, 0);
    loop {
        let mut places: Vec<PathBuf> = reading.folders.iter().skip(folders).map(|text| local(text)).collect();
        for dependency in reading.dependencies.iter().skip(dependencies) {
            let Source::Path(text) = &dependency.source else { continue };
            places.push(local(text));
            // Poetry has it from the manifest's own folder.
            let beside = dependency.location.as_ref().and_then(|at| Path::new(&*at.file).parent());
            places.extend(beside.map(|beside| beside.join(local(text))));
        }
        if places.is_empty() {
            return;
        }
        (dependencies, folders) = (reading.dependencies.len(), reading.folders.len());
        for place in places {
            let below = scene.folder.join(&place);
            if below.is_dir() && seen.insert(real(&below)) {
                let place = Project::Folder(place);
                reading.append(project::read(Client::Pip, &place, scene));
            }
        }
    }
}

/// The folder in a requirement: a path or a `file:` address, with extras or without.
fn local(text: &str) -> PathBuf {
    let text = text.split('#').next().unwrap_or_default();
    let text = text.strip_suffix(']').and_then(|text| text.split_once('[')).map_or(text, |(path, _)| path);
    let text = text.trim();
    let Some(rest) = text.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).and(text.get(5..))
    else {
        return PathBuf::from(text);
    };
    match text.parse::<url::Url>().ok().and_then(|url| url.to_file_path().ok()) {
        Some(path) if rest.starts_with('/') => path,
        _ => PathBuf::from(rest),
    }
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Notes that no registry is asked for the names, so that no stranger can answer to them: they come
/// from the folder or page of archives that the client is given. What is there is not looked at, and the
/// note that comes back says so.
pub(super) fn from_files(reading: &mut Reading, place: &str, from: &str) -> Option<String> {
    let source = if place.contains("://") {
        Source::Url(without_secrets(place).into())
    } else {
        Source::Path(place.into())
    };
    let mut count = 0_usize;
    for dependency in reading.dependencies.iter_mut().filter(|dependency| dependency.source.is_registry()) {
        dependency.source = source.clone();
        count += 1;
    }
    (count > 0).then(|| {
        let names = if count == 1 { "name is" } else { "names are" };
        format!("{from} leaves the client only what --find-links gives: {count} {names} not checked")
    })
}

/// A crate of the default registry is judged under whatever name the configuration has for it.
fn judge_default_registry(reading: &mut Reading, scene: &Scene) {
    let environment = &scene.environment;
    // `cargo install` goes by the settings of cargo's home alone.
    let config = LazyCell::new(|| {
        let folders = [Some(scene.folder.clone()), environment.cargo_home()];
        let configs = folders.into_iter().flatten().map(|folder| CargoConfig::gather(&folder, environment));
        configs.collect::<Vec<_>>()
    });
    let crates = reading.dependencies.iter_mut().filter(|d| d.name.ecosystem() == Ecosystem::Crates);
    for dependency in crates {
        if let Source::OtherRegistry(place) = &dependency.source
            && config.iter().any(|config| config.is_default_registry(place))
        {
            dependency.source = Source::Registry;
        }
    }
}

/// What pip's variables and configuration files add to the command line, also of clients that run pip.
fn of_settings(install: &Install, scene: &Scene, notes: &mut Vec<String>) -> PipInputs {
    if !matches!(install.client, Client::Pip | Client::Pipx | Client::Pipenv) {
        return PipInputs::default();
    }
    let arguments = Arguments {
        command: install.index.command.clone(),
        isolated: install.index.isolated,
        ..Arguments::default()
    };
    let request = Request {
        arguments,
        environment: scene.environment.clone(),
        folder: scene.folder.clone(),
        client: scene.client.clone(),
        ..Request::default()
    };
    pip_inputs(&request).unwrap_or_else(|error| {
        // pip refuses such a file itself, or leaves it out.
        notes.push(format!("what pip's settings add is not checked: {error}"));
        PipInputs::default()
    })
}

/// What a file of requirements is read as. uv takes projects, lockfiles and programs for one as well.
fn requirements_kind(client: Client, path: &Path) -> FileKind {
    let named = FileKind::of(path).filter(|kind| match kind {
        FileKind::Pylock => true,
        FileKind::Pyproject | FileKind::SetupCfg | FileKind::SetupPy | FileKind::PythonScript => {
            client == Client::Uv
        }
        _ => false,
    });
    named.unwrap_or(FileKind::Requirements)
}

/// Reads a file of requirements, whatever its name. What is no plain file could be read only once,
/// and then the client would find it empty.
fn requirements(client: Client, file: &Path, folder: &Path) -> Reading {
    let shown = file.to_string_lossy().into_owned();
    let path = folder.join(file);
    let fault = if shown.contains("://") {
        Some((
            "it lies on the network, where it may change until it is used",
            "download it, look at it, and install from the file",
        ))
    } else if path.exists() && !path.is_file() && !path.is_dir() {
        Some(("it is no plain file, and can be read only once", "write the requirements into a file"))
    } else {
        None
    };
    let Some((message, hint)) = fault else {
        return manifest::read_as(requirements_kind(client, &path), &path, &shown);
    };
    let error = InputError {
        file: Some(without_secrets(&shown).into()),
        line: None,
        column: None,
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    Reading { errors: vec![error], ..Reading::default() }
}

/// Whether npm would run a program that is there already: in `node_modules/.bin`, here or above, or
/// one of the project's own.
fn has_program(folder: &Path, name: &str) -> bool {
    if name.is_empty() || name.contains(['/', '\\']) {
        return false;
    }
    folder.ancestors().any(|above| above.join("node_modules/.bin").join(name).exists())
        || project::npm_programs(folder).iter().any(|program| program == name)
}

/// Puts in place of an alias of cargo's what it stands for.
pub(super) fn expand_alias(args: &[OsString], scene: &Scene) -> Vec<OsString> {
    // Most commands are cargo's own, and need no file read.
    let config = LazyCell::new(|| CargoConfig::gather(&scene.folder, &scene.environment));
    expand_cargo_alias(args, |word| config.alias(word))
}
