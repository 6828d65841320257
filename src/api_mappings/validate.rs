//! Validates a configuration without any call.
//!
//! Every value that is known is parsed into a name, and everything that is wrong is
//! reported at once, each on its element. The same function parses the planned values
//! before a write, when all of them are known.

use tf_provider::value::{Value, ValueString};
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use super::changes::Wanted;
use super::state::{State, Target};
use crate::diagnostic::{about, general, problem};
use crate::names::{ApiId, DomainName, MappingKey, Problem, StageName};
use crate::shared::values;

/// The names in a configuration or plan, as far as they are known and right.
pub(super) struct Names {
    pub(super) domain: Option<DomainName>,
    /// `None` while the map is not known.
    pub(super) elements: Option<Vec<Element>>,
}

/// An element of the map. What is `None` is not known yet, or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) key: MappingKey,
    pub(super) api_id: Option<ApiId>,
    pub(super) stage: Option<StageName>,
}

/// Where an element is, or one of its fields: Terraform shows the line of an element, and not
/// those within it, so messages begin with the name of the field.
pub(super) fn path(key: &str) -> AttributePath {
    AttributePath::new("mappings").key(key.to_owned())
}

/// A diagnostic about a field of an element.
pub(super) fn about_field(key: &str, field: &str, found: Diagnostic) -> Diagnostic {
    about(path(key), found.summary, prefixed(key, field, &found.detail))
}

/// A text that begins with the name of the field.
pub(super) fn prefixed(key: &str, field: &str, text: &str) -> String {
    format!("mappings[{key:?}].{field}: {text}")
}

/// Reads the names, and reports everything that is wrong with them.
pub(super) fn names(diags: &mut Diagnostics, state: &State<'_>) -> Names {
    let elements = state.mappings.as_ref_option().map(|elements| {
        let read = elements.iter().filter_map(|(key, target)| element(diags, key, target));
        read.collect()
    });
    Names { domain: values::domain(diags, &state.domain_name), elements }
}

fn element(diags: &mut Diagnostics, key: &str, target: &Value<Target<'_>>) -> Option<Element> {
    let parsed = match MappingKey::parse(key) {
        Ok(parsed) => Some(parsed),
        Err(problems) => {
            diags.errors.extend(problems.into_iter().map(|found| problem(path(key), found)));
            None
        }
    };
    let (api_id, stage) = match target {
        Value::Unknown => (None, None),
        Value::Null => {
            diags.add_error(null_element(key));
            return None;
        }
        Value::Value(target) => {
            let api = field(diags, key, "api_id", &target.api_id, ApiId::parse);
            let stage = field(diags, key, "stage", &target.stage, StageName::parse);
            let mut of_stage = Diagnostics::default();
            let stage = values::stage_name(&mut of_stage, &path(key), api.as_ref(), stage);
            diags.errors.extend(of_stage.errors.into_iter().map(|found| about_field(key, "stage", found)));
            (api, stage)
        }
    };
    Some(Element { key: parsed?, api_id, stage })
}

fn field<T>(
    diags: &mut Diagnostics,
    key: &str,
    name: &str,
    value: &ValueString<'_>,
    parse: fn(&str) -> Result<T, Vec<Problem>>,
) -> Option<T> {
    if value.is_null() {
        let detail = "It is null and must have a value. If it is set to a variable, an output or a condition, give \
                      that a value, or write one here.";
        diags.add_error(about_field(key, name, general("Required Argument Is Null", detail)));
        return None;
    }
    let mut found = Diagnostics::default();
    let parsed = values::known(&mut found, &path(key), value, parse);
    diags.errors.extend(found.errors.into_iter().map(|found| about_field(key, name, found)));
    parsed
}

fn null_element(key: &str) -> Diagnostic {
    let detail = format!(
        "mappings[{key:?}] is null and must be an object with api_id and stage. To have no mapping at this key, leave \
         the key out of the map, as the condition at the end of `{{ for key, to in var.mappings : key => to if to != \
         null }}` does."
    );
    about(path(key), "API Mapping Is Null", detail)
}

