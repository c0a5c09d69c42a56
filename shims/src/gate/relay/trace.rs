//! What clients write down of where they installed from, and what they would have written without the relay.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Value};

/// Files in which a client has noted the relay's address. One that cannot be written costs the client an
/// installation anew, or a question to nobody.
pub(super) enum Trace {
    /// Beside what pnpm has installed, to go on with it the next time: here or further up.
    Pnpm {
        /// Where pnpm worked.
        folder: PathBuf,
        /// The relay's address, and the registry's own.
        place: Noted,
    },
    /// uv's receipts of its tools, by which it renews them.
    Uv {
        /// The folder of tools.
        folder: PathBuf,
        /// The relay's addresses.
        places: Vec<Noted>,
    },
}

/// An address of the relay's in such a file.
pub(super) struct Noted {
    /// The address.
    pub(super) place: String,
    /// What stands there without the relay.
    pub(super) registry: String,
    /// Whether it is the default's.
    pub(super) is_default: bool,
    /// Whether the list of indexes has it without the relay: else a file of settings or uv itself knows it.
    pub(super) is_listed: bool,
}

impl Trace {
    /// Puts the registries' own addresses there.
    pub(super) fn undo(&self) {
        match self {
            Self::Pnpm { folder, place } => {
                let files = folder.ancestors().map(|folder| folder.join("node_modules/.modules.yaml"));
                files.for_each(|file| put_right(&file, std::slice::from_ref(place)));
            }
            Self::Uv { folder, places } => {
                let tools = std::fs::read_dir(folder).into_iter().flatten().flatten();
                tools.for_each(|tool| put_right(&tool.path().join("uv-receipt.toml"), places));
            }
        }
    }
}

fn put_right(file: &Path, places: &[Noted]) {
    let Ok(mut text) = std::fs::read_to_string(file) else { return };
    if !places.iter().any(|noted| text.contains(&noted.place)) {
        return;
    }
    if let Some(without) = without_unlisted(&text, places) {
        text = without;
    }
    for noted in places {
        text = text.replace(&noted.place, &noted.registry);
    }
    let _ = std::fs::write(file, text);
}

/// A receipt without the indexes that only the relay has put into its list.
fn without_unlisted(text: &str, places: &[Noted]) -> Option<String> {
    let unlisted = |index: &Value| {
        let Some(index) = index.as_inline_table() else { return false };
        let url = index.get("url").and_then(Value::as_str);
        let is_default = index.get("default").and_then(Value::as_bool).unwrap_or(false);
        places.iter().any(|noted| {
            !noted.is_listed && noted.is_default == is_default && url == Some(noted.place.as_str())
        })
    };
    let mut document: DocumentMut = text.parse().ok()?;
    let tool = document.get_mut("tool")?.as_table_like_mut()?;
    let options = tool.get_mut("options")?.as_table_like_mut()?;
    let indexes = options.get_mut("index").and_then(Item::as_array_mut)?;
    indexes.retain(|index| !unlisted(index));
    if let Some(first) = indexes.get_mut(0) {
        first.decor_mut().set_prefix("");
    } else {
        options.remove("index");
    }
    if options.is_empty() {
        tool.remove("options");
    }
    Some(document.to_string())
}
