//! pipenv, of the years 2018 to 2026.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Installs, Nothing};
use Takes::{Either, Value};

const SWITCH: Takes = Takes::Nothing;

pub(in crate::command) static PIPENV: Grammar = Grammar {
    client: Client::Pipenv,
    dialect: Dialect::Argparse,
    before: &[Opt::new("--version", SWITCH, Role::Ends)],
    options: OPTIONS,
    commands: &[
        Command::new("install upgrade", Installs(Words::Names, Touches::Project)),
        Command::new("update", Installs(Words::Patterns, Touches::Newer)),
        Command::new("sync lock", Installs(Words::Ignored, Touches::Project)),
        Command::new("uninstall", Installs(Words::Keys, Touches::Project)),
        Command::new("run", Installs(Words::Program, Touches::Nothing)),
        Command::new(
            "remove shell activate check audit graph open clean scripts verify requirements pylock",
            Nothing,
        ),
    ],
};

const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("-r --requirements", Value, Role::Requirements),
    Opt::new("-e --editable", Value, Role::Editable),
    Opt::new("--extra-pip-args", Value, Role::PipArguments),
    Opt::new("--pypi-mirror", Value, Role::Index),
    Opt::new("-i --index", Value, Role::ExtraIndex),
    // Once the file in which to look for imports.
    Opt::new("-c --code", Value, Role::Imports),
    Opt::new("-o", Either, Role::Plain),
    Opt::new(
        "--backend --categories --config-settings --extras --python --resolver --requirementstxt",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "--all --all-dev --bare --clean --clear --completion --deploy -d --dev --dev-only --dry-run --envs \
         --hash --ignore-pipfile --keep-outdated --lock-only --man --no-site-packages --outdated --pre --py -q \
         --quiet --rm --selective-upgrade --sequential --site-packages --skip-lock --support --system --three \
         --two -v --venv --verbose --where --version",
        SWITCH,
        Role::Plain,
    ),
];
