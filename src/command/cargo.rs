//! cargo, with `+toolchain` before everything.
//!
//! A command that no table has is another program on `PATH` or an alias of the user's. It may well
//! build the project, so the project is checked; an alias should be expanded first
//! ([`expand_cargo_alias`](super::expand_cargo_alias)).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::client::Client;
use super::grammar::{Arguments, Dialect, Opt, Role, Stop, Takes, read};
use super::plan::{Install, Plan, Project, Resolution};
use super::resolution;
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PackageName, PackageSpec, Source};

use Takes::{Attached, Nothing, Value};

/// What a command does with packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing that fetches a package.
    Nothing,
    /// Puts the names given into the manifest.
    Add,
    /// Fetches, builds and installs the names given.
    Install,
    /// Resolves, fetches or builds the project.
    Project,
}

/// cargo's own commands, and the third-party ones that are known to fetch nothing.
const COMMANDS: &[(Effect, &str)] = &[
    (Effect::Add, "add"),
    (Effect::Install, "install binstall quickinstall install-update"),
    (
        Effect::Project,
        "build b check c doc d fetch fix generate-lockfile metadata package publish rustc rustdoc tree \
         update vendor clippy test t bench miri nextest run r",
    ),
    (
        Effect::Nothing,
        "clean config fmt git-checkout help info init locate-project login logout new owner pkgid \
         read-manifest remove report rm search uninstall verify-project version yank phantom",
    ),
];

/// Options before the command.
pub(super) const GLOBAL: &[Opt] = &[
    Opt::new("-h --help -V --version --list", Nothing, Role::Ends),
    Opt::new("--explain", Value, Role::Ends),
    Opt::new("-C", Value, Role::Folder),
    Opt::new("--config", Value, Role::Config),
    Opt::new("-Z", Value, Role::Unstable),
    Opt::new("--offline --frozen", Nothing, Role::Offline),
    Opt::new("--color", Value, Role::Plain),
    Opt::new("-v --verbose -q --quiet --locked", Nothing, Role::Plain),
];

/// Options behind a command that works on the project.
const PROJECT: &[Opt] = &[
    Opt::new("-h --help", Nothing, Role::Ends),
    Opt::new("--manifest-path", Value, Role::Manifest),
    Opt::new("-s --sync", Value, Role::MoreManifests),
    Opt::new("--no-deps", Nothing, Role::NoDependencies),
    Opt::new("--index", Value, Role::Index),
    Opt::new("--registry", Value, Role::NamedRegistry),
    Opt::new("--config", Value, Role::Config),
    Opt::new("-p --package", Value, Role::Package),
    Opt::new("-Z", Value, Role::Unstable),
    Opt::new("--offline --frozen", Nothing, Role::Offline),
    Opt::new("--precise", Value, Role::Version),
    Opt::new(
        "--color --exclude --bin --example --test --bench -F --features --target \
         --target-dir --artifact-dir --profile -j --jobs --message-format --lockfile-path \
         --format-version --filter-platform -e --edges -i --invert --prune --depth --prefix --charset \
         -f --format --token",
        Value,
        Role::Plain,
    ),
    Opt::new("--timings", Attached, Role::Plain),
    Opt::new("-v -q -r -w -d -n -b", Nothing, Role::Plain),
];

/// Options of `cargo add`.
pub(super) const ADD: &[Opt] = &[
    Opt::new("-h --help", Nothing, Role::Ends),
    Opt::new("--git", Value, Role::Git),
    Opt::new("--path --base", Value, Role::Path),
    Opt::new("--registry", Value, Role::NamedRegistry),
    Opt::new("--manifest-path", Value, Role::Manifest),
    Opt::new("--config", Value, Role::Config),
    Opt::new(
        "--color -Z --branch --tag --rev -F --features --rename -p --package --target --lockfile-path",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "-v --verbose -q --quiet --locked --offline --frozen -n --dry-run --no-default-features \
         --default-features --optional --no-optional --public --no-public --dev --build \
         --ignore-rust-version",
        Nothing,
        Role::Plain,
    ),
];

/// Options of `cargo install`.
pub(super) const INSTALL: &[Opt] = &[
    Opt::new("-h --help --list", Nothing, Role::Ends),
    Opt::new("--git", Value, Role::Git),
    Opt::new("--path", Value, Role::Path),
    Opt::new("--registry", Value, Role::NamedRegistry),
    Opt::new("--index", Value, Role::Index),
    Opt::new("--version --vers", Value, Role::Version),
    Opt::new("--config", Value, Role::Config),
    Opt::new("-Z", Value, Role::Unstable),
    Opt::new("--offline --frozen", Nothing, Role::Offline),
    Opt::new("-F --features", Value, Role::Features),
    Opt::new("--no-default-features", Nothing, Role::NoDefaultFeatures),
    Opt::new("--all-features", Nothing, Role::AllFeatures),
    Opt::new(
        "--color --branch --tag --rev --root --bin --example --profile --target \
         --target-dir -j --jobs --message-format --lockfile-path --manifest-path --install-path \
         --strategies --disable-strategies --targets --rate-limit --log-level --pkg-url --pkg-fmt \
         --bin-dir --github-token",
        Value,
        Role::Plain,
    ),
    Opt::new("--timings", Attached, Role::Plain),
    Opt::new(
        "-v --verbose -q --quiet --locked -f --force -n --dry-run --no-track --bins \
         --examples --debug --keep-going --ignore-rust-version \
         -y --no-confirm --no-symlinks --no-cleanup -a --all -i --allow-no-update -g",
        Nothing,
        Role::Plain,
    ),
];

