//! Writes down what a crate shows, as Rust without bodies.

use std::collections::{BTreeMap, BTreeSet};

use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, Field, Fields, File, FnArg, Ident, ImplItem, Item, ItemImpl, LitStr, Macro, Pat,
    Signature, Token, TraitItem, Type, UseTree, Variant, Visibility, parse_quote,
};

use super::names::{Defined, imports, name_of};
use super::sources::{ModulePath, Sources, is_for_tests, is_hidden};

/// The listing.
pub(crate) fn listing(sources: &Sources) -> String {
    let impls = impls(sources);
    let mut writer = Writer { sources, impls, shown: BTreeSet::new() };
    let items = writer.module(&Vec::new());
    prettyplease::unparse(&File { shebang: None, attrs: Vec::new(), items, frontmatter: None })
}

/// The `impl` blocks by the type that they are for.
fn impls(sources: &Sources) -> BTreeMap<Defined, Vec<ItemImpl>> {
    let mut found: BTreeMap<Defined, Vec<ItemImpl>> = BTreeMap::new();
    for (module, items) in &sources.modules {
        for item in items {
            let Item::Impl(item) = item else { continue };
            if is_for_tests(&item.attrs) || is_hidden(&item.attrs) {
                continue;
            }
            let Some(path) = path_of(&item.self_ty) else { continue };
            if let Some(defined) = sources.resolve(module, &path) {
                found.entry(defined).or_default().push(item.clone());
            }
        }
    }
    found
}

fn path_of(of: &Type) -> Option<Vec<String>> {
    match of {
        Type::Reference(of) => path_of(&of.elem),
        Type::Path(of) => Some(of.path.segments.iter().map(|segment| segment.ident.to_string()).collect()),
        _ => None,
    }
}

struct Writer<'s> {
    sources: &'s Sources,
    impls: BTreeMap<Defined, Vec<ItemImpl>>,
    shown: BTreeSet<Defined>,
}

impl Writer<'_> {
    /// What a module shows, sorted by name: where an item stands in a file is no part of the API.
    fn module(&mut self, path: &ModulePath) -> Vec<Item> {
        let sources = self.sources;
        let mut shown: Vec<(String, Vec<Item>)> = Vec::new();
        for item in &sources.modules[path] {
            match item {
                Item::Use(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                    shown.extend(imports(&item.tree).into_iter().map(|import| {
                        let items = match sources.resolve(path, &import.path) {
                            Some(defined) => self.item(&defined),
                            None => vec![foreign(&import.path)],
                        };
                        (import.name, items)
                    }));
                }
                item => {
                    if let Some(name) = name_of(item) {
                        let is_module = matches!(item, Item::Mod(_));
                        let items =
                            self.item(&Defined { module: path.clone(), name: name.clone(), is_module });
                        shown.push((name, items));
                    }
                }
            }
        }
        shown.sort_by(|one, other| one.0.cmp(&other.0));
        shown.into_iter().flat_map(|(_, items)| items).collect()
    }

    /// An item, with what is implemented for it. Nothing, where it is not shown.
    fn item(&mut self, defined: &Defined) -> Vec<Item> {
        let items = &self.sources.modules[&defined.module];
        let found = items.iter().find(|item| defined.is(item)).expect("resolved names are there");
        let Some(mut item) = bare(found) else { return Vec::new() };
        if let Item::Mod(item) = &mut item {
            let inner = self.module(&defined.path());
            item.content = Some((Default::default(), inner));
            item.semi = None;
        }
        if !self.shown.insert(defined.clone()) {
            // Under a second name the path alone says enough.
            return vec![foreign(&[vec!["crate".to_owned()], defined.path()].concat())];
        }
        let impls = self.impls.get(defined).into_iter().flatten();
        std::iter::once(item).chain(impls.filter_map(bare_impl).map(Item::Impl)).collect()
    }
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn foreign(path: &[String]) -> Item {
    let path = path.join("::");
    let tree: UseTree = syn::parse_str(&path).expect("a path is a use");
    parse_quote!(pub use #tree;)
}

/// The attributes that a caller feels.
fn kept(attrs: &[Attribute]) -> Vec<Attribute> {
    let counts = |attr: &&Attribute| {
        ["derive", "non_exhaustive", "must_use", "default", "repr"]
            .iter()
            .any(|name| attr.path().is_ident(name))
    };
    attrs.iter().filter(counts).cloned().collect()
}

/// An item without bodies, documentation, and what is private in it; `None` for a private or hidden one.
fn bare(item: &Item) -> Option<Item> {
    let mut item = item.clone();
    let (attrs, vis) = match &mut item {
        Item::Const(item) => {
            let is_literal = matches!(&*item.expr, Expr::Lit(_));
            if !is_literal {
                item.expr = parse_quote!(_);
            }
            (&mut item.attrs, &item.vis)
        }
        Item::Enum(item) => {
            item.variants.iter_mut().for_each(bare_variant);
            (&mut item.attrs, &item.vis)
        }
        Item::Fn(item) => {
            bare_signature(&mut item.sig);
            item.block = parse_quote!({});
            (&mut item.attrs, &item.vis)
        }
        Item::Mod(item) => (&mut item.attrs, &item.vis),
        Item::Static(item) => {
            item.expr = parse_quote!(_);
            (&mut item.attrs, &item.vis)
        }
        Item::Struct(item) => {
            bare_fields(&mut item.fields, true);
            (&mut item.attrs, &item.vis)
        }
        Item::Trait(item) => {
            item.items.iter_mut().for_each(bare_trait_item);
            (&mut item.attrs, &item.vis)
        }
        Item::Type(item) => (&mut item.attrs, &item.vis),
        Item::Macro(item) => return Some(kinds(&item.mac)),
        _ => return None,
    };
    let shown = is_public(vis) && !is_hidden(attrs);
    *attrs = kept(attrs);
    shown.then_some(item)
}

/// The enum that the one macro makes which makes a public type. The functions that it writes are not listed.
fn kinds(call: &Macro) -> Item {
    let names = call.parse_body_with(|input: ParseStream<'_>| {
        let mut names = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            names.push(input.parse::<Ident>()?);
            input.parse::<Token![=]>()?;
            let _: (LitStr, Ident, Ident) = (input.parse()?, input.parse()?, input.parse()?);
            let _: Option<Token![,]> = input.parse()?;
        }
        Ok(names)
    });
    let names = names.expect("the macro's calls look alike");
    parse_quote!(#[non_exhaustive] pub enum FileKind { #(#names),* })
}

