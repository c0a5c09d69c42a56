//! What the tables of `clients/` mean: a client is a tree of commands, each with what it does to
//! packages and the options that it has of its own.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::client::{Client, parse};
use super::grammar::{Arguments, Dialect, Opt, Role, Stop, read};
use super::plan::{Install, Plan, Project};
use super::words::{add, commas, is_python, join, pip_arguments, program, script, tool, without_label};
use super::{npm, pip, python, resolution};
use crate::package::{Ecosystem, Source};

/// Commands within commands within commands: more than any client has, and an end for a circle.
const DEEPEST: usize = 8;

/// A client's command line.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) client: Client,
    pub(super) dialect: Dialect,
    /// Options that are understood before a command alone.
    pub(super) before: &'static [Opt],
    /// Options that are understood anywhere.
    pub(super) options: &'static [Opt],
    pub(super) commands: &'static [Command],
}

/// A command: its spellings, apart by spaces. `-` stands for none at all, and `*` for any other word;
/// without a row for it, the first installs nothing and the second is not understood.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) names: &'static str,
    pub(super) effect: Effect,
    /// Options of its own, which go before the client's.
    pub(super) options: &'static [Opt],
}

impl Command {
    pub(super) const fn new(names: &'static str, effect: Effect) -> Self {
        Self { names, effect, options: &[] }
    }

    pub(super) const fn with(names: &'static str, effect: Effect, options: &'static [Opt]) -> Self {
        Self { names, effect, options }
    }

    fn find(commands: &'static [Self], word: &str) -> Option<&'static Self> {
        commands.iter().find(|command| command.names.split(' ').any(|name| name == word))
    }
}

/// What a command does to packages.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effect {
    /// Fetches none.
    Nothing,
    /// Fetches some.
    Installs(Words, Touches),
    /// Has commands of its own.
    Below(&'static [Command]),
    /// Behind so many words, the command line begins anew.
    Again(usize),
    /// Behind so many words, the arguments are another client's.
    Of(usize, Client),
    /// Cannot be judged, and why.
    Held(&'static str),
}

/// What a command's words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Packages to install.
    Names,
    /// Packages of the project or patterns for them, to bring to other versions.
    Patterns,
    /// Nothing that is fetched.
    Ignored,
    /// A script's, options too.
    Foreign,
    /// Keys to take out of the manifest.
    Keys,
    /// Files of requirements.
    Files,
    /// Folders to build.
    Folders,
    /// One that is already there, and then packages to install.
    NamesBehindOne,
    /// A package to fetch and run; what follows is the program's.
    Tool,
    /// The same for `create-NAME`.
    Create,
    /// A program to run, which may be a client in its turn.
    Program,
    /// The same; it may be a Python program with dependencies of its own.
    Script,
}

impl Words {
    const fn stop(self) -> Stop {
        match self {
            Self::Tool | Self::Create | Self::Program | Self::Script => Stop::AtPositional,
            _ => Stop::Never,
        }
    }
}

/// What a command does with the project that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touches {
    /// Nothing.
    Nothing,
    /// Installs it.
    Project,
    /// Brings it to newer versions.
    Newer,
}

/// Reads a client's arguments by its table.
pub(super) fn plan(grammar: &'static Grammar, args: &[OsString]) -> Plan {
    let line = Line { grammar, all: args, before: Arguments::default(), depth: 0 };
    line.command(grammar.commands, args)
}

/// A command line, as far as it is read.
struct Line<'a> {
    grammar: &'static Grammar,
    all: &'a [OsString],
    /// The options that were met before the command.
    before: Arguments<'a>,
    depth: usize,
}

