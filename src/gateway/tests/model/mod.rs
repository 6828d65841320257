//! Proof.

mod explorer;
mod invariants;
mod mistakes;
mod process;
mod scenarios;
mod service;
mod shared;
mod turns;
mod world;
