//! uv behind the relay: which of its commands may be there, and how they are told.
//!
//! A command that writes uv.lock may not: uv would write the relay's address into it. What that gains is
//! rehearsed instead. `uv run --with` has one part of either kind: the lockfile is written first, and then
//! taken as it is.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use phantom_guard::command::{Client, Install, Project, Resolution};
use phantom_guard::registry::locate::Located;

use super::trace::{Noted, Trace};
use super::{Places, Scene};
use crate::gate::resolve::{has_own_block, uv_lockfiles, write_lockfile};

/// How a command of uv's goes with the relay.
pub(super) enum Way {
    /// It writes a lockfile, and nothing else is resolved.
    Rehearsed,
    /// What its resolver reaches is not checked.
    Uncovered(&'static str),
    /// A signal came before it was to run.
    Ended(ExitStatus),
    /// Behind the relay.
    Behind {
        /// With the lockfile as it is.
        frozen: bool,
    },
}

/// Finds the way, and writes the project's lockfile where it is to be written first.
pub(super) fn way(args: &[OsString], install: &Install, scene: &Scene) -> Way {
    let has = |word: &str| args.iter().any(|arg| arg == word);
    if has("--offline") || scene.environment.get("UV_OFFLINE").is_some() {
        return Way::Uncovered("uv is told to ask nobody");
    }
    let command = install.index.command.as_str();
    match command {
        "compile" if has("--emit-index-url") || has("--emit-index-annotation") => {
            return Way::Uncovered("uv would write the relay's address into what it compiles");
        }
        "compile" if settings(scene).contains("emit-index-") => {
            return Way::Uncovered("uv would write the relay's address into what it compiles");
        }
        "upgrade" if install.dependencies.iter().any(|tool| has_index(tool.name.normal(), scene)) => {
            return Way::Uncovered("a tool keeps the index that it came from");
        }
        _ => {}
    }
    let own = install.projects.iter().find_map(|project| match project {
        Project::Nearest(_) => Some(None),
        Project::Script(script) => Some(Some(script)),
        Project::Folder(_) | Project::Manifest(_) => None,
    });
    match own {
        None => Way::Behind { frozen: false },
        Some(Some(script)) if command == "lock" || has_lockfile(script, scene) => {
            Way::Uncovered("uv would write the relay's address into the program's own lockfile")
        }
        Some(Some(script)) if names_index(script, scene) => {
            Way::Uncovered("the program has settings of uv's own, which may name an index")
        }
        Some(Some(_)) if has_own_block(install, scene) => Way::Behind { frozen: false },
        Some(_) if command == "build" || uv_lockfiles(install, scene).is_empty() => {
            Way::Behind { frozen: false }
        }
        Some(_) if command == "run" && brings_more(install) => locked_first(args, install, scene),
        Some(_) => Way::Rehearsed,
    }
}

/// Whether a program has a lockfile of its own.
fn has_lockfile(script: &Path, scene: &Scene) -> bool {
    let mut lock = scene.folder.join(script).into_os_string();
    lock.push(".lock");
    PathBuf::from(lock).is_file()
}

/// Whether the block of a program may say where packages come from: that goes before the default.
fn names_index(script: &Path, scene: &Scene) -> bool {
    let text = fs::read_to_string(scene.folder.join(script)).unwrap_or_default();
    text.contains("tool.uv") && ["index", "find-links"].iter().any(|key| text.contains(key))
}

/// Whether a command installs more than its project.
fn brings_more(install: &Install) -> bool {
    !install.dependencies.is_empty() || !install.files.is_empty() || install.projects.len() > 1
}

/// Writes the lockfile, as the command would have done: what it gains is checked already.
fn locked_first(args: &[OsString], install: &Install, scene: &Scene) -> Way {
    if args.iter().any(|arg| arg == "--locked") || scene.environment.get("UV_LOCKED").is_some() {
        return Way::Uncovered("uv is to compare its lockfile, which it would do with the relay's address");
    }
    // Whoever has it frozen already resolves nothing for it.
    let Resolution::Lacking(options) = &install.resolution else { return Way::Behind { frozen: false } };
    if install.renews || args.iter().any(|arg| arg == "--no-sources") {
        return Way::Uncovered("uv takes no lockfile as it is with these options");
    }
    match write_lockfile(options, scene) {
        Ok(true) => Way::Behind { frozen: true },
        Ok(false) => Way::Uncovered("uv cannot write its lockfile first"),
        Err(status) => Way::Ended(status),
    }
}

fn uv(scene: &Scene) -> Command {
    let mut command = Command::new(scene.client.as_deref().unwrap_or_else(|| "uv".as_ref()));
    command.current_dir(&scene.folder);
    command
}

/// The text of the nearest file of settings, to look for words in.
fn settings(scene: &Scene) -> String {
    let files =
        scene.folder.ancestors().flat_map(|folder| [folder.join("uv.toml"), folder.join("pyproject.toml")]);
    files.filter_map(|file| fs::read_to_string(file).ok()).next().unwrap_or_default()
}

/// Whether there are archives that uv takes without an index.
pub(super) fn has_archives(scene: &Scene) -> bool {
    let text = settings(scene);
    scene.environment.get("UV_FIND_LINKS").is_some()
        || text.contains("find-links")
        || text.contains("\"flat\"")
}

/// The indexes of settings, by where they stand: how many are `UV_INDEX`'s and `UV_EXTRA_INDEX_URL`'s. The rest
/// are those of files, which no variable takes out: they come once more before them.
struct Settings<'a> {
    index: Vec<&'a str>,
    extra: Vec<&'a str>,
}

