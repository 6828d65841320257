//! Adopts the states of other providers, without any call.

use tf_provider::value::{Value, ValueString};
use tf_provider::{Diagnostic, Diagnostics};
use tf6server::{ForeignState, JsonObject, MoveSource};

use super::state::State;
use crate::diagnostic::general;
use crate::names::MappingKey;
use crate::shared::private_state::PrivateState;

/// A resource type whose state is understood, and what its attributes are called.
struct Kind {
    source: MoveSource,
    /// Those that have the id of the mapping: alone, or before a `|` and more. Empty where the
    /// state has no id.
    id: &'static [&'static str],
    key: &'static str,
    stage: &'static str,
    /// Those without which the mapping cannot be found.
    needed: &'static [&'static str],
}

/// The registry of OpenTofu has the same providers under second names.
const AWS: &[&str] = &["hashicorp/aws", "opentofu/aws"];
const AWSCC: &[&str] = &["hashicorp/awscc", "opentofu/awscc"];

const API_MAPPING: Kind = Kind {
    source: MoveSource {
        providers: AWS,
        type_name: "aws_apigatewayv2_api_mapping",
        attribute: "api_mapping_key",
    },
    id: &["id"],
    key: "api_mapping_key",
    stage: "stage",
    needed: &["domain_name"],
};

/// The same object as version 1 of the service knows it, by its path. The API is held against
/// that of the mapping which is found there.
const BASE_PATH_MAPPING: Kind = Kind {
    source: MoveSource {
        providers: AWS,
        type_name: "aws_api_gateway_base_path_mapping",
        attribute: "base_path",
    },
    id: &[],
    key: "base_path",
    stage: "stage_name",
    needed: &["domain_name", "api_id"],
};

const API_MAPPING_OF_AWSCC: Kind = Kind {
    source: MoveSource {
        providers: AWSCC,
        type_name: "awscc_apigatewayv2_api_mapping",
        attribute: "api_mapping_key",
    },
    id: &["api_mapping_id", "id"],
    ..API_MAPPING
};

/// The attribute that private custom domain names alone have.
const DOMAIN_NAME_ID: &str = "domain_name_id";

const KINDS: [Kind; 3] = [API_MAPPING, BASE_PATH_MAPPING, API_MAPPING_OF_AWSCC];

/// The resources whose state is understood.
pub(super) const SOURCES: [MoveSource; 3] = [KINDS[0].source, KINDS[1].source, KINDS[2].source];

/// Turns the state of one of them into one of this resource.
pub(super) fn take_over<'a>(
    diags: &mut Diagnostics,
    source: &ForeignState,
) -> Option<(State<'a>, PrivateState)> {
    let kind = KINDS.iter().find(|kind| kind.source.type_name == source.type_name)?;
    let refusal = kind.private_domain(&source.state).or_else(|| kind.incomplete(&source.state));
    if let Some(refusal) = refusal {
        diags.add_error(refusal);
        return None;
    }
    diags.warnings.extend(kind.without_stage(&source.state));
    Some((kind.state(source), PrivateState::default()))
}

impl Kind {
    /// The address is filled in by the read that follows, the id where theirs has none, and the
    /// region where theirs is from before version 6.
    fn state<'a>(&self, source: &ForeignState) -> State<'a> {
        let theirs = &source.state;
        let text = |name| owned(text(theirs, name));
        let identity = source.identity.as_ref();
        State {
            domain_name: text("domain_name"),
            api_id: text("api_id"),
            stage: text(self.stage),
            // Theirs says null, "" or version 1's word for the root of a domain, ours says "".
            api_mapping_key: match text(self.key) {
                Value::Value(key) if key != MappingKey::ROOT_OF_VERSION_1 => Value::Value(key),
                _ => Value::from(""),
            },
            // awscc has it in the identity alone.
            region: owned(self::text(theirs, "region").or_else(|| self::text(identity?, "region"))),
            id: owned(self.id(theirs)),
            api_mapping_id: owned(self.id(theirs)),
            url: Value::Null,
            timeouts: Value::Value(Vec::new()),
        }
    }

