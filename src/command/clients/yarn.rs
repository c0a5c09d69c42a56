//! yarn 1, and yarn 2 to 4: which of them runs is for the project to say, so that the table holds for both.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Again, Below, Held, Installs, Nothing};
use Takes::{Either, Value};

const SWITCH: Takes = Takes::Nothing;

const PROJECT: Effect = Installs(Words::Ignored, Touches::Project);

pub(in crate::command) static YARN: Grammar = Grammar {
    client: Client::Yarn,
    dialect: Dialect::Clap,
    before: &[
        Opt::new("-h --help -v --version", SWITCH, Role::Ends),
        Opt::new("-s --silent", SWITCH, Role::Plain),
    ],
    options: OPTIONS,
    commands: &[
        Command::new("-", PROJECT),
        // Later versions refuse a name behind `install`, and yarn 1 adds it.
        Command::new("add install", Installs(Words::Names, Touches::Project)),
        Command::new(
            "up upgrade upgrade-interactive upgradeInteractive",
            Installs(Words::Patterns, Touches::Newer),
        ),
        Command::new("remove", Installs(Words::Keys, Touches::Project)),
        Command::with("dlx", Installs(Words::Tool, Touches::Nothing), DLX),
        Command::with("create", Installs(Words::Create, Touches::Nothing), DLX),
        Command::with("init", Installs(Words::Create, Touches::Nothing), INIT),
        Command::new(
            "dedupe link unlink rebuild unplug import patch-commit generate-lock-entry generateLockEntry \
             autoclean",
            PROJECT,
        ),
        Command::new("run exec node", Installs(Words::Program, Touches::Nothing)),
        Command::new("workspace", Again(1)),
        Command::new(
            "workspaces",
            Below(&[
                Command::with("foreach", Again(0), FOREACH),
                Command::new("focus", PROJECT),
                Command::new("run info list", Nothing),
            ]),
        ),
        Command::new(
            "global",
            Below(&[
                Command::new("add upgrade upgrade-interactive", Installs(Words::Names, Touches::Nothing)),
                Command::new("bin dir ls list remove", Nothing),
            ]),
        ),
        Command::new(
            "plugin",
            Below(&[
                Command::new(
                    "import",
                    Held(
                        "`yarn plugin import` fetches code that is no package, and cannot be judged: read it, and run yarn \
                 without Phantom",
                    ),
                ),
                Command::new("*", Nothing),
            ]),
        ),
        Command::new(
            "set",
            Below(&[
                Command::new(
                    "resolution",
                    Held(
                        "`yarn set resolution` may put another package in the place of one: state it in package.json, under \
             `resolutions`",
                    ),
                ),
                Command::new("*", Nothing),
            ]),
        ),
        Command::new(
            "access audit bin cache check config constraints explain help info licenses list login logout npm \
             outdated owner pack patch policies publish search stage tag team test version versions why",
            Nothing,
        ),
        Command::new("*", Installs(Words::Program, Touches::Nothing)),
    ],
};

/// Options of every command. `-h` is none of them: yarn 1 installs all the same.
const OPTIONS: &[Opt] = &[
    Opt::new("--cwd", Value, Role::Folder),
    Opt::new("--registry", Value, Role::Index),
    Opt::new("--https-proxy", Value, Role::FirstProxy),
    Opt::new("--proxy", Value, Role::Proxy),
    Opt::new("--use-yarnrc", Value, Role::Settings),
    // yarn 1 takes a word behind these.
    Opt::new("--prod --production --emoji --scripts-prepend-node-path", Either, Role::Plain),
    // What takes a value in one and none in the other, or in another command.
    Opt::new("-S --scope -n -d --depth --level --groups -i -p -A -R -X -c -s -t -j -u", Either, Role::Plain),
    Opt::new(
        "--cache-folder --global-folder --link-folder --modules-folder --mutex --network-concurrency \
         --network-timeout --otp --preferred-cache-folder --prefix --mode",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "-h --help -v --version --audit -C --caret --check-files -D --dev --disable-pnp --enable-pnp -E --exact \
         -F --fixed --flat --focus --force -g --global --har --ignore-engines --ignore-optional \
         --ignore-platform --ignore-scripts -W --ignore-workspace-root-check --interactive --json -L --latest \
         --link-duplicates --no-bin-links --no-default-rc --no-lockfile --no-node-version-check --no-progress \
         --non-interactive --offline -O --optional --pattern -P --peer --pnp --prefer-offline --pure-lockfile \
         --frozen-lockfile --save --save-dev --save-exact --save-optional --save-peer --save-tilde --silent \
         --skip-integrity-check --strict-semver -T --tilde --update-checksums --verbose --prefer-dev --cached \
         --no-time-gate --immutable --immutable-cache --refresh-lockfile --check-cache --check-resolutions \
         --inline-builds --all --recursive --private --relative --save-build -r -B --top-level \
         --binaries-only --inspect --inspect-brk",
        SWITCH,
        Role::Plain,
    ),
    Opt::new("--require --strategy", Value, Role::Plain),
];

const DLX: &[Opt] =
    &[Opt::new("-p --package", Value, Role::Package), Opt::new("-q --quiet", SWITCH, Role::Plain)];

const INIT: &[Opt] = &[
    Opt::new("-y --yes -p --private -w --workspace -i --install -2", SWITCH, Role::Plain),
    Opt::new("-n --name", Value, Role::Plain),
];

const FOREACH: &[Opt] = &[
    Opt::new("--from --include --exclude -j --jobs", Value, Role::Plain),
    Opt::new("--since", Takes::Attached, Role::Plain),
    Opt::new(
        "-A --all -R --recursive -W --worktree -v --verbose -p --parallel -i --interlaced -t --topological \
         --topological-dev --no-private -n --dry-run -a",
        SWITCH,
        Role::Plain,
    ),
];
