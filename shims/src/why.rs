//! `phantom why`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::corpus::distance;
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind, FileRead, Graph, NodeId, Reading, Ways};
use phantom_guard::package::{Dependency, Ecosystem, Location, PackageSpec};
use phantom_guard::report::{self, Report, Stands, StandsAs, escaped_name};

use crate::args::{Format, WhyArgs};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};
use crate::scan;

/// So many ways are shown of one package, with `--all` and without.
const MOST_ALL: usize = 1000;
const MOST: usize = 50;

/// Names that are nearly the one that was asked for.
const MOST_MEANT: usize = 3;

/// Says who requires some packages.
pub(crate) fn run(args: &WhyArgs, output: &Output) -> ExitCode {
    let reading = read(&args.paths);
    let mut report = Report::of_errors(reading.errors.clone());
    let mut graphs = Graphs { files: &reading.files, known: BTreeMap::new() };
    let mut found = Vec::new();
    for name in &args.names {
        match asked(&name.to_string_lossy(), args.ecosystem, &reading) {
            Ok(specs) => {
                let before = found.len();
                specs.iter().for_each(|spec| graphs.stands(spec, &reading, args.all, &mut found));
                if found.len() == before {
                    report.errors.push(not_there(&name.to_string_lossy(), &specs, &reading));
                }
            }
            Err(error) => report.errors.push(error),
        }
    }
    let pins =
        |ecosystem| reading.files.iter().any(|f| f.kind.is_lockfile() && f.kind.ecosystem() == ecosystem);
    let manifests = reading.files.iter().any(|file| file.kind == FileKind::CargoToml);
    if manifests && !pins(Ecosystem::Crates) {
        let note = "there is no Cargo.lock, so that only what Cargo.toml states is known: `cargo generate-lockfile` writes one";
        report.notes.push(note.to_owned());
    }
    output.diagnostics(&report);
    let written = to_stdout(|out| match output.format {
        Format::Human => report::why(&found, !shows_lines(), &output.stdout, out),
        _ => report::why_json(&found, &report.errors, out),
    });
    finish(written, report.exit())
}

/// Reads the paths, and where no lockfile lies there the nearest ones above, as members of workspaces have them.
fn read(paths: &[PathBuf]) -> Reading {
    let mut reading = manifest::scan(paths);
    for path in paths.iter().filter(|path| scan::is_empty(path, &reading)).collect::<Vec<_>>() {
        let error = scan::nothing_found(path, &reading);
        reading.errors.push(error);
    }
    let [folder] = paths else { return reading };
    if !folder.is_dir() || reading.files.iter().any(|file| file.kind.is_lockfile()) {
        return reading;
    }
    let mut above = PathBuf::from(folder);
    while !above.join(".git").exists() {
        // One step up, as the user would write it.
        match above.components().next_back() {
            Some(Component::Normal(_)) => drop(above.pop()),
            Some(Component::CurDir) => above = PathBuf::from(".."),
            _ => above.push(".."),
        }
        if above.as_os_str().is_empty() {
            above.push(".");
        }
        let is_there = std::fs::canonicalize(&above).is_ok_and(|real| real.parent().is_some());
        if !is_there {
            break;
        }
        let entries = std::fs::read_dir(&above).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_lockfile = |file: &PathBuf| FileKind::of(file).is_some_and(FileKind::is_lockfile);
        let lockfiles: Vec<PathBuf> = entries.filter(|file| is_lockfile(file) && file.is_file()).collect();
        if !lockfiles.is_empty() {
            reading.append(manifest::scan(&lockfiles));
            break;
        }
    }
    reading
}

/// What a name on the command line may mean: in the ecosystem that it says, else in each that was read.
fn asked(text: &str, given: Option<Ecosystem>, reading: &Reading) -> Result<Vec<PackageSpec>, InputError> {
    if let Ok(spec) = PackageSpec::parse(text, given) {
        return Ok(vec![spec]);
    }
    let ecosystems: BTreeSet<Ecosystem> = reading.dependencies.iter().map(|d| d.name.ecosystem()).collect();
    match text.starts_with("pkg:") {
        true => Err(fault(format!("the package URL {text:?} cannot be read"), "write it as `npm:NAME`")),
        false => Ok(ecosystems.into_iter().map(|one| PackageSpec::in_ecosystem(one, text)).collect()),
    }
}

/// The graphs of files that hold a name.
struct Graphs<'r> {
    files: &'r [FileRead],
    known: BTreeMap<&'r str, Option<Graph>>,
}

