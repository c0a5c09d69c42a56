//! The two dialects of INI files that pip and npm keep their settings in.

use std::path::Path;

use configparser::ini::{Ini, IniDefault};

use super::{NoIndex, read};

/// The settings of one file.
pub(super) struct Settings(Ini);

/// Reads pip's dialect: sections, `=` or `:`, values that go on in indented lines.
pub(super) fn read_pip(file: &Path) -> Result<Option<Settings>, NoIndex> {
    let mut defaults = IniDefault::default();
    defaults.multiline = true;
    defaults.enable_inline_comments = false;
    parse(file, defaults)
}

/// Reads npm's dialect: no sections that matter, `=` only, since keys hold colons.
pub(super) fn read_npm(file: &Path) -> Result<Option<Settings>, NoIndex> {
    let mut defaults = IniDefault::default();
    defaults.case_sensitive = true;
    defaults.delimiters = vec!['='];
    defaults.enable_inline_comments = false;
    parse(file, defaults)
}

fn parse(file: &Path, defaults: IniDefault) -> Result<Option<Settings>, NoIndex> {
    let Some(text) = read(file)? else { return Ok(None) };
    let mut ini = Ini::new_from_defaults(defaults);
    match ini.read(text) {
        Ok(_) => Ok(Some(Settings(ini))),
        // The parser's message quotes the line, which may hold a secret.
        Err(_) => Err(NoIndex::Unreadable {
            file: file.to_owned(),
            reason: "it is not in the form of a settings file".to_owned(),
        }),
    }
}

impl Settings {
    /// The keys and values of a section; `default` is what stands before the first.
    pub(super) fn section(&self, section: &str) -> impl Iterator<Item = (&str, &str)> {
        let section = self.0.get_map_ref().get(section);
        section.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_deref()?)))
    }
}
