//! A part of the world that most moves leave as it is: cloned and hashed once.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub(super) struct Shared<T> {
    value: Rc<T>,
    hash: Cell<Option<u64>>,
}

impl<T> Shared<T> {
    pub(super) fn new(value: T) -> Self {
        Self { value: Rc::new(value), hash: Cell::new(None) }
    }
}

impl<T: Clone> Shared<T> {
    pub(super) fn make_mut(&mut self) -> &mut T {
        self.hash.set(None);
        Rc::make_mut(&mut self.value)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let hash = self.hash.get().unwrap_or_else(|| {
            let mut hasher = DefaultHasher::new();
            self.value.hash(&mut hasher);
            hasher.finish()
        });
        self.hash.set(Some(hash));
        state.write_u64(hash);
    }
}
