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
    /// Something that must never be.
    type Wrong: Debug;

    /// Where it begins.
    fn first(&self) -> Self::State;

    /// Everything that can happen next.
    fn moves(&self, state: &Self::State) -> Vec<(Self::Move, Self::State)>;

    /// What is wrong with a state, which has no next one if it `is_last`.
    fn wrong(&self, state: &Self::State, is_last: bool) -> Option<Self::Wrong>;
}

/// How many states there are, and how many moves between them.
#[derive(Clone, Copy, Default)]
pub(super) struct Visited {
    pub(super) states: usize,
    pub(super) moves: usize,
}

/// A state that is wrong, and the shortest way to it.
#[derive(Debug)]
pub(super) struct Fault<M: Model> {
    pub(super) what: M::Wrong,
    pub(super) way: Vec<M::Move>,
}

/// Visits every state. States are told apart by a hash of 64 bits: that two of a million
/// share one has a chance of one in thirty million.
pub(super) fn explore<M: Model>(model: &M) -> Result<Visited, Fault<M>> {
    let mut visited = Visited::default();
    let mut seen = HashSet::new();
    let mut ways = Ways(Vec::new());
    let mut open = VecDeque::from([(None, model.first())]);
    while let Some((way, state)) = open.pop_front() {
        visited.states += 1;
        let moves = model.moves(&state);
        if let Some(what) = model.wrong(&state, moves.is_empty()) {
            return Err(Fault { what, way: ways.back(way) });
        }
        visited.moves += moves.len();
        for (by, next) in moves {
            let mut hasher = DefaultHasher::new();
            next.hash(&mut hasher);
            if seen.insert(hasher.finish()) {
                ways.0.push((way, by));
                open.push_back((Some(ways.0.len() - 1), next));
            }
        }
    }
    Ok(visited)
}

/// How each state was first reached: the way to the one before it, and the last move.
struct Ways<T>(Vec<(Option<usize>, T)>);

impl<T> Ways<T> {
    /// The moves of a way. The ways after it are lost.
    fn back(mut self, mut last: Option<usize>) -> Vec<T> {
        let mut moves = Vec::new();
        while let Some(number) = last {
            self.0.truncate(number + 1);
            let Some((before, by)) = self.0.pop() else { break };
            moves.push(by);
            last = before;
        }
        moves.reverse();
        moves
    }
}
