//! pipx 1.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Below, Held, Installs, Nothing, Of};
use Takes::Value;

const SWITCH: Takes = Takes::Nothing;

pub(in crate::command) static PIPX: Grammar = Grammar {
    client: Client::Pipx,
    dialect: Dialect::Argparse,
    before: &[Opt::new("--version", SWITCH, Role::Ends)],
    options: OPTIONS,
    commands: &[
        Command::new("run", Installs(Words::Tool, Touches::Nothing)),
        Command::new("install upgrade reinstall repair", Installs(Words::Names, Touches::Nothing)),
        Command::new("inject", Installs(Words::NamesBehindOne, Touches::Nothing)),
        Command::new("upgrade-all upgrade-shared reinstall-all", Installs(Words::Ignored, Touches::Nothing)),
        Command::new("runpip", Of(1, Client::Pip)),
        Command::new(
            "install-all",
            Held(
                "`pipx install-all` reads a list of pipx's own, which is not read here: install the packages by name",
            ),
        ),
        Command::new(
            "manifest",
            Below(&[Command::new(
                "*",
                Held("a manifest of pipx is not read here: install the packages by name"),
            )]),
        ),
        Command::new(
            "uninject expose unexpose pin unpin uninstall uninstall-all reset health list interpreter cache exec \
             ensurepath environment completions help",
            Nothing,
        ),
    ],
};

const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("--spec", Value, Role::Package),
    Opt::new("--with --preinstall", Value, Role::With),
    Opt::new("-r --requirement --lock", Value, Role::Requirements),
    Opt::new("--pip-args", Value, Role::PipArguments),
    Opt::new("-i --index-url", Value, Role::Index),
    Opt::new(
        "--app --backend --cooldown --fetch-python --include-resources-from --output --python --python-args \
         --skip --suffix --upgrade-strategy -V --value",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "-e --editable --fetch-missing-python -f --force --global --include-apps --include-deps \
         --include-injected --install --no-cache --no-path-check --path --pypackages --prune -q --quiet \
         --refresh --skip-maintenance --system-site-packages -U --upgrade -v --verbose --with-suffix \
         --leave-deps --version",
        SWITCH,
        Role::Plain,
    ),
];
