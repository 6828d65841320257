//! Data sources: what exists on a custom domain name, for configurations to refer to.
//!
//! ```text
//! api_mappings   all mappings of a domain name
//! api_mapping    the mapping at one key
//! domain_name    the domain name itself
//! place          where the three look: a domain name, and the session of its region
//! ```
//!
//! Each is a schema, a state and a read. What does not exist is an error, which names it and
//! where it was looked for. In a plan, mappings come from the listing that the resources of the
//! run share; in an apply they are listed anew, because what a data source depends on may have
//! changed them. For the checks nothing is noted but that a call has begun.

mod api_mapping;
mod api_mappings;
mod domain_name;
mod place;

pub use self::api_mapping::ApiMappingAtKey;
pub use self::api_mappings::ApiMappingsOfDomain;
pub use self::domain_name::CustomDomainName;
pub use self::place::Places;
