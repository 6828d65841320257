//! A data source behind an interface without its types, so that data sources of all types fit
//! into one map.

use async_trait::async_trait;
use tf_provider::{DataSource, Diagnostics, schema::Schema};

use crate::calls::lookup;
use crate::proto::tfplugin6 as tf;

/// A data source of any type: its schema, and a method for each call about it.
///
/// A call without an answer has failed; the diagnostics say why.
#[async_trait]
pub(crate) trait ErasedDataSource: Send + Sync {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema>;

    async fn validate_data_resource_config(
        &self,
        request: tf::validate_data_resource_config::Request,
        found: &mut Diagnostics,
    ) -> Option<tf::validate_data_resource_config::Response>;

    async fn read_data_source(
        &self,
        request: tf::read_data_source::Request,
        found: &mut Diagnostics,
    ) -> Option<tf::read_data_source::Response>;
}

/// A data source and its type name.
pub(crate) struct TypedDataSource<D> {
    pub(crate) name: String,
    pub(crate) data_source: D,
}

#[async_trait]
impl<D: DataSource> ErasedDataSource for TypedDataSource<D> {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        self.data_source.schema(found)
    }

    async fn validate_data_resource_config(
        &self,
        request: tf::validate_data_resource_config::Request,
        found: &mut Diagnostics,
    ) -> Option<tf::validate_data_resource_config::Response> {
        lookup::validate(&self.name, &self.data_source, request, found).await
    }

    async fn read_data_source(
        &self,
        request: tf::read_data_source::Request,
        found: &mut Diagnostics,
    ) -> Option<tf::read_data_source::Response> {
        lookup::read(&self.name, &self.data_source, request, found).await
    }
}
