//! uv 0.4 to 0.13, and uvx, which is `uv tool run`.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Below, Installs, Nothing};
use Takes::{Attached, Value};

const SWITCH: Takes = Takes::Nothing;

pub(in crate::command) static UV: Grammar = Grammar {
    client: Client::Uv,
    dialect: Dialect::Clap,
    before: &[Opt::new("-V --version", SWITCH, Role::Ends)],
    options: OPTIONS,
    commands: &[
        Command::with("run", Installs(Words::Script, Touches::Project), RUN),
        Command::with("add", Installs(Words::Names, Touches::Project), ADD),
        Command::new("remove", Installs(Words::Keys, Touches::Project)),
        Command::new("sync lock export tree version check audit", Installs(Words::Ignored, Touches::Project)),
        Command::new("build", Installs(Words::Folders, Touches::Project)),
        Command::with("venv", Installs(Words::Ignored, Touches::Nothing), VENV),
        Command::with("tool", Below(TOOL), &[]),
        Command::with("pip", Below(PIP), &[]),
        Command::new(
            "auth init format python publish workspace cache self help generate-shell-completion",
            Nothing,
        ),
    ],
};

const TOOL: &[Command] = &[
    Command::new("run", Installs(Words::Tool, Touches::Nothing)),
    Command::with("install", Installs(Words::Names, Touches::Nothing), EDITABLE_SWITCH),
    Command::new("upgrade", Installs(Words::Names, Touches::Nothing)),
    Command::new("list audit uninstall update-shell dir help", Nothing),
];

const PIP: &[Command] = &[
    Command::with("install", Installs(Words::Names, Touches::Nothing), PIP_VALUES),
    Command::with("sync compile", Installs(Words::Files, Touches::Nothing), PIP_VALUES),
    Command::new("uninstall freeze list show tree check help", Nothing),
];

/// Options of every command. Where one means something else to some, their own table says so.
const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("--directory", Value, Role::Folder),
    Opt::new("--project", Value, Role::ProjectFolder),
    Opt::new("--config-file", Value, Role::Settings),
    Opt::new("--no-config", SWITCH, Role::Isolated),
    Opt::new("-r --requirements --requirement -c --constraints --constraint", Value, Role::Requirements),
    Opt::new(
        "-b --build-constraints --build-constraint --overrides --override --excludes",
        Value,
        Role::Requirements,
    ),
    Opt::new("-w --with", Value, Role::With),
    Opt::new("--with-editable", Value, Role::WithEditable),
    Opt::new("--with-executables-from", Value, Role::With),
    Opt::new("--with-requirements", Value, Role::WithRequirements),
    Opt::new("--from", Value, Role::Package),
    Opt::new("--script", Value, Role::ScriptFile),
    Opt::new("-i --index-url --default-index", Value, Role::Index),
    Opt::new("--index --extra-index-url", Value, Role::ExtraIndex),
    Opt::new("-f --find-links", Value, Role::FindLinks),
    Opt::new("--no-index", SWITCH, Role::NoIndex),
    Opt::new("--cert", Value, Role::Certificates),
    Opt::new("-U --upgrade", SWITCH, Role::Renews),
    Opt::new("-P --upgrade-package --upgrade-group", Value, Role::Renews),
    Opt::new("--no-project", SWITCH, Role::NoProject),
    Opt::new("--bump", Attached, Role::Plain),
    Opt::new(
        "--allow-insecure-host --trusted-host --annotation-style --author-from --bounds --branch --build-backend \
         --cache-dir --check-url --color -C --config-setting --config-settings --config-setting-package \
         --config-settings-package --custom-compile-command --depth --description --env-file --exclude \
         --exclude-newer --exclude-newer-package --extra --fork-strategy --format --graalpy-mirror --group \
         --ignore --ignore-until-fixed --index-strategy --install-dir --keyring-provider --link-mode --marker \
         -m --mirror --name --no-binary-package --no-build-isolation-package --no-build-package \
         --no-editable-package --no-emit-package --no-extra --no-group --no-install-package \
         --no-sources-package --only-binary --only-group --optional -o --out-dir --output-file --output-format \
         --package --password -d --path --prefix --prerelease --prerelease-package --prompt --prune \
         --publish-url --pyodide-mirror --pypy-mirror -p --python --python-downloads-json-url \
         --python-platform --python-version --python-preference --refresh-package --reinstall-package \
         --resolution --rev --service-format --service-url --tag -t --target --token --torch-backend \
         --trusted-publishing --ty-version -u --username --vcs \
         --preview-features",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "-n --no-cache --no-cache-dir --active --all --all-arches --all-extras --all-groups --all-packages \
         --all-platforms --all-versions --allow-empty-requirements --allow-existing --app --bare --bin \
         --break-system-packages --check --check-exists --clear --compile-bytecode --compile \
         --no-compile-bytecode --no-compile --default --dev --diff --dry-run --editable --emit-build-options \
         --emit-find-links --emit-index-annotation --emit-index-url --exact --exclude-editable --files --fix \
         --force --force-pep517 --frozen --generate-hashes --global --gui-script --inexact --invert --isolated \
         --lfs --lib --locked --managed-python --module --no-allow-empty-requirements --no-annotate \
         --no-attestations --no-bin --no-binary --no-break-system-packages --no-build --no-build-isolation \
         --no-build-logs --no-create-gitignore --no-dedupe --no-default-groups --no-deps --no-description \
         --no-dev --no-editable --no-emit-local --no-emit-project --no-emit-workspace --no-env-file \
         --no-hashes --no-header --no-install-local --no-install-project --no-install-workspace \
         --no-managed-python --no-package --no-pin-python --no-progress --no-python-downloads --no-readme \
         --no-registry --no-require-build-hashes --no-sources --no-strip-extras --no-strip-markers --no-sync \
         --no-verify-hashes --no-workspace --offline --only-dev --only-downloads --only-installed --outdated -q \
         --quiet --raw --refresh --reinstall --force-reinstall --relocatable --require-build-hashes \
         --require-hashes --resolve-links --resolved --rm --sdist --short --show-extras --show-paths \
         --show-python --show-sizes --show-urls --show-version --show-version-specifiers --show-with --strict \
         -s --system --no-system --system-certs --native-tls --system-site-packages --universal --user \
         -v --verbose --verify-hashes --wheel --workspace --preview --no-preview --python-fetch",
        SWITCH,
        Role::Plain,
    ),
    Opt::new("--seed", SWITCH, Role::Seed),
];

const RUN: &[Opt] = &[
    Opt::new("-s --script --gui-script", SWITCH, Role::IsScript),
    Opt::new("-m --module", SWITCH, Role::IsModule),
];

const ADD: &[Opt] = &[Opt::new("--editable", SWITCH, Role::Plain)];

const VENV: &[Opt] = &[Opt::new("-c --clear", SWITCH, Role::Plain)];

const EDITABLE_SWITCH: &[Opt] = &[Opt::new("-e --editable", SWITCH, Role::Plain)];

/// Options of `uv pip` that take a value there and none elsewhere.
const PIP_VALUES: &[Opt] = &[
    Opt::new("-e --editable", Value, Role::Editable),
    Opt::new("--no-binary", Value, Role::Plain),
    Opt::new("--group", Value, Role::Group),
];
