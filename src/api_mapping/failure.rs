//! Failed calls, in words for the person who reads CI output.
//!
//! What was tried, what the service made of it, what to do next; the service's own
//! words last; and the attribute to blame, whenever it is clear which one it is.

use tf_provider::{AttributePath, Diagnostic};

use crate::diagnostic::{about, general};
use crate::gateway::{CallError, Failure, Mapping, MappingSpec, RefusalKind, WriteError};
use crate::names::{DomainName, ImportId, MappingId};
use crate::provider::Session;

/// Refusals whose text tells which attribute is to blame (texts as recorded from
/// the service): a part of the text, the attribute, a summary, and what to do.
const BLAMED: &[(&str, &str, &str, &str)] = &[
    (
        "stage identifier",
        "stage",
        "Stage Not Found",
        "The API has no such stage. A stage must exist before it is mapped: create it first, let `stage` \
         refer to its resource so that Terraform orders the two, or correct the name.",
    ),
    (
        "API identifier",
        "api_id",
        "API Not Found",
        "There is no such API here. It must exist, in the same account and region as the domain name, before \
         it is mapped: create it first, or check the id and the provider's region and credentials.",
    ),
    (
        "domain name identifier",
        "domain_name",
        "Domain Name Not Found",
        "There is no such custom domain name here. It must exist, in the same account and region as the API, \
         before anything is mapped: create it first, or check the name and the provider's region and \
         credentials.",
    ),
    (
        "Only REGIONAL domain names",
        "domain_name",
        "Domain Name Cannot Hold API Mappings",
        "API mappings need a Regional custom domain name with security policy TLS 1.2. Migrate the domain \
         name, or map the API with hashicorp/aws's aws_api_gateway_base_path_mapping.",
    ),
    (
        "WebSocket",
        "api_id",
        "WebSocket and Other APIs on One Domain",
        "A WebSocket API cannot share a custom domain name with HTTP or REST APIs. Give it a domain name of \
         its own.",
    ),
    (
        "mapping key",
        "api_mapping_key",
        "API Mapping Key Refused",
        "API Gateway does not accept the key. Correct it as the service says.",
    ),
    (
        "ApiMapping key length",
        "api_mapping_key",
        "API Mapping Key Too Long",
        "API Gateway does not accept a key as long as this. Shorten it.",
    ),
];

/// What somebody tried to do to a mapping.
pub(super) struct Attempt<'a> {
    /// A sentence's beginning: `Creating key "orders" on api.example.com`.
    pub(super) what: String,
    /// Summary of failures that blame no attribute: `Could Not Create API Mapping`.
    pub(super) summary: &'static str,
    /// Where.
    pub(super) session: &'a Session,
}

