//! The kinds of a domain's APIs, before and after a change, as far as they matter: a domain has
//! either WebSocket APIs or others, so one look-up tells the addresses of all.

use std::collections::BTreeSet;

use tf_provider::value::Value;

use super::state::State;
use crate::gateway::{CallError, Gateway, Mappings};
use crate::shared::url::Scheme;

/// How the APIs of a domain are reached now and after the change; `None` where that is not
/// known, or there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Schemes {
    pub(super) now: Option<Scheme>,
    pub(super) then: Option<Scheme>,
    /// An API that is mapped now is mapped after the change.
    pub(super) has_api_that_stays: bool,
}

impl Schemes {
    /// Whether the APIs are certainly of the same kind before and after.
    pub(super) fn is_same_kind(&self) -> bool {
        self.has_api_that_stays || (self.now.is_some() && self.now == self.then)
    }

    /// Whether the APIs are certainly of another kind after the change.
    pub(super) fn is_other_kind(&self) -> bool {
        !self.has_api_that_stays && self.now.is_some() && self.then.is_some() && self.now != self.then
    }

    /// What the states tell by themselves. `prior` is `None` for a table that is new on its
    /// domain.
    pub(super) fn known(prior: Option<&State<'_>>, planned: &State<'_>) -> Self {
        let Some(prior) = prior else { return Self::default() };
        let has_api_that_stays = !apis(prior).is_disjoint(&apis(planned));
        let now = prior.scheme();
        Self { now, then: now.filter(|_| has_api_that_stays), has_api_that_stays }
    }

    /// What they tell, completed by look-ups: one for each side, unless it fails.
    ///
    /// # Errors
    /// When the run is interrupted. After any other failure the kind is not known.
    pub(super) async fn look_up(
        gateway: &Gateway,
        prior: Option<&State<'_>>,
        planned: &State<'_>,
    ) -> Result<Self, CallError> {
        let mut schemes = Self::known(prior, planned);
        let wanted = apis(planned);
        if schemes.then.is_none() {
            schemes.then = Scheme::of_one_of(gateway, &wanted).await?;
        }
        let current = prior.map(apis).unwrap_or_default();
        if schemes.has_api_that_stays {
            schemes.now = schemes.now.or(schemes.then);
        } else if schemes.now.is_none() {
            schemes.now = Scheme::of_one_of(gateway, &current).await?;
        }
        Ok(schemes)
    }
}

/// The scheme of mappings that were found: that of `state`, while an API of it is among them,
/// else as one of their APIs tells it.
pub(super) async fn of_found(gateway: &Gateway, state: &State<'_>, found: &Mappings) -> Option<Scheme> {
    let found: BTreeSet<&str> = found.iter().map(|mapping| mapping.api_id.as_str()).collect();
    match state.scheme() {
        Some(known) if !apis(state).is_disjoint(&found) => Some(known),
        _ => Scheme::of_one_of(gateway, &found).await.ok().flatten(),
    }
}

/// The APIs of a table, as far as they are known.
fn apis<'s>(state: &'s State<'_>) -> BTreeSet<&'s str> {
    let targets = state.mappings.as_ref_option().into_iter().flat_map(|elements| elements.values());
    let apis = targets.filter_map(|target| match target {
        Value::Value(target) => target.api_id.as_ref_option(),
        Value::Null | Value::Unknown => None,
    });
    apis.map(AsRef::as_ref).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mappings::testing::{config, target};
    use crate::gateway::Protocol;

    fn with_urls(state: State<'static>, url: &str) -> State<'static> {
        let urls = [("a".into(), Value::from(url.to_owned()))].into();
        State { urls: Value::Value(urls), ..state }
    }

    #[test]
    fn an_api_that_stays_tells_the_kind_after_a_change_without_a_call() {
        let prior = with_urls(config(&[("a", target("a1", "prod"))]), "wss://api.example.com/a");
        let wss = Scheme::of_kind(Protocol::WebSocket);
        let moved = config(&[("b", target("a1", "test")), ("c", Value::Unknown)]);
        let schemes = Schemes::known(Some(&prior), &moved);
        assert_eq!(schemes, Schemes { now: wss, then: wss, has_api_that_stays: true });
        let other = Schemes::known(Some(&prior), &config(&[("a", target("a2", "prod"))]));
        assert_eq!(other, Schemes { now: wss, then: None, has_api_that_stays: false });
        assert!(!other.is_same_kind() && !other.is_other_kind());
        assert_eq!(Schemes::known(None, &moved), Schemes::default());
    }

    #[test]
    fn only_what_is_known_of_both_sides_is_another_kind() {
        let [wss, https] = [Protocol::WebSocket, Protocol::Http].map(Scheme::of_kind);
        let schemes = |now, then| Schemes { now, then, has_api_that_stays: false };
        assert!(schemes(wss, https).is_other_kind());
        assert!(schemes(wss, wss).is_same_kind());
        for unknown in [schemes(None, https), schemes(wss, None), schemes(None, None)] {
            assert!(!unknown.is_other_kind() && !unknown.is_same_kind());
        }
    }
}