/// Whether a function changes what it is given is its own business.
fn bare_signature(signature: &mut Signature) {
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(name) = &mut *argument.pat {
                    name.mutability = None;
                }
            }
        }
    }
}

fn bare_variant(variant: &mut Variant) {
    variant.attrs = kept(&variant.attrs);
    bare_fields(&mut variant.fields, false);
}

/// Private fields are one that has no name: that there are some is a part of the API.
fn bare_fields(fields: &mut Fields, private: bool) {
    let shows = |field: &Field| !private || is_public(&field.vis) && !is_hidden(&field.attrs);
    match fields {
        Fields::Named(fields) => {
            let all = std::mem::replace(&mut fields.named, Punctuated::<Field, Token![,]>::new());
            let (shown, hidden): (Vec<Field>, Vec<Field>) = all.into_iter().partition(shows);
            fields.named.extend(shown);
            if !hidden.is_empty() {
                let mut field: Field = parse_quote!(private: _);
                field.ident = Some(parse_quote!(_private));
                fields.named.push(field);
            }
            fields.named.iter_mut().for_each(|field| field.attrs = kept(&field.attrs));
        }
        Fields::Unnamed(fields) => {
            for field in &mut fields.unnamed {
                if !shows(field) {
                    field.ty = parse_quote!(_);
                }
                field.attrs = kept(&field.attrs);
            }
        }
        Fields::Unit => {}
    }
}

fn bare_trait_item(item: &mut TraitItem) {
    match item {
        TraitItem::Fn(item) => {
            item.attrs = kept(&item.attrs);
            if let Some(block) = &mut item.default {
                *block = parse_quote!({});
            }
        }
        TraitItem::Const(item) => item.attrs = kept(&item.attrs),
        TraitItem::Type(item) => item.attrs = kept(&item.attrs),
        _ => {}
    }
}

/// What a block adds to a type: of a trait's only that it is there, with the types that it chooses.
fn bare_impl(block: &ItemImpl) -> Option<ItemImpl> {
    let mut block = block.clone();
    block.attrs.clear();
    let of_trait = block.trait_.is_some();
    block.items.retain_mut(|item| match item {
        ImplItem::Fn(item) if !of_trait => {
            let shown = is_public(&item.vis) && !is_hidden(&item.attrs) && !is_for_tests(&item.attrs);
            item.attrs = kept(&item.attrs);
            bare_signature(&mut item.sig);
            item.block = parse_quote!({});
            shown
        }
        ImplItem::Const(item) if !of_trait => {
            let shown = is_public(&item.vis) && !is_hidden(&item.attrs);
            item.attrs = kept(&item.attrs);
            item.expr = parse_quote!(_);
            shown
        }
        ImplItem::Type(item) => {
            item.attrs.clear();
            true
        }
        _ => false,
    });
    block.items.sort_by_key(|item| match item {
        ImplItem::Const(item) => (0, item.ident.to_string()),
        ImplItem::Fn(item) => (1, item.sig.ident.to_string()),
        _ => (2, String::new()),
    });
    (of_trait || !block.items.is_empty()).then_some(block)
}
