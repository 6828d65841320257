//! Bringing an existing mapping under management.

use tf_provider::Diagnostics;
use tf_provider::value::Value;

use super::failure::Attempt;
use super::lifecycle::connected;
use super::state::State;
use super::timeouts::Operation;
use super::url::Scheme;
use crate::diagnostic::general;
use crate::names::ImportId;
use crate::provider::Connection;

/// Imports by `<api_mapping_id>/<domain_name>`.
pub(super) async fn by_id<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    id: &str,
) -> Option<State<'a>> {
    match ImportId::parse(id) {
        Ok(id) => existing(diags, connection, &id).await,
        Err(found) => {
            diags.add_error(general(found.summary, found.detail));
            None
        }
    }
}

/// The state of a mapping that must exist.
pub(super) async fn existing<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    id: &ImportId,
) -> Option<State<'a>> {
    let ImportId { mapping, domain } = id;
    let session = connected(diags, connection)?;
    let gateway = &session.gateway;
    match gateway.read(domain, mapping, Operation::Read.limit(&Value::Null)).await {
        Ok(Some(found)) => {
            let scheme = gateway.api(&found.api_id).await.ok().flatten().map(Scheme::from);
            Some(State::of(domain, &found, scheme))
        }
        Ok(None) => {
            diags.add_error(general(
                "API Mapping Not Found",
                format!(
                    "There is no API mapping {mapping} on domain {domain} in {}, so there is nothing to import. \
                     List the mappings that are there with `aws apigatewayv2 get-api-mappings --domain-name \
                     {domain}`, or check the provider's region and credentials.",
                    session.place()
                ),
            ));
            None
        }
        Err(error) => {
            diags.add_error(Attempt::read(&session, domain, mapping).failed(&error));
            None
        }
    }
}
