//! The resource as Terraform drives it: each call, and what it leads to.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::private_state::PrivateState;
use super::state::State;
use super::{import, lifecycle, plan_with_checks, schema, timeouts, validate};
use crate::checks::Runs;
use crate::provider::ProviderState;

/// The resource, and the provider that it works with.
#[derive(Debug)]
pub struct ApiMapping {
    pub(super) provider: ProviderState,
    pub(super) runs: Runs,
}

impl ApiMapping {
    /// A resource that works once `provider` is configured.
    pub fn new(provider: ProviderState) -> Self {
        Self { provider, runs: Runs::default() }
    }
}

#[async_trait]
impl Resource for ApiMapping {
    type State<'a> = State<'a>;
    type PrivateState<'a> = PrivateState;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        validate::names(diags, &config);
        validate::read_only(diags, &config);
        timeouts::validate(diags, &config.timeouts);
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        lifecycle::read(diags, &self.provider, &self.runs, state, private).await
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        _proposed: State<'a>,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        let planned = plan_with_checks::creation(diags, &self.provider, &self.runs, config).await;
        Some((planned, PrivateState::default()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        _proposed: State<'a>,
        config: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState, Vec<AttributePath>)> {
        let location = private.location.as_ref();
        let (planned, replaces) =
            plan_with_checks::change(diags, &self.provider, &self.runs, location, prior, config).await;
        Some((planned, private, replaces))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _prior: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<PrivateState> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State<'a>,
        _config: State<'a>,
        _private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        lifecycle::create(diags, &self.provider, planned).await
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        planned: State<'a>,
        _config: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        lifecycle::update(diags, &self.provider, &prior, planned, private).await
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<()> {
        lifecycle::delete(diags, &self.provider, &prior, private).await
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(State<'a>, PrivateState)> {
        import::by_id(diags, &self.provider, &id).await
    }
}
