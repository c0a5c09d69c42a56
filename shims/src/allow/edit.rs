//! Entries of a policy file's allow list, put in and taken out of its text.

use jiff::civil::Date;
use phantom_guard::finding::InputError;
use phantom_guard::package::PackageName;
use phantom_guard::policy::{Entry, PolicyFile};
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::lines::{Change, change};
use crate::check::fault;

/// An entry that is to be in the list.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) name: PackageName,
    pub(super) version: Option<String>,
    pub(super) reason: String,
    /// `None` leaves an entry that is there with the end that it has.
    pub(super) until: Option<Date>,
}

/// What became of a wish.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Done {
    Added,
    /// There was such an entry, for another reason or another time.
    Changed,
    /// There is such an entry.
    Same,
    Removed,
}

impl Done {
    /// A word for it, as in "npm:x is allowed".
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Same => "unchanged",
            Self::Removed => "removed",
        }
    }
}

/// Puts entries into the text of a policy file.
///
/// # Errors
/// Where the text is no policy file, and for an entry whose time would be over.
pub(super) fn allow(
    text: &str,
    shown: &str,
    wishes: &[Wish],
    today: Date,
) -> Result<(Change, Vec<Done>), Vec<InputError>> {
    let mut lf = text.replace("\r\n", "\n");
    let mut done = Vec::new();
    for wish in wishes {
        let (mut document, file) = read(&lf, shown)?;
        match file.allow.iter().position(|entry| is_about(entry, &wish.name, wish.version.as_deref())) {
            None => {
                add(&mut document, wish);
                done.push(Done::Added);
            }
            Some(at) => {
                let entry = file.allow.get(at);
                if wish.until.is_none()
                    && let Some(over) = entry.filter(|entry| entry.is_over(today))
                {
                    let until = over.until.map(|until| until.to_string()).unwrap_or_default();
                    let why = format!("{}: the entry ended on {until}", over.place);
                    return Err(vec![fault(why, "give a new last day with --until DATE")]);
                }
                let is_same = entry.is_some_and(|entry| {
                    entry.reason == wish.reason && (wish.until.is_none() || entry.until == wish.until)
                });
                if let Some(table) = entry_at(&mut document, at).filter(|_| !is_same) {
                    put(table, "reason", Value::from(wish.reason.as_str()));
                    if let Some(until) = wish.until {
                        let as_text = table.get("until").is_some_and(Item::is_str);
                        put(table, "until", date(until, as_text));
                    }
                }
                done.push(if is_same { Done::Same } else { Done::Changed });
            }
        }
        lf = document.to_string();
    }
    // What was written has to be what is read.
    read(&lf, shown)?;
    Ok((change(text, &lf), done))
}

/// Takes the entries about names out of the text: those of one version, or all of them.
///
/// # Errors
/// Where the text is no policy file, or has no such entry.
pub(super) fn remove(
    text: &str,
    shown: &str,
    names: &[(PackageName, Option<String>)],
) -> Result<(Change, Vec<Done>), Vec<InputError>> {
    let lf = text.replace("\r\n", "\n");
    let (mut document, file) = read(&lf, shown)?;
    let is_meant = |entry: &Entry, (name, version): &(PackageName, Option<String>)| {
        entry.rule.covers(name) && (version.is_none() || entry.version == *version)
    };
    for wish in names {
        if !file.allow.iter().any(|entry| is_meant(entry, wish)) {
            let why = format!("{shown} has no allow entry for {}:{}", wish.0.ecosystem(), wish.0);
            return Err(vec![fault(why, "see the entries with `phantom config show`")]);
        }
    }
    for at in (0..file.allow.len()).rev() {
        if file.allow.get(at).is_some_and(|entry| names.iter().any(|wish| is_meant(entry, wish))) {
            match document.get_mut("allow") {
                Some(Item::ArrayOfTables(tables)) => drop(tables.remove(at)),
                Some(Item::Value(Value::Array(array))) => drop(array.remove(at)),
                _ => {}
            }
        }
    }
    let is_empty =
        document.get("allow").and_then(Item::as_array_of_tables).is_some_and(ArrayOfTables::is_empty);
    if is_empty {
        document.remove("allow");
    }
    let new = document.to_string();
    read(&new, shown)?;
    Ok((change(text, &new), names.iter().map(|_| Done::Removed).collect()))
}

fn read(text: &str, shown: &str) -> Result<(DocumentMut, PolicyFile), Vec<InputError>> {
    let file = PolicyFile::parse(text, shown)?;
    let document = text.parse::<DocumentMut>();
    let document =
        document.map_err(|error| vec![fault(error.message().to_owned(), "mend the TOML syntax")])?;
    Ok((document, file))
}

fn is_about(entry: &Entry, name: &PackageName, version: Option<&str>) -> bool {
    entry.rule.covers(name) && entry.version.as_deref() == version
}

fn entry_at(document: &mut DocumentMut, at: usize) -> Option<&mut dyn TableLike> {
    match document.get_mut("allow")? {
        Item::ArrayOfTables(tables) => tables.get_mut(at).map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(array)) => {
            array.get_mut(at)?.as_inline_table_mut().map(|table| table as &mut dyn TableLike)
        }
        _ => None,
    }
}

/// Gives a key a value, with the white space and the comment that stand around it.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

fn date(date: Date, as_text: bool) -> Value {
    let text = date.to_string();
    match text.parse::<Datetime>() {
        Ok(date) if !as_text => Value::from(date),
        _ => Value::from(text),
    }
}