impl<'a> Settings<'a> {
    fn of(scene: &'a Scene) -> Self {
        let list = |name| scene.environment.get(name).unwrap_or_default().split_whitespace();
        let asked = |name| list(name).filter(|item| item.contains("://")).collect();
        Self { index: asked("UV_INDEX"), extra: asked("UV_EXTRA_INDEX_URL") }
    }
}

/// Whether files name indexes besides the default.
pub(super) fn names_indexes(client: &Located, install: &Install, scene: &Scene) -> bool {
    let Settings { index, extra } = Settings::of(scene);
    client.extra.len() > install.index.extra.len() + index.len() + extra.len()
}

/// Whether the variable for the indexes of files would not count.
pub(super) fn hides_variable(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg == "--index" || arg.as_encoded_bytes().starts_with(b"--index="))
}

/// The places of further indexes of settings, as uv takes them: those of `UV_INDEX` and of files, and those of
/// `UV_EXTRA_INDEX_URL`.
fn further(places: &Places<'_>, scene: &Scene) -> (Vec<String>, Vec<String>) {
    let Settings { index, extra } = Settings::of(scene);
    let (of_index, rest) = places.of_settings.split_at_checked(index.len()).unwrap_or_default();
    let (of_extra, of_files) = rest.split_at_checked(extra.len()).unwrap_or_default();
    // Sources are named by the label that an index has.
    let labelled = |(item, place): (&&str, &String)| match item.split_once('=') {
        Some((label, _)) if !label.contains([':', '/']) => format!("{label}={place}"),
        _ => place.clone(),
    };
    let listed = index.iter().zip(of_index).map(labelled).chain(of_files.iter().cloned());
    (listed.collect(), of_extra.to_vec())
}

/// The variables, for a command that starts no program of the user's.
pub(super) fn environment(
    install: &Install,
    places: &Places<'_>,
    scene: &Scene,
) -> Vec<(&'static str, OsString)> {
    if install.index.command == "run" {
        return Vec::new();
    }
    let mut told = vec![("UV_DEFAULT_INDEX", OsString::from(places.default))];
    let (listed, extra) = further(places, scene);
    let lists = [("UV_INDEX", listed), ("UV_EXTRA_INDEX_URL", extra)];
    let given = lists.into_iter().filter(|(_, list)| !list.is_empty());
    told.extend(given.map(|(name, list)| (name, list.join(" ").into())));
    told
}

/// Puts the same into the arguments of a command that starts a program: by its variables, a uv that this starts
/// in its turn would write the relay's address into a lockfile.
pub(super) fn tell_run(
    args: &mut Vec<OsString>,
    install: &Install,
    places: &Places<'_>,
    scene: &Scene,
    frozen: bool,
) {
    if install.index.command != "run" {
        return;
    }
    // In the place of uvx stands `uv tool run`.
    let is_uvx = scene.client.as_deref().and_then(Client::from_program) == Some(Client::Uvx);
    let at = if is_uvx { 0 } else { args.iter().position(|arg| arg == "run").map_or(0, |at| at + 1) };
    let mut told: Vec<OsString> = Vec::new();
    if frozen {
        told.push("--frozen".into());
    }
    if install.index.primary.is_none() {
        told.push(format!("--default-index={}", places.default).into());
    }
    // As with the variable, an argument of the user's own goes before it.
    if !hides_variable(args) {
        let (listed, extra) = further(places, scene);
        told.extend(listed.iter().chain(&extra).map(|place| format!("--index={place}").into()));
    }
    args.splice(at..at, told);
}

/// What uv may note of the relay: only where it installs tools.
pub(super) fn trace(
    args: &[OsString],
    install: &Install,
    places: &Places<'_>,
    registries: &[String],
    scene: &Scene,
) -> Option<Trace> {
    if !matches!(install.index.command.as_str(), "install" | "upgrade")
        || !args.iter().any(|arg| arg == "tool")
    {
        return None;
    }
    let of_files = places.of_settings.len().saturating_sub({
        let Settings { index, extra } = Settings::of(scene);
        index.len() + extra.len()
    });
    let names_default = args.iter().any(|arg| arg.as_encoded_bytes().starts_with(b"--default-index"))
        || scene.environment.get("UV_DEFAULT_INDEX").is_some();
    // The order of places: those of arguments, of variables, of files, and the default.
    let listed = registries.len().saturating_sub(1 + of_files);
    let noted = places.all.iter().zip(registries).enumerate().map(|(at, (place, registry))| {
        let is_default = at + 1 == registries.len();
        let is_listed = if is_default { names_default } else { at < listed };
        Noted { place: place.clone(), registry: registry.clone(), is_default, is_listed }
    });
    Some(Trace::Uv { folder: tools(scene)?, places: noted.collect() })
}

/// The folder of tools, as uv states it.
fn tools(scene: &Scene) -> Option<PathBuf> {
    let output = uv(scene).args(["tool", "dir", "--color", "never"]).stdin(Stdio::null()).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(path.trim()))
}

/// Whether a tool's receipt names an index, which uv asks when it renews the tool.
fn has_index(tool: &str, scene: &Scene) -> bool {
    let receipt = tools(scene).map(|folder| folder.join(tool).join("uv-receipt.toml"));
    let text = receipt.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    ["\nindex", "\nextra-index-url", "\nfind-links", "\nno-index"].iter().any(|key| text.contains(key))
}
