//! pnpm 7 to 12, with pnpx and pnx, which are `pnpm dlx`; and corepack, which runs it.

use crate::command::client::Client;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Touches, Words};

use Effect::{Again, Below, Installs, Nothing, Of};
use Takes::{Attached, Either, Value};

const SWITCH: Takes = Takes::Nothing;

pub(in crate::command) static PNPM: Grammar = Grammar {
    client: Client::Pnpm,
    dialect: Dialect::Clap,
    before: &[Opt::new("-v --version", SWITCH, Role::Ends)],
    options: OPTIONS,
    commands: &[
        Command::new("add install i install-test it", Installs(Words::Names, Touches::Project)),
        Command::new("update up upgrade", Installs(Words::Patterns, Touches::Newer)),
        Command::new("remove uninstall rm un uni", Installs(Words::Keys, Touches::Project)),
        Command::new("link ln", Installs(Words::Names, Touches::Project)),
        Command::new(
            "ci clean-install ic install-clean dedupe import fetch prune deploy unlink dislink pipeline \
             patch-commit patch-remove",
            Installs(Words::Ignored, Touches::Project),
        ),
        Command::new("dlx", Installs(Words::Tool, Touches::Nothing)),
        Command::new("create", Installs(Words::Create, Touches::Nothing)),
        // Before a script is run, the project is installed where it is not (`verifyDepsBeforeRun`).
        Command::new("exec run run-script", Installs(Words::Program, Touches::Project)),
        Command::new("test t tst start stop restart", Installs(Words::Foreign, Touches::Project)),
        Command::new("*", Installs(Words::Program, Touches::Project)),
        Command::new("recursive multi m pm", Again(0)),
        Command::new("with", Again(1)),
        Command::new(
            "store",
            Below(&[
                Command::new("add", Installs(Words::Names, Touches::Nothing)),
                Command::new("*", Nothing),
            ]),
        ),
        Command::new(
            "shim",
            Below(&[
                Command::new("add", Installs(Words::Names, Touches::Nothing)),
                Command::new("*", Nothing),
            ]),
        ),
        Command::with("audit", Installs(Words::Ignored, Touches::Nothing), AUDIT),
        Command::new(
            "access init outdated change version lane bugs issues list ls ll la licenses licences fund why view \
             info show v sbom whoami deprecate undeprecate unpublish star unstar stars dist-tag dist-tags ping \
             doctor search s se find rebuild rb pack publish stage patch peers set-script ss tasks completion \
             find-hash runtime rt env bin clean purge root prefix config c get set pkg pack-app cache cat-file \
             cat-index ignored-builds approve-builds permissions approve docs home repo self-update setup login \
             adduser team owner owners logout edit profile token xmas help server",
            Nothing,
        ),
    ],
};

