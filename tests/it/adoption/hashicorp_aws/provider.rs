//! A stand-in for hashicorp/aws, for the one resource type that moves: it calls
//! no service, keeps what it is given and reads back its state.
//!
//! The test binary serves it itself when it is started under the name that a
//! mirror gives that provider, so there is nothing more to build or to fetch.

use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, Schema};
use tf_provider::value::{Value, ValueEmpty, ValueString};
use tf_provider::{AttributePath, Diagnostics, Provider, Resource};
use tf6server::{ManagedResource, Plugin};

/// What its executable is called, without the version.
const EXECUTABLE: &str = "terraform-provider-aws";

/// The version that it is installed as.
pub(super) const VERSION: &str = "6.0.0";

/// Serves it, if this process was started to be it.
pub(crate) fn serve_if_asked() -> Option<ExitCode> {
    let program = std::env::args_os().next()?;
    let name = Path::new(&program).file_name()?.to_str()?;
    name.starts_with(EXECUTABLE).then(|| tf6server::run(plugin()))
}

fn plugin() -> Plugin {
    Plugin::new("aws", VERSION, "hashicorp/aws", Aws).resource("aws_apigatewayv2_api_mapping", ApiMapping)
}

struct Aws;

#[async_trait]
impl Provider for Aws {
    type Config<'a> = ValueEmpty;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(Schema { version: 0, block: Block::default() })
    }

    async fn validate<'a>(&self, _: &mut Diagnostics, _: ValueEmpty) -> Option<()> {
        Some(())
    }

    async fn configure<'a>(&self, _: &mut Diagnostics, _: String, _: ValueEmpty) -> Option<()> {
        Some(())
    }
}

struct ApiMapping;

impl ManagedResource for ApiMapping {
    type Identity = ();
    type ListConfig = ();
}

/// The attributes of version 6 of that provider; version 5 had no `region`.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct State<'a> {
    #[serde(borrow = "'a")]
    api_id: ValueString<'a>,
    api_mapping_key: ValueString<'a>,
    domain_name: ValueString<'a>,
    id: ValueString<'a>,
    region: ValueString<'a>,
    stage: ValueString<'a>,
}

/// Something of its own, which no other provider reads.
type Private = Value<String>;

type Object<'a> = (State<'a>, Private);

#[async_trait]
impl Resource for ApiMapping {
    type State<'a> = State<'a>;
    type PrivateState<'a> = Private;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        use AttributeConstraint::{Optional, Required};
        let attributes = [
            ("api_id", Required),
            ("api_mapping_key", Optional),
            ("domain_name", Required),
            // The real one gets it from the service, and this one has to be told.
            ("id", Required),
            ("region", Optional),
            ("stage", Required),
        ];
        let attributes = attributes.map(|(name, constraint)| (name.to_owned(), text(constraint)));
        Some(Schema {
            version: 0,
            block: Block { attributes: HashMap::from(attributes), ..Block::default() },
        })
    }

    async fn read<'a>(
        &self,
        _: &mut Diagnostics,
        state: State<'a>,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        Some((state, private))
    }

    async fn plan_create<'a>(
        &self,
        _: &mut Diagnostics,
        proposed: State<'a>,
        _: State<'a>,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        Some((proposed, Value::from("of hashicorp/aws alone".to_owned())))
    }

    async fn plan_update<'a>(
        &self,
        _: &mut Diagnostics,
        _: State<'a>,
        proposed: State<'a>,
        _: State<'a>,
        private: Private,
        _: ValueEmpty,
    ) -> Option<(State<'a>, Private, Vec<AttributePath>)> {
        Some((proposed, private, Vec::new()))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _: State<'a>,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Private> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        _: &mut Diagnostics,
        planned: State<'a>,
        _: State<'a>,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        Some((planned, private))
    }

    async fn update<'a>(
        &self,
        _: &mut Diagnostics,
        _: State<'a>,
        planned: State<'a>,
        _: State<'a>,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Object<'a>> {
        Some((planned, private))
    }

    async fn destroy<'a>(&self, _: &mut Diagnostics, _: State<'a>, _: Private, _: ValueEmpty) -> Option<()> {
        Some(())
    }
}

fn text(constraint: AttributeConstraint) -> Attribute {
    Attribute {
        attr_type: AttributeType::String,
        description: Description::plain("As in hashicorp/aws."),
        constraint,
        ..Attribute::default()
    }
}