fn values(wish: &Wish) -> impl Iterator<Item = (&'static str, Value)> {
    let name = format!("{}:{}", wish.name.ecosystem(), wish.name);
    let first = [("name", Some(name.into())), ("version", wish.version.as_deref().map(Value::from))];
    let last = [
        ("reason", Some(wish.reason.as_str().into())),
        ("until", wish.until.map(|until| date(until, false))),
    ];
    first.into_iter().chain(last).filter_map(|(key, value)| Some((key, value?)))
}

fn add(document: &mut DocumentMut, wish: &Wish) {
    if let Some(array) = document.get_mut("allow").and_then(Item::as_array_mut) {
        return add_inline(array, values(wish).collect());
    }
    let mut table = Table::new();
    for (key, value) in values(wish) {
        table.insert(key, Item::Value(value));
    }
    let is_first = document.iter().next().is_none();
    let has_list = document.contains_key("allow");
    // What stands at the end of the file stays before what comes behind it.
    let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    let before = if has_list { "" } else { trailing.as_str() };
    let gap = if is_first && before.is_empty() { "" } else { "\n" };
    table.decor_mut().set_prefix(format!("{before}{gap}"));
    if !has_list {
        document.set_trailing("");
    }
    let list = document.entry("allow").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(tables) = list.as_array_of_tables_mut() {
        tables.push(table);
    }
}

/// Behind the last one, laid out as that one is.
fn add_inline(array: &mut Array, entry: InlineTable) {
    let last = array.iter().last().map(|last| last.decor().clone());
    let trailing = array.trailing().as_str().unwrap_or_default().to_owned();
    let mut value = Value::InlineTable(entry);
    if let Some(decor) = last {
        let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or(" ");
        let prefix = if prefix.is_empty() { " " } else { prefix };
        // A comment behind the last entry is about that one.
        let comment = trailing.trim_end();
        let indent = prefix.rsplit_once('\n').map_or(prefix, |(_, indent)| indent);
        let is_commented = comment.contains('#') && array.trailing_comma();
        if is_commented {
            value.decor_mut().set_prefix(format!("{comment}\n{indent}"));
            array.set_trailing("\n");
        } else {
            let line = if prefix.contains('\n') { format!("\n{indent}") } else { prefix.to_owned() };
            value.decor_mut().set_prefix(line);
        }
    }
    array.push_formatted(value);
}

#[cfg(test)]
mod tests {
    use phantom_guard::package::Ecosystem;

    use super::*;

    fn wish(name: &str, version: Option<&str>) -> Wish {
        Wish {
            name: PackageName::new(Ecosystem::Npm, name),
            version: version.map(str::to_owned),
            reason: "r".to_owned(),
            until: None,
        }
    }

    fn allowed(text: &str, name: &str) -> String {
        let today = Date::constant(2026, 11, 1);
        allow(text, "phantom.toml", &[wish(name, None)], today).unwrap().0.text
    }

    #[test]
    fn an_entry_is_written_as_those_that_are_there() {
        let block = "\n[[allow]]\nname = \"npm:x\"\nreason = \"r\"\n";
        let one = "# top\n[[allow]]\nname = \"npm:a\"\nreason = \"a\" # why\n";
        for (old, new) in [
            ("", block.trim_start().to_owned()),
            ("# only this\n", format!("# only this\n{block}")),
            ("chunk = 5\n", format!("chunk = 5\n{block}")),
            ("chunk = 5", format!("chunk = 5\n{block}")),
            ("chunk = 5\r\n", format!("chunk = 5\n{block}").replace('\n', "\r\n")),
            (one, format!("{one}{block}")),
            ("[[allow]]\nname = \"npm:a\"\nreason = \"a\"\n\n[index]\n# none\n", {
                format!("[[allow]]\nname = \"npm:a\"\nreason = \"a\"\n{block}\n[index]\n# none\n")
            }),
            ("allow = []\n", "allow = [{ name = \"npm:x\", reason = \"r\" }]\n".to_owned()),
            (
                "allow = [{ name = \"npm:a\", reason = \"a\" }] # c\n",
                "allow = [{ name = \"npm:a\", reason = \"a\" }, { name = \"npm:x\", reason = \"r\" }] # c\n".to_owned(),
            ),
            (
                "allow = [\n  # one\n  { name = \"npm:a\", reason = \"a\" }, # c\n]\n",
                "allow = [\n  # one\n  { name = \"npm:a\", reason = \"a\" }, # c\n  { name = \"npm:x\", reason = \"r\" },\n]\n".to_owned(),
            ),
        ] {
            assert_eq!(allowed(old, "x"), new, "{old:?}");
        }
    }

    #[test]
    fn what_is_put_in_comes_out_without_a_trace() {
        let meant = [(PackageName::new(Ecosystem::Npm, "x"), None)];
        for text in [
            "# top\nchunk = 5\n",
            "[[allow]]\nname = \"npm:a\"\nreason = \"a\"\n",
            "allow = [{ name = \"npm:a\", reason = \"a\" }] # c\r\n",
            "[index] # end\n",
        ] {
            let more = allowed(text, "x");
            let (less, _) = remove(&more, "phantom.toml", &meant).unwrap();
            assert_eq!(less.text.trim_end(), text.trim_end(), "{more}");
        }
        assert!(remove("", "phantom.toml", &meant).is_err());
    }
}