/// Reports attributes that are set although they follow from the others.
pub(super) fn read_only(diags: &mut Diagnostics, config: &State<'_>) {
    let computed = [
        ("id", config.id.is_null()),
        ("api_mapping_ids", config.api_mapping_ids.is_null()),
        ("urls", config.urls.is_null()),
    ];
    let why = "it follows from the mappings and cannot be set. To manage the mappings that a domain name has, import \
               the table by the domain name.";
    values::read_only(diags, &computed, why);
}

impl Names {
    /// The domain and the table that is wanted on it. Reports what is missing, unless something
    /// else was found to be wrong.
    pub(super) fn complete(self, diags: &mut Diagnostics) -> Option<(DomainName, Wanted)> {
        let wanted = self.elements.and_then(|elements| {
            let complete = |element: Element| Some((element.key, (element.api_id?, element.stage?)));
            elements.into_iter().map(complete).collect::<Option<Wanted>>()
        });
        if !diags.errors.is_empty() {
            return None;
        }
        let complete = self.domain.zip(wanted);
        if complete.is_none() {
            diags.add_error(incomplete());
        }
        complete
    }
}

/// The error for a change whose plan lacks what has to be known by then.
pub(super) fn incomplete() -> Diagnostic {
    let detail = "Terraform asks for a change of a table of API mappings whose region, domain name, keys, APIs or \
                  stages it does not know. Run plan again.";
    general("Incomplete Plan", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mappings::testing::{config, target};

    fn found(state: &State<'_>) -> Vec<(String, String)> {
        let mut diags = Diagnostics::default();
        names(&mut diags, state);
        let errors = diags.errors.iter();
        errors.map(|found| (found.attribute.to_string(), found.summary.to_string())).collect()
    }

    #[test]
    fn everything_wrong_in_a_table_is_reported_at_once_each_on_its_element() {
        let table = config(&[
            ("/a", target("a1b2c3d4", "prod")),
            ("b", target("arn:aws:x", "prod")),
            ("c", target("a1b2c3d4", "a b")),
            ("d", target("a1b2c3d4", "ags-a1b2c3d4-prod")),
            ("fine", target("a1b2c3d4", "prod")),
        ]);
        let expected = [
            ("mappings.[\"/a\"]", "API Mapping Key Starts With a Slash"),
            ("mappings.[\"b\"]", "API ID Is an ARN"),
            ("mappings.[\"c\"]", "Invalid Stage Name"),
            ("mappings.[\"d\"]", "Stage Is a Resource ID"),
        ];
        let found = found(&table);
        let found: Vec<_> = found.iter().map(|(path, summary)| (path.as_str(), summary.as_str())).collect();
        for (expected, found) in expected.iter().zip(&found) {
            assert!(found.0.contains(&expected.0[10..]), "{found:?}");
        }
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn a_null_element_and_null_fields_are_errors_and_unknown_ones_are_not() {
        let null_stage = Value::Value(Target { api_id: Value::from("a1b2c3d4"), stage: Value::Null });
        let nulls = config(&[("a", Value::Null), ("b", null_stage)]);
        let summaries: Vec<String> = found(&nulls).into_iter().map(|(_, summary)| summary).collect();
        assert_eq!(summaries, ["API Mapping Is Null", "Required Argument Is Null"]);
        let unknown = Value::Value(Target { api_id: Value::Unknown, stage: Value::Unknown });
        assert_eq!(found(&config(&[("a", Value::Unknown), ("b", unknown)])), []);
        assert_eq!(found(&State { mappings: Value::Unknown, ..config(&[]) }), []);
    }

    #[test]
    fn a_table_is_complete_when_everything_is_known() {
        let complete = |state: &State<'_>| {
            let mut diags = Diagnostics::default();
            let wanted = names(&mut diags, state).complete(&mut diags).map(|(_, wanted)| wanted.len());
            (wanted, diags.errors.len())
        };
        assert_eq!(complete(&config(&[])), (Some(0), 0));
        assert_eq!(complete(&config(&[("", target("a1b2c3d4", "prod"))])), (Some(1), 0));
        assert_eq!(complete(&config(&[("", Value::Unknown)])), (None, 1));
        assert_eq!(complete(&config(&[("", Value::Null)])), (None, 1));
    }
}
