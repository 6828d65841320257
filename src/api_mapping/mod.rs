//! The resource `apigatewayv2_api_mapping`.
//!
//! ```text
//! configuration --validate--> plan --checks--> plan --lifecycle--> state
//! ```
//!
//! `validate` and `plan` ask nobody. `ahead` completes a plan by what `checks` find
//! in the account. `lifecycle`, `import` and `list` call the gateway, and `failure`
//! says in words what went wrong. `home` keeps them from looking in the wrong place; it
//! is `kept` beside the state.
//! `identity`, `moves` and `list` are what newer Terraform asks for, by `managed_resource`.

mod ahead;
mod checks;
mod failure;
mod home;
mod identity;
mod import;
mod kept;
mod lifecycle;
mod list;
mod managed_resource;
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
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostics, Resource};

use self::checks::Runs;
pub use self::identity::Identity;
pub use self::kept::Kept;
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

#[async_trait]
impl Resource for ApiMapping {
    type State<'a> = State<'a>;
    type PrivateState<'a> = Kept;
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
        kept: Kept,
        _: ValueEmpty,
    ) -> Option<(State<'a>, Kept)> {
        home::check(diags, &self.connection, &kept, &state).await?;
        let read = lifecycle::read(diags, &self.connection, &self.runs, &state).await?;
        Some((read, home::found(&self.connection, kept).await))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        _proposed: State<'a>,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<(State<'a>, Kept)> {
        let (planned, facts) = ahead::creation(diags, &self.connection, &self.runs, config).await;
        Some((planned, Kept::default().planned(facts.as_ref())))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        _proposed: State<'a>,
        config: State<'a>,
        kept: Kept,
        _: ValueEmpty,
    ) -> Option<(State<'a>, Kept, Vec<AttributePath>)> {
        home::check(diags, &self.connection, &kept, &prior).await?;
        let (planned, replaces, facts) =
            ahead::change(diags, &self.connection, &self.runs, prior, config).await;
        Some((planned, kept.planned(facts.as_ref()), replaces))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _prior: State<'a>,
        kept: Kept,
        _: ValueEmpty,
    ) -> Option<Kept> {
        Some(kept)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State<'a>,
        _config: State<'a>,
        kept: Kept,
        _: ValueEmpty,
    ) -> Option<(State<'a>, Kept)> {
        let created = lifecycle::create(diags, &self.connection, &self.runs, &planned).await?;
        Some((created, home::found(&self.connection, kept).await))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        planned: State<'a>,
        _config: State<'a>,
        kept: Kept,
        _: ValueEmpty,
    ) -> Option<(State<'a>, Kept)> {
        home::check(diags, &self.connection, &kept, &prior).await?;
        let updated = lifecycle::update(diags, &self.connection, &self.runs, &prior, &planned).await?;
        Some((updated, home::found(&self.connection, kept).await))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        kept: Kept,
        _: ValueEmpty,
    ) -> Option<()> {
        home::check(diags, &self.connection, &kept, &prior).await?;
        lifecycle::delete(diags, &self.connection, &prior).await
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(State<'a>, Kept)> {
        let imported = import::by_id(diags, &self.connection, &id).await?;
        Some((imported, home::found(&self.connection, Kept::default()).await))
    }
}
