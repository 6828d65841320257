//! GetDomainName.

use super::clients::Calls;
use crate::gateway::call_error::fits;
use crate::gateway::sdk_error::if_found;
use crate::gateway::{CustomDomain, Failure};
use crate::names::DomainName;

impl Calls {
    /// The custom domain name, or `None` when it does not exist.
    pub(in crate::gateway) async fn get_domain_name(
        &self,
        name: &DomainName,
    ) -> Result<Option<CustomDomain>, Failure> {
        let found = if_found(self.v2.get_domain_name().domain_name(name.as_str()).send().await)?;
        let Some(domain) = found else { return Ok(None) };
        fits("domain name", domain.domain_name(), name.as_str())?;
        Ok(Some(CustomDomain::of_answer(domain)))
    }
}
