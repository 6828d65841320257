//! The resource `apigatewayv2_api_mapping`.
//!
//! ```text
//! configuration -validate-> plan -checks-> plan -resource-> state
//! ```
//!
//! `validate` and `plan` call nothing. `plan_with_checks` completes a plan by what the
//! checks find in the account. `resource`, `import` and `list` call the gateway; `find` finds
//! the mapping of a state there.
//! `managed_resource` is what newer Terraform asks for: `identity`, `moves` and `list`.

mod find;
mod identity;
mod import;
mod list;
mod managed_resource;
mod moves;
mod plan;
mod plan_with_checks;
mod resource;
mod schema;
mod second_address;
mod state;
mod validate;

pub use self::identity::Identity;
pub use self::list::ListConfig;
pub use self::resource::ApiMapping;
pub use self::state::State;
