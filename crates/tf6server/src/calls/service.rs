//! The gRPC service: a table from the calls of the protocol to the functions that answer
//! them.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::{runtime::Handle, sync::mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::{call, list::prefix_with_config, provider, schemas};
use crate::proto::tfplugin6::{self as tf, provider_server};
use crate::{managed_resource::Events, plugin::Plugin};

/// Events of a list that wait until Terraform takes them.
const BUFFERED_EVENTS: usize = 64;

/// The service. Connections and handlers have a runtime each, so that a handler that
/// blocks its thread does not keep the server from reading requests. A handler runs to
/// its end even when the caller disconnects.
pub(crate) struct Service {
    pub(crate) plugin: Arc<Plugin>,
    pub(crate) handlers: Handle,
}

impl Service {
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

macro_rules! table {
    ($($message:ident, $name:literal, $type_name:ident => $function:tt;)*) => {
        #[tonic::async_trait]
        impl provider_server::Provider for Service {
            $(
                async fn $message(
                    &self,
                    request: Request<tf::$message::Request>,
                ) -> Result<Response<tf::$message::Response>, Status> {
                    let request = request.into_inner();
                    let plugin = Arc::clone(&self.plugin);
                    self.answer(async move {
                        let type_name = table!(@type_name request $type_name);
                        let (answer, diagnostics) = call::run(
                            $name,
                            &type_name,
                            provider::interruption(Arc::clone(&plugin), $name),
                            table!(@work plugin request $message type_name $function),
                        )
                        .await;
                        let mut answer = answer.unwrap_or_default();
                        answer.diagnostics = diagnostics;
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
                self.handlers.spawn(list(Arc::clone(&self.plugin), request.into_inner(), events));
                Ok(Response::new(ReceiverStream::new(stream)))
            }

            async fn stop_provider(
                &self,
                _request: Request<tf::stop_provider::Request>,
            ) -> Result<Response<tf::stop_provider::Response>, Status> {
                provider::stop(&self.plugin);
                Ok(Response::new(tf::stop_provider::Response::default()))
            }
        }
    };
    (@type_name $request:ident none) => { String::new() };
    (@type_name $request:ident $type_name:ident) => { $request.$type_name.clone() };
    (@work $plugin:ident $request:ident $message:ident $type_name:ident resource) => {
        {
            let name = $type_name.clone();
            |found| Box::pin(async move { $plugin.find(&name, found)?.$message($request, found).await })
        }
    };
    (@work $plugin:ident $request:ident $message:ident $type_name:ident configured) => {
        {
            let name = $type_name.clone();
            |found| Box::pin(async move {
                $plugin.configured(found)?.find(&name, found)?.$message($request, found).await
            })
        }
    };
    (@work $plugin:ident $request:ident $message:ident $type_name:ident data_source) => {
        {
            let name = $type_name.clone();
            |found| Box::pin(async move {
                $plugin.find_data_source(&name, found)?.$message($request, found).await
            })
        }
    };
    (@work $plugin:ident $request:ident $message:ident $type_name:ident configured_data_source) => {
        {
            let name = $type_name.clone();
            |found| Box::pin(async move {
                $plugin.configured(found)?.find_data_source(&name, found)?.$message($request, found).await
            })
        }
    };
    (@work $plugin:ident $request:ident $message:ident $type_name:ident ($function:path)) => {
        |found| Box::pin(async move { $function(&$plugin, $request, found).await })
    };
}

table! {
    // message, name in logs, field with the type
    //     => function that answers, or the method of the resource or data source with the
    //        message's name; `configured` where the provider must not have refused its
    //        configuration
    get_provider_schema, "GetProviderSchema", none => (schemas::schemas);
    get_resource_identity_schemas, "GetResourceIdentitySchemas", none => (schemas::identity_schemas);
    get_functions, "GetFunctions", none => (schemas::functions);
    validate_provider_config, "ValidateProviderConfig", none => (provider::validate);
    configure_provider, "ConfigureProvider", none => (provider::configure);
    validate_resource_config, "ValidateResourceConfig", type_name => resource;
    validate_list_resource_config, "ValidateListResourceConfig", type_name => resource;
    upgrade_resource_state, "UpgradeResourceState", type_name => resource;
    upgrade_resource_identity, "UpgradeResourceIdentity", type_name => resource;
    move_resource_state, "MoveResourceState", target_type_name => resource;
    generate_resource_config, "GenerateResourceConfig", type_name => resource;
    import_resource_state, "ImportResourceState", type_name => configured;
    read_resource, "ReadResource", type_name => configured;
    plan_resource_change, "PlanResourceChange", type_name => configured;
    apply_resource_change, "ApplyResourceChange", type_name => (provider::apply);
    validate_data_resource_config, "ValidateDataResourceConfig", type_name => data_source;
    read_data_source, "ReadDataSource", type_name => configured_data_source;
}

/// Sends an event for each object. The last one has the diagnostics of the list, be it that of
/// an object or one more: see [`crate::ListResults`].
async fn list(plugin: Arc<Plugin>, request: tf::list_resource::Request, events: Events) {
    let type_name = request.type_name.clone();
    let (name, sent) = (type_name.clone(), events.clone());
    let interruption = provider::interruption(Arc::clone(&plugin), "ListResource");
    let (last, diagnostic) = call::run("ListResource", &type_name, interruption, |found| {
        Box::pin(async move {
            let listed =
                plugin.configured(found)?.find(&name, found)?.list_resource(request, &sent, found).await;
            if !plugin.client_speaks_6_11.load(Ordering::SeqCst) {
                prefix_with_config(found);
            }
            listed
        })
    })
    .await;
    let mut last = last.unwrap_or_default();
    last.diagnostic.extend(diagnostic);
    if last != tf::list_resource::Event::default() {
        // Fails only when Terraform has closed the stream.
        let _ = events.send(Ok(last)).await;
    }
}
