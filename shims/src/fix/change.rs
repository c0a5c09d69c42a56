//! What is to be mended in one file, name by name: one that cannot be mended keeps no other from it.

use phantom_guard::finding::{Finding, InputError};
use phantom_guard::manifest::{self, FileKind, FileRead};
use phantom_guard::package::{Dependency, Location, PackageName};
use phantom_guard::report::escaped_name;

use super::edit::{self, Edit};
use super::references;
use crate::replace;

const BY_HAND: &str = "change the name by hand";

/// A name that is to be replaced, by what it is and where it stands.
pub(super) type Wanted<'r> = (&'r Finding, &'r Location, &'r str);

/// A name with all its places in one file: it is mended in all of them or in none.
#[derive(Debug)]
pub(super) struct Named<'r> {
    first: Wanted<'r>,
    rest: Vec<Wanted<'r>>,
}

impl<'r> Named<'r> {
    /// The name that was found.
    pub(super) fn name(&self) -> &'r PackageName {
        &self.first.0.dependency.name
    }

    /// Its places, the first one first.
    pub(super) fn places(&self) -> impl Iterator<Item = &'r Location> {
        self.wanted().map(|(_, place, _)| place)
    }

    /// Its places and what was meant.
    pub(super) fn wanted(&self) -> impl Iterator<Item = Wanted<'r>> {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    fn edits(&self) -> impl Iterator<Item = Edit> {
        self.wanted().map(|(finding, place, meant)| Edit {
            line: place.line,
            column: place.column,
            old: finding.dependency.name.spelling().to_owned(),
            new: meant.to_owned(),
        })
    }

    /// An error at the first place.
    pub(super) fn error(&self, message: impl Into<String>, hint: &str) -> InputError {
        error(self.first.1, message, hint)
    }
}

/// A file, the names that are mended in it, and its text before and after.
#[derive(Debug)]
pub(super) struct Change<'r> {
    file: &'r FileRead,
    pub(super) names: Vec<Named<'r>>,
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

impl<'r> Change<'r> {
    /// Reads the file. `wanted` are its places that are to be mended.
    ///
    /// # Errors
    /// Where the file is gone or cannot be read, or has nothing to mend.
    pub(super) fn open(file: &'r FileRead, wanted: Vec<Wanted<'r>>) -> Result<Self, Option<InputError>> {
        let mut names: Vec<Named<'r>> = Vec::new();
        for one in wanted {
            let name = &one.0.dependency.name;
            match names.iter_mut().find(|named| named.name() == name && named.first.2 == one.2) {
                Some(named) => named.rest.push(one),
                None => names.push(Named { first: one, rest: Vec::new() }),
            }
        }
        let Some(first) = names.first() else { return Err(None) };
        match replace::read(&file.path) {
            Ok(Some(old)) => Ok(Self { file, names, new: old.clone(), old }),
            Ok(None) => Err(Some(first.error("the file is gone", "run it again"))),
            Err(why) => Err(Some(first.error(format!("cannot be read: {why}"), "check its permissions"))),
        }
    }

