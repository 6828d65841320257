//! The guide to coming from other tools: what they made is imported, and let go again.

use serde_json::{Value, json};

use super::{map, named_in_the_examples, with_id};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(what_another_tool_made_is_imported, needs: [OutOfBand]),
    scenario!(the_files_of_other_tools_have_the_mapping_that_is_imported, needs: [OutOfBand]),
    scenario!(all_instances_are_released_as_they_are, needs: [OutOfBand, Removed]),
]);

const IMPORT: &str = include_str!("../../../examples/other-tools/import.tf");
const TEMPLATE: &str = include_str!("../../../examples/other-tools/template.yml");
const SERVERLESS: &str = include_str!("../../../examples/other-tools/serverless.yml");
const TO_IMPORT: &str = include_str!("../../../examples/other-tools/resources-to-import.json");
const REMOVED: &str = include_str!("../../../examples/removing/removed.tf");
const SINGLE: &str = include_str!("../../../examples/one-table/back-to-single-mappings.tf");

fn what_another_tool_made_is_imported(case: &Case) {
    named_in_the_examples(case);
    let id = map(case, "orders", "e5f6g7h8", "$default");
    case.aws.forget_calls();
    let project = case.project();
    project.main(&with_id(IMPORT, "a1b2c3/", &format!("{id}/")));
    let imported = project.apply().succeeds();
    assert_eq!(imported.imports, 1, "{}", imported.text);
    project.main(IMPORT.split("\nimport {").next().expect("the resource"));
    project.plan().plans_nothing();
    case.aws.expect_writes(&[]);
}

/// They are read by Terraform's own functions. The API is another resource of the template.
fn the_files_of_other_tools_have_the_mapping_that_is_imported(case: &Case) {
    let project = case.project();
    project.file("template.yml", &TEMPLATE.replace("!Ref OrdersApi", "e5f6g7h8"));
    project.file("serverless.yml", SERVERLESS).file("resources-to-import.json", TO_IMPORT);
    let read = |expression: &str| -> Value {
        let printed = project.console(&format!("jsonencode({expression})"));
        let text: String = serde_json::from_str(&printed).expect("a string");
        serde_json::from_str(&text).expect("JSON in it")
    };
    let template = read("yamldecode(file(\"template.yml\"))");
    let serverless = read("yamldecode(file(\"serverless.yml\"))");
    let to_import = read("jsondecode(file(\"resources-to-import.json\"))");

    let quoted = |name: &str| {
        let lines = IMPORT
            .lines()
            .map(str::trim)
            .filter(|line| line.split(" = ").next().map(str::trim) == Some(name));
        let quoted: Vec<_> = lines.filter_map(|line| line.split('"').nth(1)).collect();
        let [value] = quoted[..] else { panic!("{name} in {IMPORT}") };
        value
    };
    let (id, of_domain) = quoted("id").split_once('/').expect("an id of an import");
    let (domain, key) = (quoted("domain_name"), quoted("api_mapping_key"));
    assert_eq!(of_domain, domain);
    let mapping = &template["OrdersMapping"];
    let properties = json!({
        "DomainName": domain, "ApiId": quoted("api_id"), "Stage": quoted("stage"), "ApiMappingKey": key,
    });
    assert_eq!(mapping["Properties"], properties);
    assert_eq!(
        (&mapping["DeletionPolicy"], &mapping["UpdateReplacePolicy"]),
        (&json!("Retain"), &json!("Retain"))
    );
    let custom = json!({"domainName": domain, "basePath": key, "enabled": false});
    assert_eq!(serverless["custom"]["customDomain"], custom);
    let to_import = &to_import[0];
    assert_eq!(to_import["ResourceType"], mapping["Type"]);
    assert!(template.get(to_import["LogicalResourceId"].as_str().expect("a name")).is_some(), "{to_import}");
    assert_eq!(to_import["ResourceIdentifier"], json!({"ApiMappingId": id, "DomainName": domain}));
}

fn all_instances_are_released_as_they_are(case: &Case) {
    named_in_the_examples(case);
    let project = case.project();
    project.main(SINGLE.split("\nremoved {").next().expect("the resource"));
    project.apply().succeeds();
    case.aws.forget_calls();
    project.main(&with_id(REMOVED, "apigatewayv2_api_mapping.orders", "apigatewayv2_api_mapping.services"));
    project.apply().succeeds();
    project.state().is_empty();
    case.aws.expect_writes(&[]);
}
