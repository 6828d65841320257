//! Going from Terraform to OpenTofu and back, with the state that the other one wrote.

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::adoption::hashicorp_aws;
use crate::harness::endpoint::EndpointLane;
use crate::harness::terraform::TerraformLane;
use crate::harness::{Case, Need, Needs, Project, REGION, Ready, play};

/// A row of the table: what happens when a project goes from one to the other.
struct Switch {
    name: &'static str,
    /// What the second has to offer.
    needs: Needs,
    run: fn(&Case, &TerraformLane, &TerraformLane),
}

const SWITCHES: [Switch; 2] = [
    Switch {
        name: "what_one_applied_the_other_plans_empty_and_goes_on_with",
        needs: Needs::Endpoint(&[]),
        run: what_one_applied_the_other_plans_empty_and_goes_on_with,
    },
    Switch {
        name: "the_state_of_hashicorp_aws_that_one_wrote_moves_in_the_other",
        needs: Needs::Endpoint(&[Need::MovedTypes]),
        run: the_state_of_hashicorp_aws_that_one_wrote_moves_in_the_other,
    },
];

/// One trial in each direction for each pair of a Terraform and an OpenTofu of which
/// one is the newest of its kind.
pub(crate) fn trials(terraforms: &[Ready], endpoints: &[EndpointLane]) -> Vec<Trial> {
    let mut trials = Vec::new();
    let local = endpoints.iter().find(|lane| matches!(lane, EndpointLane::Local));
    for (first, second) in
        terraforms.iter().flat_map(|first| terraforms.iter().map(move |second| (first, second)))
    {
        let a_pair = first.lane.opentofu != second.lane.opentofu && (first.lane.newest || second.lane.newest);
        for switch in SWITCHES.iter().filter(|switch| a_pair && second.lane.offers(switch.needs)) {
            let Some(local) = local.cloned() else { continue };
            let name = format!("opentofu::{}::{}::{}::local", switch.name, first.lane.name, second.lane.name);
            let (first, second, run) = (first.clone(), second.lane.clone(), switch.run);
            trials.push(Trial::test(name, move || {
                let lane = first.lane.clone();
                play(switch.name, &local, first, |case| run(case, &lane, &second));
                Ok(())
            }));
        }
    }
    trials
}

fn what_one_applied_the_other_plans_empty_and_goes_on_with(
    case: &Case,
    first: &TerraformLane,
    second: &TerraformLane,
) {
    let world = World::new(case);
    let mut project = case.project();
    let orders = world.orders_block().with("  timeouts {\n    create = \"2m\"\n  }\n");
    project.switch_to(first);
    project.main(&orders.hcl());
    project.apply().succeeds();
    let applied = project.state();
    let attributes = applied.attributes().clone();
    let private = applied.instances()[0]["private"].clone();
    assert!(private.is_string(), "where the mapping is, is remembered");
    is_of(case, &project, first);

    case.aws.forget_calls();
    for lane in [second, first, second] {
        project.switch_to(lane);
        project.plan().plans_nothing();
        let applied = project.apply().succeeds().plans(&[]);
        assert!(applied.diagnostics.is_empty() && applied.drifted.is_empty(), "{}", applied.text);
        is_of(case, &project, lane);
        let state = project.state();
        assert_eq!(state.attributes(), &attributes, "{}", lane.name);
        assert_eq!(state.instances()[0]["private"], private, "{}", lane.name);
    }
    case.aws.expect_writes(&[]);

    project.main(&orders.stage("test").hcl());
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    project.switch_to(first);
    project.plan().plans_nothing();
    project.destroy().succeeds();
    assert_eq!(case.aws.mappings(DOMAIN).len(), 0);
}

fn the_state_of_hashicorp_aws_that_one_wrote_moves_in_the_other(
    case: &Case,
    first: &TerraformLane,
    second: &TerraformLane,
) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    // OpenTofu takes the old host for its own, unless the configuration names it.
    for source in ["hashicorp/aws", "registry.terraform.io/hashicorp/aws"] {
        let mut project = hashicorp_aws::installed_as(case, source);
        project.main(&hashicorp_aws::block("orders", &world.orders, &id, "api_mapping_key = \"orders\""));
        project.apply().succeeds();

        project.switch_to(second);
        let moved = format!("moved {{\n  from = aws_apigatewayv2_api_mapping.orders\n  to = {ORDERS}\n}}\n");
        project.main(&(world.orders_block().hcl() + &moved));
        case.aws.forget_calls();
        project.apply().succeeds().plans(&[(ORDERS, "move")]);
        project.plan().plans_nothing();
        assert_eq!(project.state().id(), id);
        is_of(case, &project, second);

        project.main(&world.orders_block().hcl());
        project.switch_to(first);
        project.plan().plans_nothing();
        case.aws.expect_writes(&[]);
        std::fs::remove_file(project.folder().join("terraform.tfstate")).expect("a state file");
    }
}

/// Whether the state is as this one writes it: with the provider of its own registry,
/// and with the identity if it has identities.
#[track_caller]
fn is_of(case: &Case, project: &Project, lane: &TerraformLane) {
    let state = project.state();
    let provider = format!("provider[\\\"{}\\\"]", lane.address());
    assert!(state.text().contains(&provider), "{} in {}", provider, state.text());
    let identity = state.instances()[0].get("identity").cloned().unwrap_or_default();
    let expected = match lane.offers(Needs::Endpoint(&[Need::Identity])) {
        true => {
            json!({"domain_name": DOMAIN, "api_mapping_id": state.id(), "region": REGION, "account_id": case.aws.account()})
        }
        false => Value::Null,
    };
    assert_eq!(identity, expected, "{}", lane.name);
}