    pub(super) fn path(&self) -> &'r std::path::Path {
        &self.file.path
    }

    pub(super) fn shown(&self) -> &'r str {
        &self.file.shown
    }

    pub(super) fn kind(&self) -> FileKind {
        self.file.kind
    }

    pub(super) fn edits(&self) -> Vec<Edit> {
        self.names.iter().flat_map(Named::edits).collect()
    }

    /// Makes the new text, without the names that cannot be mended in this file, and says why not.
    pub(super) fn settle(&mut self) -> Vec<InputError> {
        let mut errors = Vec::new();
        let stated = manifest::parse(self.kind(), &self.old, self.shown()).dependencies;
        let mut names = std::mem::take(&mut self.names);
        names.retain(|named| {
            let may = self.may_be_mended(named, &stated);
            may.map_err(|why| errors.push(why)).is_ok()
        });
        let mut failed = Vec::new();
        let all: Vec<&Named<'r>> = names.iter().collect();
        let mut fit = Vec::new();
        self.fitting(&mut fit, &all, &mut failed);
        for (named, why) in failed {
            errors.push(match stands_already(named, &stated).next() {
                Some(place) => already(named, place),
                None => named.error(format!("left as it is: {why}"), BY_HAND),
            });
        }
        let kept: Vec<PackageName> = fit.iter().map(|named| named.name().clone()).collect();
        self.names = names.into_iter().filter(|named| kept.contains(named.name())).collect();
        self.without_references(&mut errors);
        errors
    }

    /// Takes names out that something else in the mended text would go on naming.
    fn without_references(&mut self, errors: &mut Vec<InputError>) {
        loop {
            self.new = edit::mended(self.kind(), &self.old, self.shown(), &self.edits())
                .unwrap_or_else(|_| self.old.clone());
            let left = references::of(self.kind(), &self.new);
            let before = self.names.len();
            self.names.retain(|named| {
                let Some(place) = left.get(named.name()) else { return true };
                let name = escaped_name(named.name().spelling());
                let message = format!("left as it is: {place} names `{name}` too, and is not edited");
                errors.push(named.error(message, "change the name by hand in both"));
                false
            });
            if self.names.len() == before {
                return;
            }
        }
    }

    /// What can be said of a name alone.
    fn may_be_mended(&self, named: &Named<'r>, stated: &[Dependency]) -> Result<(), InputError> {
        let text = str::from_utf8(&self.old)
            .map_err(|_| named.error("left as it is: the file is not UTF-8 text", BY_HAND))?;
        for (edit, place) in named.edits().zip(named.places()) {
            if !edit::is_written(text, &edit) {
                let message = format!(
                    "left as it is: `{}` is not written as itself in line {}",
                    escaped_name(&edit.old),
                    edit.line
                );
                return Err(error(place, message, BY_HAND));
            }
        }
        match stands_already(named, stated).find(|other| self.in_one_list(text, named, other)) {
            Some(other) => Err(already(named, other)),
            None => Ok(()),
        }
    }

    /// Whether a place would state a package twice. Where names are keys the file's reader says so.
    fn in_one_list(&self, text: &str, named: &Named<'r>, other: &Location) -> bool {
        match self.kind() {
            FileKind::CargoToml
            | FileKind::CargoConfig
            | FileKind::RustScript
            | FileKind::Pipfile
            | FileKind::PackageJson
            | FileKind::PnpmWorkspace
            | FileKind::Deno => false,
            FileKind::Pyproject => named.places().any(|place| edit::in_one_array(text, place, other)),
            _ => true,
        }
    }

    /// Adds to `taken` those of `some` that can be mended together with it.
    fn fitting<'n>(
        &self,
        taken: &mut Vec<&'n Named<'r>>,
        some: &[&'n Named<'r>],
        failed: &mut Vec<(&'n Named<'r>, String)>,
    ) {
        let edits: Vec<Edit> = taken.iter().chain(some).flat_map(|named| named.edits()).collect();
        let why = match edit::mended(self.kind(), &self.old, self.shown(), &edits) {
            Ok(_) => return taken.extend(some),
            Err(why) => why,
        };
        match some {
            [] => {}
            [one] => failed.push((one, why)),
            _ => {
                let (first, second) = some.split_at(some.len() / 2);
                self.fitting(taken, first, failed);
                self.fitting(taken, second, failed);
            }
        }
    }
}

/// Where a file has the name that was meant beside the wrong one.
fn stands_already<'d>(named: &Named<'_>, stated: &'d [Dependency]) -> impl Iterator<Item = &'d Location> {
    let meant = PackageName::new(named.name().ecosystem(), named.first.2);
    let there = stated.iter().filter(move |d| d.name == meant && d.alias.is_none());
    there.filter_map(|dependency| dependency.location.as_ref())
}

/// Two lines for one package help nobody.
fn already(named: &Named<'_>, place: &Location) -> InputError {
    let message = format!("`{}` stands in line {} already", escaped_name(named.first.2), place.line);
    named.error(message, "keep one of the two; where both are needed, change the name by hand")
}

pub(super) fn error(place: &Location, message: impl Into<String>, hint: &str) -> InputError {
    InputError {
        file: Some(place.file.clone()),
        line: Some(place.line),
        column: Some(place.column),
        message: message.into(),
        hint: hint.to_owned(),
    }
}
