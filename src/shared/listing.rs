//! What the lists of `terraform query` share: their order, and what they say at their limit.

use futures_util::{TryStream, TryStreamExt};
use tf_provider::Diagnostic;
use tf6server::{ListResults, ManagedResource};

use crate::diagnostic::general;
use crate::gateway::CallError;
use crate::names::DomainName;

/// The domain names of all pages, in the order of the alphabet. The service's own order is not
/// documented, and generated configuration is numbered in the order of a list.
///
/// # Errors
/// When a page could not be listed.
pub(crate) async fn in_order(
    pages: impl TryStream<Ok = Vec<DomainName>, Error = CallError>,
) -> Result<Vec<DomainName>, CallError> {
    let mut names = pages.try_concat().await?;
    names.sort_unstable();
    Ok(names)
}

/// The warning for a list that has as many objects as Terraform takes while there are more of
/// these `objects`. Terraform says nothing about it.
pub(crate) fn cut<R: ManagedResource>(objects: &str, results: &ListResults<'_, R>) -> Option<Diagnostic> {
    let detail = || {
        format!(
            "This list ends after {limit}, and there are more {objects}. Write a larger limit into the list block, such as \
             limit = 10000: without one, Terraform takes 100.",
            limit = results.limit()
        )
    };
    results.is_cut().then(|| general(SUMMARY, detail()))
}

/// The warning for a full list after which it could not be found out whether there are more of
/// these `objects`.
pub(crate) fn perhaps_cut<R: ManagedResource>(
    objects: &str,
    results: &ListResults<'_, R>,
    error: &CallError,
) -> Diagnostic {
    let detail = format!(
        "This list ends after {limit}, and there may be more {objects}: that could not be found out. Write a larger \
         limit into the list block, such as limit = 10000, and query again. The cause: {error}.",
        limit = results.limit(),
        error = error.failure
    );
    general(SUMMARY, detail)
}

const SUMMARY: &str = "List Ends at Its Limit";
