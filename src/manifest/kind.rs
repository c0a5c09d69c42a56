use std::ffi::OsStr;
use std::path::Path;

use crate::package::Ecosystem;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal $ecosystem:ident $role:ident,)+) => {
        /// The kinds of files that are read; each leads to one parser.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FileKind {
            $($(#[doc = $doc])+ $name,)+
        }

        impl FileKind {
            /// Every kind.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The stable word for the kind, in reports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Whose packages such a file names; single entries may be of another ecosystem.
            pub const fn ecosystem(self) -> Ecosystem {
                match self { $(Self::$name => Ecosystem::$ecosystem,)+ }
            }

            const fn role(self) -> Role {
                match self { $(Self::$name => Role::$role,)+ }
            }
        }
    };
}

/// What a kind of file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// People state in it what they want.
    Manifest,
    /// A tool writes it from what it resolved.
    Lockfile,
    /// A program, which may hold a block of dependencies.
    Script,
}

kinds! {
    /// pip's requirements and constraint files.
    Requirements = "requirements" PyPi Manifest,
    /// pyproject.toml.
    Pyproject = "pyproject" PyPi Manifest,
    /// setup.cfg, of setuptools.
    SetupCfg = "setup-cfg" PyPi Manifest,
    /// setup.py, of setuptools, where it is literal.
    SetupPy = "setup-py" PyPi Manifest,
    /// Pipfile, of pipenv.
    Pipfile = "pipfile" PyPi Manifest,
    /// Pipfile.lock.
    PipfileLock = "pipfile-lock" PyPi Lockfile,
    /// poetry.lock.
    PoetryLock = "poetry-lock" PyPi Lockfile,
    /// pdm.lock.
    PdmLock = "pdm-lock" PyPi Lockfile,
    /// uv.lock.
    UvLock = "uv-lock" PyPi Lockfile,
    /// pylock.toml, of PEP 751.
    Pylock = "pylock" PyPi Lockfile,
    /// conda's environment.yml, for its pip part.
    CondaEnvironment = "conda-environment" PyPi Manifest,
    /// A Python program, for its block of PEP 723.
    PythonScript = "python-script" PyPi Script,
    /// tox.ini.
    ToxIni = "tox-ini" PyPi Manifest,
    /// .pre-commit-config.yaml, for its additional dependencies.
    PreCommit = "pre-commit" PyPi Manifest,
    /// package.json.
    PackageJson = "package-json" Npm Manifest,
    /// package-lock.json and npm-shrinkwrap.json.
    PackageLock = "package-lock" Npm Lockfile,
    /// yarn.lock, of yarn 1 and later ones.
    YarnLock = "yarn-lock" Npm Lockfile,
    /// pnpm-lock.yaml.
    PnpmLock = "pnpm-lock" Npm Lockfile,
    /// pnpm-workspace.yaml, for its catalogs and overrides.
    PnpmWorkspace = "pnpm-workspace" Npm Manifest,
    /// bun.lock.
    BunLock = "bun-lock" Npm Lockfile,
    /// bun.lockb, which is binary and said not to be read.
    BunLockb = "bun-lockb" Npm Lockfile,
    /// deno.json and import maps, for their `npm:` imports.
    Deno = "deno" Npm Manifest,
    /// Cargo.toml.
    CargoToml = "cargo-toml" Crates Manifest,
    /// Cargo.lock.
    CargoLock = "cargo-lock" Crates Lockfile,
    /// .cargo/config.toml, for source replacement and patches.
    CargoConfig = "cargo-config" Crates Manifest,
    /// A Rust program, for its front matter (`cargo -Zscript`).
    RustScript = "rust-script" Crates Script,
}

impl FileKind {
    /// The kind that a file's name says, or `None` where the name is of no kind that is read.
    ///
    /// Requirements files have no fixed name: taken are `.txt`, `.in` and `.lock` files with
    /// `requirements` or `constraints` in their name, and `.txt` and `.in` files in a folder
    /// named so. Any `.py` and `.rs` file may hold a block of dependencies.
    pub fn of(path: &Path) -> Option<Self> {
        let folder = path.parent().and_then(Path::file_name).map(OsStr::to_string_lossy);
        Self::named(&path.file_name()?.to_string_lossy(), folder.as_deref())
    }

