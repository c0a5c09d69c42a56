//! pdm 2.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Below, Installs, Nothing};
use Takes::{Either, Value};

const SWITCH: Takes = Takes::Nothing;

const PROJECT: Effect = Installs(Words::Ignored, Touches::Project);

pub(in crate::command) static PDM: Grammar = Grammar {
    client: Client::Pdm,
    dialect: Dialect::Argparse,
    before: &[
        Opt::new("-V --version", SWITCH, Role::Ends),
        Opt::new("--pep582", Either, Role::Ends),
        Opt::new("-c --config", Value, Role::Settings),
        Opt::new("-n --non-interactive", SWITCH, Role::Plain),
    ],
    options: OPTIONS,
    commands: &[
        Command::new("add", Installs(Words::Names, Touches::Project)),
        Command::with("install sync lock export", PROJECT, LOCK),
        Command::with("build publish", PROJECT, BUILD),
        Command::with("update", Installs(Words::Patterns, Touches::Newer), UPDATE),
        Command::new("remove", Installs(Words::Keys, Touches::Project)),
        Command::with("run", Installs(Words::Script, Touches::Nothing), RUN),
        Command::new(
            "self plugin",
            Below(&[
                Command::new("add", Installs(Words::Names, Touches::Nothing)),
                Command::new("list remove update", Nothing),
            ]),
        ),
        Command::new(
            "cache completion config fix import info init list new outdated python py search show use venv",
            Nothing,
        ),
        // A script of the project's.
        Command::new("*", Installs(Words::Program, Touches::Nothing)),
    ],
};

const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("-p --project", Value, Role::ProjectFolder),
    Opt::new("-g --global", SWITCH, Role::Global),
    Opt::new("-e --editable", Value, Role::Editable),
    Opt::new("--override", Value, Role::Requirements),
    Opt::new("--pip-args", Value, Role::PipArguments),
    Opt::new("--update-all --update-eager", SWITCH, Role::Renews),
    Opt::new("--venv", Either, Role::Plain),
    Opt::new("-L --lockfile -k --skip -G --group --with --config-setting", Value, Role::Plain),
    Opt::new(
        "-v --verbose -q --quiet --no-cache -I --ignore-python --check --clean --clean-unselected -d --dev \
         --dry-run --fail-fast --frozen-lockfile --no-lock --no-default --no-editable --no-isolation --no-self \
         --no-sync --only-keep --plugins --pre --prerelease --prod --production --reinstall -r \
         --save-compatible --save-exact --save-minimum --save-safe-compatible --save-wildcard --stable \
         --unconstrained -u --update-reuse --update-reuse-installed --without --version",
        SWITCH,
        Role::Plain,
    ),
];

const LOCK: &[Opt] = &[
    Opt::new(
        "-S --strategy --exclude-newer --exclude-newer-override --python --platform --implementation -f \
              --format -o --output -C",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "--append --refresh --static-urls --no-static-urls --no-cross-platform --no-hashes --without-hashes \
         --no-markers --no-extras --pyproject --expandvars --self --editable-self",
        SWITCH,
        Role::Plain,
    ),
];

const BUILD: &[Opt] = &[
    Opt::new(
        "-d --dest -C --config-setting -r --repository -P --password --username -i --identity -c --comment \
              --ca-certs",
        Value,
        Role::Plain,
    ),
    Opt::new("-u -S", Either, Role::Plain),
    Opt::new(
        "--no-sdist --no-wheel --no-clean --no-build --no-very-ssl --no-verify-ssl --sign --skip-existing",
        SWITCH,
        Role::Plain,
    ),
];

const UPDATE: &[Opt] = &[Opt::new("-t --top --outdated", SWITCH, Role::Plain)];

const RUN: &[Opt] = &[
    Opt::new("--env --env-file --working-dir", Value, Role::Plain),
    Opt::new("-l --list -j --json -s --site-packages --recreate", SWITCH, Role::Plain),
];