pub(super) fn plan(args: &[OsString]) -> Plan {
    let args = match args.split_first() {
        Some((first, rest)) if first.to_string_lossy().starts_with('+') => rest,
        _ => args,
    };
    let (global, read_so_far) = read(&[GLOBAL], args, Dialect::Clap, Stop::AtPositional);
    if global.has(Role::Ends) {
        return Plan::PassThrough;
    }
    let Some((command, rest)) = args.get(read_so_far..).unwrap_or_default().split_first() else {
        return Plan::PassThrough;
    };
    if let Some(option) = global.unknown {
        return not_understood(&option);
    }
    let word = command.to_string_lossy();
    if word.ends_with(".toml") {
        return Plan::not_understood(format!(
            "`{word}` is given as a program, and what stands in it is not read: use --manifest-path"
        ));
    }
    // A program with a manifest of its own.
    if word.contains(['/', '\\']) || word.ends_with(".rs") {
        let mut install = Install::new(Client::Cargo);
        install.index.unreadable = global.values(Role::Config).any(chooses_registry);
        let base = global.value(Role::Folder).map(PathBuf::from).unwrap_or_default();
        install.projects.push(Project::Script(base.join(command)));
        return Plan::Install(install);
    }
    let known = COMMANDS.iter().find(|(_, names)| names.split(' ').any(|name| name == word));
    if !is_built_in(&word) && global.values(Role::Config).any(may_define_alias) {
        return Plan::not_understood(format!(
            "--config may say what `{word}` stands for, and is not read: leave it out, or write the command in full"
        ));
    }
    let mut install = Install::new(Client::Cargo);
    let base = global.value(Role::Folder).map(PathBuf::from).unwrap_or_default();
    install.index.unreadable = global.values(Role::Config).any(chooses_registry);
    match known.map(|(effect, _)| *effect) {
        Some(Effect::Nothing) => Plan::PassThrough,
        Some(Effect::Add) => named(&[ADD], rest, install, &base),
        Some(Effect::Install) => {
            install.index.of_home = true;
            let is_build = word == "install";
            match named(&[INSTALL], rest, install, &base) {
                Plan::Install(install) => Plan::Install(installed(install, is_build, &global, rest)),
                plan => plan,
            }
        }
        Some(Effect::Project) => {
            install.renews = matches!(&*word, "update" | "generate-lockfile");
            project(&word, &global, rest, install, &base)
        }
        None => project(&word, &global, rest, install, &base),
    }
}

/// What `cargo install` does otherwise than the other commands: a whole version is that very one, and a
/// folder's own lockfile is passed over unless it is told to keep it.
fn installed(mut install: Install, is_build: bool, global: &Arguments<'_>, words: &[OsString]) -> Install {
    // binstall fetches what is built already.
    if is_build {
        let (found, _) = read(&[INSTALL], words, Dialect::Clap, Stop::Never);
        install.resolution = resolution::of_names(global, &found);
    }
    for requirement in install.dependencies.iter_mut().filter_map(|named| named.requirement.as_mut()) {
        if semver::Version::parse(requirement).is_ok() {
            requirement.insert(0, '=');
        }
    }
    let is_locked = words.iter().any(|word| *word == *"--locked" || *word == *"--frozen");
    install.renews = !install.projects.is_empty() && !is_locked;
    install
}

/// Where the command's word stands.
pub(super) fn command_position(args: &[OsString]) -> Option<usize> {
    let toolchain = usize::from(args.first().is_some_and(|first| first.to_string_lossy().starts_with('+')));
    let (_, read_so_far) = read(&[GLOBAL], args.get(toolchain..)?, Dialect::Clap, Stop::AtPositional);
    let at = toolchain + read_so_far;
    (at < args.len()).then_some(at)
}

/// Whether the word is one of cargo's own commands, which no alias can replace. Other programs can be
/// replaced, and so can cargo's short forms: they are aliases themselves.
pub(super) fn is_built_in(word: &str) -> bool {
    let others =
        ["binstall", "quickinstall", "install-update", "miri", "nextest", "phantom", "clippy", "fmt"];
    let short = ["b", "c", "d", "t", "r", "rm"];
    !others.contains(&word)
        && !short.contains(&word)
        && COMMANDS.iter().any(|(_, names)| names.split(' ').any(|name| name == word))
}

fn not_understood(option: &str) -> Plan {
    Plan::not_understood(format!(
        "cargo's option `{option}` is not known, so what follows it may be a name or its value: write \
         `{option}=VALUE` where it takes one, or leave it out"
    ))
}

