use std::path::Path;

use crate::package::Ecosystem;

/// The kinds of files that are read; each leads to one parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// pip's requirements and constraint files.
    Requirements,
    /// pyproject.toml.
    Pyproject,
    /// package.json.
    PackageJson,
    /// package-lock.json and npm-shrinkwrap.json.
    PackageLock,
    /// Cargo.toml.
    CargoToml,
    /// Cargo.lock.
    CargoLock,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Requirements,
        Self::Pyproject,
        Self::PackageJson,
        Self::PackageLock,
        Self::CargoToml,
        Self::CargoLock,
    ];

    /// The kind that a file's name says, or `None` where the name is of no kind that is read.
    ///
    /// Requirements files have no fixed name: taken are `.txt`, `.in` and `.lock` files with
    /// `requirements` or `constraints` in their name, and `.txt` and `.in` files in a folder
    /// named so.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        match name {
            "pyproject.toml" => return Some(Self::Pyproject),
            "package.json" => return Some(Self::PackageJson),
            "package-lock.json" | "npm-shrinkwrap.json" | ".package-lock.json" => {
                return Some(Self::PackageLock);
            }
            "Cargo.toml" => return Some(Self::CargoToml),
            "Cargo.lock" => return Some(Self::CargoLock),
            _ => {}
        }
        let name = name.to_ascii_lowercase();
        let (stem, extension) = name.rsplit_once('.')?;
        let says_so = |text: &str| text.contains("requirements") || text.contains("constraints");
        let folder = || path.parent().and_then(Path::file_name).and_then(|f| f.to_str());
        let is_requirements = match extension {
            "txt" | "in" => {
                says_so(stem) || folder().is_some_and(|f| matches!(f, "requirements" | "constraints"))
            }
            "lock" => says_so(stem),
            _ => false,
        };
        is_requirements.then_some(Self::Requirements)
    }

    /// Whose packages such a file names.
    pub const fn ecosystem(self) -> Ecosystem {
        match self {
            Self::Requirements | Self::Pyproject => Ecosystem::PyPi,
            Self::PackageJson | Self::PackageLock => Ecosystem::Npm,
            Self::CargoToml | Self::CargoLock => Ecosystem::Crates,
        }
    }

    /// Whether a tool writes the file from what it resolved, so that it names everything that
    /// gets installed.
    pub const fn is_lockfile(self) -> bool {
        matches!(self, Self::PackageLock | Self::CargoLock)
    }

    /// The names that are read, for a message to someone whose file has another one.
    pub const NAMES: &'static str = "requirements*.txt, *requirements*.in, constraints*.txt, \
        pyproject.toml, package.json, package-lock.json, npm-shrinkwrap.json, Cargo.toml, Cargo.lock";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_the_kind() {
        for (path, kind) in [
            ("requirements.txt", Some(FileKind::Requirements)),
            ("a/requirements-dev.txt", Some(FileKind::Requirements)),
            ("dev_requirements.in", Some(FileKind::Requirements)),
            ("Requirements.TXT", Some(FileKind::Requirements)),
            ("constraints.txt", Some(FileKind::Requirements)),
            ("requirements/dev.txt", Some(FileKind::Requirements)),
            ("requirements.lock", Some(FileKind::Requirements)),
            ("requirements/README.md", None),
            ("docs/dev.txt", None),
            ("pyproject.toml", Some(FileKind::Pyproject)),
            ("package.json", Some(FileKind::PackageJson)),
            ("x/npm-shrinkwrap.json", Some(FileKind::PackageLock)),
            ("Cargo.lock", Some(FileKind::CargoLock)),
            ("Cargo.toml", Some(FileKind::CargoToml)),
            ("Cargo.toml.orig", None),
            ("my-package.json", None),
            ("", None),
        ] {
            assert_eq!(FileKind::of(Path::new(path)), kind, "{path}");
        }
    }
}
