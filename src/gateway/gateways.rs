//! API Gateway in each region that a run works in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Gateway, GatewaySettings};
use crate::names::Region;

/// API Gateway in the regions of one account. The gateway of a region is made when it is
/// first asked for. Caches and the rate limit are its own, because AWS's quota is one of an
/// account and region; credentials are shared.
#[derive(Debug)]
pub struct Gateways {
    settings: GatewaySettings,
    by_region: Mutex<HashMap<Region, Arc<Gateway>>>,
}

impl Gateways {
    /// Gateways with these settings.
    pub fn new(settings: GatewaySettings) -> Self {
        Self { settings, by_region: Mutex::default() }
    }

    /// The gateway to a region, the same one each time.
    pub fn in_region(&self, region: &Region) -> Arc<Gateway> {
        let mut by_region = self.by_region.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Arc::new(Gateway::new(&self.settings, region));
        by_region.entry(region.clone()).or_insert_with(make).clone()
    }
}
