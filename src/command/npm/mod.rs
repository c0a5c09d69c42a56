//! npm and npx.

pub(super) mod npx;
mod spec;
pub(super) mod tables;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::client::Client;
use super::grammar::{Arguments, Role, read_nopt};
use super::plan::{Install, Plan, Project};
use super::words;
use crate::package::{Dependency, Ecosystem, PackageName, Source};
use tables::{ALIASES, COMMANDS, Effect, NOPT};

pub(super) fn plan(args: &[OsString]) -> Plan {
    let mut found = read_nopt(&NOPT, args.iter().map(OsString::as_os_str));
    if found.has(Role::Ends) || found.positionals.is_empty() {
        return Plan::PassThrough;
    }
    let command = found.positionals.remove(0);
    let Some(effect) = effect_of(&command.to_string_lossy()) else {
        // npm refuses what it does not know, too.
        return Plan::PassThrough;
    };
    let mut install = Install::new(Client::Npm);
    install.index.primary = found.value(Role::Index).map(|url| url.to_string_lossy().into_owned());
    install.index.scopes = scoped_registries(args);
    install.index.user_config = found.value(Role::UserConfig).map(PathBuf::from);
    install.index.global_config = found.value(Role::GlobalConfig).map(PathBuf::from);
    let text = |role| found.value(role).map(|value| value.to_string_lossy().into_owned());
    install.index.proxy = text(Role::FirstProxy).or_else(|| text(Role::Proxy));
    install.index.no_proxy = text(Role::NoProxy);
    install.index.certificates = text(Role::Certificates);
    install.index.prefix = found.value(Role::Folder).map(PathBuf::from);
    install.index.global = is_global(&found);
    let without_lockfile = found.value(Role::Lockfile) == Some(OsStr::new("false"));
    install.renews = matches!(effect, Effect::Update | Effect::AuditFix) || without_lockfile;
    match effect {
        Effect::Nothing => return Plan::PassThrough,
        Effect::AuditFix if found.positionals.iter().all(|word| **word != *OsStr::new("fix")) => {
            return Plan::PassThrough;
        }
        Effect::Install => add_names(&found, &mut install),
        Effect::Update if is_global(&found) => add_names(&found, &mut install),
        Effect::Uninstall => {
            if is_global(&found) {
                return Plan::PassThrough;
            }
            // With --workspace the members' entries are taken out and the project's own stay.
            if !found.has(Role::Workspace) {
                install.without =
                    found.positionals.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            }
        }
        Effect::Project | Effect::Update | Effect::AuditFix => {}
        Effect::Exec => return exec(&found, install),
        Effect::Create => return create(&found, install),
    }
    if !is_global(&found) {
        install.projects.push(project(&found));
    } else if effect == Effect::Install && install.dependencies.is_empty() && install.projects.is_empty() {
        // `npm install --global` alone installs the folder it stands in.
        install.projects.push(Project::Folder(PathBuf::new()));
    }
    Plan::Install(install)
}

/// What npm makes of a command's word: exactly, by alias, or by the only word that starts so.
fn effect_of(word: &str) -> Option<Effect> {
    let mut command = String::new();
    for c in word.chars() {
        if c.is_ascii_uppercase() {
            command.push('-');
        }
        command.push(c.to_ascii_lowercase());
    }
    let exact = |word: &str| {
        COMMANDS
            .iter()
            .find(|(_, names)| names.split(' ').any(|name| name == word))
            .map(|(effect, _)| *effect)
    };
    let aliased = |word: &str| ALIASES.iter().find(|(alias, _)| *alias == word).map(|(_, command)| *command);
    if let Some(effect) = exact(&command).or_else(|| aliased(&command).and_then(exact)) {
        return Some(effect);
    }
    let words = COMMANDS
        .iter()
        .flat_map(|(_, names)| names.split(' '))
        .chain(ALIASES.iter().map(|(alias, _)| *alias));
    let mut fitting = words.filter(|known| known.starts_with(&command));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => exact(only).or_else(|| aliased(only).and_then(exact)),
        _ => None,
    }
}

fn is_global(found: &Arguments<'_>) -> bool {
    found.has(Role::Global) || found.value(Role::Location) == Some(OsStr::new("global"))
}

fn project(found: &Arguments<'_>) -> Project {
    match found.value(Role::Folder) {
        Some(folder) => Project::Folder(PathBuf::from(folder)),
        None => Project::Nearest(PathBuf::new()),
    }
}

