//! Messages about calls that failed.
//!
//! What was tried and why it failed, what to do next, the service's own words last;
//! on the attribute to blame, where it is clear which one that is.

use humantime::format_duration;
use tf_provider::{AttributePath, Diagnostic};

use crate::checks::{Run, import_it};
use crate::diagnostic::{CHECK_CREDENTIALS, OPT_IN, RENEW_SESSION, about, general};
use crate::evidence::signs;
use crate::gateway::{CallError, Failure, MappingSpec, RefusalKind, WriteError};
use crate::names::{DomainName, MappingId, MappingKey};
use crate::provider::RegionalSession;
use crate::shared::held_key::key_is_held;

/// Refusals whose text tells which attribute is to blame: a part of the text as recorded
/// from the service (of version 1 where it speaks of WebSocket APIs), the attribute, a summary,
/// and what to do.
const BLAMED: &[(&str, &str, &str, &str)] = &[
    (
        signs::STAGE,
        "stage",
        "Stage Not Found",
        "The API has no such stage. Create the stage first, and let `stage` refer to the `id` of an \
         aws_apigatewayv2_stage or the `stage_name` of an aws_api_gateway_stage, or correct the name.",
    ),
    (
        signs::API,
        "api_id",
        "API Not Found",
        "There is no such API here. Create it first, or check the id, the region and the provider's credentials: the \
         API must be in the same account and region as the domain name.",
    ),
    (
        signs::DOMAIN_NAME,
        "domain_name",
        "Domain Name Not Found",
        "There is no such custom domain name here. Check the name, the region and the provider's credentials, or create \
         it first. If it is a private custom domain name, map the API with aws_api_gateway_base_path_mapping of \
         hashicorp/aws: it takes no API mappings.",
    ),
    // Its text goes on where the next one ends.
    (
        signs::ONLY_TLS_1_2,
        "domain_name",
        "Domain Name Cannot Hold API Mappings",
        "Set the security policy of the domain name to TLS 1.2, which API mappings need, or, for a REST API, map it with \
         aws_api_gateway_base_path_mapping of hashicorp/aws.",
    ),
    (
        signs::ONLY_REGIONAL,
        "domain_name",
        "Domain Name Cannot Hold API Mappings",
        "Migrate the domain name to a Regional endpoint with security policy TLS 1.2, which API mappings need, or, \
         for a REST API, map it with aws_api_gateway_base_path_mapping of hashicorp/aws.",
    ),
    (
        signs::ONLY_WEBSOCKET,
        "api_id",
        "WebSocket and Other APIs on One Domain Name",
        "Give the API another domain name: a WebSocket API cannot share a custom domain name with HTTP or REST APIs.",
    ),
    (
        signs::KEY,
        "api_mapping_key",
        "API Mapping Key Refused",
        "API Gateway does not accept the key. Correct it as the service says.",
    ),
];

/// What was being done when a call failed.
pub(crate) struct Task<'a> {
    /// The beginning of a sentence: `Creating key "orders" on api.example.com`.
    what: String,
    /// The summary of failures that no attribute is to blame for.
    summary: &'static str,
    /// What to do where time ran out.
    takes_longer: &'static str,
    session: &'a RegionalSession,
}

const WRITE_TAKES_LONGER: &str = "Run again, and if it needs longer, set the resource's `timeouts` block. What took \
     effect after all is seen then.";
const READ_TAKES_LONGER: &str = "Run again. If it needs longer, set `read` in the resource's `timeouts` block and apply \
     once with -refresh=false: a refresh goes by the timeouts in the state.";
const LIST_TAKES_LONGER: &str = "Run again when other tools are done: API Gateway allows an account 10 requests a second \
     in a region.";

impl<'a> Task<'a> {
    pub(crate) fn create(session: &'a RegionalSession, domain: &DomainName, spec: &MappingSpec) -> Self {
        let what = format!("Creating the API mapping for {} on {domain}", spec.key.described());
        Self { what, summary: "Could Not Create API Mapping", takes_longer: WRITE_TAKES_LONGER, session }
    }

    pub(crate) fn read(session: &'a RegionalSession, domain: &DomainName, id: &MappingId) -> Self {
        let what = format!("Reading API mapping {id} on {domain}");
        Self { what, summary: "Could Not Read API Mapping", takes_longer: READ_TAKES_LONGER, session }
    }

