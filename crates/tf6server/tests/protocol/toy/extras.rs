//! What a thing can do beyond its lifecycle.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeConstraint, Block, Schema, Type};
use tf_provider::value::{Value, ValueString};
use tf_provider::{Diagnostics, Resource};
use tf6server::{
    ForeignState, Identified, IdentityAttribute, IdentitySchema, Listed, Listing, MoveSource, MovesFrom,
    OnImport,
};

use super::thing::{State, Thing};
use super::{named, text};

/// How many things there are to be listed.
pub(crate) const THINGS: usize = 500;

type Object<'a> = (<Thing as Resource>::State<'a>, <Thing as Resource>::PrivateState<'a>);

#[derive(Serialize, Deserialize)]
pub(crate) struct Identity {
    id: String,
    place: Option<String>,
}

#[async_trait]
impl Identified for Thing {
    type Identity = Identity;

    fn identity_schema(&self) -> IdentitySchema {
        let attribute = |name, on_import| IdentityAttribute {
            name,
            attr_type: Type::String,
            on_import,
            description: "Part of its identity.",
        };
        IdentitySchema {
            version: 0,
            attributes: vec![attribute("id", OnImport::Required), attribute("place", OnImport::Optional)],
        }
    }

    fn identity(&self, state: &Value<State<'_>>) -> Option<Identity> {
        let id = state.as_ref_option()?.id.as_deref_option()?.to_owned();
        Some(Identity { id, place: Some("here".to_owned()) })
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<Object<'a>> {
        self.import(diags, identity.id).await
    }
}

#[async_trait]
impl MovesFrom for Thing {
    fn move_sources(&self) -> Vec<MoveSource> {
        vec![MoveSource { provider: "acme/old", type_name: "old_thing" }]
    }

    async fn move_from<'a>(&self, _: &mut Diagnostics, source: ForeignState) -> Option<Object<'a>> {
        let name = source.state.get("title")?.as_str()?;
        Some((Value::Value(State::named(name)), Value::Null))
    }
}

#[derive(Deserialize)]
pub(crate) struct Filter {
    prefix: ValueString<'static>,
}

#[async_trait]
impl Listed for Thing {
    type ListConfig = Filter;

    fn list_schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        let prefix = text("What their names begin with.", AttributeConstraint::Optional);
        Some(Schema {
            version: 0,
            block: Block { attributes: named([("prefix", prefix)]), ..Block::default() },
        })
    }

    async fn list(&self, _: &mut Diagnostics, filter: Filter, found: &mut Listing<'_, Self>) -> Option<()> {
        let prefix = filter.prefix.as_deref_option().unwrap_or_default();
        if prefix == "panic" {
            panic!("the toy gave up");
        }
        for number in 0..THINGS {
            let name = format!("{prefix}{number}");
            let state = Value::Value(State::named(&name));
            if found.push(format!("Thing {name}"), state).await.is_break() {
                break;
            }
        }
        Some(())
    }
}