    /// The kind of a file of this name, in a folder of that name.
    pub(super) fn named(name: &str, folder: Option<&str>) -> Option<Self> {
        Some(match name {
            "pyproject.toml" => Self::Pyproject,
            "setup.cfg" => Self::SetupCfg,
            "setup.py" => Self::SetupPy,
            "Pipfile" => Self::Pipfile,
            "Pipfile.lock" => Self::PipfileLock,
            "poetry.lock" => Self::PoetryLock,
            "pdm.lock" => Self::PdmLock,
            "uv.lock" => Self::UvLock,
            "tox.ini" => Self::ToxIni,
            ".pre-commit-config.yaml" | ".pre-commit-config.yml" => Self::PreCommit,
            "package.json" => Self::PackageJson,
            "package-lock.json" | "npm-shrinkwrap.json" | ".package-lock.json" => Self::PackageLock,
            "yarn.lock" => Self::YarnLock,
            "pnpm-lock.yaml" => Self::PnpmLock,
            "pnpm-workspace.yaml" => Self::PnpmWorkspace,
            "bun.lock" => Self::BunLock,
            "bun.lockb" => Self::BunLockb,
            "deno.json" | "deno.jsonc" | "import_map.json" => Self::Deno,
            "Cargo.toml" => Self::CargoToml,
            "Cargo.lock" => Self::CargoLock,
            "config.toml" | "config" if folder == Some(".cargo") => Self::CargoConfig,
            _ => return Self::of_lower(&name.to_ascii_lowercase(), folder),
        })
    }

    /// The kinds whose files are named freely, by a name in lower case.
    fn of_lower(name: &str, folder: Option<&str>) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        let says_so = |text: &str| text.contains("requirements") || text.contains("constraints");
        let in_folder = folder.is_some_and(|f| matches!(f, "requirements" | "constraints"));
        match extension {
            "txt" | "in" if says_so(stem) || in_folder => Some(Self::Requirements),
            "lock" if says_so(stem) => Some(Self::Requirements),
            // pdm's lock for another group or platform.
            "lock" if stem.starts_with("pdm.") => Some(Self::PdmLock),
            "toml" if stem == "pylock" || stem.starts_with("pylock.") => Some(Self::Pylock),
            "yml" | "yaml" if stem.contains("environment") || stem == "conda" => Some(Self::CondaEnvironment),
            "py" => Some(Self::PythonScript),
            "rs" => Some(Self::RustScript),
            _ => None,
        }
    }

    /// Whether a tool writes the file from what it resolved, so that it names everything that
    /// gets installed.
    pub const fn is_lockfile(self) -> bool {
        matches!(self.role(), Role::Lockfile)
    }

    /// The command that writes a lockfile anew from its manifest; `None` where no one command does.
    pub const fn locked_by(self) -> Option<&'static str> {
        Some(match self {
            Self::PipfileLock => "pipenv lock",
            Self::PoetryLock => "poetry lock",
            Self::PdmLock => "pdm lock",
            Self::UvLock => "uv lock",
            Self::PackageLock => "npm install --package-lock-only",
            Self::YarnLock => "yarn install",
            Self::PnpmLock => "pnpm install --lockfile-only",
            Self::BunLock | Self::BunLockb => "bun install --lockfile-only",
            Self::CargoLock => "cargo update --workspace",
            _ => return None,
        })
    }

    /// Whether the file is a program, which may or may not hold a block of dependencies.
    pub const fn is_script(self) -> bool {
        matches!(self.role(), Role::Script)
    }

    /// The names that are read, for a message to someone whose file has another one.
    pub const NAMES: &'static str = "requirements*.txt, pyproject.toml, setup.cfg, Pipfile, package.json, \
        Cargo.toml, the lockfiles of pip, poetry, pdm, pipenv, uv, npm, yarn, pnpm, bun and cargo, and others \
        (docs/formats.md)";
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
            ("pylock.dev.toml", Some(FileKind::Pylock)),
            ("pdm.linux.lock", Some(FileKind::PdmLock)),
            ("environment-dev.yaml", Some(FileKind::CondaEnvironment)),
            ("package.json", Some(FileKind::PackageJson)),
            ("x/npm-shrinkwrap.json", Some(FileKind::PackageLock)),
            ("Cargo.lock", Some(FileKind::CargoLock)),
            ("Cargo.toml", Some(FileKind::CargoToml)),
            (".cargo/config.toml", Some(FileKind::CargoConfig)),
            ("app/config.toml", None),
            ("tools/run.py", Some(FileKind::PythonScript)),
            ("setup.py", Some(FileKind::SetupPy)),
            ("run.rs", Some(FileKind::RustScript)),
            ("Cargo.toml.orig", None),
            ("my-package.json", None),
            ("", None),
        ] {
            assert_eq!(FileKind::of(Path::new(path)), kind, "{path}");
        }
    }

    #[test]
    fn words_are_distinct() {
        let words: std::collections::BTreeSet<_> = FileKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(words.len(), FileKind::ALL.len());
    }
}