    /// A mapping is looked for by its key.
    pub(crate) fn find(session: &'a RegionalSession, domain: &DomainName, key: &MappingKey) -> Self {
        let what = format!("Looking for the API mapping for {} on {domain}", key.described());
        Self { what, summary: "Could Not Read API Mapping", takes_longer: READ_TAKES_LONGER, session }
    }

    pub(crate) fn update(session: &'a RegionalSession, domain: &DomainName, id: &MappingId) -> Self {
        let what = format!("Updating API mapping {id} on {domain}");
        Self { what, summary: "Could Not Update API Mapping", takes_longer: WRITE_TAKES_LONGER, session }
    }

    pub(crate) fn delete(session: &'a RegionalSession, domain: &DomainName, id: &MappingId) -> Self {
        let what = format!("Deleting API mapping {id} on {domain}");
        Self { what, summary: "Could Not Delete API Mapping", takes_longer: WRITE_TAKES_LONGER, session }
    }

    /// A mapping of a table is changed or deleted.
    pub(crate) fn change(
        session: &'a RegionalSession,
        domain: &DomainName,
        key: &MappingKey,
        id: &MappingId,
    ) -> Self {
        let what = format!("Changing API mapping {id} for {} on {domain}", key.described());
        Self { what, ..Self::update(session, domain, id) }
    }

    /// `what` is listed, such as `the API mappings of api.example.com`.
    pub(crate) fn list(session: &'a RegionalSession, what: &str) -> Self {
        let what = format!("Listing {what}");
        Self { what, summary: "Could Not List API Mappings", takes_longer: LIST_TAKES_LONGER, session }
    }

    /// A custom domain name is looked up.
    pub(crate) fn domain(session: &'a RegionalSession, domain: &DomainName) -> Self {
        let what = format!("Reading custom domain name {domain}");
        Self { what, summary: "Could Not Read Domain Name", takes_longer: LIST_TAKES_LONGER, session }
    }

    pub(crate) fn failed(&self, error: &CallError) -> Diagnostic {
        if let Failure::Refused { kind, message, .. } = &error.failure {
            return self.refused(error, *kind, message);
        }
        let (what, region) = (&self.what, self.session.region());
        let address = self.session.gateway.address(error.action);
        let (why, next) = match &error.failure {
            Failure::NoAnswer => {
                ("got no answer in time".to_owned(), "Check the network and the endpoint, and run again.".to_owned())
            }
            Failure::OutOfTime { .. } => ("did not finish in time".to_owned(), self.takes_longer.to_owned()),
            Failure::AskedToWait(wait) => (
                "would not finish in time".to_owned(),
                format!("Run again in {}: until then, API Gateway answers no call.", format_duration(*wait)),
            ),
            Failure::Interrupted => {
                ("was ended before it was done".to_owned(), "Run again to continue.".to_owned())
            }
            Failure::ConnectionLost(_) | Failure::NoConnection(_) => (
                "failed because API Gateway could not be reached".to_owned(),
                "Check the network, the proxy and the endpoint, and run again.".to_owned(),
            ),
            Failure::NoSuchHost(_) => (
                "failed because the host of API Gateway was not found".to_owned(),
                format!("Check the region, {region}, the provider's endpoint, and the network."),
            ),
            Failure::UntrustedCertificate(_) => (
                "failed because the certificate of what answers is not trusted".to_owned(),
                "If a proxy on the way opens the connections, set custom_ca_bundle in the provider block, or \
                 AWS_CA_BUNDLE, to a file with its certificates. Otherwise check the endpoint."
                    .to_owned(),
            ),
            Failure::NotApiGateway { .. } | Failure::UnexpectedAnswer(_) | Failure::EndlessListing => (
                format!("got an answer from {address} that does not come from API Gateway"),
                "Check the endpoint, and whether a proxy answers in its place.".to_owned(),
            ),
            Failure::Refused { .. } | Failure::NotSent(_) => {
                ("could not be sent".to_owned(), "Check the provider's credentials and settings.".to_owned())
            }
        };
        general(self.summary, format!("{what} {why}. {next} The cause: {}.", error.failure))
    }

