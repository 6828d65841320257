//! Validates a configuration without any call.
//!
//! Every value that is known is parsed into a name, and everything that is wrong is
//! reported at once, each on its attribute. The same function parses the planned
//! values before a write, when all of them are known.

use tf_provider::value::{Value, ValueString};
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use super::state::State;
use crate::diagnostic::{about, general, problem};
use crate::gateway::MappingSpec;
use crate::names::{ApiId, DomainName, MappingKey, Problem, Region, StageName};

/// The names in a configuration or plan, as far as they are known and right.
pub(super) struct Names {
    pub(super) domain: Option<DomainName>,
    pub(super) api_id: Option<ApiId>,
    pub(super) stage: Option<StageName>,
    pub(super) key: Option<MappingKey>,
}

/// Reads the names, and reports everything that is wrong with them.
pub(super) fn names(diags: &mut Diagnostics, state: &State<'_>) -> Names {
    let names = Names {
        domain: domain(diags, &state.domain_name),
        api_id: known(diags, "api_id", &state.api_id, ApiId::parse),
        stage: known(diags, "stage", &state.stage, StageName::parse),
        // Null is the root of the domain; unknown is unknown.
        key: match &state.api_mapping_key {
            Value::Null => Some(MappingKey::root()),
            key => known(diags, "api_mapping_key", key, MappingKey::parse),
        },
    };
    Names { stage: stage_name(diags, names.api_id.as_ref(), names.stage), ..names }
}

/// Refuses the `id` of an `aws_api_gateway_stage`, which is not its name. Stages of REST APIs
/// have no dashes in their names.
fn stage_name(diags: &mut Diagnostics, api: Option<&ApiId>, stage: Option<StageName>) -> Option<StageName> {
    let (Some(api), Some(text)) = (api, stage.as_ref().map(StageName::as_str)) else { return stage };
    let Some(name) = text.strip_prefix(&format!("ags-{api}-")) else { return stage };
    let detail = format!(
        "\"{text}\" is the `id` of an aws_api_gateway_stage, and not the name of the stage. Refer to its `stage_name` \
         instead, which is \"{name}\"."
    );
    diags.add_error(about(AttributePath::new("stage"), "Stage Is a Resource ID", detail));
    None
}

/// Reports attributes that are set although the service chooses their values.
pub(super) fn read_only(diags: &mut Diagnostics, config: &State<'_>) {
    let computed = [("id", &config.id), ("api_mapping_id", &config.api_mapping_id), ("url", &config.url)];
    for (attribute, _) in computed.into_iter().filter(|(_, value)| !value.is_null()) {
        let detail = format!(
            "Remove {attribute} from the configuration: it follows from the mapping and cannot be set. To manage an \
             existing mapping, import it by its id."
        );
        let path = AttributePath::new(attribute);
        diags.add_error(about(path, "Invalid Configuration for Read-Only Attribute", detail));
    }
}

/// Reads a configured region alone.
pub(super) fn region(diags: &mut Diagnostics, value: &ValueString<'_>) -> Option<Region> {
    known(diags, "region", value, Region::parse)
}

/// Reads a domain name alone.
pub(super) fn domain(diags: &mut Diagnostics, value: &ValueString<'_>) -> Option<DomainName> {
    known(diags, "domain_name", value, DomainName::parse)
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

fn known<T>(
    diags: &mut Diagnostics,
    attribute: &'static str,
    value: &ValueString<'_>,
    parse: fn(&str) -> Result<T, Vec<Problem>>,
) -> Option<T> {
    match parse(value.as_ref_option()?) {
        Ok(name) => Some(name),
        Err(problems) => {
            diags.errors.extend(problems.into_iter().map(|found| problem(attribute, found)));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tf_provider::value::Value;

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
    fn a_region_is_read_where_it_is_known() {
        let read = |value: &ValueString<'_>| {
            let mut diags = Diagnostics::default();
            let found = region(&mut diags, value).map(|region| region.to_string());
            let errors = diags.errors.iter().map(|error| error.attribute.to_string());
            (found, errors.collect::<Vec<_>>())
        };
        for nothing in [Value::Null, Value::Unknown] {
            assert_eq!(read(&nothing), (None, Vec::new()));
        }
        assert_eq!(read(&Value::from("eusc-de-east-1")), (Some("eusc-de-east-1".to_owned()), Vec::new()));
        for odd in ["", "eu-west-1a", "Ireland"] {
            assert_eq!(read(&Value::from(odd)), (None, vec!["region".to_owned()]), "{odd}");
        }
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
