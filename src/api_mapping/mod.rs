//! The resource `apigatewayv2_api_mapping`.
//!
//! ```text
//! configuration -validate-> plan -checks-> plan -resource-> state
//! ```
//!
//! `validate` and `plan` call nothing. `plan_with_checks` completes a plan by what the
//! checks find in the account. `resource`, `import` and `list` call the gateway, and
//! `call_errors` turns its errors into messages. `location` says in which region a mapping
//! is called, and keeps them from working in another account; it is stored in the
//! `private_state`. `managed_resource` is what newer Terraform asks for: `identity`,
//! `moves` and `list`.

mod call_errors;
mod identity;
mod import;
mod list;
mod location;
mod managed_resource;
mod moves;
mod plan;
mod plan_with_checks;
mod private_state;
mod resource;
mod schema;
mod state;
mod timeouts;
mod url;
mod validate;

pub use self::identity::Identity;
pub use self::list::ListConfig;
pub use self::private_state::PrivateState;
pub use self::resource::ApiMapping;
pub use self::state::State;
