//! Where a scenario's API Gateway lives: the local endpoint or ministack, with
//! one way to put things into it, and whatever only one of them can do behind
//! the [`Need`] that a scenario declares.

mod control;
pub(crate) mod ministack;

use std::collections::BTreeSet;

use local_gateway::{Api, LocalGateway, Operation, Rule};

pub(crate) use self::control::{Control, Mapping, Protocol};
use self::ministack::Ministack;

/// What a scenario asks of its lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// No endpoint: nothing is called.
    Nothing,
    /// An endpoint, and that the two can do this besides the mapping calls themselves.
    Endpoint(&'static [Need]),
}

/// What not every endpoint or not every Terraform and OpenTofu can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// `moved` from a resource of another type.
    MovedTypes,
    /// A move that says in full whose resource it was: OpenTofu up to 1.12.3 gives the
    /// last word of the address alone.
    MoveSource,
    /// `removed` blocks.
    Removed,
    /// Resource identities.
    Identity,
    /// `terraform query`.
    Query,
    /// `for_each` in `import` blocks.
    ImportForEach,
    /// Test files, `.tftest.hcl`.
    TestFiles,
    /// `-exclude`.
    Exclude,
    /// `for_each` in provider blocks.
    ProviderForEach,
    /// Encrypted states and plans.
    Encryption,
    /// `lifecycle { enabled = … }`.
    Enabled,
    /// `lifecycle { destroy = false }`, and an expression as `prevent_destroy`.
    DestroyRules,
    /// Answers made to order, and answers that never come.
    Faults,
    /// A record of the calls that were made.
    CallLog,
    /// The service's own refusals that ministack does not know.
    ServiceRules,
    /// Requests as a proxy gets them, with the whole URL in the first line.
    ProxyRequests,
    /// A world changed without a call: edge-optimised domains, routing rules, and
    /// whatever else version 2 of the service does not make.
    OutOfBand,
}

impl Need {
    /// The first Terraform and the first OpenTofu that can do it; none for what an
    /// endpoint does.
    pub(crate) fn since(self) -> Option<Since> {
        match self {
            Self::MovedTypes => Some(Since::both((1, 8), (1, 10))),
            Self::MoveSource => Some(Since::both((1, 8), (1, 12))),
            Self::Removed | Self::ImportForEach => Some(Since::both((1, 7), (1, 7))),
            Self::Identity => Some(Since::both((1, 12), (1, 12))),
            Self::TestFiles => Some(Since::both((1, 6), (1, 6))),
            Self::Query => Some(Since { terraform: Some((1, 14)), opentofu: None }),
            Self::Encryption => Some(Since::opentofu((1, 7))),
            Self::Exclude | Self::ProviderForEach => Some(Since::opentofu((1, 9))),
            Self::Enabled => Some(Since::opentofu((1, 11))),
            Self::DestroyRules => Some(Since::opentofu((1, 12))),
            _ => None,
        }
    }
}

/// Major and minor versions; what one of the two does not have at all is [`None`].
pub(crate) struct Since {
    pub(crate) terraform: Option<(u64, u64)>,
    pub(crate) opentofu: Option<(u64, u64)>,
}

impl Since {
    fn both(terraform: (u64, u64), opentofu: (u64, u64)) -> Self {
        Self { terraform: Some(terraform), opentofu: Some(opentofu) }
    }

    fn opentofu(first: (u64, u64)) -> Self {
        Self { terraform: None, opentofu: Some(first) }
    }
}

/// A kind of endpoint, which is a lane of its own.
#[derive(Debug, Clone)]
pub(crate) enum EndpointLane {
    /// No endpoint at all: what happens before any call.
    Offline,
    Local,
    Ministack(&'static Ministack),
}

impl EndpointLane {
    /// The account that the local endpoint answers for.
    pub(crate) const LOCAL_ACCOUNT: &str = local_gateway::DEFAULT_ACCOUNT;

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Local => "local",
            Self::Ministack(_) => "ministack",
        }
    }

    /// Whether a scenario with these needs can run here.
    pub(crate) fn offers(&self, needs: Needs) -> bool {
        match (self, needs) {
            (Self::Offline, Needs::Nothing) | (Self::Local, Needs::Endpoint(_)) => true,
            // Ministack can do nothing besides the calls themselves.
            (Self::Ministack(_), Needs::Endpoint(needs)) => needs.iter().all(|need| need.since().is_some()),
            (Self::Offline, Needs::Endpoint(_)) | (Self::Local | Self::Ministack(_), Needs::Nothing) => false,
        }
    }

    /// An empty account of its own for one trial.
    pub(crate) fn open(&self) -> Endpoint {
        match self {
            Self::Offline => {
                Endpoint { control: Control::new(CLOSED_PORT, Self::LOCAL_ACCOUNT), local: None }
            }
            Self::Local => {
                let gateway =
                    LocalGateway::start(local_gateway::Seed::empty()).expect("the local endpoint starts");
                let url = gateway.url();
                Endpoint { control: Control::new(&url, Self::LOCAL_ACCOUNT), local: Some(gateway) }
            }
            Self::Ministack(server) => {
                Endpoint { control: Control::new(server.url(), &server.new_account()), local: None }
            }
        }
    }
}

/// Nothing listens on the discard port.
const CLOSED_PORT: &str = "http://127.0.0.1:9";

/// One account on one endpoint.
pub(crate) struct Endpoint {
    control: Control,
    local: Option<LocalGateway>,
}

impl Endpoint {
    /// The local endpoint itself.
    ///
    /// # Panics
    /// On another lane: the scenario did not say that it needs the local one.
    pub(crate) fn local(&self) -> &LocalGateway {
        self.local.as_ref().expect("a scenario that declares its needs")
    }

    /// Whether this is the local endpoint, which words its refusals as AWS does.
    pub(crate) fn is_local(&self) -> bool {
        self.local.is_some()
    }

    /// Checks which writes were made since [`Endpoint::forget_calls`], in their
    /// order, where calls are recorded.
    ///
    /// # Panics
    /// When they are others.
    #[track_caller]
    pub(crate) fn expect_writes(&self, expected: &[Operation]) {
        let Some(local) = &self.local else { return };
        let calls = local.calls();
        let writes: Vec<_> = calls
            .iter()
            .map(|call| call.operation)
            .filter(|o| Operation::MAPPING_WRITES.contains(o))
            .collect();
        assert_eq!(writes, expected, "of all calls {calls:#?}");
    }

    /// Makes a REST API with these stages and returns its id.
    pub(crate) fn create_rest_api(&self, name: &str, stages: &[&str]) -> String {
        match &self.local {
            Some(local) => {
                let api = Api::new(format!("rest{name}"), local_gateway::Protocol::Rest, stages);
                let id = api.id.clone();
                local.world(|world| world.put_api(api));
                id
            }
            None => self.control.create_rest_api(name, stages),
        }
    }

    /// What of its refusals the endpoint made up, where that is recorded.
    pub(crate) fn made_up(&self) -> Option<BTreeSet<String>> {
        let local = self.local.as_ref()?;
        let made_up = local.refusing_rules().into_iter().filter(|rule| rule.is_made_up());
        Some(made_up.map(Rule::name).collect())
    }

    /// Forgets the calls made so far, where calls are recorded.
    pub(crate) fn forget_calls(&self) {
        if let Some(local) = &self.local {
            local.clear_calls();
        }
    }
}

impl std::ops::Deref for Endpoint {
    type Target = Control;

    fn deref(&self) -> &Control {
        &self.control
    }
}
