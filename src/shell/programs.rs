//! Programs that put command lines together: shells, `xargs`, `parallel`, and git's own.

use super::peel::lists;
use super::run::{Call, quoted, replaced};
use super::tables::{INPUT_FILES, PARALLEL_VALUES, READS_FIRST, SHELL_VALUES, XARGS_VALUES};
use super::walk::{Input, Reader, Scope};
use super::{UNKNOWN, Word};

/// More arguments than these are not run one by one.
const MOST_ARGUMENTS: usize = 64;

impl Reader<'_> {
    /// `bash -c TEXT NAME ARGUMENT…`, `bash FILE`, `bash < FILE`.
    pub(super) fn shell(&mut self, arguments: &[Word], call: &Call, scope: &Scope) {
        let (mut at, mut takes_text, mut reads_input) = (0, false, false);
        while let Some(word) = arguments.get(at) {
            let text = word.text.as_str();
            let Some(letters) = text.strip_prefix(['-', '+']).filter(|letters| !letters.is_empty()) else {
                // What may be nothing is passed by.
                if word.splits && arguments.len() > at + 1 {
                    at += 1;
                    continue;
                }
                break;
            };
            at += 1;
            if let Some(text) = letters.strip_prefix("-command=") {
                return self.shell_text(text, &mut scope.clone(), &call.input);
            }
            if letters == "-" {
                break;
            }
            let is_long = letters.starts_with('-');
            takes_text |= letters == "-command" || !is_long && letters.contains('c');
            reads_input |= !is_long && letters.contains('s');
            let ends_in_value = !is_long && letters.ends_with(['o', 'O']);
            if READS_FIRST.contains(&text)
                && let Some(file) = arguments.get(at)
                && let Some(first) = self.written(&self.path(&file.text, scope))
            {
                self.text(&first, &mut scope.clone(), &Input::None);
            }
            at += usize::from(ends_in_value || SHELL_VALUES.contains(&text));
        }
        let operands = arguments.get(at..).unwrap_or_default();
        match operands.split_first() {
            Some((text, rest)) if takes_text => {
                let positionals = Some(rest.get(1..).unwrap_or_default().to_vec());
                let mut own = scope.with(positionals);
                self.shell_text(&text.text, &mut own, &call.input);
            }
            Some((file, rest)) if !reads_input && !INPUT_FILES.contains(&&*file.text) => {
                let text = self.written(&self.path(&file.text, scope));
                let mut own = scope.with(Some(rest.to_vec()));
                match text {
                    Some(text) => self.text(&text, &mut own, &call.input),
                    None if !file.is_known() => {
                        self.not_understood("which script a shell runs is decided by an expansion");
                    }
                    None => {}
                }
            }
            _ => self.script_of_input(operands, call, scope),
        }
    }

    pub(super) fn script_of_input(&mut self, operands: &[Word], call: &Call, scope: &Scope) {
        match &call.input {
            Input::Known(text) => {
                let mut own = scope.with(Some(operands.to_vec()));
                self.shell_text(text, &mut own, &Input::None);
            }
            Input::Unknown { names_installer: true } => {
                self.not_understood("a shell runs what another command prints, and that names an installer");
            }
            Input::None | Input::Unknown { .. } => {}
        }
    }

    /// `cmd /c TEXT`, `powershell -Command TEXT`: as far as the text reads as this shell's, too.
    pub(super) fn other_shell(&mut self, arguments: &[Word], call: &Call, scope: &Scope) {
        let is_encoded = |word: &Word| {
            let text = word.text.to_ascii_lowercase();
            text.len() > 1 && "-encodedcommand".starts_with(&text) && text != "-e"
        };
        if arguments.iter().any(is_encoded) {
            return self.not_understood("an encoded command of PowerShell cannot be read");
        }
        let words = arguments.iter().map(|word| word.text.as_str());
        let is_option = |word: &&str| word.starts_with(['-', '/']) && word.len() > 1;
        let text = words.skip_while(is_option).collect::<Vec<_>>().join(" ");
        let text = match &call.input {
            Input::Known(input) if text.trim_matches(['-', ' ']).is_empty() => input.clone(),
            _ => text,
        };
        self.shell_text(&text, &mut scope.clone(), &Input::None);
    }

    /// Puts what is read behind the command's words, or in the place that `-I` names.
    pub(super) fn xargs(&mut self, arguments: &[Word], call: &Call, scope: &Scope) {
        let (mut at, mut place, mut file, mut separator) = (0, None, None, None);
        while let Some(word) = arguments.get(at) {
            let text = word.text.as_str();
            if !text.starts_with('-') && !word.splits {
                break;
            }
            at += 1;
            if text == "--" {
                break;
            }
            let (name, attached) = option_of(text, XARGS_VALUES);
            let takes_next = attached.is_none() && lists(XARGS_VALUES, name);
            let value =
                attached.or_else(|| arguments.get(at).filter(|_| takes_next).map(|word| word.text.as_str()));
            at += usize::from(takes_next);
            match name {
                "-I" | "--replace" => place = Some(value.unwrap_or("{}").to_owned()),
                _ if name.starts_with("-i") => place = Some("{}".to_owned()),
                "-a" | "--arg-file" => file = Some(value.unwrap_or_default().to_owned()),
                "-0" | "--null" => separator = Some("\0".to_owned()),
                "-d" | "--delimiter" => separator = value.map(super::expand::ansi_c),
                _ => {}
            }
        }
        let command = arguments.get(at..).unwrap_or_default();
        let text = match (&file, &call.input) {
            (Some(file), _) => self.file(&self.path(file, scope)),
            (None, Input::Known(text)) => Some(text.clone()),
            (None, _) => None,
        };
        let own = Call { assignments: call.assignments.clone(), input: Input::None };
        let read = text.map(|text| taken_apart(&text, separator.as_deref(), place.is_some()));
        let read = read.filter(|read| read.len() <= MOST_ARGUMENTS);
        let read = read.unwrap_or_else(|| vec![Word { text: UNKNOWN.to_string(), splits: place.is_none() }]);
        self.deeper(|reader| match place {
            Some(place) => {
                for value in &read {
                    let words: Vec<Word> =
                        command.iter().map(|word| replaced(word, &place, &value.text)).collect();
                    reader.run(&words, &own, &mut scope.clone());
                }
            }
            None => {
                let words: Vec<Word> = command.iter().cloned().chain(read).collect();
                reader.run(&words, &own, &mut scope.clone());
            }
        });
    }

    /// `parallel COMMAND ::: VALUE…`: a shell reads the command with each value.
    pub(super) fn parallel(&mut self, arguments: &[Word], call: &Call, scope: &Scope) {
        let is_mark = |word: &Word| matches!(word.text.as_str(), ":::" | ":::+" | "::::");
        let end = arguments.iter().position(is_mark);
        let (mut own, values) = match end {
            Some(end) => (
                arguments.get(..end).unwrap_or_default(),
                arguments.get(end + 1..).unwrap_or_default().to_vec(),
            ),
            None => match &call.input {
                Input::Known(text) => (arguments, taken_apart(text, None, true)),
                _ => (arguments, vec![Word::known(UNKNOWN)]),
            },
        };
        while let Some((word, rest)) = own.split_first().filter(|(word, _)| word.text.starts_with('-')) {
            let (name, attached) = option_of(&word.text, PARALLEL_VALUES);
            let takes_next = attached.is_none() && lists(PARALLEL_VALUES, name);
            own = rest.get(usize::from(takes_next)..).unwrap_or_default();
        }
        let command = own.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let values = if values.len() > MOST_ARGUMENTS { vec![Word::known(UNKNOWN)] } else { values };
        for value in values.iter().filter(|value| !is_mark(value)) {
            let value = if command.is_empty() { value.text.clone() } else { quoted(value) };
            let text = if command.contains("{}") {
                command.replace("{}", &value)
            } else {
                format!("{command} {value}")
            };
            self.shell_text(&text, &mut scope.clone(), &Input::None);
        }
    }

    /// `git submodule foreach TEXT`, `git bisect run COMMAND`, `git rebase --exec TEXT`.
    pub(super) fn git(&mut self, arguments: &[Word], call: &Call, scope: &Scope) {
        let has = |text: &str| arguments.iter().any(|word| word.text == text);
        let behind = |text: &str| {
            let at = arguments.iter().position(|word| word.text == text)?;
            arguments.get(at + 1..)
        };
        if let Some(rest) = behind("foreach").filter(|_| has("submodule")) {
            let rest: Vec<&str> =
                rest.iter().map(|word| word.text.as_str()).filter(|text| *text != "--recursive").collect();
            let mut inside = Scope { folder: super::Folder::Unknown, ..scope.with(None) };
            self.shell_text(&rest.join(" "), &mut inside, &call.input);
        }
        if let Some(rest) = behind("run").filter(|_| has("bisect")) {
            let rest = rest.to_vec();
            self.deeper(|reader| reader.run(&rest, call, &mut scope.clone()));
        }
        // `git -c alias.x='!TEXT' x`, `git config alias.x '!TEXT'`.
        let alias = |word: &Word| word.text.starts_with("alias.");
        for (at, word) in arguments.iter().enumerate().filter(|(_, word)| alias(word)) {
            let value = word.text.split_once('=').map(|(_, value)| value);
            let value = value.or_else(|| arguments.get(at + 1).map(|word| word.text.as_str()));
            if let Some(text) = value.and_then(|value| value.strip_prefix('!')) {
                let text = text.to_owned();
                self.shell_text(&text, &mut scope.clone(), &call.input);
            }
        }
        if has("rebase") {
            let texts = ["-x", "--exec"].into_iter().filter_map(behind).filter_map(<[Word]>::first);
            let attached = arguments.iter().filter_map(|word| word.text.strip_prefix("--exec="));
            let texts: Vec<String> =
                texts.map(|word| word.text.clone()).chain(attached.map(str::to_owned)).collect();
            for text in texts {
                self.shell_text(&text, &mut scope.clone(), &call.input);
            }
        }
    }
}

