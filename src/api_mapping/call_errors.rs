//! Messages about calls that failed.
//!
//! What was tried and why it failed, what to do next, the service's own words last;
//! on the attribute to blame, where it is clear which one that is.

use tf_provider::{AttributePath, Diagnostic};

use crate::checks::{held_by, import_it};
use crate::diagnostic::{about, general};
use crate::gateway::{CallError, Failure, MappingSpec, RefusalKind, WriteError};
use crate::names::{DomainName, MappingId};
use crate::provider::Session;

/// Refusals whose text tells which attribute is to blame: a part of the text as recorded
/// from the service (of version 1 where it speaks of WebSocket APIs), the attribute, a summary,
/// and what to do.
const BLAMED: &[(&str, &str, &str, &str)] = &[
    (
        "stage identifier",
        "stage",
        "Stage Not Found",
        "The API has no such stage. Create the stage first and let `stage` refer to its resource, or correct the name.",
    ),
    (
        "API identifier",
        "api_id",
        "API Not Found",
        "There is no such API here. Create it first, or check the id, and the provider's region and credentials: the \
         API must be in the same account and region as the domain name.",
    ),
    (
        "domain name identifier",
        "domain_name",
        "Domain Name Not Found",
        "There is no such custom domain name here. Check the name, and the provider's region and credentials, or create \
         it first. A private custom domain name is not found: it takes no API mappings, but \
         aws_api_gateway_base_path_mapping of hashicorp/aws.",
    ),
    (
        "Only REGIONAL domain names",
        "domain_name",
        "Domain Name Cannot Hold API Mappings",
        "Migrate the domain name to a Regional endpoint with security policy TLS 1.2, which API mappings need, or map \
         the API with aws_api_gateway_base_path_mapping of hashicorp/aws.",
    ),
    (
        "WebSocket APIs can only be attached to a domain name with other WebSocket APIs",
        "api_id",
        "WebSocket and Other APIs on One Domain",
        "Give the API another domain name: a WebSocket API cannot share a custom domain name with HTTP or REST APIs.",
    ),
    (
        "apping key",
        "api_mapping_key",
        "API Mapping Key Refused",
        "API Gateway does not accept the key. Correct it as the service says.",
    ),
];

/// What was being done when a call failed.
pub(super) struct Task<'a> {
    /// The beginning of a sentence: `Creating key "orders" on api.example.com`.
    what: String,
    /// The summary of failures that no attribute is to blame for.
    summary: &'static str,
    session: &'a Session,
}

impl<'a> Task<'a> {
    pub(super) fn create(session: &'a Session, domain: &DomainName, spec: &MappingSpec) -> Self {
        let what = format!("Creating the API mapping for {} on {domain}", spec.key.described());
        Self { what, summary: "Could Not Create API Mapping", session }
    }

    pub(super) fn read(session: &'a Session, domain: &DomainName, id: &MappingId) -> Self {
        let what = format!("Reading API mapping {id} on {domain}");
        Self { what, summary: "Could Not Read API Mapping", session }
    }

    pub(super) fn update(session: &'a Session, domain: &DomainName, id: &MappingId) -> Self {
        let what = format!("Updating API mapping {id} on {domain}");
        Self { what, summary: "Could Not Update API Mapping", session }
    }

    pub(super) fn delete(session: &'a Session, domain: &DomainName, id: &MappingId) -> Self {
        let what = format!("Deleting API mapping {id} on {domain}");
        Self { what, summary: "Could Not Delete API Mapping", session }
    }

    /// `what` is listed, such as `the API mappings of api.example.com`.
    pub(super) fn list(session: &'a Session, what: &str) -> Self {
        Self { what: format!("Listing {what}"), summary: "Could Not List API Mappings", session }
    }

