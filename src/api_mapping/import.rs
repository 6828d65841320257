//! Imports an existing mapping.

use tf_provider::Diagnostics;
use tf_provider::value::Value;

use super::call_errors::Task;
use super::location;
use super::private_state::PrivateState;
use super::state::State;
use super::timeouts::Operation;
use super::url::Scheme;
use crate::diagnostic::general;
use crate::names::ImportId;
use crate::provider::Session;

/// The state of a mapping that must exist.
pub(super) async fn existing<'a>(
    diags: &mut Diagnostics,
    session: &Session,
    id: &ImportId,
) -> Option<(State<'a>, PrivateState)> {
    let ImportId { mapping, domain } = id;
    let (location, found) = tokio::join!(
        location::here(session),
        session.gateway.read(domain, mapping, Operation::READ.limit(&Value::Null)),
    );
    let location = location.map_err(|(_, why)| diags.add_error(why)).ok()?;
    let why = match found {
        Ok(Some(found)) => {
            let scheme = Scheme::look_up(&session.gateway, &found.api_id).await;
            return Some((State::of(domain, &found, scheme), PrivateState::at(location)));
        }
        Ok(None) => general(
            "API Mapping Not Found",
            format!(
                "There is no API mapping {mapping} on domain {domain} in {}. Check both, and the provider's region and \
                 credentials. `aws apigatewayv2 get-api-mappings --domain-name {domain}` lists the mappings that there \
                 are.",
                session.place()
            ),
        ),
        Err(error) => Task::read(session, domain, mapping).failed(&error),
    };
    diags.add_error(why);
    None
}
