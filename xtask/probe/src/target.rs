//! What is asked: AWS, or what stands in for it.

use std::any::Any;
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result};
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use local_gateway::{LocalGateway, Quota, Seed};

use crate::client::Client;
use crate::hosts::{self, Hosts};
use crate::ministack::Ministack;
use crate::options::{Endpoint, Options};
use crate::session::Throttling;

/// The region of what stands in for the service, which has the same in all.
const STAND_IN_REGION: &str = "eu-west-1";

/// The variable with the program of ministack, which `cargo xtask probe` installs.
const MINISTACK: &str = "PROBE_MINISTACK";

/// What is asked.
pub(crate) struct Target {
    /// Its name in the record.
    pub(crate) name: String,
    /// The client that calls it.
    pub(crate) client: Client,
    /// The URL that it was told to call, if any.
    pub(crate) url: Option<String>,
    /// Whether calls keep to AWS's quotas.
    pub(crate) is_paced: bool,
    /// Turns its throttling on and off.
    pub(crate) throttling: Option<Throttling>,
    /// What ends when this is dropped.
    pub(crate) started: Box<dyn Any>,
}

impl Target {
    /// Finds it, or starts it.
    ///
    /// # Errors
    /// It cannot be started, or AWS cannot be called with the settings that there are.
    pub(crate) async fn open(options: &Options) -> Result<Self> {
        match &options.endpoint {
            None => Self::aws(options.region.as_deref()).await,
            Some(Endpoint::Local) => Self::local(options.region.as_deref()),
            Some(Endpoint::Ministack) => {
                let program = std::env::var_os(MINISTACK).map(PathBuf::from);
                let program =
                    program.context("ministack is installed by `cargo xtask probe --endpoint ministack`")?;
                let folder = std::env::temp_dir().join(format!("probe-ministack-{:016x}", fastrand::u64(..)));
                let server = Ministack::start(&program, folder)?;
                let url = format!("http://{}", server.address());
                let mut target = Self::stand_in("ministack", &url, options.region.as_deref());
                target.started = Box::new(server);
                Ok(target)
            }
            Some(Endpoint::Url(url)) => Ok(Self::stand_in(url, url, options.region.as_deref())),
        }
    }

    async fn aws(region: Option<&str>) -> Result<Self> {
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https();
        let mut loader = aws_config::defaults(BehaviorVersion::latest()).http_client(http);
        if let Some(region) = region {
            loader = loader.region(Region::new(region.to_owned()));
        }
        let config = loader.load().await;
        let region = config.region().context("no region is set: add --region, or set AWS_REGION")?;
        let region = region.as_ref().to_owned();
        let credentials = config.credentials_provider();
        let credentials = credentials.context("there are no credentials: set them as for the AWS CLI")?;
        let url = config.endpoint_url().map(str::to_owned);
        if url.is_none() {
            hosts::of_api_gateway(&region)?;
        }
        let hosts = url.as_deref().map_or(Hosts::OfAws, Hosts::one);
        Ok(Self {
            name: url.clone().unwrap_or_else(|| "aws".to_owned()),
            is_paced: hosts.lead_to_aws(),
            client: Client::new(credentials, hosts, &region),
            url,
            throttling: None,
            started: Box::new(()),
        })
    }

    fn local(region: Option<&str>) -> Result<Self> {
        let gateway =
            Rc::new(LocalGateway::start(Seed::empty()).context("the local endpoint does not start")?);
        let mut target = Self::stand_in("local", &gateway.url(), region);
        let throttled = Rc::clone(&gateway);
        target.throttling = Some(Box::new(move |on| throttled.set_quota(on.then_some(Quota::DOCUMENTED))));
        target.started = Box::new(gateway);
        Ok(target)
    }

    /// What stands in takes any keys; a variable can name another account.
    fn stand_in(name: &str, url: &str, region: Option<&str>) -> Self {
        let key = std::env::var("AWS_ACCESS_KEY_ID").unwrap_or_else(|_| "local".to_owned());
        let credentials = Credentials::new(key, "local", None, None, "a stand-in takes any");
        let provider = SharedCredentialsProvider::new(credentials);
        Self {
            name: name.to_owned(),
            client: Client::new(provider, Hosts::one(url), region.unwrap_or(STAND_IN_REGION)),
            url: Some(url.to_owned()),
            is_paced: false,
            throttling: None,
            started: Box::new(()),
        }
    }
}
