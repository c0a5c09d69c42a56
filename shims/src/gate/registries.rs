//! Which registries to ask before an install: those that the client itself would use.

use std::path::PathBuf;

use phantom_guard::command::{Client, Install};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{IndexKind, Reading};
use phantom_guard::package::{Dependency, Ecosystem, Source};
use phantom_guard::policy::{Level, Origin};
use phantom_guard::registry::locate::{
    Arguments, Environment, Located, NoIndex, Request, locate, npm_keeps_lockfile,
};
use phantom_guard::registry::{IndexRoot, Roots};

use super::Scene;
use crate::session::Session;

/// The registries, and what the user should know about the choice. Names that another registry
/// serves are marked so, and never asked of this one.
///
/// Nobody is looked for where no answer could change a judgement: finding a client's default may
/// mean to start it.
pub(super) fn roots(
    session: &Session,
    install: &Install,
    reading: &mut Reading,
    scene: &Scene,
) -> (Roots, Vec<String>) {
    let mut roots = Roots::default();
    let ecosystem = install.ecosystem;
    let asks = reading.dependencies.iter().any(|dependency| session.asks(dependency));
    if session.settings.offline.value || !asks {
        return (roots, Vec::new());
    }
    if install.index.unreadable {
        return (roots, vec!["--config may change where crates come from, so that no registry was asked: name it with `phantom --index URL cargo …`".to_owned()]);
    }
    let request = asking(session, install, &request(install, reading, scene));
    match locate(ecosystem, &request) {
        Ok(mut located) => {
            doubt(session, &mut located);
            for dependency in &mut reading.dependencies {
                located.bind(dependency);
            }
            located.add_to(ecosystem, &mut roots);
            let mut notes = std::mem::take(&mut located.notes);
            notes.extend(gave_way(session, install, &located));
            notes.extend(not_checked(&located, reading));
            (roots, notes)
        }
        Err(NoIndex::Forbidden { from }) => {
            // The client asks nobody either.
            let note = super::gather::from_files(reading, "", &format!("no-index in {from}"));
            (roots, note.into_iter().collect())
        }
        Err(error) => (roots, vec![format!("no registry was asked: {error}")]),
    }
}

/// Whether the client's settings leave the project's lockfile in force. Where they cannot be read, it is
/// not relied on.
pub(super) fn keeps_lockfile(install: &Install, reading: &Reading, scene: &Scene) -> bool {
    install.client != Client::Npm || npm_keeps_lockfile(&request(install, reading, scene)).unwrap_or(false)
}

/// Where the client installs from, and whom Phantom asks.
pub(super) struct Indexes {
    /// The client's own.
    pub(super) client: Located,
    /// The same, unless Phantom is told to ask another one.
    pub(super) asked: Located,
}

/// Finds both.
///
/// # Errors
/// Where the client's own is not known.
pub(super) fn indexes(session: &Session, install: &Install, request: &Request) -> Result<Indexes, NoIndex> {
    let client = locate(install.ecosystem, request)?;
    let mut asked = match session.settings.index(install.ecosystem) {
        Some(_) => locate(install.ecosystem, &asking(session, install, request))?,
        None => client.clone(),
    };
    doubt(session, &mut asked);
    Ok(Indexes { client, asked })
}

/// Whom to ask: the `--index` of this run takes the default's place, and scopes bound to a registry of their own
/// stay bound. A policy file's only stands in where the client states none: another one would speak for names that
/// it does not serve.
fn asking(session: &Session, install: &Install, request: &Request) -> Request {
    let set = session.settings.index(install.ecosystem);
    let root = set.map(|index| IndexRoot::clone(&index.value));
    match set.map(|index| &index.origin) {
        Some(Origin::File { .. }) => Request { fallback: root, ..request.clone() },
        _ => Request { index: root, ..request.clone() },
    }
}

/// Where `private` is locked, the project's own file does not make names private.
fn doubt(session: &Session, located: &mut Located) {
    if session.resolved.lock("private").is_some() {
        located.doubt_project();
    }
}

/// What is to be said where a policy file's registry gave way to the client's.
fn gave_way(session: &Session, install: &Install, located: &Located) -> Option<String> {
    let set = session.settings.index(install.ecosystem)?;
    let is_file = matches!(set.origin, Origin::File { .. });
    if !is_file || located.roots().any(|root| root.url() == set.value.url()) {
        return None;
    }
    let (client, from, origin) = (install.client.name(), &located.from, &set.origin);
    let (own, other) = (&located.root, &set.value);
    Some(format!("{client} installs from {own} ({from}), which was asked in place of {other} ({origin})"))
}

/// What is to be said of names that only the project's own file gives to another registry.
fn not_checked(located: &Located, reading: &Reading) -> Vec<String> {
    let bound = located.project_scopes.iter().filter_map(|scope| Some((scope, located.scopes.get(scope)?)));
    let note = |(scope, root): (&String, &IndexRoot)| {
        let is_of = |dependency: &&Dependency| {
            dependency.name.scope() == Some(scope) && matches!(dependency.source, Source::OtherRegistry(_))
        };
        let count = reading.dependencies.iter().filter(is_of).count();
        let names = if count == 1 { "name" } else { "names" };
        (count > 0).then(|| {
            format!(
                "{count} {names} of {scope} not checked: private registry {root}, by the project's settings"
            )
        })
    };
    bound.filter_map(note).collect()
}

