//! pip: arguments, `PIP_*`, then pip.conf at the level of an environment, the user and the machine.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::ways::{Certificates, Ways};
use super::{Environment, Located, Named, NoIndex, Provenance, Request, ini, netrc};
use crate::command::Client;
use crate::package::Ecosystem;

/// What takes the place of a file where there is to be none.
const NO_FILE: &str = if cfg!(windows) { "nul" } else { "/dev/null" };

pub(super) fn locate(request: &Request) -> Result<Located, NoIndex> {
    // Poetry and pdm have pip's registries and none of its settings.
    let is_pips = request.tool.is_none_or(|tool| matches!(tool, Client::Pip | Client::Pipx | Client::Pipenv));
    let settings = if is_pips { Settings::gather(request)? } else { Settings(HashMap::new()) };
    let named = request.named();
    if request.index.is_none() {
        let from_arguments = request.arguments.no_index.then_some(Provenance::Arguments);
        let from_settings =
            || settings.get("no-index").filter(|s| is_true(&s.address)).map(|s| s.from.clone());
        if let Some(from) = from_arguments.or_else(from_settings) {
            return Err(NoIndex::Forbidden { from });
        }
    }
    let of_project = request.arguments.project_index.as_ref();
    let of_project = of_project.map(|address| Named::new(address, Provenance::Arguments));
    let mut located = match named.or(of_project).or_else(|| settings.get("index-url").cloned()) {
        Some(named) => named.located()?,
        None => request.stated(Ecosystem::PyPi)?,
    };
    // `--index` is the whole answer: whoever gives it wants nobody else asked.
    if request.index.is_none() {
        let (own, project) = (&request.arguments.extra, &request.arguments.project_extra);
        let arguments = own.iter().chain(project).map(|a| Named::new(a, Provenance::Arguments));
        let configured = settings.get("extra-index-url").into_iter().flat_map(|named| {
            named.address.split_whitespace().map(|address| Named::new(address, named.from.clone()))
        });
        // The command's come on top of what is configured.
        let extra: Vec<Named> = configured.chain(arguments).collect();
        located.extra = extra.iter().map(Named::root).collect::<Result<_, _>>()?;
    }
    netrc::add(&request.environment, &mut located);
    settings.ways(request).put(&request.environment, &mut located)?;
    Ok(located)
}

/// What pip's settings (variables and configuration files) add to an install, apart by spaces there.
///
/// # Errors
///
/// Where a configuration file cannot be read.
pub fn pip_inputs(request: &Request) -> Result<PipInputs, NoIndex> {
    let settings = Settings::gather(request)?;
    let words = |keys: &[&str]| {
        let named = keys.iter().filter_map(|key| settings.get(key));
        named.flat_map(|named| named.address.split_whitespace().map(str::to_owned)).collect()
    };
    Ok(PipInputs {
        files: words(&["requirement", "requirements", "constraint", "build-constraint"]),
        editable: words(&["editable"]),
    })
}

/// What pip installs because its settings say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PipInputs {
    /// Files of requirements and constraints.
    pub files: Vec<String>,
    /// Folders and addresses to install in place.
    pub editable: Vec<String>,
}

/// Keys in pip's normal form (`index-url`), each with its strongest value.
struct Settings(HashMap<String, Named>);

impl Settings {
    fn gather(request: &Request) -> Result<Self, NoIndex> {
        // The command's own section counts before `[global]`, whatever the files' order.
        let (mut global, mut own) = (HashMap::new(), HashMap::new());
        let command = match request.arguments.command.as_str() {
            "" => "install",
            command => command,
        };
        let isolated = request.arguments.isolated;
        for file in files(&request.environment, request.client.as_deref(), isolated) {
            let Some(settings) = ini::read_pip(&file)? else { continue };
            for (section, into) in [("global", &mut global), (command, &mut own)] {
                for (key, value) in settings.section(section) {
                    into.insert(normal(key), Named::new(value, Provenance::File(file.clone())));
                }
            }
        }
        global.extend(own);
        for (name, value) in request.environment.iter().filter(|_| !isolated) {
            // An empty variable is no setting to pip either.
            if let Some(key) = name.strip_prefix("PIP_").filter(|_| !value.is_empty()) {
                global.insert(normal(key), Named::new(value, Provenance::Variable(name.to_owned())));
            }
        }
        Ok(Self(global))
    }

