//! npm, and those that share its settings: arguments, `npm_config_*`, then `.npmrc` at the level of the project, the user and the machine.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::ways::{Certificates, Ways};
use super::{Environment, Located, Named, NoIndex, Provenance, Request, ini, node, npm_auth};
use crate::package::Ecosystem;

/// Stands for a registry of which only the scope is known. The domain is reserved for names that never
/// exist.
const UNKNOWN: &str = "https://registry.invalid/";

/// The settings of the way to registries.
const WAYS: &[&str] = &["proxy", "https-proxy", "noproxy", "ca", "ca[]", "cafile"];

pub(super) fn locate(request: &Request) -> Result<Located, NoIndex> {
    let (settings, notes) = gather(request)?;
    let mut located = match request.named().or_else(|| settings.get("registry").cloned()) {
        Some(named) => named.located()?,
        None => request.stated(Ecosystem::Npm)?,
    };
    // A scope keeps its registry also under `--index` and `--registry`, as npm has it: a private name
    // must not reach a public registry.
    let mut scopes = BTreeMap::new();
    for (key, named) in &settings {
        if let Some(scope) = key.strip_suffix(":registry").filter(|scope| scope.starts_with('@')) {
            scopes.insert(scope.to_owned(), named.root()?);
            if is_projects(&named.from, request) {
                located.project_scopes.insert(scope.to_owned());
            }
        }
    }
    located.scopes = scopes;
    located.notes = notes;
    if let Some(found) = npm_auth::credentials(&settings, located.root.url()) {
        located.root = located.root.with_credentials(found);
    }
    ways(request, &settings).put(&request.environment, &mut located)?;
    Ok(located)
}

/// As npm has it, one proxy serves for http and https, and `https-proxy` goes before `proxy`.
fn ways(request: &Request, settings: &HashMap<String, Named>) -> Ways {
    let (arguments, folder) = (&request.arguments, &request.folder);
    let argument = |text: &Option<String>| text.as_ref().map(|t| Named::new(t, Provenance::Arguments));
    let setting = |key: &str| {
        settings.get(key).filter(|named| !matches!(named.address.as_str(), "null" | "false")).cloned()
    };
    let mut ways = Ways {
        proxy: argument(&arguments.proxy).or_else(|| setting("https-proxy")).or_else(|| setting("proxy")),
        except: arguments.no_proxy.clone().or_else(|| setting("noproxy").map(|named| named.address)),
        ..Ways::default()
    };
    if let Some(file) = argument(&arguments.certificates).or_else(|| setting("cafile")) {
        let home = request.environment.home();
        let path = match (file.address.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => folder.join(&file.address),
        };
        ways.files.push(Certificates { path, setting: format!("cafile in {}", file.from) });
    }
    ways.texts.extend(["ca", "ca[]"].into_iter().filter_map(setting));
    ways.variable("NODE_EXTRA_CA_CERTS", &request.environment, folder);
    ways
}

/// Whether npm's settings (variables and files) leave its lockfiles in force.
///
/// # Errors
///
/// Where a configuration file cannot be read.
pub fn npm_keeps_lockfile(request: &Request) -> Result<bool, NoIndex> {
    let (settings, _) = gather(request)?;
    let is_off = |key: &&str| settings.get(*key).is_some_and(|named| named.address.trim() == "false");
    Ok(!["package-lock", "shrinkwrap"].iter().any(is_off))
}

/// Every setting with its strongest value, and what is to be said of those left out.
fn gather(request: &Request) -> Result<(HashMap<String, Named>, Vec<String>), NoIndex> {
    let environment = &request.environment;
    if let Some(settings) = node::later_yarn(request)? {
        return Ok((settings, Vec::new()));
    }
    let variables = variables(environment);
    let (mut settings, mut notes) = (node::weaker(request)?, Vec::new());
    let project = project_file(request);
    for file in files(request, &variables, project.as_deref()) {
        let Some(found) = ini::read_npm(&file)? else { continue };
        // The file of a folder that is only looked at.
        let foreign = !request.as_client && project.as_ref() == Some(&file);
        for (key, value) in found.section("default") {
            let from = Provenance::File(file.clone());
            let raw = unquoted(value);
            let value = expanded(raw, environment);
            if foreign && WAYS.contains(&key) {
                continue;
            }
            if foreign && value != raw {
                if key.starts_with("//") {
                    notes.push(format!(
                        "{from}: {key} is made of a variable, which is not put into the file of a folder that is only looked at: set it in the user's own .npmrc"
                    ));
                } else if key.ends_with(":registry") {
                    // Whichever it is, it is another one.
                    settings.insert(key.to_owned(), Named::new(UNKNOWN, from));
                } else if key == "registry" && request.named().is_none() && !variables.contains_key(key) {
                    return Err(NoIndex::Variables { from });
                }
                continue;
            }
            if !value.is_empty() {
                settings.insert(key.to_owned(), Named::new(value, from));
            }
        }
    }
    settings.extend(node::stronger(request)?);
    settings.extend(variables);
    settings.extend(node::variables(request));
    Ok((settings, notes))
}

