//! The provider called over gRPC, in front of an endpoint of its own.

use local_gateway::{LocalGateway, Seed};
use proptest::test_runner::TestCaseError;
use tf6server::protocol as tf;
use tf6server::protocol::provider_client::ProviderClient;
use tokio::runtime::{Builder, Runtime};
use tonic::Status;
use tonic::transport::Channel;

use super::process::Provider;
use crate::harness::leftovers;

/// A provider that is configured for an endpoint.
pub(super) struct Called {
    pub(super) aws: LocalGateway,
    pub(super) client: ProviderClient<Channel>,
    pub(super) runtime: Runtime,
    provider: Provider,
    folder: tempfile::TempDir,
}

impl Called {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
        let provider = Provider::start(folder.path());
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let client = runtime.block_on(async {
            let mut client = provider.client().await;
            let request =
                tf::configure_provider::Request { config: Some(settings(&aws.url())), ..Default::default() };
            let configured = client.configure_provider(request).await.expect("an answer").into_inner();
            assert!(configured.diagnostics.is_empty(), "{configured:?}");
            client
        });
        Self { aws, client, runtime, provider, folder }
    }

    /// Ends the provider.
    ///
    /// # Panics
    /// When it wrote anything to stderr, or leaves something behind.
    pub(super) fn end(self) {
        drop((self.client, self.runtime));
        assert_eq!(self.provider.end(), "");
        leftovers::check(self.folder.path());
    }
}

fn settings(url: &str) -> tf::DynamicValue {
    let endpoints = serde_json::json!({"apigatewayv2": url, "apigateway": url, "sts": url});
    value(&serde_json::json!({
        "region": "eu-west-1", "access_key": "123456789012", "secret_key": "not-a-secret",
        "max_retries": 0, "max_requests_per_second": 0, "endpoints": [endpoints],
    }))
}

/// A value as Terraform encodes it.
pub(super) fn value(value: &impl serde::Serialize) -> tf::DynamicValue {
    let msgpack = rmp_serde::to_vec_named(value).expect("a value that can be encoded");
    tf::DynamicValue { msgpack, json: Vec::new() }
}

/// What was found, unless there is no answer or one that only a bug gives.
pub(super) fn answered(
    call: &str,
    answer: Result<Vec<tf::Diagnostic>, Status>,
) -> Result<Vec<tf::Diagnostic>, TestCaseError> {
    let found = answer.map_err(|status| TestCaseError::fail(format!("no answer to {call}: {status}")))?;
    match found.iter().find(|found| found.summary == "Provider Bug" || found.detail.contains("panicked")) {
        Some(bug) => Err(TestCaseError::fail(format!("{call}: {bug:?}"))),
        None => Ok(found),
    }
}
