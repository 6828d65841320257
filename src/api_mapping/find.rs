//! Finds the mapping of a state.
//!
//! A state has the id of its mapping, save one that was moved from a base path mapping and has
//! not been read since: version 1 of the service tells no ids. There the key takes its place.
//! An id is of one mapping ever; a key is of one mapping of a domain at a time, in each region
//! another. So what is found by a key is held against what the state says besides.

use std::sync::Arc;
use std::time::Duration;

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use super::state::State;
use crate::checks::{Runs, held_by};
use crate::diagnostic::{about, general};
use crate::gateway::{CallError, Failure, Mapping, RefusalKind};
use crate::names::{ApiId, DomainName, MappingId, MappingKey, Region};
use crate::provider::{RegionalSession, Session};
use crate::shared::call_errors::Task;
use crate::shared::location::{self, Refusal};
use crate::shared::private_state::PrivateState;
use crate::shared::timeouts::Operation;

/// What identifies the mapping of a state.
pub(super) struct Address {
    /// The domain that it is on.
    pub(super) domain: DomainName,
    /// Which one of that domain it is.
    pub(super) which: Which,
}

/// One of the mappings of a domain.
pub(super) enum Which {
    /// The one with this id.
    Id(MappingId),
    /// The one that holds this key.
    Key(MappingKey),
}

/// Why the mapping of a state was not found.
pub(super) enum NotFound {
    /// The service did not say whether there is one.
    NoAnswer(CallError),
    /// The one that holds the key may not be the one that is meant.
    AnotherApi(Mapping),
    /// It may be in another region: this, which it needs, is not in the one that is asked.
    MayBeElsewhere(String),
}

impl Address {
    /// `None` when the state has an id, domain name or region that cannot be used.
    pub(super) fn of(state: &State<'_>) -> Option<Self> {
        if let Value::Value(region) = &state.region {
            Region::from_api(region)?;
        }
        let domain = DomainName::from_api(state.domain_name.as_ref_option()?)?;
        let which = match &state.id {
            Value::Null => Which::Key(MappingKey::from_api(
                state.api_mapping_key.as_ref_option().map_or("", |key| key.as_ref()),
            )),
            _ => Which::Id(state.mapping_id()?),
        };
        Some(Self { domain, which })
    }

    /// The same, or an error.
    pub(super) fn known(diags: &mut Diagnostics, state: &State<'_>) -> Option<Self> {
        let address = Self::of(state);
        if address.is_none() {
            diags.add_error(general(
                "Incomplete State",
                "The state of this API mapping has no id, domain name or region that can be used. Remove it from the \
                 state with a `removed` block with `destroy = false`, and import the mapping by its id.",
            ));
        }
        address
    }

    /// The mapping, within `limit`; `None` when the service says that it, or its domain, does
    /// not exist.
    ///
    /// # Errors
    /// See [`NotFound`].
    pub(super) async fn find(
        &self,
        there: &RegionalSession,
        state: &State<'_>,
        private: &PrivateState,
        limit: Duration,
    ) -> Result<Option<Mapping>, NotFound> {
        let found = match &self.which {
            Which::Id(id) => there.gateway.read(&self.domain, id, limit).await,
            Which::Key(key) => there.gateway.holder(&self.domain, key, limit).await,
        };
        match (found.map_err(NotFound::NoAnswer)?, &self.which) {
            (None, _) => self.is_here(there, state, private).await.map(|()| None),
            (Some(holder), Which::Key(_)) if !may_be_meant(state, &holder) => {
                Err(NotFound::AnotherApi(holder))
            }
            (found, _) => Ok(found),
        }
    }

    /// Holds the region that is asked against the state. Where that names none, as before version 6
    /// of hashicorp/aws, it has to have the domain name and the API of the mapping.
    ///
    /// # Errors
    /// When one of the two is not there, or could not be looked up.
    pub(super) async fn is_here(
        &self,
        there: &RegionalSession,
        state: &State<'_>,
        private: &PrivateState,
    ) -> Result<(), NotFound> {
        if location::region(&state.region, private.location.as_ref()).is_some() {
            return Ok(());
        }
        let lookups = &there.gateway.lookups;
        if lookups.domain(&self.domain).await.map_err(NotFound::NoAnswer)?.is_none() {
            return Err(NotFound::MayBeElsewhere(format!("custom domain name {}", self.domain)));
        }
        let api = state.api_id.as_ref_option().and_then(|api| ApiId::parse(api).ok());
        let Some(api) = api else { return Ok(()) };
        match lookups.api(api.as_str()).await.map_err(NotFound::NoAnswer)? {
            Some(_) => Ok(()),
            None => Err(NotFound::MayBeElsewhere(format!("API {api}"))),
        }
    }