impl<'a> Attempt<'a> {
    pub(super) fn create(session: &'a Session, domain: &DomainName, wanted: &MappingSpec) -> Self {
        let what = format!("Creating the API mapping for {} on {domain}", wanted.key.described());
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

    /// `what` is listed: `the API mappings of api.example.com`.
    pub(super) fn list(session: &'a Session, what: &str) -> Self {
        Self { what: format!("Listing {what}"), summary: "Could Not List API Mappings", session }
    }

    /// The diagnostic for a call that failed.
    pub(super) fn failed(&self, error: &CallError) -> Diagnostic {
        if let Failure::Refused { kind, message, .. } = &error.failure {
            return self.refused(error, *kind, message);
        }
        let (found, next) = match &error.failure {
            Failure::NoAnswer => {
                ("got no answer in time", "Check the network and the endpoint, and run again.")
            }
            Failure::OutOfTime { .. } => (
                "did not finish in time",
                "Run again: what took effect after all will be seen then. If it needs longer, give it more in \
                 the resource's `timeouts` block.",
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
        general(self.summary, format!("{} {found}. {next} The cause: {}.", self.what, error.failure))
    }

    fn refused(&self, error: &CallError, kind: RefusalKind, message: &str) -> Diagnostic {
        let said = format!("API Gateway said: {message}");
        let place = self.session.place();
        let blamed = BLAMED.iter().find(|(part, ..)| message.contains(part));
        if let (RefusalKind::BadRequest | RefusalKind::NotFound | RefusalKind::Conflict, Some(row)) =
            (kind, blamed)
        {
            let (_, attribute, summary, next) = *row;
            let detail = format!("{} was refused in {place}. {next} {said}", self.what);
            return about(AttributePath::new(attribute), summary, detail);
        }
        let why = match kind {
            RefusalKind::Denied => format!(
                "was denied in {place}. The credentials lack the permission {}; add it to their policy.",
                error.action.permission()
            ),
            RefusalKind::Throttled => format!(
                "was throttled for as long as it was retried. API Gateway allows 10 requests a second for the \
                 whole account and region ({place}); run again when other tools are done, or raise \
                 max_retries in the provider block."
            ),
            RefusalKind::ServerError => {
                format!("failed inside API Gateway ({place}), and retries did not help. Run again later.")
            }
            RefusalKind::ConcurrentChange => format!(
                "met changes that somebody else made to the same domain at the same time ({place}), for as \
                 long as it was retried. Run again."
            ),
            _ => format!("was refused in {place}. Correct what the service names, and run again."),
        };
        general(self.summary, format!("{} {why} {said}", self.what))
    }

    /// The diagnostic for a create that did not succeed.
    pub(super) fn not_created(&self, domain: &DomainName, error: &WriteError) -> Diagnostic {
        match error {
            WriteError::Unclear { said, lookup } => general(
                "API Mapping May Exist",
                format!(
                    "{} got no clear answer, and looking for the mapping afterwards failed as well, so it may \
                     exist without Terraform knowing of it. Run apply again: if the mapping is there by then, \
                     the error names its id and how to import it. The create: {}. The look-up: {}.",
                    self.what, said.failure, lookup.failure
                ),
            ),
            other => self.not_written(domain, other),
        }
    }

    /// The diagnostic for an update or a delete that did not succeed.
    pub(super) fn not_written(&self, domain: &DomainName, error: &WriteError) -> Diagnostic {
        match error {
            WriteError::KeyTaken { holder, said } => key_taken(domain, holder, said),
            WriteError::Failed(said) => self.failed(said),
            WriteError::Gone(said) => general(
                "API Mapping Is Gone",
                format!(
                    "{} failed because the mapping does not exist any more: somebody deleted it outside \
                     Terraform. Run plan again; it will offer to create the mapping anew. The service's \
                     answer: {}",
                    self.what, said.failure
                ),
            ),
            WriteError::Overtaken { actual } => general(
                "API Mapping Changed Outside Terraform",
                format!(
                    "{} took effect, but the mapping is not as planned: it is {} of {domain}, API {}, stage {}. \
                     Somebody else changed it at the same time. Run plan again to see the difference.",
                    self.what,
                    actual.key.described(),
                    actual.api_id,
                    actual.stage
                ),
            ),
            WriteError::Unclear { said, lookup } => general(
                "API Mapping May Have Changed",
                format!(
                    "{} got no clear answer, and reading the mapping afterwards failed as well, so it may or \
                     may not be as planned. Run plan again to see. The update: {}. The look-up: {}.",
                    self.what, said.failure, lookup.failure
                ),
            ),
        }
    }
}

/// The key belongs to somebody: who that is, and how to bring it under management.
fn key_taken(domain: &DomainName, holder: &Mapping, said: &CallError) -> Diagnostic {
    let import = ImportId { mapping: holder.id.clone(), domain: domain.clone() };
    let mut place = holder.key.described();
    if let Some(first) = place.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    about(
        AttributePath::new("api_mapping_key"),
        "API Mapping Key Already Taken",
        format!(
            "{place} on {domain} is held by API mapping {}, which sends it to API {}, stage {}. A key belongs \
             to one mapping of a domain, so API Gateway refuses a second one. To manage the existing mapping \
             with this resource, import it:\n\n\
             \x20 import {{\n\
             \x20   to = apigatewayv2_api_mapping.<name>\n\
             \x20   id = \"{import}\"\n\
             \x20 }}\n\n\
             Otherwise choose another key, or delete that mapping first. If this resource is being replaced, do \
             without create_before_destroy: the old mapping must go first. API Gateway said: {}",
            holder.id, holder.api_id, holder.stage, said.failure
        ),
    )
}
