//! Data sources: what they find, what becomes of what does not exist, and what they cost.

mod adoption;
mod domain_names;
mod failures;
mod mappings;
mod runs;

use std::fmt::Write as _;

use crate::harness::Scenario;

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [mappings::SCENARIOS, domain_names::SCENARIOS, failures::SCENARIOS, runs::SCENARIOS, adoption::SCENARIOS]
        .concat()
}

/// The types of data sources.
const MAPPINGS: &str = "apigatewayv2_api_mappings";
const MAPPING: &str = "apigatewayv2_api_mapping";
const DOMAIN_NAME: &str = "apigatewayv2_domain_name";

/// A data source with these arguments, which are expressions, and an output of all that it finds.
fn look_up(type_name: &str, name: &str, arguments: &[(&str, &str)]) -> String {
    let mut hcl = format!("\ndata {type_name:?} {name:?} {{\n");
    for (argument, expression) in arguments {
        let _ = writeln!(hcl, "  {argument} = {expression}");
    }
    hcl + &format!("}}\n\noutput {name:?} {{\n  value = data.{type_name}.{name}\n}}\n")
}

/// The same on a domain.
fn on_domain(type_name: &str, name: &str, domain: &str, more: &[(&str, &str)]) -> String {
    let domain = format!("{domain:?}");
    look_up(type_name, name, &[&[("domain_name", domain.as_str())], more].concat())
}
