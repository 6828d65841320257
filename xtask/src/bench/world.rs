//! Mappings by the thousand: as HCL, as a seed of the local endpoint, and as
//! the state of a Terraform that has created them.

use anyhow::Result;
use serde_json::{Value, json};

use super::state;
use crate::address::SOURCE_ADDRESS;

/// How many mappings of a world are really created to have a state, at most. They
/// go round all domains as often as all the mappings do.
const CREATED: usize = 1_000;

/// The provider's limit of requests a second.
#[derive(Clone, Copy)]
pub(crate) enum RateLimit {
    /// The one that holds when none is configured.
    Default,
    /// None.
    None,
}

/// So many mappings, spread evenly over so many domains.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) mappings: usize,
    pub(crate) domains: usize,
}

impl World {
    /// Up to 200 mappings are on one domain, more are on fifty.
    pub(crate) fn of(mappings: usize) -> World {
        World { mappings, domains: if mappings <= 200 { 1 } else { 50 } }
    }

    /// Calls of one page each that list every mapping.
    pub(crate) fn pages(self, page_size: usize) -> usize {
        self.domains * self.mappings.div_ceil(self.domains).div_ceil(page_size)
    }

    /// `50 domains` and the like.
    pub(crate) fn name(self) -> String {
        match self.domains {
            1 => format!("{} on one domain", self.mappings),
            domains => format!("{} on {domains} domains", self.mappings),
        }
    }

    /// What the endpoint starts with: an API and the domains, and the mappings
    /// if they exist already.
    pub(crate) fn seed(self, exist: bool) -> String {
        let domains: Vec<Value> = (0..self.domains).map(|n| json!({ "name": domain(n) })).collect();
        let count = if exist { self.mappings } else { 0 };
        let mappings: Vec<Value> = (0..count)
            .map(|n| {
                json!({
                    "id": state::id(n),
                    "domain": domain(n % self.domains),
                    "key": key(n),
                    "api": "a1b2c3d4",
                    "stage": "production",
                })
            })
            .collect();
        json!({
            "apis": [{
                "id": "a1b2c3d4",
                "name": "orders",
                "protocol": "WEBSOCKET",
                "stages": ["production", "test"],
            }],
            "domains": domains,
            "mappings": mappings,
        })
        .to_string()
    }

    /// The part of it that is created to have a state.
    pub(crate) fn to_create(self) -> World {
        World { mappings: self.mappings.min(CREATED), ..self }
    }

    /// The configuration of all mappings, each in a resource.
    pub(crate) fn configuration(self, url: &str, rate_limit: RateLimit) -> String {
        let World { mappings, domains } = self;
        let resource = format!(
            r#"
resource "apigatewayv2_api_mapping" "it" {{
  count           = {mappings}
  domain_name     = "d${{count.index % {domains}}}.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "key-${{count.index}}"
}}
"#
        );
        provider(url, rate_limit) + &resource
    }

    /// The configuration of all mappings, those of a domain in a table, with these elements
    /// beside.
    pub(crate) fn tables(self, url: &str, rate_limit: RateLimit, more: &str) -> String {
        let resource = format!(
            r#"
resource "apigatewayv2_api_mappings" "it" {{
  count       = {}
  domain_name = "d${{count.index}}.example.com"
  mappings    = {}
}}
"#,
            self.domains,
            self.elements(more)
        );
        provider(url, rate_limit) + &resource
    }

    /// The same maps in `terraform_data`.
    pub(crate) fn maps(self, more: &str) -> String {
        format!(
            "resource \"terraform_data\" \"it\" {{\n  count = {}\n  input = tomap({})\n}}\n",
            self.domains,
            self.elements(more)
        )
    }

    /// The elements of the table with the number `count.index`, and these beside.
    fn elements(self, more: &str) -> String {
        let World { mappings, domains } = self;
        // Terraform's `range` gives 1,024 numbers at most.
        let numbers = if mappings / domains <= 1_000 {
            format!("range(count.index, {mappings}, {domains})")
        } else {
            format!("[for at in setproduct(range({}), range(100)) : at[0] * 100 + at[1]]", mappings / 100)
        };
        format!(
            r#"merge(
    {{ for n in {numbers} : "key-${{n}}" => {{ api_id = "a1b2c3d4", stage = "production" }} }},
    {{ {more} }},
  )"#
        )
    }

    /// Import blocks for all tables.
    pub(crate) fn imports(self) -> String {
        let one = |number| {
            format!(
                "import {{\n  to = apigatewayv2_api_mappings.it[{number}]\n  id = \"{}\"\n}}\n",
                domain(number)
            )
        };
        (0..self.domains).map(one).collect()
    }

    /// The state of all mappings, made from the state of [`World::to_create`].
    pub(crate) fn state(self, of_the_created: &str) -> Result<String> {
        state::many(of_the_created, self.mappings, |text, from, to| text.replace(&key(from), &key(to)))
    }
}

/// The part of a configuration that is the same for all.
fn provider(url: &str, rate_limit: RateLimit) -> String {
    let rate_limit = match rate_limit {
        RateLimit::Default => "",
        RateLimit::None => "\n  max_requests_per_second = 0\n",
    };
    format!(
        r#"terraform {{
  required_providers {{
    apigatewayv2 = {{ source = "{SOURCE_ADDRESS}" }}
  }}
}}

provider "apigatewayv2" {{
  region     = "eu-west-1"
  access_key = "bench"
  secret_key = "bench"
{rate_limit}
  endpoints {{
    apigatewayv2 = "{url}"
    apigateway   = "{url}"
    sts          = "{url}"
  }}
}}
"#
    )
}

fn domain(number: usize) -> String {
    format!("d{number}.example.com")
}

fn key(number: usize) -> String {
    format!("key-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_for_each_domain() {
        assert_eq!(World::of(200).pages(25), 8);
        assert_eq!(World::of(10_000).pages(500), 50);
    }

    #[test]
    fn what_is_created_goes_round_the_domains_like_the_rest() {
        let world = World::of(10_000);
        assert_eq!(world.to_create().mappings % world.domains, 0);
    }
}
