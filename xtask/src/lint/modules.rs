//! The modules of a crate, read from its files: what each of them defines,
//! imports and names.
//!
//! Code for tests, which `#[cfg(test)]` and `#[test]` mark, is left out.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Item, ItemMod, ItemUse, Lit, Meta, UseTree, Visibility};

/// A path as it is written, such as `["crate", "cargo", "build"]`.
pub(super) type Names = Vec<String>;

/// A module's place in [`Crate::modules`].
pub(super) type Id = usize;

/// All modules of a crate.
#[derive(Default)]
pub(super) struct Crate {
    /// The root is the first.
    pub(super) modules: Vec<Module>,
}

/// A module: a file, or a `mod name { … }` in one.
pub(super) struct Module {
    pub(super) file: String,
    pub(super) parent: Option<Id>,
    pub(super) children: BTreeMap<String, Id>,
    /// The names of what is defined here, except modules.
    pub(super) items: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    /// The paths that occur in the code outside `use`.
    pub(super) paths: BTreeSet<Names>,
}

/// One name that a `use` brings into scope.
pub(super) struct Use {
    /// The name, or `*` for all names of a module.
    pub(super) name: String,
    pub(super) path: Names,
    /// Whether it is visible outside the module.
    pub(super) is_public: bool,
}

impl Crate {
    /// Reads the crate that begins with the file `root`.
    ///
    /// # Errors
    /// If a file of the crate is missing or is not Rust.
    pub(super) fn read(root: &str, read: &dyn Fn(&str) -> Result<String>) -> Result<Crate> {
        let mut found = Crate::default();
        let folder = folder_of(root);
        found.add_file(None, root, folder, read)?;
        Ok(found)
    }

    /// Adds the module that is the file `file`, whose own modules are files in
    /// `folder`.
    fn add_file(
        &mut self,
        parent: Option<Id>,
        file: &str,
        folder: &str,
        read: &dyn Fn(&str) -> Result<String>,
    ) -> Result<Id> {
        let parsed = syn::parse_file(&read(file)?).with_context(|| format!("cannot parse {file}"))?;
        self.add_items(parent, file, folder, &parsed.items, read)
    }

    fn add_items(
        &mut self,
        parent: Option<Id>,
        file: &str,
        folder: &str,
        items: &[Item],
        read: &dyn Fn(&str) -> Result<String>,
    ) -> Result<Id> {
        let mut visitor = Visitor::default();
        for item in items {
            visitor.visit_item(item);
        }
        let id = self.modules.len();
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            items: items.iter().filter(|item| !is_test(attributes(item))).filter_map(name).collect(),
            uses: visitor.uses,
            paths: visitor.paths,
        });
        for module in visitor.modules {
            let name = module.ident.to_string();
            let below = join(folder, &name);
            let child = match &module.content {
                Some((_, items)) => self.add_items(Some(id), file, &below, items, read)?,
                None => {
                    let (file, folder) = place(module, file, &below, read);
                    self.add_file(Some(id), &file, &folder, read)?
                }
            };
            self.modules[id].children.insert(name, child);
        }
        Ok(id)
    }
}

/// The file of a module declared in `parent`, and the folder of its modules.
fn place(
    module: &ItemMod,
    parent: &str,
    below: &str,
    read: &dyn Fn(&str) -> Result<String>,
) -> (String, String) {
    if let Some(path) = module.attrs.iter().find_map(path_attribute) {
        let file = join(folder_of(parent), &path);
        let folder = folder_of(&file).to_owned();
        return (file, folder);
    }
    let in_folder = join(below, "mod.rs");
    let file = if read(&in_folder).is_ok() { in_folder } else { format!("{below}.rs") };
    (file, below.to_owned())
}

fn path_attribute(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    let Expr::Lit(value) = &pair.value else { return None };
    match &value.lit {
        Lit::Str(text) if pair.path.is_ident("path") => Some(text.value()),
        _ => None,
    }
}

fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path below a folder, without `..`.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// Collects what the code of one module says.
#[derive(Default)]
struct Visitor<'ast> {
    modules: Vec<&'ast ItemMod>,
    uses: Vec<Use>,
    paths: BTreeSet<Names>,
}

impl<'ast> Visit<'ast> for Visitor<'ast> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.modules.push(module);
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        flatten(&item.tree, &[], &mut |name, path| self.uses.push(Use { name, path, is_public }));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        paths_in(call.tokens.clone(), &mut self.paths);
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn flatten(tree: &UseTree, prefix: &[String], add: &mut dyn FnMut(String, Names)) {
    let path = |name: &str| [prefix, &[name.to_owned()]].concat();
    match tree {
        UseTree::Path(inner) => flatten(&inner.tree, &path(&inner.ident.to_string()), add),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, prefix, add)),
        UseTree::Glob(_) => add("*".to_owned(), prefix.to_vec()),
        UseTree::Name(inner) if inner.ident == "self" => {
            add(prefix.last().cloned().unwrap_or_default(), prefix.to_vec());
        }
        UseTree::Name(inner) => add(inner.ident.to_string(), path(&inner.ident.to_string())),
        UseTree::Rename(inner) if inner.ident == "self" => add(inner.rename.to_string(), prefix.to_vec()),
        UseTree::Rename(inner) => add(inner.rename.to_string(), path(&inner.ident.to_string())),
    }
}

/// The paths of two names or more among the arguments of a macro.
fn paths_in(tokens: TokenStream, paths: &mut BTreeSet<Names>) {
    let mut path = Names::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(name) if colons == 2 && !path.is_empty() => path.push(name.to_string()),
            TokenTree::Ident(name) => {
                keep(&mut path, paths);
                path.push(name.to_string());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Group(group) => {
                keep(&mut path, paths);
                paths_in(group.stream(), paths);
            }
            _ => keep(&mut path, paths),
        }
        colons = 0;
    }
    keep(&mut path, paths);
}

fn keep(path: &mut Names, paths: &mut BTreeSet<Names>) {
    let path = std::mem::take(path);
    if path.len() > 1 {
        paths.insert(path);
    }
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether one of the attributes is `#[test]` or a `#[cfg(…)]` that asks for
/// tests.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("cfg") => {
            let words: Vec<String> = words(list.tokens.clone());
            words.contains(&"test".to_owned()) && !words.contains(&"not".to_owned())
        }
        _ => false,
    })
}

fn words(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => found.push(word.to_string()),
            TokenTree::Group(group) => found.extend(words(group.stream())),
            _ => {}
        }
    }
    found
}
