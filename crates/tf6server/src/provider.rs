//! The typed provider behind an interface that speaks encoded values.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::{Diagnostics, Provider};

use crate::codec::Codec;
use crate::proto::tfplugin6::DynamicValue;

/// The name of the values in errors.
const OWNER: &str = "the provider block";

/// [`Provider`] with its types erased.
#[async_trait]
pub(crate) trait ErasedProvider: Send + Sync {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema>;
    fn meta_schema(&self, found: &mut Diagnostics) -> Option<Schema>;
    async fn validate(&self, config: Option<&DynamicValue>, found: &mut Diagnostics) -> Option<()>;
    async fn configure(
        &self,
        terraform_version: String,
        config: Option<&DynamicValue>,
        found: &mut Diagnostics,
    ) -> Option<()>;
}

#[async_trait]
impl<P: Provider> ErasedProvider for P {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        Provider::schema(self, found)
    }

    fn meta_schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        Provider::meta_schema(self, found)
    }

    async fn validate(&self, config: Option<&DynamicValue>, found: &mut Diagnostics) -> Option<()> {
        let config = Codec::new(OWNER, found).read("configuration", config)?;
        Provider::validate(self, found, config).await
    }

    async fn configure(
        &self,
        terraform_version: String,
        config: Option<&DynamicValue>,
        found: &mut Diagnostics,
    ) -> Option<()> {
        let config = Codec::new(OWNER, found).read("configuration", config)?;
        Provider::configure(self, found, terraform_version, config).await
    }
}
