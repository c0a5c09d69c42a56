//! How the clients' parsers take an argument list apart. The tables say which options there are;
//! here is what a dash means to optparse (pip), argparse (pipx, pdm, pipenv), nopt (npm) and to clap and
//! those like it (cargo, uv, pnpm, poetry, yarn, bun).

mod nopt;

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

pub(super) use nopt::{NoptTables, read_nopt};

/// Whether an option takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Never.
    Nothing,
    /// Always: `--name value`, `--name=value`, `-n value`, `-nvalue`.
    Value,
    /// Only behind `=`.
    Attached,
    /// One behind `=`, and perhaps the next argument: the client's versions differ. That one is taken for
    /// a name where names may stand, and where a command or program is looked for, nothing is certain.
    Either,
    /// nopt's boolean: it swallows a following `true` or `false`.
    Literal,
    /// nopt's plain string: the next argument, unless that starts with a dash.
    Undashed,
}

/// What an option means for an install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Plain,
    /// The client shows something and ends.
    Ends,
    /// A file of requirements or constraints.
    Requirements,
    /// A folder or address installed in place.
    Editable,
    /// A dependency group, perhaps with the file that holds it.
    Group,
    /// The registry in place of the default.
    Index,
    /// A registry beside it.
    ExtraIndex,
    /// A folder or page of archives.
    FindLinks,
    /// No registry.
    NoIndex,
    /// The folder to work in.
    Folder,
    /// The file of the user's settings, in place of the usual one.
    UserConfig,
    /// The file of the machine's settings, in place of the usual one.
    GlobalConfig,
    /// The proxy to registries.
    Proxy,
    /// The proxy that goes before it: npm's `--https-proxy`.
    FirstProxy,
    /// The hosts that are asked without a proxy.
    NoProxy,
    /// A file of root certificates.
    Certificates,
    /// The manifest to work on.
    Manifest,
    /// A further manifest beside it.
    MoreManifests,
    /// Whether the project's lockfile counts.
    Lockfile,
    /// Not the project, but the whole machine or user.
    Global,
    /// Where to work: `global` is as good as [`Role::Global`].
    Location,
    /// A member of the project.
    Workspace,
    /// A package to fetch, in place of the one that the program's name says.
    Package,
    /// Packages to fetch besides, apart by commas.
    With,
    /// Folders or addresses to install besides, apart by commas.
    WithEditable,
    /// Files of requirements besides, apart by commas.
    WithRequirements,
    /// Arguments for the pip that the client runs.
    PipArguments,
    /// The project's folder; the working folder stays.
    ProjectFolder,
    /// The project is left aside.
    NoProject,
    /// The program to work on, with its own block of dependencies, in place of the project.
    ScriptFile,
    /// The first word is a program's file, whatever its name.
    IsScript,
    /// The first word is a Python module to run.
    IsModule,
    /// pip is installed besides.
    Seed,
    /// What the lockfile pins gives way to newer versions.
    Renews,
    /// A file of settings.
    Settings,
    /// No settings of files or the environment.
    Isolated,
    /// Packages are fetched that a program imports, which nothing names beforehand.
    Imports,
    /// A shell command to run in place of the positional one.
    Call,
    /// A git repository to install from.
    Git,
    /// A folder to install from.
    Path,
    /// A registry by its configured name.
    NamedRegistry,
    /// The version of every name.
    Version,
    /// Only the project itself, without what it depends on.
    NoDependencies,
    /// Replaces settings.
    Config,
    /// cargo's unstable options: `-Z`.
    Unstable,
    /// The network is not asked.
    Offline,
    /// Features of a crate.
    Features,
    /// None of the features that are on by default.
    NoDefaultFeatures,
    /// Every feature.
    AllFeatures,
}

/// One option: its spellings with their dashes, apart by spaces.
#[derive(Debug)]
pub(super) struct Opt {
    pub(super) names: &'static str,
    pub(super) takes: Takes,
    pub(super) role: Role,
}

impl Opt {
    pub(super) const fn new(names: &'static str, takes: Takes, role: Role) -> Self {
        Self { names, takes, role }
    }

    fn is(&self, name: &str) -> bool {
        self.names.split(' ').any(|own| own == name)
    }
}

/// An argument list, taken apart.
#[derive(Debug, Default)]
pub(super) struct Arguments<'a> {
    /// Options that mean something, with their values, in order.
    pub(super) options: Vec<(Role, Cow<'a, OsStr>)>,
    /// What is no option, in order.
    pub(super) positionals: Vec<Cow<'a, OsStr>>,
    /// The first option that no table has, where its value cannot be told from a name.
    pub(super) unknown: Option<String>,
    /// How many positionals stand before that: they are names whatever it means.
    pub(super) certain: usize,
    /// Every option that a table has, in full, with a value where it takes one.
    pub(super) given: Vec<(&'static str, Option<Cow<'a, OsStr>>)>,
}

impl<'a> Arguments<'a> {
    pub(super) fn has(&self, role: Role) -> bool {
        self.options.iter().any(|(own, _)| *own == role)
    }

    /// The last value given for a role: where an option is given twice, clients take the last.
    pub(super) fn value(&self, role: Role) -> Option<&OsStr> {
        self.options.iter().rev().find(|(own, _)| *own == role).map(|(_, value)| value.as_ref())
    }

    pub(super) fn values(&self, role: Role) -> impl Iterator<Item = &OsStr> {
        self.options.iter().filter(move |(own, _)| *own == role).map(|(_, value)| value.as_ref())
    }

    /// Where a program or command is looked for, it must be certain which word that is.
    fn doubt(&mut self, option: &Opt, name: &str, next: Option<&OsStr>, stop: Stop) {
        let is_word = next.is_some_and(|next| !next.to_string_lossy().starts_with('-'));
        if option.takes == Takes::Either && stop == Stop::AtPositional && is_word {
            self.unknown.get_or_insert_with(|| name.to_owned());
        }
    }

