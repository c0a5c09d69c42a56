//! What pnpm, yarn and bun have besides npm's settings, in npm's own spelling of them.
//!
//! Strongest first, as tried with each: pnpm `PNPM_CONFIG_*`, pnpm-workspace.yaml, .npmrc; yarn 1
//! `YARN_*`, .npmrc, .yarnrc; bun `BUN_CONFIG_REGISTRY`, `npm_config_registry`, bunfig.toml, .npmrc. Later
//! versions of yarn read `YARN_*` and .yarnrc.yml, and no .npmrc.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

use super::{Environment, Named, NoIndex, Provenance, Request, read};
use crate::command::Client;
use crate::manifest::yaml_settings;

/// Settings by npm's keys.
pub(super) type Settings = HashMap<String, Named>;

const YARNRC_YML: &str = ".yarnrc.yml";

/// The settings of a later version of yarn, where the project is one's.
pub(super) fn later_yarn(request: &Request) -> Result<Option<Settings>, NoIndex> {
    let mut files: Vec<PathBuf> = request.folder.ancestors().map(|folder| folder.join(YARNRC_YML)).collect();
    if request.tool != Some(Client::Yarn) || !files.iter().any(|file| file.is_file()) {
        return Ok(None);
    }
    // The user's is the weakest.
    files.extend(request.environment.home().map(|home| home.join(YARNRC_YML)));
    let mut settings = Settings::new();
    for file in files.iter().rev() {
        let Some(text) = read(file)? else { continue };
        let entries = yaml_settings(&text);
        let mut server = None;
        for (keys, value) in &entries {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let named =
                Named::new(with_defaults(value, &request.environment), Provenance::File(file.clone()));
            let key = match keys.as_slice() {
                ["npmRegistryServer"] => {
                    server = Some(named.address.clone());
                    "registry".to_owned()
                }
                ["npmScopes", scope, "npmRegistryServer"] => format!("@{scope}:registry"),
                ["httpsProxy"] => "https-proxy".to_owned(),
                ["httpProxy"] => "proxy".to_owned(),
                ["httpsCaFilePath" | "caFilePath"] => "cafile".to_owned(),
                _ => continue,
            };
            settings.insert(key, named);
        }
        let token =
            entries.iter().find(|(keys, _)| matches!(keys.as_slice(), [key] if key == "npmAuthToken"));
        if let (Some((_, token)), Some(server)) = (token, server) {
            let token = with_defaults(token, &request.environment);
            settings.insert(place(&server, "_authToken"), Named::new(token, Provenance::File(file.clone())));
        }
    }
    settings.extend(variables(request));
    Ok(Some(settings))
}

/// What goes behind .npmrc: yarn 1's own file, from the user's to the nearest.
pub(super) fn weaker(request: &Request) -> Result<Settings, NoIndex> {
    let mut settings = Settings::new();
    if request.tool != Some(Client::Yarn) {
        return Ok(settings);
    }
    let home = request.environment.home();
    let files = request.folder.ancestors().map(|folder| folder.join(".yarnrc"));
    let files: Vec<_> = files.chain(home.map(|home| home.join(".yarnrc"))).collect();
    for file in files.iter().rev() {
        for line in read(file)?.unwrap_or_default().lines() {
            let Some((key, value)) = line.trim().split_once(char::is_whitespace) else { continue };
            let key = key.trim_matches('"');
            if key == "registry" || key.ends_with(":registry") || key.contains("proxy") || key == "cafile" {
                let value = value.trim().trim_matches('"');
                settings.insert(key.to_owned(), Named::new(value, Provenance::File(file.clone())));
            }
        }
    }
    Ok(settings)
}

/// What goes before .npmrc: files of pnpm's and bun's own.
pub(super) fn stronger(request: &Request) -> Result<Settings, NoIndex> {
    match request.tool {
        Some(Client::Pnpm) => pnpm_workspace(&request.folder),
        Some(Client::Bun) => bunfig(request),
        _ => Ok(Settings::new()),
    }
}

