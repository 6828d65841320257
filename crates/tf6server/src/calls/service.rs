//! The gRPC service: a table from the calls of the protocol to the functions that answer
//! them.

use std::sync::Arc;

use tf_provider::Diagnostics;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::call::Call;
use super::context::Context;
use super::{config, lifecycle, list, provider, schemas, stored_state};
use crate::diagnostics::to_proto;
use crate::plugin::Plugin;
use crate::proto::tfplugin6::{self as tf, provider_server};

/// Events of a list that wait until Terraform takes them.
const BUFFERED_EVENTS: usize = 64;

/// The service. Connections and handlers have a runtime each, so that a handler that
/// blocks its thread does not keep the server from reading requests. A handler runs to
/// its end even when the caller disconnects.
pub(crate) struct Service {
    context: Arc<Context>,
    handlers: Handle,
}

impl Service {
    pub(crate) fn new(plugin: Plugin, handlers: Handle) -> Self {
        Self { context: Arc::new(Context::new(plugin)), handlers }
    }

    async fn answer<A: Send + 'static>(
        &self,
        work: impl Future<Output = A> + Send + 'static,
    ) -> Result<Response<A>, Status> {
        match self.handlers.spawn(work).await {
            Ok(answer) => Ok(Response::new(answer)),
            // Panics are caught in the task, so the runtime is shutting down.
            Err(_) => Err(Status::unavailable("the provider is shutting down")),
        }
    }
}

/// An answer that can carry diagnostics, which is every answer.
trait Answer: Default {
    fn set_diagnostics(&mut self, diagnostics: Vec<tf::Diagnostic>);
}

/// The resource type that a call is about, for the log and for errors.
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
                    let context = Arc::clone(&self.context);
                    self.answer(async move {
                        let mut found = Diagnostics::default();
                        let outcome = call.run($work(&context, request, &mut found)).await;
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
                let (events, stream) = mpsc::channel(BUFFERED_EVENTS);
                let list = list::run(Arc::clone(&self.context), request.into_inner(), events);
                self.handlers.spawn(list);
                Ok(Response::new(ReceiverStream::new(stream)))
            }

            async fn stop_provider(
                &self,
                _request: Request<tf::stop_provider::Request>,
            ) -> Result<Response<tf::stop_provider::Response>, Status> {
                provider::stop(&self.context);
                Ok(Response::new(tf::stop_provider::Response::default()))
            }
        }
    };
    (@ none) => {};
    (@ $field:ident) => {
        fn subject(&self) -> &str {
            &self.$field
        }
    };
}

table! {
    // message, name in logs, field with the resource type => function
    get_metadata, "GetMetadata", none => schemas::metadata;
    get_provider_schema, "GetProviderSchema", none => schemas::schemas;
    get_resource_identity_schemas, "GetResourceIdentitySchemas", none => schemas::identity_schemas;
    get_functions, "GetFunctions", none => schemas::functions;
    validate_provider_config, "ValidateProviderConfig", none => provider::validate;
    configure_provider, "ConfigureProvider", none => provider::configure;
    validate_resource_config, "ValidateResourceConfig", type_name => config::validate;
    validate_list_resource_config, "ValidateListResourceConfig", type_name => list::validate;
    upgrade_resource_state, "UpgradeResourceState", type_name => stored_state::upgrade_state;
    upgrade_resource_identity, "UpgradeResourceIdentity", type_name => stored_state::upgrade_identity;
    move_resource_state, "MoveResourceState", target_type_name => stored_state::move_state;
    generate_resource_config, "GenerateResourceConfig", type_name => config::generate;
    import_resource_state, "ImportResourceState", type_name => lifecycle::import;
    read_resource, "ReadResource", type_name => lifecycle::read;
    plan_resource_change, "PlanResourceChange", type_name => lifecycle::plan;
    apply_resource_change, "ApplyResourceChange", type_name => lifecycle::apply;
}
