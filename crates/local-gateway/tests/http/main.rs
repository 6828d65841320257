//! The endpoint over HTTP, as a client of the service sees it.

mod apis_and_stages;
mod binary;
mod broken_connections;
mod client;
mod domain_names;
mod faulty_answers;
mod mapping_rules;
mod mappings;
mod quota_and_log;
mod regions;
mod rest_apis;
mod security;
mod sts;