/// Why an install is held whose client takes packages from another registry than a file locks.
pub(super) fn held(
    session: &Session,
    install: &Install,
    reading: &Reading,
    scene: &Scene,
) -> Option<InputError> {
    let set = session.settings.index(install.ecosystem)?;
    let (level, place) = session.resolved.lock("index")?;
    // Against a user's own lock, the flag and the variable count.
    if level == Level::User && !matches!(set.origin, Origin::File { .. }) {
        return None;
    }
    let request = request(install, reading, scene);
    let request = Request { fallback: Some(set.value.clone()), ..request };
    let why = match locate(install.ecosystem, &request) {
        Ok(located) => {
            let other = located.roots().find(|root| root.url() != set.value.url())?;
            let from = reading.indexes.iter().find(|index| same(&index.url, other)).map_or_else(
                || if *other == located.root { located.from.to_string() } else { "its settings".to_owned() },
                |index| index.location.to_string(),
            );
            format!("installs from {other} ({from})")
        }
        Err(NoIndex::Forbidden { .. } | NoIndex::Proxy { .. }) => return None,
        Err(error) => format!("may install from another registry: {error}"),
    };
    Some(InputError {
        file: None,
        line: None,
        column: None,
        message: format!("{} {why}, and {place} locks the registry at {}", install.client.name(), set.value),
        hint: "take that setting of the client's out, or have it name the locked registry".to_owned(),
    })
}

fn same(address: &str, root: &IndexRoot) -> bool {
    IndexRoot::parse(address).is_ok_and(|parsed| parsed.url() == root.url())
}

/// What decides where the client installs from, but for Phantom's own `--index`.
pub(super) fn request(install: &Install, reading: &Reading, scene: &Scene) -> Request {
    let (folder, environment) = (scene.folder.as_path(), scene.environment.clone());
    let cache = phantom_guard::cache::folder(&environment);
    let index = &install.index;
    let mut arguments = Arguments {
        index: index.primary.clone(),
        extra: index.extra.clone(),
        no_index: index.no_index,
        registry: index.named.clone(),
        command: index.command.clone(),
        isolated: index.isolated,
        proxy: index.proxy.clone(),
        no_proxy: index.no_proxy.clone(),
        certificates: index.certificates.clone(),
        cargo_names: !install.dependencies.is_empty(),
        npm_project: (install.ecosystem == Ecosystem::Npm).then(|| match &index.prefix {
            Some(prefix) => folder.join(prefix),
            None => super::project::npm_root(folder),
        }),
        npm_global: index.global,
        settings: index.user_config.clone(),
        project_index: None,
        project_extra: Vec::new(),
        npm_user_config: index.user_config.as_ref().map(|file| folder.join(file)),
        npm_global_config: index.global_config.as_ref().map(|file| folder.join(file)),
    };
    add_stated(&mut arguments, install, reading, &environment);
    let home = environment.cargo_home().filter(|_| index.of_home);
    Request {
        index: None,
        fallback: None,
        arguments,
        folder: home.unwrap_or_else(|| folder.to_owned()),
        environment,
        tool: Some(install.client),
        client: program_of(install.client, scene),
        base: base(install),
        ask_client: scene.client.is_some(),
        as_client: true,
        cache,
    }
}

/// Adds the indexes that files name.
fn add_stated(arguments: &mut Arguments, install: &Install, reading: &Reading, environment: &Environment) {
    // uv's own settings are read with those of the machine, and in their order.
    let is_requirements = |file: &str| !file.ends_with("pyproject.toml");
    for setting in reading.indexes.iter().filter(|setting| setting.ecosystem == install.ecosystem) {
        let url = expanded(&setting.url, environment);
        match (install.client, setting.kind) {
            (Client::Uv, _) if !is_requirements(&setting.location.file) => {}
            (_, IndexKind::NoIndex) => arguments.no_index = true,
            // What a requirements file says goes before the command line, as in pip.
            (Client::Pip, IndexKind::Primary) => arguments.index = Some(url),
            (Client::Pip | Client::Uv, IndexKind::Extra) => arguments.extra.push(url),
            (Client::Uv, IndexKind::Primary) => {
                arguments.index.get_or_insert(url);
            }
            (_, IndexKind::Primary) => {
                arguments.project_index.get_or_insert(url);
            }
            (_, IndexKind::Extra) => arguments.project_extra.push(url),
            (_, IndexKind::FindLinks | IndexKind::Named) => {}
        }
    }
}

/// The program of the client that installs, which the one that is run may start in its turn.
fn program_of(client: Client, scene: &Scene) -> Option<PathBuf> {
    let started = scene.client.clone()?;
    let is_own = match Client::from_program(&started) {
        Some(known) => {
            known == client
                || matches!(known, Client::Python | Client::Uvx | Client::Bunx | Client::Pnpx | Client::Npx)
        }
        None => true,
    };
    if is_own {
        Some(started)
    } else {
        super::client::find(client.name().as_ref()).ok().map(|real| real.path)
    }
}

/// pip or npm, for a client that cannot state its default.
fn base(install: &Install) -> Option<PathBuf> {
    let names: &[&str] = match (install.ecosystem, install.client) {
        (_, Client::Pip | Client::Npm) | (Ecosystem::Crates, _) => return None,
        (Ecosystem::PyPi, _) => &["pip", "pip3"],
        (Ecosystem::Npm, _) => &["npm"],
    };
    names.iter().find_map(|name| super::client::find(name.as_ref()).ok()).map(|real| real.path)
}

/// A line of a requirements file as pip expands it: `${NAME}` in capitals, where it is set. The value
/// may be a secret: it is used to ask, and shown nowhere.
fn expanded(text: &str, environment: &Environment) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        whole.push_str(before);
        let value = behind.split_once('}').and_then(|(name, behind)| {
            let capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            name.chars().all(capital).then(|| environment.get(name)).flatten().map(|value| (value, behind))
        });
        match value {
            Some((value, behind)) => {
                whole.push_str(value);
                rest = behind;
            }
            None => {
                whole.push_str("${");
                rest = behind;
            }
        }
    }
    whole + rest
}
