//! An endpoint that cannot be reached or never answers: an error in bounded time.

use local_gateway::{Fault, Operation};

use super::impatient;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_refused_connection_is_an_error_that_names_the_endpoint, needs: [Faults]),
    scenario!(a_create_that_is_never_answered_ends_and_leaves_nothing, needs: [Faults]),
    scenario!(a_created_mapping_whose_answer_never_comes_is_found_again, needs: [Faults]).on_every_core(),
    scenario!(a_read_that_is_never_answered_ends_and_keeps_the_state, needs: [Faults]),
    scenario!(an_update_that_is_never_answered_ends_and_keeps_the_state, needs: [Faults]),
    scenario!(a_delete_that_is_never_answered_ends_and_keeps_the_state, needs: [Faults]),
];

fn created(case: &Case) -> (World, Project) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    (world, project)
}

fn a_refused_connection_is_an_error_that_names_the_endpoint(case: &Case) {
    let (world, project) = created(case);
    let id = project.state().id().to_owned();
    let away = case.provider_block("max_retries = 1\n  skip_credentials_validation = true");
    project.provider(&away.replace(case.aws.url(), "http://127.0.0.1:9"));
    for command in [Project::plan, Project::apply, Project::destroy] {
        let failed = command(&project).fails();
        let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
        error.says("127.0.0.1:9").says("refused");
        error.reads_as("read_without_a_connection", case, &[(&id, "id")]);
        assert_eq!(project.state().id(), id);
    }
    // A create, a change and a delete that nothing read before.
    project.main(&world.orders_block().stage("test").hcl());
    project.apply_with(&["-refresh=false"]).fails();
    project.apply_with(&["-refresh=false", "-destroy"]).fails();
    assert_eq!(project.state().attributes()["stage"], "production");
    project.main(&(world.orders_block().hcl() + &world.orders_block().hcl().replace("orders", "more")));
    project.apply_with(&["-refresh=false"]).fails();
    assert_eq!(project.state().id(), id);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
}

fn a_create_that_is_never_answered_ends_and_leaves_nothing(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).hang());
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says(DOMAIN).reads_as("create_never_answered", case, &[]);
    project.state().is_empty();
    assert_eq!(case.aws.mappings(DOMAIN), []);
}

fn a_created_mapping_whose_answer_never_comes_is_found_again(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).hang().after_the_work().once());
    project.apply().succeeds();
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn a_read_that_is_never_answered_ends_and_keeps_the_state(case: &Case) {
    let (_, project) = created(case);
    let id = project.state().id().to_owned();
    case.aws.local().inject(Fault::on_any_of(&Operation::MAPPING_READS).hang());
    let failed = project.apply_with(&["-refresh-only"]).fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says(&id).says(DOMAIN).reads_as("read_never_answered", case, &[(&id, "id")]);
    assert_eq!(project.state().id(), id);
}

fn an_update_that_is_never_answered_ends_and_keeps_the_state(case: &Case) {
    let (world, project) = created(case);
    case.aws.local().inject(Fault::on(Operation::UpdateApiMapping).hang());
    project.main(&world.orders_block().stage("test").hcl());
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says(DOMAIN).reads_as("update_never_answered", case, &[(project.state().id(), "id")]);
    assert_eq!(project.state().attributes()["stage"], "production");
    assert_eq!(case.aws.mapping(DOMAIN).stage, "production");
}

fn a_delete_that_is_never_answered_ends_and_keeps_the_state(case: &Case) {
    let (_, project) = created(case);
    let id = project.state().id().to_owned();
    case.aws.local().inject(Fault::on(Operation::DeleteApiMapping).hang());
    let failed = project.destroy().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says(&id).says(DOMAIN).reads_as("delete_never_answered", case, &[(&id, "id")]);
    assert_eq!(project.state().id(), id);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
}