/// `cargo add` and `cargo install`: names, or what a repository or folder holds.
fn named(tables: &[&'static [Opt]], args: &[OsString], mut install: Install, base: &Path) -> Plan {
    let (found, _) = read(tables, args, Dialect::Clap, Stop::Never);
    if found.has(Role::Ends) {
        return Plan::PassThrough;
    }
    let source = source_of(&found, &mut install, base);
    let version = found.value(Role::Version).map(|version| version.to_string_lossy().into_owned());
    let certain = if found.unknown.is_some() { found.certain } else { found.positionals.len() };
    for positional in found.positionals.iter().take(certain) {
        let spec = PackageSpec::in_ecosystem(Ecosystem::Crates, &positional.to_string_lossy());
        install.dependencies.push(Dependency {
            requirement: spec.requirement.or_else(|| version.clone()),
            source: source.clone(),
            ..Dependency::new(spec.name)
        });
    }
    if let Some(option) = &found.unknown {
        return not_understood(option).with_certain(install);
    }
    // A repository or folder may be given without saying which of its crates.
    if found.positionals.is_empty() && !source.is_registry() {
        let place = found.value(Role::Git).or_else(|| found.value(Role::Path)).unwrap_or_default();
        let place = place.to_string_lossy();
        let name = place.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
        let name = PackageName::new(Ecosystem::Crates, name.trim_end_matches(".git"));
        install.dependencies.push(Dependency { source, ..Dependency::new(name) });
    }
    Plan::Install(install)
}

fn source_of(found: &Arguments<'_>, install: &mut Install, base: &Path) -> Source {
    install.index.unreadable |= found.values(Role::Config).any(chooses_registry);
    if let Some(url) = found.value(Role::Git) {
        return Source::Git(without_secrets(&url.to_string_lossy()).into());
    }
    if let Some(path) = found.value(Role::Path) {
        install.projects.push(Project::Nearest(base.join(path)));
        install.index.of_home = false;
        return Source::Path(path.to_string_lossy().into());
    }
    if let Some(name) = found.value(Role::NamedRegistry) {
        let name = name.to_string_lossy();
        install.index.named = Some(name.to_string());
        return named_registry(&name);
    }
    if let Some(url) = found.value(Role::Index) {
        install.index.primary = Some(url.to_string_lossy().into_owned());
    }
    Source::Registry
}

/// The default registry can be asked for by name, too.
fn named_registry(name: &str) -> Source {
    if name == "crates-io" { Source::Registry } else { Source::OtherRegistry(name.into()) }
}

fn project(word: &str, global: &Arguments<'_>, args: &[OsString], mut install: Install, base: &Path) -> Plan {
    let stop = if matches!(word, "run" | "r") { Stop::AtPositional } else { Stop::Never };
    let (found, _) = read(&[PROJECT], args, Dialect::Clap, stop);
    // `cargo metadata --no-deps` resolves nothing.
    if found.has(Role::Ends) || word == "metadata" && found.has(Role::NoDependencies) {
        return Plan::PassThrough;
    }
    install.resolution = resolution::of_project(word, global, &found);
    install.index.unreadable |= found.values(Role::Config).any(chooses_registry);
    install.projects.push(match found.value(Role::Manifest) {
        Some(path) if Path::new(path).extension().is_some_and(|end| end == "rs") => {
            install.resolution = Resolution::None;
            Project::Script(base.join(path))
        }
        Some(path) => Project::Manifest(base.join(path)),
        None => Project::Nearest(base.to_owned()),
    });
    if install.renews {
        precise(&found, &mut install);
    }
    let more = found.values(Role::MoreManifests);
    install.projects.extend(more.map(|path| Project::Manifest(base.join(path))));
    Plan::Install(install)
}

/// `cargo update -p NAME@OLD --precise NEW` puts one version in place of another, and renews no other.
fn precise(found: &Arguments<'_>, install: &mut Install) {
    let Some(version) = found.value(Role::Version).map(|version| version.to_string_lossy()) else { return };
    let spec = found.value(Role::Package).or_else(|| found.positionals.first().map(AsRef::as_ref));
    // A revision of a git repository is no version.
    if let Some(spec) = spec.filter(|_| semver::Version::parse(&version).is_ok()) {
        let spec = PackageSpec::in_ecosystem(Ecosystem::Crates, &spec.to_string_lossy());
        install.renews = false;
        install.precise = Some((spec, version.into_owned()));
    }
}

/// Whether a `--config` may make a word stand for a command: a file may hold anything.
fn may_define_alias(value: &OsStr) -> bool {
    let text = value.to_string_lossy();
    !text.contains('=') || text.contains("alias")
}

/// Whether a `--config` may change where crates come from: a file may hold anything.
fn chooses_registry(value: &OsStr) -> bool {
    let text = value.to_string_lossy();
    let key = text.split('=').next().unwrap_or_default();
    !text.contains('=') || ["source", "registr", "patch", "paths"].iter().any(|word| key.contains(word))
}
