//! poetry 1 and 2.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Below, Installs, Nothing};
use Takes::{Either, Value};

const SWITCH: Takes = Takes::Nothing;

const PROJECT: Effect = Installs(Words::Ignored, Touches::Project);

pub(in crate::command) static POETRY: Grammar = Grammar {
    client: Client::Poetry,
    dialect: Dialect::Clap,
    before: &[Opt::new("-V --version", SWITCH, Role::Ends)],
    options: OPTIONS,
    commands: &[
        Command::new("add", Installs(Words::Names, Touches::Project)),
        Command::new("install sync lock build publish", PROJECT),
        Command::new("update", Installs(Words::Patterns, Touches::Newer)),
        Command::new("remove", Installs(Words::Keys, Touches::Project)),
        Command::new("run", Installs(Words::Program, Touches::Nothing)),
        Command::new(
            "self",
            Below(&[
                Command::new("add", Installs(Words::Names, Touches::Nothing)),
                Command::new("install lock remove show sync update", Nothing),
            ]),
        ),
        Command::new(
            "debug",
            Below(&[
                Command::new("resolve", Installs(Words::Names, Touches::Nothing)),
                Command::new("*", Nothing),
            ]),
        ),
        Command::new(
            "about check config help init list new search show version cache env python source shell \
                      export",
            Nothing,
        ),
        // A plugin's.
        Command::new("*", PROJECT),
    ],
};

const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("-C --directory", Value, Role::Folder),
    Opt::new("-P --project", Value, Role::ProjectFolder),
    Opt::new("--source", Value, Role::NamedRegistry),
    Opt::new("--regenerate", SWITCH, Role::Renews),
    // The extra's name in 2, and a switch in 1.
    Opt::new("--optional -c -f -i -l -o -r -p -u", Either, Role::Plain),
    Opt::new(
        "-E --extras -G --group --only --python --platform --markers --with --without --cert --client-cert \
         --config-settings --dist-dir --format --local-version --output --password --repository --username",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "--all --all-extras --all-groups --allow-prereleases --ansi --build --check --clean --compile --default -D \
         --dev --dry-run -e --editable --latest --lock --no-ansi --no-cache --no-dev --no-directory -n \
         --no-interaction --no-plugins --no-root --no-update --only-root -q --quiet --remove-untracked \
         --skip-existing --sync --tree --install -v --verbose -V --version",
        SWITCH,
        Role::Plain,
    ),
];
