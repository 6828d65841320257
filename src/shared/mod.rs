//! What the resources and data sources share.
//!
//! ```text
//! session        the session of the provider, or why there is none
//! location       the region and account that an object belongs to
//! identity       what identities have in common
//! private_state  what is stored beside a state
//! values         the names in a configuration
//! schema         the parts of schemas
//! timeouts       how long an operation may take
//! url            the address at which a mapping answers
//! call_errors    messages about calls that failed
//! not_found      messages about what does not exist
//! held_key       the message for a write whose key another mapping holds
//! listing        what the lists of `terraform query` have in common
//! ```

pub(crate) mod call_errors;
pub(crate) mod held_key;
pub(crate) mod identity;
pub(crate) mod listing;
pub(crate) mod location;
pub(crate) mod not_found;
pub(crate) mod private_state;
pub(crate) mod schema;
pub(crate) mod session;
pub(crate) mod timeouts;
pub(crate) mod url;
pub(crate) mod values;
