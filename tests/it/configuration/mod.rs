//! The provider block and the environment: every setting does what it says, and
//! every mistake is one clear error within seconds.

mod account;
mod credentials;
mod endpoints;
mod given_credentials;
mod invalid_environment;
mod invalid_settings;
mod network;
mod programs;
mod region;
mod retries_and_user_agent;
mod roles;
mod secrets;
mod unknown_settings;

use crate::acceptance::world::{DOMAIN, World};
use crate::harness::relay::Relay;
use crate::harness::{Case, Project, Scenario};

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        account::SCENARIOS,
        credentials::SCENARIOS,
        endpoints::SCENARIOS,
        given_credentials::SCENARIOS,
        invalid_environment::SCENARIOS,
        invalid_settings::SCENARIOS,
        network::SCENARIOS,
        programs::SCENARIOS,
        region::SCENARIOS,
        roles::SCENARIOS,
        secrets::SCENARIOS,
        retries_and_user_agent::SCENARIOS,
        unknown_settings::SCENARIOS,
    ]
    .concat()
}

/// A project with one mapping to create, and a recorder of what is sent.
struct Setup<'a> {
    case: &'a Case,
    project: Project,
    recorder: Relay,
}

impl<'a> Setup<'a> {
    fn new(case: &'a Case) -> Self {
        let world = World::new(case);
        let project = case.bare_project();
        project.main(&world.orders_block().hcl());
        Self { case, project, recorder: Relay::plain(case.aws.url()) }
    }

    /// Writes a provider block of these lines.
    fn provider(&self, lines: &[&str]) -> &Self {
        self.project.provider(&format!("provider \"apigatewayv2\" {{\n{}\n}}\n", lines.join("\n")));
        self
    }

    /// The lines that send all calls to the recorder.
    fn endpoints(&self) -> String {
        endpoints(&self.recorder.url())
    }

    /// The lines that give credentials of this case's account.
    fn keys(&self) -> String {
        format!("access_key = {:?}\nsecret_key = \"not-a-secret\"", self.case.aws.account())
    }

    /// Applies, checks that the mapping came to be, and takes it away again.
    #[track_caller]
    fn works(&self) {
        self.project.apply().succeeds();
        assert_eq!(self.project.state().id(), self.case.aws.mapping(DOMAIN).api_mapping_id);
        self.project.destroy().succeeds();
    }

    /// The same in a region of its own, in which the calls are signed.
    #[track_caller]
    fn works_in(&self, region: &str) {
        self.project.main(&World::in_region(self.case, region).orders_block().hcl());
        self.project.apply().succeeds();
        let made = self.case.aws.in_region(region).mapping(DOMAIN);
        assert_eq!(self.project.state().id(), made.api_mapping_id, "{region}");
        assert!(self.recorder.sent().contains(&format!("/{region}/apigateway/aws4_request")), "{region}");
        self.project.destroy().succeeds();
    }
}

const REGION: &str = "region = \"eu-west-1\"";

/// A block that sends all calls to one address.
fn endpoints(url: &str) -> String {
    format!("endpoints {{\n  apigatewayv2 = {url:?}\n  apigateway = {url:?}\n  sts = {url:?}\n}}")
}
