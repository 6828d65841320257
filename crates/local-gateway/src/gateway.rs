//! The handle that tests and the binary hold.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::faults::Fault;
use crate::log::{Call, Log, Observer};
use crate::operation::Operation;
use crate::policy::Policy;
use crate::quota::Quota;
use crate::rules::Rule;
use crate::seed::Seed;
use crate::server::Server;
use crate::service::{Service, Shared};
use crate::world::{DEFAULT_REGION, World};

/// A running endpoint on a loopback port. It stops when dropped.
///
/// Everything is synchronous, so that a test that drives processes needs no
/// runtime of its own.
///
/// ```
/// use local_gateway::{Fault, LocalGateway, Operation, Seed};
///
/// let aws = LocalGateway::start(Seed::demo())?;
/// aws.inject(Fault::on(Operation::CreateApiMapping).status(500).times(2));
/// println!("endpoint: {}", aws.url());
/// assert_eq!(aws.count(Operation::CreateApiMapping), 0);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct LocalGateway {
    service: Shared,
    server: Server,
}

impl LocalGateway {
    /// Starts on a free port with what the seed holds.
    ///
    /// # Errors
    /// The system gives no port or no thread.
    pub fn start(seed: Seed) -> io::Result<Self> {
        Self::builder(seed).start()
    }

    /// More to say than the seed: a port, a quota, an observer.
    #[must_use]
    pub fn builder(seed: Seed) -> Builder {
        Builder { seed, port: 0, quota: None, observer: None }
    }

    /// The address as a client's endpoint URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The address listened on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Looks at the world in [`DEFAULT_REGION`] or changes it out of band: no rule judges
    /// the change and no call is logged. Calls wait meanwhile, so be brief.
    pub fn world<R>(&self, visit: impl FnOnce(&mut World) -> R) -> R {
        self.world_in(DEFAULT_REGION, visit)
    }

    /// As [`LocalGateway::world`], in another Region.
    pub fn world_in<R>(&self, region: &str, visit: impl FnOnce(&mut World) -> R) -> R {
        visit(self.service.world().in_region(region))
    }

    /// Puts a fault in force, after those already there.
    pub fn inject(&self, fault: Fault) {
        self.service.faults().inject(fault);
    }

    /// Ends all faults. Calls that they hang stay hung.
    pub fn clear_faults(&self) {
        self.service.faults().clear();
    }

    /// Throttles API Gateway calls from now on with a full bucket; `None` stops that.
    pub fn set_quota(&self, quota: Option<Quota>) {
        self.service.set_quota(quota);
    }

    /// Judges API Gateway calls by this IAM policy from now on; what it does not
    /// allow is answered with a 403. `None` allows everything again.
    ///
    /// # Errors
    /// The text is not a policy, or holds what is not understood here, such as
    /// conditions.
    pub fn set_policy(&self, document: Option<&str>) -> Result<(), serde_json::Error> {
        self.service.set_policy(document.map(Policy::from_json).transpose()?);
        Ok(())
    }

    /// All calls since the log was last cleared, in order of arrival.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.service.log().calls()
    }

    /// How often an operation was called, answered or not.
    #[must_use]
    pub fn count(&self, operation: Operation) -> usize {
        self.count_where(|call| call.operation == operation)
    }

    /// How many calls are as described.
    #[must_use]
    pub fn count_where(&self, matches: impl Fn(&Call) -> bool) -> usize {
        self.service.log().count(matches)
    }

    /// How many round trips the calls took, those under way together counted
    /// once. Without a delay, calls that could be made together may come one
    /// after the other: [`Fault::on_every_operation`] with a delay shows them.
    #[must_use]
    pub fn round_trips(&self) -> usize {
        self.calls().iter().map(|call| call.round_trip).max().unwrap_or_default()
    }

    /// The rules that refused a call since the start, which are not forgotten with the calls.
    #[must_use]
    pub fn refusing_rules(&self) -> BTreeSet<&'static Rule> {
        self.service.log().rules()
    }

    /// Forgets all calls.
    pub fn clear_calls(&self) {
        self.service.log().clear();
    }

    /// Waits until `count` calls of an operation have arrived, and says whether
    /// they did within the time given.
    #[must_use]
    pub fn wait_for(&self, operation: Operation, count: usize, time: Duration) -> bool {
        self.service.log().wait_for(operation, count, time)
    }
}

impl fmt::Debug for LocalGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalGateway").field("address", &self.address()).finish_non_exhaustive()
    }
}

/// How to start a [`LocalGateway`].
pub struct Builder {
    seed: Seed,
    port: u16,
    quota: Option<Quota>,
    observer: Option<Observer>,
}

impl Builder {
    /// The port to listen on; 0, the default, takes a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Throttles from the start.
    #[must_use]
    pub fn quota(mut self, quota: Option<Quota>) -> Self {
        self.quota = quota;
        self
    }

    /// Is told of each call when it has ended. It must not call the gateway.
    #[must_use]
    pub fn on_call(mut self, observer: impl Fn(&Call) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Starts.
    ///
    /// # Errors
    /// The port is taken, or the system gives no thread.
    pub fn start(self) -> io::Result<LocalGateway> {
        let service = Arc::new(Service::new(self.seed.into_world(), Log::observed_by(self.observer)));
        service.set_quota(self.quota);
        Ok(LocalGateway { server: Server::start(self.port, Arc::clone(&service))?, service })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("port", &self.port)
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}