    /// The error for a mapping that was not found, and its cause. It names the account, as far as
    /// that is known by now.
    pub(super) fn refusal(&self, there: &RegionalSession, state: &State<'_>, why: &NotFound) -> Refusal {
        let (domain, region) = (&self.domain, there.region());
        match (why, &self.which) {
            (NotFound::NoAnswer(error), which) => {
                let why = match which {
                    Which::Id(id) => Task::read(there, domain, id).failed(error),
                    Which::Key(key) => not_looked_up(there, domain, key, error),
                };
                (format!("read {domain} in {region}: {:?}", error.refusal()), why)
            }
            (NotFound::AnotherApi(holder), _) => {
                let cause = format!("{domain}/{} in {region}: of another API", holder.key);
                (cause, of_another_api(domain, holder, state))
            }
            (NotFound::MayBeElsewhere(missing), _) => {
                (format!("{missing} is not in {region}"), elsewhere(there, missing))
            }
        }
    }

    fn described(&self) -> String {
        match &self.which {
            Which::Id(id) => id.to_string(),
            Which::Key(key) => format!("for {}", key.described()),
        }
    }

    /// The error for a mapping that is to be changed and does not exist any more.
    pub(super) fn gone(&self) -> Diagnostic {
        let detail = format!(
            "There is no API mapping {} on {}: it was deleted outside Terraform. Run plan again, without \
             -refresh=false: it offers to create the mapping anew.",
            self.described(),
            self.domain
        );
        general("API Mapping Is Gone", detail)
    }
}

/// The region that a mapping is in, which is the provider's where nothing else is stored.
pub(super) fn region_of(state: &State<'_>, private: &PrivateState, session: &Session) -> Region {
    location::region(&state.region, private.location.as_ref()).unwrap_or_else(|| session.region.clone())
}

/// The state with the id of its mapping, and without one where there is no such mapping. It is in
/// the region that is asked, as far as that can be told.
///
/// # Errors
/// See [`NotFound`].
pub(super) async fn identified<'a>(
    session: &Arc<Session>,
    runs: &Runs,
    state: State<'a>,
    private: &PrivateState,
) -> Result<State<'a>, Refusal> {
    let Some(address) = Address::of(&state) else { return Ok(state) };
    let is_identified = matches!(address.which, Which::Id(_));
    if is_identified && location::region(&state.region, private.location.as_ref()).is_some() {
        return Ok(state);
    }
    let there = session.in_region(&region_of(&state, private, session));
    let there = there
        .map_err(|why| (why.to_string(), location::unusable_region(AttributePath::new("region"), &why)))?;
    if is_identified {
        return match address.is_here(&there, &state, private).await {
            Err(why @ NotFound::MayBeElsewhere(_)) => Err(address.refusal(&there, &state, &why)),
            // The write tells.
            Ok(()) | Err(_) => Ok(state),
        };
    }
    let (found, _) = tokio::join!(
        address.find(&there, &state, private, Operation::READ.limit(&state.timeouts)),
        // An error names it.
        session.account(),
    );
    let found = found.map_err(|why| address.refusal(&there, &state, &why))?;
    let Some(Mapping { id, .. }) = found else { return Ok(state) };
    let text = Value::from(id.to_string());
    runs.note_stored(id);
    Ok(State { id: text.clone(), api_mapping_id: text, ..state })
}

/// Whether the mapping at its key is the one that a state without an id means. Another region
/// may have the same key on the same domain name, of another API.
fn may_be_meant(state: &State<'_>, holder: &Mapping) -> bool {
    !state.region.is_null() || state.api_id.as_ref_option().is_some_and(|api| *api == holder.api_id)
}

