//! npm's options, commands and aliases, as npm 11 defines them (`@npmcli/config` and
//! `utils/cmd-list`). An option that is not here takes no value, which is nopt's own rule.

use crate::command::grammar::{NoptTables, Opt, Role, Takes};

use Takes::{Literal, Undashed, Value};

/// All that npm's parser goes by.
pub(super) const NOPT: NoptTables = NoptTables { options: OPTIONS, shorthands: SHORTHANDS, unions: UNIONS };

pub(in crate::command) const OPTIONS: &[Opt] = &[
    Opt::new("usage version", Literal, Role::Ends),
    Opt::new("global", Literal, Role::Global),
    Opt::new("location", Value, Role::Location),
    Opt::new("prefix", Value, Role::Folder),
    Opt::new("userconfig", Value, Role::UserConfig),
    Opt::new("globalconfig", Value, Role::GlobalConfig),
    Opt::new("https-proxy", Value, Role::FirstProxy),
    Opt::new("proxy", Value, Role::Proxy),
    Opt::new("noproxy", Value, Role::NoProxy),
    Opt::new("cafile", Value, Role::Certificates),
    Opt::new("package", Value, Role::Package),
    Opt::new("call", Undashed, Role::Call),
    Opt::new("registry", Value, Role::Index),
    Opt::new("workspace", Value, Role::Workspace),
    Opt::new("workspaces", Literal, Role::Workspace),
    Opt::new("package-lock shrinkwrap", Literal, Role::Lockfile),
    Opt::new(
        "all allow-same-version audit bin-links browser bypass-2fa color commit-hooks dangerously-allow-all-scripts \
         description dev diff-ignore-all-space diff-name-only diff-no-prefix diff-text dry-run \
         engine-strict expect-results force foreground-scripts format-package-lock fund git-tag-version \
         global-style if-present ignore-scripts include-staged include-workspace-root \
         include-attestations init-private install-links json legacy-bundling legacy-peer-deps link long \
         offline omit-lockfile-registry-resolved optional package-lock-only parseable \
         allow-scripts-pending allow-scripts-pin prefer-dedupe prefer-offline prefer-online production \
         progress provenance read-only rebuild-bundle save save-bundle save-dev save-exact save-optional \
         save-peer save-prod packages-all sign-git-commit sign-git-tag strict-peer-deps \
         strict-allow-scripts strict-ssl timing unicode update-notifier versions \
         workspaces-update yes",
        Literal,
        Role::Plain,
    ),
    Opt::new(
        "diff-dst-prefix diff-src-prefix editor git heading init-author-email init-author-name \
         init-license init-type init.author.email init.author.name init.license message \
         pack-destination preid save-prefix scope searchexclude searchopts shell tag \
         tag-version-prefix user-agent viewer",
        Undashed,
        Role::Plain,
    ),
    Opt::new(
        "_auth access allow-directory allow-file allow-git allow-remote allow-scripts also audit-level \
         auth-type before ca cache cache-max cache-min cert cidr cpu depth diff \
         diff-unified expect-result-count expires fetch-retries fetch-retry-factor \
         fetch-retry-maxtimeout fetch-retry-mintimeout fetch-timeout include \
         init-author-url init-module init-version init.author.url init.module init.version \
         install-strategy key libc local-address lockfile-version loglevel logs-dir logs-max name \
         maxsockets min-release-age min-release-age-exclude node-gyp node-options omit only orgs \
         os otp packages provenance-file replace-registry-host sbom-format sbom-type scopes \
         packages-and-scopes-permission orgs-permission password token-description script-shell \
         searchlimit searchstaleness umask which",
        Value,
        Role::Plain,
    ),
];

/// Options of several types, and the words that one takes where it is read as a boolean: because a
/// boolean is among its types, or behind `--no-`. `<string>` is any word, `<number>` any number.
pub(super) const UNIONS: &[(&str, &str)] = &[
    (
        "_auth browser ca cert cidr cpu key libc name node-options orgs os otp packages password scopes \
         script-shell token-description",
        "null <string>",
    ),
    (
        "allow-scripts diff min-release-age-exclude noproxy package replace-registry-host workspace",
        "<string>",
    ),
    ("depth expect-result-count expires min-release-age which", "null <number>"),
    ("before expect-results https-proxy optional production proxy workspaces yes", "null"),
    ("access", "null restricted public private"),
    ("allow-directory allow-file allow-git allow-remote", "all none root"),
    ("also", "null dev development"),
    ("audit-level", "null info low moderate high critical none"),
    ("auth-type", "legacy web"),
    ("color", "always"),
    ("include", "prod dev optional peer"),
    ("install-strategy", "hoisted nested shallow linked"),
    ("local-address", "null <address>"),
    ("location", "global user project"),
    ("lockfile-version", "null 1 2 3"),
    ("loglevel", "silent error warn notice http info verbose silly"),
    ("omit", "dev optional peer"),
    ("only", "null prod production"),
    ("orgs-permission packages-and-scopes-permission", "null read-only read-write no-access"),
    ("sbom-format", "cyclonedx spdx"),
    ("sbom-type", "library application framework"),
];

