//! What a cargo workspace depends on.
//!
//! `cargo metadata` says which packages belong to the workspace and what they resolve to; names and
//! places come from the manifests and the lockfile themselves. Cargo is run so that a repository's own
//! configuration has no say: from the root folder, since cargo takes its configuration from the folder
//! it runs in and those above; with the real rustc and without wrappers, since a configuration may name
//! programs in their place; and frozen, so that it neither asks the network nor changes the lockfile.
//! Where cargo cannot run, the manifests and the lockfile alone are read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};

use crate::finding::InputError;
use crate::manifest::{self, FileKind, Reading};
use crate::package::{Dependency, Ecosystem, PackageName, Source};
use crate::registry::is_default_crates_index;

/// The programs of a Rust toolchain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// cargo itself.
    pub cargo: PathBuf,
    /// rustc itself; without one, cargo is not run.
    pub rustc: PathBuf,
}

/// What was read of a workspace, and what the user should know about how.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// Dependencies of all members and of the lockfile.
    pub reading: Reading,
    /// Sentences for stderr.
    pub notes: Vec<String>,
}

/// Reads the workspace that a folder belongs to. Paths below `folder` are shown as they stand from it.
///
/// # Errors
/// Where neither the folder nor one above it holds a Cargo.toml.
pub fn read(folder: &Path, toolchain: Option<&Toolchain>) -> Result<Workspace, InputError> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let Some(manifest) = upwards(&folder, "Cargo.toml") else {
        return Err(InputError {
            file: Some(folder.to_string_lossy().as_ref().into()),
            line: None,
            column: None,
            message: "no Cargo.toml stands here or in a folder above".to_owned(),
            hint: "run it in a cargo project, or name files with `cargo phantom scan PATH`".to_owned(),
        });
    };
    let metadata = match toolchain {
        Some(toolchain) => metadata(&manifest, toolchain),
        None => Err("cargo or rustc was not found".to_owned()),
    };
    Ok(match metadata {
        Ok(metadata) => resolved(&metadata, &folder),
        Err(reason) => Workspace {
            reading: unresolved(&manifest, &folder),
            notes: vec![format!(
                "cargo metadata could not be used, so that the manifests and Cargo.lock alone were read: {reason}"
            )],
        },
    })
}

fn metadata(manifest: &Path, toolchain: &Toolchain) -> Result<Metadata, String> {
    let root = manifest.ancestors().last().unwrap_or(manifest);
    let result = MetadataCommand::new()
        .cargo_path(&toolchain.cargo)
        .manifest_path(manifest)
        .current_dir(root)
        .other_options(["--frozen".to_owned()])
        .env("RUSTC", &toolchain.rustc)
        // An empty value takes the place of what a configuration names.
        .env("RUSTC_WRAPPER", "")
        .env("RUSTC_WORKSPACE_WRAPPER", "")
        .exec();
    result.map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => first_words(&stderr),
        other => other.to_string(),
    })
}

/// The first thing that went wrong, in cargo's words.
fn first_words(stderr: &str) -> String {
    let line = stderr.lines().find(|line| line.starts_with("error")).or_else(|| stderr.lines().next());
    line.unwrap_or_default().trim_start_matches("error:").trim().to_owned()
}

fn resolved(metadata: &Metadata, folder: &Path) -> Workspace {
    let members = metadata.workspace_packages();
    let mut files: Vec<PathBuf> =
        members.iter().map(|package| package.manifest_path.clone().into_std_path_buf()).collect();
    let root = metadata.workspace_root.as_std_path();
    // A virtual workspace's own manifest holds [workspace.dependencies] and [patch].
    files.push(root.join("Cargo.toml"));
    files.sort();
    files.dedup();
    files.push(root.join("Cargo.lock"));
    let mut reading = scan(files, folder);
    let known: HashSet<PackageName> = reading.dependencies.iter().map(|d| d.name.clone()).collect();
    let missing = metadata.packages.iter().filter_map(|package| {
        let source = package.source.as_ref()?;
        let name = PackageName::new(Ecosystem::Crates, package.name.as_str());
        (!known.contains(&name)).then(|| Dependency {
            requirement: Some(package.version.to_string()),
            source: source_of(&source.repr),
            ..Dependency::new(name)
        })
    });
    reading.dependencies.extend(missing);
    Workspace { reading, notes: Vec::new() }
}

/// A package's source as cargo writes it: `registry+URL`, `sparse+URL` or `git+URL`.
fn source_of(text: &str) -> Source {
    if let Some(git) = text.strip_prefix("git+") {
        return Source::Git(crate::package::without_secrets(git).into());
    }
    if is_default_crates_index(text) {
        Source::Registry
    } else {
        Source::OtherRegistry(crate::package::without_secrets(text).into())
    }
}

/// Every manifest and lockfile of cargo's below the workspace's root, which is where the lockfile is.
fn unresolved(manifest: &Path, folder: &Path) -> Reading {
    let own = manifest.parent().unwrap_or(folder);
    let lockfile = upwards(own, "Cargo.lock");
    let root = lockfile.as_deref().and_then(Path::parent).unwrap_or(own);
    match manifest::discover(root) {
        Ok(files) => {
            // A program with dependencies of its own is no part of the workspace.
            let crates = |file: &PathBuf| {
                FileKind::of(file)
                    .is_some_and(|kind| kind.ecosystem() == Ecosystem::Crates && !kind.is_script())
            };
            scan(files.into_iter().filter(crates).collect(), folder)
        }
        Err(error) => Reading { errors: vec![error], ..Reading::default() },
    }
}

/// Reads files, shown as they stand from `folder`. A workspace without a lockfile is none the worse.
fn scan(files: Vec<PathBuf>, folder: &Path) -> Reading {
    manifest::read_files(files.into_iter().filter(|file| file.exists()).map(|file| {
        let shown = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
        (file, shown)
    }))
}

fn upwards(folder: &Path, name: &str) -> Option<PathBuf> {
    folder.ancestors().map(|above| above.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_apart() {
        let default = format!("registry+{}", tame_index::CRATES_IO_INDEX);
        assert_eq!(source_of(&default), Source::Registry);
        assert_eq!(source_of(tame_index::CRATES_IO_HTTP_INDEX), Source::Registry);
        let other = "sparse+https://registry.example/index/";
        assert_eq!(source_of(other), Source::OtherRegistry(other.into()));
        assert_eq!(source_of("git+https://code.example/x#1"), Source::Git("https://code.example/x".into()));
    }

    #[test]
    fn the_first_error_of_cargo_is_passed_on() {
        assert_eq!(
            first_words("warning: x\nerror: the lock file needs an update\nmore"),
            "the lock file needs an update"
        );
        assert_eq!(first_words(""), "");
    }
}
