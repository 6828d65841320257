//! The toy's one resource: a name, a size, and a way to misbehave.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, NestedBlock, Schema};
use tf_provider::value::{Value, ValueEmpty, ValueList, ValueNumber, ValueString};
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::behaviour::act;
use super::schema::{named, text};

pub(crate) struct Thing;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State<'a> {
    #[serde(borrow = "'a")]
    pub(crate) id: ValueString<'a>,
    pub(crate) name: ValueString<'a>,
    pub(crate) size: ValueNumber,
    pub(crate) behaviour: ValueString<'a>,
    pub(crate) parts: ValueList<Part<'a>>,
}

/// A nested block, so that values have some depth.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Part<'a> {
    #[serde(borrow = "'a")]
    pub(crate) label: ValueString<'a>,
}

impl<'a> State<'a> {
    pub(crate) fn named(name: &str) -> State<'a> {
        State {
            id: Value::from(format!("id-{name}")),
            name: Value::from(name.to_owned()),
            size: Value::Null,
            behaviour: Value::Null,
            parts: Value::Value(Vec::new()),
        }
    }

    fn made(mut self) -> Self {
        self.id = Value::from(format!("id-{}", self.name.as_str()));
        self
    }
}

type Private<'a> = Value<String>;

#[async_trait]
impl Resource for Thing {
    type State<'a> = Value<State<'a>>;
    type PrivateState<'a> = Private<'a>;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        use AttributeConstraint::{Computed, Optional, Required};
        let size = Attribute {
            attr_type: AttributeType::Number,
            constraint: Optional,
            ..text("How big it is.", Optional)
        };
        let part =
            Block { attributes: named([("label", text("What it says.", Required))]), ..Block::default() };
        Some(Schema {
            version: 2,
            block: Block {
                attributes: named([
                    ("id", text("Its id.", Computed)),
                    ("name", text("Its name.", Required)),
                    ("size", size),
                    ("behaviour", text("How to misbehave.", Optional)),
                ]),
                blocks: [("parts".to_owned(), NestedBlock::List(part))].into(),
                ..Block::default()
            },
        })
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Self::State<'a>) -> Option<()> {
        let config = config.as_option()?;
        match config.behaviour.as_deref_option() {
            Some("panic in validate") => panic!("the toy gave up"),
            Some("warn") => act(Some("warn"), diags).await.then_some(()),
            _ => Some(()),
        }
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: Self::State<'a>,
        private: Private<'a>,
        _: ValueEmpty,
    ) -> Option<(Self::State<'a>, Private<'a>)> {
        let behaviour = state.as_ref_option()?.behaviour.as_deref_option();
        match behaviour.and_then(|word| word.strip_prefix("read: ")) {
            Some("gone") => None,
            word => act(word, diags).await.then_some((state, private)),
        }
    }

    async fn plan_create<'a>(
        &self,
        _: &mut Diagnostics,
        proposed: Self::State<'a>,
        _: Self::State<'a>,
        _: ValueEmpty,
    ) -> Option<(Self::State<'a>, Private<'a>)> {
        let mut planned = proposed.as_option()?;
        planned.id = Value::Unknown;
        Some((Value::Value(planned), Value::from("planned".to_owned())))
    }

    async fn plan_update<'a>(
        &self,
        _: &mut Diagnostics,
        prior: Self::State<'a>,
        proposed: Self::State<'a>,
        _: Self::State<'a>,
        private: Private<'a>,
        _: ValueEmpty,
    ) -> Option<(Self::State<'a>, Private<'a>, Vec<AttributePath>)> {
        let renamed = prior.as_ref_option()?.name != proposed.as_ref_option()?.name;
        let replace = renamed.then(|| AttributePath::new("name"));
        Some((proposed, private, replace.into_iter().collect()))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _: Self::State<'a>,
        private: Private<'a>,
        _: ValueEmpty,
    ) -> Option<Private<'a>> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: Self::State<'a>,
        _: Self::State<'a>,
        private: Private<'a>,
        _: ValueEmpty,
    ) -> Option<(Self::State<'a>, Private<'a>)> {
        let planned = planned.as_option()?;
        let behaviour = planned.behaviour.as_deref_option().map(str::to_owned);
        let goes_on = act(behaviour.as_deref(), diags).await;
        goes_on.then(|| (Value::Value(planned.made()), private))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        _: Self::State<'a>,
        planned: Self::State<'a>,
        _: Self::State<'a>,
        private: Private<'a>,
        _: ValueEmpty,
    ) -> Option<(Self::State<'a>, Private<'a>)> {
        let behaviour = planned.as_ref_option()?.behaviour.as_deref_option().map(str::to_owned);
        act(behaviour.as_deref(), diags).await.then_some((planned, private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Self::State<'a>,
        _: Private<'a>,
        _: ValueEmpty,
    ) -> Option<()> {
        let behaviour = prior.as_ref_option()?.behaviour.as_deref_option();
        act(behaviour, diags).await.then_some(())
    }

    async fn import<'a>(&self, _: &mut Diagnostics, id: String) -> Option<(Self::State<'a>, Private<'a>)> {
        let name = id.strip_prefix("id-")?;
        Some((Value::Value(State::named(name)), Value::Null))
    }
}
