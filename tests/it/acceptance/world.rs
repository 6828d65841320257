//! The account that most scenarios start from, and the HCL that users write
//! against it.

use std::fmt::Write as _;

use crate::harness::Case;
use crate::harness::endpoint::{Control, Protocol};

/// The custom domain name of most scenarios.
pub(crate) const DOMAIN: &str = "api.example.com";

/// `apigatewayv2_api_mapping.orders`, the resource of most scenarios.
pub(crate) const ORDERS: &str = "apigatewayv2_api_mapping.orders";

/// A domain and two WebSocket APIs with the stages `production` and `test`.
pub(crate) struct World {
    pub(crate) orders: String,
    pub(crate) payments: String,
}

impl World {
    pub(crate) fn new(case: &Case) -> Self {
        Self::of(case, &case.aws)
    }

    /// The same in another region.
    pub(crate) fn in_region(case: &Case, region: &str) -> Self {
        Self::of(case, &case.aws.in_region(region))
    }

    fn of(case: &Case, aws: &Control) -> Self {
        aws.create_domain(DOMAIN);
        let stages = ["production", "test"];
        let world = Self {
            orders: aws.create_api("orders", Protocol::WebSocket, &stages),
            payments: aws.create_api("payments", Protocol::WebSocket, &stages),
        };
        case.aws.forget_calls();
        world
    }

    /// The orders API in production at `orders`.
    pub(crate) fn orders_block(&self) -> Block {
        Block::new("orders").domain(DOMAIN).api(&self.orders).stage("production").key("orders")
    }
}

/// A resource block; each attribute is given once or replaced by a later call.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    name: String,
    attributes: Vec<(&'static str, String)>,
    more: String,
}

impl Block {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), more: String::new() }
    }

    pub(crate) fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    pub(crate) fn domain(self, name: &str) -> Self {
        self.set("domain_name", &quote(name))
    }

    pub(crate) fn api(self, id: &str) -> Self {
        self.set("api_id", &quote(id))
    }

    pub(crate) fn stage(self, name: &str) -> Self {
        self.set("stage", &quote(name))
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.set("api_mapping_key", &quote(key))
    }

    pub(crate) fn no_key(mut self) -> Self {
        self.attributes.retain(|(name, _)| *name != "api_mapping_key");
        self
    }

    /// Sets an attribute to an expression.
    pub(crate) fn set(mut self, name: &'static str, expression: &str) -> Self {
        self.attributes.retain(|(known, _)| *known != name);
        self.attributes.push((name, expression.to_owned()));
        self
    }

    /// Adds lines to the block, such as a `lifecycle` block.
    pub(crate) fn with(mut self, lines: &str) -> Self {
        self.more.push_str(lines);
        self
    }

    /// The block as HCL.
    pub(crate) fn hcl(&self) -> String {
        let mut hcl = format!("\nresource \"apigatewayv2_api_mapping\" {:?} {{\n", self.name);
        for (name, expression) in &self.attributes {
            let _ = writeln!(hcl, "  {name} = {expression}");
        }
        hcl + &self.more + "}\n"
    }
}

/// A text as HCL writes it: no interpolation.
pub(crate) fn quote(text: &str) -> String {
    format!("{text:?}").replace("${", "$${").replace("%{", "%%{")
}
