//! `terraform query`: the mappings of one domain, or of all domains.

use std::ops::ControlFlow;

use futures_util::TryStreamExt;
use serde::Deserialize;
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, Schema};
use tf_provider::value::ValueString;
use tf_provider::{AttributePath, Diagnostic, Diagnostics};
use tf6server::ListResults;

use super::call_errors::Task;
use super::configured::configured;
use super::resource::ApiMapping;
use super::state::State;
use super::url::Scheme;
use super::validate;
use crate::diagnostic::{about, general};
use crate::gateway::{CallError, Mapping, RefusalKind};
use crate::names::DomainName;
use crate::provider::{ProviderState, Session};

/// The `config` of a `list "apigatewayv2_api_mapping"` block.
#[derive(Debug, Deserialize)]
pub struct ListConfig {
    pub(super) domain_name: ValueString<'static>,
}

/// The schema of that block.
pub(super) fn schema() -> Schema {
    let domain_name = Attribute {
        attr_type: AttributeType::String,
        description: Description::markdown(
            "The custom domain name whose mappings to list. Left out: all custom domain names of the account and \
             region.",
        ),
        constraint: AttributeConstraint::Optional,
        sensitive: false,
        deprecated: false,
    };
    let block = Block {
        version: 0,
        attributes: [("domain_name".to_owned(), domain_name)].into(),
        description: Description::markdown(
            "Lists the API mappings of one custom domain name, or of all. Terraform ends a list after 100 of them \
             unless `limit` says otherwise.",
        ),
        ..Block::default()
    };
    Schema { version: 0, block }
}

/// Lists what the block asks for.
pub(super) async fn list(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    config: &ListConfig,
    results: &mut ListResults<'_, ApiMapping>,
) -> Option<()> {
    let session = configured(diags, provider)?;
    let listing = async {
        if config.domain_name.is_value() {
            let domain = validate::domain(diags, &config.domain_name)?;
            let listed = one_domain(&session, &domain, results).await;
            listed.map(drop).map_err(|error| diags.add_error(not_listed(&session, &domain, &error))).ok()
        } else {
            all_domains(diags, &session, results).await
        }
    };
    let (listed, account) = tokio::join!(listing, session.account());
    account.map_err(|why| diags.add_error(why)).ok()?;
    listed
}

/// Lists the mappings of every domain. A domain that cannot be listed is left out, with a
/// warning.
async fn all_domains(
    diags: &mut Diagnostics,
    session: &Session,
    results: &mut ListResults<'_, ApiMapping>,
) -> Option<()> {
    let mut domains = session.gateway.domain_names();
    let (mut listed, mut left_out) = (0, Vec::new());
    let task = Task::list(session, "the custom domain names of the account");
    while let Some(page) =
        domains.try_next().await.map_err(|error| diags.add_error(task.failed(&error))).ok()?
    {
        for domain in page {
            match one_domain(session, &domain, results).await {
                Ok(ControlFlow::Continue(())) => listed += 1,
                // Terraform has as many as it wants.
                Ok(ControlFlow::Break(())) => return Some(()),
                // Deleted since the domains were listed.
                Err(error) if error.is_not_found() => {}
                Err(error) if is_of_this_domain_alone(&error) => left_out.push((domain, error)),
                Err(error) => {
                    diags.add_error(not_listed(session, &domain, &error));
                    return None;
                }
            }
        }
    }
    match left_out.as_slice() {
        [] => {}
        [(domain, error), ..] if listed == 0 => diags.add_error(not_listed(session, domain, error)),
        left_out => diags.add_warning(incomplete(left_out)),
    }
    Some(())
}

/// Edge-optimised domains are refused, and a policy can cover some domains only.
fn is_of_this_domain_alone(error: &CallError) -> bool {
    matches!(error.refusal(), Some(RefusalKind::BadRequest | RefusalKind::Denied))
}

fn incomplete(left_out: &[(DomainName, CallError)]) -> Diagnostic {
    let mut lines: Vec<String> =
        left_out.iter().take(2).map(|(domain, error)| format!("  {domain}: {}", error.failure)).collect();
    if left_out.len() > 2 {
        lines.push(format!("  and {} more", left_out.len() - 2));
    }
    let names = if left_out.len() == 1 { "name" } else { "names" };
    general(
        "Domain Names Left Out of the List",
        format!(
            "The mappings of {} custom domain {names} are not in this list, because API Gateway refused to list them. \
             It said:\n\n{}",
            left_out.len(),
            lines.join("\n")
        ),
    )
}

fn not_listed(session: &Session, domain: &DomainName, error: &CallError) -> Diagnostic {
    if error.is_not_found() {
        let detail = format!(
            "There is no custom domain name {domain} in {}, so there is nothing to list. Check the name, or the \
             provider's region and credentials. API Gateway said: {}",
            session.place(),
            error.failure
        );
        return about(AttributePath::new("domain_name"), "Domain Name Not Found", detail);
    }
    Task::list(session, &format!("the API mappings of {domain}")).failed(error)
}

async fn one_domain(
    session: &Session,
    domain: &DomainName,
    results: &mut ListResults<'_, ApiMapping>,
) -> Result<ControlFlow<()>, CallError> {
    let mut pages = session.gateway.mappings(domain);
    while let Some(page) = pages.try_next().await? {
        for mapping in page {
            let scheme = if results.wants_state() {
                Scheme::look_up(&session.gateway, &mapping.api_id).await
            } else {
                None
            };
            let state = State::of(domain, &mapping, scheme);
            if results.push(display_name(domain, &mapping), state).await.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// `api.example.com/orders`, as people write it down.
fn display_name(domain: &DomainName, mapping: &Mapping) -> String {
    if mapping.key.is_root() { domain.to_string() } else { format!("{domain}/{}", mapping.key) }
}
