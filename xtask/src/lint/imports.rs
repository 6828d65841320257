//! Which file of a crate imports what from which other one.
//!
//! A file imports an item when it names it, through `use` or by its path, and
//! the other file defines it. A re-export (`pub use`) is followed to the
//! definition, so a `mod.rs` that only declares modules and re-exports what
//! they define imports nothing, and nothing is imported from it.

use std::collections::BTreeMap;

use super::modules::{Crate, Id, Names};

/// The files that each file imports from, with one of the imported names.
pub(super) type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// How many re-exports are followed for one name: `use` can go round in a
/// circle.
const MOST_STEPS: usize = 32;

/// What a path leads to.
#[derive(Clone, Copy)]
pub(super) enum Found {
    /// A module of this crate.
    Module(Id),
    /// An item that this module of this crate defines.
    ItemOf(Id),
}

/// Finds all imports between files of a crate.
pub(super) fn between_files(of: &Crate) -> Imports {
    let mut imports = Imports::new();
    for (id, module) in of.modules.iter().enumerate() {
        for path in imported(of, id) {
            let Some(Found::ItemOf(definer)) = of.find(id, path) else { continue };
            let file = &of.modules[definer].file;
            if *file != module.file {
                let from = imports.entry(module.file.clone()).or_default();
                from.entry(file.clone()).or_insert_with(|| name_of_item(of, definer, path));
            }
        }
    }
    imports
}

/// The paths in a module that import what they lead to: all but re-exports of
/// what the module's own children define.
fn imported(of: &Crate, id: Id) -> impl Iterator<Item = &Names> {
    let module = &of.modules[id];
    let uses = module.uses.iter().filter(move |import| {
        let re_exports_own = || match of.find(id, &import.path) {
            Some(Found::ItemOf(definer) | Found::Module(definer)) => of.is_below(definer, id),
            None => false,
        };
        !(import.is_public && re_exports_own())
    });
    module.paths.iter().chain(uses.map(|import| &import.path))
}

/// The part of a path that names the item: the `Outcome` in
/// `crate::log::Outcome::Answered`.
fn name_of_item(of: &Crate, definer: Id, path: &Names) -> String {
    let items = &of.modules[definer].items;
    path.iter().find(|name| items.contains(*name)).or(path.last()).cloned().unwrap_or_default()
}

impl Crate {
    /// What a path in the module `from` leads to, if this crate has it.
    pub(super) fn find(&self, from: Id, path: &[String]) -> Option<Found> {
        self.follow(from, path, MOST_STEPS)
    }

    fn follow(&self, from: Id, path: &[String], steps: usize) -> Option<Found> {
        let (first, rest) = path.split_first()?;
        let mut found = match first.as_str() {
            "crate" => Found::Module(0),
            _ => self.step(from, first, rest.is_empty(), steps)?,
        };
        for (index, name) in rest.iter().enumerate() {
            let Found::Module(id) = found else { break };
            found = self.step(id, name, index + 1 == rest.len(), steps)?;
        }
        Some(found)
    }

    /// What a name in a module's scope means. A module and a function can have
    /// the same name: what more names follow is the module.
    fn step(&self, id: Id, name: &str, is_last: bool, steps: usize) -> Option<Found> {
        let module = &self.modules[id];
        let child = module.children.get(name).map(|child| Found::Module(*child));
        let item = module.items.contains(name).then_some(Found::ItemOf(id));
        match name {
            "self" => Some(Found::Module(id)),
            "super" => module.parent.map(Found::Module),
            _ if is_last => item.or(child),
            _ => child.or(item),
        }
        .or_else(|| self.imported_name(id, name, is_last, steps.checked_sub(1)?))
    }

    fn imported_name(&self, id: Id, name: &str, is_last: bool, steps: usize) -> Option<Found> {
        let uses = &self.modules[id].uses;
        let named = uses.iter().filter(|import| import.name == name);
        named.clone().find_map(|import| self.follow(id, &import.path, steps)).or_else(|| {
            uses.iter().filter(|import| import.name == "*").find_map(|import| {
                let Found::Module(from) = self.follow(id, &import.path, steps)? else { return None };
                self.step(from, name, is_last, steps)
            })
        })
    }

    /// A module's path from the crate's root.
    pub(super) fn path(&self, mut id: Id) -> Names {
        let mut path = Names::new();
        while let Some(parent) = self.modules[id].parent {
            let siblings = &self.modules[parent].children;
            path.extend(siblings.iter().find(|(_, child)| **child == id).map(|(name, _)| name.clone()));
            id = parent;
        }
        path.reverse();
        path
    }

    /// Whether a module is below another one.
    fn is_below(&self, id: Id, above: Id) -> bool {
        let mut parent = self.modules[id].parent;
        while let Some(found) = parent {
            if found == above {
                return true;
            }
            parent = self.modules[found].parent;
        }
        false
    }
}
