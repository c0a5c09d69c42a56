//! pip: `pip`, `pip3`, `pip3.11`, and `python -m pip`; and the requirements of every client that spells
//! them as pip does.
//!
//! The tables hold the options of pip 23 to 26. One that they lack makes the command not understood,
//! unless its value is attached with `=`: behind it, a value could not be told from a name.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::client::Client;
use super::grammar::{Dialect, Opt, Role, Takes};
use super::plan::{Install, Plan, Project};
use super::table::{self, Command, Effect, Grammar, Touches, Words};
use crate::package::{Dependency, Ecosystem, PYTHON_ARCHIVES, PackageSpec, Source, without_secrets};

use Takes::{Nothing, Value};

/// Options that pip takes before and behind its command.
const GENERAL: &[Opt] = &[
    Opt::new("-h --help", Nothing, Role::Ends),
    Opt::new(
        "--debug --isolated --require-virtualenv --require-venv -v --verbose -q --quiet --no-input \
         --no-cache-dir --disable-pip-version-check --no-color --no-python-version-warning",
        Nothing,
        Role::Plain,
    ),
    Opt::new(
        "--python --log --log-file --local-log --keyring-provider --retries --timeout \
         --default-timeout --exists-action --trusted-host --client-cert --cache-dir \
         --use-feature --use-deprecated --resume-retries",
        Value,
        Role::Plain,
    ),
    Opt::new("--proxy", Value, Role::Proxy),
    Opt::new("--cert", Value, Role::Certificates),
];

/// Options of the commands that fetch.
const FETCHING: &[Opt] = &[
    Opt::new("-r --requirement --requirements", Value, Role::Requirements),
    Opt::new("-c --constraint --build-constraint --requirements-from-script", Value, Role::Requirements),
    Opt::new("-e --editable", Value, Role::Editable),
    Opt::new("--group", Value, Role::Group),
    Opt::new("-i --index-url --pypi-url", Value, Role::Index),
    Opt::new("--extra-index-url", Value, Role::ExtraIndex),
    Opt::new("-f --find-links", Value, Role::FindLinks),
    Opt::new("--no-index", Nothing, Role::NoIndex),
    Opt::new(
        "--no-deps --no-dependencies --pre --dry-run --user --no-user -U --upgrade --force-reinstall \
         -I --ignore-installed --ignore-requires-python --no-build-isolation --use-pep517 \
         --no-use-pep517 --check-build-dependencies --break-system-packages --compile --no-compile \
         --no-warn-script-location --no-warn-conflicts --prefer-binary --require-hashes --no-clean \
         --no-verify -V --version",
        Nothing,
        Role::Plain,
    ),
    Opt::new(
        "-t --target --platform --python-version --implementation --abi --root --prefix --src --source \
         --source-dir --source-directory --upgrade-strategy -C --config-settings --config-setting \
         --global-option --build-option --no-binary --only-binary --progress-bar --root-user-action \
         --report -d --dest --destination-dir --destination-directory -w --wheel-dir -o --output -b \
         --build --build-dir --build-directory --only-final --all-releases --uploaded-prior-to",
        Value,
        Role::Plain,
    ),
];

/// Schemes behind which pip fetches an address and not a name.
const VERSION_CONTROL: &[&str] = &["git+", "hg+", "svn+", "bzr+"];

/// pip's table.
pub(super) static PIP: Grammar = Grammar {
    client: Client::Pip,
    dialect: Dialect::Optparse,
    before: &[Opt::new("-V --version", Nothing, Role::Ends)],
    options: GENERAL,
    commands: &[
        Command::with(
            "install download wheel lock",
            Effect::Installs(Words::Names, Touches::Nothing),
            FETCHING,
        ),
        Command::new(
            "uninstall inspect list show freeze check config search cache index debug help completion hash",
            Effect::Nothing,
        ),
    ],
};

pub(super) fn plan(args: &[OsString]) -> Plan {
    let mut plan = table::plan(&PIP, args);
    if let Plan::Install(install) = &mut plan {
        // pip looks for the whole word, wherever it stands.
        install.index.isolated = args.iter().any(|arg| arg == "--isolated");
    }
    plan
}

