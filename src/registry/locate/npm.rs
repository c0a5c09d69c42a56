//! npm: arguments, `npm_config_*`, then `.npmrc` at the level of the project, the user and the machine.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::{Environment, Located, Named, NoIndex, Provenance, Request, ini};
use crate::package::Ecosystem;

pub(super) fn locate(request: &Request) -> Result<Located, NoIndex> {
    let settings = gather(request)?;
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
        }
    }
    located.scopes = scopes;
    Ok(located)
}

/// Every setting with its strongest value.
fn gather(request: &Request) -> Result<HashMap<String, Named>, NoIndex> {
    let environment = &request.environment;
    let variables = variables(environment);
    let mut settings = HashMap::new();
    for file in files(request, &variables) {
        let Some(found) = ini::read_npm(&file)? else { continue };
        for (key, value) in found.section("default") {
            let value = expanded(unquoted(value), environment);
            if !value.is_empty() {
                settings.insert(key.to_owned(), Named::new(value, Provenance::File(file.clone())));
            }
        }
    }
    settings.extend(variables);
    Ok(settings)
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

/// The files in which npm keeps settings, weakest first.
fn files(request: &Request, variables: &HashMap<String, Named>) -> Vec<PathBuf> {
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
    let project = arguments.npm_project.clone().unwrap_or_else(|| project_folder(&request.folder));
    if Some(&project) != home.as_ref() && !arguments.npm_global {
        files.push(project.join(".npmrc"));
    }
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
fn expanded(text: &str, environment: &Environment) -> String {
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
