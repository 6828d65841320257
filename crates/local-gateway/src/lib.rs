//! A local stand-in for the API Gateway calls that the provider makes: a
//! library for tests and benchmarks, and a binary for people.
//!
//! [`LocalGateway`] is the running endpoint. [`Seed`] says what exists when it
//! starts, [`World`] what exists now, [`Fault`] what goes wrong, and [`Call`]
//! what was asked of it.

mod answer;
mod api;
mod caller;
mod common_name;
mod domain;
mod error;
mod faults;
mod gateway;
mod handler;
mod ids;
mod incoming_call;
mod json_1_1;
mod log;
mod mapping;
mod operation;
mod operation_function;
mod operations;
mod pages;
mod policy;
mod quota;
mod request;
mod response;
mod rules;
mod seed;
mod server;
mod service;
mod socket;
mod world;
mod xml;

pub use api::{Api, Protocol, RestEndpoint};
pub use domain::{
    Domain, DomainStatus, EndpointAccessMode, EndpointType, IpAddressType, MutualTls, RoutingMode,
    RoutingRule, SecurityPolicy,
};
pub use error::ServiceError;
pub use faults::Fault;
pub use gateway::{Builder, LocalGateway};
pub use log::{Call, Outcome};
pub use mapping::{Mapping, Mappings};
pub use operation::Operation;
pub use quota::Quota;
pub use rules::{RULES, Rule, Standing, Words, rules_as_a_table};
pub use seed::{DEFAULT_ACCOUNT, Seed};
pub use world::{DEFAULT_REGION, Identity, Paging, World};
