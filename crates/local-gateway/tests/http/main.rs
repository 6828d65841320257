//! The endpoint over HTTP, as a client of the service sees it.

mod acm;
mod apis_and_stages;
mod base_path_mappings;
mod binary;
mod broken_connections;
mod client;
mod domain_names;
mod faulty_answers;
mod made_up;
mod mapping_rules;
mod mappings;
mod quota_and_log;
mod regions;
mod rest_apis;
mod security;
mod sts;
mod v1_domain_names;
