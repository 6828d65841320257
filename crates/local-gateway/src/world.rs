//! What exists in the account: domain names and APIs, in each Region others, and who is calling.
//!
//! The functions here change the world out of band, as another person or tool
//! would: nothing is judged by the service's rules and nothing is logged.

use std::collections::{BTreeMap, HashMap};

use crate::api::Api;
use crate::domain::Domain;
use crate::ids::Ids;
use crate::mapping::Mapping;

/// Whom an access key belongs to, as STS reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The twelve-digit account.
    pub account: String,
    /// The user or assumed role.
    pub arn: String,
    /// The unique identifier of the user or role session.
    pub user_id: String,
}

impl Identity {
    /// The IAM user `local` of an account.
    pub fn user(account: impl Into<String>) -> Self {
        let account = account.into();
        Self {
            arn: format!("arn:aws:iam::{account}:user/local"),
            user_id: "AIDALOCALGATEWAY0000".to_owned(),
            account,
        }
    }
}

/// How listings are cut into pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Items on a page when the caller does not say: 25, as measured.
    pub default_size: usize,
    /// The largest `maxResults` accepted; beyond it the answer is a 400. What
    /// the service accepts is not recorded; the default of 500 is the
    /// documented `limit` of API Gateway v1.
    pub largest_size: usize,
}

impl Default for Paging {
    fn default() -> Self {
        Self { default_size: 25, largest_size: 500 }
    }
}

/// The Region that is looked at when none is named.
pub const DEFAULT_REGION: &str = "eu-west-1";

/// Everything that exists. One Region of it is looked at.
#[derive(Clone, Debug)]
pub struct World {
    /// How listings are cut into pages.
    pub paging: Paging,
    account: String,
    region: String,
    regions: BTreeMap<String, Holdings>,
    /// What each Region holds at first.
    initial: Holdings,
    identities: HashMap<String, Identity>,
    ids: Ids,
}

/// What exists in one Region.
#[derive(Clone, Debug, Default)]
struct Holdings {
    domains: BTreeMap<String, Domain>,
    /// By identifier: several may have the same name.
    private_domains: BTreeMap<String, Domain>,
    apis: BTreeMap<String, Api>,
    /// The ARNs of what ACM holds, each with the domain name that it is for.
    certificates: BTreeMap<String, String>,
}

impl Holdings {
    fn all_domains(&self) -> impl Iterator<Item = &Domain> {
        self.domains.values().chain(self.private_domains.values())
    }
}

impl World {
    /// An account in which nothing exists yet.
    pub fn new(account: impl Into<String>) -> Self {
        Self {
            paging: Paging::default(),
            account: account.into(),
            region: DEFAULT_REGION.to_owned(),
            regions: BTreeMap::new(),
            initial: Holdings::default(),
            identities: HashMap::new(),
            ids: Ids::default(),
        }
    }

    /// Looks at a Region from now on.
    pub(crate) fn in_region(&mut self, region: &str) -> &mut Self {
        region.clone_into(&mut self.region);
        self
    }

    /// Gives every Region what there is in this one.
    pub(crate) fn everywhere(mut self) -> Self {
        self.initial = std::mem::take(self.here_mut());
        self.regions.clear();
        self
    }

    fn here(&self) -> &Holdings {
        self.regions.get(&self.region).unwrap_or(&self.initial)
    }

    fn here_mut(&mut self) -> &mut Holdings {
        self.regions.entry(self.region.clone()).or_insert_with(|| self.initial.clone())
    }

    pub(crate) fn domains(&self) -> &BTreeMap<String, Domain> {
        &self.here().domains
    }

    /// The public domain names and the private ones.
    pub(crate) fn all_domains(&self) -> impl Iterator<Item = &Domain> {
        self.here().all_domains()
    }

    pub(crate) fn certificates_mut(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.here_mut().certificates
    }

    pub(crate) fn apis(&self) -> &BTreeMap<String, Api> {
        &self.here().apis
    }

    /// The account that everything here belongs to.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The names of the domain names and APIs of this Region, and the ARNs of its
    /// certificates: all that there is besides what is in them.
    #[must_use]
    pub fn everything(&self) -> Vec<String> {
        let here = self.here();
        let domains = here.all_domains().map(|domain| &domain.name);
        let apis = here.apis.values().map(|api| &api.name);
        domains.chain(apis).chain(here.certificates.keys()).cloned().collect()
    }

    /// Takes away what [`World::everything`] has under this name.
    pub fn remove(&mut self, name: &str) {
        let here = self.here_mut();
        here.domains.retain(|_, domain| domain.name != name);
        here.private_domains.retain(|_, domain| domain.name != name);
        here.apis.retain(|_, api| api.name != name);
        here.certificates.remove(name);
    }

    /// Adds a certificate of ACM for this domain name, or one with a star, and returns its ARN.
    pub fn put_certificate(&mut self, name: impl Into<String>) -> String {
        let id = self.ids.uuid();
        let arn = format!("arn:aws:acm:{}:{}:certificate/{id}", self.region, self.account);
        self.certificates_mut().insert(arn.clone(), name.into());
        arn
    }

