//! Mappings by the thousand: as HCL, as a seed of the local endpoint, and as
//! the state of a Terraform that has created them.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::address::SOURCE_ADDRESS;

/// The first mapping, which [`World::state`] takes for a pattern.
const FIRST_DOMAIN: &str = "d0.example.com";
const FIRST_KEY: &str = "key-0";

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
                    "id": id(n),
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
                "stages": ["production"],
            }],
            "domains": domains,
            "mappings": mappings,
        })
        .to_string()
    }

    /// The configuration of all mappings.
    pub(crate) fn configuration(self, url: &str) -> String {
        let World { mappings, domains } = self;
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

  endpoints {{
    apigatewayv2 = "{url}"
    apigateway   = "{url}"
    sts          = "{url}"
  }}
}}

resource "apigatewayv2_api_mapping" "it" {{
  count           = {mappings}
  domain_name     = "d${{count.index % {domains}}}.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "key-${{count.index}}"
}}
"#
        )
    }

    /// The state of all mappings, made from a state with the first one in it.
    ///
    /// Creating ten thousand to measure reading them would take an hour.
    pub(crate) fn state(self, of_the_first: &str) -> Result<String> {
        let mut state: Value = serde_json::from_str(of_the_first).context("cannot read the state")?;
        let instances = state
            .pointer_mut("/resources/0/instances")
            .and_then(Value::as_array_mut)
            .context("the state has no mapping")?;
        let first = instances.first().context("the state has no mapping")?.clone();
        let first_id = first["attributes"]["id"].as_str().context("the mapping has no id")?;
        let pattern = first.to_string();
        *instances = (0..self.mappings)
            .map(|n| {
                let text = pattern
                    .replace(first_id, &id(n))
                    .replace(FIRST_DOMAIN, &domain(n % self.domains))
                    .replace(FIRST_KEY, &key(n));
                let mut instance: Value = serde_json::from_str(&text)?;
                instance["index_key"] = json!(n);
                Ok(instance)
            })
            .collect::<Result<_>>()?;
        Ok(state.to_string())
    }
}

fn id(number: usize) -> String {
    format!("m{number:06}")
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
    fn the_first_mapping_is_a_pattern_for_all() -> Result<()> {
        let first = json!({"resources": [{"instances": [{
            "index_key": 0,
            "attributes": {"id": "x1", "domain_name": "d0.example.com", "url": "wss://d0.example.com/key-0"},
        }]}]});
        let world = World { mappings: 3, domains: 2 };
        let state: Value = serde_json::from_str(&world.state(&first.to_string())?)?;
        let third = &state["resources"][0]["instances"][2];
        assert_eq!(third["index_key"], 2);
        assert_eq!(third["attributes"]["id"], "m000002");
        assert_eq!(third["attributes"]["url"], "wss://d0.example.com/key-2");
        Ok(())
    }

    #[test]
    fn pages_are_counted_for_each_domain() {
        assert_eq!(World::of(200).pages(25), 8);
        assert_eq!(World::of(10_000).pages(500), 50);
    }
}