    /// The id of the mapping.
    fn id<'s>(&self, theirs: &'s JsonObject) -> Option<&'s str> {
        let mut ids = self.id.iter().filter_map(|name| text(theirs, name)?.split('|').next());
        ids.find(|id| !id.is_empty())
    }

    /// The error for a state in which something is missing that identifies the mapping, or is no
    /// text.
    fn incomplete(&self, theirs: &JsonObject) -> Option<Diagnostic> {
        let has_id = self.id.is_empty() || self.id(theirs).is_some();
        let missing = if has_id { None } else { self.id.first().copied() };
        let missing =
            missing.or_else(|| self.needed.iter().copied().find(|name| text(theirs, name).is_none()));
        let is_text = |name: &str| theirs.get(name).is_none_or(|value| value.is_null() || value.is_string());
        let no_text = || [self.key, self.stage, DOMAIN_NAME_ID].into_iter().find(|name| !is_text(name));
        let missing = missing.or_else(no_text)?;
        let MoveSource { type_name, providers, .. } = self.source;
        let provider = providers.first()?;
        let detail = format!(
            "The state of the {type_name} has no {missing} that can be used, so the mapping cannot be found. Apply \
             once with {provider} to complete its state, or use a `removed` block with `destroy = false` for the old \
             resource and an `import` block for the new one."
        );
        Some(general(format!("Incomplete State of {provider}"), detail))
    }

    /// The error for a mapping of a private custom domain name, which has an id of its own.
    fn private_domain(&self, theirs: &JsonObject) -> Option<Diagnostic> {
        let id = text(theirs, DOMAIN_NAME_ID)?;
        let detail = format!(
            "The {} for {} is on a private custom domain name, {id}. Only version 1 of API Gateway knows those, and \
             this resource works with version 2. Restore the block of {} in place of this resource and its `moved` \
             block.",
            self.source.type_name,
            self.place(theirs),
            self.source.providers.first()?
        );
        Some(general("Private Custom Domain Name", detail))
    }

    /// The warning for a mapping without a stage, as only version 1 of the service makes them.
    fn without_stage(&self, theirs: &JsonObject) -> Option<Diagnostic> {
        if self.id.is_empty() && text(theirs, self.stage).is_none() {
            let detail = format!(
                "The {type_name} for {place} names no stage, so callers name one in the path, after the base path. \
                 An API mapping has a stage, and apply gives it the one of the configuration: from then on, callers \
                 have to leave the stage out. If they cannot, restore the {type_name} in place of this resource and \
                 its `moved` block.",
                type_name = self.source.type_name,
                place = self.place(theirs),
            );
            return Some(general("Base Path Mapping Without a Stage", detail));
        }
        None
    }

    /// Where the mapping is: `key "orders" on api.example.com`.
    fn place(&self, theirs: &JsonObject) -> String {
        let key = text(theirs, self.key).filter(|key| *key != MappingKey::ROOT_OF_VERSION_1);
        let key = MappingKey::from_api(key.unwrap_or_default());
        format!("{} on {}", key.described(), text(theirs, "domain_name").unwrap_or_default())
    }
}

/// A text that is there and not empty.
fn text<'s>(theirs: &'s JsonObject, name: &str) -> Option<&'s str> {
    theirs.get(name)?.as_str().filter(|text| !text.is_empty())
}