    /// Adds or replaces a domain name.
    pub fn put_domain(&mut self, domain: Domain) {
        self.here_mut().domains.insert(domain.name.clone(), domain);
    }

    /// The domain name, if it exists.
    #[must_use]
    pub fn domain(&self, name: &str) -> Option<&Domain> {
        self.here().domains.get(name)
    }

    /// The domain name, to be changed.
    pub fn domain_mut(&mut self, name: &str) -> Option<&mut Domain> {
        self.here_mut().domains.get_mut(name)
    }

    /// Takes a domain name away, with all its mappings.
    pub fn remove_domain(&mut self, name: &str) -> Option<Domain> {
        self.here_mut().domains.remove(name)
    }

    /// Adds or replaces a private domain name, which only API Gateway v1 sees, and by its identifier.
    pub(crate) fn put_private_domain(&mut self, id: String, domain: Domain) {
        self.here_mut().private_domains.insert(id, domain);
    }

    /// Every private domain name with its identifier.
    pub(crate) fn private_domains(&self) -> impl Iterator<Item = (&str, &Domain)> {
        self.here().private_domains.iter().map(|(id, domain)| (id.as_str(), domain))
    }

    /// The private domain name with this identifier, if it exists.
    pub(crate) fn private_domain(&self, id: &str) -> Option<&Domain> {
        self.here().private_domains.get(id)
    }

    /// The private domain name, to be changed.
    pub(crate) fn private_domain_mut(&mut self, id: &str) -> Option<&mut Domain> {
        self.here_mut().private_domains.get_mut(id)
    }

    /// Takes a private domain name away, with all its mappings.
    pub(crate) fn remove_private_domain(&mut self, id: &str) {
        self.here_mut().private_domains.remove(id);
    }

    /// Adds or replaces an API.
    pub fn put_api(&mut self, api: Api) {
        self.here_mut().apis.insert(api.id.clone(), api);
    }

    /// The API, if it exists.
    #[must_use]
    pub fn api(&self, id: &str) -> Option<&Api> {
        self.apis().get(id)
    }

    /// The API, to be changed: its stages, for example.
    pub fn api_mut(&mut self, id: &str) -> Option<&mut Api> {
        self.here_mut().apis.get_mut(id)
    }

    /// Takes an API away, mapped or not.
    pub fn remove_api(&mut self, id: &str) -> Option<Api> {
        self.here_mut().apis.remove(id)
    }

    /// Maps `api_id` and `stage` at `key` and returns the new mapping's
    /// identifier. A mapping that held the key gives way, and a domain name that
    /// does not exist yet is made.
    pub fn put_mapping(&mut self, domain: &str, key: &str, api_id: &str, stage: &str) -> String {
        let id = self.new_mapping_id();
        let mapping = Mapping {
            id: id.clone(),
            key: key.to_owned(),
            api_id: api_id.to_owned(),
            stage: stage.to_owned(),
        };
        let domains = &mut self.here_mut().domains;
        domains.entry(domain.to_owned()).or_insert_with(|| Domain::new(domain)).mappings.put(mapping);
        id
    }

    /// The mappings of a domain name, by key; none when the domain is unknown.
    #[must_use]
    pub fn mappings(&self, domain: &str) -> Vec<Mapping> {
        let mut mappings: Vec<Mapping> =
            self.domain(domain).map(|domain| domain.mappings.iter().cloned().collect()).unwrap_or_default();
        mappings.sort_by(|one, other| one.key.cmp(&other.key));
        mappings
    }

    /// Takes a mapping away and returns it.
    pub fn remove_mapping(&mut self, domain: &str, id: &str) -> Option<Mapping> {
        self.domain_mut(domain)?.mappings.remove(id)
    }

    /// Says whom an access key belongs to; unknown keys belong to the user
    /// `local` of this account.
    pub fn put_identity(&mut self, access_key: impl Into<String>, identity: Identity) {
        self.identities.insert(access_key.into(), identity);
    }

    /// Whom an access key belongs to.
    #[must_use]
    pub fn identity(&self, access_key: &str) -> Identity {
        self.identities.get(access_key).cloned().unwrap_or_else(|| Identity::user(&self.account))
    }

    pub(crate) fn new_mapping_id(&mut self) -> String {
        let everywhere = || self.regions.values().chain([&self.initial]).flat_map(Holdings::all_domains);
        self.ids.mapping(|id| everywhere().any(|domain| domain.mappings.get(id).is_some()))
    }

    pub(crate) fn new_api_id(&mut self) -> String {
        let everywhere = || self.regions.values().chain([&self.initial]);
        self.ids.api(|id| everywhere().any(|region| region.apis.contains_key(id)))
    }

    pub(crate) fn new_private_domain_id(&mut self) -> String {
        let everywhere = || self.regions.values().chain([&self.initial]);
        self.ids.api(|id| everywhere().any(|region| region.private_domains.contains_key(id)))
    }

    pub(crate) fn new_access_key(&mut self) -> String {
        self.ids.access_key(|key| self.identities.contains_key(key))
    }
}
