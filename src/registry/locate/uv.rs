//! uv: arguments, `UV_*`, the project's files, then uv.toml of the user and of the machine.
//!
//! Its indexes are asked in order, and a name is taken from the first that has it; the default one comes
//! last. Not read: `index-strategy`, and indexes that are folders.

use std::path::PathBuf;

use toml_edit::{DocumentMut, Item, TableLike};

use super::ways::{Certificates, Ways};
use super::{Located, Named, NoIndex, Provenance, Request, netrc, read};
use crate::package::Ecosystem;
use crate::registry::Credentials;

/// What is known before the default one is asked for.
#[derive(Default)]
struct Found {
    default: Option<Named>,
    /// In uv's order.
    before: Vec<Named>,
    no_index: Option<Provenance>,
}

impl Found {
    fn put_default(&mut self, named: Named) {
        self.default.get_or_insert(named);
    }
}

pub(super) fn locate(request: &Request) -> Result<Located, NoIndex> {
    // `--index` is the whole answer: whoever gives it wants nobody else asked.
    let mut located = match &request.index {
        Some(_) => request.named().ok_or(NoIndex::Unstated)?.located()?,
        None => settled(request, gather(request)?)?,
    };
    located.in_order = true;
    netrc::add(&request.environment, &mut located);
    let mut ways = Ways::default();
    if let Some(file) = &request.arguments.certificates {
        ways.files.push(Certificates { path: request.folder.join(file), setting: "--cert".to_owned() });
    }
    ways.put(&request.environment, &mut located)?;
    Ok(located)
}

/// The indexes in the order in which they are asked.
fn settled(request: &Request, found: Found) -> Result<Located, NoIndex> {
    if let Some(from) = found.no_index {
        return Err(NoIndex::Forbidden { from });
    }
    let default = match found.default {
        Some(named) => named.located()?,
        None => request.stated(Ecosystem::PyPi)?,
    };
    // A folder of archives is nobody to ask.
    let mut before = found.before.iter().filter(|named| named.address.contains("://"));
    let Some(first) = before.next() else { return Ok(default) };
    let mut located = first.located()?;
    located.extra = before.map(Named::root).collect::<Result<_, _>>()?;
    located.extra.push(default.root);
    Ok(located)
}

