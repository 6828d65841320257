//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod api_mapping;
pub mod diagnostic;
pub mod gateway;
pub mod names;
pub mod provider;
