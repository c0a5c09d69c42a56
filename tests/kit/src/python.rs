//! Python packages: wheels, and source distributions that run code when built.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::registry::{hex, tar_gz};

/// A package for the simple index: one version, as a wheel, or as a source distribution alone.
#[derive(Debug, Clone)]
pub struct PythonPackage {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) days_ago: i64,
    requires: Vec<String>,
    extras: Vec<String>,
    source_too: bool,
    module: String,
    is_program: bool,
    canary: Option<PathBuf>,
}

impl PythonPackage {
    /// Version 1.0.0 as a wheel, published a thousand days ago, whose module's `ANSWER` is the name.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            days_ago: 1000,
            requires: Vec::new(),
            extras: Vec::new(),
            source_too: false,
            module: format!("ANSWER = {name:?}\n"),
            is_program: false,
            canary: None,
        }
    }

    /// Another version.
    #[must_use]
    pub fn version(mut self, version: &str) -> Self {
        version.clone_into(&mut self.version);
        self
    }

    /// Adds a requirement.
    #[must_use]
    pub fn requires(mut self, requirement: &str) -> Self {
        self.requires.push(requirement.to_owned());
        self
    }

    /// Adds a requirement that only an extra brings.
    #[must_use]
    pub fn extra(mut self, extra: &str, requirement: &str) -> Self {
        self.requires.push(format!("{requirement}; extra == \"{extra}\""));
        if !self.extras.iter().any(|known| known == extra) {
            self.extras.push(extra.to_owned());
        }
        self
    }

    /// Serves a source distribution beside the wheel.
    #[must_use]
    pub const fn with_source(mut self) -> Self {
        self.source_too = true;
        self
    }

    /// Brings a program of its name, which prints it.
    #[must_use]
    pub fn program(mut self) -> Self {
        self.module.push_str("def main(): print(ANSWER)\n");
        self.is_program = true;
        self
    }

    /// Published so many days ago.
    #[must_use]
    pub const fn published_days_ago(mut self, days: i64) -> Self {
        self.days_ago = days;
        self
    }

    /// Serves a source distribution in place of the wheel. Building it, which pip does even to learn
    /// its requirements, writes the file.
    #[must_use]
    pub fn canary(mut self, file: &Path) -> Self {
        self.canary = Some(file.to_owned());
        self
    }

    /// The files' names and their bytes.
    pub(crate) fn archives(&self) -> Vec<(String, Vec<u8>)> {
        let mut archives = Vec::new();
        if self.canary.is_none() {
            archives.push((self.wheel_name(), self.wheel()));
        }
        if self.canary.is_some() || self.source_too {
            let name = format!("{}-{}.tar.gz", self.distribution(), self.version);
            archives.push((name, self.sdist()));
        }
        archives
    }

    fn wheel_name(&self) -> String {
        format!("{}-{}-py3-none-any.whl", self.distribution(), self.version)
    }

    fn distribution(&self) -> String {
        self.name.to_ascii_lowercase().replace(['-', '.'], "_")
    }

    /// What an index serves beside a wheel (PEP 658).
    pub(crate) fn metadata(&self) -> String {
        let mut text = format!(
            "Metadata-Version: 2.1\nName: {}\nVersion: {}\nSummary: served by a test\n",
            self.name, self.version
        );
        for requirement in &self.requires {
            text.push_str(&format!("Requires-Dist: {requirement}\n"));
        }
        for extra in &self.extras {
            text.push_str(&format!("Provides-Extra: {extra}\n"));
        }
        text
    }

    fn wheel(&self) -> Vec<u8> {
        let distribution = self.distribution();
        let info = format!("{distribution}-{}.dist-info", self.version);
        let mut files = vec![
            (format!("{distribution}.py"), self.module.clone()),
            (format!("{info}/METADATA"), self.metadata()),
            (
                format!("{info}/WHEEL"),
                "Wheel-Version: 1.0\nGenerator: phantom-testkit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
                    .to_owned(),
            ),
        ];
        if self.is_program {
            let entry = format!("[console_scripts]\n{} = {distribution}:main\n", self.name);
            files.push((format!("{info}/entry_points.txt"), entry));
        }
        let mut record = String::new();
        for (path, text) in &files {
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()));
            record.push_str(&format!("{path},sha256={hash},{}\n", text.len()));
        }
        record.push_str(&format!("{info}/RECORD,,\n"));
        files.push((format!("{info}/RECORD"), record));

        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in &files {
            zip.start_file(path.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The build backend lies in the archive itself and needs nothing else, so that pip's isolated
    /// build asks no index for setuptools. Both it and setup.py write the canary, if there is one.
    fn sdist(&self) -> Vec<u8> {
        let top = format!("{}-{}", self.distribution(), self.version);
        let tattle = self.canary.as_ref().map_or_else(String::new, |canary| {
            format!("open({:?}, 'w').write('ran')\n", canary.display().to_string())
        });
        let wheel = URL_SAFE_NO_PAD.encode(self.wheel());
        let wheel_name = self.wheel_name();
        let backend = format!(
            "import base64, os\n{tattle}\
             WHEEL = {wheel:?}\n\
             def build_wheel(folder, config_settings=None, metadata_directory=None):\n    \
                 name = {wheel_name:?}\n    \
                 with open(os.path.join(folder, name), 'wb') as out:\n        \
                     out.write(base64.urlsafe_b64decode(WHEEL + '=' * (-len(WHEEL) % 4)))\n    \
                 return name\n"
        );
        tar_gz(&[
            (
                format!("{top}/pyproject.toml"),
                "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n"
                    .to_owned(),
            ),
            (format!("{top}/PKG-INFO"), self.metadata()),
            (format!("{top}/backend.py"), backend),
            (format!("{top}/setup.py"), tattle),
        ])
    }

    /// `sha256` of an archive, as an index states it.
    pub(crate) fn sha256(archive: &[u8]) -> String {
        hex(&Sha256::digest(archive))
    }
}
