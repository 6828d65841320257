//! What OpenTofu has and Terraform has not, and going from one of them to the other.

mod features;
mod switching;

pub(crate) use self::features::SCENARIOS;
pub(crate) use self::switching::trials;
