//! Validates a configuration without any call.
//!
//! Every value that is known is parsed into a name, and everything that is wrong is
//! reported at once, each on its attribute. The same function parses the planned
//! values before a write, when all of them are known.

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use super::state::State;
use crate::diagnostic::general;
use crate::gateway::MappingSpec;
use crate::names::{ApiId, DomainName, MappingKey, StageName};
use crate::shared::values;

/// The names in a configuration or plan, as far as they are known and right.
pub(super) struct Names {
    pub(super) domain: Option<DomainName>,
    pub(super) api_id: Option<ApiId>,
    pub(super) stage: Option<StageName>,
    pub(super) key: Option<MappingKey>,
}

/// Reads the names, and reports everything that is wrong with them.
pub(super) fn names(diags: &mut Diagnostics, state: &State<'_>) -> Names {
    let at = AttributePath::new::<&'static str>;
    let names = Names {
        domain: values::domain(diags, &state.domain_name),
        api_id: values::known(diags, &at("api_id"), &state.api_id, ApiId::parse),
        stage: values::known(diags, &at("stage"), &state.stage, StageName::parse),
        // Null is the root of the domain; unknown is unknown.
        key: match &state.api_mapping_key {
            Value::Null => Some(MappingKey::root()),
            key => values::known(diags, &at("api_mapping_key"), key, MappingKey::parse),
        },
    };
    let stage = values::stage_name(diags, &at("stage"), names.api_id.as_ref(), names.stage);
    Names { stage, ..names }
}

/// Reports attributes that are set although the service chooses their values.
pub(super) fn read_only(diags: &mut Diagnostics, config: &State<'_>) {
    let computed = [
        ("id", config.id.is_null()),
        ("api_mapping_id", config.api_mapping_id.is_null()),
        ("url", config.url.is_null()),
    ];
    let why =
        "it follows from the mapping and cannot be set. To manage an existing mapping, import it by its id.";
    values::read_only(diags, &computed, why);
}

impl Names {
    /// The domain and the mapping on it. Reports what is missing, unless something else was
    /// found to be wrong.
    pub(super) fn complete(self, diags: &mut Diagnostics) -> Option<(DomainName, MappingSpec)> {
        if let Self { domain: Some(domain), api_id: Some(api_id), stage: Some(stage), key: Some(key) } = self
        {
            return Some((domain, MappingSpec { key, api_id, stage }));
        }
        if diags.errors.is_empty() {
            diags.add_error(incomplete());
        }
        None
    }
}

/// The error for a change whose plan lacks what has to be known by then.
pub(super) fn incomplete() -> Diagnostic {
    let detail = "Terraform asks for a change of an API mapping whose region, domain name, API, stage or key it does not \
                  know. Run plan again.";
    general("Incomplete Plan", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(domain: &str, api: &str, stage: &str, key: &str) -> State<'static> {
        let text = |text: &str| Value::from(text.to_owned());
        State {
            domain_name: text(domain),
            api_id: text(api),
            stage: text(stage),
            api_mapping_key: text(key),
            region: Value::Null,
            id: Value::Null,
            api_mapping_id: Value::Null,
            url: Value::Null,
            timeouts: Value::Value(Vec::new()),
        }
    }

    fn found(config: &State<'_>) -> Vec<(String, String)> {
        let mut diags = Diagnostics::default();
        names(&mut diags, config);
        let errors = diags.errors.iter();
        errors.map(|found| (found.attribute.to_string(), found.summary.to_string())).collect()
    }

    #[test]
    fn all_problems_are_reported_at_once_each_on_its_attribute() {
        let attributes: Vec<String> = found(&config("https://x", "arn:aws:x", "a b", "/a~"))
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(attributes, ["domain_name", "api_id", "stage", "api_mapping_key", "api_mapping_key"]);
    }

    #[test]
    fn the_id_of_a_stage_resource_is_told_from_its_name() {
        let stage = |stage| config("api.example.com", "a1b2c3d4", stage, "");
        let refused = found(&stage("ags-a1b2c3d4-prod"));
        assert_eq!(refused, [("stage".to_owned(), "Stage Is a Resource ID".to_owned())]);
        for name in ["prod", "ags-zzzz9999-prod", "ags-a1b2c3d4"] {
            assert!(found(&stage(name)).is_empty(), "{name}");
        }
        let unknown = State { api_id: Value::Unknown, ..stage("ags-a1b2c3d4-prod") };
        assert!(found(&unknown).is_empty());
    }

    #[test]
    fn what_the_service_chooses_cannot_be_set() {
        let mut diags = Diagnostics::default();
        let set = State { id: Value::from("m1"), url: Value::Unknown, ..config("", "", "", "") };
        read_only(&mut diags, &set);
        let found: Vec<String> = diags.errors.iter().map(|found| found.attribute.to_string()).collect();
        assert_eq!(found, ["id", "url"]);
    }

    #[test]
    fn what_is_unknown_is_skipped() {
        let unknown = State {
            domain_name: Value::Unknown,
            api_id: Value::Unknown,
            stage: Value::Unknown,
            api_mapping_key: Value::Unknown,
            ..config("", "", "", "")
        };
        assert!(found(&unknown).is_empty());
    }

    #[test]
    fn no_finding_carries_a_backtrace() {
        let mut diags = Diagnostics::default();
        names(&mut diags, &config("", "", "", "/"));
        assert!(
            diags.errors.iter().all(|found| !found.detail.contains("at /") && !found.detail.contains(".rs:"))
        );
    }
}
