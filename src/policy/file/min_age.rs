//! `min-age`: one age for all, or a table with one for each ecosystem and names that are excepted.

use toml_edit::Item;

use super::{PATTERN, Reader};
use crate::package::Ecosystem;
use crate::policy::Key;

const MIN_AGE: [&str; 5] = ["default", "pypi", "npm", "crates", "except"];

impl Reader<'_> {
    pub(super) fn min_age(&mut self, item: &Item) {
        if item.is_str() {
            return self.setting(Key::MinAge(None), item);
        }
        let Some(table) = item.as_table_like() else {
            let expected = "a time like \"3d\", or a table: [min-age]";
            return self.wrong_type("min-age", item, expected);
        };
        for (name, item) in table.iter() {
            match name {
                "default" => self.setting(Key::MinAge(None), item),
                "except" => self.strings("min-age.except", item, "[\"npm:typescript\"]", |file, text| {
                    file.min_age_except.add(text).then_some(()).ok_or(PATTERN)
                }),
                _ => match MIN_AGE.contains(&name).then(|| name.parse::<Ecosystem>()) {
                    Some(Ok(ecosystem)) => self.setting(Key::MinAge(Some(ecosystem)), item),
                    _ => self.unknown(table, name, &MIN_AGE),
                },
            }
        }
    }
}
