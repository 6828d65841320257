//! What a thing can do beyond its lifecycle.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeConstraint, Block, Schema, Type};
use tf_provider::value::{Value, ValueEmpty, ValueString};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};
use tf6server::{
    ForeignState, IdentityAttribute, IdentitySchema, IdentityUpgradeStep, JsonObject, ListResults,
    ManagedResource, MoveSource, OnImport, PlanPhase, Remains, UpgradeStep,
};

use super::behaviour::about;
use super::schema::{named, text};
use super::thing::{State, Thing};

/// How many things there are to be listed.
pub(crate) const THINGS: usize = 500;

type Object<'a> = (<Thing as Resource>::State<'a>, <Thing as Resource>::PrivateState<'a>);

#[derive(Serialize, Deserialize)]
pub(crate) struct Identity {
    id: String,
    place: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Filter {
    prefix: ValueString<'static>,
}

#[async_trait]
impl ManagedResource for Thing {
    type Identity = Identity;
    type ListConfig = Filter;

    fn identity_schema(&self) -> Option<IdentitySchema> {
        let attribute = |name, on_import| IdentityAttribute {
            name,
            attr_type: Type::String,
            on_import,
            description: "Part of its identity.",
        };
        let attributes = vec![attribute("id", OnImport::Required), attribute("place", OnImport::Optional)];
        Some(IdentitySchema { version: 1, attributes })
    }

    fn identity_upgrade_step(&self, from: i64) -> Option<IdentityUpgradeStep> {
        // Version 0 had no place.
        (from == 0).then_some(|mut identity| {
            identity.insert("place".to_owned(), serde_json::Value::Null);
            identity
        })
    }

    fn identity(&self, state: &Value<State<'_>>) -> Option<Identity> {
        let id = state.as_ref_option()?.id.as_deref_option()?.to_owned();
        Some(Identity { id, place: Some("here".to_owned()) })
    }

    async fn destroy_as_far_as_possible<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Value<State<'a>>,
        private: Value<String>,
        meta: ValueEmpty,
    ) -> Option<Remains<Value<State<'a>>, Value<String>>> {
        if prior.as_ref_option()?.behaviour.as_deref_option() == Some("leave a part") {
            diags.add_error(about("Failed", AttributePath::new("parts")));
            return Some(Some((prior, private)));
        }
        self.destroy(diags, prior, private, meta).await.map(|()| None)
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<Object<'a>> {
        self.import(diags, identity.id).await
    }

    fn move_sources(&self) -> Vec<MoveSource> {
        vec![MoveSource { providers: &["acme/old"], type_name: "old_thing", attribute: "title" }]
    }

    async fn move_from<'a>(&self, _: &mut Diagnostics, source: ForeignState) -> Option<Object<'a>> {
        let name = source.state.get("title")?.as_str()?;
        Some((Value::Value(State::named(name)), Value::Null))
    }

    fn list_schema(&self) -> Option<Schema> {
        let prefix = text("What their names begin with.", AttributeConstraint::Optional);
        Some(Schema {
            version: 0,
            block: Block { attributes: named([("prefix", prefix)]), ..Block::default() },
        })
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        filter: Filter,
        results: &mut ListResults<'_, Self>,
    ) -> Option<()> {
        let prefix = filter.prefix.as_deref_option().unwrap_or_default();
        match prefix {
            "panic" => panic!("the toy gave up"),
            "fail" => diags.add_error(about("Failed", AttributePath::new("prefix"))),
            _ => {}
        }
        for number in 0..THINGS {
            let name = format!("{prefix}{number}");
            let state = Value::Value(State::named(&name));
            if results.push(format!("Thing {name}"), state).await.is_break() {
                break;
            }
        }
        if prefix == "late" {
            diags.add_error(about("Failed Late", AttributePath::default()));
            return None;
        }
        if results.is_cut() {
            diags.add_warning(about("Cut", AttributePath::default()));
        }
        Some(())
    }

    async fn plan_create_in<'a>(
        &self,
        phase: PlanPhase<Value<String>>,
        diags: &mut Diagnostics,
        proposed: Value<State<'a>>,
        config: Value<State<'a>>,
        meta: ValueEmpty,
    ) -> Option<Object<'a>> {
        tell(&phase, diags);
        self.plan_create(diags, proposed, config, meta).await
    }

    async fn plan_update_in<'a>(
        &self,
        phase: PlanPhase<Value<String>>,
        diags: &mut Diagnostics,
        prior: Value<State<'a>>,
        proposed: Value<State<'a>>,
        config: Value<State<'a>>,
        private: Value<String>,
        meta: ValueEmpty,
    ) -> Option<(Value<State<'a>>, Value<String>, Vec<AttributePath>)> {
        tell(&phase, diags);
        self.plan_update(diags, prior, proposed, config, private, meta).await
    }

    fn upgrade_step(&self, from: i64) -> Option<UpgradeStep> {
        match from {
            0 => Some(size_was_text),
            1 => Some(name_was_title),
            _ => None,
        }
    }
}

/// Warns of the phase of a plan, if Terraform says it.
fn tell(phase: &PlanPhase<Value<String>>, diags: &mut Diagnostics) {
    let phase = match phase {
        PlanPhase::Unknown => return,
        PlanPhase::Shown => "Shown".to_owned(),
        PlanPhase::BeforeApply(shown) => {
            format!("Before the apply of {}", shown.as_deref_option().unwrap_or("nothing"))
        }
    };
    diags.add_warning(about(phase, AttributePath::root()));
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
