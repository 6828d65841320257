//! Stand-ins for hashicorp/aws and hashicorp/awscc, for the resource types that move: they
//! call no service, keep what they are given and read back their state.
//!
//! The test binary serves them itself when it is started under the name that a
//! mirror gives such a provider, so there is nothing more to build or to fetch.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use async_trait::async_trait;
use tf_provider::schema::AttributeConstraint::{self, Optional, Required};
use tf_provider::schema::{Attribute, AttributeType, Block, Description, Schema};
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostics, Provider, Resource};
use tf6server::{ManagedResource, Plugin};

/// What their executables are called, before the name of the provider and the version.
const EXECUTABLE: &str = "terraform-provider-";

/// The version that they are installed as.
pub(super) const VERSION: &str = "6.0.0";

/// Serves one of them, if this process was started to be it.
pub(crate) fn serve_if_asked() -> Option<ExitCode> {
    let program = std::env::args_os().next()?;
    let name = Path::new(&program).file_name()?.to_str()?.strip_prefix(EXECUTABLE)?;
    match name.split('_').next()? {
        "aws" => Some(tf6server::run(aws())),
        "awscc" => Some(tf6server::run(awscc())),
        _ => None,
    }
}

fn aws() -> Plugin {
    Plugin::new("aws", VERSION, "hashicorp/aws", Aws)
        .resource("aws_apigatewayv2_api_mapping", API_MAPPING)
        .resource("aws_api_gateway_base_path_mapping", BASE_PATH_MAPPING)
}

fn awscc() -> Plugin {
    Plugin::new("awscc", VERSION, "hashicorp/awscc", Aws)
        .resource("awscc_apigatewayv2_api_mapping", AWSCC_API_MAPPING)
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

/// A resource type: the version of its schema and its attributes, all of them texts.
struct Mapping {
    version: i64,
    attributes: &'static [(&'static str, AttributeConstraint)],
}

/// As in version 6 of hashicorp/aws; version 5 had no `region`.
const API_MAPPING: Mapping = Mapping {
    version: 0,
    attributes: &[
        ("api_id", Required),
        ("api_mapping_key", Optional),
        ("domain_name", Required),
        // The real one gets it from the service, and this one has to be told.
        ("id", Required),
        ("region", Optional),
        ("stage", Required),
    ],
};

/// The same: its id is the domain name and the path.
const BASE_PATH_MAPPING: Mapping = Mapping {
    version: 0,
    attributes: &[
        ("api_id", Required),
        ("base_path", Optional),
        ("domain_name", Required),
        ("domain_name_id", Optional),
        ("id", Required),
        ("region", Optional),
        ("stage_name", Optional),
    ],
};

/// Its id is that of the mapping and the domain name.
const AWSCC_API_MAPPING: Mapping = Mapping {
    version: 1,
    attributes: &[
        ("api_id", Required),
        ("api_mapping_id", Required),
        ("api_mapping_key", Optional),
        ("domain_name", Required),
        ("id", Required),
        ("stage", Required),
    ],
};

impl ManagedResource for Mapping {
    type Identity = ();
    type ListConfig = ();
}

type State = BTreeMap<String, Value<String>>;

/// Something of its own, which no other provider reads.
type Private = Value<String>;

type Object = (State, Private);

#[async_trait]
impl Resource for Mapping {
    type State<'a> = State;
    type PrivateState<'a> = Private;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        let attributes = self.attributes.iter();
        let attributes = attributes.map(|(name, constraint)| ((*name).to_owned(), text(constraint.clone())));
        Some(Schema {
            version: self.version,
            block: Block { attributes: attributes.collect(), ..Block::default() },
        })
    }

    async fn read<'a>(
        &self,
        _: &mut Diagnostics,
        state: State,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Object> {
        Some((state, private))
    }

    async fn plan_create<'a>(
        &self,
        _: &mut Diagnostics,
        proposed: State,
        _: State,
        _: ValueEmpty,
    ) -> Option<Object> {
        Some((proposed, Value::from("of hashicorp/aws alone".to_owned())))
    }

    async fn plan_update<'a>(
        &self,
        _: &mut Diagnostics,
        _: State,
        proposed: State,
        _: State,
        private: Private,
        _: ValueEmpty,
    ) -> Option<(State, Private, Vec<AttributePath>)> {
        Some((proposed, private, Vec::new()))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _: State,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Private> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        _: &mut Diagnostics,
        planned: State,
        _: State,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Object> {
        Some((planned, private))
    }

    async fn update<'a>(
        &self,
        _: &mut Diagnostics,
        _: State,
        planned: State,
        _: State,
        private: Private,
        _: ValueEmpty,
    ) -> Option<Object> {
        Some((planned, private))
    }

    async fn destroy<'a>(&self, _: &mut Diagnostics, _: State, _: Private, _: ValueEmpty) -> Option<()> {
        Some(())
    }
}

fn text(constraint: AttributeConstraint) -> Attribute {
    Attribute {
        attr_type: AttributeType::String,
        description: Description::plain("As in the real one."),
        constraint,
        ..Attribute::default()
    }
}
