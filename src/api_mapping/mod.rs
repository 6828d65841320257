//! The resource `apigatewayv2_api_mapping`.
//!
//! ```text
//! configuration --validate--> plan --checks--> plan --lifecycle--> state
//! ```
//!
//! `validate` and `plan` ask nobody. `ahead` completes a plan by what `checks` find
//! in the account. `lifecycle`, `import` and `list` call the gateway, and `failure`
//! says in words what went wrong. `identity`, `moves` and `list` are what newer
//! Terraform asks for.

mod ahead;
mod checks;
mod failure;
mod identity;
mod import;
mod lifecycle;
mod list;
mod memory;
mod moves;
mod plan;
mod schema;
mod state;
mod timeouts;
mod url;
mod validate;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostics, Resource};

use self::checks::Runs;
pub use self::identity::Identity;
pub use self::list::ListConfig;
pub use self::state::State;
pub use self::timeouts::Timeouts;
use crate::provider::Connection;

/// The resource, and the connection that it works through.
#[derive(Debug)]
pub struct ApiMapping {
    connection: Connection,
    runs: Runs,
}

impl ApiMapping {
    /// A resource that works through `connection` once that is configured.
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Self { connection, runs: Runs::default() }
    }
}

/// Nothing is kept beside the state.
const NOTHING: ValueEmpty = Value::Null;

#[async_trait]
impl Resource for ApiMapping {
    type State<'a> = State<'a>;
    type PrivateState<'a> = ValueEmpty;
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
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        lifecycle::read(diags, &self.connection, &self.runs, &state).await.map(|state| (state, private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        _proposed: State<'a>,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        Some((ahead::creation(diags, &self.connection, &self.runs, config).await, NOTHING))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        _proposed: State<'a>,
        config: State<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty, Vec<AttributePath>)> {
        let (planned, replaces) = ahead::change(diags, &self.connection, &self.runs, prior, config).await;
        Some((planned, private, replaces))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _prior: State<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<ValueEmpty> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State<'a>,
        _config: State<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        lifecycle::create(diags, &self.connection, &self.runs, &planned).await.map(|state| (state, private))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        planned: State<'a>,
        _config: State<'a>,
        private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        lifecycle::update(diags, &self.connection, &self.runs, &prior, &planned)
            .await
            .map(|state| (state, private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        _private: ValueEmpty,
        _: ValueEmpty,
    ) -> Option<()> {
        lifecycle::delete(diags, &self.connection, &prior).await
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(State<'a>, ValueEmpty)> {
        import::by_id(diags, &self.connection, &id).await.map(|state| (state, NOTHING))
    }
}
