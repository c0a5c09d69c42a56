//! From what a command line would install to the names in it.

use std::cell::LazyCell;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use phantom_guard::cargo_config::CargoConfig;
use phantom_guard::command::{Install, Project, expand_cargo_alias};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::package::{Ecosystem, Source};
use phantom_guard::registry::locate::Environment;

use super::{project, removal};

/// Variables by which pip takes further files, names of them apart by spaces.
const PIP_FILES: [&str; 2] = ["PIP_REQUIREMENT", "PIP_CONSTRAINT"];

/// Reads everything that the command would install. The second part is what the user should know.
pub(super) fn gather(install: &Install, folder: &Path) -> (Reading, Vec<String>) {
    let mut reading = Reading { dependencies: install.dependencies.clone(), ..Reading::default() };
    let mut notes = Vec::new();
    if install.prefers_local_programs {
        reading.dependencies.retain(|dependency| {
            let is_bare = dependency.requirement.is_none() && dependency.source.is_registry();
            !is_bare || !has_program(folder, dependency.name.spelling())
        });
    }
    for file in install.files.iter().cloned().chain(files_of_environment(install.ecosystem)) {
        reading.append(requirements(&file, folder));
    }
    for place in &install.projects {
        let mut found = project::read(install.ecosystem, place, folder);
        removal::leave_out(&mut found, install, place, folder);
        reading.append(found);
        notes.extend(unread_setup(install.ecosystem, place, folder));
    }
    reading.dependencies.retain(|dependency| dependency.name.ecosystem() == install.ecosystem);
    judge_default_registry(&mut reading, folder);
    if install.index.no_index {
        from_files(&mut reading, install.index.find_links.first().map_or("", String::as_str));
    }
    (reading, notes)
}

/// Notes that no registry is asked for the names, so that no stranger can answer to them: they come
/// from the folder or page of archives that the command line gives.
pub(super) fn from_files(reading: &mut Reading, place: &str) {
    let source = if place.contains("://") {
        Source::Url(without_secret(place).into())
    } else {
        Source::Path(place.into())
    };
    for dependency in reading.dependencies.iter_mut().filter(|dependency| dependency.source.is_registry()) {
        dependency.source = source.clone();
    }
}

/// A crate of the default registry is judged under whatever name the configuration has for it.
fn judge_default_registry(reading: &mut Reading, folder: &Path) {
    let environment = Environment::of_process();
    // `cargo install` goes by the settings of cargo's home alone.
    let config = LazyCell::new(|| {
        let folders = [Some(folder.to_owned()), environment.cargo_home()];
        let configs = folders.into_iter().flatten().map(|folder| CargoConfig::gather(&folder, &environment));
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

fn files_of_environment(ecosystem: Ecosystem) -> Vec<PathBuf> {
    if ecosystem != Ecosystem::PyPi {
        return Vec::new();
    }
    let values = PIP_FILES.iter().filter_map(env::var_os);
    values
        .flat_map(|value| value.to_string_lossy().split_whitespace().map(PathBuf::from).collect::<Vec<_>>())
        .collect()
}

/// Reads a file of requirements, whatever its name. What is no plain file could be read only once,
/// and then the client would find it empty.
fn requirements(file: &Path, folder: &Path) -> Reading {
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
        return manifest::read_as(FileKind::Requirements, &path, &shown);
    };
    let error = InputError {
        file: Some(without_secret(&shown).into()),
        line: None,
        column: None,
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    Reading { errors: vec![error], ..Reading::default() }
}

fn without_secret(address: &str) -> String {
    match address.parse::<url::Url>() {
        Ok(mut url) if url.has_host() => {
            // Neither fails for an address with a host.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.set_query(None);
            url.into()
        }
        _ => address.to_owned(),
    }
}

/// A folder's setup.py states its requirements in code, which is not run to learn them.
fn unread_setup(ecosystem: Ecosystem, place: &Project, folder: &Path) -> Option<String> {
    let Project::Folder(at) = place else { return None };
    let below = folder.join(at);
    let name = ["setup.py", "setup.cfg"].into_iter().find(|name| below.join(name).is_file())?;
    (ecosystem == Ecosystem::PyPi).then(|| {
        format!("{} is not read: what it requires is not checked", project::shown(&below.join(name), folder))
    })
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
pub(super) fn expand_alias(args: &[OsString], folder: &Path) -> Vec<OsString> {
    let environment = Environment::of_process();
    // Most commands are cargo's own, and need no file read.
    let config = LazyCell::new(|| CargoConfig::gather(folder, &environment));
    expand_cargo_alias(args, |word| config.alias(word))
}
