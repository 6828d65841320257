//! What the accounts of the examples have in common.

use super::row::{Fact, Kind};

pub(super) const DOMAIN: Fact = Fact::Domain("api.example.com");
pub(super) const ORDERS: Fact = Fact::Api("a1b2c3d4", Kind::WebSocket, "production");
pub(super) const PAYMENTS: Fact = Fact::Api("e5f6g7h8", Kind::WebSocket, "production");
pub(super) const SHOP: Fact = Fact::Api("i9j0k1l2", Kind::Http, "production");
pub(super) const BLOG: Fact = Fact::Api("m3n4o5p6", Kind::Rest, "production");
