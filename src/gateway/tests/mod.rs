//! The gateway as a whole, against an endpoint of its own on this machine; and
//! `recovery` by itself.

pub(crate) mod account;
mod calls;
mod held_keys;
mod lookups;
mod model;
mod rate;
mod reads;
mod reads_in_any_order;
mod recovery;
mod regions;
mod writes;
