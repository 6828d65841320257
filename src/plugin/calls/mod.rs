//! Terraform's calls, as a table: which message means which work.
//!
//! Every call runs the same way: it gets a span in the log and a guard against
//! panics, what it finds is sent along as diagnostics, and it never fails as a
//! gRPC call. Calls that are not in `proto/tfplugin6.proto` never get here: the
//! server answers UNIMPLEMENTED.

mod call;
mod lifecycle;
mod list;
mod offline;
mod overview;
mod run;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tf_provider::Diagnostics;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use self::call::Call;
use super::diagnostics::{about, to_wire};
use super::managed::Entry;
use super::registry::Plugin;
use super::wire::tfplugin6::{self as tf, provider_server};

/// The provider as a service.
pub(super) struct Calls {
    plugin: Plugin,
    /// Terraform has asked to stop: nothing new may be changed.
    stopped: AtomicBool,
}

impl Calls {
    pub(super) fn new(plugin: Plugin) -> Self {
        Self { plugin, stopped: AtomicBool::new(false) }
    }

    fn entry(&self, name: &str, found: &mut Diagnostics) -> Option<&Arc<Entry>> {
        let entry = self.plugin.resources.get(name);
        if entry.is_none() {
            let executable = self.plugin.executable();
            let version = self.plugin.version;
            found.add_error(about(
                "Unknown Resource Type",
                format!(
                    "{executable} {version} has no resource type {name}. It may be one of \
                     another version: check the version constraint and run `terraform init`."
                ),
            ));
        }
        entry
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
    ($($method:ident, $message:ident, $name:literal, $subject:ident => $work:path;)*) => {
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
        impl provider_server::Provider for Calls {
            $(
                async fn $method(
                    &self,
                    request: Request<tf::$message::Request>,
                ) -> Result<Response<tf::$message::Response>, Status> {
                    let request = request.into_inner();
                    let call = Call::received($name, request.subject());
                    let mut found = Diagnostics::default();
                    let outcome = call.run($work(self, request, &mut found)).await;
                    let mut answer = call.end(outcome, &mut found).unwrap_or_default();
                    answer.set_diagnostics(to_wire(found));
                    Ok(Response::new(answer))
                }
            )*

            type ListResourceStream = ReceiverStream<Result<tf::list_resource::Event, Status>>;

            async fn list_resource(
                &self,
                request: Request<tf::list_resource::Request>,
            ) -> Result<Response<Self::ListResourceStream>, Status> {
                Ok(Response::new(list::start(self, request.into_inner())))
            }

            async fn stop_provider(
                &self,
                _request: Request<tf::stop_provider::Request>,
            ) -> Result<Response<tf::stop_provider::Response>, Status> {
                run::stop(self);
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
    // method, message, name in logs, what it is about => the work
    get_metadata, get_metadata, "GetMetadata", whole => overview::metadata;
    get_provider_schema, get_provider_schema, "GetProviderSchema", whole => overview::schemas;
    get_resource_identity_schemas, get_resource_identity_schemas, "GetResourceIdentitySchemas", whole => overview::identity_schemas;
    get_functions, get_functions, "GetFunctions", whole => overview::functions;
    validate_provider_config, validate_provider_config, "ValidateProviderConfig", whole => run::validate;
    configure_provider, configure_provider, "ConfigureProvider", whole => run::configure;
    validate_resource_config, validate_resource_config, "ValidateResourceConfig", type_name => offline::validate;
    validate_list_resource_config, validate_list_resource_config, "ValidateListResourceConfig", type_name => list::validate;
    upgrade_resource_state, upgrade_resource_state, "UpgradeResourceState", type_name => offline::upgrade_state;
    upgrade_resource_identity, upgrade_resource_identity, "UpgradeResourceIdentity", type_name => offline::upgrade_identity;
    move_resource_state, move_resource_state, "MoveResourceState", target_type_name => offline::move_state;
    generate_resource_config, generate_resource_config, "GenerateResourceConfig", type_name => offline::generate_config;
    import_resource_state, import_resource_state, "ImportResourceState", type_name => lifecycle::import;
    read_resource, read_resource, "ReadResource", type_name => lifecycle::read;
    plan_resource_change, plan_resource_change, "PlanResourceChange", type_name => lifecycle::plan;
    apply_resource_change, apply_resource_change, "ApplyResourceChange", type_name => lifecycle::apply;
}