impl<'r> Graphs<'r> {
    /// Where a name stands, and who requires it there.
    fn stands(&mut self, spec: &PackageSpec, reading: &'r Reading, all: bool, found: &mut Vec<Stands>) {
        let (mut locked, mut stated) = (Vec::new(), Vec::new());
        let mut seen: BTreeSet<(&str, NodeId)> = BTreeSet::new();
        for dependency in reading.dependencies.iter().filter(|d| is_asked(spec, d)) {
            let Some(location) = &dependency.location else { continue };
            let file = &*location.file;
            let read = self.files.iter().find(|read| *read.shown == *file);
            let Some(read) = read else { continue };
            let graph =
                self.known.entry(&read.shown).or_insert_with(|| Graph::read(read.kind, &read.path, file));
            match graph {
                Some(graph) if read.kind.is_lockfile() || graph.records_edges() => {
                    let nodes = graph.of_dependency(dependency);
                    if nodes.is_empty() {
                        stated.push(of_manifest(dependency, read.kind));
                    }
                    let new = nodes.into_iter().filter(|id| seen.insert((&read.shown, *id)));
                    locked.extend(new.map(|id| of_node(graph, id, all)));
                }
                // What is wrong with the file is said, and that the name stands there.
                _ => stated.push(of_manifest(dependency, read.kind)),
            }
        }
        // A way that begins there says it already.
        let real = |place: &Location| (std::fs::canonicalize(Path::new(&*place.file)).ok(), place.line);
        let begins: BTreeSet<_> = locked
            .iter()
            .flat_map(|stands: &Stands| &stands.ways.ways)
            .filter(|way| way.chain.links.len() == 2)
            .filter_map(|way| way.chain.links.first()?.location.as_ref().map(real))
            .collect();
        stated
            .retain(|stands: &Stands| stands.location.as_ref().is_none_or(|at| !begins.contains(&real(at))));
        found.extend(locked);
        found.extend(stated);
    }
}

fn is_asked(spec: &PackageSpec, dependency: &Dependency) -> bool {
    let is_name = dependency.name == spec.name
        || dependency.name.ecosystem() == spec.name.ecosystem()
            && dependency.alias.as_deref() == Some(spec.name.spelling());
    let version = spec.requirement.as_deref().map(|version| version.trim_start_matches('='));
    let own = dependency.requirement.as_deref().map(|version| version.trim_start_matches('='));
    is_name && (version.is_none() || version == own)
}

fn of_node(graph: &Graph, id: NodeId, all: bool) -> Stands {
    let (name, version, location) = graph.package(id);
    let ways = if all { graph.all(id, MOST_ALL) } else { graph.shortest(id, MOST) };
    let role = match (graph.is_project(id), graph.records_edges()) {
        (true, _) => StandsAs::Project,
        (false, true) => StandsAs::Locked,
        (false, false) => StandsAs::Unrecorded,
    };
    Stands {
        ecosystem: graph.ecosystem(),
        name: name.into(),
        version: version.map(Into::into),
        location: location.cloned(),
        role,
        ways,
    }
}

fn of_manifest(dependency: &Dependency, kind: FileKind) -> Stands {
    Stands {
        ecosystem: dependency.name.ecosystem(),
        name: dependency.name.spelling().into(),
        version: dependency.requirement.as_deref().map(Into::into),
        location: dependency.location.clone(),
        role: if kind.is_lockfile() { StandsAs::Unrecorded } else { StandsAs::Stated },
        ways: Ways::default(),
    }
}

/// A name that stands nowhere, with those that were probably meant.
fn not_there(text: &str, specs: &[PackageSpec], reading: &Reading) -> InputError {
    let mut near: Vec<(u8, &str)> = Vec::new();
    for dependency in &reading.dependencies {
        let name = dependency.name.normal();
        let is_of = |spec: &&PackageSpec| spec.name.ecosystem() == dependency.name.ecosystem();
        for spec in specs.iter().filter(is_of) {
            let asked = spec.name.normal();
            let limit = if asked.len() < 5 { 1 } else { 2 };
            let within = asked.len() > 3 && name.contains(asked);
            let edits = distance(asked.as_bytes(), name.as_bytes(), limit).or(within.then_some(limit + 1));
            near.extend(edits.map(|edits| (edits, dependency.name.spelling())));
        }
    }
    near.sort_unstable();
    let mut seen = BTreeSet::new();
    near.retain(|(_, name)| seen.insert(*name));
    let meant: Vec<_> =
        near.iter().take(MOST_MEANT).map(|(_, name)| escaped_name(name).into_owned()).collect();
    let files = reading.files.len();
    let hint = match meant.as_slice() {
        [] => "give another --path, or see what there is with `phantom scan -v`".to_owned(),
        names => format!("did you mean {}?", names.join(" or ")),
    };
    let name = escaped_name(text);
    let message = match files {
        0 => format!("{name} stands nowhere: no file was read"),
        1 => format!("{name} does not stand in the file that was read"),
        _ => format!("{name} stands in none of the {files} files that were read"),
    };
    fault(message, &hint)
}

/// Whether the terminal's characters go beyond ASCII.
fn shows_lines() -> bool {
    let set =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
    let says = |value: std::ffi::OsString| {
        let value = value.to_string_lossy().to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    };
    cfg!(windows) || set.is_some_and(says)
}