/// `--group name` reads ./pyproject.toml, `--group path/pyproject.toml:name` that one.
pub(super) fn group_project(text: &str) -> Project {
    match text.rsplit_once(':') {
        Some((path, _)) if !path.is_empty() => Project::Manifest(PathBuf::from(path)),
        _ => Project::Folder(PathBuf::new()),
    }
}

/// What is installed in place is an address or a folder, with a separator in its path or without.
pub(super) fn add_editable(arg: &OsStr, install: &mut Install) {
    let text = arg.to_string_lossy();
    if text.contains([':', '@']) {
        return add_requirement(arg, install);
    }
    let folder = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((path, _)) => PathBuf::from(path),
        None => PathBuf::from(arg),
    };
    install.projects.push(Project::Folder(folder));
}

/// Takes in one requirement: a name, an address, an archive, or a folder to build.
pub(super) fn add_requirement(arg: &OsStr, install: &mut Install) {
    let text = arg.to_string_lossy();
    let text = text.trim();
    if let Some(source) = address(text) {
        let name = egg(text).unwrap_or(text);
        install.dependencies.push(dependency(name, source));
        return;
    }
    // `name @ address`, with or without the spaces.
    if let Some((name, address_text)) = text.split_once('@')
        && let Some(source) = address(address_text.trim())
    {
        install.dependencies.push(dependency(name, source));
        return;
    }
    // `name@version`, of uv, pipx and poetry; to pip it is no requirement at all.
    if let Some((name, version)) =
        text.split_once('@').filter(|(name, _)| !name.contains(['/', '\\']) && !name.starts_with('.'))
    {
        let requirement = match version.trim() {
            "" | "latest" => None,
            version if version.starts_with(|c: char| c.is_ascii_digit()) => Some(format!("=={version}")),
            version => Some(version.to_owned()),
        };
        let found = dependency(name, Source::Registry);
        install.dependencies.push(Dependency { requirement, ..found });
        return;
    }
    let path_text = text.split_once('[').map_or(text, |(path, _)| path);
    if looks_like_path(path_text)
        || PYTHON_ARCHIVES.iter().any(|end| path_text.to_ascii_lowercase().ends_with(end))
    {
        let is_archive = PYTHON_ARCHIVES.iter().any(|end| path_text.to_ascii_lowercase().ends_with(end));
        if is_archive {
            install.dependencies.push(dependency(path_text, Source::Path(path_text.into())));
        } else {
            let folder = if path_text == text { PathBuf::from(arg) } else { PathBuf::from(path_text) };
            install.projects.push(Project::Folder(folder));
        }
        return;
    }
    install.dependencies.push(dependency(text, Source::Registry));
}

fn dependency(text: &str, source: Source) -> Dependency {
    let spec = if source.is_registry() || !matches!(source, Source::Path(_)) && !text.contains("://") {
        PackageSpec::in_ecosystem(Ecosystem::PyPi, text)
    } else {
        // The name lies inside the archive; its file's name begins with it.
        let file = text.split(['?', '#']).next().unwrap_or_default();
        let file = Path::new(file).file_name().map_or_else(|| text.into(), OsStr::to_string_lossy);
        let name = file.split('-').next().unwrap_or_default();
        let name = PYTHON_ARCHIVES.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        PackageSpec::in_ecosystem(Ecosystem::PyPi, name.trim_end_matches(".git"))
    };
    Dependency { requirement: spec.requirement, source, ..Dependency::new(spec.name) }
}

/// Where an address leads, if this is one.
fn address(text: &str) -> Option<Source> {
    let (scheme, _) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let shown = without_secrets(text);
    if VERSION_CONTROL.iter().any(|start| scheme.starts_with(start)) {
        return Some(Source::Git(shown.into()));
    }
    match scheme.as_str() {
        "file" => Some(Source::Path(shown.into())),
        "http" | "https" | "ftp" | "ssh" | "git" => Some(Source::Url(shown.into())),
        _ => None,
    }
}

/// The name that `#egg=name` or `&egg=name` states.
fn egg(text: &str) -> Option<&str> {
    let (_, fragment) = text.split_once('#')?;
    fragment.split('&').find_map(|part| part.strip_prefix("egg="))
}

/// pip's rule: a separator in it, or a dot before it.
fn looks_like_path(text: &str) -> bool {
    text.contains('/') || text.starts_with('.') || cfg!(windows) && text.contains('\\')
}
