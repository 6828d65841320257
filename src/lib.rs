//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod names;
