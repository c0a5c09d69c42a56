//! Commands that the shell does itself, and programs with options of their own kind.

use super::peel::assignment;
use super::run::{Call, is_name, replaced};
use super::tables::{DECLARERS, EXECUTES, INPUT_FILES, OTHER_SHELLS, READERS, SHELLS};
use super::values::Value;
use super::walk::{Input, Reader, Scope};
use super::{Folder, UNKNOWN, Word};

impl Reader<'_> {
    /// What the shell does itself, and what has options of its own kind; says whether this is one of those.
    pub(super) fn built_in(
        &mut self,
        name: &str,
        arguments: &[Word],
        call: &Call,
        scope: &mut Scope,
    ) -> bool {
        match name {
            "cd" | "pushd" | "chdir" => {
                let to = self.changed(arguments, scope);
                scope.before = std::mem::replace(&mut scope.folder, to);
            }
            "popd" => scope.before = std::mem::replace(&mut scope.folder, Folder::Unknown),
            "shift" => {
                let count = arguments.first().map_or(Some(1), |word| word.text.parse::<usize>().ok());
                scope.positionals = match (scope.positionals.take(), count) {
                    (Some(words), Some(count)) if words.iter().take(count).all(|word| !word.splits) => {
                        Some(words.into_iter().skip(count).collect())
                    }
                    _ => None,
                };
            }
            "cp" | "mv" | "ln" => {
                let operands: Vec<&Word> =
                    arguments.iter().filter(|word| !word.text.starts_with('-') && word.is_known()).collect();
                if let [sources @ .., target] = operands.as_slice()
                    && !sources.is_empty()
                {
                    let sources: Vec<_> = sources.iter().map(|word| self.path(&word.text, scope)).collect();
                    self.copies(&sources, &target.text, scope);
                }
            }
            "apply_patch" | "applypatch" => {
                let given = arguments.first().map(|word| word.text.clone());
                let read = if let Input::Known(text) = &call.input { Some(text.clone()) } else { None };
                if let Some(patch) = given.or(read) {
                    self.script.patches.push((scope.folder.clone(), patch));
                }
            }
            "alias" => {
                for (name, value) in arguments.iter().filter_map(|word| word.text.split_once('=')) {
                    self.aliases.insert(name.to_owned(), value.to_owned());
                }
            }
            "set" => {
                if let Some(at) = arguments.iter().position(|word| word.text == "--") {
                    scope.positionals = arguments.get(at + 1..).map(<[Word]>::to_vec);
                } else if arguments.first().is_some_and(|word| !word.text.starts_with(['-', '+'])) {
                    scope.positionals = Some(arguments.to_vec());
                }
                // fish: `set -x NAME VALUE`.
                self.script
                    .assigned
                    .extend(arguments.iter().map(|word| word.text.clone()).filter(|text| is_name(text)));
            }
            "source" | "." => {
                let path = arguments.first().map(|word| self.path(&word.text, scope));
                if arguments.first().is_some_and(|word| INPUT_FILES.contains(&&*word.text)) {
                    self.script_of_input(&[], call, scope);
                } else if let Some(text) = path.and_then(|path| self.written(&path)) {
                    self.text(&text, scope, &call.input);
                }
            }
            "xargs" => self.xargs(arguments, call, scope),
            "parallel" => self.parallel(arguments, call, scope),
            "git" => self.git(arguments, call, scope),
            "find" | "fd" | "fdfind" => {
                let mut rest = arguments;
                while let Some(at) = rest.iter().position(|word| EXECUTES.contains(&word.text.as_str())) {
                    rest = rest.get(at + 1..).unwrap_or_default();
                    let end = rest.iter().position(|word| matches!(word.text.as_str(), ";" | "+"));
                    let command = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
                    let words: Vec<Word> =
                        command.iter().map(|word| replaced(word, "{}", &UNKNOWN.to_string())).collect();
                    self.deeper(|reader| reader.run(&words, call, &mut scope.clone()));
                }
            }
            _ if SHELLS.contains(&name) => {
                for (name, value) in &call.assignments {
                    self.values.push(name, Value::Text(value.clone()));
                }
                self.shell(arguments, call, scope);
                call.assignments.iter().for_each(|_| self.values.pop());
            }
            _ if OTHER_SHELLS.contains(&name.trim_end_matches(".exe")) => {
                self.other_shell(arguments, call, scope);
            }
            _ if DECLARERS.contains(&name) => {
                for (name, value) in arguments.iter().filter_map(|word| assignment(&word.text)) {
                    self.script.assigned.insert(name.to_owned());
                    // What the grammar has seen as an assignment has its value already.
                    if self.values.get(name).is_none() {
                        self.values.add(name, Value::Text(value.to_owned()));
                    }
                }
            }
            _ if READERS.contains(&name) => {
                for word in arguments.iter().filter(|word| is_name(&word.text)) {
                    self.values.add(&word.text, Value::unknown());
                }
            }
            "tee" => {
                let appends = arguments.iter().any(|word| matches!(word.text.as_str(), "-a" | "--append"));
                let files = arguments.iter().filter(|word| !word.text.starts_with('-') && word.is_known());
                let targets = files.map(|word| (self.path(&word.text, scope), appends)).collect();
                let text = if let Input::Known(text) = &call.input { Some(text.as_str()) } else { None };
                self.write(targets, text);
            }
            _ => return false,
        }
        true
    }

    fn changed(&self, arguments: &[Word], scope: &Scope) -> Folder {
        match arguments.iter().find(|word| !matches!(word.text.as_str(), "-P" | "-L" | "-e" | "--" | "-n")) {
            None => match self.values.get("HOME") {
                Some(home) => scope.folder.join(home.first()),
                None => Folder::Unknown,
            },
            Some(word) if word.text == "-" => scope.before.clone(),
            Some(word) if word.text.starts_with('+') => Folder::Unknown,
            Some(word) => scope.folder.join(&word.text),
        }
    }
}
