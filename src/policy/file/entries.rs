//! `[[allow]]` and `[[deny]]`: names with a reason.

use jiff::civil::Date;
use toml_edit::{Item, TableLike};

use super::{Reader, start_of};
use crate::package::{Ecosystem, PackageName};
use crate::policy::{Entry, NameRule};

const ENTRY: [&str; 5] = ["name", "ecosystem", "reason", "until", "version"];

impl Reader<'_> {
    pub(super) fn entries(&mut self, list: &str, item: &Item) {
        let expected = format!("a table for each name: [[{list}]]");
        if let Some(tables) = item.as_array_of_tables() {
            for table in tables {
                self.entry(list, table, table.span().map(|span| span.start));
            }
        } else if let Some(array) = item.as_array() {
            for value in array {
                let at = value.span().map(|span| span.start);
                match value.as_inline_table() {
                    Some(table) => self.entry(list, table, at),
                    None => self.fault(
                        at,
                        format!("{list}: found {}", value.type_name()),
                        &format!("write {expected}"),
                    ),
                }
            }
        } else {
            self.wrong_type(list, item, &expected);
        }
    }

    fn entry(&mut self, list: &str, table: &dyn TableLike, at: Option<usize>) {
        let before = self.errors.len();
        for (name, _) in table.iter().filter(|(name, _)| !ENTRY.contains(name)) {
            self.unknown(table, name, &ENTRY);
        }
        let rule = self.rule(list, table, at);
        let reason = self.text(list, table, "reason");
        if reason.is_none() && self.errors.len() == before {
            self.fault(
                table.get("reason").and_then(start_of).or(at),
                format!("{list}: the entry gives no reason"),
                "add reason = \"why this name is right here\", so that others can judge it later",
            );
        }
        let version = self.text(list, table, "version");
        let until = self.date(list, table);
        let place = format!("{}:{}", self.shown, self.line_of(at));
        let (Some(rule), Some(reason)) = (rule, reason) else { return };
        let entry = Entry { rule, reason, until, version, place: place.into() };
        if list == "allow" { self.file.allow.push(entry) } else { self.file.deny.push(entry) }
    }

    /// The name with its ecosystem, which stands before it or beside it.
    fn rule(&mut self, list: &str, table: &dyn TableLike, at: Option<usize>) -> Option<NameRule> {
        let word = self.text(list, table, "ecosystem");
        let ecosystem = word.as_deref().map(str::parse::<Ecosystem>);
        if let Some(Err(error)) = &ecosystem {
            self.fault(
                table.get("ecosystem").and_then(start_of),
                format!("{list}: {}", error.to_string().escape_debug()),
                "write pypi, npm or crates",
            );
            return None;
        }
        let Some(name) = self.text(list, table, "name") else {
            let hint = "add name = \"npm:left-pad\", with the ecosystem before the name";
            self.fault(at, format!("{list}: the entry names no package"), hint);
            return None;
        };
        let rule = match ecosystem {
            Some(Ok(ecosystem)) => NameRule::one(PackageName::new(ecosystem, name.as_str())),
            _ => NameRule::parse(&name),
        };
        if rule.ecosystem().is_none() {
            let is_bare = name.strip_suffix(':').is_some_and(|word| word.parse::<Ecosystem>().is_ok());
            let (why, hint) = if is_bare {
                ("names no package", "write the package's name behind it, like \"npm:left-pad\"")
            } else if name.starts_with("pkg:") {
                ("is no package URL of pypi, npm or cargo", "write it as \"pkg:npm/NAME\"")
            } else {
                ("could be of any ecosystem", "write \"pypi:NAME\", \"npm:NAME\" or \"crates:NAME\"")
            };
            let at = table.get("name").and_then(start_of);
            self.fault(at, format!("{list}: {name:?} {why}"), hint);
            return None;
        }
        Some(rule)
    }

    fn date(&mut self, list: &str, table: &dyn TableLike) -> Option<Date> {
        let item = table.get("until")?;
        let date = item
            .as_datetime()
            .and_then(|moment| moment.date)
            .and_then(|d| {
                let (month, day) = (i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?);
                Date::new(i16::try_from(d.year).ok()?, month, day).ok()
            })
            .or_else(|| item.as_str()?.parse().ok());
        if date.is_none() {
            self.wrong_type(&format!("{list}.until"), item, "a date, like 2027-01-31");
        }
        date
    }

    /// A string that is not empty; one that is counts as left out.
    fn text(&mut self, list: &str, table: &dyn TableLike, name: &str) -> Option<String> {
        let item = table.get(name)?;
        match item.as_str() {
            Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            None => {
                self.wrong_type(&format!("{list}.{name}"), item, "a string in quotes");
                None
            }
        }
    }
}
