//! A crate's sources as a tree of modules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod};

/// A module's path from the crate's root.
pub(crate) type ModulePath = Vec<String>;

/// Every module of a crate that is built without tests, with its items.
pub(crate) struct Sources {
    pub(crate) modules: BTreeMap<ModulePath, Vec<Item>>,
}

impl Sources {
    /// Reads `lib.rs` and every file that it leads to.
    pub(crate) fn read(src: &Path) -> Self {
        let mut sources = Self { modules: BTreeMap::new() };
        sources.add(Vec::new(), parsed(&src.join("lib.rs")), src);
        sources
    }

    /// `folder` is where the module's children lie.
    fn add(&mut self, path: ModulePath, items: Vec<Item>, folder: &Path) {
        for item in &items {
            let Item::Mod(ItemMod { attrs, ident, content, .. }) = item else { continue };
            if is_for_tests(attrs) {
                continue;
            }
            let name = ident.to_string();
            let own_folder = folder.join(&name);
            let items = match content {
                Some((_, items)) => items.clone(),
                None => parsed(&file_of(folder, &name)),
            };
            self.add([path.clone(), vec![name]].concat(), items, &own_folder);
        }
        self.modules.insert(path, items);
    }
}

fn file_of(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.exists() { file } else { folder.join(name).join("mod.rs") }
}

fn parsed(file: &Path) -> Vec<Item> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display())).items
}

/// Whether an item is only there in tests.
pub(crate) fn is_for_tests(attrs: &[Attribute]) -> bool {
    has(attrs, "cfg", "test")
}

/// Whether an item is left out of the documentation.
pub(crate) fn is_hidden(attrs: &[Attribute]) -> bool {
    has(attrs, "doc", "hidden")
}

fn has(attrs: &[Attribute], name: &str, word: &str) -> bool {
    attrs.iter().filter(|attr| attr.path().is_ident(name)).any(|attr| {
        let list = attr.meta.require_list();
        list.is_ok_and(|list| list.tokens.to_string() == word)
    })
}
