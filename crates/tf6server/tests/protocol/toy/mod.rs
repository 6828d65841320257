//! A provider for tests. It manages nothing, needs no network, and on request does what no
//! provider should do. The test binary serves it itself.

mod behaviour;
mod extras;
mod lookup;
mod schema;
mod thing;

use std::process::ExitCode;

pub(crate) use self::behaviour::beside;
pub(crate) use self::extras::THINGS;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeConstraint, Block, Schema};
use tf_provider::value::{ValueEmpty, ValueString};
use tf_provider::{Diagnostics, Provider};
use tf6server::Plugin;

pub(crate) const RESOURCE: &str = "toy_thing";
pub(crate) const DATA_SOURCE: &str = "toy_lookup";

/// Serves the toy provider.
pub(crate) fn main() -> ExitCode {
    tf6server::run(plugin())
}

fn plugin() -> Plugin {
    Plugin::new("toy", "1.2.3", "acme/toy", Toy)
        .resource(RESOURCE, thing::Thing)
        .data_source(DATA_SOURCE, lookup::Lookup)
}

use self::schema::{named, text};

struct Toy;

#[derive(Serialize, Deserialize)]
struct Config<'a> {
    #[serde(borrow = "'a")]
    token: ValueString<'a>,
}

#[async_trait]
impl Provider for Toy {
    type Config<'a> = Config<'a>;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        let mut token = text("A secret.", AttributeConstraint::Optional);
        token.sensitive = true;
        Some(Schema {
            version: 0,
            block: Block { attributes: named([("token", token)]), ..Block::default() },
        })
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Config<'a>) -> Option<()> {
        behaviour::act(config.token.as_deref_option(), diags).await;
        Some(())
    }

    async fn configure<'a>(&self, diags: &mut Diagnostics, _: String, config: Config<'a>) -> Option<()> {
        behaviour::act(config.token.as_deref_option(), diags).await;
        tracing::info!("Configured");
        Some(())
    }
}
