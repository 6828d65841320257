//! A provider for tests: it manages nothing,
//! needs no network, and does on request what no provider should do.
//!
//! The test binary serves it itself when it is started with [`SWITCH`] set, so
//! there is nothing more to build, and nothing of it gets into a release.

mod behaviour;
mod extras;
mod thing;

use std::process::ExitCode;

pub(crate) use self::behaviour::beside;
pub(crate) use self::extras::THINGS;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, Schema};
use tf_provider::value::{ValueEmpty, ValueString};
use tf_provider::{Diagnostic, Diagnostics, Provider};
use tf6server::{JsonObject, Managed, Plugin};

/// Set to anything: be the toy provider.
pub(crate) const SWITCH: &str = "SERVE_TOY_PROVIDER";

pub(crate) const RESOURCE: &str = "toy_thing";

/// Serves the toy provider if this process was started to be it.
pub(crate) fn serve_if_asked() -> Option<ExitCode> {
    std::env::var_os(SWITCH)?;
    Some(tf6server::run(plugin()))
}

fn plugin() -> Plugin {
    let thing = Managed::new(RESOURCE, thing::Thing)
        .with_list()
        .with_moves()
        .with_upgrade(0, size_was_text)
        .with_upgrade(1, name_was_title);
    Plugin::new("toy", "1.2.3", "acme/toy", Toy).resource(thing)
}

/// Schema version 0 kept `size` as text.
fn size_was_text(mut state: JsonObject) -> Result<JsonObject, Diagnostic> {
    if let Some(size) = state.get("size").and_then(|size| size.as_str()?.parse::<i64>().ok()) {
        state.insert("size".to_owned(), size.into());
    }
    Ok(state)
}

/// Schema version 1 called `name` `title`.
fn name_was_title(mut state: JsonObject) -> Result<JsonObject, Diagnostic> {
    let title = state.remove("title").unwrap_or_default();
    state.insert("name".to_owned(), title);
    Ok(state)
}

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

fn text(what: &str, constraint: AttributeConstraint) -> Attribute {
    Attribute {
        attr_type: AttributeType::String,
        description: Description::plain(what),
        constraint,
        ..Attribute::default()
    }
}

fn named<const N: usize>(attributes: [(&str, Attribute); N]) -> std::collections::HashMap<String, Attribute> {
    attributes.map(|(name, attribute)| (name.to_owned(), attribute)).into()
}