/// Shorthands and what they stand for.
pub(super) const SHORTHANDS: &[(&str, &str)] = &[
    ("enjoy-by", "--before"),
    ("d", "--loglevel info"),
    ("dd", "--loglevel verbose"),
    ("ddd", "--loglevel silly"),
    ("quiet", "--loglevel warn"),
    ("q", "--loglevel warn"),
    ("s", "--loglevel silent"),
    ("silent", "--loglevel silent"),
    ("verbose", "--loglevel verbose"),
    ("desc", "--description"),
    ("help", "--usage"),
    ("local", "--no-global"),
    ("n", "--no-yes"),
    ("no", "--no-yes"),
    ("porcelain", "--parseable"),
    ("readonly", "--read-only"),
    ("reg", "--registry"),
    ("iwr", "--include-workspace-root"),
    ("ws", "--workspaces"),
    ("a", "--all"),
    ("c", "--call"),
    ("f", "--force"),
    ("g", "--global"),
    ("L", "--location"),
    ("l", "--long"),
    ("m", "--message"),
    ("p", "--parseable"),
    ("C", "--prefix"),
    ("S", "--save"),
    ("B", "--save-bundle"),
    ("D", "--save-dev"),
    ("E", "--save-exact"),
    ("O", "--save-optional"),
    ("P", "--save-prod"),
    ("?", "--usage"),
    ("H", "--usage"),
    ("h", "--usage"),
    ("v", "--version"),
    ("w", "--workspace"),
    ("y", "--yes"),
];

/// What a command does to what is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing, or only to what is there already.
    Nothing,
    /// Installs the names given and the project.
    Install,
    /// Installs the project; its arguments are no new names.
    Project,
    /// Installs the project without the names given.
    Uninstall,
    /// Brings the project, or with `--global` the names given, to newer versions.
    Update,
    /// `audit fix` installs; `audit` alone does not.
    AuditFix,
    /// Fetches a package to run it.
    Exec,
    /// Fetches `create-NAME` to run it.
    Create,
}

/// Commands by what they do.
pub(super) const COMMANDS: &[(Effect, &str)] = &[
    (Effect::Install, "install install-test link"),
    (Effect::Project, "ci install-ci-test dedupe prune"),
    (Effect::Uninstall, "uninstall"),
    (Effect::Update, "update"),
    (Effect::AuditFix, "audit"),
    (Effect::Exec, "exec"),
    (Effect::Create, "init"),
    (
        Effect::Nothing,
        "access adduser approve-scripts bugs cache completion config deny-scripts deprecate diff \
         dist-tag docs doctor edit explain explore find-dupes fund get help help-search \
         install-scripts ll login logout ls org outdated owner pack ping pkg prefix profile publish \
         query rebuild repo restart root run sbom search set shrinkwrap stage star stars start stop \
         team test token trust undeprecate unpublish unstar version view whoami",
    ),
];

/// Other words for commands.
pub(in crate::command) const ALIASES: &[(&str, &str)] = &[
    ("author", "owner"),
    ("home", "docs"),
    ("issues", "bugs"),
    ("info", "view"),
    ("show", "view"),
    ("find", "search"),
    ("add", "install"),
    ("unlink", "uninstall"),
    ("remove", "uninstall"),
    ("rm", "uninstall"),
    ("r", "uninstall"),
    ("un", "uninstall"),
    ("rb", "rebuild"),
    ("list", "ls"),
    ("ln", "link"),
    ("create", "init"),
    ("i", "install"),
    ("it", "install-test"),
    ("cit", "install-ci-test"),
    ("u", "update"),
    ("up", "update"),
    ("c", "config"),
    ("s", "search"),
    ("se", "search"),
    ("tst", "test"),
    ("t", "test"),
    ("ddp", "dedupe"),
    ("v", "view"),
    ("run-script", "run"),
    ("clean-install", "ci"),
    ("clean-install-test", "install-ci-test"),
    ("x", "exec"),
    ("why", "explain"),
    ("la", "ll"),
    ("verison", "version"),
    ("ic", "ci"),
    ("innit", "init"),
    ("in", "install"),
    ("ins", "install"),
    ("inst", "install"),
    ("insta", "install"),
    ("instal", "install"),
    ("isnt", "install"),
    ("isnta", "install"),
    ("isntal", "install"),
    ("isntall", "install"),
    ("install-clean", "ci"),
    ("isntall-clean", "ci"),
    ("hlep", "help"),
    ("dist-tags", "dist-tag"),
    ("upgrade", "update"),
    ("udpate", "update"),
    ("rum", "run"),
    ("sit", "install-ci-test"),
    ("urn", "run"),
    ("ogr", "org"),
    ("add-user", "adduser"),
];
