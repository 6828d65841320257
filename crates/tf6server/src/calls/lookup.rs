//! Calls about a data source: it is validated like a resource, and then only read.

use tf_provider::{AttributePath, DataSource, Diagnostic, Diagnostics};

use crate::codec::{self, Codec};
use crate::configured::Configured;
use crate::{proto::tfplugin6 as tf, required};

pub(crate) async fn validate<D: DataSource>(
    name: &str,
    data_source: &D,
    request: tf::validate_data_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_data_resource_config::Response> {
    let complete = required::check(request.config.as_ref(), &data_source.schema(found)?.block, found);
    let config = Codec::new(name, found).read("configuration", request.config.as_ref())?;
    data_source.validate(found, config).await?;
    complete?;
    Some(tf::validate_data_resource_config::Response::default())
}

/// Reads the data source, whose arguments must be known: its state must be, so that an argument
/// cannot be left for later.
pub(crate) async fn read<D: DataSource>(
    name: &str,
    data_source: &D,
    request: tf::read_data_source::Request,
    found: &mut Diagnostics,
) -> Option<tf::read_data_source::Response> {
    let config = request.config.as_ref();
    required::check(config, &data_source.schema(found)?.block, found)?;
    is_known(name, config, found)?;
    let mut codec = Codec::new(name, found);
    let config = codec.read("configuration", config)?;
    let meta = codec.read("provider_meta block", request.provider_meta.as_ref())?;
    let state = data_source.read(found, config, meta).await?;
    let state = Codec::new(name, found).write("state", &state)?;
    Some(tf::read_data_source::Response { state: Some(state), ..Default::default() })
}

/// Reports arguments that are not known yet. Terraform does not send any: it leaves such a data
/// source for apply by itself.
fn is_known(name: &str, config: Option<&tf::DynamicValue>, found: &mut Diagnostics) -> Option<()> {
    // What cannot be read is reported by the codec, to which the types are known.
    let Ok(config) = codec::decode::<Configured>(config) else { return Some(()) };
    let unknown: Vec<AttributePath> = match &config {
        Configured::Object(arguments) => {
            let unknown = arguments.iter().filter(|(_, value)| value.has_unknown());
            unknown.map(|(argument, _)| AttributePath::new(argument.clone())).collect()
        }
        whole if whole.has_unknown() => vec![AttributePath::root()],
        _ => Vec::new(),
    };
    for attribute in &unknown {
        let what =
            if attribute.steps.is_empty() { "its configuration".to_owned() } else { attribute.to_string() };
        let detail = format!(
            "This {name} cannot be read, because {what} is not known yet. Apply what that depends on first, or give it a \
             value that is known."
        );
        let attribute = attribute.clone();
        found.add_error(Diagnostic { summary: "Unknown Argument".into(), detail: detail.into(), attribute });
    }
    unknown.is_empty().then_some(())
}
