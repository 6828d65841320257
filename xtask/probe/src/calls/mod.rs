//! The calls that probes make: a function an operation, named as the service names it.
//!
//! Arguments are handles in braces, or texts.

mod apis;
mod base_paths;
mod domain_names;
mod mappings;
mod rules;

pub use apis::{create_deployment, create_rest_api, create_stage, delete_api, delete_stage, get_api};
pub use apis::{get_rest_api, get_rest_stage, get_stage, put_method};
pub use base_paths::{create_base_path, get_base_path};
pub use domain_names::{create_domain, create_domain_of_v1, delete_domain, get_domain, update_domain};
pub use mappings::{create, create_with, delete, get, list, update};
pub use rules::{create_rule, delete_rule, list_rules};
