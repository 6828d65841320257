//! Imports an existing mapping.

use std::sync::Arc;

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};

use super::state::State;
use crate::checks::Run;
use crate::diagnostic::general;
use crate::names::ImportId;
use crate::provider::Session;
use crate::shared::call_errors::Task;
use crate::shared::location;
use crate::shared::private_state::PrivateState;
use crate::shared::timeouts::Operation;
use crate::shared::url::Scheme;

/// The state of a mapping that must exist.
pub(super) async fn existing<'a>(
    diags: &mut Diagnostics,
    session: &Arc<Session>,
    run: &Run,
    id: &ImportId,
) -> Option<(State<'a>, PrivateState)> {
    let ImportId { mapping, domain, region } = id;
    let region = region.as_ref().unwrap_or(&session.region);
    let here = session.in_region(region);
    let here =
        here.map_err(|why| diags.add_error(location::unusable_region(AttributePath::root(), &why))).ok()?;
    let (location, found) = tokio::join!(
        location::here(session, region),
        here.gateway.read(domain, mapping, Operation::READ.limit(&Value::Null)),
    );
    let location = location.map_err(|why| location::fail(diags, run, why)).ok()?;
    let why = match found {
        Ok(Some(found)) => {
            run.note_imported(found.id.clone());
            let scheme = Scheme::look_up(&here.gateway, &found.api_id).await;
            return Some((State::of(region, domain, &found, scheme), PrivateState::at(location)));
        }
        Ok(None) => general(
            "API Mapping Not Found",
            format!(
                "There is no API mapping {mapping} on domain name {domain} in {}. Check both, the region, which is the \
                 provider's unless the import names one, and the provider's credentials. `aws apigatewayv2 \
                 get-api-mappings --domain-name {domain} --region {region} --max-results 500` lists what there is, \
                 up to 500 mappings.",
                here.place()
            ),
        ),
        Err(error) => Task::read(&here, domain, mapping).failed(&error),
    };
    diags.add_error(why);
    None
}
