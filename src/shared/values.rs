//! The names in a configuration: every value that is known is parsed, and everything that is
//! wrong with it is reported on its attribute.

use tf_provider::value::ValueString;
use tf_provider::{AttributePath, Diagnostics};

use crate::diagnostic::{about, problem};
use crate::names::{ApiId, DomainName, Problem, Region, StageName};

/// Reads a name at `path`; `None` while it is not known, and for one that is wrong.
pub(crate) fn known<T>(
    diags: &mut Diagnostics,
    path: &AttributePath,
    value: &ValueString<'_>,
    parse: fn(&str) -> Result<T, Vec<Problem>>,
) -> Option<T> {
    match parse(value.as_ref_option()?) {
        Ok(name) => Some(name),
        Err(problems) => {
            diags.errors.extend(problems.into_iter().map(|found| problem(path.clone(), found)));
            None
        }
    }
}

/// Whether a configuration leaves an attribute out.
pub(crate) type IsNull = bool;

/// Reports attributes that are set although the service or the other attributes tell their
/// values; `why` follows their names.
pub(crate) fn read_only(diags: &mut Diagnostics, attributes: &[(&'static str, IsNull)], why: &str) {
    for (attribute, _) in attributes.iter().filter(|(_, is_null)| !is_null) {
        let detail = format!("Remove {attribute} from the configuration: {why}");
        let path = AttributePath::new(*attribute);
        diags.add_error(about(path, "Invalid Configuration for Read-Only Attribute", detail));
    }
}

/// Reads a configured region.
pub(crate) fn region(diags: &mut Diagnostics, value: &ValueString<'_>) -> Option<Region> {
    known(diags, &AttributePath::new("region"), value, Region::parse)
}

/// Reads a domain name.
pub(crate) fn domain(diags: &mut Diagnostics, value: &ValueString<'_>) -> Option<DomainName> {
    known(diags, &AttributePath::new("domain_name"), value, DomainName::parse)
}

/// Refuses the `id` of an `aws_api_gateway_stage`, which is not its name. Stages of REST APIs
/// have no dashes in their names.
pub(crate) fn stage_name(
    diags: &mut Diagnostics,
    path: &AttributePath,
    api: Option<&ApiId>,
    stage: Option<StageName>,
) -> Option<StageName> {
    let (Some(api), Some(text)) = (api, stage.as_ref().map(StageName::as_str)) else { return stage };
    let Some(name) = text.strip_prefix(&format!("ags-{api}-")) else { return stage };
    let detail = format!(
        "\"{text}\" is the `id` of an aws_api_gateway_stage, and not the name of the stage. Refer to its `stage_name` \
         instead, which is \"{name}\"."
    );
    diags.add_error(about(path.clone(), "Stage Is a Resource ID", detail));
    None
}

#[cfg(test)]
mod tests {
    use tf_provider::value::Value;

    use super::*;

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
}
