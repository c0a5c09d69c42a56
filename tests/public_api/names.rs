//! Where a name of a crate is defined.

use syn::{Item, UseTree};

use super::sources::{ModulePath, Sources};

/// An item by the module that defines it and its name there. A module and a function may share theirs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Defined {
    pub(crate) module: ModulePath,
    pub(crate) name: String,
    pub(crate) is_module: bool,
}

impl Defined {
    /// The path from the crate's root.
    pub(crate) fn path(&self) -> ModulePath {
        [self.module.clone(), vec![self.name.clone()]].concat()
    }

    /// Whether an item of the module is this one.
    pub(crate) fn is(&self, item: &Item) -> bool {
        let named = name_of(item).as_deref() == Some(&self.name) || invents(item, &self.name);
        named && matches!(item, Item::Mod(_)) == self.is_module
    }
}

/// One name that a `use` brings in.
pub(crate) struct Import {
    /// The path behind `use`, without renaming.
    pub(crate) path: Vec<String>,
    /// The name under which it is known here; `*` for all of a module.
    pub(crate) name: String,
}

/// The names that a `use` brings in.
pub(crate) fn imports(tree: &UseTree) -> Vec<Import> {
    let mut found = Vec::new();
    walk(tree, Vec::new(), &mut found);
    found
}

fn walk(tree: &UseTree, mut path: Vec<String>, found: &mut Vec<Import>) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            walk(&tree.tree, path, found);
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| walk(tree, path.clone(), found)),
        UseTree::Name(tree) if tree.ident == "self" => {
            found.push(Import { name: path.last().cloned().unwrap_or_default(), path });
        }
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            path.push(name.clone());
            found.push(Import { path, name });
        }
        UseTree::Rename(tree) => {
            path.push(tree.ident.to_string());
            found.push(Import { path, name: tree.rename.to_string() });
        }
        UseTree::Glob(_) => found.push(Import { path, name: "*".to_owned() }),
    }
}

/// The name of what an item defines.
pub(crate) fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

impl Sources {
    /// What `path` leads to as seen from `module`; `None` for what another crate defines.
    pub(crate) fn resolve(&self, module: &ModulePath, path: &[String]) -> Option<Defined> {
        self.follow(module, path, 0)
    }

    /// Two modules may import all of each other: `depth` is the end of that.
    fn follow(&self, module: &ModulePath, path: &[String], depth: usize) -> Option<Defined> {
        let (first, rest) = path.split_first()?;
        let above = || module.split_last().map(|(_, above)| above.to_vec());
        match first.as_str() {
            _ if depth > 16 => None,
            "crate" => self.follow(&Vec::new(), rest, depth + 1),
            "self" => self.follow(module, rest, depth + 1),
            "super" => self.follow(&above()?, rest, depth + 1),
            name => {
                if rest.is_empty() {
                    let named = |is_module| self.named(module, name, is_module, depth);
                    return named(false).or_else(|| named(true));
                }
                let inner = self.named(module, name, true, depth)?;
                self.follow(&inner.path(), rest, depth + 1)
            }
        }
    }

    fn named(&self, module: &ModulePath, name: &str, is_module: bool, depth: usize) -> Option<Defined> {
        let items = self.modules.get(module)?;
        let own = Defined { module: module.clone(), name: name.to_owned(), is_module };
        if items.iter().any(|item| own.is(item)) {
            return Some(own);
        }
        let uses = items.iter().filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None });
        let imports: Vec<Import> = uses.flat_map(|item| imports(&item.tree)).collect();
        let plain = imports.iter().filter(|import| import.name == name).map(|import| import.path.clone());
        let globs = imports.iter().filter(|import| import.name == "*");
        let through = globs.map(|import| [import.path.clone(), vec![name.to_owned()]].concat());
        let found = plain.chain(through).find_map(|path| self.follow(module, &path, depth + 1));
        found.filter(|found| found.is_module == is_module)
    }
}

/// Whether an item is a call of a macro of the same file that makes a type of this name.
///
/// There is one such macro: it makes `FileKind`.
pub(crate) fn invents(item: &Item, name: &str) -> bool {
    let Item::Macro(item) = item else { return false };
    item.ident.is_none() && item.mac.path.is_ident("kinds") && name == "FileKind"
}