/// An option's name, and its value where that is attached.
fn option_of<'t>(text: &'t str, with_value: &str) -> (&'t str, Option<&'t str>) {
    if text.starts_with("--") {
        return text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
    }
    match text.split_at_checked(2) {
        Some((name, value)) if !value.is_empty() && lists(with_value, name) => (name, Some(value)),
        _ => (text, None),
    }
}

/// What `xargs` makes of its input: quotes and backslashes count, unless a separator is given.
fn taken_apart(text: &str, separator: Option<&str>, lines: bool) -> Vec<Word> {
    let apart = |c: char| match separator {
        Some(own) => own.contains(c),
        None if lines => c == '\n' || c == '\0',
        None => c.is_whitespace() || c == '\0',
    };
    let (mut words, mut open, mut quote) = (Vec::new(), String::new(), None);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (c, quote) {
            _ if separator.is_none() && quote == Some(c) => quote = None,
            ('"' | '\'', None) if separator.is_none() => quote = Some(c),
            ('\\', None) if separator.is_none() => open.extend(rest.next()),
            _ if quote.is_none() && apart(c) => words.push(std::mem::take(&mut open)),
            _ => open.push(c),
        }
    }
    words.push(open);
    let given = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
    given.map(|word| Word { text: word.to_owned(), splits: word.chars().eq([UNKNOWN]) }).collect()
}
