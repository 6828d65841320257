//! What an operation does.

use crate::answer::Answer;
use crate::error::ServiceError;
use crate::request::Request;
use crate::rules::table::UNKNOWN_PATH;
use crate::world::World;

/// What an operation gives back.
pub(crate) type Done = Result<Answer, ServiceError>;

/// An operation: a call applied to the world.
pub(crate) type OperationFunction = fn(&mut World, &Request) -> Done;

/// What answers where no route leads.
pub(crate) fn unknown(_: &mut World, request: &Request) -> Done {
    let message = format!("The local endpoint does not know {} {}", request.method, request.path);
    Err(UNKNOWN_PATH.error(ServiceError::new(404, "UnknownOperationException", message)))
}