fn elsewhere(there: &RegionalSession, missing: &str) -> Diagnostic {
    let detail = format!(
        "There is no {missing} in {}, and the state names no region, so the API mapping may be in another one. Give \
         the resource a provider of that region: its `region` argument would replace the mapping. If the mapping \
         does not exist any more, remove the resource from the state with a `removed` block with `destroy = \
         false`.",
        there.place()
    );
    general("API Mapping of Another Region", detail)
}

fn of_another_api(domain: &DomainName, holder: &Mapping, state: &State<'_>) -> Diagnostic {
    let own = state.api_id.as_ref_option().map(ToString::to_string).unwrap_or_default();
    let detail = format!(
        "{} The moved state names API {own} and no region, so its mapping may be in another region. Give the \
         resource a provider of the region of that API. If the API was changed outside Terraform, restore the old \
         resource in place of this one and its `moved` block, and apply once with version 6 of hashicorp/aws, which \
         stores the region.",
        held_by(domain, holder)
    );
    general("API Mapping of Another API", detail)
}

/// A domain name whose mappings only version 1 of the service shows has to change before they
/// can move (recorded: 400 BadRequestException).
fn not_looked_up(
    there: &RegionalSession,
    domain: &DomainName,
    key: &MappingKey,
    error: &CallError,
) -> Diagnostic {
    let task = Task::find(there, domain, key);
    let Failure::Refused { kind: RefusalKind::BadRequest, message, .. } = &error.failure else {
        return task.failed(error);
    };
    if !message.contains("Only REGIONAL domain names") {
        return task.failed(error);
    }
    let change = if message.contains("with a security policy of TLS 1.2") {
        "Set its security policy to TLS_1_2"
    } else {
        "Migrate it to a Regional endpoint with security policy TLS_1_2"
    };
    let detail = format!(
        "Only version 1 of API Gateway manages the mappings of {domain} as it is, and this resource works with \
         version 2. {change} first, then move them. Until then restore the aws_api_gateway_base_path_mapping in \
         place of this resource and its `moved` block. API Gateway said: {message}"
    );
    about(AttributePath::new("domain_name"), "Domain Name Cannot Hold API Mappings", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(id: Value<&'static str>, key: Value<&'static str>) -> State<'static> {
        let text = |text: Value<&'static str>| match text {
            Value::Value(text) => Value::from(text),
            Value::Null => Value::Null,
            Value::Unknown => Value::Unknown,
        };
        State {
            domain_name: Value::from("api.example.com"),
            id: text(id),
            api_mapping_key: text(key),
            api_id: Value::from("a1b2c3d4"),
            ..State::default()
        }
    }

    #[test]
    fn a_state_without_an_id_is_known_by_its_key_and_one_with_an_unusable_id_not_at_all() {
        let which = |id, key| {
            Address::of(&state(id, key)).map(|address| match address.which {
                Which::Id(id) => format!("id {id}"),
                Which::Key(key) => format!("key {key}"),
            })
        };
        let orders = Value::Value("orders");
        assert_eq!(which(Value::Value("m1"), orders).as_deref(), Some("id m1"));
        assert_eq!(which(Value::Null, orders).as_deref(), Some("key orders"));
        assert_eq!(which(Value::Null, Value::Null).as_deref(), Some("key "));
        for unusable in [Value::Value(""), Value::Value("a/b"), Value::Unknown] {
            assert_eq!(which(unusable, orders), None);
        }
        assert!(Address::of(&State { domain_name: Value::Null, ..state(Value::Null, orders) }).is_none());
        assert!(
            Address::of(&State { region: Value::from("no region"), ..state(Value::Null, orders) }).is_none()
        );
    }

    #[test]
    fn without_a_region_the_mapping_at_the_key_has_to_be_of_the_same_api() {
        let holder = |api| Mapping {
            id: MappingId::from_api("m1").unwrap(),
            key: MappingKey::from_api("orders"),
            api_id: String::from(api),
            stage: "production".to_owned(),
        };
        let moved = state(Value::Null, Value::Value("orders"));
        assert!(may_be_meant(&moved, &holder("a1b2c3d4")) && !may_be_meant(&moved, &holder("5h0p5h0p")));
        // Changed outside of Terraform.
        let located = State { region: Value::from("eu-west-1"), ..moved };
        assert!(may_be_meant(&located, &holder("5h0p5h0p")));
    }
}
