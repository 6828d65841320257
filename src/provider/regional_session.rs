//! A session in one region.

use std::sync::Arc;

use tf_provider::Diagnostic;

use super::region::{NO_SUCH_REGION, UNKNOWN};
use super::session::Session;
use crate::findings::Severities;
use crate::gateway::Gateway;
use crate::names::Region;

/// What is called for objects of one region, with the account and the settings of the
/// session.
#[derive(Clone, Debug)]
pub struct RegionalSession {
    /// API Gateway in the region.
    pub gateway: Arc<Gateway>,
    session: Arc<Session>,
}

/// Why nothing can be called in a region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnusableRegion {
    /// It is in another partition of AWS than the provider's.
    #[error(
        "Region {region} is in the partition {there}, and the provider works in region {own_region}, in the partition \
         {own}. Name a region of the partition {own}, or use a provider that is configured for {region}: credentials \
         are good for one partition."
    )]
    OtherPartition {
        /// The region.
        region: Region,
        /// Its partition.
        there: &'static str,
        /// The provider's region.
        own_region: Region,
        /// The partition of that.
        own: &'static str,
    },
    /// AWS has none of this name, and the provider block does not skip looking at it.
    #[error("The region is \"{region}\". {NO_SUCH_REGION}")]
    Unknown {
        /// The region.
        region: Region,
    },
}

impl UnusableRegion {
    /// The summary of the error.
    pub fn summary(&self) -> &'static str {
        match self {
            Self::OtherPartition { .. } => "Region of Another Partition",
            Self::Unknown { .. } => UNKNOWN,
        }
    }
}

impl Session {
    /// The session in a region.
    ///
    /// # Errors
    /// The region is in another partition than the provider's, or none of AWS.
    pub fn in_region(self: &Arc<Self>, region: &Region) -> Result<RegionalSession, UnusableRegion> {
        let (there, own) = (region.partition(), self.region.partition());
        if let Some((there, own)) = there.zip(own).filter(|(there, own)| there != own) {
            let (region, own_region) = (region.clone(), self.region.clone());
            return Err(UnusableRegion::OtherPartition { region, there, own_region, own });
        }
        if there.is_none() && !self.takes_any_region && *region != self.region {
            return Err(UnusableRegion::Unknown { region: region.clone() });
        }
        Ok(RegionalSession { gateway: self.gateways.in_region(region), session: self.clone() })
    }
}

impl RegionalSession {
    /// The region.
    pub fn region(&self) -> &Region {
        self.gateway.region()
    }

    /// What becomes of what plan finds here.
    pub fn severities(&self) -> &Severities {
        &self.session.severities
    }

    /// Waits until STS has said which account the credentials belong to; `None` when
    /// it is not asked.
    ///
    /// # Errors
    /// Why the account is not known; the same each time.
    pub async fn account(&self) -> Result<Option<&str>, Diagnostic> {
        self.session.account().await
    }

    /// How messages call this place: `account 123456789012, region eu-west-1`. The
    /// account is left out as long as it is not known.
    pub fn place(&self) -> String {
        let region = self.region();
        match self.session.known_account() {
            Some(account) => format!("account {account}, region {region}"),
            None => format!("region {region}"),
        }
    }

    /// The region, if it is another than the provider's: configurations and import ids then
    /// have to name it.
    pub fn named_region(&self) -> Option<&Region> {
        Some(self.region()).filter(|region| **region != self.session.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::tests::account::{Account, region};

    #[tokio::test]
    async fn a_region_of_the_partition_is_worked_in_and_named_where_it_is_not_the_providers() {
        let account = Account::new();
        let mut session = Session::of(account.settings(), Severities::default());
        session.takes_any_region = true;
        let session = Arc::new(session);
        session.account().await.expect("an account");
        let named = |name: &str| session.in_region(&region(name)).map(|there| there.named_region().cloned());
        assert_eq!(named("eu-west-1"), Ok(None));
        // Nothing is known of the partition of the last.
        for other in ["us-east-1", "ap-southeast-7", "local"] {
            assert_eq!(named(other), Ok(Some(region(other))));
        }
        let there = session.in_region(&region("us-east-1")).expect("a region of the partition");
        assert_eq!(there.place(), "account 123456789012, region us-east-1");
        for (other, partition) in [("cn-north-1", "aws-cn"), ("eusc-de-east-1", "aws-eusc")] {
            let why = named(other).expect_err("another partition").to_string();
            let start = format!(
                "Region {other} is in the partition {partition}, and the provider works in region eu-west-1, in the \
                 partition aws."
            );
            assert!(why.starts_with(&start), "{why}");
        }
        let strict = Arc::new(Session::of(account.settings(), Severities::default()));
        assert!(strict.in_region(&region("ap-southeast-7")).is_ok());
        for unknown in ["local", "mars-north-1"] {
            let why = strict.in_region(&region(unknown)).expect_err("no region of AWS").to_string();
            assert!(why.starts_with(&format!("The region is \"{unknown}\". No region of AWS")), "{why}");
        }
        assert_eq!(account.aws.calls(), [], "a session in a region costs nothing by itself");
    }
}
