//! Which test runs the commands that pages show.

use std::fs;
use std::path::Path;

use super::fences::Block;

/// What runs a command: a file of the workspace, and a text in it without which it would not.
struct RunBy {
    /// How the command begins, as far as it is the same on each page.
    command: &'static str,
    file: &'static str,
    text: &'static str,
}

const fn run_by(command: &'static str, file: &'static str, text: &'static str) -> RunBy {
    RunBy { command, file, text }
}

/// The commands that are not a whole file of `examples/`. What runs one is a test's function, or
/// the step of a workflow.
const COMMANDS: &[RunBy] = &[
    run_by("cargo xtask demo", "xtask/src/demo/steps.rs", "fn all("),
    run_by("cargo xtask test", ".github/workflows/ci.yml", "xtask test"),
    run_by("terraform plan    # or: tofu plan", "xtask/src/picture/mod.rs", "fn failing_plan("),
    run_by(
        "terraform init     # or: tofu init",
        "tests/it/readme.rs",
        "fn the_configuration_of_the_readme_works_by_its_two_commands(",
    ),
    run_by("export AWS_REGION=", "tests/it/configuration/region.rs", FROM_THE_ENVIRONMENT),
    run_by("export AWS_ACCESS_KEY_ID=", CREDENTIALS, "fn credentials_come_from_the_environment("),
    run_by("terraform plan   # or: tofu plan", CREDENTIALS, "fn credentials_come_from_the_environment("),
    run_by("terraform plan -generate-config-out=", "tests/it/guides/adopting.rs", "-generate-config-out="),
    run_by("terraform workspace select -or-create", PREVIEW, "\"select\", \"-or-create\""),
    run_by("terraform destroy -var pull_request=", PREVIEW, "fn each_pull_request_has_a_url_of_its_own("),
    run_by("terraform query", QUERY, "fn a_domain_of_websocket_apis_is_adopted_in_two_commands("),
    run_by(
        "terraform apply -var 'findings=",
        "tests/it/findings/severities.rs",
        "fn a_variable_chooses_for_one_run(",
    ),
    run_by("terraform apply -refresh-only", "tests/it/findings/examples.rs", "Step::RefreshOnly =>"),
    run_by("terraform apply", QUERY, "fn a_domain_of_websocket_apis_is_adopted_in_two_commands("),
    run_by("export TF_VAR_has_credentials=false", WITHOUT_CREDENTIALS, "fn project_without_credentials("),
    run_by("terraform plan -refresh=false -lock=false", WITHOUT_CREDENTIALS, "-refresh=false"),
    run_by(
        "target/debug/terraform-provider-apigatewayv2 --debug",
        "crates/tf6server/tests/protocol/reattach.rs",
        "--debug",
    ),
    run_by("terraform import apigatewayv2_api_mapping.", IMPORT, "fn terraform_import_takes_a_mapping_over("),
    run_by(
        "terraform import apigatewayv2_api_mappings.",
        "tests/it/tables/places.rs",
        "imported.import(TABLE",
    ),
];

const CREDENTIALS: &str = "tests/it/configuration/credentials.rs";
const FROM_THE_ENVIRONMENT: &str = "fn the_region_comes_from_the_environment_or_the_profile(";
const PREVIEW: &str = "tests/it/hashicorp_aws/guides.rs";
const QUERY: &str = "tests/it/adoption/generated_configuration.rs";
const IMPORT: &str = "tests/it/acceptance/import.rs";
const WITHOUT_CREDENTIALS: &str = "tests/it/findings/pipelines.rs";

/// The commands of a block that nothing runs.
pub(super) fn unknown(block: &Block) -> Vec<String> {
    let is_console = block.language == "console";
    let commands = block.text.lines().filter_map(|line| match line.strip_prefix("$ ") {
        Some(command) => Some(command),
        None => (!is_console && !line.trim().is_empty() && !line.starts_with('#')).then_some(line),
    });
    let is_known = |command: &str| COMMANDS.iter().any(|known| command.trim().starts_with(known.command));
    commands.filter(|command| !is_known(command)).map(str::to_owned).collect()
}

/// What is wrong with the table: rows that no page needs, and rows whose test is not there.
pub(super) fn stale(workspace: &Path, blocks: &[Block]) -> Vec<String> {
    let mut stale = Vec::new();
    for row in COMMANDS {
        let text = fs::read_to_string(workspace.join(row.file)).unwrap_or_default();
        if !text.contains(row.text) {
            stale.push(format!("{} does not hold {:?}, which runs `{}`", row.file, row.text, row.command));
        }
        if !blocks.iter().any(|block| block.text.contains(row.command)) {
            stale.push(format!("no page shows `{}`", row.command));
        }
    }
    stale
}
