//! bun 1, and bunx, which is `bun x`.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Below, Installs, Nothing};
use Takes::{Attached, Either, Value};

const SWITCH: Takes = Takes::Nothing;

const PROJECT: Effect = Installs(Words::Ignored, Touches::Project);

pub(in crate::command) static BUN: Grammar = Grammar {
    client: Client::Bun,
    dialect: Dialect::Clap,
    before: &[Opt::new("-v --version --revision", SWITCH, Role::Ends)],
    options: OPTIONS,
    commands: &[
        Command::with("add a install i", Installs(Words::Names, Touches::Project), INSTALL),
        Command::with("update", Installs(Words::Names, Touches::Newer), INSTALL),
        Command::with("remove rm uninstall", Installs(Words::Keys, Touches::Project), INSTALL),
        Command::with("link unlink patch patch-commit dedupe prune ci init", PROJECT, INSTALL),
        Command::with("x", Installs(Words::Tool, Touches::Nothing), EXECUTE),
        Command::new("create c", Installs(Words::Create, Touches::Nothing)),
        Command::with(
            "audit",
            Below(&[Command::with("fix", Installs(Words::Ignored, Touches::Newer), INSTALL)]),
            INSTALL,
        ),
        Command::with(
            "pm",
            Below(&[Command::with("fetch migrate", PROJECT, INSTALL), Command::new("*", Nothing)]),
            INSTALL,
        ),
        Command::new("run", Installs(Words::Program, Touches::Nothing)),
        Command::new(
            "test check fmt repl exec outdated publish info why build upgrade discord help completions",
            Nothing,
        ),
        // A script of the project's, or a program's file.
        Command::new("*", Installs(Words::Program, Touches::Nothing)),
    ],
};

const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("--cwd", Value, Role::Folder),
    Opt::new("-g --global", SWITCH, Role::Global),
    Opt::new("--registry", Value, Role::Index),
    Opt::new("--cafile", Value, Role::Certificates),
    Opt::new("-i --install", Attached, Role::Imports),
    Opt::new("-c --config --inspect --inspect-wait --inspect-brk", Either, Role::Plain),
    Opt::new(
        "--backend --ca --cache-dir --catalog --concurrent-scripts --conditions --console-depth --cpu \
         --cpu-prof-dir --cpu-prof-interval --cpu-prof-name --cron-period --cron-title -d --define \
         --disable-warning --dns-result-order --drop --elide-lines --env-file -e --eval --extension-order \
         --feature --fetch-preconnect -F --filter --heap-prof-dir --heap-prof-interval --heap-prof-name --import \
         --jsx-factory --jsx-fragment --jsx-import-source --jsx-runtime --libc --linker -l --loader \
         --main-fields --max-http-header-size --minimum-release-age --minimum-release-age-excludes \
         --network-concurrency --omit --os --patches-dir --port -r --preload -p --print --redirect-warnings \
         --require --shell --title --tsconfig-override --unhandled-rejections --user-agent \
         --watch-kill-signal --audit-level --ignore",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "--analyze -a --bun -b --check --commit --cpu-prof --cpu-prof-md --dev --dry-run -E --exact \
         --experimental-http2-fetch --experimental-http3-fetch --experimental-stream-iter --expose-gc -f \
         --force --frozen-lockfile --heap-prof --heap-prof-md --hot --if-present --ignore-dce-annotations \
         --ignore-scripts --insecure-http-parser --interactive --json --jsx-side-effects -L --latest \
         --lockfile-only --minimal -m --no-addons --no-cache --no-clear-screen --no-deprecation --no-env-file \
         --no-exit-on-error --no-ffi-cc --no-install --no-macros --no-optional --no-orphans --no-progress \
         --no-save --no-summary --no-verify --no-warnings --offline --only-missing --optional --parallel \
         --peer --pending-deprecation --prefer-latest --prefer-offline --preserve-symlinks \
         --preserve-symlinks-main --prod --production --quiet --react --recursive --redis-preconnect --save \
         --save-prod --save-text-lockfile --sequential --silent --smol --sql-preconnect --throw-deprecation \
         --tls-max-v1.2 --tls-max-v1.3 --tls-min-v1.0 --tls-min-v1.1 --tls-min-v1.2 --tls-min-v1.3 --top \
         --trace-deprecation --trace-warnings --trust --use-bundled-ca --use-openssl-ca --use-system-ca \
         --verbose --watch --workspaces -y --yarn --yes --zero-fill-buffers",
        SWITCH,
        Role::Plain,
    ),
];

/// Options of the commands that install, which mean something else where a program is run.
const INSTALL: &[Opt] = &[Opt::new("-d -D --dev -p -r -i -w", SWITCH, Role::Plain)];

/// Options of `bun x`. Older versions pass by what they do not know, and would take the value for the
/// package.
const EXECUTE: &[Opt] = &[
    Opt::new("-p --package", Value, Role::Package),
    Opt::new("--cwd --env-file --minimum-release-age --registry --ca --cafile", Either, Role::Plain),
];
