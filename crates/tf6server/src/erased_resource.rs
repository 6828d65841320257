//! A resource behind an interface without its types, so that resources of all types fit
//! into one map.

use async_trait::async_trait;
use tf_provider::{Diagnostics, schema::Schema};

use crate::calls::{lifecycle, list, stored_state};
use crate::managed_resource::{Events, ManagedResource, TypedResource};
use crate::{identity::IdentitySchema, proto::tfplugin6 as tf};

macro_rules! calls {
    ($($call:ident => $answer:path;)*) => {
        /// A resource of any type: its schemas, and a method for each call about it.
        ///
        /// A call without an answer has failed; the diagnostics say why.
        #[async_trait]
        pub(crate) trait ErasedResource: Send + Sync {
            fn schema(&self, found: &mut Diagnostics) -> Option<Schema>;
            fn identity_schema(&self) -> Option<IdentitySchema>;
            fn list_schema(&self) -> Option<Schema>;
            $(
                async fn $call(
                    &self,
                    request: tf::$call::Request,
                    found: &mut Diagnostics,
                ) -> Option<tf::$call::Response>;
            )*
            async fn list_resource(
                &self,
                request: tf::list_resource::Request,
                events: &Events,
                found: &mut Diagnostics,
            ) -> Option<tf::list_resource::Event>;
        }

        #[async_trait]
        impl<R: ManagedResource> ErasedResource for TypedResource<R> {
            fn schema(&self, found: &mut Diagnostics) -> Option<Schema> {
                self.resource.schema(found)
            }

            fn identity_schema(&self) -> Option<IdentitySchema> {
                self.resource.identity_schema()
            }

            fn list_schema(&self) -> Option<Schema> {
                self.resource.list_schema()
            }

            $(
                async fn $call(
                    &self,
                    request: tf::$call::Request,
                    found: &mut Diagnostics,
                ) -> Option<tf::$call::Response> {
                    $answer(self, request, found).await
                }
            )*

            async fn list_resource(
                &self,
                request: tf::list_resource::Request,
                events: &Events,
                found: &mut Diagnostics,
            ) -> Option<tf::list_resource::Event> {
                list::list(self, request, events, found).await
            }
        }
    };
}

calls! {
    validate_resource_config => lifecycle::validate;
    validate_list_resource_config => list::validate;
    upgrade_resource_state => stored_state::upgrade_state;
    upgrade_resource_identity => stored_state::upgrade_identity;
    move_resource_state => stored_state::move_state;
    generate_resource_config => lifecycle::generate_config;
    import_resource_state => lifecycle::import;
    read_resource => lifecycle::read;
    plan_resource_change => lifecycle::plan;
    apply_resource_change => lifecycle::apply;
}
