//! pip: `pip`, `pip3`, `pip3.11`, and `python -m pip`.
//!
//! The tables hold the options of pip 23 to 26. One that they lack makes the command not understood,
//! unless its value is attached with `=`: behind it, a value could not be told from a name.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::grammar::{Arguments, Opt, Role, Stop, Takes, read};
use super::plan::{Install, Plan, Project};
use crate::package::{Dependency, Ecosystem, PYTHON_ARCHIVES, PackageSpec, Source, without_secrets};

use Takes::{Nothing, Value};

/// Commands that fetch packages. Every other one of pip's works on what is installed already.
const FETCHES: &[&str] = &["install", "download", "wheel", "lock"];

/// Options that pip takes before and behind its command.
const GENERAL: &[Opt] = &[
    Opt::new("-h --help", Nothing, Role::Ends),
    Opt::new("-V --version", Nothing, Role::Ends),
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
         --no-verify",
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

pub(super) fn plan(args: &[OsString]) -> Plan {
    let (general, read_so_far) = read(&[GENERAL], args, true, Stop::AtPositional);
    if general.has(Role::Ends) {
        return Plan::PassThrough;
    }
    if let Some(option) = general.unknown {
        return not_understood(&option);
    }
    let rest = args.get(read_so_far..).unwrap_or_default();
    match rest.split_first() {
        Some((command, behind)) if FETCHES.iter().any(|known| OsStr::new(known) == command) => {
            let (found, _) = read(&[GENERAL, FETCHING], behind, true, Stop::Never);
            let mut plan = fetch(&found);
            if let Plan::Install(install) = &mut plan {
                install.index.command = command.to_string_lossy().into_owned();
                // pip looks for the whole word, wherever it stands.
                let text = |role| {
                    let value = found.value(role).or_else(|| general.value(role));
                    value.map(|value| value.to_string_lossy().into_owned())
                };
                install.index.proxy = text(Role::Proxy);
                install.index.certificates = text(Role::Certificates);
                install.index.isolated = args.iter().any(|arg| arg == "--isolated");
            }
            plan
        }
        _ => Plan::PassThrough,
    }
}

/// `python`'s own options: pip is reached by `-m pip`, also within a row of letters (`-Im pip`).
pub(super) fn plan_python(args: &[OsString]) -> Plan {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        let text = arg.to_string_lossy();
        let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            return Plan::PassThrough;
        };
        if letters.starts_with('-') {
            // `--check-hash-based-pycs` is the only long one with a value.
            at += if letters == "-check-hash-based-pycs" { 2 } else { 1 };
            continue;
        }
        let Some((place, letter)) = letters.char_indices().find(|(_, c)| matches!(c, 'm' | 'c' | 'W' | 'X'))
        else {
            at += 1;
            continue;
        };
        let attached = letters.get(place + 1..).unwrap_or_default();
        let (value, behind) = if attached.is_empty() {
            (args.get(at + 1).map(|next| next.to_string_lossy().into_owned()).unwrap_or_default(), at + 2)
        } else {
            (attached.to_owned(), at + 1)
        };
        match letter {
            'm' => return plan_module(&value, args.get(behind..).unwrap_or_default()),
            'c' => return Plan::PassThrough,
            _ => at = behind,
        }
    }
    Plan::PassThrough
}

fn plan_module(module: &str, args: &[OsString]) -> Plan {
    match module {
        "pip" | "pip.__main__" => plan(args),
        "uv" | "pipx" | "poetry" | "pdm" | "pipenv" | "hatch" | "conda" => Plan::not_understood(format!(
            "`python -m {module}` can install and is not covered yet: install with `python -m pip`"
        )),
        _ => Plan::PassThrough,
    }
}

fn not_understood(option: &str) -> Plan {
    Plan::not_understood(format!(
        "pip's option `{option}` is not known, so what follows it may be a name or its value: write \
         `{option}=VALUE` where it takes one, or leave it out"
    ))
}

fn fetch(found: &Arguments<'_>) -> Plan {
    if found.has(Role::Ends) {
        return Plan::PassThrough;
    }
    if let Some(option) = &found.unknown {
        let mut install = Install::new(Ecosystem::PyPi);
        for positional in found.positionals.iter().take(found.certain) {
            add_requirement(positional, &mut install);
        }
        return not_understood(option).with_certain(install);
    }
    let mut install = Install::new(Ecosystem::PyPi);
    for positional in &found.positionals {
        add_requirement(positional, &mut install);
    }
    for (role, value) in &found.options {
        let text = value.to_string_lossy();
        match role {
            Role::Requirements => install.files.push(PathBuf::from(&**value)),
            Role::Editable => add_editable(value, &mut install),
            Role::Group => install.projects.push(group_project(&text)),
            Role::Index => install.index.primary = Some(text.into_owned()),
            Role::ExtraIndex => install.index.extra.push(text.into_owned()),
            Role::FindLinks => install.index.find_links.push(text.into_owned()),
            Role::NoIndex => install.index.no_index = true,
            _ => {}
        }
    }
    Plan::Install(install)
}

/// `--group name` reads ./pyproject.toml, `--group path/pyproject.toml:name` that one.
fn group_project(text: &str) -> Project {
    match text.rsplit_once(':') {
        Some((path, _)) if !path.is_empty() => Project::Manifest(PathBuf::from(path)),
        _ => Project::Folder(PathBuf::new()),
    }
}

/// What is installed in place is an address or a folder, with a separator in its path or without.
fn add_editable(arg: &OsStr, install: &mut Install) {
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
fn add_requirement(arg: &OsStr, install: &mut Install) {
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