/// Options of every command of every version. Older versions take `true` and `false` behind a switch; the
/// word is then taken for a name, which it could be to newer ones.
const OPTIONS: &[Opt] = &[
    Opt::new("-h --help", SWITCH, Role::Ends),
    Opt::new("-C --dir --prefix", Value, Role::Folder),
    Opt::new("-g --global", SWITCH, Role::Global),
    Opt::new("--package", Value, Role::Package),
    Opt::new("--registry --config.registry", Value, Role::Index),
    Opt::new("--npmrc-auth-file --userconfig", Value, Role::UserConfig),
    Opt::new("--https-proxy", Value, Role::FirstProxy),
    Opt::new("--http-proxy --proxy", Value, Role::Proxy),
    Opt::new("--no-proxy --noproxy", Value, Role::NoProxy),
    Opt::new("--cafile", Value, Role::Certificates),
    Opt::new("--color", Attached, Role::Plain),
    Opt::new(
        "--fix --config --test-pattern --changed-files-ignore-pattern --child-concurrency",
        Either,
        Role::Plain,
    ),
    Opt::new(
        "--access --allow-build --audit-level --base --branch --bump --cpu --depth --edit-dir --env-file \
         --fetch-min-speed-ki-bps --fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout \
         --fetch-retry-mintimeout --fetch-timeout --fetch-warn-timeout-ms -F --filter --filter-prod --find-by \
         --format --global-dir --global-bin-dir --hoist-pattern --public-hoist-pattern --ignore --init-type \
         --interval --libc --lockfile-dir --loglevel --merge-git-branch-lockfiles-branch-pattern -m --message \
         --modules-dir --network-concurrency --node-linker --os --otp --out --pack-destination \
         --package-import-method --pack-gzip-level --patches-dir --pnpr-server --preid --publication-name \
         --publish-branch --publish-wait-timeout --release-notes --repo --report-to --reporter --resume-from \
         --save-catalog-name --save-prefix --script-shell --sort-by --state-dir --store-dir --summary --tag \
         --tag-version-prefix --upload-variant --user-agent --variant --variant-integrity --virtual-store-dir \
         --workspace-concurrency --workspace-packages --minimum-release-age --trust-policy --trust-policy-exclude \
         --trust-policy-ignore-after",
        Value,
        Role::Plain,
    ),
    Opt::new(
        "--aggregate-output --all --allow-same-version --auto-dedupe --auto-install-peers --bail --no-bail --bare \
         --batch --changeset --check --compatible -d --dev --dry-run --embed-readme --engine-strict \
         --exclude-peers --fail-if-no-match --fix-lockfile -f --force --frozen-lockfile --frozen-store --full \
         --hoist --no-hoist --if-present --ignore-existing --ignore-manifest-check --ignore-pnpmfile \
         --ignore-registry-errors --ignore-scripts --ignore-unfixable --ignore-workspace \
         --ignore-workspace-root-check --include-github-actions --include-workspace-root \
         --init-package-manager -i --interactive --json -L --latest --legacy --lockfile --no-lockfile \
         --lockfile-only --long -l --link-workspace-packages --merge-git-branch-lockfiles --no-auto-dedupe \
         --no-cache --no-changeset --no-color --no-commit-hooks --no-fail-if-no-match --no-frozen-lockfile \
         --no-frozen-store --no-git-checks --no-git-tag-version --no-ignore-scripts \
         --no-include-workspace-root --no-init-package-manager --no-modify-path --no-offline --no-optional \
         --no-prefer-frozen-lockfile --no-prefer-offline --no-progress --no-release-notes --no-runtime \
         --no-save --no-save-exact --no-save-peer --no-save-types --no-sort --no-strict-peer-dependencies --no-table \
         --no-trust-lockfile --no-variants --no-verify-store-integrity --notes --offline -o --once \
         --only-projects --optional --parallel --parseable --patches --peer --pending \
         --prefer-frozen-lockfile --prefer-offline --prefer-workspace-packages -p -P --prod --production \
         --progress --provenance -r --recursive --report --report-summary --resolution-only --reverse \
         --save --save-build --save-catalog -D --save-dev -e -E --save-exact -O --save-optional --save-peer \
         --save-prod --save-types --save-workspace-protocol --no-save-workspace-protocol --sequential \
         --shamefully-hoist --shared-workspace-lockfile -c --shell-mode --side-effects-cache --sign-git-tag \
         -s --silent --skip-manifest-obfuscation --sort --stream --strict-peer-dependencies --tilde \
         --trust-lockfile --update-checksums --use-stderr --verify-store-integrity --watch -w --workspace \
         --workspace-root -y --yes --optimistic-repeat-install \
         --side-effects-cache-readonly --use-running-store-server --use-store-server",
        SWITCH,
        Role::Plain,
    ),
];

const AUDIT: &[Opt] = &[Opt::new("--fix", Either, Role::Renews)];

pub(in crate::command) static COREPACK: Grammar = Grammar {
    client: Client::Corepack,
    dialect: Dialect::Clap,
    before: &[],
    options: &[
        Opt::new("-h --help -v --version", SWITCH, Role::Ends),
        Opt::new("--cache-only --activate --json -a --all", SWITCH, Role::Plain),
        Opt::new("--install-directory -o --output", Value, Role::Plain),
    ],
    commands: &[
        Command::new("pnpm", Of(0, Client::Pnpm)),
        Command::new("pnpx", Of(0, Client::Pnpx)),
        Command::new("yarn yarnpkg", Of(0, Client::Yarn)),
        Command::new("npm", Of(0, Client::Npm)),
        Command::new("npx", Of(0, Client::Npx)),
        // The package managers themselves.
        Command::new("enable disable install use up pack hydrate prepare cache", Nothing),
    ],
};