impl<'a> Line<'a> {
    /// Reads on where a command's word is due.
    fn command(mut self, commands: &'static [Command], args: &'a [OsString]) -> Plan {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Plan::not_understood(format!("{} runs itself too often to follow", self.name()));
        }
        let rest = match self.options(&[self.grammar.before, self.grammar.options], args, 0) {
            Ok(rest) => rest,
            Err(plan) => return *plan,
        };
        let Some((word, behind)) = rest.split_first() else {
            return match Command::find(commands, "-") {
                Some(command) => self.effect(command, "", rest),
                None => Plan::PassThrough,
            };
        };
        let text = word.to_string_lossy();
        // `corepack yarn@4 add x`.
        let text = match text.split_once('@').filter(|_| self.grammar.client == Client::Corepack) {
            Some((client, _)) => Cow::Owned(client.to_owned()),
            None => text,
        };
        match Command::find(commands, &text) {
            Some(command) if !matches!(&*text, "-" | "*") => self.effect(command, &text, behind),
            _ => match Command::find(commands, "*") {
                Some(command) => self.effect(command, &text, rest),
                None => Plan::not_understood(format!(
                    "{}'s command `{text}` is not known, and may install: run what you mean by its own name",
                    self.name()
                )),
            },
        }
    }

    /// Takes in the options before `skip` words and behind them, and gives what is left.
    fn options(
        &mut self,
        tables: &[&'static [Opt]],
        args: &'a [OsString],
        skip: usize,
    ) -> Result<&'a [OsString], Box<Plan>> {
        let mut rest = args;
        for left in (0..=skip).rev() {
            let (found, at) = read(tables, rest, self.grammar.dialect, Stop::AtPositional);
            if let Some(option) = &found.unknown {
                return Err(Box::new(self.unknown(option)));
            }
            if found.has(Role::Ends) {
                return Err(Box::new(Plan::PassThrough));
            }
            self.before.options.extend(found.options);
            self.before.given.extend(found.given);
            rest = rest.get(at..).unwrap_or_default();
            rest = rest.strip_prefix(&[OsString::from("--")]).unwrap_or(rest);
            if left > 0 {
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        Ok(rest)
    }

    fn effect(mut self, command: &'static Command, word: &str, args: &'a [OsString]) -> Plan {
        let tables = [command.options, self.grammar.options];
        match command.effect {
            Effect::Nothing => Plan::PassThrough,
            Effect::Held(why) => Plan::not_understood(why),
            Effect::Below(commands) => self.command(commands, args),
            Effect::Again(skip) => match self.options(&tables, args, skip) {
                Ok(rest) => {
                    let commands = self.grammar.commands;
                    self.command(commands, rest)
                }
                Err(plan) => *plan,
            },
            Effect::Of(skip, client) => match self.options(&tables, args, skip) {
                Ok(rest) => parse(client, rest),
                Err(plan) => *plan,
            },
            Effect::Installs(words, touches) => self.installs(words, touches, word, &tables, args),
        }
    }

    fn installs(
        mut self,
        words: Words,
        touches: Touches,
        command: &str,
        tables: &[&'static [Opt]],
        args: &'a [OsString],
    ) -> Plan {
        let (mut found, at) = read(tables, args, self.grammar.dialect, words.stop());
        if found.has(Role::Ends) {
            return Plan::PassThrough;
        }
        let before = std::mem::take(&mut self.before);
        found.options.splice(0..0, before.options);
        found.given.splice(0..0, before.given);
        let mut install = Install::new(self.grammar.client);
        install.index.command = command.to_owned();
        if self.ecosystem() == Ecosystem::Npm {
            install.index.scopes = npm::scoped_registries(self.all);
        }
        if let Some(option) = found.unknown.as_ref().filter(|_| words != Words::Foreign) {
            let certain = if words == Words::Names { found.certain } else { 0 };
            for name in found.positionals.iter().take(certain) {
                // What is not understood is held as it is.
                let _ = add(&mut install, name);
            }
            return self.unknown(option).with_certain(install);
        }
        let rest = args.get(at..).unwrap_or_default();
        let rest = rest.strip_prefix(&[OsString::from("--")]).unwrap_or(rest);
        let inner = match self.words(words, &found, rest, &mut install) {
            Ok(inner) => inner,
            Err(why) => return Plan::not_understood(why).with_certain(install),
        };
        if let Err(why) = self.roles(&found, &mut install) {
            return Plan::not_understood(why).with_certain(install);
        }
        self.project(touches, &found, &mut install);
        // A program without a block of its own belongs to the project.
        let is_of_project = |project: &Project| match project {
            Project::Script(_) => command == "run",
            project => project.is_nearest(),
        };
        if self.grammar.client == Client::Uv && install.projects.iter().any(is_of_project) {
            install.resolution = resolution::of_uv(command, &found);
        }
        join(install, inner)
    }

    /// Takes in a command's words. What a program among them would install in its turn is given back.
    fn words(
        &self,
        words: Words,
        found: &Arguments<'_>,
        rest: &[OsString],
        install: &mut Install,
    ) -> Result<Plan, String> {
        let positionals = &found.positionals;
        match words {
            Words::Ignored | Words::Foreign => {}
            Words::Names => positionals.iter().try_for_each(|name| add(install, name))?,
            Words::NamesBehindOne => positionals.iter().skip(1).try_for_each(|name| add(install, name))?,
            Words::Patterns => {
                let is_name = |text: &str| !text.contains(['*', '{', '!', '?']);
                let mut names = positionals.iter().filter(|word| is_name(&word.to_string_lossy()));
                names.try_for_each(|name| add(install, name))?;
            }
            Words::Keys => {
                install.without =
                    positionals.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            }
            Words::Files => install.files.extend(positionals.iter().map(PathBuf::from)),
            Words::Folders => {
                let folders = positionals.iter().map(|word| Project::Folder(PathBuf::from(word)));
                install.projects.extend(folders);
            }
            Words::Tool => {
                let Some((first, behind)) = rest.split_first() else { return Ok(Plan::PassThrough) };
                let text = first.to_string_lossy();
                if !found.has(Role::Package) {
                    if let Some(script) = script(first, found)? {
                        install.projects.push(script);
                        return Ok(Plan::PassThrough);
                    }
                    if !is_python(self.grammar.client, &text) {
                        install.prefers_local_programs =
                            self.ecosystem() == Ecosystem::Npm && !self.always_fetches();
                        add(install, first)?;
                    }
                }
                return Ok(tool(&text, behind));
            }
            Words::Create => {
                if let Some(first) = rest.first() {
                    npm::add_initialiser(&first.to_string_lossy(), install);
                }
            }
            Words::Program | Words::Script => {
                let Some((first, behind)) = rest.split_first() else { return Ok(Plan::PassThrough) };
                if found.has(Role::Imports) {
                    return Err("the packages that a program imports would be fetched, and are not known beforehand: \
                         install them by name first"
                        .to_owned());
                }
                if found.has(Role::IsModule) {
                    return Ok(python::plan_module(&first.to_string_lossy(), behind));
                }
                if words == Words::Script
                    && let Some(script) = script(first, found)?
                {
                    install.projects.push(script);
                    return Ok(Plan::PassThrough);
                }
                return program(first, behind);
            }
        }
        Ok(Plan::PassThrough)
    }

    /// Whether a program is fetched even where the project has it.
    fn always_fetches(&self) -> bool {
        matches!(self.grammar.client, Client::Pnpm | Client::Yarn)
    }

    /// Takes in what the options say.
    fn roles(&self, found: &Arguments<'_>, install: &mut Install) -> Result<(), String> {
        for (role, value) in &found.options {
            let text = value.to_string_lossy();
            let index = &mut install.index;
            match role {
                Role::Requirements => install.files.push(PathBuf::from(&**value)),
                Role::WithRequirements => install.files.extend(text.split(',').map(PathBuf::from)),
                Role::Editable => pip::add_editable(value, install),
                Role::WithEditable => {
                    text.split(',').for_each(|one| pip::add_editable(OsStr::new(one), install));
                }
                Role::Group => install.projects.push(pip::group_project(&text)),
                Role::Package => add(install, value)?,
                Role::With => {
                    commas(&text).iter().try_for_each(|one| add(install, OsStr::new(one)))?;
                }
                Role::Seed => add(install, OsStr::new("pip"))?,
                Role::PipArguments => install.join(pip_arguments(&text)?),
                // The name of one that the project defines, or a folder.
                Role::Index | Role::ExtraIndex
                    if self.grammar.client != Client::Pip
                        && self.ecosystem() == Ecosystem::PyPi
                        && !text.contains("://") => {}
                Role::Index => index.primary = Some(without_label(&text).to_owned()),
                Role::ExtraIndex => index.extra.push(without_label(&text).to_owned()),
                Role::FindLinks => index.find_links.push(text.into_owned()),
                Role::NoIndex => index.no_index = true,
                Role::Proxy | Role::FirstProxy => index.proxy = Some(text.into_owned()),
                Role::NoProxy => index.no_proxy = Some(text.into_owned()),
                Role::Certificates => index.certificates = Some(text.into_owned()),
                Role::NamedRegistry if !text.eq_ignore_ascii_case("pypi") => {
                    for dependency in install.dependencies.iter_mut().filter(|d| d.source.is_registry()) {
                        dependency.source = Source::OtherRegistry(text.as_ref().into());
                    }
                }
                Role::Isolated => index.isolated = true,
                Role::Settings | Role::UserConfig => index.user_config = Some(PathBuf::from(&**value)),
                Role::Renews => install.renews = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds the project, and takes paths from the folder that the client is told to work in.
    fn project(&self, touches: Touches, found: &Arguments<'_>, install: &mut Install) {
        let place = |role| found.value(role).filter(|value| !value.is_empty()).map(PathBuf::from);
        let is_left = found.has(Role::Global) || found.has(Role::NoProject);
        let has_script = install.projects.iter().any(|project| matches!(project, Project::Script(_)));
        install.index.global = found.has(Role::Global);
        if touches != Touches::Nothing && !is_left && !has_script {
            install.renews |= touches == Touches::Newer;
            install.projects.push(match (place(Role::ScriptFile), place(Role::ProjectFolder)) {
                (Some(script), _) => Project::Script(script),
                (None, Some(folder)) => Project::Nearest(folder),
                (None, None) => Project::Nearest(PathBuf::new()),
            });
        }
        if let Some(folder) = place(Role::Folder) {
            install.below(&folder);
        }
    }

    fn ecosystem(&self) -> Ecosystem {
        self.grammar.client.ecosystem()
    }

    fn name(&self) -> &'static str {
        self.grammar.client.name()
    }

    fn unknown(&self, option: &str) -> Plan {
        Plan::not_understood(format!(
            "{}'s option `{option}` is not known, so what follows it may be a name or its value: write \
             `{option}=VALUE` where it takes one, or leave it out",
            self.name()
        ))
    }
}
