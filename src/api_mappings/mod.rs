//! The resource `apigatewayv2_api_mappings`: the whole table of a domain.
//!
//! ```text
//! configuration -validate-> plan -checks-> plan -changes-> steps -carry_out-> state
//! ```
//!
//! `validate`, `plan` and `changes` call nothing. `plan_with_checks` completes a plan by what is
//! found in the account: `schemes` are the kinds of the APIs before and after, and `findings` what
//! AWS would refuse. `write` compares the domain with what was planned for, and `carry_out` makes
//! the changes, step by step, and says what is there then. `managed_resource` is what newer
//! Terraform asks for: `identity` and `list`. What is told to the user is in `messages`,
//! `not_all_done` and `rivals`.

mod carry_out;
mod changes;
mod findings;
mod identity;
mod import;
mod list;
mod managed_resource;
mod messages;
mod not_all_done;
mod plan;
mod plan_with_checks;
mod resource;
mod rivals;
mod schema;
mod schemes;
mod state;
#[cfg(test)]
mod testing;
mod validate;
mod write;

pub use self::identity::Identity;
pub use self::list::ListConfig;
pub use self::resource::ApiMappings;
pub use self::state::{State, Target};