fn pnpm_workspace(folder: &Path) -> Result<Settings, NoIndex> {
    let mut settings = Settings::new();
    let file =
        folder.ancestors().map(|folder| folder.join("pnpm-workspace.yaml")).find(|file| file.is_file());
    let Some(file) = file else { return Ok(settings) };
    for (keys, value) in yaml_settings(&read(&file)?.unwrap_or_default()) {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let key = match keys.as_slice() {
            ["registry"] | ["registries", "default"] => "registry".to_owned(),
            ["registries", scope] => format!("{scope}:registry"),
            _ => continue,
        };
        settings.insert(key, Named::new(value, Provenance::File(file.clone())));
    }
    Ok(settings)
}

fn bunfig(request: &Request) -> Result<Settings, NoIndex> {
    let mut settings = Settings::new();
    let home = request.environment.home();
    let user = request.environment.path("XDG_CONFIG_HOME").or(home).map(|folder| folder.join(".bunfig.toml"));
    let own = request.arguments.settings.clone().unwrap_or_else(|| PathBuf::from("bunfig.toml"));
    for file in user.into_iter().chain([request.folder.join(own)]) {
        let Some(text) = read(&file)? else { continue };
        let document: DocumentMut = text.parse().map_err(|_| NoIndex::Unreadable {
            file: file.clone(),
            reason: "it is not in the form of a settings file".to_owned(),
        })?;
        let Some(install) = document.get("install") else { continue };
        let scopes = install.get("scopes").and_then(Item::as_table_like);
        let scoped = scopes.into_iter().flat_map(|scopes| scopes.iter());
        let scoped =
            scoped.map(|(scope, item)| (format!("@{}:registry", scope.trim_start_matches('@')), item));
        let all = install.get("registry").map(|item| ("registry".to_owned(), item)).into_iter().chain(scoped);
        for (key, item) in all {
            let Some(url) = item.as_str().or_else(|| item.get("url")?.as_str()) else { continue };
            let named = |text: &str| {
                Named::new(super::npm::expanded(text, &request.environment), Provenance::File(file.clone()))
            };
            // bun takes a variable by its name alone.
            let token = item.get("token").and_then(Item::as_str);
            let token = token.map(|token| match token.strip_prefix('$') {
                Some(name) => request.environment.get(name.trim_matches(['{', '}'])).unwrap_or_default(),
                None => token,
            });
            if let Some(token) = token {
                settings.insert(place(url, "_authToken"), named(token));
            }
            settings.insert(key, named(url));
        }
    }
    Ok(settings)
}

/// What goes before everything: variables of the client's own.
pub(super) fn variables(request: &Request) -> Settings {
    let names: &[(&str, &str)] = match request.tool {
        Some(Client::Pnpm) => {
            &[("PNPM_CONFIG_REGISTRY", "registry"), ("PNPM_CONFIG_HTTPS_PROXY", "https-proxy")]
        }
        Some(Client::Yarn) => &[
            ("YARN_REGISTRY", "registry"),
            ("YARN_NPM_REGISTRY_SERVER", "registry"),
            ("YARN_HTTPS_PROXY", "https-proxy"),
            ("YARN_HTTP_PROXY", "proxy"),
        ],
        Some(Client::Bun) => &[("BUN_CONFIG_REGISTRY", "registry")],
        _ => &[],
    };
    let mut settings = Settings::new();
    for (name, value) in request.environment.iter() {
        let known = names.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        if let Some((_, key)) = known.filter(|_| !value.is_empty()) {
            settings.insert((*key).to_owned(), Named::new(value, Provenance::Variable(name.to_owned())));
        }
    }
    settings
}

/// npm's key for what lets in at a registry.
fn place(url: &str, key: &str) -> String {
    let address = url.split_once("://").map_or(url, |(_, address)| address);
    format!("//{}/:{key}", address.trim_end_matches('/'))
}

/// `${NAME}`, `${NAME-default}` and `${NAME:-default}` as yarn expands them.
fn with_defaults(text: &str, environment: &Environment) -> String {
    let Some((before, behind)) = text.split_once("${") else { return text.to_owned() };
    let Some((inner, behind)) = behind.split_once('}') else { return text.to_owned() };
    let (name, default) = inner.split_once('-').unwrap_or((inner, ""));
    let value = environment.get(name.trim_end_matches(':')).unwrap_or(default);
    format!("{before}{value}{}", with_defaults(behind, environment))
}