fn names<'a>(found: &'a Arguments<'_>) -> impl Iterator<Item = Dependency> + 'a {
    found.positionals.iter().map(|arg| spec::read(arg.to_string_lossy().trim()))
}

fn add_names(found: &Arguments<'_>, install: &mut Install) {
    for dependency in names(found) {
        add(dependency, install);
    }
}

fn add(mut dependency: Dependency, install: &mut Install) {
    let scope = dependency.name.scope().map(str::to_owned);
    let bound = install.index.scopes.iter().find(|(bound, _)| Some(bound) == scope.as_ref());
    if let (Some((_, url)), true) = (bound, dependency.source.is_registry()) {
        dependency.source = Source::OtherRegistry(crate::package::without_secrets(url).into());
    }
    if let Source::Path(path) = &dependency.source {
        let path = path.strip_prefix("file:").unwrap_or(path);
        if ![".tgz", ".tar.gz", ".tar"].iter().any(|end| path.ends_with(end)) {
            install.projects.push(Project::Folder(PathBuf::from(path)));
        }
    }
    install.dependencies.push(dependency);
}

/// `npm exec`: the packages of `--package`, or else the one that the first argument names.
fn exec(found: &Arguments<'_>, mut install: Install) -> Plan {
    for package in found.values(Role::Package) {
        add(spec::read(package.to_string_lossy().trim()), &mut install);
    }
    let Some((first, behind)) = found.positionals.split_first() else {
        // A shell in the project, or `--call`: nothing is fetched besides.
        let names_some = !install.dependencies.is_empty();
        return if names_some { Plan::Install(install) } else { Plan::PassThrough };
    };
    let text = first.to_string_lossy();
    if install.dependencies.is_empty() {
        install.prefers_local_programs = true;
        add(spec::read(text.trim()), &mut install);
    }
    let behind: Vec<OsString> = behind.iter().map(|word| word.clone().into_owned()).collect();
    words::join(install, words::tool(&text, &behind))
}

/// `npm init NAME` runs `create-NAME`; bare, it asks questions, and with workspaces it installs.
fn create(found: &Arguments<'_>, mut install: Install) -> Plan {
    let Some(first) = found.positionals.first() else {
        if found.has(Role::Workspace) {
            install.projects.push(project(found));
            return Plan::Install(install);
        }
        return Plan::PassThrough;
    };
    add_initialiser(&first.to_string_lossy(), &mut install);
    Plan::Install(install)
}

/// Adds a package as npm and those like it spell it.
pub(super) fn add_name(text: &str, install: &mut Install) {
    add(spec::read(text.trim()), install);
}

/// Adds the package that `init NAME` runs.
pub(super) fn add_initialiser(text: &str, install: &mut Install) {
    let mut dependency = spec::read(text.trim());
    // pnpm leaves a name that begins so as it is.
    let is_whole = install.client == Client::Pnpm && dependency.name.spelling().starts_with("create-");
    if dependency.source.is_registry() && !is_whole {
        let (name, requirement) = initialiser(text.trim(), &dependency);
        dependency.name = PackageName::new(Ecosystem::Npm, name);
        dependency.requirement = requirement;
        dependency.alias = None;
    }
    add(dependency, install);
}

fn initialiser(text: &str, dependency: &Dependency) -> (String, Option<String>) {
    let name = dependency.name.spelling();
    if let Some(scope) = text.strip_prefix('@').filter(|rest| !rest.contains('/')) {
        let (scope, version) = match scope.split_once('@') {
            Some((scope, version)) => (scope, Some(version.to_owned()).filter(|version| !version.is_empty())),
            None => (scope, None),
        };
        return (format!("@{scope}/create"), version);
    }
    let name = match name.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
        Some((scope, base)) => format!("@{scope}/create-{base}"),
        None => format!("create-{name}"),
    };
    (name, dependency.requirement.clone())
}

/// `--@scope:registry=URL`.
pub(super) fn scoped_registries(args: &[OsString]) -> Vec<(String, String)> {
    let before_end = args.iter().take_while(|arg| *arg != "--");
    before_end
        .filter_map(|arg| {
            let text = arg.to_string_lossy();
            let (key, url) = text.strip_prefix("--")?.split_once('=')?;
            let scope = key.strip_suffix(":registry")?;
            scope.starts_with('@').then(|| (scope.to_owned(), url.to_owned()))
        })
        .collect()
}