fn gather(request: &Request) -> Result<Found, NoIndex> {
    let (arguments, environment) = (&request.arguments, &request.environment);
    let no_index = arguments.no_index.then_some(Provenance::Arguments);
    let mut found = Found { no_index, ..Found::default() };
    for address in &arguments.extra {
        found.before.push(Named::new(address, Provenance::Arguments));
    }
    if let Some(address) = &arguments.index {
        found.put_default(Named::new(address, Provenance::Arguments));
    }
    let variables =
        |names: [&'static str; 2]| names.into_iter().filter_map(|name| Some((name, environment.get(name)?)));
    for (name, value) in variables(["UV_DEFAULT_INDEX", "UV_INDEX_URL"]) {
        found.put_default(labelled(request, value, Provenance::Variable(name.to_owned())));
    }
    for (name, value) in variables(["UV_INDEX", "UV_EXTRA_INDEX_URL"]) {
        let from = Provenance::Variable(name.to_owned());
        found.before.extend(value.split_whitespace().map(|one| labelled(request, one, from.clone())));
    }
    for (file, below) in files(request) {
        let Some(text) = read(&file)? else { continue };
        let document: DocumentMut = text.parse().map_err(|_| NoIndex::Unreadable {
            file: file.clone(),
            reason: "it is not in the form of a settings file".to_owned(),
        })?;
        let settings = below.iter().try_fold(document.as_item(), |item, key| item.get(key));
        let Some(settings) = settings.and_then(Item::as_table_like) else { continue };
        add(request, settings, &file, &mut found);
        if let Some(pip) = settings.get("pip").and_then(Item::as_table_like) {
            add(request, pip, &file, &mut found);
        }
    }
    Ok(found)
}

/// Adds what one file says.
fn add(request: &Request, settings: &dyn TableLike, file: &std::path::Path, found: &mut Found) {
    let from = || Provenance::File(file.to_owned());
    let indexes = settings.get("index");
    let tables = indexes.and_then(Item::as_array_of_tables).into_iter().flat_map(|tables| tables.iter());
    for index in tables {
        let text = |key: &str| index.get(key).and_then(Item::as_str);
        let is = |key: &str| index.get(key).and_then(Item::as_bool) == Some(true);
        let Some(url) = text("url").filter(|_| text("format") != Some("flat")) else { continue };
        let mut named = Named::new(url, from());
        named.credentials = text("name").and_then(|name| of_variables(request, name));
        if is("default") {
            found.put_default(named);
        } else if !is("explicit") {
            found.before.push(named);
        }
    }
    if let Some(url) = settings.get("index-url").and_then(Item::as_str) {
        found.put_default(Named::new(url, from()));
    }
    let extra = settings.get("extra-index-url").and_then(Item::as_array);
    for url in extra.into_iter().flatten().filter_map(|value| value.as_str()) {
        found.before.push(Named::new(url, from()));
    }
    if settings.get("no-index").and_then(Item::as_bool) == Some(true) {
        found.no_index.get_or_insert_with(from);
    }
}

/// `name=https://…`, where the name says which variables let in.
fn labelled(request: &Request, text: &str, from: Provenance) -> Named {
    match text.split_once('=').filter(|(label, _)| !label.contains([':', '/'])) {
        Some((label, address)) => {
            Named { credentials: of_variables(request, label), ..Named::new(address, from) }
        }
        None => Named::new(text, from),
    }
}

/// `UV_INDEX_NAME_USERNAME` and `UV_INDEX_NAME_PASSWORD`.
fn of_variables(request: &Request, name: &str) -> Option<Credentials> {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let get = |what: &str| request.environment.get(&format!("UV_INDEX_{name}_{what}")).map(str::to_owned);
    let password = get("PASSWORD")?;
    Some(Credentials::Basic { user: get("USERNAME").unwrap_or_default(), password })
}

/// The files of settings, strongest first, and where in them the settings stand.
fn files(request: &Request) -> Vec<(PathBuf, &'static [&'static str])> {
    const PYPROJECT: &[&str] = &["tool", "uv"];
    let (arguments, environment) = (&request.arguments, &request.environment);
    let chosen = arguments.settings.clone().or_else(|| environment.path("UV_CONFIG_FILE"));
    if let Some(file) = chosen {
        return vec![(request.folder.join(file), &[])];
    }
    if arguments.isolated || environment.get("UV_NO_CONFIG").is_some() {
        return Vec::new();
    }
    let mut files: Vec<(PathBuf, &'static [&'static str])> = Vec::new();
    // The nearest folder with either; uv.toml goes before pyproject.toml there.
    for folder in request.folder.ancestors() {
        if folder.join("uv.toml").is_file() {
            files.push((folder.join("uv.toml"), &[]));
            break;
        }
        if folder.join("pyproject.toml").is_file() {
            files.push((folder.join("pyproject.toml"), PYPROJECT));
            break;
        }
    }
    let home = environment.home();
    let user = if cfg!(windows) {
        environment.path("APPDATA")
    } else {
        environment.path("XDG_CONFIG_HOME").or_else(|| home.map(|home| home.join(".config")))
    };
    let machine = if cfg!(windows) {
        environment.path("PROGRAMDATA").into_iter().collect()
    } else {
        let folders = environment.get("XDG_CONFIG_DIRS").unwrap_or("/etc/xdg");
        std::env::split_paths(folders).chain([PathBuf::from("/etc")]).collect::<Vec<_>>()
    };
    files.extend(
        user.into_iter().chain(machine).map(|folder| (folder.join("uv").join("uv.toml"), &[] as &[_])),
    );
    files
}