    fn ways(&self, request: &Request) -> Ways {
        let (arguments, folder) = (&request.arguments, &request.folder);
        let argument = |text: &Option<String>| text.as_ref().map(|t| Named::new(t, Provenance::Arguments));
        let setting = |key: &str| self.get(key).cloned();
        // As pip has it, a proxy of its own is used for every host.
        let proxy = argument(&arguments.proxy).or_else(|| setting("proxy"));
        let mut ways = Ways { except: proxy.is_some().then(String::new), proxy, ..Ways::default() };
        if let Some(file) = argument(&arguments.certificates).or_else(|| setting("cert")) {
            let setting = format!("cert in {}", file.from);
            ways.files.push(Certificates { path: folder.join(&file.address), setting });
        }
        for variable in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
            ways.variable(variable, &request.environment, folder);
        }
        ways
    }

    fn get(&self, key: &str) -> Option<&Named> {
        self.0.get(key).filter(|named| !named.address.trim().is_empty())
    }
}

fn normal(key: &str) -> String {
    key.trim_start_matches("--").to_ascii_lowercase().replace('_', "-")
}

fn is_true(value: &str) -> bool {
    matches!(value.trim().to_ascii_lowercase().as_str(), "y" | "yes" | "t" | "true" | "on" | "1")
}

/// The files in which pip keeps settings, weakest first.
fn files(environment: &Environment, client: Option<&Path>, isolated: bool) -> Vec<PathBuf> {
    let chosen = environment.get("PIP_CONFIG_FILE");
    if chosen == Some(NO_FILE) {
        return Vec::new();
    }
    let basename = if cfg!(windows) { "pip.ini" } else { "pip.conf" };
    let mut files = machine_files(environment);
    // pip leaves the user's own file out where another is chosen and exists.
    if !isolated
        && !chosen.is_some_and(|file| Path::new(file).exists())
        && let Some(home) = environment.home()
    {
        let legacy = if cfg!(windows) { "pip" } else { ".pip" };
        files.push(home.join(legacy).join(basename));
        files.push(user_folder(environment, &home).join("pip").join(basename));
    }
    // `PREFIX/bin/pip` belongs to the Python of PREFIX, activated or not.
    let prefix = client.and_then(|client| client.parent()?.parent().map(Path::to_path_buf));
    if let Some(prefix) = prefix.or_else(|| environment.path("VIRTUAL_ENV")) {
        files.push(prefix.join(basename));
    }
    files.extend(chosen.map(PathBuf::from));
    files
}

fn user_folder(environment: &Environment, home: &Path) -> PathBuf {
    if cfg!(windows) {
        return environment.path("APPDATA").unwrap_or_else(|| home.join("AppData/Roaming"));
    }
    if cfg!(target_os = "macos") {
        let folder = home.join("Library/Application Support");
        // pip prefers this one only where it is there.
        if folder.join("pip").is_dir() {
            return folder;
        }
    }
    environment.path("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"))
}

fn machine_files(environment: &Environment) -> Vec<PathBuf> {
    if cfg!(windows) {
        return environment.path("PROGRAMDATA").map(|path| path.join("pip/pip.ini")).into_iter().collect();
    }
    if cfg!(target_os = "macos") {
        return vec![PathBuf::from("/Library/Application Support/pip/pip.conf")];
    }
    let folders = environment.get("XDG_CONFIG_DIRS").unwrap_or("/etc/xdg");
    let mut files: Vec<PathBuf> = std::env::split_paths(folders).map(|f| f.join("pip/pip.conf")).collect();
    files.push(PathBuf::from("/etc/pip.conf"));
    files
}
