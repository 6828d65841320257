//! The provider as a gRPC service: a table from messages to the work they mean.

use std::sync::Arc;

use tf_provider::Diagnostics;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::call::Call;
use super::{Calls, lifecycle, list, offline, overview, run, tf};
use crate::diagnostics::to_proto;
use crate::proto::tfplugin6::provider_server;
use crate::registry::Plugin;

/// How far a list may run ahead of Terraform.
const AHEAD: usize = 64;

/// The service. It answers on one runtime and lets the work be done on another,
/// so that no handler, whatever it does to its thread, keeps others from being
/// heard. Work that has begun is finished, whether or not the caller waits.
pub(crate) struct Service {
    calls: Arc<Calls>,
    handlers: Handle,
}

impl Service {
    pub(crate) fn new(plugin: Plugin, handlers: Handle) -> Self {
        Self { calls: Arc::new(Calls::new(plugin)), handlers }
    }

    async fn answer<A: Send + 'static>(
        &self,
        work: impl Future<Output = A> + Send + 'static,
    ) -> Result<Response<A>, Status> {
        match self.handlers.spawn(work).await {
            Ok(answer) => Ok(Response::new(answer)),
            // Panics are caught within, so there was no time left.
            Err(_) => Err(Status::unavailable("the provider is ending")),
        }
    }
}

/// An answer that can carry diagnostics, which is every answer.
trait Answer: Default {
    fn set_diagnostics(&mut self, diagnostics: Vec<tf::Diagnostic>);
}

/// What a call is about, for the log and for errors.
trait Subject {
    fn subject(&self) -> &str {
        ""
    }
}

macro_rules! table {
    ($($message:ident, $name:literal, $subject:ident => $work:path;)*) => {
        $(
            impl Answer for tf::$message::Response {
                fn set_diagnostics(&mut self, diagnostics: Vec<tf::Diagnostic>) {
                    self.diagnostics = diagnostics;
                }
            }

            impl Subject for tf::$message::Request {
                table!(@ $subject);
            }
        )*

        #[tonic::async_trait]
        impl provider_server::Provider for Service {
            $(
                async fn $message(
                    &self,
                    request: Request<tf::$message::Request>,
                ) -> Result<Response<tf::$message::Response>, Status> {
                    let request = request.into_inner();
                    let call = Call::received($name, request.subject());
                    let calls = Arc::clone(&self.calls);
                    self.answer(async move {
                        let mut found = Diagnostics::default();
                        let outcome = call.run($work(&calls, request, &mut found)).await;
                        let mut answer = call.end(outcome, &mut found).unwrap_or_default();
                        answer.set_diagnostics(to_proto(found));
                        answer
                    })
                    .await
                }
            )*

            type ListResourceStream = ReceiverStream<Result<tf::list_resource::Event, Status>>;

            async fn list_resource(
                &self,
                request: Request<tf::list_resource::Request>,
            ) -> Result<Response<Self::ListResourceStream>, Status> {
                let (events, stream) = mpsc::channel(AHEAD);
                let list = list::run(Arc::clone(&self.calls), request.into_inner(), events);
                self.handlers.spawn(list);
                Ok(Response::new(ReceiverStream::new(stream)))
            }

            async fn stop_provider(
                &self,
                _request: Request<tf::stop_provider::Request>,
            ) -> Result<Response<tf::stop_provider::Response>, Status> {
                run::stop(&self.calls);
                Ok(Response::new(tf::stop_provider::Response::default()))
            }
        }
    };
    (@ whole) => {};
    (@ $field:ident) => {
        fn subject(&self) -> &str {
            &self.$field
        }
    };
}

table! {
    // message, name in logs, what it is about => the work
    get_metadata, "GetMetadata", whole => overview::metadata;
    get_provider_schema, "GetProviderSchema", whole => overview::schemas;
    get_resource_identity_schemas, "GetResourceIdentitySchemas", whole => overview::identity_schemas;
    get_functions, "GetFunctions", whole => overview::functions;
    validate_provider_config, "ValidateProviderConfig", whole => run::validate;
    configure_provider, "ConfigureProvider", whole => run::configure;
    validate_resource_config, "ValidateResourceConfig", type_name => offline::validate;
    validate_list_resource_config, "ValidateListResourceConfig", type_name => list::validate;
    upgrade_resource_state, "UpgradeResourceState", type_name => offline::upgrade_state;
    upgrade_resource_identity, "UpgradeResourceIdentity", type_name => offline::upgrade_identity;
    move_resource_state, "MoveResourceState", target_type_name => offline::move_state;
    generate_resource_config, "GenerateResourceConfig", type_name => offline::generate_config;
    import_resource_state, "ImportResourceState", type_name => lifecycle::import;
    read_resource, "ReadResource", type_name => lifecycle::read;
    plan_resource_change, "PlanResourceChange", type_name => lifecycle::plan;
    apply_resource_change, "ApplyResourceChange", type_name => lifecycle::apply;
}
