//! Visits every state that can be reached, nearest first, each once.

use std::collections::{HashSet, VecDeque};
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What is explored.
pub(super) trait Model {
    /// Everything that decides what can happen next.
    type State: Hash;
    /// Something that happens.
    type Move: Debug;

    /// Where it begins.
    fn first(&self) -> Self::State;

    /// Everything that can happen next.
    fn moves(&self, state: &Self::State) -> Vec<(Self::Move, Self::State)>;

    /// What is wrong with a state, which has no next one if it `is_last`.
    fn fault(&self, state: &Self::State, is_last: bool) -> Option<String>;
}

/// How many states there are, and how many moves between them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Visited {
    pub(super) states: usize,
    pub(super) moves: usize,
}

/// A state that is wrong, and the shortest way to it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) what: String,
    pub(super) way: Vec<String>,
}

/// Visits every state. States are told apart by a hash of 64 bits: that two of a million
/// share one has a chance of one in thirty million.
pub(super) fn explore<M: Model>(model: &M) -> Result<Visited, Fault> {
    let mut visited = Visited::default();
    let mut seen = HashSet::new();
    // How each state was first reached: from which, and by what.
    let mut ways: Vec<(usize, M::Move)> = Vec::new();
    let mut open = VecDeque::from([(None, model.first())]);
    while let Some((way, state)) = open.pop_front() {
        visited.states += 1;
        let moves = model.moves(&state);
        if let Some(what) = model.fault(&state, moves.is_empty()) {
            return Err(Fault { what, way: way_to(&ways, way) });
        }
        visited.moves += moves.len();
        for (by, next) in moves {
            let mut hasher = DefaultHasher::new();
            next.hash(&mut hasher);
            if seen.insert(hasher.finish()) {
                ways.push((way.map_or(usize::MAX, |way| way), by));
                open.push_back((Some(ways.len() - 1), next));
            }
        }
    }
    Ok(visited)
}

fn way_to<T: Debug>(ways: &[(usize, T)], mut last: Option<usize>) -> Vec<String> {
    let mut way = Vec::new();
    while let Some((before, by)) = last.and_then(|last| ways.get(last)) {
        way.push(format!("{by:?}"));
        last = Some(*before);
    }
    way.reverse();
    way
}
