//! The provider called as Terraform calls it, with what Terraform and its users may send.

mod odd_values;
mod process;
mod values;

use libtest_mimic::Trial;

/// The trials, none of which needs a Terraform.
pub(crate) fn trials() -> Vec<Trial> {
    let name = "whatever_a_value_is_there_is_an_answer_and_a_null_touches_nothing";
    let trial = |kind: &'static odd_values::Kind| {
        Trial::test(format!("protocol::{name}::{}::local", kind.type_name), move || {
            odd_values::whatever_a_value_is_there_is_an_answer_and_a_null_touches_nothing(kind);
            Ok(())
        })
    };
    odd_values::KINDS.iter().map(trial).collect()
}