    pub(super) fn failed(&self, error: &CallError) -> Diagnostic {
        if let Failure::Refused { kind, message, .. } = &error.failure {
            return self.refused(error, *kind, message);
        }
        let (why, next) = match &error.failure {
            Failure::NoAnswer => {
                ("got no answer in time", "Check the network and the endpoint, and run again.")
            }
            Failure::OutOfTime { .. } => (
                "did not finish in time",
                "Run again, and if it needs longer, set the resource's `timeouts` block. What took effect after all is \
                 seen then.",
            ),
            Failure::ConnectionLost(_) | Failure::NoConnection(_) => (
                "failed because API Gateway could not be reached",
                "Check the network, the proxy and the endpoint, and run again.",
            ),
            Failure::NotApiGateway { .. } | Failure::UnexpectedAnswer | Failure::EndlessListing => (
                "got an answer that does not come from API Gateway",
                "Check the endpoint, and whether a proxy answers in its place.",
            ),
            _ => ("could not be sent", "Check the provider's credentials and settings."),
        };
        general(self.summary, format!("{} {why}. {next} The cause: {}.", self.what, error.failure))
    }

    fn refused(&self, error: &CallError, kind: RefusalKind, message: &str) -> Diagnostic {
        let (what, place) = (&self.what, self.session.place());
        let said = format!("API Gateway said: {message}");
        let blamed = BLAMED.iter().find(|(part, ..)| message.contains(part));
        if let (RefusalKind::BadRequest | RefusalKind::NotFound | RefusalKind::Conflict, Some(row)) =
            (kind, blamed)
        {
            let (_, attribute, summary, next) = *row;
            let detail = format!("{what} was refused in {place}. {next} {said}");
            return about(AttributePath::new(attribute), summary, detail);
        }
        let why = match kind {
            RefusalKind::Denied => {
                let permission = error.action.permission();
                format!("was denied in {place}. Add {permission} to the policy of the credentials.")
            }
            RefusalKind::Throttled => format!(
                "was throttled in {place}, and retries did not help. Run again when other tools are done, or raise \
                 max_retries in the provider block: API Gateway allows an account 10 requests a second in a region."
            ),
            RefusalKind::ServerError => {
                format!("failed inside API Gateway in {place}, and retries did not help. Run again later.")
            }
            RefusalKind::ConcurrentChange => format!(
                "was refused in {place}, because the domain was being changed at the same time, and retries did not \
                 help. Run again."
            ),
            _ => format!("was refused in {place}. Correct what the service names, and run again."),
        };
        general(self.summary, format!("{what} {why} {said}"))
    }

    pub(super) fn not_created(&self, domain: &DomainName, error: &WriteError) -> Diagnostic {
        let WriteError::Unclear { said, lookup } = error else { return self.not_written(domain, error) };
        let detail = format!(
            "{} got no clear answer, and the mapping could not be looked up afterwards. Run apply again: if the \
             mapping exists, the error then names its id and how to import it. The create: {}. The look-up: {}.",
            self.what, said.failure, lookup.failure
        );
        general("API Mapping May Exist", detail)
    }

    /// The diagnostic for a write that did not succeed.
    pub(super) fn not_written(&self, domain: &DomainName, error: &WriteError) -> Diagnostic {
        let what = &self.what;
        let (summary, detail) = match error {
            WriteError::Failed(said) => return self.failed(said),
            WriteError::KeyTaken { holder, said } => {
                let detail = format!(
                    "{} To manage that mapping with this resource, {}Otherwise choose another key, or delete that \
                     mapping first. If this resource is being replaced, remove create_before_destroy: the old mapping \
                     must be deleted first. API Gateway said: {}",
                    held_by(domain, holder),
                    import_it(domain, holder),
                    said.failure
                );
                return about(AttributePath::new("api_mapping_key"), "API Mapping Key Already Taken", detail);
            }
            WriteError::Gone(said) => (
                "API Mapping Is Gone",
                format!(
                    "{what} failed because the mapping was deleted outside Terraform. Run plan again: it offers to \
                     create the mapping anew. API Gateway said: {}",
                    said.failure
                ),
            ),
            WriteError::Overtaken { actual } => (
                "API Mapping Changed Outside Terraform",
                format!(
                    "{what} took effect, but the mapping was changed outside Terraform at the same time. It is now {} \
                     of {domain}, API {}, stage {}. Run plan again to see the difference.",
                    actual.key.described(),
                    actual.api_id,
                    actual.stage
                ),
            ),
            WriteError::Unclear { said, lookup } => (
                "API Mapping May Have Changed",
                format!(
                    "{what} got no clear answer, and the mapping could not be read afterwards. Run plan again to see \
                     whether it changed. The update: {}. The look-up: {}.",
                    said.failure, lookup.failure
                ),
            ),
        };
        general(summary, detail)
    }
}
