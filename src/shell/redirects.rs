//! What redirections read and write.

use std::path::PathBuf;

use brush_parser::ast::{
    CommandPrefixOrSuffixItem as Item, IoFileRedirectKind as Kind, IoFileRedirectTarget as Target,
    IoHereDocument, IoRedirect,
};

use super::files::is_pattern;
use super::walk::{Here, Input, Reader, Scope};
use super::{Folder, UNKNOWN, Written, expand};

impl Reader<'_> {
    /// What redirections read, and where they write to.
    pub(super) fn redirects<'c>(
        &mut self,
        redirects: impl IntoIterator<Item = &'c IoRedirect>,
        scope: &Scope,
        input: &Input,
    ) -> (Input, Vec<(PathBuf, bool)>) {
        let mut input = input.clone();
        let mut targets = Vec::new();
        for redirect in redirects {
            match redirect {
                IoRedirect::HereDocument(_, document) => {
                    if document.requires_expansion {
                        self.substitutions(&document.doc.value, scope);
                    }
                    input = Input::Known(here_text(document, &Here { reader: self, scope }));
                }
                IoRedirect::HereString(_, word) => {
                    self.substitutions(&word.value, scope);
                    input = Input::Known(expand::one(&word.value, &Here { reader: self, scope }) + "\n");
                }
                IoRedirect::OutputAndError(word, appends) => {
                    self.substitutions(&word.value, scope);
                    let path = self.target(&word.value, scope, true);
                    targets.extend(path.map(|path| (path, *appends)));
                }
                IoRedirect::File(descriptor, kind, target) => match target {
                    Target::Filename(word) => {
                        self.substitutions(&word.value, scope);
                        let path = self.target(&word.value, scope, !matches!(kind, Kind::Read));
                        match kind {
                            Kind::Read if descriptor.is_none_or(|number| number == 0) => {
                                let text = path.and_then(|path| self.file(&path));
                                input = text.map_or(Input::Unknown { names_installer: false }, Input::Known);
                            }
                            Kind::Write | Kind::Clobber | Kind::Append | Kind::ReadAndWrite
                                if descriptor.is_none_or(|number| number == 1) =>
                            {
                                targets.extend(path.map(|path| (path, matches!(kind, Kind::Append))));
                            }
                            // `exec 3>FILE`: what goes there, the text does not say here.
                            Kind::Write | Kind::Clobber | Kind::Append | Kind::ReadAndWrite => {
                                let appends = matches!(kind, Kind::Append);
                                self.write(path.map(|path| (path, appends)).into_iter().collect(), None);
                            }
                            _ => {}
                        }
                    }
                    Target::ProcessSubstitution(_, subshell) => {
                        self.list(&subshell.list, &mut scope.clone(), &Input::None);
                        if matches!(kind, Kind::Read) {
                            let names_installer = super::holds_installer(&subshell.list.to_string());
                            let here = Here { reader: self, scope };
                            let printed = super::output::of_list(&subshell.list, &here, &Input::None);
                            input = printed.map_or(Input::Unknown { names_installer }, Input::Known);
                        }
                    }
                    Target::Fd(_) => {}
                    Target::Duplicate(word) => self.substitutions(&word.value, scope),
                },
            }
        }
        (input, targets)
    }

    /// The file that a redirection names, where that is known and a file. A pattern stands for the one file
    /// that fits it.
    fn target(&mut self, raw: &str, scope: &Scope, writes: bool) -> Option<PathBuf> {
        let mut text = expand::one(raw, &Here { reader: self, scope });
        if text.contains(UNKNOWN) && writes {
            self.script.open_targets.push(raw.to_owned());
        }
        if text.contains(UNKNOWN) || text.starts_with("/dev/") || text.is_empty() {
            return None;
        }
        if is_pattern(&text)
            && let Some([only]) = self.matching(&text, scope).as_deref()
        {
            text = only.clone();
        }
        Some(self.path(&text, scope))
    }

    /// A path from where the command runs; the path alone where that is not known.
    pub(super) fn path(&self, text: &str, scope: &Scope) -> PathBuf {
        match scope.folder.join(text) {
            Folder::Known(path) => path.components().collect(),
            Folder::Unknown => PathBuf::from(text),
        }
    }

    /// Notes that files are written.
    pub(super) fn write(&mut self, targets: Vec<(PathBuf, bool)>, text: Option<&str>) {
        for (path, appends) in targets {
            match (text, appends) {
                (Some(text), true) => {
                    let is_unknown = matches!(self.files.get(&path), Some(None));
                    let whole = self.file(&path).unwrap_or_default() + text;
                    self.files.insert(path.clone(), (!is_unknown).then_some(whole));
                }
                _ => {
                    self.files.insert(path.clone(), text.map(str::to_owned));
                }
            }
            self.script.writes.push(Written { path, text: text.map(str::to_owned), appends });
        }
    }
}

/// A heredoc's text as the command reads it.
pub(super) fn here_text(document: &IoHereDocument, here: &Here<'_>) -> String {
    if document.requires_expansion {
        expand::document(&document.doc.value, here)
    } else {
        document.doc.value.clone()
    }
}

/// The redirections among a command's words.
pub(super) fn redirects_in<'c>(items: impl IntoIterator<Item = &'c Item>) -> Vec<&'c IoRedirect> {
    let redirect = |item: &'c Item| match item {
        Item::IoRedirect(redirect) => Some(redirect),
        _ => None,
    };
    items.into_iter().filter_map(redirect).collect()
}
