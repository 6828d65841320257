//! The provider called as Terraform calls it, with what Terraform and its users may send.

mod called;
mod look_ups;
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
    let look_up = "whatever_the_arguments_are_there_is_an_answer_that_is_known";
    let of_look_up = |kind: &'static look_ups::Kind| {
        Trial::test(format!("protocol::{look_up}::{}::local", kind.type_name), move || {
            look_ups::whatever_the_arguments_are_there_is_an_answer_that_is_known(kind);
            Ok(())
        })
    };
    let after_a_write = Trial::test("protocol::what_others_changed_is_found_after_a_write::local", || {
        look_ups::what_others_changed_is_found_after_a_write();
        Ok(())
    });
    let all = odd_values::KINDS.iter().map(trial).chain(look_ups::KINDS.iter().map(of_look_up));
    all.chain([after_a_write]).collect()
}