fn owned<'a>(text: Option<&str>) -> ValueString<'a> {
    text.map(|text| text.to_owned().into()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(state: serde_json::Value) -> JsonObject {
        serde_json::from_value(state).expect("an object")
    }

    fn mapping(key: &serde_json::Value) -> JsonObject {
        object(serde_json::json!({
            "api_id": "a1b2c3d4", "api_mapping_key": key, "domain_name": "api.example.com",
            "id": "m1", "region": "eu-west-1", "stage": "production",
        }))
    }

    fn base_path(path: &serde_json::Value) -> JsonObject {
        object(serde_json::json!({
            "api_id": "a1b2c3d4", "base_path": path, "domain_name": "api.example.com", "domain_name_id": "",
            "id": "api.example.com/orders", "region": "eu-west-1", "stage_name": "production",
        }))
    }

    fn of_awscc() -> JsonObject {
        object(serde_json::json!({
            "api_id": "a1b2c3d4", "api_mapping_id": "m1", "api_mapping_key": "orders",
            "domain_name": "api.example.com", "id": "m1|api.example.com", "stage": "production",
        }))
    }

    fn source(kind: &Kind, state: JsonObject, identity: Option<JsonObject>) -> ForeignState {
        ForeignState {
            provider: "hashicorp/aws".to_owned(),
            type_name: kind.source.type_name.to_owned(),
            schema_version: 0,
            state,
            identity,
            private: Vec::new(),
        }
    }

    /// The state that comes of theirs, and the summaries of what is said about it.
    fn taken_over(kind: &Kind, state: JsonObject) -> (Option<State<'static>>, Vec<String>) {
        let mut diags = Diagnostics::default();
        let taken_over = take_over(&mut diags, &source(kind, state, None));
        let said = diags.errors.into_iter().chain(diags.warnings);
        (taken_over.map(|(state, _)| state), said.map(|said| said.summary.into_owned()).collect())
    }

    fn state_of(kind: &Kind, state: JsonObject) -> State<'static> {
        let (state, said) = taken_over(kind, state);
        assert!(said.is_empty(), "{said:?}");
        state.expect("a state")
    }

    #[test]
    fn every_field_of_each_type_is_taken_over() {
        let all = [
            (API_MAPPING, mapping(&"orders".into()), Value::from("m1")),
            (API_MAPPING_OF_AWSCC, of_awscc(), Value::from("m1")),
            (BASE_PATH_MAPPING, base_path(&"orders".into()), Value::Null),
        ];
        for (kind, theirs, id) in all {
            let state = state_of(&kind, theirs);
            assert_eq!(state.domain_name, Value::from("api.example.com"));
            assert_eq!(state.api_id, Value::from("a1b2c3d4"));
            assert_eq!(state.stage, Value::from("production"));
            assert_eq!(state.api_mapping_key, Value::from("orders"));
            assert_eq!((state.id, state.api_mapping_id), (id.clone(), id));
        }
    }

    #[test]
    fn the_region_of_version_6_is_taken_over_and_before_there_was_none() {
        for (kind, theirs) in
            [(API_MAPPING, mapping(&"orders".into())), (BASE_PATH_MAPPING, base_path(&"orders".into()))]
        {
            assert_eq!(state_of(&kind, theirs.clone()).region, Value::from("eu-west-1"));
            for none in [Some(serde_json::Value::Null), Some("".into()), None] {
                let mut theirs = theirs.clone();
                theirs.remove("region");
                theirs.extend(none.map(|none| ("region".to_owned(), none)));
                assert_eq!(state_of(&kind, theirs).region, Value::Null);
            }
        }
    }

    #[test]
    fn awscc_tells_the_region_in_the_identity() {
        let region = |identity| {
            API_MAPPING_OF_AWSCC.state(&source(&API_MAPPING_OF_AWSCC, of_awscc(), identity)).region
        };
        assert_eq!(region(None), Value::Null);
        let identity = serde_json::json!({ "account_id": "123456789012", "region": "us-east-1" });
        assert_eq!(region(Some(object(identity))), Value::from("us-east-1"));
    }

    #[test]
    fn awscc_may_tell_the_mapping_by_both_halves_of_its_id_alone() {
        for (none, both) in [(serde_json::Value::Null, "m1|api.example.com"), ("".into(), "m1")] {
            let mut theirs = of_awscc();
            theirs.insert("api_mapping_id".to_owned(), none);
            theirs.insert("id".to_owned(), both.into());
            assert_eq!(state_of(&API_MAPPING_OF_AWSCC, theirs).id, Value::from("m1"));
        }
    }

    #[test]
    fn what_identifies_the_mapping_has_to_be_there() {
        let all = [
            (API_MAPPING, mapping(&"orders".into()), &["id", "domain_name"][..]),
            (BASE_PATH_MAPPING, base_path(&"orders".into()), &["domain_name", "api_id"]),
            (API_MAPPING_OF_AWSCC, of_awscc(), &["domain_name"]),
        ];
        for (kind, theirs, needed) in all {
            for name in needed {
                for none in [serde_json::Value::Null, "".into(), 1.into()] {
                    let mut theirs = theirs.clone();
                    theirs.insert((*name).to_owned(), none);
                    let (state, said) = taken_over(&kind, theirs);
                    assert_eq!(state, None);
                    assert!(said[0].starts_with("Incomplete State of hashicorp/aws"), "{name}: {said:?}");
                }
            }
        }
        let mut without = of_awscc();
        without.insert("api_mapping_id".to_owned(), "".into());
        without.insert("id".to_owned(), "|api.example.com".into());
        assert_eq!(taken_over(&API_MAPPING_OF_AWSCC, without).1, ["Incomplete State of hashicorp/awscc"]);
    }

    #[test]
    fn a_key_a_stage_or_a_domain_name_id_that_is_no_text_is_not_taken_for_none() {
        for name in ["base_path", "stage_name", "domain_name_id"] {
            let mut theirs = base_path(&"orders".into());
            theirs.insert(name.to_owned(), 7.into());
            assert_eq!(
                taken_over(&BASE_PATH_MAPPING, theirs),
                (None, vec!["Incomplete State of hashicorp/aws".to_owned()])
            );
        }
    }

    #[test]
    fn the_root_is_an_empty_key_however_it_was_stored() {
        for key in [serde_json::Value::Null, "".into(), "(none)".into()] {
            assert_eq!(state_of(&API_MAPPING, mapping(&key)).api_mapping_key, Value::from(""));
            assert_eq!(state_of(&BASE_PATH_MAPPING, base_path(&key)).api_mapping_key, Value::from(""));
        }
    }

    #[test]
    fn a_private_domain_name_is_refused() {
        let mut theirs = base_path(&"orders".into());
        theirs.insert("domain_name_id".to_owned(), "abcde12345".into());
        assert_eq!(
            taken_over(&BASE_PATH_MAPPING, theirs),
            (None, vec!["Private Custom Domain Name".to_owned()])
        );
    }

    #[test]
    fn only_a_base_path_mapping_may_be_without_a_stage() {
        let mut theirs = base_path(&"orders".into());
        theirs.insert("stage_name".to_owned(), "".into());
        let (state, said) = taken_over(&BASE_PATH_MAPPING, theirs);
        assert_eq!(
            (state.map(|state| state.stage), &said[..]),
            (Some(Value::Null), &["Base Path Mapping Without a Stage".to_owned()][..])
        );
    }
}