    fn refused(&self, error: &CallError, kind: RefusalKind, message: &str) -> Diagnostic {
        let (what, place) = (&self.what, self.session.place());
        let said = format!("API Gateway said: {message}");
        if kind == RefusalKind::Conflict && message.contains(signs::KEY) {
            let detail = format!(
                "{what} was refused in {place}, because the key was held. No mapping was found there afterwards: it has \
                 been given up since, or it is not listed yet and may be this run's own. Run apply again: if the key is \
                 still held, the error names the mapping. {said}"
            );
            return about(AttributePath::new("api_mapping_key"), "API Mapping Key Already Taken", detail);
        }
        let blamed = BLAMED.iter().find(|(part, ..)| message.contains(part));
        if let (RefusalKind::BadRequest | RefusalKind::NotFound | RefusalKind::Conflict, Some(row)) =
            (kind, blamed)
        {
            let (_, attribute, summary, next) = *row;
            let detail = format!("{what} was refused in {place}. {next} {said}");
            return about(AttributePath::new(attribute), summary, detail);
        }
        let why = match kind {
            RefusalKind::Denied if is_by_another_policy(message) => format!(
                "was denied in {place} by a policy other than that of the credentials. The policy that the service names \
                 has to be changed: a service control policy, for one, belongs to the organization."
            ),
            RefusalKind::SessionExpired => format!(
                "failed in {place}, because the session of the credentials has expired. {RENEW_SESSION}, and run again."
            ),
            RefusalKind::CredentialsNotAccepted => {
                format!(
                    "failed in {place}, because AWS does not accept the credentials. {CHECK_CREDENTIALS}."
                )
            }
            RefusalKind::NotOptedIn => {
                format!("failed in {place}, because the account has not opted in. {OPT_IN}.")
            }
            RefusalKind::QuotaReached => format!(
                "was refused in {place}, because a quota is used up, and no retry helps. Delete what is no longer needed, \
                 or have the quota raised. (That of 200 multi-level keys of a domain name cannot be.)"
            ),
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
                "was refused in {place}, because the domain name was being changed at the same time, and retries did not \
                 help. Run again."
            ),
            _ => format!("was refused in {place}. Correct what the service names, and run again."),
        };
        general(self.summary, format!("{what} {why} {said}"))
    }

    pub(crate) fn not_created(&self, run: &Run, domain: &DomainName, error: &WriteError) -> Diagnostic {
        let WriteError::Unclear { said, lookup } = error else { return self.not_written(run, domain, error) };
        let detail = format!(
            "{} got no clear answer, and the mapping could not be looked up afterwards. Run apply again: if the \
             mapping exists, the error then names its id and says what to do. The create: {}. The look-up: {}.",
            self.what, said.failure, lookup.failure
        );
        general("API Mapping May Exist", detail)
    }

    /// The diagnostic for a write that did not succeed.
    pub(crate) fn not_written(&self, run: &Run, domain: &DomainName, error: &WriteError) -> Diagnostic {
        let what = &self.what;
        let (summary, detail) = match error {
            WriteError::Failed(said) => return self.failed(said),
            WriteError::KeyTaken { holder, said } => {
                return key_is_held(self.session, run, domain, holder, said);
            }
            WriteError::MayBeOwn { holder, said } => {
                let detail = format!(
                    "{what} was throttled, and the key is now held by API mapping {}, which is exactly as asked for: this \
                     run may have made it all the same, or another one at the same time. If no other configuration \
                     manages it, {}{}",
                    holder.id,
                    import_it(domain, holder, self.session.named_region()),
                    source(said)
                );
                return about(AttributePath::new("api_mapping_key"), "API Mapping Exists Already", detail);
            }
            WriteError::Gone(said) => (
                "API Mapping Is Gone",
                format!(
                    "{what} failed because there is no such mapping in {}: it was deleted outside Terraform. Run plan \
                     again: it offers to create the mapping anew, unless another one has taken the key. {}",
                    self.session.place(),
                    source(said)
                ),
            ),
            WriteError::Overtaken { actual, said } => (
                "API Mapping Not As Asked For",
                format!(
                    "{what} was answered, but the mapping is {} of {domain}, API {}, stage {}. Another change may have \
                     come after it, or something else may answer in place of API Gateway. Run plan again to see the \
                     difference. The answer: {}.",
                    actual.key.described(),
                    actual.api_id,
                    actual.stage,
                    said.failure
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

/// What ended a write, in words of the service only where it said something.
fn source(said: &CallError) -> String {
    let source = if said.refusal().is_some() { "API Gateway said" } else { "The cause" };
    format!("{source}: {}", said.failure)
}

/// Whether a policy denies it that is not the credentials' own, as the service words it.
fn is_by_another_policy(message: &str) -> bool {
    let words =
        ["explicit deny", "no service control policy", "no VPC endpoint policy", "no permissions boundary"];
    words.iter().any(|words| message.contains(words))
}