/// `npm_config_registry`, in any case, with `_` for `-` within the key.
fn variables(environment: &Environment) -> HashMap<String, Named> {
    let mut found = HashMap::new();
    for (name, value) in environment.iter() {
        const PREFIX: &str = "npm_config_";
        let Some((prefix, key)) = name.split_at_checked(PREFIX.len()) else { continue };
        if prefix.eq_ignore_ascii_case(PREFIX) && !value.is_empty() {
            // A key that names a host or a scope keeps its spelling, as in npm.
            let key = if key.starts_with(['/', '@']) {
                key.to_owned()
            } else {
                key.to_ascii_lowercase().replace('_', "-")
            };
            found.insert(key, Named::new(value, Provenance::Variable(name.to_owned())));
        }
    }
    found
}

/// Whether a setting is the word of a file that lies in the project or above it, and not of the user's own.
fn is_projects(from: &Provenance, request: &Request) -> bool {
    let Provenance::File(file) = from else { return false };
    let (folder, home) = (file.parent(), request.environment.home());
    let project = request.arguments.npm_project.as_deref().unwrap_or(&request.folder);
    let is_in = |inside: &Path| inside.ancestors().any(|above| Some(above) == folder);
    (is_in(project) || is_in(&request.folder)) && folder != home.as_deref()
}

/// The file of the project's settings.
fn project_file(request: &Request) -> Option<PathBuf> {
    let arguments = &request.arguments;
    let project = arguments.npm_project.clone().unwrap_or_else(|| project_folder(&request.folder));
    let counts = Some(&project) != request.environment.home().as_ref() && !arguments.npm_global;
    counts.then(|| project.join(".npmrc"))
}

/// The files in which npm keeps settings, weakest first.
fn files(request: &Request, variables: &HashMap<String, Named>, project: Option<&Path>) -> Vec<PathBuf> {
    let chosen = |key: &str| variables.get(key).map(|named| PathBuf::from(&named.address));
    let prefix = chosen("prefix").or_else(|| request.environment.path("PREFIX")).or_else(|| {
        // node and npm lie side by side in PREFIX/bin.
        request.client.as_deref()?.parent()?.parent().map(Path::to_path_buf)
    });
    let mut files = Vec::new();
    // What a distribution ships with npm itself.
    let program = request.client.as_deref().and_then(|client| std::fs::canonicalize(client).ok());
    files.extend(program.iter().filter_map(|p| Some(p.parent()?.parent()?.join("npmrc"))));
    let arguments = &request.arguments;
    let global_config = arguments.npm_global_config.clone().or_else(|| chosen("globalconfig"));
    files.extend(global_config.or_else(|| prefix.map(|p| p.join("etc/npmrc"))));
    let home = request.environment.home();
    let user_config = arguments.npm_user_config.clone().or_else(|| chosen("userconfig"));
    files.extend(user_config.or_else(|| home.as_ref().map(|home| home.join(".npmrc"))));
    files.extend(project.map(Path::to_path_buf));
    files
}

/// The nearest folder upwards that npm takes for a project's.
fn project_folder(folder: &Path) -> PathBuf {
    let is_project = |f: &&Path| f.join("package.json").exists() || f.join("node_modules").exists();
    folder.ancestors().find(is_project).unwrap_or(folder).to_owned()
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

/// `${NAME}` becomes the variable's value, `${NAME?}` also where there is none; otherwise the text
/// stays as it is.
pub(super) fn expanded(text: &str, environment: &Environment) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            continue;
        };
        match (environment.get(name.trim_end_matches('?')), name.ends_with('?')) {
            (Some(value), _) => out.push_str(value),
            (None, true) => {}
            (None, false) => {
                out.push_str("${");
                out.push_str(name);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_expanded_as_npm_does() {
        let environment = [("HOST".to_owned(), "registry.example".to_owned())].into_iter().collect();
        for (text, result) in [
            ("https://${HOST}/npm/", "https://registry.example/npm/"),
            ("${HOST}${HOST}", "registry.exampleregistry.example"),
            ("a${NONE}b", "a${NONE}b"),
            ("a${NONE?}b", "ab"),
            ("a${HOST", "a${HOST"),
            ("$HOST", "$HOST"),
        ] {
            assert_eq!(expanded(text, &environment), result, "{text}");
        }
    }
}
