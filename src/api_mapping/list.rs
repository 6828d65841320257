//! `terraform query`: the mappings of one domain, or of all domains.

use std::ops::ControlFlow;

use futures_util::TryStreamExt;
use serde::Deserialize;
use tf_provider::schema::{AttributeConstraint, Block, Description, Schema};
use tf_provider::value::ValueString;
use tf_provider::{AttributePath, Diagnostic, Diagnostics};
use tf6server::ListResults;

use super::call_errors::Task;
use super::resource::ApiMapping;
use super::state::State;
use super::text_attribute::text_attribute;
use super::url::Scheme;
use crate::diagnostic::{about, general};
use crate::gateway::{CallError, Mapping, RefusalKind};
use crate::names::DomainName;
use crate::provider::Session;

/// The `config` of a `list "apigatewayv2_api_mapping"` block.
#[derive(Debug, Deserialize)]
pub struct ListConfig {
    pub(super) domain_name: ValueString<'static>,
}

pub(super) fn schema() -> Schema {
    let domain_name = text_attribute(
        AttributeConstraint::Optional,
        "The custom domain name whose mappings to list. Left out: all custom domain names of the account and region.",
    );
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

/// Lists the mappings of every domain. A domain that cannot be listed is left out, with a
/// warning.
pub(super) async fn all_domains(
    diags: &mut Diagnostics,
    session: &Session,
    results: &mut ListResults<'_, ApiMapping>,
) -> Option<()> {
    let mut domains = session.gateway.domain_names();
    let (mut listed, mut left_out) = (0, Vec::new());
    loop {
        let page = match domains.try_next().await {
            Ok(Some(page)) => page,
            Ok(None) => break,
            Err(error) => return not_listed(diags, session, None, &error).await,
        };
        for domain in page {
            match one_domain(session, &domain, results).await {
                Ok(ControlFlow::Continue(())) => listed += 1,
                // Terraform has as many as it wants.
                Ok(ControlFlow::Break(())) => return Some(()),
                // Deleted since the domains were listed.
                Err(error) if error.is_not_found() => {}
                Err(error) if is_of_this_domain_alone(&error) => left_out.push((domain, error)),
                Err(error) => return not_listed(diags, session, Some(&domain), &error).await,
            }
        }
    }
    match left_out.as_slice() {
        [] => {}
        [(domain, error), ..] if listed == 0 => {
            return not_listed(diags, session, Some(domain), error).await;
        }
        left_out => diags.add_warning(incomplete(left_out)),
    }
    Some(())
}

/// Edge-optimised domains are refused, and a policy can cover some domains only.
fn is_of_this_domain_alone(error: &CallError) -> bool {
    matches!(error.refusal(), Some(RefusalKind::BadRequest | RefusalKind::Denied))
}

fn incomplete(left_out: &[(DomainName, CallError)]) -> Diagnostic {
    let (count, names) = (left_out.len(), if left_out.len() == 1 { "name" } else { "names" });
    let mut detail = format!(
        "The mappings of {count} custom domain {names} are not in this list, because API Gateway refused to list them. \
         It said:\n"
    );
    for (domain, error) in left_out.iter().take(2) {
        detail += &format!("\n  {domain}: {}", error.failure);
    }
    if count > 2 {
        detail += &format!("\n  and {} more", count - 2);
    }
    general("Domain Names Left Out of the List", detail)
}

/// Reports that a domain, or the domains of the account, cannot be listed.
pub(super) async fn not_listed(
    diags: &mut Diagnostics,
    session: &Session,
    domain: Option<&DomainName>,
    error: &CallError,
) -> Option<()> {
    // The place is named with its account. Why that is not known is reported by `list`.
    _ = session.account().await;
    diags.add_error(match domain {
        Some(domain) if error.is_not_found() => about(
            AttributePath::new("domain_name"),
            "Domain Name Not Found",
            format!(
                "There is no custom domain name {domain} in {}, so there is nothing to list. Check the name, or the \
                 provider's region and credentials. API Gateway said: {}",
                session.place(),
                error.failure
            ),
        ),
        Some(domain) => Task::list(session, &format!("the API mappings of {domain}")).failed(error),
        None => Task::list(session, "the custom domain names of the account").failed(error),
    });
    None
}

/// Lists the mappings of a domain, until Terraform has as many as it wants.
pub(super) async fn one_domain(
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
