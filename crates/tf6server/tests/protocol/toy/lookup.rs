//! The toy's one data source: it tells how long a name is, and misbehaves like a thing.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, NestedBlock, Schema};
use tf_provider::value::{Value, ValueEmpty, ValueList, ValueNumber, ValueString};
use tf_provider::{DataSource, Diagnostics};

use super::behaviour::act;
use super::schema::{named, text};
use super::thing::Part;

pub(crate) struct Lookup;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State<'a> {
    #[serde(borrow = "'a")]
    name: ValueString<'a>,
    behaviour: ValueString<'a>,
    length: ValueNumber,
    parts: ValueList<Part<'a>>,
}

#[async_trait]
impl DataSource for Lookup {
    type State<'a> = State<'a>;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        use AttributeConstraint::{Computed, Optional, Required};
        let length =
            Attribute { attr_type: AttributeType::Number, ..text("How long the name is.", Computed) };
        let part =
            Block { attributes: named([("label", text("What it says.", Required))]), ..Block::default() };
        let attributes = named([
            ("name", text("The name.", Required)),
            ("behaviour", text("How to misbehave.", Optional)),
            ("length", length),
        ]);
        let blocks = [("parts".to_owned(), NestedBlock::List(part))].into();
        Some(Schema { version: 0, block: Block { attributes, blocks, ..Block::default() } })
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        let word = config.behaviour.as_deref_option().and_then(|word| word.strip_prefix("validate: "));
        act(word, diags).await.then_some(())
    }

    async fn read<'a>(&self, diags: &mut Diagnostics, config: State<'a>, _: ValueEmpty) -> Option<State<'a>> {
        let length = i64::try_from(config.name.as_str().len()).unwrap_or(i64::MAX);
        let word = config.behaviour.as_deref_option();
        let word = word.filter(|word| !word.starts_with("validate: ")).map(str::to_owned);
        act(word.as_deref(), diags).await.then_some(State { length: Value::Value(length), ..config })
    }
}