    /// Takes in an option of a table, under the spelling that was used.
    fn take(&mut self, option: &'static Opt, spelling: &str, value: Option<Cow<'a, OsStr>>) {
        let spelling = option.names.split(' ').find(|own| own.starts_with(spelling)).unwrap_or_default();
        self.given.push((spelling, value.clone()));
        self.push(option.role, value.unwrap_or_default());
    }

    fn push(&mut self, role: Role, value: Cow<'a, OsStr>) {
        if role != Role::Plain {
            self.options.push((role, value));
        }
    }
}

/// Whose rules an argument list goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A long option may be cut short, and the `=` of `-o=value` belongs to the value.
    Optparse,
    /// A long option may be cut short.
    Argparse,
    /// Neither.
    Clap,
}

/// Where reading positionals stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Options may stand behind positionals.
    Never,
    /// At the first positional: what follows belongs to something else.
    AtPositional,
}

/// What a table says of an option as written.
enum Found<'t> {
    Known(&'t Opt),
    Ambiguous,
    No,
}

/// Reads by the rules of a dialect; the first table that has an option counts. Gives what was read, and
/// how many arguments that were.
pub(super) fn read<'a>(
    tables: &[&'static [Opt]],
    args: &'a [OsString],
    dialect: Dialect,
    stop: Stop,
) -> (Arguments<'a>, usize) {
    let mut found = Arguments::default();
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        let text = arg.to_string_lossy();
        if text == "--" {
            if stop == Stop::Never {
                let rest = args.get(at + 1..).unwrap_or_default();
                found.positionals.extend(rest.iter().map(|arg| Cow::Borrowed(arg.as_os_str())));
                at = args.len();
            }
            break;
        }
        if !text.starts_with('-') || text == "-" {
            if stop == Stop::AtPositional {
                break;
            }
            found.positionals.push(Cow::Borrowed(arg));
            at += 1;
            continue;
        }
        let next = args.get(at + 1).map(OsString::as_os_str);
        if found.unknown.is_none() {
            found.certain = found.positionals.len();
        }
        let swallowed = if text.starts_with("--") {
            read_long(tables, &text, next, (dialect, stop), &mut found)
        } else {
            read_short(tables, &text, next, (dialect, stop), &mut found)
        };
        at += 1 + usize::from(swallowed);
    }
    (found, at.min(args.len()))
}

/// Reads `--name`, `--name=value` or `--name` and the next argument; says whether that was used.
fn read_long<'a>(
    tables: &[&'static [Opt]],
    text: &str,
    next: Option<&'a OsStr>,
    (dialect, stop): (Dialect, Stop),
    found: &mut Arguments<'a>,
) -> bool {
    let (name, attached) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    let option = match look_up(tables, name, dialect) {
        Found::Known(option) => option,
        Found::Ambiguous | Found::No => {
            // With `=` it cannot take a name with it, whatever it is.
            if attached.is_none() {
                found.unknown.get_or_insert_with(|| name.to_owned());
            }
            return false;
        }
    };
    match (option.takes, attached) {
        (_, Some(value)) => {
            found.take(option, name, Some(Cow::Owned(value.into())));
            false
        }
        (Takes::Value | Takes::Undashed, None) => {
            found.take(option, name, Some(Cow::Borrowed(next.unwrap_or_default())));
            next.is_some()
        }
        (Takes::Nothing | Takes::Attached | Takes::Literal | Takes::Either, None) => {
            found.take(option, name, None);
            found.doubt(option, name, next, stop);
            false
        }
    }
}

/// Reads `-a`, `-abc`, `-ovalue`, `-o=value` or `-o` and the next argument. To optparse the `=` of
/// `-o=value` belongs to the value.
fn read_short<'a>(
    tables: &[&'static [Opt]],
    text: &str,
    next: Option<&'a OsStr>,
    (dialect, stop): (Dialect, Stop),
    found: &mut Arguments<'a>,
) -> bool {
    let mut letters = text.chars();
    letters.next();
    while let Some(letter) = letters.next() {
        let name = format!("-{letter}");
        let Found::Known(option) = look_up(tables, &name, Dialect::Clap) else {
            found.unknown.get_or_insert(name);
            return false;
        };
        let rest = letters.as_str();
        if option.takes == Takes::Either && rest.starts_with('=') {
            return false;
        }
        if option.takes != Takes::Value {
            found.take(option, &name, None);
            if rest.is_empty() {
                found.doubt(option, &name, next, stop);
            }
            continue;
        }
        if rest.is_empty() {
            found.take(option, &name, Some(Cow::Borrowed(next.unwrap_or_default())));
            return next.is_some();
        }
        let value = if dialect == Dialect::Optparse { rest } else { rest.strip_prefix('=').unwrap_or(rest) };
        found.take(option, &name, Some(Cow::Owned(value.into())));
        return false;
    }
    false
}

fn look_up(tables: &[&'static [Opt]], name: &str, dialect: Dialect) -> Found<'static> {
    let every = || tables.iter().flat_map(|table| table.iter());
    if let Some(option) = every().find(|option| option.is(name)) {
        return Found::Known(option);
    }
    if dialect == Dialect::Clap || !name.starts_with("--") {
        return Found::No;
    }
    let mut fitting = every().filter(|option| option.names.split(' ').any(|own| own.starts_with(name)));
    match fitting.next() {
        None => Found::No,
        // Several that mean the same are as good as one.
        Some(option) if fitting.all(|other| other.takes == option.takes && other.role == option.role) => {
            Found::Known(option)
        }
        Some(_) => Found::Ambiguous,
    }
}
