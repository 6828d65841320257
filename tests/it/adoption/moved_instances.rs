//! Instances that move one by one, each by a `moved` block of its own, and on from where they
//! moved to. Terraform then names this provider as the one that the second and further instances
//! come from, and this provider's type as the one of what moved on.

use super::hashicorp_aws::{self, block_of};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(instances_of_count_become_those_of_for_each, needs: [MovedTypes]),
    scenario!(a_block_for_each_key_moves_them_all, needs: [MovedTypes]),
    scenario!(instances_move_to_resources_of_their_own, needs: [MovedTypes]),
    scenario!(what_moved_on_under_this_providers_type_is_taken_over, needs: [MovedTypes]),
]);

const KEYS: [&str; 3] = ["orders", "payments", "shop"];

/// What moves: the source of its provider, the type, the names of key and stage, and what
/// tells the id of a mapping.
const KINDS: [(&str, &str, &str, &str, &str); 3] = [
    ("hashicorp/aws", "aws_apigatewayv2_api_mapping", "api_mapping_key", "stage", "id = "),
    ("hashicorp/aws", "aws_api_gateway_base_path_mapping", "base_path", "stage_name", "id = "),
    ("hashicorp/awscc", "awscc_apigatewayv2_api_mapping", "api_mapping_key", "stage", "api_mapping_id = "),
];

/// Three mappings that another provider manages with this meta-argument, and the expressions of
/// an instance's key and its mapping's id; moved by these blocks to the resources of `ours`.
fn moves(
    case: &Case,
    meta: &str,
    key: &str,
    ours: impl Fn(&World) -> String,
    to: impl Fn(usize) -> [String; 2],
) {
    moves_by(case, meta, key, ours, |type_name| {
        let blocks = (0..KEYS.len()).map(&to);
        blocks.map(|[from, to]| moved(&format!("{type_name}.all[{from}]"), &to)).collect()
    });
}

fn moved(from: &str, to: &str) -> String {
    format!("moved {{\n  from = {from}\n  to = {to}\n}}\n")
}

/// The same, moved by the blocks that `blocks` makes for a type.
fn moves_by(
    case: &Case,
    meta: &str,
    key: &str,
    ours: impl Fn(&World) -> String,
    blocks: impl Fn(&str) -> String,
) {
    let world = World::new(case);
    let ids = KEYS.map(|key| case.aws.create_mapping(DOMAIN, &world.orders, "production", key));
    for (source, type_name, key_name, stage_name, id_name) in KINDS {
        let project = hashicorp_aws::installed_as(case, source);
        let id = format!("lookup({}, {key})", ids_by_key(&ids));
        let more = if id_name == "id = " { String::new() } else { format!("{id_name}{id}\n") };
        let lines = format!("{meta}\n{key_name} = {key}\n{stage_name} = \"production\"\n{more}");
        let theirs = block_of(type_name, "all", &world.orders, "replaced", &lines);
        let told = if id_name == "id = " { id } else { format!("\"${{{id}}}|{DOMAIN}\"") };
        project.main(&theirs.replace("\"replaced\"", &told));
        project.apply().succeeds();

        project.main(&(ours(&world) + &blocks(type_name)));
        case.aws.forget_calls();
        let moved = project.apply().succeeds();
        let planned: Vec<_> = moved.changes.iter().map(|change| change.action.as_str()).collect();
        assert_eq!(planned, ["move"; 3], "{type_name}: {}", moved.text);
        assert!(moved.diagnostics.is_empty(), "{type_name}: {}", moved.text);
        case.aws.expect_writes(&[]);
        has_all(&project, &ids);
        project.plan().plans_nothing();
        super::forget_state(&project);
    }
}

fn ids_by_key(ids: &[String]) -> String {
    let pairs: Vec<_> = KEYS.iter().zip(ids).map(|(key, id)| format!("{key} = {id:?}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Each mapping is in the state once, at its key.
#[track_caller]
fn has_all(project: &Project, ids: &[String]) {
    let state = project.state();
    let instances = state.instances();
    assert_eq!(instances.len(), KEYS.len(), "{}", state.text());
    for (key, id) in KEYS.iter().zip(ids) {
        let of_key = |instance: &&&serde_json::Value| instance["attributes"]["api_mapping_key"] == *key;
        let found = instances.iter().find(of_key).expect("an instance of each key");
        assert_eq!(&found["attributes"]["id"], id.as_str(), "{key}");
    }
}

fn of_each(world: &World) -> String {
    let block = world.orders_block().set("api_mapping_key", "each.key");
    block.set("for_each", &format!("toset({KEYS:?})")).hcl()
}

fn instances_of_count_become_those_of_for_each(case: &Case) {
    let keys = format!("{KEYS:?}[count.index]");
    moves(case, "count = 3", &keys, of_each, |index| {
        [index.to_string(), format!("apigatewayv2_api_mapping.orders[{:?}]", KEYS[index])]
    });
}

fn a_block_for_each_key_moves_them_all(case: &Case) {
    let meta = format!("for_each = toset({KEYS:?})");
    moves(case, &meta, "each.key", of_each, |index| {
        let key = format!("{:?}", KEYS[index]);
        [key.clone(), format!("apigatewayv2_api_mapping.orders[{key}]")]
    });
}

fn instances_move_to_resources_of_their_own(case: &Case) {
    let meta = format!("for_each = toset({KEYS:?})");
    let ours = |world: &World| {
        let block = |key: &&str| {
            let block = world.orders_block().key(key).hcl();
            block.replace("\"orders\" {", &format!("{key:?} {{"))
        };
        KEYS.iter().map(block).collect()
    };
    moves(case, &meta, "each.key", ours, |index| {
        [format!("{:?}", KEYS[index]), format!("apigatewayv2_api_mapping.{}", KEYS[index])]
    });
}

fn what_moved_on_under_this_providers_type_is_taken_over(case: &Case) {
    let meta = format!("for_each = toset({KEYS:?})");
    moves_by(case, &meta, "each.key", of_each, |type_name| {
        let [first, last] = ["first", "orders"].map(|name| format!("apigatewayv2_api_mapping.{name}"));
        moved(&format!("{type_name}.all"), &first) + &moved(&first, &last)
    });
}
