//! The gateway as a whole, against an endpoint of its own on this machine.

mod account;
mod calls;
mod lookups;
mod rate;
mod reads;
mod reads_in_any_order;
mod writes;
