//! The calls of provider protocol 6.
//!
//! Every call runs the same way: it gets a span in the log and a guard against panics,
//! its diagnostics go into the answer, and it never fails as a gRPC call. Calls that are
//! not in `proto/tfplugin6.proto` are answered UNIMPLEMENTED by tonic.

mod call;
pub(crate) mod lifecycle;
pub(crate) mod list;
pub(crate) mod lookup;
mod provider;
mod schemas;
mod service;
pub(crate) mod stored_state;

pub(crate) use self::service::Service;
