//! What a simple command does: it sets variables, runs another command, or is itself what runs.

use std::borrow::Cow;

use brush_parser::ast::{
    Assignment, AssignmentName, AssignmentValue, CommandPrefixOrSuffixItem as Item, SimpleCommand,
};

use super::expand;
use super::limits::{is_installer, names_installer};
use super::peel::peel;
use super::redirects::redirects_in;
use super::tables::{
    DECLARERS, INSTALLING, LAUNCHES, OWN_PROGRAMS, RUN_NOTHING, RUNS_BEHIND, Rest, SHELLS, TOUCHES_FILES,
    WRAPPERS, Wrapper,
};
use super::values::Value;
use super::walk::{Here, Input, Reader, Scope, shortened};
use super::{Folder, ShellCommand, UNKNOWN, Word, base_name, code};

/// What goes with a command's words.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Variables set for it alone.
    pub(super) assignments: Vec<(String, String)>,
    /// Its standard input.
    pub(super) input: Input,
}

impl Reader<'_> {
    pub(super) fn simple(&mut self, simple: &SimpleCommand, scope: &mut Scope, input: &Input) {
        let before: Vec<&Item> = simple.prefix.iter().flat_map(|prefix| &prefix.0).collect();
        let behind: Vec<&Item> = simple.suffix.iter().flat_map(|suffix| &suffix.0).collect();
        let name = simple.word_or_name.as_ref().map(|word| word.value.as_str());
        let mut raws: Vec<Cow<'_, str>> = name.map(Cow::Borrowed).into_iter().collect();
        for item in &behind {
            match item {
                Item::Word(word) | Item::AssignmentWord(_, word) => raws.push(Cow::Borrowed(&word.value)),
                Item::ProcessSubstitution(_, subshell) => {
                    raws.push(Cow::Owned(self.process(&subshell.list, scope)));
                }
                Item::IoRedirect(_) => {}
            }
        }
        raws.iter().for_each(|raw| self.substitutions(raw, scope));
        // `.venv\Scripts\pip`: to this shell one odd word, to PowerShell a path.
        if let Some((above, base)) = name.and_then(|name| name.rsplit_once('\\'))
            && above.contains(|c: char| c.is_alphanumeric())
            && is_installer(base)
        {
            self.not_understood(format!("the path of `{base}` is written for another shell"));
        }
        let (input, targets) =
            self.redirects(redirects_in(before.iter().chain(&behind).copied()), scope, input);
        let mut call = Call { assignments: Vec::new(), input };
        for item in before {
            let Item::AssignmentWord(assignment, word) = item else { continue };
            self.substitutions(&word.value, scope);
            self.assign(assignment, scope, name.is_none());
            if name.is_some()
                && let AssignmentValue::Scalar(value) = &assignment.value
            {
                let value = expand::one(&value.value, &Here { reader: self, scope });
                call.assignments.push((name_of(assignment).to_owned(), value));
            }
        }
        if name.is_some_and(|name| DECLARERS.contains(&name)) {
            for item in &behind {
                if let Item::AssignmentWord(assignment, _) = item {
                    self.assign(assignment, scope, true);
                }
            }
        }
        let raws: Vec<&str> = raws.iter().map(|raw| &**raw).collect();
        let readings = self.each_reading(&raws, scope);
        if !targets.is_empty() {
            let printed = match readings.as_slice() {
                [words] => words.split_first().map_or_else(
                    || Some(String::new()),
                    |(program, arguments)| {
                        let here = Here { reader: self, scope };
                        super::output::printed(base_name(&program.text), arguments, &here, &call.input)
                    },
                ),
                _ => None,
            };
            self.write(targets, printed.as_deref());
        }
        match readings.as_slice() {
            [words] => self.run(words, &call, scope),
            several => {
                let mut ways = Vec::new();
                for words in several {
                    let mut own = scope.clone();
                    self.run(words, &call, &mut own);
                    ways.push(own.folder);
                }
                if ways.iter().any(|way| *way != scope.folder) {
                    scope.folder = Folder::Unknown;
                }
            }
        }
    }

    /// Takes in an assignment. It holds from now on if `lasting`, and else for one command.
    fn assign(&mut self, assignment: &Assignment, scope: &Scope, lasting: bool) {
        let name = name_of(assignment);
        self.script.assigned.insert(name.to_owned());
        if !lasting {
            return;
        }
        let values = match &assignment.value {
            AssignmentValue::Scalar(word) => {
                self.readings(&[&word.value], scope, |here| Value::Text(expand::one(&word.value, here)))
            }
            AssignmentValue::Array(items) => {
                let raws: Vec<&str> = items.iter().map(|(_, word)| word.value.as_str()).collect();
                raws.iter().for_each(|raw| self.substitutions(raw, scope));
                let lists = self.each_reading(&raws, scope);
                lists
                    .into_iter()
                    .map(|list| Value::List(list.into_iter().map(|word| word.text).collect()))
                    .collect()
            }
        };
        let index = match &assignment.name {
            AssignmentName::ArrayElementName(_, index) => Some(index.parse::<usize>().ok()),
            AssignmentName::VariableName(_) => None,
        };
        for value in values {
            match index {
                None if !assignment.append => self.values.add(name, value),
                None => self.values.extend(name, |old| old.appended(&value)),
                Some(index) => {
                    self.values.extend(name, |old| old.with_element(index, value.first(), assignment.append));
                }
            }
        }
    }

    /// Reads what runs in `<(…)`; the word that the command gets is a file with what it prints.
    fn process(&mut self, list: &brush_parser::ast::CompoundList, scope: &Scope) -> String {
        self.list(list, &mut scope.clone(), &Input::None);
        let printed = super::output::of_list(list, &Here { reader: self, scope }, &Input::None);
        match printed {
            Some(text) => {
                let path = format!("/dev/fd/{}", 63 + self.files.len());
                self.files.insert(path.clone().into(), Some(text));
                path
            }
            None => UNKNOWN.to_string(),
        }
    }

    /// Runs words as a command.
    pub(super) fn run(&mut self, words: &[Word], call: &Call, scope: &mut Scope) {
        let Some((program, arguments)) = words.split_first() else { return };
        if self.call(&program.text, arguments, scope, &call.input) {
            return;
        }
        if let Some(alias) = self.aliases.get(&program.text).cloned()
            && base_name(alias.split_whitespace().next().unwrap_or_default()) != program.text
        {
            let text =
                std::iter::once(alias).chain(arguments.iter().map(quoted)).collect::<Vec<_>>().join(" ");
            return self.text(&text, scope, &call.input);
        }
        self.program(words, call, scope);
    }

    /// Runs words as a command that is no function and no alias.
    fn program(&mut self, words: &[Word], call: &Call, scope: &mut Scope) {
        let Some((program, arguments)) = words.split_first() else { return };
        let name = base_name(&program.text).to_ascii_lowercase();
        if name.contains(UNKNOWN) {
            return self.unknown_program(words, call, scope);
        }
        if let Some(wrapper) = WRAPPERS.iter().find(|wrapper| super::peel::lists(wrapper.names, &name)) {
            return self.deeper(|reader| reader.wrapped(wrapper, arguments, call, scope));
        }
        let command = ShellCommand {
            words: words.to_vec(),
            assignments: call.assignments.clone(),
            folder: scope.folder.clone(),
        };
        if self.built_in(&name, arguments, call, scope) {
            // Whoever asks what becomes of a file wants to know of these as well.
            if TOUCHES_FILES.contains(&&*name) {
                self.script.commands.push(command);
            }
            return;
        }
        if let Some(text) = self.written(&self.path(&program.text, scope)) {
            // A script that the text itself has written.
            if code::is_of_interpreter(&text) {
                self.judge_code(&text);
            } else {
                self.text(&text, &mut scope.with(Some(arguments.to_vec())), &call.input);
            }
        }
        self.script.commands.push(command);
        let options = code::interpreter(&name);
        if let Some(options) = options {
            self.code(options, arguments, call, scope);
        }
        if is_installer(&name) {
            self.behind_installer(&name, words, call, scope);
        } else if options.is_none() && !runs_nothing(&name) {
            self.candidate(words, call, scope);
        }
    }

    fn wrapped(&mut self, wrapper: &Wrapper, arguments: &[Word], call: &Call, scope: &mut Scope) {
        let peeled = peel(wrapper, arguments);
        if peeled.ends {
            return;
        }
        let mut own = scope.clone();
        if let Some(folder) = &peeled.folder {
            own.folder = own.folder.join(folder);
        }
        let mut call = call.clone();
        for (name, value) in &peeled.assignments {
            self.script.assigned.insert(name.clone());
            call.assignments.push((name.clone(), value.clone()));
        }
        for text in &peeled.texts {
            let rest = peeled.rest.iter().map(quoted);
            let text = std::iter::once(text.clone()).chain(rest).collect::<Vec<_>>().join(" ");
            self.shell_text(&text, &mut own, &call.input);
        }
        if wrapper.reads_input && peeled.rest.is_empty() && peeled.texts.is_empty() {
            self.script_of_input(&[], &call, &own);
        }
        match wrapper.rest {
            _ if !peeled.texts.is_empty() && wrapper.rest == Rest::Command => {}
            Rest::Command => self.program(&peeled.rest, &call, &mut own),
            Rest::Joined => {
                let words: Vec<&str> = peeled.rest.iter().map(|word| word.text.as_str()).collect();
                // `eval` goes on in the same shell.
                self.shell_text(&words.join(" "), scope, &call.input);
            }
            Rest::Texts => {
                let is_text = |word: &&Word| word.text.contains(char::is_whitespace);
                for word in peeled.rest.iter().filter(is_text) {
                    self.shell_text(&word.text, &mut own, &call.input);
                }
                self.candidate(&with_name("", &peeled.rest), &call, &mut own);
            }
            Rest::Nothing if peeled.texts.is_empty() => {
                // `runuser -u USER -- COMMAND`
                self.candidate(&with_name("", arguments), &call, &mut own);
            }
            Rest::Nothing => {}
        }
    }

    /// A text that a shell gets to run.
    pub(super) fn shell_text(&mut self, text: &str, scope: &mut Scope, input: &Input) {
        if text.trim().chars().eq([UNKNOWN]) {
            return self.not_understood("what a shell is given to run is decided by an expansion");
        }
        self.text(text, scope, input);
    }

    /// A program that an expansion decides.
    fn unknown_program(&mut self, words: &[Word], call: &Call, scope: &mut Scope) {
        let Some((program, arguments)) = words.split_first() else { return };
        if let Some(next) = arguments.first().filter(|_| program.splits) {
            // `$SUDO apt-get install`: it may be nothing, or a wrapper.
            let name = base_name(&next.text);
            let is_wrapper = || WRAPPERS.iter().any(|wrapper| super::peel::lists(wrapper.names, name));
            if runs_nothing(name) || SHELLS.contains(&name) || is_installer(name) || is_wrapper() {
                return self.run(arguments, call, scope);
            }
        }
        if self.candidate(words, call, scope) {
            return;
        }
        if let Some(word) = arguments.iter().find(|word| INSTALLING.contains(&word.text.as_str())) {
            self.not_understood(format!(
                "which program runs with `{}` is decided by an expansion",
                word.text
            ));
        }
    }

    /// Takes the words behind an unknown program for a command where they look like an installer's; says
    /// whether they do.
    fn candidate(&mut self, words: &[Word], call: &Call, scope: &mut Scope) -> bool {
        let starts = |word: &Word| {
            let name = base_name(&word.text);
            names_installer(&word.text) || SHELLS.contains(&name) || code::interpreter(name).is_some()
        };
        let at = words.iter().skip(1).position(starts).map(|at| at + 1);
        let Some(rest) = at.and_then(|at| words.get(at..)).filter(|rest| rest.len() > 1) else {
            return false;
        };
        self.deeper(|reader| reader.run(rest, call, &mut scope.clone()));
        true
    }

    /// What an installer runs in its turn: `uv run pip install x`, `phantom pip install x`, `npm exec -c …`.
    fn behind_installer(&mut self, name: &str, words: &[Word], call: &Call, scope: &mut Scope) {
        let runs = |word: &Word| RUNS_BEHIND.contains(&word.text.as_str());
        let at = words.iter().skip(1).position(runs).map(|at| at + 1);
        match name {
            "phantom" => {
                self.candidate(words, call, scope);
            }
            "cargo" | "cargo-phantom" => {
                let at = words.iter().skip(1).position(|word| word.text == "phantom").map(|at| at + 2);
                let at = at.or((name == "cargo-phantom").then_some(1));
                if let Some(rest) = at.and_then(|at| words.get(at..)) {
                    self.deeper(|reader| reader.run(&with_name("cargo", rest), call, scope));
                }
            }
            _ => {}
        }
        let subcommand = words.iter().skip(1).find(|word| !word.text.starts_with(['-', '+']));
        let is_own = |word: &Word| {
            OWN_PROGRAMS
                .iter()
                .any(|(own, commands)| *own == name && super::peel::lists(commands, &word.text))
        };
        let rest = at.and_then(|at| words.get(at..)).filter(|_| !subcommand.is_some_and(is_own));
        let is_found = rest.is_some_and(|rest| self.candidate(rest, call, scope));
        let is_runner = matches!(name, "npx" | "npm" | "pnpm" | "pnpx" | "bunx" | "uvx");
        if !is_found && LAUNCHES.contains(&name) {
            // `npx cross-env CI=1 npm i x`, `npx npm@10 i x`
            let plain = |word: &Word| match word.text.split_once('@') {
                Some((start, _)) if is_installer(start) => Word::known(start),
                _ => word.clone(),
            };
            let words: Vec<Word> = words.iter().map(plain).collect();
            self.candidate(&words, call, scope);
        }
        let mut after_call = false;
        for word in words.iter().skip(1).filter(|_| is_runner) {
            let text = word.text.strip_prefix("--call=").unwrap_or(&word.text);
            let is_text = after_call || text != word.text || text.contains(' ') && super::holds_install(text);
            if is_text {
                self.shell_text(text, &mut scope.clone(), &call.input);
            }
            after_call = matches!(word.text.as_str(), "-c" | "--call");
        }
    }

    fn code(&mut self, options: &str, arguments: &[Word], call: &Call, scope: &Scope) {
        let mut pieces = code::pieces(options, arguments);
        pieces.extend(arguments.iter().filter_map(|word| self.written(&self.path(&word.text, scope))));
        if let Input::Known(text) = &call.input
            && arguments.iter().all(|word| word.text.starts_with('-'))
        {
            pieces.push(text.clone());
        }
        pieces.iter().for_each(|piece| self.judge_code(piece));
    }

    fn judge_code(&mut self, piece: &str) {
        self.script.code.push(piece.to_owned());
        if code::may_install(piece) {
            self.not_understood(format!(
                "code of another language may start an installer: `{}`",
                shortened(piece)
            ));
        }
    }
}

fn runs_nothing(name: &str) -> bool {
    RUN_NOTHING.iter().any(|names| super::peel::lists(names, name))
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn name_of(assignment: &Assignment) -> &str {
    match &assignment.name {
        AssignmentName::VariableName(name) | AssignmentName::ArrayElementName(name, _) => name,
    }
}

/// The words with another program before them.
pub(super) fn with_name(name: &str, rest: &[Word]) -> Vec<Word> {
    std::iter::once(Word::known(name)).chain(rest.iter().cloned()).collect()
}

/// A word with a text in it replaced.
pub(super) fn replaced(word: &Word, what: &str, by: &str) -> Word {
    Word { text: word.text.replace(what, by), splits: word.splits }
}

/// A word as a shell reads it back; one that splits stays open.
pub(super) fn quoted(word: &Word) -> String {
    if word.splits { word.text.clone() } else { format!("'{}'", word.text.replace('\'', r"'\''")) }
}
